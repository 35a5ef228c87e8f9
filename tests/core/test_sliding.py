"""How windows are walked: in bands, by doubling, without copies that nobody needs.

What the walks compute is compared elsewhere. Here is counted what they do, since that makes them
fast.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from poolviz import avg_pool
from poolviz.core import exact, sliding
from poolviz.core.axes import Sliding
from poolviz.core.folds import add
from poolviz.core.layouts import backward, forward
from poolviz.core.merging import Stack
from poolviz.core.problem import otherwise
from poolviz.core.sliding import bands, runs


def axis(
    size: int, kernel: int = 1, stride: int = 1, dilation: int = 1, padding: int = 0
) -> Sliding:
    """One direction of a matrix."""
    return Sliding("height", size, kernel, stride, dilation, padding, padding)


@pytest.mark.parametrize(
    ("cells", "rows", "width", "expected"),
    [
        (None, axis(65), 4096, [(0, 32), (32, 64), (64, 65)]),
        (12, axis(8, 2), 6, [(0, 2), (2, 4), (4, 6), (6, 7)]),
        (12, axis(8, 3), 6, [(0, 3), (3, 6)]),
        (12, axis(8, 3, 3), 6, [(0, 2)]),
        (12, axis(3), 13, [(0, 1), (1, 2), (2, 3)]),
        (1, axis(16, 3, 2, 2), 6, [(0, 3), (3, 6)]),
        (1, axis(16, 3, 6, 2), 6, [(0, 1), (1, 2)]),
        (1, axis(7, 1, 3), 6, [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_a_band_has_as_many_rows_as_fit_but_no_fewer_than_overlap(
    cells: int | None,
    rows: Sliding,
    width: int,
    expected: list[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else most of a band would be the rows that it shares with the next."""
    if cells:
        monkeypatch.setattr(sliding, "BAND", cells)
    walk = bands(forward(rows), forward(axis(width)))
    assert [(band.at[0].start, band.at[0].stop) for band in walk] == expected


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (axis(9, 1), []),
        (axis(9, 2, 2), [4]),
        (axis(9, 3, 2), [4, 4]),
        (axis(9, 4, 2), [3, 3, 3]),
        (axis(9, 5, 2), [8, 6, 3]),
        (axis(9, 3), [8, 7]),
        (axis(9, 3, 1, 2), [7, 5]),
        (axis(9, 3, 1, 1, 1), [10, 9]),
        (axis(9, 4), [8, 6]),
        (axis(40, 31), [39, 10, 37, 10, 33, 10, 25, 10]),
        (axis(70, 64), [69, 67, 63, 55, 39, 7]),
    ],
)
def test_a_window_is_merged_from_few_pieces(
    line: Sliding, expected: list[int], across: bool
) -> None:
    """Where windows overlap by doubling, else cell by cell; so many results has each merge."""
    sizes = []

    def merge(a: Stack, b: Stack) -> Stack:
        assert a[0].shape == b[0].shape
        sizes.append(a[0].size)
        return (a[0] + b[0],)

    x = np.arange(float(line.size))
    rows, columns = (axis(1), line) if across else (line, axis(1))
    [band] = bands(forward(rows), forward(columns))
    source = band.source(x.reshape(rows.size, columns.size))
    (sums,) = band.fold(merge, (source, 0))
    assert sums.ravel().tolist() == [sum(line.cells(window)) for window in range(line.windows)]
    assert sizes == expected


@pytest.mark.parametrize(
    ("stride", "matrices", "gathered"), [(1, 2, False), (2, 2, True), (2, 1, False)]
)
def test_only_cells_apart_are_gathered(stride: int, matrices: int, gathered: bool) -> None:
    """A copy pays where cells that are merged lie apart in a row, and are read more than once."""
    flags = []

    def merge(a: Stack, b: Stack) -> Stack:
        flags.append((a[0].flags.c_contiguous, b[0].flags.c_contiguous))
        return a

    [band] = bands(forward(axis(2)), forward(axis(6, 2, stride)))
    band.across(merge, *[np.ones((2, 6))] * matrices)
    assert flags == [(gathered, gathered)]


