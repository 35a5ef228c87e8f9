"""Max and average pooling against the naive pooling, the worked examples and hand-worked cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import naive
import numpy as np
import pytest
from hypothesis import given, settings
from strategies import TIES, Problem, problems, windows

from poolviz import avg_pool, max_pool
from poolviz.core.problem import Loss

EXAMPLE = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]

BEYOND = r"is beyond float64's range \(about 1\.8e308\)$"


def nearest(exact: naive.Exact) -> list[list[float]]:
    """The float64 nearest to each number; Python's fractions find it with their own arithmetic."""
    return [[float(number) for number in row] for row in exact]


def agrees(problem: Problem, name: str) -> None:
    """A float matrix is the exact one, rounded once; or it is refused, where that overflows."""
    exact = getattr(problem.answer, name)
    if naive.overflows(naive.flat(exact)):
        with pytest.raises(ValueError, match=f"^the {name} {BEYOND}"):
            getattr(problem.pooled(), name)
        return
    assert getattr(problem.pooled(), name).tolist() == nearest(exact)


@settings(deadline=None, max_examples=200)
@given(problems())
def test_output_is_the_nearest_float64_to_the_exact_one(problem: Problem) -> None:
    agrees(problem, "output")


@settings(deadline=None, max_examples=300)
@given(problems())
def test_gradient_is_the_nearest_float64_to_the_exact_one(problem: Problem) -> None:
    agrees(problem, "gradient")


@settings(deadline=None, max_examples=120)
@given(problems())
def test_counts_are_the_naive_ones(problem: Problem) -> None:
    """Coverage, hits, argmax and divisors are whole numbers, and right."""
    found, answer = problem.pooled(), problem.answer
    assert found.coverage.tolist() == answer.coverage
    assert found.hits.tolist() == answer.hits
    if problem.operation == "max":
        assert [[tuple(cell) for cell in row] for row in found.argmax.tolist()] == answer.argmax
    else:
        assert found.divisors.tolist() == answer.divisors
    for counts in (found.coverage, found.hits, getattr(found, found.EXTRA[0])):
        assert counts.dtype.kind == "i"


@settings(deadline=None, max_examples=120)
@given(problems(works=False))
def test_what_has_no_answer_is_refused(problem: Problem) -> None:
    """Exactly the problems that have too much padding, no window or an empty one are refused."""
    if problem.exact is not None:
        problem.pooled()
        return
    with pytest.raises(ValueError, match=r"not smaller than|no window fits|holds no input cell"):
        problem.pooled()


@settings(deadline=None, max_examples=60)
@given(problems())
def test_loss_is_the_mean_or_sum_of_the_output(problem: Problem) -> None:
    if naive.overflows(naive.flat(problem.answer.output)):
        return
    pooled = problem.pooled()
    output = [Fraction(value) for value in pooled.output.ravel().tolist()]
    exact = sum(output, Fraction(0)) / (len(output) if pooled.loss == "mean" else 1)
    if pooled.loss is None:
        assert pooled.loss_value is None
        assert pooled.upstream.tolist() == problem.options["upstream"]
    elif naive.overflows([exact]):
        with pytest.raises(ValueError, match=f"^the loss, a {pooled.loss}, {BEYOND}"):
            assert pooled.loss_value
    else:
        assert pooled.loss_value == float(exact)
        each = 1.0 if pooled.loss == "sum" else 1 / len(output)
        assert set(pooled.upstream.ravel().tolist()) == {each}


