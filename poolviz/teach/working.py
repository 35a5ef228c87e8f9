"""Works attempts out: exactly, and each placement of the windows once.

The core says where the windows are, who wins them and what they are divided by; here the
numbers that it made are added up as fractions, or kept as a learner keeps them.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from poolviz.core.geometry import Size
from poolviz.core.matrix import Floats
from poolviz.core.pooling import AvgPooling, Counts, MaxPooling, Pooling
from poolviz.explain.window import Account, Problem, account
from poolviz.teach.attempt import OF_WINDOWS, Attempt
from poolviz.teach.exact import Exact, Whole, exact_of, scattered, times
from poolviz.teach.folding import Pairs, folded, last_windows, seen
from poolviz.teach.laying import Laid, lay


class Working:
    """All attempts at one problem.

    >>> from poolviz import max_pool
    >>> problem = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> Working(problem).exact(Attempt.right(problem, "gradient")).at((0, 1))
    Fraction(1, 1)
    """

    def __init__(self, problem: Pooling) -> None:
        self.problem = problem
        self._laid: dict[tuple[object, ...], Laid | None] = {}
        self._pooled: dict[tuple[object, ...], Problem] = {}
        self._hits: dict[tuple[object, ...], Pairs] = {}
        self._found: dict[Attempt, Exact | None] = {}
        self._terms: dict[Attempt, Exact | None] = {}

    # --- the problem that an attempt is about -------------------------------------------------

    def laid(self, attempt: Attempt) -> Laid | None:
        """Input and windows; None where there is no such problem."""
        key = attempt.placement, attempt.zero_padded
        if key not in self._laid:
            try:
                self._laid[key] = lay(self.problem.input, attempt)
            except ValueError:
                self._laid[key] = None
        return self._laid[key]

    def pooled(self, attempt: Attempt) -> Problem | None:
        """The core's problem for its windows: without a loss, avg without a given divisor."""
        laid = self.laid(attempt)
        if laid is None:
            return None
        rule = attempt.ties if attempt.operation == "max" else attempt.count_include_pad
        key = *laid.key, attempt.operation, rule
        if key not in self._pooled:
            plain = attempt.but(divisor=None, loss="mean")
            self._pooled[key] = self._core(plain, laid, None)
        return self._pooled[key]

    @staticmethod
    def _core(attempt: Attempt, laid: Laid, upstream: Floats | None) -> Problem:
        x, geometry, loss = laid.x, laid.geometry, attempt.loss
        if attempt.operation == "max":
            return MaxPooling(x, geometry, attempt.ties, loss, upstream)
        if attempt.adaptive:
            return AvgPooling(x, geometry, loss=loss, upstream=upstream)
        counts, divisor = attempt.count_include_pad, attempt.divisor
        return AvgPooling(x, geometry, counts, divisor, loss, upstream)

    def account(self, attempt: Attempt) -> Account:
        """The account of an attempt's problem, which must exist."""
        attempt = attempt.sender
        laid = self.laid(attempt)
        assert laid is not None  # noqa: S101 asked only where there is a matrix
        given = self.problem.upstream if attempt.loss is None else None
        fits = given is not None and given.shape == laid.geometry.shape
        return account(self._core(attempt, laid, given if fits else None))

    def shape(self, attempt: Attempt) -> Size | None:
        """The size of an attempt's matrix; None where there is none."""
        laid = self.laid(attempt)
        if laid is None:
            return None
        of_windows = attempt.matrix in OF_WINDOWS
        height, width = laid.geometry.shape if of_windows else self.problem.input.shape
        return (width, height) if attempt.transposed else (height, width)

    # --- its matrix ---------------------------------------------------------------------------

    def exact(self, attempt: Attempt) -> Exact | None:
        """The matrix, exactly; None where there is no such problem."""
        if attempt not in self._found:
            self._found[attempt] = self._work_out(attempt)
        return self._found[attempt]

    def certain(self, attempt: Attempt) -> Exact:
        """The matrix of an attempt that has one."""
        found = self.exact(attempt)
        assert found is not None  # noqa: S101 it is known to have one
        return found

    def _work_out(self, attempt: Attempt) -> Exact | None:
        if attempt.spread:
            return self._work_out(attempt.sender)
        laid, pooled = self.laid(attempt), self.pooled(attempt)
        if laid is None or pooled is None:
            return None
        if attempt.matrix == "gradient":
            sent = self._sent(attempt, pooled)
            found = None if sent is None else self._arrived(attempt, pooled, sent)
        else:
            found = self._forward(attempt, laid, pooled)
        return None if found is None else self._finished(attempt, found, laid)

    def _finished(self, attempt: Attempt, found: Exact, laid: Laid) -> Exact:
        numerators = found.numerators
        if attempt.matrix not in OF_WINDOWS:
            height, width = self.problem.input.shape
            numerators = numerators[laid.top :, laid.left :][:height, :width]
        if attempt.transposed:
            numerators = np.swapaxes(numerators, 0, 1)
        if attempt.matrix == "argmax" and attempt.counted_from:
            numerators = numerators + attempt.counted_from
        return Exact(numerators, found.denominator)

    def _forward(self, attempt: Attempt, laid: Laid, pooled: Problem) -> Exact:
        if attempt.matrix == "output":
            return self._output(attempt, laid, pooled)
        if attempt.matrix == "divisors" and isinstance(pooled, AvgPooling):
            return Exact(_divisors(attempt, pooled))
        counts: Whole = getattr(pooled, attempt.matrix)
        return Exact(counts)

    def _output(self, attempt: Attempt, laid: Laid, pooled: Problem) -> Exact:
        numerators, denominator = self._input
        if laid.x is not self.problem.input:
            numerators = np.pad(numerators, laid.margins)
        if isinstance(pooled, MaxPooling):
            return Exact(numerators.take(pooled.winners), denominator)
        sums = folded(times(numerators, 1, int(pooled.cells.max())), pooled.geometry, np.add)
        common, weights = _weights(_divisors(attempt, pooled))
        return Exact(times(sums, weights), denominator * common)

    @cached_property
    def _input(self) -> Exact:
        return exact_of(self.problem.input)

    # --- backward -----------------------------------------------------------------------------

    @cached_property
    def _given(self) -> Exact:
        return exact_of(self.problem.upstream)

    def upstream(self, attempt: Attempt, shape: Size) -> Exact | None:
        """dLoss/dOutput of an output of this size; None where the one given does not fit."""
        if attempt.loss is None:
            return self._given if self._given.shape == shape else None
        over = shape[0] * shape[1] if attempt.loss == "mean" else 1
        return Exact(np.ones(shape, dtype=np.int64), over)

    def _sent(self, attempt: Attempt, pooled: Problem) -> Exact | None:
        """What each window sends to each cell that it hits."""
        upstream = self.upstream(attempt, pooled.geometry.shape)
        if upstream is None:
            return None
        if isinstance(pooled, AvgPooling):
            over = _divisors(attempt, pooled)
        else:
            over = pooled.tied if pooled.ties == "split" else np.ones((1, 1), dtype=np.int64)
        common, weights = _weights(over)
        terms = int(pooled.coverage.max())
        return Exact(times(upstream.numerators, weights, terms), upstream.denominator * common)

    def _arrived(self, attempt: Attempt, pooled: Problem, sent: Exact) -> Exact:
        if attempt.adding != "sum":
            return Exact(self._kept(attempt, pooled, sent.numerators), sent.denominator)
        return Exact(self._gathered(attempt, pooled, sent.numerators, np.add), sent.denominator)

    def _gathered(self, attempt: Attempt, pooled: Problem, sent: Whole, add: np.ufunc) -> Whole:
        """What all windows together send to each cell."""
        if isinstance(pooled, AvgPooling):
            return folded(sent, pooled.geometry, add, back=True)
        windows, cells = self._hitting(attempt, pooled)
        return scattered(cells, sent.ravel()[windows], pooled.input.size, add).reshape(
            pooled.input.shape
        )

    def _kept(self, attempt: Attempt, pooled: Problem, sent: Whole) -> Whole:
        """What the last window sends to each cell, in place of a sum."""
        if isinstance(pooled, MaxPooling) and attempt.adding == "last that hits":
            windows, cells = self._hitting(attempt, pooled)
            kept = np.zeros(pooled.input.size, dtype=sent.dtype)
            kept[cells] = sent.ravel()[windows]  # of several, NumPy keeps the last
            return kept.reshape(pooled.input.shape)
        rows, columns = last_windows(pooled.geometry)
        kept = sent[rows[:, None], columns]
        kept[pooled.coverage == 0] = 0
        if isinstance(pooled, MaxPooling):
            kept[~_won(pooled, rows[:, None], columns)] = 0
        return kept

    def _hitting(self, attempt: Attempt, pooled: MaxPooling) -> Pairs:
        """Each window and each cell that it hits; for one cell, windows in row-major order."""
        if pooled.ties in ("first", "last"):
            cells = pooled.winners.ravel().astype(np.intp)
            return Pairs(np.arange(cells.size), cells)
        laid = self.laid(attempt)
        key = laid.key if laid else ()
        if key not in self._hits:
            x, maxima = pooled.input.ravel(), pooled.output.ravel()
            hits = [p.only(x[p.cells] == maxima[p.windows]) for p in seen(pooled.geometry)]
            self._hits[key] = Pairs(*map(np.concatenate, zip(*hits, strict=True)))
        return self._hits[key]

    def largest_term(self, attempt: Attempt) -> Exact | None:
        """The largest number, without its sign, that was added up into each cell."""
        if attempt not in self._terms:
            self._terms[attempt] = self._largest(attempt.sender)
        return self._terms[attempt]

    def _largest(self, attempt: Attempt) -> Exact | None:
        laid, pooled = self.laid(attempt), self.pooled(attempt)
        if laid is None or pooled is None:
            return None
        if attempt.matrix == "output" and isinstance(pooled, AvgPooling):
            terms = folded(abs(self._input.numerators), pooled.geometry, np.maximum)
            common, weights = _weights(_divisors(attempt, pooled))
            found = Exact(times(terms, weights), self._input.denominator * common)
        elif attempt.matrix == "gradient" and (sent := self._sent(attempt, pooled)):
            shares = self._gathered(attempt, pooled, abs(sent.numerators), np.maximum)
            found = Exact(shares, sent.denominator)
        else:
            return None
        return self._finished(attempt, found, laid)


def _divisors(attempt: Attempt, pooled: AvgPooling) -> Counts:
    """What each window is divided by, also where the core would take no divisor: adaptive."""
    if attempt.divisor is None:
        return pooled.divisors
    return np.full(pooled.geometry.shape, attempt.divisor, dtype=np.intp)


def _weights(over: NDArray[np.intp]) -> tuple[int, Whole]:
    """A common multiple of some divisors, and how many times it holds each of them."""
    common = math.lcm(*set(over.ravel().tolist()))
    if common < 2**53:
        return common, common // over
    return common, common // over.astype(object)


def _won(
    pooled: MaxPooling, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Whether each cell of the input is hit by the window named for it."""
    height, width = pooled.input.shape
    if pooled.ties in ("first", "last"):
        cells = np.arange(height * width).reshape(height, width)
        return np.asarray(pooled.winners[rows, columns] == cells)
    return np.asarray(pooled.output[rows, columns] == pooled.input)
