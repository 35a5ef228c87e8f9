"""Why a number is what it is: the sentences about one window and about one cell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from poolviz.explain.figures import exact, figure
from poolviz.explain.window import Account, Cell, Window
from poolviz.words import counted, listed

MOST_TERMS = 20
"""A longer sum or list is shown by its first and last terms."""


class Why(ABC):
    """Tells of the windows and cells of one account, with so many decimals, in full or not."""

    hitting: str
    """The verb for a cell that gets gradient from a window."""

    def __init__(self, account: Account, decimals: int = 4, full: bool = False) -> None:
        self.account, self.decimals, self.full = account, decimals, full

    def number(self, value: float) -> str:
        """A number of the input or the output."""
        return figure(value, self.decimals)

    def amount(self, value: Fraction) -> str:
        """An exact number, and its decimals where they look different: `2/9 = 0.2222`."""
        texts = dict.fromkeys((exact(value), figure(float(value), self.decimals)))
        return " = ".join(texts)

    def terms(self, terms: Sequence[str], between: str) -> str:
        """Terms of a sum or a list, its middle left out if it is long."""
        if len(terms) <= MOST_TERMS or self.full:
            return between.join(terms)
        ends = MOST_TERMS // 2
        left_out = f"… {len(terms) - 2 * ends} more …"
        return between.join([*terms[:ends], left_out, *terms[-ends:]])

    # --- one window -----------------------------------------------------------------------

    def where(self, window: Window) -> str:
        """Where a window lies."""
        rows, columns = window.taps
        i, j = window.at
        return f"window ({i}, {j}): {span(list(rows), 'row')}, {span(list(columns), 'column')}"

    def window(self, window: Window) -> list[str]:
        """What a window computes and what it sends back."""
        return [self.forward(window), self.backward(window)]

    def forward(self, window: Window) -> str:
        """The calculation of a window's output."""
        i, j = window.at
        return f"output[{i},{j}] = {self.calculation(window)}"

    @abstractmethod
    def calculation(self, window: Window) -> str:
        """How a window's cells make its output."""

    def outside(self, window: Window) -> str:
        """How many of its cells lie outside the input, up to the verb."""
        verb = "is" if window.outside == 1 else "are"
        return f"{counted(window.outside, 'cell')} outside the input {verb}"

    def backward(self, window: Window) -> str:
        """What a window sends back, and to which cells."""
        i, j = window.at
        text = f"upstream[{i},{j}] = {self.amount(window.upstream)}"
        if window.over > 1:
            share = self.amount(window.share)
            if exact(window.share) != f"{window.upstream}/{window.over}" and window.upstream:
                share = f"{exact(window.upstream)} / {window.over} = {share}"
            return f"{text}, so {self.receivers(window)} gets {share}"
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
        return self.terms([place(cell) for cell in cells], ", ")

    # --- one cell -------------------------------------------------------------------------

    @abstractmethod
    def caption(self, window: Window, cell: Cell) -> str:
        """What a cell got from one of the windows that see it."""

    def cell(self, cell: Cell, seeing: Sequence[Window]) -> list[str]:
        """Who sees a cell, and its gradient as a sum written out."""
        value = self.number(float(self.account.problem.input[cell]))
        if not seeing:
            return [
                f"cell {place(cell)} = {value}: no window sees it",
                f"gradient[{cell[0]},{cell[1]}] = 0",
            ]
        hitting = [window for window in seeing if window.hits(cell)]
        hit = f"{self.hitting} {len(hitting) or 'none'} of them"
        if len(hitting) == len(seeing):
            hit = f"{self.hitting} " + {1: "it", 2: "both"}.get(len(seeing), f"all {len(seeing)}")
        elif len(seeing) == 1:
            hit = "which another cell won"
        seen = f"seen by {counted(len(seeing), 'window')}"
        return [f"cell {place(cell)} = {value}: {seen}, {hit}", self._sum(cell, hitting)]

    def _sum(self, cell: Cell, hitting: Sequence[Window]) -> str:
        name = f"gradient[{cell[0]},{cell[1]}]"
        if not hitting:
            return f"{name} = 0"
        terms = [f"{signed(exact(w.share))} (window {w.at[0]},{w.at[1]})" for w in hitting]
        total = sum((window.share for window in hitting), Fraction())
        if len(terms) == 1 and exact(total) == figure(float(total), self.decimals):
            return f"{name} = {exact(total)} (window {hitting[0].at[0]},{hitting[0].at[1]})"
        text = f"{name} = {self.terms(terms, ' + ')}"
        return f"{text} = {self.amount(total) if len(terms) > 1 else self.number(float(total))}"


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
