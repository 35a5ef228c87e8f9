"""A layer as a framework writes it."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="What does the layer that stands in my program do?",
    intro=(
        "Frameworks name the same things differently, and what is not written has a default. "
        "PyTorch's order is kernel, stride, padding; then it parts: the fourth of MaxPool2d is "
        "dilation, the fourth of AvgPool2d is ceil_mode. poolviz reads such a text and says "
        "what it stands for."
    ),
    predict=Predict(
        "AvgPool2d(2, 2, 0, True) is given the two rows 1 2 3 and 4 5 6. How large is the output?",
        'avg "1 2 3; 4 5 6" --kernel 2 --stride 2 --ceil-mode',
        of="size",
        answer="1×2",
        wrong={
            "1x1": "True is the fourth argument, ceil mode: the width is rounded up",
            "2x2": "the height is 2, and one window of two rows covers it",
            "2x3": "that is the input's size",
            "2x1": "rows come first",
        },
        hint="the fourth argument is ceil_mode, so (3 - 2) / 2 is rounded up",
    ),
    shows=(
        Show(
            'layer "AvgPool2d(2, 2, 0, True)" "1 2 3; 4 5 6"',
            "The line below the head says which poolviz command the layer is; -k is the kernel.",
        ),
        Show(
            'layer "AvgPool2d(kernel_size=2, stride=2, padding=0)" "1 2 3; 4 5 6"',
            "PyTorch prints the layer above like this, too: AvgPool2d leaves out three of its "
            "options. What was assumed for them is said. Here it is not the same layer.",
        ),
        Show(
            'layer "MaxPool(kernel_shape=[1, 2])" "1 9 2 8"',
            "ONNX: where no strides are given they are 1, not the kernel.",
        ),
    ),
    tries=(
        'layer "MaxPooling2D(2, padding=\'same\')" "1 2 3; 4 5 6; 7 8 0"',
        'layer "MaxPool2d(2, 1, 0, 2)" "1 2 3; 4 5 6; 7 8 0"',
        'layer "nn.AdaptiveAvgPool2d(1)" "1 3; 5 7"',
    ),
)
