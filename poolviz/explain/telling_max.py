"""The sentences of max pooling alone."""

from __future__ import annotations

from poolviz.core.matrix import Floats
from poolviz.explain.figures import exact
from poolviz.explain.sentences import Telling
from poolviz.explain.why import place
from poolviz.explain.window import Cell, MaxAccount, Window
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
        values = self.terms([self.number(value) for value in window.values], ", ")
        text = f"max({values}) = {self.number(float(window.output))} at {place(window.argmax)}"
        if window.tied:
            others = [cell for cell in window.tied if cell != window.argmax]
            text += f", tied with {self.places(others)}"
        if window.outside:
            text += f"; {self.outside(window)} never picked"
        return text

    def caption(self, window: Window, cell: Cell) -> str:
        """What a cell got from one of the windows that see it."""
        if window.hits(cell):
            others = f" with {window.over - 1} more" if window.over > 1 else ""
            return f"won{others}: {exact(window.share)}"
        if cell in window.tied:
            return f"tied, but {place(window.argmax)} got it"
        return f"beaten by {self.number(float(window.output))} at {place(window.argmax)}"

    def hits(self) -> str:
        """A hit for each window, and what ties add."""
        problem = self.account.problem
        windows, hits = problem.output.size, int(problem.hits.sum())
        text = f"{counted(hits, 'hit')} = {counted(windows, 'window')}"
        return text if hits == windows else f"{text} + {hits - windows} by ties"

    def why_not(self) -> str:
        """Only where each tied cell gets the whole is the gradient's sum another."""
        problem = self.account.problem
        tie = problem.ties == "all" and (problem.tied > 1).any()
        return "cells that tie each get the whole" if tie else ""

    def arriving(self) -> Floats:
        """Every cell that ties gets the whole."""
        arriving: Floats = self.account.problem.upstream * self.account.problem.tied
        return arriving

    def ties(self) -> str:
        """How many windows tie, and which rule decides; empty if none does."""
        problem = self.account.problem
        tying = int((problem.tied > 1).sum())
        if not tying:
            return ""
        verb = "has" if tying == 1 else "have"
        of = f"{tying} of {counted(problem.tied.size, 'window')} {verb} a tie"
        return f"{of}: {RULES[problem.ties]} (ties {problem.ties})"

    def meaning(self, role: str) -> str:
        """What the sign of a role says."""
        return MEANINGS[role]
