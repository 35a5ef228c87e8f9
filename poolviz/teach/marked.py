"""A learner's cells beside the numbers of an attempt: which of them say these numbers."""

from __future__ import annotations

from collections.abc import Iterable

from poolviz.explain.cells import Cell
from poolviz.read.answer import Answer
from poolviz.read.cells import At, Number, Unanswered, Verdict
from poolviz.read.cells import Cell as Written
from poolviz.teach.attempt import Attempt
from poolviz.teach.working import Working


class Marking:
    """Marks one answer by the matrices of several attempts.

    >>> from poolviz import max_pool
    >>> from poolviz.read.answer import read_answer
    >>> problem = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> marking = Marking(Working(problem), read_answer("0 0.5 ?"))
    >>> marking.verdict(Attempt.right(problem, "gradient"), (0, 1))
    <Verdict.WRONG: 'wrong'>
    """

    def __init__(self, working: Working, answer: Answer) -> None:
        self.working, self.answer = working, answer
        rows, columns = map(range, answer.shape)
        self.cells = [(row, column) for row in rows for column in columns]
        """All cells of the answer."""
        self.answered = [c for c in self.cells if not isinstance(self.written(c), Unanswered)]
        """Those that hold an answer."""

    def written(self, cell: Cell) -> Written:
        """What stands in a cell."""
        return self.answer.cells[cell[0]][cell[1]]

    def verdict(self, attempt: Attempt, cell: Cell) -> Verdict:
        """Whether a cell says the number of an attempt that has this cell."""
        exact = self.working.certain(attempt)
        written = self.written(cell)
        if exact.of_places:
            return self._place(attempt, exact.pair(cell), written)
        verdict = written.agrees(exact.at(cell), 0)
        by_program = isinstance(written, Number) and written.kind is not None
        if not verdict.right and by_program:  # what was added may have been larger than the sum
            terms = self.working.largest_term(attempt)
            if terms is not None:
                return written.agrees(exact.at(cell), terms.at(cell))
        return verdict

    def _place(self, attempt: Attempt, place: Cell, written: Written) -> Verdict:
        """Whether a place is the one named, as row and column or as one number."""
        if isinstance(written, Unanswered):
            return Verdict.UNANSWERED
        if isinstance(written, At):
            return Verdict.RIGHT if (written.row, written.column) == place else Verdict.WRONG
        base, width = attempt.counted_from, self.working.problem.input.shape[1]
        flat = (place[0] - base) * width + place[1]
        return Verdict.RIGHT if written.value == flat else Verdict.WRONG

    def says(self, attempt: Attempt, cells: Iterable[Cell]) -> bool:
        """Whether all of these cells say what an attempt gives."""
        return all(self.verdict(attempt, cell).right for cell in cells)
