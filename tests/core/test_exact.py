"""Sums rounded once: large, small and cancelling numbers; bands that change nothing."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import work
from strategies import EXTREME, Problem, matrices, problems

from poolviz import avg_pool, max_pool
from poolviz.core import exact, sliding

BEYOND = r"is beyond float64's range \(about 1\.8e308\)$"

TINY = 5e-324


def mean(values: Any) -> float:
    """The average of a row of numbers, as poolviz has it."""
    return float(avg_pool([values], kernel=(1, len(values))).output[0, 0])


def test_the_mean_of_huge_numbers_is_no_infinity() -> None:
    assert avg_pool([[1e308, 1e308], [1e308, 1e308]]).output.tolist() == [[1e308]]
    assert avg_pool([[-1e308, -1e308], [-1e308, -1e308]]).output.tolist() == [[-1e308]]


def test_the_mean_loss_of_huge_outputs_is_no_infinity() -> None:
    assert max_pool([[1e308, 1e308]], 1).loss_value == 1e308
    assert avg_pool([[1e308, 1e308]], 1).loss_value == 1e308


def test_split_shares_of_huge_upstreams_are_no_infinity() -> None:
    found = max_pool([[1, 1, 1]], (1, 2), 1, ties="split", upstream=[[1e308, 1e308]])
    assert found.gradient.tolist() == [[5e307, 1e308, 5e307]]


def test_a_large_cell_does_not_disturb_averages_elsewhere() -> None:
    x = np.random.default_rng(5).normal(size=(12, 12))
    x[0, 0] = 1e16
    found = avg_pool(x, 3, 1).output
    x[0, 0] = 0
    undisturbed = avg_pool(x, 3, 1).output.copy()
    undisturbed[0, 0] = found[0, 0]
    assert (found == undisturbed).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1e16, 1, -1e16], Fraction(1, 3)),
        ([1, 1e16, -1e16, 1e-16], Fraction(1.0) / 4 + Fraction(1e-16) / 4),
        ([1e300, 1e150, 1, -1e300, -1e150], Fraction(1, 5)),
        ([1e150, -1e300, 3, 1e300, -1e150, TINY], (3 + Fraction(TINY)) / 6),
        ([1e308, 1e308, -1e308, -1e308, TINY], Fraction(TINY) / 5),
        ([TINY, TINY], Fraction(TINY)),
        ([TINY, -TINY], Fraction(0)),
        ([TINY, 0], Fraction(0)),
        ([3e-310, 1e-310, -2e-310], (Fraction(3e-310) + Fraction(1e-310) + Fraction(-2e-310)) / 3),
        ([0.1] * 10, Fraction(0.1)),
        ([-0.0, -0.0], Fraction(0)),
        ([2.0**53, 1, 1], (Fraction(2**53) + 2) / 3),
        ([1.7976931348623157e308] * 3, Fraction(1.7976931348623157e308)),
    ],
)
def test_sums_are_as_if_of_unlimited_precision(values: list[float], expected: Fraction) -> None:
    assert mean(values) == float(expected)


@settings(deadline=None, max_examples=150)
@given(st.lists(EXTREME | st.floats(-(2.0**890), 2.0**890), min_size=1, max_size=12))
def test_averages_of_any_numbers_are_rounded_once(values: list[float]) -> None:
    expected = sum((Fraction(v) for v in values), Fraction(0)) / len(values)
    assert mean(values) == float(expected)


@settings(deadline=None, max_examples=100)
@given(st.lists(EXTREME, min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_numbers_does_not_show(values: list[float], chance: Any) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert mean(shuffled) == mean(values)


@settings(deadline=None, max_examples=100)
@given(st.floats(-1e307, 1e307), st.floats(-1e307, 1e307))
def test_two_sum_loses_nothing(a: float, b: float) -> None:
    total, lost = exact.two_sum(np.float64(a), np.float64(b))  # type: ignore[arg-type]
    assert Fraction(float(total)) + Fraction(float(lost)) == Fraction(a) + Fraction(b)


def test_averages_that_cancel_are_zero() -> None:
    """Whatever comes first; added up one by one these would give 0.1."""
    assert mean([0.1, 0.7, 1e17, -0.7, -1e17, -0.1]) == 0
    assert math.copysign(1, mean([1.0, -1.0])) == 1


@pytest.mark.parametrize("scale", [1.0, float(np.float32(0.1)), 2.0**-1074, 2.0**900, 2.0**1000])
def test_shares_that_cancel_are_zero(scale: float) -> None:
    """Divisors are 4, 5, 6, 7, 6, 5, 4, and the middle cell is sent -6/5 + 1/6 + 5/6 + 1/5
    of the scale: that is 0, but not if each of these is rounded before they are added.
    """
    upstream = [[scale * n for n in (0, -6, 1, 0, 5, 1, 0)]]
    found = avg_pool([[1] * 7], (1, 7), 1, (0, 3), count_include_pad=False, upstream=upstream)
    assert found.divisors.tolist() == [[4, 5, 6, 7, 6, 5, 4]]
    assert found.gradient[0, 3] == 0.0


@settings(deadline=None, max_examples=100)
@given(st.data(), problems("avg", side=5, upstream=st.integers(-9, 9).map(float)))
def test_a_gradient_that_is_zero_is_zero(data: st.DataObject, problem: Problem) -> None:
    """One cell's windows get upstream gradients chosen so that their shares cancel exactly."""
    pooled = problem.pooled()
    rows, columns = pooled.geometry.rows, pooled.geometry.columns
    cells = [(r, c) for r, c in np.argwhere(pooled.coverage > 1).tolist()]
    if not cells:
        return
    row, column = data.draw(st.sampled_from(cells))
    *others, last = [(i, j) for i in rows.windows_of(row) for j in columns.windows_of(column)]
    common = math.lcm(*pooled.divisors.ravel().tolist())
    # Multiples of the last divisor, so that the last window can make up for the others.
    upstream = np.array(problem.options["upstream"]) * int(pooled.divisors[last]) * common
    for cell in others:
        upstream[cell] //= common // math.gcd(common, int(pooled.divisors[cell]))
    rest = sum(Fraction(upstream[cell]) / int(pooled.divisors[cell]) for cell in others)
    upstream[last] = float(-rest * int(pooled.divisors[last]))
    assert Fraction(upstream[last]) == -rest * int(pooled.divisors[last])
    assert problem.pooled(upstream=upstream * 2.0**-60).gradient[row, column] == 0.0


