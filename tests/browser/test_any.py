"""Any problem at all: what the page puts together is what the screen says, word for word."""

from __future__ import annotations

from chromium import Reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import EXTREME, TIED, USUAL, Problem, problems

from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.steps import Steps
from poolviz.explain.telling import telling

MOST_SEEN = 16
"""The rows or columns that a page shows at once."""

ASKED = st.builds(Asked, decimals=st.integers(0, 6), fractions=st.booleans(), full=st.booleans())


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(given_problem=problems(values=TIED | USUAL | EXTREME, side=5), asked=ASKED)
def test_every_sentence_is_that_of_the_screen(
    reader: Reader, given_problem: Problem, asked: Asked
) -> None:
    """Of every cell, every window and every step, however the numbers are written."""
    try:
        problem = given_problem.pooled()
        _ = problem.output, problem.gradient
    except ValueError:  # a number beyond float64's range
        return
    if max(len(axis.reach) for axis in problem.geometry[:2]) > MOST_SEEN:
        return
    told = telling(account(problem), asked.decimals, asked.full, asked.fractions)
    reader.open(problem, asked)
    height, width = problem.input.shape
    cells = [(r, c) for r in range(height) for c in range(width)]
    for cell, seen in zip(cells, reader.tour("input", cells), strict=True):
        assert seen.said == told.cell(cell, told.account.seeing(cell))
    windows = list(told.account.windows())
    tour = reader.tour("output", [window.at for window in windows])
    for window, seen in zip(windows, tour, strict=True):
        assert seen.said == [told.where(window), *told.window(window)]
    steps = Steps(told)
    for number, (said, _) in enumerate(reader.walk(len(steps))):
        assert said == [told.where(steps.at(number)[0]), *steps.sentences(number)]
