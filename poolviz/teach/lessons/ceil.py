"""Ceil mode: a last window that reaches over the edge."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 2 3 4 5" --kernel 1x2'

LESSON = Lesson(
    question="What does ceil mode change?",
    intro=(
        "The number of windows is rounded up in place of down (ceil(1.5) is 2). So what would be "
        "left over gets a last window, which reaches over the edge. The part of it beyond the "
        "edge is the overhang: nothing is there, and nothing can win there."
    ),
    predict=Predict(
        "Max windows of 1×2 lie side by side on 1 2 3 4 5, in ceil mode. What is the output?",
        f"max {ROW} --ceil-mode",
        of="output",
        answer="2 4 5",
        wrong={
            "2 4": "that is without ceil mode: 5 is left over",
            "2 4 0": "the overhang is no 0 that could be picked; what else does the window see?",
            "2 3 4 5": "that is for stride 1",
        },
    ),
    shows=(
        Show(
            f"max {ROW} --show input,output",
            "Without ceil mode: (5 - 2) / 2 = 1.5 is rounded down, and column 4 is left over (~).",
        ),
        Show(
            f"max {ROW} --ceil-mode --edges --show input,output",
            "With it: a third window, of 5 and one cell of overhang (^), which is never picked.",
        ),
    ),
    tries=(
        "max @odd --ceil-mode --edges",
        "max @odd --compare ceil-mode --show output",
    ),
)
