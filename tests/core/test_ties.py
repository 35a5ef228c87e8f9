"""Ties: corners where padding or one cell could be taken for one, and matrices without any."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from poolviz import max_pool
from poolviz.core.windows import Windows


def test_padding_beside_a_row_of_padding_never_wins() -> None:
    """In a matrix one cell wide the corner of the padding lies beyond the first cell."""
    found = max_pool([[5], [3]], (2, 3), (1, 1), (1, 0, 0, 2), ties="last")
    assert found.argmax.tolist() == [[[0, 0]], [[0, 0]]]


def test_two_cells_are_enough_for_a_tie() -> None:
    """A cell that has its window's maximum alone is not tied."""
    pooled = max_pool([[5, 5, 1, 9]], (1, 2))
    assert pooled.tied.tolist() == [[2, 1]]
    assert pooled.tied_hits.tolist() == [[1, 1, 0, 0]]


def test_where_nothing_ties_no_pass_looks_for_tied_cells() -> None:
    """One 0 stands for all of them, however large the matrix is."""
    pooled = max_pool(np.arange(36.0).reshape(6, 6), (3, 3), (1, 1))
    assert pooled.tied_hits.tolist() == [[0] * 6] * 6
    assert pooled.tied_hits.strides == (0, 0)


WINDOWS: list[dict[str, Any]] = [
    {"kernel": 2},
    {"kernel": 3, "stride": 1, "padding": 1},
    {"kernel": (7, 2), "stride": (2, 1), "padding": (3, 0, 2, 1)},
    {"kernel": (3, 2), "stride": (1, 3), "dilation": (4, 1), "ceil_mode": True},
    {"kernel": 30, "padding": 20, "ceil_mode": True},
    {"output_size": (4, 9)},
    {"output_size": (14, 5)},
]
SLOW = ("tied", "count_tied", "to_tied")


def matrices(x: Any, **options: Any) -> dict[str, bytes]:
    """All that ties can change, with a loss and with an upstream gradient."""
    found = max_pool(x, **options)
    upstream = np.random.default_rng(3).normal(size=found.geometry.shape)
    sent = max_pool(x, upstream=upstream, **options)
    names = ("output", "argmax", "hits", "gradient", "tied", "tied_hits")
    return {
        f"{name}, {p.loss}": getattr(p, name).tobytes() for p in (found, sent) for name in names
    }


@pytest.mark.parametrize("windows", WINDOWS)
@pytest.mark.parametrize("ties", ["split", "all"])
def test_where_nothing_ties_the_search_has_seen_it_and_no_one_looks_again(
    monkeypatch: pytest.MonkeyPatch, ties: str, windows: dict[str, Any]
) -> None:
    """Each window then hits its winner alone, and all is as the long way has it, bit for bit."""
    x = np.random.default_rng(0).permutation(168.0 - np.arange(336)).reshape(21, 16)
    slow: list[str] = []
    for name in SLOW:
        way = getattr(Windows, name)

        def spied(*args: Any, name: str = name, way: Any = way) -> Any:
            slow.append(name)
            return way(*args)

        monkeypatch.setattr(Windows, name, spied)
    p = max_pool(x, ties=ties, **windows)
    assert not p.maxima.equals
    assert p.one_each
    assert p.hits.sum() == p.output.size
    assert p.gradient.sum() == pytest.approx(1)
    assert slow == []
    short = matrices(x, ties=ties, **windows)
    search = Windows.argmax
    monkeypatch.setattr(
        Windows, "argmax", lambda *args, **named: search(*args, **named)._replace(equals=True)
    )
    assert matrices(x, ties=ties, **windows) == short
    assert set(slow) == set(SLOW)


@pytest.mark.parametrize("windows", WINDOWS)
def test_a_single_tie_anywhere_is_seen_in_the_search(windows: dict[str, Any]) -> None:
    """Two largest cells beside each other, in a row or in a column."""
    distinct = np.random.default_rng(1).permutation(np.arange(336.0)).reshape(21, 16)
    p = max_pool(distinct, **windows)
    gap = windows.get("dilation", (1, 1))
    for row, column in ((0, 0), (9, 6), (20, 15)):
        for down, across in ((gap[0], 0), (0, gap[1])):
            other = (
                row + down * (1 if row < 15 else -1),
                column + across * (1 if column < 9 else -1),
            )
            x = distinct.copy()
            x[row, column] = x[other] = 1000
            tied = max_pool(x, **windows)
            both = [
                (i, j)
                for i in p.geometry.rows.windows_of(row)
                for j in p.geometry.columns.windows_of(column)
                if i in p.geometry.rows.windows_of(other[0])
                and j in p.geometry.columns.windows_of(other[1])
            ]
            assert tied.maxima.equals or not both
            assert sorted(map(tuple, np.argwhere(tied.tied > 1).tolist())) == sorted(both)


def test_the_output_has_the_sign_of_the_winners_zero() -> None:
    """0.0 and -0.0 are equal, so that the larger of them may be either."""
    for x in ([[-0.0, 0.0]], [[0.0, -0.0]], [[-0.0], [0.0]], [[-0.0, -1.0, 0.0, -2.0]]):
        for ties in ("first", "last"):
            p = max_pool(x, (len(x), len(x[0])), ties=ties)
            winner = x[p.argmax[0, 0, 0]][p.argmax[0, 0, 1]]
            assert math.copysign(1, p.output[0, 0]) == math.copysign(1, winner)
