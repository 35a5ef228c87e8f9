"""The slopes of the loss at every cell at once, from the left and from the right.

What `nudge` tells of one cell, here for all of them as matrices: how steeply the loss falls when
a cell shrinks and rises when it grows, beside the gradient. The two slopes differ where cells
tie, and there no gradient can equal both: a check by finite differences reports such cells.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np

from poolviz.core.matrix import Floats, NDArray
from poolviz.core.pooling import MaxPooling
from poolviz.core.problem import otherwise
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exactly
from poolviz.explain.window import Problem

Flags = NDArray[np.bool_]

CLOSE = 2.0**-50
"""Sums of the same numbers differ by less than this part of what was added."""


class Slopes:
    """The two slopes of every cell, as matrices of the input's size.

    Here they are one and the same, the gradient: what a window makes of its cells has no kinks.
    """

    kinks: ClassVar[bool] = False
    """Whether the slopes can differ."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @property
    def left(self) -> Floats:
        """The slopes from the left: the loss's change over a cell's when the cell shrinks."""
        return self.problem.gradient

    @property
    def right(self) -> Floats:
        """The slopes from the right: the loss's change over a cell's when the cell grows."""
        return self.problem.gradient

    @cached_property
    def central(self) -> Floats:
        """What a central difference gives: the mean of the two slopes."""
        with np.errstate(over="ignore"):
            mean = (self.left + self.right) / 2
        return np.where(np.isfinite(mean), mean, self.left / 2 + self.right / 2)

    @cached_property
    def differ(self) -> Flags:
        """Where the two slopes are not the same number, or the gradient is not that number."""
        return np.zeros(self.left.shape, dtype=np.bool_)

    @property
    def reported(self) -> Flags:
        """Where the gradient is not the central difference: what a gradient check reports."""
        return self.differ

    @property
    def gap(self) -> Fraction | None:
        """How far a cell can move at least before a winner changes; None if nothing bounds it."""
        return None

    @property
    def step(self) -> Fraction:
        """A power of ten: below the gap, and small beside the numbers of the input."""
        return below(self.gap, float(np.abs(self.problem.input).max()))

    def outputs(self, cell: Cell) -> list[list[int]]:
        """The outputs that move when a cell grows, in row-major order."""
        rows, columns = self._seeing(cell)
        return [[i, j] for i in rows for j in columns]

    def _seeing(self, cell: Cell) -> tuple[range, range]:
        g = self.problem.geometry
        return g.rows.windows_of(cell[0]), g.columns.windows_of(cell[1])

    def facts(self) -> list[dict[str, Any]]:
        """The nudge of every cell for JSON, in row-major order."""
        return [self.fact((r, c)) for r, c in np.ndindex(*self.left.shape)]

    def fact(self, cell: Cell) -> dict[str, Any]:
        """The nudge of one cell for JSON."""
        return {
            "cell": list(cell),
            "left": float(self.left[cell]),
            "right": float(self.right[cell]),
            "gradient": float(self.problem.gradient[cell]),
            "outputs": self.outputs(cell),
        }


