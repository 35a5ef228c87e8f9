"""Dilation: a window with gaps."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"4 9 7 8 5" -k 1x3 -s 1 -d 1x2'

LESSON = Lesson(
    question="What does dilation do?",
    intro=(
        "Dilation is the distance between the cells of a window. With 1 they are neighbours; with "
        "2 every second cell is stepped over. The window looks at as many cells as before, but "
        "spans more: its extent is dilation × (kernel - 1) + 1. That is what has to fit into the "
        "input, so there are fewer windows."
    ),
    predict=Predict(
        "A max window of 1×3 with dilation 2 lies on 4 9 7 8 5. What is its output?",
        f"max {ROW}",
        of="output[0,0]",
        answer="7",
        wrong={
            "9": "9 is stepped over: with dilation 2 the neighbour of a cell is not in its window",
            "8": "8 is stepped over, as every second cell is",
            "5": "it is the last cell that the window sees, but not the largest",
            "4": "it is the first cell that the window sees, but not the largest",
        },
        hint="the window begins at column 0 and takes every second cell, three in all",
    ),
    shows=(
        Show(
            f"max {ROW} --window 0,0",
            "The cells in brackets are the window's: columns 0, 2 and 4. Its extent is "
            "2 × (3 - 1) + 1 = 5, so just one window fits. (-d is short for --dilation.)",
        ),
        Show(
            'max "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" -s 1 -d 2 --window 0,0',
            "In two dimensions: a 2×2 window looks at the corners of a 3×3 square.",
        ),
    ),
    tries=(
        f"max {ROW} --show input,output,coverage",
        "max @worked -s 1 -d 2 --mistake no-dilation",
    ),
)
