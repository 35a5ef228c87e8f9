"""The steps of a computation: each a picture and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from poolviz.draw.blocks import Block, Heading, Mark, Panel, Panels, Reading, Sentences
from poolviz.draw.drawing import Drawing, span
from poolviz.draw.marks import largest_of, legend, shade_of, window_roles
from poolviz.explain.asked import Asked
from poolviz.explain.figures import Number, decimals_of
from poolviz.explain.sentences import Telling
from poolviz.explain.steps import Steps

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
        panels = self.drawing.input(window), self._output(step)
        if not backward and not self.steady:
            return panels
        hits, gradient = (self._hits, self._gradient) if backward else (_blank, _blank)
        return (
            *panels,
            self._filling("hits", step, hits(step)),
            self._filling("gradient", step, gradient(step)),
        )

    def _output(self, step: int) -> Panel:
        final = self.final("output")
        columns = self.steps.columns
        at = self.steps.at(step)[0].at

        def value(row: int, column: int) -> Number | str:
            return final(row, column) if row * columns + column <= step else BLANK

        def mark(row: int, column: int) -> Mark:
            return Mark(framed=(row, column) == at)

        i, j = at
        focus = range(i, i + 1), range(j, j + 1)
        rows, across = map(range, self.problem.geometry.shape)
        panel = Panel("output", rows, across, value, mark, frames=True)
        return panel._replace(focus=focus, final=final)

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

        rows, columns = map(range, self.problem.geometry.input_shape)
        focus = span(window.taps[0], rows), span(window.taps[1], columns)
        panel = Panel(name, rows, columns, value, mark, frames=True, focus=focus)
        return panel._replace(final=self.final(name))

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
