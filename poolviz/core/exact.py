"""Sums that are rounded once, at the end.

Adding floating-point numbers one by one rounds at every step, and the order shows:
1e16 + 1 - 1e16 gives 0. Here each number is first rounded to a multiple of one power of two,
coarse enough that no sum of these multiples needs more than float64's 53 bits: they add up
without rounding. What the numbers have beyond that is taken in the next turn with a finer power.
The largest number and the smallest tell how many turns there are; two are the rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from poolviz.core.matrix import Counts, Floats

Summing = Callable[[Floats], Floats]
Measured = tuple[Floats, int, int]

ROOM = 2**40
"""Terms times weights up to this leave enough of float64's 53 bits for the numbers."""

BIG = 900
"""Sums of numbers from 2**BIG on may leave float64's range although their mean does not, …"""

GUARD = 2.0**64
"""… so they are added up this much smaller."""

HALF = 2.0**27 + 1
"""Times this, and back, a float64 keeps the upper half of its bits (Dekker, 1971)."""


def mean(terms: Floats, most: int, add_up: Summing, count: Counts | float = 1.0) -> Floats:
    """`add_up(terms) / count` with the sum as if of unlimited precision.

    `add_up` adds some terms into each of its results, at most `most` of them into one. A result
    beyond float64's range is infinite; the caller says so.

    >>> float(mean(np.array([1e16, 1.0, -1e16]), 3, np.sum))
    1.0
    """
    return _mean((terms,), most, add_up, count)


def shares(
    terms: Floats, divisors: Counts, common: int, most: int, add_up: Summing, count: int
) -> Floats:
    """`add_up(terms / divisors) / count`, also rounded once.

    `common` is a multiple of all divisors: with it the shares become whole multiples of
    1 / common, and 1/3 + 1/3 - 2/3 is 0. If that needs too many bits, each share is taken in two
    parts, its quotient and what that lacks.
    """
    divisors = np.maximum(divisors, 1)  # 0 stands where there is no term
    if common <= ROOM:
        weights = common // divisors
        heaviest = int(weights.max(where=terms != 0, initial=1))
        if most * heaviest <= ROOM:
            return _mean((terms,), most * heaviest, lambda t: add_up(t * weights), common * count)
    return _mean(_divided(terms, divisors), most, add_up, count)


def total(values: Floats, over: int = 1) -> float:
    """The sum of a matrix over a whole number."""
    return float(in_range(mean(np.ascontiguousarray(values), values.size, np.sum, over)))


def in_range(values: Floats) -> Floats:
    """The values, or OverflowError where one of them is beyond float64."""
    if not (np.isfinite(values.max()) and np.isfinite(values.min())):
        raise OverflowError
    return values


def _divided(terms: Floats, divisors: Counts) -> tuple[Floats, Floats]:
    """The terms over their divisors, and what the rounding of these quotients lost."""
    quotient = terms / divisors
    with np.errstate(over="ignore", invalid="ignore"):
        upper = quotient * HALF
        upper -= upper - quotient
        rest = ((terms - upper * divisors) - (quotient - upper) * divisors) / divisors
    return quotient, np.where(np.isfinite(rest), rest, 0.0)


def _mean(parts: tuple[Floats, ...], most: int, add_up: Summing, count: Counts | float) -> Floats:
    measured = list(map(_measured, parts))
    if max(top for _, top, _ in measured) <= BIG:
        return _total(_sums(measured, most, add_up)) / count
    large = (np.where(np.abs(terms) >= 2.0**BIG, terms / GUARD, 0.0) for terms in parts)
    small = (np.where(np.abs(terms) >= 2.0**BIG, 0.0, terms) for terms in parts)
    upper, lower = (_sums(map(_measured, some), most, add_up) for some in (large, small))
    with np.errstate(over="ignore", invalid="ignore"):
        result = _total([part * GUARD for part in upper] + lower) / count
        scaled = _total(upper + [part / GUARD for part in lower]) / count * GUARD
    return np.where(np.isfinite(result), result, scaled)


def _sums(measured: Iterable[Measured], most: int, add_up: Summing) -> list[Floats]:
    """Numbers that together are the sum of all terms, none of them rounded."""
    spare = 52 - most.bit_length()  # a sum of `most` numbers of so many bits has at most 52
    sums = []
    for terms, top, bottom in measured:
        rest = terms
        for power in range(top - spare, bottom, -spare):
            # Beside a number this large, float64 has no room for bits below 2**power; so what is
            # left of the terms is less than 2**power.
            shift = math.ldexp(1.5, power + 52)
            multiple = rest + shift
            multiple -= shift
            rest = rest - multiple
            sums.append(add_up(multiple))
        sums.append(add_up(rest))
    return sums


def _measured(terms: Floats) -> Measured:
    """The terms and two powers of two: they are less than the one, and multiples of the other."""
    if not terms.size:
        return terms, 0, 0
    sizes = np.abs(terms)
    largest, smallest = float(sizes.max()), float(sizes.min())
    if not smallest:  # 0 is a multiple of everything
        smallest = float(np.where(sizes, sizes, largest).min())
    return terms, math.frexp(largest)[1], max(-1074, math.frexp(smallest)[1] - 53)


def _total(sums: list[Floats]) -> Floats:
    """The sum of exact sums, rounded once."""
    total, *others = sums
    lost = np.zeros(())
    for part in others[:-1]:
        total, error = two_sum(total, part)
        lost = lost + error
    return total + (lost + others[-1]) if others else total


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The sum a + b, and what its rounding lost (Knuth, TAOCP 4.2.2, theorem B)."""
    s = a + b
    of_b = s - a
    return s, (a - (s - of_b)) + (b - of_b)
