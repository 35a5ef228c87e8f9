"""What a mistake is: a rule from one attempt to another, and when it acts beside another one."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from poolviz.core.pooling import Pooling
from poolviz.teach.attempt import Attempt, Matrix, Operation, matrices
from poolviz.teach.rules import Rule
from poolviz.teach.told import Tell

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
    operation: Operation | None = None
    """The one operation that it can be made with, or either."""

    def made(self, attempt: Attempt) -> Attempt:
        """The attempt of a learner who makes it; the same where it cannot be made."""
        other = self.operation is not None and self.operation not in attempt.operations
        return attempt if other or attempt.matrix not in self.of else self.rule(attempt)

    def matrices(self, problem: Pooling) -> tuple[Matrix, ...]:
        """The matrices of a problem in which it can be made."""
        if self.operation not in (None, problem.operation):
            return ()
        return tuple(name for name in matrices(problem) if name in self.of)


def in_order(some: Sequence[Mistake]) -> list[Mistake]:
    """Mistakes made together, the first to act first."""
    return sorted(some, key=lambda one: one.stage)


def together(some: Sequence[Mistake], attempt: Attempt) -> Attempt:
    """The attempt of a learner who makes all of these mistakes."""
    for one in in_order(some):
        attempt = one.made(attempt)
    return attempt
