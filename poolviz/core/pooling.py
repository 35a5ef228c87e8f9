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
from functools import cached_property, partial
from typing import Any, ClassVar, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core import exact
from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis, Geometry, Placement, exclusive, settle, size
from poolviz.core.matrix import Floats, fixed, kept
from poolviz.core.sliding import POINT, Fold, Layout, Parts, backward, bands, forward

Counts = NDArray[np.intp]
Loss = Literal["mean", "sum"]
Ties = Literal["first", "last", "split", "all"]
P = TypeVar("P", bound="Pooling")


class Pooling(ABC):
    """One pooling problem and all that follows from it, each matrix computed when asked for.

    Shapes: `input`, `hits`, `coverage` and `gradient` are (height, width) of the input;
    `output` and `upstream` are (height, width) of the output.
    """

    operation: ClassVar[str]
    OPTIONS: ClassVar[tuple[str, ...]]
    """The options that this operation has and the other has not."""
    EXTRA: ClassVar[tuple[str, ...]]
    """The matrices that this operation has and the other has not."""

    def __init__(
        self, x: Floats, geometry: Geometry, loss: Loss | None, upstream: Floats | None
    ) -> None:
        self.input, self.geometry = fixed(x), geometry
        self.loss: Loss | None = None if upstream is not None else loss or "mean"
        self._given = None if upstream is None else self._fitting(fixed(upstream))

    def but(self: P, **changes: Any) -> P:
        """The same problem with other options.

        Takes the fields of `Placement`, the operation's own options, `loss` and `upstream`, each
        as the core holds it. Without a stride it is the kernel, and "same" padding is found anew.
        Raises TypeError where the operation has no such option, ValueError where there is no
        such problem.

        >>> from poolviz.core.geometry import settle
        >>> x = np.array([[1.0, 9.0, 2.0]])
        >>> row = MaxPooling(x, settle((1, 3), Placement(kernel=(1, 2), stride=(1, 1))))
        >>> row.output, row.but(kernel=(1, 3)).output
        (array([[9., 9.]]), array([[9.]]))
        """
        options = {name: getattr(self, name) for name in self.OPTIONS}
        windows = {name: changes.pop(name) for name in Placement._fields if name in changes}
        unknown = sorted(changes.keys() - options.keys() - {"loss", "upstream"})
        if unknown:
            raise TypeError(f"{self.operation} pooling has no option {unknown[0]!r}")
        if changes.get("loss") is None and "upstream" not in changes:
            changes["upstream"] = self._given
        if changes.get("upstream") is None:
            changes.setdefault("loss", self.loss)
        elif changes.get("loss") is not None:
            raise exclusive("loss", "upstream")
        geometry = self.geometry
        if windows:
            geometry = settle(geometry.input_shape, geometry.placement.but(**windows))
        return type(self)(self.input, geometry, **{**options, **changes})

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

    @kept
    def coverage(self) -> Counts:
        """How many windows see each cell."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return np.outer(_windows_per_cell(rows), _windows_per_cell(columns))

    def _by_hits(self, over: int) -> Floats:
        """The gradient where every window sends 1 / `over` to each cell that it hits."""
        most = math.prod(_windows_per_cell(axis).max() for axis in self.geometry[:2])
        received = np.arange(most + 1) / over  # by a cell of so many hits
        return received.take(self.hits)

    @property
    def loss_over(self) -> int:
        """What the loss divides by: the number of windows for `mean`, 1 otherwise."""
        rows, columns = self.geometry.shape
        return rows * columns if self.loss == "mean" else 1

    @kept
    def upstream(self) -> Floats:
        """dLoss/dOutput: the one given, or 1/n for `mean` of n windows and 1 for `sum`."""
        if self._given is not None:
            return self._given
        return np.broadcast_to(np.float64(1 / self.loss_over), self.geometry.shape)

    @cached_property
    def loss_value(self) -> float | None:
        """The mean or the sum of the output; None where the upstream gradient was given."""
        if self.loss is None:
            return None
        value = exact.mean(self.output, self.output.size, np.sum, self.loss_over)
        return float(finite(np.asarray(value), f"the loss, a {self.loss},"))


class MaxPooling(Pooling):
    """Max pooling; see `poolviz.max_pool`."""

    operation = "max"
    OPTIONS = ("ties",)
    EXTRA = ("argmax",)

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

    @kept
    def winners(self) -> NDArray[np.int32]:
        """The chosen cell of each window as PyTorch counts: row * width + column."""
        rows, columns = forward(self.geometry.rows), forward(self.geometry.columns)
        width = self.input.shape[1]
        later = np.greater_equal if self.ties == "last" else np.greater

        def larger(a: Parts, b: Parts) -> Parts:
            # b lies after a in row-major order; so of a's place and b's, which counts only if b
            # wins, the larger is the winner's.
            wins = later(b[0], a[0])
            return np.maximum(a[0], b[0]), np.maximum(a[1], b[1] * wins)

        small = np.int32  # holds MOST_CELLS, and has half the bytes to move
        chosen = np.empty(self.geometry.shape, dtype=small)
        column = np.arange(columns.places(), dtype=small)[None] + columns.first
        column = column.clip(0, width - 1)  # in padding, where nobody wins, no later than a cell
        for band, (cells,), fold in bands(rows, columns, (self.input, -np.inf)):
            top = fold.rows.first
            row = np.arange(top, top + len(cells), dtype=small)[:, None]
            of_rows, chosen_column = fold.across(larger, cells, column)
            chosen[band] = fold.down(larger, of_rows, row * width + chosen_column)[1]
        return chosen

    @kept
    def output(self) -> Floats:
        """The maximum of each window."""
        return self.input.take(self.winners)

    @kept
    def argmax(self) -> Counts:
        """The (row, column) that each window chose, shape (out_h, out_w, 2)."""
        width = self.input.shape[1]
        pairs = np.empty((*self.geometry.shape, 2), dtype=np.intp)
        np.floor_divide(self.winners, width, out=pairs[..., 0])
        np.multiply(pairs[..., 0], -width, out=pairs[..., 1])
        pairs[..., 1] += self.winners
        return pairs

    @kept
    def tied(self) -> Counts:
        """How many cells share each window's maximum."""
        rows, columns = forward(self.geometry.rows), forward(self.geometry.columns)

        def count(a: Parts, b: Parts) -> Parts:
            larger = np.where(b[0] > a[0], b[1], a[1])
            return np.maximum(a[0], b[0]), np.where(a[0] == b[0], a[1] + b[1], larger)

        ones = np.ones(self.input.shape, dtype=np.intp)
        shared = np.empty(self.geometry.shape, dtype=np.intp)
        for band, parts, fold in bands(rows, columns, (self.input, -np.inf), (ones, 0)):
            shared[band] = fold(count, *parts)[1]
        return shared

    @kept
    def hits(self) -> Counts:
        """How many windows send gradient to each cell."""
        if self.ties in ("first", "last"):
            times = np.bincount(self.winners.ravel(), minlength=self.input.size)
            return times.reshape(self.input.shape)
        return self._won(np.ones(self.geometry.shape)).astype(np.intp)

    @kept
    def tied_hits(self) -> Counts:
        """In how many windows each cell shares the maximum with another cell."""
        return self._won((self.tied > 1).astype(np.float64)).astype(np.intp)

    @kept
    def gradient(self) -> Floats:
        """dLoss/dInput: each window's upstream gradient goes to the cells it hits."""
        if self._given is None and self.ties != "split":
            return self._by_hits(self.loss_over)
        sent = np.ones(self.geometry.shape) if self._given is None else self._given
        if self.ties in ("first", "last"):
            gradient = self._chosen(sent)
        else:
            among = self.tied if self.ties == "split" else None
            gradient = self._won(sent, among, self.loss_over)
        return finite(gradient, "the gradient")

    def _chosen(self, sent: Floats) -> Floats:
        """The sum of what each cell is sent by the windows that chose it."""

        def add_up(terms: Floats) -> Floats:
            sums = np.bincount(self.winners.ravel(), terms.ravel(), self.input.size)
            return np.asarray(sums, dtype=np.float64)

        most = int(self.hits.max())
        return exact.mean(sent, most, add_up, self.loss_over).reshape(self.input.shape)

    def _won(self, sent: Floats, among: Counts | None = None, parts: int = 1) -> Floats:
        """The sum, over `parts`, of what each cell is sent by the windows whose maximum it equals.

        `among`: how many cells share what a window sends; without it each one gets the whole.
        No window that sees the cell has a smaller maximum than the cell itself. So of these
        windows those with the smallest maximum are taken, and count if the cell equals it.
        """
        rows, columns = backward(self.geometry.rows), backward(self.geometry.columns)
        among = np.ones(self.geometry.shape, dtype=np.intp) if among is None else among
        common = math.lcm(*np.flatnonzero(np.bincount(among.ravel())).tolist())

        won, most = np.empty(self.input.shape), area(rows, columns)
        sources = (self.output, np.inf), (sent, 0), (among, 0)
        for band, (maxima, terms, shared), fold in bands(rows, columns, *sources):
            (least,) = fold(_smaller, maxima)
            add_up = partial(_sum_of_smallest, fold, maxima)
            share = exact.shares(terms, shared, common, most, add_up, parts)
            won[band] = np.where(least == self.input[band], share, 0)
        return won


