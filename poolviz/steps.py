"""The whole computation, window by window: first forward, then backward."""

from __future__ import annotations

from fractions import Fraction

from poolviz.account import Cell, Window
from poolviz.figures import Number
from poolviz.layout import Mark, Panel
from poolviz.views import Views, shading
from poolviz.why import Telling

BLANK = "."
"""Stands where there is no number yet."""


class Steps:
    """The steps of a problem, numbered from 0; each is a picture and a sentence."""

    def __init__(self, views: Views, telling: Telling) -> None:
        self.views, self.telling = views, telling
        self.problem = views.problem
        self.rows, self.columns = self.problem.geometry.shape
        self.windows = self.rows * self.columns

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

        return Panel("output", self.problem.geometry.shape, value, mark, frames=True, final=final)

    def _so_far(self, cell: Cell, step: int) -> list[Window]:
        """The windows that have sent gradient to a cell up to a step."""
        done = step - self.windows
        return [
            window
            for window in self.views.account.seeing(cell)
            if window.at[0] * self.columns + window.at[1] <= done and window.hits(cell)
        ]

    def _hits(self, step: int) -> Panel:
        def value(row: int, column: int) -> Number | str:
            return len(self._so_far((row, column), step)) if step >= self.windows else BLANK

        return self._filling("hits", step, value)

    def _gradient(self, step: int) -> Panel:
        final = self.views.reading("gradient")

        def value(row: int, column: int) -> Number | str:
            if step < self.windows:
                return BLANK
            sent = self._so_far((row, column), step)
            if len(sent) == self.problem.hits[row, column]:
                return final(row, column)
            total = sum((window.share for window in sent), Fraction())
            return total if self.views.fractions else float(total)

        return self._filling("gradient", step, value)

    def _filling(self, name: str, step: int, value: object) -> Panel:
        """A panel of the backward pass; the cells that the step hits are framed."""
        window, backward = self.at(step)
        shade = shading(getattr(self.problem, name))
        hit = window.hit if backward else ()

        def mark(row: int, column: int) -> Mark:
            done = backward and self._so_far((row, column), step)
            return Mark("", (row, column) in hit, shade(row, column).role if done else "")

        shape = self.problem.geometry.input_shape
        final = self.views.reading(name)
        return Panel(name, shape, value, mark, frames=True, final=final)  # type: ignore[arg-type]
