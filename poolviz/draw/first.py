"""The first screen: the matrices side by side, the sums, the legend, the remarks."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.draw.blocks import Block, Panels, Sentences
from poolviz.draw.drawing import Drawing
from poolviz.draw.marks import input_roles, legend
from poolviz.explain.asked import Asked, shown
from poolviz.explain.sentences import Telling


def blocks(telling: Telling, asked: Asked) -> Iterator[Block]:
    """The matrices that stand on the first screen, and what is said of them."""
    names = shown(telling.account.problem, asked)
    yield Panels(Drawing(telling, asked.edges, asked.fractions).panels(names))
    yield Sentences((telling.sums(asked.fractions),))
    if "input" in names:
        yield legend(telling, list(input_roles(telling)), outside=asked.edges)
    yield Sentences(tuple(telling.remarks(always=asked.edges)))
