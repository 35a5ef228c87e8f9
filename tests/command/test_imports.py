"""What starting the command loads: NumPy and rich take most of the time, so only where needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import NamedTuple

import pytest
from runs import LIMIT, ROOT, environment, quick

HEAVY = ("numpy", "rich", "fractions", "json")

PROBE = f"""
import os, sys

def heavy():
    return {{name for name in {HEAVY!r} if name in sys.modules}}

found = []
for code, args, env in ARGUMENTS:
    before = heavy()
    sys.argv[1:] = args
    os.environ.update(env)
    try:
        exec(code)
    except SystemExit:
        pass
    for name in env:
        del os.environ[name]
    found.append(heavy() - before)
sys.__stderr__.write("\\nloaded: " + repr(found))
"""
COMMAND = "from poolviz.command.app import main; main()"


class Start(NamedTuple):
    """Python code, the arguments that it finds, and what stands in the environment besides."""

    code: str
    args: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()


def command(*args: str) -> Start:
    """The command, with some arguments."""
    return Start(COMMAND, args)


def completion(words: str) -> Start:
    """The command as bash starts it at the tabulator, after some words."""
    return Start(COMMAND, (), tuple(asked_for(words).items()))


def asked_for(words: str) -> dict[str, str]:
    """How bash asks for a completion."""
    return {
        "_POOLVIZ_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }


def loaded(*starts: Start) -> dict[Start, set[str]]:
    """What each of some starts, one after the other in one fresh Python, loads that is heavy."""
    listed = [(code, list(args), dict(env)) for code, args, env in starts]
    done = subprocess.run(
        [sys.executable, "-c", f"ARGUMENTS = {listed!r}\n{PROBE}"],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        input=b"",
        timeout=LIMIT,
    )
    found = ast.literal_eval(done.stderr.decode().rpartition("loaded: ")[2])
    return dict(zip(starts, found, strict=True))


LIGHT = [
    Start("import poolviz"),
    command("--help"),
    command("--version"),
    command("max", "--help"),
    command("avg", "-h"),
    command(),
    command("max", "--kernal", "3"),
    command("max", "--kernel", "x", "1 2"),
    command("max", "--cell", "1", "1 2"),
    command("max", "--show", "x", "1 2"),
    command("max", "1", "2"),
    command("max", "--kernel"),
    command("mix"),
    command("max", "--loss", "sum", "--upstream", "1", "1 2"),
    completion("poolviz max --k"),
    completion("poolviz max --ties s"),
    completion("poolviz "),
]


def test_help_usage_errors_and_completion_load_neither_numpy_nor_rich() -> None:
    """They answer at once, and so does `import poolviz`."""
    found = loaded(*LIGHT)
    assert {start: names & {"numpy", "rich"} for start, names in found.items()} == {
        start: set() for start in LIGHT
    }


JSON = [command("max", "1 3; 5 2", "--json"), command("avg", "1 3; 5 2", "--json")]
CORE = Start("from poolviz import max_pool; max_pool([[1, 3], [5, 2]]).gradient")


def test_only_colours_load_rich() -> None:
    """Programs that compute or read the document, and errors, do not wait for colours."""
    coloured = Start(COMMAND, ("max", "1 3; 5 2"), (("FORCE_COLOR", "1"),))
    found = loaded(CORE, *JSON, command("max", "1 x"), coloured)
    assert "numpy" in found[CORE]
    assert ["rich" in names for names in found.values()] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("poolviz m", {"max"}),
        ("poolviz max --ke", {"--kernel"}),
        ("poolviz max --ties s", {"split"}),
        ("poolviz max --loss ", {"mean", "sum"}),
    ],
)
def test_completion_completes(words: str, expected: set[str]) -> None:
    """Commands, options and the words of an option."""
    found = quick(env=asked_for(words)).stdout.splitlines()
    assert {line.partition(",")[2] for line in found} == expected
