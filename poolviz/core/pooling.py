"""Max and average pooling, forward and backward.

Each window makes one number of its cells, and sends the gradient of that number back to them:

    max    output = its largest cell      gradient += upstream              at that cell
    avg    output = its sum / divisor     gradient += upstream / divisor    at each of its cells

`upstream` is dLoss/dOutput, `gradient` is dLoss/dInput. `Windows` knows where the windows are, and
has for each way there a way back: `argmax` and `to`, `tied` and `to_tied`, `mean` and `spread`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from poolviz.core.geometry import ExclusiveError, Geometry
from poolviz.core.matrix import Counts, Floats, Places, kept
from poolviz.core.problem import Loss, Operation, Problem, Ties
from poolviz.core.windows import Maxima

__all__ = ["AvgPooling", "Counts", "Loss", "MaxPooling", "Operation", "Pooling", "Ties"]


class Pooling(Problem):
    """One pooling problem; each matrix is computed when asked for, and cannot be written to.

    `input`, `hits`, `coverage` and `gradient` have the input's shape, the others the output's.
    """


class MaxPooling(Pooling):
    """Max pooling: a window's output is its largest cell, which is sent all of its gradient."""

    operation, OPTIONS, EXTRA = "max", ("ties",), ("argmax",)

    def __init__(
        self,
        x: Floats,
        geometry: Geometry,
        ties: Ties = "first",
        loss: Loss | None = "mean",
        upstream: Floats | None = None,
    ) -> None:
        self.ties: Ties = ties
        super().__init__(x, geometry, loss, upstream)

    @cached_property
    def maxima(self) -> Maxima:
        """The largest cell of each window, and whether cells that are equal met in the search."""
        return self.windows.argmax(self.input, last=self.ties == "last")

    @kept
    def winners(self) -> Places:
        """The cell that each window chose, as PyTorch counts: row * width + column."""
        return self.maxima.places

    @kept
    def output(self) -> Floats:
        """The maximum of each window."""
        return self.maxima.values

    @kept
    def argmax(self) -> Counts:
        """The (row, column) that each window chose, shape (out_h, out_w, 2)."""
        return self.windows.pairs(self.winners)

    @kept
    def tied(self) -> Counts:
        """How many cells share each window's maximum."""
        return self.windows.tied(self.input, self.maxima)

    @cached_property
    def one_each(self) -> bool:
        """Whether each window hits one cell: by its tie rule, or because nothing ties."""
        return self.ties in ("first", "last") or not self.maxima.equals

    @kept
    def hits(self) -> Counts:
        """How many windows send gradient to each cell."""
        if self.one_each:
            return self.windows.count(self.winners)
        return self.windows.count_tied(self.input, self.output)

    @kept
    def tied_hits(self) -> Counts:
        """In how many windows each cell shares the maximum with another cell."""
        return self.windows.count_tied(self.input, self.output, self.tied > 1)

    @kept
    def gradient(self) -> Floats:
        """dLoss/dInput; cells that tie get an equal part of what a window sends, or the whole."""
        if self.given is None and (self.one_each or self.ties == "all"):
            return self.windows.quotients(self.hits, self.loss_over)  # each hit brings 1/n
        if self.one_each:
            return self.windows.to(self.winners, self.sent)
        among = self.tied if self.ties == "split" else None
        return self.windows.to_tied(self.input, self.output, self.sent, among, self.loss_over)


class AvgPooling(Pooling):
    """Average pooling: a window's sum goes over a divisor, and so does the gradient it sends."""

    operation, OPTIONS, EXTRA = "avg", ("count_include_pad", "divisor"), ("divisors",)

    def __init__(
        self,
        x: Floats,
        geometry: Geometry,
        count_include_pad: bool = True,
        divisor: int | None = None,
        loss: Loss | None = "mean",
        upstream: Floats | None = None,
    ) -> None:
        if geometry.output_size is not None and not (count_include_pad and divisor is None):
            raise ExclusiveError("output_size", "divisor" if divisor else "count_include_pad")
        self.count_include_pad, self.divisor = count_include_pad, divisor
        super().__init__(x, geometry, loss, upstream)

    @cached_property
    def factors(self) -> tuple[Counts, Counts]:
        """The divisors' two factors: one for each row of windows, one for each column."""
        return self.windows.counted(self.count_include_pad, self.divisor)

    @kept
    def divisors(self) -> Counts:
        """What each window is divided by, forward and backward: `divisor`, or its cells."""
        return np.outer(*self.factors)

    @kept
    def cells(self) -> Counts:
        """How many of the input's cells each window sees."""
        return np.outer(*self.windows.counted(padding=False))

    @kept
    def output(self) -> Floats:
        """The sum of each window over its divisor; padding adds 0."""
        return self.windows.mean(self.input, self.factors)

    @kept
    def hits(self) -> Counts:
        """How many windows send gradient to each cell: every one that sees it."""
        return self.coverage

    @kept
    def gradient(self) -> Floats:
        """dLoss/dInput: each window sends its upstream gradient over its divisor to every cell."""
        return self.windows.spread(self.given, self.factors, self.loss_over)
