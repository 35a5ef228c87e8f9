"""Mistakes and pairs of them against a learner's loops, and how their matrices are judged."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import naive_mistakes
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from naive_mistakes import HAS, OF, possible
from strategies import TIED, USUAL, Problem, problems

from poolviz.read.answer import read_answer
from poolviz.teach.attempt import Matrix
from poolviz.teach.check import Judgement, judge
from poolviz.teach.exact import Exact
from poolviz.teach.mistake import JOINT
from poolviz.teach.outcome import Outcomes

TENTHS = st.integers(-30, 30).map(lambda n: n / 10)
often, seldom = (settings(deadline=None, max_examples=n) for n in (80, 30))
PAIRS = list(combinations(OF, 2))


def learners(problem: Problem, names: tuple[str, ...], matrix: str) -> Any:
    """The naive matrix of a learner; None where there is no such problem."""
    return naive_mistakes.made(names, problem.operation, problem.x, problem.options, matrix)


def numbers(matrix: Exact) -> list[list[Any]]:
    """A matrix as lists of fractions, or of places."""
    read = matrix.pair if matrix.of_places else matrix.at
    height, width = matrix.shape
    return [[read((row, column)) for column in range(width)] for row in range(height)]


def judged(problem: Problem, answer: list[list[Any]], matrix: str) -> Judgement:
    """The judgement of an answer that is written exactly."""
    text = "; ".join(" ".join(str(cell).replace(" ", "") for cell in row) for row in answer)
    return judge(problem.pooled(), read_answer(text, matrix), matrix)


@st.composite
def asked(draw: st.DrawFn, values: st.SearchStrategy[float] = TIED | TENTHS) -> tuple[Any, Matrix]:
    """A problem and one of its matrices."""
    problem = draw(problems(side=6, values=values))
    return problem, draw(st.sampled_from(HAS[problem.operation]))  # type: ignore[return-value]


@often
@given(asked(values=TIED | TENTHS | USUAL))
def test_a_mistake_gives_what_a_learner_gets_with_loops(task: tuple[Problem, Matrix]) -> None:
    """On any problem, exactly; and nothing else where there is no such problem."""
    problem, matrix = task
    outcomes, right = Outcomes(problem.pooled()), learners(problem, (), matrix)
    for name in OF:
        expected = learners(problem, (name,), matrix) or right
        assert numbers(outcomes.of(name, matrix).exact) == expected, name


@often
@given(asked(), st.lists(st.sampled_from(PAIRS), min_size=10, max_size=10))
def test_two_mistakes_act_in_the_order_of_their_stages(
    task: tuple[Problem, Matrix], pairs: list[tuple[str, str]]
) -> None:
    """First the problem, then what a window sends, then how it is added, then the matrix."""
    problem, matrix = task
    outcomes, right = Outcomes(problem.pooled()), learners(problem, (), matrix)
    for pair in pairs:
        expected = learners(problem, pair, matrix) or right
        assert numbers(outcomes.of(JOINT.join(pair), matrix).exact) == expected, pair


@seldom
@given(asked())
def test_what_a_mistake_gives_is_judged_as_that_mistake(task: tuple[Problem, Matrix]) -> None:
    """All mistakes that give the same are named, in the order of the table, and no other."""
    problem, matrix = task
    right = learners(problem, (), matrix)
    names = [name for name in OF if possible(name, problem.operation, matrix)]
    given_by = {name: learners(problem, (name,), matrix) for name in names}
    for answer in given_by.values():
        if answer not in (None, right):
            alike = tuple(name for name in names if given_by[name] == answer)
            judgement = judged(problem, answer, matrix)
            assert (judgement.right, judgement.mistakes) == (False, alike)


def concern(pair: tuple[str, str], problem: Problem, matrix: Matrix) -> bool:
    """Whether both mistakes can be made in a matrix, be it that of the other operation."""
    operations = ("max", "avg") if "other-operation" in pair else (problem.operation,)
    return all(any(possible(name, one, matrix) for one in operations) for name in pair)


@seldom
@given(asked(), st.data())
def test_two_mistakes_are_found_where_no_one_fits(
    task: tuple[Problem, Matrix], data: st.DataObject
) -> None:
    """And everything that is named does give the answer.

    Nothing is asked of what is drawn: a pair that changes nothing here is passed over.
    """
    problem, matrix = task
    right = learners(problem, (), matrix)
    pairs = [pair for pair in PAIRS if concern(pair, problem, matrix)]
    for pair in data.draw(st.lists(st.sampled_from(pairs), min_size=3, max_size=3, unique=True)):
        answer = learners(problem, pair, matrix)
        if answer in (None, right):
            continue
        found = judged(problem, answer, matrix).mistakes
        singles = tuple(name for name in OF if learners(problem, (name,), matrix) == answer)
        assert found == singles if singles else JOINT.join(pair) in found, pair
        for name in found:
            assert learners(problem, tuple(name.split(JOINT)), matrix) == answer, (pair, name)


@often
@given(asked(), st.data())
def test_nobody_is_accused_of_a_mistake_that_does_not_give_the_answer(
    task: tuple[Problem, Matrix], data: st.DataObject
) -> None:
    """A slip in some cells is a slip, unless a mistake gives just that."""
    problem, matrix = task
    right = learners(problem, (), matrix)
    answer = [list(row) for row in right]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.integers(0, len(answer) - 1))
        column = data.draw(st.integers(0, len(answer[0]) - 1))
        off = data.draw(st.sampled_from((Fraction(1, 9), Fraction(1), Fraction(2), Fraction(1, 7))))
        cell = answer[row][column]
        moved = (cell[0] + int(off) + 1, cell[1]) if isinstance(cell, tuple) else cell + off
        answer[row][column] = moved
    judgement = judged(problem, answer, matrix)
    wrong = [(r, c) for r, row in enumerate(answer) for c, v in enumerate(row) if v != right[r][c]]
    assert (judgement.right, judgement.wrong) == (False, wrong)
    for name in judgement.mistakes:
        assert learners(problem, tuple(name.split(JOINT)), matrix) == answer
    if judgement.factor is not None:
        assert [[v * judgement.factor for v in row] for row in right] == answer


@often
@given(asked(values=TIED | TENTHS | USUAL), st.data())
def test_a_right_answer_is_right_in_every_spelling(
    task: tuple[Problem, Matrix], data: st.DataObject
) -> None:
    """Fractions, decimals of any length, floats; with cells left out."""
    problem, matrix = task
    spelled = st.sampled_from(("fraction", "rounded", "float", "?"))
    rows = [
        [_spelled(cell, data.draw(spelled), data.draw(st.integers(1, 14))) for cell in row]
        for row in learners(problem, (), matrix)
    ]
    text = "; ".join(" ".join(row) for row in rows)
    judgement = judge(problem.pooled(), read_answer(text, matrix), matrix)
    answered = any(word != "?" for row in rows for word in row)
    assert (judgement.right, judgement.wrong) == (answered, [])


def _spelled(cell: Any, how: str, decimals: int) -> str:
    if how == "?":
        return "?"
    if isinstance(cell, tuple):
        return f"({cell[0]},{cell[1]})"
    rounded = f"{float(cell):.{decimals}f}"
    if how == "float":
        return repr(float(cell))
    # 0.00 says exactly 0, and is no rounding of a small number.
    return rounded if how == "rounded" and (float(rounded) or not cell) else str(cell)


FACTORS = (2, 3, 9, 10, Fraction(1, 2), Fraction(1, 4), Fraction(1, 9), Fraction(2, 3), -1)


@often
@given(asked(), st.sampled_from(FACTORS))
def test_a_factor_is_found_where_two_numbers_force_it(
    task: tuple[Problem, Matrix], factor: Fraction
) -> None:
    """Where no mistake gives the same."""
    problem, matrix = task
    assume(matrix != "argmax")
    right = learners(problem, (), matrix)
    answer = [[cell * factor for cell in row] for row in right]
    assume(answer != right)
    judgement = judged(problem, answer, matrix)
    forced = sum(cell != 0 for row in right for cell in row) > 1
    assert judgement.factor == (factor if forced and not judgement.mistakes else None)
