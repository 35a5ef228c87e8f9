"""Windows that overlap: what they send to a cell adds up."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"'

LESSON = Lesson(
    question="Where does the gradient go when windows overlap?",
    intro=(
        "With stride 1, windows of 2×2 overlap, and a cell can win several of them. The loss is "
        "the mean of nine outputs, so each output sends 1/9 back to the cell that it came from."
    ),
    predict=Predict(
        "In 1 3 1 4 / 5 2 4 6 / 9 6 1 2 / 3 4 5 6 the cell (2, 1) = 6 is seen by four windows and "
        "wins two of them. What is its gradient?",
        f"max {MATRIX} --stride 1",
        of="gradient[2,1]",
        answer="2/9",
        wrong={
            "1/9": "that is what one window sends; the cell won two, and what they send is added",
            "4/9": "four windows see the cell, but only those that it wins send it anything",
            "2": "that is its hits; each hit is worth 1/9, as the loss is the mean of 9 outputs",
            "0": "windows (1, 1) and (2, 1) have no larger cell: it wins both",
        },
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
        f"max {MATRIX} --stride 1 --step",
        f"max {MATRIX} --stride 1 --mistake assigned",
    ),
)
