"""What mistakes give on a problem: the matrix, where it is wrong, and one cell of it told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from poolviz.core.matrix import NDArray, in_range
from poolviz.core.pooling import Pooling
from poolviz.explain.cells import Cell
from poolviz.explain.exactly import scaled
from poolviz.teach.attempt import Attempt, Matrix, matrices
from poolviz.teach.case import Case
from poolviz.teach.exact import Exact
from poolviz.teach.mistake import JOINT, Mistake, in_order, together
from poolviz.teach.mistakes import MISTAKES, named
from poolviz.teach.working import Working


class Told(NamedTuple):
    """A cell where a mistake shows, and what is to be done there."""

    cell: Cell
    sentence: str
    final: bool
    """Whether the cell comes out as this mistake alone makes it."""


class Outcome:
    """One matrix as it comes out with a mistake, or with two, beside the right one.

    Where there is no problem that the mistake makes, it changes nothing.
    """

    def __init__(self, working: Working, mistakes: Sequence[Mistake], matrix: Matrix) -> None:
        self.working, self.mistakes, self.matrix = working, tuple(mistakes), matrix
        self.name = JOINT.join(one.name for one in mistakes)
        self.before = Attempt.right(working.problem, matrix)
        made = together(self.mistakes, self.before)
        self.after = made if working.exact(made) else self.before

    @property
    def spoken(self) -> str:
        """Its name in a sentence."""
        return self.name.replace(JOINT, " and ")

    @property
    def right(self) -> Exact:
        """The right matrix, exactly."""
        return self.working.certain(self.before)

    @property
    def exact(self) -> Exact:
        """The learner's matrix, exactly."""
        return self.working.certain(self.after)

    @cached_property
    def values(self) -> NDArray[Any]:
        """The learner's matrix in float64, or in integers; right cells as the problem has them.

        Raises ValueError where a number of it leaves float64's range.
        """
        right: NDArray[Any] = getattr(self.working.problem, self.matrix)
        values = in_range(self.exact.floats, f"the {self.matrix} of {self.spoken}")
        if not self.fits:
            return values
        wrong = self._differing
        return np.where(wrong if values.ndim == 2 else wrong[..., None], values, right)

    @property
    def fits(self) -> bool:
        """Whether the matrix has the right shape."""
        return self.exact.shape == self.right.shape

    @cached_property
    def wrong(self) -> list[Cell]:
        """The cells that differ from the right ones; none where the shape is another."""
        return _cells(self._differing) if self.fits else []

    @property
    def changes(self) -> bool:
        """Whether anything comes out otherwise."""
        return not self.fits or bool(self._differing.any())

    @cached_property
    def _differing(self) -> NDArray[np.bool_]:
        return self.exact.differs(self.right)

    def facts(self) -> dict[str, Any]:
        """For JSON: its name, the matrix, the numbers and the cells that are wrong."""
        found: dict[str, Any] = {"name": self.name, "matrix": self.matrix}
        try:
            found["values"] = self.values.tolist()
        except ValueError as error:
            found["error"] = str(error)
        return found | {"wrong": [list(cell) for cell in self.wrong]}

    def told(self, among: Collection[Cell] | None = None) -> Iterator[tuple[Mistake, Told]]:
        """Each mistake at one cell where it shows, in the order in which they act.

        `among`: one of these cells if possible. A cell is preferred that the other mistake, if
        there is one, leaves alone.
        """
        before = self.before
        for one in in_order(self.mistakes):
            after = one.made(before)
            tellable = before.divisor is None or not before.adaptive  # the core has no such windows
            if tellable and self.working.exact(before) and self.working.exact(after):
                cell = self._cell(before, after, among)
                if cell is not None:
                    at, final = cell
                    yield one, Told(at, one.tell(Case(self.working, before, after, at)), final)
            before = after

    def _cell(
        self, before: Attempt, after: Attempt, among: Collection[Cell] | None
    ) -> tuple[Cell, bool] | None:
        """A cell that a mistake changes, and whether it stays so in the end."""
        was, made = self.working.certain(before), self.working.certain(after)
        cells = _cells(was.cut(made.shape).differs(made.cut(was.shape)))
        if not cells:
            return None if was.shape == made.shape else (_beyond(was, made, after), False)
        if made.shape == self.exact.shape:
            moved = made.differs(self.exact)
            stays = [cell for cell in cells if not moved[cell]]
            best = [cell for cell in stays if among is None or cell in among]
            if best:
                return best[0], True
        return cells[0], False


def _beyond(was: Exact, made: Exact, after: Attempt) -> Cell:
    """The cell to speak of where the shape alone tells: of rows for columns one that is new."""
    if not after.transposed:
        return 0, 0
    height, width = was.shape
    return (0, width) if made.shape[1] > width else (height, 0)


