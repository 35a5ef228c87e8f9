"""The whole computation, window by window: first forward, then backward."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from poolviz.core.matrix import Counts
from poolviz.explain.cells import Cell
from poolviz.explain.sentences import Telling
from poolviz.explain.window import Window
from poolviz.words import counted

MOST_ADDITIONS = 3
"""Of more cells that a window hits, one or two stand for all."""

MOST_LOOKED_AT = 200
"""These are looked for among so many."""


class Steps:
    """The steps of a problem, numbered from 0, and what has been sent after each."""

    def __init__(self, telling: Telling) -> None:
        self.telling, self.account = telling, telling.account
        geometry = self.account.problem.geometry
        rows, self.columns = geometry.shape
        self.windows: int = rows * self.columns
        self._last, self._hits = -1, np.zeros(geometry.input_shape, dtype=np.intp)
        self._sent: dict[Cell, Fraction] = {}

    def __len__(self) -> int:
        """Every window forward and every window backward."""
        return 2 * self.windows

    def at(self, step: int) -> tuple[Window, bool]:
        """The window of a step, and whether it is in the backward pass."""
        number = step % self.windows
        return self.account.window(divmod(number, self.columns)), step >= self.windows

    def number(self, window: Cell, backward: bool) -> int:
        """The step of a window in one of the passes."""
        at = self.account.window(window).at
        number: int = at[0] * self.columns + at[1]
        return number + self.windows * backward

    def title(self, step: int) -> str:
        """Where we are."""
        window, backward = self.at(step)
        name = "backward" if backward else "forward"
        i, j = window.at
        return f"step {step + 1} of {len(self)} · {name} · window ({i}, {j})"

    def sentence(self, step: int) -> str:
        """What happens in a step."""
        window, backward = self.at(step)
        return self.telling.backward(window) if backward else self.telling.forward(window)

    def sentences(self, step: int) -> list[str]:
        """What happens in a step: forward the calculation, backward what it adds to what."""
        window, backward = self.at(step)
        if not backward:
            return [self.telling.forward(window)]
        hit = self._telling_cells(window, step)
        added = [self.telling.adding(cell, self._before(cell, step), window) for cell in hit]
        more = len(window.hit) - len(hit)
        added += [f"and so on for {counted(more, 'more cell')}"] * bool(more)
        return [self.telling.backward(window), *added]

    def _telling_cells(self, window: Window, step: int) -> list[Cell]:
        """The cells of which the addition is said: all, or one already hit and one that is not."""
        if len(window.hit) <= MOST_ADDITIONS:
            return list(window.hit)
        hits, kinds = self.hits(step), dict[bool, Cell]()
        for cell in window.hit[:MOST_LOOKED_AT]:
            kinds.setdefault(bool(hits[cell] > 1), cell)
        return sorted(kinds.values())

    def _before(self, cell: Cell, step: int) -> list[Window]:
        """The windows that have sent a cell something before a step of the backward pass."""
        now = divmod(step - self.windows, self.columns)
        earlier = (at for at in self.account.seen_by(cell) if at < now)
        return [w for w in map(self.account.window, earlier) if w.hits(cell)]

    def hits(self, step: int) -> Counts:
        """The hits after a step of the backward pass."""
        self._go_to(step)
        return self._hits

    def sent(self, step: int, cell: Cell) -> Fraction:
        """The gradient of a cell after a step of the backward pass."""
        self._go_to(step)
        if cell not in self._sent:
            earlier = self._before(cell, step + 1)
            self._sent[cell] = sum((window.share for window in earlier), Fraction())
        return self._sent[cell]

    def _go_to(self, step: int) -> None:
        """Count on from the step before, or all at once where the step is another."""
        if step == self._last:
            return
        if step != self._last + 1 or step <= self.windows:
            self._hits, self._sent = self.account.hits_after(step - self.windows + 1), {}
        else:
            window = self.at(step)[0]
            for cell in window.hit:
                self._hits[cell] += 1
                if cell in self._sent:
                    self._sent[cell] += window.share
        self._last = step
