"""The gradient is the derivative: the loss is nudged, cell by cell, and measured again.

Both poolings are piecewise linear, so that central differences have no error of their own as long
as no nudge changes a winner; and with the numbers chosen here the loss is exact, too.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import KERNEL, TIED, USUAL, Problem, problems

from poolviz import max_pool

WHOLE = float(math.lcm(*range(1, KERNEL * KERNEL + 1)))
"""Divided by any divisor here it stays whole."""

derivatives = settings(deadline=None, max_examples=40)


def loss(problem: Problem, x: Any) -> Fraction:
    """What is differentiated: the output's mean or sum, or its product with the upstream."""
    pooled = problem.pooled(x=x)
    output = [Fraction(value) for value in pooled.output.ravel().tolist()]
    if pooled.loss is None:
        weights = [Fraction(value) for value in naive.flat(problem.options["upstream"])]
    else:
        each = Fraction(1, len(output)) if pooled.loss == "mean" else Fraction(1)
        weights = [each] * len(output)
    return sum((o * w for o, w in zip(output, weights, strict=True)), Fraction(0))


def slope(problem: Problem, x: Any, cell: tuple[int, int], step: float) -> Fraction:
    """The central difference quotient of the loss at one cell."""
    nudged = []
    for sign in (1, -1):
        moved = np.array(x)
        moved[cell] += sign * step
        nudged.append(loss(problem, moved))
    return (nudged[0] - nudged[1]) / Fraction(2 * step)


def check(problem: Problem, x: Any, step: float) -> None:
    pooled = problem.pooled(x=x)
    for cell, gradient in np.ndenumerate(pooled.gradient):
        exact = slope(problem, x, (cell[0], cell[1]), step)
        assert naive.ulps(float(gradient), exact) <= 2, cell


@derivatives
@given(problems("max", side=6, values=USUAL, distinct=True))
def test_max_gradient_is_the_derivative(problem: Problem) -> None:
    """Away from ties, whatever the rule for ties: the values are 1 apart, a step is 1/4."""
    check(problem, np.array(problem.x), 0.25)


@derivatives
@given(problems("avg", side=6, values=TIED, upstream=TIED))
def test_avg_gradient_is_the_derivative_with_an_upstream(problem: Problem) -> None:
    check(problem, np.array(problem.x) * WHOLE, WHOLE * 7)


@derivatives
@given(problems("avg", side=6, values=TIED), st.sampled_from(("mean", "sum")))
def test_avg_gradient_is_the_derivative_of_a_loss(problem: Problem, of: str) -> None:
    options = {**problem.options, "loss": of, "upstream": None}
    check(Problem("avg", problem.x, options), np.array(problem.x) * WHOLE, WHOLE * 7)


@derivatives
@given(problems("max", side=6, values=USUAL, distinct=True))
def test_loss_value_is_what_is_differentiated(problem: Problem) -> None:
    pooled = problem.pooled()
    if pooled.loss is not None:
        assert naive.ulps(pooled.loss_value, loss(problem, problem.x)) <= 2


def one_sided(x: Any, upstream: Any, cell: tuple[int, int], step: float) -> Fraction:
    """How fast the loss grows where one cell rises, or falls if the step is negative."""
    problem = Problem("max", x, {"kernel": (1, 2), "stride": 1, "upstream": upstream})
    moved = np.array(x, dtype=float)
    moved[cell] += step
    return (loss(problem, moved) - loss(problem, x)) / Fraction(step)


# Four cells in three windows; the first two windows tie.
TIE, SENT = [[7, 7, 7, 1]], [[6, 12, 100]]


@pytest.mark.parametrize(
    ("ties", "hits", "gradient"),
    [
        ("first", [1, 1, 1, 0], [6, 12, 100, 0]),
        ("last", [0, 1, 2, 0], [0, 6, 112, 0]),
        ("split", [1, 2, 2, 0], [3, 9, 106, 0]),
        ("all", [1, 2, 2, 0], [6, 18, 112, 0]),
    ],
)
def test_at_a_tie_the_rules_choose(ties: Any, hits: Any, gradient: Any) -> None:
    """Each rule sends a window's gradient where it says."""
    found = max_pool(TIE, (1, 2), 1, ties=ties, upstream=SENT)
    assert found.hits.tolist() == [hits]
    assert found.gradient.tolist() == [gradient]


def test_at_a_tie_every_rule_lies_between_the_one_sided_derivatives() -> None:
    """A cell that rises takes all the windows it ties in, one that falls leaves them: `all` is
    the derivative upwards, and the others are no more than that, and no less than the other.
    """
    for column in range(4):
        up, down = (one_sided(TIE, SENT, (0, column), step) for step in (0.5, -0.5))
        assert max_pool(TIE, (1, 2), 1, ties="all", upstream=SENT).gradient[0, column] == up
        for ties in ("first", "last", "split"):
            found = max_pool(TIE, (1, 2), 1, ties=ties, upstream=SENT)
            assert down <= found.gradient[0, column] <= up


@derivatives
@given(problems("max", values=TIED, upstream=TIED))
def test_the_four_rules_agree_where_nothing_ties(problem: Problem) -> None:
    """A window with one largest cell sends it everything, whatever the rule."""
    results = {ties: problem.pooled(ties=ties) for ties in ("first", "last", "split", "all")}
    answer = results["first"]
    alone = {
        (row, column)
        for row, column in naive.flat(answer.argmax.tolist())
        if (results["last"].hits[row, column] == answer.hits[row, column])
    }
    ties = (results["first"].argmax != results["last"].argmax).any()
    assert ties or all(
        (result.gradient == answer.gradient).all() and (result.hits == answer.hits).all()
        for result in results.values()
    )
    assert alone or ties
    assert all((result.output == answer.output).all() for result in results.values())
