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
from itertools import pairwise, product
from typing import NamedTuple, TypeVar

import numpy as np

from poolviz.core.even import Apart
from poolviz.core.layouts import Layout
from poolviz.core.matrix import NDArray
from poolviz.core.merging import Matrix, Merge, Stack

T = TypeVar("T", bound=np.generic)

Parts = tuple[list[slice], list[slice]]
"""Runs of rows, and runs of columns."""

BAND = 2**17
"""Cells worked on at a time: few enough to stay in a processor's cache."""


class Band(NamedTuple):
    """Some rows of a walk's results, or a part of these rows: `at` is where they are."""

    at: tuple[slice, slice]
    rows: Layout
    columns: Layout

    @property
    def sources(self) -> tuple[slice, slice]:
        """The rows and columns of items that these results are made of."""
        return self.rows.sources, self.columns.sources

    def source(self, matrix: NDArray[T]) -> NDArray[T]:
        """The part of a matrix that these results are made of.

        Whole rows, which are read fastest, if the last windows end only a little before.
        """
        rows, columns = self.sources
        if columns.start == 0 and 2 * columns.stop > matrix.shape[1]:
            return matrix[rows]
        return matrix[rows, columns]

    def laid_out(self, source: NDArray[T], neutral: float) -> NDArray[T]:
        """Such a part on the places of the walk, neutral where there is no item."""
        places, width = self.rows.places(), self.columns.places()
        across, at_column = self.columns.items()
        held = source[:, : across.stop]  # of whole rows, which begin with item 0
        if held.shape == (places, width):
            return source
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
        stack = tuple(self.laid_out(source, neutral) for source, neutral in sources)
        neutral = tuple(number for _, number in sources)
        stack = self.rows.fold(0, stack, merge, neutral)
        return self.columns.fold(1, stack, merge, neutral)


def bands(
    rows: Layout, columns: Layout, whole: bool = False, parts: Parts | None = None
) -> Iterator[Band]:
    """A walk, a band of rows at a time, so that no more than a band is held twice.

    `whole`: all rows at once. `parts`: runs of rows and runs of columns, each walked by itself.
    """
    down, across = parts or ([slice(0, rows.results)], [slice(0, columns.results)])
    for part, run in product(across, down):
        some = columns.band(part.start, part.stop - part.start)
        width = some.results if isinstance(some, Apart) else some.places()
        step = rows.results if whole else rows.height(BAND // width)
        for top in range(run.start, run.stop, step):
            band = rows.band(top, min(step, run.stop - top))
            yield Band((slice(top, top + band.results), part), band, some)


def runs(plain: NDArray[np.bool_]) -> list[slice]:
    """The longest run of plain results, and what lies before it and after it.

    >>> runs(np.array([False, True, True, True, False]))
    [slice(0, 1, None), slice(1, 4, None), slice(4, 5, None)]
    """
    ends = np.concatenate(([-1], np.flatnonzero(~plain), [len(plain)]))
    longest = int(np.diff(ends).argmax())
    cuts = 0, int(ends[longest]) + 1, int(ends[longest + 1]), len(plain)
    return [slice(a, b) for a, b in pairwise(cuts) if a < b]