class MaxSlopes(Slopes):
    """The two slopes of every cell in max pooling, which differ where cells tie.

    A cell that grows moves every window whose maximum it is: as if each cell that ties got the
    whole. One that shrinks moves only those in which it is alone.
    """

    kinks = True
    problem: MaxPooling

    @cached_property
    def left(self) -> Floats:
        """The slopes from the left."""
        p = self.problem
        if p.loss:
            return self._unless_tied((self._whole.hits - p.tied_hits) / p.loss_over)
        alone = otherwise(p, ties="first", upstream=np.where(p.tied == 1, p.upstream, 0.0))
        return self._unless_tied(_gradient(alone, "left"))

    @cached_property
    def right(self) -> Floats:
        """The slopes from the right."""
        return self._unless_tied(_gradient(self._whole, "right"))

    @cached_property
    def _whole(self) -> MaxPooling:
        return otherwise(self.problem, ties="all")

    def _unless_tied(self, slopes: Floats) -> Floats:
        """The slopes; of a cell without ties the gradient, which is not to be rounded twice."""
        return np.where(self.problem.tied_hits, slopes, self.problem.gradient)

    @cached_property
    def differ(self) -> Flags:
        """Where the two slopes are not the same number, or the gradient is not that number."""
        gradient = self.problem.gradient
        return self._apart(self.left, self.right) | self._apart(gradient, self.right)

    @cached_property
    def reported(self) -> Flags:
        """Where the gradient is not the central difference: what a gradient check reports."""
        return self._apart(self.problem.gradient, self.central)

    def _apart(self, a: Floats, b: Floats) -> Flags:
        """Where two slopes are different numbers, and not one that was rounded twice."""
        with np.errstate(over="ignore"):
            return np.asarray(np.abs(a - b) > self._rounding)

    @cached_property
    def _rounding(self) -> Floats:
        """More than rounding does to what is added up in each cell."""
        sizes = np.abs(self.problem.upstream) * CLOSE
        return otherwise(self.problem, ties="all", upstream=sizes).gradient

    @cached_property
    def gap(self) -> Fraction | None:
        """How far apart the two nearest values of the input are; None where all are the same."""
        values = np.unique(self.problem.input)
        if len(values) == 1:
            return None
        sizes = np.abs(values)
        with np.errstate(over="ignore"):
            apart = np.diff(values)
            # What is written and its float64 differ by half of this at most, and so for both.
            rounding = 2 * np.spacing(np.maximum(sizes[1:], sizes[:-1]))
            nearest = np.flatnonzero(apart - rounding <= (apart + rounding).min()).tolist()
        return min(exactly(values[i + 1]) - exactly(values[i]) for i in nearest)

    def outputs(self, cell: Cell) -> list[list[int]]:
        """The outputs that move when a cell grows: those whose maximum it is."""
        rows, columns = self._seeing(cell)
        won = self.problem.output[sliced(rows), sliced(columns)] == self.problem.input[cell]
        return [[rows[i], columns[j]] for i, j in np.argwhere(won).tolist()]


SLOPES = {"max": MaxSlopes, "avg": Slopes}
"""The slopes of each operation."""


@lru_cache(1)
def nudges(problem: Problem) -> Slopes:
    """The slopes at every cell of a problem.

    Its matrices raise ValueError where a slope is beyond float64's range.

    >>> from poolviz import max_pool
    >>> slopes = nudges(max_pool([[7, 7, 2]], kernel=(1, 3)))
    >>> slopes.left, slopes.right
    (array([[0., 0., 0.]]), array([[1., 1., 0.]]))
    """
    return SLOPES[problem.operation](problem)


def _gradient(problem: MaxPooling, side: str) -> Floats:
    try:
        return problem.gradient
    except ValueError as error:
        raise ValueError(str(error).replace("the gradient", f"a slope from the {side}")) from None


def below(gap: Fraction | None, largest: float) -> Fraction:
    """A step for a nudge: a power of ten below a gap, and a tenth of the largest number or less.

    >>> below(Fraction(1), 9.0), below(Fraction(1, 4), 9.0), below(Fraction(20), 255.0)
    (Fraction(1, 10), Fraction(1, 10), Fraction(10, 1))
    >>> below(Fraction(1, 10), 9.0), below(None, 0.0)
    (Fraction(1, 100), Fraction(1, 10))
    """
    step = power_of_ten(exactly(largest) if largest else Fraction(1)) / 10
    if gap is None:
        return step
    power = power_of_ten(gap)
    return min(step, power if power < gap else power / 10)


def power_of_ten(number: Fraction) -> Fraction:
    """The largest power of ten up to a positive number.

    >>> power_of_ten(Fraction(255)), power_of_ten(Fraction(1, 3)), power_of_ten(Fraction(1, 10))
    (Fraction(100, 1), Fraction(1, 10), Fraction(1, 10))
    """
    digits = len(str(number.numerator)) - len(str(number.denominator))
    power = Fraction(10) ** digits
    return power if power <= number else power / 10


def sliced(cells: range) -> slice:
    """The slice that takes the cells of an ascending range."""
    return slice(cells.start, cells.stop, cells.step)
