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
    terms: Floats, divisors: Counts, common: int, most: int, add_up: Summing, count: int = 1
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


def _divided(terms: Floats, divisors: Counts) -> tuple[Floats, Floats]:
    """The terms over their divisors, and what the rounding of these quotients lost."""
    quotient = terms / divisors
    with np.errstate(over="ignore", invalid="ignore"):
        upper = quotient * HALF
        upper -= upper - quotient
        rest = ((terms - upper * divisors) - (quotient - upper) * divisors) / divisors
    return quotient, np.where(np.isfinite(rest), rest, 0.0)


def _mean(parts: tuple[Floats, ...], most: int, add_up: Summing, count: Counts | float) -> Floats:
    largest = max(max(float(terms.max()), -float(terms.min())) for terms in parts)
    if largest <= BIG:
        return sum(_total(parts, largest, most, add_up)) / count  # type: ignore[return-value]
    big = [np.abs(terms) > BIG for terms in parts]
    large = tuple(np.where(at, t / GUARD, 0.0) for at, t in zip(big, parts, strict=True))
    small = tuple(np.where(at, 0.0, t) for at, t in zip(big, parts, strict=True))
    upper, upper_lost = _total(large, largest / GUARD, most, add_up)
    lower, lower_lost = _total(small, BIG, most, add_up)
    with np.errstate(over="ignore", invalid="ignore"):
        total, lost = two_sum(upper * GUARD, lower)
        result: Floats = (total + (lost + upper_lost * GUARD + lower_lost)) / count
        total, lost = two_sum(upper, lower / GUARD)
        scaled = (total + (lost + upper_lost + lower_lost / GUARD)) / count * GUARD
    return np.where(np.isfinite(result), result, scaled)


def _total(
    parts: tuple[Floats, ...], largest: float, most: int, add_up: Summing
) -> tuple[Floats, Floats]:
    """The sum of all parts, none of them beyond `largest`, and what its rounding lost."""
    spare = 52 - most.bit_length()  # a sum of `most` numbers of so many bits has at most 52
    total: Floats | None = None
    lost = np.zeros(())
    for terms in parts:
        power = math.frexp(largest)[1]
        while total is None or terms.any():
            power = max(-1074, power - spare)
            # Beside a number this large, float64 has no room for bits below 2**power; so what
            # is left of the terms is less than 2**power.
            shift = math.ldexp(1.5, power + 52)
            multiple = terms + shift
            multiple -= shift
            terms = terms - multiple  # noqa: PLW2901 what is left of them
            part = add_up(multiple)
            total, error = (part, lost) if total is None else two_sum(total, part)
            lost = lost + error
    return (lost if total is None else total), lost


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The sum a + b, and what its rounding lost (Knuth, TAOCP 4.2.2, theorem B)."""
    s = a + b
    of_b = s - a
    return s, (a - (s - of_b)) + (b - of_b)
