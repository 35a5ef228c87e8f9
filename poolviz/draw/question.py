"""A question as it is put: the problem in words, its numbers, what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from poolviz.core.matrix import Floats
from poolviz.draw.blocks import Block, Heading, Panel, Panels, Sentences
from poolviz.teach.questions import Question


def blocks(question: Question, heading: Heading) -> Iterator[Block]:
    """A heading, the setting, the input without marks, and the question."""
    yield heading
    yield Sentences((question.setting,))
    panels = tuple(given(question))
    if panels:
        yield Panels(panels)
    yield Sentences((question.asks,))


def given(question: Question) -> Iterator[Panel]:
    """The matrices that are given."""
    if question.shows_input:
        yield panel("input", question.problem.input)
    if question.problem.given is not None:
        yield panel("upstream", question.problem.given)


def panel(name: str, values: Floats) -> Panel:
    """A matrix that plays no role yet."""
    height, width = values.shape
    return Panel(name, range(height), range(width), lambda r, c: values[r, c].item())
