"""What a window is, and what max pooling makes of it."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What is a window, and what does pooling make of it?",
    intro=(
        "A pooling layer looks at a matrix through a small window, the kernel. It notes one "
        "number, moves on by the stride, and notes the next. Max pooling notes the largest number "
        "that it sees. The numbers that it noted are the output. Where nothing else is said the "
        "stride is as long as the kernel, so that windows lie side by side."
    ),
    predict=Predict(
        "A 2×2 window moves over 1 3 1 4 / 5 2 4 6 with stride 2. What is the output? (Write its "
        "numbers in a row.)",
        'max "1 3 1 4; 5 2 4 6"',
        of="output",
        answer="5 6",
    ),
    shows=(
        Show(
            'max "1 3 1 4; 5 2 4 6" --window 0,0',
            "The window is framed. 5 is the largest of 1, 3, 5 and 2: a * marks the cell that won.",
        ),
        Show(
            'max "1 3 1 4; 5 2 4 6"',
            "Two windows, so two numbers in the output. Every matrix carries the numbers of its "
            "rows and columns, counted from 0.",
        ),
    ),
    tries=(
        'max "1 3 1 4; 5 2 4 6" --kernel 2x1',
        'max "1 3 1 4; 5 2 4 6" --stride 1',
    ),
)
