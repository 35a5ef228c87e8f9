"""A page: all that is asked for of one problem, from the head line to the last remark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from poolviz.draw import cell, first, window
from poolviz.draw.blocks import Block, Heading, Sentences
from poolviz.draw.steps import StepDrawing
from poolviz.explain.account import account
from poolviz.explain.asked import Asked, shown
from poolviz.explain.sentences import Telling
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem

View = Callable[[Telling, Asked], Iterator[Iterator[Block]]]
"""What one kind of look at a problem shows; nothing is loaded for what is not asked for."""


def page(problem: Problem, asked: Asked) -> Iterator[Block]:
    """All that is asked for, in order; each view is made when its blocks are asked for.

    Raises ValueError, before the first block, where a matrix, a cell or a window asked for is not
    there.
    """
    tells = telling(account(problem), asked.decimals, asked.full, asked.fractions)
    shown(problem, asked)
    _refuse(problem, asked)
    for at in asked.windows:
        tells.account.window(at)
    for looked_at in (*asked.cells, *asked.nudges):
        if looked_at is not None:
            tells.account.seen_by(looked_at)
    views = chain.from_iterable(view(tells, asked) for view in VIEWS)
    return chain(head(tells, asked), chain.from_iterable(views))


def _refuse(problem: Problem, asked: Asked) -> None:
    """Raise ValueError where an option, a mistake or a matrix is asked for that there is not."""
    for option in asked.compares:
        from poolviz.explain.compare import judged as option_judged

        option_judged(problem, option)
    for name in asked.mistakes:
        from poolviz.teach.outcome import Outcomes

        Outcomes(problem).judge(name)
    if asked.checks:
        from poolviz.teach.check import judged

        judged(problem, asked.checks)


def head(tells: Telling, asked: Asked) -> Iterator[Block]:
    """What was done, to which input."""
    yield Heading(tells.head() + asked.which, 1)
    if asked.notes:
        yield Sentences(asked.notes)


def _first(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if not asked.close or (asked.show and not (asked.compares or asked.mistakes)):
        yield first.blocks(tells, asked)


def _looks(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    yield from (window.blocks(tells, asked, at) for at in asked.windows)
    yield from (cell.blocks(tells, asked, at) for at in asked.cells)


def _nudges(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.nudges:
        from poolviz.draw import nudge

        for at in asked.nudges:
            yield nudge.every(tells, asked) if at is None else nudge.blocks(tells, asked, at)


def _compares(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.compares:
        from poolviz.draw import compare
        from poolviz.explain.compare import compare as compared

        for option in asked.compares:
            yield compare.blocks(tells, asked, compared(tells.account.problem, option))


def _mistakes(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.mistakes:
        from poolviz.draw import mistake

        yield from (mistake.blocks(tells, asked, name) for name in asked.mistakes)


def _checks(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.checks:
        from poolviz.draw import check
        from poolviz.teach.check import judged

        for one in judged(tells.account.problem, asked.checks):
            yield check.blocks(tells, asked, one, asked.reveal)


def _steps(tells: Telling, asked: Asked) -> Iterator[Iterator[Block]]:
    if asked.step:
        steps = StepDrawing(tells, asked)
        yield from map(steps.blocks, range(len(steps.steps)))


VIEWS: tuple[View, ...] = (_first, _looks, _nudges, _compares, _mistakes, _checks, _steps)
"""In the order in which they stand on a page."""
