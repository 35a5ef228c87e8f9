"""A cell of the input a little larger and a little smaller: what moves, and how steeply.

The derivative at a cell is the slope of the loss there. Where cells tie for a maximum it has two:
larger, the cell wins the window; smaller, another of the tied cells holds it. Numbers are exact
fractions, and the step is so small that no winner changes but where cells tie: so a slope is
exactly a change divided by a step.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from poolviz.arguments import TIES
from poolviz.core.matrix import Floats, NDArray
from poolviz.core.pooling import AvgPooling, MaxPooling, Ties
from poolviz.core.problem import otherwise
from poolviz.explain.account import account
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exactly
from poolviz.explain.slopes import MaxSlopes, below, nudges, sliced
from poolviz.explain.window import Problem


class Nudge(ABC):
    """What happens when one cell is made a step larger, and a step smaller."""

    kinks: ClassVar[bool] = False
    """Whether the slopes can differ."""

    def __init__(self, problem: Problem, cell: Cell) -> None:
        self.problem, self.cell = problem, cell
        self.account = account(problem)
        self.seen_by = self.account.seen_by(cell)
        self.value = exactly(problem.input[cell])

    @property
    @abstractmethod
    def larger(self) -> Mapping[Cell, Fraction]:
        """The outputs that grow when the cell grows, and how many times as much as it does."""

    @property
    @abstractmethod
    def smaller(self) -> Mapping[Cell, Fraction]:
        """The outputs that shrink when the cell shrinks, and how many times as much as it does."""

    @property
    def gap(self) -> Fraction | None:
        """How far the cell can move before a winner changes; None where nothing bounds it."""
        return None

    @property
    def tied(self) -> Sequence[Cell]:
        """The outputs whose maximum the cell shares with others."""
        return ()

    @property
    def rule(self) -> str:
        """The tie rule."""
        return ""

    @property
    def choices(self) -> Mapping[str, Fraction]:
        """What each tie rule makes the gradient of the cell."""
        return {}

    @cached_property
    def step(self) -> Fraction:
        """A power of ten: below the gap, and small beside the numbers of the input."""
        return below(self.gap, float(np.abs(self.problem.input).max()))

    @cached_property
    def left(self) -> Fraction:
        """The slope from the left: the loss's change over the cell's when the cell shrinks."""
        return self._slope(self.smaller)

    @cached_property
    def right(self) -> Fraction:
        """The slope from the right: the loss's change over the cell's when the cell grows."""
        return self._slope(self.larger)

    @cached_property
    def gradient(self) -> Fraction:
        """The derivative dLoss/dInput of the cell, as the problem has it."""
        return self.account.gradient(self.cell)

    @cached_property
    def loss(self) -> Fraction:
        """The loss; or, where the upstream gradient is given, the sum of it times the output."""
        return self._weighed() if self.account.loss is None else self.account.loss

    @abstractmethod
    def _weighed(self) -> Fraction:
        """The sum of the upstream gradient times the output."""

    def facts(self) -> dict[str, Any]:
        """The nudge for JSON, its numbers those of the matrices that `nudges` gives."""
        return nudges(self.problem).fact(self.cell)

    def _slope(self, moved: Mapping[Cell, Fraction]) -> Fraction:
        """What is sent to the windows that move, times how far each does."""
        alike: defaultdict[Fraction, list[Cell]] = defaultdict(list)
        for at, rate in moved.items():
            alike[rate].append(at)
        return sum((rate * self._sent(windows) for rate, windows in alike.items()), Fraction())

    def _sent(self, windows: Collection[Cell]) -> Fraction:
        """The sum of some windows' upstream gradients."""
        p = self.problem
        if p.loss:
            return Fraction(len(windows), p.loss_over)
        return sum((exactly(p.upstream[at]) for at in windows), Fraction())


