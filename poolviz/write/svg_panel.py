"""One matrix of a figure: a rectangle and a text a cell, its numbers, signs and frames."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from poolviz.draw.blocks import Panel
from poolviz.write.grid import Grid, Picked, fitting, grid
from poolviz.write.svg_text import CHARACTER, escaped, lines, mono, number, prose

CELLS, TEXTS, FRAMES = range(3)
"""What is drawn first, and what over it."""

MOST_ROWS, SOME_ROWS = 32, 12
"""A matrix with more rows is not drawn whole, as on the screen, and then with so many."""

NUMBERS, TITLE, NOTE = 11.0, 14.0, 13.0
"""The sizes of row and column numbers, of a matrix's name, and of a note below it."""

NOTE_WIDTH = 168.0
"""A note below a narrow matrix may be so wide."""


SIGN = 0.75
"""The size of a sign in that of the number that it stands at."""


class Shape(NamedTuple):
    """A piece of the figure and the layer that it is drawn in."""

    layer: int
    markup: str


class Measure(NamedTuple):
    """How large a cell is at least, the gap between two, and the size of the numbers."""

    cell: int
    gap: int
    text: float

    @property
    def pitch(self) -> int:
        """From one cell to the next."""
        return self.cell + self.gap


LARGE, MEDIUM, SMALL = Measure(34, 3, 16.0), Measure(28, 2, 14.0), Measure(24, 2, 12.0)


class Limit(NamedTuple):
    """How wide the cells of a matrix may be together; one that is not drawn whole takes less."""

    whole: float
    some: float


class Room(NamedTuple):
    """The characters before and from the point, and of signs, that a matrix's cells need."""

    head: int = 1
    tail: int = 0
    sign: int = 0

    def with_(self, other: Room) -> Room:
        """Room for both."""
        return Room(*map(max, self, other))


def split(text: str) -> tuple[str, str]:
    """A number's text before and from its point.

    >>> split("2.75"), split("-4"), split("1e-07")
    (('2', '.75'), ('-4', ''), ('1', 'e-07'))
    """
    at = min((text.index(c) for c in ".e" if c in text), default=len(text))
    return text[:at], text[at:]


