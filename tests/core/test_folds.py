"""The merges of windows: what they write over, and what they leave as it is."""

from __future__ import annotations

import tracemalloc

import numpy as np

from poolviz.core.folds import Larger, add

CELLS = 2**16


def test_a_merge_writes_over_what_a_merge_made_and_over_nothing_else() -> None:
    """A view may be of the input; what owns its numbers was made on the way."""
    one, other = np.array([1.0, 5.0]), np.array([3.0, 2.0])
    assert add((one[:],), (other[:],))[0].tolist() == [4, 7]
    assert (one.tolist(), other.tolist()) == ([1, 5], [3, 2])
    (made,) = add((one,), (other[:],))
    assert made is one
    assert (made.tolist(), other.tolist()) == ([4, 7], [3, 2])


def test_maxima_write_over_what_a_merge_made() -> None:
    """And places over the ones that were sorted out."""
    places = np.array([0, 1], np.uint8), np.array([2, 3], np.uint8)
    one, other = np.array([1.0, 5.0]), np.array([3.0, 2.0])
    merge = Larger(np.greater)
    assert merge((one[:], places[0]), (other, places[1]))[0].tolist() == [3, 5]
    assert (one.tolist(), other.tolist()) == ([1, 5], [3, 2])
    maxima, winners = merge((one, places[0]), (other, places[1]))
    assert maxima is one
    assert (maxima.tolist(), winners.tolist()) == ([3, 5], [2, 1])


def test_a_merge_of_maxima_takes_little_memory() -> None:
    """Places once, and for each of them whether it wins: more would leave a processor's cache."""
    merge = Larger(np.greater)
    one, other = np.zeros(CELLS), np.ones(CELLS)
    places = np.zeros(CELLS, np.int32), np.ones(CELLS, np.int32)
    merge((one[:2], places[0][:2]), (other[:2] - 1, places[1][:2]))
    assert merge.equals  # so that they are not looked for again
    tracemalloc.start()
    kept = merge((one, places[0]), (other, places[1]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (kept[1] == 1).all()
    assert 5 * CELLS <= peak < 6 * CELLS
