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

from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis

Matrix = NDArray[Any]
Parts = tuple[Matrix, ...]
"""What is folded together, for instance the values and their places."""

Merge = Callable[[Parts, Parts], Parts]
"""Makes one window of two neighbours, the left or upper one first."""

BAND = 2**16
"""Cells worked on at a time: few enough to stay in a processor's cache."""


class Even(NamedTuple):
    """One axis of a walk over windows of one size.

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

    def items(self) -> tuple[slice, slice]:
        """Which items lie on the places, and where among those."""
        start = max(0, -(self.offset // self.spacing))
        stop = max(start, -((self.offset - self.places()) // self.spacing))
        at = self.offset + start * self.spacing
        return slice(start, stop), slice(at, None, self.spacing)

    @property
    def most(self) -> int:
        """The most items that one result is made of."""
        return self.kernel

    @property
    def first(self) -> int:
        """Where place 0 lies on the axis."""
        return -self.offset

    def height(self, cells: int) -> int:
        """So many results are worked on at a time if a band is to have so many rows of places."""
        return max(1, cells, self.kernel * self.dilation // self.stride)

    def band(self, start: int, most: int) -> Even:
        """The walk of at most so many results, from one on."""
        results = min(most, self.results - start)
        return self._replace(offset=self.offset - start * self.stride, results=results)

    def fold(self, axis: int, parts: Parts, merge: Merge) -> Parts:
        """Fold along one axis of the parts, by doubling."""

        def pick(
            parts: Parts, tap: int, count: int = self.results, step: int = self.stride
        ) -> Parts:
            start = tap * self.dilation
            taken = slice(start, start + (count - 1) * step + 1, step)
            if axis == 0:
                return tuple(p[taken] for p in parts)
            across = tuple(p[:, taken] for p in parts)
            # Every second cell is gathered first: merges read neighbours several times as fast.
            return across if step == 1 else tuple(map(np.ascontiguousarray, across))

        if self.kernel <= 2 * self.stride:  # hardly any overlap: nothing to share between windows
            done = pick(parts, 0, self.results, self.stride)
            for tap in range(1, self.kernel):
                done = merge(done, pick(parts, tap, self.results, self.stride))
            return done
        reached, size, places = 0, 1, self.places()
        result: Parts = ()
        while True:  # `parts` holds windows of `size`; `result` the first `reached` of a window
            if self.kernel & size:
                piece = pick(parts, reached, self.results, self.stride)
                result = merge(result, piece) if result else piece
                reached += size
            if reached == self.kernel:
                return result
            places -= size * self.dilation
            parts = merge(pick(parts, 0, places, 1), pick(parts, size, places, 1))
            size *= 2


class Uneven(NamedTuple):
    """One axis of a walk over adaptive windows, from one of them on.

    The places are the items from the first window's first one on. All windows together hold
    hardly more items than there are, so those of one size are gathered, and folded by halves.
    """

    axis: Adaptive
    start: int
    results: int

    @property
    def first(self) -> int:
        """Where place 0 lies on the axis."""
        return self.axis.start(self.start)

    @property
    def most(self) -> int:
        """The most items that one result is made of."""
        return int(np.max(self._bounds[1]))

    @property
    def _bounds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first place of each window, and how many it has."""
        window = np.arange(self.start, self.start + self.results, dtype=np.int64)
        starts = window * self.axis.size // self.axis.windows
        ends = -(-(window + 1) * self.axis.size // self.axis.windows)
        return starts - starts[0], ends - starts

    def places(self) -> int:
        """How many places the results reach over."""
        return self.axis.cells(self.start + self.results - 1).stop - self.first

    def items(self) -> tuple[slice, slice]:
        """Which items lie on the places, and where among those."""
        return slice(self.first, self.first + self.places()), slice(0, None)

    def height(self, cells: int) -> int:
        """So many results are worked on at a time if a band is to have so many rows of places."""
        return max(1, cells * self.axis.windows // self.axis.size)

    def band(self, start: int, most: int) -> Uneven:
        """The walk of at most so many results, from one on."""
        return Uneven(self.axis, self.start + start, min(most, self.results - start))

    def fold(self, axis: int, parts: Parts, merge: Merge) -> Parts:
        """Fold along one axis of the parts: for each size of window, the neighbours pairwise."""
        parts = tuple(np.broadcast_arrays(*parts))
        starts, sizes = self._bounds
        folded, order = [], []
        for size in np.flatnonzero(np.bincount(sizes)).tolist():
            windows = np.flatnonzero(sizes == size)
            places = starts[windows] + np.arange(size)[:, None]
            gathered = tuple(np.moveaxis(part.take(places, axis), axis, 0) for part in parts)
            folded.append(_halved(gathered, merge))
            order.append(windows)
        back = np.argsort(np.concatenate(order))
        return tuple(
            np.concatenate(part, axis).take(back, axis) for part in zip(*folded, strict=True)
        )


def _halved(parts: Parts, merge: Merge) -> Parts:
    """The parts folded along their first axis: neighbours are merged until one is left."""
    while len(parts[0]) > 1:
        even = len(parts[0]) // 2 * 2
        pairs = merge(tuple(p[:even:2] for p in parts), tuple(p[1::2] for p in parts))
        left_over = (p[even:] for p in parts)
        parts = tuple(np.concatenate(both) for both in zip(pairs, left_over, strict=True))
    return tuple(part[0] for part in parts)


Layout = Even | Uneven
POINT = Even(0, 1, 1, 1, 1, 1)
"""A single row, so that a line of numbers can be walked as a matrix."""


def forward(axis: Axis) -> Layout:
    """From cells to windows: what is in each window."""
    if isinstance(axis, Adaptive):
        return Uneven(axis, 0, axis.windows)
    return Even(axis.before, 1, axis.kernel, axis.dilation, axis.stride, axis.windows)


def backward(axis: Axis) -> Layout:
    """From windows to cells: which windows see each cell."""
    if isinstance(axis, Adaptive):
        return forward(axis.swapped)
    offset = axis.extent - 1 - axis.before
    return Even(offset, axis.stride, axis.kernel, axis.dilation, 1, axis.size)


def bands(
    rows: Layout, columns: Layout, *sources: tuple[Matrix, float]
) -> Iterator[tuple[slice, Parts, Fold]]:
    """Walk a matrix a band of rows at a time, so that no more than a band is held twice.

    `sources` are matrices of one shape, each with the neutral number that stands where it has no
    item. Yields the rows of the result, the sources' laid-out parts for them, and
    `fold(merge, *parts)`, which gives these rows of the result.
    """
    width = columns.places()
    step = rows.height(BAND // width)
    for top in range(0, rows.results, step):
        band = rows.band(top, step)
        parts = tuple(_laid_out(source, neutral, band, columns) for source, neutral in sources)
        yield slice(top, top + band.results), parts, Fold(band, columns)


class Fold(NamedTuple):
    """Folds laid-out parts along both axes."""

    rows: Layout
    columns: Layout

    def across(self, merge: Merge, *parts: Matrix) -> Parts:
        """Each row's windows."""
        return self.columns.fold(1, parts, merge)

    def down(self, merge: Merge, *parts: Matrix) -> Parts:
        """Each column's windows."""
        return self.rows.fold(0, parts, merge)

    def __call__(self, merge: Merge, *parts: Matrix) -> Parts:
        """The band's rows of the result; down first, as whole rows merge faster than columns."""
        return self.across(merge, *self.down(merge, *parts))


def _laid_out(source: Matrix, neutral: float, rows: Layout, columns: Layout) -> Matrix:
    """A source on the places of some rows, neutral where it has no item."""
    places, width = rows.places(), columns.places()
    down, at_row = rows.items()
    across, at_column = columns.items()
    held = source[down, across]
    if held.shape == (places, width):
        return source[down]  # whole rows, though the last windows may end before
    part = np.full((places, width), neutral, dtype=source.dtype)
    part[at_row, at_column][: held.shape[0], : held.shape[1]] = held
    return part
