"""Where things stand on a screen of some width: panels side by side, below each other, or elided.

Pure text in, pure lines out; a line is a row of pieces, each with the role that it plays. No
number is ever cut: where a panel does not fit, whole rows and columns of its middle are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from poolviz.draw.blocks import Panel
from poolviz.words import spanned
from poolviz.write.columns import Columns, Lines, Piece
from poolviz.write.lines import DOT, Box, Grid, Line, Style
from poolviz.write.picking import gapped, nearest, outwards

GAP = 2
"""Blanks between panels."""


def arrange(panels: Sequence[Panel], style: Style) -> Iterator[Line]:
    """Panels side by side as far as they fit, closer if that helps; further ones below.

    A line is drawn when it is asked for, and a panel read when its first one is.
    """
    reads = [_read(panel, style) for panel in panels]
    for number, shelf in enumerate(_chosen(reads, style)):
        if number:
            yield []
        yield from _beside(shelf)


def _chosen(reads: Sequence[Columns], style: Style) -> Iterable[list[Box]]:
    """The shelves, or the one on which all panels stand if they stand closer."""
    shelves = _shelves(reads, style)
    first = list(islice(shelves, 2))
    if len(first) > 1:
        closer = list(islice(_shelves(reads, style._replace(close=True)), 2))
        if len(closer) == 1:
            return closer
    return chain(first, shelves)


def _shelves(reads: Sequence[Columns], style: Style) -> Iterator[list[Box]]:
    """The panels drawn, those in one list side by side."""
    shelf: list[Box] = []
    for read in reads:
        for box in _boxes(read, style):
            if shelf and sum(b.width + GAP for b in shelf) + box.width > style.width:
                yield shelf
                shelf = []
            shelf.append(box)
    if shelf:
        yield shelf


NEAR = 4
"""Where rows are left out, so many are shown on either side of what is looked at."""

JOINED = re.compile(r"(?<=[0-9,]) (?=-?[0-9]+\))| (?=\(window )|(?<= [-=+/≈]) | (?=/ )")
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
            lines += _broken(part, max(width, 1))
    return lines


def _broken(text: str, width: int) -> list[str]:
    """A text in lines, broken between words."""
    if 0 < len(text) <= width and text.isprintable() and text == text.strip():
        return [text]
    from textwrap import wrap as broken

    lines = broken(joined(text), width, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]


def joined(text: str) -> str:
    r"""The text with blanks that do not break where no line is to be broken.

    >>> joined("loss = 6").split(" ")
    ['loss', '=\xa06']
    """
    return JOINED.sub("\u00a0", text)


def _beside(boxes: Sequence[Box]) -> Iterator[Line]:
    if len(boxes) == 1:
        yield from boxes[0].lines()
        return
    for owns in zip_longest(*[box.lines() for box in boxes]):
        line: Line = []
        at = start = 0
        for box, own in zip(boxes, owns, strict=True):
            if own:
                line += [Piece(" " * (start - at))] if start > at else []
                line += own
                at = start + sum([len(piece.text) for piece in own])
            start += box.width + GAP
        yield line


def _read(panel: Panel, style: Style) -> Columns:
    """A panel's columns, in the rows that are shown."""
    rows: Lines = list(panel.rows) if style.full else _shown_rows(panel, style.rows)
    return Columns(panel, rows, max(style.decimals, panel.decimals))


def draw(panel: Panel, style: Style) -> list[Box]:
    """A panel as one box, or, if it must be shown in full and is too wide, as several."""
    return _boxes(_read(panel, style), style)


def _boxes(read: Columns, style: Style) -> list[Box]:
    panel = read.panel
    if style.full:
        return _chunks(Grid(read, list(panel.columns), style), style)
    room = (style.width - GAP * (style.abreast - 1)) // style.abreast
    if len(panel.columns) * 2 <= room:  # else they cannot all stand there
        whole = Grid(read, list(panel.columns), style)
        if whole.width <= room:
            return [whole.box(whole.title)]
    some = _elided(read, room, style)
    return [some.box(some.title)]


def _elided(read: Columns, room: int, style: Style) -> Grid:
    """As many columns as fit, those from the outside or around the focus."""
    panel = read.panel
    columns = panel.columns
    order = _from_outside(columns) if panel.focus is None else outwards(columns, panel.focus[1])
    first = next(order)
    best = Grid(read, gapped([first], panel.columns), style)
    taken = [first, *islice(order, max(0, room // best.cell - 1))]  # more columns are no narrower
    fitting, failing = 1, len(taken) + 1
    while failing - fitting > 1:
        many = failing - 1 if failing > len(taken) else (fitting + failing) // 2
        more = Grid(read, gapped(taken[:many], panel.columns), style)
        if more.width > room:
            failing = many
        else:
            fitting, best = many, more
    return best


def _shown_rows(panel: Panel, most: int) -> Lines:
    """The rows to show: without the middle ones, or those far from the focus."""
    rows, height = panel.rows, len(panel.rows)
    if height <= most:
        return list(rows)
    if panel.focus is None:
        edge = most * 3 // 8
        return [*rows[:edge], None, *rows[height - edge :]]
    if not isinstance(panel.focus[0], range):
        return nearest(rows, panel.focus[0], most)
    first, last = (rows.index(panel.focus[0][end]) for end in (0, -1))
    room = max(1, min(most - 2, last - first + 1 + 2 * NEAR))
    start = max(0, min(first, first - (room - (last - first + 1)) // 2, height - room))
    return gapped(list(rows[start : start + room]), rows)


def _from_outside(columns: range) -> Iterator[int]:
    """The columns from both sides inwards."""
    for i in range(len(columns)):
        yield columns[i // 2 if i % 2 == 0 else -1 - i // 2]


def _chunks(grid: Grid, style: Style) -> list[Box]:
    """All columns, in as many boxes as the width asks for."""
    columns = grid.panel.columns
    room = style.width - grid.width_of([])
    at_once = max(1, room // grid.cell)
    if len(columns) <= at_once:
        return [grid.box(grid.panel.name)]
    boxes = []
    for start in range(0, len(columns), at_once):
        some = columns[start : start + at_once]
        boxes.append(grid.box(f"{grid.panel.name}, {spanned('column', some)}", list(some)))
    return boxes
