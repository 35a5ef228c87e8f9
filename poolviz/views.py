"""What is shown of a problem: the panels with their numbers and marks, apart from their drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poolviz.account import Problem
from poolviz.layout import Mark, Panel
from poolviz.max import MaxPooling

WON, TIED, UNSEEN = "*", "=", "~"
LEGEND = {
    "won": (WON, "won a window"),
    "tied": (TIED, "tied for a maximum"),
    "unseen": (UNSEEN, "no window sees it"),
}
"""The roles that a cell of the input can play, each with its sign and its meaning."""

SHADES = 4
"""Hits and gradient are shaded in so many steps."""

DEFAULT = ("input", "output", "hits", "gradient")


def names(problem: Problem) -> tuple[str, ...]:
    """The matrices that this problem can show."""
    rest = ("coverage", "upstream", *problem.EXTRA)
    return (
        (*DEFAULT[:2], *problem.EXTRA, "hits", "coverage", "upstream", "gradient") if rest else ()
    )


def panels(problem: Problem, shown: Sequence[str] = DEFAULT) -> list[Panel]:
    """The panels of some matrices, in the order asked for."""
    return [_panel(problem, name) for name in shown]


def _panel(problem: Problem, name: str) -> Panel:
    if name == "input":
        return input_panel(problem)
    matrix = getattr(problem, name)
    if name == "argmax":
        return Panel(name, problem.geometry.shape, lambda r, c: "({}, {})".format(*matrix[r, c]))
    mark = shading(matrix) if name in ("hits", "gradient", "coverage") else None
    return _of(name, matrix, mark)


def _of(name: str, matrix: NDArray[Any], mark: Callable[[int, int], Mark] | None) -> Panel:
    def value(row: int, column: int) -> Any:
        return matrix[row, column].item()

    shape = (matrix.shape[0], matrix.shape[1])
    return Panel(name, shape, value, mark) if mark else Panel(name, shape, value)


def input_panel(problem: Problem) -> Panel:
    """The input, its cells signed with the roles that they play."""
    marks = {role: at for role, at in roles(problem).items() if at.any()}
    width = sum(1 for role in ("won", "tied") if role in marks) or int("unseen" in marks)

    def mark(row: int, column: int) -> Mark:
        played = [role for role, at in marks.items() if at[row, column]]
        sign = "".join(LEGEND[role][0] for role in played)
        return Mark(sign, role=played[0] if played else "")

    panel = _of("input", problem.input, mark)
    return Panel(panel.name, panel.shape, panel.value, mark, signs=width)


def roles(problem: Problem) -> dict[str, NDArray[np.bool_]]:
    """Which cells of the input play which role."""
    played = {"unseen": problem.coverage == 0}
    if isinstance(problem, MaxPooling):
        played = {"won": problem.hits > 0, "tied": problem.tied_hits > 0, **played}
    return played


def legend(problem: Problem) -> list[tuple[str, str, str]]:
    """Role, sign and meaning of the signs that occur."""
    return [(role, *LEGEND[role]) for role, at in roles(problem).items() if at.any()]


def shading(matrix: NDArray[Any]) -> Callable[[int, int], Mark]:
    """Marks that shade a matrix: the larger a number, the stronger, negative ones apart."""
    largest = float(np.abs(matrix).max()) or 1.0

    def mark(row: int, column: int) -> Mark:
        value = float(matrix[row, column])
        if value == 0:
            return Mark(role="zero")
        step = max(1, min(SHADES, int(np.ceil(abs(value) / largest * SHADES))))
        return Mark(role=f"{'more' if value > 0 else 'less'}{step}")

    return mark
