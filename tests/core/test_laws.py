"""Laws of pooling that hold whatever the numbers; all of them exact, by the choice of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import KERNEL, TIED, Problem, problems

from poolviz import avg_pool, max_pool

WHOLE = 7.0 * math.lcm(*range(1, KERNEL + 1)) ** 2
"""Multiples of it stay whole whatever divisor they are divided by."""

WHOLES = st.integers(-9, 9).map(lambda n: n * WHOLE)

SHARED = float(math.lcm(*range(1, KERNEL * KERNEL + 1)))
"""Multiples of it stay whole however many tied cells share them."""

SHARES = st.integers(-9, 9).map(lambda n: n * SHARED)

laws = settings(deadline=None, max_examples=60)


def total(matrix: Any) -> Fraction:
    return sum((Fraction(value) for value in matrix.ravel().tolist()), Fraction(0))


@laws
@given(problems("max", values=TIED, upstream=SHARES))
def test_max_hands_on_all_of_the_upstream_gradient(problem: Problem) -> None:
    """With first, last and split the gradient sums to the upstream's sum; with all it does
    where nothing ties.
    """
    for ties in ("first", "last", "split"):
        pooled = problem.pooled(ties=ties)
        assert total(pooled.gradient) == total(pooled.upstream)


@laws
@given(problems("avg", upstream=WHOLES, adaptive=False))
def test_avg_hands_on_what_falls_on_the_input(problem: Problem) -> None:
    """Each window hands on its upstream gradient times its input cells over its divisor."""
    pooled = problem.pooled()
    ones = avg_pool(np.ones(pooled.input.shape), **{**problem.options, "divisor": 1})
    shares = pooled.upstream.astype(int) * ones.output.astype(int)
    exact = sum(
        (Fraction(int(s), int(d)) for s, d in zip(shares.flat, pooled.divisors.flat, strict=True)),
        Fraction(0),
    )
    assert total(pooled.gradient) == exact


@laws
@given(problems())
def test_coverage_counts_every_cell_of_every_window_once(problem: Problem) -> None:
    """Coverage sums to the windows' input cells, and is 0 only where no window looks."""
    pooled = problem.pooled()
    rows, columns = pooled.geometry.rows, pooled.geometry.columns
    down = sum(len(rows.cells(window)) for window in range(rows.windows))
    across = sum(len(columns.cells(window)) for window in range(columns.windows))
    assert pooled.coverage.sum() == down * across


@laws
@given(problems())
def test_hits_lie_within_coverage(problem: Problem) -> None:
    """No cell is hit more often than it is seen; each window hits at least one cell."""
    pooled = problem.pooled()
    windows = pooled.output.size if problem.operation == "max" else 1
    assert (pooled.hits <= pooled.coverage).all()
    assert (pooled.hits >= 0).all()
    assert pooled.hits.sum() >= windows
    if problem.operation == "max" and pooled.ties in ("first", "last"):
        assert pooled.hits.sum() == windows
    if problem.operation == "avg":
        assert (pooled.hits == pooled.coverage).all()


@laws
@given(problems("max", values=TIED))
def test_max_commutes_with_what_is_increasing(problem: Problem) -> None:
    """max(f(x)) = f(max(x)), won by the same cells, if f increases strictly."""
    x = np.array(problem.x)
    pooled = problem.pooled()
    maps: list[Callable[[Any], Any]] = [lambda v: 2 * v + 1, lambda v: v**3, lambda v: v * 2.0**900]
    for increasing in maps:
        mapped = problem.pooled(x=increasing(x))
        assert (mapped.output == increasing(pooled.output)).all()
        assert (mapped.argmax == pooled.argmax).all()
        assert (mapped.hits == pooled.hits).all()
        assert (mapped.gradient == pooled.gradient).all()


@laws
@given(problems("avg", values=WHOLES), st.data())
def test_avg_is_linear(problem: Problem, data: st.DataObject) -> None:
    x = np.array(problem.x)
    cells = st.lists(WHOLES, min_size=x.size, max_size=x.size)
    y = np.array(data.draw(cells)).reshape(x.shape)
    pooled, other = problem.pooled(), problem.pooled(x=y)
    assert (problem.pooled(x=3 * x - 2 * y).output == 3 * pooled.output - 2 * other.output).all()
    assert (other.gradient == pooled.gradient).all()


@laws
@given(problems("avg", values=WHOLES))
def test_the_gradient_of_avg_is_its_transpose(problem: Problem) -> None:
    """<upstream, avg(x)> = <gradient, x>: forward and backward divide by the same."""
    pooled = problem.pooled(loss=None, upstream=np.array(problem.pooled().output))
    forward = (pooled.upstream * pooled.output).ravel().tolist()
    assume(all(abs(value) < 2.0**53 for value in forward))
    backward = zip(pooled.gradient.ravel().tolist(), pooled.input.ravel().tolist(), strict=True)
    exact = sum((Fraction(value) for value in forward), Fraction(0))
    terms = [Fraction(g) * Fraction(x) for g, x in backward]
    room = sum((abs(term) for term in terms), Fraction(0)) * Fraction(1, 2**50)
    assert abs(sum(terms, Fraction(0)) - exact) <= room


