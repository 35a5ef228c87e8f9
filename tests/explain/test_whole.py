"""All exact numbers at once are those that each window and each cell has by itself."""

from __future__ import annotations

from hypothesis import given, settings
from strategies import Problem, problems

from poolviz.explain.account import account
from poolviz.explain.whole import gradients, outputs


@settings(deadline=None, max_examples=150)
@given(problems())
def test_together_is_one_by_one(given_problem: Problem) -> None:
    """For any problem, however large or small its numbers are."""
    try:
        told = account(given_problem.pooled())
        windows = list(told.windows())
    except ValueError:  # a number beyond float64's range
        return
    (height, width), (down, across) = told.problem.input.shape, told.problem.geometry.shape
    assert outputs(windows) == [
        [told.window((i, j)).output for j in range(across)] for i in range(down)
    ]
    assert gradients(windows) == [
        [told.gradient((r, c)) for c in range(width)] for r in range(height)
    ]
