"""Max and average pooling, forward and backward.

A window's cells become one number of the output: their maximum, or their sum over a divisor.
Backward, each window hands the upstream gradient dLoss/dOutput of its number to the cells that
it came from, and a cell adds up what it is handed: that is the gradient, dLoss/dInput.

Where the cells and windows are is settled by `geometry`; how many windows are worked on at once
without looking at each, by `sliding`; why sums are right to the last digit, by `exact`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from poolviz.arguments import LOSSES, choice, one_of_both
from poolviz.core import exact
from poolviz.core.geometry import Axis, Geometry, settle
from poolviz.core.matrix import Floats, matrix
from poolviz.core.sliding import POINT, Parts, backward, bands
from poolviz.result import Shown
from poolviz.words import size

Counts = NDArray[np.intp]
Loss = Literal["mean", "sum"]


class Pooling(Shown, ABC):
    """One pooling problem and all that follows from it, each matrix computed when asked for.

    Shapes: `input`, `hits`, `coverage` and `gradient` are (height, width) of the input;
    `output` and `upstream` are (height, width) of the output.
    """

    operation: ClassVar[str]
    OPTIONS: ClassVar[tuple[str, ...]]
    """The options that this operation has and the other has not."""
    EXTRA: ClassVar[tuple[str, ...]]
    """The matrices that this operation has and the other has not."""

    def __init__(self, x: Any, loss: str | None, upstream: Any, **windows: Any) -> None:
        self.input = matrix(x)
        height, width = self.input.shape
        self.geometry: Geometry = settle((height, width), **windows)
        one_of_both(loss, upstream)
        given = upstream is not None
        self.loss = None if given else choice("mean" if loss is None else loss, "loss", LOSSES)
        self._given = self._fitting(matrix(upstream, "upstream gradient")) if given else None

    @property
    @abstractmethod
    def output(self) -> Floats:
        """What each window makes of its cells."""

    @property
    @abstractmethod
    def hits(self) -> Counts:
        """How many windows send gradient to each cell."""

    @property
    @abstractmethod
    def gradient(self) -> Floats:
        """dLoss/dInput: what all windows together send to each cell."""

    def _fitting(self, upstream: Floats) -> Floats:
        if upstream.shape != self.geometry.shape:
            raise ValueError(
                f"the upstream gradient is {size(upstream.shape)} and the output "
                f"{size(self.geometry.shape)}; they must have the same size"
            )
        return upstream

    @cached_property
    def coverage(self) -> Counts:
        """How many windows see each cell."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return np.outer(_windows_per_cell(rows), _windows_per_cell(columns))

    def _by_hits(self, over: int) -> Floats:
        """The gradient where every window sends 1 / `over` to each cell that it hits."""
        most = math.prod(_windows_per_cell(axis).max() for axis in self.geometry)
        received = np.arange(most + 1) / over  # by a cell of so many hits
        return received.take(self.hits)

    @property
    def parts(self) -> int:
        """What the loss divides by: the number of windows for `mean`, 1 otherwise."""
        rows, columns = self.geometry.shape
        return rows * columns if self.loss == "mean" else 1

    @cached_property
    def upstream(self) -> Floats:
        """dLoss/dOutput: the one given, or 1/n for `mean` of n windows and 1 for `sum`."""
        if self._given is not None:
            return self._given
        return np.broadcast_to(np.float64(1 / self.parts), self.geometry.shape)

    @cached_property
    def loss_value(self) -> float | None:
        """The mean or the sum of the output; None where the upstream gradient was given."""
        if self.loss is None:
            return None
        value = exact.mean(self.output, self.output.size, np.sum, self.parts)
        return float(finite(np.asarray(value), f"the loss, a {self.loss},"))


def add(a: Parts, b: Parts) -> Parts:
    """The merge of sums."""
    (left,), (right,) = a, b
    return (left + right,)


def area(geometry: Geometry) -> int:
    """The cells of a window: the most that are ever added up into one number."""
    return geometry.kernel[0] * geometry.kernel[1]


def _windows_per_cell(axis: Axis) -> Counts:
    ones = np.ones((1, axis.windows), dtype=np.intp)
    [(_, parts, fold)] = bands(POINT, backward(axis), (ones, 0))
    counts: Counts
    [[counts]] = fold(add, *parts)
    return counts


def finite(values: Floats, what: str) -> Floats:
    """The values, or ValueError where one of them left float64's range."""
    if not np.isfinite(values).all():
        raise ValueError(f"{what} is beyond float64's range (about 1.8e308)")
    return values
