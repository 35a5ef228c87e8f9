"""Whether padding counts in the divisor of an average."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"4 8" -k 1x2 -s 1 -p 0x1'

LESSON = Lesson(
    question="What does the average divide by at the edge: is padding counted?",
    intro=(
        "There are two ways. Padding counts: a window divides by all its cells, zeros of the "
        "padding too. Or it does not: a window divides by its cells of the input alone. Neither "
        "is wrong, but they give different numbers at the edge, and libraries differ. poolviz "
        "counts it unless --no-count-include-pad is said."
    ),
    predict=Predict(
        "4 8 gets padding 1 on the left and on the right: 0 4 8 0. Windows of 1×2 move by 1. "
        "Padding is not counted. What is the output?",
        f"avg {ROW} --no-count-include-pad",
        of="output",
        answer="4 6 8",
        wrong={
            "2 6 4": "that divides by 2 everywhere, so padding is counted",
            "6": "that is the one window without padding",
            "4 12 8": "the middle window has two cells of the input, and divides by 2",
        },
    ),
    shows=(
        Show(
            f"avg {ROW} --compare count-include-pad",
            "Side by side, first counted, then not; ! marks what differs. Counted, the padding's "
            "share of the gradient is lost, and it sums to 2/3. Not counted, it sums to 1.",
        ),
        Show(
            f"avg {ROW} --no-count-include-pad --cell 0,0",
            "The way back has the same divisors: window (0, 0) sends all of its 1/3 to its one "
            "cell, window (0, 1) half of its 1/3.",
        ),
    ),
    tries=(
        'avg "4 4; 4 4" -s 1 -p 1 --no-count-include-pad',
        'avg "4 8" -p 1 --no-count-include-pad --mistake full-divisor',
    ),
)
