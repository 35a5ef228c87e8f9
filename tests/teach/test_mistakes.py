"""Each mistake, worked by hand on a small problem: its matrix, and one cell of it told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import naive_mistakes
import pytest
from strategies import Problem

from poolviz.teach.attempt import matrices
from poolviz.teach.exact import Exact
from poolviz.teach.mistakes import MISTAKES, NAMES
from poolviz.teach.outcome import Outcomes

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
OVERLAP = {"kernel": 2, "stride": 1}
ROW = [[1, 2, 3, 4, 5]]
PAIR = {"kernel": (1, 2)}
SLIDING_PAIR = {"kernel": (1, 2), "stride": 1}
LEFT_PADDED = {**SLIDING_PAIR, "padding": (0, 1, 0, 0)}
HANGING = {"kernel": (1, 2), "ceil_mode": True}
RIGHT_PADDED = {"kernel": (1, 2), "padding": (0, 0, 0, 1)}


def numbers(matrix: Exact) -> list[list[Any]]:
    """A matrix as lists of fractions, or of places."""
    read = matrix.pair if matrix.of_places else matrix.at
    height, width = matrix.shape
    return [[read((row, column)) for column in range(width)] for row in range(height)]


def written(text: str) -> list[list[Any]]:
    """What a text writes: rows of fractions, or of places without blanks."""
    return [
        [
            tuple(map(int, word[1:-1].split(","))) if word[0] == "(" else Fraction(word)
            for word in row.split()
        ]
        for row in text.split(";")
    ]


class Hand(NamedTuple):
    """A mistake worked out by hand: the problem, the learner's matrix, and one cell told."""

    name: str
    operation: str
    x: list[list[float]]
    options: dict[str, Any]
    matrix: str
    learners: str
    cell: tuple[int, int]
    sentence: str


