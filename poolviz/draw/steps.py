"""The steps of a computation: each a picture and a sentence."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache

from poolviz.draw.blocks import (
    Alike,
    Block,
    Heading,
    Mark,
    Panel,
    Panels,
    Reading,
    Sentences,
    Series,
)
from poolviz.draw.drawing import Drawing, span
from poolviz.draw.marks import largest_of, legend, shade_of, window_roles
from poolviz.explain.asked import Asked
from poolviz.explain.figures import Number, decimals_of
from poolviz.explain.sentences import Telling
from poolviz.explain.steps import Steps
from poolviz.explain.window import Window

BLANK = "."
"""Stands where there is no number yet."""


class StepDrawing:
    """Draws the steps of one problem, one at a time.

    Forward there are no hits and no gradient to draw, unless all pictures are to be alike:
    `steady`.
    """

    def __init__(self, telling: Telling, asked: Asked, steady: bool = False) -> None:
        g = telling.account.problem.geometry
        beyond = any(g.padding or ()) or g.rows.overhang or g.columns.overhang
        self.drawing = Drawing(telling, asked.edges or bool(beyond), asked.fractions)
        self.problem, self.steps = telling.account.problem, Steps(telling)
        self.telling, self.steady = telling, steady
        self._final: dict[str, Reading] = {}
        self._largest: dict[str, float] = {}
        self._series = {name: Series() for name in ("input", "output", "hits", "gradient")}

    def blocks(self, step: int) -> Iterator[Block]:
        """One step."""
        yield Heading(self.steps.title(step))
        yield Panels(self.panels(step))
        window, backward = self.steps.at(step)
        shaded = ("hits", "gradient") if backward else ()
        yield Sentences(tuple(self.steps.sentences(step)))
        yield legend(self.telling, list(window_roles(window)), self.drawing.edges, shaded)

    def panels(self, step: int) -> tuple[Panel, ...]:
        """The window in the input, and the output, hits and gradient as far as they are known."""
        window, backward = self.steps.at(step)
        panels = self._input(window), self._output(step)
        if not backward and not self.steady:
            return panels
        hits, gradient = (self._hits, self._gradient) if backward else (_blank, _blank)
        return (
            *panels,
            self._filling("hits", step, hits(step)),
            self._filling("gradient", step, gradient(step)),
        )

    def _input(self, window: Window) -> Panel:
        rows = window.taps[0]
        alike = Alike(
            self._series["input"],
            lambda row: window.at if row in rows else None,
            lambda _column: None,
        )
        return self.drawing.input(window)._replace(alike=alike)

    def _output(self, step: int) -> Panel:
        final = self.final("output")
        columns = self.steps.columns
        at = self.steps.at(step)[0].at

        def value(row: int, column: int) -> Number | str:
            return final(row, column) if row * columns + column <= step else BLANK

        def mark(row: int, column: int) -> Mark:
            return Mark(framed=(row, column) == at)

        def row_state(row: int) -> Hashable:
            return min(max(step - row * columns, -1), columns), j if row == i else None

        def column_state(column: int) -> Hashable:
            return min((step - column) // columns, self.steps.windows // columns)

        i, j = at
        alike = Alike(self._series["output"], row_state, column_state)
        focus = range(i, i + 1), range(j, j + 1)
        rows, across = map(range, self.problem.geometry.shape)
        panel = Panel("output", rows, across, value, mark, frames=True)
        return panel._replace(focus=focus, final=final, alike=alike)

    def _hits(self, step: int) -> Reading:
        hits = self.steps.hits(step)
        return lambda row, column: int(hits[row, column])

    def _gradient(self, step: int) -> Reading:
        hits, final = self.steps.hits(step), self.final("gradient")

        def value(row: int, column: int) -> Number | str:
            if hits[row, column] == self.problem.hits[row, column]:
                return final(row, column)
            if not hits[row, column]:
                return 0.0
            total = self.steps.sent(step, (row, column))
            return total if self.drawing.fractions else decimals_of(total)

        return value

    def _filling(self, name: str, step: int, value: Reading) -> Panel:
        """A panel of the backward pass; the cells that the step hits are framed."""
        window, backward = self.steps.at(step)
        largest = self.largest(name)

        def mark(row: int, column: int) -> Mark:
            number = value(row, column) if backward else 0
            shade = shade_of(float(number), largest) if backward else Mark()
            return shade._replace(framed=backward and (row, column) in window.hit)

        def row_state(row: int) -> Hashable:
            return hits[row].tobytes(), window.at if row in window.taps[0] else None

        hits = self.steps.hits(step)
        rows, columns = map(range, self.problem.geometry.input_shape)
        focus = span(window.taps[0], rows), span(window.taps[1], columns)
        panel = Panel(name, rows, columns, value, mark, frames=True, focus=focus)
        alike = Alike(self._series[name], row_state, lambda column: hits[:, column].tobytes())
        return panel._replace(final=self.final(name), alike=alike if backward else None)

    def final(self, name: str) -> Reading:
        """The numbers that will stand in a matrix in the end; each is asked for once."""
        if name not in self._final:
            self._final[name] = cache(self.drawing.reading(name))
        return self._final[name]

    def largest(self, name: str) -> float:
        """The largest number that a matrix will have in the end."""
        if name not in self._largest:
            self._largest[name] = largest_of(getattr(self.problem, name))
        return self._largest[name]


def _blank(step: int) -> Reading:  # noqa: ARG001
    """Nothing is known yet."""
    return lambda _row, _column: BLANK
