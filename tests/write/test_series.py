"""Steps are drawn only where they have changed, and look as if each were drawn by itself."""

from __future__ import annotations

from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TIED, USUAL, Problem, problems

from poolviz import max_pool
from poolviz.draw.steps import StepDrawing
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem as Pooled
from poolviz.write.lines import Grid, Style
from poolviz.write.terminal import lines_of


def drawing(problem: Pooled, asked: Asked) -> StepDrawing:
    """What draws the steps of a problem."""
    return StepDrawing(telling(account(problem), asked.decimals, fractions=asked.fractions), asked)


@given(
    problems(values=TIED | USUAL),
    st.integers(0, 100),
    st.tuples(st.integers(20, 90), st.integers(0, 4), st.booleans()).map(lambda t: Style(*t)),
    st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_a_series_is_drawn_as_its_steps_are(
    problem: Problem, start: int, style: Style, fractions: bool
) -> None:
    """Forward, backward, with jumps."""
    pooled, asked = problem.pooled(), Asked(step=True, fractions=fractions)
    series = drawing(pooled, asked)
    count = len(series.steps)
    for step in [*range(count)[:12], *range(count)[-12:], start % count, 0]:
        drawn = list(lines_of(series.blocks(step), style))
        assert drawn == list(lines_of(drawing(pooled, asked).blocks(step), style))


def test_only_what_changed_is_drawn() -> None:
    """Of 8 × 8 cells a step changes those of a row or three, in each of its four panels."""
    series = drawing(max_pool(np.arange(64.0).reshape(8, 8), 3, 1), Asked(step=True))
    style, drawn = Style(100), []
    with mock.patch.object(Grid, "_cell", autospec=True, side_effect=Grid._cell) as cell:
        for step in range(len(series.steps)):
            before = cell.call_count
            assert list(lines_of(series.blocks(step), style))
            drawn.append(cell.call_count - before)
    assert len(drawn) == 72
    rows = 3 + 1 + 3 + 3, 3 + 1 + 3 + 3  # that leave a window, and that enter the next one
    assert max(drawn[37:]) <= 8 * sum(rows)
    assert sum(drawn) / len(drawn) < 64
