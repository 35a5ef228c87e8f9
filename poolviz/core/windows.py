"""All windows of a problem at once, with verbs in pairs: a way there and a way back.

`argmax` and `to`, `tied` and `to_tied`, `mean` and `spread`: the first of each goes from cells to
windows, the second from windows to cells. None looks at the windows one by one; how that is done
is said in `sliding`, and why sums are right to the last digit in `exact`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core import exact
from poolviz.core.counts import Numbers, alike, cells_counted, kinds, multiple, rows_of
from poolviz.core.geometry import Axis, Geometry
from poolviz.core.layouts import POINT, backward, distinct, forward
from poolviz.core.matrix import WHOLE, Counts, Floats, Places, fixed
from poolviz.core.merging import Stack
from poolviz.core.sliding import Band, bands

Factors = tuple[Counts, Counts]
"""A number for each row of windows and one for each column; a window has their product."""

T = TypeVar("T", bound=np.generic)


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
        self.which = tuple(distinct(axis)[1] for axis in self.axes)

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
        for at, band in self._there():
            cells = band.laid_out(band.source(x), -np.inf)
            column = np.arange(band.columns.places(), dtype=small)[None] + band.columns.first
            column = column.clip(0, width - 1)  # in padding, where nobody wins, as in a cell
            row = np.arange(len(cells), dtype=small)[:, None] + band.rows.first
            of_rows, chosen_column = band.across(larger, cells, column)
            places = band.down(larger, of_rows, row * width + chosen_column)[1]
            chosen[at] = self._repeated(places)
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

    def any_tie(self, x: Floats) -> bool:
        """Whether numbers that are equal meet on the way to a maximum; if not, nothing ties."""
        met = False

        def larger(a: Stack, b: Stack) -> Stack:
            nonlocal met
            met = met or bool((a[0] == b[0]).any())
            return (np.fmax(a[0], b[0]),)  # padding is no number, so that it equals nothing

        for _, band in self._there():
            band.fold(larger, (band.source(x), np.nan))
            if met:
                return True
        return False

    def tied(self, x: Floats) -> Counts:
        """How many cells share each window's maximum."""
        if not self.any_tie(x):
            return np.broadcast_to(np.intp(1), self.shape)

        def count(a: Stack, b: Stack) -> Stack:
            larger = np.where(b[0] > a[0], b[1], a[1])
            return np.maximum(a[0], b[0]), np.where(a[0] == b[0], a[1] + b[1], larger)

        shared = np.empty(self.shape, dtype=np.intp)
        for at, band in self._there():
            cells = band.source(x)
            ones = np.ones(cells.shape, dtype=np.intp)
            shared[at] = self._repeated(band.fold(count, (cells, -np.inf), (ones, 0))[1])
        return shared

    def count_tied(
        self, x: Floats, maxima: Floats, which: NDArray[np.bool_] | None = None
    ) -> Counts:
        """In how many windows, or in how many of some, each cell equals the maximum."""
        if which is not None and not which.any():
            return np.broadcast_to(np.intp(0), self.input_shape)
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
        common = multiple(among)
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
        rows, columns = (fixed(cells_counted(axis, padding)) for axis in self.axes)
        if divisor is None:
            return rows, columns
        return fixed(np.full_like(rows, divisor)), fixed(np.ones_like(columns))

    def coverage(self) -> Counts:
        """How many windows see each cell."""
        rows, columns = (_back_on(axis, np.ones(axis.windows, np.intp)) for axis in self.axes)
        there, at = kinds(rows)
        return rows_of(np.outer(there, columns), at)

    def mean(self, x: Floats, factors: Factors) -> Floats:
        """The sum of each window's cells over its divisor, the product of its two factors."""
        down, across = factors
        uniform = alike(down) and alike(across)
        means = np.empty(self.shape)
        for at, band in self._there():
            over = int(down[0] * across[0]) if uniform else np.outer(down[at], across)
            most = band.rows.most * band.columns.most

            def sums(terms: Floats, band: Band = band) -> Floats:
                return self._repeated(_sum(band, terms))

            means[at] = exact.in_range(exact.mean(band.source(x), most, sums, over))
        return means

    def spread(self, sent: Floats | None, factors: Factors, over: int = 1) -> Floats:
        """What each cell gets where a window sends every cell its number over its divisor.

        All over `over`; without `sent` each window's number is 1.
        """
        if sent is None:
            return self._spread_ones(factors, over)
        down, across = factors
        common = multiple(down) * multiple(across)
        uniform = alike(down) and alike(across)
        sums = np.empty(self.input_shape)
        for band in self._back():
            add_up, terms = partial(_sum, band), band.source(sent)
            most = band.rows.most * band.columns.most
            if uniform:
                shares = exact.mean(terms, most, add_up, common * over)
            else:
                divisors = np.outer(band.source(down), across)
                shares = exact.shares(terms, divisors, common, most, add_up, over)
            sums[band.at] = exact.in_range(shares)
        return sums

    def _spread_ones(self, factors: Factors, over: int) -> Floats:
        """Where each window sends its cells 1 over its divisor and `over`.

        What a cell gets is a product of what its row and its column get, and few of these differ.
        """
        received = []
        for axis, factor in zip(self.axes, factors, strict=True):
            common = multiple(factor)
            room = common * backward(axis).most < WHOLE
            parts = common // factor.astype(np.intp if room else object)  # Python's have no bound
            received.append(kinds(_back_on(axis, parts)))
            over *= common
        (rows, at_row), (columns, at_column) = received
        products = np.array([[row * column / over for column in columns] for row in rows])
        return rows_of(products.take(at_column, axis=1), at_row)

    def _there(self) -> Iterator[tuple[slice, Band]]:
        """The walk from cells to windows, with the rows of windows that each band makes."""
        rows, columns = self.axes
        one_each = all(which is None for which in self.which)
        for band in bands(forward(rows), forward(columns), whole=not one_each):
            yield band.at if one_each else slice(None), band

    def _repeated(self, results: NDArray[T]) -> NDArray[T]:
        """From windows that are all different to all windows."""
        for axis, which in enumerate(self.which):
            results = results if which is None else results.take(which, axis)
        return results

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


def _back_on(axis: Axis, sent: Numbers) -> Numbers:
    """On one axis, the sum of the whole numbers that each cell is sent by the windows seeing it."""
    [band] = bands(POINT, backward(axis))
    [[received]] = band.fold(_add, (sent[None], 0))
    return np.asarray(received)
