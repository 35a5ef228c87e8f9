"""All windows of a problem at once, with verbs in pairs: a way there and a way back.

`argmax` and `to`, `tied` and `to_tied`, `mean` and `spread`: the first of each goes from cells to
windows, the second from windows to cells. None looks at the windows one by one; how that is done
is said in `sliding`, and why sums are right to the last digit in `exact`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from poolviz.core import exact
from poolviz.core.counts import Numbers, alike, cells_counted, kinds, multiple, rows_of
from poolviz.core.even import Apart, Even
from poolviz.core.folds import Larger, add, smaller, sum_of, sum_of_smallest
from poolviz.core.geometry import Axis, Geometry
from poolviz.core.layouts import POINT, backward, distinct, forward
from poolviz.core.matrix import Counts, Floats, NDArray, Places, fixed, pieces
from poolviz.core.merging import Stack
from poolviz.core.sliding import Band, bands, runs

Factors = tuple[Counts, Counts]
"""A number for each row of windows and one for each column; a window has their product."""

Where = tuple[slice, slice]
"""Some rows, and of these some columns."""

T = TypeVar("T", bound=np.generic)


class Maxima(NamedTuple):
    """The largest cell of each window.

    `places` are their numbers, `values` what stands there. `equals`: whether numbers that are
    equal met on the way to a maximum; if not, nothing ties.
    """

    places: Places
    values: Floats
    equals: bool


class Windows:
    """The windows of a geometry.

    >>> from poolviz.core.geometry import Placement, settle
    >>> windows = Windows(settle((1, 4), Placement(kernel=(1, 2), stride=(1, 1))))
    >>> x = np.array([[1.0, 5.0, 2.0, 2.0]])
    >>> winners = windows.argmax(x, last=False).places
    >>> winners, windows.to(winners, np.array([[1.0, 1.0, 1.0]]))
    (array([[1, 1, 2]], dtype=int32), array([[0., 2., 1., 0.]]))
    >>> windows.mean(x, windows.counted(padding=True))
    array([[3. , 3.5, 2. ]])
    """

    def __init__(self, geometry: Geometry) -> None:
        self.axes = geometry.rows, geometry.columns
        self.input_shape, self.shape = geometry.input_shape, geometry.shape
        self.which = tuple(distinct(axis)[1] for axis in self.axes)

    # --- the largest cell -------------------------------------------------------------------

    def argmax(self, x: Floats, last: bool) -> Maxima:
        """The largest cell of each window; of equal ones the first, or the last."""
        width = self.input_shape[1]
        merge = Larger(np.greater_equal if last else np.greater)
        # No more bytes than the numbers need: there are fewer to move.
        places = np.empty(self.shape, dtype=np.int32)  # holds MOST_CELLS
        small = np.min_scalar_type(width)
        values = np.empty(self.shape)
        for at, band in self._there():
            cells = band.laid_out(band.source(x), -np.inf)
            column = np.arange(band.columns.places())[None] + band.columns.first
            # In padding, where nobody wins, no number that exceeds a winner's.
            column = column.clip(0, width).astype(small)
            row = np.arange(len(cells), dtype=np.int32)[:, None] + np.int32(band.rows.first)
            of_rows, chosen = band.across(merge, cells, column)
            maxima, chosen = band.down(merge, of_rows, row * np.int32(width) + chosen)
            values[at], places[at] = self._repeated(maxima), self._repeated(chosen)
        # Of 0.0 and -0.0, which are equal, the larger may be either.
        return Maxima(places, x.take(places) if merge.equals else values, merge.equals)

    def pairs(self, winners: Places) -> Counts:
        """The (row, column) of each cell, by its number."""
        width = self.input_shape[1]
        pairs = np.empty((*winners.shape, 2), dtype=np.intp)
        for piece in pieces(winners.shape):
            numbers = winners[piece]
            row = numbers // width
            pairs[piece, :, 0] = row
            row *= -width
            row += numbers
            pairs[piece, :, 1] = row
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
            return sums.view(np.float64)  # so it is already, though not to mypy

        most = int(np.bincount(cells).max())
        return exact.in_range(exact.mean(sent, most, add_up)).reshape(self.input_shape)

    # --- all cells that share the maximum -----------------------------------------------------

    def tied(self, x: Floats, maxima: Maxima) -> Counts:
        """How many cells share each window's maximum."""
        if not maxima.equals:
            return np.broadcast_to(np.intp(1), self.shape)

        def count(a: Stack, b: Stack) -> Stack:
            no_less = np.where(a[0] > b[0], a[1], a[1] + b[1])
            return np.maximum(a[0], b[0]), np.where(b[0] > a[0], b[1], no_less)

        shared = np.empty(self.shape, dtype=np.intp)
        for at, band in self._there():
            cells = band.source(x)
            ones = np.broadcast_to(np.intp(1), cells.shape)
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
        common = multiple(np.flatnonzero(np.bincount(among.ravel())))
        sums = np.empty(self.input_shape)
        for band in self._back():
            smallest, least = partial(sum_of_smallest, band, band.source(maxima)), smaller
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
        means = np.empty(self.shape)
        for at, band in self._there(factors):
            tall, wide = down[at[0]], across[at[1]]
            uniform = alike(tall) and alike(wide)
            over = int(tall[0] * wide[0]) if uniform else np.outer(tall, wide)
            most = band.rows.most * band.columns.most

            def sums(terms: Floats, band: Band = band) -> Floats:
                return self._repeated(sum_of(band, terms))

            means[at] = exact.in_range(exact.mean(band.source(x), most, sums, over))
        return means

    def spread(self, sent: Floats | None, factors: Factors, over: int) -> Floats:
        """What each cell gets where a window sends every cell its number over its divisor.

        All over `over`; without `sent` each window's number is 1.
        """
        if sent is None:
            return self._spread_ones(factors, over)
        down, across = (np.broadcast_to(f, self.shape) for f in (factors[0][:, None], factors[1]))
        sums = np.empty(self.input_shape)
        for band in self._back(factors):
            add_up, terms = partial(sum_of, band), band.source(sent)
            most = band.rows.most * band.columns.most
            tall, wide = (f[sources] for f, sources in zip(factors, band.sources, strict=True))
            common = multiple(tall) * multiple(wide)
            if alike(tall) and alike(wide):
                shares = exact.mean(terms, most, add_up, common * over)
            else:
                divisors = band.source(down) * band.source(across)
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
            # Where there are no such large numbers, NumPy takes Python's, which have no bound.
            number = np.min_scalar_type(common * backward(axis).most)
            parts = common // factor.astype(number)
            received.append(kinds(_back_on(axis, parts)))
            over *= common
        (rows, at_row), (columns, at_column) = received
        products = np.array([[row * column / over for column in columns] for row in rows])
        return rows_of(products.take(at_column, axis=1), at_row)

    def _there(self, factors: Factors | None = None) -> Iterator[tuple[Where, Band]]:
        """The walk from cells to windows, and where the windows lie that each band makes.

        With factors, windows that have the same one, and those around them, by themselves.
        """
        rows, columns = map(forward, self.axes)
        if any(which is not None for which in self.which):
            for band in bands(rows, columns, whole=True):
                yield (slice(None), slice(None)), band
            return
        parts = None
        if factors and isinstance(rows, Even):
            down, across = (runs(factor == factor.max()) for factor in factors)
            parts = down, across
        for band in bands(rows, columns, parts=parts):
            yield band.at, band

    def _repeated(self, results: NDArray[T]) -> NDArray[T]:
        """From windows that are all different to all windows."""
        for axis, which in enumerate(self.which):
            results = results if which is None else results.take(which, axis)
        return results

    def _back(self, factors: Factors | None = None) -> Iterator[Band]:
        """The walk from windows to cells.

        With factors, cells whose windows all have the same one, and those around them, by
        themselves, if there is anything to add up.
        """
        rows, columns = map(backward, self.axes)
        parts = None
        if (
            factors
            and isinstance(rows, (Even, Apart))
            and isinstance(columns, (Even, Apart))
            and rows.most * columns.most > 1
        ):
            down, across = (
                runs(_back_on(axis, (factor < factor.max()).astype(np.intp)) == 0)
                for axis, factor in zip(self.axes, factors, strict=True)
            )
            parts = down, across
        return bands(rows, columns, parts=parts)


def _back_on(axis: Axis, sent: Numbers) -> Numbers:
    """On one axis, the sum of the whole numbers that each cell is sent by the windows seeing it."""
    [band] = bands(POINT, backward(axis))
    [[received]] = band.fold(add, (sent[None], 0))
    return np.asarray(received)
