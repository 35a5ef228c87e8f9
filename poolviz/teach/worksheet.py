"""Worksheets: the same kinds of questions for all copies, with other numbers in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from poolviz.teach.questions import Question
from poolviz.teach.questions_kinds import Kind, kinds
from poolviz.teach.questions_search import question
from poolviz.teach.questions_topics import TOPICS

MOST_SAME = 200
"""After so many problems that other copies have, one of them is given again."""


class Sheet(NamedTuple):
    """One copy; the first one has the number 1."""

    copy: int
    questions: tuple[Question, ...]


def sheets(
    seed: str,
    operation: str = "both",
    topics: Sequence[str] = TOPICS,
    copies: int = 1,
    count: int = 6,
) -> Iterator[Sheet]:
    """The copies of one worksheet, in order.

    >>> one, other = sheets("7", topics=("ties",), copies=2, count=1)
    >>> one.questions[0].topic, one.questions[0].key == other.questions[0].key
    ('ties', False)
    """
    chosen = [_kind(seed, operation, topics, number) for number in range(count)]
    seen: set[str] = set()
    for copy in range(1, copies + 1):
        questions = []
        for number, kind in enumerate(chosen, 1):
            found = _new(kind, f"{seed}/{copy}/{number}", seen)
            seen.add(identity(found))
            questions.append(found)
        yield Sheet(copy, tuple(questions))


def _kind(seed: str, operation: str, topics: Sequence[str], number: int) -> Kind:
    """The kind of a question: the topics take turns, and the kinds within each."""
    turn, at = divmod(number, len(topics))
    some = kinds(topics[at], operation)
    first = Random(f"{seed}/{topics[at]}").randrange(len(some))  # noqa: S311 nothing secret
    return some[(first + turn) % len(some)]


def _new(kind: Kind, seed: str, seen: set[str]) -> Question:
    """A question that no copy has yet, if there are any left."""
    same = 0

    def taken(found: Question) -> bool:
        nonlocal same
        same += 1
        return same <= MOST_SAME and identity(found) in seen

    return question(kind, seed, taken)


def identity(asked: Question) -> str:
    """What makes a question this one and no other."""
    numbers = asked.problem.input.tolist() if asked.shows_input else []
    return f"{asked.setting} {asked.asks} {numbers}"
