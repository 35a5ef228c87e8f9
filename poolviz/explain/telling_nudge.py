"""The sentences about a nudged cell: what moves, the two slopes, which of them is picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from poolviz.explain.cells import Cell
from poolviz.explain.figures import LONGEST, exact, figure
from poolviz.explain.nudge import Nudge
from poolviz.explain.why import about, equal, is_exact, of, place, signed
from poolviz.words import listed

MOST_NAMED = 6
"""More cells or outputs are counted, not named."""


class NudgeTelling:
    """Tells of one nudged cell, with so many decimals or in fractions."""

    def __init__(self, nudge: Nudge, decimals: int = 4, fractions: bool = False) -> None:
        self.nudge, self.decimals, self.fractions = nudge, decimals, fractions
        self.value, self.step = self.term(nudge.value), power(nudge.step)
        self.name = of("gradient", nudge.cell)

    def title(self) -> str:
        """Which cell is nudged, and by how much."""
        value = equal(self.value, self.nudge.value)
        return f"cell {place(self.nudge.cell)} {value}, nudged by {self.step}"

    def sentences(self) -> list[str]:
        """The step, either side, and the gradient beside the two slopes."""
        n = self.nudge
        if not n.larger:
            why = (
                "every window that sees it has a larger cell" if n.seen_by else "no window sees it"
            )
            return [f"{why}: no output moves, so both slopes and {self.name} are 0"]
        sides = self._side("left", -1, n.smaller, n.left), self._side("right", 1, n.larger, n.right)
        size = [self._size()] if n.kinks else []
        if n.tied:
            return [*size, *sides, *Ties(self).sentences()]
        return [*size, *sides, f"both slopes are {self.name} {self.equals(n.gradient)}"]

    def equals(self, value: Fraction) -> str:
        """`= 2/9 ≈ 0.2222`: a fraction and its decimals; the decimals alone if it is long."""
        text = exact(value)
        if self.fractions:
            return f"= {text}"
        decimals = equal(figure(value, self.decimals), value)
        return f"= {text} {decimals}" if "/" in text and len(text) <= LONGEST else decimals

    def amount(self, value: Fraction) -> str:
        """The same after `is` or `are`."""
        text = self.equals(value)
        return text.removeprefix("= ") if text.startswith("=") else text.replace("≈", "about")

    def term(self, value: Fraction) -> str:
        """A number to reckon with."""
        return self.terms(value)[0]

    def terms(self, *values: Fraction) -> list[str]:
        """Numbers to reckon with, told alike: all decimals if they are all there, else fractions.

        Where a fraction would be long they are rounded.
        """
        rounded = [figure(value, self.decimals) for value in values]
        texts = [exact(value) for value in values]
        if self.fractions or not (all(map(is_exact, rounded, values)) or longest(texts) > LONGEST):
            return texts
        return rounded

    def _size(self) -> str:
        """Why the step is small enough."""
        n = self.nudge
        so = "so no winner changes" + " except where cells tie" * bool(n.tied)
        if n.gap is None:
            return f"a step of {self.step}: it passes no other value, {so}"
        gap = f"the nearest value that it could pass is {about(self.term(n.gap), n.gap)} away"
        return f"a step of {self.step}: {gap}, {so}"

    def _side(self, side: str, sign: int, moved: Mapping[Cell, Fraction], slope: Fraction) -> str:
        """What moves on one side, what that does to the loss, and the slope."""
        start = f"{self.value} {'+' if sign > 0 else '-'} {self.step}"
        if not moved:
            return f"{start}: no output moves · {side} slope 0"
        verb = ("grow" if sign > 0 else "shrink") + "s" * (len(moved) == 1)
        step, change = sign * self.nudge.step, sign * self.nudge.step * slope
        quotient, text = "", self.term(change)
        if is_exact(text, change):
            quotient = f"{text} / {'-' * (step < 0)}{self.step} "
        return " · ".join(
            [
                f"{start}: {outputs(list(moved))} {verb} by {self._by(set(moved.values()))}",
                self._loss(change),
                f"{side} slope {quotient}{self.equals(slope)}",
            ]
        )

    def _by(self, rates: set[Fraction]) -> str:
        """How far the outputs move."""
        if len(rates) > 1:
            return f"{self.step} / divisor"
        [rate] = rates
        if rate == 1:
            return self.step
        moved = self.nudge.step * rate
        return f"{self.step} / {rate.denominator} {equal(self.term(moved), moved)}"

    def _loss(self, change: Fraction) -> str:
        """The loss before and after."""
        name = "loss" if self.nudge.problem.loss else "sum of upstream × output"
        loss = self.nudge.loss
        before, after = self.terms(loss, loss + change)
        start = f"{name} {'' if is_exact(before, loss) else '≈ '}{before}"
        if before == after and change:
            verb, by = "grows" if change > 0 else "shrinks", abs(change)
            return f"{start} {verb} by {about(self.term(by), by)}"
        return f"{start} → {after}"


class Ties:
    """Tells of a nudged cell that ties: the slopes, the rule's pick, and what is valid."""

    def __init__(self, told: NudgeTelling) -> None:
        self.told, self.nudge = told, told.nudge
        self.rule = f"ties {self.nudge.rule}"

    def sentences(self) -> list[str]:
        """With whom it ties, which slope is picked, what else could be, and what a check says."""
        if self.nudge.left == self.nudge.right:
            return [self._with(), self._cancelled()]
        return [self._with(), self._picked(), self._rules(), self._check()]

    def _with(self) -> str:
        tied = self.nudge.tied
        names = outputs(tied)
        if len(tied) > 1:
            return f"it ties for {names}: larger it wins them, smaller others hold them"
        cells = self.nudge.account.window(tied[0]).tied
        others = [place(cell) for cell in cells if cell != self.nudge.cell]
        whom = listed(others, "and") if len(others) <= MOST_NAMED else f"{len(others)} others"
        hold = "holds" if len(others) == 1 else "hold"
        who = "that one" if len(others) == 1 else "they"
        return f"it ties for {names} with {whom}: larger it wins, smaller {who} {hold} it"

    def _cancelled(self) -> str:
        """Cells tie, and yet the slopes are one: what the tied windows are sent adds up to 0."""
        n, told = self.nudge, self.told
        both = f"both slopes are {told.amount(n.left)}"
        if not any(n.problem.upstream[at] for at in n.tied):
            return f"the upstream gradient there is 0, so {both}, and so is {told.name}"
        why = f"the upstream gradients there add up to 0, so {both}"
        if n.gradient == n.left:
            return f"{why}, and so is {told.name}"
        part = f"but by {self.rule} it gets only a part of them"
        return f"{why}; {part}: {told.name} {told.equals(n.gradient)}"

    def _picked(self) -> str:
        """Where the gradient lies beside the slopes."""
        n, told = self.nudge, self.told
        low, high = sorted((n.left, n.right))
        between = "between them" if low < n.gradient < high else "not between them"
        sides = {n.right: "the slope from the right", n.left: "the slope from the left"}
        which = {(low + high) / 2: "their mean", **sides}.get(n.gradient, between)
        return (
            f"the slopes differ; by {self.rule}, {told.name} {told.equals(n.gradient)} is {which}"
        )

    def _rules(self) -> str:
        """What every rule would pick, and which of these are subgradients."""
        rules, gradients = zip(*self.nudge.choices.items(), strict=True)
        texts = map(about, self.told.terms(*gradients), gradients)
        given = ", ".join(map(" ".join, zip(rules, texts, strict=True)))
        p = self.nudge.problem
        if p.loss or p.upstream.min() >= 0:
            valid = "each of first, last and split is a valid subgradient"
            return (
                f"ties {given} · {valid}; all is none: it counts a tie once for each of its cells"
            )
        # Whatever the signs, cells of a tie can be moved apart so that the first is the largest
        # in every window; and the mean over all orders of them is split.
        valid = "first and last are gradients of matrices as near as you like, split is a mean"
        return f"ties {given} · {valid} of such; all need not be"

    def _check(self) -> str:
        """What a gradient check by central differences makes of it."""
        n, told = self.nudge, self.told
        mean = (n.left + n.right) / 2
        left, right, found = told.terms(n.left, n.right, mean)
        finds = f"({left} + {signed(right)}) / 2 = {found}"
        if not all(map(is_exact, (left, right, found), (n.left, n.right, mean))):
            finds = about(found, mean)
        text = f"a gradient check by central differences finds {finds}"
        return f"{text}: it {'passes' if mean == n.gradient else 'reports this cell'}"


def longest(texts: Sequence[str]) -> int:
    """The length of the longest text."""
    return max(map(len, texts))


def outputs(at: Sequence[Cell]) -> str:
    """Some outputs, as they are spoken of.

    >>> outputs([(0, 0), (0, 1)])
    'output[0,0] and output[0,1]'
    """
    if len(at) > MOST_NAMED:
        return f"{len(at)} outputs"
    return listed([f"output[{i},{j}]" for i, j in at], "and")


def power(step: Fraction) -> str:
    """A power of ten in its shortest usual form.

    >>> power(Fraction(1, 10)), power(Fraction(100)), power(Fraction(1, 10**7))
    ('0.1', '100', '1e-07')
    """
    zeros = len(str(step.numerator)) - len(str(step.denominator))
    if abs(zeros) > 4:
        return f"1e{zeros:+03d}"
    return str(step.numerator) if zeros >= 0 else f"0.{'1':0>{-zeros}}"