@laws
@given(problems("avg", values=WHOLES, adaptive=False), st.integers(-9, 9))
def test_avg_of_what_is_raised_is_raised_as_much(problem: Problem, by: int) -> None:
    """Adding c to every cell adds c to every average, if padding does not count."""
    options = {"count_include_pad": False, "divisor": None}
    before = problem.pooled(**options).output
    after = problem.pooled(x=np.array(problem.x) + by * WHOLE, **options).output
    assert (after == before + by * WHOLE).all()


def turned(problem: Problem) -> dict[str, Any]:
    """The options of a problem with height and width exchanged."""
    options = dict(problem.options)
    for name in {"kernel", "stride", "dilation", "output_size"} & options.keys():
        options[name] = options[name][::-1]
    if "padding" in options:
        top, left, bottom, right = options["padding"]
        options["padding"] = left, top, right, bottom
    if "upstream" in options:
        options["upstream"] = np.array(options["upstream"]).T
    return options


def check_turned(problem: Problem) -> None:
    pool = max_pool if problem.operation == "max" else avg_pool
    straight, across = problem.pooled(), pool(np.array(problem.x).T, **turned(problem))
    for name in ("output", "hits", "coverage", "gradient", "upstream"):
        assert (getattr(across, name) == getattr(straight, name).T).all(), name


@laws
@given(problems(distinct=True, upstream=WHOLES))
def test_turning_the_problem_turns_the_answer(problem: Problem) -> None:
    check_turned(problem)


@laws
@given(problems("max", values=TIED, upstream=SHARES), st.sampled_from(("split", "all")))
def test_turning_a_problem_with_ties_turns_the_answer(problem: Problem, ties: str) -> None:
    """What is given to all tied cells does not depend on their order."""
    check_turned(Problem("max", problem.x, {**problem.options, "ties": ties}))


@laws
@given(problems("max", values=TIED, upstream=SHARES, adaptive=False))
def test_first_is_last_upside_down(problem: Problem) -> None:
    """Turned by half a turn, the first of the tied cells is the last."""
    assume(not problem.options["ceil_mode"])
    x, upstream = np.array(problem.x), np.array(problem.options["upstream"])
    straight = problem.pooled(ties="first")
    rows, columns = straight.geometry.rows, straight.geometry.columns
    # What the last window leaves unseen must be cut off, lest the windows start elsewhere.
    height, width = min(rows.size, rows.end), min(columns.size, columns.end)
    padding = (rows.end - height, columns.end - width, rows.before, columns.before)
    options = {**problem.options, "padding": padding, "ties": "last"}
    around = max_pool(
        x[:height, :width][::-1, ::-1], **{**options, "upstream": upstream[::-1, ::-1]}
    )
    assert (around.output[::-1, ::-1] == straight.output).all()
    assert (around.gradient[::-1, ::-1] == straight.gradient[:height, :width]).all()


@laws
@given(problems())
def test_what_no_window_sees_has_no_gradient(problem: Problem) -> None:
    """A stride beyond the kernel, a gap, or a rest at the edge: neither hits nor gradient."""
    options = {"loss": "sum", "upstream": None}
    pooled = problem.pooled(**options)
    unseen = pooled.coverage == 0
    assert (pooled.hits[unseen] == 0).all()
    assert (pooled.gradient[unseen] == 0).all()
    assert (pooled.gradient[pooled.hits > 0] > 0).all()


def test_a_stride_beyond_the_kernel_leaves_cells_unseen() -> None:
    for pooled in (max_pool(np.ones((5, 5)), 1, 2), avg_pool(np.ones((5, 5)), 1, 2)):
        assert (pooled.coverage == 0).sum() == 16
        assert (pooled.gradient == 0).sum() == 16


@laws
@given(problems(), st.booleans())
def test_the_callers_matrices_are_read_and_no_more(problem: Problem, early: bool) -> None:
    """They do not change, and may change afterwards; it does not matter what was asked before."""
    x = np.array(problem.x)
    kept = x.copy()
    options = dict(problem.options)
    upstream = np.array(options["upstream"]) if "upstream" in options else None
    if upstream is not None:
        options["upstream"] = upstream
    pool = max_pool if problem.operation == "max" else avg_pool
    names = ("output", "hits", "coverage", "gradient", "upstream", "input")
    try:
        wanted = {name: getattr(problem.pooled(), name) for name in names}
    except ValueError:  # an overflow; that is another test's
        return
    pooled = pool(x, **options)
    if early:
        assert pooled.output is not None
        assert pooled.gradient is not None
    assert (x == kept).all()
    x[:] = 77.0
    if upstream is not None:
        upstream[:] = 77.0
    for name, matrix in wanted.items():
        assert (getattr(pooled, name) == matrix).all(), name


def test_the_upstream_gradient_and_the_input_may_be_one_array() -> None:
    x = np.array([[2.0, -1.0], [0.5, 4.0]])
    assert (max_pool(x, 1, upstream=x).gradient == x).all()
