"""Where the windows are: sizes, padding, which windows exist, which cells each one sees.

Everything here is whole-number arithmetic, settled once; the pooling core, the screen and
the command line all ask this file. An axis is a row of cells numbered from 0; padding has
negative numbers before it and numbers from `size` on after it.
"""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

from poolviz.core.axes import Adaptive, Sliding

Size = tuple[int, int]
"""Height and width."""

Sides = tuple[int, int, int, int]
"""Top, left, bottom, right."""

Same = Literal["same", "same-lower"]
"""Padding for ceil(size / stride) windows, the odd cell after the input or before it."""

MOST_CELLS = 2**28
"""More cells, padding included, are refused: one matrix would take 2 GiB."""


NONE: Sides = (0, 0, 0, 0)

Axis = Sliding | Adaptive
"""One direction, height or width."""


class Placement(NamedTuple):
    """The windows as asked for, before they meet an input.

    Without a stride it is the kernel. With `output_size`, adaptive pooling, there is no kernel,
    stride, padding or dilation.
    """

    kernel: Size | None = (2, 2)
    stride: Size | None = None
    padding: Sides | Same | None = NONE
    dilation: Size | None = (1, 1)
    ceil_mode: bool = False
    output_size: Size | None = None

    @staticmethod
    def adaptive(output_size: Size) -> Placement:
        """As many windows as asked for, whatever the input."""
        return Placement(None, None, None, None, False, output_size)

    def but(self, **changes: Any) -> Placement:
        """The same with other options; an output size takes the place of all others.

        Raises ValueError where an option is changed beside an output size.

        >>> Placement(stride=(1, 1)).but(output_size=(2, 3)) == Placement.adaptive((2, 3))
        True
        """
        asked = changes.get("output_size", self.output_size)
        if asked is None:
            return (Placement() if self.output_size else self)._replace(**changes)
        for name, value in changes.items():
            if value != getattr(Placement.adaptive(asked), name):
                raise ExclusiveError("output_size", name)
        return Placement.adaptive(asked)


class Advised(ValueError):  # noqa: N818 it reads as it is spoken
    """A ValueError that knows what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ExclusiveError(ValueError):
    """Two options are given that cannot both hold."""

    def __init__(self, one: str, other: str, cure: str = "give one of them") -> None:
        super().__init__(f"{one} and {other} exclude each other; {cure}")


class Geometry(NamedTuple):
    """The windows of a matrix: a vertical axis and a horizontal one.

    With adaptive pooling `kernel`, `stride`, `padding` and `dilation` are None.
    """

    rows: Axis
    columns: Axis
    placement: Placement

    @property
    def input_shape(self) -> Size:
        """The input's size."""
        return self.rows.size, self.columns.size

    @property
    def shape(self) -> Size:
        """The output's size: windows down and windows across."""
        return self.rows.windows, self.columns.windows

    @property
    def kernel(self) -> Size | None:
        """Height and width of the windows."""
        return self.placement.kernel

    @property
    def stride(self) -> Size | None:
        """Steps down and across."""
        return self.placement.stride or self.placement.kernel

    @property
    def dilation(self) -> Size | None:
        """Gaps down and across."""
        return self.placement.dilation

    @property
    def padding(self) -> Sides | None:
        """Top, left, bottom, right."""
        if self.placement.padding is None:
            return None
        return self.rows.before, self.columns.before, self.rows.after, self.columns.after

    @property
    def ceil_mode(self) -> bool:
        """Whether the output's size is rounded up."""
        return self.placement.ceil_mode

    @property
    def output_size(self) -> Size | None:
        """The output's size where it was asked for: adaptive pooling."""
        return self.placement.output_size


def settle(input_shape: Size, placement: Placement) -> Geometry:
    """The windows of one pooling problem.

    Raises ValueError where no window fits, and where a window would hold no input cell.

    >>> settle((4, 4), Placement(kernel=(2, 2), stride=(1, 1))).shape
    (3, 3)
    >>> settle((5, 5), Placement(padding="same")).padding
    (0, 0, 1, 1)
    >>> settle((5, 5), Placement.adaptive((3, 1))).rows.extents
    [2, 3, 2]
    """
    rows, columns = (_axis(input_shape, placement, side) for side in (0, 1))
    return _bounded(Geometry(rows, columns, placement))


def _axis(input_shape: Size, asked: Placement, side: int) -> Axis:
    """One direction, 0 for the height and 1 for the width."""
    name, cells = ("height", "width")[side], input_shape[side]
    if asked.output_size is not None:
        return Adaptive(name, cells, asked.output_size[side])
    kernel, sides, gaps = asked.kernel or (2, 2), asked.padding or NONE, asked.dilation or (1, 1)
    stride = (asked.stride or kernel)[side]
    axis = Sliding(name, cells, kernel[side], stride, gaps[side], *NONE[:2], asked.ceil_mode)
    before, after = _same(axis, sides) if isinstance(sides, str) else sides[side::2]
    axis = axis._replace(before=before, after=after)
    axis.check()
    return axis


def _same(axis: Sliding, which: str) -> tuple[int, int]:
    """ONNX's SAME_UPPER and SAME_LOWER: pad so that ceil(size / stride) windows fit."""
    windows = -(-axis.size // axis.stride)
    total = max(0, (windows - 1) * axis.stride + axis.extent - axis.size)
    less, more = total // 2, total - total // 2
    return (less, more) if which == "same" else (more, less)


def _bounded(geometry: Geometry) -> Geometry:
    rows, columns = geometry.rows, geometry.columns
    padded = math.prod(axis.before + max(axis.size, axis.end) for axis in (rows, columns))
    windows = rows.windows * columns.windows
    if geometry.output_size is not None and windows > MOST_CELLS:
        raise ValueError(
            f"{rows.windows}×{columns.windows} windows are more than poolviz takes ({MOST_CELLS}); "
            "use a smaller output size"
        )
    if padded > MOST_CELLS:
        raise ValueError(
            f"{rows.windows}×{columns.windows} windows over {padded} padded cells are more than "
            f"poolviz takes ({MOST_CELLS}); use a smaller matrix, kernel or padding"
        )
    return geometry


def size(shape: tuple[int, ...]) -> str:
    """A size as it is spoken of.

    >>> size((4, 3))
    '4×3'
    """
    return "×".join(map(str, shape))
