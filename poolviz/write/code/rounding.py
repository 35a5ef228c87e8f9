"""How near a framework's sums come to poolviz's, and when they would leave its range.

poolviz rounds a sum once, a framework after each addition. Where no addition rounds it is the same
number; else the difference is at most so many roundings of the largest sum.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.core.pooling import AvgPooling, Counts, Pooling
from poolviz.write.code.listing import number

LARGE = 1000
"""Sums beyond 2**1000 may leave float64's range."""

SMALL = -900
"""Sums below 2**-900 may lose digits where XLA takes numbers below 2**-1022 for 0."""


class Sums(NamedTuple):
    """A matrix of sums, as far as their rounding goes."""

    terms: Floats
    """All that is added up somewhere."""
    most: int
    """How many terms a sum has at most."""
    largest: float
    """No sum of absolute values is larger."""
    exact: bool
    """Whether the terms are what they stand for, not rounded themselves."""
    few: int
    """Sums of so many terms are rounded alike in any case."""
    alike: bool
    """Whether all else that is done with terms and sums is rounded alike."""

    @property
    def _size(self) -> int:
        """All terms are smaller than 2**size."""
        return int(np.frexp(np.abs(self.terms).max())[1])

    def power(self, flushes: bool) -> int:
        """The power of 2 that brings the sums into a framework's range: 0 but for extremes."""
        reached = self._size + (self.most - 1).bit_length()
        if reached > LARGE and self.most > 1:
            return LARGE - reached
        return min(LARGE, -self._size) if flushes and self._size < SMALL else 0

    def equal(self, flushes: bool) -> bool:
        """Whether a framework gets the same sums to the last digit."""
        unit = lowest_bit(self.terms)
        if not self.alike or self.power(flushes) or (flushes and unit < SMALL):
            return False
        bits = self._size + (self.most - 1).bit_length() - unit
        return self.most <= self.few or (self.exact and bits <= 53)

    def tolerance(self) -> str:
        """The most that all roundings can amount to, as it stands in a program.

        Of n terms n - 1 additions round, their shares and a quotient may round, and poolviz does.
        """
        size = min(max(self.largest, sys.float_info.min), sys.float_info.max)
        return f"{self.most + 3} * 2.0**-53 * {number(size)}"


def lowest_bit(terms: Floats) -> int:
    """The exponent of the largest power of 2 of which all terms are multiples.

    >>> lowest_bit(np.array([[0.75, 4.0, 0.0]]))
    -2
    """
    mantissas, exponents = np.frexp(terms[terms != 0])
    whole = (mantissas * 2.0**53).astype(np.int64)
    lowest = np.frexp((whole & -whole).astype(np.float64))[1] - 1
    return int((exponents - 53 + lowest).min(initial=LARGE))


def output_sums(p: AvgPooling) -> Sums:
    """The sums of the windows' cells, which are divided."""
    adaptive = p.geometry.output_size is not None
    return Sums(
        p.input,
        most=int(p.cells.max()),
        largest=float(np.abs(p.input).max()) * float((p.cells / p.divisors).max()),
        exact=True,
        few=1,
        # PyTorch's adaptive layer divides twice, by height and by width.
        alike=not adaptive or _powers_of_2(p.divisors),
    )


def gradient_sums(p: Pooling, over: Counts) -> Sums:
    """The sums of what windows send to a cell: their upstream gradients over something each."""
    shares, most = p.upstream / over, int(p.hits.max())
    exact = _powers_of_2(np.array(p.loss_over))
    return Sums(
        shares,
        most,
        largest=float(np.abs(shares).max()) * most,
        exact=exact,
        # Rounded terms of one size, such as 1/9 and 1/9, are rounded like their sum: 2/9.
        few=2 if exact or bool((shares == shares[0, 0]).all()) else 1,
        alike=_powers_of_2(over) and bool((shares * over == p.upstream).all()),
    )


def _powers_of_2(divisors: Counts) -> bool:
    return bool((divisors & (divisors - 1) == 0).all())
