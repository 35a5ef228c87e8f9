"""An average window that reaches over the edge."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What gradient does an average send where its window overhangs?",
    intro=(
        "In ceil mode the last average window can reach over the edge. The overhang is no "
        "padding: it is never counted in the divisor, whatever is said of padding. Such a window "
        "divides by the rest of its cells, forward and back."
    ),
    predict=Predict(
        "Average windows of 1×2 lie side by side on 1 2 3 4 5, in ceil mode: three outputs, so "
        "each gets 1/3. What is the gradient of the last cell, (0, 4)?",
        'avg "1 2 3 4 5" -k 1x2 --ceil-mode',
        of="gradient[0,4]",
        answer="1/3",
        wrong={
            "1/6": "that divides by the kernel's 2 cells, but one of them overhangs",
            "0": "that is without ceil mode, where 5 is left over",
            "5": "that is the last output",
            "1": "1/3 comes back to each of the three windows",
        },
        hint="divide 1/3 by the number of cells that the last window has in the input",
    ),
    shows=(
        Show(
            'avg "1 2 3 4 5" -k 1x2 --ceil-mode --show output,divisors,gradient',
            "The last divisor is 1. Its only cell gets all of 1/3, twice as much as the others.",
        ),
        Show(
            'avg "1 2 3 4" -k 1x3 -s 2 -p 0x1 --ceil-mode --edges --window 0,2',
            "Both at once: the last window sees 4, padding (+, counted) and overhang (^, not "
            "counted), so its divisor is 2, and its output 4 / 2.",
        ),
    ),
    tries=(
        'avg "1 2 3 4 5" -k 1x2 --ceil-mode --mistake full-divisor',
        'avg "1 2 3 4 5" -k 1x2 --ceil-mode --window 0,2',
    ),
)
