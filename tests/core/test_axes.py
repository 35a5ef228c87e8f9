"""One direction of the windows: corners of the arithmetic in which one is placed."""

from __future__ import annotations

import pytest

from poolviz.arguments import placement
from poolviz.core.axes import Sliding
from poolviz.core.geometry import settle


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
