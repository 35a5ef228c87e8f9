"""Programs that compute a problem in a framework and assert the numbers that poolviz shows.

One file a framework says how it pools; what stands before and after that is the same for all:
`listing` writes things down, `windows` says where the windows are, `shown` how a program ends, and
`rounding` how near the numbers are.
"""

from __future__ import annotations

from poolviz.arguments import FRAMEWORKS, choice
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.explain.account import account
from poolviz.explain.telling import telling
from poolviz.write.code.framework import Framework
from poolviz.write.code.jax import JAX
from poolviz.write.code.keras import KERAS
from poolviz.write.code.listing import comment, joined, rows
from poolviz.write.code.numpy import NUMPY
from poolviz.write.code.onnx import ONNX
from poolviz.write.code.pytorch import PYTORCH
from poolviz.write.code.shown import SHOWN

PROGRAMS: dict[str, Framework] = {
    "pytorch": PYTORCH,
    "keras": KERAS,
    "jax": JAX,
    "onnx": ONNX,
    "numpy": NUMPY,
}


def program(problem: MaxPooling | AvgPooling, framework: str) -> str:
    r"""A program that computes a problem in a framework and asserts poolviz's numbers.

    The program holds the matrix, prints output, argmax (of max) and gradient, and ends with the
    assertions. It is ASCII and runs as it stands. Raises ValueError where there is no such
    framework, and where a number of the problem is beyond float64's range.

    >>> from poolviz import max_pool
    >>> print(program(max_pool([[1, 3], [5, 2]]), "pytorch"))
    # Max pooling in PyTorch: kernel 2x2, stride 2x2, input 2x2 -> output 1x1.
    # Seen to run with torch 2.13.0.
    import torch
    <BLANKLINE>
    x = torch.tensor([
        [1, 3],
        [5, 2],
    ], dtype=torch.float64)
    <BLANKLINE>
    layer = torch.nn.MaxPool2d(kernel_size=2, stride=2, return_indices=True)
    x.requires_grad_()
    output, argmax = layer(x[None])  # a layer takes (channels, height, width)
    output, argmax = output[0], argmax[0]
    output.mean().backward()
    gradient = x.grad
    <BLANKLINE>
    print("output", output, "argmax", argmax, "gradient", gradient, sep="\n")
    <BLANKLINE>
    # The numbers that poolviz shows; argmax is row * width + column.
    assert output.tolist() == [
        [5],
    ]
    assert argmax.tolist() == [
        [2],
    ]
    assert gradient.tolist() == [
        [0, 0],
        [1, 0],
    ]
    """
    chosen = PROGRAMS[choice(framework, "framework", FRAMEWORKS)]
    given = problem.loss is None and chosen.differentiates
    shown = SHOWN[problem.operation](problem, chosen)
    pooled = shown.pooled()
    before, after = zip(shown.input_step(), shown.upstream_step(), strict=True)
    return joined(
        comment(_title(problem, chosen)),
        comment(f"Seen to run with {chosen.seen}."),
        chosen.head("\n".join([*before, pooled, *after])),
        f"\nx = {chosen.array.format(rows(problem.input))}",
        f"upstream = {chosen.array.format(rows(problem.upstream))}" if given else "",
        *before,
        "\n" + pooled,
        *after,
        "\n" + shown.assertions(),
    )


def _title(problem: MaxPooling | AvgPooling, framework: Framework) -> str:
    """What is done, in ASCII but for the blanks within a phrase, at which no line breaks."""
    operation, _, rest = telling(account(problem)).head().partition(" · ")
    phrases = rest.replace("×", "x").replace("→", "->").split(" · ")
    said = ", ".join(phrase.replace(" ", "\xa0") for phrase in phrases)
    return f"{operation.capitalize()} in {framework.title}: {said}."
