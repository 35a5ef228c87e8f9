"""A figure: the blocks as an SVG that is right in every renderer, on light and dark.

Nothing in it comes from outside, and it relies on little: rectangles, texts placed one by one,
classes. Fonts differ in width; a text is placed by the side on which its neighbours must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from poolviz.draw.blocks import Block, Heading, Panels, Sentences
from poolviz.write.grid import OMITTED
from poolviz.write.svg_cards import draw, group_width, parted
from poolviz.write.svg_flow import MARGIN, Flow, arranged, content_width
from poolviz.write.svg_panel import CELLS, FRAMES, TEXTS, Shape
from poolviz.write.svg_style import style
from poolviz.write.svg_text import escaped, number


def svg(blocks: Iterable[Block], decimals: int = 4, full: bool = False) -> str:
    """The blocks as one still figure.

    >>> from poolviz.draw.blocks import Panel
    >>> panel = Panel("output", range(1), range(2), lambda row, column: column + 0.5)
    >>> figure = svg([Heading("max pooling", 1), Panels((panel,))])
    >>> figure.count("<rect"), ">0.5</text>" in figure
    (3, True)
    """
    told = list(blocks)
    plates = arranged(told, decimals, full)
    groups = parted(zip(told, plates, strict=True))
    flow = Flow(max(content_width(told, plates), *map(group_width, groups)))
    for group in groups:
        draw(flow, group)
    if any(not plate.grid.whole for drawn in plates for plate in drawn):
        flow.sentence(OMITTED, "p quiet")
    body = "\n".join(layered(flow.shapes))
    return document(body, flow.width, flow.y, said(told))


def layered(shapes: Iterable[Shape]) -> list[str]:
    """The cells, over them the texts, over them the frames."""
    told = list(shapes)
    return [s.markup for layer in (CELLS, TEXTS, FRAMES) for s in told if s.layer == layer]


def said(blocks: Iterable[Block]) -> list[str]:
    """What the figure says in words; the first is what it is called."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            texts.append(block.text)
        elif isinstance(block, Sentences):
            texts += block.texts
        elif isinstance(block, Panels):
            texts += [f"{p.name}: {note}" for p in block.panels for note in p.notes]
    return texts or ["poolviz"]


CLASS = re.compile(r' class="([^"]*)"')


def document(body: str, width: float, height: float, said: Sequence[str], motion: str = "") -> str:
    """The whole file."""
    wide, high = number(width + 2 * MARGIN), number(height + MARGIN - 14)
    roles = {role for found in CLASS.findall(body) for role in found.split()}
    description = "\n".join(map(escaped, said[1:]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pv" role="img" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">\n'
        f"<title>{escaped(said[0])}</title>\n"
        f"<desc>{description}</desc>\n"
        f"<style>\n{style(roles)}\n{motion}</style>\n"
        f'<rect class="page" width="{wide}" height="{high}" rx="8"/>\n{body}\n</svg>\n'
    )
