"""The columns of a panel: read once, and in a series of panels only where they have changed."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from poolviz.draw.blocks import Panel, Series
from poolviz.explain.figures import MOST_DECIMALS, WIDEST, Number, head, shared_places, written

FEW = 16
"""Of so many numbers each is written to see how wide it is."""


class Piece(NamedTuple):
    """Some text and its role, which the screen turns into a colour."""

    text: str
    role: str = ""


Lines = list[int | None]
"""Numbers of rows or columns; None stands for those that are left out."""


class Extent(NamedTuple):
    """How wide the texts of a column are before the point and from it on."""

    before: int
    after: int
    widest: int
    fractions: bool
    """Whether some are fractions, which have no point."""


class Shape(NamedTuple):
    """What all cells of a grid have in common."""

    left: int
    """So much before the point; before the end, where there are fractions."""
    width: int
    """So much with the sign."""
    closed: int
    """Whether something stands behind that."""
    shared: int
    """The decimals."""
    ends: bool
    """Whether texts end below each other, not their points."""

    def indent(self, text: str) -> str:
        """The blanks before a text."""
        return " " * (self.left - (len(text) if self.ends else head(text)))


class Column:
    """A column's numbers, and after them those that will stand there in the end."""

    def __init__(self, values: list[Number | str], decimals: int) -> None:
        self.values, self.decimals = values, decimals
        self._extents: dict[int, Extent] = {}

    @cached_property
    def places(self) -> int:
        """The decimals that it needs."""
        return shared_places(self.distinct, self.decimals)

    @cached_property
    def distinct(self) -> Collection[Number | str]:
        """Its numbers, each of them once where all are plain numbers."""
        return set(self.values) if set(map(type, self.values)) <= {float, int} else self.values

    def extent(self, shared: int) -> Extent:
        """Its numbers written with so many decimals."""
        if shared not in self._extents:
            told = telling(self.distinct, self.decimals)
            texts = [written(value, self.decimals, shared) for value in told]
            heads = [head(text) for text in texts]
            after = max(len(text) - before for text, before in zip(texts, heads, strict=True))
            widest, fractions = max(map(len, texts)), any("/" in text for text in texts)
            self._extents[shared] = Extent(max(heads), after, widest, fractions)
        return self._extents[shared]


def telling(values: Collection[Number | str], decimals: int) -> Collection[Number | str]:
    """Some of a column's numbers, of which one is as wide as any, before the point and after it.

    Written out, the numbers furthest from 0 are the widest, and those that are not whole have all
    decimals; an exponent can make any number wide.

    >>> telling(set(map(float, range(-12, 100))), 4)
    [-12.0, 99.0, 0.0]
    """
    if len(values) <= FEW or not isinstance(values, set):
        return values
    least = 10.0**-decimals
    usual = [value for value in values if least <= abs(value) < WIDEST]
    parts = [value for value in usual if value % 1]
    ends = [end for some in (usual, parts) if some for end in (min(some), max(some))]
    return ends + [value for value in values if not least <= abs(value) < WIDEST]


class Kept:
    """What was made of the columns and rows of a series, and of which state of them."""

    def __init__(self) -> None:
        self.columns: dict[Hashable, tuple[Hashable, Column]] = {}
        self.rows: dict[Hashable, tuple[Hashable, dict[int, Piece]]] = {}


KEPT: WeakKeyDictionary[Series, Kept] = WeakKeyDictionary()
"""For each series its last states, for as long as it is drawn."""


class Columns:
    """The columns of a panel, each read once however many grids are tried with it."""

    def __init__(self, panel: Panel, rows: Lines, decimals: int) -> None:
        self.panel, self.rows, self.decimals = panel, rows, min(decimals, MOST_DECIMALS)
        self.numbers = tuple([row for row in rows if row is not None])
        self._at = {row: at for at, row in enumerate(self.numbers)}
        self._read: dict[int, Column] = {}
        self._kept = Kept() if panel.alike is None else KEPT.setdefault(panel.alike.series, Kept())

    def column(self, number: int) -> Column:
        """One of them."""
        if number not in self._read:
            self._read[number] = self._column(number)
        return self._read[number]

    def _column(self, number: int) -> Column:
        alike = self.panel.alike
        state = alike and alike.column(number)
        key = number, self.numbers, self.decimals
        kept = self._kept.columns.get(key)
        if kept is None or kept[0] != state:
            readings = [self.panel.value, *([self.panel.final] if self.panel.final else [])]
            values = [read(row, number) for read in readings for row in self.numbers]
            kept = self._kept.columns[key] = state, Column(values, self.decimals)
        return kept[1]

    def text(self, row: int, column: int, shared: int) -> str:
        """A number written with so many decimals."""
        return written(self.column(column).values[self._at[row]], self.decimals, shared)

    def cells(self, row: int, shape: Shape) -> dict[int, Piece]:
        """The cells of a row that have been drawn so, by their columns, to be added to."""
        alike = self.panel.alike
        if alike is None:
            return {}
        state = alike.row(row)
        key = row, shape, self.decimals
        kept = self._kept.rows.get(key)
        if kept is None or kept[0] != state:
            kept = self._kept.rows[key] = state, {}
        return kept[1]
