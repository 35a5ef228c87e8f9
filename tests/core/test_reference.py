"""poolviz against the recorded answers of PyTorch and ONNX, and against PyTorch itself.

How the answers were recorded, and which of ONNX's are left out and why, is said in
`reference/record_pytorch.py`, `reference/record_adaptive.py` and `reference/record_onnx.py`.

Maxima, argmax and hits must be the same numbers. So must averages of whole numbers and gradients
that are sums of whole numbers, because there the other side does not round either, or once like
poolviz. Elsewhere PyTorch and ONNX add up one number after the other and round every time, and
poolviz once; the numbers may differ by what that rounding can amount to and no more. Adding n
numbers rounds n - 1 times, each time by at most half a unit in the last place, 2**-53, of the sum
of absolute values. Two divisions, by the windows of `mean` and by the divisor, may round too, and
so may poolviz's own result, twice: its sum and its quotient.
"""

from __future__ import annotations

import json
import runpy
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from poolviz import AvgPooling, MaxPooling, avg_pool, max_pool

HERE = Path(__file__).parents[1] / "reference"
ROUNDING = {"float64": 2.0**-53, "float32": 2.0**-24}
BLOCK = 50

Problem = dict[str, Any]
Floats = NDArray[np.float64]
Pooled = MaxPooling | AvgPooling

COUNTS = {"max": 560, "avg": 460, "no window": 24, "no input cell": 12}
"""What pytorch.json holds: answered problems of each operation, and refused ones."""

ANSWERS = {
    "max": {"output", "argmax", "hits", "gradient"},
    "avg": {"output", "hits", "gradient"},
}
"""What PyTorch answered to each problem."""

ADAPTIVE_COUNTS = {"max": 120, "avg": 120}
ONNX_COUNTS = {"max": 120, "avg": 160}
ARGMAX = 45
"""How many of ONNX's answers name the argmax."""

NODE_TESTS = {"max": 14, "avg": 13}
FOUR_DECIMALS = "test_averagepool_2d_ceil_last_window_starts_on_pad"
"""ONNX writes this test's expected value, 0.1511, by hand."""


@cache
def recorded(name: str) -> Problem:
    """A file of recorded answers."""
    content: Problem = json.loads((HERE / name).read_text(encoding="utf-8"))
    return content


def counts(problems: list[Problem]) -> dict[str, int]:
    """How many problems there are of each operation or reason for refusal."""
    kinds = [str(problem.get("refused", problem["operation"])) for problem in problems]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def pooled(problem: Problem) -> Pooled:
    """What poolviz makes of a problem."""
    function = max_pool if problem["operation"] == "max" else avg_pool
    result: Pooled = function(problem["input"], **problem["options"])
    return result


def sizes(problem: Problem) -> Pooled:
    """The same problem with all numbers positive: how large the sums' terms are."""
    options = dict(problem["options"])
    if "upstream" in options:
        options["upstream"] = np.abs(options["upstream"])
    return pooled(problem | {"input": np.abs(problem["input"]), "options": options})


def whole(matrix: Any) -> bool:
    """Whether a matrix holds whole numbers only, small enough to be added up exactly."""
    array = np.asarray(matrix)
    return bool((array == np.rint(array)).all() and np.abs(array).max() < 2**40)


def same(found: Any, expected: Any, allowed: Any = 0) -> bool:
    """Whether two matrices have one shape and no number differs by more than allowed."""
    found, expected = np.asarray(found), np.asarray(expected)
    return found.shape == expected.shape and bool((np.abs(found - expected) <= allowed).all())


def output_allowance(problem: Problem, kind: str = "float64") -> Floats | float:
    """By how much the output may differ."""
    if problem["operation"] == "max" or (kind == "float64" and whole(problem["input"])):
        return 0.0
    g = pooled(problem).geometry
    most = max(g.rows.extents) * max(g.columns.extents)
    allowance: Floats = (most + 2) * ROUNDING[kind] * sizes(problem).output
    return allowance


def gradient_allowance(problem: Problem) -> Floats | float:
    """By how much the gradient may differ."""
    options = problem["options"]
    exact = whole(options.get("upstream", [[1]])) and options.get("loss") != "mean"
    if problem["operation"] == "max" and exact and ("upstream" in options or "loss" in options):
        return 0.0
    sent = pooled(problem)
    if isinstance(sent, AvgPooling):
        scale = sizes(problem).gradient
    else:  # the maximum of absolute values would be another cell: add up for the same winners
        scale = np.zeros(sent.input.shape)
        np.add.at(scale, tuple(np.moveaxis(sent.argmax, -1, 0)), np.abs(sent.upstream))
    allowance: Floats = (sent.hits + 3) * ROUNDING["float64"] * scale
    return allowance


