"""A page: all that is asked for of one problem, from the head line to the last remark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from poolviz.draw import cell, first, window
from poolviz.draw.blocks import Block, Heading
from poolviz.draw.steps import StepDrawing
from poolviz.explain.asked import Asked, shown
from poolviz.explain.sentences import Telling
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem, account


def page(problem: Problem, asked: Asked) -> Iterator[Block]:
    """All that is asked for, in order; each view is made when its blocks are asked for.

    Raises ValueError, before the first block, where a matrix, a cell or a window asked for is not
    there.
    """
    tells = telling(account(problem), asked.decimals, asked.full, asked.fractions)
    shown(problem, asked)
    for at in asked.windows:
        tells.account.window(at)
    for at in asked.cells:
        tells.account.seen_by(at)
    return chain([Heading(tells.head(), 1)], chain.from_iterable(_views(tells, asked)))


def _views(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.show or not asked.close:
        yield first.blocks(tells, asked)
    yield from (window.blocks(tells, asked, at) for at in asked.windows)
    yield from (cell.blocks(tells, asked, at) for at in asked.cells)
    if asked.step:
        steps = StepDrawing(tells, asked)
        yield from map(steps.blocks, range(len(steps.steps)))
