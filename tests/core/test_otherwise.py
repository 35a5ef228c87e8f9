"""The same problem with other options, and results that cannot be written to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from poolviz import AvgPooling, MaxPooling, avg_pool, max_pool
from poolviz.core.geometry import Placement, settle
from poolviz.core.pooling import AvgPooling as AvgProblem
from poolviz.core.pooling import MaxPooling as Problem
from poolviz.core.problem import otherwise
from poolviz.core.windows import Windows

X = [[1, 3, 1, 4, 9], [5, 2, 4, 6, 9], [9, 6, 1, 2, 0]]
MATRICES = {
    "max": ("output", "winners", "argmax", "tied", "tied_hits"),
    "avg": ("output", "divisors", "cells"),
}
ALWAYS = ("input", "hits", "coverage", "gradient", "upstream")


def same(a: MaxPooling | AvgPooling, b: MaxPooling | AvgPooling) -> bool:
    """Whether two problems are of one type and have the same options and answers."""
    assert type(a) is type(b)
    names = (*ALWAYS, *MATRICES[a.operation])
    matrices = all(np.array_equal(getattr(a, name), getattr(b, name)) for name in names)
    options = all(getattr(a, name) == getattr(b, name) for name in ("loss", *a.OPTIONS))
    return matrices and options and a.geometry == b.geometry


@pytest.mark.parametrize(
    ("given", "changes", "expected"),
    [
        ({}, {}, {}),
        ({}, {"kernel": (1, 3)}, {"kernel": (1, 3)}),
        ({"stride": 1}, {"kernel": (1, 3)}, {"kernel": (1, 3), "stride": 1}),
        ({"stride": 1}, {"stride": None}, {}),
        ({"padding": "same"}, {"kernel": (3, 3)}, {"kernel": 3, "padding": "same"}),
        ({"padding": 1}, {"padding": (0, 0, 0, 1)}, {"padding": (0, 0, 0, 1)}),
        ({}, {"ceil_mode": True, "dilation": (2, 1)}, {"ceil_mode": True, "dilation": (2, 1)}),
        ({"kernel": 3}, {"output_size": (2, 2)}, {"output_size": 2}),
        ({"output_size": 2}, {"output_size": None, "kernel": (1, 1)}, {"kernel": 1}),
        ({"loss": "sum"}, {"kernel": (1, 1)}, {"loss": "sum", "kernel": 1}),
        ({"loss": "sum"}, {"loss": "mean"}, {}),
        ({"loss": "sum"}, {"upstream": [[1.0, -2.0]]}, {"upstream": [[1, -2]]}),
        ({"upstream": [[1, -2]]}, {"loss": "sum"}, {"loss": "sum"}),
        ({"upstream": [[1, -2]]}, {"upstream": None}, {}),
        ({"upstream": [[1, -2]]}, {"stride": (2, 2)}, {"upstream": [[1, -2]], "stride": 2}),
        ({"upstream": [[1, -2]]}, {"upstream": [[3.0, 4.0]]}, {"upstream": [[3, 4]]}),
    ],
)
def test_the_same_problem_with_other_options(
    given: dict[str, Any], changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    if changes.get("upstream"):
        changes = {**changes, "upstream": np.array(changes["upstream"])}
    for pool in (max_pool, avg_pool):
        asked: Any = pool
        assert same(otherwise(asked(X, **given), **changes), asked(X, **expected))


def test_own_options_change_and_stay() -> None:
    for ties in ("first", "last", "split", "all"):
        changed = otherwise(max_pool(X, ties="split"), ties=ties)
        assert same(changed, max_pool(X, ties=ties))
        assert same(otherwise(changed, kernel=(1, 2)), max_pool(X, (1, 2), ties=ties))
    padded = avg_pool(X, 2, padding=1, divisor=3)
    assert same(otherwise(padded, divisor=None), avg_pool(X, 2, padding=1))
    plain = avg_pool(X, padding=1, count_include_pad=False)
    assert same(otherwise(padded, divisor=None, count_include_pad=False), plain)
    assert same(otherwise(padded, stride=(1, 1)), avg_pool(X, 2, 1, 1, divisor=3))


def test_what_the_operation_does_not_have_is_no_option() -> None:
    for problem, name in (
        (max_pool(X), "divisor"),
        (avg_pool(X), "ties"),
        (max_pool(X), "kernels"),
    ):
        told = f"^{problem.operation} pooling has no option '{name}'$"
        with pytest.raises(TypeError, match=told):
            otherwise(problem, **{name: 1})
        with pytest.raises(TypeError, match=told):
            otherwise(problem, **{name: 1, "zoom": 2})


@pytest.mark.parametrize(
    ("problem", "changes", "told"),
    [
        (max_pool(X), {"kernel": (4, 1)}, "^no window fits"),
        (max_pool(X), {"padding": (2, 2, 2, 2)}, "^padding of 2 cells"),
        (max_pool(X, upstream=[[1, 2]]), {"stride": (1, 1)}, "^the upstream gradient is 1×2 and"),
        (max_pool(X), {"loss": "sum", "upstream": np.ones((1, 2))}, "^loss and upstream exclude"),
        (max_pool(X, output_size=2), {"kernel": (2, 2)}, "^output_size and kernel exclude"),
        (avg_pool(X, output_size=2), {"divisor": 2}, "^output_size and divisor exclude"),
        (
            avg_pool(X, output_size=2),
            {"count_include_pad": False},
            "^output_size and count_include",
        ),
        (avg_pool(X, divisor=2), {"output_size": (1, 1)}, "^output_size and divisor exclude"),
    ],
)
def test_a_problem_that_does_not_exist(problem: Any, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        otherwise(problem, **changes)


def test_the_core_has_its_own_problems() -> None:
    """They need nothing of what judges arguments or shows results."""
    x = np.array(X, dtype=np.float64)
    problem = Problem(x, settle((3, 5), Placement((2, 2))))
    assert type(otherwise(problem, kernel=(1, 1))) is Problem
    assert problem.output.tolist() == [[5, 6]]
    assert (problem.loss, AvgProblem(x, problem.geometry).loss) == ("mean", "mean")


@pytest.mark.parametrize("operation", ["max", "avg"])
@pytest.mark.parametrize("upstream", [None, [[1.0, 2.0]]])
def test_results_cannot_be_written_to(operation: str, upstream: Any) -> None:
    """Neither they nor what is cut from them; the caller's own matrices stay his."""
    x = np.array(X, dtype=np.float64)
    given = None if upstream is None else np.array(upstream)
    problem: Any = (max_pool if operation == "max" else avg_pool)(x, upstream=given)
    for name in (*ALWAYS, *MATRICES[operation]):
        found = getattr(problem, name)
        for view in (found, found[0], found[:, :1], found.T, found.reshape(-1)):
            with pytest.raises(ValueError, match="read-only"):
                view[...] = 0
        assert getattr(problem, name) is found
    for factor in problem.factors if operation == "avg" else ():
        assert not factor.flags.writeable
    x[0, 0] = 7
    if given is not None:
        given[0, 0] = 7
    assert problem.input[0, 0] == 1


