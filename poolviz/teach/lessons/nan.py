"""NaN in a window."""

from __future__ import annotations

from poolviz.teach.lesson import Choose, Lesson, Show

LESSON = Lesson(
    question="What happens to NaN?",
    intro=(
        "NaN (not a number) is what a computer gives for 0/0. It is neither larger than 1, nor "
        "smaller, nor equal. So what the largest of 1 and NaN is depends on "
        "how a program asks. Most libraries make sure that it is not lost, so that an error made "
        "earlier comes to light."
    ),
    predict=Choose(
        "A max window of PyTorch holds 1 and NaN. What is its output?",
        ("1: NaN is skipped", "NaN", "minus infinity"),
        answer="b",
        command='max "1 nan 3 4" --kernel 1x2',
        proof="in PyTorch, JAX and NumPy a window that holds NaN has the output NaN",
        wrong={
            "a": "that would hide an error made earlier; PyTorch wants it seen",
            "c": "that is what padding counts as; NaN is data, though bad data",
        },
    ),
    shows=(
        Show(
            'max "1 nan 3 4" --kernel 1x2',
            "poolviz takes finite numbers only. Libraries do not agree here: TensorFlow was seen "
            "to drop NaN on a CPU, and in onnxruntime it depends on the order of the cells.",
            status=2,
        ),
    ),
    tries=(
        'max "1 2 3 4" --kernel 1x2 --code pytorch',
        "write float('nan') for the 1 in that program and run it: the output there is nan (and "
        "what it asserts at its end is no longer true)",
    ),
)
