"""The programs of `--code`: each was seen to run, and those for NumPy run here.

Which programs were run in their framework, and how, is said in `reference/record_code.py`.
"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
import record_code
from record_code import Problem, digest, drawn, kinds, ran, spoilt, table, untitled

from poolviz import avg_pool, max_pool
from poolviz.arguments import FRAMEWORKS
from poolviz.write.code import PROGRAMS, program

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
FRESH = 7
"""A seed that the recording did not use."""


@cache
def listed() -> tuple[Problem, ...]:
    """The problems of the table, made once."""
    return tuple(table())


@cache
def fresh() -> tuple[Problem, ...]:
    """Problems that the recording has not met."""
    return tuple(drawn(FRESH, 1000))


@cache
def programs(framework: str) -> tuple[str, ...]:
    """Those of the table."""
    return tuple(program(problem, framework) for problem in listed())


@cache
def recorded() -> dict[str, Any]:
    """What was seen to run."""
    content: dict[str, Any] = json.loads(record_code.FILE.read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_program_of_the_table_was_seen_to_run(framework: str) -> None:
    """It is still the same text; after a change, run the script again."""
    found = [digest(untitled(text)) for text in programs(framework)]
    assert len(found) == 531
    assert found == recorded()[framework]["table"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_program_is_unlike_those_that_were_seen_to_run(framework: str) -> None:
    """It pools in a way that was run, and so was what stands before and after."""
    if framework == "numpy":
        return  # its programs run below
    for problem in fresh():
        for part, found in kinds(problem, framework).items():
            assert found in recorded()[framework][part], program(problem, framework)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_program_names_the_versions_with_which_it_was_seen_to_run(framework: str) -> None:
    """They are those of the recording."""
    header = recorded()[framework]["header"]
    for named in PROGRAMS[framework].seen.split(" and "):
        package, version = named.split()
        assert header[package].partition("+")[0] == version


def test_the_programs_for_numpy_run() -> None:
    """Each one asserts poolviz's numbers, and fails where one of them is another."""
    others = (program(problem, "numpy") for problem in drawn(FRESH, 300))
    for text in (*programs("numpy"), *others):
        assert ran(text) == "", text


def test_a_program_fails_where_a_number_is_another() -> None:
    """Whole numbers are compared exactly, sums with a tolerance that sees a digit."""
    for problem in (max_pool(WORKED, 3, 1, ties="split"), avg_pool(WORKED, 3, 1, divisor=7)):
        text = program(problem, "numpy")
        assert ran(text) == ""
        assert ran(spoilt(text)).startswith("AssertionError")


def test_sums_are_compared_exactly_only_where_no_addition_can_round() -> None:
    """1/5 is rounded already: a half and a quarter of it add up to another number than 3/20."""
    windows = {"kernel": 2, "stride": (1, 4), "padding": (1, 0, 0, 0)}
    column = [[1, 3], [5, 2], [4, 6], [9, 6], [3, 4]]
    rounded = program(avg_pool(column, count_include_pad=False, **windows), "numpy")
    assert "assert output.tolist() ==" in rounded
    assert "assert abs(gradient - shown).max() <= tolerance" in rounded
    assert ran(rounded) == ""
    whole = program(avg_pool(column, count_include_pad=False, loss="sum", **windows), "numpy")
    assert "tolerance" not in whole
    assert ran(whole) == ""


def test_an_unknown_framework_is_refused() -> None:
    """The message names those there are."""
    problem = max_pool(WORKED)
    with pytest.raises(ValueError, match="framework") as refused:
        program(problem, "tf")
    assert str(refused.value) == "framework must be pytorch, keras, jax, onnx or numpy, not 'tf'"
    assert tuple(PROGRAMS) == FRAMEWORKS


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_program_holds_the_matrix_to_the_last_bit(framework: str) -> None:
    """Also the sign of zero, numbers with all digits and rows that go on in the next lines."""
    rng = np.random.default_rng(FRESH)
    matrix = rng.standard_normal((3, 12)) * 10.0 ** rng.integers(-300, 300, (3, 12))
    matrix[0, :3] = -0.0, 5e-324, 2.0**53
    text = program(max_pool(matrix, loss="sum"), framework)
    literal = text[text.index("x = ") :].partition("(")[2].partition(", dtype")[0]
    held = np.array(ast.literal_eval(literal), dtype=np.float64)
    assert held.tobytes() == matrix.tobytes()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_program_is_ascii_in_lines_that_fit(framework: str) -> None:
    """It passes through any terminal, mail or clipboard."""
    for text in programs(framework):
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= 100
        assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_comments_are_broken_between_phrases(framework: str) -> None:
    """A size and an option stand in one line, and no word stands in a last line alone."""
    for text in programs(framework):
        title, *_ = text.partition("\n# Seen")
        assert title.startswith("# ")
        assert re.search(r"\binput \d+x\d+ -> output \d+x\d+\.$", title)
        for line in title.splitlines()[:-1]:
            assert line.endswith((",", ":"))
        for before, last in re.findall(r"^# (.*)\n# (\S+)$", text, re.MULTILINE):
            assert before.endswith((".", ":")), f"{before} / {last}"


def test_a_large_matrix_makes_a_long_program() -> None:
    """It holds every number, is made at once and runs."""
    matrix = np.arange(250.0 * 200).reshape(250, 200) % 97
    text = program(max_pool(matrix, 3, 2), "numpy")
    assert len(text) > 500_000
    assert ran(text) == ""
