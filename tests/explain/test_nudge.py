"""A nudged cell: the slopes are those of really nudging and pooling again."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import naive
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from naive_nudge import Nudging, written
from strategies import TIED, TIES, VALUES, Problem, matrices, problems

from poolviz import avg_pool, max_pool
from poolviz.explain.nudge import nudge
from poolviz.explain.slopes import below, nudges

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIE = [[7, 7, 2], [7, 1, 7], [0, 7, 7]]

Case = tuple[Problem, tuple[int, int]]

TENTHS = st.integers(-30, 30).map(lambda number: number / 10)
"""Numbers whose sums are told apart in float64, and need rounding."""

THOROUGH = settings(deadline=None, max_examples=40)
"""For tests that pool three times a cell."""


@st.composite
def nudged(draw: st.DrawFn, **kinds: st.SearchStrategy[float]) -> Case:
    """A small problem and one of its cells."""
    problem = draw(problems(side=5, **kinds))
    cell = st.tuples(*(st.integers(0, n - 1) for n in (len(problem.x), len(problem.x[0]))))
    return problem, draw(cell)


@settings(deadline=None)
@given(nudged())
def test_the_slopes_are_those_of_really_nudging(case: Case) -> None:
    """Both slopes, the gradient and what moves, over all options and extreme numbers."""
    problem, cell = case
    one, exact = nudge(problem.pooled(), cell), Nudging(problem).slopes(cell)
    assert (one.left, one.right, one.gradient) == (exact.left, exact.right, exact.gradient)
    assert list(one.larger) == exact.grown
    assert list(one.smaller) == exact.shrunk


@settings(deadline=None)
@given(nudged())
def test_the_step_is_small_enough(case: Case) -> None:
    """A change over the step shown is the slope, and the loss on either side is the one told."""
    problem, cell = case
    one, naively = nudge(problem.pooled(), cell), Nudging(problem)
    up = naively.loss(naively.moved(cell, one.step))
    down = naively.loss(naively.moved(cell, -one.step))
    assert one.loss == naively.loss()
    assert (up - one.loss) / one.step == one.right
    assert (one.loss - down) / one.step == one.left


@settings(deadline=None)
@given(nudged())
def test_the_step_is_the_largest_power_of_ten_below_the_gap(
    case: Case,
) -> None:
    """Or a tenth of the largest number's, where nothing so near can be passed."""
    problem, cell = case
    one = nudge(problem.pooled(), cell)
    largest = max(abs(written(value)) for value in naive.flat(problem.x)) or Fraction(1)
    assert one.step * 10 <= largest
    assert one.gap is None or one.step < one.gap
    longer = one.step * 10
    assert longer * 10 > largest or (one.gap is not None and longer >= one.gap)


@settings(deadline=None)
@given(nudged(upstream=TIED), st.sampled_from(TIES))
def test_each_rule_would_give_what_is_said(case: Case, ties: str) -> None:
    """What `choices` says of a rule is the gradient with that rule."""
    problem, cell = case
    assume(problem.operation == "max")
    one = nudge(problem.pooled(), cell)
    assert one.choices[ties] == Nudging(problem).pooled(ties=ties).gradient[cell[0]][cell[1]]


# --- what is said of subgradients -------------------------------------------------------------


@settings(deadline=None)
@given(problems("max", side=3, values=TIED), st.data())
def test_first_last_and_split_are_subgradients_and_all_is_none(
    problem: Problem, data: st.DataObject
) -> None:
    """Without negative upstream: the loss lies above the plane that a subgradient spans."""
    naively = Nudging(problem)
    if "upstream" in naively.options:
        naively.options["upstream"] = [[abs(u) for u in r] for r in naively.options["upstream"]]
    elsewhere = data.draw(matrices(len(problem.x), len(problem.x[0]), VALUES["usual"]))
    y = [[Fraction(value) for value in row] for row in elsewhere]
    steps = [b - a for a, b in zip(naive.flat(naively.x), naive.flat(y), strict=True)]

    def plane(ties: str, steps: list[Fraction]) -> Fraction:
        gradient = naive.flat(naively.pooled(ties=ties).gradient)
        return sum((g * s for g, s in zip(gradient, steps, strict=True)), naively.loss())

    for ties in ("first", "last", "split"):
        assert naively.loss(y) >= plane(ties, steps)
    cells = [(r, c) for r in range(len(y)) for c in range(len(y[0]))]
    kinks = [naively.slopes(cell) for cell in cells]
    if any(slope.left != slope.right for slope in kinks):
        raised = [[value + 1 for value in row] for row in naively.x]
        assert naively.loss(raised) < plane("all", [Fraction(1)] * len(steps))


