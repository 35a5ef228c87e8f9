"""Sums that nearly cancel or leave float64's range: what is left is right all the same."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import naive
import pytest

from poolviz import avg_pool

MAX = 1.7976931348623157e308
EDGE = 2.0**900
"""Beyond this, numbers are added up smaller than they are."""


def mean(values: list[float]) -> float:
    """The average of one window over all the values."""
    return float(avg_pool([values], (1, len(values))).output[0, 0])


def many_divisors(upstream: dict[int, float]) -> tuple[list[float], Fraction]:
    """The gradient of 41 averages over 21 to 41 cells, and exactly what the middle cell is sent."""
    sent = [upstream.get(window, 0.0) for window in range(41)]
    found = avg_pool([[1] * 41], (1, 41), 1, (0, 20), count_include_pad=False, upstream=[sent])
    divisors = [int(divisor) for divisor in found.divisors[0]]
    assert divisors == [*range(21, 41), *range(41, 20, -1)]
    exact = sum((Fraction(u) / d for u, d in zip(sent, divisors, strict=True)), Fraction(0))
    return found.gradient[0].tolist(), exact


@pytest.mark.parametrize("scale", [1.0, 3e-200, 1e290])
def test_shares_whose_divisors_have_no_small_common_multiple_may_nearly_cancel(
    scale: float,
) -> None:
    """Over 21, 23 and 26: what is left is far below the rounding of each share."""
    left = -(0.1 / 21 + 0.7 / 23) * 26
    gradient, exact = many_divisors({0: 0.1 * scale, 2: 0.7 * scale, 5: left * scale})
    assert 0 < abs(exact) < scale * 1e-17
    assert abs(Fraction(gradient[20]) - exact) < abs(exact) / 10**12


def test_huge_shares_whose_divisors_have_no_small_common_multiple_cancel() -> None:
    """They are too large to be split into halves, and that adds nothing to their sum."""
    gradient, exact = many_divisors({3: MAX, 37: -MAX})
    assert exact == 0
    assert gradient[20] == 0.0
    assert gradient[0] == MAX / 24
    assert gradient[40] == -MAX / 24


def test_hundreds_of_the_largest_number_have_it_as_their_mean() -> None:
    """Their sum is far beyond float64's range."""
    assert mean([MAX] * 512) == MAX


def test_small_numbers_do_not_weigh_more_beside_the_largest() -> None:
    """Where the sum leaves float64's range, numbers that are not huge keep their size."""
    assert naive.ulps(mean([MAX, MAX, EDGE / 2, EDGE / 2]), Fraction(MAX) / 2) <= 1
    below = math.nextafter(EDGE, 0)
    expected = (2 * Fraction(MAX) + 5 * Fraction(below)) / 7
    assert naive.ulps(mean([MAX, MAX, *[below] * 5]), expected) <= 1


def test_what_a_sum_of_huge_numbers_lost_counts_when_the_rest_cancels() -> None:
    """Three numbers just above the edge need 54 bits; three on the edge take the upper ones."""
    above = math.nextafter(EDGE, math.inf)
    assert mean([above] * 3 + [-EDGE] * 3) == 2.0**847


def test_what_a_sum_of_large_numbers_lost_counts_when_a_huge_one_cancels() -> None:
    """Five numbers just below the edge need 56 bits; one huge number takes the upper ones."""
    below = math.nextafter(EDGE, 0)
    assert naive.ulps(mean([below] * 5 + [-5 * EDGE]), Fraction(-5 * 2**847, 6)) <= 1


@pytest.mark.parametrize("over", [3, 5, 7, 25, 49, 961, 2**20 - 1])
def test_averages_midway_between_two_float64_go_to_the_even_one(over: int) -> None:
    """Their sums take up to 74 bits; what the first quotient lacks must not be rounded itself."""
    chance = random.Random(over)
    for _ in range(500):
        midway = chance.randrange(2**53 + 1, 2**54, 2)
        rest = midway * over % 2**52
        windows = [[s * float(midway * over - rest), s * float(rest)] for s in (1, -1)]
        found = avg_pool(windows, (1, 2), divisor=over).output[:, 0].tolist()
        assert found == [float(midway), -float(midway)]
