"""One account of a pooling problem: which cells a window sees, who won, who gets which share.

Every picture, sentence, step and fraction is told from here, and this is read off the computed
problem: nothing is pooled a second time. Numbers are exact fractions of what was written, so 0.1
is 1/10.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, lru_cache

from poolviz.core.geometry import Axis
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.words import size

Cell = tuple[int, int]
Problem = MaxPooling | AvgPooling


@lru_cache(2**16)
def exactly(number: float) -> Fraction:
    """The number that the shortest text for a float64 writes.

    >>> exactly(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(float(number)))


class Window:
    """What one window sees, chooses and sends back; `at` is its cell of the output."""

    def __init__(self, problem: Problem, at: Cell) -> None:
        self.problem, self.at = problem, at

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The input's cells that it sees, in row-major order."""
        g, (i, j) = self.problem.geometry, self.at
        return tuple((r, c) for r in g.rows.cells(i) for c in g.columns.cells(j))

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The numbers in its cells."""
        return tuple(float(self.problem.input[cell]) for cell in self.cells)

    @property
    def outside(self) -> int:
        """How many of its cells lie outside the input."""
        height, width = self.problem.geometry.kernel
        return height * width - len(self.cells)

    @cached_property
    def output(self) -> Fraction:
        """Its number in the output."""
        if self.divisor is None:
            return exactly(self.problem.output[self.at])
        return sum(map(exactly, self.values), Fraction()) / self.divisor

    @property
    def divisor(self) -> int | None:
        """What its sum is divided by; None for max."""
        problem = self.problem
        return int(problem.divisors[self.at]) if isinstance(problem, AvgPooling) else None

    @property
    def argmax(self) -> Cell | None:
        """The cell that it chose; None for avg."""
        if not isinstance(self.problem, MaxPooling):
            return None
        row, column = self.problem.argmax[self.at].tolist()
        return row, column

    @cached_property
    def tied(self) -> tuple[Cell, ...]:
        """The cells that share its maximum, if there are several."""
        problem = self.problem
        if not isinstance(problem, MaxPooling) or problem.tied[self.at] < 2:
            return ()
        return tuple(cell for cell in self.cells if problem.input[cell] == problem.output[self.at])

    @property
    def hit(self) -> tuple[Cell, ...]:
        """The cells that it sends gradient to."""
        if self.argmax is None:
            return self.cells
        alone = self.problem.ties in ("first", "last") or not self.tied  # type: ignore[union-attr]
        return (self.argmax,) if alone else self.tied

    @property
    def times(self) -> int:
        """How many cells it sends gradient to."""
        if isinstance(self.problem, AvgPooling):
            return int(self.problem.cells[self.at])
        return len(self.hit)

    def hits(self, cell: Cell) -> bool:
        """Whether it sends gradient to a cell that it sees."""
        return self.argmax is None or cell == self.argmax or cell in self.hit

    @property
    def upstream(self) -> Fraction:
        """The derivative dLoss/dOutput of its cell of the output."""
        if self.problem.loss is None:
            return exactly(self.problem.upstream[self.at])
        return Fraction(1, self.problem.loss_over)

    @cached_property
    def parts(self) -> int:
        """Into how many parts the upstream gradient goes: the divisor, or the tied cells."""
        problem = self.problem
        if isinstance(problem, AvgPooling):
            return int(problem.divisors[self.at])
        return len(self.hit) if problem.ties == "split" else 1

    @cached_property
    def share(self) -> Fraction:
        """What each cell that it hits gets."""
        return self.upstream / self.parts


class Account:
    """The windows and cells of a computed problem, one at a time."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def windows(self) -> Iterator[Window]:
        """All windows in row-major order."""
        rows, columns = self.problem.geometry.shape
        return (Window(self.problem, (i, j)) for i in range(rows) for j in range(columns))

    def window(self, at: Cell) -> Window:
        """The window that makes a cell of the output."""
        self._check("window", at, self.problem.geometry.shape)
        return Window(self.problem, at)

    def seeing(self, cell: Cell) -> list[Window]:
        """The windows that see a cell of the input."""
        geometry = self.problem.geometry
        self._check("cell", cell, geometry.input_shape)
        rows, columns = geometry.rows.windows_of(cell[0]), geometry.columns.windows_of(cell[1])
        return [Window(self.problem, (i, j)) for i in rows for j in columns]

    def _check(self, name: str, at: Cell, shape: Cell) -> None:
        if not (0 <= at[0] < shape[0] and 0 <= at[1] < shape[1]):
            where = "input" if name == "cell" else "output"
            raise ValueError(
                f"{name} {at[0]},{at[1]} is not there: the {where} is {size(shape)}, "
                f"so {name}s go from 0,0 to {shape[0] - 1},{shape[1] - 1}"
            )

    def gradient(self, cell: Cell) -> Fraction:
        """The derivative dLoss/dInput of a cell, as an exact fraction."""
        problem = self.problem
        if isinstance(problem, AvgPooling) and problem.loss is not None:
            rows, columns = self._weights
            return rows[cell[0]] * columns[cell[1]] / problem.loss_over
        shares = (window.share for window in self.seeing(cell) if window.hits(cell))
        return sum(shares, Fraction())

    @cached_property
    def _weights(self) -> tuple[list[Fraction], list[Fraction]]:
        """Average pooling: what the windows' sums are worth, by row and by column.

        A window's divisor is a number for its rows times one for its columns, so a cell's part
        of the sum of all outputs is the product of a sum over each.
        """
        rows, columns = self.problem.geometry.rows, self.problem.geometry.columns
        down, across = self.problem.factors  # type: ignore[union-attr]
        return _worth(rows, down.tolist()), _worth(columns, across.tolist())

    @cached_property
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""
        problem = self.problem
        if problem.loss is None:
            return None
        if isinstance(problem, MaxPooling):
            return sum(map(exactly, problem.output.flat), Fraction()) / problem.loss_over
        rows, columns = self._weights
        total = Fraction()
        for weight, row in zip(rows, problem.input.tolist(), strict=True):
            total += weight * sum((w * exactly(v) for w, v in zip(columns, row, strict=True)), 0)
        return total / problem.loss_over

    def sums(self) -> tuple[Fraction, Fraction]:
        """What arrives at all cells together, and what all windows together have upstream."""
        arrived = sent = Fraction()
        for window in self.windows():
            sent += window.upstream
            arrived += window.share * window.times
        return arrived, sent


def _worth(axis: Axis, divisors: list[int]) -> list[Fraction]:
    """The sum of 1 / divisor over the windows that see each cell of an axis."""
    parts = [Fraction(1, divisor) for divisor in divisors]
    return [
        sum((parts[window] for window in axis.windows_of(cell)), Fraction())
        for cell in range(axis.size)
    ]
