"""What is asked for: one value, made once from the command line or in Python.

Screen, JSON, page and figure all look here. It loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolviz.arguments import FIRST, MATRICES
from poolviz.words import listed

if TYPE_CHECKING:
    from poolviz.explain.cells import Cell
    from poolviz.explain.window import Problem


class Asked(NamedTuple):
    """Which matrices, cells and windows are to be looked at, and how numbers are written."""

    show: tuple[str, ...] | None = None
    edges: bool = False
    cells: tuple[Cell, ...] = ()
    windows: tuple[Cell, ...] = ()
    step: bool = False
    fractions: bool = False
    decimals: int = 4
    full: bool = False

    @property
    def close(self) -> bool:
        """Whether something is looked at more closely than on the first screen."""
        return bool(self.cells or self.windows or self.step)

    @property
    def more(self) -> bool:
        """Whether anything beside the problem's own matrices is asked for."""
        return self.close or self.edges or self.fractions


def shown(problem: Problem, asked: Asked) -> tuple[str, ...]:
    """The names of the matrices on the first screen; `all` are those that the operation has.

    Raises ValueError where the operation has no such matrix.
    """
    if not asked.show:
        beside = tuple(name for name in problem.EXTRA if name == "divisors") * asked.edges
        return (*FIRST[:2], *beside, *FIRST[2:])
    has = owned(problem)
    for name in asked.show:
        if name not in (*has, "all"):
            raise ValueError(f"{problem.operation} has no {name}; show {listed(has)}")
    return has if "all" in asked.show else tuple(dict.fromkeys(asked.show))


def owned(problem: Problem) -> tuple[str, ...]:
    """The matrices that a problem's operation has."""
    return tuple(n for n in MATRICES if n not in ("argmax", "divisors") or n in problem.EXTRA)
