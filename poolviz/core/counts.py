"""Whole numbers of which few differ: divisors, coverage, and what is made of them."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis
from poolviz.core.matrix import BLOCK, Counts

T = TypeVar("T", bound=np.generic)
Numbers = NDArray[Any]
"""Whole numbers: NumPy's, or Python's where they are large."""

REPEATED = 48
"""A pattern that repeats every 2, 3, 4, 6, 8, 12 or 16 rows repeats every so many: that are copied
at a time, or a multiple, since many rows together are copied faster than one by one."""

SPREAD = 2**16
"""Whole numbers no further apart are found by counting, others by sorting."""


def rows_of(rows: NDArray[T], at: Counts) -> NDArray[T]:
    """Rows of these kinds; where there is one kind only, its row is held once for all."""
    if len(rows) == 1:
        return np.broadcast_to(rows[0], (len(at), *rows.shape[1:]))
    width = max(1, rows[0].size)
    step = REPEATED * max(1, BLOCK // (REPEATED * width))
    result = np.empty((len(at), *rows.shape[1:]), dtype=rows.dtype)
    block, last = rows[:0], at[:0]
    for top in range(0, len(at), step):
        here = at[top : top + step]
        if not np.array_equal(here, last):  # else the same rows again
            block, last = rows.take(here, axis=0), here
        result[top : top + step] = block
    return result


def multiple(counts: Counts) -> int:
    """The least common multiple of whole numbers."""
    return math.lcm(*kinds(counts)[0]) if counts.size else 1


def kinds(numbers: Numbers) -> tuple[list[int], Counts]:
    """The numbers that there are, and which of them stands at each place."""
    low, high = numbers.min(), numbers.max()
    if high - low > SPREAD:
        found, at = np.unique(numbers, return_inverse=True)
        return found.tolist(), at
    there = np.flatnonzero(np.bincount((numbers - low).astype(np.intp).ravel()))
    place = np.zeros(int(high - low) + 1, dtype=np.intp)
    place[there] = np.arange(len(there))
    return [int(low) + int(n) for n in there], place.take((numbers - low).astype(np.intp))


def alike(counts: Counts) -> bool:
    """Whether all numbers are the same."""
    return not counts.size or bool(counts.min() == counts.max())


def cells_counted(axis: Axis, padding: bool) -> Counts:
    """How many cells of the input, or of the padded input, each window holds on one axis."""
    if isinstance(axis, Adaptive):
        return np.array(axis.extents)
    low, high = (-axis.before, axis.size + axis.after) if padding else (0, axis.size)
    starts = np.asarray(axis.starts)

    def cells_below(edge: int) -> Counts:
        return np.asarray(np.clip(-((starts - edge) // axis.dilation), 0, axis.kernel))

    return cells_below(high) - cells_below(low)