@pytest.mark.parametrize("kernel", range(1, 10))
@pytest.mark.parametrize("operation", ["max", "avg"])
def test_every_short_line_is_pooled_right(operation: str, kernel: int) -> None:
    """All sizes, strides, gaps and leftovers of one row, and of the same numbers as a column."""
    some = product(range(1, 12), range(1, 5), (1, 2), (0, kernel // 2), (False, True))
    for size, stride, dilation, padding, ceil_mode in some:
        line = naive.Line(size, kernel, stride, padding, padding // 2, dilation, ceil_mode)
        if not line.works:
            continue
        x = [[float(cell * 5 % 7 - 3) for cell in range(size)]]
        upstream = [[float(window * 3 % 5 - 1) for window in range(line.windows)]]
        row = naive.Line(1, 1, 1, 0, 0, 1, ceil_mode)
        options = windows(row, line) | {"upstream": upstream}
        turned = windows(line, row) | {"upstream": list(zip(*upstream, strict=True))}
        if operation == "max":
            options["ties"] = turned["ties"] = TIES[size % 4]
        else:
            options["count_include_pad"] = turned["count_include_pad"] = bool(stride % 2)
        lying = answering(Problem(operation, x, options))
        standing = Problem(operation, [[value] for value in x[0]], turned).pooled()
        assert (lying.output == standing.output.T).all()
        assert (lying.gradient == standing.gradient.T).all()


def answering(problem: Problem) -> Any:
    """What poolviz answers: all matrices are the exact ones; numbers this small do not overflow."""
    found, answer = problem.pooled(), problem.answer
    assert found.output.tolist() == nearest(answer.output), problem
    assert found.gradient.tolist() == nearest(answer.gradient), problem
    assert found.hits.tolist() == answer.hits, problem
    assert found.coverage.tolist() == answer.coverage, problem
    if problem.operation == "max":
        assert [list(map(tuple, row)) for row in found.argmax.tolist()] == answer.argmax, problem
    else:
        assert found.divisors.tolist() == answer.divisors, problem
    return found


ONCE = [[1] * 4 for _ in range(4)]
OVERLAP = [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]


@pytest.mark.parametrize(
    ("operation", "stride", "output", "hits", "coverage", "share", "special", "loss"),
    [
        pytest.param(
            *("max", 2, [[5, 6], [9, 6]]),
            [[0, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 0], [0, 0, 0, 1]],
            *(ONCE, 1 / 4, [[[1, 0], [1, 3]], [[2, 0], [3, 3]]], 6.5),
            id="max-2",
        ),
        pytest.param(
            *("max", 1, [[5, 4, 6], [9, 6, 6], [9, 6, 6]]),
            [[0, 0, 0, 0], [1, 0, 1, 2], [2, 2, 0, 0], [0, 0, 0, 1]],
            *(OVERLAP, 1 / 9),
            [
                [[1, 0], [1, 2], [1, 3]],
                [[2, 0], [2, 1], [1, 3]],
                [[2, 0], [2, 1], [3, 3]],
            ],
            57 / 9,
            id="max-1",
        ),
        pytest.param(
            *("avg", 2, [[2.75, 3.75], [5.5, 3.5]], ONCE, ONCE, 1 / 16),
            *([[4, 4], [4, 4]], 3.875),
            id="avg-2",
        ),
        pytest.param(
            *("avg", 1, [[2.75, 2.5, 3.75], [5.5, 3.25, 3.25], [5.5, 4, 3.5]]),
            *(OVERLAP, OVERLAP, 1 / 36, [[4] * 3] * 3, 34 / 9),
            id="avg-1",
        ),
    ],
)
def test_worked_example(
    operation: str,
    stride: int,
    output: Any,
    hits: Any,
    coverage: Any,
    share: float,
    special: Any,
    loss: float,
) -> None:
    """The article's four examples, in checked numbers: the gradient is hits times one share."""
    pooled: Any = (max_pool if operation == "max" else avg_pool)(EXAMPLE, 2, stride)
    assert pooled.output.tolist() == output
    assert pooled.hits.tolist() == hits
    assert pooled.coverage.tolist() == coverage
    assert getattr(pooled, "argmax" if operation == "max" else "divisors").tolist() == special
    exact = [[Fraction(n) * Fraction(share).limit_denominator(99) for n in row] for row in hits]
    assert sum(naive.flat(exact)) == 1
    assert naive.furthest(pooled.gradient.tolist(), exact) <= Fraction(1, 2)
    assert naive.ulps(pooled.loss_value, Fraction(loss).limit_denominator(99)) <= 1
    windows = len(output) * len(output[0])
    assert pooled.upstream.tolist() == [[1 / windows] * len(output[0])] * len(output)


# What each row says of: x, options, output, hits, gradient under the loss's sum or the upstream.
MAX_CASES: dict[str, tuple[Any, dict[str, Any], Any, Any, Any]] = {
    "padding is never chosen, not even among negatives": (
        *([[-3, -1]], {"kernel": 2, "padding": 1, "stride": 1}),
        *([[-3, -1, -1], [-3, -1, -1]], [[2, 4]], [[2, 4]]),
    ),
    "padding is never chosen beside the smallest float": (
        *([[-1.7976931348623157e308]], {"kernel": 3, "padding": 1, "stride": 1}),
        *([[-1.7976931348623157e308]], [[1]], [[1]]),
    ),
    "the first of the tied wins by default": (
        *([[7, 7], [7, 7]], {"kernel": 2}, [[7]], [[1, 0], [0, 0]], [[1, 0], [0, 0]]),
    ),
    "first in row-major order, not column by column": (
        *([[0, 7], [7, 0]], {"kernel": 2}, [[7]], [[0, 1], [0, 0]], [[0, 1], [0, 0]]),
    ),
    "last in row-major order": (
        *([[0, 7], [7, 0]], {"kernel": 2, "ties": "last"}),
        *([[7]], [[0, 0], [1, 0]], [[0, 0], [1, 0]]),
    ),
    "split gives equal parts, and every tied cell is hit": (
        *([[7, 7], [7, 1]], {"kernel": 2, "ties": "split", "upstream": [[6]]}),
        *([[7]], [[1, 1], [1, 0]], [[2, 2], [2, 0]]),
    ),
    "all gives each one the whole": (
        *([[7, 7], [7, 1]], {"kernel": 2, "ties": "all", "upstream": [[6]]}),
        *([[7]], [[1, 1], [1, 0]], [[6, 6], [6, 0]]),
    ),
    "a cell that ties in one window and loses in another": (
        *([[4, 4, 9]], {"kernel": (1, 2), "stride": 1, "ties": "split"}),
        *([[4, 9]], [[1, 1, 1]], [[0.5, 0.5, 1]]),
    ),
    "zeros tie whatever their sign": (
        *([[-0.0, 0.0, -1]], {"kernel": (1, 3), "ties": "split"}),
        *([[0.0]], [[1, 1, 0]], [[0.5, 0.5, 0]]),
    ),
    "one row": (
        *([[1, 9, 2, 8]], {"kernel": (1, 2), "stride": 1, "upstream": [[1, 10, 100]]}),
        *([[9, 9, 8]], [[0, 2, 0, 1]], [[0, 11, 0, 100]]),
    ),
    "one column": (
        *([[1], [9], [2], [8]], {"kernel": (2, 1), "stride": 1}),
        *([[9], [9], [8]], [[0], [2], [0], [1]], [[0], [2], [0], [1]]),
    ),
    "one cell": ([[-2]], {"kernel": 1}, [[-2]], [[1]], [[1]]),
    "a stride beyond the kernel leaves cells out": (
        *([[1, 9, 2, 3, 4]], {"kernel": 1, "stride": (1, 3)}),
        *([[1, 3]], [[1, 0, 0, 1, 0]], [[1, 0, 0, 1, 0]]),
    ),
    "what no whole window reaches is left out": (
        *([[1, 2, 3]], {"kernel": (1, 2)}, [[2]], [[0, 1, 0]], [[0, 1, 0]]),
    ),
    "ceil mode takes it in": (
        *([[1, 2, 3]], {"kernel": (1, 2), "ceil_mode": True}, [[2, 3]], [[0, 1, 1]], [[0, 1, 1]]),
    ),
    "ceil mode drops a window that starts in the right padding": (
        # Starts -1, 2, 5: 5 is padding.
        *([[1, 2, 3, 4, 5]], {"kernel": (1, 3), "padding": (0, 1), "stride": 3}),
        *([[2, 5]], [[0, 1, 0, 0, 1]], [[0, 1, 0, 0, 1]]),
    ),
    "uneven padding moves the windows": (
        *([[1, 2, 3]], {"kernel": (1, 2), "padding": (0, 1, 0, 0)}),
        *([[1, 3]], [[1, 0, 1]], [[1, 0, 1]]),
    ),
    "same pads at the end": (
        *([[3, 2, 1]], {"kernel": (1, 2), "padding": "same"}, [[3, 1]], [[1, 0, 1]], [[1, 0, 1]]),
    ),
    "same-lower pads at the start": (
        *([[3, 2, 1]], {"kernel": (1, 2), "padding": "same-lower"}),
        *([[3, 2]], [[1, 1, 0]], [[1, 1, 0]]),
    ),
    "dilation steps over cells": (
        *([[1, 9, 2, 8, 3]], {"kernel": (1, 3), "dilation": 2, "stride": 1}),
        *([[3]], [[0, 0, 0, 0, 1]], [[0, 0, 0, 0, 1]]),
    ),
    "dilation steps over padding and input alike": (
        # The window at -1 sees -1 and 1, the one at 0 sees 0 and 2, the one at 1 sees 1 and 3.
        *([[5, 1, 4]], {"kernel": (1, 2), "dilation": 2, "padding": (0, 1), "stride": 1}),
        *([[1, 5, 1]], [[1, 2, 0]], [[1, 2, 0]]),
    ),
    "negative upstream gradients go the same way": (
        *([[1, 9, 2]], {"kernel": (1, 2), "stride": 1, "upstream": [[-3, 1]]}),
        *([[9, 9]], [[0, 2, 0]], [[0, -2, 0]]),
    ),
}

AVG_CASES: dict[str, tuple[Any, dict[str, Any], Any, Any, Any, Any]] = {
    "padding counts": (
        *([[6, -2]], {"kernel": (1, 2), "padding": (0, 1), "stride": 1}),
        *([[3, 2, -1]], [[2, 2, 2]], [[2, 2]], [[1, 1]]),
    ),
    "padding does not count": (
        [[6, -2]],
        {"kernel": (1, 2), "padding": (0, 1), "stride": 1, "count_include_pad": False},
        *([[6, 2, -2]], [[1, 2, 1]], [[2, 2]], [[1.5, 1.5]]),
    ),
    "uneven padding, counted at one end only": (
        *([[6, 3, 1]], {"kernel": (1, 2), "padding": (0, 1, 0, 0)}),
        *([[3, 2]], [[2, 2]], [[1, 1, 1]], [[0.5, 0.5, 0.5]]),
    ),
    "ceil mode's overhang never counts": (
        *([[2, 4, 9]], {"kernel": (1, 2), "ceil_mode": True}),
        *([[3, 9]], [[2, 1]], [[1, 1, 1]], [[0.5, 0.5, 1]]),
    ),
    "ceil mode's overhang does not count where padding does": (
        # The window at 2 sees cells 2 and 3 and one of padding; the fourth tap hangs over.
        [[1, 1, 4, 8]],
        {
            "kernel": (1, 4),
            "padding": (0, 1),
            "stride": 3,
            "ceil_mode": True,
            "upstream": [[12, 12]],
        },
        *([[1.5, 4]], [[4, 3]], [[1, 1, 2, 1]], [[3, 3, 7, 4]]),
    ),
    "a divisor of one makes it a sum": (
        *([[1, 3]], {"kernel": (1, 2), "divisor": 1}, [[4]], [[1]], [[1, 1]], [[1, 1]]),
    ),
    "the divisor holds backward too": (
        *([[8, 8, 0]], {"kernel": (1, 2), "stride": 1, "divisor": 8, "upstream": [[8, -24]]}),
        *([[2, 1]], [[8, 8]], [[1, 2, 1]], [[1, -2, -3]]),
    ),
    "the divisor takes the place of what padding would count": (
        [[6]],
        {"kernel": (1, 3), "padding": (0, 1), "divisor": 2, "count_include_pad": False},
        *([[3]], [[2]], [[1]], [[0.5]]),
    ),
    "one column": (
        *([[2], [4], [-6]], {"kernel": (2, 1), "stride": 1}),
        *([[3], [-1]], [[2], [2]], [[1], [2], [1]], [[0.5], [1], [0.5]]),
    ),
    "a stride beyond the kernel leaves cells out": (
        *([[2, 9, 4]], {"kernel": 1, "stride": 2}, [[2, 4]], [[1, 1]], [[1, 0, 1]], [[1, 0, 1]]),
    ),
    "dilation steps over cells": (
        *([[2, 9, 4]], {"kernel": (1, 2), "dilation": 2}),
        *([[3]], [[2]], [[1, 0, 1]], [[0.5, 0, 0.5]]),
    ),
    "dilated padding counts where it is seen": (
        # -2, 0, 2, 4: of the five cells of padding and input in between none counts.
        *([[4, 1, 8]], {"kernel": (1, 4), "dilation": 2, "padding": (0, 2)}),
        *([[3]], [[4]], [[1, 0, 1]], [[0.25, 0, 0.25]]),
    ),
}


@pytest.mark.parametrize("case", MAX_CASES.values(), ids=MAX_CASES.keys())
def test_max_by_hand(case: tuple[Any, ...]) -> None:
    """Each case is small enough to follow on paper; without an upstream the loss is a sum."""
    x, options, output, hits, gradient = case
    loss: Loss | None = None if "upstream" in options else "sum"
    found: Any = max_pool(x, **options, loss=loss)
    assert found.output.tolist() == output
    assert found.hits.tolist() == hits
    assert found.gradient.tolist() == gradient


@pytest.mark.parametrize("case", AVG_CASES.values(), ids=AVG_CASES.keys())
def test_avg_by_hand(case: tuple[Any, ...]) -> None:
    """Each case is small enough to follow on paper; without an upstream the loss is a sum."""
    x, options, output, divisors, hits, gradient = case
    loss: Loss | None = None if "upstream" in options else "sum"
    found: Any = avg_pool(x, **options, loss=loss)
    assert found.output.tolist() == output
    assert found.divisors.tolist() == divisors
    assert found.hits.tolist() == found.coverage.tolist() == hits
    assert found.gradient.tolist() == gradient


def test_argmax_names_cells_of_the_input_not_of_the_padded_one() -> None:
    found = max_pool([[-3, -1], [-2, -5]], kernel=2, padding=1)
    assert found.argmax.tolist() == [[[0, 0], [0, 1]], [[1, 0], [1, 1]]]
    assert found.argmax.shape == (2, 2, 2)


def test_stride_is_the_kernel_unless_given() -> None:
    assert max_pool(np.ones((6, 6)), kernel=(2, 3)).geometry.stride == (2, 3)


def test_default_problem_is_two_by_two_mean_first() -> None:
    found = max_pool(EXAMPLE)
    assert (found.geometry.kernel, found.geometry.padding) == ((2, 2), (0, 0, 0, 0))
    assert (found.loss, found.ties, found.geometry.ceil_mode) == ("mean", "first", False)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "uint64", "float16", "float32", ">f8"])
def test_real_arrays_of_any_width_are_taken(dtype: str) -> None:
    found = max_pool(np.array([[1, 3], [5, 2]], dtype=dtype))
    assert (found.output.tolist(), found.input.dtype) == ([[5.0]], np.dtype(np.float64))


@pytest.mark.parametrize(
    "x",
    [
        ((1, 3), (5, 2)),
        np.array([[1, 3], [5, 2]])[::1, ::1],
        np.array([[1, 5], [3, 2]]).T,
        np.array([[2, 5], [3, 1]])[::-1, ::-1],
        [np.array([1, 3]), np.array([5, 2])],
    ],
)
def test_sequences_and_views_are_taken(x: Any) -> None:
    assert max_pool(x).argmax.tolist() == [[[1, 0]]]


def test_integers_that_float64_holds_are_taken_however_large() -> None:
    large = [[2**53, 2**62, 2**70, -(2**1000)]]
    assert max_pool(large, 1).output.tolist() == [[float(n) for n in large[0]]]
    assert max_pool(np.array([[2**62]]), 1).output.tolist() == [[2.0**62]]
    assert max_pool(np.array([[2**63]], dtype=np.uint64), 1).output.tolist() == [[2.0**63]]


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize == 8, reason="long doubles are doubles here")
def test_long_doubles_are_taken_where_float64_holds_them() -> None:
    assert max_pool(np.array([[0.5]], dtype=np.longdouble), 1).output.tolist() == [[0.5]]
    third = np.longdouble(1) / 3
    message = r"^the input's cell \(0, 0\) is 0\.33.*; float64 cannot hold it$"
    with pytest.raises(ValueError, match=message):
        max_pool(np.array([[third]]), 1)


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize == 8, reason="long doubles are doubles here")
def test_a_long_double_beyond_float64_is_refused_without_a_warning() -> None:
    message = (
        r"^the input's cell \(0, 0\) is 1\.148.*e\+602; poolviz takes finite float64 numbers only$"
    )
    with pytest.raises(ValueError, match=message):
        max_pool(np.array([[np.longdouble(2) ** 2000]]), 1)


