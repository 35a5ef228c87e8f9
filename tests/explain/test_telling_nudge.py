"""What is said of a nudged cell, and of the slopes of all cells: whole texts, reckoned by hand."""

from __future__ import annotations

from typing import Any

import pytest

from poolviz import avg_pool, max_pool
from poolviz.explain.nudge import nudge
from poolviz.explain.slopes import nudges
from poolviz.explain.telling_nudge import NudgeTelling
from poolviz.explain.telling_slopes import SlopesTelling

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIE = [[7, 7, 2], [7, 1, 7], [0, 7, 7]]
NO_TIE = "a step of 0.1: the nearest value that it could pass is"
PASSES_NONE = "a step of 0.1: it passes no other value, so no winner changes except where cells tie"
VALID = (
    "each of first, last and split is a valid subgradient; all is none: it counts a tie once for "
    "each of its cells"
)
NOT_CONVEX = (
    "first and last are gradients of matrices as near as you like, split is a mean of such; all "
    "need not be"
)
CHECK = "a gradient check by central differences finds"
TWO = "it ties for output[0,0] and output[0,1]: larger it wins them, smaller others hold them"

ROW = {"kernel": (1, 2), "stride": 1}

SAID: dict[str, tuple[Any, tuple[int, int], list[str]]] = {
    "a winner": (
        max_pool(WORKED, stride=1),
        (2, 0),
        [
            f"{NO_TIE} 3 away, so no winner changes",
            "9 - 0.1: output[1,0] and output[2,0] shrink by 0.1 · loss 19/3 → 284/45 · "
            "left slope -1/45 / -0.1 = 2/9 ≈ 0.2222",
            "9 + 0.1: output[1,0] and output[2,0] grow by 0.1 · loss 19/3 → 286/45 · "
            "right slope 1/45 / 0.1 = 2/9 ≈ 0.2222",
            "both slopes are gradient[2,0] = 2/9 ≈ 0.2222",
        ],
    ),
    "a loser": (
        max_pool(WORKED, stride=1),
        (0, 0),
        [
            "every window that sees it has a larger cell: no output moves, so both slopes and "
            "gradient[0,0] are 0"
        ],
    ),
    "a cell that no window sees": (
        avg_pool(WORKED, stride=3),
        (2, 2),
        ["no window sees it: no output moves, so both slopes and gradient[2,2] are 0"],
    ),
    "a tie of three": (
        max_pool(TIE, stride=1),
        (0, 0),
        [
            PASSES_NONE,
            "7 - 0.1: no output moves · left slope 0",
            "7 + 0.1: output[0,0] grows by 0.1 · loss 7 → 7.025 · "
            "right slope 0.025 / 0.1 = 1/4 = 0.25",
            "it ties for output[0,0] with (0, 1) and (1, 0): larger it wins, smaller they hold it",
            "the slopes differ; by ties first, gradient[0,0] = 1/4 = 0.25 "
            "is the slope from the right",
            f"ties first 1/4, last 0, split 1/12, all 1/4 · {VALID}",
            f"{CHECK} (0 + 0.25) / 2 = 0.125: it reports this cell",
        ],
    ),
    "a tie of two, split": (
        max_pool([[3, 3]], ties="split", **ROW),
        (0, 1),
        [
            PASSES_NONE,
            "3 - 0.1: no output moves · left slope 0",
            "3 + 0.1: output[0,0] grows by 0.1 · loss 3 → 3.1 · right slope 0.1 / 0.1 = 1",
            "it ties for output[0,0] with (0, 0): larger it wins, smaller that one holds it",
            "the slopes differ; by ties split, gradient[0,1] = 1/2 = 0.5 is their mean",
            f"ties first 0, last 1, split 0.5, all 1 · {VALID}",
            f"{CHECK} (0 + 1) / 2 = 0.5: it passes",
        ],
    ),
    "two ties, split between the slopes": (
        max_pool(TIE, stride=1, ties="split"),
        (0, 1),
        [
            PASSES_NONE,
            "7 - 0.1: no output moves · left slope 0",
            "7 + 0.1: output[0,0] and output[0,1] grow by 0.1 · loss 7 → 7.05 · "
            "right slope 0.05 / 0.1 = 1/2 = 0.5",
            TWO,
            "the slopes differ; by ties split, gradient[0,1] = 5/24 ≈ 0.2083 is between them",
            f"ties first 1/4, last 0, split 5/24, all 1/2 · {VALID}",
            f"{CHECK} (0 + 0.5) / 2 = 0.25: it reports this cell",
        ],
    ),
    "one window won, one tied": (
        max_pool([[1, 4, 4]], loss="sum", ties="last", **ROW),
        (0, 1),
        [
            f"{NO_TIE} 3 away, so no winner changes except where cells tie",
            "4 - 0.1: output[0,0] shrinks by 0.1 · loss 8 → 7.9 · left slope -0.1 / -0.1 = 1",
            "4 + 0.1: output[0,0] and output[0,1] grow by 0.1 · loss 8 → 8.2 · "
            "right slope 0.2 / 0.1 = 2",
            "it ties for output[0,1] with (0, 2): larger it wins, smaller that one holds it",
            "the slopes differ; by ties last, gradient[0,1] = 1 is the slope from the left",
            f"ties first 2, last 1, split 1.5, all 2 · {VALID}",
            f"{CHECK} (1 + 2) / 2 = 1.5: it reports this cell",
        ],
    ),
    "an upstream gradient of both signs": (
        max_pool([[5, 5, 5]], upstream=[[2, -3]], **ROW),
        (0, 1),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] and output[0,1] grow by 0.1 · sum of upstream × output -5 → "
            "-5.1 · right slope -0.1 / 0.1 = -1",
            TWO,
            "the slopes differ; by ties first, gradient[0,1] = -3 is not between them",
            f"ties first -3, last 2, split -0.5, all -1 · {NOT_CONVEX}",
            f"{CHECK} (0 + (-1)) / 2 = -0.5: it reports this cell",
        ],
    ),
    "upstream gradients that cancel": (
        max_pool([[5, 5, 5]], upstream=[[-1, 1]], **ROW),
        (0, 1),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] and output[0,1] grow by 0.1 · sum of upstream × output 0 → 0 · "
            "right slope 0 / 0.1 = 0",
            TWO,
            "the upstream gradients there add up to 0, so both slopes are 0; but by ties first it "
            "gets only a part of them: gradient[0,1] = 1",
        ],
    ),
    "upstream gradients that cancel, all of them taken": (
        max_pool([[5, 5, 5]], upstream=[[-1, 1]], ties="all", **ROW),
        (0, 1),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] and output[0,1] grow by 0.1 · sum of upstream × output 0 → 0 · "
            "right slope 0 / 0.1 = 0",
            TWO,
            "the upstream gradients there add up to 0, so both slopes are 0, and so is "
            "gradient[0,1]",
        ],
    ),
    "no upstream gradient at the tie": (
        max_pool([[5, 5, 9]], upstream=[[0, 2]], **ROW),
        (0, 0),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] grows by 0.1 · sum of upstream × output 18 → 18 · "
            "right slope 0 / 0.1 = 0",
            "it ties for output[0,0] with (0, 1): larger it wins, smaller that one holds it",
            "the upstream gradient there is 0, so both slopes are 0, and so is gradient[0,0]",
        ],
    ),
    "a tie of many": (
        max_pool([[5] * 9], kernel=(1, 9)),
        (0, 4),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] grows by 0.1 · loss 5 → 5.1 · right slope 0.1 / 0.1 = 1",
            "it ties for output[0,0] with 8 others: larger it wins, smaller they hold it",
            "the slopes differ; by ties first, gradient[0,4] = 0 is the slope from the left",
            f"ties first 0, last 0, split 1/9, all 1 · {VALID}",
            f"{CHECK} (0 + 1) / 2 = 0.5: it reports this cell",
        ],
    ),
    "an average": (
        avg_pool(WORKED, stride=1),
        (0, 0),
        [
            "1 - 0.1: output[0,0] shrinks by 0.1 / 4 = 0.025 · loss 34/9 → 151/40 · "
            "left slope -1/360 / -0.1 = 1/36 ≈ 0.0278",
            "1 + 0.1: output[0,0] grows by 0.1 / 4 = 0.025 · loss 34/9 → 1361/360 · "
            "right slope 1/360 / 0.1 = 1/36 ≈ 0.0278",
            "both slopes are gradient[0,0] = 1/36 ≈ 0.0278",
        ],
    ),
    "averages over several divisors": (
        avg_pool([[6, 2]], padding=(0, 1), count_include_pad=False, loss="sum", **ROW),
        (0, 0),
        [
            "6 - 0.1: output[0,0] and output[0,1] shrink by 0.1 / divisor · loss 12 → 11.85 · "
            "left slope -0.15 / -0.1 = 3/2 = 1.5",
            "6 + 0.1: output[0,0] and output[0,1] grow by 0.1 / divisor · loss 12 → 12.15 · "
            "right slope 0.15 / 0.1 = 3/2 = 1.5",
            "both slopes are gradient[0,0] = 3/2 = 1.5",
        ],
    ),
    "many outputs": (
        avg_pool([[1] * 9], kernel=(1, 9), stride=1, padding=(0, 8), divisor=1, loss="sum"),
        (0, 4),
        [
            "1 - 0.1: 9 outputs shrink by 0.1 · loss 81 → 80.1 · left slope -0.9 / -0.1 = 9",
            "1 + 0.1: 9 outputs grow by 0.1 · loss 81 → 81.9 · right slope 0.9 / 0.1 = 9",
            "both slopes are gradient[0,4] = 9",
        ],
    ),
    "numbers too long to be told exactly": (
        max_pool([[0.5, 0.25]], upstream=[[0.123456789012345678]], **ROW),
        (0, 0),
        [
            "a step of 0.01: the nearest value that it could pass is 0.25 away, so no winner "
            "changes",
            "0.5 - 0.01: output[0,0] shrinks by 0.01 · sum of upstream × output ≈ 0.0617 → "
            "0.0605 · left slope ≈ 0.1235",
            "0.5 + 0.01: output[0,0] grows by 0.01 · sum of upstream × output ≈ 0.0617 → "
            "0.0630 · right slope ≈ 0.1235",
            "both slopes are gradient[0,0] ≈ 0.1235",
        ],
    ),
    "slopes too long to be told exactly": (
        max_pool([[5, 5]], upstream=[[0.123456789012345678]], **ROW),
        (0, 0),
        [
            PASSES_NONE,
            "5 - 0.1: no output moves · left slope 0",
            "5 + 0.1: output[0,0] grows by 0.1 · sum of upstream × output ≈ 0.6173 → 0.6296 · "
            "right slope ≈ 0.1235",
            "it ties for output[0,0] with (0, 1): larger it wins, smaller that one holds it",
            "the slopes differ; by ties first, gradient[0,0] ≈ 0.1235 is the slope from the right",
            f"ties first about 0.1235, last 0, split about 0.0617, all about 0.1235 · {VALID}",
            f"{CHECK} about 0.0617: it reports this cell",
        ],
    ),
    "a step that does not show in the loss": (
        max_pool([[2, 1.99999, 1 / 3]], **ROW),
        (0, 0),
        [
            "a step of 1e-06: the nearest value that it could pass is 1e-05 away, so no winner "
            "changes",
            "2 - 1e-06: output[0,0] shrinks by 1e-06 · loss 1.999995 → 1.9999945 · "
            "left slope -5e-07 / -1e-06 = 1/2 = 0.5",
            "2 + 1e-06: output[0,0] grows by 1e-06 · loss 1.999995 → 1.9999955 · "
            "right slope 5e-07 / 1e-06 = 1/2 = 0.5",
            "both slopes are gradient[0,0] = 1/2 = 0.5",
        ],
    ),
    "a loss beyond float64's range": (
        max_pool([[1e308, 1e308, 1]], loss="sum", **ROW),
        (0, 0),
        [
            "a step of 1e+307: it passes no other value, so no winner changes except where cells "
            "tie",
            "1e+308 - 1e+307: no output moves · left slope 0",
            "1e+308 + 1e+307: output[0,0] grows by 1e+307 · loss 2e+308 → 2.1e+308 · "
            "right slope 1e+307 / 1e+307 = 1",
            "it ties for output[0,0] with (0, 1): larger it wins, smaller that one holds it",
            "the slopes differ; by ties first, gradient[0,0] = 1 is the slope from the right",
            f"ties first 1, last 0, split 0.5, all 1 · {VALID}",
            f"{CHECK} (0 + 1) / 2 = 0.5: it reports this cell",
        ],
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_a_cell(name: str) -> None:
    """The step, the two sides, the gradient beside the slopes, and what a check finds."""
    problem, cell, sentences = SAID[name]
    assert NudgeTelling(nudge(problem, cell)).sentences() == sentences


def test_the_title() -> None:
    """It says the cell and the step."""
    told = NudgeTelling(nudge(max_pool(WORKED), (2, 0)))
    assert told.title() == "cell (2, 0) = 9, nudged by 0.1"


def test_the_loss_of_long_numbers_is_told_by_its_change_where_nothing_else_shows() -> None:
    """At four decimals 0.7152 would stand on both sides."""
    pooled = max_pool([[0.123456789, 0.12345, 0.7]], upstream=[[0.123456789123, 1]], **ROW)
    assert NudgeTelling(nudge(pooled, (0, 0))).sentences()[1:3] == [
        "0.123456789 - 1e-06: output[0,0] shrinks by 1e-06 · sum of upstream × output ≈ 0.7152 "
        "shrinks by about 1.2346e-07 · left slope ≈ 0.1235",
        "0.123456789 + 1e-06: output[0,0] grows by 1e-06 · sum of upstream × output ≈ 0.7152 "
        "grows by about 1.2346e-07 · right slope ≈ 0.1235",
    ]


def test_in_fractions() -> None:
    """Where they are asked for nothing stands in decimals but the step."""
    assert NudgeTelling(nudge(max_pool(TIE, stride=1), (0, 0)), fractions=True).sentences() == [
        PASSES_NONE,
        "7 - 0.1: no output moves · left slope 0",
        "7 + 0.1: output[0,0] grows by 0.1 · loss 7 → 281/40 · right slope 1/40 / 0.1 = 1/4",
        "it ties for output[0,0] with (0, 1) and (1, 0): larger it wins, smaller they hold it",
        "the slopes differ; by ties first, gradient[0,0] = 1/4 is the slope from the right",
        f"ties first 1/4, last 0, split 1/12, all 1/4 · {VALID}",
        f"{CHECK} (0 + 1/4) / 2 = 1/8: it reports this cell",
    ]
    slopes = nudges(max_pool(TIE, stride=1))
    assert SlopesTelling(slopes, fractions=True).sentences()[2] == (
        f"{REPORTS} 3 cells: (0, 0) 1/8, not 1/4; (2, 1) 1/4, not 0; (2, 2) 1/8, not 0"
    )


def test_a_rounded_cell_is_said_to_be_one() -> None:
    """Its title does not take what is rounded for the number."""
    told = NudgeTelling(nudge(max_pool([[0.12345678901234567, 9]], **ROW), (0, 0)))
    assert told.title() == "cell (0, 0) ≈ 0.1235, nudged by 0.1"


def test_one_slope_at_ties_that_is_rounded() -> None:
    """What the ties are sent cancels; what the cell wins alone is left, about that much."""
    pooled = max_pool(
        [[1, 5, 5], [2, 3, 4], [9, 9, 9]],
        kernel=(1, 2), stride=1, upstream=[[1 / 3, 0], [0, 0], [0, 0]],
    )  # fmt: skip
    assert NudgeTelling(nudge(pooled, (0, 1))).sentences()[-1] == (
        "the upstream gradient there is 0, so both slopes are about 0.3333, and so is gradient[0,1]"
    )


STEP = (
    "a step of 0.1: no two different values are nearer than 1, so no winner changes except "
    "where cells tie"
)
REPORTS = "a gradient check by central differences reports"

OF_ALL: dict[str, tuple[Any, list[str]]] = {
    "no ties": (
        max_pool(WORKED),
        [STEP, "both slopes are the gradient everywhere, so a gradient check passes"],
    ),
    "ties": (
        max_pool(TIE, stride=1),
        [
            STEP,
            "the slopes differ at 6 of 9 cells, which tie",
            f"{REPORTS} 3 cells: (0, 0) 0.125, not 0.25; (2, 1) 0.25, not 0; (2, 2) 0.125, not 0",
        ],
    ),
    "more than are named": (
        max_pool(TIE, stride=1, ties="split"),
        [
            STEP,
            "the slopes differ at 6 of 9 cells, which tie",
            f"{REPORTS} 6 cells: (0, 0) 1/8, not 1/12; (0, 1) 1/4, not 5/24; (1, 0) 1/4, not "
            "5/24; and 3 more",
        ],
    ),
    "pairs, split": (
        max_pool([[3, 3, 1, 2]], kernel=(1, 2), ties="split"),
        [
            STEP,
            "the slopes differ at 2 of 4 cells, which tie",
            "a gradient check by central differences passes all the same: the gradient is the "
            "mean of both slopes",
        ],
    ),
    "one value, and gradients that cancel": (
        max_pool([[5, 5, 5]], upstream=[[-1, 1]], **ROW),
        [
            "all values are the same, so every window with two cells is a tie",
            "the slopes differ at 2 of 3 cells, which tie; at 1 more they agree, but not with "
            "the gradient",
            f"{REPORTS} 3 cells: (0, 0) -0.5, not -1; (0, 1) 0, not 1; (0, 2) 0.5, not 0",
        ],
    ),
    "differences that four decimals do not show": (
        max_pool([[5, 5, 1]], upstream=[[0.00001234567, 1000]], ties="first", **ROW),
        [
            "a step of 0.1: no two different values are nearer than 4, so no winner changes "
            "except where cells tie",
            "the slopes differ at 2 of 3 cells, which tie",
            f"{REPORTS} 2 cells: (0, 0) 0.000006172835, not "
            "0.00001234567; (0, 1) 1000.000006172835, not 1000",
        ],
    ),
    "an average": (
        avg_pool(WORKED),
        ["an average has no kinks: both slopes are the gradient everywhere, at any step"],
    ),
}


@pytest.mark.parametrize("name", OF_ALL)
def test_what_is_said_of_all_cells(name: str) -> None:
    """The step, how many cells have no one slope, and both numbers where a check reports them."""
    problem, sentences = OF_ALL[name]
    assert SlopesTelling(nudges(problem)).sentences() == sentences
