"""The view of a mistake, and the overview of all: whole views."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import TIED, Problem, problems
from views import plain

from poolviz import avg_pool, max_pool
from poolviz.draw import mistake as view
from poolviz.draw.page import page
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.teach.attempt import Attempt
from poolviz.teach.exact import Exact
from poolviz.teach.mistakes import MISTAKES
from poolviz.teach.outcome import Outcomes
from poolviz.teach.working import Working

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
OVERLAPPING = max_pool(WORKED, kernel=2, stride=1)
DIFFERS = "! differs from what is right"


def shown(problem: Any, name: str, **asked: Any) -> list[Any]:
    """The view of a mistake."""
    return plain(view.blocks(telling(account(problem)), Asked(**asked), name))


def test_a_mistake_stands_beside_what_is_right() -> None:
    """Why it is wrong, what differs, and one cell worked out."""
    assert shown(OVERLAPPING, "assigned", fractions=True) == [
        "## mistake: assigned",
        "assigned: a cell that several windows hit gets the sum of what they send; writing a share "
        "into it in place of adding leaves only the last one",
        ("gradient", "0 0 0 0", "1/9 0 1/9 2/9", "2/9 2/9 0 0", "0 0 0 1/9"),
        (
            "gradient, assigned",
            *("0 0 0 0", "1/9 0 1/9 1/9!", "1/9! 1/9! 0 0", "0 0 0 1/9"),
        ),
        "gradient: 3 cells differ",
        "(1, 3): window (1, 2) adds to what window (0, 2) sent: 1/9 + 1/9; the mistake gives 1/9 "
        "in place of 2/9",
        DIFFERS,
    ]


def test_two_mistakes_are_told_one_after_the_other() -> None:
    """The matrix is what both give together."""
    text = shown(avg_pool([[4, 6, 8]], kernel=(1, 2), stride=1), "assigned+not-averaged")
    assert text[0] == "## mistake: assigned and not-averaged"
    assert text[3:] == [
        ("gradient", "0.25 0.5 0.25"),
        ("gradient, assigned and not-averaged", "0.5! 0.5 0.5!"),
        "gradient: 2 cells differ",
        "(0, 0): the loss is the mean of 2 outputs, so window (0, 0) starts with 1/2; the mistake "
        "gives 1/2 in place of 1/4",
        "(0, 1): window (0, 1) adds to what window (0, 0) sent: 1/2 + 1/2; the mistake gives 1/2",
        DIFFERS,
    ]


def test_a_matrix_of_another_size_has_no_cells_that_differ() -> None:
    """Its size is told; every matrix that changes is drawn."""
    text = shown(max_pool([[1, 2, 3]], kernel=(1, 2)), "stride-1")
    assert text == [
        "## mistake: stride-1",
        "stride-1: the windows move by the stride asked for, not by 1",
        *(("output", "2"), ("output, stride-1", "2 3")),
        "output: 1×2 in place of 1×1",
        "(0, 0): the output is 1×1, not 1×2",
        *(("argmax", "(0, 1)"), ("argmax, stride-1", "(0, 1) (0, 2)")),
        "argmax: 1×2 in place of 1×1",
        "(0, 0): the output is 1×1, not 1×2",
        *(("hits", "0 1 0"), ("hits, stride-1", "0 1 1!")),
        "hits: 1 cell differs",
        "(0, 2): seen by no window, not by window (0, 1) alone; the mistake gives 1 in place of 0",
        *(("coverage", "1 1 0"), ("coverage, stride-1", "1 2! 1!")),
        "coverage: 2 cells differ",
        "(0, 1): seen by window (0, 0), not by windows (0, 0) and (0, 1); the mistake gives 2 "
        "in place of 1",
        *(("gradient", "0 1 0"), ("gradient, stride-1", "0 0.5! 0.5!")),
        "gradient: 2 cells differ",
        "(0, 1): seen by window (0, 0), not by windows (0, 0) and (0, 1); the mistake gives 1/2 "
        "in place of 1",
        DIFFERS,
    ]


def test_a_mistake_that_changes_nothing_says_so() -> None:
    """Without a matrix."""
    assert shown(OVERLAPPING, "floor") == [
        "## mistake: floor",
        "floor: in ceil mode the output's size is rounded up: a last window may hang over",
        "this mistake changes nothing here",
    ]
    assert shown(OVERLAPPING, "floor+ceil")[-1] == "these mistakes change nothing here"


def test_all_tells_what_can_be_told_apart() -> None:
    """On a small problem without overlap and ties about half cannot."""
    assert shown(max_pool([[1, 3], [2, 4]]), "all") == [
        "## mistakes on this problem",
        "coverage-for-hits changes hits",
        "spread changes gradient",
        "other-operation changes output, hits and gradient",
        "one-based changes argmax",
        "coverage-for-hits and other-operation cannot be told apart by the hits",
        "spread and other-operation cannot be told apart by the gradient",
        "assigned, assigned-window, ties-first, ties-last, ties-split, ties-all, not-averaged, "
        "zero-padding, upstream-ignored, hits-for-gradient, stride-1, stride-kernel, floor, ceil, "
        "no-padding, no-dilation, sides-swapped and transposed change nothing here",
    ]


def test_what_is_no_mistake_here_is_refused_before_the_first_block() -> None:
    """So that nothing is drawn."""
    tells = telling(account(OVERLAPPING))
    with pytest.raises(ValueError, match="sum-for-mean is no mistake of max pooling"):
        view.blocks(tells, Asked(), "sum-for-mean")
    with pytest.raises(ValueError, match=r"mistake must be .* not 'slip'"):
        view.blocks(tells, Asked(), "slip")


@settings(deadline=None, max_examples=25)
@given(problems(side=5, values=TIED))
def test_every_mistake_can_be_looked_at_on_any_problem(problem: Problem) -> None:
    """All marks fit, every sentence can be said."""
    pooled = problem.pooled()
    for one in MISTAKES:
        if one.matrices(pooled):
            assert shown(pooled, one.name)[0] == f"## mistake: {one.name}"
    assert shown(pooled, "all")[0] == "## mistakes on this problem"


def test_all_can_be_told_of_numbers_with_very_many_digits() -> None:
    """Zeros of the padding are multiplied by denominators that no machine integer holds."""
    digits = max_pool([[-1e-20, -1], [-1, -2]], padding=1, stride=1)
    small = max_pool([[-0.5, -1], [-1, -2]], padding=1, stride=1)
    assert shown(digits, "all") == shown(small, "all")


def test_names_are_judged_before_anything_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is worked out once, when it is drawn."""
    worked_out: list[object] = []
    exact = Working.exact

    def counted(working: Working, attempt: Attempt) -> Exact | None:
        worked_out.append(attempt)
        return exact(working, attempt)

    monkeypatch.setattr(Working, "exact", counted)
    blocks = page(OVERLAPPING, Asked(mistakes=("all", "assigned")))
    assert worked_out == []
    assert list(blocks)
    assert worked_out


def test_what_would_take_minutes_is_refused_at_once() -> None:
    """All mistakes of very many long numbers; of short ones they are told in seconds."""
    x = np.full((1025, 1024), 0.25)
    x[-1, -1] = 1 / 3
    message = (
        r"^all mistakes of 1049600 numbers of so many digits would take minutes; round the "
        r"numbers, take a part of them, or name one mistake$"
    )
    with pytest.raises(ValueError, match=message):
        page(avg_pool(x), Asked(mistakes=("all",)))
    with pytest.raises(ValueError, match=message):
        Outcomes(avg_pool(x)).named("all")
    for fine in (x.round(9), x[1:]):
        page(avg_pool(fine), Asked(mistakes=("all",)))
    page(avg_pool(x), Asked(mistakes=("full-divisor",)))
