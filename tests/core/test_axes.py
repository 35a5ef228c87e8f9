"""One direction of the windows: corners of the arithmetic in which one is placed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from poolviz.arguments import placement
from poolviz.core.axes import Adaptive, Sliding
from poolviz.core.geometry import Placement, settle


@pytest.mark.parametrize("padding", [(0, 1, 0, 0), (0, 0, 0, 1)])
def test_padding_on_one_side_is_told_where_no_window_fits(
    padding: tuple[int, int, int, int],
) -> None:
    """Two cells and one of padding are three."""
    with pytest.raises(ValueError, match=r"^no window fits: .* 4 .* 2, 3 with padding"):
        settle((1, 2), placement((1, 4), padding=padding))


def test_windows_that_repeat_are_checked_once() -> None:
    """A thousand million windows before the input all have a tap on its only cell."""
    kernel = 10**9
    Sliding("height", 1, kernel, 2, 2, 2 * kernel - 2, 2 * kernel - 2).check()


def test_what_is_not_given_has_its_default() -> None:
    """Windows of two cells, side by side, as many as fit."""
    assert settle((5, 7), placement()).shape == (2, 3)
    assert Sliding("width", 3, 2, 2, 1, 0, 0).windows == 1


def test_the_first_window_of_a_cell_may_come_last_in_a_period() -> None:
    """With a step of 1 and gaps of 3, two windows in three pass over a cell."""
    axis = Sliding("width", 6, 2, 1, 3, 0, 0)
    assert [list(axis.windows_of(n)) for n in range(6)] == [[0], [1], [2], [0], [1], [2]]


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        (
            Sliding("height", 1, 2, 1, 1, 0, 0),
            "no window fits: the height of a window is 2 and that of the input 1; "
            "for a single row use kernel 1x2",
        ),
        (
            Sliding("width", 1, 3, 1, 1, 0, 1),
            "no window fits: the width of a window is 3 and that of the input 1, 2 with padding; "
            "for a single column use kernel 3x1",
        ),
        (
            Sliding("width", 1, 2, 1, 2, 0, 0),
            "no window fits: the width of a window is 3 and that of the input 1; "
            "use a smaller kernel or more padding",
        ),
        (
            Sliding("height", 2, 3, 1, 1, 0, 0),
            "no window fits: the height of a window is 3 and that of the input 2; "
            "use a smaller kernel or more padding",
        ),
        (
            Sliding("height", 4, 2, 1, 1, 2, 0),
            "padding of 2 cells before the input's height is not smaller than the window's "
            "extent, 2: a window could lie in the padding alone; use at most 1",
        ),
        (
            Sliding("width", 4, 1, 1, 1, 0, 1),
            "padding of 1 cell after the input's width is not smaller than the window's "
            "extent, 1: a window could lie in the padding alone; use at most 0",
        ),
        (
            Sliding("width", 1, 2, 1, 3, 2, 2),
            "window 0 of the width holds no input cell: with dilation 3 it steps over the input; "
            "use less padding or dilation",
        ),
    ],
)
def test_what_is_said_of_windows_that_do_not_fit(axis: Sliding, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        axis.check()


def test_an_adaptive_axis_has_no_edges() -> None:
    """No padding, no rounding, nothing dropped, nothing beyond the input."""
    axis = Adaptive("width", 5, 3)
    assert (axis.before, axis.after, axis.overhang, axis.end) == (0, 0, 0, 5)
    assert (axis.reach, axis.ceil_mode, axis.drops_last) == (range(5), False, False)


def test_the_reach_of_an_axis_holds_padding_and_overhang() -> None:
    """From the first padded cell to the last one that is padded, or that a window reaches."""
    assert Sliding("width", 5, 2, 2, 1, 1, 1).reach == range(-1, 6)
    rounded_up = Sliding("width", 5, 3, 3, 1, 0, 0, ceil_mode=True)
    assert (rounded_up.reach, rounded_up.overhang, rounded_up.end) == (range(6), 1, 6)
    dropped = Sliding("width", 3, 2, 2, 1, 1, 1, ceil_mode=True)
    assert (dropped.windows, dropped.rounded, dropped.drops_last) == (2, 3, True)


def test_options_that_are_none_are_the_usual_ones() -> None:
    """A placement without an output size, and without anything else, pools 2 by 2."""
    found = settle((5, 7), Placement(None, None, None, None))
    assert found.rows == Sliding("height", 5, 2, 2, 1, 0, 0)
    assert found.columns == Sliding("width", 7, 2, 2, 1, 0, 0)


@pytest.mark.parametrize(
    ("axis", "overhang"),
    [
        (Sliding("width", 5, 2, 2, 1, 0, 0), 0),
        (Sliding("width", 5, 2, 3, 1, 0, 0), 0),
        (Sliding("width", 5, 2, 2, 1, 0, 0, ceil_mode=True), 1),
        (Sliding("width", 5, 4, 3, 1, 0, 1, ceil_mode=True), 1),
        (Sliding("width", 7, 4, 3, 1, 0, 2, ceil_mode=True), 1),
        (Sliding("width", 6, 4, 3, 1, 0, 3, ceil_mode=True), 0),
    ],
)
def test_only_ceil_mode_overhangs(axis: Sliding, overhang: int) -> None:
    """So many cells the last window reaches over beyond the padding."""
    last = axis.taps(axis.windows - 1)[-1]
    assert axis.overhang == max(0, last + 1 - (axis.size + axis.after)) == overhang


def test_only_windows_that_start_before_the_input_are_searched_for_gaps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And of these no more than until the starts recur."""
    searched = []

    def spied(self: Sliding, window: int, way: Any = Sliding.cells) -> range:
        searched.append(window)
        found: range = way(self, window)
        return found

    monkeypatch.setattr(Sliding, "cells", spied)
    for axis, expected in (
        (Sliding("width", 40, 3, 2, 9, 5, 5), [0, 1, 2]),
        (Sliding("width", 40, 9, 1, 3, 8, 8), [0, 1, 2]),
        (Sliding("width", 40, 9, 1, 3, 0, 8), []),
        (Sliding("width", 9, 9, 2, 3, 16, 0), [0]),
    ):
        searched.clear()
        axis.check()
        assert searched == expected


@pytest.mark.parametrize("dilation", [1, 2, 4, 5, 6, 7, 9])
@pytest.mark.parametrize("stride", [1, 2, 3, 4, 6, 10])
def test_a_cell_is_seen_by_the_windows_that_have_it(stride: int, dilation: int) -> None:
    """Also where gaps and steps meet only every five windows, or seven, or never."""
    axis = Sliding("width", 40, 4, stride, dilation, dilation, 3 * dilation)
    seen = [list(axis.cells(window)) for window in range(axis.windows)]
    for cell in range(axis.size):
        expected = [window for window, cells in enumerate(seen) if cell in cells]
        assert list(axis.windows_of(cell)) == expected
