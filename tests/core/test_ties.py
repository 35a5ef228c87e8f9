"""Ties in corners where padding or a single cell could be taken for one."""

from __future__ import annotations

import numpy as np

from poolviz import max_pool


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
