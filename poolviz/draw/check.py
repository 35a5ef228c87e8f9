"""A learner's matrix, judged: which cells are right, and what went wrong in the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from poolviz.draw.blocks import Block, Heading, Legend, Mark, Panel, Panels, Sentences, Sign
from poolviz.draw.drawing import Drawing
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.figures import figure
from poolviz.explain.sentences import Telling
from poolviz.read.cells import Verdict
from poolviz.teach.check import Judgement
from poolviz.teach.verdict import diagnosis, result

RIGHT = Sign("=", "right", "right")
WRONG = Sign("!", "wrong", "wrong")
UNANSWERED = Sign("?", "unanswered", "not answered")

MOST = 20
"""More decimals are not given to tell a wrong number from the right one."""


def blocks(
    telling: Telling, asked: Asked, judgement: Judgement, reveal: bool = False
) -> Iterator[Block]:
    """What is right, the answer with every cell signed, what went wrong.

    `reveal` draws the right matrix beside the answer; without it no right number is shown.
    """
    matrix = judgement.matrix
    yield Heading(f"check: {matrix}")
    yield Sentences(tuple(result(judgement)))
    panels = [_answer(judgement)]
    if reveal:
        right = Drawing(telling, fractions=asked.fractions).matrix(matrix)
        decimals = _telling_apart(judgement, asked.decimals)
        panels.append(right._replace(name=f"right {matrix}", decimals=decimals))
    yield Panels(tuple(panel._replace(focus=_focus(judgement)) for panel in panels))
    signs = dict.fromkeys(_sign(judgement, cell) for cell in judgement.marking.cells)
    yield Legend(tuple(sign for sign in (RIGHT, WRONG, UNANSWERED) if sign in signs))
    yield Sentences(tuple(diagnosis(judgement)))


def _answer(judgement: Judgement) -> Panel:
    """The learner's matrix as it was written."""

    def value(row: int, column: int) -> str:
        return judgement.marking.written((row, column)).text

    def mark(row: int, column: int) -> Mark:
        sign = _sign(judgement, (row, column))
        if sign is None:
            return Mark()
        return Mark("" if sign is UNANSWERED else sign.sign, role=sign.role)

    rows, columns = map(range, judgement.answer.shape)
    return Panel(f"your {judgement.matrix}", rows, columns, value, mark, signs=1)


def _focus(judgement: Judgement) -> tuple[Sequence[int], Sequence[int]] | None:
    """The rows and columns of what is wrong, so that its signs are seen."""
    if not judgement.wrong:
        return None
    rows, columns = zip(*judgement.wrong, strict=True)
    return tuple(dict.fromkeys(rows)), tuple(dict.fromkeys(columns))


def _telling_apart(judgement: Judgement, decimals: int) -> int:
    """So many decimals at least that no wrong number, rounded so, is the right one."""
    if judgement.exact.of_places:
        return decimals
    for cell in judgement.wrong:
        mine, right = judgement.marking.written(cell).value, judgement.exact.at(cell)
        if mine is not None:
            while decimals < MOST and _alike(mine, right, decimals):
                decimals += 1
    return decimals


def _alike(one: Fraction, other: Fraction, decimals: int) -> bool:
    """Whether two numbers read the same in so many decimals; most are told apart at once."""
    if abs(one - other) > Fraction(1, 10**decimals):
        return False
    return figure(one, decimals) == figure(other, decimals)


def _sign(judgement: Judgement, cell: Cell) -> Sign | None:
    """What a cell is; None where the shape is wrong."""
    verdict = judgement.verdicts.get(cell)
    if verdict is None:
        return None
    if verdict is Verdict.UNANSWERED:
        return UNANSWERED
    return RIGHT if verdict.right else WRONG
