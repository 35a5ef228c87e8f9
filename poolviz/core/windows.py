"""All windows of a problem at once, with verbs in pairs: a way there and a way back.

`argmax` and `to`, `tied` and `to_tied`, `mean` and `spread`: the first of each goes from cells to
windows, the second from windows to cells. None looks at the windows one by one; how that is done
is said in `sliding`, and why sums are right to the last digit in `exact`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core import exact
from poolviz.core.axes import Adaptive
from poolviz.core.geometry import Axis, Geometry
from poolviz.core.matrix import WHOLE, Counts, Floats, Places, fixed
from poolviz.core.sliding import POINT, Band, Stack, backward, bands, forward

Factors = tuple[Counts, Counts]
"""A number for each row of windows and one for each column; a window has their product."""

T = TypeVar("T", bound=np.generic)
Numbers = NDArray[Any]
"""Whole numbers: NumPy's, or Python's where they are large."""

SPREAD = 2**16
"""Whole numbers no further apart are found by counting, others by sorting."""


class Windows:
    """The windows of a geometry.

    >>> from poolviz.core.geometry import Placement, settle
    >>> windows = Windows(settle((1, 4), Placement(kernel=(1, 2), stride=(1, 1))))
    >>> x = np.array([[1.0, 5.0, 2.0, 2.0]])
    >>> windows.argmax(x), windows.to(windows.argmax(x), np.array([[1.0, 1.0, 1.0]]))
    (array([[1, 1, 2]], dtype=int32), array([[0., 2., 1., 0.]]))
    >>> windows.mean(x, windows.counted(padding=True))
    array([[3. , 3.5, 2. ]])
    """

    def __init__(self, geometry: Geometry) -> None:
        self.axes = geometry.rows, geometry.columns
        self.input_shape, self.shape = geometry.input_shape, geometry.shape

    # --- the largest cell -------------------------------------------------------------------

    def argmax(self, x: Floats, last: bool = False) -> Places:
        """The largest cell of each window, by its number; of equal ones the first, or the last."""
        width = self.input_shape[1]
        later = np.greater_equal if last else np.greater

        def larger(a: Stack, b: Stack) -> Stack:
            # b lies after a in row-major order; so of a's place and b's, which counts only if b
            # wins, the larger is the winner's.
            wins = later(b[0], a[0])
            return np.maximum(a[0], b[0]), np.maximum(a[1], b[1] * wins)

        small = np.int32  # holds MOST_CELLS, and has half the bytes to move
        chosen = np.empty(self.shape, dtype=small)
        for band in self._there():
            cells = band.laid_out(band.source(x), -np.inf)
            column = np.arange(band.columns.places(), dtype=small)[None] + band.columns.first
            column = column.clip(0, width - 1)  # in padding, where nobody wins, as in a cell
            row = np.arange(len(cells), dtype=small)[:, None] + band.rows.first
            of_rows, chosen_column = band.across(larger, cells, column)
            chosen[band.at] = band.down(larger, of_rows, row * width + chosen_column)[1]
        return chosen

    def pairs(self, winners: Places) -> Counts:
        """The (row, column) of each cell, by its number."""
        width = self.input_shape[1]
        pairs = np.empty((*winners.shape, 2), dtype=np.intp)
        np.floor_divide(winners, width, out=pairs[..., 0])
        np.multiply(pairs[..., 0], -width, out=pairs[..., 1])
        pairs[..., 1] += winners
        return pairs

    def count(self, winners: Places) -> Counts:
        """How many windows chose each cell."""
        times = np.bincount(winners.ravel(), minlength=math.prod(self.input_shape))
        return times.reshape(self.input_shape)

    def quotients(self, hits: Counts, over: int) -> Floats:
        """The hits over a whole number; as few of them differ, each is divided once."""
        rows, columns = (backward(axis).most for axis in self.axes)
        quotients = np.arange(rows * columns + 1) / over
        places = hits.view()
        places.flags.writeable = True  # else `take` copies them
        return quotients.take(places)

    def to(self, winners: Places, sent: Floats) -> Floats:
        """The sum of what each cell is sent by the windows that chose it."""
        cells = winners.ravel()

        def add_up(terms: Floats) -> Floats:
            sums = np.bincount(cells, terms.ravel(), math.prod(self.input_shape))
            return np.asarray(sums, dtype=np.float64)

        most = int(np.bincount(cells).max())
        return exact.in_range(exact.mean(sent, most, add_up)).reshape(self.input_shape)

    # --- all cells that share the maximum -----------------------------------------------------

    def tied(self, x: Floats) -> Counts:
        """How many cells share each window's maximum."""

        def count(a: Stack, b: Stack) -> Stack:
            larger = np.where(b[0] > a[0], b[1], a[1])
            return np.maximum(a[0], b[0]), np.where(a[0] == b[0], a[1] + b[1], larger)

        shared = np.empty(self.shape, dtype=np.intp)
        for band in self._there():
            cells = band.source(x)
            ones = np.ones(cells.shape, dtype=np.intp)
            shared[band.at] = band.fold(count, (cells, -np.inf), (ones, 0))[1]
        return shared

    def count_tied(
        self, x: Floats, maxima: Floats, which: NDArray[np.bool_] | None = None
    ) -> Counts:
        """In how many windows, or in how many of some, each cell equals the maximum."""
        sent = np.ones(self.shape) if which is None else which.astype(np.float64)
        return self.to_tied(x, maxima, sent).astype(np.intp)

    def to_tied(
        self, x: Floats, maxima: Floats, sent: Floats, among: Counts | None = None, over: int = 1
    ) -> Floats:
        """The sum, over `over`, of what each cell is sent by the windows whose maximum it equals.

        `among`: how many cells share what a window sends; without it each one gets the whole.
        No window that sees the cell has a smaller maximum than the cell itself. So of these
        windows those with the smallest maximum are taken, and count if the cell equals it.
        """
        among = np.broadcast_to(np.intp(1), self.shape) if among is None else among
        common = _multiple(among)
        sums = np.empty(self.input_shape)
        for band in self._back():
            smallest, least = partial(_sum_of_smallest, band, band.source(maxima)), _smaller
            terms, shared = band.source(sent), band.source(among)
            most = band.rows.most * band.columns.most
            share = exact.shares(terms, shared, common, most, smallest, over)
            (bound,) = band.fold(least, (band.source(maxima), np.inf))
            sums[band.at] = exact.in_range(np.where(bound == x[band.at], share, 0))
        return sums

    # --- all cells --------------------------------------------------------------------------

    def counted(self, padding: bool, divisor: int | None = None) -> Factors:
        """How many cells count in each window: those in the input, or in the padded input.

        What ceil mode adds beyond the padding never counts (PyTorch `avg_pool2d`: `pool_size` is
        taken before the window is cut to the input). A divisor stands in place of the count.
        """
        rows, columns = (fixed(_counted(axis, padding)) for axis in self.axes)
        if divisor is None:
            return rows, columns
        return fixed(np.full_like(rows, divisor)), fixed(np.ones_like(columns))

    def coverage(self) -> Counts:
        """How many windows see each cell."""
        rows, columns = (_back_on(axis, np.ones(axis.windows, np.intp)) for axis in self.axes)
        kinds, at = _distinct(rows)
        return _repeated(np.outer(kinds, columns), at)

    def mean(self, x: Floats, factors: Factors) -> Floats:
        """The sum of each window's cells over its divisor, the product of its two factors."""
        down, across = factors
        alike = down.min() == down.max() and across.min() == across.max()
        means = np.empty(self.shape)
        for band in self._there():
            over = int(down[0] * across[0]) if alike else np.outer(down[band.at], across)
            most = band.rows.most * band.columns.most
            sums = partial(_sum, band)
            means[band.at] = exact.in_range(exact.mean(band.source(x), most, sums, over))
        return means

    def spread(self, sent: Floats | None, factors: Factors, over: int = 1) -> Floats:
        """What each cell gets where a window sends every cell its number over its divisor.

        All over `over`; without `sent` each window's number is 1.
        """
        if sent is None:
            return self._spread_ones(factors, over)
        down, across = factors
        common = _multiple(down) * _multiple(across)
        sums = np.empty(self.input_shape)
        for band in self._back():
            divisors = np.outer(band.source(down), across)
            most = band.rows.most * band.columns.most
            terms = band.source(sent)
            shares = exact.shares(terms, divisors, common, most, partial(_sum, band), over)
            sums[band.at] = exact.in_range(shares)
        return sums

    def _spread_ones(self, factors: Factors, over: int) -> Floats:
        """Where each window sends its cells 1 over its divisor and `over`.

        What a cell gets is a product of what its row and its column get, and few of these differ.
        """
        received = []
        for axis, factor in zip(self.axes, factors, strict=True):
            common = _multiple(factor)
            room = common * backward(axis).most < WHOLE
            parts = common // factor.astype(np.intp if room else object)  # Python's have no bound
            received.append(_distinct(_back_on(axis, parts)))
            over *= common
        (rows, at_row), (columns, at_column) = received
        products = np.array([[row * column / over for column in columns] for row in rows])
        return _repeated(products.take(at_column, axis=1), at_row)

    def _there(self) -> Iterator[Band]:
        """The walk from cells to windows."""
        rows, columns = self.axes
        return bands(forward(rows), forward(columns))

    def _back(self) -> Iterator[Band]:
        """The walk from windows to cells."""
        rows, columns = self.axes
        return bands(backward(rows), backward(columns))