def flat(result: Pooled) -> NDArray[np.intp]:
    """Max pooling's argmax as PyTorch and ONNX count: row * width + column."""
    assert isinstance(result, MaxPooling)
    rows, columns = np.moveaxis(result.argmax, -1, 0)
    cells: NDArray[np.intp] = rows * result.input.shape[1] + columns
    return cells


def differences(problem: Problem) -> list[str]:
    """The names of the matrices in which poolviz differs from the recorded answer."""
    if "refused" in problem:
        try:
            pooled(problem)
        except ValueError:
            return []
        return ["refused"]
    result = pooled(problem)
    found = {"output": same(result.output, problem["output"], output_allowance(problem))}
    if "argmax" in problem:
        found["argmax"] = same(flat(result), problem["argmax"])
    if "hits" in problem:
        found["hits"] = same(result.hits, problem["hits"])
    if "gradient" in problem:
        allowed = gradient_allowance(problem)
        found["gradient"] = same(result.gradient, problem["gradient"], allowed)
    return [name for name, agrees in found.items() if not agrees]


def compare(problems: list[Problem], first: int = 0) -> None:
    """Fail if poolviz differs anywhere, and name the problems."""
    wrong = []
    for i, problem in enumerate(problems, first):
        names = differences(problem)
        if names:
            options = "".join(f", {key}={value}" for key, value in problem["options"].items())
            call = f"{problem['operation']}_pool({problem['input']}{options})"
            wrong.append(f"problem {i}: {', '.join(names)} of {call}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("first", range(0, sum(COUNTS.values()), BLOCK))
def test_pytorch(first: int) -> None:
    """Output, argmax, hits and gradient are PyTorch's, and so are the refusals."""
    compare(recorded("pytorch.json")["problems"][first : first + BLOCK], first)


@pytest.mark.parametrize("first", range(0, sum(ADAPTIVE_COUNTS.values()), BLOCK))
def test_pytorch_adaptive(first: int) -> None:
    """With an output size, too, whether it divides the input's, is 1 or is larger."""
    compare(recorded("adaptive.json")["problems"][first : first + BLOCK], first)


@pytest.mark.parametrize("first", range(0, sum(ONNX_COUNTS.values()), BLOCK))
def test_onnx(first: int) -> None:
    """With `same`, uneven padding and dilated averages, output and argmax are ONNX's."""
    compare(recorded("onnx.json")["problems"][first : first + BLOCK], first)


@pytest.mark.parametrize("number", range(sum(NODE_TESTS.values())))
def test_onnx_node_tests(number: int) -> None:
    """ONNX's own tests of the operators pass; their numbers are float32."""
    test = recorded("onnx.json")["node_tests"][number]
    problem = test | {"input": recorded("onnx.json")["inputs"][test["input"]]}
    # The recorded digits name float32 numbers, which are not the float64 numbers they read as.
    problem["input"] = np.array(problem["input"], dtype=np.float32).tolist()
    expected = np.array(problem["output"], dtype=np.float32).astype(np.float64)
    result, allowed = pooled(problem), output_allowance(problem, "float32")
    if test["name"] == FOUR_DECIMALS:
        allowed = 5e-5
    if isinstance(allowed, np.ndarray):
        allowed = allowed[test["rows"]]
    assert list(result.output.shape) == test["shape"], test["name"]
    assert same(result.output[test["rows"]], expected, allowed), test["name"]
    if "argmax" in test:
        assert same(flat(result)[test["rows"]], test["argmax"]), test["name"]


def test_nothing_is_missing() -> None:
    """The files hold as many problems as were recorded, each with its whole answer."""
    torch, onnx = recorded("pytorch.json"), recorded("onnx.json")
    assert counts(torch["problems"]) == COUNTS
    assert counts(onnx["problems"]) == ONNX_COUNTS
    adaptive = recorded("adaptive.json")["problems"]
    assert counts(adaptive) == ADAPTIVE_COUNTS
    for problem in adaptive:
        wanted = ANSWERS[problem["operation"]] - (
            {"hits"} if problem["operation"] == "avg" else set()
        )
        assert wanted <= problem.keys(), problem
    assert counts(onnx["node_tests"]) == NODE_TESTS
    assert len({test["name"] for test in onnx["node_tests"]}) == sum(NODE_TESTS.values())
    for problem in torch["problems"]:
        if "refused" not in problem:
            assert ANSWERS[problem["operation"]] <= problem.keys(), problem
    assert sum("argmax" in problem for problem in onnx["problems"]) == ARGMAX
    assert all("output" in problem for problem in onnx["problems"])


def test_pytorch_live() -> None:
    """On problems that nobody has seen before poolviz agrees with the PyTorch installed."""
    pytest.importorskip("torch")
    seed = time.time_ns()
    draw = runpy.run_path(str(HERE / "record_pytorch.py"))["recorded"]
    try:
        compare(list(draw(seed, {"max": 60, "avg": 60})))
    except AssertionError as error:
        raise AssertionError(f"seed {seed}\n{error}") from None