HAND = [
    # Windows (0, 2) and (1, 2) are won by the 6 at (1, 3); 9 and 6 win two windows each.
    Hand(
        "assigned",
        "max",
        WORKED,
        OVERLAP,
        "gradient",
        "0 0 0 0; 1/9 0 1/9 1/9; 1/9 1/9 0 0; 0 0 0 1/9",
        (1, 3),
        "window (1, 2) adds to what window (0, 2) sent: 1/9 + 1/9",
    ),
    Hand(
        "assigned",
        "avg",
        [[4, 6, 8]],
        SLIDING_PAIR,
        "gradient",
        "1/4 1/4 1/4",
        (0, 1),
        "window (0, 1) adds to what window (0, 0) sent: 1/4 + 1/4",
    ),
    # The last window that sees (1, 0) is (1, 0), won by the 9; that of (1, 2) is won by the 6.
    Hand(
        "assigned-window",
        "max",
        WORKED,
        OVERLAP,
        "gradient",
        "0 0 0 0; 0 0 0 1/9; 1/9 1/9 0 0; 0 0 0 1/9",
        (1, 0),
        "window (1, 0) is won by (2, 0) and leaves (1, 0) what window (0, 0) sent: 1/9",
    ),
    Hand(
        "coverage-for-hits",
        "max",
        WORKED,
        OVERLAP,
        "hits",
        "1 2 2 1; 2 4 4 2; 2 4 4 2; 1 2 2 1",
        (0, 0),
        "window (0, 0) sees (0, 0) but is won by (1, 0): no hit",
    ),
    Hand(
        "spread",
        "max",
        [[1, 9, 2]],
        SLIDING_PAIR,
        "gradient",
        "1/4 1/2 1/4",
        (0, 0),
        "window (0, 0) sends all of 1/2 to (0, 1), nothing to (0, 0)",
    ),
    # Three of the window's four cells are padding, and counted.
    Hand(
        "spread",
        "max",
        [[3]],
        {"padding": (0, 0, 1, 1)},
        "gradient",
        "1/4",
        (0, 0),
        "window (0, 0) sends all of 1 to (0, 0)",
    ),
    Hand(
        "ties-first",
        "max",
        [[7, 7]],
        {**PAIR, "ties": "last"},
        "hits",
        "1 0",
        (0, 0),
        "(0, 0) and (0, 1) tie in window (0, 0): with ties last the last of them, (0, 1), gets it "
        "all",
    ),
    Hand(
        "ties-last",
        "max",
        [[7, 7]],
        PAIR,
        "gradient",
        "0 1",
        (0, 0),
        "(0, 0) and (0, 1) tie in window (0, 0): with ties first the first of them, (0, 0), gets "
        "it all",
    ),
    Hand(
        "ties-split",
        "max",
        [[7, 7]],
        {**PAIR, "ties": "all"},
        "gradient",
        "1/2 1/2",
        (0, 0),
        "(0, 0) and (0, 1) tie in window (0, 0): with ties all each of them gets the whole",
    ),
    Hand(
        "ties-all",
        "max",
        [[7, 7]],
        {**PAIR, "ties": "split"},
        "gradient",
        "1 1",
        (0, 0),
        "(0, 0) and (0, 1) tie in window (0, 0): with ties split they share it equally",
    ),
    Hand(
        "not-averaged",
        "max",
        WORKED,
        {},
        "gradient",
        "0 0 0 0; 1 0 0 1; 1 0 0 0; 0 0 0 1",
        (1, 0),
        "the loss is the mean of 4 outputs, so window (0, 0) starts with 1/4",
    ),
    Hand(
        "not-divided",
        "avg",
        [[4, 6, 8]],
        SLIDING_PAIR,
        "gradient",
        "1/2 1 1/2",
        (0, 0),
        "window (0, 0) sends each of its cells 1/2 divided by 2",
    ),
    Hand(
        "sum-for-mean",
        "avg",
        WORKED,
        {},
        "output",
        "11 15; 22 14",
        (0, 0),
        "the sum of window (0, 0) is divided by its divisor, 4",
    ),
    # The last window hangs over and holds the 3 alone.
    Hand(
        "full-divisor",
        "avg",
        [[1, 2, 3]],
        HANGING,
        "output",
        "3/2 3/2",
        (0, 1),
        "1 of the 2 cells of window (0, 1) is outside and not counted",
    ),
    Hand(
        "full-divisor",
        "avg",
        [[1, 2, 3]],
        HANGING,
        "divisors",
        "2 2",
        (0, 1),
        "1 of the 2 cells of window (0, 1) is outside and not counted",
    ),
    Hand(
        "padding-counted",
        "avg",
        [[6]],
        {**RIGHT_PADDED, "count_include_pad": False},
        "output",
        "3",
        (0, 0),
        "1 of the 2 cells of window (0, 0) is padding and not counted",
    ),
    Hand(
        "padding-not-counted",
        "avg",
        [[6]],
        RIGHT_PADDED,
        "gradient",
        "1",
        (0, 0),
        "1 of the 2 cells of window (0, 0) is padding and counted",
    ),
    # 0 beats -1 in the first window, whose gradient is lost.
    Hand(
        "zero-padding",
        "max",
        [[-1, -2, 3]],
        LEFT_PADDED,
        "output",
        "0 -1 3",
        (0, 0),
        "padding never wins window (0, 0): (0, 0) does",
    ),
    Hand(
        "zero-padding",
        "max",
        [[-1, -2, 3]],
        LEFT_PADDED,
        "gradient",
        "1/3 0 1/3",
        (0, 0),
        "padding never wins window (0, 0): (0, 0) does",
    ),
    Hand(
        "upstream-ignored",
        "max",
        [[1, 2, 3, 4]],
        {**PAIR, "upstream": [[10, 20]]},
        "gradient",
        "0 1/2 0 1/2",
        (0, 1),
        "window (0, 0) starts with its upstream gradient, 10",
    ),
    Hand(
        "hits-for-gradient",
        "avg",
        [[4, 6, 8]],
        SLIDING_PAIR,
        "gradient",
        "1 2 1",
        (0, 0),
        "the hit by window (0, 0) is worth what the window sends, 1/4",
    ),
    Hand(
        "stride-1",
        "max",
        ROW,
        {"kernel": (1, 3), "stride": 2},
        "output",
        "3 4 5",
        (0, 1),
        "window (0, 1) covers columns 2 to 4, not columns 1 to 3",
    ),
    Hand(
        "stride-kernel",
        "max",
        ROW,
        {"kernel": (1, 3), "stride": 1},
        "coverage",
        "1 1 1 0 0",
        (0, 1),
        "seen by windows (0, 0) and (0, 1), not by window (0, 0) alone",
    ),
    Hand(
        "floor",
        "max",
        ROW,
        HANGING,
        "output",
        "2 4",
        (0, 0),
        "the output is 1×3, not 1×2",
    ),
    # Three windows, the last with one cell, in place of two with two.
    Hand(
        "ceil",
        "avg",
        ROW,
        PAIR,
        "gradient",
        "1/6 1/6 1/6 1/6 1/3",
        (0, 0),
        "the output is 1×2, not 1×3: each window starts with 1/2, not with 1/3",
    ),
    Hand(
        "no-padding",
        "max",
        [[5, 1, 2]],
        {**PAIR, "padding": (0, 1, 0, 0)},
        "argmax",
        "(0,0)",
        (0, 0),
        "window (0, 0) covers columns -1 and 0, not columns 0 and 1",
    ),
    Hand(
        "no-dilation",
        "avg",
        [[1, 2, 4]],
        {**SLIDING_PAIR, "dilation": 2},
        "output",
        "3/2 3",
        (0, 0),
        "window (0, 0) covers columns 0 and 2, not columns 0 and 1",
    ),
    Hand(
        "sides-swapped",
        "max",
        [[1, 2], [3, 4]],
        PAIR,
        "output",
        "3 4",
        (0, 0),
        "window (0, 0) covers row 0, columns 0 and 1, not rows 0 and 1, column 0",
    ),
    Hand(
        "sides-swapped",
        "max",
        [[1, 2], [3, 4]],
        {"output_size": (1, 2)},
        "output",
        "2; 4",
        (0, 0),
        "window (0, 0) covers rows 0 and 1, column 0, not row 0, columns 0 and 1",
    ),
    Hand(
        "other-operation",
        "max",
        [[1, 3]],
        PAIR,
        "output",
        "2",
        (0, 0),
        "max takes the largest cell of window (0, 0), not the mean",
    ),
    Hand(
        "other-operation",
        "avg",
        [[1, 3]],
        PAIR,
        "hits",
        "0 1",
        (0, 0),
        "window (0, 0) hits all of its 2 cells",
    ),
    Hand(
        "transposed",
        "max",
        [[1, 2], [3, 4]],
        {"kernel": 1},
        "output",
        "1 3; 2 4",
        (0, 1),
        "row 0, column 1 holds what belongs into row 1, column 0",
    ),
    Hand(
        "one-based",
        "max",
        [[1, 2], [3, 4]],
        {},
        "argmax",
        "(2,2)",
        (0, 0),
        "the first row and the first column are number 0, so the first cell is (0, 0)",
    ),
]


