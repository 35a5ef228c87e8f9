"""How windows are walked: in bands, by doubling, without copies that nobody needs.

What the walks compute is compared elsewhere. Here is counted what they do, since that makes them
fast.
"""

from __future__ import annotations

import numpy as np
import pytest

from poolviz.core import sliding
from poolviz.core.axes import Sliding
from poolviz.core.layouts import forward
from poolviz.core.merging import Stack
from poolviz.core.sliding import bands


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
    assert [(band.at.start, band.at.stop) for band in walk] == expected


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
