"""The output's size, and what is left over at the edge."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"1 2 3 4 5; 6 7 8 9 8; 7 6 5 4 3"'

LESSON = Lesson(
    question="Why did the last row vanish?",
    intro=(
        "A window that does not fit is not made. Down the height, and along the width, there are "
        "floor((size - kernel) / stride) + 1 windows; floor rounds down: floor(1.5) is 1. What "
        "lies beyond the last window is left over. No window sees it."
    ),
    predict=Predict(
        "The input has 3 rows and 5 columns, the windows are 2×2, the stride is 2. What is the "
        "size of the output? (Rows × columns, such as 4x3.)",
        f"max {MATRIX}",
        of="size",
        answer="1×2",
        wrong={
            "2x3": "that rounds up; a last window would reach over the edge, and is not made",
            "2x1": "rows come first",
            "2x4": "that is for stride 1",
            "2x2": "two windows one below the other would need four rows",
            "1x3": "along the width it is (5 - 2) / 2 = 1.5, rounded down, and 1 more",
        },
        hint="height: (3 - 2) / 2, width: (5 - 2) / 2; round down, then add 1",
    ),
    shows=(
        Show(
            f"max {MATRIX}",
            "Row 2 and column 4 are left over (~): gradient 0, whatever stands there. The last "
            "lines give the formula in numbers; the two zeros are the padding, a later lesson.",
        ),
    ),
    tries=(
        f"max {MATRIX} --ceil-mode --show output",
        f"max {MATRIX} -k 3x1 --show input,output",
        "max @odd",
    ),
)
