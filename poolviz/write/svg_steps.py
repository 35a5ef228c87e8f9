"""An animation: the complete picture, then the steps, by CSS alone.

What stands in several pictures is drawn once; a group holds what comes and goes together, and one
rule says when. Without motion (not wanted, or not known to a renderer) the complete picture stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from poolviz.draw.blocks import Block, Heading, Panels
from poolviz.write.grid import OMITTED
from poolviz.write.svg import document, said
from poolviz.write.svg_flow import MARGIN, Flow, arranged, content_width
from poolviz.write.svg_panel import CELLS, FRAMES, TEXTS, Plate, Shape
from poolviz.write.svg_text import number

MOST_STEPS = 120
"""No animation has more steps: who would watch it?"""

STILL, STEP = 4.0, 2.0
"""For how many seconds the complete picture stands, and each step."""

Frames = int
"""In which pictures something stands: bit 0 is the complete one, bit k is step k."""


def animated(
    still: Iterable[Block], steps: Sequence[Iterable[Block]], decimals: int = 4, full: bool = False
) -> str:
    """The complete picture and the steps as one figure that moves.

    Each step is read before the next one is asked for its blocks.

    Raises ValueError where there are too many steps to watch.
    """
    if len(steps) > MOST_STEPS:
        raise ValueError(
            f"{len(steps)} steps are too many for an animation, which has at most {MOST_STEPS}: "
            "a larger stride makes fewer, and an .html page steps through any number"
        )
    pictures = [Picture.of(blocks, decimals, full) for blocks in (still, *steps)]
    _agree(pictures)
    told = [block for picture in pictures for block in picture.blocks]
    width = content_width(told, [drawn for picture in pictures for drawn in picture.plates])
    shapes, height = _drawn(pictures, width)
    body, motion = _moving(shapes, len(pictures))
    return document(body, width, height, said(pictures[0].blocks), motion)


class Picture(NamedTuple):
    """One of the pictures: its blocks, and the matrices of each."""

    blocks: list[Block]
    plates: list[list[Plate]]

    @classmethod
    def of(cls, blocks: Iterable[Block], decimals: int, full: bool) -> Picture:
        """The picture that these blocks make."""
        told = list(blocks)
        return cls(told, arranged(told, decimals, full))

    def all(self) -> list[Plate]:
        """All its matrices."""
        return [plate for drawn in self.plates for plate in drawn]

    def panels(self, width: float, y: float) -> Flow:
        """Its matrices, from this height on."""
        flow = Flow(width, y)
        for block, drawn in zip(self.blocks, self.plates, strict=True):
            if isinstance(block, Panels):
                flow.add(block, drawn)
        return flow

    def words(self, width: float, y: float) -> Flow:
        """All else but its head line."""
        flow = Flow(width, y)
        for block in self.blocks:
            if not isinstance(block, Panels) and not _head(block):
                flow.add(block)
        if not all(plate.grid.whole for plate in self.all()):
            flow.sentence(OMITTED, "p quiet")
        return flow


def _head(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _agree(pictures: Iterable[Picture]) -> None:
    """Give the cells of a matrix one width in all pictures, so that nothing moves but the steps."""
    same: dict[tuple[int, str], list[Plate]] = {}
    for picture in pictures:
        for at, plate in enumerate(picture.all()):
            same.setdefault((at, plate.grid.panel.name), []).append(plate)
    for plates in same.values():
        room = plates[0].room
        for plate in plates:
            room = room.with_(plate.room)
        for plate in plates:
            plate.room = room


def _drawn(pictures: Sequence[Picture], width: float) -> tuple[dict[Shape, Frames], float]:
    """Every shape with the pictures that it stands in, and the height of the highest."""
    everywhere = (1 << len(pictures)) - 1
    head = Flow(width)
    for block in filter(_head, pictures[0].blocks):
        head.add(block)
    above = [picture.panels(width, head.y) for picture in pictures]
    middle = max(flow.y for flow in above)
    below = [picture.words(width, middle) for picture in pictures]
    bottom = max(flow.y for flow in below)
    shapes: dict[Shape, Frames] = dict.fromkeys(head.shapes, everywhere)
    for flows in (above, below):
        for at, flow in enumerate(flows):
            for shape in flow.shapes:
                shapes[shape] = shapes.get(shape, 0) | 1 << at
    for shape, frames in _progress(len(pictures) - 1, width, bottom + 4):
        shapes[shape] = frames or everywhere
    return shapes, bottom + 16


def _progress(steps: int, width: float, y: float) -> Iterator[tuple[Shape, Frames]]:
    """A line along the bottom, and on it how far the steps have come."""
    at = f'y="{number(y)}" height="4"'
    yield (
        Shape(CELLS, f'<rect class="track" x="{number(MARGIN)}" width="{number(width)}" {at}/>'),
        0,
    )
    for step in range(1, steps + 1):
        box = f'x="{number(MARGIN)}" width="{number(width * step / steps)}" {at}'
        yield Shape(CELLS, f'<rect class="here" {box}/>'), 1 << step


def _moving(shapes: dict[Shape, Frames], pictures: int) -> tuple[str, str]:
    """The shapes in groups that come and go together, and the rules that say when."""
    everywhere = (1 << pictures) - 1
    names: dict[Frames, str] = {}
    parts: list[str] = []
    for layer in (CELLS, TEXTS, FRAMES):
        groups: dict[Frames, list[str]] = {}
        for shape, frames in shapes.items():
            if shape.layer == layer:
                groups.setdefault(frames, []).append(shape.markup)
        parts += groups.pop(everywhere, [])
        for frames, markups in groups.items():
            name = names.setdefault(frames, f"f{len(names)}")
            parts.append(f'<g class="{name}">{"".join(markups)}</g>')
    return "\n".join(parts), "".join(_rules(names, pictures))


def _rules(names: dict[Frames, str], pictures: int) -> Iterator[str]:
    """When each group is seen."""
    total = STILL + STEP * (pictures - 1)
    hidden = ",".join(f".pv .{name}" for frames, name in names.items() if not frames & 1)
    if hidden:
        yield f"{hidden}{{visibility:hidden}}\n"
    yield "@media (prefers-reduced-motion:no-preference){"
    yield from (
        f".pv .{name}{{animation:pv{pictures}{name} {number(total)}s step-end infinite}}"
        for name in names.values()
    )
    yield ".pv:hover g{animation-play-state:paused}}\n"
    for frames, name in names.items():
        turns = []
        for at in range(pictures):
            seen = bool(frames >> at & 1)
            if at == 0 or seen != bool(frames >> at - 1 & 1):
                when = 100 * (STILL + STEP * (at - 1)) / total if at else 0.0
                turns.append(f"{number(when)}%{{visibility:{'visible' if seen else 'hidden'}}}")
        yield f"@keyframes pv{pictures}{name}{{{''.join(turns)}}}\n"
