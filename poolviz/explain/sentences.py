"""What is said about a problem: one true, short sentence for each thing that happened to it.

`Telling` has what both operations share; what is said of one alone is in `telling_max` and
`telling_avg`.
"""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from poolviz.core.axes import Sliding
from poolviz.core.exact import mean
from poolviz.core.geometry import Axis
from poolviz.core.matrix import Floats
from poolviz.explain.figures import Number, figure
from poolviz.explain.why import Why
from poolviz.words import listed, size


class Telling(Why):
    """All sentences about one problem, its windows and its cells."""

    def head(self) -> str:
        """What was done, and what it did to the size."""
        problem = self.account.problem
        g = problem.geometry
        words = [f"{problem.operation} pooling"]
        if g.kernel is None or g.stride is None or g.padding is None or g.dilation is None:
            words.append(f"output size {size(g.shape)}")
        else:
            words += [f"kernel {size(g.kernel)}", f"stride {size(g.stride)}"]
            words += ["padding " + ",".join(map(str, g.padding))] * any(g.padding)
            words += [f"dilation {size(g.dilation)}"] * (g.dilation != (1, 1))
        if g.ceil_mode:
            words.append("ceil mode")
        words += self.own_options()
        words.append(f"input {size(g.input_shape)} → output {size(g.shape)}")
        return " · ".join(words)

    @abstractmethod
    def own_options(self) -> list[str]:
        """The options that only this operation has, where they are not the default."""

    # --- the sums -------------------------------------------------------------------------

    def sums(self, fractions: bool = False) -> str:
        """The loss, the hits and the gradient's sum; `fractions` gives them exactly."""
        return " · ".join([self._loss(fractions), self.hits(), self._gradient(fractions)])

    def _loss(self, fractions: bool) -> str:
        problem = self.account.problem
        if problem.loss is None:
            return "upstream gradient given"
        name = f"loss = {problem.loss} of output"
        if fractions:
            return f"{name} = {self.account.loss}"
        try:
            value = problem.loss_value
        except ValueError:
            return f"{name}, beyond float64's range"
        return f"{name} = {figure(value or 0.0, self.decimals)}"

    @abstractmethod
    def hits(self) -> str:
        """How many hits there are, and why so many."""

    def _gradient(self, fractions: bool) -> str:
        problem = self.account.problem
        got: Number
        sent: Number
        if fractions:
            got, sent = self.account.sums()
        else:
            got, sent = self.arrived(), total(problem.upstream)
        text = f"the gradient sums to {figure(got, self.decimals)}"
        why_not = self.why_not()
        if not why_not:
            return text + ("" if problem.loss == "mean" else ", as the upstream gradient does")
        if figure(got, self.decimals) == figure(sent, self.decimals):
            return text
        return f"{text}, not {figure(sent, self.decimals)}: {why_not}"

    @abstractmethod
    def why_not(self) -> str:
        """Why the gradient's sum is not the upstream's; empty if it is."""

    @abstractmethod
    def arriving(self) -> Floats:
        """What each window's upstream gradient is when it has arrived at all its cells."""

    def arrived(self) -> float:
        """The gradient's sum, without what the rounding of each of its numbers did to it."""
        problem = self.account.problem
        got = total(problem.gradient)
        sent = total(self.arriving() if self.why_not() else problem.upstream)
        return sent if abs(got - sent) <= 2.0**-50 * total(np.abs(problem.gradient)) else got

    # --- remarks --------------------------------------------------------------------------

    def remarks(self, always: bool = False) -> list[str]:
        """What is worth saying below the matrices; `always` gives the size's formula, too."""
        g = self.account.problem.geometry
        rounding = "ceil" if g.ceil_mode else "floor"
        names = ""
        if always:
            names = f"size: {rounding}((input + padding before + after - extent) / stride) + 1"
        lines = [names, edge(g.rows, "row", always), edge(g.columns, "column", always)]
        return [line for line in (*lines, self.ties()) if line]

    def ties(self) -> str:
        """How many windows tie, and which rule decides; empty if none does."""
        return ""

    @abstractmethod
    def meaning(self, role: str) -> str:
        """What the sign of a role says."""


def total(matrix: Floats) -> float:
    """The sum of a matrix."""
    return float(mean(np.ascontiguousarray(matrix), matrix.size, np.sum))


def edge(axis: Axis, cell: str, always: bool = False) -> str:
    """What the stride leaves out and what ceil mode adds or drops, with the size's formula."""
    facts = []
    missed = unseen(axis)
    if missed:
        verb = "is" if len(missed) == 1 else "are"
        facts.append(f"{_named(missed, cell)} {verb} left out")
    if isinstance(axis, Sliding) and axis.ceil_mode:
        if axis.drops_last:
            start = axis.starts[-1] + axis.stride
            fact = f"window {axis.windows} would start at {cell} {start}, past the input"
            facts.append(f"{fact}: dropped, so {axis.windows}")
        if axis.overhang:
            over = f"overhangs by {axis.overhang}"
            facts.append(f"ceil mode adds window {axis.windows - 1}, which {over}")
    if not facts and not always:
        return ""
    return ", ".join([f"{axis.name}: {formula(axis)}", *facts])


def unseen(axis: Axis) -> list[int]:
    """The cells of an axis that no window sees."""
    return [cell for cell in range(axis.size) if not axis.windows_of(cell)]


def _named(cells: list[int], noun: str) -> str:
    if len(cells) == 1:
        return f"{noun} {cells[0]}"
    if len(cells) > 6:
        return f"{len(cells)} {noun}s, {cells[0]} to {cells[-1]},"
    return f"{noun}s {listed([str(cell) for cell in cells], 'and')}"


def formula(axis: Axis) -> str:
    """The size's formula with this axis's numbers put in.

    >>> formula(Sliding("height", 5, 2, 2, 1, 0, 0))
    'floor((5 + 0 + 0 - 2) / 2) + 1 = 2'
    """
    name = "ceil" if axis.ceil_mode else "floor"
    if not isinstance(axis, Sliding):
        return f"{axis.windows} as asked for"
    inner = f"({axis.size} + {axis.before} + {axis.after} - {axis.extent}) / {axis.stride}"
    return f"{name}({inner}) + 1 = {axis.rounded}"
