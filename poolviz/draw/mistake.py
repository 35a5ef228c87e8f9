"""What a mistake gives, beside what is right; or all mistakes and what they change here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poolviz.draw.blocks import (
    Block,
    Heading,
    Legend,
    Mark,
    Panel,
    Panels,
    Reading,
    Sentences,
    Sign,
)
from poolviz.draw.drawing import Drawing
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.figures import exact
from poolviz.explain.sentences import Telling
from poolviz.explain.why import place
from poolviz.teach.exact import Exact
from poolviz.teach.outcome import ALL, Outcome, Outcomes, Overview
from poolviz.words import counted, listed, size

DIFFERS = Sign("!", "differs", "differs from what is right")


def blocks(telling: Telling, asked: Asked, name: str) -> Iterator[Block]:
    """The matrices that a mistake changes, each beside the right one; `all` for an overview.

    Raises ValueError, before the first block, where there is no such mistake.
    """
    outcomes = Outcomes(telling.account.problem)
    if name == ALL:
        return overview(outcomes.overview())
    return _beside(telling, asked, outcomes.each(name))


def _beside(telling: Telling, asked: Asked, outcomes: Sequence[Outcome]) -> Iterator[Block]:
    """The outcomes of one mistake, or of two."""
    changed = [outcome for outcome in outcomes if outcome.changes]
    yield Heading(f"mistake: {outcomes[0].spoken}")
    yield Sentences(tuple(f"{one.name}: {one.why}" for one in outcomes[0].mistakes))
    for outcome in changed:
        yield Panels(_panels(telling, asked, outcome))
        yield Sentences(tuple(_told(outcome)))
    if any(outcome.wrong for outcome in changed):
        yield Legend((DIFFERS,))
    if not changed:
        one = len(outcomes[0].mistakes) == 1
        whose = "this mistake changes" if one else "these mistakes change"
        yield Sentences((f"{whose} nothing here",))


def _panels(telling: Telling, asked: Asked, outcome: Outcome) -> tuple[Panel, Panel]:
    right = Drawing(telling, fractions=asked.fractions).matrix(outcome.matrix)
    wrong = set(outcome.wrong)

    def mark(row: int, column: int) -> Mark:
        if (row, column) in wrong:
            return Mark(DIFFERS.sign, role=DIFFERS.role)
        return right.mark(row, column) if outcome.fits else Mark()

    rows, columns = map(range, outcome.exact.shape)
    name = f"{outcome.matrix}, {outcome.spoken}"
    reading = _reading(outcome, asked.fractions)
    return right, Panel(name, rows, columns, reading, mark, signs=int(bool(wrong)))


def _reading(outcome: Outcome, fractions: bool) -> Reading:
    """How to read the cells of a mistaken matrix."""
    values = outcome.values
    if outcome.exact.of_places:
        return lambda row, column: place(outcome.exact.pair((row, column)))
    if fractions:
        return lambda row, column: outcome.exact.at((row, column))
    return lambda row, column: values[row, column].item()


def _told(outcome: Outcome) -> Iterator[str]:
    """How much differs, and one cell for each mistake."""
    if outcome.fits:
        cells = counted(len(outcome.wrong), "cell")
        verb = "differs" if len(outcome.wrong) == 1 else "differ"
        yield f"{outcome.matrix}: {cells} {verb}"
    else:
        asked, made = outcome.right.shape, outcome.exact.shape
        yield f"{outcome.matrix}: {size(made)} in place of {size(asked)}"
    for _, told in outcome.told():
        text = f"{place(told.cell)}: {told.sentence}"
        yield f"{text}; the mistake gives {_given(outcome, told.cell)}" if told.final else text


def _given(outcome: Outcome, cell: Cell) -> str:
    """A cell's number by the mistake, and the right one if that is another."""
    given = _number(outcome.exact, cell)
    right = _number(outcome.right, cell) if outcome.fits else given
    return given if given == right else f"{given} in place of {right}"


def _number(matrix: Exact, cell: Cell) -> str:
    return place(matrix.pair(cell)) if matrix.of_places else exact(matrix.at(cell))


def overview(found: Overview) -> Iterator[Block]:
    """Which mistakes change anything, which nothing, and which cannot be told apart."""
    yield Heading("mistakes on this problem")
    yield Sentences(
        tuple(f"{name} changes {listed(names, 'and')}" for name, names in found.changing.items())
    )
    if found.alike:
        yield Sentences(
            tuple(
                f"{listed(names, 'and')} cannot be told apart by the {matrix}"
                for matrix, names in found.alike
            )
        )
    if found.idle:
        yield Sentences((f"{listed(found.idle, 'and')} change nothing here",))
