"""Questions: one answer each, mistakes told apart, the same from the same seed; and their judge."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from typing import Any

import naive
import naive_mistakes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import environment
from worksheets import spelled

from poolviz import avg_pool, max_pool
from poolviz.read.numerals import Fault
from poolviz.teach import questions_search
from poolviz.teach.questions import Question
from poolviz.teach.questions_judge import reply
from poolviz.teach.questions_kinds import KINDS, Kind, kinds
from poolviz.teach.questions_search import question
from poolviz.teach.questions_topics import TOPICS, possible
from poolviz.teach.questions_worked import worked

EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda k: f"{k.topic}-{k.operation}-{k.sought}")
SEEDS = st.integers(0, 10**9).map(str)
few = settings(max_examples=12, deadline=None)


def options(problem: Any) -> dict[str, Any]:
    """The options of a problem as the naive loops take them."""
    g = problem.geometry
    found = {name: getattr(problem, name) for name in problem.OPTIONS}
    if g.output_size:
        found = {k: v for k, v in found.items() if k == "ties"} | {"output_size": g.output_size}
    else:
        names = ("kernel", "stride", "padding", "dilation", "ceil_mode")
        found |= {name: getattr(g, name) for name in names}
    upstream = None if problem.given is None else problem.given.tolist()
    return found | {"loss": problem.loss, "upstream": upstream}


def written(asked: Question, matrix: list[list[Any]]) -> str:
    """The answer in a matrix that was made by loops."""
    if asked.sought == "size":
        return f"{len(matrix)}×{len(matrix[0])}"
    plain = asked.sought == "argmax"
    shares = asked.sought == "gradient" and asked.problem.loss is not None
    rows = [[str(c) if plain else spelled(Fraction(c), shares) for c in r] for r in matrix]
    if asked.at:
        return rows[asked.at[0]][asked.at[1]]
    return "; ".join(map(" ".join, rows))


@EACH
@few
@given(SEEDS)
def test_a_question_has_one_answer_and_tells_its_mistakes_apart(kind: Kind, seed: str) -> None:
    """By loops that know nothing of poolviz: the key and what each mistake gives all differ."""
    asked = question(kind, seed)
    x, given_ = asked.problem.input.tolist(), options(asked.problem)
    exact = naive.pool(kind.operation, x, **given_)
    assert exact is not None
    assert asked.key == written(asked, getattr(exact, asked.matrix))
    rule = given_.get("ties")
    assert set(asked.about) == {name for name in kind.about if name != f"ties-{rule}"}
    answers = [asked.key]
    for name, answer in asked.wrongs:
        learner = naive_mistakes.made([name], kind.operation, x, given_, asked.matrix)
        assert learner is not None, name
        assert answer == written(asked, learner), name
        answers.append(answer)
    assert len(set(answers)) == 1 + len(asked.about) == len(answers)


@EACH
@few
@given(SEEDS)
def test_its_numbers_are_small_and_tie_only_where_ties_are_asked_for(kind: Kind, seed: str) -> None:
    """Whole numbers of at most two digits."""
    asked = question(kind, seed)
    x = asked.problem.input
    assert (x == x.astype(int)).all()
    assert abs(x).max() <= 30 or not asked.shows_input
    if kind.operation == "max" and asked.shows_input:
        assert bool((asked.problem.tied > 1).any()) is (kind.topic == "ties")


@EACH
@few
@given(SEEDS)
def test_the_judge_knows_the_key_and_each_mistake(kind: Kind, seed: str) -> None:
    """A wrong answer is told which mistake gives it."""
    asked = question(kind, seed)
    assert reply(asked, asked.key)[:3] == (True, reply(asked, asked.key).says, ())
    for name, answer in asked.wrongs:
        judged = reply(asked, answer)
        assert (judged.right, judged.mistakes) == (False, (name,)), answer
        assert name in " ".join(judged.says)


@EACH
@few
@given(SEEDS)
def test_the_way_to_the_answer_ends_with_it(kind: Kind, seed: str) -> None:
    """The sentences hold the number, the place or the two sides that are asked for."""
    asked = question(kind, seed)
    text = "\n".join(worked(asked))
    if asked.sought == "size":
        height, width = asked.key.split("×")
        lines = [line for line in text.splitlines() if not line.startswith("size")]
        assert f") + 1 = {height}" in lines[0]
        assert f") + 1 = {width}" in lines[1]
    elif asked.sought == "argmax":
        assert f" at {asked.key}" in text
    elif asked.sought in ("output", "gradient"):
        cells = [asked.key] if asked.at else asked.key.replace(";", "").split()
        for number in map(Fraction, set(cells) - {"0"}):
            tells = {f"= {number}", f"= {float(number):g}", f"≈ {float(number):.4f}"}
            assert any(told in text for told in tells), (number, text)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.sought == "divisors"])
def test_the_way_to_divisors_counts_cells(kind: Kind) -> None:
    """Those of the input and those outside it that count; no number that was not asked for."""
    line = re.compile(
        r"divisors\[(\d),(\d)\] = (\d): (\d) cells? of the input"
        r"(?:; (\d) cells? outside the input (?:is|are) (.*))?"
    )
    for seed in map(str, range(12)):
        asked = question(kind, seed)
        divisors: dict[tuple[int, int], int] = {}
        for text in worked(asked):
            found = line.fullmatch(text)
            assert found, text
            row, column, divisor, inside = map(int, found.groups()[:4])
            outside, how = found[5] or "0", found[6] or "0 and counted in the divisor"
            some = re.fullmatch(r"0, (\d) of them counted in the divisor", how)
            counts = {
                "0 and counted in the divisor": outside,
                "not counted in the divisor": "0",
            }
            assert inside + int(some[1] if some else counts[how]) == divisor, text
            divisors[row, column] = divisor
        right = asked.problem.divisors  # type: ignore[union-attr]
        assert divisors == {at: int(value) for at, value in np.ndenumerate(right)}


def test_the_way_to_a_divisor_that_is_given() -> None:
    """Nothing is counted."""
    given = Question("divisor", avg_pool([[1, 2], [3, 4]], divisor=3), "divisors")
    assert worked(given) == ("divisors[0,0] = 3: the divisor is given",)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Question("output", avg_pool([[5, 12, 1, 2]], (1, 2)), "output"), "8.5 1.5"),
        (Question("output", avg_pool([[1, 2, 2]], (1, 3)), "output", (0, 0)), "5/3"),
        (Question("gradient", avg_pool([[5, 12]], (1, 2)), "gradient"), "1/2 1/2"),
        (Question("gradient", avg_pool([[5, 12]], (1, 2), upstream=[[3]]), "gradient"), "1.5 1.5"),
        (Question("output", avg_pool([[1] + [0] * 31], (1, 32)), "output"), "1/32"),
    ],
)
def test_a_key_is_written_as_the_way_to_it_is(asked: Question, key: str) -> None:
    """In decimals where these are exact and few, but the shares of a mean as fractions."""
    assert asked.key == key
    assert reply(asked, key).right
    number = key.split(maxsplit=1)[0]
    assert any(f" = {number}" in text for text in worked(asked))


WHOLE = [k for k in KINDS if k.sought == "gradient" and not k.one]


@pytest.mark.parametrize("kind", WHOLE, ids=lambda k: f"{k.topic}-{k.operation}")
def test_the_way_to_a_gradient_names_what_each_window_sends(kind: Kind) -> None:
    """A line for each, in order, though several send the same to the same cell."""
    for seed in map(str, range(5)):
        asked = question(kind, seed)
        height, width = asked.problem.geometry.shape
        sent = [line.partition(" = ")[0] for line in worked(asked) if line.startswith("upstream[")]
        assert sent == [f"upstream[{r},{c}]" for r in range(height) for c in range(width)]


@pytest.mark.parametrize("kind", [KINDS[0], kinds("ties")[0], kinds("divisor")[2]])
def test_a_seed_gives_the_same_question_in_another_process(kind: Kind) -> None:
    """Whatever its hash seed is."""
    number = KINDS.index(kind)
    code = (
        "from poolviz.teach.questions_kinds import KINDS\n"
        "from poolviz.teach.questions_search import question\n"
        f"asked = question(KINDS[{number}], '5')\n"
        "print(asked.setting, asked.asks, asked.problem.input.tolist(), asked.key, sep='|')"
    )
    here = question(kind, "5")
    expected = "|".join(
        [here.setting, here.asks, str(here.problem.input.tolist()), here.key]
    )  # fmt: skip
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env=environment(PYTHONHASHSEED=seed),
        )
        assert ran.stdout.decode().strip() == expected


def test_what_a_seed_gives_stays() -> None:
    """On every machine and in every version of Python: whoever notes a seed can rely on it."""
    asked = question(kinds("gradient", "max")[0], "7")
    assert asked.setting == "max pooling · kernel 2×2 · stride 1×1 · loss = mean of output"
    assert asked.problem.input.tolist() == GOLDEN[0]
    assert asked.key == GOLDEN[1]


GOLDEN = ([[2, 9, 7], [5, 8, 10], [1, 12, 4], [3, 11, 6]], "0 1/6 0; 0 0 1/6; 0 2/3 0; 0 0 0")


def test_a_search_in_vain_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is bounded: two names of one answer are never told apart."""
    monkeypatch.setattr(questions_search, "MOST_DRAWS", 20)
    same = Kind("gradient", "max", "gradient", ("not-averaged", "hits-for-gradient"), ((3, 3),))
    with pytest.raises(LookupError, match="no gradient of max tells"):
        question(same, "1")


