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
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis

Matrix = NDArray[Any]
Stack = tuple[Matrix, ...]
"""What is folded together, for instance the values and their places."""

Merge = Callable[[Stack, Stack], Stack]
"""Makes one window of two neighbours, the left or upper one first."""

T = TypeVar("T", bound=np.generic)

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

    def fold(self, axis: int, stack: Stack, merge: Merge) -> Stack:
        """Fold along one axis of the stack, by doubling."""

        def pick(
            stack: Stack, tap: int, count: int = self.results, step: int = self.stride
        ) -> Stack:
            start = tap * self.dilation
            taken = slice(start, start + (count - 1) * step + 1, step)
            if axis == 0:
                return tuple(p[taken] for p in stack)
            across = tuple(p[:, taken] for p in stack)
            # Every second cell is gathered first: merges that read more than once read
            # neighbours several times as fast.
            return tuple(map(np.ascontiguousarray, across)) if step > 1 < len(stack) else across

        if self.kernel <= 2 * self.stride:  # hardly any overlap: nothing to share between windows
            done = pick(stack, 0, self.results, self.stride)
            for tap in range(1, self.kernel):
                done = merge(done, pick(stack, tap, self.results, self.stride))
            return done
        reached, size, places = 0, 1, self.places()
        result: Stack = ()
        while True:  # `stack` holds windows of `size`; `result` the first `reached` of a window
            if self.kernel & size:
                piece = pick(stack, reached, self.results, self.stride)
                result = merge(result, piece) if result else piece
                reached += size
            if reached == self.kernel:
                return result
            places -= size * self.dilation
            stack = merge(pick(stack, 0, places, 1), pick(stack, size, places, 1))
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

    def fold(self, axis: int, stack: Stack, merge: Merge) -> Stack:
        """Fold along one axis of the stack: for each size of window, the neighbours pairwise."""
        stack = tuple(np.broadcast_arrays(*stack))
        starts, sizes = self._bounds
        folded, order = [], []
        for size in np.flatnonzero(np.bincount(sizes)).tolist():
            windows = np.flatnonzero(sizes == size)
            places = starts[windows] + np.arange(size)[:, None]
            gathered = tuple(np.moveaxis(part.take(places, axis), axis, 0) for part in stack)
            folded.append(_halved(gathered, merge))
            order.append(windows)
        back = np.argsort(np.concatenate(order))
        return tuple(
            np.concatenate(part, axis).take(back, axis) for part in zip(*folded, strict=True)
        )


def _halved(stack: Stack, merge: Merge) -> Stack:
    """The stack folded along their first axis: neighbours are merged until one is left."""
    while len(stack[0]) > 1:
        even = len(stack[0]) // 2 * 2
        pairs = merge(tuple(p[:even:2] for p in stack), tuple(p[1::2] for p in stack))
        left_over = (p[even:] for p in stack)
        stack = tuple(np.concatenate(both) for both in zip(pairs, left_over, strict=True))
    return tuple(part[0] for part in stack)


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


class Band(NamedTuple):
    """Some rows of a walk's results: `at` are their numbers."""

    at: slice
    rows: Layout
    columns: Layout

    def source(self, matrix: NDArray[T]) -> NDArray[T]:
        """The rows of a matrix that these results are made of."""
        return matrix[self.rows.items()[0]]

    def laid_out(self, source: NDArray[T], neutral: float) -> NDArray[T]:
        """Such rows on the places of the walk, neutral where there is no item."""
        places, width = self.rows.places(), self.columns.places()
        across, at_column = self.columns.items()
        held = source[:, across]
        if held.shape == (places, width):
            return source  # whole rows, though the last windows may end before
        laid = np.full((places, width), neutral, dtype=source.dtype)
        laid[self.rows.items()[1], at_column][: held.shape[0], : held.shape[1]] = held
        return laid

    def across(self, merge: Merge, *stack: Matrix) -> Stack:
        """Each row's windows."""
        return self.columns.fold(1, stack, merge)

    def down(self, merge: Merge, *stack: Matrix) -> Stack:
        """Each column's windows."""
        return self.rows.fold(0, stack, merge)

    def fold(self, merge: Merge, *sources: tuple[Matrix, float]) -> Stack:
        """The results, from rows of matrices, each with the number that is neutral in it.

        Down first, as whole rows merge faster than columns.
        """
        stack = (self.laid_out(source, neutral) for source, neutral in sources)
        return self.across(merge, *self.down(merge, *stack))


def bands(rows: Layout, columns: Layout, whole: bool = False) -> Iterator[Band]:
    """A walk, a band of rows at a time, so that no more than a band is held twice."""
    step = rows.results if whole else rows.height(BAND // columns.places())
    for top in range(0, rows.results, step):
        band = rows.band(top, step)
        yield Band(slice(top, top + band.results), band, columns)
