"""Why a number is what it is: the sentences about one window and about one cell.

`=` stands before what is equal, `≈` before what is rounded or worked out from that. Terms that are
added or compared are written with as many decimals as tell them apart. Where terms are rounded, all
numbers of their line end at one place, at which the line adds up.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from poolviz.explain.account import Account
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import exactly
from poolviz.explain.figures import Number, brief, exact, figure, last_place, places, to_place
from poolviz.explain.window import Window
from poolviz.words import counted, listed

MOST_TERMS = 20
"""A longer sum or list is shown by its first and last terms."""

MOST_TYPED = 17
"""No float64 needs more digits to be told from all others."""

Item = TypeVar("Item")


class Why(ABC):
    """Tells of the windows and cells of one account, with so many decimals, in full or not."""

    hitting: str
    """The verb for a cell that gets gradient from a window."""

    def __init__(
        self, account: Account, decimals: int = 4, full: bool = False, fractions: bool = False
    ) -> None:
        self.account, self.decimals, self.full = account, decimals, full
        self.fractions = fractions

    # --- numbers --------------------------------------------------------------------------

    def number(self, value: Number, decimals: int, place: int | None = None) -> str:
        """A number that was typed or comes of what was typed, up to a place of its line."""
        if self.fractions:
            return exact(value if isinstance(value, Fraction) else exactly(value))
        return figure(value, decimals) if place is None else to_place(value, decimals, place)

    def apart(self, values: Sequence[float]) -> int:
        """As many decimals as tell these numbers apart, at least those asked for."""
        different = sorted(set(values))
        for decimals in range(self.decimals, MOST_TYPED + 1):
            texts = [figure(value, decimals) for value in different]
            if all(one != other for one, other in pairwise(texts)):
                return decimals
        return MOST_TYPED

    def equals(self, value: Number, decimals: int | None = None) -> str:
        """`= 2.75` or `≈ 0.1111`: a number in decimals, and whether they are all of it."""
        return equal(self.number(value, self.decimals if decimals is None else decimals), value)

    def amount(self, value: Fraction, *terms: Fraction, place: int | None = None) -> str:
        """What is sent or arrives, worked out from some terms: `= 2/9 ≈ 0.2222`, `≈ 0.0031`."""
        short = self.short(value, place)
        text = f"{self.sign(value, *terms, place=place)} {short}"
        return text if self.fractions or "/" not in short else f"{text} {self.equals(value)}"

    def sign(self, *values: Fraction, place: int | None = None) -> str:
        """`=` if all of some amounts are written whole, else `≈`."""
        whole = all(is_exact(self.short(value, place), value) for value in values)
        return "=" if whole else "≈"

    def ending(self, total: Fraction, *terms: Fraction) -> int | None:
        """Where the numbers of a line end if one of its terms is rounded; None if none is."""
        rounded = self.sign(*terms) == "≈"
        return last_place(total, terms, self.decimals) if rounded else None

    def short(self, value: Fraction, place: int | None = None) -> str:
        """An amount without its sign: a fraction, or as it was typed; cut where that is long.

        Or up to the place where the numbers of its line end.
        """
        if place is not None:
            return to_place(value, self.decimals, place)
        if self.fractions:
            return exact(value)
        typed = self.account.problem.loss is None and places(value) <= MOST_TYPED
        return brief(figure(value, MOST_TYPED) if typed else exact(value), value, self.decimals)

    def terms(self, texts: Sequence[str], between: str) -> str:
        """Terms of a sum or a list, its middle left out if it is long."""
        return self.some(texts, str, between)

    def some(self, items: Sequence[Item], text: Callable[[Item], str], between: str) -> str:
        """The same, where only what is shown is written."""
        if len(items) <= MOST_TERMS or self.full:
            return between.join(map(text, items))
        shown = self.ends(items)
        left_out = f"… {len(items) - len(shown)} more …"
        middle = len(shown) // 2
        texts = list(map(text, shown))
        return between.join([*texts[:middle], left_out, *texts[middle:]])

    def ends(self, items: Sequence[Item]) -> Sequence[Item]:
        """Those that are shown of a long sum or list."""
        if len(items) <= MOST_TERMS or self.full:
            return items
        half = MOST_TERMS // 2
        return [*items[:half], *items[-half:]]

    # --- one window -----------------------------------------------------------------------

    def where(self, window: Window) -> str:
        """Where a window lies."""
        rows, columns = window.taps
        place_ = f"{span(rows, 'row')}, {span(columns, 'column')}"
        return f"window {place(window.at)}: {place_} (counted from 0)"

    def window(self, window: Window) -> list[str]:
        """What a window computes and what it sends back."""
        return [self.forward(window), self.backward(window)]

    def forward(self, window: Window) -> str:
        """The calculation of a window's output."""
        i, j = window.at
        return f"output[{i},{j}] {self.calculation(window)}"

    @abstractmethod
    def calculation(self, window: Window) -> str:
        """How a window's cells make its output, behind `=` or, if one is rounded, `≈`."""

    def shown_sign(self, shown: Sequence[float], decimals: int, place: int | None = None) -> str:
        """The sign before a calculation with some numbers: `≈` if one of them is rounded."""
        whole = all(is_exact(self.number(value, decimals, place), value) for value in shown)
        return "=" if whole else "≈"

    def shown_values(self, window: Window) -> list[float]:
        """The numbers of a window that its calculation shows."""
        return [float(self.account.problem.input[cell]) for cell in self.ends(window.cells)]

    def outside(self, window: Window) -> str:
        """How many of its cells lie outside the input, up to the verb."""
        verb = "is" if window.outside == 1 else "are"
        return f"{counted(window.outside, 'cell')} outside the input {verb}"

    def backward(self, window: Window) -> str:
        """What a window sends back, and to which cells."""
        i, j = window.at
        if window.over > 1:
            end = self.ending(window.share, window.upstream)
            text = f"upstream[{i},{j}] {self.amount(window.upstream, place=end)}"
            share = self.amount(window.share, window.upstream, place=end)
            if window.upstream and self.short(window.share) != f"{window.upstream}/{window.over}":
                share = f"{self.short(window.upstream, end)} / {window.over} {share}"
            return f"{text}, so {self.receivers(window)} gets {share.removeprefix('= ')}"
        text = f"upstream[{i},{j}] {self.amount(window.upstream)}"
        cells = self.places(window.hit)
        if len(window.hit) > 1:
            return f"{text}, and each of {cells} gets the whole"
        return f"{text}, all of it for {cells}"

    def receivers(self, window: Window) -> str:
        """Who shares what a window sends."""
        cells = self.places(window.hit)
        return f"each of {cells}" if len(window.hit) > 1 else cells

    def places(self, cells: Sequence[Cell]) -> str:
        """Some cells, as they are spoken of."""
        return self.some(cells, place, ", ")

    # --- one cell -------------------------------------------------------------------------

    @abstractmethod
    def caption(self, window: Window, cell: Cell) -> str:
        """What a cell got from one of the windows that see it."""

    def cell(self, cell: Cell, seeing: Sequence[Window]) -> list[str]:
        """Who sees a cell, and its gradient as a sum written out."""
        value = self.number(float(self.account.problem.input[cell]), MOST_TYPED)
        if not seeing:
            return [
                f"cell {place(cell)} = {value}: no window sees it",
                f"{of('gradient', cell)} = 0",
            ]
        hitting = [window for window in seeing if window.hits(cell)]
        hit = f"{self.hitting} {len(hitting) or 'none'} of them"
        if len(hitting) == len(seeing):
            hit = f"{self.hitting} " + {1: "it", 2: "both"}.get(len(seeing), f"all {len(seeing)}")
        elif len(seeing) == 1:
            hit = "which another cell won"
        seen = f"seen by {counted(len(seeing), 'window')}"
        return [f"cell {place(cell)} = {value}: {seen}, {hit}", self.sum(cell, hitting)]

    def sum(self, cell: Cell, hitting: Sequence[Window]) -> str:
        """A cell's gradient as the sum of what the windows that hit it send."""
        if not hitting:
            return f"{of('gradient', cell)} = 0"
        total = sum((window.share for window in hitting), Fraction())
        shares = [window.share for window in self.ends(hitting)]
        end = self.ending(total, *shares) if len(hitting) > 1 else None
        terms = self.some(hitting, lambda window: self._term(window, end), " + ")
        text = f"{of('gradient', cell)} {self.sign(*shares, place=end)} {terms}"
        if len(hitting) > 1:
            return f"{text} {self.amount(total, *shares, place=end)}"
        return (
            text
            if "/" not in self.short(total) or self.fractions
            else (f"{text} {self.equals(total)}")
        )

    def _term(self, window: Window, end: int | None) -> str:
        return f"{signed(self.short(window.share, end))} (window {window.at[0]},{window.at[1]})"

    def adding(self, cell: Cell, before: Sequence[Window], window: Window) -> str:
        """What a window adds to what a cell had been sent before."""
        name, share = of("gradient", cell), window.share
        if not before:
            return f"{name} {self.amount(share)}, its first hit"
        sent = sum((earlier.share for earlier in before), Fraction())
        end = self.ending(sent + share, sent, share)
        terms = f"{signed(self.short(sent, end))} + {signed(self.short(share, end))}"
        total = self.amount(sent + share, sent, share, place=end)
        sum_ = f"{self.sign(sent, share, place=end)} {terms} {total}"
        had_sent = about(self.short(sent, end), sent)
        who = self.some(before, lambda earlier: place(earlier.at), ", ")
        had = "had" if len(before) > 1 else "had already"
        together = " together" if len(before) > 1 else ""
        windows = "windows" if len(before) > 1 else "window"
        return f"{name} {sum_}: {windows} {who} {had} sent {had_sent}{together}"


