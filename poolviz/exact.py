"""Sums that are rounded once, at the end.

Adding floating-point numbers one by one rounds at every step, and the order shows:
1e16 + 1 - 1e16 gives 0. Here each number is first rounded to a multiple of one power of two,
coarse enough that no sum of these multiples needs more than float64's 53 bits: they add up
without rounding. What the numbers have beyond that is taken in the next turn with a finer power,
until nothing is left; two turns are the rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]
Summing = Callable[[Floats], Floats]

ROOM = 2**40
"""Terms times weights up to this leave enough of float64's 53 bits for the numbers."""

BIG = 2.0**900
"""Sums of larger numbers may leave float64's range although their mean does not, …"""

GUARD = 2.0**64
"""… so they are added up this much smaller."""


def mean(terms: Floats, most: int, add_up: Summing, count: Counts | float = 1.0) -> Floats:
    """`add_up(terms) / count` with the sum as if of unlimited precision.

    `add_up` adds some terms into each of its results, at most `most` of them into one. A result
    beyond float64's range is infinite; the caller says so.

    >>> float(mean(np.array([1e16, 1.0, -1e16]), 3, np.sum))
    1.0
    """
    with np.errstate(over="ignore"):
        big = np.abs(terms) > BIG
        if not big.any():
            return _total(terms, most, add_up) / count
        large, rest = np.where(big, terms / GUARD, 0.0), np.where(big, 0.0, terms)
        result: Floats = _total(large, most, add_up) / count * GUARD
        return result + _total(rest, most, add_up) / count


def shares(
    terms: Floats, divisors: Counts, common: int, most: int, add_up: Summing, count: int = 1
) -> Floats:
    """`add_up(terms / divisors) / count`, also rounded once.

    `common` is a multiple of all divisors: with it the shares become whole multiples of
    1 / common, and 1/3 + 1/3 - 2/3 is 0. Only if it is too large are they rounded one by one.
    """
    if common * most > ROOM:
        return mean(terms / np.maximum(divisors, 1), most, add_up, count)
    weights = common // np.maximum(divisors, 1)
    return mean(terms, most * common, lambda part: add_up(part * weights), common * count)


def _total(terms: Floats, most: int, add_up: Summing) -> Floats:
    spare = 52 - most.bit_length()  # a sum of `most` numbers of so many bits has at most 52
    total: Floats | None = None
    lost: Floats | float = 0.0
    while total is None or terms.any():
        largest = max(float(terms.max()), -float(terms.min()))
        power = max(-1074, math.frexp(largest)[1] - spare)
        # Beside a number this large, float64 has no room for bits below 2**power.
        shift = math.ldexp(1.5, min(power + 52, 1023))
        multiple = terms + shift
        multiple -= shift
        terms = terms - multiple
        part = add_up(multiple)
        total, error = (part, 0.0) if total is None else two_sum(total, part)
        lost = lost + error
    return total + lost


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The sum a + b, and what its rounding lost (Knuth, TAOCP 4.2.2, theorem B)."""
    s = a + b
    of_b = s - a
    return s, (a - (s - of_b)) + (b - of_b)
