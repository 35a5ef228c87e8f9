"""Average pooling: what each window is divided by, forward and backward alike."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import Any

import numpy as np

from poolviz.arguments import flag, whole
from poolviz.core import exact
from poolviz.core.geometry import Axis
from poolviz.core.matrix import Floats
from poolviz.core.pooling import Counts, Loss, Pooling, add, area, finite
from poolviz.core.sliding import Fold, backward, bands, forward


class AvgPooling(Pooling):
    """Average pooling; see `poolviz.avg_pool`."""

    operation = "avg"
    OPTIONS = ("count_include_pad", "divisor")
    EXTRA = ("divisors",)

    def __init__(self, x: Any, count_include_pad: bool, divisor: Any, **problem: Any) -> None:
        self.count_include_pad = flag(count_include_pad, "count_include_pad")
        self.divisor = None if divisor is None else whole(divisor, "divisor", 1)
        super().__init__(x, **problem)

    @cached_property
    def divisors(self) -> Counts:
        """What each window's sum is divided by: the same number forward and backward.

        With `divisor`, that one; else the window's cells in the input, or in the padded input
        if padding counts. What ceil mode adds beyond the padding never counts (PyTorch
        `avg_pool2d`: `pool_size` is taken before the window is cut to the input).
        """
        return np.outer(*self.factors)

    @cached_property
    def factors(self) -> tuple[Counts, Counts]:
        """The divisors' two factors: one for each row of windows, one for each column."""
        rows, columns = self.geometry.rows, self.geometry.columns
        if self.divisor is not None:
            ones = np.ones(columns.windows, dtype=np.intp)
            return np.full(rows.windows, self.divisor), ones
        return self._counted(rows), self._counted(columns)

    @cached_property
    def cells(self) -> Counts:
        """How many of the input's cells each window sees."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return np.outer(self._counted(rows, False), self._counted(columns, False))

    @property
    def _common(self) -> int:
        """A common multiple of all divisors."""
        rows, columns = (math.lcm(*set(factor.tolist())) for factor in self.factors)
        return rows * columns

    @property
    def _uniform(self) -> bool:
        """Whether all windows have the same divisor."""
        return all(factor.min() == factor.max() for factor in self.factors)

    def _counted(self, axis: Axis, padding: bool | None = None) -> Counts:
        """How many of each window's cells count on one axis, by default as the options say."""
        low, high = 0, axis.size
        if self.count_include_pad if padding is None else padding:
            low, high = -axis.before, axis.size + axis.after
        starts = np.asarray(axis.starts)

        def cells_below(edge: int) -> Counts:
            return np.asarray(np.clip(-((starts - edge) // axis.dilation), 0, axis.kernel))

        return cells_below(high) - cells_below(low)

    @cached_property
    def output(self) -> Floats:
        """The sum of each window over its divisor; padding adds 0."""
        rows, columns = forward(self.geometry.rows), forward(self.geometry.columns)
        output = np.empty(self.geometry.shape)
        most = area(self.geometry)
        down, across = self.factors
        common = self._common if self._uniform else None
        for band, (cells,), fold in bands(rows, columns, (self.input, 0)):
            over = common or np.outer(down[band], across)
            output[band] = exact.mean(cells, most, partial(_sum, fold), over)
        return finite(output, "the output")

    @property
    def hits(self) -> Counts:
        """How many windows send gradient to each cell: every one that sees it."""
        return self.coverage

    @cached_property
    def gradient(self) -> Floats:
        """dLoss/dInput: each window sends its upstream gradient over its divisor to every cell."""
        common, most = self._common, area(self.geometry)
        if self._given is None and self._uniform:
            return self._by_hits(common * self.parts)
        sent = np.ones(self.geometry.shape) if self._given is None else self._given
        rows, columns = backward(self.geometry.rows), backward(self.geometry.columns)
        gradient = np.empty(self.input.shape)
        sources = (sent, 0), (self.divisors, 0)
        for band, (terms, over), fold in bands(rows, columns, *sources):
            sums = partial(_sum, fold)
            gradient[band] = exact.shares(terms, over, common, most, sums, self.parts)
        return finite(gradient, "the gradient")


def _sum(fold: Fold, terms: Floats) -> Floats:
    """The terms' sum over each window."""
    (sums,) = fold(add, terms)
    return sums


def avg_pool(
    x: Any,
    kernel: int | tuple[int, int] | str = 2,
    stride: int | tuple[int, int] | str | None = None,
    padding: int | tuple[int, ...] | str = 0,
    dilation: int | tuple[int, int] | str = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor: int | None = None,
    loss: Loss | None = None,
    upstream: Any = None,
) -> AvgPooling:
    """Average pooling of one matrix, forward and backward.

    >>> p = avg_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]])
    >>> p.output
    array([[2.75, 3.75],
           [5.5 , 3.5 ]])

    Every cell of a window gets 1/divisor of the window's upstream gradient:

    >>> avg_pool([[1, 3], [5, 2]]).gradient
    array([[0.25, 0.25],
           [0.25, 0.25]])

    Padding is 0 and counts in the divisor, unless told otherwise:

    >>> avg_pool([[6.0]], kernel=(1, 2), padding=(0, 0, 0, 1)).output
    array([[3.]])
    >>> avg_pool([[6.0]], kernel=(1, 2), padding=(0, 0, 0, 1), count_include_pad=False).output
    array([[6.]])

    `divisor` is used in place of the count, forward and backward:

    >>> avg_pool([[1, 3]], kernel=(1, 2), divisor=1).output
    array([[4.]])

    Arguments not named here are as in `max_pool`.

    Returns a result with `output`, `divisors`, `hits`, `coverage`, `upstream` and `gradient`.
    Raises ValueError where an argument is out of range, no window fits, or a number leaves
    float64's range.

    Sizes, divisors and gradient are those of PyTorch's `avg_pool2d`; dilation, `padding="same"`
    and uneven padding those of ONNX's AveragePool.
    """
    return AvgPooling(
        x,
        count_include_pad,
        divisor,
        loss=loss,
        upstream=upstream,
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        ceil_mode=ceil_mode,
    )
