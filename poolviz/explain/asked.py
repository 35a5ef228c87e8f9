"""What is asked for: one value, made once from the command line or in Python.

Screen, JSON, page and figure all look here. It loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poolviz.arguments import FIRST, MATRICES
from poolviz.words import listed, size

if TYPE_CHECKING:
    from poolviz.core.matrix import NDArray
    from poolviz.explain.cells import Cell
    from poolviz.explain.window import Problem
    from poolviz.read.answer import Answer
    from poolviz.read.channels import Loaded


class Check(NamedTuple):
    """A learner's own answer, and the matrix that it stands for."""

    matrix: str
    answer: Answer


class Channel(NamedTuple):
    """Which matrix of a larger array the input is: its numbers, and how many there are."""

    numbers: tuple[int, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, loaded: Loaded) -> Channel | None:
        """The channel that was asked for; None where it was a matrix."""
        return None if loaded.channel is None else cls(loaded.channel, loaded.sizes or ())


class Asked(NamedTuple):
    """Which matrices, cells and windows are to be looked at, and how numbers are written."""

    show: tuple[str, ...] | None = None
    edges: bool = False
    cells: tuple[Cell, ...] = ()
    windows: tuple[Cell, ...] = ()
    nudges: tuple[Cell | None, ...] = ()
    """The cells to be nudged; None stands for all of them."""
    compares: tuple[str, ...] = ()
    """The options to be compared, with their values, as they are typed."""
    mistakes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    reveal: bool = False
    """Whether the right matrix is shown beside a checked one."""
    step: bool = False
    fractions: bool = False
    decimals: int = 4
    full: bool = False
    notes: tuple[str, ...] = ()
    """Sentences about where the problem comes from, below the head."""
    channel: Channel | None = None

    @property
    def close(self) -> bool:
        """Whether something is looked at more closely than on the first screen."""
        beside = self.nudges, self.compares, self.mistakes, self.checks
        return bool(self.cells or self.windows or self.step or any(beside))

    @property
    def which(self) -> str:
        """Which channel the input is, at the end of a head line; empty where it is a matrix."""
        if not self.channel:
            return ""
        return (
            f" · channel {','.join(map(str, self.channel.numbers))} of {size(self.channel.sizes)}"
        )

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


OWNERS = {"argmax": "argmax", "index": "argmax", "divisors": "divisors"}
"""The matrices of one operation alone, and what it has besides those of the other."""


def owned(problem: Problem) -> tuple[str, ...]:
    """The matrices that a problem's operation has."""
    lacks = {name for name, owner in OWNERS.items() if owner not in problem.EXTRA}
    return tuple(name for name in MATRICES if name not in lacks)


def matrix_of(problem: Problem, name: str) -> NDArray[Any]:
    """A matrix by the name that it has on the screen."""
    found: NDArray[Any] = getattr(problem, "winners" if name == "index" else name)
    return found
