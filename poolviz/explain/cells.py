"""The cells where some rows and some columns cross, without listing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

Cell = tuple[int, int]
"""Row and column."""


class Cells(Sequence[Cell]):
    """Cells in row-major order.

    >>> cells = Cells(range(0, 4, 2), range(3))
    >>> len(cells), cells[-1], (2, 1) in cells, (1, 1) in cells
    (6, (2, 2), True, False)
    """

    def __init__(self, rows: range, columns: range) -> None:
        self.rows, self.columns = rows, columns

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, index: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        row, column = divmod(range(len(self))[index], len(self.columns))
        return self.rows[row], self.columns[column]

    def __iter__(self) -> Iterator[Cell]:
        return ((row, column) for row in self.rows for column in self.columns)

    def __contains__(self, cell: object) -> bool:
        if not (isinstance(cell, tuple) and len(cell) == 2):
            return False
        return cell[0] in self.rows and cell[1] in self.columns

    def __eq__(self, other: object) -> bool:
        return tuple(self) == other if isinstance(other, tuple) else self is other

    def __hash__(self) -> int:
        return hash((self.rows, self.columns))
