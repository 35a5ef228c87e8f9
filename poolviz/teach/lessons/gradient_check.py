"""Which cells a gradient check by finite differences reports, and why."""

from __future__ import annotations

from poolviz.teach.lesson import Choose, Lesson, Show

ROW = '"5 5 2 3" --kernel 1x2'

LESSON = Lesson(
    question="My gradient check fails at some cells. At which, and why?",
    intro=(
        "A gradient check moves a cell up and down by a small step, and divides the change of the "
        "loss by twice the step. So it finds the mean of the slope on the left and the slope on "
        "the right. Where they are the same it finds the gradient. A window in which a "
        "cell ties is different: it adds nothing to the cell's slope downward, and its whole share "
        "upward."
    ),
    predict=Choose(
        "Windows of 1×2 lie side by side on 5 5 2 3, and the first of two equal cells gets the "
        "gradient: 1/2 0 0 1/2. Which cells does a gradient check report?",
        (
            "none: the gradient is right",
            "(0, 0), which won the tie",
            "(0, 0) and (0, 1), which tie",
            "all but (0, 2)",
        ),
        answer="c",
        command=f"max {ROW} --nudge all",
        proof="reports 2 cells: (0, 0) 0.25, not 0.5; (0, 1) 0.25, not 0",
        wrong={
            "a": "it is a right one, but the check finds the mean of two slopes: what is that at "
            "a tie?",
            "b": "the other cell ties as well: made larger it wins, so its slopes are not both 0",
            "d": "3 wins its window alone, and both its slopes are 1/2",
        },
    ),
    shows=(
        Show(
            f"max {ROW} --nudge all",
            "The slopes of every cell, beside the gradient; ! marks where they differ. The two "
            "cells that tie have 0 on the left and 0.5 on the right: the check finds 0.25.",
        ),
        Show(
            f"max {ROW} --ties split --nudge all",
            "If two cells tie and share, the gradient is the mean of both slopes by chance, and "
            "the check passes (:). With three cells that tie it does not.",
        ),
    ),
    tries=(
        'max "5 5 2" --kernel 1x2 --stride 1 --nudge 0,1',
        'max "7 7; 7 1" --ties split --nudge all',
        'max "5 5.001 2 3" --kernel 1x2 --nudge all',
        "for a check of your own take numbers that all differ by more than a step: one "
        "that passes a neighbour changes the winner, as a tie does",
    ),
)