def test_windows_that_stay_are_not_placed_anew() -> None:
    """Nor is the upstream gradient that was given made anew."""
    p = max_pool(X, (1, 2), upstream=np.ones((3, 2)) * 7)
    assert otherwise(p, ties="all").geometry is p.geometry
    assert otherwise(p, stride=(1, 2)).geometry is not p.geometry
    assert p.upstream.tolist() == [[7, 7]] * 3


def test_without_options_the_core_does_what_the_frameworks_do() -> None:
    """The first of equal cells is chosen, and padding counts."""
    geometry = settle((3, 5), Placement(padding=(0, 1, 0, 1)))
    most, mean = Problem(np.array(X, float), geometry), AvgProblem(np.array(X, float), geometry)
    assert (most.ties, most.loss, mean.loss) == ("first", "mean", "mean")
    assert (mean.count_include_pad, mean.divisor) == (True, None)


def test_where_each_hit_brings_as_much_no_sum_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a loss, cells that tie and get the whole have their hits over the number of windows."""
    p = max_pool([[3.0, 3, 3]], (1, 2), 1, ties="all")
    assert p.hits.tolist() == [[1, 2, 1]]
    monkeypatch.delattr(Windows, "to_tied")
    assert p.gradient.tolist() == [[0.5, 1, 0.5]]
