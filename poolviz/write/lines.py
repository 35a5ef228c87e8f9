"""A panel as lines of text: numbered rows and columns, cells of one width, points aligned.

A line is a row of pieces, each with the role that it plays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from poolviz.words import size
from poolviz.write.columns import Columns, Lines, Piece, Shape

ASCII = str.maketrans({"×": "x", "·": "|", "→": "->", "…": "...", "−": "-", "│": "|", "≈": "~="})
"""What stands for the signs that an output's encoding may lack."""

DOT = " · "
"""Stands between the parts of a line."""


Line = list[Piece]


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


class Grid:
    """Some rows and columns of a panel as texts, all cells of one width, their points aligned."""

    def __init__(self, read: Columns, columns: Lines, style: Style) -> None:
        self.panel, self.rows, self.columns, self.style = read.panel, read.rows, columns, style
        self.read = read
        shown = [read.column(column) for column in columns if column is not None]
        self.shared = max([column.places for column in shown])
        extents = [column.extent(self.shared) for column in shown]
        self.ends = any(extent.fractions for extent in extents)
        self.left = max([x.widest if self.ends else x.before for x in extents])
        after = 0 if self.ends else max([extent.after for extent in extents])
        gap = len(style.ellipsis) * (None in self.rows)
        labels = self._label_width(columns)
        self.inner = max(max(self.left, gap) + after, labels)
        self.shift = max(0, gap - self.left)
        self.beside = self._label_width(self.rows)
        frames, signs = self.panel.frames, self.panel.signs
        self.closed = int(frames or not (signs or style.close))
        """Whether something stands behind a cell's sign."""
        self.cell = 1 + self.inner + signs + self.closed
        """The width of a cell: its number, its sign, a blank or a frame on either side."""
        self.gap = 1 + len(style.ellipsis) + self.closed
        """The width of the place where columns are left out."""

    @property
    def title(self) -> str:
        """The panel's name, with the true size where not all of it is shown."""
        whole = None not in self.rows and None not in self.columns
        return self.panel.name if whole else f"{self.panel.name} {size(self.panel.shape)}"

    def label(self, number: int | None) -> str:
        """The number of a row or column; an ellipsis for those left out."""
        return self.style.ellipsis if number is None else str(number)

    def _label_width(self, numbers: Lines) -> int:
        """The width of the widest label: they are in order, so it is the first or the last."""
        there = [number for number in numbers if number is not None]
        labels = [self.label(there[0]), self.label(there[-1])]
        return max(map(len, [*labels, self.style.ellipsis] if None in numbers else labels))

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
        return Box(self, title, self.columns if columns is None else columns)

    def lines(self, columns: Lines) -> Iterator[Line]:
        """The numbers of the columns, and the rows."""
        width = self.inner + self.panel.signs
        shape = Shape(self.left + self.shift, width, self.closed, self.shared, self.ends)
        yield self._header(columns)
        for row in self.rows:
            yield self._gap(columns) if row is None else self._row(row, columns, shape)

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

    def _row(self, row: int, columns: Lines, shape: Shape) -> Line:
        line = [Piece(f"{self.label(row):>{self.beside}}{self.style.spelled('│')}", "number")]
        left_out = Piece(f" {self.style.ellipsis}".ljust(self.gap))
        cells = self.read.cells(row, shape)
        for column in columns:
            if column is None:
                line.append(left_out)
                continue
            if column not in cells:
                cells[column] = self._cell(row, column, shape)
            line.append(cells[column])
        return line

    def _cell(self, row: int, column: int, shape: Shape) -> Piece:
        """A number, its point below those above it, with its sign and its frame."""
        text = self.read.text(row, column, self.shared)
        sign, framed, role = self.panel.mark(row, column)
        inner = f"{shape.indent(text)}{text}{sign}".ljust(shape.width)
        return Piece(f"[{inner}]" if framed else f" {inner}{' ' * shape.closed}", role)

    def _gap(self, columns: Lines) -> Line:
        """What stands for the rows that are left out."""
        rule, ellipsis = self.style.spelled("│"), self.style.ellipsis
        dots = f" {ellipsis.rjust(max(self.left, len(ellipsis)))}".ljust(self.cell)
        line = [Piece(f"{ellipsis:>{self.beside}}{rule}", "number")]
        return line + [
            Piece(f" {ellipsis}".ljust(self.gap) if column is None else dots) for column in columns
        ]


class Box:
    """A panel as lines of one width; they are drawn when they are asked for."""

    def __init__(self, grid: Grid, title: str, columns: Lines) -> None:
        self.grid, self.title, self.columns = grid, title, columns
        notes = map(len, grid.panel.notes)
        self.width = max(len(title), grid.width_of(columns), *notes)

    def lines(self) -> Iterator[Line]:
        """The title, the matrix, the notes."""
        yield [Piece(self.title, "title")]
        yield from self.grid.lines(self.columns)
        yield from ([Piece(note)] for note in self.grid.panel.notes)
