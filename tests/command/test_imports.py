"""What starting the command loads: NumPy and rich take most of the time, so only where needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from runs import LIMIT, ROOT, environment

PROBE = """
import sys
def last():
    heavy = [m for m in ("numpy", "rich", "fractions", "json") if m in sys.modules]
    sys.__stderr__.write("\\nloaded: " + " ".join(heavy))
import atexit
atexit.register(last)
"""


def loaded(code: str, *args: str, **env: str) -> set[str]:
    """Which of the heavy modules a fresh Python has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE + code, *args],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=environment(**env),
        input=b"",
        timeout=LIMIT,
    )
    return set(done.stderr.decode().rpartition("loaded: ")[2].split())


COMMAND = "from poolviz.command.app import main; main()"


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["max", "--help"],
        ["avg", "-h"],
        [],
        ["max", "--kernal", "3"],
        ["max", "--kernel", "x", "1 2"],
        ["max", "--cell", "1", "1 2"],
        ["max", "--show", "x", "1 2"],
        ["max", "1", "2"],
        ["max", "--kernel"],
        ["mix"],
        ["max", "--loss", "sum", "--upstream", "1", "1 2"],
    ],
)
def test_help_and_usage_errors_load_neither_numpy_nor_rich(args: list[str]) -> None:
    """They answer at once."""
    assert loaded(COMMAND, *args) & {"numpy", "rich"} == set()


@pytest.mark.parametrize("words", ["poolviz max --k", "poolviz max --ties s", "poolviz "])
def test_completion_loads_neither(words: str) -> None:
    """It runs at every press of the tabulator."""
    env = {
        "_POOLVIZ_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    assert loaded(COMMAND, **env) & {"numpy", "rich"} == set()


def test_completion_completes() -> None:
    """Commands, options and the words of an option."""
    for words, expected in (
        ("poolviz m", {"max"}),
        ("poolviz max --ke", {"--kernel"}),
        ("poolviz max --ties s", {"split"}),
        ("poolviz max --loss ", {"mean", "sum"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", COMMAND],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env=environment(
                _POOLVIZ_COMPLETE="bash_complete",
                COMP_WORDS=words,
                COMP_CWORD=str(words.count(" ")),
            ),
            timeout=LIMIT,
        )
        found = {line.partition(",")[2] for line in done.stdout.decode().splitlines()}
        assert found == expected


@pytest.mark.parametrize("args", [["max", "1 3; 5 2", "--json"], ["avg", "1 3; 5 2", "--json"]])
def test_json_loads_no_rich(args: list[str]) -> None:
    """A program that reads the document does not wait for colours."""
    assert loaded(COMMAND, *args) & {"numpy", "rich"} == {"numpy"}


def test_an_error_in_a_matrix_loads_no_rich() -> None:
    """Errors are plain text."""
    assert "rich" not in loaded(COMMAND, "max", "1 x")


def test_the_package_loads_neither_and_the_core_no_rich() -> None:
    """`import poolviz` is cheap; computing loads NumPy alone."""
    assert loaded("import poolviz") & {"numpy", "rich"} == set()
    core = "from poolviz import max_pool; max_pool([[1, 3], [5, 2]]).gradient"
    assert loaded(core) & {"numpy", "rich"} == {"numpy"}


def test_the_probe_sees_what_is_loaded() -> None:
    """The tests above cannot pass by seeing nothing."""
    assert {"numpy", "rich"} <= loaded(COMMAND, "max", "1 3; 5 2")
