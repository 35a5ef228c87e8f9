"""Whole numbers of which few differ: which there are, and where each stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from poolviz.core.axes import Adaptive, Sliding
from poolviz.core.counts import alike, cells_counted, kinds, multiple, rows_of


@pytest.mark.parametrize(
    "numbers",
    [[3, 1, 3, 2], [5], [10**12, 3, 10**12 + 1]],
)
@pytest.mark.parametrize("dtype", [np.intp, object])
def test_the_kinds_of_numbers(numbers: list[int], dtype: type) -> None:
    """Near each other or far apart, NumPy's and Python's: each place finds its number again."""
    found, at = kinds(np.array(numbers, dtype))
    assert found == sorted(set(numbers))
    assert [found[place] for place in at] == numbers
    assert all(type(number) is int for number in found)


def test_numbers_beyond_64_bits_have_kinds() -> None:
    found, at = kinds(np.array([2**70, 1, 2**70], object))
    assert (found, at.tolist()) == ([1, 2**70], [1, 0, 1])


def test_rows_of_one_kind_are_held_once() -> None:
    """Of several kinds each is copied to its places."""
    one = rows_of(np.array([[1, 2]]), np.array([0, 0, 0]))
    assert one.tolist() == [[1, 2]] * 3
    assert one.strides[0] == 0
    two = rows_of(np.array([[1, 2], [3, 4]]), np.array([1, 0, 1]))
    assert two.tolist() == [[3, 4], [1, 2], [3, 4]]
    assert two.dtype == np.intp


def test_the_least_common_multiple() -> None:
    assert multiple(np.array([4, 6, 4])) == 12
    assert multiple(np.array([1])) == 1
    assert multiple(np.array([], np.intp)) == 1


@pytest.mark.parametrize(
    ("counts", "same"),
    [([2, 2], True), ([2, 3], False), ([2, 2, 3], False), ([2], True), ([], True)],
)
def test_whether_counts_are_alike(counts: list[int], same: bool) -> None:
    """None are, too."""
    assert alike(np.array(counts, np.intp)) is same


def test_the_cells_that_count() -> None:
    """Of the padded input, not of what ceil mode adds; of the input alone; of adaptive windows."""
    axis = Sliding("width", 5, 3, 2, 1, 1, 0, ceil_mode=True)
    assert [list(axis.taps(window)) for window in range(3)] == [[-1, 0, 1], [1, 2, 3], [3, 4, 5]]
    assert cells_counted(axis, padding=True).tolist() == [3, 3, 2]
    assert cells_counted(axis, padding=False).tolist() == [2, 3, 2]
    gaps = Sliding("width", 4, 3, 1, 2, 2, 1)
    assert [list(gaps.taps(window)) for window in range(3)] == [[-2, 0, 2], [-1, 1, 3], [0, 2, 4]]
    assert cells_counted(gaps, padding=True).tolist() == [3, 3, 3]
    assert cells_counted(gaps, padding=False).tolist() == [2, 2, 2]
    assert cells_counted(Adaptive("width", 5, 3), padding=True).tolist() == [2, 3, 2]


class Taking(np.ndarray[Any, Any]):
    """An array that counts how often some of its rows are taken."""

    taken = 0

    def take(self, *args: Any, **kwargs: Any) -> Any:
        """As NumPy does it."""
        Taking.taken += 1
        return np.asarray(self).take(*args, **kwargs)


def test_rows_that_repeat_are_taken_once_and_copied_many_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A megabyte holds 96 such rows, twice 48: of five blocks three are alike."""
    monkeypatch.setattr(Taking, "taken", 0)
    rows = np.arange(3000.0).reshape(3, 1000)
    at = np.array([0, *[1, 2] * 239, 0])
    found = rows_of(rows.view(Taking), at)
    assert (found == rows[at]).all()
    assert Taking.taken == 3
