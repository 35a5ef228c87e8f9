"""The sentences of average pooling alone."""

from __future__ import annotations

from poolviz.explain.account import AvgAccount
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exactly
from poolviz.explain.figures import exact, last_place, places
from poolviz.explain.sentences import Telling
from poolviz.explain.why import equal, of, signed
from poolviz.explain.window import Window
from poolviz.words import counted

MEANINGS = {
    "unseen": "no window sees it",
    "overhang": "overhang of ceil mode, beyond the padding: not counted",
}


class AvgTelling(Telling):
    """What is said of average pooling."""

    hitting = "hit by"
    account: AvgAccount

    def own_options(self) -> list[str]:
        """What the windows are divided by, unless it is the number of their cells."""
        problem = self.account.problem
        if problem.divisor is not None:
            return [f"divisor {problem.divisor}"]
        return [] if problem.count_include_pad else ["padding not counted"]

    def calculation(self, window: Window) -> str:
        """The sum of a window over its divisor."""
        shown = self.shown_values(window)
        decimals = end = self.apart(shown)
        if self.shown_sign(shown, decimals) == "≈":
            end = last_place(window.output, map(exactly, shown), decimals)
        values = self.some(window.cells, lambda cell: self._value(cell, decimals, end), " + ")
        sign = self.shown_sign(shown, decimals, end)
        text = f"{sign} ({values}) / {window.divisor}"
        whole = all(value.is_integer() for value in shown)
        if whole and not self.fractions and places(window.output) > decimals:
            text += f" = {exact(window.output)}"
        output = self.number(window.output, decimals, end)
        text += f" {equal(output, window.output) if sign == '=' else f'≈ {output}'}"
        return text + f"; {self.outside(window)} {self._counting(window)}" * bool(window.outside)

    def _value(self, cell: Cell, decimals: int, end: int) -> str:
        return signed(self.number(float(self.account.problem.input[cell]), decimals, end))

    def _counting(self, window: Window) -> str:
        """How the cells outside the input count in the divisor."""
        if self.account.problem.divisor is not None:
            return "0; the divisor is given"
        counted_there = (window.divisor or 0) - len(window.cells)
        if counted_there == window.outside:
            return "0 and counted in the divisor"
        if counted_there == 0:
            return "not counted in the divisor"
        return f"0, {counted_there} of them counted in the divisor"

    def divided(self, window: Window) -> str:
        """What a window's sum is divided by, and how that is counted."""
        text = f"{of('divisors', window.at)} = {window.divisor}"
        if self.account.problem.divisor is not None:
            return f"{text}: the divisor is given"
        text = f"{text}: {counted(len(window.cells), 'cell')} of the input"
        return text + f"; {self.outside(window)} {self._counting(window)}" * bool(window.outside)

    def receivers(self, window: Window) -> str:
        """All cells of a window, which need not be listed."""
        several = len(window.hit) > 1
        return f"each of its {len(window.hit)} cells" if several else self.places(window.hit)

    def caption(self, window: Window, cell: Cell) -> str:  # noqa: ARG002 all get the same
        """What a cell got from one of the windows that see it."""
        end = self.ending(window.share, window.upstream)
        sent = f"{self.short(window.upstream, end)} / {window.divisor}"
        share = self.short(window.share, end)
        if share == sent.replace(" ", ""):
            return f"sends {sent}"
        return f"sends {sent} {self.sign(window.share, window.upstream, place=end)} {share}"

    def hits(self) -> str:
        """A hit for each cell of each window."""
        g, hits = self.account.problem.geometry, int(self.account.problem.hits.sum())
        windows = g.shape[0] * g.shape[1]
        if g.kernel is None:
            return f"{counted(hits, 'hit')} = the cells of {counted(windows, 'window')}"
        area = g.kernel[0] * g.kernel[1]
        text = f"{counted(hits, 'hit')} = {counted(windows, 'window')} × {counted(area, 'cell')}"
        outside = windows * area - hits
        return text + (f" - {outside} outside the input" if outside else "")

    def padded_first(self) -> str:
        """What F.pad adds is counted in PyTorch's divisor."""
        problem = self.account.problem
        plain = problem.count_include_pad or problem.divisor is not None
        return "F.pad comes first" + (", and the divisor is mended after it" * (not plain))

    def why_not(self) -> str:
        """Why the gradient's sum is not the upstream's; empty if it is."""
        problem = self.account.problem
        g = problem.geometry
        if g.kernel is None:
            return ""
        area = g.kernel[0] * g.kernel[1]
        reasons = []
        if problem.divisor not in (None, area):
            reasons.append(f"the divisor {problem.divisor} is not the number of cells, {area},")
        counted_outside = (problem.cells < problem.divisors).any()
        if (problem.cells < area).any() and (counted_outside or reasons):
            overhang = problem.divisor is not None and (g.rows.overhang or g.columns.overhang)
            whose = "the share of cells outside the input" if overhang else "the padding's share"
            reasons.append(f"{whose} is lost")
        return " and ".join(reasons).rstrip(",")

    def idle(self, option: str) -> str:
        """Without padding, or with a divisor of its own, there is nothing to count."""
        if option != "count-include-pad":
            return ""
        problem = self.account.problem
        if not any(problem.geometry.padding or ()):
            return "there is no padding here to be counted"
        if problem.divisor is not None:
            return "the divisor is given, whatever is padding"
        reached = any(axis.before or axis.end > axis.size for axis in problem.geometry[:2])
        return "" if reached else "no window reaches the padding"

    def meaning(self, role: str) -> str:
        """What the sign of a role says."""
        if role == "padding":
            problem = self.account.problem
            counts = problem.divisor is None and problem.count_include_pad
            return "padding: 0, counted in the divisor" if counts else "padding: 0, not counted"
        return MEANINGS[role]
