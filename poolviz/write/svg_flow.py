"""Where the blocks of a figure stand: matrices side by side to a slide's width, the rest below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from poolviz.draw.blocks import Block, Heading, Legend, Panel, Panels, Sentences
from poolviz.write.svg_panel import (
    CELLS,
    LARGE,
    MEDIUM,
    SMALL,
    Limit,
    Measure,
    Plate,
    Shape,
    text,
)
from poolviz.write.svg_text import lines, number, prose

MARGIN, GAP = 32.0, 26.0
"""Around the figure, and between matrices."""

WIDE, NARROW = 960.0 - 2 * MARGIN, 560.0
"""The room on a slide of 960 by 540; a figure has at least the narrow one, so that sentences stay
lines, and more than the wide one only where all of a matrix must be shown."""

HEADINGS = {1: ("head", 20.0, 26.0), 2: ("view", 17.0, 23.0), 3: ("part", 15.0, 21.0)}
"""For each level of a heading its class, the size of its letters, and from line to line."""

PROSE = 15.0
"""The size of sentences."""


def arranged(blocks: Sequence[Block], decimals: int, full: bool) -> list[list[Plate]]:
    """The matrices of each block, ready to be drawn; none where a block has none."""
    limit = None if full else Limit(WIDE - 24, (WIDE - GAP) / 2 - 24)
    parts = any(isinstance(block, Heading) and block.level == 3 for block in blocks)
    return [
        [Plate(panel, decimals, limit, _measure(block.panels, parts)) for panel in block.panels]
        if isinstance(block, Panels)
        else []
        for block in blocks
    ]


def _measure(panels: Iterable[Panel], parts: bool) -> Measure:
    """Larger matrices have smaller cells, and those of the parts of a view."""
    most = max((max(panel.shape) for panel in panels), default=0)
    if most > 14:
        return SMALL
    return MEDIUM if parts or most > 8 else LARGE


def content_width(blocks: Sequence[Block], plates: Iterable[Sequence[Plate]]) -> float:
    """How wide the figure is without its margins."""
    heads = [block for block in blocks if isinstance(block, Heading)]
    widest = [min(WIDE, _bold(head.text, HEADINGS[head.level][1])) for head in heads]
    widest += [shelf_width(shelf) for drawn in plates for shelf in shelves(drawn)]
    return max([NARROW, *widest])


def _bold(text: str, size: float) -> float:
    return prose(text, size) * 1.1


def shelves(plates: Sequence[Plate]) -> list[list[Plate]]:
    """Matrices side by side as far as they fit, further ones below."""
    rows: list[list[Plate]] = []
    for plate in plates:
        if rows and shelf_width([*rows[-1], plate]) <= WIDE:
            rows[-1].append(plate)
        else:
            rows.append([plate])
    return rows


def shelf_width(shelf: Sequence[Plate]) -> float:
    """How wide matrices side by side are."""
    return sum(plate.size[0] for plate in shelf) + GAP * (len(shelf) - 1)


class Flow:
    """Draws blocks below each other, from some height on."""

    def __init__(self, width: float, y: float = MARGIN, left: float = MARGIN) -> None:
        self.width, self.y, self.left = width, y, left
        self.shapes: list[Shape] = []

    def add(self, block: Block, plates: Sequence[Plate] = ()) -> None:
        """Draw a block below those before it."""
        if isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Sentences):
            for sentence in block.texts:
                self.sentence(sentence)
            self.y += 8 if block.texts else 0
        elif isinstance(block, Legend):
            self.legend(block)
        else:
            self.panels(plates)
            if block.rest:
                self.sentence(block.rest, "p quiet")

    def heading(self, heading: Heading) -> None:
        """A heading in its size."""
        role, size, step = HEADINGS[heading.level]
        self.y += 0 if heading.level == 1 else 6
        for line in lines(heading.text, size * 1.1, self.width):
            self.shapes.append(text(role, self.left, self.y + size * 0.8, line))
            self.y += step
        self.y += 10 if heading.level == 1 else 4

    def sentence(self, sentence: str, role: str = "p") -> None:
        """A sentence, in as many lines as it needs."""
        for line in lines(sentence, PROSE, self.width):
            self.shapes.append(text(role, self.left, self.y + 14, line))
            self.y += 22

    def panels(self, plates: Sequence[Plate]) -> None:
        """Matrices side by side, and below."""
        for shelf in shelves(plates):
            x = self.left
            for plate in shelf:
                self.shapes += plate.shapes(x, self.y)
                x += plate.size[0] + GAP
            self.y += max(plate.size[1] for plate in shelf) + 20

    def legend(self, legend: Legend) -> None:
        """The signs on their colours and the scales, as many in a line as fit."""
        x = self.left
        samples = [([role], sign, meaning) for sign, role, meaning in legend.signs]
        samples += [([*roles], "0", meaning) for roles, meaning in legend.scales]
        for roles, first, meaning in samples:
            swatches = 28 * len(roles) - 2
            wide = swatches + 8 + prose(meaning, PROSE) + 22
            if x > self.left and x + wide > self.left + self.width:
                x, self.y = self.left, self.y + 29
            for i, role in enumerate(roles):
                self._swatch(role, first if i == 0 else "", x + 28 * i)
            self.shapes.append(text("p", x + swatches + 8, self.y + 16, meaning))
            x += wide
        self.y += 34 if samples else 0

    def _swatch(self, role: str, sign: str, x: float) -> None:
        kind = f' class="{role}"' if role else ""
        box = f'x="{number(x)}" y="{number(self.y)}" width="26" height="22" rx="3"'
        self.shapes.append(Shape(CELLS, f"<rect{kind} {box}/>"))
        if sign:
            self.shapes.append(text(role, x + 13, self.y + 17, sign))
