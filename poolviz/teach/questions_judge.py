"""Judges the answer to a question: whether it is right, and which mistake gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from poolviz.explain.why import place
from poolviz.read.answer import read_answer
from poolviz.read.cells import At, Cell, Number, cell, size_in
from poolviz.read.numerals import LABEL, Fault
from poolviz.teach.check import Judgement, judge
from poolviz.teach.mistake import JOINT
from poolviz.teach.mistakes import mistake
from poolviz.teach.outcome import Outcome
from poolviz.teach.questions import Question
from poolviz.teach.verdict import sentences
from poolviz.words import shown, size

PLACE = re.compile(r"[(\[]?\s*([0-9]{1,6})(?:\s*,\s*|\s+)([0-9]{1,6})\s*[)\]]?")
"""A cell, with brackets or without."""


class Reply(NamedTuple):
    """What is to be said of an answer."""

    right: bool
    says: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    """Those that give it: if the question is about one of them, that one."""
    read: bool = True
    """Whether it could be read; if not, `says` tells why."""


def reply(question: Question, text: str) -> Reply:
    """What is to be said of an answer to a question.

    Raises Fault, a ValueError, where it cannot be read.

    >>> from poolviz import max_pool
    >>> row = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> asked = Question("gradient", row, "gradient", (0, 1), ("assigned",))
    >>> reply(asked, "1.0").right, reply(asked, "0.5").mistakes
    (True, ('assigned',))
    """
    if not text.strip():
        raise Fault("there is no answer", hint=f"write {question.form}")
    if question.sought == "size":
        return _size(question, text)
    if question.at is None:
        return _matrix(question, text)
    return _one(question, text)


# --- sizes --------------------------------------------------------------------------------


def _size(question: Question, text: str) -> Reply:
    given = size_in(text, f"write {question.form}")
    right = question.exact.shape
    if given == right:
        return Reply(True)
    found = _known(question, lambda outcome: outcome.exact.shape == given)
    if found:
        says = [f"{size(given)} is what {one.name} gives: {mistake(one.name).why}" for one in found]
        return Reply(False, tuple(says), tuple(one.name for one in found))
    if given == right[::-1]:
        return Reply(False, ("a size is (height, width): yours has them exchanged",))
    sides = [name for name, a, b in zip(("height", "width"), given, right, strict=True) if a != b]
    return Reply(False, (f"look again at the {' and the '.join(sides)}",))


# --- single numbers and places ------------------------------------------------------------


def _one(question: Question, text: str) -> Reply:
    """One cell of a matrix."""
    said = _said(question, text.strip())
    if _agrees(said, question.key):
        return Reply(True)

    def gives(outcome: Outcome) -> bool:
        answer = question.mistaken(outcome.name)
        return answer is not None and _agrees(said, answer)

    found = _known(question, gives)
    if not found:
        return Reply(False, (_unexplained(question, said),))
    says = [says for outcome in found for says in _explained(question, outcome, said)]
    return Reply(False, tuple(says), tuple(one.name for one in found))


def _said(question: Question, text: str) -> Cell:
    """What is written, if the question has such answers."""
    if question.sought == "argmax":
        place_ = PLACE.fullmatch(text)
        if not place_:
            raise Fault(f"{shown(text)} is no cell", hint=f"write {question.form}")
        row, column = place_.groups()
        return At(f"({row}, {column})", int(row), int(column))
    said = cell(text)
    if not isinstance(said, Number):
        raise Fault(f"{shown(text)} is not a number", hint=f"write {question.form}")
    return said


def _agrees(said: Cell, answer: str) -> bool:
    """Whether this is what an answer says."""
    if isinstance(said, At):
        return place((said.row, said.column)) == answer
    return said.agrees(Fraction(answer), 0.0).right


def _explained(question: Question, outcome: Outcome, said: Cell) -> list[str]:
    """What a mistake is, and what is to be done in the cell."""
    lines = [f"{said.text} is what {outcome.name} gives: {mistake(outcome.name).why}"]
    assert question.at is not None  # noqa: S101 one cell is asked for
    told = [told for _, told in outcome.told({question.at}) if told.cell == question.at]
    return lines + [f"{place(question.at)}: {one.sentence}" for one in told]


def _unexplained(question: Question, said: Cell) -> str:
    if isinstance(said, At) and place((said.column, said.row)) == question.key:
        return "a place is (row, column): yours has them exchanged"
    return f"no known mistake gives {said.text}: look again at the windows"


# --- matrices -----------------------------------------------------------------------------


def _matrix(question: Question, text: str) -> Reply:
    try:
        answer = read_answer(text, question.matrix)
    except Fault as fault:
        if fault.hint == LABEL:  # which a file has, and no answer
            fault.hint = f"write {question.form}"
        raise
    judgement = judge(question.problem, answer, question.matrix, question.outcomes.working)
    if judgement.right and judgement.unanswered:
        return Reply(False, (*_told(judgement), "all cells are asked for"))
    return Reply(judgement.right, _told(judgement), _named(question, judgement))


def _told(judgement: Judgement) -> tuple[str, ...]:
    """What is said of it, without the command's options."""
    return tuple(text for text in sentences(judgement) if not text.startswith("--"))


def _named(question: Question, judgement: Judgement) -> tuple[str, ...]:
    """The mistakes that were made; of several that fit those that the question is about."""
    about = tuple(name for name in judgement.mistakes if name in question.about)
    first = about or judgement.mistakes[:1]
    return tuple(name for names in first for name in names.split(JOINT))


# --- mistakes -----------------------------------------------------------------------------


def _known(question: Question, gives: Callable[[Outcome], bool]) -> list[Outcome]:
    """The mistakes that give an answer: the one that the question is about, else all."""
    about = [question.outcomes.of(name, question.matrix) for name in question.about]
    found = [outcome for outcome in about if gives(outcome)]
    if found:
        return found
    return [one for one in question.outcomes.single(question.matrix) if one.changes and gives(one)]
