"""What a window is, and what max pooling makes of it."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What is a window, and what does pooling make of it?",
    intro=(
        "A pooling layer looks at a matrix, its input, through a small window. The window's size "
        "is the kernel: 2×2 is two rows and two columns. Max pooling notes the largest number that "
        "it sees, moves the window on, and notes the next. The numbers that it noted are the "
        "output. Where nothing else is said, a window begins where the one before it ended."
    ),
    predict=Predict(
        "A 2×2 window moves over the two rows 1 3 1 4 and 5 2 4 6. What is the output? (Write its "
        "numbers in a row, with blanks.)",
        'max "1 3 1 4; 5 2 4 6"',
        of="output",
        answer="5 6",
        wrong={
            "3 4 5 6": "that looks at one row at a time; a 2×2 window sees two rows at once",
            "6": "that is the largest of all; each window notes a number of its own",
            "6 5": "these are the numbers; the window on the left comes first",
        },
    ),
    shows=(
        Show(
            'max "1 3 1 4; 5 2 4 6" --show input,output',
            "Two windows, so two numbers in the output. A * marks the cells that won. Beside every "
            "matrix stand the numbers of its rows and columns, counted from 0: (1, 3) is row 1, "
            "column 3, where 6 is. (What stands here of loss, hits and gradient comes later.)",
        ),
        Show(
            'max "1 3 1 4; 5 2 4 6" --window 0,0',
            "A window has the place of its number in the output: window (0, 0) makes the 5. Its "
            "cells stand in brackets: 5 is the largest of 1, 3, 5 and 2. (Upstream comes later.)",
        ),
    ),
    tries=(
        'max "1 3 1 4; 5 2 4 6" --kernel 2x1 --show input,output',
        'max "1 3 1 4; 5 2 4 6" --kernel 1x4 --show input,output',
        "the few lines of Python that compute it all are poolviz/core/pooling.py",
    ),
)
