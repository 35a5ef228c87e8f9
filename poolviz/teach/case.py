"""One cell at which a mistake shows: its windows as they are, and as they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from poolviz.explain.account import Account
from poolviz.explain.cells import Cell
from poolviz.explain.figures import exact
from poolviz.explain.why import place, span
from poolviz.explain.window import Window
from poolviz.teach.attempt import OF_WINDOWS, Attempt, Matrix
from poolviz.teach.working import Working
from poolviz.words import listed

MOST_NAMED = 6
"""A list of windows or of terms that is longer is shown by its first and last ones."""


@dataclass(frozen=True)
class Case:
    """A cell of a matrix, before a mistake and after it."""

    working: Working
    before: Attempt
    after: Attempt
    cell: Cell

    @property
    def matrix(self) -> Matrix:
        """The matrix that the cell belongs to."""
        return self.before.matrix

    @cached_property
    def was(self) -> Account:
        """The account of the problem as it was before the mistake."""
        return self.working.account(self.before)

    @cached_property
    def made(self) -> Account:
        """The account of the problem that the mistake makes of it."""
        return self.working.account(self.after)

    @cached_property
    def seeing(self) -> list[Window]:
        """The windows of this cell: those that see it, or the one whose number it is."""
        return self.windows(self.was, self.before)

    @cached_property
    def hitting(self) -> list[Window]:
        """Those that send it gradient."""
        at = self.inner(self.before, self.cell)
        return [window for window in self.seeing if window.hits(at)]

    def windows(self, account: Account, attempt: Attempt) -> list[Window]:
        """The windows of this cell in an account."""
        if self.matrix in OF_WINDOWS:
            return [account.window(self.cell)]
        return account.seeing(self.inner(attempt, self.cell))

    def inner(self, attempt: Attempt, cell: Cell) -> Cell:
        """Where a cell lies in the input of an attempt, whose padding may belong to the input."""
        laid = self.working.laid(attempt)
        return (cell[0] + laid.top, cell[1] + laid.left) if laid else cell

    def place(self, cell: Cell | None) -> str:
        """A cell in the input of the problem before the mistake, as it is spoken of."""
        laid = self.working.laid(self.before)
        if cell is None or laid is None:
            return place(cell)
        return place((cell[0] - laid.top, cell[1] - laid.left))

    @property
    def here(self) -> str:
        """The cell itself."""
        return place(self.cell)


def window_name(window: Window) -> str:
    """A window as it is spoken of."""
    return f"window {place(window.at)}"


def windows_named(at: Sequence[Cell]) -> str:
    """Several windows as they are spoken of.

    >>> windows_named([(0, 0), (0, 1)]), windows_named([(0, 0)]), windows_named([])
    ('windows (0, 0) and (0, 1)', 'window (0, 0)', 'no window')
    """
    if not at:
        return "no window"
    places = [place(cell) for cell in at]
    if len(at) > MOST_NAMED:
        return f"{len(at)} windows, {places[0]} to {places[-1]},"
    return f"window{'s' * (len(at) > 1)} {listed(places, 'and')}"


def summed(terms: Sequence[Fraction]) -> str:
    """A sum written out, its middle left out if it is long.

    >>> summed([Fraction(1, 9), Fraction(-2)])
    '1/9 + (-2)'
    """
    texts = [exact(term) if term >= 0 else f"({exact(term)})" for term in terms]
    if len(texts) > MOST_NAMED:
        texts = [*texts[:2], f"… {len(texts) - 3} more …", texts[-1]]
    return " + ".join(texts)


def covered(window: Window, other: Window) -> str:
    """The rows or columns that a window looks at, beside those that another one does."""
    names = ("row", "column")
    both = list(zip(names, window.taps, other.taps, strict=True))
    apart = [(name, was, made) for name, was, made in both if was != made]
    was_named = ", ".join(span(list(was), name) for name, was, _ in apart)
    made_named = ", ".join(span(list(made), name) for name, _, made in apart)
    return f"{was_named}, not {made_named}"
