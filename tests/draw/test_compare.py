"""The view of a comparison: whole views."""

from __future__ import annotations

from typing import Any

import pytest
from views import plain

from poolviz import avg_pool, max_pool
from poolviz.draw import compare as view
from poolviz.draw.blocks import Panels
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.compare import compare
from poolviz.explain.telling import telling

TIE = [[7, 7, 2], [7, 1, 7], [0, 7, 7]]
SUMS = "loss = mean of output = 7 · 4 hits = 4 windows · the gradient sums to 1"


def shown(problem: Any, option: str, **asked: Any) -> list[Any]:
    """The view of a comparison."""
    comparison = compare(problem, option)
    return plain(view.blocks(telling(account(problem)), Asked(**asked), comparison))


def test_two_tie_rules() -> None:
    """Each under its own heading, with its sums; what differs is marked in both."""
    comparison = compare(max_pool(TIE, stride=1), "ties=last first")
    assert shown(max_pool(TIE, stride=1), "ties=last first") == [
        "## compare ties",
        "### ties last",
        ("output", "7 7", "7 7"),
        ("gradient", "0! 0! 0", "0.25 0 0.25", "0 0.25! 0.25!"),
        SUMS,
        "### ties first: the problem as asked",
        ("output", "7 7", "7 7"),
        ("gradient", "0.25! 0.25! 0", "0.25 0 0.25", "0 0! 0!"),
        SUMS,
        "### what changes",
        "! not the same for all values",
        "the output is the same; the gradient differs in 4 of 9 cells",
        comparison.libraries,
    ]


def test_one_value_stands_beside_the_problem_as_asked() -> None:
    """So there is something to compare it with."""
    assert shown(max_pool([[1, 2, 3]], kernel=1), "stride=2", show=("output", "hits")) == [
        "## compare stride",
        "### as asked",
        ("output", "1 2 3"),
        ("hits", "1 1! 1"),
        "loss = mean of output = 2 · 3 hits = 3 windows · the gradient sums to 1",
        "### stride 2",
        ("output", "1 3"),
        ("hits", "1 0! 1"),
        "loss = mean of output = 2 · 2 hits = 2 windows · the gradient sums to 1",
        "### what changes",
        "! not the same for all values",
        "the output is 1×3 and 1×2; the hits differ in 1 of 3 cells",
    ]


def test_one_value_that_is_the_one_asked() -> None:
    """It stands there once."""
    headings = [part for part in shown(max_pool(TIE), "loss=mean") if part[0] == "#"]
    assert headings == [
        "## compare loss",
        "### loss mean: the problem as asked",
        "### what changes",
    ]


def test_values_that_give_the_same_problem_are_shown_once() -> None:
    """Of several the one that was asked for is, otherwise the first."""
    problem = max_pool([[5, 4]], kernel=(1, 2))
    sums = "loss = mean of output = 5 · 1 hit = 1 window · the gradient sums to 1"
    assert shown(problem, "padding=same 0 valid") == [
        "## compare padding",
        "### padding same",
        "the same as padding 0 here",
        "### padding 0: the problem as asked",
        *(("output", "5"), ("gradient", "1 0"), sums),
        "### padding valid",
        "the same as padding 0 here",
        "### what changes",
        "the output and the gradient are the same: every value gives the same windows",
    ]
    parts = shown(problem, "stride=2x2 1x1 1x2")
    headings = [part for part in parts if part[0] == "#" or "same as" in part]
    assert headings[1:-1] == [
        "### stride 2x2",
        "### stride 1x1",
        "### stride 1x2: the problem as asked",
    ]


def test_a_value_without_a_problem() -> None:
    """Why stands in its place, and the others stand."""
    assert shown(avg_pool([[4, 2]], kernel=(1, 2)), "padding=0,0,0,1 2") == [
        "## compare padding",
        "### padding 0,0,0,1",
        ("output", "3"),
        ("gradient", "0.5 0.5"),
        "loss = mean of output = 3 · 2 hits = 1 window × 2 cells · the gradient sums to 1",
        "### padding 2",
        "padding of 2 cells before the input's height is not smaller than the window's extent, "
        "1: a window could lie in the padding alone; use at most 0",
        "### what changes",
        "there is nothing to compare",
    ]


def test_the_matrices_asked_for() -> None:
    """With the input its winners are signed and explained; exact numbers where asked for."""
    problem = max_pool([[5, 5]], kernel=(1, 2), ties="split")
    parts = shown(problem, "ties=first split", show=("input", "gradient"), fractions=True)
    assert parts[:8] == [
        "## compare ties",
        "### ties first",
        ("input", "5*= 5="),
        ("gradient", "1! 0!"),
        "loss = mean of output = 5 · 1 hit = 1 window · the gradient sums to 1",
        "* won a window",
        "= tied for a maximum",
        "### ties split: the problem as asked",
    ]
    assert parts[9] == ("gradient", "1/2! 1/2!")


def test_the_argmax_keeps_its_text() -> None:
    """Its cells are pairs, marked as a whole."""
    parts = shown(max_pool([[5, 5]], kernel=(1, 2)), "ties=first last", show=("argmax",))
    assert [part for part in parts if isinstance(part, tuple)] == [
        ("argmax", "(0, 0)!"),
        ("argmax", "(0, 1)!"),
    ]


def test_what_differs_has_the_colour_of_what_differs() -> None:
    """And the rest keeps its shade."""
    problem = max_pool(TIE, stride=1)
    comparison = compare(problem, "ties=first last")
    blocks = view.blocks(telling(account(problem)), Asked(), comparison)
    first = next(block.panels[1] for block in blocks if isinstance(block, Panels))
    assert [first.mark(0, c).role for c in range(3)] == ["differs", "differs", "zero"]
    assert [first.mark(1, c).role for c in range(3)] == ["more4", "zero", "more4"]


def test_a_matrix_that_the_operation_has_not() -> None:
    """It is refused in the words of `--show`."""
    with pytest.raises(ValueError, match="avg has no argmax; show input, output, divisors"):
        shown(avg_pool(TIE), "loss", show=("argmax",))