def _cells(flags: NDArray[np.bool_]) -> list[Cell]:
    """Where a matrix of flags is true."""
    rows, columns = np.nonzero(flags)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


ALL = "all"
"""Stands for every mistake."""

LARGE = 2.0**900
"""Numbers up to this stay in float64's range, by whatever count of cells they are multiplied."""

MOST_LONG = 2**20
"""So many numbers of many digits are worked out with all mistakes, in some ten seconds."""


class Overview(NamedTuple):
    """Which mistakes tell apart anything on a problem."""

    changing: dict[str, tuple[Matrix, ...]]
    """The matrices that each mistake changes, for those that change any."""
    idle: tuple[str, ...]
    """The mistakes that change nothing."""
    alike: tuple[tuple[Matrix, tuple[str, ...]], ...]
    """Matrices with the mistakes that give the same one, and so cannot be told apart in it."""


class Outcomes:
    """What mistakes give on one problem.

    >>> from poolviz import max_pool
    >>> outcomes = Outcomes(max_pool([[1, 9, 2]], kernel=(1, 2), stride=1))
    >>> wrong = outcomes.of("assigned", "gradient")
    >>> wrong.values, wrong.wrong
    (array([[0. , 0.5, 0. ]]), [(0, 1)])
    """

    def __init__(self, problem: Pooling) -> None:
        self.problem, self.working = problem, Working(problem)

    def of(self, names: str, matrix: Matrix = "gradient") -> Outcome:
        """The outcome of one mistake, or of two joined by `+`, for a matrix.

        Raises ValueError where there is no such mistake.
        """
        return Outcome(self.working, named(names), matrix)

    def judge(self, name: str) -> None:
        """Refuse what `named` refuses, before anything is shown.

        Raises ValueError where there is no such mistake, none of this operation, where its numbers
        leave float64's range, or where all are asked for and would take minutes.
        """
        x, upstream = self.problem.input, self.problem.upstream
        if name != ALL:
            self._matrices(name)
            if max(x.max(), -x.min(), upstream.max(), -upstream.min()) > LARGE:
                _ = [outcome.values for outcome in self.each(name)]
            return
        if x.size > MOST_LONG and scaled(x) is None:
            what = f"all mistakes of {x.size} numbers of so many digits would take minutes"
            raise ValueError(f"{what}; round the numbers, take a part of them, or name one mistake")

    def _matrices(self, names: str) -> list[Matrix]:
        """The matrices in which a mistake, or one of two, can be made."""
        possible = {m for one in named(names) for m in one.matrices(self.problem)}
        if not possible:
            raise ValueError(f"{names} is no mistake of {self.problem.operation} pooling")
        return [matrix for matrix in matrices(self.problem) if matrix in possible]

    def each(self, names: str) -> list[Outcome]:
        """The outcomes of a mistake, or of two, for every matrix in which it can be made.

        Raises ValueError where there is no such mistake, or none of this operation.
        """
        return [self.of(names, matrix) for matrix in self._matrices(names)]

    def named(self, name: str) -> list[Outcome]:
        """The outcomes of a mistake; of `all`, those that change anything here.

        Raises ValueError as `judge` does.
        """
        self.judge(name)
        if name != ALL:
            return self.each(name)
        every = (outcome for matrix in matrices(self.problem) for outcome in self.single(matrix))
        return [outcome for outcome in every if outcome.changes]

    def single(self, matrix: Matrix) -> list[Outcome]:
        """The outcomes of all mistakes that can be made in a matrix."""
        possible = (one for one in MISTAKES if matrix in one.matrices(self.problem))
        return [Outcome(self.working, [one], matrix) for one in possible]

    def overview(self) -> Overview:
        """Which mistakes change something here, which nothing, and which cannot be told apart."""
        possible = [one for one in MISTAKES if one.matrices(self.problem)]
        changing: dict[str, tuple[Matrix, ...]] = {}
        alike: list[tuple[Matrix, tuple[str, ...]]] = []
        for matrix in matrices(self.problem):
            found = [outcome for outcome in self.single(matrix) if outcome.changes]
            for outcome in found:
                changing[outcome.name] = (*changing.get(outcome.name, ()), matrix)
            alike += [(matrix, names) for names in _groups(found) if len(names) > 1]
        names = [one.name for one in possible]
        in_turn = {name: changing[name] for name in names if name in changing}
        idle = tuple(name for name in names if name not in changing)
        return Overview(in_turn, idle, tuple(alike))


def _groups(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """The names of those that give the same matrix."""
    groups: list[list[Outcome]] = []
    for outcome in outcomes:
        for group in groups:
            if group[0].exact.equals(outcome.exact):
                group.append(outcome)
                break
        else:
            groups.append([outcome])
    return [tuple(outcome.name for outcome in group) for group in groups]
