"""Sliding windows over a matrix: how every sum, maximum and count here is found.

A window of 7 × 7 cells is not read cell by cell. First every row is folded into windows of 7,
then the columns of that are: one axis after the other. And a window of 7 is not folded cell by
cell either: windows of 1 merge pairwise into windows of 2, those into 4, and 7 = 1 + 2 + 4. So
the work grows with the logarithm of the kernel's side, and every result is made of its own
cells alone: no running total carries one window's rounding into the next.

The backward pass is the same walk with the roles exchanged. A cell is seen by windows that lie
stride apart, so laid out with that spacing they form a window themselves: `backward(axis)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from poolviz.core.geometry import Axis

Matrix = NDArray[Any]
Parts = tuple[Matrix, ...]
"""What is folded together, for instance the values and their places."""

Merge = Callable[[Parts, Parts], Parts]
"""Makes one window of two neighbours, the left or upper one first."""

BAND = 2**16
"""Cells worked on at a time: few enough to stay in a processor's cache."""


class Layout(NamedTuple):
    """One axis of a walk.

    Item e lies at place offset + e * spacing, and result i is made of the `kernel` places
    i * stride, i * stride + dilation, …; a place without an item is neutral.
    """

    offset: int
    spacing: int
    kernel: int
    dilation: int
    stride: int
    results: int

    def places(self) -> int:
        """How many places the results reach over."""
        return (self.results - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    def items(self, first: int, places: int) -> tuple[slice, slice]:
        """Which items lie on the places from `first` on, and where among those."""
        start = max(0, -((self.offset - first) // self.spacing))
        stop = -((self.offset - first - places) // self.spacing)
        at = self.offset + start * self.spacing - first
        return slice(start, stop), slice(at, None, self.spacing)


POINT = Layout(0, 1, 1, 1, 1, 1)
"""A single row, so that a line of numbers can be walked as a matrix."""


def forward(axis: Axis) -> Layout:
    """From cells to windows: what is in each window."""
    return Layout(axis.before, 1, axis.kernel, axis.dilation, axis.stride, axis.windows)


def backward(axis: Axis) -> Layout:
    """From windows to cells: which windows see each cell."""
    offset = axis.extent - 1 - axis.before
    return Layout(offset, axis.stride, axis.kernel, axis.dilation, 1, axis.size)


def bands(
    rows: Layout, columns: Layout, *sources: tuple[Matrix, float]
) -> Iterator[tuple[slice, Parts, Fold]]:
    """Walk a matrix a band of rows at a time, so that no more than a band is held twice.

    `sources` are matrices of one shape, each with the neutral number that stands where it has no
    item. Yields the rows of the result, the sources' laid-out parts for them, and
    `fold(merge, *parts)`, which gives these rows of the result.
    """
    width = columns.places()
    step = max(1, BAND // width, rows.kernel * rows.dilation // rows.stride)
    for top in range(0, rows.results, step):
        band = rows._replace(results=min(step, rows.results - top))
        parts = tuple(
            _laid_out(source, neutral, band, top * rows.stride, columns)
            for source, neutral in sources
        )
        yield slice(top, top + band.results), parts, Fold(band, columns)


class Fold(NamedTuple):
    """Folds laid-out parts along both axes."""

    rows: Layout
    columns: Layout

    def across(self, merge: Merge, *parts: Matrix) -> Parts:
        """Each row's windows."""
        return _along(1, parts, self.columns, merge)

    def down(self, merge: Merge, *parts: Matrix) -> Parts:
        """Each column's windows."""
        return _along(0, parts, self.rows, merge)

    def __call__(self, merge: Merge, *parts: Matrix) -> Parts:
        """The band's rows of the result; down first, as whole rows merge faster than columns."""
        return self.across(merge, *self.down(merge, *parts))


def _laid_out(source: Matrix, neutral: float, rows: Layout, first: int, columns: Layout) -> Matrix:
    """A source on the places of some rows from `first` on, neutral where it has no item."""
    places, width = rows.places(), columns.places()
    down, at_row = rows.items(first, places)
    across, at_column = columns.items(0, width)
    held = source[down, across]
    if held.shape == (places, width):
        return source[down]  # whole rows, though the last windows may end before
    part = np.full((places, width), neutral, dtype=source.dtype)
    part[at_row, at_column][: held.shape[0], : held.shape[1]] = held
    return part


def _along(axis: int, parts: Parts, line: Layout, merge: Merge) -> Parts:
    """Fold along one axis, by doubling."""

    def pick(parts: Parts, tap: int, count: int = line.results, step: int = line.stride) -> Parts:
        start = tap * line.dilation
        taken = slice(start, start + (count - 1) * step + 1, step)
        if axis == 0:
            return tuple(p[taken] for p in parts)
        across = tuple(p[:, taken] for p in parts)
        # Every second cell is gathered first: merges read neighbours several times as fast.
        return across if step == 1 else tuple(map(np.ascontiguousarray, across))

    if line.kernel <= 2 * line.stride:  # hardly any overlap: nothing to share between windows
        done = pick(parts, 0)
        for tap in range(1, line.kernel):
            done = merge(done, pick(parts, tap))
        return done
    reached, size, places = 0, 1, line.places()
    result: Parts = ()
    while True:  # `parts` holds windows of `size` cells; `result` the first `reached` of a window
        if line.kernel & size:
            piece = pick(parts, reached)
            result = merge(result, piece) if result else piece
            reached += size
        if reached == line.kernel:
            return result
        places -= size * line.dilation
        parts = merge(pick(parts, 0, places, 1), pick(parts, size, places, 1))
        size *= 2
