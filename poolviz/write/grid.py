"""A panel read once: which of its rows and columns are drawn, and what stands in their cells.

It is read at once, too: a view may draw its next step into the same matrices. The forms that need
no widths (figure, tables) share this: of a large matrix whole rows and columns in the middle are
left out, no number is ever cut, and all of a matrix has one number of decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from poolviz.draw.blocks import Mark, Panel
from poolviz.explain.figures import matrix_texts
from poolviz.words import size
from poolviz.write.picking import nearest

OMITTED = "… stands for rows and columns that are left out; --full shows them"
"""Said wherever a matrix is not shown whole."""

Picked = tuple["int | None", ...]
"""Numbers of rows or columns in order, None where some are left out."""


class Grid(NamedTuple):
    """What is drawn of a panel: row and column numbers, and for each cell its text and mark."""

    panel: Panel
    rows: Picked
    columns: Picked
    texts: dict[tuple[int, int], str]
    marks: dict[tuple[int, int], Mark]
    to_come: tuple[str, ...] = ()
    """The texts that will stand here in the end, for which room is kept."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return None not in self.rows and None not in self.columns

    @property
    def title(self) -> str:
        """The panel's name, with the true size where not all of it is drawn."""
        return self.panel.name if self.whole else f"{self.panel.name} {size(self.panel.shape)}"


def grid(panel: Panel, decimals: int, most: tuple[int, int] | None = None) -> Grid:
    """Read a panel, at most so many rows and columns of it; None reads all.

    >>> panel = Panel("x", range(3), range(9), lambda row, column: row + column / 4)
    >>> some = grid(panel, 4, (2, 4))
    >>> some.title, some.rows, some.columns, some.texts[0, 8]
    ('x 3×9', (0, None), (0, 1, None, 8), '2')
    """
    height, width = most or panel.shape
    down, across = panel.focus or (None, None)
    rows, columns = picked(panel.rows, height, down), picked(panel.columns, width, across)
    cells = [(r, c) for r in rows if r is not None for c in columns if c is not None]
    values = [panel.value(r, c) for r, c in cells]
    to_come = [panel.final(r, c) for r, c in cells] if panel.final else []
    texts = matrix_texts([values + to_come], max(decimals, panel.decimals))[0]
    now = dict(zip(cells, texts[: len(cells)], strict=True))
    marks = {at: panel.mark(*at) for at in cells}
    return Grid(panel, rows, columns, now, marks, tuple(texts[len(cells) :]))


def fitting(
    panel: Panel, decimals: int, most: tuple[int, int], fits: Callable[[Grid], bool]
) -> Grid:
    """The same with as many columns as fit, three at least.

    >>> panel = Panel("x", range(1), range(9), lambda row, column: 10**column)
    >>> narrow = fitting(panel, 4, (1, 9), lambda some: sum(map(len, some.texts.values())) < 20)
    >>> narrow.columns
    (0, 1, None, 8)
    """
    panel = panel._replace(value=cache(panel.value))
    height, width = most
    for columns in range(min(width, panel.shape[1]), 2, -1):
        drawn = grid(panel, decimals, (height, columns))
        if fits(drawn):
            return drawn
    return grid(panel, decimals, (height, 3))


def picked(numbers: range, most: int, focus: Sequence[int] | None = None) -> Picked:
    """The outermost numbers, or those around a focus; a None counts as one of the most.

    >>> picked(range(9), 5), picked(range(9), 5, range(3, 5)), picked(range(9), 5, range(7, 9))
    ((0, 1, None, 7, 8), (None, 3, 4, 5, None), (None, 5, 6, 7, 8))
    """
    total = len(numbers)
    if total <= most:
        return tuple(numbers)
    if focus is None:
        last = (most - 1) // 2
        return (*numbers[: max(1, most - 1 - last)], None, *numbers[total - last :])
    if not isinstance(focus, range):
        return tuple(nearest(numbers, focus, most))
    room = max(1, most - 2)
    first = numbers.index(focus[0]) - max(0, room - len(focus)) // 2
    if first <= 1:
        return (*numbers[: room + 1], None)
    if first + room >= total - 1:
        return (None, *numbers[total - room - 1 :])
    return (None, *numbers[first : first + room], None)
