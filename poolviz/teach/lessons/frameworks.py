"""Where frameworks differ: strides, ties, padding."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 9 2 8" -k 1x2'

LESSON = Lesson(
    question="Why do two frameworks give me different numbers?",
    intro=(
        "They agree on what a maximum and a mean are. They differ in what is not said. The stride: "
        "PyTorch, Keras and MLX take the kernel's size, JAX's flax and ONNX take 1. Padding in "
        "the divisor: PyTorch and JAX count it unless told not to, MLX always, ONNX only if told "
        "to, Keras and TensorFlow never. Ties: PyTorch, Keras, TensorFlow and JAX send all to the "
        "first cell, MLX splits."
    ),
    predict=Predict(
        "JAX pools 1 9 2 8 with max windows of 1×2, and no stride is said. How large is the "
        "output?",
        f"max {ROW} -s 1",
        of="size",
        answer="1×3",
        wrong={
            "1x2": "that is for PyTorch, Keras and MLX, where the stride is the kernel's size",
            "1x4": "windows of two cells: the last one begins at column 2",
            "3x1": "rows come first",
        },
        hint="the stride is 1: at how many columns can a window of two cells begin?",
    ),
    shows=(
        Show(
            f'max {ROW} --compare "stride=1x1 1x2" --show output',
            "First as JAX and ONNX do without a stride, then as PyTorch, Keras and MLX do.",
        ),
        Show(
            'max "5 5" -k 1x2 --compare "ties=first split" --show gradient',
            "The last line says who does what, as it was measured.",
        ),
        Show(
            'avg "4 8" -k 1x2 -p 0x1 --compare count-include-pad --show output',
            "The same network, moved from PyTorch to Keras, has other numbers at the edge.",
        ),
    ),
    tries=(
        f"max {ROW} --code jax",
        f"max {ROW} --code pytorch",
        "the program that --code prints ends by asserting poolviz's numbers: run it",
    ),
)
