"""What windows are folded into: largest cells and their places, sums, smallest maxima."""

from __future__ import annotations

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.core.merging import Matrix, Stack
from poolviz.core.sliding import Band


class Larger:
    """The merge of maxima and their places, which notices equals.

    Of two windows b lies after a in row-major order; so of their places, where b's counts only if
    b wins, the larger is the winner's.
    """

    def __init__(self, wins: np.ufunc) -> None:
        self.wins, self.equals = wins, False

    def __call__(self, a: Stack, b: Stack) -> Stack:
        """The larger one of each pair."""
        if not self.equals and (same := a[0] == b[0]).any():
            self.equals = bool((same & (a[0] > -np.inf)).any())  # padding is no number
        place = b[1] * self.wins(b[0], a[0])
        return np.maximum(a[0], b[0], out=_own(a[0])), np.maximum(a[1], place, out=place)


def add(a: Stack, b: Stack) -> Stack:
    """The merge of sums."""
    (left,), (right,) = a, b
    return (np.add(left, right, out=_own(left)),)


def _own(part: Matrix) -> Matrix | None:
    """Where a merge writes: over what another merge made, which nobody else sees; else anew."""
    return part if part.base is None else None


def sum_of(band: Band, terms: Floats) -> Floats:
    """The terms' sum over each window."""
    (sums,) = band.fold(add, (terms, 0))
    return sums


def smaller(a: Stack, b: Stack) -> Stack:
    """The merge of minima."""
    (left,), (right,) = a, b
    return (np.minimum(left, right),)


def sum_of_smallest(band: Band, maxima: Floats, terms: Floats) -> Floats:
    """Of the terms in each window, the sum of those that stand at its smallest maximum."""

    def smallest(a: Stack, b: Stack) -> Stack:
        no_more = np.where(a[0] < b[0], a[1], a[1] + b[1])
        return np.minimum(a[0], b[0]), np.where(b[0] < a[0], b[1], no_more)

    _, sums = band.fold(smallest, (maxima, np.inf), (terms, 0))
    return sums