class MaxNudge(Nudge):
    """A nudge in max pooling: an output moves as far as the cell does, or not at all."""

    kinks = True
    problem: MaxPooling

    @cached_property
    def larger(self) -> Mapping[Cell, Fraction]:
        """Windows whose maximum the cell is, be it alone or tied."""
        won = MaxSlopes(self.problem).outputs(self.cell)
        return {(i, j): Fraction(1) for i, j in won}

    @cached_property
    def smaller(self) -> Mapping[Cell, Fraction]:
        """Windows whose maximum the cell alone is: in the others one that ties holds it."""
        return {at: rate for at, rate in self.larger.items() if self.problem.tied[at] == 1}

    @cached_property
    def tied(self) -> Sequence[Cell]:
        """The outputs whose maximum the cell shares with others."""
        return [at for at in self.larger if at not in self.smaller]

    @property
    def rule(self) -> str:
        """The tie rule."""
        return self.problem.ties

    @cached_property
    def choices(self) -> Mapping[str, Fraction]:
        """What each tie rule makes the gradient of the cell."""
        return {rule: self._by(rule) for rule in TIES}

    @cached_property
    def gradient(self) -> Fraction:
        """The derivative dLoss/dInput of the cell, as the problem has it."""
        return self._by(self.problem.ties)

    def _by(self, rule: Ties) -> Fraction:
        """The gradient of the cell by a tie rule."""
        if rule == "all":
            return self.right
        if rule == "split":
            tied = self.problem.tied
            return self._slope({at: Fraction(1, int(tied[at])) for at in self.larger})
        p = self.problem if rule == self.problem.ties else otherwise(self.problem, ties=rule)
        flat = self.cell[0] * p.input.shape[1] + self.cell[1]
        return self._sent([at for at in self.larger if p.winners[at] == flat])

    @cached_property
    def gap(self) -> Fraction | None:
        """The distance to the nearest value that it would pass, in the windows that see it."""
        p, value = self.problem, self.problem.input[self.cell]
        above = [m for at in self.seen_by if (m := float(p.output[at])) > value]
        under = [v for at in self.smaller for v in self._next(at)]
        gaps = [exactly(min(above)) - self.value] if above else []
        gaps += [self.value - exactly(max(under))] if under else []
        return min(gaps, default=None)

    def _weighed(self) -> Fraction:
        """The sum of the upstream gradient times the output."""
        sent, of_sent = _whole(self.problem.upstream)
        output, of_output = _whole(self.problem.output)
        return Fraction(int((sent * output).sum()), of_sent * of_output)

    def _next(self, at: Cell) -> list[float]:
        """The largest value below a window's maximum, if there is any."""
        g, (i, j) = self.problem.geometry, at
        cells = self.problem.input[sliced(g.rows.cells(i)), sliced(g.columns.cells(j))]
        less = cells[cells < self.problem.output[at]]
        return [float(less.max())] if less.size else []


class AvgNudge(Nudge):
    """A nudge in average pooling: every output that sees the cell moves, by its share."""

    problem: AvgPooling

    @cached_property
    def larger(self) -> Mapping[Cell, Fraction]:
        """The windows that see the cell: each moves by 1/divisor of what the cell does."""
        divisors = self.problem.divisors
        return {at: Fraction(1, int(divisors[at])) for at in self.seen_by}

    @property
    def smaller(self) -> Mapping[Cell, Fraction]:
        """The same ones: a sum has no kinks."""
        return self.larger

    def _weighed(self) -> Fraction:
        """The sum of the upstream gradient times the output."""
        g, divisors = self.problem.geometry, self.problem.divisors
        sent, of_sent = _whole(self.problem.upstream)
        cells, of_cells = _whole(self.problem.input)
        down = np.stack([cells[sliced(g.rows.cells(i))].sum(axis=0) for i in range(g.shape[0])])
        columns = [down[:, sliced(g.columns.cells(j))].sum(axis=1) for j in range(g.shape[1])]
        weighed = sent * np.stack(columns, axis=1)
        totals = (
            Fraction(int(weighed[divisors == d].sum()), d) for d in np.unique(divisors).tolist()
        )
        return sum(totals, Fraction()) / (of_sent * of_cells)


NUDGES = {"max": MaxNudge, "avg": AvgNudge}
"""The nudges of each operation."""


def _whole(matrix: Floats) -> tuple[NDArray[np.object_], int]:
    """A matrix as whole numbers and what all of them are to be divided by, exactly.

    Python's integers add up faster than fractions do.
    """
    numbers = [exactly(number) for number in matrix.ravel().tolist()]
    common = math.lcm(*{number.denominator for number in numbers})
    whole = [number.numerator * (common // number.denominator) for number in numbers]
    cells = np.empty(len(whole), dtype=object)
    cells[:] = whole
    return cells.reshape(matrix.shape), common


def nudge(problem: Problem, cell: Cell) -> Nudge:
    """One cell of the input, (row, column), a little larger and a little smaller.

    Raises ValueError where there is no such cell.

    >>> from poolviz import max_pool
    >>> tie = nudge(max_pool([[7, 7, 2]], kernel=(1, 3)), (0, 0))
    >>> tie.left, tie.right, tie.gradient
    (Fraction(0, 1), Fraction(1, 1), Fraction(1, 1))
    """
    return NUDGES[problem.operation](problem, cell)
