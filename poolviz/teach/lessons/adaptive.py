"""Adaptive and global pooling."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="How does adaptive pooling choose its windows?",
    intro=(
        "Here you say how large the output is to be, and the windows follow. For o outputs of n "
        "cells, window i begins at i × n / o, rounded down, and ends before (i + 1) × n / o, "
        "rounded up. So windows can overlap, and need not have the same size. With an output "
        "of 1×1 one window sees everything: that is global pooling."
    ),
    predict=Predict(
        "1 2 9 4 5 is to have three outputs. Window 0 goes from 0 to 5/3, window 1 from 5/3 to "
        "10/3, window 2 from 10/3 to 5; beginnings are rounded down, ends up. What are the three "
        "maxima?",
        'max "1 2 9 4 5" --output-size 1x3',
        of="output",
        answer="2 9 5",
        wrong={
            "9 9 9": "that is a kernel of 3 with stride 1; window 0 ends before column 2",
            "2 9 9": "window 2 begins at 10/3, rounded down, which is column 3",
            "2 4 5": "window 1 begins at 5/3, rounded down, which is column 1; it sees 9",
            "2 9": "three outputs are asked for",
        },
    ),
    shows=(
        Show(
            'max "1 2 9 4 5" --output-size 1x3',
            "Columns 0 to 1, 1 to 3 and 3 to 4: windows of two, three and two cells.",
        ),
        Show(
            'max "1 2 9 4 5" --kernel 1x3 --stride 1',
            "A formula that many people use takes n / o, rounded down, for the stride, and a "
            "kernel to fit. It gives 9 9 9 here, which is not what adaptive pooling gives. Of the "
            "528 pairs of sizes up to 32 it is wrong for 327; it is always right where o divides "
            "n.",
        ),
        Show(
            'avg "1 3; 5 7" --output-size 1',
            "Global average pooling: one window, and the mean of everything.",
        ),
    ),
    tries=(
        'avg "1 2 9 4 5" --output-size 1x3 --fractions',
        'max "1 2 9 4 5 6" --output-size 1x3 --show input,output',
        'avg "1 2 9 4 5" --output-size 1x3 --cell 0,3',
    ),
)
