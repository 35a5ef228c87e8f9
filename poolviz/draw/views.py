"""What is shown of a problem: the panels with their numbers and marks, apart from their drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poolviz.core.geometry import Axis
from poolviz.core.pooling import MaxPooling
from poolviz.explain.figures import Number
from poolviz.explain.why import Telling
from poolviz.explain.window import Account, Cell, Problem, Window
from poolviz.write.layout import Mark, Panel

SIGNS = {"won": "*", "tied": "=", "unseen": "~", "padding": "+", "overhang": "^"}
"""What a cell of the input can be, each with its sign."""

SHADES = 4
"""Hits and gradient are shaded in so many steps."""

MOST_WINDOWS = 12
"""More windows of a cell are drawn only in full."""

Roles = dict[str, NDArray[np.bool_]]
Reading = Callable[[int, int], Number | str]


class Views:
    """The panels of one problem; `edges` draws the padding, `fractions` the exact numbers."""

    def __init__(self, problem: Problem, edges: bool = False, fractions: bool = False) -> None:
        self.problem, self.edges, self.fractions = problem, edges, fractions
        self.account = Account(problem)
        g = problem.geometry
        self.down, self.across = reach(g.rows, edges), reach(g.columns, edges)

    def panels(self, names: Sequence[str]) -> list[Panel]:
        """The panels of some matrices, in the order asked for."""
        return [self.input() if name == "input" else self.matrix(name) for name in names]

    def matrix(self, name: str) -> Panel:
        """A matrix other than the input."""
        values = getattr(self.problem, name)
        mark = shading(values) if name in ("hits", "coverage", "gradient") else no_mark
        return Panel(name, (values.shape[0], values.shape[1]), self.reading(name), mark)

    def reading(self, name: str) -> Reading:
        """How to read a matrix's cells."""
        if self.fractions and name in EXACT:
            return EXACT[name](self.account)
        values = getattr(self.problem, name)
        if name == "argmax":
            return lambda row, column: "({}, {})".format(*values[row, column])
        return lambda row, column: values[row, column].item()

    # --- the input ------------------------------------------------------------------------

    def input(self, window: Window | None = None) -> Panel:
        """The input, its cells signed; with a window, that one framed and only its cells signed."""
        roles = self.roles() if window is None else window_roles(window)
        framed = frame(window) if window else ()
        height, width = self.problem.geometry.input_shape
        padded = (self.down, self.across) != (range(height), range(width))
        name = "padded input" if padded else "input"
        panel = self._region(name, self.down, self.across, roles, framed)
        if window is None:
            return panel
        focus = self._positions(window)
        return panel._replace(frames=True, focus=focus)

    def _positions(self, window: Window) -> tuple[range, range]:
        """Where a window lies among the rows and columns drawn."""
        g, (i, j) = self.problem.geometry, window.at
        sides = (g.rows.taps(i), self.down), (g.columns.taps(j), self.across)
        first, second = (
            range(max(0, taps[0] - drawn[0]), min(len(drawn) - 1, taps[-1] - drawn[0]) + 1)
            for taps, drawn in sides
        )
        return first, second

    def window(self, window: Window, cell: Cell, telling: Telling) -> Panel:
        """The cells of one window alone, one of them framed, with what that one got."""
        g, (i, j) = self.problem.geometry, window.at
        name = f"window ({i}, {j})"
        roles = window_roles(window)
        panel = self._region(name, g.rows.taps(i), g.columns.taps(j), roles, [cell])
        at = g.rows.taps(i).index(cell[0]), g.columns.taps(j).index(cell[1])
        focus = range(at[0], at[0] + 1), range(at[1], at[1] + 1)
        return panel._replace(frames=True, focus=focus, notes=(telling.caption(window, cell),))

    def _region(
        self, name: str, down: range, across: range, roles: Roles, framed: Collection[Cell]
    ) -> Panel:
        """Some rows and columns, which may lie outside the input."""
        outside = 0.0 if self.problem.operation == "avg" else "-inf"
        height, width = self.problem.geometry.input_shape

        def inside(cell: Cell) -> bool:
            return cell[0] in range(height) and cell[1] in range(width)

        def value(row: int, column: int) -> Number | str:
            cell = down[row], across[column]
            return float(self.problem.input[cell]) if inside(cell) else outside

        def mark(row: int, column: int) -> Mark:
            cell = down[row], across[column]
            if inside(cell):
                played = [role for role, at in roles.items() if bool(at[cell])]
            else:
                played = [self._kind(cell)]
            sign = "".join(SIGNS[role] for role in played)
            played = played or ["window"] * (cell in framed)
            return Mark(sign, cell in framed, played[0] if played else "")

        widest = max(sum(role in roles for role in ("won", "tied")), bool(roles) or self.edges)
        return Panel(name, (len(down), len(across)), value, mark, signs=int(widest))

    def _kind(self, cell: Cell) -> str:
        """Whether a cell outside the input is padding or overhang."""
        rows, columns = self.problem.geometry.rows, self.problem.geometry.columns
        padded = cell[0] < rows.size + rows.after and cell[1] < columns.size + columns.after
        return "padding" if padded else "overhang"

    def roles(self) -> Roles:
        """Which cells of the input play which role; only roles that occur."""
        problem = self.problem
        played: Roles = {"unseen": problem.coverage == 0}
        if isinstance(problem, MaxPooling):
            played = {"won": problem.hits > 0, "tied": problem.tied_hits > 0, **played}
        return {role: at for role, at in played.items() if at.any()}

    def legend(self, roles: Collection[str], outside: bool) -> list[tuple[str, str, str]]:
        """Role, sign and meaning of the signs that occur; `outside`: of the edges too."""
        g = self.problem.geometry
        kinds = ["padding"] * any(g.padding)
        kinds += ["overhang"] * bool(g.rows.overhang or g.columns.overhang)
        shown = (*roles, *(kinds if outside else ()))
        return [(role, SIGNS[role], meaning(role, self.problem)) for role in shown]

    # --- single windows and cells ---------------------------------------------------------

    def windows_of(self, cell: Cell, telling: Telling) -> tuple[list[Panel], int]:
        """The windows that see a cell, drawn, and how many more there are."""
        windows = self.account.seeing(cell)
        drawn = windows if telling.full else windows[:MOST_WINDOWS]
        return [self.window(w, cell, telling) for w in drawn], len(windows) - len(drawn)


