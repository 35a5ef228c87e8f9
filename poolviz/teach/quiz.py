"""A quiz: which question comes next, what its tries were, and what they say in the end.

It asks nobody itself: the command puts the questions and hands over the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from poolviz.teach.questions import Question
from poolviz.teach.questions_judge import Reply, reply
from poolviz.teach.questions_kinds import KINDS, Kind, kinds
from poolviz.teach.questions_search import question
from poolviz.teach.questions_topics import TOPICS
from poolviz.teach.quiz_lessons import for_mistake, for_topic

TRIES = 2
"""So often a question may be answered."""

DONE = 2
"""So many right in a row, and a topic is done."""


PATIENCE = 2
"""So many of a topic wrong, and it rests for as many questions as went wrong in it."""

IN_A_ROW = 3
"""So many questions of one topic, and another one is asked."""


class Try(NamedTuple):
    """One answer, and what is to be said of it; one that cannot be read is a wrong one."""

    text: str
    reply: Reply


class Item:
    """A question that was asked, and the tries at it."""

    def __init__(self, number: int, question: Question, kind: Kind) -> None:
        self.number, self.question, self.kind = number, question, kind
        self.tries: list[Try] = []

    @property
    def right(self) -> bool:
        """Whether the last try was right."""
        return bool(self.tries) and self.tries[-1].reply.right

    @property
    def at_once(self) -> bool:
        """Whether the first try was."""
        return self.right and len(self.tries) == 1

    @property
    def over(self) -> bool:
        """Whether there is nothing more to try."""
        return self.right or len(self.tries) == TRIES

    @property
    def unclear(self) -> bool:
        """Whether something went wrong, and no known mistake is the reason."""
        wrong = [one.reply for one in self.tries if not one.reply.right]
        return bool(wrong) and not any(each.mistakes for each in wrong)

    def answer(self, text: str, forgiving: bool = False) -> Reply:
        """Judge a try; what cannot be read is a wrong one, or if `forgiving` none at all."""
        try:
            found = reply(self.question, text)
        except ValueError as error:
            found = Reply(False, tuple(str(error).splitlines()), read=False)
        if found.read or not forgiving:
            self.tries.append(Try(text, found))
        return found


class Help(NamedTuple):
    """A lesson, and the mistakes and topics that it helps with."""

    lesson: str
    mistakes: tuple[str, ...]
    topics: tuple[str, ...]


class Quiz:
    """The questions of one quiz, each chosen when the one before is over.

    >>> quiz = Quiz("7", topics=("size",))
    >>> while item := quiz.next():
    ...     right = item.answer(item.question.key)
    >>> len(quiz.items), quiz.done
    (2, ('size',))
    """

    def __init__(
        self, seed: str, operation: str = "both", topics: Sequence[str] = TOPICS, count: int = 20
    ) -> None:
        self.seed, self.operation = seed, operation
        self.topics, self.count = tuple(topics), count
        self.items: list[Item] = []

    def next(self) -> Item | None:
        """The next question; None at the end of the quiz."""
        topic = self._topic() if len(self.items) < self.count else None
        if topic is None:
            return None
        kind, number = self._kind(topic), len(self.items) + 1
        item = Item(number, question(kind, f"{self.seed}/{number}"), kind)
        self.items.append(item)
        return item

    # --- where the learner is -----------------------------------------------------------------

    def asked(self, topic: str) -> list[Item]:
        """The questions of a topic."""
        return [item for item in self.items if item.question.topic == topic]

    def streak(self, topic: str) -> int:
        """How many of a topic's last questions were right at once."""
        count = 0
        for item in reversed(self.asked(topic)):
            if not item.at_once:
                break
            count += 1
        return count

    def missed(self, topic: str) -> int:
        """How many questions of a topic went wrong that none has made up for."""
        count = 0
        for item in self.asked(topic):
            count = max(0, count - 1) if item.at_once else count + 1
        return count

    @property
    def done(self) -> tuple[str, ...]:
        """The topics that are done."""
        return tuple(topic for topic in self.topics if self.streak(topic) >= DONE)

    @property
    def mistakes(self) -> Counter[str]:
        """How often each mistake was made."""
        tries = (one for item in self.items for one in item.tries)
        return Counter(name for one in tries for name in one.reply.mistakes)

    @property
    def helps(self) -> tuple[Help, ...]:
        """The lessons that help, first with what was done wrong most often.

        A topic stands for what went wrong in it where no mistake is known to be the reason.
        """
        made: dict[str, list[str]] = {}
        for name, _ in self.mistakes.most_common():
            made.setdefault(for_mistake(name), []).append(name)
        unclear: dict[str, list[str]] = {}
        for topic in dict.fromkeys(item.question.topic for item in self.items if item.unclear):
            unclear.setdefault(for_topic(topic), []).append(topic)
        return tuple(
            Help(lesson, tuple(made.get(lesson, ())), tuple(unclear.get(lesson, ())))
            for lesson in dict.fromkeys([*made, *unclear])
        )

    # --- what comes next ----------------------------------------------------------------------

    def _topic(self) -> str | None:
        """Where most went wrong, else what is begun, else the next one; None if all are done.

        Topics that rest are passed over; if all do, the one that was asked longest ago is next.
        """
        left = [topic for topic in self.topics if topic not in self.done]
        ready = [topic for topic in left if not self._rests(topic)]
        if not ready:
            return max(left, key=self._since, default=None)
        return max(ready, key=lambda topic: (self.missed(topic), self.streak(topic)))

    def _rests(self, topic: str) -> bool:
        """Whether a topic leaves its place to others: it went wrong often, or had many turns."""
        last = [item.question.topic for item in self.items[-IN_A_ROW:]]
        missed = self.missed(topic)
        tires = missed >= PATIENCE and not self.streak(topic) and self._since(topic) < missed
        return tires or last == [topic] * IN_A_ROW

    def _since(self, topic: str) -> int:
        """How many questions of other topics were asked since one of this topic."""
        topics = [item.question.topic for item in reversed(self.items)]
        return topics.index(topic) if topic in topics else len(topics)

    def _kind(self, topic: str) -> Kind:
        """A kind asked least often, of these one about mistakes that were made."""
        made = set(self.mistakes)
        some = kinds(topic, self.operation)
        first = Random(f"{self.seed}/{topic}").randrange(len(some))  # noqa: S311 nothing secret
        some = some[first:] + some[:first]
        times = Counter(KINDS.index(item.kind) for item in self.asked(topic))
        return min(
            some,
            key=lambda kind: (times[KINDS.index(kind)], -len(made.intersection(kind.about))),
        )
