"""Which windows see which cells, as index arrays, and exact numbers folded along them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from poolviz.core.geometry import Axis, Geometry
from poolviz.core.matrix import NDArray
from poolviz.teach.exact import Whole

Indexes = NDArray[np.intp]

BAND = 2**20
"""So many pairs of a window and a cell are held at a time."""


class Pairs(NamedTuple):
    """Windows, and beside each one a cell; numbered along an axis, or row by row in a matrix."""

    windows: Indexes
    cells: Indexes

    def only(self, which: NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.windows[which], self.cells[which])


@lru_cache(64)
def pairs(axis: Axis) -> Pairs:
    """All windows of an axis with the input's cells that they see.

    >>> from poolviz.core.axes import Sliding
    >>> pairs(Sliding("width", 3, 2, 1, 1, 0, 0))
    Pairs(windows=array([0, 0, 1, 1]), cells=array([0, 1, 1, 2]))
    """
    cells = [np.asarray(axis.cells(window)) for window in range(axis.windows)]
    windows = np.repeat(np.arange(axis.windows), [len(some) for some in cells])
    return Pairs(windows, np.concatenate(cells))


def seen(geometry: Geometry) -> Iterator[Pairs]:
    """All windows with the cells that they see; for one cell, windows in row-major order."""
    down, across = pairs(geometry.rows), pairs(geometry.columns)
    windows, width = geometry.columns.windows, geometry.columns.size
    step = max(1, BAND // len(across.cells))
    for first in range(0, len(down.cells), step):
        band = slice(first, first + step)
        yield Pairs(
            (down.windows[band, None] * windows + across.windows).ravel(),
            (down.cells[band, None] * width + across.cells).ravel(),
        )


def folded(matrix: Whole, geometry: Geometry, add: np.ufunc, back: bool = False) -> Whole:
    """The cells of each window added up; `back`: the windows of each cell, 0 where there are none.

    >>> from poolviz.core.geometry import Placement, settle
    >>> geometry = settle((3, 3), Placement(stride=(1, 1)))
    >>> folded(np.arange(9).reshape(3, 3), geometry, np.add).tolist()
    [[8, 12], [20, 24]]
    """
    half = _along(matrix, geometry.rows, add, back)
    return _along(half.T, geometry.columns, add, back).T


def _along(matrix: Whole, axis: Axis, add: np.ufunc, back: bool) -> Whole:
    """The rows of a matrix added up, those of one window or of one cell."""
    windows, cells = pairs(axis)
    into, of, size = (cells, windows, axis.size) if back else (windows, cells, axis.windows)
    order = np.argsort(into, kind="stable")
    places, starts = np.unique(into[order], return_index=True)
    result = np.zeros((size, matrix.shape[1]), dtype=matrix.dtype)
    result[places] = add.reduceat(matrix[of[order]], starts, axis=0)
    return result


def last_windows(geometry: Geometry) -> tuple[Indexes, Indexes]:
    """The last window that sees each row, and each column; any where there is none."""
    rows, columns = geometry.rows, geometry.columns
    return _last(rows), _last(columns)


def _last(axis: Axis) -> Indexes:
    windows, cells = pairs(axis)
    last = np.zeros(axis.size, dtype=np.intp)
    last[cells] = windows  # ascending, and of several NumPy keeps the last
    return last