def is_exact(text: str, value: Number) -> bool:
    """Whether a text is all of a number.

    >>> is_exact("0.25", 0.25), is_exact("0.3333", Fraction(1, 3))
    (True, False)
    """
    return Fraction(text) == (value if isinstance(value, Fraction) else exactly(value))


def equal(text: str, value: Number) -> str:
    """A number's text behind `=`, or behind `≈` if it is rounded."""
    return f"{'=' if is_exact(text, value) else '≈'} {text}"


def about(text: str, value: Number) -> str:
    """A number's text, and a word before it if it is rounded."""
    return text if is_exact(text, value) else f"about {text}"


def of(matrix: str, cell: Cell) -> str:
    """A matrix's number in a cell.

    >>> of("gradient", (2, 1))
    'gradient[2,1]'
    """
    return f"{matrix}[{cell[0]},{cell[1]}]"


def place(cell: Cell | None) -> str:
    """A cell as it is spoken of."""
    return "nowhere" if cell is None else f"({cell[0]}, {cell[1]})"


def signed(number: str) -> str:
    """A term that can follow a plus."""
    return f"({number})" if number.startswith("-") else number


def span(cells: Sequence[int], noun: str) -> str:
    """Which rows or columns a window covers.

    >>> span([1, 2, 3], "row"), span([0, 2], "column"), span([4], "row")
    ('rows 1 to 3', 'columns 0 and 2', 'row 4')
    """
    if len(cells) == 1:
        return f"{noun} {cells[0]}"
    if len(cells) > 2 and cells[1] - cells[0] == 1:
        return f"{noun}s {cells[0]} to {cells[-1]}"
    if len(cells) > 6:
        return f"{noun}s {cells[0]}, {cells[1]}, … {cells[-1]}"
    return f"{noun}s {listed([str(cell) for cell in cells], 'and')}"
