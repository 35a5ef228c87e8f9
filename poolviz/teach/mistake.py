"""What a mistake is: a rule from one attempt to another, and when it acts beside another one."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from poolviz.core.pooling import Operation, Pooling
from poolviz.teach.attempt import Attempt, Matrix, matrices
from poolviz.teach.rules import Rule
from poolviz.teach.told import Tell

ONLY_MAX: frozenset[Operation] = frozenset({"max"})
ONLY_AVG: frozenset[Operation] = frozenset({"avg"})
EITHER = ONLY_MAX | ONLY_AVG

JOINT = "+"
"""Stands between the names of two mistakes made together."""


class Stage(enum.IntEnum):
    """When a mistake acts: of two together, the one of the earlier stage comes first."""

    READ = 0
    """Another matrix is given."""
    PROBLEM = 1
    """Another problem is solved."""
    WINDOW = 2
    """A window computes or sends something else."""
    ADDING = 3
    """A cell does something else with what it is sent."""
    FINISHED = 4
    """The finished matrix is changed."""


@dataclass(frozen=True)
class Mistake:
    """A known wrong way to compute a matrix.

    >>> from poolviz.teach.mistakes import mistake
    >>> mistake("assigned").of
    ('gradient',)
    """

    name: str
    of: tuple[Matrix, ...]
    stage: Stage
    rule: Rule
    why: str
    """Why it is wrong."""
    tell: Tell
    """What is to be done in one cell instead, with its numbers."""
    operations: frozenset[Operation] = EITHER
    """Those that it can be made with."""

    def suits(self, attempt: Attempt) -> bool:
        """Whether it can be made in an attempt."""
        return attempt.matrix in self.of and not self.operations.isdisjoint(attempt.operations)

    def made(self, attempt: Attempt) -> Attempt:
        """The attempt of a learner who makes it; the same where it cannot be made."""
        return self.rule(attempt) if self.suits(attempt) else attempt

    def matrices(self, problem: Pooling) -> tuple[Matrix, ...]:
        """The matrices of a problem in which it can be made."""
        return tuple(m for m in matrices(problem) if self.suits(Attempt.right(problem, m)))


def in_order(some: Sequence[Mistake]) -> list[Mistake]:
    """Mistakes made together, the first to act first."""
    return sorted(some, key=lambda one: one.stage)


def together(some: Sequence[Mistake], attempt: Attempt) -> Attempt:
    """The attempt of a learner who makes all of these mistakes."""
    for one in in_order(some):
        attempt = one.made(attempt)
    return attempt
