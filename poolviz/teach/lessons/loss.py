"""The loss: why a gradient sums to 1, and when it does not."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 9 3 4" --kernel 1x2 --stride 1'

LESSON = Lesson(
    question="Why does the gradient sum to 1, and what if the loss is a sum?",
    intro=(
        "Each of n outputs counts 1/n in their mean, so each window sends back 1/n; n times 1/n is "
        "1, and all of it arrives at some cell. That is a check which costs nothing: a sum that is "
        "not 1 tells that something was lost, or counted twice. If the loss is the sum of the "
        "outputs, each output counts whole, and each window sends back 1."
    ),
    predict=Predict(
        "Windows of 1×2 with stride 1 on 1 9 3 4 give 9 9 4. The loss is now their sum. What is "
        "the gradient of the cell (0, 1) = 9?",
        f"max {ROW} --loss sum",
        of="gradient[0,1]",
        answer="2",
        wrong={
            "2/3": "that is for the mean; of a sum each output counts whole",
            "1": "one window sends that; 9 won more than one",
            "3": "all three windows send 1, but one of them to the cell that holds 4",
            "18": "that is what 9 adds to the loss; the gradient says how fast the loss grows",
            "22": "that is the loss itself",
        },
        hint="each window that 9 won sends 1",
    ),
    shows=(
        Show(
            f"max {ROW} --loss sum",
            "The gradient is now the same as the hits, and sums to 3, the number of windows.",
        ),
        Show(
            f"max {ROW} --fractions",
            "The loss is the mean again. --fractions writes exact numbers: 2/3 and 1/3, not "
            "0.6667 and 0.3333. They are computed from what you wrote, so that 0.1 is 1/10.",
        ),
    ),
    tries=(
        'avg "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" --stride 1 --fractions',
        f"max {ROW} --mistake not-averaged",
        "of a gradient that does not sum to 1 the screen says why:",
        'avg "4 4; 4 4" --stride 1 --padding 1 --show gradient --fractions',
    ),
)
