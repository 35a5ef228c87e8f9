"""One axis of a walk: which items lie where, band by band."""

from __future__ import annotations

import numpy as np
import pytest

from poolviz.core import sliding
from poolviz.core.axes import Adaptive, Sliding
from poolviz.core.even import Apart, Even
from poolviz.core.layouts import POINT, Joined, Uneven, backward, distinct, forward
from poolviz.core.merging import Stack
from poolviz.core.sliding import bands


def added(a: Stack, b: Stack) -> Stack:
    return (a[0] + b[0],)


@pytest.mark.parametrize(
    ("cells", "rows", "expected"),
    [
        (12, Adaptive("height", 8, 4), [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (12, Adaptive("height", 8, 3), [(0, 1), (1, 2), (2, 3)]),
        (36, Adaptive("height", 8, 3), [(0, 2), (2, 3)]),
        (12, Adaptive("height", 4, 8), [(0, 4), (4, 8)]),
        (1, Adaptive("height", 4, 3), [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_bands_of_adaptive_windows(
    cells: int,
    rows: Adaptive,
    expected: list[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many rows of windows as have so many rows of cells, and each is made of its own cells."""
    monkeypatch.setattr(sliding, "BAND", cells)
    columns = Adaptive("width", 6, 4)
    x = np.random.default_rng(3).integers(0, 99, (rows.size, columns.size))
    found = []
    for band in bands(forward(rows), forward(columns)):
        found.append((band.at[0].start, band.at[0].stop))
        source = band.source(x)
        held = [rows.cells(window) for window in range(*found[-1])]
        assert source.tolist() == x[held[0].start : held[-1].stop].tolist()
        (sums,) = band.fold(added, (source, 0))
        assert sums.tolist() == [
            [int(x[np.ix_(cells, columns.cells(j))].sum()) for j in range(4)] for cells in held
        ]
    assert found == expected


def test_the_places_of_an_adaptive_band() -> None:
    """They are counted from its first window's first cell; 5 cells go into windows of 2, 3, 2."""
    walk = forward(Adaptive("height", 5, 3))
    assert walk == Uneven(Adaptive("height", 5, 3), 0, 3)
    assert (walk.first, walk.places(), walk.most) == (0, 5, 3)
    assert walk.items() == (slice(0, 5), slice(0, None))
    band = walk.band(1, 1)
    assert band == Uneven(Adaptive("height", 5, 3), 1, 1)
    assert (band.first, band.places(), band.most, band.sources) == (1, 3, 3, slice(1, 4))
    assert band.items() == (slice(1, 4), slice(0, None))
    last = walk.band(2, 9)
    assert (last.results, last.first, last.places(), last.most) == (1, 3, 2, 2)
    assert [walk.height(cells) for cells in (0, 1, 2, 5, 10)] == [1, 1, 1, 3, 6]


def test_the_places_of_a_sliding_band() -> None:
    """Padding lies on places without an item; the next band begins where its windows do."""
    walk = forward(Sliding("height", 5, 3, 2, 1, 1, 1))
    assert walk == Even(offset=1, kernel=3, dilation=1, stride=2, results=3)
    assert (walk.first, walk.places(), walk.sources) == (-1, 7, slice(0, 5 + 1))
    assert walk.items() == (slice(0, 6), slice(1, None))
    band = walk.band(1, 1)
    assert (band.first, band.results, band.places()) == (1, 1, 3)
    assert band.items() == (slice(1, 4), slice(0, None))
    assert [walk.height(cells) for cells in (0, 1, 7)] == [1, 1, 7]
    assert walk.band(2, 9).results == 1


@pytest.mark.parametrize(
    ("walk", "most"),
    [
        (Apart(0, 1, 7, 1, 4), 7),
        (Apart(0, 2, 7, 1, 4), 4),
        (Apart(0, 3, 7, 1, 4), 3),
        (Apart(0, 8, 7, 1, 4), 1),
        (Apart(0, 3, 7, 2, 4), 7),
    ],
)
def test_the_most_items_of_a_result(walk: Apart, most: int) -> None:
    """Of taps side by side so many meet items that lie `spacing` apart; gaps are not reckoned."""
    assert walk.most == most
    seen = [
        sum((start + tap * walk.dilation) % walk.spacing == 0 for tap in range(walk.kernel))
        for start in range(walk.spacing)
    ]
    assert max(seen) <= most
    assert Even(0, walk.kernel, walk.dilation, 1, 4).most == walk.kernel


def test_on_the_way_back_windows_a_stride_apart_are_neighbours() -> None:
    """Cell i is seen by the windows that lie on the places i to i + 2, two places apart.

    Cells 0, 2 and 4 are each in one window, cells 1 and 3 in two.
    """
    axis = Sliding("height", 5, 3, 2, 1, 1, 1)
    walk = backward(axis)
    assert walk == Apart(offset=1, spacing=2, kernel=3, dilation=1, results=5)
    assert [list(axis.windows_of(cell)) for cell in range(5)] == [[0], [0, 1], [1], [1, 2], [2]]
    assert walk.turns == ((0, Even(0, 1, 1, 1, 3)), (0, Even(0, 2, 1, 1, 2)))
    assert (walk.first, walk.places(), walk.items()) == (0, 3, (slice(0, 3), slice(0, None)))
    assert walk.band(1, 2) == Apart(0, 2, 3, 1, 2)
    assert walk.band(1, 2).items() == (slice(0, 2), slice(0, None))
    assert walk.band(4, 9).items() == (slice(2, 3), slice(0, None))
    assert [walk.height(cells) for cells in (0, 7)] == [3, 7]
    assert Apart(0, 2, 3, 4, 5).height(0) == 12


def test_cells_between_windows_see_none() -> None:
    """With a stride of 3 and a kernel of 1 two cells of three; with gaps, those out of step."""
    walk = backward(Sliding("height", 5, 1, 3, 1, 0, 0))
    assert [taps.kernel for _, taps in walk.turns] == [1, 0, 0]
    assert walk.band(1, 2).items() == (slice(0, 0), slice(0, None))
    assert walk.band(1, 2).places() == 0
    walk = backward(Sliding("height", 9, 3, 2, 2, 0, 0))
    assert [(first, taps.kernel) for first, taps in walk.turns] == [(-2, 3), (-2, 0)]
    assert walk.items() == (slice(0, 5), slice(2, None))
    walk = backward(Sliding("height", 5, 3, 1, 1, 1, 1))
    assert walk == Even(offset=1, kernel=3, dilation=1, stride=1, results=5)
    assert backward(Adaptive("height", 5, 3)) == Uneven(Adaptive("height", 3, 5), 0, 5)
    assert (POINT.places(), POINT.most, POINT.items()) == (1, 1, (slice(0, 1), slice(0, None)))


def test_a_kernel_as_large_as_the_input_is_walked_as_it_is() -> None:
    """Of a larger one no more taps are kept than the input has cells for."""
    fits, gaps = Sliding("height", 4, 4, 1, 1, 3, 3), Sliding("height", 5, 3, 1, 2, 4, 4)
    for axis in (fits, gaps, Adaptive("height", 4, 9)):
        assert distinct(axis) == (axis, None)
    for axis in (Sliding("height", 4, 5, 1, 1, 4, 4), Sliding("height", 5, 4, 1, 2, 6, 6)):
        kept, at = distinct(axis)
        assert isinstance(kept, Sliding)
        assert at is not None
        assert (kept.kernel, kept.stride) == (-(-axis.size // axis.dilation), 1)
        for window in range(axis.windows):
            assert list(kept.cells(int(at[window]))) == list(axis.cells(window))


def test_windows_that_are_alike_are_joined() -> None:
    """Six windows of a kernel of 5 on two cells: three of them are different."""
    axis = Sliding("height", 2, 5, 1, 1, 4, 4)
    walk = backward(axis)
    assert isinstance(walk, Joined)
    assert (walk.results, walk.windows, walk.height(1)) == (2, 3, 2)
    assert walk.at.tolist() == [0, 1, 1, 1, 1, 2]
    assert (walk.most, walk.sources, walk.first) == (2 * 4, slice(None), walk.walk.first)
    assert (walk.places(), walk.items()) == (walk.walk.places(), walk.walk.items())
    assert walk.band(0, 1) is walk
    sent = np.arange(1.0, axis.windows + 1)[:, None]
    ((spread, neutral),) = walk.joined(0, added, ((sent, 0.0),))
    assert neutral == 0
    assert spread.ravel().tolist() == [1, 2 + 3 + 4 + 5, 6]


def test_whole_numbers_stay_whole_on_the_way_back() -> None:
    """A turn's results are put together in a matrix of their own type."""
    walk = backward(Sliding("height", 5, 2, 3, 1, 0, 0))
    (sums,) = walk.fold(0, (np.array([[2**62 + 1], [7]]),), added, (0,))
    assert (sums.dtype, sums.ravel().tolist()) == (np.int64, [2**62 + 1, 2**62 + 1, 0, 7, 7])
