"""One account of a pooling problem: which cells a window sees, who won, who gets which share.

Every picture, sentence, step and fraction is told from here, and this is read off the computed
problem: nothing is pooled a second time. Numbers are exact fractions of what was written, so 0.1
is 1/10. What max and average pooling do differently is a method of `MaxWindow` and `AvgWindow`,
`MaxAccount` and `AvgAccount`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.geometry import Axis
from poolviz.core.matrix import Counts, Floats
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.explain.cells import Cell, Cells
from poolviz.explain.exactly import exact_sum, exactly
from poolviz.words import size

Flags = NDArray[np.bool_]
Problem = MaxPooling | AvgPooling


class Window(ABC):
    """What one window sees, chooses and sends back; `at` is its cell of the output."""

    argmax: Cell | None = None
    """The cell that it chose; None for avg."""
    divisor: int | None = None
    """What its sum is divided by; None for max."""

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


class Account(ABC):
    """The windows and cells of a computed problem, one at a time."""

    outside: ClassVar[float | str]
    """What a cell outside the input is to a window."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @abstractmethod
    def _window(self, at: Cell) -> Window:
        """A window that is there."""

    def windows(self) -> Iterator[Window]:
        """All windows in row-major order."""
        rows, columns = self.problem.geometry.shape
        return (self._window((i, j)) for i in range(rows) for j in range(columns))

    def window(self, at: Cell) -> Window:
        """The window that makes a cell of the output."""
        _check("window", at, self.problem.geometry.shape, "output")
        return self._window(at)

    def seeing(self, cell: Cell) -> list[Window]:
        """The windows that see a cell of the input."""
        return [self._window(at) for at in self.seen_by(cell)]

    def seen_by(self, cell: Cell) -> list[Cell]:
        """Where the windows that see a cell stand in the output."""
        geometry = self.problem.geometry
        _check("cell", cell, geometry.input_shape, "input")
        rows, columns = geometry.rows.windows_of(cell[0]), geometry.columns.windows_of(cell[1])
        return [(i, j) for i in rows for j in columns]

    def gradient(self, cell: Cell) -> Fraction:
        """The derivative dLoss/dInput of a cell, as an exact fraction."""
        shares = (window.share for window in self.seeing(cell) if window.hits(cell))
        return sum(shares, Fraction())

    @property
    @abstractmethod
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""

    def roles(self) -> dict[str, Flags]:
        """Which cells of the input play which role, for roles that any cell may play."""
        return {"unseen": self.problem.coverage == 0}

    @abstractmethod
    def hits_after(self, windows: int) -> Counts:
        """The hits of the first so many windows in row-major order."""

    @cached_property
    def sent(self) -> Fraction:
        """What all windows together have upstream."""
        if self.problem.loss is None:
            return exact_sum(self.problem.upstream)
        return Fraction(self.problem.output.size, self.problem.loss_over)

    @property
    @abstractmethod
    def arrived(self) -> Fraction:
        """What arrives at all cells together."""


class MaxAccount(Account):
    """The account of a max pooling."""

    outside = "-inf"
    problem: MaxPooling

    def _window(self, at: Cell) -> MaxWindow:
        return MaxWindow(self.problem, at)

    @cached_property
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""
        if self.problem.loss is None:
            return None
        return exact_sum(self.problem.output) / self.problem.loss_over

    def hits_after(self, windows: int) -> Counts:
        """The hits of the first so many windows in row-major order."""
        p = self.problem
        if p.one_each:
            return p.windows.count(p.winners.ravel()[:windows])
        which = np.arange(p.output.size).reshape(p.output.shape) < windows
        return p.windows.count_tied(p.input, p.output, which)

    @cached_property
    def arrived(self) -> Fraction:
        """What arrives at all cells together: more than is sent where each tied cell gets all."""
        problem = self.problem
        if problem.ties != "all" or problem.output.size == int(problem.hits.sum()):
            return self.sent
        counts = np.flatnonzero(np.bincount(problem.tied.ravel())).tolist()
        if problem.loss is not None:
            return Fraction(int(problem.tied.sum()), problem.loss_over)
        shared = (exact_sum(problem.upstream[problem.tied == n]) * n for n in counts)
        return sum(shared, Fraction())

    def roles(self) -> dict[str, Flags]:
        """Which cells won a window, tied for one, or are seen by none."""
        won, tied = self.problem.hits > 0, self.problem.tied_hits > 0
        return {"won": won, "tied": tied, **super().roles()}


