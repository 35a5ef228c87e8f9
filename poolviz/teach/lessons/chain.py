"""Two layers by hand: forward through both, and back."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 3 2 5 4" -k 1x2 -s 1'

LESSON = Lesson(
    question="How does a gradient go back through two layers?",
    intro=(
        "Forward, the output of the first layer is the input of the second. Backward, the "
        "gradient of the second layer is the upstream gradient of the first: each layer need "
        "only know what comes back to its own outputs."
    ),
    predict=Predict(
        "Layer 1: max, 1×2, stride 1, turns 1 3 2 5 4 into 3 3 5 5. Layer 2: avg, 1×2, side by "
        "side, turns that into 3 5. The loss is the mean of 3 and 5, so layer 2 sends back 1/4 "
        "to each of 3 3 5 5. What is the gradient of the 5 in the first input, the cell (0, 3)?",
        f'max {ROW} --upstream "0.25 0.25 0.25 0.25"',
        of="gradient[0,3]",
        answer="1/2",
        wrong={
            "1/4": "one window of layer 1 hands on 1/4; how many did 5 win?",
            "1/8": "layer 1 takes maxima: it divides nothing",
            "2": "that is its hits; each is worth the 1/4 that comes from layer 2",
            "1": "the loss is a mean of two numbers, and 5 moves only one of them",
        },
        hint="count the windows of layer 1 that 5 won; each hands on 1/4",
    ),
    shows=(
        Show(
            'avg "3 3 5 5" -k 1x2 --show output,gradient',
            "Layer 2 alone. Its gradient, 0.25 four times, is what layer 1 gets.",
        ),
        Show(
            f'max {ROW} --upstream "0.25 0.25 0.25 0.25"',
            "Layer 1 with that upstream gradient: 3 and 5 won two windows each, and get 0.5.",
        ),
        Show(
            'chain "max -k 1x2 -s 1" "avg -k 1x2" "1 3 2 5 4"',
            "Both at once: first forward, layer 1 and then 2; then backward, layer 2 and then 1.",
        ),
    ),
    tries=(
        'chain "max -k 1x2 -s 1" "max -k 1x2" "1 3 2 5 4"',
        'chain "avg -k 1x2 -s 1" "avg -k 1x2" "1 3 2 5 4" --fractions',
    ),
)
