"""Hits and coverage: to be seen is not to win."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" -s 1'

LESSON = Lesson(
    question="How can a cell be seen by four windows and win none?",
    intro=(
        "Two counts are easily taken for one another. Coverage is the number of windows that see "
        "a cell: it depends on the place alone. Hits is the number of windows that send it "
        "gradient: in max pooling those that it won, which depends on its neighbours."
    ),
    predict=Predict(
        'In "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" (four rows), with windows of 2×2 and stride 1, '
        "how many hits has the cell (1, 1) = 2?",
        f"max {MATRIX}",
        of="hits[1,1]",
        answer="0",
        wrong={
            "4": "that is its coverage: four windows see it; ask of each whether 2 is its largest",
            "1": "write down the four windows that hold it, and the largest number of each",
            "2": "that is what stands in the cell; hits count windows",
        },
        hint="write down the four windows that hold it, and the largest number of each",
    ),
    shows=(
        Show(
            f"max {MATRIX} --cell 1,1",
            "Every window that sees 2 has a larger cell: 5, 4, 9 and 6 beat it.",
        ),
        Show(
            f"max {MATRIX} --show hits,coverage",
            "Cells in the middle are covered four times, corners once. The hits are as uneven as "
            "the numbers are. They sum to 9, one for each window.",
        ),
    ),
    tries=(
        'max "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" --show input,hits,coverage',
        "max @worked -s 1 --mistake coverage-for-hits",
    ),
)
