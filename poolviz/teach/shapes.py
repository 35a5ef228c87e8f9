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

MOST_GUESSED = 2
"""Of other problems so many are named."""


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
    if not right.adaptive and (right.matrix in OF_WINDOWS or not _tiny(shape, own)):
        yield from _guessed(working, right, shape)


def _tiny(shape: Size, own: Size) -> bool:
    """Whether it has one row or column where there are several: that says nothing of windows."""
    return any(given == 1 < asked for given, asked in zip(shape, own, strict=True))


def _guessed(working: Working, right: Attempt, shape: Size) -> Iterator[str]:
    """Other problems whose output has this size, if they are few: many would tell nothing."""
    windows = right.but(matrix="output", operation="max", divisor=None)
    strides = list(_strides(working, windows, shape))
    others = [
        text
        for text, change in OTHERS
        if working.shape(windows.placed(**change)) == shape != working.problem.geometry.shape
    ]
    if len(strides) + len(others) > MOST_GUESSED:
        return
    whose = "" if right.matrix in OF_WINDOWS else "output's "
    if strides:
        yield f"the {whose}size with stride {listed(strides)}"
    yield from (text.replace("the size", f"the {whose}size") for text in others)


def _strides(working: Working, windows: Attempt, shape: Size) -> Iterator[str]:
    """The strides, the same both ways, with which the output has this size.

    Those that leave cells out between windows are nobody's guess.
    """
    right = working.shape(windows)
    kernel = windows.placement.kernel or (1, 1)
    for stride in range(1, max(kernel) + 1):
        if working.shape(windows.placed(stride=(stride, stride))) == shape != right:
            yield str(stride)