def meaning(role: str, problem: Problem) -> str:
    """What a sign says."""
    if role == "padding":
        if isinstance(problem, MaxPooling):
            return "padding: -inf, never picked"
        counts = problem.divisor is None and problem.count_include_pad
        return "padding: 0, counted in the divisor" if counts else "padding: 0, not counted"
    return {
        "won": "won a window",
        "tied": "tied for a maximum",
        "unseen": "no window sees it",
        "overhang": "overhang of ceil mode, beyond the padding: never picked"
        if isinstance(problem, MaxPooling)
        else "overhang of ceil mode, beyond the padding: not counted",
    }[role]


def reach(axis: Axis, edges: bool) -> range:
    """The rows or columns to draw: the input's, or all that windows reach."""
    if not edges:
        return range(axis.size)
    return range(-axis.before, max(axis.size + axis.after, axis.end))


def frame(window: Window) -> set[Cell]:
    """All cells of a window, those outside the input too."""
    g, (i, j) = window.problem.geometry, window.at
    return {(row, column) for row in g.rows.taps(i) for column in g.columns.taps(j)}


def window_roles(window: Window) -> Roles:
    """Which cells of a window won it or tie for it."""
    if window.argmax is None:
        return {}
    shape = window.problem.input.shape
    roles = {"won": np.zeros(shape, dtype=bool)}
    for cell in window.hit:
        roles["won"][cell] = True
    if window.tied:
        roles["tied"] = np.zeros(shape, dtype=bool)
        for cell in window.tied:
            roles["tied"][cell] = True
    return roles


EXACT: dict[str, Callable[[Account], Reading]] = {
    "output": lambda account: lambda row, column: account.window((row, column)).output,
    "upstream": lambda account: lambda row, column: account.window((row, column)).upstream,
    "gradient": lambda account: lambda row, column: account.gradient((row, column)),
}
"""The matrices that have exact fractions."""


def no_mark(row: int, column: int) -> Mark:  # noqa: ARG001
    """Nothing to say of a cell."""
    return Mark()


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
