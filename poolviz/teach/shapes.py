"""Which size a matrix of the wrong shape has."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.core.geometry import Size
from poolviz.teach.attempt import OF_WINDOWS, Attempt
from poolviz.teach.working import Working
from poolviz.words import listed

OTHERS = (
    ("the size rounded down", {"ceil_mode": False}),
    ("the size rounded up", {"ceil_mode": True}),
    ("the size without padding", {"padding": (0, 0, 0, 0)}),
    ("the size without dilation", {"dilation": (1, 1)}),
)


def named(working: Working, right: Attempt, shape: Size) -> tuple[str, ...]:
    """What has this size: the input, the output, or the output of another problem.

    >>> from poolviz import max_pool
    >>> problem = max_pool([[1, 2, 3, 4]] * 4)
    >>> named(Working(problem), Attempt.right(problem, "output"), (3, 3))
    ('the size with stride 1',)
    """
    return tuple(dict.fromkeys(_named(working, right, shape)))


def _named(working: Working, right: Attempt, shape: Size) -> Iterator[str]:
    g = working.problem.geometry
    own = g.shape if right.matrix in OF_WINDOWS else g.input_shape
    if shape == g.input_shape:
        yield "the input's size"
    if shape == g.shape:
        yield "the output's size"
    if shape == own[::-1]:
        yield "the size with rows for columns"
    elif 1 in shape and shape[0] * shape[1] == own[0] * own[1]:
        yield f"all its cells in one {'row' if shape[0] == 1 else 'column'}"
    windows = right.but(matrix="output", operation="max", divisor=None)
    if right.adaptive:
        return
    if strides := list(_strides(working, windows, shape)):
        yield f"the {of_output(right)}size with stride {listed(strides)}"
    for text, change in OTHERS:
        if working.shape(windows.placed(**change)) == shape != g.shape:
            yield text.replace("the size", f"the {of_output(right)}size")


def of_output(right: Attempt) -> str:
    """Whose size that of the windows is, where another one is asked for."""
    return "" if right.matrix in OF_WINDOWS else "output's "


def _strides(working: Working, windows: Attempt, shape: Size) -> Iterator[str]:
    """The strides, the same both ways, with which the output has this size."""
    right = working.shape(windows)
    for stride in range(1, max(working.problem.input.shape) + 1):
        other = working.shape(windows.placed(stride=(stride, stride)))
        if other == shape != right:
            yield str(stride)
        if other == (1, 1):
            return