class AvgPooling(Pooling):
    """Average pooling; see `poolviz.avg_pool`."""

    operation = "avg"
    OPTIONS = ("count_include_pad", "divisor")
    EXTRA = ("divisors",)

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
            name = "count_include_pad" if divisor is None else "divisor"
            raise exclusive("output_size", name)
        self.count_include_pad, self.divisor = count_include_pad, divisor
        super().__init__(x, geometry, loss, upstream)

    @kept
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
            return fixed(np.full(rows.windows, self.divisor)), fixed(ones)
        return fixed(self._counted(rows)), fixed(self._counted(columns))

    @kept
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
        if isinstance(axis, Adaptive):
            return np.asarray(axis.extents)
        low, high = 0, axis.size
        if self.count_include_pad if padding is None else padding:
            low, high = -axis.before, axis.size + axis.after
        starts = np.asarray(axis.starts)

        def cells_below(edge: int) -> Counts:
            return np.asarray(np.clip(-((starts - edge) // axis.dilation), 0, axis.kernel))

        return cells_below(high) - cells_below(low)

    @kept
    def output(self) -> Floats:
        """The sum of each window over its divisor; padding adds 0."""
        rows, columns = forward(self.geometry.rows), forward(self.geometry.columns)
        output = np.empty(self.geometry.shape)
        most = area(rows, columns)
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

    @kept
    def gradient(self) -> Floats:
        """dLoss/dInput: each window sends its upstream gradient over its divisor to every cell."""
        common = self._common
        if self._given is None and self._uniform:
            return self._by_hits(common * self.loss_over)
        sent = np.ones(self.geometry.shape) if self._given is None else self._given
        rows, columns = backward(self.geometry.rows), backward(self.geometry.columns)
        gradient = np.empty(self.input.shape)
        sources = (sent, 0), (self.divisors, 0)
        for band, (terms, over), fold in bands(rows, columns, *sources):
            sums = partial(_sum, fold)
            most = area(rows, columns)
            gradient[band] = exact.shares(terms, over, common, most, sums, self.loss_over)
        return finite(gradient, "the gradient")


def add(a: Parts, b: Parts) -> Parts:
    """The merge of sums."""
    (left,), (right,) = a, b
    return (left + right,)


def area(rows: Layout, columns: Layout) -> int:
    """The most items that a walk ever adds up into one number."""
    return rows.most * columns.most


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


def _smaller(a: Parts, b: Parts) -> Parts:
    """The merge of minima."""
    (left,), (right,) = a, b
    return (np.minimum(left, right),)


def _sum_of_smallest(fold: Fold, maxima: Floats, terms: Floats) -> Floats:
    """Of the terms in each window, the sum of those that stand at its smallest maximum."""

    def smallest(a: Parts, b: Parts) -> Parts:
        smaller = np.where(b[0] < a[0], b[1], a[1])
        return np.minimum(a[0], b[0]), np.where(a[0] == b[0], a[1] + b[1], smaller)

    _, sums = fold(smallest, maxima, terms)
    return sums


def _sum(fold: Fold, terms: Floats) -> Floats:
    """The terms' sum over each window."""
    (sums,) = fold(add, terms)
    return sums
