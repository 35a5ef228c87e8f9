"""SAME and VALID in numbers."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ODD = 'avg "1 2 3" -k 1x2 -s 1'

LESSON = Lesson(
    question="What do SAME and VALID mean in numbers?",
    intro=(
        "They are two names for how much padding there is. VALID is none: only windows that fit. "
        "SAME is as much as ceil(size / stride) windows need, one for each step of the stride, "
        "half of it on either side. The output has the input's size only if the stride is 1. "
        "If an odd number of cells is added, the odd one goes to the bottom and the right."
    ),
    predict=Predict(
        "Windows of 1×2 lie side by side on 1 2 3 4 5, with SAME. How large is the output?",
        'max "1 2 3 4 5" -k 1x2 -p same',
        of="size",
        answer="1×3",
        wrong={
            "1x2": "that is VALID: what does not fill a window is left over",
            "1x5": "that would be for stride 1; here the stride is 2",
            "1x6": "that is the padded input",
        },
        hint="divide 5 by the stride, which is the kernel's 2, and round up",
    ),
    shows=(
        Show(
            'max "1 2 3 4 5" -k 1x2 -p same --edges --show input,output',
            "Three windows of two need six columns: one is added, on the right (+). VALID would "
            "leave 5 over.",
        ),
        Show(
            f"{ODD} -p same --edges --show input,output",
            "Stride 1, so the output is as long as the input. The added cell stands on the right.",
        ),
        Show(
            f"{ODD} -p same-lower --edges --show input,output",
            "same-lower puts the odd cell on the left (ONNX calls the two SAME_UPPER and "
            "SAME_LOWER). The size is the same, the numbers are not.",
        ),
        Show(
            f"{ODD} -p same --no-count-include-pad --show output",
            "The last window sees 3 and the added cell. Above, 1.5 counted that cell: 3 / 2. Here "
            "3 is divided by 1. Keras and TensorFlow do so: with SAME they never count padding.",
        ),
    ),
    tries=(
        f"{ODD} -p valid --show input,output",
        f"{ODD} -p same --compare count-include-pad",
        f'{ODD} --compare "padding=same same-lower"',
    ),
)
