"""Ties: who gets the gradient where several cells share the maximum."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"7 7; 7 1"'

LESSON = Lesson(
    question="What happens when cells tie for the maximum?",
    intro=(
        "The output is the same whichever of them wins. The gradient is not, so there is a rule. "
        "--ties first gives everything to the first cell in row-major order (row by row, from the "
        "left); that is the default. --ties last gives it to the last one, split gives equal "
        "parts to all that tie, and all gives each of them the whole."
    ),
    predict=Predict(
        "One window of 2×2 lies on the two rows 7 7 and 7 1, so 1 comes back to it. With --ties "
        "split, what is the gradient of the cell (0, 0)?",
        f"max {MATRIX} --ties split",
        of="gradient[0,0]",
        answer="1/3",
        wrong={
            "1": "that is for the rule first; split gives equal parts",
            "1/4": "only the cells that tie share it; 1 is no maximum",
            "1/2": "count the cells that hold 7",
            "0": "the cell is one of the largest, so it gets a part",
        },
        hint="share 1 among the cells that hold the maximum",
    ),
    shows=(
        Show(
            f"max {MATRIX}",
            "The default: = marks cells that tie, * the one that won. (0, 0) comes first and gets "
            "all.",
        ),
        Show(
            f"max {MATRIX} --ties split --fractions",
            "Three winners with a third each. They are three hits of one window, and the gradient "
            "sums to 1.",
        ),
        Show(
            f'max {MATRIX} --compare "ties=last all" --show gradient',
            "Two more rules, side by side. With all the gradient sums to 3: the window hands on "
            "three times what came back to it.",
        ),
    ),
    tries=(
        f"max {MATRIX} --compare ties",
        "max @ties --ties split",
    ),
)
