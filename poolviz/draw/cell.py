"""One cell of the input: the windows that see it, and its gradient as a sum."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.draw.blocks import Block, Heading, Panels, Sentences
from poolviz.draw.drawing import Drawing
from poolviz.draw.marks import legend, window_roles
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.sentences import Telling

MOST_WINDOWS = 12
"""More windows of a cell are drawn only in full."""


def blocks(telling: Telling, asked: Asked, at: Cell) -> Iterator[Block]:
    """Each window that sees a cell, drawn with what the cell got from it."""
    windows = telling.account.seeing(at)
    title, total = telling.cell(at, windows)
    drawn = windows
    if len(windows) > MOST_WINDOWS and not asked.full:  # those that hit it must be seen
        some = sorted(windows, key=lambda window: not window.hits(at))[:MOST_WINDOWS]
        drawn = sorted(some, key=lambda window: window.at)
    drawing = Drawing(telling, asked.edges, asked.fractions)
    more = len(windows) - len(drawn)
    yield Heading(title)
    yield Panels(
        tuple(drawing.window(window, at) for window in drawn),
        f"… and {more} more windows (--full draws them)" if more else "",
    )
    roles = dict.fromkeys(role for window in drawn for role in window_roles(window))
    yield legend(telling, list(roles), outside=any(window.outside for window in drawn))
    yield Sentences((total,))
