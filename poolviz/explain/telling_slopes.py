"""The sentences about the slopes of all cells: where they differ, and what a check reports."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from poolviz.explain.figures import figure
from poolviz.explain.nudge import nudge
from poolviz.explain.slopes import Flags, Slopes
from poolviz.explain.telling_nudge import NudgeTelling, power
from poolviz.explain.why import about, place
from poolviz.words import counted

MOST_NAMED = 3
"""More cells that a check reports are counted, not named."""

EVERY_DIGIT = 17
"""So many tell any two float64 numbers apart."""


class SlopesTelling:
    """Tells of the slopes of all cells, with so many decimals or in fractions."""

    def __init__(self, slopes: Slopes, decimals: int = 4, fractions: bool = False) -> None:
        self.slopes, self.decimals, self.fractions = slopes, decimals, fractions

    def sentences(self) -> list[str]:
        """How small the step is, where the slopes differ, and what a gradient check reports."""
        s = self.slopes
        if not s.kinks:
            return ["an average has no kinks: both slopes are the gradient everywhere, at any step"]
        if not s.differ.any():
            passes = "both slopes are the gradient everywhere, so a gradient check passes"
            return [self._size(), passes]
        check = self._reported() if s.reported.any() else self._passed()
        return [self._size(), self._differ(), check]

    def _size(self) -> str:
        """How small a step is small enough."""
        s = self.slopes
        if s.gap is None:
            return "all values are the same, so every window with two cells is a tie"
        gap = about(figure(s.gap, self.decimals), s.gap)
        near = f"no two different values are nearer than {gap}"
        return f"a step of {power(s.step)}: {near}, so no winner changes except where cells tie"

    def _differ(self) -> str:
        """At how many cells there is no one slope that the gradient could be."""
        s = self.slopes
        cells = counted(s.differ.size, "cell")
        apart = s.left != s.right
        text = f"the slopes differ at {int((s.differ & apart).sum())} of {cells}, which tie"
        other = int((s.differ & ~apart).sum())
        return text + f"; at {other} more they agree, but not with the gradient" * bool(other)

    def _passed(self) -> str:
        return (
            "a gradient check by central differences passes all the same: the gradient is "
            "the mean of both slopes"
        )

    def _reported(self) -> str:
        """What a check by central differences finds, and what the gradient is."""
        reported: Flags = self.slopes.reported
        cells = [(r, c) for r, c in np.argwhere(reported)[:MOST_NAMED].tolist()]
        more = int(reported.sum()) - len(cells)
        texts = [self._found(cell) for cell in cells] + [f"and {more} more"] * bool(more)
        count = counted(int(reported.sum()), "cell")
        return f"a gradient check by central differences reports {count}: {'; '.join(texts)}"

    def _found(self, cell: tuple[int, int]) -> str:
        one = nudge(self.slopes.problem, cell)
        mean = (one.left + one.right) / 2
        for digits in (self.decimals, EVERY_DIGIT):
            told = NudgeTelling(one, digits, self.fractions)
            found, gradient = told.terms(mean, one.gradient)
            if Fraction(found) != Fraction(gradient):
                break
        return f"{place(cell)} {about(found, mean)}, not {about(gradient, one.gradient)}"
