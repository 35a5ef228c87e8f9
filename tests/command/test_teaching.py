"""The teaching options on the command line: what they show, what they refuse, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runs import Ran, quick
from schema import faults

WORKED = ("max", "-s", "1", "samples/worked.txt")
ASSIGNED = "0 0 0 0; 1/9 0 1/9 1/9; 1/9 1/9 0 0; 0 0 0 1/9"
GRADIENT = "0 0 0 0; 1/9 0 1/9 2/9; 2/9 2/9 0 0; 0 0 0 1/9"
HITS = "0 0 0 0; 1 0 1 2; 2 2 0 0; 0 0 0 1"


def test_a_wrong_answer_is_a_result_and_ends_with_3() -> None:
    """The screen stands on standard output, and names the mistake that made the answer."""
    ran = quick(*WORKED, "--check", ASSIGNED)
    assert (ran.stderr, ran.status) == ("", 3)
    assert "13 of 16 cells are right, 3 wrong\n" in ran.stdout
    assert "assigned gives exactly this matrix\n" in ran.stdout
    assert "0.2222" not in ran.stdout
    assert "2/9" not in ran.stdout


@pytest.mark.parametrize(
    "answer", [GRADIENT, f"gradient={GRADIENT}", "hits=0 0 0 0;1 0 1 2;2 2 0 0;0 0 0 1"]
)
def test_a_right_answer_ends_with_0(answer: str) -> None:
    """With or without the name of its matrix."""
    ran = quick(*WORKED, "--check", answer)
    assert (ran.stderr, ran.status) == ("", 0)
    assert "all 16 cells are right\n" in ran.stdout


def test_answers_come_from_files_and_one_from_standard_input(tmp_path: Path) -> None:
    """As a matrix does; one wrong answer among right ones is enough for 3."""
    path = tmp_path / "answer.txt"
    path.write_text(ASSIGNED, "utf-8")
    ran = quick(
        *WORKED,
        "--check",
        str(path),
        "--check",
        "hits=-",
        "--json",
        stdin="0 0 0 0\n1 0 1 2\n2 2 0 0\n0 0 0 1",
    )
    assert (ran.stderr, ran.status) == ("", 3)
    assert json.loads(ran.stdout)["checks"] == [
        {"matrix": "gradient", "right": False, "shape": [4, 4], "cells": 16, "unanswered": 0,
         "wrong": [[1, 3], [2, 0], [2, 1]], "mistakes": ["assigned"], "factor": None},
        {"matrix": "hits", "right": True, "shape": [4, 4], "cells": 16, "unanswered": 0,
         "wrong": [], "mistakes": [], "factor": None},
    ]  # fmt: skip


def test_nothing_answered_is_not_right() -> None:
    """But nothing in it is wrong."""
    ran = quick("max", "1 3; 5 2", "--check", "? ?; ? ?", "--json")
    assert ran.status == 3
    assert json.loads(ran.stdout)["checks"][0]["unanswered"] == 4


def test_each_look_has_a_key_of_its_own() -> None:
    """In one document."""
    ran = quick("max", "7 7; 7 1", "--nudge", "0,0", "--compare", "ties=first all", "--mistake",
                "ties-last", "--json")  # fmt: skip
    assert (ran.stderr, ran.status) == ("", 0)
    found = json.loads(ran.stdout)
    assert found["nudges"] == [
        {"cell": [0, 0], "left": 0.0, "right": 1.0, "gradient": 1.0, "outputs": [[0, 0]]}
    ]
    assert [(c["option"], c["value"]) for c in found["compare"]] == [
        ("ties", "first"),
        ("ties", "all"),
    ]
    assert found["compare"][1]["document"]["gradient"] == [[1.0, 1.0], [1.0, 0.0]]
    assert [(m["name"], m["matrix"], m["wrong"]) for m in found["mistakes"]] == [
        ("ties-last", "hits", [[0, 0], [1, 0]]),
        ("ties-last", "gradient", [[0, 0], [1, 0]]),
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--nudge", "1"), "nudge must be R,C (row and column, from 0), not '1'"),
        (("--nudge", "9,9"),
         "cell 9,9 is not there: the input is 2×2, so cells go from 0,0 to 1,1"),
        (("--check", "argmx=0"), "check must be output, argmax, hits, coverage, divisors or "
         "gradient, not 'argmx'"),
        (("--output-size", "0"), "output_size must be at least 1, not 0"),
        (("--output-size", "1", "-k", "2"),
         "output-size and kernel exclude each other; give one of them"),
        (("--code", "tf"), "code must be pytorch, keras, jax, onnx or numpy, not 'tf'"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused(args: tuple[str, ...], message: str) -> None:
    """Before anything is written."""
    ran = quick("max", "1 3; 5 2", *args)
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith(f"poolviz: {message}\n")


HUGE = ("avg", "1e308 1e308 1e308", "-k", "1x2", "-s", "1", "--upstream", "1e308 -1.5e308")
BEYOND = "is beyond float64's range (about 1.8e308)"


@pytest.mark.parametrize(
    ("given", "name", "message"),
    [
        (("avg", "1e308 1e308", "-k", "1x2"), "sum-for-mean", "the output of sum-for-mean"),
        (("avg", "-1e308 -1e308", "-k", "1x2"), "sum-for-mean", "the output of sum-for-mean"),
        (("avg", "1 2 3", "-k", "1x2", "-s", "1", "--upstream", "1.7e308 1.7e308"),
         "not-divided", "the gradient of not-divided"),
        (("avg", "1 2 3", "-k", "1x2", "-s", "1", "--upstream=-1.7e308 -1.7e308"),
         "not-divided+floor", "the gradient of not-divided and floor"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", [(), ("--json",), ("--fractions",), ("--json", "--cell", "0,0")])
def test_a_mistake_beyond_float64_is_refused(
    given: tuple[str, ...], name: str, message: str, more: tuple[str, ...]
) -> None:
    """Where the right matrix is not; nothing is written."""
    ran = quick(*given, "--mistake", name, *more)
    hint = "hint: poolviz avg --help shows the options, with examples"
    assert ran == Ran("", f"poolviz: {message} {BEYOND}\n{hint}\n", 2)


def test_all_mistakes_are_told_though_one_is_beyond_float64() -> None:
    """Of that one the document has the reason in place of the numbers."""
    screen = quick(*HUGE, "--mistake", "all")
    assert (screen.stderr, screen.status) == ("", 0)
    assert "sum-for-mean changes output\n" in screen.stdout
    ran = quick(*HUGE, "--mistake", "all", "--json")
    assert (ran.stderr, ran.status) == ("", 0)
    document = json.loads(ran.stdout, parse_constant=pytest.fail)
    assert faults(document) == []
    found = {(one["name"], one["matrix"]): one for one in document["mistakes"]}
    assert found["sum-for-mean", "output"] == {
        "name": "sum-for-mean",
        "matrix": "output",
        "error": f"the output of sum-for-mean {BEYOND}",
        "wrong": [[0, 0], [0, 1]],
    }
    assert found["not-divided", "gradient"]["values"] == [[1e308, -5e307, -1.5e308]]
    assert [key for key, one in found.items() if "error" in one] == [("sum-for-mean", "output")]


def test_an_answer_is_judged_beside_mistakes_beyond_float64() -> None:
    """Those that it might be, alone and in pairs, are worked out exactly."""
    ran = quick(*HUGE, "--check", "output=1e308 ?", "--check", "output=? 1", "--json")
    assert (ran.stderr, ran.status) == ("", 3)
    assert [(one["wrong"], one["mistakes"]) for one in json.loads(ran.stdout)["checks"]] == [
        ([], []),
        ([[0, 1]], []),
    ]
    ran = quick(*HUGE, "--check", "gradient=1.00e308 ? ?")
    assert (ran.stderr, ran.status) == ("", 3)
    assert "not-divided" in ran.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ("--mistake", "asigned"),
            ("there is no mistake 'asigned'; did you mean assigned?",),
        ),
        (("--compare", "tise"), ("tise", "ties")),
        (("--compare", "ties=x"), ("ties must be first, last, split or all, not 'x'",)),
        (("--save", "figure.png"), ("'figure.png': its suffix names no form; know .svg, .html",)),
        (("--save", "-"), ("'-' is no file",)),
    ],
)
def test_a_word_that_is_not_known_is_met_with_those_that_are(
    args: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """Nothing stands on standard output."""
    ran = quick("max", "1 3; 5 2", *args)
    assert (ran.stdout, ran.status) == ("", 2)
    assert all(word in ran.stderr for word in words), ran.stderr


def test_files_are_written_in_place_of_the_screen(tmp_path: Path) -> None:
    """Each is named on standard error; without --force none is replaced."""
    names = [str(tmp_path / f"figure{suffix}") for suffix in (".svg", ".md", ".json")]
    saves = [word for name in names for word in ("--save", name)]
    assert quick("max", "1 3; 5 2", *saves) == Ran(
        "", "".join(f"poolviz: wrote {name}\n" for name in names), 0
    )
    assert json.loads(Path(names[2]).read_text("utf-8"))["output"] == [[5.0]]
    again = quick("max", "1 3; 5 2", *saves)
    assert (again.stdout, again.status) == ("", 1)
    assert quick("max", "1 3; 5 2", *saves, "--force").status == 0


def test_code_is_printed_alone() -> None:
    """A program that can be run."""
    ran = quick("max", "1 3; 5 2", "--code", "numpy")
    assert (ran.stderr, ran.status) == ("", 0)
    exec(compile(ran.stdout, "program", "exec"), {})
