"""Floats as the exact numbers that they write, and exact sums of many of them."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

import numpy as np

from poolviz.core.exact import mean
from poolviz.core.matrix import Floats

MANY = 2**16
"""The sum of more numbers of so many digits is rounded once, to a float64."""

MOST_PLACES = 15
"""Numbers with more decimals are not added up as whole numbers."""


@lru_cache(2**16)
def exactly(number: float) -> Fraction:
    """The number that the shortest text for a float64 writes.

    >>> exactly(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(float(number)))


def exact_sum(values: Floats) -> Fraction:
    """The sum of what some numbers write, in time for millions of them.

    >>> exact_sum(np.array([0.1, 0.2, -3.0]))
    Fraction(-27, 10)
    """
    if values.size < 64:
        return sum(map(exactly, values.ravel().tolist()), Fraction())
    few = values.ravel()[:64]
    for places in range(MOST_PLACES + 1):
        if _scaled_sum(few, places) is None:
            continue
        total = _scaled_sum(values, places)
        if total is not None:
            return Fraction(total, 10**places)
    if values.size > MANY:
        rounded = float(mean(np.ascontiguousarray(values), values.size, np.sum))
        if np.isfinite(rounded):
            return exactly(rounded)
    with localcontext(Context(prec=2200, Emax=10**6, Emin=-(10**6))):
        return Fraction(sum(map(Decimal, map(repr, values.ravel().tolist())), Decimal()))


def _scaled_sum(values: Floats, places: int) -> int | None:
    """The sum of the numbers times ten to so many places, if all of these are whole.

    A number is what its scaled integer writes if dividing that gives it back: both the quotient
    of two whole numbers below 2**53 and the reading of a decimal are rounded once.
    """
    scale = 10.0**places
    with np.errstate(all="ignore"):
        scaled = np.rint(values * scale)
        if not (np.abs(scaled) < 2.0**53).all() or not (scaled / scale == values).all():
            return None
    high, low = np.divmod(scaled.astype(np.int64), 2**26)
    return int(high.sum()) * 2**26 + int(low.sum())
