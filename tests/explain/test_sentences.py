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
    assert tells.forward(window) == "output[0,0] = max(0.1235, 0.2, 0.3, 0.4123) ≈ 0.4123 at (1, 1)"
    tells = telling(tells.account, decimals=6)
    assert tells.calculation(window) == "max(0.123457, 0.2, 0.3, 0.412345) = 0.412345 at (1, 1)"


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
