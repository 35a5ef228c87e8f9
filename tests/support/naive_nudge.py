"""Slopes found by really making a cell larger and smaller and pooling again, in exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import naive
from strategies import Problem

Cell = tuple[int, int]
Exact = list[list[Fraction]]
Reading = Callable[[float], Fraction]


def written(number: float) -> Fraction:
    """The number that is written: 0.1 is 1/10."""
    return Fraction(repr(number))


@dataclass
class Slopes:
    """What the naive pooling finds on either side of one cell."""

    left: Fraction
    right: Fraction
    gradient: Fraction
    grown: list[Cell]
    shrunk: list[Cell]


class Nudging:
    """A problem pooled again and again; `read` says which exact number a float stands for."""

    def __init__(self, problem: Problem, read: Reading = written) -> None:
        self.operation = problem.operation
        self.x: Exact = [[read(value) for value in row] for row in problem.x]
        self.options: dict[str, Any] = dict(problem.options)
        if "upstream" in self.options:
            self.options["upstream"] = [[read(u) for u in row] for row in self.options["upstream"]]

    def pooled(self, x: Any = None, **changes: Any) -> naive.Pooled:
        """The answer, for another input or with other options."""
        answer = naive.pool(self.operation, x or self.x, **{**self.options, **changes})
        assert answer is not None
        return answer

    def loss(self, x: Any = None) -> Fraction:
        """The mean or sum of the output, or the sum of upstream times output."""
        output = self.pooled(x).output
        if "upstream" in self.options:
            pairs = zip(naive.flat(self.options["upstream"]), naive.flat(output), strict=True)
            return sum((u * o for u, o in pairs), Fraction())
        total = sum(naive.flat(output), Fraction())
        return total if self.options["loss"] == "sum" else total / len(naive.flat(output))

    def moved(self, cell: Cell, step: Fraction) -> Exact:
        """The input with one cell moved."""
        x = [list(row) for row in self.x]
        x[cell[0]][cell[1]] += step
        return x

    def small(self) -> Fraction:
        """A step with which nothing passes anything: a third of the smallest difference."""
        values = sorted(set(naive.flat(self.x)))
        gaps = [high - low for low, high in pairwise(values)]
        return min(gaps, default=Fraction(1)) / 3

    def slopes(self, cell: Cell) -> Slopes:
        """The two slopes at a cell, and which outputs move on either side."""
        step, before = self.small(), self.pooled()
        up, down = self.moved(cell, step), self.moved(cell, -step)
        return Slopes(
            left=(self.loss() - self.loss(down)) / step,
            right=(self.loss(up) - self.loss()) / step,
            gradient=before.gradient[cell[0]][cell[1]],
            grown=different(before.output, self.pooled(up).output),
            shrunk=different(before.output, self.pooled(down).output),
        )


def different(one: Exact, other: Exact) -> list[Cell]:
    """Where two matrices differ, row by row."""
    return [
        (i, j) for i, row in enumerate(one) for j, value in enumerate(row) if value != other[i][j]
    ]
