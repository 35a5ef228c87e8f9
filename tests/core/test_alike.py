"""Kernels and padding beyond the input: many windows see the same cells, and cost no more."""

from __future__ import annotations

import tracemalloc
from typing import Any

import naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TIED, TIES, USUAL, Problem, matrices, windows

from poolviz import avg_pool, max_pool
from poolviz.core.axes import Sliding
from poolviz.core.layouts import distinct


@st.composite
def beyond(draw: st.DrawFn) -> Problem:
    """Problems whose windows reach far over the input, with much padding."""
    ceil_mode = draw(st.booleans())

    def line() -> naive.Line:
        kernel, dilation = draw(st.integers(1, 12)), draw(st.sampled_from((1, 1, 2, 3)))
        most = dilation * (kernel - 1)
        before, after = (draw(st.integers(max(0, most - 6), most)) for _ in range(2))
        stride = draw(st.integers(1, 4))
        size = draw(st.integers(1, 5))
        return naive.Line(size, kernel, stride, before, after, dilation, ceil_mode)

    rows, columns = line(), line()
    options = windows(rows, columns)
    operation = draw(st.sampled_from(("max", "avg")))
    if operation == "max":
        options["ties"] = draw(st.sampled_from(TIES))
    else:
        options["count_include_pad"] = draw(st.booleans())
        options["divisor"] = draw(st.none() | st.just(7))
    kind = draw(st.sampled_from((TIED, USUAL)))
    if draw(st.booleans()) and rows.works and columns.works:
        options["upstream"] = draw(matrices(rows.windows, columns.windows, USUAL))
    return Problem(operation, draw(matrices(rows.size, columns.size, kind)), options)


@settings(deadline=None, max_examples=300)
@given(beyond())
def test_windows_that_are_alike_are_each_counted(problem: Problem) -> None:
    """All matrices are the naive ones, rounded once."""
    answer = problem.exact
    if answer is None:
        return
    found = problem.pooled()
    for name in ("output", "gradient"):
        nearest = [[float(number) for number in row] for row in getattr(answer, name)]
        assert getattr(found, name).tolist() == nearest, name
    assert found.hits.tolist() == answer.hits
    assert found.coverage.tolist() == answer.coverage
    if problem.operation == "max":
        assert [[tuple(cell) for cell in row] for row in found.argmax.tolist()] == answer.argmax
    else:
        assert found.divisors.tolist() == answer.divisors


@pytest.mark.parametrize("dilation", [1, 2, 3, 7])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_each_window_is_one_that_sees_the_same_cells(size: int, dilation: int) -> None:
    """And these are no more than twice as many as the input has cells, and gaps."""
    for kernel in range(1, 9):
        pad = dilation * (kernel - 1)
        for stride in (1, 2, 5):
            axis = Sliding("height", size, kernel, stride, dilation, pad, pad)
            other, which = distinct(axis)
            fits = kernel <= -(-size // dilation)
            assert (which is None) == fits
            if which is None:
                assert other == axis
                continue
            assert other.windows <= 2 * size + dilation
            seen = [list(axis.cells(window)) for window in range(axis.windows)]
            if not all(seen):
                continue  # such an axis is refused
            assert [list(other.cells(window)) for window in which.tolist()] == seen


@pytest.mark.parametrize(
    ("operation", "x", "options"),
    [
        ("max", [[1]], {"kernel": 8000, "ceil_mode": True}),
        ("max", [[1]], {"kernel": 16000, "padding": 8000, "ties": "all"}),
        ("avg", [[1, 2]], {"kernel": 3000, "stride": 50, "padding": 2999}),
        ("avg", np.ones((9, 9)), {"kernel": 2999, "stride": 99, "padding": 2998}),
        ("max", np.ones((9, 9)), {"kernel": 2999, "stride": 99, "padding": 2998, "ties": "split"}),
    ],
)
def test_memory_follows_input_and_output_and_not_the_kernel(
    operation: str, x: Any, options: dict[str, Any]
) -> None:
    """Padded and laid out, the first of these would take 512 MB."""
    tracemalloc.start()
    pooled: Any = (max_pool if operation == "max" else avg_pool)(x, **options)
    for name in ("output", "hits", "coverage", "gradient", pooled.EXTRA[0]):
        assert getattr(pooled, name).size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**18 + 300 * (pooled.input.nbytes + pooled.output.nbytes)
