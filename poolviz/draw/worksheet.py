"""A worksheet: questions with blanks to be filled, or with the answers and the way to them."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.draw.blocks import Block, Heading, Mark, Panel, Panels, Sentences
from poolviz.draw.question import given
from poolviz.teach.questions import Question
from poolviz.teach.questions_words import meanings
from poolviz.teach.questions_worked import worked
from poolviz.teach.worksheet import Sheet

LINE = "____"
"""A blank within a sentence."""

FORMS = {"size": f"answer: {LINE} × {LINE}", "argmax": f"answer: ({LINE}, {LINE})"}
"""The blanks that are no matrices, and no single numbers."""


def heading(sheet: Sheet, key: bool) -> Iterator[Block]:
    """The copy's number; on a sheet to be filled the learner's name."""
    if key:
        yield Heading(f"Pooling · key of copy {sheet.copy}", 1)
    else:
        yield Heading(f"Pooling · copy {sheet.copy}", 1)
        yield Sentences((f"name: {LINE * 6}",))


def item(place: int, question: Question, key: bool, blank: str) -> Iterator[Block]:
    """A question; `blank` stands in the cells that are to be filled."""
    yield Heading(f"{place} · {question.topic}")
    yield Sentences((question.setting, question.asks, *meanings(question)))
    panels = list(given(question))
    if question.sought != "size" and question.at is None:
        panels.append(_filled(question) if key else _empty(question, blank))
    if panels:
        yield Panels(tuple(panels))
    if question.sought == "size" or question.at is not None:
        empty = FORMS.get(question.sought, f"answer: {LINE * 2}")
        yield Sentences((f"answer: {question.key}" if key else empty,))
    if key:
        yield Sentences(worked(question))


def whole(sheet: Sheet, key: bool, blank: str) -> Iterator[Block]:
    """All of one copy."""
    yield from heading(sheet, key)
    for place, question in enumerate(sheet.questions, 1):
        yield from item(place, question, key, blank)


def _filled(question: Question) -> Panel:
    """The right matrix, exactly."""
    height, width = question.exact.shape

    def value(row: int, column: int) -> str:
        return question.number(question.exact, (row, column))

    return Panel(question.matrix, range(height), range(width), value)


def _empty(question: Question, blank: str) -> Panel:
    """A matrix of its size with nothing in it."""
    return _filled(question)._replace(
        value=lambda _row, _column: blank, mark=lambda _row, _column: Mark("", False, "blank")
    )
