"""What a gradient is, and which cells get it in max pooling."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What is the gradient, and which cells get it in max pooling?",
    intro=(
        "Training makes one number of the output, the loss; here it is the output's mean. The "
        "gradient asks of each cell of the input: if it grew by a little, how many times as much "
        "would the loss grow? The output of a max window follows its largest cell and no other. "
        "So that cell gets all that the window sends back, and the losers get 0. With two outputs "
        "each is half of the mean, so each window sends back 1/2."
    ),
    predict=Predict(
        "Windows of 1×2 lie side by side on 1 9 2 8; the output is 9 8. What is the gradient? "
        "(Four numbers, one for each cell of the input.)",
        'max "1 9 2 8" --kernel 1x2',
        of="gradient",
        answer="0 1/2 0 1/2",
        wrong={
            "1/4 1/4 1/4 1/4": "that shares among all cells; only the largest of a window moves it",
            "1/2 1/2 1/2 1/2": "a cell that loses gets nothing: a little more of it changes no max",
            "0 1 0 1": "the loss is the mean of two outputs, so each counts only half",
            "1/2 1/2": "the gradient has a number for each cell of the input, not of the output",
            "0 9 0 8": "that is the output put back in its place; the gradient says how fast the "
            "loss grows, not how large the cell is",
        },
    ),
    shows=(
        Show(
            'max "1 9 2 8" --kernel 1x2 --nudge 0,1',
            "Cell (0, 1) made a little larger and a little smaller: the loss follows half as "
            "fast. Loss that moved, divided by how far the cell moved, is the slope; it is the "
            "gradient.",
        ),
        Show(
            'max "1 9 2 8" --kernel 1x2',
            "The hits say how many windows send gradient to a cell. The gradient sums to 1: what "
            "two windows sent, 1/2 each, has all arrived.",
        ),
    ),
    tries=(
        'max "1 9 2 8" --kernel 1x2 --nudge 0,0',
        "watch it window by window, forward and then backward (key n is next, q is quit):",
        'max "1 9 2 8" --kernel 1x2 --step',
    ),
)
