"""What is said about a judged answer: its shape, how much is right, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from poolviz.core.pooling import Operation
from poolviz.explain.cells import Cell
from poolviz.explain.figures import exact
from poolviz.explain.why import place
from poolviz.read.cells import At, Number, Verdict
from poolviz.teach import shapes
from poolviz.teach.attempt import OF_WINDOWS
from poolviz.teach.check import Judgement
from poolviz.teach.mistake import JOINT
from poolviz.teach.outcome import Outcome
from poolviz.words import listed, size

MOST_CELLS = 6
"""So many cells are named, not more."""

MOST_EXPLAINED = 3
"""Of the mistakes that all fit, so many are explained; all are named."""


MOST_NAMED = 12
"""On the screen so many are named; more fit only where hardly any cell is answered."""


DIVIDED: dict[Operation, str] = {"max": "as for avg", "avg": "once more"}
"""What a division too many is."""


def sentences(judgement: Judgement) -> tuple[str, ...]:
    """All that is said of an answer, in order.

    >>> from poolviz import max_pool
    >>> from poolviz.read.answer import read_answer
    >>> from poolviz.teach.check import judge
    >>> problem = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> sentences(judge(problem, read_answer("0 1 0")))
    ('all 3 cells are right',)
    """
    return (*result(judgement), *diagnosis(judgement))


# --- the result ---------------------------------------------------------------------------


def result(judgement: Judgement) -> Iterator[str]:
    """Whether the shape is right, how many cells are, and how they are written."""
    if not judgement.fits:
        yield _shape(judgement)
        return
    yield _count(judgement)
    cut, rounded = (judgement.remarked(v) for v in (Verdict.CUT, Verdict.ROUNDED))
    if cut:
        verb = "is" if len(cut) == 1 else "are"
        yield f"{_places(cut)} {verb} cut off, not rounded, which counts as right"
    if rounded:
        verb = "is" if len(rounded) == 1 else "are"
        yield f"{_places(rounded)} {verb} {Verdict.ROUNDED.value}"


def _shape(judgement: Judgement) -> str:
    asked, given = judgement.exact.shape, judgement.answer.shape
    text = f"the {judgement.matrix} is {size(asked)}, the answer {size(given)}"
    names = shapes.named(judgement.working, judgement.attempt, given)
    return f"{text}: that is {listed(names)}" if names else text


def _count(judgement: Judgement) -> str:
    cells, wrong, unanswered = judgement.verdicts, len(judgement.wrong), judgement.unanswered
    answered = len(cells) - unanswered
    if not answered:
        return "no cell is answered"
    cell = "answered cell" if unanswered else "cell"
    if not wrong:
        every = {1: f"the {cell} is", 2: f"both {cell}s are"}
        text = f"{every.get(answered, f'all {answered} {cell}s are')} right"
    elif len(cells) == 1:
        text = "the cell is wrong"
    else:
        right = answered - wrong
        text = f"{right} of {len(cells)} cells {_be(right)} right, {wrong} wrong"
    return f"{text}, {unanswered} not answered" if unanswered else text


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _places(cells: Sequence[Cell]) -> str:
    """Some cells by name, or how many there are."""
    if len(cells) > MOST_CELLS:
        return f"{len(cells)} cells, {place(cells[0])} to {place(cells[-1])},"
    return listed([place(cell) for cell in cells], "and")


# --- what went wrong ----------------------------------------------------------------------


def diagnosis(judgement: Judgement) -> Iterator[str]:
    """The mistakes that give exactly this answer, or the factor, or that no rule does."""
    if judgement.right or not judgement.marking.answered:
        return
    outcomes = judgement.outcomes()
    if outcomes:
        yield _claim(judgement)
        for outcome in outcomes[:MOST_EXPLAINED]:
            yield from explained(judgement, outcome)
    elif judgement.factor is not None:
        yield from _scaled(judgement, judgement.factor)
    elif judgement.fits:
        yield from _no_rule(judgement)


def _claim(judgement: Judgement) -> str:
    names = [name.replace(JOINT, " and ") for name in judgement.mistakes]
    what = "these numbers" if judgement.unanswered else "this matrix"
    pairs = JOINT in judgement.mistakes[0]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more (--json names all)"]
    if len(names) > 1:
        joint = "; " if pairs else ", "
        told = joint.join(names) if pairs else listed(names, "and")
        return f"each of these gives exactly {what}: {told}"
    verb = "together give" if pairs else "gives"
    return f"{names[0]} {verb} exactly {what}"


def explained(judgement: Judgement, outcome: Outcome) -> Iterator[str]:
    """Why the mistakes are mistakes, each with one cell of the answer."""
    among = set(judgement.wrong or judgement.marking.answered)
    for one, told in outcome.told(among):
        yield f"{one.name}: {one.why}"
        text = f"{place(told.cell)}: {told.sentence}"
        shows = told.final and told.cell in among
        yield f"{text}, you have {judgement.marking.written(told.cell).text}" if shows else text


def _scaled(judgement: Judgement, factor: Fraction) -> Iterator[str]:
    if factor == -1:
        yield "every answered number has the opposite sign"
        return
    yield f"every answered number is {exact(factor)} times what is right"
    suggested = list(_suggested(judgement, factor))
    if suggested:
        yield f"that suggests {listed(suggested)}"


def _suggested(judgement: Judgement, factor: Fraction) -> Iterator[str]:
    """What a factor may come from, as far as the problem's own numbers tell."""
    problem = judgement.problem
    g = problem.geometry
    n, cells = g.shape[0] * g.shape[1], problem.input.size
    area = judgement.attempt.area
    if judgement.matrix == "gradient":
        if problem.loss == "mean":
            if factor == Fraction(n, cells):
                yield f"a mean over the {cells} cells of the input, not over the {n} outputs"
            if factor == Fraction(1, n):
                yield f"that the mean's 1/{n} was taken twice"
        elif factor == Fraction(1, n):
            given = "a sum" if problem.loss == "sum" else "given by the upstream gradient"
            yield f"the 1/{n} of a mean, where the loss is {given}"
    if judgement.matrix in ("gradient", "output") and area and factor == Fraction(1, area):
        yield f"a division by the kernel's {area} cells, {DIVIDED[problem.operation]}"


