"""Where the windows are: sizes, padding, which windows exist, which cells each one sees.

Everything here is whole-number arithmetic, settled once; the pooling core, the screen and
the command line all ask this file. An axis is a row of cells numbered from 0; padding has
negative numbers before it and numbers from `size` on after it.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Size = tuple[int, int]
"""Height and width."""

Sides = tuple[int, int, int, int]
"""Top, left, bottom, right."""

Same = Literal["same", "same-lower"]
"""Padding for ceil(size / stride) windows, the odd cell after the input or before it."""

MOST_CELLS = 2**28
"""More cells, padding included, are refused: one matrix would take 2 GiB."""


class Placement(NamedTuple):
    """The windows as asked for, before they meet an input.

    Without a stride it is the kernel. With `output_size`, adaptive pooling, there is no kernel,
    stride, padding or dilation.
    """

    kernel: Size | None = (2, 2)
    stride: Size | None = None
    padding: Sides | Same | None = (0, 0, 0, 0)
    dilation: Size | None = (1, 1)
    ceil_mode: bool = False
    output_size: Size | None = None


class Axis(NamedTuple):
    """One direction, height or width: where its windows start and which cells they see.

    >>> width = Axis("width", size=5, kernel=2, stride=2, dilation=1, before=0, after=0)
    >>> width.windows, list(width.starts)
    (2, [0, 2])
    """

    name: str
    size: int
    kernel: int
    stride: int
    dilation: int
    before: int
    after: int
    ceil_mode: bool = False

    @property
    def extent(self) -> int:
        """The cells from a window's first to its last, dilation's gaps included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def room(self) -> int:
        """How far the first window can move before it leaves the padded input."""
        return self.size + self.before + self.after - self.extent

    @property
    def windows(self) -> int:
        """How many windows there are (PyTorch: `pooling_output_shape`).

        `floor(room / stride) + 1`, or `ceil` with ceil mode, where a last window that
        would start in the padding after the input is dropped.
        """
        return self.rounded - (1 if self.drops_last else 0)

    @property
    def rounded(self) -> int:
        """The window count before ceil mode drops a window."""
        return (self.room + (self.stride - 1 if self.ceil_mode else 0)) // self.stride + 1

    @property
    def drops_last(self) -> bool:
        """Whether ceil mode's last window would start beyond the input, and is dropped."""
        return self.ceil_mode and (self.rounded - 1) * self.stride >= self.size + self.before

    @property
    def starts(self) -> range:
        """The first cell of each window; negative in the padding before the input."""
        return range(-self.before, self.windows * self.stride - self.before, self.stride)

    @property
    def end(self) -> int:
        """One past the last cell that any window reaches."""
        return self.starts[-1] + self.extent

    @property
    def reach(self) -> range:
        """All cells between the first and the last that belong to the input or its edges."""
        return range(-self.before, max(self.size + self.after, self.end))

    @property
    def overhang(self) -> int:
        """How many cells ceil mode's last window reaches over beyond the padding."""
        return max(0, self.end - self.size - self.after)

    def taps(self, window: int) -> range:
        """The cells that a window looks at, those in the padding included."""
        start = self.starts[window]
        return range(start, start + self.extent, self.dilation)

    def cells(self, window: int) -> range:
        """The input's cells in a window.

        >>> list(Axis("height", 4, 3, 1, 1, before=1, after=1).cells(0))
        [0, 1]
        """
        return within(self.taps(window), 0, self.size)

    def windows_of(self, cell: int) -> range:
        """The windows that see a cell.

        >>> list(Axis("height", 4, 2, 1, 1, 0, 0).windows_of(1))
        [0, 1]
        """
        # Window i sees the cell if cell + before - i * stride is one of 0, dilation, 2 * dilation,
        # … up to extent - 1. Such i recur with a period, so the first one gives the others.
        at = cell + self.before
        first = max(0, -((self.extent - 1 - at) // self.stride))
        last = min(self.windows - 1, at // self.stride)
        for i in range(first, min(last + 1, first + self.period)):
            if (at - i * self.stride) % self.dilation == 0:
                return range(i, last + 1, self.period)
        return range(0)

    @property
    def period(self) -> int:
        """After so many windows the starts differ by a multiple of the dilation."""
        return self.dilation // math.gcd(self.stride, self.dilation)

    def check(self) -> None:
        """Raise ValueError unless there are windows and each one holds an input cell."""
        for side, cells in (("before", self.before), ("after", self.after)):
            if cells >= self.extent:
                plural = "s" * (cells > 1)
                raise ValueError(
                    f"padding of {cells} cell{plural} {side} the input's {self.name} is not "
                    f"smaller than the window's extent, {self.extent}; use at most "
                    f"{self.extent - 1}"
                )
        if self.windows < 1:
            raise ValueError(
                f"no window fits: the {self.name} of a window is {self.extent} and that of the "
                f"input {self.size}"
                + f", {self.room + self.extent} with padding" * self.padded
                + "; use a smaller kernel or more padding"
            )
        self._check_gaps()

    @property
    def padded(self) -> bool:
        """Whether there is any padding."""
        return bool(self.before or self.after)

    def _check_gaps(self) -> None:
        # Only a window that starts before the input can miss it: its taps may step over.
        if self.dilation <= self.size:  # no step is that wide
            return
        early = -(-self.before // self.stride)
        for window in range(min(self.windows, early, self.period)):
            if not self.cells(window):
                raise ValueError(
                    f"window {window} of the {self.name} holds no input cell: with dilation "
                    f"{self.dilation} it steps over the input; use less padding or dilation"
                )


def within(taps: range, low: int, high: int) -> range:
    """The part of an ascending range that lies in low ≤ tap < high."""
    step = taps.step
    first = taps.start + max(0, -((taps.start - low) // step)) * step
    return range(first, min(taps.stop, high), step)


class Geometry(NamedTuple):
    """The windows of a matrix: a vertical axis and a horizontal one."""

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
    def kernel(self) -> Size:
        """Height and width of the windows."""
        return self.rows.kernel, self.columns.kernel

    @property
    def stride(self) -> Size:
        """Steps down and across."""
        return self.rows.stride, self.columns.stride

    @property
    def dilation(self) -> Size:
        """Gaps down and across."""
        return self.rows.dilation, self.columns.dilation

    @property
    def padding(self) -> Sides:
        """Top, left, bottom, right."""
        return self.rows.before, self.columns.before, self.rows.after, self.columns.after

    @property
    def ceil_mode(self) -> bool:
        """Whether the output's size is rounded up."""
        return self.rows.ceil_mode


def settle(input_shape: Size, placement: Placement) -> Geometry:
    """The windows of one pooling problem.

    Raises ValueError where no window fits, and where a window would hold no input cell.

    >>> settle((4, 4), Placement(kernel=(2, 2), stride=(1, 1))).shape
    (3, 3)
    >>> settle((5, 5), Placement(padding="same")).padding
    (0, 0, 1, 1)
    """
    kernel, sides, gaps = placement.kernel, placement.padding, placement.dilation
    if kernel is None or sides is None or gaps is None:
        raise ValueError("kernel, padding and dilation are missing")
    steps = placement.stride or kernel
    axes = []
    for i, name in enumerate(("height", "width")):
        one = Axis(name, input_shape[i], kernel[i], steps[i], gaps[i], 0, 0, placement.ceil_mode)
        before, after = _same(one, sides) if isinstance(sides, str) else (sides[i], sides[i + 2])
        axes.append(one._replace(before=before, after=after))
        axes[-1].check()
    return _bounded(Geometry(axes[0], axes[1], placement))


def _same(axis: Axis, which: str) -> tuple[int, int]:
    """ONNX's SAME_UPPER and SAME_LOWER: pad so that ceil(size / stride) windows fit."""
    windows = -(-axis.size // axis.stride)
    total = max(0, (windows - 1) * axis.stride + axis.extent - axis.size)
    less, more = total // 2, total - total // 2
    return (less, more) if which == "same" else (more, less)


def _bounded(geometry: Geometry) -> Geometry:
    rows, columns = geometry.rows, geometry.columns
    padded = math.prod(axis.before + max(axis.size, axis.end) for axis in (rows, columns))
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
