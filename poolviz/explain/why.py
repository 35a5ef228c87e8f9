"""Why a number is what it is: the sentences about one window and about one cell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from poolviz.explain.figures import exact, figure
from poolviz.explain.window import Account, Cell, Window
from poolviz.words import counted, listed

MOST_TERMS = 20
"""A longer sum or list is shown by its first and last terms."""


class Telling:
    """Tells of windows and cells, with so many decimals, and in full or not."""

    def __init__(self, decimals: int = 4, full: bool = False) -> None:
        self.decimals, self.full = decimals, full

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

    def window(self, window: Window) -> list[str]:
        """What a window computes and what it sends back."""
        return [self.forward(window), self.backward(window)]

    def forward(self, window: Window) -> str:
        """The calculation of a window's output."""
        i, j = window.at
        calculation = self._maximum(window) if window.divisor is None else self._mean(window)
        return f"output[{i},{j}] = {calculation}"

    def _maximum(self, window: Window) -> str:
        values = self.terms([self.number(value) for value in window.values], ", ")
        text = f"max({values}) = {self.number(float(window.output))} at {place(window.argmax)}"
        if window.tied:
            others = [place(cell) for cell in window.tied if cell != window.argmax]
            text += f", tied with {self.terms(others, ', ')}"
        if window.outside:
            text += f"; {self._outside(window)} never picked"
        return text

    def _mean(self, window: Window) -> str:
        values = self.terms([_signed(self.number(value)) for value in window.values], " + ")
        text = f"({values}) / {window.divisor} = {self.amount(window.output)}"
        return text + (f"; {self._outside(window)} {self._counting(window)}" * bool(window.outside))

    def _outside(self, window: Window) -> str:
        verb = "is" if window.outside == 1 else "are"
        return f"{counted(window.outside, 'cell')} outside the input {verb}"

    def _counting(self, window: Window) -> str:
        """How the cells outside the input count in the divisor."""
        counted_there = (window.divisor or 0) - len(window.cells)
        if window.problem.divisor is not None:  # type: ignore[union-attr]
            return "0; the divisor is given"
        if counted_there == window.outside:
            return "0 and counted in the divisor"
        if counted_there == 0:
            return "not counted in the divisor"
        return f"0, {counted_there} of them counted in the divisor"

    def backward(self, window: Window) -> str:
        """What a window sends back, and to which cells."""
        i, j = window.at
        text = f"upstream[{i},{j}] = {self.amount(window.upstream)}"
        cells = self.terms([place(cell) for cell in window.hit], ", ")
        if window.parts > 1:
            share = self.amount(window.share)
            if exact(window.share) != f"{window.upstream}/{window.parts}" and window.upstream:
                share = f"{exact(window.upstream)} / {window.parts} = {share}"
            who = f"each of {cells}" if len(window.hit) > 1 else cells
            if window.divisor and len(window.hit) > 1:
                who = f"each of its {len(window.hit)} cells"
            return f"{text}, so {who} gets {share}"
        if len(window.hit) > 1:
            return f"{text}, and each of {cells} gets the whole"
        return f"{text}, all of it for {cells}"

    # --- one cell -------------------------------------------------------------------------

    def caption(self, window: Window, cell: Cell) -> str:
        """What a cell got from one of the windows that see it."""
        if window.argmax is None:
            return f"sends {exact(window.upstream)} / {window.divisor} = {exact(window.share)}"
        if window.hits(cell):
            others = f" with {window.parts - 1} more" if window.parts > 1 else ""
            return f"won{others}: {exact(window.share)}"
        if cell in window.tied:
            return f"tied, but {place(window.argmax)} got it"
        row, column = window.argmax
        return f"beaten by {self.number(float(window.output))} at ({row}, {column})"

    def cell(self, account: Account, cell: Cell) -> list[str]:
        """Who sees a cell, and its gradient as a sum written out."""
        seeing = account.seeing(cell)
        value = self.number(float(account.problem.input[cell]))
        if not seeing:
            return [
                f"cell {place(cell)} = {value}: no window sees it",
                f"gradient[{cell[0]},{cell[1]}] = 0",
            ]
        hitting = [window for window in seeing if window.hits(cell)]
        verb = "hit by" if seeing[0].argmax is None else "won"
        won = f"{verb} {len(hitting) or 'none'} of them"
        if len(hitting) == len(seeing):
            won = f"{verb} " + {1: "it", 2: "both"}.get(len(seeing), f"all {len(seeing)}")
        elif len(seeing) == 1:
            won = "which another cell won"
        seen = f"seen by {counted(len(seeing), 'window')}"
        return [f"cell {place(cell)} = {value}: {seen}, {won}", self._sum(cell, hitting)]

    def _sum(self, cell: Cell, hitting: Sequence[Window]) -> str:
        name = f"gradient[{cell[0]},{cell[1]}]"
        if not hitting:
            return f"{name} = 0"
        terms = [f"{_signed(exact(w.share))} (window {w.at[0]},{w.at[1]})" for w in hitting]
        total = sum((window.share for window in hitting), Fraction())
        if len(terms) == 1 and exact(total) == figure(float(total), self.decimals):
            return f"{name} = {exact(total)} (window {hitting[0].at[0]},{hitting[0].at[1]})"
        text = f"{name} = {self.terms(terms, ' + ')}"
        return f"{text} = {self.amount(total) if len(terms) > 1 else self.number(float(total))}"


def place(cell: Cell | None) -> str:
    """A cell as it is spoken of."""
    return "nowhere" if cell is None else f"({cell[0]}, {cell[1]})"


def _signed(number: str) -> str:
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
