"""Which mistakes, or which factor, give exactly an answer; nothing that it does not force."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from poolviz.explain.cells import Cell
from poolviz.read.cells import ULPS, Number
from poolviz.teach.attempt import Attempt
from poolviz.teach.marked import Marking
from poolviz.teach.mistake import JOINT, Mistake, together
from poolviz.teach.mistakes import MISTAKES

NARROW = Fraction(1, 8)
"""Decimals leave a factor a range. It is named where chance would seldom put so simple a fraction
into a range so narrow: where width × denominator² is at most this; or where the decimals as they
stand all have one factor."""


def mistakes(marking: Marking, right: Attempt, wrong: Sequence[Cell]) -> tuple[str, ...]:
    """The names of all mistakes that give this answer; else of all pairs of them.

    `wrong`: cells that are known to be wrong; they are looked at first.
    """
    first = set(wrong)
    order = [*wrong, *(cell for cell in marking.answered if cell not in first)]
    if not order:
        return ()
    fits: dict[Attempt, bool] = {right: False}
    singles = ((one,) for one in MISTAKES)
    return _fitting(marking, right, singles, order, fits) or _fitting(
        marking, right, combinations(MISTAKES, 2), order, fits
    )


def _fitting(
    marking: Marking,
    right: Attempt,
    candidates: Iterator[tuple[Mistake, ...]],
    order: Sequence[Cell],
    fits: dict[Attempt, bool],
) -> tuple[str, ...]:
    """The names of those that fit; what is found out about attempts is kept in `fits`."""
    names = []
    for some in candidates:
        attempt = together(some, right)
        if attempt not in fits:
            fits[attempt] = _fits(marking, attempt, order)
        if fits[attempt]:
            names.append(JOINT.join(one.name for one in some))
    return tuple(names)


def _fits(marking: Marking, attempt: Attempt, order: Sequence[Cell]) -> bool:
    """Whether an attempt gives exactly this answer; shapes first, for they cost little."""
    if marking.working.shape(attempt) != marking.answer.shape:
        return False
    if marking.working.exact(attempt) is not None and marking.says(attempt, order):
        return True
    marking.working.forget(attempt)
    return False


def factor(marking: Marking, right: Attempt) -> Fraction | None:
    """By what the whole answer is scaled; None where no one factor is forced by two cells."""
    if marking.working.certain(right).of_places:
        return None
    low: Fraction | float = -math.inf
    high: Fraction | float = math.inf
    ratios = []
    for ratio in _ratios(marking, right):
        if ratio is None:
            return None
        low, high = max(low, ratio.low), min(high, ratio.high)
        if low > high:
            return None
        ratios.append(ratio)
    return _agreed(ratios)


def _agreed(ratios: Sequence[Ratio]) -> Fraction | None:
    """The factor of ratios that all have one in common, if two of them force it."""
    if len(ratios) < 2:
        return None
    low, high = max(ratio.low for ratio in ratios), min(ratio.high for ratio in ratios)
    found = simplest(low, high)
    narrowest = min(ratio.high - ratio.low for ratio in ratios)
    if narrowest * found.denominator**2 > NARROW:
        found = ratios[0].written
        if any(ratio.written != found for ratio in ratios):
            return None
    return found if found not in (0, 1) else None


class Ratio(NamedTuple):
    """By what one number is scaled: as it is written, and what it can mean."""

    written: Fraction
    low: Fraction
    high: Fraction


def _ratios(marking: Marking, right: Attempt) -> Iterator[Ratio | None]:
    """The ratios of all answered cells that are not 0; None for one that cannot be scaled."""
    exact = marking.working.certain(right)
    for cell in marking.answered:
        true, written = exact.at(cell), marking.written(cell)
        if not isinstance(written, Number) or (true == 0) != (written.value == 0):
            yield None
        elif true:
            off, ratio = _reach(written) / abs(true), written.value / true
            yield Ratio(ratio, ratio - off, ratio + off)


def _reach(written: Number) -> Fraction:
    """How far the number meant may lie from the one written."""
    off = written.step / 2
    return max(off, 2 * ULPS * written.kind.ulp(abs(written.value))) if written.kind else off


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator from `low` to `high` (Stern and Brocot).

    >>> simplest(Fraction(33, 100), Fraction(34, 100))
    Fraction(1, 3)
    """
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest(-high, -low)
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    below = whole - 1
    return below + 1 / simplest(1 / (high - below), 1 / (low - below))
