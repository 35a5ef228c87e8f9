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

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.layouts import Layout
from poolviz.core.merging import Matrix, Merge, Stack

T = TypeVar("T", bound=np.generic)

BAND = 2**17
"""Cells worked on at a time: few enough to stay in a processor's cache."""


class Band(NamedTuple):
    """Some rows of a walk's results: `at` are their numbers."""

    at: slice
    rows: Layout
    columns: Layout

    def source(self, matrix: NDArray[T]) -> NDArray[T]:
        """The rows of a matrix that these results are made of."""
        return matrix[self.rows.sources]

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
        sources = self.rows.joined(0, merge, sources)
        sources = self.columns.joined(1, merge, sources)
        stack = (self.laid_out(source, neutral) for source, neutral in sources)
        return self.across(merge, *self.down(merge, *stack))


def bands(rows: Layout, columns: Layout, whole: bool = False) -> Iterator[Band]:
    """A walk, a band of rows at a time, so that no more than a band is held twice."""
    step = rows.results if whole else rows.height(BAND // columns.places())
    for top in range(0, rows.results, step):
        band = rows.band(top, step)
        yield Band(slice(top, top + band.results), band, columns)
