"""Max pooling: which cell won each window, and the gradient that goes back to it."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from poolviz.arguments import TIES, choice
from poolviz.core import exact
from poolviz.core.matrix import Floats
from poolviz.core.pooling import Counts, Loss, Pooling, area, finite
from poolviz.core.sliding import Fold, Parts, backward, bands, forward

Ties = Literal["first", "last", "split", "all"]


class MaxPooling(Pooling):
    """Max pooling; see `poolviz.max_pool`."""

    operation = "max"
    OPTIONS = ("ties",)
    EXTRA = ("argmax",)

    def __init__(self, x: Any, ties: str, **problem: Any) -> None:
        self.ties = choice(ties, "ties", TIES)
        super().__init__(x, **problem)

    @cached_property
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
        column = np.arange(columns.places(), dtype=small)[None] - columns.offset
        column = column.clip(0, width - 1)  # in padding, where nobody wins, no later than a cell
        for band, (cells,), fold in bands(rows, columns, (self.input, -np.inf)):
            top = band.start * rows.stride - rows.offset
            row = np.arange(top, top + len(cells), dtype=small)[:, None]
            of_rows, chosen_column = fold.across(larger, cells, column)
            chosen[band] = fold.down(larger, of_rows, row * width + chosen_column)[1]
        return chosen

    @cached_property
    def output(self) -> Floats:
        """The maximum of each window."""
        return self.input.take(self.winners)

    @cached_property
    def argmax(self) -> Counts:
        """The (row, column) that each window chose, shape (out_h, out_w, 2)."""
        width = self.input.shape[1]
        pairs = np.empty((*self.geometry.shape, 2), dtype=np.intp)
        np.floor_divide(self.winners, width, out=pairs[..., 0])
        np.multiply(pairs[..., 0], -width, out=pairs[..., 1])
        pairs[..., 1] += self.winners
        return pairs

    @cached_property
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

    @cached_property
    def hits(self) -> Counts:
        """How many windows send gradient to each cell."""
        if self.ties in ("first", "last"):
            times = np.bincount(self.winners.ravel(), minlength=self.input.size)
            return times.reshape(self.input.shape)
        return self._won(np.ones(self.geometry.shape)).astype(np.intp)

    @cached_property
    def tied_hits(self) -> Counts:
        """In how many windows each cell shares the maximum with another cell."""
        return self._won((self.tied > 1).astype(np.float64)).astype(np.intp)

    @cached_property
    def gradient(self) -> Floats:
        """dLoss/dInput: each window's upstream gradient goes to the cells it hits."""
        if self._given is None and self.ties != "split":
            return self._by_hits(self.parts)
        sent = np.ones(self.geometry.shape) if self._given is None else self._given
        if self.ties in ("first", "last"):
            gradient = self._chosen(sent)
        else:
            among = self.tied if self.ties == "split" else None
            gradient = self._won(sent, among, self.parts)
        return finite(gradient, "the gradient")

    def _chosen(self, sent: Floats) -> Floats:
        """The sum of what each cell is sent by the windows that chose it."""

        def add_up(terms: Floats) -> Floats:
            sums = np.bincount(self.winners.ravel(), terms.ravel(), self.input.size)
            return np.asarray(sums, dtype=np.float64)

        most = int(self.hits.max())
        return exact.mean(sent, most, add_up, self.parts).reshape(self.input.shape)

    def _won(self, sent: Floats, among: Counts | None = None, parts: int = 1) -> Floats:
        """The sum, over `parts`, of what each cell is sent by the windows whose maximum it equals.

        `among`: how many cells share what a window sends; without it each one gets the whole.
        No window that sees the cell has a smaller maximum than the cell itself. So of these
        windows those with the smallest maximum are taken, and count if the cell equals it.
        """
        rows, columns = backward(self.geometry.rows), backward(self.geometry.columns)
        among = np.ones(self.geometry.shape, dtype=np.intp) if among is None else among
        common = math.lcm(*np.flatnonzero(np.bincount(among.ravel())).tolist())

        won, most = np.empty(self.input.shape), area(self.geometry)
        sources = (self.output, np.inf), (sent, 0), (among, 0)
        for band, (maxima, terms, shared), fold in bands(rows, columns, *sources):
            (least,) = fold(_smaller, maxima)
            add_up = partial(_sum_of_smallest, fold, maxima)
            share = exact.shares(terms, shared, common, most, add_up, parts)
            won[band] = np.where(least == self.input[band], share, 0)
        return won


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


def max_pool(
    x: Any,
    kernel: int | tuple[int, int] | str = 2,
    stride: int | tuple[int, int] | str | None = None,
    padding: int | tuple[int, ...] | str = 0,
    dilation: int | tuple[int, int] | str = 1,
    ceil_mode: bool = False,
    ties: Ties = "first",
    loss: Loss | None = None,
    upstream: Any = None,
) -> MaxPooling:
    """Max pooling of one matrix, forward and backward.

    >>> p = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]])
    >>> p.output
    array([[5., 6.],
           [9., 6.]])

    The stride is the kernel unless given; sizes are one number or (height, width):

    >>> max_pool([[1, 3, 1, 4], [5, 2, 4, 6]], kernel=2, stride=1).output
    array([[5., 4., 6.]])

    Windows that overlap can choose the same cell; its gradient adds up:

    >>> max_pool([[1, 9, 2]], kernel=(1, 2), stride=1).gradient
    array([[0., 1., 0.]])

    Padding is never chosen. It is a number, (height, width), (top, left, bottom, right), "same"
    or "same-lower":

    >>> max_pool([[-3, -1]], kernel=2, padding=1, stride=1).output
    array([[-3., -1., -1.],
           [-3., -1., -1.]])

    Where cells share the maximum, `ties` says who gets the gradient: "first" or "last" in
    row-major order, "split" in equal parts, or "all" of them the whole:

    >>> max_pool([[7, 7]], kernel=(1, 2), ties="split").gradient
    array([[0.5, 0.5]])

    The loss is the "mean" of the output, or its "sum"; or `upstream` gives dLoss/dOutput itself:

    >>> max_pool([[1, 2, 3, 4]], kernel=(1, 2), upstream=[[10, 20]]).gradient
    array([[ 0., 10.,  0., 20.]])

    Returns a result with `output`, `argmax`, `hits`, `coverage`, `upstream` and `gradient`.
    Raises ValueError where an argument is out of range, no window fits, or a number does not fit
    into float64.

    Sizes, argmax and gradient are those of PyTorch's `max_pool2d`; `padding="same"` and uneven
    padding those of ONNX's MaxPool.
    """
    return MaxPooling(
        x,
        ties,
        loss=loss,
        upstream=upstream,
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        ceil_mode=ceil_mode,
    )