def test_masked_cells_are_no_numbers() -> None:
    whole = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]])
    assert max_pool(whole).output.tolist() == [[4.0]]
    whole.mask = [[False, False], [True, False]]
    with pytest.raises(ValueError, match=r"^the input has masked cells; fill them with numbers fi"):
        max_pool(whole)


def test_the_cells_of_a_window_are_those_of_the_input() -> None:
    assert avg_pool([[1, 2], [3, 4]], 2, 1, 1).cells.tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


SIZE = "a whole number from 1 or HxW, such as 2 or 2x3"
PADDING = "padding must be N, HxW, T,L,B,R, same or same-lower, not "
FLOAT64 = "poolviz takes finite float64 numbers only"
NAN = "; in PyTorch, JAX and NumPy a window that holds NaN has the output NaN (poolviz learn nan)"
EACH = "; each channel is pooled by itself: take one of them, such as "
THREE, FOUR = EACH + "x[0] or channel=0", EACH + "x[0][0] or channel=(0, 0)"
DIMENSIONS = "the input must have two dimensions, not "
RESHAPE = "; for one row, reshape it to (1, n), for one column to (n, 1)"
REAL = "the input must hold real numbers, not "
WIDE = np.ones((4, 4))

BAD: list[tuple[str, Any, dict[str, Any], str]] = [
    *[
        ("either", WIDE, {name: value}, f"{name} must be {SIZE}, not {said}")
        for name in ("kernel", "stride", "dilation")
        for value, said in [
            *((2.0, "2.0"), (True, "True"), ((2, True), "(2, True)"), ("2y3", "'2y3'")),
            *((1.5, "1.5"), ((), "()"), ((1, 2, 3), "(1, 2, 3)"), ("", "''"), ("2x", "'2x'")),
            *(("2.0", "'2.0'"), ("٣", "'٣'"), ("\x1b[31m", "'\\x1b[31m'"), ([[2]], "[[2]]")),
            *((1j, "1j"), ((2, None), "(2, None)"), ("x" * 50, "'" + "x" * 39 + "…'")),
        ]
    ],
    ("either", WIDE, {"dilation": None}, f"dilation must be {SIZE}, not None"),
    *[
        ("either", WIDE, {name: value}, f"{name} must be {said}")
        for name in ("kernel", "stride", "dilation")
        for value, said in [
            *((0, "at least 1, not 0"), (-2, "at least 1, not -2"), ("-2", "at least 1, not -2")),
            *(("2x0", "at least 1, not 0"), ((2, -1), "at least 1, not -1")),
            (10**9, "at most 999999999, not 1000000000"),
        ]
    ],
    *[
        ("either", WIDE, {"padding": value}, PADDING + said)
        for value, said in [
            *((1.0, "1.0"), (True, "True"), ((1, 2, 3), "(1, 2, 3)"), ("1,2", "'1,2'")),
            *(("1,2,3", "'1,2,3'"), ("", "''"), (None, "None")),
            *(("1x2x3x", "'1x2x3x'"), ((1, 2, 3, 4, 5), "(1, 2, 3, 4, 5)")),
        ]
    ],
    ("either", WIDE, {"ceil_mode": "yes"}, "ceil_mode must be True or False, not 'yes'"),
    ("avg", WIDE, {"count_include_pad": 2}, "count_include_pad must be True or False, not 2"),
    ("either", WIDE, {"padding": -1}, "padding must be at least 0, not -1"),
    ("either", WIDE, {"padding": "0,0,-1,0"}, "padding must be at least 0, not -1"),
    ("either", WIDE, {"padding": 10**9}, "padding must be at most 999999999, not 1000000000"),
    (
        *("either", WIDE, {"padding": 2}),
        "padding of 2 cells before the input's height is not smaller than the window's extent, 2: "
        "a window could lie in the padding alone; use at most 1",
    ),
    (
        *("either", WIDE, {"padding": (0, 0, 0, 5), "dilation": (1, 4)}),
        "padding of 5 cells after the input's width is not smaller than the window's extent, 5: "
        "a window could lie in the padding alone; use at most 4",
    ),
    (
        *("either", WIDE, {"kernel": 1, "padding": (0, 1)}),
        "padding of 1 cell before the input's width is not smaller than the window's extent, 1: "
        "a window could lie in the padding alone; use at most 0",
    ),
    (
        *("either", [[1, 2]], {"kernel": 2}),
        "no window fits: the height of a window is 2 and that of the input 1; "
        "for a single row use kernel 1x2",
    ),
    (
        *("either", WIDE, {"kernel": 3, "dilation": (1, 3), "padding": (0, 1)}),
        "no window fits: the width of a window is 7 and that of the input 4, 6 with padding; "
        "use a smaller kernel or more padding",
    ),
    (
        *("either", [[1]], {"kernel": 2, "dilation": 3, "padding": 2, "stride": 1}),
        "window 0 of the height holds no input cell: with dilation 3 it steps over the input; "
        "use less padding or dilation",
    ),
    (
        # Starts -3 and sees 0; starts -2 and sees -2, 1: the second window is the empty one.
        *("either", [[1]], {"kernel": (1, 2), "dilation": 3, "padding": (0, 3), "stride": 1}),
        "window 1 of the width holds no input cell: with dilation 3 it steps over the input; "
        "use less padding or dilation",
    ),
    (
        *("either", [[1]], {"kernel": 20000, "padding": 19999, "stride": 1}),
        "20000×20000 windows over 1599920001 padded cells are more than poolviz takes "
        "(268435456); use a smaller matrix, kernel or padding",
    ),
    ("max", WIDE, {"ties": "both"}, "ties must be first, last, split or all, not 'both'"),
    ("max", WIDE, {"ties": None}, "ties must be first, last, split or all, not None"),
    ("max", WIDE, {"ties": ["first"]}, "ties must be first, last, split or all, not ['first']"),
    ("either", WIDE, {"loss": "max"}, "loss must be mean or sum, not 'max'"),
    ("either", WIDE, {"loss": 1}, "loss must be mean or sum, not 1"),
    (
        *("either", WIDE, {"loss": "mean", "upstream": [[1, 1], [1, 1]]}),
        "loss and upstream exclude each other; give one of them",
    ),
    (
        *("either", WIDE, {"upstream": np.ones((2, 3))}),
        "the upstream gradient is 2×3 and the output 2×2; they must have the same size",
    ),
    (
        *("either", WIDE, {"upstream": [1, 2]}),
        "the upstream gradient must have two dimensions, not 1" + RESHAPE,
    ),
    (
        *("either", WIDE, {"upstream": [[1, np.inf], [1, 1]]}),
        f"the upstream gradient's cell (0, 1) is inf; {FLOAT64}",
    ),
    (
        "either",
        WIDE,
        {"upstream": [[1], [1, 2]]},
        "the upstream gradient's rows must have the same length",
    ),
    (
        *("either", WIDE, {"upstream": [[True, False], [True, False]]}),
        "the upstream gradient must hold real numbers, not booleans",
    ),
    *[
        ("avg", WIDE, {"divisor": value}, f"divisor must be {said}")
        for value, said in [
            *((0, "at least 1, not 0"), (-1, "at least 1, not -1")),
            (10**9, "at most 999999999, not 1000000000"),
            *((2.0, "a whole number from 1, not 2.0"), (True, "a whole number from 1, not True")),
            *(("a", "a whole number from 1, not 'a'"), ((), "a whole number from 1, not ()")),
            ("1x2", "a whole number from 1, not '1x2'"),
        ]
    ],
    *[
        ("either", x, {"kernel": 1}, message)
        for x, message in [
            ([[1.0, 2.0], [np.nan, 1.0]], f"the input's cell (1, 0) is nan; {FLOAT64}{NAN}"),
            ([[1.0, -np.inf]], f"the input's cell (0, 1) is -inf; {FLOAT64}"),
            (np.array([[np.inf]], dtype=np.float32), f"the input's cell (0, 0) is inf; {FLOAT64}"),
            ([[1, 2], [3]], "the input's rows must have the same length"),
            ([[1], [[2]]], "the input's rows must have the same length"),
            ([1, 2], DIMENSIONS + "1" + RESHAPE),
            (7, DIMENSIONS + "0"),
            (
                np.ones((2, 3, 1)),
                "the input is 2×3×1 (channels, rows, columns)" + EACH + "x[0] or channel=0",
            ),
            (
                np.ones((1, 2, 3, 4)),
                "the input is 1×2×3×4 (images, channels, rows, columns)"
                + EACH
                + "x[0][0] or channel=(0, 0)",
            ),
            ([[]], "the input is empty (1×0); give it at least one cell"),
            (np.ones((0, 3)), "the input is empty (0×3); give it at least one cell"),
            ([[1j, 2]], REAL + "complex numbers"),
            ([[None, 2]], REAL + "Python objects"),
            ([[Fraction(1, 2)]], REAL + "Python objects"),
            ([["1", "2"]], REAL + "text"),
            ("1 2; 3 4", REAL + "text"),
            ([[b"1"]], REAL + "bytes"),
            ([[True, False]], REAL + "booleans"),
            ([[True, 2**70]], REAL + "booleans"),
            (np.array([["2020-01-01"]], dtype="datetime64[D]"), REAL + "datetime64[D]"),
            (
                [[1, 2], [3, 2**53 + 1]],
                "the input's cell (1, 1): 9007199254740993 is no exact float64 number; the nearest "
                "is 9007199254740992",
            ),
            (
                np.array([[-(2**53) - 1]]),
                "the input's cell (0, 0): -9007199254740993 is no exact float64 number; the "
                "nearest is -9007199254740992",
            ),
            (
                np.array([[2**64 - 1]], dtype=np.uint64),
                "the input's cell (0, 0): 18446744073709551615 is no exact float64 number; the "
                "nearest is 18446744073709551616",
            ),
            (
                [[2**70 + 1]],
                "the input's cell (0, 0): 1180591620717411303425 is no exact float64 number; the "
                "nearest is 1180591620717411303424",
            ),
            (
                [[10**400]],
                "the input's cell (0, 0): 1" + "0" * 38 + "… is no exact float64 number; it is "
                "beyond float64's range",
            ),
        ]
    ],
]