@settings(deadline=None, max_examples=50)
@given(st.lists(TIED, min_size=4, max_size=4), st.lists(TIED, min_size=4, max_size=4))
def test_whatever_the_signs_split_is_a_mean_of_gradients_near_by(
    x: list[float], sent: list[float]
) -> None:
    """Moved apart in every order, tied cells win in turn; first and last are two of the orders."""
    options = {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 0, 1, 1)}
    rows = [x[:2], x[2:]]
    upstream = [sent[:2], sent[2:], sent[1:3]]
    naively = Nudging(Problem("max", rows, {**options, "upstream": upstream}))
    near = naively.small() / 5
    found = []
    for order in permutations(range(4)):
        apart = [[naively.x[r][c] + near * order[2 * r + c] for c in (0, 1)] for r in (0, 1)]
        found.append(naive.flat(naively.pooled(apart).gradient))
    mean = [sum(gradients, Fraction()) / len(found) for gradients in zip(*found, strict=True)]
    rules = {ties: naive.flat(naively.pooled(ties=ties).gradient) for ties in TIES}
    assert rules["split"] == mean
    assert rules["last"] == found[0]
    assert rules["first"] == found[-1]


# --- all cells at once --------------------------------------------------------------------------


@THOROUGH
@given(problems(side=4))
def test_all_slopes_at_once_are_those_of_each_cell(problem: Problem) -> None:
    """In float64, rounded once: within two units in the last place of what was added up."""
    pooled, naively = problem.pooled(), Nudging(problem, Fraction)
    cells = list(np.ndindex(len(problem.x), len(problem.x[0])))
    found = {cell: naively.slopes(cell) for cell in cells}
    sides = [number for s in found.values() for number in (s.left, s.right, s.gradient)]
    if naive.overflows(sides):
        with pytest.raises(ValueError, match="beyond float64's range"):
            nudges(pooled).facts()
        return
    slopes = nudges(pooled)
    matrices = {"left": slopes.left, "right": slopes.right, "gradient": pooled.gradient}
    for fact in slopes.facts():
        row, column = fact["cell"]
        exact = found[row, column]
        for name, matrix in matrices.items():
            assert fact[name] == matrix[row, column]
            assert naive.ulps(fact[name], getattr(exact, name)) <= 2
        assert [tuple(at) for at in fact["outputs"]] == exact.grown
        assert nudge(pooled, (row, column)).facts() == fact


@THOROUGH
@given(problems(side=4, values=TIED, upstream=TIED) | problems(side=4, values=TENTHS))
def test_marked_are_the_cells_where_there_is_no_one_slope(problem: Problem) -> None:
    """And as reported those where a central difference is not the gradient."""
    slopes, naively = nudges(problem.pooled()), Nudging(problem)
    differ, reported = np.zeros_like(slopes.differ), np.zeros_like(slopes.differ)
    for at in np.ndindex(*differ.shape):
        exact = naively.slopes((at[0], at[1]))
        differ[at] = len({exact.left, exact.right, exact.gradient}) > 1
        reported[at] = (exact.left + exact.right) / 2 != exact.gradient
    assert slopes.differ.tolist() == differ.tolist()
    assert slopes.reported.tolist() == reported.tolist()


@THOROUGH
@given(problems(side=4))
def test_one_step_is_small_enough_for_all_cells(problem: Problem) -> None:
    """No cell passes another with it."""
    slopes, naively = nudges(problem.pooled()), Nudging(problem)
    for r, c in np.ndindex(len(problem.x), len(problem.x[0])):
        up = naively.loss(naively.moved((r, c), slopes.step))
        assert (up - naively.loss()) / slopes.step == naively.slopes((r, c)).right


