"""Judging an answer: the facts, the shape, how cells are written, factors, what is left open."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.core.pooling import Pooling
from poolviz.core.problem import otherwise
from poolviz.read.answer import read_answer
from poolviz.teach.check import judge
from poolviz.teach.verdict import sentences
from poolviz.teach.working import Working

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
OVERLAPPING = max_pool(WORKED, kernel=2, stride=1)
PADDED = avg_pool(WORKED, kernel=3, stride=2, padding=1)
ASSIGNED = "0 0 0 0; 1/9 0 1/9 1/9; 1/9 1/9 0 0; 0 0 0 1/9"


def facts(problem: Pooling, answer: Any, matrix: str = "gradient") -> dict[str, Any]:
    """What JSON says of an answer."""
    return judge(problem, read_answer(answer, matrix), matrix).facts()


def said(problem: Pooling, answer: Any, matrix: str = "gradient") -> tuple[str, ...]:
    """What the screen says of an answer."""
    return sentences(judge(problem, read_answer(answer, matrix), matrix))


def test_the_facts_of_a_wrong_answer() -> None:
    """As they stand in the JSON document."""
    assert facts(OVERLAPPING, ASSIGNED) == {
        "matrix": "gradient",
        "right": False,
        "shape": [4, 4],
        "cells": 16,
        "unanswered": 0,
        "wrong": [[1, 3], [2, 0], [2, 1]],
        "mistakes": ["assigned"],
        "factor": None,
    }


def test_what_is_said_of_a_wrong_answer() -> None:
    """How much is right, which mistake it is, why it is one, and one cell; no right number."""
    assert said(OVERLAPPING, ASSIGNED) == (
        "13 of 16 cells are right, 3 wrong",
        "assigned gives exactly this matrix",
        "assigned: a cell that several windows hit gets the sum of what they send; writing a share "
        "into it in place of adding leaves only the last one",
        "(1, 3): window (1, 2) adds to what window (0, 2) sent: 1/9 + 1/9, you have 1/9",
    )


def test_a_right_answer_needs_few_words() -> None:
    """And nothing is looked for."""
    assert facts(OVERLAPPING, OVERLAPPING.gradient)["right"] is True
    assert said(OVERLAPPING, OVERLAPPING.gradient) == ("all 16 cells are right",)


def test_two_mistakes_are_told_one_after_the_other() -> None:
    """With the numbers that each has when it is made."""
    assert said(OVERLAPPING, "0 0 0 0; 1 0 1 1; 1 1 0 0; 0 0 0 1")[1:] == (
        "assigned and not-averaged together give exactly this matrix",
        "not-averaged: the loss is the mean of the output, so each of the n windows starts with "
        "1/n, not with 1",
        "(1, 0): the loss is the mean of 9 outputs, so window (0, 0) starts with 1/9, you have 1",
        "assigned: a cell that several windows hit gets the sum of what they send; writing a share "
        "into it in place of adding leaves only the last one",
        "(1, 3): window (1, 2) adds to what window (0, 2) sent: 1 + 1, you have 1",
    )


def test_all_mistakes_that_fit_the_answered_cells_are_named() -> None:
    """One answered cell tells two of them apart from all others, not from each other."""
    one_cell = "? ? ? ?; ? ? ? 1/9; ? ? ? ?; ? ? ? ?"
    found = facts(OVERLAPPING, one_cell)
    assert (found["unanswered"], found["wrong"]) == (15, [[1, 3]])
    assert found["mistakes"] == ["assigned", "assigned-window"]
    assert said(OVERLAPPING, one_cell)[:2] == (
        "0 of 16 cells are right, 1 wrong, 15 not answered",
        "each of these gives exactly these numbers: assigned and assigned-window",
    )


def test_unanswered_cells_are_not_wrong() -> None:
    """But an answer without any cell is not right."""
    some, none = "? ? ? ?; 1/9 ? ? ?; ? ? ? ?; ? ? ? ?", "? ?; ? ?"
    assert facts(OVERLAPPING, some)["right"] is True
    assert said(OVERLAPPING, some) == ("the answered cell is right, 15 not answered",)
    quarter = max_pool([[1, 2], [3, 4]], kernel=1)
    assert facts(quarter, none)["right"] is False
    assert facts(quarter, none)["mistakes"] == []
    assert said(quarter, none) == ("no cell is answered",)


def test_a_slip_is_no_mistake() -> None:
    """Its place is named, and how to look at it."""
    slip = ASSIGNED.replace("1/9 1/9 0 0", "2/9 1/9 0 0").replace("1/9 1/9; 2/9", "1/9 2/9; 2/9")
    found = facts(OVERLAPPING, slip)
    assert (found["wrong"], found["mistakes"], found["factor"]) == ([[2, 1]], [], None)
    assert said(OVERLAPPING, slip)[1:] == (
        "no known mistake gives this: look again at (2, 1)",
        "--cell 2,1 shows how this number comes about",
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0.11", True),
        ("0.1111", True),
        ("1.11e-01", True),
        ("0.111111111111111", True),
        ("0.1111111111111111", True),
        ("1/9", True),
        ("2/18", True),
        ("0.12", False),
        ("0", False),
        ("0.00", False),
        ("1/10", False),
        ("nan", False),
    ],
)
def test_a_number_is_judged_as_precisely_as_it_is_written(text: str, right: bool) -> None:
    """Only a window's ninth is asked for; the rest is left open."""
    answer = f"? ? ? ?; {text} ? ? ?; ? ? ? ?; ? ? ? ?"
    assert facts(OVERLAPPING, answer)["right"] is right