def test_split_shares_that_cancel_are_zero() -> None:
    """The middle cell ties with two others on the left and with one on the right."""
    x = [[5, 5, 5, 1, 5]]
    found = max_pool(x, (1, 3), 1, ties="split", upstream=[[0.3, -0.4, 0.2]])
    exact_share = Fraction(0.3) / 3 + Fraction(-0.4) / 2 + Fraction(0.2) / 2
    assert naive.ulps(found.gradient[0, 2], exact_share) <= 2
    found = max_pool(x, (1, 3), 1, ties="split", upstream=[[3e-20, -6e-20, 4e-20]])
    exact_share = Fraction(3e-20) / 3 + Fraction(-6e-20) / 2 + Fraction(4e-20) / 2
    assert naive.ulps(found.gradient[0, 2], exact_share) <= 2
    found = max_pool(x, (1, 3), 1, ties="split", upstream=[[3, -4, 2]])
    assert found.gradient.tolist() == [[1.0, -1.0, 0.0, 0.0, 1.0]]


@pytest.mark.parametrize("sign", [1, -1])
def test_what_overflows_is_refused(sign: int) -> None:
    huge = sign * 1.7976931348623157e308
    with pytest.raises(ValueError, match=f"^the output {BEYOND}"):
        assert avg_pool([[huge, huge]], (1, 2), divisor=1).output is None
    with pytest.raises(ValueError, match=f"^the gradient {BEYOND}"):
        assert max_pool([[1, 9, 1]], (1, 2), 1, upstream=[[huge, huge]]).gradient is None
    with pytest.raises(ValueError, match=f"^the loss, a sum, {BEYOND}"):
        assert max_pool([[huge, huge]], 1, loss="sum").loss_value is None


def test_what_overflows_only_on_the_way_is_not_refused() -> None:
    """Two huge numbers and their opposites: the sum is 0 whatever comes first."""
    huge = 1.7976931348623157e308
    assert avg_pool([[huge, huge, -huge, -huge]], (1, 4), divisor=1).output.tolist() == [[0.0]]
    found = max_pool([[1, 1, 9, 1, 1]], (1, 3), 1, upstream=[[huge, huge, -huge]])
    assert found.gradient.tolist() == [[0, 0, huge, 0, 0]]


