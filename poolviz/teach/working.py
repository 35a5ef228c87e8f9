"""Works attempts out: exactly, and each placement of the windows once.

The core says where the windows are, who wins them and what they are divided by; here the
numbers that it made are added up as fractions, or kept as a learner keeps them.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from poolviz.core.geometry import Size
from poolviz.core.pooling import Pooling
from poolviz.explain.account import Account, account
from poolviz.teach.attempt import OF_WINDOWS, Attempt
from poolviz.teach.exact import Exact, exact_of
from poolviz.teach.laying import Laid, lay
from poolviz.teach.sides import SIDES, Side

SMALL = 2**14
"""The matrices of attempts at an input of so many cells are all kept."""


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
        self._sides: dict[tuple[object, ...], Side] = {}
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

    def _side(self, attempt: Attempt, laid: Laid) -> Side:
        """The core's problem for its windows, and what its operation makes of it."""
        kind = SIDES[attempt.operation]
        key = *laid.key, kind, kind.rule(attempt)
        if key not in self._sides:
            self._sides[key] = kind(attempt, laid)
        return self._sides[key]

    def account(self, attempt: Attempt) -> Account:
        """The account of an attempt's problem, which must exist."""
        attempt = attempt.sender
        laid = self.laid(attempt)
        assert laid is not None  # noqa: S101 asked only where there is a matrix
        given = self.problem.upstream if attempt.loss is None else None
        fits = given is not None and given.shape == laid.geometry.shape
        return account(SIDES[attempt.operation].problem(attempt, laid, given if fits else None))

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

    def forget(self, attempt: Attempt) -> None:
        """Keep nothing of an attempt that fits no answer, if its matrices are large.

        Some hundred attempts are made at one answer; of small ones others may ask again.
        """
        if self.problem.input.size > SMALL:
            self._found.pop(attempt, None)
            self._terms.pop(attempt, None)

    def certain(self, attempt: Attempt) -> Exact:
        """The matrix of an attempt that has one."""
        found = self.exact(attempt)
        assert found is not None  # noqa: S101 it is known to have one
        return found

    def _work_out(self, attempt: Attempt) -> Exact | None:
        if attempt.spread:
            return self._work_out(attempt.sender)
        laid = self.laid(attempt)
        if laid is None:
            return None
        side = self._side(attempt, laid)
        if attempt.matrix == "gradient":
            found = self._gradient(attempt, side)
        elif attempt.matrix == "output":
            found = side.output(attempt, self._input(laid))
        else:
            found = Exact(side.counts(attempt))
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

    def _input(self, laid: Laid) -> Exact:
        if laid.x is self.problem.input:
            return self._asked
        return self._asked.padded(laid.margins)

    @cached_property
    def _asked(self) -> Exact:
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

    def _sent(self, attempt: Attempt, side: Side) -> Exact | None:
        """What each window sends to each cell that it hits."""
        upstream = self.upstream(attempt, side.pooled.geometry.shape)
        return None if upstream is None else side.sent(attempt, upstream)

    def _gradient(self, attempt: Attempt, side: Side) -> Exact | None:
        sent = self._sent(attempt, side)
        if sent is None:
            return None
        if attempt.adding == "sum":
            return Exact(side.gathered(sent.numerators, np.add), sent.denominator)
        return Exact(side.kept(attempt, sent.numerators), sent.denominator)

    def largest_term(self, attempt: Attempt) -> Exact | None:
        """The largest number, without its sign, that was added up into each cell."""
        if attempt not in self._terms:
            self._terms[attempt] = self._largest(attempt.sender)
        return self._terms[attempt]

    def _largest(self, attempt: Attempt) -> Exact | None:
        laid = self.laid(attempt)
        if laid is None:
            return None
        side, found = self._side(attempt, laid), None
        if attempt.matrix == "output":
            found = side.largest(attempt, self._input(laid))
        elif attempt.matrix == "gradient" and (sent := self._sent(attempt, side)):
            found = Exact(side.gathered(abs(sent.numerators), np.maximum), sent.denominator)
        return None if found is None else self._finished(attempt, found, laid)