def test_decimals_cut_off_are_right_with_a_remark() -> None:
    """2/9 is 0.2222…, 2/3 would be rounded up."""
    problem = avg_pool([[1, 2, 3]], kernel=(1, 3), upstream=[[2]])
    assert said(problem, "0.66 0.67 0.666") == (
        "all 3 cells are right",
        "(0, 0) and (0, 2) are cut off, not rounded, which counts as right",
    )


def test_a_program_s_numbers_may_round_at_every_step() -> None:
    """Measured at the largest share: the sum itself may be much smaller."""
    sums = avg_pool([[1, 2, 3]], kernel=(1, 2), stride=1, upstream=[[0.2, -0.6]])
    naive = np.array([[0.2 / 2, 0.2 / 2 + -0.6 / 2, -0.6 / 2]])
    assert facts(sums, naive)["right"] is True
    assert facts(sums, np.array([[0.1, -0.2 + 1e-12, -0.3]]))["right"] is False
    cancelled = avg_pool([[1, 2, 3]], kernel=(1, 2), stride=1, upstream=[[0.3, -0.299999999]])
    by_halves = np.array([[0.3 / 2, 0.3 / 2 + -0.299999999 / 2, -0.299999999 / 2]])
    assert by_halves[0, 1] != 5e-10
    assert facts(cancelled, by_halves)["right"] is True


SIZES = [
    (OVERLAPPING, "gradient", (3, 3), "that is the output's size"),
    (OVERLAPPING, "output", (4, 4), "that is the input's size"),
    (OVERLAPPING, "output", (2, 2), "that is the size with stride 2"),
    (max_pool(WORKED, 2), "output", (3, 3), "that is the size with stride 1"),
    (
        max_pool(WORKED, 3),
        "output",
        (2, 2),
        "the size with stride 1 or the size rounded up",
    ),
    (PADDED, "output", (1, 1), "that is the size without padding"),
    (OVERLAPPING, "gradient", (2, 2), "that is the output's size with stride 2"),
    (max_pool([WORKED[0] * 2], (1, 3), 3), "output", (1, 6), "that is the size with stride 1"),
    (max_pool([WORKED[0] * 2], (1, 3), 3), "hits", (1, 6), "the output's size with stride 1"),
    (avg_pool(WORKED, 3, 1), "output", (1, 1), "that is the size with stride 2 or 3"),
    (max_pool(WORKED[:2], 2), "output", (2, 1), "that is the size with rows for columns"),
    (max_pool(WORKED[:3], 2), "gradient", (1, 12), "that is all its cells in one row"),
]


@pytest.mark.parametrize(("problem", "matrix", "shape", "named"), SIZES)
def test_a_wrong_shape_is_named(
    problem: Pooling, matrix: str, shape: tuple[int, int], named: str
) -> None:
    """And no cell is said to be wrong."""
    answer = np.full(shape, 77)
    found = facts(problem, answer, matrix)
    assert (found["right"], found["shape"], found["wrong"]) == (False, list(shape), [])
    assert (found["mistakes"], found["factor"]) == ([], None)
    first, *more = said(problem, answer, matrix)
    assert more == []
    assert first.endswith(named)


