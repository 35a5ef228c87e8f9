"""What is said of one cell, held against the numbers of the problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TIED, Problem, problems

from poolviz import avg_pool, max_pool
from poolviz.explain.account import account
from poolviz.teach.case import summed, windows_named
from poolviz.teach.mistakes import NAMES
from poolviz.teach.outcome import Outcome, Outcomes, Told

TENTHS = st.integers(-30, 30).map(lambda n: n / 10)
TASKS = problems(side=5, values=TIED | TENTHS)
PLACE = re.compile(r"\((\d+), (\d+)\)")


def told(problem: Problem, *names: str) -> Iterator[tuple[Outcome, Told]]:
    """All that these mistakes let say of one cell each."""
    outcomes = Outcomes(problem.pooled())
    for outcome in (one for m in ("output", "hits", "gradient") for one in outcomes.single(m)):
        if outcome.name in names:
            yield from ((outcome, text) for _, text in outcome.told())


@settings(deadline=None, max_examples=40)
@given(TASKS)
def test_a_mistake_is_told_at_a_cell_that_it_changes(problem: Problem) -> None:
    """One cell for each mistake that changes something, and none for one that does not."""
    outcomes = Outcomes(problem.pooled())
    for matrix in ("output", "hits", "coverage", "gradient"):
        for outcome in outcomes.single(matrix):
            texts = [text for _, text in outcome.told()]
            assert len(texts) == outcome.changes, outcome.name
            if outcome.wrong:
                assert all(text.cell in outcome.wrong and text.final for text in texts)


@settings(deadline=None, max_examples=150)
@given(TASKS)
def test_the_shares_told_add_up_to_the_right_number(problem: Problem) -> None:
    """Each of the windows named sends one of them."""
    for outcome, text in told(problem, "assigned", "assigned-window"):
        before, _, terms = text.sentence.rpartition(": ")
        if "more" in terms:
            continue
        shares = [Fraction(term.strip("()")) for term in terms.split(" + ")]
        assert sum(shares) == outcome.right.at(text.cell)
        named = [(int(r), int(c)) for r, c in PLACE.findall(before)]
        windows = account(problem.pooled()).seeing(text.cell)
        hitting = [window for window in windows if window.hits(text.cell)]
        assert shares == [window.share for window in hitting]
        assert {window.at for window in hitting} <= set(named)


@settings(deadline=None, max_examples=60)
@given(TASKS)
def test_the_windows_told_are_those_that_see_the_cell(problem: Problem) -> None:
    """And not those that the mistake takes."""
    names = ("stride-1", "stride-kernel", "no-padding", "no-dilation", "sides-swapped")
    for outcome, text in told(problem, *names):
        match = re.fullmatch(r"seen by (no window|windows?.*), not by (.*)", text.sentence)
        if match and outcome.matrix != "output" and "window" in match[1] and "to" not in match[1]:
            named = [(int(r), int(c)) for r, c in PLACE.findall(match[1])]
            assert named == account(problem.pooled()).seen_by(text.cell)


@settings(deadline=None, max_examples=60)
@given(TASKS)
def test_what_a_window_starts_with_is_its_upstream_gradient(problem: Problem) -> None:
    """For the mean as well as for one that is given."""
    for _, text in told(problem, "not-averaged", "upstream-ignored"):
        match = re.search(r"window \((\d+), (\d+)\) starts with (?:its .*, )?(\S+)$", text.sentence)
        assert match, text.sentence
        window = account(problem.pooled()).window((int(match[1]), int(match[2])))
        assert Fraction(match[3]) == window.upstream


def test_long_sums_and_lists_are_cut_in_the_middle() -> None:
    """The first terms and the last one stay."""
    assert summed([Fraction(1, n) for n in range(1, 10)]) == "1 + 1/2 + … 6 more … + 1/9"
    assert windows_named([(0, n) for n in range(8)]) == "8 windows, (0, 0) to (0, 7),"
    wide = Outcomes(avg_pool([[1.0] * 9], kernel=(1, 8), stride=1, padding=(0, 7, 0, 7)))
    ((_, text),) = wide.of("assigned", "gradient").told()
    assert text.sentence == (
        "window (0, 7) adds to what 7 windows, (0, 0) to (0, 6), sent: "
        "1/128 + 1/128 + … 5 more … + 1/128"
    )
    ((_, text),) = wide.of("stride-kernel", "coverage").told()
    assert text.sentence == "seen by 8 windows, (0, 0) to (0, 7), not by window (0, 0) alone"


@pytest.mark.parametrize("name", NAMES)
def test_a_reason_is_one_sentence_without_numbers_of_a_problem(name: str) -> None:
    """It holds for every problem; only 0, 1 and n may stand in it."""
    (mistake,) = Outcomes(max_pool([[1]], kernel=1)).of(name, "gradient").mistakes
    assert re.findall(r"\d+", re.sub(r"\b[01]\b|-1\b", "", mistake.why)) == []
    assert not mistake.why.endswith(".")
