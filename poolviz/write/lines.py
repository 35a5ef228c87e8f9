"""A panel as lines of text: numbered rows and columns, cells of one width, points aligned.

A line is a row of pieces, each with the role that it plays.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from poolviz.draw.blocks import Panel
from poolviz.explain.figures import MOST_DECIMALS, Number, head, shared_places, written
from poolviz.words import size

ASCII = str.maketrans({"×": "x", "·": "|", "→": "->", "…": "...", "−": "-", "│": "|", "≈": "~="})
"""What stands for the signs that an output's encoding may lack."""

DOT = " · "
"""Stands between the parts of a line."""


class Piece(NamedTuple):
    """Some text and its role, which the screen turns into a colour."""

    text: str
    role: str = ""


Line = list[Piece]


class Box(NamedTuple):
    """A drawn panel: lines of one width."""

    width: int
    lines: list[Line]


class Style(NamedTuple):
    """How a screen draws: its width, decimals, whether to elide, and whether it has only ASCII."""

    width: int = 80
    decimals: int = 4
    full: bool = False
    ascii: bool = False
    rows: int = 32
    """A panel with more rows is shown without its middle ones."""

    abreast: int = 1
    """So many panels at least are to stand side by side."""

    close: bool = False
    """Whether one blank between numbers is enough."""
    colours: bool = False
    """Whether it has colours, so that what they mean is to be said."""

    @property
    def ellipsis(self) -> str:
        """What stands for rows and columns that are left out."""
        return self.spelled("…")

    def spelled(self, text: str) -> str:
        """A text in the signs that the screen has."""
        return text.translate(ASCII) if self.ascii else text


Lines = list[int | None]
"""Numbers of rows or columns; None stands for those that are left out."""


class Extent(NamedTuple):
    """The texts of a column, and how wide they are before the point and from it on."""

    texts: tuple[str, ...]
    before: int
    after: int


Numbers = tuple["Number | str", ...]


@lru_cache(2**12)
def _places(values: Numbers, kinds: tuple[type, ...], decimals: int) -> int:  # noqa: ARG001
    """The decimals that a column needs; `kinds` tells 1/2 from 0.5, which are equal."""
    return shared_places(values, decimals)


@lru_cache(2**12)
def _extent(
    values: Numbers,
    kinds: tuple[type, ...],  # noqa: ARG001
    decimals: int,
    shared: int,
) -> Extent:
    """A column written with so many decimals; steps show the same columns again and again."""
    texts = tuple(written(value, decimals, shared) for value in values)
    heads = [head(text) for text in texts]
    after = max(len(text) - before for text, before in zip(texts, heads, strict=True))
    return Extent(texts, max(heads), after)


class Columns:
    """The columns of a panel, each read once however many grids are tried with it."""

    def __init__(self, panel: Panel, rows: Lines, decimals: int) -> None:
        self.panel, self.rows, self.decimals = panel, rows, min(decimals, MOST_DECIMALS)
        self.numbers = [row for row in rows if row is not None]
        self._read: dict[int, tuple[Numbers, tuple[type, ...]]] = {}

    def values(self, column: int) -> tuple[Numbers, tuple[type, ...]]:
        """Its numbers, and after them those that will stand there in the end; and their types."""
        if column not in self._read:
            readings = [self.panel.value, *([self.panel.final] if self.panel.final else [])]
            values = tuple([read(row, column) for read in readings for row in self.numbers])
            self._read[column] = values, tuple(map(type, values))
        return self._read[column]

    def places(self, column: int) -> int:
        """The decimals that it needs."""
        return _places(*self.values(column), self.decimals)

    def extent(self, column: int, shared: int) -> Extent:
        """Its numbers written with so many decimals."""
        return _extent(*self.values(column), self.decimals, shared)


