"""A panel as lines of text: numbered rows and columns, cells of one width, points aligned.

A line is a row of pieces, each with the role that it plays.
"""

from __future__ import annotations

from typing import NamedTuple

from poolviz.draw.blocks import Mark, Panel
from poolviz.explain.figures import aligned, head, matrix_texts
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


class Grid:
    """Some rows and columns of a panel as texts, all cells of one width, their points aligned."""

    def __init__(self, panel: Panel, rows: Lines, columns: Lines, style: Style) -> None:
        self.panel, self.rows, self.columns, self.style = panel, rows, columns, style
        numbers = [[n for n in line if n is not None] for line in (rows, columns)]
        values = [[panel.value(r, c) for c in numbers[1]] for r in numbers[0]]
        final = []
        if panel.final:
            final = [[panel.final(r, c) for c in numbers[1]] for r in numbers[0]]
        drawn = matrix_texts(values + final, style.decimals)
        texts = aligned([text for row in drawn for text in row] + [style.ellipsis] * (None in rows))
        self.left = max(head(text) for row in drawn for text in row)
        labels = max(len(self.label(number)) for number in columns)
        self.inner = max(len(texts[0]), labels)
        one = len(numbers[1])
        self.texts = {
            r: {c: texts[i * one + j] for j, c in enumerate(numbers[1])}
            for i, r in enumerate(numbers[0])
        }
        self.beside = max(len(self.label(number)) for number in rows)

    @property
    def title(self) -> str:
        """The panel's name, with the true size where not all of it is shown."""
        whole = None not in self.rows and None not in self.columns
        return self.panel.name if whole else f"{self.panel.name} {size(self.panel.shape)}"

    def label(self, number: int | None) -> str:
        """The number of a row or column; an ellipsis for those left out."""
        return self.style.ellipsis if number is None else str(number)

    @property
    def cell(self) -> int:
        """The width of a cell: its number, its sign, a blank or a frame on either side."""
        return 1 + self.inner + self.panel.signs + self.closed

    @property
    def closed(self) -> bool:
        """Whether something stands behind a cell's sign."""
        return self.panel.frames or not (self.panel.signs or self.style.close)

    def width_of(self, columns: Lines) -> int:
        """The width of a line with these columns."""
        gaps = sum(column is None for column in columns)
        cells = (len(columns) - gaps) * self.cell + gaps * self.gap
        return self.beside + 1 + cells

    @property
    def width(self) -> int:
        """The width of a line."""
        return self.width_of(self.columns)

    @property
    def gap(self) -> int:
        """The width of the place where columns are left out."""
        return 1 + len(self.style.ellipsis) + self.closed

    def box(self, title: str, columns: Lines | None = None) -> Box:
        """The grid, or some of its columns, under a title and above its notes."""
        columns = self.columns if columns is None else columns
        lines: list[Line] = [[Piece(title, "title")], self._header(columns)]
        lines += [self._row(row, columns) for row in self.rows]
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

    def _row(self, row: int | None, columns: Lines) -> Line:
        rule = self.style.spelled("│")
        line = [Piece(f"{self.label(row):>{self.beside}}{rule}", "number")]
        for column in columns:
            if column is None:
                line.append(Piece(f" {self.style.ellipsis}".ljust(self.gap)))
            elif row is None:
                dots = self.style.ellipsis.rjust(max(self.left, len(self.style.ellipsis)))
                line.append(Piece(f" {dots}".ljust(self.cell)))
            else:
                line.append(self._cell(self.texts[row][column], self.panel.mark(row, column)))
        return line

    def _cell(self, text: str, mark: Mark) -> Piece:
        number = text.rstrip()  # the sign stands at the number, before the blanks that align it
        inner = (number + mark.sign).ljust(self.inner + self.panel.signs)
        if mark.framed:
            return Piece(f"[{inner}]", mark.role)
        return Piece(f" {inner}{' ' * self.closed}", mark.role)
