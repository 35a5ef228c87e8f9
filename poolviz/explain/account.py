"""One account of a pooling problem: its windows and cells, exact sums, who plays which role.

Every picture, sentence, step and fraction is told from here. What max and average pooling do
differently is a method of `MaxAccount` and `AvgAccount`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

import numpy as np

from poolviz.core.geometry import Axis
from poolviz.core.matrix import Counts, Floats
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exact_sum
from poolviz.explain.window import AvgWindow, Flags, MaxWindow, Problem, Window
from poolviz.words import size


class Account(ABC):
    """The windows and cells of a computed problem, one at a time."""

    outside: ClassVar[float | str]
    """What a cell outside the input is to a window."""

    def __init__(self, problem: Problem, follows: Account | None = None) -> None:
        """`follows`: the next layer of a chain, whose exact gradient is the upstream gradient."""
        self.problem, self.follows = problem, follows

    @abstractmethod
    def _plain(self, at: Cell) -> Window:
        """A window that is there, by itself."""

    def _window(self, at: Cell) -> Window:
        """A window that is there."""
        window = self._plain(at)
        if self.follows is not None:
            window.handed = self.follows.gradient(at)
        return window

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
        if self.follows is not None:
            return self.follows.arrived
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

    def _plain(self, at: Cell) -> MaxWindow:
        return MaxWindow(self.problem, at)

    @cached_property
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""
        if self.problem.loss is None:
            return None
        return exact_sum(self.problem.output) / self.problem.loss_over

    def gradient(self, cell: Cell) -> Fraction:
        """The derivative dLoss/dInput of a cell; where each hit brings the same, by its hits."""
        p = self.problem
        if p.loss is None or self.follows is not None or not (p.one_each or p.ties == "all"):
            return super().gradient(cell)
        return Fraction(int(p.hits[cell]), p.loss_over)

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
        if self.follows is not None:
            return sum((w.share * w.times for w in self.windows()), Fraction())
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

    def _plain(self, at: Cell) -> AvgWindow:
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
        counted = p.windows.spread(which.astype(np.float64), (ones[0], ones[1]), over=1)
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
        if self.follows is not None:
            shares = (window.share * window.times for window in self.windows())
            return sum(shares, Fraction())
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
    places: dict[tuple[int, int], list[int]] = {}
    for at, weight in enumerate(weights):  # a pair of integers has a quicker hash
        places.setdefault(weight.as_integer_ratio(), []).append(at)
    return {Fraction(*weight): found for weight, found in places.items()}


ACCOUNTS: dict[str, type[Account]] = {"max": MaxAccount, "avg": AvgAccount}


def account(problem: Problem, follows: Account | None = None) -> Account:
    """The account of a problem; `follows`: that of the next layer of a chain."""
    return ACCOUNTS[problem.operation](problem, follows)


def _check(name: str, at: Cell, shape: Cell, where: str) -> None:
    if not (0 <= at[0] < shape[0] and 0 <= at[1] < shape[1]):
        raise ValueError(
            f"{name} {at[0]},{at[1]} is not there: the {where} is {size(shape)}, "
            f"so {name}s go from 0,0 to {shape[0] - 1},{shape[1] - 1}"
        )


def _worth(axis: Axis, divisors: list[int]) -> list[Fraction]:
    """The sum of 1 / divisor over the windows that see each cell of an axis."""
    common = math.lcm(*divisors)
    parts = [common // divisor for divisor in divisors]
    seeing = map(axis.windows_of, range(axis.size))
    sums = [sum(parts[seen.start : seen.stop : seen.step]) for seen in seeing]
    worth = {found: Fraction(found, common) for found in set(sums)}
    return [worth[found] for found in sums]
