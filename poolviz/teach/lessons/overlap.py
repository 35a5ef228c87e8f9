"""Windows that overlap: what they send to a cell adds up."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"'

LESSON = Lesson(
    question="Where does the gradient go when windows overlap?",
    intro=(
        "With stride 1, windows of 2×2 overlap, and a cell can win several of them. On a 4×4 "
        "input there are 3×3 windows. The loss is the mean of nine outputs, so each window sends "
        "1/9 back to the cell that won it. What several windows send to one cell adds up."
    ),
    predict=Predict(
        f"In {MATRIX} (four rows) the cell (2, 1) = 6 is seen by four "
        "windows and wins two of them. What is its gradient?",
        f"max {MATRIX} --stride 1",
        of="gradient[2,1]",
        answer="2/9",
        wrong={
            "1/9": "that is what one window sends; the cell won two, and what they send is added",
            "4/9": "four windows see the cell, but only those that it wins send it anything",
            "2": "that is its hits, and each hit is worth 1/9: the loss is the mean of 9 outputs",
            "1/2": "the windows do not share one whole; each sends 1/9, as there are nine outputs",
            "0": "look at the windows that begin at (1, 1) and at (2, 1): none has a larger cell",
        },
        hint="count the windows that it wins; each sends 1/9",
    ),
    shows=(
        Show(
            f"max {MATRIX} --stride 1 --cell 2,1",
            "All windows that see the cell. In two of them 9 is larger; the others send 1/9 each.",
        ),
        Show(
            f"max {MATRIX} --stride 1",
            "The hits count the windows that each cell won; here the gradient is hits × 1/9.",
        ),
    ),
    tries=(
        f"max {MATRIX} --stride 1 --cell 1,3",
        f"max {MATRIX} --stride 1 --step",
    ),
)
