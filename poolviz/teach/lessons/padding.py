"""Padding: minus infinity for max, zero for avg."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"-3 -1; -2 -5" --padding 1'

LESSON = Lesson(
    question="What is padding: zero, or minus infinity?",
    intro=(
        "Padding lays cells around the input, so that windows can begin before its edge. They are "
        "not data, and must not win. So for max pooling padding counts as minus infinity, which "
        "is smaller than any number. For average pooling it counts as 0."
    ),
    predict=Predict(
        "The two rows -3 -1 and -2 -5 get padding 1 all around, which makes 4×4. Max windows of "
        "2×2 lie side by side on it, each with one cell of the input. What is the output? (Two "
        "rows, such as 1 2; 3 4.)",
        f"max {MATRIX}",
        of="output",
        answer="-3 -1; -2 -5",
        wrong={
            "0 0; 0 0": "a 0 would win over all numbers here; padding never wins",
            "-1": "that is without padding: there is one window then",
            "-1 -1; -1 -1": "each window holds one of the four cells, and no other one",
        },
    ),
    shows=(
        Show(
            f"max {MATRIX} --edges",
            "Padding stands as -inf+ around the input, in row and column -1 and 2. It wins no "
            "window, not even against -5. (-p is short for --padding.)",
        ),
        Show(
            f"avg {MATRIX} --edges",
            "The average counts three zeros and divides by 4: -3 / 4 = -0.75. Averages at the edge "
            "are drawn towards 0, and what the padding gets on the way back is lost.",
        ),
        Show(
            f"max {MATRIX} --mistake zero-padding --show output",
            "What a program gives that pads with 0 before it takes the maximum. Among positive "
            "numbers nobody would have noticed.",
        ),
    ),
    tries=(
        'max "3 1; 2 5" --padding 1 --mistake zero-padding',
        "max @negatives --kernel 3 --padding 1 --edges",
    ),
)