@pytest.mark.parametrize(
    "hand", HAND, ids=lambda hand: f"{hand.name}-{hand.operation}-{hand.matrix}"
)
def test_a_mistake_gives_what_is_worked_out_by_hand(hand: Hand) -> None:
    """And what is said of one cell is said with that cell's numbers."""
    problem = Problem(hand.operation, hand.x, hand.options).pooled()
    outcome = Outcomes(problem).of(hand.name, hand.matrix)
    assert numbers(outcome.exact) == written(hand.learners)
    assert outcome.changes
    told = [(told.cell, told.sentence) for _, told in outcome.told()]
    assert told == [(hand.cell, hand.sentence)]


def test_every_mistake_is_worked_out_by_hand() -> None:
    """In the order of the table, and none twice under one name."""
    assert set(NAMES) == {hand.name for hand in HAND}
    assert list(NAMES) == list(naive_mistakes.OF)


@pytest.mark.parametrize("operation", ["max", "avg"])
def test_a_mistake_can_be_made_in_the_matrices_of_the_table(operation: str) -> None:
    """And with the operations that the table names."""
    problem = Problem(operation, [[1, 2]], {"kernel": 1}).pooled()
    assert matrices(problem) == tuple(
        m
        for m in ("output", "argmax", "divisors", "hits", "coverage", "gradient")
        if m in naive_mistakes.HAS[operation]
    )
    for one in MISTAKES:
        expected = [m for m in matrices(problem) if naive_mistakes.possible(one.name, operation, m)]
        assert list(one.matrices(problem)) == expected