class Plate:
    """A matrix ready to be drawn: what is drawn of it, and how wide its cells are."""

    def __init__(self, panel: Panel, decimals: int, limit: Limit | None, measure: Measure) -> None:
        self.measure = measure
        self.grid = _fitting(panel, decimals, limit, measure)
        self.room = _room(self.grid)
        self._aligned = _aligned(self.grid)

    @property
    def left(self) -> float:
        """The room of the row numbers."""
        return max(mono(str(row), NUMBERS) for row in self.grid.rows if row is not None) + 7

    @property
    def cell_width(self) -> int:
        """All cells of a matrix have one width."""
        return _cell_width(self.room, self.measure)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, with everything around the cells."""
        title = prose(self.grid.title, TITLE) * 1.1
        cells = _extent(self.grid.columns, self.cell_width, self.measure)
        notes = self._notes()
        widest = max((prose(note, NOTE) for note in notes), default=0.0)
        down = _extent(self.grid.rows, self.measure.cell, self.measure)
        return self.left + max(title, cells, widest), 40 + down + 18 * len(notes) + 4 * bool(notes)

    def _notes(self) -> list[str]:
        cells = _extent(self.grid.columns, self.cell_width, self.measure)
        width = max(NOTE_WIDTH, cells)
        return [line for note in self.grid.panel.notes for line in lines(note, NOTE, width)]

    def shapes(self, x: float, y: float) -> Iterator[Shape]:
        """The matrix, its upper left corner here."""
        x0, y0 = x + self.left, y + 40
        yield text("title", x0, y + 14, self.grid.title)
        across = _places(self.grid.columns, x0, self.cell_width, self.measure)
        down = _places(self.grid.rows, y0, self.measure.cell, self.measure)
        for column, at in zip(self.grid.columns, across, strict=True):
            if column is not None:
                yield text("n", at + self.cell_width / 2, y0 - 6, str(column))
        for row, at in zip(self.grid.rows, down, strict=True):
            if row is not None:
                yield text("n e", x0 - 6, at + self.measure.cell / 2 + 4, str(row))
        for row, top in zip(self.grid.rows, down, strict=True):
            for column, at in zip(self.grid.columns, across, strict=True):
                yield from self._cell(row, column, at, top)
        yield from self._frames(across, down)
        bottom = y0 + _extent(self.grid.rows, self.measure.cell, self.measure)
        for i, note in enumerate(self._notes()):
            yield text("note", x0, bottom + 18 + 18 * i, note)

    def _cell(self, row: int | None, column: int | None, x: float, y: float) -> Iterator[Shape]:
        """One cell, or an ellipsis where cells are left out."""
        measure, wide = self.measure, self.cell_width
        base = y + measure.cell / 2 + 0.36 * measure.text
        if row is None or column is None:
            width = _step(column, wide)
            height = _step(row, measure.cell)
            yield text("n", x + width / 2, y + height / 2 + 3, "…")
            return
        mark = self.grid.marks[row, column]
        role = f' class="{mark.role}"' if mark.role else ""
        box = f'x="{number(x)}" y="{number(y)}" width="{wide}" height="{measure.cell}" rx="3"'
        yield Shape(CELLS, f"<rect{role} {box}/>")
        size = {MEDIUM: "m ", SMALL: "s "}.get(measure, "")
        yield self._number(f"{size}{mark.role}".strip(), self.grid.texts[row, column], x, base)
        if mark.sign:
            yield text(
                f"{size}sign {mark.role}", x + wide - 2.5, y + 0.37 * measure.cell, mark.sign
            )

    def _number(self, role: str, content: str, x: float, base: float) -> Shape:
        """A number whose point stands under the other points; anything else in the middle."""
        if not self._aligned or content[-1:] not in "0123456789":
            return text(role, x + self.cell_width / 2, base, content)
        _, tail = split(content)
        block = (self.room.head + self.room.tail) * CHARACTER * self.measure.text
        right = x + (self.cell_width + block) / 2
        lacking = (self.room.tail - len(tail)) * CHARACTER * self.measure.text
        return text(f"{role} e".strip(), right - lacking, base, content)

    def _frames(self, across: list[float], down: list[float]) -> Iterator[Shape]:
        """A line around the framed cells; those that touch have one in common."""
        framed = {
            (i, j)
            for i, row in enumerate(self.grid.rows)
            for j, column in enumerate(self.grid.columns)
            if row is not None and column is not None and self.grid.marks[row, column].framed
        }
        if not framed:
            return
        half = self.measure.gap / 2
        wide, high = self.cell_width + self.measure.gap, self.measure.pitch
        edges = []
        for i, j in sorted(framed):
            x, y = number(across[j] - half), number(down[i] - half)
            edges += [f"M{x} {y}h{wide}"] * ((i - 1, j) not in framed)
            edges += [f"M{x} {y}v{high}"] * ((i, j - 1) not in framed)
            below, right = number(down[i] - half + high), number(across[j] - half + wide)
            edges += [f"M{x} {below}h{wide}"] * ((i + 1, j) not in framed)
            edges += [f"M{right} {y}v{high}"] * ((i, j + 1) not in framed)
        yield Shape(FRAMES, f'<path class="frame" d="{"".join(edges)}"/>')


def text(role: str, x: float, y: float, content: str) -> Shape:
    """A text; its role says how it looks and whether it ends or starts here."""
    kind = f' class="{role.strip()}"' if role.strip() else ""
    at = f'x="{number(x)}" y="{number(y)}"'
    return Shape(TEXTS, f"<text{kind} {at}>{escaped(content)}</text>")


def _fitting(panel: Panel, decimals: int, limit: Limit | None, measure: Measure) -> Grid:
    """A panel whole if the limit allows it, else as much of it as is not too wide."""
    height, width = panel.shape
    if limit is None:
        return grid(panel, decimals)
    if height <= MOST_ROWS and width * measure.pitch <= limit.whole + measure.gap:
        drawn = grid(panel, decimals)
        if _drawn_width(drawn, measure) <= limit.whole:
            return drawn
    rows = SOME_ROWS if height > MOST_ROWS else height
    most = int(limit.some // measure.pitch)
    return fitting(
        panel, decimals, (rows, most), lambda some: _drawn_width(some, measure) <= limit.some
    )


def _drawn_width(drawn: Grid, measure: Measure) -> float:
    return _extent(drawn.columns, _cell_width(_room(drawn), measure), measure)


def _room(drawn: Grid) -> Room:
    heads, tails = zip(*map(split, (*drawn.texts.values(), *drawn.to_come)), strict=True)
    return Room(max(map(len, heads)), max(map(len, tails)), drawn.panel.signs)


def _aligned(drawn: Grid) -> bool:
    """Whether there is something to align: not among fractions, nor texts of one length."""
    texts = (*drawn.texts.values(), *drawn.to_come)
    return len(set(map(len, texts))) > 1 and not any("/" in text for text in texts)


def _cell_width(room: Room, measure: Measure) -> int:
    pad = max(0.5 * measure.text, 2.5 + SIGN * CHARACTER * measure.text * room.sign)
    block = (room.head + room.tail) * CHARACTER * measure.text
    return max(measure.cell, ceil(block + 2 * pad))


def _step(at: int | None, extent: float) -> float:
    """How much a row or column takes without its gap; an ellipsis takes little."""
    return 14 if at is None else extent


def _extent(numbers: Picked, extent: float, measure: Measure) -> float:
    steps = [_step(at, extent) + measure.gap for at in numbers]
    return sum(steps) - measure.gap


def _places(numbers: Picked, start: float, extent: float, measure: Measure) -> list[float]:
    """Where each row or column starts."""
    places = []
    for at in numbers:
        places.append(start)
        start += _step(at, extent) + measure.gap
    return places
