"""What starting the command loads: NumPy and rich take most of the time, so only where needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import NamedTuple

import pytest
from runs import LIMIT, ROOT, environment, quick

HEAVY = ("numpy", "rich", "rich.console", "fractions", "decimal", "json", "shutil", "difflib")
"""Also what loads quickly, but is not needed for a screen or for help."""


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
    """They answer at once, and so does `import poolviz`; only a near word asks for difflib."""
    found = loaded(*LIGHT)
    assert {start: names - {"difflib", "shutil"} for start, names in found.items()} == {
        start: set() for start in LIGHT
    }
    assert found[command("--help")] == found[command("--version")] == set()


OWN = """
import sys
from poolviz.command.app import main
try:
    main({args!r})
except SystemExit:
    pass
own = (name.removeprefix("poolviz.command.") for name in sys.modules)
sys.stderr.write(" ".join(sorted(name for name in own if name in {files!r})))
"""
FILES = sorted(path.stem for path in (ROOT / "poolviz" / "command").glob("[a-z]*.py"))


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("--version", "app help"),
        ("--help", "app help"),
        ("help", "app faults help helped"),
        ("learn", "app faults help learn streams"),
        ("max 1", "app deliver faults help options pooling request streams"),
    ],
)
def test_only_the_command_that_is_asked_for_is_loaded(args: str, expected: str) -> None:
    """The list of commands says what each is for, so that help waits for none of them."""
    code = OWN.format(args=[*args.split(), *["-k", "1"] * args.startswith("max")], files=FILES)
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        timeout=LIMIT,
    )
    assert done.stderr.decode() == expected


JSON = [command("max", "1 3; 5 2", "--json"), command("avg", "1 3; 5 2", "--json")]
SCREENS = [command("max", "1 3; 5 2"), command("avg", "1 3; 5 2", "--step")]
CORE = Start("from poolviz import max_pool; max_pool([[1, 3], [5, 2]]).gradient")


def test_nothing_is_loaded_for_what_is_not_shown() -> None:
    """Programs that compute or read the document, and errors, wait for no fractions; a screen
    in a pipe does not wait for colours, and one with colours only for colours.
    """
    coloured = Start(COMMAND, ("max", "1 3; 5 2"), (("FORCE_COLOR", "1"),))
    bare = Start("import numpy")
    numpys = loaded(bare)[bare] - {"numpy"}  # old ones load json themselves
    starts = (CORE, command("max", "1 x"), *JSON, *SCREENS, coloured)
    found = [loaded(start)[start] - numpys for start in starts]
    document, screen = {"numpy", "json"} - numpys, {"numpy", "fractions", "decimal"} - numpys
    assert found[:4] == [{"numpy"}, {"numpy"}, document, document]
    assert found[4:] == [screen, screen, screen | {"rich"}]


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


def test_the_command_asks_for_one_thread_and_the_library_for_nothing() -> None:
    """Pooling multiplies no matrices; but what else a program does with NumPy is its own."""
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
    shown = f"import os; print([os.environ.get(name) for name in {names}])"
    library = f"import poolviz; poolviz.max_pool([[1, 2]], (1, 2)); {shown}"
    main = "from poolviz.__main__ import main\ntry: main()\nexcept SystemExit: pass\n"
    given = {"OMP_NUM_THREADS": "4"}
    expected = {library: [None, None, "4"], main + shown: ["1", "1", "4"]}
    for code, threads in expected.items():
        done = subprocess.run(
            [sys.executable, "-c", code, "max", "1 2", "-k", "1"],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={k: v for k, v in environment().items() if k not in names} | given,
            timeout=LIMIT,
        )
        assert done.stdout.decode().splitlines()[-1] == repr(threads)


AT_THE_END = """
import atexit, gc, sys
atexit.register(lambda: sys.stderr.write(f"{gc.get_freeze_count() > 10_000}"))
from poolviz.__main__ import main
main()
"""


def test_the_end_of_the_command_waits_for_no_search_for_garbage() -> None:
    """Python would look through all of NumPy twice, a tenth of the time of a small screen."""
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_END, "max", "1 2", "-k", "1", "--json"],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        timeout=LIMIT,
    )
    assert done.stderr == b"True"
