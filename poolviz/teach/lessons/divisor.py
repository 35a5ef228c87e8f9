"""The divisor, there and back."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="Is the divisor the same on the way back?",
    intro=(
        "Yes: what comes back to a window is divided by the number that its sum was divided by. "
        "Mostly that is the number of its cells, but it need not be: --divisor sets another "
        "(PyTorch calls it divisor_override). Forward and back still use the same one."
    ),
    predict=Predict(
        "One window of 1×3 lies on 4 8 2, and the divisor is set to 6. There is one output, so 1 "
        "comes back to the window. What is the gradient of each cell?",
        'avg "4 8 2" --kernel 1x3 --divisor 6',
        of="gradient[0,0]",
        answer="1/6",
        wrong={
            "1/3": "three cells were summed, but by which number was the sum divided?",
            "7/3": "that is the output, 14 / 6",
            "1": "the window divided its sum; so it divides what comes back",
            "1/18": "the number of cells is not divided by as well: the divisor takes its place",
            "1/2": "that is what the three cells get together",
        },
        hint="divide what comes back by the divisor",
    ),
    shows=(
        Show(
            'avg "4 8 2" --kernel 1x3 --divisor 6 --window 0,0',
            "Forward: 14 / 6. Back: 1 / 6 for each of the three cells.",
        ),
        Show(
            'avg "4 8 2" --kernel 1x3 --divisor 6 --show output,divisors,gradient',
            "The gradient sums to 0.5, not 1, and the last line says why: three cells got a sixth "
            "each.",
        ),
    ),
    tries=(
        'avg "4 8 2" --kernel 1x3 --divisor 1 --show output,gradient',
        'avg "4 8 2" --kernel 1x3 --divisor 6 --nudge 0,1',
    ),
)
