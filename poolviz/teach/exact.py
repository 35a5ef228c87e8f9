"""Matrices of exact numbers, fast: whole numerators over one denominator.

Where no sum can pass 2**53 the numerators are machine integers, else Python's own.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from poolviz.core.geometry import Size
from poolviz.core.matrix import Floats, NDArray
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exactly, scaled

Whole = NDArray[Any]
"""Whole numbers: int64, or objects that are Python's int."""

LARGEST = 2**53
"""Whole numbers up to this are exact in float64, too."""


class Exact(NamedTuple):
    """A matrix of fractions that share a denominator."""

    numerators: Whole
    denominator: int = 1

    @property
    def shape(self) -> Size:
        """Height and width."""
        height, width = self.numerators.shape[:2]
        return height, width

    @property
    def of_places(self) -> bool:
        """Whether its cells are places, row and column, and not numbers."""
        return self.numerators.ndim == 3

    def at(self, cell: Cell) -> Fraction:
        """The number in a cell."""
        return Fraction(int(self.numerators[cell]), self.denominator)

    def pair(self, cell: Cell) -> Cell:
        """The place in a cell, where the matrix holds places."""
        row, column = self.numerators[cell]
        return int(row), int(column)

    def differs(self, other: Exact) -> NDArray[np.bool_]:
        """The cells that hold other numbers than those of a matrix of the same shape."""
        mine, yours = self.numerators, other.numerators
        if self.denominator != other.denominator:
            mine = times(mine, other.denominator)
            yours = times(yours, self.denominator)
        unlike = np.asarray(mine != yours, dtype=bool)
        return np.asarray(unlike.any(axis=2)) if unlike.ndim == 3 else unlike

    def equals(self, other: Exact) -> bool:
        """Whether this is the same matrix."""
        same = self.numerators.shape == other.numerators.shape
        return same and not self.differs(other).any()

    def cut(self, shape: Size) -> Exact:
        """The part that lies in a matrix of this shape, too."""
        return Exact(self.numerators[: shape[0], : shape[1]], self.denominator)

    def padded(self, margins: tuple[tuple[int, int], tuple[int, int]]) -> Exact:
        """The matrix with rows and columns of 0 around it.

        Objects are Python's int there as well: what `np.pad` fills in is NumPy's, which refuses
        to be multiplied by a large number.

        >>> Exact(np.array([[10**30]], dtype=object)).padded(((0, 0), (1, 0))).numerators.tolist()
        [[0, 1000000000000000000000000000000]]
        """
        (top, bottom), (left, right) = margins
        height, width = self.shape
        around = np.zeros((top + height + bottom, left + width + right), self.numerators.dtype)
        around[top : top + height, left : left + width] = self.numerators
        return Exact(around, self.denominator)

    def floats(self) -> NDArray[Any]:
        """The nearest float64 numbers; integers where the denominator is 1.

        Raises OverflowError where a number is beyond them.
        """
        if self.denominator == 1 and self.numerators.dtype != object:
            return self.numerators
        if self.numerators.dtype != object and self.denominator <= LARGEST:
            return np.asarray(self.numerators / self.denominator)
        nearest = [float(Fraction(int(n), self.denominator)) for n in self.numerators.flat]
        return np.array(nearest).reshape(self.numerators.shape)


def exact_of(values: Floats) -> Exact:
    """The numbers that the shortest texts for these floats write.

    >>> exact_of(np.array([[0.1, 2.0]])).at((0, 0))
    Fraction(1, 10)
    """
    found = scaled(values)
    if found is not None:
        whole, places = found
        shared = math.gcd(int(np.gcd.reduce(whole, axis=None)), 10**places)
        return Exact(whole // shared, 10**places // shared)
    different, where = np.unique(values, return_inverse=True)
    numbers = [exactly(value) for value in different.tolist()]
    over = math.lcm(*{number.denominator for number in numbers})
    large = np.array([n.numerator * (over // n.denominator) for n in numbers], dtype=object)
    return Exact(_small(large)[where].reshape(values.shape), over)


def times(numerators: Whole, factors: Whole | int, terms: int = 1) -> Whole:
    """The products, in a type that holds them and sums of so many `terms` of them."""
    most = _largest(numerators) * _largest(np.asarray(factors)) * terms
    if most <= LARGEST and numerators.dtype != object:
        return np.asarray(numerators * factors)
    return np.asarray(numerators.astype(object) * factors)


def _small(whole: Whole) -> Whole:
    return whole.astype(np.int64) if _largest(whole) <= LARGEST else whole


def _largest(whole: Whole) -> int:
    return max(abs(int(whole.max())), abs(int(whole.min())))


def scattered(indexes: NDArray[np.intp], terms: Whole, size: int, add: np.ufunc) -> Whole:
    """What is added up (or compared) where several terms go to one place; 0 where none does."""
    result = np.zeros(size, dtype=terms.dtype)
    if add is np.add and terms.dtype != object:
        weighted = np.bincount(indexes, terms.astype(np.float64), size)
        return weighted.astype(np.int64)  # exact: no sum passes 2**53
    add.at(result, indexes, terms)
    return result
