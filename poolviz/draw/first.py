"""The first screen: the matrices side by side, the sums, the legend, the remarks."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.draw.blocks import Block, Panels, Sentences
from poolviz.draw.drawing import SHADED, Drawing
from poolviz.draw.marks import input_roles, legend
from poolviz.explain.asked import Asked, shown
from poolviz.explain.sentences import Telling


def blocks(telling: Telling, asked: Asked) -> Iterator[Block]:
    """The matrices that stand on the first screen, and what is said of them."""
    names = shown(telling.account.problem, asked)
    yield Panels(Drawing(telling, asked.edges, asked.fractions).panels(names))
    yield Sentences((telling.sums(),))
    roles = list(input_roles(telling)) if "input" in names else []
    shaded = [name for name in names if name in SHADED]
    yield legend(telling, roles, outside=asked.edges and "input" in names, shaded=shaded)
    yield Sentences(tuple(telling.remarks(always=asked.edges)))
