"""The sentences of max pooling alone."""

from __future__ import annotations

from collections.abc import Sequence

from poolviz.explain.account import MaxAccount
from poolviz.explain.cells import Cell
from poolviz.explain.sentences import Telling
from poolviz.explain.why import about, place
from poolviz.explain.window import Window
from poolviz.words import counted

RULES = {
    "first": "the first cell in row-major order gets the gradient",
    "last": "the last cell in row-major order gets the gradient",
    "split": "the cells that tie share the gradient equally",
    "all": "every cell that ties gets the whole gradient",
}
MEANINGS = {
    "won": "won a window",
    "tied": "tied for a maximum",
    "unseen": "no window sees it",
    "padding": "padding: -inf, never picked",
    "overhang": "overhang of ceil mode, beyond the padding: never picked",
}


class MaxTelling(Telling):
    """What is said of max pooling."""

    hitting = "won"
    account: MaxAccount

    def own_options(self) -> list[str]:
        """The tie rule, unless it is the first."""
        ties = self.account.problem.ties
        return [] if ties == "first" else [f"ties {ties}"]

    def calculation(self, window: Window) -> str:
        """The maximum of a window, and where it stands."""
        largest = float(self.account.problem.output[window.at])
        shown = [*self.shown_values(window), largest]
        decimals = self.apart(shown)
        values = self.some(window.cells, lambda cell: self._value(cell, decimals), ", ")
        text = f"{self.shown_sign(shown, decimals)} max({values}) "
        text += f"{self.equals(largest, decimals)} at {place(window.argmax)}"
        if window.tied:
            others = [cell for cell in self.ends(window.tied) if cell != window.argmax]
            text += f", tied with {self._others(window, others)}"
        if window.outside:
            text += f"; {self.outside(window)} never picked"
        return text

    def _value(self, cell: Cell, decimals: int) -> str:
        return self.number(float(self.account.problem.input[cell]), decimals)

    def _others(self, window: Window, others: Sequence[Cell]) -> str:
        """The cells that tie with the chosen one."""
        more = len(window.tied) - 1 - len(others)
        text = ", ".join(map(place, others))
        return f"{text} and {more} more" if more else text

    def caption(self, window: Window, cell: Cell) -> str:
        """What a cell got from one of the windows that see it."""
        if window.hits(cell):
            others = f" with {window.over - 1} more" if window.over > 1 else ""
            return f"won{others}: {about(self.short(window.share), window.share)}"
        if cell in window.tied:
            return f"tied, but {place(window.argmax)} got it"
        problem = self.account.problem
        largest, beaten = float(problem.output[window.at]), float(problem.input[cell])
        by = self.number(largest, self.apart([largest, beaten]))
        return f"beaten by {by} at {place(window.argmax)}"

    def hits(self) -> str:
        """A hit for each window, and what ties add."""
        problem = self.account.problem
        windows, hits = problem.output.size, int(problem.hits.sum())
        text = f"{counted(hits, 'hit')} = {counted(windows, 'window')}"
        return text if hits == windows else f"{text} + {hits - windows} by ties"

    def padded_first(self) -> str:
        """PyTorch's F.pad adds zeros unless it is told otherwise."""
        return "F.pad comes first, with value=-inf"

    def why_not(self) -> str:
        """Only where each tied cell gets the whole is the gradient's sum another."""
        problem = self.account.problem
        tie = problem.ties == "all" and (problem.tied > 1).any()
        return "cells that tie each get the whole" if tie else ""

    def ties(self) -> str:
        """How many windows tie, and which rule decides; empty if none does."""
        problem = self.account.problem
        tying = int((problem.tied > 1).sum())
        if not tying:
            return ""
        verb = "has" if tying == 1 else "have"
        of = f"{tying} of {counted(problem.tied.size, 'window')} {verb} a tie"
        return f"{of}: {RULES[problem.ties]} (ties {problem.ties})"

    def idle(self, option: str) -> str:
        """Tie rules are not asked where nothing ties."""
        if option == "ties" and not self.ties():
            return "nothing ties here, so all rules give the same"
        return ""

    def meaning(self, role: str) -> str:
        """What the sign of a role says."""
        return MEANINGS[role]
