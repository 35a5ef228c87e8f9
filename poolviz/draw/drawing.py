"""The panels of one problem: its matrices, its input with a window on it, a window alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from poolviz.draw.blocks import Mark, Panel, Reading, no_mark
from poolviz.draw.marks import SIGNS, Roles, input_roles, shading, window_roles
from poolviz.explain.account import Account
from poolviz.explain.asked import matrix_of
from poolviz.explain.cells import Cell
from poolviz.explain.figures import decimals_of
from poolviz.explain.sentences import Telling
from poolviz.explain.vanishing import MOST_EXACT
from poolviz.explain.window import Window

EXACT: dict[str, Callable[[Account], Callable[[int, int], Fraction]]] = {
    "output": lambda account: lambda row, column: account.window((row, column)).output,
    "upstream": lambda account: lambda row, column: account.window((row, column)).upstream,
    "gradient": lambda account: lambda row, column: account.gradient((row, column)),
}
"""The matrices that have exact fractions."""

SHADED = ("hits", "coverage", "gradient")
"""The matrices whose larger numbers are shaded stronger."""


class Drawing:
    """Draws one problem; `edges` with its padding, `fractions` with exact numbers."""

    def __init__(self, telling: Telling, edges: bool = False, fractions: bool = False) -> None:
        self.telling, self.account = telling, telling.account
        self.problem, self.edges, self.fractions = self.account.problem, edges, fractions
        g = self.problem.geometry
        self.down, self.across = (
            axis.reach if edges else range(axis.size) for axis in (g.rows, g.columns)
        )

    def panels(self, names: Sequence[str]) -> tuple[Panel, ...]:
        """The panels of some matrices, in the order asked for."""
        return tuple(self.input() if name == "input" else self.matrix(name) for name in names)

    def matrix(self, name: str) -> Panel:
        """A matrix other than the input."""
        values = matrix_of(self.problem, name)
        mark = shading(values) if name in SHADED else no_mark
        rows, columns = map(range, values.shape[:2])
        return Panel(name, rows, columns, self.reading(name), mark)

    def reading(self, name: str) -> Reading:
        """How to read a matrix's cells."""
        if name in EXACT and (self.fractions or self.problem.input.size <= MOST_EXACT):
            return self._exact(EXACT[name](self.account))
        values = matrix_of(self.problem, name)
        if name == "argmax":
            return lambda row, column: "({}, {})".format(*values[row, column])
        return lambda row, column: values[row, column].item()

    def _exact(self, read: Callable[[int, int], Fraction]) -> Reading:
        """Exact numbers, as fractions or in decimals.

        What a computer adds up of 0.1, 0.2 and -0.3 is not the 0 that the learner gets who adds
        what he typed.
        """
        return read if self.fractions else lambda row, column: decimals_of(read(row, column))

    def input(self, window: Window | None = None) -> Panel:
        """The input, its cells signed; with a window, that one framed and only its cells signed."""
        roles = input_roles(self.telling) if window is None else window_roles(window)
        height, width = self.problem.geometry.input_shape
        padded = (self.down, self.across) != (range(height), range(width))
        name = "padded input" if padded else "input"
        if window is None:
            return self._region(name, self.down, self.across, roles)
        rows, columns = window.taps

        def framed(cell: Cell) -> bool:
            return cell[0] in rows and cell[1] in columns

        panel = self._region(name, self.down, self.across, roles, framed)
        focus = span(rows, self.down), span(columns, self.across)
        return panel._replace(frames=True, focus=focus)

    def window(self, window: Window, cell: Cell) -> Panel:
        """The cells of one window alone, one of them framed, with what that one got."""
        i, j = window.at
        rows, columns = window.taps
        panel = self._region(
            f"window ({i}, {j})", rows, columns, window_roles(window), lambda at: at == cell
        )
        focus = range(cell[0], cell[0] + 1), range(cell[1], cell[1] + 1)
        note = self.telling.caption(window, cell)
        return panel._replace(frames=True, focus=focus, notes=(note,))

    def _region(
        self,
        name: str,
        rows: range,
        columns: range,
        roles: Roles,
        framed: Callable[[Cell], bool] = lambda _cell: False,
    ) -> Panel:
        """Some rows and columns, which may lie outside the input."""
        height, width = self.problem.geometry.input_shape

        def inside(cell: Cell) -> bool:
            return 0 <= cell[0] < height and 0 <= cell[1] < width

        def value(row: int, column: int) -> float | str:
            cell = row, column
            return float(self.problem.input[cell]) if inside(cell) else self.account.outside

        def mark(row: int, column: int) -> Mark:
            cell = row, column
            if inside(cell):
                played = [role for role, plays in roles.items() if plays(cell)]
            else:
                played = [self._kind(cell)]
            sign, is_framed = "".join(SIGNS[role] for role in played), framed(cell)
            played = played or ["window"] * is_framed
            return Mark(sign, is_framed, played[0] if played else "")

        widest = max(sum(role in roles for role in ("won", "tied")), bool(roles) or self.edges)
        return Panel(name, rows, columns, value, mark, signs=int(widest))

    def _kind(self, cell: Cell) -> str:
        """Whether a cell outside the input is padding or overhang."""
        rows, columns = self.problem.geometry.rows, self.problem.geometry.columns
        padded = cell[0] < rows.size + rows.after and cell[1] < columns.size + columns.after
        return "padding" if padded else "overhang"


def span(taps: range, drawn: range) -> range:
    """From the first to the last of some rows or columns, as far as they are drawn."""
    return range(max(drawn[0], taps[0]), min(drawn[-1], taps[-1]) + 1)
