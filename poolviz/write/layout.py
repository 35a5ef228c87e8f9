"""Where things stand on a screen of some width: panels side by side, below each other, or elided.

Pure text in, pure lines out; a line is a row of pieces, each with the role that it plays. No
number is ever cut: where a panel does not fit, whole rows and columns of its middle are left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from poolviz.draw.blocks import Mark, Panel
from poolviz.explain.figures import aligned, head, matrix_texts
from poolviz.words import size

MOST_ROWS = 32
"""A panel with more rows is shown without its middle ones."""

GAP = 2
"""Blanks between panels."""

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
    rows: int = MOST_ROWS
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


def arrange(panels: Sequence[Panel], style: Style) -> list[Line]:
    """Panels side by side as far as they fit, closer if that helps; further ones below."""
    shelves = _shelves(panels, style)
    if len(shelves) > 1:
        closer = _shelves(panels, style._replace(close=True))
        shelves = closer if len(closer) == 1 else shelves
    lines: list[Line] = []
    for shelf in shelves:
        lines += [[]] if lines else []
        lines += _beside(shelf)
    return lines


def _shelves(panels: Sequence[Panel], style: Style) -> list[list[Box]]:
    """The panels drawn, those in one list side by side."""
    shelves: list[list[Box]] = []
    for panel in panels:
        for box in draw(panel, style):
            used = sum(b.width + GAP for b in shelves[-1]) if shelves else style.width + 1
            if used + box.width <= style.width:
                shelves[-1].append(box)
            else:
                shelves.append([box])
    return shelves


JOINED = re.compile(r"(?<=[0-9,]) (?=-?[0-9]+\))| (?=\(window )|(?<= [=+/≈]) | (?=/ )")
"""Blanks at which a line is not broken: in `(1, 2)`, before `(window 0,1)`, around `/`."""


def wrap(text: str, width: int, dot: str = DOT) -> list[str]:
    """A sentence in lines, broken at its dots if it has some, else between words.

    >>> wrap("loss = 6 · 9 hits = 9 windows · the gradient sums to 1", 30)
    ['loss = 6 · 9 hits = 9 windows', 'the gradient sums to 1']
    """
    lines: list[str] = []
    for part in text.split(dot):
        if lines and len(lines[-1]) + len(dot) + len(part) <= width:
            lines[-1] += dot + part
        else:
            joined = JOINED.sub("\u00a0", part)
            wrapped = textwrap.wrap(joined, max(width, 1), break_long_words=False)
            lines += [line.replace("\u00a0", " ") for line in wrapped]
    return lines


def _beside(blocks: Sequence[Box]) -> list[Line]:
    lines = []
    for i in range(max(len(block.lines) for block in blocks)):
        line: Line = []
        at = start = 0
        for block in blocks:
            if i < len(block.lines) and block.lines[i]:
                line += [Piece(" " * (start - at))] if start > at else []
                line += block.lines[i]
                at = start + sum(len(piece.text) for piece in block.lines[i])
            start += block.width + GAP
        lines.append(line)
    return lines


def draw(panel: Panel, style: Style) -> list[Box]:
    """A panel as one box, or, if it must be shown in full and is too wide, as several."""
    if style.full:
        return _chunks(Grid(panel, list(panel.rows), list(panel.columns), style), style)
    rows = _shown_rows(panel, style.rows)
    room = (style.width - GAP * (style.abreast - 1)) // style.abreast
    if len(panel.columns) * 2 <= room:  # else they cannot all stand there
        whole = Grid(panel, rows, list(panel.columns), style)
        if whole.width <= room:
            return [whole.box(panel.name if None not in rows else _sized(panel))]
    return [_elided(panel, rows, room, style).box(_sized(panel))]


def _sized(panel: Panel) -> str:
    """The name of a panel of which not all is shown, with its true size."""
    return f"{panel.name} {size(panel.shape)}"


def _elided(panel: Panel, rows: Lines, room: int, style: Style) -> Grid:
    """As many columns as fit, those from the outside or around the focus."""
    order = _from_outside(panel) if panel.focus is None else _from_focus(panel)
    taken = [next(order)]
    best = Grid(panel, rows, _with_gaps(taken, panel.columns), style)
    for column in order:
        taken.append(column)
        more = Grid(panel, rows, _with_gaps(taken, panel.columns), style)
        if more.width > room:
            break
        best = more
    return best


Lines = list[int | None]
"""Numbers of rows or columns; None stands for those that are left out."""


def _with_gaps(taken: list[int], all_of_them: range) -> Lines:
    """Numbers in order, None wherever some are missing."""
    shown: Lines = []
    before = all_of_them[0] - 1
    for number in sorted(taken):
        shown += [None] * (number > before + 1) + [number]
        before = number
    return shown + [None] * (before < all_of_them[-1])


def _shown_rows(panel: Panel, most: int) -> Lines:
    """The rows to show: without the middle ones, or those far from the focus."""
    rows, height = panel.rows, len(panel.rows)
    if height <= most:
        return list(rows)
    if panel.focus is None:
        edge = most * 3 // 8
        return [*rows[:edge], None, *rows[height - edge :]]
    first, last = (rows.index(panel.focus[0][end]) for end in (0, -1))
    room = max(1, most - 2)
    start = max(0, min(first, first - (room - (last - first + 1)) // 2, height - room))
    return _with_gaps(list(rows[start : start + room]), rows)


def _from_outside(panel: Panel) -> Iterator[int]:
    """The columns from both sides inwards."""
    for i in range(len(panel.columns)):
        yield panel.columns[i // 2 if i % 2 == 0 else -1 - i // 2]


def _from_focus(panel: Panel) -> Iterator[int]:
    """The columns of the focus, and then those beside it."""
    focus = panel.columns if panel.focus is None else panel.focus[1]
    yield from focus
    for i in range(1, len(panel.columns)):
        yield from (c for c in (focus[0] - i, focus[-1] + i) if c in panel.columns)


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


def _chunks(grid: Grid, style: Style) -> list[Box]:
    """All columns, in as many boxes as the width asks for."""
    columns = grid.columns
    room = style.width - grid.width_of([])
    at_once = max(1, room // grid.cell)
    if len(columns) <= at_once:
        return [grid.box(grid.panel.name)]
    boxes = []
    for start in range(0, len(columns), at_once):
        some = columns[start : start + at_once]
        which = f"columns {some[0]} to {some[-1]}" if len(some) > 1 else f"column {some[0]}"
        boxes.append(grid.box(f"{grid.panel.name}, {which}", some))
    return boxes
