"""What the cells of a panel play: the roles, their signs, and how strongly they are shaded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from poolviz.core.matrix import NDArray
from poolviz.draw.blocks import Legend, Mark, Marking, Scale, Sign
from poolviz.explain.cells import Cell
from poolviz.explain.sentences import Telling
from poolviz.explain.window import Flags, Window
from poolviz.words import listed

SIGNS = {"won": "*", "tied": "=", "unseen": "~", "padding": "+", "overhang": "^"}
"""What a cell of the input can be, each with its sign."""

SHADES = 4
"""Hits and gradient are shaded in so many steps."""

Roles = Mapping[str, Callable[[Cell], bool]]
"""Which cells play a role: asked only for the cells that are drawn."""


def input_roles(telling: Telling) -> Roles:
    """Which cells of the input play which role; only roles that occur."""
    played = {role: at for role, at in telling.account.roles().items() if at.any()}
    return {role: partial(_flag, at) for role, at in played.items()}


def _flag(flags: Flags, cell: Cell) -> bool:
    return bool(flags[cell])


def window_roles(window: Window) -> Roles:
    """Which cells of a window won it or tie for it."""
    if window.argmax is None:
        return {}
    roles = {"won": set(window.hit).__contains__}
    if window.tied:
        roles["tied"] = set(window.tied).__contains__
    return roles


def shading(matrix: NDArray[Any]) -> Marking:
    """Marks that shade a matrix: the larger a number, the stronger, negative ones apart."""
    largest = largest_of(matrix)
    return lambda row, column: shade_of(float(matrix[row, column]), largest)


def largest_of(matrix: NDArray[Any]) -> float:
    """The largest size of a number, by which a matrix is shaded."""
    return max(abs(float(matrix.max())), abs(float(matrix.min()))) or 1.0


def shade_of(value: float, largest: float) -> Mark:
    """The mark of a number: its step on the scale, 0 apart.

    >>> shade_of(0.5, 1.0), shade_of(-1.0, 1.0).role
    (Mark(sign='', framed=False, role='more2'), 'less4')
    """
    if value == 0:
        return Mark(role="zero")
    part = min(abs(value) / largest, 1.0)  # a sum on its way may be larger than all at its end
    step = max(1, math.ceil(part * SHADES))
    return Mark(role=f"{'more' if value > 0 else 'less'}{step}")


def legend(
    telling: Telling, roles: Sequence[str], outside: bool, shaded: Sequence[str] = ()
) -> Legend:
    """The signs of the roles that occur; `outside`: those of the edges too.

    `shaded` are the names of the matrices shown that are shaded by the size of their numbers.
    """
    g = telling.account.problem.geometry
    kinds = ["padding"] * any(g.padding or ())
    kinds += ["overhang"] * bool(g.rows.overhang or g.columns.overhang)
    shown = (*roles, *(kinds if outside else ()))
    signs = tuple(Sign(SIGNS[role], role, telling.meaning(role)) for role in shown)
    return Legend(signs, _scales(telling, shaded))


def _scales(telling: Telling, shaded: Sequence[str]) -> tuple[Scale, ...]:
    """The scale of numbers above 0, and that of numbers below where there are any."""
    if not shaded:
        return ()
    steps = range(1, SHADES + 1)
    more = Scale(("zero", *(f"more{n}" for n in steps)), f"to the most {listed(shaded, 'or')}")
    negative = "gradient" in shaded and bool((telling.account.problem.gradient < 0).any())
    less = Scale(("zero", *(f"less{n}" for n in steps)), "as much, but negative")
    return (more, less) if negative else (more,)