def test_a_size_that_nothing_has_is_only_compared() -> None:
    """No more is said than is known; nor is a size that a stride gives nobody would take."""
    assert said(OVERLAPPING, "1 2") == ("the gradient is 4×4, the answer 1×2",)
    assert said(OVERLAPPING, "1") == ("the gradient is 4×4, the answer 1×1",)
    assert said(OVERLAPPING, "1", "output") == ("the output is 3×3, the answer 1×1",)


def test_a_size_that_many_problems_have_is_nobody_s() -> None:
    """Of three strides none is the likely one."""
    wide = avg_pool([[1] * 9], kernel=(1, 8), stride=1)
    assert said(wide, "7", "output") == ("the output is 1×2, the answer 1×1",)


def test_a_mistake_explains_a_wrong_shape() -> None:
    """The matrix of another stride has another size."""
    found = facts(OVERLAPPING, "5 6; 9 6", "output")
    assert (found["right"], found["wrong"]) == (False, [])
    assert found["mistakes"] == ["stride-kernel"]
    assert said(OVERLAPPING, "5 6; 9 6", "output")[2:] == (
        "stride-kernel: the windows move by the stride asked for, not by the kernel's size",
        "(0, 1): window (0, 1) covers columns 1 and 2, not columns 2 and 3, you have 6",
    )


@pytest.mark.parametrize(
    ("problem", "answer", "factor", "suggests"),
    [
        # The mean over the 16 cells of the input.
        (
            OVERLAPPING,
            "0 0 0 0; 1/16 0 1/16 1/8; 1/8 1/8 0 0; 0 0 0 1/16",
            0.5625,
            "that suggests a mean over the 16 cells of the input, not over the 9 outputs",
        ),
        (
            OVERLAPPING,
            "0 0 0 0; 1/81 0 1/81 2/81; 2/81 2/81 0 0; 0 0 0 1/81",
            "1/9",
            "that suggests that the mean's 1/9 was taken twice",
        ),
        (
            otherwise(OVERLAPPING, loss="sum"),
            "0 0 0 0; .111 0 .111 .222; .222 .222 0 0; 0 0 0 .111",
            "1/9",
            "that suggests the 1/9 of a mean, where the loss is a sum",
        ),
        (OVERLAPPING, "0 0 0 0; .33 0 .33 .67; .67 .67 0 0; 0 0 0 .33", 3, None),
        (OVERLAPPING, "0 0 0 0; .22 0 .22 .44; .44 .44 0 0; 0 0 0 .22", 2, None),
    ],
)
def test_a_scaled_answer_is_known_by_its_factor(
    problem: Pooling, answer: str, factor: float | str, suggests: str | None
) -> None:
    """A JSON number where that is exact; and what the factor suggests, if anything."""
    found = facts(problem, answer)
    assert (found["mistakes"], found["factor"]) == ([], factor)
    text = said(problem, answer)
    assert text[1] == f"every answered number is {Fraction(str(factor))} times what is right"
    assert text[2:] == (() if suggests is None else (suggests,))


def test_a_factor_that_one_cell_alone_suggests_is_not_claimed() -> None:
    """One wrong number has always some factor."""
    one = max_pool([[1, 2]], kernel=(1, 2))
    assert facts(one, "0 7")["factor"] is None
    assert facts(OVERLAPPING, "0 0 0 0; 0 0 0 0; 0 0 0 0; 0 0 0 0")["factor"] is None
    two = max_pool([[1, 2, 3]], kernel=1)
    assert facts(two, "0.6 0.7 0.6")["factor"] is None
    assert facts(two, "0.4 0.43 0.4")["factor"] is None  # 9/7 is one of many that would do


def test_a_program_s_numbers_have_a_factor_as_exact_as_they_are() -> None:
    """Three times a ninth in float64 is not exactly three ninths."""
    assert facts(OVERLAPPING, OVERLAPPING.gradient * 0.3)["factor"] == "3/10"