@pytest.mark.parametrize(
    ("operation", "x", "options", "message"),
    [
        (operation, x, options, message)
        for either, x, options, message in BAD
        for operation in (("max", "avg") if either == "either" else (either,))
    ],
)
def test_bad_argument(operation: str, x: Any, options: dict[str, Any], message: str) -> None:
    """A bad argument raises ValueError at once, with a message that says what would be right."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 — the whole message is compared
        (max_pool if operation == "max" else avg_pool)(x, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize("message_of", ["output", "gradient", "loss, a sum,"])
def test_overflow_is_refused_not_infinite(message_of: str) -> None:
    huge = 1e308
    calls: dict[str, list[Any]] = {
        "output": [lambda: avg_pool([[huge, huge]], (1, 2), divisor=1).output],
        "gradient": [
            lambda: max_pool([[1, 9, 1]], (1, 2), 1, upstream=[[huge, huge]]).gradient,
            lambda: max_pool([[9, 9, 9]], (1, 2), 1, ties="all", upstream=[[huge] * 2]).gradient,
            lambda: avg_pool([[1, 9, 1]], (1, 2), 1, divisor=1, upstream=[[-huge] * 2]).gradient,
        ],
        "loss, a sum,": [
            lambda: max_pool([[huge, huge]], 1, loss="sum").loss_value,
            lambda: avg_pool([[-huge, -huge]], 1, loss="sum").loss_value,
        ],
    }
    for call in calls[message_of]:
        with pytest.raises(ValueError, match=f"^the {message_of} {BEYOND}"):
            call()


def test_forward_is_given_where_only_the_loss_overflows() -> None:
    """What is not asked for does not stand in the way of what is."""
    assert max_pool([[1e308, 1e308]], 1, loss="sum").output.tolist() == [[1e308, 1e308]]


@pytest.mark.parametrize(
    "x", [[[0.5, 2**53 + 1]], [[2**53 + 1, 0.5]], [[2**63 + 1, -1]], [[True, 2]]]
)
def test_nothing_changes_silently_in_a_list_of_mixed_numbers(x: Any) -> None:
    with pytest.raises(ValueError, match=r"no exact float64 number|booleans"):
        max_pool(x, 1)


@pytest.mark.parametrize("value", [b"2", bytearray(b"2")])
def test_bytes_are_no_size(value: Any) -> None:
    with pytest.raises(ValueError, match="kernel must be a whole number"):
        max_pool(np.ones((60, 60)), kernel=value)


@pytest.mark.parametrize("options", [{"x": [[10**5000]]}, {"x": [[1]], "kernel": 10**5000}])
def test_endless_integers_are_refused_in_plain_words(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"float64|kernel must be"):
        max_pool(**options)


def test_no_matrix_is_made_that_nobody_asked_for() -> None:
    """Where all windows divide by the same, or send the same, there is no need to lay it out."""
    found = avg_pool(EXAMPLE, 2, 1)
    assert found.output.shape != found.gradient.shape
    assert {"divisors", "upstream"}.isdisjoint(vars(found))
    uneven = avg_pool(EXAMPLE, 2, 1, 1, count_include_pad=False)
    assert uneven.output.shape == (5, 5)
    assert "divisors" not in vars(uneven)
    most = max_pool(EXAMPLE, 2, 1)
    assert most.gradient.sum() == pytest.approx(1)
    assert {"output", "argmax", "coverage", "upstream"}.isdisjoint(vars(most))
