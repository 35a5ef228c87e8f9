"""One direction of a pooling problem, height or width: which cells each window looks at.

An axis is a row of cells numbered from 0; padding has negative numbers before it and numbers
from `size` on after it. A kernel slides over it, or its cells are shared out between as many
windows as are asked for; both answer the same questions. Everything is whole-number arithmetic.
"""

from __future__ import annotations

import math
from typing import NamedTuple

SMALLER = "; use a smaller kernel or more padding"


class PaddingError(ValueError):
    """Padding that leaves a window without a cell of the input."""


class Sliding(NamedTuple):
    """One direction, height or width, on which a kernel slides.

    >>> width = Sliding("width", size=5, kernel=2, stride=2, dilation=1, before=0, after=0)
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
        return (self.rounded - 1) * self.stride >= self.size + self.before

    @property
    def starts(self) -> range:
        """The first cell of each window; negative in the padding before the input."""
        return range(-self.before, self.windows * self.stride - self.before, self.stride)

    @property
    def extents(self) -> list[int]:
        """The extent of each window: they are all alike."""
        return [self.extent] * self.windows

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

        >>> list(Sliding("height", 4, 3, 1, 1, before=1, after=1).cells(0))
        [0, 1]
        """
        return within(self.taps(window), 0, self.size)

    def windows_of(self, cell: int) -> range:
        """The windows that see a cell.

        >>> list(Sliding("height", 4, 2, 1, 1, 0, 0).windows_of(1))
        [0, 1]
        """
        # Window i sees the cell if cell + before - i * stride is one of 0, dilation, 2 * dilation,
        # … up to extent - 1. Such i recur with a period; i is found by an inverse modulo it.
        at = cell + self.before
        first = max(0, -((self.extent - 1 - at) // self.stride))
        last = min(self.windows - 1, at // self.stride)
        common = math.gcd(self.stride, self.dilation)
        if at % common:
            return range(0)
        seeing = at // common * pow(self.stride // common, -1, self.period)
        return range(first + (seeing - first) % self.period, last + 1, self.period)

    @property
    def period(self) -> int:
        """After so many windows the starts differ by a multiple of the dilation."""
        return self.dilation // math.gcd(self.stride, self.dilation)

    def check(self) -> None:
        """Raise ValueError unless there are windows and each one holds an input cell."""
        for side, cells in (("before", self.before), ("after", self.after)):
            if cells >= self.extent:
                plural = "s" * (cells > 1)
                raise PaddingError(
                    f"padding of {cells} cell{plural} {side} the input's {self.name} is not "
                    f"smaller than the window's extent, {self.extent}: a window could lie in the "
                    f"padding alone; use at most {self.extent - 1}"
                )
        if self.windows < 1:
            raise ValueError(
                f"no window fits: the {self.name} of a window is {self.extent} and that of the "
                f"input {self.size}"
                + f", {self.room + self.extent} with padding" * self.padded
                + ("; " + self._single if self.size == 1 and self.dilation == 1 else SMALLER)
            )
        self._check_gaps()

    @property
    def padded(self) -> bool:
        """Whether there is any padding."""
        return bool(self.before or self.after)

    @property
    def _single(self) -> str:
        """The kernel to use where there is a single row, or a single column."""
        k = self.kernel
        kernel = f"row use kernel 1x{k}" if self.name == "height" else f"column use kernel {k}x1"
        return f"for a single {kernel}"

    def _check_gaps(self) -> None:
        # Only a window that starts before the input can miss it: its taps may step over.
        early = -(-self.before // self.stride)
        for window in range(min(self.windows, early, self.period)):
            if not self.cells(window):
                raise PaddingError(
                    f"window {window} of the {self.name} holds no input cell: with dilation "
                    f"{self.dilation} it steps over the input; use less padding or dilation"
                )


class Adaptive(NamedTuple):
    """One direction shared out between so many windows, whose sizes may differ by a cell or two.

    Window i covers the cells from floor(i * size / windows) to ceil((i + 1) * size / windows)
    (PyTorch: `start_index` and `end_index` of `AdaptiveAvgPool2d`). Read in turns, the cells and
    the windows divide the same line into `size` and `windows` equal pieces: a window sees the
    cells whose pieces overlap its own, so that what holds for one holds for the other.

    >>> width = Adaptive("width", size=5, windows=3)
    >>> [list(width.cells(window)) for window in range(3)]
    [[0, 1], [1, 2, 3], [3, 4]]
    """

    name: str
    size: int
    windows: int

    @property
    def before(self) -> int:
        """There is no padding."""
        return 0

    @property
    def after(self) -> int:
        """There is no padding."""
        return 0

    @property
    def reach(self) -> range:
        """All cells between the first and the last that belong to the input or its edges."""
        return range(self.size)

    @property
    def overhang(self) -> int:
        """No window reaches beyond the input."""
        return 0

    @property
    def ceil_mode(self) -> bool:
        """There is nothing to round."""
        return False

    @property
    def drops_last(self) -> bool:
        """There are as many windows as asked for."""
        return False

    @property
    def end(self) -> int:
        """One past the last cell that any window reaches."""
        return self.size

    @property
    def starts(self) -> list[int]:
        """The first cell of each window."""
        return [self.start(window) for window in range(self.windows)]

    @property
    def extents(self) -> list[int]:
        """How many cells each window covers."""
        return [len(self.cells(window)) for window in range(self.windows)]

    def start(self, window: int) -> int:
        """The first cell of a window."""
        return window * self.size // self.windows

    def cells(self, window: int) -> range:
        """The cells in a window."""
        return range(self.start(window), -(-(window + 1) * self.size // self.windows))

    def taps(self, window: int) -> range:
        """The cells that a window looks at: all of them are the input's."""
        return self.cells(window)

    def windows_of(self, cell: int) -> range:
        """The windows that see a cell.

        >>> list(Adaptive("height", size=5, windows=3).windows_of(1))
        [0, 1]
        """
        return self.swapped.cells(cell)

    @property
    def swapped(self) -> Adaptive:
        """The axis on which the cells are the windows, and the windows the cells."""
        return Adaptive(self.name, self.windows, self.size)


def within(taps: range, low: int, high: int) -> range:
    """The part of an ascending range that lies in low ≤ tap < high."""
    step = taps.step
    first = taps.start + max(0, -((taps.start - low) // step)) * step
    return range(first, min(taps.stop, high), step)