# --- by hand ------------------------------------------------------------------------------------


def test_a_cell_that_wins_two_windows() -> None:
    """The 9 of the worked example moves two of nine outputs: 2/9 on either side."""
    one = nudge(max_pool(WORKED, stride=1), (2, 0))
    assert (one.left, one.right, one.gradient) == (Fraction(2, 9),) * 3
    assert list(one.larger) == list(one.smaller) == [(1, 0), (2, 0)]
    assert (one.value, one.gap, one.step, one.loss) == (9, 3, Fraction(1, 10), Fraction(19, 3))


def test_every_rule_at_a_tie_of_three() -> None:
    """Larger, the cell wins a quarter; smaller, nothing moves."""
    pooled = max_pool(TIE, stride=1, ties="split")
    one = nudge(pooled, (0, 0))
    assert (one.left, one.right, one.gradient) == (0, Fraction(1, 4), Fraction(1, 12))
    assert one.choices == {
        "first": Fraction(1, 4), "last": 0, "split": Fraction(1, 12), "all": Fraction(1, 4)
    }  # fmt: skip
    assert one.facts() == {
        "cell": [0, 0], "left": 0.0, "right": 0.25, "gradient": 1 / 12, "outputs": [[0, 0]]
    }  # fmt: skip


def test_both_slopes_of_all_cells() -> None:
    """Each cell of the matrix of ties; only (0, 1) and its like have the mean as gradient."""
    slopes = nudges(max_pool(TIE, stride=1))
    assert slopes.left.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert slopes.right.tolist() == [[0.25, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.25]]
    assert slopes.central.tolist() == [[0.125, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0.125]]
    assert slopes.differ.tolist() == [[True, True, False], [True, False, True], [False, True, True]]
    assert slopes.reported.tolist() == [[True, False, False], [False] * 3, [False, True, True]]
    assert (slopes.gap, slopes.step) == (1, Fraction(1, 10))


def test_an_average_moves_by_its_share() -> None:
    """Every window that sees the cell, by one over its divisor."""
    one = nudge(avg_pool([[6, 2]], kernel=(1, 2), stride=1, padding=(0, 1),
                         count_include_pad=False), (0, 0))  # fmt: skip
    assert one.larger == one.smaller == {(0, 0): 1, (0, 1): Fraction(1, 2)}
    assert (one.left, one.right, one.gradient) == (Fraction(1, 2),) * 3
    slopes = nudges(one.problem)
    assert not slopes.differ.any()
    assert slopes.gap is None


def test_upstream_gradients_that_cancel() -> None:
    """The slopes are 0 on both sides, and yet the rule sends the cell 1."""
    pooled = max_pool([[5, 5, 5]], kernel=(1, 2), stride=1, upstream=[[-1, 1]])
    one = nudge(pooled, (0, 1))
    assert (one.left, one.right, one.gradient) == (0, 0, 1)
    assert nudges(pooled).differ.tolist() == [[True, True, True]]


def test_numbers_written_in_decimals_are_taken_as_written() -> None:
    """0.3 - 0.2 is 1/10, so that the step below it is 1/100."""
    one = nudge(max_pool([[0.3, 0.2]], kernel=(1, 2)), (0, 0))
    assert (one.gap, one.step) == (Fraction(1, 10), Fraction(1, 100))
    slopes = nudges(max_pool([[0.8, 0.7, 0.3]], kernel=(1, 3)))
    assert (slopes.gap, slopes.step) == (Fraction(1, 10), Fraction(1, 100))


def test_the_nearest_values_are_the_nearest_as_written() -> None:
    """1000.3 - 1000.2 is less than 0.1 in float64, and less than the really smaller gap there."""
    slopes = nudges(max_pool([[1000.2, 1000.3, 0.3, 0.39999999999999997]], kernel=(1, 4)))
    assert slopes.gap == Fraction("0.09999999999999997")


