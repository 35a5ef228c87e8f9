"""What max and avg do differently where attempts are worked out exactly: a class for each."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np

from poolviz.core.matrix import Floats, NDArray
from poolviz.core.pooling import AvgPooling, Counts, MaxPooling, Operation
from poolviz.explain.window import Problem
from poolviz.teach.attempt import Attempt
from poolviz.teach.exact import Exact, Whole, scattered, times
from poolviz.teach.folding import Indexes, Pairs, folded, last_windows, seen
from poolviz.teach.laying import Laid


class Side(ABC):
    """The core's problem that attempts with the same windows share, and what they make of it.

    It has the mean for a loss, and avg no divisor of its own: these are the attempt's.
    """

    pooled: Problem

    def __init__(self, attempt: Attempt, laid: Laid) -> None:
        self.pooled = self.problem(attempt.but(divisor=None, loss="mean"), laid)

    @staticmethod
    @abstractmethod
    def rule(attempt: Attempt) -> object:
        """The option on which this problem depends."""

    @staticmethod
    @abstractmethod
    def problem(attempt: Attempt, laid: Laid, upstream: Floats | None = None) -> Problem:
        """The core's problem of an attempt."""

    def counts(self, attempt: Attempt) -> Whole:
        """A matrix of whole numbers."""
        counts: Whole = getattr(self.pooled, attempt.matrix)
        return counts

    @abstractmethod
    def output(self, attempt: Attempt, x: Exact) -> Exact:
        """What the windows make of the input."""

    def largest(self, attempt: Attempt, x: Exact) -> Exact | None:  # noqa: ARG002
        """The largest term, without its sign, of each number of the output, if it is a sum."""
        return None

    @abstractmethod
    def over(self, attempt: Attempt) -> Counts:
        """What each window's upstream gradient is divided by."""

    def sent(self, attempt: Attempt, upstream: Exact) -> Exact:
        """What each window sends to each cell that it hits."""
        common, weights = _weights(self.over(attempt))
        terms = int(self.pooled.coverage.max())
        return Exact(times(upstream.numerators, weights, terms), upstream.denominator * common)

    @abstractmethod
    def gathered(self, sent: Whole, add: np.ufunc) -> Whole:
        """What all windows together send to each cell."""

    def kept(self, attempt: Attempt, sent: Whole) -> Whole:  # noqa: ARG002 it hits what it sees
        """What the last window sends to each cell, in place of a sum."""
        kept = sent[self._last]
        kept[self.pooled.coverage == 0] = 0
        return kept

    @property
    def _last(self) -> tuple[Indexes, Indexes]:
        """The last window that sees each cell: its row and its column."""
        rows, columns = last_windows(self.pooled.geometry)
        return rows[:, None], columns


