"""Sums, and sums over a divisor, that are rounded once, at the end.

Adding floating-point numbers one by one rounds at every step, and the order shows:
1e16 + 1 - 1e16 gives 0. Here each number is first rounded to a multiple of one power of two,
coarse enough that no sum of these multiples needs more than float64's 53 bits: they add up
without rounding. What the numbers have beyond that is taken in the next turn with a finer power.
The largest number and the smallest tell how many turns there are; two are the rule.

Each turn gives one slice of every sum. Of their total over a divisor the nearest float64 is
found: a first quotient, and what it lacks, which is known because products and differences of
numbers with few bits are not rounded either.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from poolviz.core.matrix import Counts, Floats, NDArray, finite

if TYPE_CHECKING:
    from fractions import Fraction

Summing = Callable[[Floats], Floats]
"""Adds some terms into each of its results."""

ROOM = 2**40
"""Terms times weights up to this leave enough of float64's 53 bits for the numbers."""

LARGE, SMALL = 2.0**200, 2.0**-200
"""Where numbers are near either end of float64's range, those from 1 on are made this much
smaller and the others this much larger; neither is rounded."""

REACH = 800
"""Nearer to the ends than 2**REACH and 2**-REACH."""

SPAN = 102
"""Sums and divisors of so many bits together have no quotient so near to the middle between two
float64 that what it lacks has to be known better than to 53 bits."""

FEW = 24
"""What a quotient without the bits of such a divisor lacks is itself a quotient, which is rounded
at so low a bit that this does not show in the sum of the two."""

NARROW = 2**26
"""Half of a divisor is below it, and half of a float64's bits are: such halves have a product that
is exact. A divisor of NARROW**2 or more has no such halves."""

DOUBT = 2.0**-40
"""A quotient that depends on so small a part of what it lacks is worked out in fractions."""


ZERO = 0.0
"""What every sum begins with: so that of -0.0 alone is 0.0, too."""


def mean(terms: Floats, most: int, add_up: Summing, over: Counts | int = 1) -> Floats:
    """`add_up(terms) / over`, rounded once: the float64 that is nearest to it.

    `add_up` adds at most `most` terms into each of its results. A result beyond float64's range
    is infinite; the caller says so.

    >>> float(mean(np.array([1e16, 1.0, -1e16]), 3, np.sum))
    1.0
    >>> float(mean(np.array([0.8, 0.5, 0.4]), 3, np.sum, 3))
    0.5666666666666667
    """
    if most == 1:  # one term is no sum
        return add_up(terms) / over + ZERO
    return _mean(terms, most, add_up, over)


def total(values: Floats, over: int) -> float:
    """The sum of a matrix over a whole number; OverflowError beyond float64's range."""
    return float(in_range(mean(np.ascontiguousarray(values), values.size, np.sum, over)))


def in_range(values: Floats) -> Floats:
    """The values, or OverflowError where one of them is beyond float64's range."""
    if not finite(values):
        raise OverflowError
    return values


def shares(
    terms: Floats, divisors: Counts, common: int, most: int, add_up: Summing, over: int
) -> Floats:
    """`add_up(terms / divisors) / over`, rounded once.

    `common` is a multiple of all divisors: with it the shares become whole multiples of
    1 / common, and 1/3 + 1/3 - 2/3 is 0. If that needs too many bits, each share is taken in two
    parts, its quotient and what that lacks, which together have twice float64's bits.
    """
    if most == 1:
        return add_up(terms / (divisors * over)) + ZERO
    if common <= ROOM:
        heaviest = common // int(divisors.min(initial=common))
        if most * heaviest <= ROOM:
            weights = common / divisors
            return mean(terms, most * heaviest, lambda t: add_up(t * weights), common * over)
    quotient = terms / divisors
    parts = quotient, _lacking(terms, quotient, divisors) / divisors
    bounds = [_bounds(part) for part in parts]
    if not all(map(_is_usual, bounds)):  # the parts themselves may have been rounded
        return _as_fractions(terms, divisors, add_up, over)
    coarse, fine = (_slices(p, of, most, add_up) for p, of in zip(parts, bounds, strict=True))
    return _careful(coarse + fine, over)[0]  # what two parts lack no fractions can bring back


def _mean(terms: Floats, most: int, add_up: Summing, over: Counts | int) -> Floats:
    top, bottom = bounds = _bounds(terms)
    if _is_usual(bounds):
        slices = _slices(terms, bounds, most, add_up)
        return _quotient(slices, top - bottom + most.bit_length(), over)
    with np.errstate(all="ignore"):
        upper = np.where(np.abs(terms) >= 1, terms * SMALL, 0.0)
        lower = np.where(np.abs(terms) >= 1, 0.0, terms * LARGE)
        large, small = (_slices(some, _bounds(some), most, add_up) for some in (upper, lower))
        return _of_both(large, small, over)


def _is_usual(bounds: tuple[int, int]) -> bool:
    """Whether numbers are far from both ends of float64's range."""
    top, bottom = bounds
    return top < REACH and bottom > -REACH


def _slices(terms: Floats, bounds: tuple[int, int], most: int, add_up: Summing) -> list[Floats]:
    """What adds up to the sums of all terms without rounding, the coarse slices first."""
    top, bottom = bounds
    spare = 52 - most.bit_length()  # a sum of `most` numbers of so many bits has at most 52
    rest, slices = terms, []
    for power in range(top - spare, bottom, -spare):
        # Beside a number this large, float64 has no room for bits below 2**power; so what is left
        # of the terms is less than 2**power.
        shift = math.ldexp(1.5, power + 52)
        multiple = rest + shift
        multiple -= shift
        rest = rest - multiple
        slices.append(add_up(multiple))
    return [*slices, add_up(rest)]


