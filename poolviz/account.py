"""One account of a pooling problem: which cells a window sees, who won, who gets which share.

Every picture, sentence, step and fraction is told from here, and this is read off the computed
problem: nothing is pooled a second time. Numbers are exact fractions of what was written, so 0.1
is 1/10.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from poolviz.avg import AvgPooling
from poolviz.max import MaxPooling

if TYPE_CHECKING:
    from collections.abc import Iterator

Cell = tuple[int, int]
Problem = MaxPooling | AvgPooling


def exactly(number: float) -> Fraction:
    """The number that the shortest text for a float64 writes.

    >>> exactly(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(float(number)))


@dataclass(frozen=True)
class Window:
    """What one window saw, chose and sends back."""

    at: Cell
    start: Cell
    cells: tuple[Cell, ...]
    values: tuple[float, ...]
    outside: int
    """Its cells in the padding or the overhang."""
    output: Fraction
    hit: tuple[Cell, ...]
    """The cells that it sends gradient to."""
    tied: tuple[Cell, ...]
    """The cells that share its maximum, if there are several."""
    divisor: int | None
    upstream: Fraction
    share: Fraction
    """What each hit cell gets."""


class Account:
    """The windows and cells of a computed problem, one at a time."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.geometry = problem.geometry

    def windows(self) -> Iterator[Window]:
        """All windows in row-major order."""
        rows, columns = self.geometry.shape
        for i in range(rows):
            for j in range(columns):
                yield self.window(i, j)

    def window(self, i: int, j: int) -> Window:
        """The window that makes output cell (i, j)."""
        rows, columns = self.geometry.rows, self.geometry.columns
        cells = tuple((r, c) for r in rows.cells(i) for c in columns.cells(j))
        values = tuple(float(self.problem.input[cell]) for cell in cells)
        upstream = self.upstream(i, j)
        problem = self.problem
        if isinstance(problem, MaxPooling):
            best = float(problem.output[i, j])
            tied = tuple(cell for cell, value in zip(cells, values, strict=True) if value == best)
            row, column = (int(n) for n in problem.argmax[i, j])
            hit = ((row, column),) if problem.ties in ("first", "last") else tied
            share = upstream / len(hit) if problem.ties == "split" else upstream
            output, divisor = exactly(best), None
        else:
            tied, hit, divisor = (), cells, int(problem.divisors[i, j])
            share = upstream / divisor
            output = sum(map(exactly, values), Fraction()) / divisor
        return Window(
            at=(i, j),
            start=(rows.starts[i], columns.starts[j]),
            cells=cells,
            values=values,
            outside=rows.kernel * columns.kernel - len(cells),
            output=output,
            hit=hit,
            tied=tied if len(tied) > 1 else (),
            divisor=divisor,
            upstream=upstream,
            share=share,
        )

    def upstream(self, i: int, j: int) -> Fraction:
        """dLoss/dOutput of output cell (i, j)."""
        if self.problem.loss is None:
            return exactly(self.problem.upstream[i, j])
        return Fraction(1, self.problem.parts)

    def seeing(self, row: int, column: int) -> list[Window]:
        """The windows that see an input cell."""
        rows = self.geometry.rows.windows_of(row)
        columns = self.geometry.columns.windows_of(column)
        return [self.window(i, j) for i in rows for j in columns]

    def sent(self, row: int, column: int) -> list[Window]:
        """Of the windows that see an input cell, those that send it gradient."""
        return [window for window in self.seeing(row, column) if (row, column) in window.hit]

    def gradient(self, row: int, column: int) -> Fraction:
        """dLoss/dInput of an input cell, as an exact fraction."""
        return sum((window.share for window in self.sent(row, column)), Fraction())

    @cached_property
    def loss(self) -> Fraction | None:
        """The loss as an exact fraction; None where the upstream gradient was given."""
        if self.problem.loss is None:
            return None
        total = sum((window.output for window in self.windows()), Fraction())
        return total / self.problem.parts
