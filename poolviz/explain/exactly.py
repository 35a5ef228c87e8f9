"""Floats as the exact numbers that they write, and exact sums of many of them."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

import numpy as np

from poolviz.core.exact import mean
from poolviz.core.matrix import Floats, NDArray

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
    found = scaled(values)
    if found is not None:
        high, low = np.divmod(found[0], 2**26)
        return Fraction(int(high.sum()) * 2**26 + int(low.sum()), 10 ** found[1])
    if values.size > MANY:
        rounded = float(mean(np.ascontiguousarray(values), values.size, np.sum))
        if np.isfinite(rounded):
            return exactly(rounded)
    with localcontext(Context(prec=2200, Emax=10**6, Emin=-(10**6))):
        return Fraction(sum(map(Decimal, map(repr, values.ravel().tolist())), Decimal()))


def scaled(values: Floats) -> tuple[NDArray[np.int64], int] | None:
    """What some numbers write as whole numbers, times ten to the decimals that all need.

    None where numbers have too many digits for that.

    >>> scaled(np.array([0.25, 3.0]))
    (array([ 25, 300]), 2)
    """
    few = values.ravel()[:64]
    for places in range(MOST_PLACES + 1):
        if _scaled(few, places) is not None:
            whole = _scaled(values, places)
            if whole is not None:
                return whole, places
    return None


def _scaled(values: Floats, places: int) -> NDArray[np.int64] | None:
    """The numbers times ten to so many places, if all of these are whole.

    A number is what its scaled integer writes if dividing that gives it back: both the quotient
    of two whole numbers below 2**53 and the reading of a decimal are rounded once.
    """
    scale = 10.0**places
    with np.errstate(all="ignore"):
        whole = np.rint(values * scale)
        if not (np.abs(whole) < 2.0**53).all() or not (whole / scale == values).all():
            return None
    return whole.astype(np.int64)
