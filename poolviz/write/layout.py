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
from poolviz.explain.figures import figures
from poolviz.words import size

MOST_ROWS = 32
"""A panel with more rows is shown without its middle ones."""

GAP = 4
"""Blanks between panels."""

ASCII = str.maketrans({"×": "x", "·": "|", "→": "->", "…": "...", "−": "-"})
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

    @property
    def ellipsis(self) -> str:
        """What stands for rows and columns that are left out."""
        return self.spelled("…")

    def spelled(self, text: str) -> str:
        """A text in the signs that the screen has."""
        return text.translate(ASCII) if self.ascii else text


def arrange(panels: Sequence[Panel], style: Style) -> list[Line]:
    """Panels side by side as far as they fit, further ones below."""
    shelves: list[list[Box]] = []
    for panel in panels:
        for block in draw(panel, style):
            used = sum(b.width + GAP for b in shelves[-1]) if shelves else style.width + 1
            if used + block.width <= style.width:
                shelves[-1].append(block)
            else:
                shelves.append([block])
    lines: list[Line] = []
    for shelf in shelves:
        lines += [[]] if lines else []
        lines += _beside(shelf)
    return lines


JOINED = re.compile(r"(?<=[0-9,]) (?=-?[0-9]+\))| (?=\(window )|(?<= [=+/]) | (?=/ )")
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
    """A panel as one block, or, if it must be shown in full and is too wide, as several."""
    if style.full:
        return _chunks(panel, list(panel.rows), style)
    rows = _shown_rows(panel, style.rows)
    taken = _Columns(panel, rows, style)
    if all(taken.add(column) for column in panel.columns):
        title = panel.name if None not in rows else f"{panel.name} {size(panel.shape)}"
        return [_block(title, taken.drawn(), rows, panel)]
    some = _Columns(panel, rows, style, elided=True)
    for column in _from_outside(panel) if panel.focus is None else _from_focus(panel):
        if not some.add(column):
            break
    return [_block(f"{panel.name} {size(panel.shape)}", some.drawn(), rows, panel)]


def _shown_rows(panel: Panel, most: int) -> list[int | None]:
    """The rows to show, None for those left out: the middle ones, or those far from the focus."""
    rows, height = panel.rows, len(panel.rows)
    if height <= most:
        return list(rows)
    if panel.focus is None:
        edge = most * 3 // 8
        return [*rows[:edge], None, *rows[height - edge :]]
    first, last = (rows.index(panel.focus[0][end]) for end in (0, -1))
    room = max(1, most - 2)
    start = max(0, min(first, first - (room - (last - first + 1)) // 2, height - room))
    return (
        [None] * (start > 0) + list(rows[start : start + room]) + [None] * (start + room < height)
    )


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


Column = list[tuple[str, Mark]]


class _Columns:
    """Columns of a panel, taken as long as the screen is wide enough."""

    def __init__(
        self, panel: Panel, rows: list[int | None], style: Style, elided: bool = False
    ) -> None:
        self.panel, self.rows, self.style = panel, rows, style
        self.taken: dict[int, Column] = {}
        gaps = 2 if elided and panel.focus else int(elided)
        self.used = gaps * (len(style.ellipsis) + _spare(panel))

    def add(self, column: int) -> bool:
        """Take a column if there is room; the first one is always taken."""
        drawn = _column(self.panel, column, self.rows, self.style)
        width = len(drawn[0][0]) + _spare(self.panel)
        # The last column needs no gap behind it, only room for its own sign and frame.
        slack = _spare(self.panel) - _own(self.panel)
        room = (self.style.width - GAP * (self.style.abreast - 1)) // self.style.abreast
        if self.taken and self.used + width - slack > room:
            return False
        self.used += width
        self.taken[column] = drawn
        return True

    def drawn(self) -> list[Column]:
        """The columns taken, in order, with an ellipsis wherever some are missing."""
        columns: list[Column] = []
        gap = _ellipses(self.rows, self.style)
        before = self.panel.columns[0] - 1
        for column in sorted(self.taken):
            columns += [gap] * (column > before + 1) + [self.taken[column]]
            before = column
        return columns + [gap] * (before < self.panel.columns[-1])


def _own(panel: Panel) -> int:
    """The room that a cell needs besides its number."""
    return panel.signs + 2 * panel.frames


def _spare(panel: Panel) -> int:
    """The same with the gap to the next column."""
    return _own(panel) + (1 if panel.signs or panel.frames else 2)


def _chunks(panel: Panel, rows: list[int | None], style: Style) -> list[Box]:
    """All columns, in as many blocks as the width asks for."""
    blocks = []
    start, end = panel.columns[0], panel.columns[-1] + 1
    while start < end:
        taken = _Columns(panel, rows, style)
        stop = start
        while stop < end and taken.add(stop):
            stop += 1
        title = panel.name
        if (start, stop) != (panel.columns[0], end):
            title += f", columns {start} to {stop - 1}" if stop - start > 1 else f", column {start}"
        blocks.append(_block(title, list(taken.taken.values()), rows, panel))
        start = stop
    return blocks


def _column(panel: Panel, column: int, rows: list[int | None], style: Style) -> Column:
    shown = [row for row in rows if row is not None]
    values = [panel.value(row, column) for row in shown]
    to_come = [panel.final(row, column) for row in shown] if panel.final else []
    texts = figures(values + to_come, style.decimals)[: len(shown)]
    width = max(len(texts[0]), len(style.ellipsis) if None in rows else 0)
    drawn = {
        row: (text.rjust(width), panel.mark(row, column))
        for row, text in zip(shown, texts, strict=True)
    }
    return [(style.ellipsis.rjust(width), Mark()) if r is None else drawn[r] for r in rows]


def _ellipses(rows: list[int | None], style: Style) -> Column:
    return [(style.ellipsis, Mark())] * len(rows)


def _block(title: str, columns: Sequence[Column], rows: list[int | None], panel: Panel) -> Box:
    lines: list[Line] = [[Piece(title, "title")]]
    for i in range(len(rows)):
        line: Line = []
        for column in columns:
            text, mark = column[i]
            line.append(_cell(text, mark, panel))
            line.append(Piece(" " if panel.signs or panel.frames else "  "))
        lines.append(line[:-1])
    lines += [[Piece(note)] for note in panel.notes]
    return Box(max(sum(len(piece.text) for piece in line) for line in lines), lines)


def _cell(text: str, mark: Mark, panel: Panel) -> Piece:
    number = text.rstrip()  # the sign stands at the number, before the blanks that align it
    inner = (number + mark.sign).ljust(len(text) + panel.signs)
    if panel.frames:
        inner = f"[{inner}]" if mark.framed else f" {inner} "
    return Piece(inner, mark.role)
