"""Calculations with rounded numbers: nothing rounded is called equal, and every line adds up."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poolviz import avg_pool, max_pool
from poolviz.explain.account import account
from poolviz.explain.steps import Steps
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TWELVE = [
    [0.0123456789012, -0.0456789012345, 0.0789012345678],
    [0.0111111111112, 0.0222222222223, -0.0333333333334],
    [0.0987654321098, 0.0876543210987, 0.0765432109876],
]
OPPOSITE = [[0.1, 0.2, 0.3], [-0.0123456789013, 0.5, 0.6], [0.0123456789012, 0.7, 0.8]]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            avg_pool([[0.123456789012, 1.5], [2, 3.99999999999]]),
            "output[0,0] ≈ (0.1235 + 1.5 + 2 + 4.0000) / 4 ≈ 1.9059",
        ),
        (
            avg_pool([[0.1234567890123, -0.1234567890120], [0.2, -0.2]]),
            "output[0,0] = (0.1234567890123 + (-0.123456789012) + 0.2 + (-0.2)) / 4 = 7.5e-14",
        ),
        (
            avg_pool([[0.12345, -0.12344321, 2, -2]], (1, 4)),
            "output[0,0] = (0.12345 + (-0.12344321) + 2 + (-2)) / 4 ≈ 1.70e-06",
        ),
        (
            avg_pool([[0.33333, 0.66667]], (1, 2)),
            "output[0,0] ≈ (0.3333 + 0.6667) / 2 ≈ 0.5",
        ),
        (
            avg_pool([[1e-7, 2e-7]], (1, 2)),
            "output[0,0] = (1e-07 + 2e-07) / 2 = 1.5e-07",
        ),
        (
            avg_pool([[1.2345678912e30, -1.23456e30]], (1, 2)),
            "output[0,0] ≈ (1.23456789e+30 + (-1.23456e+30)) / 2 ≈ 3.95e+24",
        ),
        (
            max_pool([[0.12345678, 0.2]], (1, 2)),
            "output[0,0] ≈ max(0.1235, 0.2) = 0.2 at (0, 1)",
        ),
        (
            max_pool([[1e-7, 0.25]], (1, 2)),
            "output[0,0] = max(1e-07, 0.25) = 0.25 at (0, 1)",
        ),
    ],
)
def test_a_calculation_with_rounded_numbers_is_not_called_equal(
    problem: Problem, said: str
) -> None:
    """Its terms have as many decimals as its result needs."""
    tells = telling(account(problem))
    (window,) = tells.account.windows()
    assert tells.forward(window) == said


def test_an_exact_calculation_in_fractions_is_equal() -> None:
    tells = telling(account(avg_pool([[0.123456789012, 1.5]], (1, 2))), fractions=True)
    (window,) = tells.account.windows()
    assert tells.forward(window) == ("output[0,0] = (0.123456789012 + 3/2) / 2 = 0.811728394506")


@pytest.mark.parametrize(
    ("problem", "cell", "said"),
    [
        (
            max_pool(WORKED, 2, 1, upstream=TWELVE),
            (2, 1),
            "gradient[2,1] ≈ 0.0222 (window 1,1) + 0.0877 (window 2,1) ≈ 0.1099",
        ),
        (
            max_pool(WORKED, 2, 1, upstream=OPPOSITE),
            (2, 0),
            "gradient[2,0] = (-0.0123456789013) (window 1,0) + 0.0123456789012 (window 2,0) "
            "= -1e-13",
        ),
        (
            avg_pool([[1, 2, 3]], (1, 2), 1, upstream=[[0.111111111111111, 0.00001]]),
            (0, 1),
            "gradient[0,1] ≈ 0.0556 (window 0,0) + 5e-06 (window 0,1) ≈ 0.0556",
        ),
        (
            avg_pool([[1, 2, 3]], (1, 2), 1, upstream=[[1.23456789e-200, -1.23456788e-200]]),
            (0, 1),
            "gradient[0,1] = 6.17283945e-201 (window 0,0) + (-6.1728394e-201) (window 0,1) "
            "= 5e-209",
        ),
        (
            avg_pool([[1, 2, 3]], (1, 3), 1, (0, 1), upstream=[[1, 0.123456789012345, 0]]),
            (0, 0),
            "gradient[0,0] ≈ 0.3333 (window 0,0) + 0.0412 (window 0,1) ≈ 0.3745",
        ),
    ],
)
def test_the_terms_of_a_cell_add_up(problem: Problem, cell: tuple[int, int], said: str) -> None:
    """They have one number of decimals, more where they cancel; the total has it, too."""
    tells = telling(account(problem))
    assert tells.cell(cell, tells.account.seeing(cell))[1] == said


def test_a_step_adds_up() -> None:
    """What had been sent is the term that it is added to."""
    steps = Steps(telling(account(avg_pool(WORKED, 2, 1, upstream=TWELVE))))
    assert steps.sentences(13) == [
        "upstream[1,1] ≈ 0.02222, so each of its 4 cells gets 0.02222 / 4 ≈ 0.00556",
        "gradient[1,1] ≈ (-0.0055555278) + 0.0055555556 ≈ 2.78e-08: windows (0, 0), (0, 1), "
        "(1, 0) had sent about -0.0055555278 together",
        "gradient[2,2] ≈ 0.0056, its first hit",
        "and so on for 2 more cells",
    ]


def _true(texts: list[str], values: list[Fraction], decimals: int) -> Fraction:
    """The unit of the last place of rounded texts, each of which is right to half of it."""
    unit = Fraction(0)
    for text, value in zip(texts, values, strict=True):
        if Fraction(text) == value:
            continue
        mantissa, _, exponent = text.partition("e")
        last = len(mantissa.partition(".")[2]) - int(exponent or 0)
        assert last >= decimals or abs(value) >= 10**21
        assert abs(Fraction(text) - value) <= Fraction(10) ** -last / 2
        unit = max(unit, Fraction(10) ** -last)
    return unit


sizes = st.sampled_from([1e-20, 1e-7, 1e-3, 1.0, 1e4, 1e22, 1e200])
amounts = st.builds(lambda x, size: x * size, st.floats(-1, 1), sizes)


@settings(deadline=None)
@given(amounts, amounts, st.integers(0, 6))
@example(0.12345678901234567, -0.12345678901234565, 4)
@example(1.2345678901234567e200, -1.2345678901234565e200, 4)
@example(0.000123456789012345, 0.000234567890123456, 4)
@example(1e-20, 7.5e-08, 0)  # too far apart to end at one place
def test_whatever_is_added_the_total_is_the_sum_of_what_stands_there(
    first: float, second: float, decimals: int
) -> None:
    """Up to the last place; and of a rounded total three digits or more are shown."""
    problem = avg_pool([[1, 2, 3]], (1, 2), 1, divisor=3, upstream=[[first, second]])
    tells = telling(account(problem), decimals=decimals)
    windows = tells.account.seeing((0, 1))
    text = re.sub(r" \(window 0,[01]\)", "", tells.sum((0, 1), windows))
    found = re.fullmatch(r"gradient\[0,1\] ([=≈]) (\S+) \+ (\S+) ([=≈]) (\S+)(?: ≈ \S+)?", text)
    assert found
    terms, total = [found[2].strip("()"), found[3].strip("()")], found[5]
    values = [window.share for window in windows]
    unit = _true(terms, values, decimals)
    assert (found[1] == "=") == (unit == 0)
    added = sum(map(Fraction, terms))
    if not unit:
        rounded = _true([total], [sum(values)], decimals)
        assert abs(Fraction(total) - added) <= rounded / 2
        assert (found[4] == "=") == (rounded == 0)
        return
    assert found[4] == "≈"
    of_total = _true([total], [sum(values)], decimals)
    assert abs(Fraction(total) - added) <= unit + max(unit, of_total) / 2
    assert abs(sum(values)) >= 100 * unit or not sum(values)
