"""The whole computation, window by window: first forward, then backward."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from poolviz.core.pooling import Counts
from poolviz.draw.views import Reading, Views, shading
from poolviz.explain.figures import Number
from poolviz.explain.why import Telling
from poolviz.explain.window import Cell, Window
from poolviz.write.layout import Mark, Panel

BLANK = "."
"""Stands where there is no number yet."""


class Steps:
    """The steps of a problem, numbered from 0; each is a picture and a sentence."""

    def __init__(self, views: Views, telling: Telling) -> None:
        self.views, self.telling = views, telling
        self.problem = views.problem
        self.rows, self.columns = self.problem.geometry.shape
        self.windows = self.rows * self.columns
        self._counted, self._hits_so_far = -1, self._no_hits()
        self._sent: dict[Cell, Fraction] = {}

    def __len__(self) -> int:
        """Every window forward and every window backward."""
        return 2 * self.windows

    def at(self, step: int) -> tuple[Window, bool]:
        """The window of a step, and whether it is in the backward pass."""
        number = step % self.windows
        cell = divmod(number, self.columns)
        return self.views.account.window(cell), step >= self.windows

    def number(self, window: Cell, backward: bool) -> int:
        """The step of a window in one of the passes."""
        at = self.views.account.window(window).at
        return at[0] * self.columns + at[1] + self.windows * backward

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

    def panels(self, step: int) -> list[Panel]:
        """The window in the input, and the output, hits and gradient as far as they are known."""
        window, _ = self.at(step)
        return [
            self.views.input(window),
            self._output(step),
            self._hits(step),
            self._gradient(step),
        ]

    def _output(self, step: int) -> Panel:
        final = self.views.reading("output")

        def value(row: int, column: int) -> Number | str:
            return final(row, column) if row * self.columns + column <= step else BLANK

        def mark(row: int, column: int) -> Mark:
            return Mark(framed=(row, column) == self.at(step)[0].at)

        i, j = self.at(step)[0].at
        focus = range(i, i + 1), range(j, j + 1)
        panel = Panel("output", self.problem.geometry.shape, value, mark, frames=True)
        return panel._replace(focus=focus, final=final)

    def _so_far(self, step: int) -> tuple[Counts, dict[Cell, Fraction]]:
        """The hits and the gradient after a step, counted on from the step asked for before."""
        last = step - self.windows
        if last < self._counted:
            self._counted, self._hits_so_far, self._sent = -1, self._no_hits(), {}
        while self._counted < last:
            self._counted += 1
            window = self.at(self._counted)[0]
            for cell in window.hit:
                self._hits_so_far[cell] += 1
                self._sent[cell] = self._sent.get(cell, Fraction()) + window.share
        return self._hits_so_far, self._sent

    def _no_hits(self) -> Counts:
        return np.zeros(self.problem.geometry.input_shape, dtype=np.intp)

    def _hits(self, step: int) -> Panel:
        if step < self.windows:
            return self._filling("hits", step, lambda _row, _column: BLANK)
        hits, _ = self._so_far(step)
        return self._filling("hits", step, lambda row, column: int(hits[row, column]))

    def _gradient(self, step: int) -> Panel:
        if step < self.windows:
            return self._filling("gradient", step, lambda _row, _column: BLANK)
        final = self.views.reading("gradient")
        hits, sent = self._so_far(step)

        def value(row: int, column: int) -> Number | str:
            if hits[row, column] == self.problem.hits[row, column]:
                return final(row, column)
            total = sent.get((row, column), Fraction())
            return total if self.views.fractions else float(total)

        return self._filling("gradient", step, value)

    def _filling(self, name: str, step: int, value: Reading) -> Panel:
        """A panel of the backward pass; the cells that the step hits are framed."""
        window, backward = self.at(step)
        shade = shading(getattr(self.problem, name))
        hit = set(window.hit) if backward else set()
        hits = self._so_far(step)[0] if backward else self._no_hits()

        def mark(row: int, column: int) -> Mark:
            done = hits[row, column] > 0
            return Mark("", (row, column) in hit, shade(row, column).role if done else "")

        shape = self.problem.geometry.input_shape
        cells = window.cells
        focus = range(cells[0][0], cells[-1][0] + 1), range(cells[0][1], cells[-1][1] + 1)
        panel = Panel(name, shape, value, mark, frames=True)
        return panel._replace(focus=focus, final=self.views.reading(name))