def test_the_opposite_sign_is_a_factor() -> None:
    """Which is said in words."""
    negative = "0 0 0 0; -1/9 0 -1/9 -2/9; -2/9 -2/9 0 0; 0 0 0 -1/9"
    assert facts(OVERLAPPING, negative)["factor"] == -1
    assert said(OVERLAPPING, negative)[1:] == ("every answered number has the opposite sign",)


def test_places_are_taken_as_pairs_and_as_flat_indexes() -> None:
    """Counted from 0; from 1 they are a mistake in either form."""
    assert facts(OVERLAPPING, "(1,0) 6 7; 8 9 7; 8 9 15", "argmax")["right"] is True
    ones = facts(OVERLAPPING, "(2,1) 7 8; 9 10 8; 9 10 16", "argmax")
    assert (len(ones["wrong"]), ones["mistakes"]) == (9, ["one-based"])
    assert facts(OVERLAPPING, OVERLAPPING.argmax, "argmax")["right"] is True


def test_a_place_that_ties_is_told_from_one_that_does_not() -> None:
    """It holds the maximum, but is not the one chosen."""
    tie = max_pool([[7, 7, 1]], kernel=(1, 3))
    assert said(tie, "(0,1)", "argmax")[-1] == (
        "(0, 1) has the maximum of window (0, 0), too: argmax names the first of those that tie"
    )
    assert said(tie, "2", "argmax")[-1] == "--window 0,0 shows how this number comes about"


def test_a_matrix_that_the_operation_has_not_is_refused() -> None:
    """With those that it has."""
    message = "max has no 'divisors'; check output, argmax, hits, coverage or gradient"
    with pytest.raises(ValueError, match=message):
        judge(OVERLAPPING, read_answer("1"), "divisors")


def test_an_answer_can_be_pasted_from_the_view_of_its_check() -> None:
    """With the signs behind its numbers."""
    assert facts(OVERLAPPING, "0= 0= 0= 0=\n1/9! 0= ? 2/9!\n? ? ? ?\n? ? ? 1/9=")["right"] is True


@pytest.mark.parametrize(("side", "kept"), [(20, range(50, 500)), (129, range(1, 4))])
def test_attempts_at_a_large_answer_are_not_kept(side: int, kept: range) -> None:
    """Those that do not fit would fill the memory; small ones are kept for the next answer."""
    problem = max_pool(np.arange(float(side * side)).reshape(side, side), 3, 2, padding=1)
    answer = problem.gradient.copy()
    answer[0, 0] += 1
    working = Working(problem)
    judgement = judge(problem, read_answer(answer), "gradient", working)
    assert (judgement.wrong, judgement.mistakes) == ([(0, 0)], ())
    assert len(working._found) in kept


@pytest.mark.parametrize(
    ("answer", "said_of_it"),
    [
        ("0 1", "both cells are right"),
        ("0 ?", "the answered cell is right, 1 not answered"),
        ("? ?", "no cell is answered"),
        ("1 1", "1 of 2 cells is right, 1 wrong"),
        ("1 0", "0 of 2 cells are right, 2 wrong"),
    ],
)
def test_two_cells_are_both(answer: str, said_of_it: str) -> None:
    """Not all two."""
    assert said(max_pool([[1, 9]], (1, 2)), answer)[0] == said_of_it


@pytest.mark.parametrize(
    ("answer", "said_of_it"), [("1", "the cell is right"), ("0", "the cell is wrong")]
)
def test_one_cell_is_the_cell(answer: str, said_of_it: str) -> None:
    """It is not counted."""
    assert said(max_pool([[9]], 1), answer)[0] == said_of_it


def test_rows_for_columns_are_told_at_a_cell_that_moved() -> None:
    """The label is the cell that the sentence is about, whatever the shape."""
    row = max_pool([[2, 7, 1, 8]], (1, 2), 1)
    column = max_pool([[2], [7], [1], [8]], (2, 1), 1)
    wide = max_pool([[1, 2, 3], [2, 9, 4]], 2, 1)
    told = "holds what belongs into row"
    assert said(row, "0; 2/3; 0; 1/3")[-1] == f"(1, 0): row 1, column 0 {told} 0, column 1"
    assert said(column, "0 2/3 0 1/3")[-1] == f"(0, 1): row 0, column 1 {told} 1, column 0"
    assert said(wide, "0 0; 0 1; 0 0")[-1] == f"(2, 0): row 2, column 0 {told} 0, column 2"