@pytest.mark.parametrize(
    ("x", "cell", "gap"),
    [
        ([[1, 9, 6]], (0, 1), 3),
        ([[6, 9, 1]], (0, 1), 3),
        ([[9, 6, 2]], (0, 1), 3),
        ([[9, 6, 5]], (0, 1), 1),
        ([[8, 6, 9]], (0, 1), 2),
        ([[9, 1], [5, 5]], (0, 0), 8),
        ([[5, 5], [9, 1]], (1, 0), 8),
        ([[9, 1, 5]], (0, 0), 8),
        ([[5, 1, 9]], (0, 2), 8),
        ([[5, 5]], (0, 0), None),
        ([[5, 5, 2]], (0, 1), 3),
    ],
)
def test_the_gap_is_to_the_nearest_value_that_could_be_passed(
    x: list[list[float]], cell: tuple[int, int], gap: int | None
) -> None:
    """Of the windows' maxima above a cell, and of the values below it where it wins alone."""
    assert nudge(max_pool(x, kernel=(1, 2), stride=1), cell).gap == gap


def test_a_cell_without_ties_has_one_slope_to_the_last_digit() -> None:
    """However the sums of all cells were rounded on the way."""
    pooled = max_pool([[1, 1, 1, 2]], kernel=(1, 3), stride=1, ties="split", upstream=[[-0.1, 0.7]])
    slopes = nudges(pooled)
    gradient = pooled.gradient[0, 3]
    assert slopes.left[0, 3] == slopes.right[0, 3] == gradient


def test_rounding_is_no_difference() -> None:
    """The mean of the slopes of a split pair is its gradient, but for the last digit."""
    row = {"kernel": (1, 2), "stride": 1, "ties": "split", "upstream": [[7e-09, -0.3]]}
    slopes = nudges(max_pool([[1, 2, 2]], **row))
    assert slopes.central[0, 1] != slopes.problem.gradient[0, 1]  # so that this can fail
    assert slopes.differ.tolist() == [[False, True, True]]
    assert not slopes.reported.any()


def test_a_central_difference_of_huge_slopes() -> None:
    """Their sum is beyond float64's range, and their mean is not."""
    slopes = nudges(max_pool([[9, 1]], kernel=(1, 2), upstream=[[1.5e308]]))
    assert slopes.central.tolist() == [[1.5e308, 0]]


def test_subnormal_neighbours_have_a_gap() -> None:
    """The nearest of them are found although halves of them are not."""
    slopes = nudges(max_pool([[1e-323, 2e-323, 2.5e-323, 1.0]], kernel=(1, 4)))
    assert slopes.gap == Fraction("5e-324")


@pytest.mark.parametrize("cell", [(4, 0), (0, 4), (-1, 0)])
def test_a_cell_that_is_not_there(cell: tuple[int, int]) -> None:
    """It is refused in the words of `--cell`."""
    with pytest.raises(ValueError, match=r"cell .* is not there: the input is 4×4, so cells go"):
        nudge(max_pool(WORKED), cell)


def test_a_slope_beyond_float64() -> None:
    """The gradient is within its range, and the slope to the right is not."""
    pooled = max_pool([[5, 5, 5]], kernel=(1, 2), stride=1, ties="last", upstream=[[1e308, 1e308]])
    assert pooled.gradient.tolist() == [[0, 1e308, 1e308]]
    expected = "a slope from the right is beyond float64's range \\(about 1.8e308\\)"
    with pytest.raises(ValueError, match=expected):
        nudges(pooled).facts()
    assert nudge(pooled, (0, 1)).right == 2 * 10**308


@pytest.mark.parametrize(
    ("gap", "largest", "step"),
    [
        (Fraction(1), 9.0, Fraction(1, 10)),
        (Fraction(11, 10), 10.0, Fraction(1)),
        (Fraction(3), 9.0, Fraction(1, 10)),
        (Fraction(200), 5e3, Fraction(100)),
        (Fraction(1, 1000), 1.0, Fraction(1, 10**4)),
        (None, 255.0, Fraction(10)),
        (None, 0.0, Fraction(1, 10)),
    ],
)
def test_steps(gap: Fraction | None, largest: float, step: Fraction) -> None:
    """Strictly below the gap, and at most a tenth of the largest number's power of ten."""
    assert below(gap, largest) == step
