"""Parts of a view side by side: each a heading with what stands below it, as wide as the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from poolviz.draw.blocks import Block, Heading
from poolviz.write.svg_flow import GAP, MARGIN, WIDE, Flow, shelf_width, shelves
from poolviz.write.svg_panel import Plate

LEAST = 300.0
"""A part is at least as wide, so that its sentences stay lines."""

Part = list[tuple[Block, Sequence[Plate]]]
"""A heading and the blocks below it, each with its matrices."""


def parted(drawn: Iterable[tuple[Block, Sequence[Plate]]]) -> list[list[Part]]:
    """Parts that can stand side by side are together, any other is alone.

    >>> three = [Heading("one", 3), Heading("two", 3), Heading("end", 3)]
    >>> [len(group) for group in parted([(heading, []) for heading in three])]
    [1, 1, 1]
    """
    parts: list[Part] = []
    for block, plates in drawn:
        if isinstance(block, Heading) or not parts:
            parts.append([])
        parts[-1].append((block, plates))
    groups: list[list[Part]] = []
    for together, some in groupby(parts, _can_stand_beside):
        alike = list(some)
        groups += [alike] if together else [[part] for part in alike]
    return groups


def _can_stand_beside(part: Part) -> bool:
    """Whether it is a part of a view, with a matrix."""
    heading = part[0][0]
    return isinstance(heading, Heading) and heading.level == 3 and any(p for _, p in part)


def _card_width(group: Sequence[Part]) -> float:
    """The width that all parts of a group have."""
    widths = [shelf_width(s) for part in group for _, plates in part for s in shelves(plates)]
    return max([LEAST, *widths])


def group_width(group: Sequence[Part]) -> float:
    """How wide parts are side by side, as many as fit."""
    width = _card_width(group)
    return min(len(group), _abreast(width, WIDE)) * (width + GAP) - GAP


def _abreast(width: float, room: float) -> int:
    return max(1, int((room + GAP) // (width + GAP)))


def draw(flow: Flow, group: Sequence[Part]) -> None:
    """Draw parts, as many beside each other as fit."""
    width = _card_width(group)
    columns = _abreast(width, flow.width) if len(group) > 1 else 1
    for first in range(0, len(group), columns):
        cards = []
        for at, part in enumerate(group[first : first + columns]):
            room = flow.width if columns == 1 else width
            cards.append(Flow(room, flow.y, MARGIN + at * (width + GAP)))
            for block, plates in part:
                cards[-1].add(block, plates)
        flow.shapes += [shape for card in cards for shape in card.shapes]
        flow.y = max(card.y for card in cards)
