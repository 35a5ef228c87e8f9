"""What windows are asked all at once: largest cells, cells that tie, and the way back to both."""

from __future__ import annotations

import tracemalloc
from typing import Any

import naive
import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.core import matrix
from poolviz.core.folds import Larger
from poolviz.core.merging import Stack
from poolviz.core.problem import Ties, otherwise


def test_places_are_divided_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into row and column."""
    p = max_pool(np.random.default_rng(0).normal(size=(21, 13)), 3, 2)
    monkeypatch.setattr(matrix, "PIECE", 13)
    assert p.argmax.tolist() == [
        [list(divmod(place, 13)) for place in row] for row in p.winners.tolist()
    ]


@pytest.mark.parametrize(("width", "bytes_each"), [(255, 1), (256, 2), (2**16 - 1, 2), (2**16, 4)])
def test_a_place_takes_few_bytes(
    width: int, bytes_each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Across, its column takes as many as padding after it needs; down the row is there, too."""
    sizes = []

    def spied(merge: Larger, a: Stack, b: Stack, way: Any = Larger.__call__) -> Stack:
        sizes.append((a[1].itemsize, b[1].itemsize))
        merged: Stack = way(merge, a, b)
        return merged

    monkeypatch.setattr(Larger, "__call__", spied)
    p = max_pool(np.tile(np.arange(float(width)), (2, 1)), 2, ties="last", padding=(0, 0, 0, 1))
    assert p.winners.dtype == np.int32
    assert p.winners[0, (width - 1) // 2] == 2 * width - 1
    down = 8 if bytes_each == 4 else 4
    assert sizes == [(bytes_each, bytes_each), (down, down)]


def test_maxima_are_gathered_only_where_equals_met() -> None:
    """0.0 and -0.0 are equal, and the larger may be either; else they are those that were found."""

    class Watched(np.ndarray[Any, Any]):
        def take(self, *args: Any, **kwargs: Any) -> Any:
            gathered.append(self.shape)
            return np.asarray(self).take(*args, **kwargs)

    walks = max_pool([[1.0] * 4], (1, 2)).windows
    for cells, expected in (([1.0, 2, 3, 4], []), ([1.0, 2, 3, 3], [(1, 4)])):
        gathered: list[tuple[int, ...]] = []
        found = walks.argmax(np.array([cells]).view(Watched), last=False)
        assert found.values.tolist() == [[2, cells[3]]]
        assert gathered == expected


@pytest.mark.parametrize("ties", ["first", "last"])
def test_padding_before_and_after_never_wins(ties: Ties) -> None:
    """Nor does the number that stands for a place there exceed the winner's."""
    p = max_pool([[5.0]], (2, 4), 1, padding=(1, 0, 0, 3), ties=ties)
    assert p.winners.tolist() == [[0]]
    p = max_pool([[5.0, 4.0]], (3, 5), 1, padding=(1, 3, 1, 3), ties=ties)
    assert p.winners.tolist() == [[0, 0, 0, 0]]


def test_where_nothing_ties_nothing_is_walked() -> None:
    """Each window has one cell with its maximum, and no cell is sent a part: held once for all."""
    p = max_pool([[1.0, 2, 3], [4, 5, 6]], (1, 2), 1, ties="split")
    assert (p.tied.tolist(), p.tied.strides) == ([[1, 1]] * 2, (0, 0))
    assert (p.tied_hits.tolist(), p.tied_hits.strides) == ([[0, 0, 0]] * 2, (0, 0))
    p = otherwise(p, kernel=(1, 1))
    assert (p.tied.dtype, p.tied_hits.dtype) == (np.intp, np.intp)
    tied = max_pool([[3.0, 3, 1], [3, 1, 2]], (2, 2), 1, ties="split")
    assert (tied.tied.tolist(), tied.tied_hits.tolist()) == ([[3, 1]], [[1, 1, 0], [1, 0, 0]])
    assert (tied.tied.dtype, tied.tied_hits.dtype) == (np.intp, np.intp)


@pytest.mark.parametrize("tall", [False, True])
def test_the_way_back_where_windows_are_alike_on_one_axis_only(tall: bool) -> None:
    """Down three see 2, 3 and 3 of 3 cells, and the last are joined; across 1, 2, 2 and 1 count."""
    options: dict[str, Any] = {"kernel": (4, 2), "stride": 1, "padding": (2, 1, 1, 1)}
    x, upstream = np.ones((3, 3)), np.arange(12.0).reshape(3, 4) % 7
    if tall:
        options |= {"kernel": (2, 4), "padding": (1, 2, 1, 1)}
        x, upstream = x.T, upstream.T
    found = avg_pool(x, **options, count_include_pad=False, upstream=upstream)
    answer = naive.pool(
        "avg",
        x.tolist(),
        **{**options, "stride": (1, 1)},
        count_include_pad=False,
        upstream=upstream.tolist(),
    )
    assert answer is not None
    assert found.gradient.tolist() == [[float(cell) for cell in row] for row in answer.gradient]


def test_what_is_sent_may_be_over_a_number_besides() -> None:
    """5 over the 2 cells of each window, and all over 4; a cell in the middle is in two windows."""
    p = avg_pool([[1.0, 2, 3]], (1, 2), 1)
    sent = np.array([[5.0, 5.0]])
    assert p.windows.spread(sent, p.factors, 4).tolist() == [[0.625, 1.25, 0.625]]
    assert p.windows.spread(None, p.factors, 4).tolist() == [[0.125, 0.25, 0.125]]
    edges = avg_pool([[1.0, 2, 3]], (1, 2), 1, (0, 1), count_include_pad=False)
    sent = np.array([[1.0, 4, 6, 8]])
    assert edges.windows.spread(sent, edges.factors, 4).tolist() == [[0.75, 1.25, 2.75]]


def test_hits_are_divided_without_a_copy_of_them() -> None:
    """Though they cannot be written to, which NumPy takes for a reason to copy."""
    p = max_pool(np.random.default_rng(0).normal(size=(300, 300)), 3, 1)
    hits = p.hits
    tracemalloc.start()
    gradient = p.windows.quotients(hits, 7)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (gradient == hits / 7).all()
    assert gradient.nbytes <= peak < 1.5 * gradient.nbytes
