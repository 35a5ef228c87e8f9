"""Judges a learner's own matrix: what is right in it, and which mistake gives what is wrong.

>>> from poolviz import max_pool
>>> from poolviz.read.answer import read_answer
>>> problem = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
>>> judgement = judge(problem, read_answer("0 0.5 0"))
>>> judgement.right, judgement.mistakes
(False, ('assigned', 'assigned-window'))
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from poolviz.core.pooling import Pooling
from poolviz.explain.asked import Check
from poolviz.explain.cells import Cell
from poolviz.read.answer import Answer
from poolviz.read.cells import Verdict
from poolviz.teach import search
from poolviz.teach.attempt import Attempt, Matrix, matrices
from poolviz.teach.exact import Exact
from poolviz.teach.marked import Marking
from poolviz.teach.mistakes import named
from poolviz.teach.outcome import Outcome
from poolviz.teach.working import Working
from poolviz.words import listed, shown


def judge(
    problem: Pooling, answer: Answer, matrix: str = "gradient", working: Working | None = None
) -> Judgement:
    """What is to be said about an answer.

    `working` is kept from one answer to the next where many are judged.

    Raises ValueError where the problem has no such matrix.
    """
    possible = matrices(problem)
    for name in possible:
        if name == matrix:
            return Judgement(Marking(working or Working(problem), answer), name)
    raise ValueError(f"{problem.operation} has no {shown(matrix)}; check {listed(possible)}")


@lru_cache(4)
def judged(problem: Pooling, checks: tuple[Check, ...]) -> tuple[Judgement, ...]:
    """Some answers to one problem, judged once for all who ask."""
    working = Working(problem)
    return tuple(judge(problem, one.answer, one.matrix, working) for one in checks)


class Judgement:
    """An answer, judged: cell by cell, and as a whole."""

    def __init__(self, marking: Marking, matrix: Matrix) -> None:
        self.marking, self.matrix = marking, matrix
        self.working, self.answer = marking.working, marking.answer
        self.problem = self.working.problem
        self.attempt = Attempt.right(self.problem, matrix)
        self.verdicts: dict[Cell, Verdict] = {}
        """What each cell is, by row and column; none where the shape is wrong."""
        if self.fits:
            self.verdicts = {cell: marking.verdict(self.attempt, cell) for cell in marking.cells}

    @property
    def exact(self) -> Exact:
        """The right matrix."""
        return self.working.certain(self.attempt)

    @property
    def fits(self) -> bool:
        """Whether the answer has the right shape."""
        return self.answer.shape == self.exact.shape

    @property
    def unanswered(self) -> int:
        """How many cells are not answered."""
        return len(self.marking.cells) - len(self.marking.answered)

    @cached_property
    def wrong(self) -> list[Cell]:
        """The cells that are answered wrongly; none where the shape is wrong."""
        return [
            cell
            for cell, verdict in self.verdicts.items()
            if not verdict.right and verdict is not Verdict.UNANSWERED
        ]

    @property
    def right(self) -> bool:
        """Whether there are answers and all of them are right."""
        return self.fits and bool(self.marking.answered) and not self.wrong

    def remarked(self, verdict: Verdict) -> list[Cell]:
        """The cells of which the same is to be said."""
        return [cell for cell, found in self.verdicts.items() if found is verdict]

    @cached_property
    def mistakes(self) -> tuple[str, ...]:
        """All mistakes that give exactly this answer, or all pairs, joined by `+`."""
        if self.right:
            return ()
        return search.mistakes(self.marking, self.attempt, self.wrong)

    @cached_property
    def factor(self) -> Fraction | None:
        """By what the whole answer is scaled, if nothing else explains it."""
        if self.right or not self.fits or self.mistakes:
            return None
        return search.factor(self.marking, self.attempt)

    def outcomes(self) -> list[Outcome]:
        """What each of the mistakes gives on this problem."""
        return [Outcome(self.working, named(name), self.matrix) for name in self.mistakes]

    def facts(self) -> dict[str, Any]:
        """The judgement for JSON."""
        return {
            "matrix": self.matrix,
            "right": self.right,
            "shape": list(self.answer.shape),
            "cells": len(self.marking.cells),
            "unanswered": self.unanswered,
            "wrong": [list(cell) for cell in self.wrong],
            "mistakes": list(self.mistakes),
            "factor": _number(self.factor),
        }


def _number(factor: Fraction | None) -> float | int | str | None:
    """A factor as a JSON number where that is exact, else as a text."""
    if factor is None:
        return None
    if factor.denominator == 1:
        return int(factor)
    return float(factor) if Fraction(float(factor)) == factor else str(factor)