@pytest.mark.parametrize("kernel", [1, 2, 3])
@pytest.mark.parametrize("options", [{}, {"ceil_mode": True, "count_include_pad": False}])
def test_a_sum_of_nothing_but_minus_zero_is_zero(kernel: int, options: dict[str, Any]) -> None:
    """As a sum begins with 0; so does a framework's, even of one number."""
    shape = avg_pool(np.ones((7, 7)), kernel, 2, **options).geometry.shape
    p = avg_pool(np.full((7, 7), -0.0), kernel, 2, upstream=np.full(shape, -0.0), **options)
    for found in (p.output, p.gradient):
        assert not np.signbit(found).any()
        assert not found.any()


def test_shares_of_a_tie_begin_with_zero_too() -> None:
    """Where a window is alone in sending them."""
    found = max_pool([[1, 1]], (1, 2), ties="split", upstream=[[-0.0]]).gradient
    assert not np.signbit(found).any()


def test_a_losing_cell_is_not_troubled_by_what_passes_it_by() -> None:
    """Windows that a cell does not win may send more than float64 holds, as long as it is apart."""
    huge = 1e308
    x = [[9, 1, 9], [1, 1, 1], [9, 1, 9]]
    found = max_pool(x, 2, 1, ties="all", upstream=[[huge, huge], [huge, huge]])
    assert found.gradient.tolist() == [[huge, 0, huge], [0, 0, 0], [huge, 0, huge]]


BANDED: list[tuple[str, dict[str, Any]]] = [
    *[
        ("max", {"ties": ties, **windows})
        for ties in ("first", "last", "split", "all")
        for windows in (
            {"kernel": 2},
            {"kernel": 3, "stride": 1, "padding": 1},
            {"kernel": (7, 2), "stride": (2, 1), "padding": (3, 0, 2, 1)},
            {"kernel": (3, 2), "stride": (1, 3), "dilation": (4, 1), "ceil_mode": True},
            {"kernel": 1, "stride": 3},
            {"kernel": (40, 9), "stride": 1, "padding": (20, 8)},
        )
    ],
    *[
        ("avg", {"count_include_pad": include, **windows})
        for include in (True, False)
        for windows in (
            {"kernel": 2},
            {"kernel": 3, "stride": 1, "padding": 1},
            {"kernel": (7, 2), "stride": (2, 1), "padding": (3, 0, 2, 1)},
            {"kernel": (3, 2), "stride": (1, 3), "dilation": (4, 1), "ceil_mode": True},
            {"kernel": 5, "stride": 1, "divisor": 7},
            {"kernel": (40, 9), "stride": 1, "padding": (20, 8)},
        )
    ],
]