def test_rows_without_padding_are_not_copied() -> None:
    """Nor cut where the last window ends: whole rows are read fastest."""
    x = np.ones((5, 6))
    [band] = bands(forward(axis(5, 2)), forward(axis(6, 2, 3)))
    assert band.laid_out(band.source(x), 0).base is x
    assert band.source(x).shape == x.shape
    [band] = bands(forward(axis(5, 2)), forward(axis(6, 2, 3, 1, 1)))
    assert band.laid_out(band.source(x), 7).tolist() == [[7, 1, 1, 1, 1, 1, 1, 7]] * 5


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(
    "line",
    [
        axis(19, kernel, stride, gap, pad)
        for kernel in (1, 2, 3, 5)
        for stride in (2, 3, 4, 7)
        for gap in (1, 2, 3)
        for pad in (0, gap * (kernel - 1))
        if kernel * gap < 19
    ],
)
def test_windows_apart_are_added_up_without_the_places_between_them(
    line: Sliding, across: bool
) -> None:
    """In so many turns as the stride, also where bands cut the cells between two windows."""
    merged: list[int] = []

    def merge(a: Stack, b: Stack) -> Stack:
        merged.append(a[0].size)
        return add(a, b)

    sent = np.arange(1.0, line.windows + 1)
    expected = [sum(sent[i] for i in line.windows_of(cell)) for cell in range(line.size)]
    layouts = backward(axis(1)), backward(line)
    rows, columns = layouts if across else layouts[::-1]
    for step in (line.size, 5, 1):
        found = []
        for top in range(0, line.size, step):
            part = backward(line).band(top, step)
            [band] = bands(rows, part) if across else bands(part, columns, whole=True)
            sums = band.fold(merge, (band.source(sent[None] if across else sent[:, None]), 0))[0]
            found += sums.ravel().tolist()
        assert found == expected
    # No merge is over more items than one turn's results reach over.
    assert max(merged, default=0) < line.windows + line.extent


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("1111", [(0, 4)]),
        ("0000", [(0, 4)]),
        ("0110", [(0, 1), (1, 3), (3, 4)]),
        ("0111", [(0, 1), (1, 4)]),
        ("1100", [(0, 2), (2, 4)]),
        ("1010110", [(0, 4), (4, 6), (6, 7)]),
        ("1", [(0, 1)]),
    ],
)
def test_the_longest_run_stands_alone(plain: str, expected: list[tuple[int, int]]) -> None:
    found = runs(np.array([digit == "1" for digit in plain]))
    assert [(run.start, run.stop) for run in found] == expected


@pytest.mark.parametrize(
    ("options", "shared"),
    [
        ({"kernel": 3, "stride": 1, "padding": 1}, 1600 - 36 * 36),
        ({"kernel": 3, "stride": 2, "padding": 1}, 1600 - 38 * 38),
        ({"kernel": 3, "stride": 1}, 0),
        ({"kernel": 4, "stride": 3, "ceil_mode": True}, 0),
        ({"kernel": 5, "stride": 3, "ceil_mode": True}, 1600 - 36 * 36),
        ({"kernel": 2, "padding": 1}, 1600),
        ({"kernel": (1, 2), "stride": 1, "padding": (0, 1)}, 80),
    ],
)
def test_cells_that_see_one_divisor_alone_are_sent_plain_sums(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], shared: int
) -> None:
    """The others, along the edges, are sent shares over divisors that differ, which cost more."""
    sizes = []

    def spied(*args: Any, way: Any = exact.shares) -> Any:
        sizes.append((found := way(*args)).size)
        return found

    monkeypatch.setattr(exact, "shares", spied)
    p = avg_pool(np.ones((40, 40)), count_include_pad=False, **options)
    upstream = np.random.default_rng(0).normal(size=p.output.shape)
    assert otherwise(p, upstream=upstream).gradient.sum() == pytest.approx(
        (upstream * p.cells / p.divisors).sum()
    )
    assert sum(sizes) == shared


def test_windows_inside_share_one_divisor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those at the edges, which hold padding that is not counted, differ."""
    sizes = {int: 0, np.ndarray: 0}

    def spied(*args: Any, way: Any = exact.mean) -> Any:
        sizes[type(args[3])] += (found := way(*args)).size
        return found

    monkeypatch.setattr(exact, "mean", spied)
    p = avg_pool(np.ones((40, 40)), 5, 1, 2, count_include_pad=False)
    assert (p.output == 1).all()
    assert sizes == {int: 36 * 36, np.ndarray: 1600 - 36 * 36}


def test_a_narrow_part_is_read_without_the_rest_of_its_rows() -> None:
    """A wide one is read as whole rows if it begins where they do."""
    x = np.ones((5, 40))
    rows, columns = forward(axis(5, 2)), forward(axis(40, 3, 1, 1, 1))
    parts = [slice(0, 4)], [slice(0, 2), slice(2, 40)]
    assert [band.source(x).shape for band in bands(rows, columns, parts=parts)] == [(5, 3), (5, 39)]
    parts = [slice(0, 4)], [slice(0, 35), slice(35, 40)]
    assert [band.source(x).shape for band in bands(rows, columns, parts=parts)] == [(5, 40), (5, 6)]
    parts = [slice(0, 4)], [slice(0, 19), slice(19, 40)]  # half of the rows: 20 cells of 40
    assert [band.source(x).shape[1] for band in bands(rows, columns, parts=parts)] == [20, 22]
    parts = [slice(0, 4)], [slice(0, 20), slice(20, 40)]
    assert [band.source(x).shape[1] for band in bands(rows, columns, parts=parts)] == [40, 21]


def test_adaptive_windows_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their sizes change from one to the next, all over the matrix."""
    shapes = []

    def spied(*args: Any, way: Any = exact.mean) -> Any:
        shapes.append((found := way(*args)).shape)
        return found

    monkeypatch.setattr(exact, "mean", spied)
    assert avg_pool(np.ones((5, 7)), output_size=(3, 5)).output.tolist() == [[1] * 5] * 3
    assert shapes == [(3, 5)]
