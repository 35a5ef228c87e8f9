"""Worksheets as values: kinds, numbers, copies, seeds."""

from __future__ import annotations

import pytest

from poolviz.teach.questions_topics import TOPICS, possible
from poolviz.teach.worksheet import identity, sheets


def test_topics_take_turns() -> None:
    """In their order, again from the first where there are more questions."""
    (sheet,) = sheets("7", "avg", ("size", "divisor"), count=5)
    assert sheet.copy == 1
    assert [q.topic for q in sheet.questions] == ["size", "divisor", "size", "divisor", "size"]
    assert {q.problem.operation for q in sheet.questions} == {"avg"}


@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.parametrize("operation", ["max", "avg"])
def test_copies_have_the_same_kinds_of_questions_and_other_numbers(
    operation: str, seed: str
) -> None:
    """No question stands twice."""
    topics = possible(operation)
    copies = list(sheets(seed, operation, topics, copies=12, count=2 * len(topics)))
    assert [sheet.copy for sheet in copies] == list(range(1, 13))
    kinds = [
        [(q.topic, q.sought, q.at is None, set(q.about) if q.topic != "ties" else 0) for q in s[1]]
        for s in copies
    ]
    assert all(each == kinds[0] for each in kinds)
    found = [identity(q) for sheet in copies for q in sheet.questions]
    assert len(set(found)) == len(found)


def test_many_copies_of_few_problems_end() -> None:
    """Where nothing new is left, something is given again, and soon."""
    copies = list(sheets("1", "avg", ("divisor",), copies=150, count=1))
    assert len({identity(sheet.questions[0]) for sheet in copies}) >= 50


def test_a_seed_gives_the_same_sheets_however_many_are_asked_for() -> None:
    """So a copy can be made again, and its key; another seed gives others."""

    def made(seed: str, copies: int) -> list[list[str]]:
        return [[identity(q) for q in s.questions] for s in sheets(seed, copies=copies, count=11)]

    assert made("7", 3) == made("7", 5)[:3]
    assert made("7", 1) != made("8", 1)
    assert [q.topic for s in sheets("7", count=11) for q in s.questions] == list(TOPICS)
