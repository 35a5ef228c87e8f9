"""Whole numbers of which few differ: divisors, coverage, and what is made of them."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np

from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis
from poolviz.core.matrix import PIECE, Counts, NDArray

T = TypeVar("T", bound=np.generic)
Numbers = NDArray[Any]
"""Whole numbers: NumPy's, or Python's where they are large."""

REPEATED = 48
"""A pattern of 2, 3, 4, 6, 8, 12 or 16 rows repeats every so many, too: these are copied at once,
which is faster than row by row."""


def rows_of(rows: NDArray[T], at: Counts) -> NDArray[T]:
    """Rows of these kinds; where there is one kind only, its row is held once for all."""
    if len(rows) == 1:
        return np.broadcast_to(rows, (len(at), rows.shape[1]))
    step = REPEATED * max(1, PIECE // (REPEATED * rows.shape[1]))
    result = np.empty((len(at), rows.shape[1]), dtype=rows.dtype)
    block, last = rows[:0], at[:0]
    for top in range(0, len(at), step):
        here = at[top : top + step]
        if not np.array_equal(here, last):  # else the same rows again
            block, last = rows.take(here, axis=0), here
        result[top : top + step] = block
    return result


def multiple(counts: Counts) -> int:
    """The least common multiple of whole numbers; 1 of none."""
    return math.lcm(*np.unique(counts).tolist())


def kinds(numbers: Numbers) -> tuple[list[int], Counts]:
    """The numbers that there are, and which of them stands at each place."""
    found, at = np.unique(numbers, return_inverse=True)
    return found.tolist(), at


def alike(counts: Counts) -> bool:
    """Whether all numbers are the same."""
    return bool((counts == counts[:1]).all())


def cells_counted(axis: Axis, padding: bool) -> Counts:
    """How many cells of the input, or of the padded input, each window holds on one axis."""
    if isinstance(axis, Adaptive):
        return np.array(axis.extents)
    low, high = (-axis.before, axis.size + axis.after) if padding else (0, axis.size)
    starts = np.asarray(axis.starts)

    def cells_below(edge: int) -> Counts:
        return np.asarray(np.clip(-((starts - edge) // axis.dilation), 0, axis.kernel))

    return cells_below(high) - cells_below(low)
