"""Matrices that are folded together, and how runs of places become one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from poolviz.core.matrix import Counts, NDArray

Matrix = NDArray[Any]
Stack = tuple[Matrix, ...]
"""What is folded together, for instance the values and their places."""

Merge = Callable[[Stack, Stack], Stack]
"""Makes one window of two neighbours, the left or upper one first."""

Neutral = tuple[float, ...]
"""For each matrix the number that changes nothing when it is merged."""

Sources = tuple[tuple[Matrix, float], ...]
"""Matrices, each with the number that is neutral in it."""


def merged_runs(axis: int, stack: Stack, merge: Merge, starts: Counts, sizes: Counts) -> Stack:
    """Fold runs of places: for each of their sizes, neighbours pairwise."""
    folded, order = [], []
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        runs = np.flatnonzero(sizes == size)
        places = starts[runs] + np.arange(size)[:, None]
        gathered = tuple(np.moveaxis(part.take(places, axis), axis, 0) for part in stack)
        folded.append(_halved(gathered, merge))
        order.append(runs)
    back = np.argsort(np.concatenate(order))
    return tuple(np.concatenate(part, axis).take(back, axis) for part in zip(*folded, strict=True))


def _halved(stack: Stack, merge: Merge) -> Stack:
    """The stack folded along their first axis: neighbours are merged until one is left."""
    while len(stack[0]) > 1:
        even = len(stack[0]) // 2 * 2
        pairs = merge(tuple(p[:even:2] for p in stack), tuple(p[1::2] for p in stack))
        left_over = (p[even:] for p in stack)
        stack = tuple(np.concatenate(both) for both in zip(pairs, left_over, strict=True))
    return tuple(part[0] for part in stack)


def resized(part: Matrix, axis: int, length: int) -> Matrix:
    """Room for such a matrix, of another length on one axis."""
    shape = list(part.shape)
    shape[axis] = length
    return np.empty(shape, dtype=part.dtype)