class Grid:
    """Some rows and columns of a panel as texts, all cells of one width, their points aligned."""

    def __init__(self, read: Columns, columns: Lines, style: Style) -> None:
        self.panel, self.rows, self.columns, self.style = read.panel, read.rows, columns, style
        self.read, shown = read, [column for column in columns if column is not None]
        self.shared = max(map(read.places, shown))
        extents = [read.extent(column, self.shared) for column in shown]
        self.left = max(extent.before for extent in extents)
        gap = len(style.ellipsis) * (None in self.rows)
        labels = max(len(self.label(number)) for number in columns)
        self.inner = max(max(self.left, gap) + max(extent.after for extent in extents), labels)
        self.shift = max(0, gap - self.left)
        self.beside = max(len(self.label(number)) for number in self.rows)
        frames, signs = self.panel.frames, self.panel.signs
        self.closed = int(frames or not (signs or style.close))
        """Whether something stands behind a cell's sign."""
        self.cell = 1 + self.inner + signs + self.closed
        """The width of a cell: its number, its sign, a blank or a frame on either side."""
        self.gap = 1 + len(style.ellipsis) + self.closed
        """The width of the place where columns are left out."""

    def texts(self) -> dict[int, dict[int, str]]:
        """The texts by row and column, their points below each other."""
        left, shown = self.left + self.shift, [c for c in self.columns if c is not None]
        whole = {c: self.read.extent(c, self.shared).texts for c in shown}
        drawn = {c: [" " * (left - head(t)) + t for t in texts] for c, texts in whole.items()}
        return {
            row: {c: texts[at] for c, texts in drawn.items()}
            for at, row in enumerate(self.read.numbers)
        }

    @property
    def title(self) -> str:
        """The panel's name, with the true size where not all of it is shown."""
        whole = None not in self.rows and None not in self.columns
        return self.panel.name if whole else f"{self.panel.name} {size(self.panel.shape)}"

    def label(self, number: int | None) -> str:
        """The number of a row or column; an ellipsis for those left out."""
        return self.style.ellipsis if number is None else str(number)

    def width_of(self, columns: Lines) -> int:
        """The width of a line with these columns."""
        gaps = sum(column is None for column in columns)
        cells = (len(columns) - gaps) * self.cell + gaps * self.gap
        return self.beside + 1 + cells

    @property
    def width(self) -> int:
        """The width of a line."""
        return self.width_of(self.columns)

    def box(self, title: str, columns: Lines | None = None) -> Box:
        """The grid, or some of its columns, under a title and above its notes."""
        columns = self.columns if columns is None else columns
        lines: list[Line] = [[Piece(title, "title")], self._header(columns)]
        texts = self.texts()
        lines += [
            self._gap(columns) if row is None else self._row(row, columns, texts[row])
            for row in self.rows
        ]
        lines += [[Piece(note)] for note in self.panel.notes]
        return Box(max(sum(len(piece.text) for piece in line) for line in lines), lines)

    def _header(self, columns: Lines) -> Line:
        """The numbers of the columns, each above the digit before the point."""
        texts = [" " * (self.beside + 1)]
        for column in columns:
            if column is None:
                texts.append(f" {self.style.ellipsis}".ljust(self.gap))
            else:
                label = str(column).rjust(self.left)
                texts.append(f" {label}".ljust(self.cell))
        return [Piece("".join(texts).rstrip(), "number")]

    def _row(self, row: int, columns: Lines, texts: Mapping[int, str]) -> Line:
        line = [Piece(f"{self.label(row):>{self.beside}}{self.style.spelled('│')}", "number")]
        left_out = Piece(f" {self.style.ellipsis}".ljust(self.gap))
        width, mark, behind = self.inner + self.panel.signs, self.panel.mark, " " * self.closed
        for column in columns:
            if column is None:
                line.append(left_out)
                continue
            sign, framed, role = mark(row, column)
            inner = (texts[column] + sign).ljust(width)
            line.append(Piece(f"[{inner}]" if framed else f" {inner}{behind}", role))
        return line

    def _gap(self, columns: Lines) -> Line:
        """What stands for the rows that are left out."""
        rule, ellipsis = self.style.spelled("│"), self.style.ellipsis
        dots = f" {ellipsis.rjust(max(self.left, len(ellipsis)))}".ljust(self.cell)
        line = [Piece(f"{ellipsis:>{self.beside}}{rule}", "number")]
        return line + [
            Piece(f" {ellipsis}".ljust(self.gap) if column is None else dots) for column in columns
        ]