def _add(a: Stack, b: Stack) -> Stack:
    """The merge of sums."""
    (left,), (right,) = a, b
    return (left + right,)


def _sum(band: Band, terms: Floats) -> Floats:
    """The terms' sum over each window."""
    (sums,) = band.fold(_add, (terms, 0))
    return sums


def _smaller(a: Stack, b: Stack) -> Stack:
    """The merge of minima."""
    (left,), (right,) = a, b
    return (np.minimum(left, right),)


def _sum_of_smallest(band: Band, maxima: Floats, terms: Floats) -> Floats:
    """Of the terms in each window, the sum of those that stand at its smallest maximum."""

    def smallest(a: Stack, b: Stack) -> Stack:
        smaller = np.where(b[0] < a[0], b[1], a[1])
        return np.minimum(a[0], b[0]), np.where(a[0] == b[0], a[1] + b[1], smaller)

    _, sums = band.fold(smallest, (maxima, np.inf), (terms, 0))
    return sums


def _counted(axis: Axis, padding: bool) -> Counts:
    """How many cells of the input, or of the padded input, each window holds on one axis."""
    if isinstance(axis, Adaptive):
        return np.array(axis.extents)
    low, high = (-axis.before, axis.size + axis.after) if padding else (0, axis.size)
    starts = np.asarray(axis.starts)

    def cells_below(edge: int) -> Counts:
        return np.asarray(np.clip(-((starts - edge) // axis.dilation), 0, axis.kernel))

    return cells_below(high) - cells_below(low)


def _back_on(axis: Axis, sent: Numbers) -> Numbers:
    """On one axis, the sum of the whole numbers that each cell is sent by the windows seeing it."""
    [band] = bands(POINT, backward(axis))
    [[received]] = band.fold(_add, (sent[None], 0))
    return np.asarray(received)


def _repeated(kinds: NDArray[T], at: Counts) -> NDArray[T]:
    """Rows of these kinds; where there is one kind only, its row is held once for all."""
    if len(kinds) == 1:
        return np.broadcast_to(kinds[0], (len(at), *kinds.shape[1:]))
    return kinds.take(at, axis=0)


def _multiple(counts: Counts) -> int:
    """The least common multiple of whole numbers."""
    return math.lcm(*_distinct(counts)[0])


def _distinct(numbers: Numbers) -> tuple[list[int], Counts]:
    """The numbers that there are, and which of them stands at each place."""
    low, high = numbers.min(), numbers.max()
    if high - low > SPREAD:
        found, at = np.unique(numbers, return_inverse=True)
        return found.tolist(), at
    there = np.flatnonzero(np.bincount((numbers - low).astype(np.intp).ravel()))
    place = np.zeros(int(high - low) + 1, dtype=np.intp)
    place[there] = np.arange(len(there))
    return [int(low) + int(n) for n in there], place.take((numbers - low).astype(np.intp))
