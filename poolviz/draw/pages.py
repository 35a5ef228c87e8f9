"""What stands on the screen, from the head line to the last remark, as lines of a width."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from poolviz.arguments import FIRST
from poolviz.draw.views import Views, window_roles
from poolviz.explain import sentences
from poolviz.explain.steps import Steps
from poolviz.explain.why import Telling
from poolviz.explain.window import Cell, Problem
from poolviz.write.layout import DOT, Line, Piece, Style, arrange, wrap


class Look(NamedTuple):
    """What is asked for: which matrices, cells and windows, and how they are to be drawn."""

    show: tuple[str, ...] | None = None
    edges: bool = False
    cells: tuple[Cell, ...] = ()
    windows: tuple[Cell, ...] = ()
    step: bool = False
    fractions: bool = False

    @property
    def close(self) -> bool:
        """Whether something is looked at more closely than on the first screen."""
        return bool(self.cells or self.windows or self.step)


class Page:
    """A page of one problem, drawn in one style."""

    def __init__(self, problem: Problem, look: Look, style: Style) -> None:
        self.problem, self.look, self.style = problem, look, style
        self.views = Views(problem, look.edges, look.fractions)
        self.telling = Telling(style.decimals, style.full)
        g = problem.geometry
        beyond = any(g.padding) or g.rows.overhang or g.columns.overhang
        drawn = Views(problem, look.edges or bool(beyond), look.fractions)
        self.steps = Steps(drawn, self.telling)
        for at in look.windows:
            self.views.account.window(at)
        for at in look.cells:
            self.views.account.seeing(at)

    def parts(self) -> Iterator[list[Line]]:
        """All that is asked for, in order; each part is made when it is asked for."""
        look = self.look
        yield self.head()
        if look.show or not look.close:
            yield self.matrices()
            yield self.below()
        yield from map(self.window, look.windows)
        yield from map(self.cell, look.cells)
        if look.step:
            yield from map(self.step, range(len(self.steps)))

    def lines(self) -> Iterator[Line]:
        """The same line by line, with an empty one between the parts."""
        for number, part in enumerate(self.parts()):
            if number:
                yield []
            yield from part

    def head(self) -> list[Line]:
        """What was done."""
        return self.sentences(sentences.head(self.problem), role="head")

    def names(self) -> tuple[str, ...]:
        """The matrices that stand on the first screen."""
        if self.look.show:
            return tuple(sentences.names(self.problem, self.look.show))
        beside = ("divisors",) if self.look.edges and self.problem.operation == "avg" else ()
        return (*FIRST[:2], *beside, *FIRST[2:])

    def matrices(self) -> list[Line]:
        """The matrices side by side."""
        return arrange(self.views.panels(self.names()), self.style)

    def below(self) -> list[Line]:
        """The sums, the legend and the remarks."""
        exact = self.views.account if self.look.fractions else None
        sums = self.sentences(sentences.sums(self.problem, self.style.decimals, exact))
        legend = []
        if "input" in self.names():
            legend = self._legend(self.views.roles(), outside=self.look.edges)
        remarks = sentences.remarks(self.problem, always=self.look.edges)
        return sums + legend + self.sentences(*remarks)

    def window(self, at: Cell) -> list[Line]:
        """One window: where it lies, what it computes, what it sends back."""
        window = self.views.account.window(at)
        views = Views(self.problem, edges=True) if window.outside else self.views
        lines = self.sentences(sentences.window(window), role="title")
        lines += arrange([views.input(window)], self.style)
        lines += [[], *self._legend(window_roles(window), outside=views.edges)]
        return lines + self.sentences(*self.telling.window(window))

    def cell(self, at: Cell) -> list[Line]:
        """One cell: the windows that see it, and its gradient as a sum."""
        title, total = self.telling.cell(self.views.account, at)
        panels, more = self.views.windows_of(at, self.telling)
        lines = self.sentences(title, role="title") + arrange(panels, self.style)
        if more:
            lines += self.sentences(f"… and {more} more windows (--full draws them)")
        seeing = self.views.account.seeing(at)[: len(panels)]
        roles = dict.fromkeys(role for window in seeing for role in window_roles(window))
        legend = self._legend(roles, outside=any(window.outside for window in seeing))
        return [*lines, [], *legend, *self.sentences(total)]

    def step(self, number: int) -> list[Line]:
        """One step of the whole computation."""
        lines = self.sentences(self.steps.title(number), role="title")
        lines += arrange(self.steps.panels(number), self.style)
        return [*lines, [], *self.sentences(self.steps.sentence(number))]

    def sentences(self, *texts: str, role: str = "") -> list[Line]:
        """Sentences, wrapped to the width."""
        dot = self.style.spelled(DOT)
        return [
            [Piece(line, role)]
            for text in texts
            for line in wrap(self.style.spelled(text), self.style.width, dot)
        ]

    def _legend(self, roles: Collection[str], outside: bool) -> list[Line]:
        """The signs and their meanings, as many on a line as fit."""
        lines: list[Line] = []
        for role, sign, text in self.views.legend(roles, outside):
            entry = [Piece(sign, role), Piece(f" {text}")]
            last = lines[-1] if lines else []
            if last and _width(last) + 3 + _width(entry) <= self.style.width:
                last += [Piece("   "), *entry]
            elif _width(entry) <= self.style.width:
                lines.append(entry)
            else:
                lines += self.sentences(f"{sign} {text}")
        return lines


def _width(line: Line) -> int:
    return sum(len(piece.text) for piece in line)
