"""Windows that lie in the padding alone, and PyTorch's limit."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="Can a window lie in padding alone? How much padding is allowed?",
    intro=(
        "A window that sees nothing but padding would have no maximum: only minus infinity. "
        "PyTorch guards against it by a simple rule: padding at most half the kernel. poolviz asks "
        "for what is really needed: padding smaller than the window's extent, and no window "
        "without a cell of the input."
    ),
    predict=Predict(
        "5 7 gets padding 2 on either side. Max windows of 1×3 move over these six cells by 1. "
        "What is the output?",
        'max "5 7" -k 1x3 -s 1 -p 0x2',
        of="output",
        answer="5 7 7 7",
        wrong={
            "0 5 7 7 7 0": "a window takes three of the six cells; there are four such windows",
            "0 7 7 0": "the first and the last window reach one cell of the input each",
            "5 7 7 5": "the last window reaches the cell at the right end of the input",
            "7 7 7 7": "the first window ends at column 0 and does not see 7",
            "5 7": "that is the input; there are four windows",
        },
    ),
    shows=(
        Show(
            'max "5 7" -k 1x3 -s 1 -p 0x2 --edges --show input,output',
            "Window 0 begins at column -2, and its last cell is 5. So 2 is the most for a kernel "
            "of 3. PyTorch would refuse it: half of 3, rounded down, is 1.",
        ),
        Show(
            'max "5 7" -k 1x3 -s 1 -p 0x3',
            "With 3 the first window would see columns -3, -2 and -1: padding alone.",
            status=2,
        ),
        Show(
            'max "5 7" -k 1x2 -s 1 -p 0x1 -d 1x3',
            "Half the kernel, so PyTorch allows it. But with dilation 3 the window looks at "
            "columns -1 and 2, and both are padding. PyTorch 2.13 answers -inf, at index 2, "
            "which is no cell of the input; poolviz refuses.",
            status=2,
        ),
    ),
    tries=(
        'max "5 7" -k 1x2 -s 1 -p 0x1 -d 1x2 --edges --show input,output',
        'max "5 7" -k 1x3 -s 1 -p 0x1 --edges --show input,output',
    ),
)
