"""One axis of a walk: where the items lie, and how they are folded into results.

Forward the items are cells and the results windows, backward the other way round.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from poolviz.core.axes import Adaptive, Sliding
from poolviz.core.even import Apart, Even
from poolviz.core.geometry import Axis
from poolviz.core.matrix import Counts, NDArray
from poolviz.core.merging import Merge, Neutral, Sources, Stack, merged_runs, resized


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
    def sources(self) -> slice:
        """The items that these results are made of."""
        return self.items()[0]

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

    def fold(self, axis: int, stack: Stack, merge: Merge, neutral: Neutral = ()) -> Stack:  # noqa: ARG002
        """Fold along one axis of the stack: for each size of window, the neighbours pairwise."""
        return merged_runs(axis, tuple(np.broadcast_arrays(*stack)), merge, *self._bounds)

    def joined(self, axis: int, merge: Merge, sources: Sources) -> Sources:  # noqa: ARG002
        """No two windows are alike."""
        return sources


class Joined(NamedTuple):
    """One axis of the way back where several windows see the same cells: they are joined first.

    `walk` goes over windows that are all different, `at` says which of them each window is.
    """

    walk: Even
    at: Counts
    windows: int

    @property
    def results(self) -> int:
        """How many results there are."""
        return self.walk.results

    @property
    def first(self) -> int:
        """Where place 0 lies on the axis."""
        return self.walk.first

    @property
    def most(self) -> int:
        """The most items that one result is made of."""
        return self.walk.most * int(np.bincount(self.at).max())

    @property
    def sources(self) -> slice:
        """The items that these results are made of: any."""
        return slice(None)

    def places(self) -> int:
        """How many places the results reach over."""
        return self.walk.places()

    def items(self) -> tuple[slice, slice]:
        """Which items lie on the places, once they are joined, and where among those."""
        return self.walk.items()

    def height(self, cells: int) -> int:  # noqa: ARG002
        """All results are worked on at a time: the axis is shorter than its windows."""
        return self.results

    def band(self, start: int, most: int) -> Joined:  # noqa: ARG002
        """All of the walk."""
        return self

    def fold(self, axis: int, stack: Stack, merge: Merge, neutral: Neutral = ()) -> Stack:  # noqa: ARG002
        """Fold along one axis of the stack."""
        return self.walk.fold(axis, stack, merge)

    def joined(self, axis: int, merge: Merge, sources: Sources) -> Sources:
        """The items of windows that are alike merged, and what is neutral for absent windows."""
        order = np.argsort(self.at)
        ordered = self.at[order]
        there, starts, sizes = np.unique(ordered, return_index=True, return_counts=True)
        stack = tuple(source.take(order, axis) for source, _ in sources)
        joined = []
        folded = merged_runs(axis, stack, merge, starts, sizes)
        for items, (source, neutral) in zip(folded, sources, strict=True):
            spread = resized(source, axis, self.windows)
            spread[...] = neutral
            spread[(slice(None),) * axis + (there,)] = items
            joined.append((spread, neutral))
        return tuple(joined)


Layout = Even | Apart | Uneven | Joined


def distinct(axis: Axis) -> tuple[Axis, Counts | None]:
    """An axis whose windows are all different, and which of them each window is.

    A kernel may reach far beyond the input, and many of its windows see the same cells. Of its
    taps only as many are kept as the input has cells for; a window that starts before the input
    and ends in it is moved so that its last tap stays. None where every window is itself.
    """
    if isinstance(axis, Adaptive) or axis.kernel <= -(-axis.size // axis.dilation):
        return axis, None
    gap, kernel = axis.dilation, -(-axis.size // axis.dilation)
    before = gap * (kernel - 1)
    start = np.arange(axis.windows) * axis.stride - axis.before
    held = -((start - axis.size) // gap)  # taps before the input's end
    moved = start + (np.clip(held, kernel, axis.kernel) - kernel) * gap
    return Sliding(axis.name, axis.size, kernel, 1, gap, before, before), moved + before


def forward(axis: Axis) -> Layout:
    """From cells to windows: what is in each window, of those that are alike in one."""
    axis, _ = distinct(axis)
    if isinstance(axis, Adaptive):
        return Uneven(axis, 0, axis.windows)
    return Even(axis.before, axis.kernel, axis.dilation, axis.stride, axis.windows)


def backward(axis: Axis) -> Layout:
    """From windows to cells: which windows see each cell."""
    axis, at = distinct(axis)
    if isinstance(axis, Adaptive):
        return forward(axis.swapped)
    offset = axis.extent - 1 - axis.before
    if axis.stride > 1:
        return Apart(offset, axis.stride, axis.kernel, axis.dilation, axis.size)
    walk = Even(offset, axis.kernel, axis.dilation, 1, axis.size)
    return walk if at is None else Joined(walk, at, axis.windows)


POINT = forward(Adaptive("point", 1, 1))
"""A single row, so that a line of numbers can be walked as a matrix."""
