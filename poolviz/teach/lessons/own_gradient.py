"""One's own gradient, judged."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"2 7 1 8" --kernel 1x2 --stride 1'

LESSON = Lesson(
    question="Is my own gradient right, and if not, what did I do wrong?",
    intro=(
        "Give it to --check, as numbers, fractions or decimals, and ? for what you do not know. "
        "Each cell is judged. If a known mistake gives exactly your numbers, it is named, and one "
        "cell of yours is worked out. The right matrix is not shown unless you add --reveal. An "
        "answer to the prediction below is judged in the same way: try a wrong one."
    ),
    predict=Predict(
        "Max windows of 1×2 with stride 1 on 2 7 1 8; the loss is the mean of the output. What is "
        "the gradient?",
        f"max {ROW}",
        of="gradient",
        answer="0 2/3 0 1/3",
        wrong={"7 7 8": "that is the output; the gradient has a number for each input cell"},
    ),
    shows=(
        Show(
            f'max {ROW} --check "1/6 1/3 1/3 1/6"',
            "Two mistakes give these numbers: equal parts for losers and winners. Each is "
            "explained by one cell.",
            status=3,
        ),
        Show(
            f'max {ROW} --check "0 1 0 1/2" --reveal',
            "No mistake of the list, but every number is off by the same factor: the 1/3 of the "
            "mean was taken for 1/2.",
            status=3,
        ),
        Show(
            f'max {ROW} --check "? 0.67 ? ?"', "A part of the answer, rounded, is judged as well."
        ),
    ),
    tries=(
        f'max {ROW} --check "0 1/3 0 1/3"',
        f"max {ROW} --mistake all",
        f'max {ROW} --check "output=7 7 8"',
    ),
)
