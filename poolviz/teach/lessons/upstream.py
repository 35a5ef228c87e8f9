"""The upstream gradient: what comes back from the layers that follow."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 9 3" -k 1x2 -s 1'

LESSON = Lesson(
    question="How can a cell that was hit have gradient 0?",
    intro=(
        "In a network other layers follow, and what comes back from them is not 1/n for every "
        "output. It is any number for each: the upstream gradient, dLoss/dOutput. A max window "
        "hands its number on to the cell that won it, whatever the number is: 0 or less as well. "
        "What several windows hand on adds up."
    ),
    predict=Predict(
        "Windows of 1×2 with stride 1 on 1 9 3 give the output 9 9. The upstream gradient is "
        "2 -2. What is the gradient of the cell (0, 1) = 9?",
        f'max {ROW} --upstream "2 -2"',
        of="gradient[0,1]",
        answer="0",
        wrong={
            "2": "that is what the first window hands on; the second hands on something, too",
            "-2": "that is what the last window hands on; it is added, and does not replace",
            "4": "one of the two numbers is negative, and signs are kept",
            "1": "that is for the mean of two outputs; here the upstream gradient is given",
        },
        hint="it wins both windows: add what both hand on",
    ),
    shows=(
        Show(
            f'max {ROW} --upstream "2 -2" --cell 0,1',
            "The cell won both windows, and gets 2 and -2: they cancel.",
        ),
        Show(
            'max "1 9 3 4" -k 1x2 -s 1 --upstream "5 0 7"',
            "9 has two hits, but the second hands on 0. The gradient sums to 12, as the upstream "
            "gradient does. Hits count windows; the gradient is what they sent.",
        ),
    ),
    tries=(
        f'max {ROW} --upstream "5 0" --mistake upstream-ignored',
        f'max {ROW} --upstream "2 -2" --show upstream,gradient',
    ),
)