class AvgAccount(Account):
    """The account of an average pooling.

    A window's divisor is a number for its rows times one for its columns, so a cell's part of
    the sum of all outputs is the product of a sum over each. Few of these sums differ.
    """

    outside = 0.0
    problem: AvgPooling

    def _window(self, at: Cell) -> AvgWindow:
        return AvgWindow(self.problem, at)

    def gradient(self, cell: Cell) -> Fraction:
        """The derivative dLoss/dInput of a cell, as an exact fraction."""
        if self.problem.loss is None:
            return super().gradient(cell)
        rows, columns = self._weights
        return rows[cell[0]] * columns[cell[1]] / self.problem.loss_over

    @cached_property
    def _weights(self) -> tuple[list[Fraction], list[Fraction]]:
        """What the windows' sums are worth, by row and by column."""
        rows, columns = self.problem.geometry.rows, self.problem.geometry.columns
        down, across = self.problem.factors
        return _worth(rows, down.tolist()), _worth(columns, across.tolist())

    @cached_property
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""
        if self.problem.loss is None:
            return None
        return _weighted(self.problem.input, *self._weights) / self.problem.loss_over

    def hits_after(self, windows: int) -> Counts:
        """The hits of the first so many windows in row-major order."""
        p = self.problem
        which = np.arange(p.output.size).reshape(p.output.shape) < windows
        ones = tuple(np.ones(side, dtype=np.intp) for side in p.output.shape)
        counted = p.windows.spread(which.astype(np.float64), (ones[0], ones[1]))
        return counted.astype(np.intp)

    @cached_property
    def arrived(self) -> Fraction:
        """What arrives at all cells together: each window's cells of its divisor."""
        problem, g = self.problem, self.problem.geometry
        down, across = (
            [Fraction(len(axis.cells(i)), int(over)) for i, over in enumerate(factor)]
            for axis, factor in zip((g.rows, g.columns), problem.factors, strict=True)
        )
        if problem.loss is not None:
            return sum(down, Fraction()) * sum(across, Fraction()) / problem.loss_over
        return _weighted(problem.upstream, down, across)


def _weighted(values: Floats, down: Sequence[Fraction], across: Sequence[Fraction]) -> Fraction:
    """The sum of a matrix's numbers, each times the weights of its row and its column."""
    rows, columns = (_places(weights) for weights in (down, across))
    return sum(
        (
            row * column * exact_sum(values[np.ix_(at_rows, at_columns)])
            for row, at_rows in rows.items()
            for column, at_columns in columns.items()
            if row and column
        ),
        Fraction(),
    )


def _places(weights: Sequence[Fraction]) -> dict[Fraction, list[int]]:
    """Where each weight stands."""
    places: dict[Fraction, list[int]] = {}
    for at, weight in enumerate(weights):
        places.setdefault(weight, []).append(at)
    return places


ACCOUNTS: dict[str, type[Account]] = {"max": MaxAccount, "avg": AvgAccount}


def account(problem: Problem) -> Account:
    """The account of a problem."""
    return ACCOUNTS[problem.operation](problem)


def _check(name: str, at: Cell, shape: Cell, where: str) -> None:
    if not (0 <= at[0] < shape[0] and 0 <= at[1] < shape[1]):
        raise ValueError(
            f"{name} {at[0]},{at[1]} is not there: the {where} is {size(shape)}, "
            f"so {name}s go from 0,0 to {shape[0] - 1},{shape[1] - 1}"
        )


def _worth(axis: Axis, divisors: list[int]) -> list[Fraction]:
    """The sum of 1 / divisor over the windows that see each cell of an axis."""
    parts = [Fraction(1, divisor) for divisor in divisors]
    return [
        sum((parts[window] for window in axis.windows_of(cell)), Fraction())
        for cell in range(axis.size)
    ]