class MaxSide(Side):
    """Max: a window sends to the cell that won it, or to those that tie."""

    pooled: MaxPooling

    @staticmethod
    def rule(attempt: Attempt) -> object:
        """The tie rule; whether those that tie share does not matter to who is hit."""
        return "all" if attempt.ties == "split" else attempt.ties

    @staticmethod
    def problem(attempt: Attempt, laid: Laid, upstream: Floats | None = None) -> MaxPooling:
        """The core's problem of an attempt."""
        return MaxPooling(laid.x, laid.geometry, attempt.ties, attempt.loss, upstream)

    def output(self, attempt: Attempt, x: Exact) -> Exact:  # noqa: ARG002
        """The windows' maxima."""
        return Exact(x.numerators.take(self.pooled.winners), x.denominator)

    def over(self, attempt: Attempt) -> Counts:
        """The cells that share it."""
        return self.pooled.tied if attempt.ties == "split" else np.ones((1, 1), dtype=np.intp)

    def gathered(self, sent: Whole, add: np.ufunc) -> Whole:
        """What all windows together send to each cell."""
        windows, cells = self._hitting
        shape, size = self.pooled.input.shape, self.pooled.input.size
        return scattered(cells, sent.ravel()[windows], size, add).reshape(shape)

    def kept(self, attempt: Attempt, sent: Whole) -> Whole:
        """What the last window that hits a cell sends it, or the last that sees it."""
        if attempt.adding == "last that sees":
            kept = super().kept(attempt, sent)
            kept[~self._won_by(self._last)] = 0
            return kept
        windows, cells = self._hitting
        kept = np.zeros(self.pooled.input.size, dtype=sent.dtype)
        kept[cells] = sent.ravel()[windows]  # of several, NumPy keeps the last
        return kept.reshape(self.pooled.input.shape)

    @property
    def _alone(self) -> bool:
        """Whether one cell gets it all."""
        return self.pooled.ties in ("first", "last")

    @cached_property
    def _hitting(self) -> Pairs:
        """Each window and each cell that it hits; for one cell, windows in row-major order."""
        if self._alone:
            winners = self.pooled.winners.ravel().astype(np.intp)
            return Pairs(np.arange(winners.size), winners)
        x, maxima = self.pooled.input.ravel(), self.pooled.output.ravel()
        pairs = seen(self.pooled.geometry)
        hits = [p.only(x[p.cells] == maxima[p.windows]) for p in pairs]
        return Pairs(*map(np.concatenate, zip(*hits, strict=True)))

    def _won_by(self, windows: tuple[Indexes, Indexes]) -> NDArray[np.bool_]:
        """Whether each cell of the input is hit by the window named for it."""
        p = self.pooled
        if self._alone:
            cells = np.arange(p.input.size).reshape(p.input.shape)
            return np.asarray(p.winners[windows] == cells)
        return np.asarray(p.output[windows] == p.input)


class AvgSide(Side):
    """Avg: a window is divided by its divisor, and sends to all of its cells."""

    pooled: AvgPooling

    @staticmethod
    def rule(attempt: Attempt) -> object:
        """Whether padding counts."""
        return attempt.count_include_pad

    @staticmethod
    def problem(attempt: Attempt, laid: Laid, upstream: Floats | None = None) -> AvgPooling:
        """The core's problem of an attempt; adaptive windows are divided by their cells alone."""
        x, geometry, loss = laid.x, laid.geometry, attempt.loss
        if attempt.adaptive:
            return AvgPooling(x, geometry, loss=loss, upstream=upstream)
        counts, divisor = attempt.count_include_pad, attempt.divisor
        return AvgPooling(x, geometry, counts, divisor, loss, upstream)

    def counts(self, attempt: Attempt) -> Whole:
        """A matrix of whole numbers; the divisors are the attempt's."""
        return self.over(attempt) if attempt.matrix == "divisors" else super().counts(attempt)

    def output(self, attempt: Attempt, x: Exact) -> Exact:
        """The windows' sums over their divisors."""
        terms = int(self.pooled.cells.max())
        sums = folded(times(x.numerators, 1, terms), self.pooled.geometry, np.add)
        return self._divided(attempt, sums, x)

    def largest(self, attempt: Attempt, x: Exact) -> Exact:
        """The largest cell of each window, over its divisor."""
        terms = folded(abs(x.numerators), self.pooled.geometry, np.maximum)
        return self._divided(attempt, terms, x)

    def _divided(self, attempt: Attempt, found: Whole, x: Exact) -> Exact:
        common, weights = _weights(self.over(attempt))
        return Exact(times(found, weights), x.denominator * common)

    def over(self, attempt: Attempt) -> Counts:
        """The divisors, also a given one where the core would take none: adaptive."""
        if attempt.divisor is None:
            return self.pooled.divisors
        return np.full(self.pooled.geometry.shape, attempt.divisor, dtype=np.intp)

    def gathered(self, sent: Whole, add: np.ufunc) -> Whole:
        """What all windows together send to each cell."""
        return folded(sent, self.pooled.geometry, add, back=True)


SIDES: dict[Operation, type[Side]] = {"max": MaxSide, "avg": AvgSide}


def _weights(over: NDArray[np.intp]) -> tuple[int, Whole]:
    """A common multiple of some divisors, and how many times it holds each of them."""
    common = math.lcm(*set(over.ravel().tolist()))
    if common < 2**53:
        return common, common // over
    return common, common // over.astype(object)
