"""The stride: windows that lie side by side, overlap, or leave gaps."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What does the stride do, and why is it the kernel's size by default?",
    intro=(
        "The stride is the step from one window to the next. If it is the kernel's size, windows "
        "lie side by side and no cell is seen twice: that is the default. With a smaller stride "
        "windows overlap. With a larger one there are gaps between them."
    ),
    predict=Predict(
        "A window of 1×2 moves over 1 2 9 4 5 by a stride of 3 columns. What is the output?",
        'max "1 2 9 4 5" -k 1x2 -s 1x3',
        of="output",
        answer="2 5",
        wrong={
            "2 9": "that moves by 2, the kernel's size; the stride is 3",
            "2 9 9 5": "that moves by 1; the stride is 3",
            "2 9 5": "a window that begins at column 0 is followed by one that begins at column 3",
            "9 5": "a window has 2 cells: the kernel is 1×2, and only the step is 3",
        },
    ),
    shows=(
        Show(
            'max "1 2 9 4 5" -k 1x2 -s 1x3 --show input,output',
            "The windows lie on columns 0, 1 and 3, 4. Between them is 9, the largest number of "
            "all: no window sees it (~), so nothing of it comes into the output.",
        ),
        Show(
            'max "1 2 9 4 5 3" -k 1x2 --show input,output',
            "The default: a stride as long as the kernel. The windows tile the input, and every "
            "cell is seen once.",
        ),
        Show(
            'max "1 2 9 4 5 3" -k 1x2 -s 1 --show input,output',
            "With stride 1 the windows overlap: 9 lies in two of them, and wins both. "
            "(-k is short for --kernel, and -s for --stride.)",
        ),
    ),
    tries=(
        'max "3 0 0 5 0; 0 0 0 0 0; 0 0 9 0 0; 4 0 0 8 0" -k 2 -s 3',
        'max "1 2 9 4 5 3" -k 1x2 --compare "stride=1 2 3" --show output',
    ),
)