def _bounds(terms: Floats) -> tuple[int, int]:
    """Two powers of two: the terms are less than the one, and multiples of the other."""
    sizes = np.abs(terms)
    largest = float(sizes.max(initial=0))
    smallest = float(sizes.min(initial=largest))
    if not smallest:  # 0 is a multiple of everything
        smallest = float(np.where(sizes, sizes, largest).min(initial=largest))
    return math.frexp(largest)[1], max(-1074, math.frexp(smallest)[1] - 53)


def _quotient(slices: list[Floats], span: int, over: Counts | int) -> Floats:
    """The sums over a divisor, each rounded once.

    `span`: bits from the highest of a sum to the lowest.
    """
    bits = int(np.max(over)).bit_length()
    if len(slices) > 2 or bits > FEW or span + bits > SPAN:
        found, doubtful = _careful(slices, over)
        return np.where(doubtful, _in_fractions([(slices, 1.0)], over, doubtful), found)
    first, second = slices
    total = first + second
    if isinstance(over, int) and over.bit_count() == 1:  # a power of two: nothing is rounded
        return total / over
    # Nearly the quotient. So many of its bits are cut off that the rest times the divisor is
    # exact; then what that lacks of the total is, too, and of the two slices, as the first has no
    # finer bits than the second.
    quotient = total * (1 / over)
    quotient = (quotient.view(np.int64) & np.int64(-(2**bits))).view(np.float64)
    beyond = quotient * over
    beyond -= total
    lacking = first - total
    lacking += second
    lacking -= beyond
    lacking /= over  # not times 1 / over: what lies midway between two float64 must stay there
    quotient += lacking
    return quotient


def _careful(slices: list[Floats], over: Counts | int) -> tuple[Floats, NDArray[np.bool_]]:
    """The slices' total over a divisor, and where this may not be the nearest float64."""
    total, lost = slices[0], np.zeros(())
    for part in slices[1:]:
        total, error = two_sum(total, part)
        lost = lost + error
    total, lost = two_sum(total, lost)
    if isinstance(over, int) and over >= NARROW**2:
        return total, np.full(total.shape, True)
    quotient = total / over
    lacking = (_lacking(total, quotient, over) + lost) / over
    least, most = (quotient + lacking * part for part in (1 - DOUBT, 1 + DOUBT))
    tiny = (np.abs(least) < 2.0**-REACH) & np.any(slices, axis=0)
    return least, (least != most) | tiny


def _of_both(large: list[Floats], small: list[Floats], over: Counts | int) -> Floats:
    """The sums of large and small terms together, over a divisor."""
    less = [part * SMALL * SMALL for part in small]  # rounded, and then doubted
    upper, doubted = _careful(large + less, over)
    lower, doubted_too = _careful(small, over)
    some_large = np.any(large, axis=0)
    found = np.where(some_large, upper * LARGE, lower * SMALL)
    doubtful = np.where(some_large, doubted, doubted_too)
    return np.where(
        doubtful, _in_fractions([(large, LARGE), (small, SMALL)], over, doubtful), found
    )


def _in_fractions(
    scaled: list[tuple[list[Floats], float]], over: Counts | int, where: NDArray[np.bool_]
) -> Floats:
    """The sums over a divisor in some places, worked out with Python's fractions.

    Slices are given with what they are times of.
    """
    from fractions import Fraction  # slow to load, and seldom needed

    found = np.empty(where.shape)
    for at in map(tuple, np.argwhere(where)):
        parts = (
            Fraction(float(part[at])) * Fraction(scale)
            for slices, scale in scaled
            for part in slices
        )
        divisor = over if isinstance(over, int) else int(over[at])
        found[at] = _nearest(sum(parts, Fraction()) / divisor)
    return found


def _as_fractions(terms: Floats, divisors: Counts, add_up: Summing, over: int) -> Floats:
    """The sums of shares over a divisor, worked out with Python's fractions alone."""
    from fractions import Fraction  # slow to load, and seldom needed

    share = np.frompyfunc(lambda term, divisor: Fraction(term) / divisor, 2, 1)
    nearest = np.frompyfunc(lambda total: _nearest(Fraction(total) / over), 1, 1)
    return np.asarray(nearest(add_up(share(terms, divisors))), dtype=np.float64)


def _nearest(total: Fraction) -> float:
    """The float64 that is nearest to a fraction; beyond the range it is infinite."""
    try:
        return float(total)
    except OverflowError:
        return math.inf if total > 0 else -math.inf


def _lacking(total: Floats, quotient: Floats, over: Counts | int) -> Floats:
    """What a quotient lacks: total - quotient * over, without rounding.

    Both factors are cut in two, so that no product has more than 53 bits (Dekker, 1971).
    """
    upper = (quotient.view(np.int64) & np.int64(-NARROW)).view(np.float64)
    lower = quotient - upper
    low = over % NARROW
    lacking = total
    for part in (upper, lower):
        for piece in (over - low, low):
            lacking = lacking - part * piece
    return lacking


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The sum a + b, and what its rounding lost (Knuth, TAOCP 4.2.2, theorem B)."""
    s = a + b
    of_b = s - a
    return s, (a - (s - of_b)) + (b - of_b)
