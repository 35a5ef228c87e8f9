"""One window of a pooling problem: which cells it sees, which won, which share it sends.

It is read off the computed problem: nothing is pooled a second time. Numbers are exact fractions of
what was written, so 0.1 is 1/10. What max and average pooling do differently is a method of
`MaxWindow` and `AvgWindow`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from poolviz.core.matrix import Floats, NDArray
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.explain.cells import Cell, Cells
from poolviz.explain.exactly import exact_sum, exactly

Flags = NDArray[np.bool_]
Problem = MaxPooling | AvgPooling


class Window(ABC):
    """What one window sees, chooses and sends back; `at` is its cell of the output."""

    argmax: Cell | None = None
    """The cell that it chose; None for avg."""
    divisor: int | None = None
    """What its sum is divided by; None for max."""
    handed: Fraction | None = None
    """The exact upstream gradient where the next layer of a chain handed it up."""

    def __init__(self, problem: Problem, at: Cell) -> None:
        self.problem, self.at = problem, at

    @property
    def tied(self) -> Sequence[Cell]:
        """The cells that share its maximum, if there are several."""
        return ()

    @cached_property
    def cells(self) -> Cells:
        """The input's cells that it sees, in row-major order."""
        g, (i, j) = self.problem.geometry, self.at
        return Cells(g.rows.cells(i), g.columns.cells(j))

    @cached_property
    def taps(self) -> tuple[range, range]:
        """The rows and the columns that it looks at, those outside the input too."""
        g, (i, j) = self.problem.geometry, self.at
        return g.rows.taps(i), g.columns.taps(j)

    @property
    def lines(self) -> tuple[slice, slice]:
        """The rows and the columns of its cells, for a look into a matrix of the input's size."""
        rows, columns = (
            slice(line.start, line.stop, line.step)
            for line in (self.cells.rows, self.cells.columns)
        )
        return rows, columns

    @property
    def values(self) -> Floats:
        """The numbers in its cells, as rows and columns of a matrix that is not copied."""
        return self.problem.input[self.lines]

    @property
    def outside(self) -> int:
        """How many of its cells lie outside the input."""
        rows, columns = self.taps
        return len(rows) * len(columns) - len(self.cells)

    @property
    @abstractmethod
    def output(self) -> Fraction:
        """Its number in the output."""

    @property
    @abstractmethod
    def hit(self) -> Sequence[Cell]:
        """The cells that it sends gradient to."""

    @property
    def times(self) -> int:
        """How many cells it sends gradient to."""
        return len(self.hit)

    @abstractmethod
    def hits(self, cell: Cell) -> bool:
        """Whether it sends gradient to a cell that it sees."""

    @property
    def upstream(self) -> Fraction:
        """The derivative dLoss/dOutput of its cell of the output."""
        if self.handed is not None:
            return self.handed
        if self.problem.loss is None:
            return exactly(self.problem.upstream[self.at])
        return Fraction(1, self.problem.loss_over)

    @property
    @abstractmethod
    def over(self) -> int:
        """What its upstream gradient is divided by: the divisor, or the cells that share it."""

    @cached_property
    def share(self) -> Fraction:
        """What each cell that it hits gets."""
        return self.upstream / self.over


class MaxWindow(Window):
    """A window of max pooling: one cell, or those that tie for the maximum, are hit."""

    def __init__(self, problem: MaxPooling, at: Cell) -> None:
        super().__init__(problem, at)
        self.ties = problem.ties
        row, column = problem.argmax[at].tolist()
        self.argmax: Cell = (row, column)
        self._tying = int(problem.tied[at])

    @cached_property
    def tied(self) -> Sequence[Cell]:
        """The cells that share its maximum, if there are several; looked for when asked for."""
        if self._tying == 1:
            return ()
        places = np.flatnonzero(self.values == self.problem.output[self.at])
        return tuple(self.cells[place] for place in places.tolist())

    @property
    def output(self) -> Fraction:
        """Its number in the output."""
        return exactly(self.problem.output[self.at])

    @property
    def hit(self) -> Sequence[Cell]:
        """The cells that it sends gradient to."""
        alone = self.ties in ("first", "last") or not self.tied
        return (self.argmax,) if alone else self.tied

    def hits(self, cell: Cell) -> bool:
        """Whether it sends gradient to a cell that it sees."""
        return cell in self.hit

    @property
    def over(self) -> int:
        """What its upstream gradient is divided by: the cells that share it."""
        return self._tying if self.ties == "split" else 1


class AvgWindow(Window):
    """A window of average pooling: every cell is hit."""

    def __init__(self, problem: AvgPooling, at: Cell) -> None:
        super().__init__(problem, at)
        self.divisor: int = int(problem.divisors[at])
        self._times = int(problem.cells[at])

    @cached_property
    def output(self) -> Fraction:
        """Its number in the output."""
        return exact_sum(self.values) / self.divisor

    @property
    def hit(self) -> Sequence[Cell]:
        """The cells that it sends gradient to."""
        return self.cells

    @property
    def times(self) -> int:
        """How many cells it sends gradient to, without listing them."""
        return self._times

    def hits(self, cell: Cell) -> bool:  # noqa: ARG002 it hits them all
        """Whether it sends gradient to a cell that it sees."""
        return True

    @property
    def over(self) -> int:
        """What its upstream gradient is divided by."""
        return self.divisor
