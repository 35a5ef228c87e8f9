"""Huge, tiny and mixed numbers in every view: an answer or a clear refusal, and nothing besides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from runs import quick

import poolviz

SMALLEST = [
    (["avg", "5e-324 0; 0 0"],
     "output (0, 0) is 1.25e-324, too small for float64: JSON and Python have 0 there"),
    (["avg", "-5e-324 0 1 2", "-k", "1x2"],
     "output (0, 0) is -2.5e-324, too small for float64: JSON and Python have 0 there"),
    (["max", "1 1; 1 1", "--ties", "split", "--upstream", "5e-324"],
     "gradient (0, 0), 1.25e-324, and 3 more are too small for float64: JSON and Python have 0 "
     "in their places"),
    (["avg", "5e-324 0", "-k", "1x2", "--upstream", "1e-323"],
     "output (0, 0) is 2.5e-324, too small for float64: JSON and Python have 0 there"),
    (["avg", "5e-324 5e-324", "-k", "1x2"], None),
    (["max", "5e-324 0; 0 0"], None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), SMALLEST)
def test_what_float64_cannot_hold_is_said_where_it_is_shown(
    words: list[str], sentence: str | None
) -> None:
    """The screen has the exact number, and the document 0."""
    said = " ".join(quick(*words, columns=200).stdout.split("\n"))
    assert ("too small for float64" in said) is (sentence is not None)
    assert (sentence or "") in said


NUMBERS = st.sampled_from(
    [1e308, -1e308, 1.7e308, -1.7e308, 5e-324, -5e-324, 2.2e-308, 1e-300, 1e200, 1e16, 0.1, 1, 0, 3]
)
VIEWS = [
    *(["--cell", "0,0"], ["--window", "0,0"], ["--step"], ["--edges"], ["--fractions"]),
    *(["--fractions", "--step"], ["--nudge", "0,0"], ["--nudge", "all"], ["--compare", "stride=1"]),
    *(["--mistake", "sum-for-mean"], ["--mistake", "not-divided+full-divisor"]),
    *(["--mistake", "all"], ["--mistake", "assigned"], ["--show", "all"], ["--decimals", "400"]),
    *(["--check", "gradient=?"], ["--check", "output=1"], ["--code", "numpy"]),
]
OPERATIONS = [("max", []), ("avg", []), ("max", ["--ties", "split"]), ("max", ["--ties", "all"])]
OPERATIONS += [("avg", ["--divisor", "5"]), ("avg", ["-p", "1", "--no-count-include-pad"])]


@st.composite
def matrices(draw: st.DrawFn, rows: int, columns: int) -> list[list[float]]:
    """A matrix of such numbers."""
    return [[draw(NUMBERS) for _ in range(columns)] for _ in range(rows)]


def text(rows: list[list[float]]) -> str:
    """As it is typed; a minus at the start is no option."""
    return "; ".join(" ".join(map(repr, row)) for row in rows)


@settings(max_examples=25)
@given(
    matrices(2, 3),
    st.none() | matrices(1, 2),
    st.sampled_from(VIEWS),
    st.sampled_from(OPERATIONS),
    st.booleans(),
)
@example([[1, 1, 9], [1, 1, 1]], [[1.7e308, 1.7e308]], ["--step"], ("max", []), False)
@example([[1, 1, 1], [1, 1, 1]], [[1e308, 1e308]], ["--cell", "0,1"], ("avg", []), False)
@example(
    [[1e308, 1e308, 1e308]] * 2,
    [[1.7e308, 1.7e308]],
    ["--step"],
    ("avg", ["--divisor", "1"]),
    False,
)
@example([[1.7e308, 1, 1], [1, 1, 1]], None, ["--nudge", "0,0"], ("max", []), False)
@example([[1e308, 1e308, 1e308]] * 2, None, ["--fractions"], ("avg", []), True)
def test_every_view_answers_or_refuses(
    x: list[list[float]],
    upstream: list[list[float]] | None,
    view: list[str],
    operation: tuple[str, list[str]],
    as_json: bool,
) -> None:
    """Exit 0, 3 where an answer is checked, or 2 with a message; never a warning or a traceback."""
    name, options = operation
    words = [name, text(x), "-k", "2", "-s", "1", *options, *view]
    if upstream and "-p" not in options:
        words += ["--upstream", text(upstream)]
    ran = quick(*words, *["--json"] * (as_json and "--code" not in view))
    assert "Traceback" not in ran.stderr + ran.stdout
    if ran.status == 2:
        assert ran.stderr.startswith("poolviz: ")
        assert ran.stdout == ""
    else:
        assert ran.stderr == ""
        assert ran.status == (3 if "--check" in view else 0)


@settings(max_examples=25)
@given(matrices(2, 3), st.none() | matrices(1, 2), st.sampled_from(["max", "avg"]), st.booleans())
def test_a_result_shows_itself_under_any_error_state(
    x: list[list[float]], upstream: list[list[float]] | None, operation: str, split: bool
) -> None:
    """Also where a program has NumPy raise what it else warns of."""
    ties = {"ties": "split"} if operation == "max" and split else {}
    pool = getattr(poolviz, f"{operation}_pool")
    with np.errstate(all="raise"):
        try:
            p = pool(x, 2, 1, upstream=upstream, **ties)
            shown = [repr(p), str(p), p.to_dict(), p._repr_html_()]
        except ValueError as error:
            assert "float64" in str(error)  # noqa: PT017 a refusal says why
            return
        shown += [repr(p.cell(0, 0)), repr(p.window(0, 0)), repr(p.nudge(0, 0))]
        shown += [repr(p.mistake("assigned")), repr(p.compare("stride=1"))]
    assert all(shown)
