"""Sentences that could be taken for more than they say."""

from __future__ import annotations

import pytest

from poolviz import avg_pool, max_pool
from poolviz.explain.account import account
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem

NINE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
BEYOND = "PyTorch pads both sides alike: there F.pad comes first"


def test_a_maximum_that_is_rounded_is_not_called_equal() -> None:
    """As many decimals are shown as tell the numbers apart, which need not be all of them."""
    tells = telling(account(max_pool([[0.12345678, 0.2], [0.3, 0.412345]])))
    (window,) = tells.account.windows()
    assert tells.forward(window) == "output[0,0] ≈ max(0.1235, 0.2, 0.3, 0.4123) ≈ 0.4123 at (1, 1)"
    tells = telling(tells.account, decimals=6)
    assert tells.calculation(window) == "≈ max(0.123457, 0.2, 0.3, 0.412345) = 0.412345 at (1, 1)"


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (max_pool(NINE, padding="same"), f"{BEYOND}, with value=-inf"),
        (avg_pool(NINE, padding="same"), BEYOND),
        (avg_pool(NINE, padding="same", divisor=4, count_include_pad=False), BEYOND),
        (
            avg_pool(NINE, padding="same", count_include_pad=False),
            f"{BEYOND}, and the divisor is mended after it",
        ),
        (max_pool(NINE, padding=1), ""),
    ],
)
def test_uneven_padding_in_pytorch(problem: Problem, expected: str) -> None:
    """Zeros beside a maximum, or in a divisor, would be a mistake."""
    assert telling(account(problem)).refused() == expected


def test_adaptive_windows_beside_those_of_the_popular_rule() -> None:
    tells = telling(account(avg_pool([[1, 2, 3, 4, 5]], output_size=(1, 3))))
    assert tells.remarks() == [
        "width: window i covers columns floor(i × 5 / 3) to ceil((i + 1) × 5 / 3) - 1: 0 to 1, "
        "1 to 3, 3 to 4, where stride 5 // 3 = 1 with kernel 3 would give 0 to 2, 1 to 3, "
        "2 to 4 instead"
    ]


LONG = "0.0123456789012345 0.37454011884736; 0.9507143064099162 -0.7319939418311051"


def test_long_amounts_are_cut_and_said_to_be() -> None:
    """Whatever would be longer than fourteen signs; what is worked out from it is not equal."""
    upstream = [list(map(float, row.split())) for row in LONG.split(";")]
    tells = telling(account(avg_pool(NINE, 2, 1, upstream=upstream)))
    windows = tells.account.seeing((1, 1))
    assert [tells.caption(window, (1, 1)) for window in windows] == [
        "sends 0.01235 / 4 ≈ 0.00309",
        "sends 0.3745 / 4 ≈ 0.0936",
        "sends 0.9507 / 4 ≈ 0.2377",
        "sends -0.7320 / 4 ≈ -0.1830",
    ]
    assert tells.sum((1, 1), windows) == (
        "gradient[1,1] ≈ 0.0031 (window 0,0) + 0.0936 (window 0,1) + 0.2377 (window 1,0) "
        "+ (-0.1830) (window 1,1) ≈ 0.1514"
    )
    assert tells.sum((1, 1), windows[:1]) == "gradient[1,1] ≈ 0.0031 (window 0,0)"
    assert tells.backward(windows[0]) == (
        "upstream[0,0] ≈ 0.01235, so each of its 4 cells gets 0.01235 / 4 ≈ 0.00309"
    )
    assert [tells.adding((1, 1), windows[:n], windows[n]) for n in (0, 1, 2)] == [
        "gradient[1,1] ≈ 0.0031, its first hit",
        "gradient[1,1] ≈ 0.0031 + 0.0936 ≈ 0.0967: window (0, 0) had already sent about 0.0031",
        "gradient[1,1] ≈ 0.0967 + 0.2377 ≈ 0.3344: windows (0, 0), (0, 1) had sent about 0.0967 "
        "together",
    ]


def test_a_long_amount_for_a_winner() -> None:
    """All of it, or a part of it where cells tie."""
    problem = max_pool([[1, 1]], (1, 2), ties="split", upstream=[[0.1234567890123]])
    tells = telling(account(problem), decimals=6)
    (window,) = tells.account.windows()
    assert tells.caption(window, (0, 0)) == "won with 1 more: about 0.061728"
    tells = telling(account(max_pool([[1, 0]], (1, 2), upstream=problem.upstream)))
    (window,) = tells.account.windows()
    assert tells.backward(window) == "upstream[0,0] ≈ 0.1235, all of it for (0, 0)"
    assert tells.caption(window, (0, 0)) == "won: about 0.1235"


def test_what_is_worked_out_from_a_cut_number_is_not_called_equal() -> None:
    """Though it is short, and written whole."""
    tells = telling(account(avg_pool([[1, 2, 3, 4]], (1, 4), upstream=[[-10.00000000008]])))
    (window,) = tells.account.windows()
    assert tells.caption(window, (0, 0)) == "sends -10.0000 / 4 ≈ -2.5000"
    assert tells.backward(window).endswith("gets -10.0000 / 4 ≈ -2.5000")
    upstream = [[0.123456789012345, 0.376543210987655]]
    tells = telling(account(avg_pool([[1, 2, 3]], (1, 2), 1, divisor=1, upstream=upstream)))
    assert tells.sum((0, 1), tells.account.seeing((0, 1))) == (
        "gradient[0,1] ≈ 0.1235 (window 0,0) + 0.3765 (window 0,1) ≈ 0.5"
    )
    second = tells.account.window((0, 1))
    assert tells.adding((0, 1), [tells.account.window((0, 0))], second) == (
        "gradient[0,1] ≈ 0.1235 + 0.3765 ≈ 0.5: window (0, 0) had already sent about 0.1235"
    )


def test_fractions_and_what_is_not_long_are_kept_whole() -> None:
    """Who asks for fractions gets them; 1/65536 is shorter than its decimals."""
    given = avg_pool(NINE, 3, upstream=[[0.0123456789012345]])
    tells = telling(account(given), fractions=True)
    (window,) = tells.account.windows()
    assert tells.backward(window) == (
        "upstream[0,0] = 0.0123456789012345, so each of its 9 cells gets "
        "0.0123456789012345 / 9 = 8230452600823/6000000000000000"
    )
    assert tells.sum((0, 0), [window]) == (
        "gradient[0,0] = 8230452600823/6000000000000000 (window 0,0)"
    )
    tells = telling(account(avg_pool([[0] * 8] * 8192, (1, 8), upstream=None)))
    assert tells.backward(tells.account.window((0, 0))) == (
        "upstream[0,0] = 1/8192 ≈ 0.0001, so each of its 8 cells gets "
        "1/8192 / 8 = 1/65536 ≈ 1.5259e-05"
    )
    tells = telling(account(avg_pool([[0, 1]], (1, 2), upstream=[[0.246913578024]])))
    assert tells.backward(tells.account.window((0, 0))) == (
        "upstream[0,0] = 0.246913578024, so each of its 2 cells gets "
        "0.246913578024 / 2 = 0.123456789012"
    )
