"""A nudged cell and the outputs that it moves; or the slopes of all cells beside the gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, partial

from poolviz.core.matrix import Floats
from poolviz.draw.blocks import (
    Block,
    Heading,
    Legend,
    Mark,
    Marking,
    Panel,
    Panels,
    Reading,
    Sentences,
    Sign,
)
from poolviz.draw.drawing import Drawing, span
from poolviz.draw.marks import input_roles, legend, shading
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.figures import Number, decimals_of
from poolviz.explain.nudge import Nudge, nudge
from poolviz.explain.sentences import Telling
from poolviz.explain.slopes import Slopes, nudges
from poolviz.explain.telling_nudge import NudgeTelling
from poolviz.explain.telling_slopes import SlopesTelling

GROWS = Sign(">", "differs", "grows")
SHRINKS = Sign("<", "differs", "shrinks")
REPORTED = Sign("!", "differs", "the slopes and the gradient differ: a gradient check reports it")
PASSES = Sign(":", "differs", "the slopes differ, and the gradient is their mean: a check passes")


def blocks(telling: Telling, asked: Asked, at: Cell) -> Iterator[Block]:
    """One cell a little smaller and a little larger: the outputs on either side."""
    one = nudge(telling.account.problem, at)
    told = NudgeTelling(one, asked.decimals, asked.fractions)
    yield Heading(told.title())
    drawing = Drawing(telling, asked.edges, asked.fractions)
    output = drawing.matrix("output")._replace(focus=_focus(one))
    smaller = _moved(output, f"output at {told.value} - {told.step}", one, SHRINKS, one.smaller)
    larger = _moved(output, f"output at {told.value} + {told.step}", one, GROWS, one.larger)
    beside = (smaller, output, larger) if one.larger else (output,)
    yield Panels((_framed(drawing.input(), at), *beside))
    yield legend(telling, list(input_roles(telling)), outside=asked.edges)
    if one.larger:
        yield Legend((SHRINKS, GROWS) if one.smaller else (GROWS,))
    yield Sentences(tuple(told.sentences()))


def every(telling: Telling, asked: Asked) -> Iterator[Block]:
    """The two slopes of every cell beside its gradient, and what a gradient check finds."""
    slopes = nudges(telling.account.problem)
    yield Heading("every cell nudged")
    yield Panels(tuple(_slopes(slopes, asked.fractions)))
    yield Legend(tuple(sign for sign in (REPORTED, PASSES) if _occurs(slopes, sign)))
    yield Sentences(tuple(SlopesTelling(slopes, asked.decimals, asked.fractions).sentences()))


# --- one cell -----------------------------------------------------------------------------


def _framed(panel: Panel, at: Cell) -> Panel:
    """The panel with one cell framed."""

    def mark(row: int, column: int) -> Mark:
        own = panel.mark(row, column)
        if (row, column) != at:
            return own
        return own._replace(framed=True, role=own.role or "window")

    row, column = at
    focus = range(row, row + 1), range(column, column + 1)
    return panel._replace(mark=mark, frames=True, focus=focus)


def _focus(one: Nudge) -> tuple[range, range] | None:
    """The outputs that see the cell, as far as they are few."""
    g = one.problem.geometry
    axes = (g.rows, g.columns)
    seeing = [axis.windows_of(at) for axis, at in zip(axes, one.cell, strict=True)]
    if not all(seeing):
        return None
    rows, columns = (span(s, range(n)) for s, n in zip(seeing, g.shape, strict=True))
    return rows, columns


def _moved(
    output: Panel, name: str, one: Nudge, sign: Sign, moved: Mapping[Cell, Fraction]
) -> Panel:
    """The output with the cell on one side, what moved marked."""
    step = one.step if sign is GROWS else -one.step

    def value(row: int, column: int) -> Number | str:
        before = output.value(row, column)
        if (row, column) not in moved:
            return before
        exact = one.account.window((row, column)).output + step * moved[row, column]
        return exact if isinstance(before, Fraction) else decimals_of(exact)

    def mark(row: int, column: int) -> Mark:
        return Mark(sign.sign, role=sign.role) if (row, column) in moved else Mark()

    return output._replace(name=name, value=value, mark=mark, signs=1)


# --- every cell ---------------------------------------------------------------------------


def _slopes(slopes: Slopes, fractions: bool) -> Iterator[Panel]:
    """The matrices of slopes; the central difference only where it is not the gradient."""
    matrices = {
        "left slope": slopes.left,
        "right slope": slopes.right,
        "gradient": slopes.problem.gradient,
    }
    if slopes.reported.any():
        matrices["central difference"] = slopes.central
    mark = _signed(slopes)
    signs = int(slopes.differ.any())
    rows, columns = map(range, slopes.left.shape)
    one = lru_cache(None)(partial(nudge, slopes.problem))  # each matrix asks for the same cells
    for name, values in matrices.items():
        value = _exact(one, name) if fractions else _floats(values)
        yield Panel(name, rows, columns, value, mark, signs)


def _occurs(slopes: Slopes, sign: Sign) -> bool:
    at = slopes.reported if sign is REPORTED else slopes.differ & ~slopes.reported
    return bool(at.any())


def _signed(slopes: Slopes) -> Marking:
    """A sign where the slopes differ; elsewhere they are one number, shaded by its size."""
    shade = shading(slopes.right)

    def mark(row: int, column: int) -> Mark:
        if not slopes.differ[row, column]:
            return shade(row, column)
        sign = REPORTED if slopes.reported[row, column] else PASSES
        return Mark(sign.sign, role=sign.role)

    return mark


def _floats(values: Floats) -> Reading:
    return lambda row, column: float(values[row, column])


def _exact(nudged: Callable[[Cell], Nudge], name: str) -> Reading:
    """The exact numbers of a matrix of slopes."""

    def value(row: int, column: int) -> Fraction:
        one = nudged((row, column))
        if name == "gradient":
            return one.gradient
        known = {"left slope": one.left, "right slope": one.right}
        return known.get(name, (one.left + one.right) / 2)

    return value