SQUARE = [[1, 2, 3, 4], [9, 8, 7, 6], [5, 5, 5, 5]]


@pytest.mark.parametrize(
    ("name", "operation", "options"),
    [
        ("full-divisor", "avg", {"ceil_mode": True, "divisor": 3}),
        ("full-divisor", "avg", {"output_size": (2, 3)}),
        ("padding-counted", "avg", {"padding": 1, "count_include_pad": False, "divisor": 3}),
        ("padding-not-counted", "avg", {"padding": 1, "divisor": 3}),
        ("not-averaged", "max", {"loss": "sum"}),
        ("not-averaged", "avg", {"upstream": [[3, 4]]}),
        ("upstream-ignored", "max", {"loss": "mean"}),
        ("stride-1", "max", {"output_size": (1, 2)}),
        # The window that would start in the padding stays dropped.
        ("zero-padding", "max", {"kernel": (1, 4), "padding": (0, 0, 0, 1), "ceil_mode": True}),
        # Without its gaps a window spans 2 cells, and 2 cells of padding are as many.
        ("no-dilation", "max", {"dilation": 2, "padding": 2}),
    ],
)
def test_a_mistake_that_an_option_rules_out_changes_nothing(
    name: str, operation: str, options: dict[str, Any]
) -> None:
    """Nor does one whose problem does not exist."""
    outcomes = Outcomes(Problem(operation, SQUARE, options).pooled())
    assert [outcome.matrix for outcome in outcomes.each(name) if outcome.changes] == []


def test_right_cells_of_a_mistaken_matrix_are_the_problem_s_own() -> None:
    """To the last digit: 0.1 + 0.2 in float64 is not the float64 next to 3/10."""
    upstream = [[0.1, 0.2, 0.1, 0.2]]
    problem = Problem("max", [[1, 9, 2, 5, 5]], {**SLIDING_PAIR, "upstream": upstream}).pooled()
    outcome = Outcomes(problem).of("ties-last", "gradient")
    assert problem.gradient.tolist() == [[0, 0.1 + 0.2, 0, 0.1 + 0.2, 0]]
    assert outcome.facts() == {
        "name": "ties-last",
        "matrix": "gradient",
        "values": [[0, 0.1 + 0.2, 0, 0.1, 0.2]],
        "wrong": [[0, 3], [0, 4]],
    }


def test_a_mistake_has_facts_for_each_of_its_matrices() -> None:
    """And `all` names the outcomes that change anything."""
    outcomes = Outcomes(Problem("max", [[1, 3], [2, 4]]).pooled())
    assert [outcome.facts() for outcome in outcomes.named("other-operation")] == [
        {"name": "other-operation", "matrix": "output", "values": [[2.5]], "wrong": [[0, 0]]},
        {
            "name": "other-operation",
            "matrix": "hits",
            "values": [[1, 1], [1, 1]],
            "wrong": [[0, 0], [0, 1], [1, 0]],
        },
        {
            "name": "other-operation",
            "matrix": "gradient",
            "values": [[0.25, 0.25], [0.25, 0.25]],
            "wrong": [[0, 0], [0, 1], [1, 0], [1, 1]],
        },
    ]
    assert [(outcome.name, outcome.matrix) for outcome in outcomes.named("all")] == [
        ("other-operation", "output"),
        ("one-based", "argmax"),
        ("coverage-for-hits", "hits"),
        ("other-operation", "hits"),
        ("spread", "gradient"),
        ("other-operation", "gradient"),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("asigned", r"^there is no mistake 'asigned'; did you mean assigned\?$"),
        ("SPREAD", r"^there is no mistake 'SPREAD'; did you mean spread\?$"),
        ("xyz", r"^mistake must be assigned, .*, transposed or one-based, not 'xyz'$"),
        ("not-divided", r"^not-divided is no mistake of max pooling$"),
    ],
)
def test_what_is_no_mistake_here_is_refused(name: str, message: str) -> None:
    """With the nearest one, or all there are."""
    with pytest.raises(ValueError, match=message):
        Outcomes(Problem("max", WORKED).pooled()).each(name)