def test_questions_that_are_taken_are_passed_over() -> None:
    """So that two copies differ."""
    kind = kinds("winner")[0]
    first = question(kind, "1")
    other = question(kind, "1", lambda asked: asked.key == first.key)
    assert other.key != first.key


def test_every_topic_has_kinds() -> None:
    """Those of ties and winners for max, divisors for avg, the others for both."""
    assert {kind.topic for kind in KINDS} == set(TOPICS)
    for operation in ("max", "avg", "both"):
        assert possible(operation) == tuple(t for t in TOPICS if kinds(t, operation))


GRADIENT = Question(
    "gradient", max_pool([[1, 9, 2]], kernel=(1, 2), stride=1), "gradient", (0, 1), ("assigned",)
)
WHOLE = Question("gradient", max_pool([[1, 9, 2]], kernel=(1, 2), stride=1), "gradient")
WINNER = Question("winner", max_pool([[1, 2], [9, 3]]), "argmax", (0, 0), ("one-based",))
SIZE = Question("size", avg_pool([[1] * 5] * 4, kernel=2), "size", None, ("stride-1",))


@pytest.mark.parametrize(
    ("asked", "answer", "right", "mistakes", "says"),
    [
        (GRADIENT, "1", True, (), ()),
        (GRADIENT, " 1.0 ", True, (), ()),
        (GRADIENT, "2/2", True, (), ()),
        (GRADIENT, "0.5", False, ("assigned",), (
            "0.5 is what assigned gives: a cell that several windows hit gets the sum of what "
            "they send; writing a share into it in place of adding leaves only the last one",
            "(0, 1): window (0, 1) adds to what window (0, 0) sent: 1/2 + 1/2")),
        (GRADIENT, "7", False, (), ("no known mistake gives 7: look again at the windows",)),
        (WHOLE, "0 1 0", True, (), ("all 3 cells are right",)),
        (WHOLE, "0 1 ?", False, (), ("both answered cells are right, 1 not answered",
                                     "all cells are asked for")),
        (WINNER, "(1, 0)", True, (), ()),
        (WINNER, "1,0", True, (), ()),
        (WINNER, "1 0", True, (), ()),
        (WINNER, "(2, 1)", False, ("one-based",), (
            "(2, 1) is what one-based gives: rows and columns are counted from 0",
            "(0, 0): the first row and the first column are number 0, so the first cell is "
            "(0, 0)")),
        (WINNER, "(0, 1)", False, (), ("a place is (row, column): yours has them exchanged",)),
        (WINNER, "(1, 1)", False, (), (
            "no known mistake gives (1, 1): look again at the windows",)),
        (SIZE, "2x2", True, (), ()), (SIZE, "2×2", True, (), ()), (SIZE, "(2, 2)", True, (), ()),
        (SIZE, "2 x 2", True, (), ()), (SIZE, "2 2", True, (), ()), (SIZE, "[2,2]", True, (), ()),
        (SIZE, "2*2", True, (), ()),
        (SIZE, "3x4", False, ("stride-1",), (
            "3×4 is what stride-1 gives: the windows move by the stride asked for, not by 1",)),
        (SIZE, "2x3", False, ("ceil",), (
            "2×3 is what ceil gives: without ceil mode the output's size is rounded down: no "
            "window hangs over",)),
        (SIZE, "2x9", False, (), ("look again at the width",)),
        (SIZE, "8x9", False, (), ("look again at the height and the width",)),
    ],
)  # fmt: skip
def test_answers_are_judged(
    asked: Question, answer: str, right: bool, mistakes: tuple[str, ...], says: tuple[str, ...]
) -> None:
    """In every spelling; what is wrong is named."""
    assert reply(asked, answer)[:3] == (right, says, mistakes)


@pytest.mark.parametrize(
    ("asked", "answer", "message"),
    [
        (GRADIENT, "", "there is no answer"),
        (GRADIENT, "one", "'one' is not a number"),
        (GRADIENT, "(1, 2)", "'(1, 2)' is not a number"),
        (GRADIENT, "?", "'?' is not a number"),
        (WHOLE, "0 1; 2", "row 1 has 1 number, row 0 has 2"),
        (WINNER, "7", "'7' is no cell"),
        (SIZE, "2", "'2' is no size"),
        (SIZE, "2x2x2", "'2x2x2' is no size"),
        (SIZE, "9" * 7 + "x2", "'9999999x2' is no size"),
    ],
)
def test_what_cannot_be_read_is_a_fault(asked: Question, answer: str, message: str) -> None:
    """Which says what is wrong with it."""
    with pytest.raises(Fault) as caught:
        reply(asked, answer)
    assert message in str(caught.value)