def _no_rule(judgement: Judgement) -> Iterator[str]:
    wrong = judgement.wrong
    few = len(wrong) <= MOST_CELLS
    again = f"look again at {_places(wrong)}" if few else f"begin again with {place(wrong[0])}"
    yield f"no known mistake gives this: {again}"
    option = "window" if judgement.matrix in OF_WINDOWS else "cell"
    row, column = wrong[0]
    yield f"--{option} {row},{column} shows how this number comes about"
    if judgement.matrix == "argmax":
        yield from _exchanged(judgement) or _tied(judgement)


def _exchanged(judgement: Judgement) -> list[str]:
    """Whether every place is right but for the order of its two numbers."""
    exact, written = judgement.exact, judgement.marking.written
    for cell in judgement.marking.answered:
        named, right = written(cell), exact.pair(cell)
        if not (isinstance(named, At) and (named.column, named.row) == right):
            return []
    return ["a place is (row, column): with its two numbers exchanged each one is right"]


def _tied(judgement: Judgement) -> list[str]:
    """Whether a place named has the maximum, too, although another one is chosen."""
    told, width = judgement.working.account(judgement.attempt), judgement.problem.input.shape[1]
    for cell in judgement.wrong:
        written, named = judgement.marking.written(cell), None
        if isinstance(written, At):
            named = written.row, written.column
        elif isinstance(written, Number):
            named = divmod(int(written.value), width)
        if named in told.window(cell).tied:
            which = "last" if judgement.attempt.ties == "last" else "first"
            has = f"{place(named)} has the maximum of window {place(cell)}, too"
            return [f"{has}: argmax names the {which} of those that tie"]
    return []