def all_of(operation: str, x: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Every matrix of a problem, backward with a loss and with an upstream gradient."""
    pool = max_pool if operation == "max" else avg_pool
    pooled: Any = pool(x, **options)
    upstream = np.random.default_rng(3).normal(size=pooled.geometry.shape)
    upstream[::3] *= 1e12
    sent: Any = pool(x, **options, upstream=upstream)
    names = ("output", "hits", "coverage", "gradient", pooled.EXTRA[0])
    return {**{name: getattr(pooled, name) for name in names}, "sent": sent.gradient}


@pytest.mark.parametrize("band", [1, 50])
@pytest.mark.parametrize("values", ["tied", "wild"])
@pytest.mark.parametrize(("operation", "options"), BANDED)
def test_bands_do_not_show(
    monkeypatch: pytest.MonkeyPatch, operation: str, options: dict[str, Any], values: str, band: int
) -> None:
    """Worked on a few rows at a time, everything comes out as it does in one go."""
    chance = np.random.default_rng(7)
    x = chance.integers(-3, 4, size=(31, 7)).astype(float)
    if values == "wild":
        x = chance.normal(size=x.shape) * 10.0 ** chance.integers(-20, 20, size=x.shape)
    whole = all_of(operation, x, options)
    monkeypatch.setattr(sliding, "BAND", band)
    for name, matrix in all_of(operation, x, options).items():
        assert (matrix == whole[name]).all(), name


def test_bands_are_what_large_matrices_are_worked_on_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A matrix taller than a band, as it comes, against the same in one go."""
    x = np.random.default_rng(1).normal(size=(sliding.BAND // 16, 40))
    for operation, options in (
        ("max", {"kernel": 3, "stride": 2, "ties": "all"}),
        ("avg", {"kernel": 3, "stride": 2, "padding": 1, "count_include_pad": False}),
    ):
        banded = all_of(operation, x, options)
        with monkeypatch.context() as patch:
            patch.setattr(sliding, "BAND", 2**40)
            for name, matrix in all_of(operation, x, options).items():
                assert (matrix == banded[name]).all(), name


@settings(deadline=None, max_examples=60)
@given(problems(), matrices(20, 3, EXTREME))
def test_bands_of_one_row_are_exact(problem: Problem, x: Any) -> None:
    """Against the naive pooling, with the smallest bands there are."""
    options = {k: v for k, v in problem.options.items() if k != "upstream"}
    tall = Problem(problem.operation, x, options)
    answer = tall.exact
    if answer is None or naive.overflows(naive.flat(answer.output)):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sliding, "BAND", 1)
        pooled = tall.pooled()
        for name in ("output", "gradient"):
            exact_ones = getattr(answer, name)
            nearest = [[float(number) for number in row] for row in exact_ones]
            assert getattr(pooled, name).tolist() == nearest
        assert pooled.hits.tolist() == answer.hits


EDGE = 2.0**900


def test_cancelling_numbers_on_both_sides_of_the_guard_are_exact() -> None:
    values = [math.nextafter(EDGE, math.inf), -EDGE, 0.0]
    assert mean(values) == float(Fraction(2**848) / 3)


def test_shares_of_one_large_divisor_may_nearly_cancel() -> None:
    """0.1 + 0.2 - 0.30000000000000004 is -2.8e-17, not 0; all are divided by the same."""
    upstream = np.zeros((40, 40))
    upstream[0, :3] = 0.1, 0.2, -(0.1 + 0.2)
    found = avg_pool(np.ones((79, 79)), 40, 1, divisor=999999999, upstream=upstream)
    middle = (Fraction(0.1) + Fraction(0.2) - Fraction(0.1 + 0.2)) / 999999999
    assert naive.ulps(found.gradient[39, 39], middle) <= 2


def test_shares_of_many_divisors_may_nearly_cancel() -> None:
    """1.2 over 12 · 13 and -1.1 over 11 · 13, with divisors from 7 to 13 in both directions."""
    upstream = np.zeros((13, 13))
    upstream[6, 7:9] = 1.2, -1.1
    options: dict[str, Any] = {"kernel": (13, 13), "stride": (1, 1), "padding": (6, 6, 6, 6)}
    sent: dict[str, Any] = {"count_include_pad": False, "upstream": upstream.tolist()}
    x = np.ones((13, 13))
    answer = naive.pool("avg", x.tolist(), **options, **sent)
    assert answer is not None
    found = avg_pool(x, **options, **sent)
    assert naive.furthest(found.gradient.tolist(), answer.gradient) <= 2


@pytest.mark.parametrize("scale", [0, 40, 60, 100, 900, 1000, 2080])
def test_shares_of_many_divisors_are_rounded_once_at_both_ends_of_the_range(scale: int) -> None:
    """Over 74 and 76, whose common multiple with 75 others is large: there what a quotient lacks
    is itself too small, and fractions are added up.
    """
    large, small = (float(Fraction(n) * 2**scale) for n in (1.2223e-320, -1.1205e-320))
    upstream = [[0.0]] * 14 + [[large], [small], [0.0]]
    options: dict[str, Any] = {"padding": (35, 0, 0, 0), "count_include_pad": False}
    found = avg_pool(np.ones((79, 1)), (81, 1), (2, 1), upstream=upstream, **options).gradient
    assert found[0, 0] == float(Fraction(large) / 74 + Fraction(small) / 76)


def test_a_sum_of_shares_beyond_the_range_is_refused() -> None:
    """41 windows over 21 to 41 cells send the middle one 1.36 times what each of them has."""
    options: dict[str, Any] = {"padding": (0, 20), "count_include_pad": False}
    with pytest.raises(ValueError, match=f"^the gradient {BEYOND}"):
        _ = avg_pool([[1] * 41], (1, 41), 1, upstream=[[1.7e308] * 41], **options).gradient


# --- how sums are split -----------------------------------------------------------------------


def turns(terms: list[float], most: int) -> list[list[float]]:
    """The terms that are added up in each turn."""
    taken: list[list[float]] = []

    def add_up(part: Any) -> Any:
        taken.append(part.tolist())
        return np.sum(part)

    exact._mean(np.array(terms), most, add_up, 1)
    return taken


@pytest.mark.parametrize(
    ("terms", "most", "expected"),
    [
        # 53 bits and one term: 51 of them in the first turn, the rest in the second.
        ([1 + 2**-52], 1, [[1.0], [2.0**-52]]),
        ([-1 - 2**-52], 1, [[-1.0], [-(2.0**-52)]]),
        ([1 + 2**-49], 1, [[1 + 2**-49], [0.0]]),
        ([1 + 2**-50], 1, [[1 + 2**-50], [0.0]]),
        ([1 + 2**-51, 0.0], 1, [[1.0, 0.0], [2.0**-51, 0.0]]),
        # A number of 102 bits in two turns, of 103 in three.
        ([1.0, 2.0**-49], 1, [[1.0, 2.0**-49], [0.0, 0.0]]),
        ([1.0, 2.0**-50], 1, [[1.0, 2.0**-50], [0.0, 0.0], [0.0, 0.0]]),
        # Many terms leave fewer bits to each.
        ([1.0 + 2.0**-30], 2**29 - 1, [[1.0], [2.0**-30], [0.0]]),
        ([1.0 + 2.0**-22], 2**29 - 1, [[1.0 + 2.0**-22], [0.0], [0.0]]),
        # Zeros, and numbers without more bits than a turn takes.
        ([0.0, -0.0], 2, [[0.0, 0.0], [0.0, -0.0]]),
    ],
)
def test_each_turn_takes_the_bits_that_fit(
    terms: list[float], most: int, expected: list[list[float]]
) -> None:
    """As many as a sum of so many terms leaves room for, and no turn more than the terms need."""
    assert turns(terms, most) == expected


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("term", "taken"),
    [
        *((2.0**798, 2.0**798), (2.0**799, 2.0**599), (1.5e308, 1.5e308 / 2**200)),
        *((2.0**-747, 2.0**-747), (2.0**-748, 2.0**-548), (TINY, TINY * 2**200)),
    ],
)
def test_only_near_the_ends_of_the_range_terms_are_scaled(
    term: float, taken: float, sign: int
) -> None:
    """There sums might overflow, and what is left of the terms be lost."""
    assert {abs(value) for part in turns([sign * term], 1) for value in part} == {0.0, taken}


def test_large_and_small_terms_beside_each_other_are_scaled_apart() -> None:
    """None of their bits gets lost, as the sum in fractions tells."""
    found = turns([2.0**900, 2.0**-900], 2)
    assert [2.0**700, 0.0] in found
    assert [0.0, 2.0**-700] in found
    assert exact.mean(np.array([2.0**900, TINY, -(2.0**900)]), 3, np.sum, 1) == TINY


@pytest.mark.parametrize("term", [1e308, 0.1, TINY, 1 / 3])
def test_one_term_is_no_sum(term: float) -> None:
    """It is added up as it is, and its share is a quotient rounded once."""
    taken: list[list[float]] = []

    def add_up(part: Any) -> Any:
        taken.append(part.tolist())
        return part

    terms = np.array([term])
    assert exact.mean(terms, 1, add_up, 7).tolist() == [term / 7]
    assert exact.shares(terms, np.array([3]), 3, 1, add_up, 7).tolist() == [term / 21]
    assert taken == [[term], [term / 21]]


@pytest.mark.parametrize(
    ("common", "most", "weighed"),
    [
        (2**39, 2, True),
        (2**40, 2, False),
        (2**20, 2**20, True),
    ],
)
def test_shares_become_whole_where_there_is_room(common: int, most: int, weighed: bool) -> None:
    """1 / 1 is then `common` parts of `common`."""
    taken = []

    def add_up(part: Any) -> Any:
        taken.append(float(np.max(part)))
        return np.sum(part)

    ones = np.ones(1)
    assert exact.shares(ones, np.array([1]), common, most, add_up, 1) == 1
    assert max(taken) == (common if weighed else 1)


@pytest.mark.parametrize("divisor", [3, 961, 2**20 + 7, 2**26 - 5, 2**27 - 1, 2**40 - 87])
def test_what_a_quotient_lacks_is_known(divisor: int) -> None:
    """It is not rounded, whether the divisor has few bits or many."""
    terms = np.random.default_rng(divisor).normal(size=300) * 1e5
    quotients = terms / divisor
    for over in (divisor, np.full(300, divisor)):
        found = exact._lacking(terms, quotients, over).tolist()
        pairs = zip(terms.tolist(), quotients.tolist(), strict=True)
        assert found == [Fraction(term) - Fraction(near) * divisor for term, near in pairs]


SPREADS = {
    "usual": lambda chance, shape: chance.normal(size=shape),
    "wide": lambda chance, shape: (
        chance.normal(size=shape) * 10.0 ** chance.integers(-20, 20, shape)
    ),
    "53 bits": lambda chance, shape: chance.integers(-(2**53), 2**53, shape).astype(float),
    "ends": lambda chance, shape: chance.choice(
        (1e308, -1e308, 1e150, 1.0, -0.1, 3e-310, TINY), shape
    ),
    "cancelling": lambda chance, shape: np.vstack([x := chance.normal(size=shape), -x.sum(0)]),
}


@pytest.mark.parametrize("divisor", [1, 2, 3, 4, 7, 49, 961, 999999937, 2**40 - 87, 2**70 + 1])
@pytest.mark.parametrize("kind", SPREADS)
def test_a_sum_over_a_divisor_is_the_nearest_float64(kind: str, divisor: int) -> None:
    """As Python's fractions round it: also where it lies in the middle between two, or nearly."""
    for terms in (1, 2, 9, 49):
        x = SPREADS[kind](np.random.default_rng(divisor % 999 + terms), (terms, 60))
        found = exact.mean(x, len(x), lambda part: part.sum(axis=0), divisor)
        for column, mean_of_it in zip(x.T.tolist(), found.tolist(), strict=True):
            expected = sum(map(Fraction, column), Fraction()) / divisor
            if naive.overflows([expected]):
                assert mean_of_it == (math.inf if expected > 0 else -math.inf)
            else:
                assert mean_of_it == float(expected)


@pytest.mark.parametrize(
    ("more", "expected"),
    [(0.0, 2.0**53), (2.0**-60, 2.0**53 + 2), (-(2.0**-60), 2.0**53), (TINY, 2.0**53 + 2)],
)
def test_halves_are_rounded_to_the_even_neighbour(more: float, expected: float) -> None:
    """A third of three times the middle between two float64, and of a little more and less."""
    terms = np.array([2.0**54, 2.0**53 - 1, 4.0, more])
    assert exact.mean(terms, 4, np.sum, 3) == expected


# --- which way is taken -----------------------------------------------------------------------


class Ways(NamedTuple):
    """How many times a mean takes the careful way, and how many sums it works out in fractions."""

    careful: int
    fractions: int


def ways(terms: Any, most: int, over: Any, mean: Any = exact.mean) -> Ways:
    """Which ways a mean of columns takes."""
    careful, fractions = [], []

    def carefully(*args: Any, way: Any = exact._careful) -> Any:
        careful.append(args)
        return way(*args)

    def in_fractions(*args: Any, way: Any = exact._in_fractions) -> Any:
        fractions.append(int(args[2].sum()))
        return way(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_careful", carefully)
        patch.setattr(exact, "_in_fractions", in_fractions)
        mean(terms, most, lambda part: part.sum(axis=0), over)
    return Ways(len(careful), sum(fractions))


@pytest.mark.parametrize("over", [1, 4, 9, 961, 2**20 + 7, 2**24 - 3, np.array([9, 6] * 150)])
def test_usual_numbers_take_the_fast_way(over: Any) -> None:
    """Neither doubts nor fractions; a matrix of millions would wait for them."""
    terms = np.random.default_rng(0).normal(size=(9, 300))
    assert ways(terms, 9, over) == Ways(0, 0)


@pytest.mark.parametrize(
    ("divisor", "fractions"),
    [
        (2**24 + 1, 0),
        (2**40 - 87, 0),
        (2**52 - 1, 0),
        (2**52, 300),
        (2**53 - 1, 300),
        (2**70 + 1, 300),
    ],
)
def test_a_divisor_of_many_bits_is_doubted(divisor: int, fractions: int) -> None:
    """No result need be worked out in fractions, but all if the divisor has no halves of 26 bits.

    Half of a float64 has 27 bits; times 27 of a divisor they might need a 54th.
    """
    terms = np.random.default_rng(0).normal(size=(9, 300))
    assert ways(terms, 9, divisor) == Ways(1, fractions)


@pytest.mark.parametrize("divisor", [2**52 - 1, 2**53 - 1, 2**53 - 2**26, 2**53 - 2**26 + 1])
def test_divisors_near_the_end_of_the_whole_numbers_round_once(divisor: int) -> None:
    """With halves of 27 bits a quarter of these would be the neighbours of the nearest float64."""
    x = np.random.default_rng(1).normal(size=(3, 300))
    found = exact.mean(x, 3, lambda part: part.sum(axis=0), divisor).tolist()
    sums = [sum(map(Fraction, column)) for column in x.T.tolist()]
    assert found == [float(total / divisor) for total in sums]


@pytest.mark.parametrize(
    ("beyond", "fractions"), [(0.0, 1), (1.5 * 2**-41, 1), (1.5 * 2**-40, 0), (0.25, 0)]
)
def test_only_what_is_all_but_in_the_middle_is_doubted(beyond: float, fractions: int) -> None:
    """1 and half of what float64 has beside it, and so much more of this half, of both signs."""
    for sign in (1, -1):
        terms = np.array([[1.0], [sign * 2**-54], [sign * beyond * 2**-54], [2.0**-120]])
        terms[1:3] *= 2 if sign > 0 else 1  # below 1 neighbours are half as far
        assert ways(terms, 4, 1) == Ways(1, fractions)


@pytest.mark.parametrize(("left", "fractions"), [(2.0**-770, 0), (2.0**-771, 1), (0.0, 0)])
@pytest.mark.parametrize("sign", [1, -1])
def test_results_that_all_but_vanish_are_doubted(left: float, sign: int, fractions: int) -> None:
    """Below 2**-800: there what a quotient lacks may itself be rounded. Not where there is none."""
    terms = sign * np.array([[2.0**-746, 0.0], [left - 2.0**-746, 0.0]])
    assert ways(terms, 2, 2**30) == Ways(1, fractions)


def test_many_terms_are_added_up_in_more_turns() -> None:
    """Half a billion of them leave 22 bits to each turn, and none of the three is left out."""
    terms = np.random.default_rng(0).normal(size=(3, 300))
    assert len(turns(terms.ravel().tolist(), 2**29)) == 3
    assert ways(terms, 2**29, 3).careful == 1
    found = exact.mean(terms, 2**29, lambda part: part.sum(axis=0), 3).tolist()
    assert found == [float(sum(map(Fraction, column)) / 3) for column in terms.T.tolist()]


def test_shares_of_many_divisors_take_no_fractions() -> None:
    """Even where they cancel: each is rounded, if late, and fractions would not bring that back."""
    divisors = np.array([[3], [7]])
    terms = np.array([[0.3, 3.0], [0.1, -7.0]])

    def shares(terms: Any, most: int, add_up: Any, over: int) -> Any:
        return exact.shares(terms, divisors, 21 * 2**40, most, add_up, over)

    assert ways(terms, 2, 1, shares) == Ways(1, 0)


@pytest.mark.parametrize("sign", [1, -1])
def test_midway_between_the_largest_float64_and_none_is_beyond_the_range(sign: int) -> None:
    """As IEEE 754 rounds it, which only fractions can tell; a little less is the largest one."""
    terms = sign * np.array([[1.7976931348623157e308] * 2, [2.0**970, 2.0**970], [0.0, -TINY]])
    assert ways(terms, 3, 1) == Ways(2, 2)
    found = exact.mean(terms, 3, lambda part: part.sum(axis=0), 1).tolist()
    assert found == [sign * math.inf, sign * 1.7976931348623157e308]


def test_sums_over_several_divisors_are_worked_out_each_over_its_own() -> None:
    """1 and half of its last place, over 1, is doubted; a third of it is not."""
    terms = np.array([[1.0, 1.0, 3.0], [2.0**-53, 2.0**-53, 3 * 2.0**-53], [0.0, 2.0**-120, 0.0]])
    divisors = np.array([1, 7, 3])
    assert ways(terms, 3, divisors) == Ways(1, 2)
    found = exact.mean(terms, 3, lambda part: part.sum(axis=0), divisors).tolist()
    sums = [sum(map(Fraction, column)) for column in terms.T.tolist()]
    assert found == [float(a / d) for a, d in zip(sums, divisors.tolist(), strict=True)]


def test_no_terms_have_a_sum() -> None:
    """A band may have no windows, or no cells: nothing is sent, and what is added up is nothing."""
    none = np.empty((0, 3))

    def add_up(part: Any) -> Any:
        return part.sum(axis=0)

    assert exact.mean(none, 2, add_up, 3).tolist() == [0, 0, 0]
    counts = np.empty((0, 3), np.intp)
    assert exact.shares(none, counts, 1, 2, add_up, 3).tolist() == [0, 0, 0]


def test_the_largest_of_several_divisors_tells_how_many_bits_are_cut_off() -> None:
    """Each quotient without them times its divisor is exact."""
    x = np.random.default_rng(2).normal(size=(3, 400))
    divisors = np.array([3, 2**24 - 3] * 200)
    found = exact.mean(x, 3, lambda part: part.sum(axis=0), divisors).tolist()
    sums = [sum(map(Fraction, column)) for column in x.T.tolist()]
    assert found == [float(a / d) for a, d in zip(sums, divisors.tolist(), strict=True)]


def test_zeros_alone_cost_another_pass_over_the_terms() -> None:
    """As 0 is a multiple of everything, the smallest of the others has to be found."""
    passes = ["absolute", "maximum", "minimum"]
    assert work(exact._bounds, [1.0, 2.0]) == passes
    assert work(exact._bounds, [1.0, 0.0]) == [*passes, "where"]


@pytest.mark.parametrize(
    ("over", "plain"), [(1, True), (2, True), (4, True), (1024, True), (3, False), (6, False)]
)
def test_over_a_power_of_two_no_rest_is_looked_for(over: int, plain: bool) -> None:
    """Nothing is rounded: a sum and a division are all that is done with the slices."""

    def quotient(slices: Any) -> Any:
        return exact._quotient(list(slices), 60, over)

    assert (work(quotient, [[1.0, 3.0], [2.0**-60, 0.0]]) == ["add", "divide"]) is plain


@pytest.mark.parametrize("whole", [4194304409905150, 4194305409905149])
def test_a_quotient_nearly_in_the_middle_between_two_float64_is_rounded_once(whole: int) -> None:
    """With a divisor of 30 bits what a first quotient lacks must not be rounded before it is added.

    These quotients lie 2**-61 from the middle between two float64 that are 2**-30 apart.
    """
    found = avg_pool([[whole, 0]], (1, 2), divisor=999999999).output
    assert found.tolist() == [[float(Fraction(whole) / 999999999)]]


@pytest.mark.parametrize(("power", "careful"), [(-45, 0), (-46, 1)])
def test_numbers_of_many_bits_are_doubted(power: int, careful: int) -> None:
    """1 has its highest bit at 2**0; a sum of two has one more, the divisor 3 two."""
    terms = np.array([[1.0], [2.0**power]])
    assert ways(terms, 2, 3) == Ways(careful, 0)


@pytest.mark.parametrize(
    ("terms", "bounds"),
    [
        ([1.0], (1, -52)),
        ([0.0, -4.0], (3, -50)),
        ([3.0, -0.25], (2, -54)),
        ([TINY], (-1073, -1074)),
        ([0.0], (0, -53)),
        ([], (0, -53)),
    ],
)
def test_terms_lie_between_two_powers_of_two(terms: list[float], bounds: tuple[int, int]) -> None:
    """Less than the one, and multiples of the other; 0 is a multiple of everything."""
    assert exact._bounds(np.array(terms)) == bounds


@pytest.mark.parametrize(
    ("common", "divisor", "largest"),
    [(2**40, 2, 2.0**39), (2**41, 2, 0.5), (2**41, 2**40, 2.0**-40)],
)
def test_a_common_multiple_of_more_than_forty_bits_is_too_much(
    common: int, divisor: int, largest: float
) -> None:
    """Then even shares of few parts are quotients."""
    taken = []

    def add_up(part: Any) -> Any:
        taken.append(float(np.max(part)))
        return np.sum(part, keepdims=True)

    divisors = np.array([divisor])
    assert exact.shares(np.ones(1), divisors, common, 2, add_up, 1).tolist() == [1 / divisor]
    assert max(taken) == largest
