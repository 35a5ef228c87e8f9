"""The way to a question's answer, in the sentences of the views of windows and cells."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.explain.account import account
from poolviz.explain.sentences import Telling
from poolviz.explain.telling import telling
from poolviz.explain.telling_avg import AvgTelling
from poolviz.explain.window import Window
from poolviz.teach.attempt import OF_WINDOWS
from poolviz.teach.questions import Question


def worked(question: Question) -> tuple[str, ...]:
    """How the answer comes about.

    >>> from poolviz import max_pool
    >>> row = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> for line in worked(Question("gradient", row, "gradient", (0, 1), ("assigned",))):
    ...     print(line)
    output[0,0] = max(1, 9) = 9 at (0, 1)
    output[0,1] = max(9, 2) = 9 at (0, 1)
    cell (0, 1) = 9: seen by 2 windows, won both
    gradient[0,1] = 1/2 (window 0,0) + 1/2 (window 0,1) = 1
    """
    tells = telling(account(question.problem))
    if question.sought == "size":
        return tuple(tells.remarks(always=True)[:3])
    if question.sought in OF_WINDOWS:
        return tuple(_windows(question, tells))
    return tuple(_cells(question, tells))


def _windows(question: Question, tells: Telling) -> Iterator[str]:
    """The windows that are asked for."""
    if question.at is not None:
        window = tells.account.window(question.at)
        yield tells.where(window)
        yield _one(question, tells, window)
        return
    for window in tells.account.windows():
        yield _one(question, tells, window)


def _one(question: Question, tells: Telling, window: Window) -> str:
    """What a window gives, or what it is divided by."""
    if question.sought == "divisors" and isinstance(tells, AvgTelling):
        return tells.divided(window)
    return tells.forward(window)


def _cells(question: Question, tells: Telling) -> Iterator[str]:
    """The cells that are asked for, and first what the windows that see them do."""
    height, width = question.problem.geometry.input_shape
    told = tells.account
    cells = [question.at] if question.at else [(r, c) for r in range(height) for c in range(width)]
    seeing = told.seeing(question.at) if question.at else list(told.windows())
    if "argmax" in question.problem.EXTRA:
        yield from map(tells.forward, seeing)
    if question.sought == "gradient" and (question.at is None or question.problem.loss is None):
        yield from map(tells.backward, seeing)
    for cell in cells:
        seen, total = tells.cell(cell, told.seeing(cell))
        if question.at or question.sought == "hits":
            yield seen
        if question.sought == "gradient" and (question.at or told.gradient(cell)):
            yield total
