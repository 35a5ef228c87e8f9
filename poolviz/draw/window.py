"""One window: where it lies, what it computes, what it sends back."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.draw.blocks import Block, Heading, Panels, Sentences
from poolviz.draw.drawing import Drawing
from poolviz.draw.marks import legend, window_roles
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.sentences import Telling


def blocks(telling: Telling, asked: Asked, at: Cell) -> Iterator[Block]:
    """The window of a cell of the output, framed in the input."""
    window = telling.account.window(at)
    edges = asked.edges or bool(window.outside)
    yield Heading(telling.where(window))
    yield Panels((Drawing(telling, edges, asked.fractions).input(window),))
    yield legend(telling, list(window_roles(window)), outside=edges)
    yield Sentences(tuple(telling.window(window)))
