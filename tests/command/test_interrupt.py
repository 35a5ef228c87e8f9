"""Ctrl-C is heard at once, whatever the command is doing."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from runs import environment
from terminal import terminal

if sys.platform == "win32":
    pytest.skip("its signals are others", allow_module_level=True)

PYTHON = (sys.executable, "-c")
WATCH = "from poolviz.command.interrupt import undone, watch; watch(); import os, time; "
GO = "os.write(1, b'go'); "
MAIN = "import os; from poolviz.__main__ import main; os.write(1, b'go'); main()"
UNDO = "\nwith undone(lambda: os.write(2, b'undone ')): "
LONG = "np.convolve(x, x)"
"""It takes many seconds within one call, in which Python hears nothing."""


def interrupted(
    program: str, after: float, *args: str, again: tuple[float, ...] = ()
) -> tuple[float, int, str]:
    """Seconds from Ctrl-C to the end of a program, its status, and what it said besides.

    Ctrl-C is pressed some seconds after it has written something, and again after some more.
    """
    child = subprocess.Popen(
        [*PYTHON, program, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        # A shell that runs the tests in the background makes what they start ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert child.stdout
    child.stdout.read(2)
    time.sleep(after)
    start = time.monotonic()
    child.send_signal(signal.SIGINT)
    for more in again:
        time.sleep(more)
        child.send_signal(signal.SIGINT)
    err = child.communicate(timeout=60)[1].decode()
    return time.monotonic() - start, child.returncode, err


def at_once(seconds: float) -> bool:
    """Whether Ctrl-C took 0.2 s at most, or more where the machine is so busy that all takes long.

    That is measured on a program that waits with nothing to do, and only if 0.2 s were not enough.
    """
    idle = WATCH + GO + "time.sleep(60)"
    return seconds <= 0.2 or seconds <= 5 * statistics.median(
        interrupted(idle, 0.05)[0] for _ in range(3)
    )


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A matrix of which the command has for seconds to do."""
    path = tmp_path_factory.mktemp("interrupt") / "big.npy"
    np.save(path, np.random.default_rng(1).random((3000, 3000)))
    return str(path)


@pytest.mark.parametrize(
    "asked", [(), ("--json",), ("--nudge", "all"), ("--save", "x.html", "--force")]
)
def test_the_command_ends_at_once(big: str, tmp_path: Path, asked: tuple[str, ...]) -> None:
    """At several moments of its work: 130, and no word of it, nor a file that is not whole."""
    asked = tuple(str(tmp_path / "x.html") if word == "x.html" else word for word in asked)
    command = ("max", big, "-k", "3", "-s", "1", *asked)
    ends = [interrupted(MAIN, after, *command) for after in (0.15, 0.25, 0.35)]
    done = (0, -signal.SIGINT)  # a fast machine may be ready by then, or be leaving Python
    heard = [end for end in ends if end[1] not in done]
    assert heard
    said = {(status, said.strip()) for _, status, said in heard}  # click ends the line
    assert said == {(130, "")}
    assert not any("Traceback" in said for _, _, said in ends)
    assert at_once(statistics.median(end[0] for end in heard))
    assert {path.name for path in tmp_path.iterdir()} <= {"x.html"}


LINGER = "import threading, time; threading.Thread(target=time.sleep, args=(3,)).start(); "
"""Python waits for such a thread before it ends, in Python's own code."""


@pytest.mark.parametrize("again", [(), (0.01,), (0.005, 0.005, 0.005)])
def test_ctrl_c_while_python_ends_is_the_end(again: tuple[float, ...]) -> None:
    """The command itself has done all that it was asked for."""
    seconds, status, said = interrupted(LINGER + MAIN, 0.5, "--schema", again=again)
    assert (status, said) == (130, "")
    assert at_once(seconds)


@pytest.mark.parametrize("gap", [0.002, 0.01, 0.02, 0.04])
def test_ctrl_c_twice_says_no_more_than_once(big: str, gap: float) -> None:
    """The second one comes while the first ends the command, or while Python ends."""
    _, status, said = interrupted(
        LINGER + MAIN, 0.3, "max", big, "-k", "3", "-s", "1", again=(gap,)
    )
    assert (status, said.strip()) == (130, "")


def test_a_long_call_of_numpy_is_not_waited_for() -> None:
    """What must not stay is undone all the same, once."""
    numbers = "import numpy as np; x = np.ones(2**18)"
    seconds, status, said = interrupted(WATCH + numbers + UNDO + GO + LONG, 0.1)
    assert (status, said) == (130, "undone ")
    assert at_once(seconds)


def test_what_is_undone_is_undone_once() -> None:
    """Also where the block ends by itself, or by the exception that Ctrl-C is to Python."""
    program = [*PYTHON, WATCH + UNDO + "pass"]
    run = subprocess.run(program, capture_output=True, check=True, env=environment())
    assert run.stderr == b"undone "
    _, status, said = interrupted(WATCH + UNDO + GO + "time.sleep(60)", 0.05)
    assert status == -signal.SIGINT  # by Python, which says where it was
    assert said.startswith("undone Traceback")


def test_the_terminal_is_given_back_at_once(tmp_path: Path) -> None:
    """In `--step`, while it computes what a key asks for: here exact sums over many windows."""
    np.save(tmp_path / "x.npy", np.arange(250000.0).reshape(500, 500) / 7)
    problem = ("avg", str(tmp_path / "x.npy"), "-k", "200", "-s", "1", "--step", "--fractions")
    for after in (0.05, 0.3):
        with terminal(*problem) as it:
            it.until("step 1 of ", "q quit")
            it.press("l")
            time.sleep(after)
            start = time.monotonic()
            it.press("\x03")
            assert it.end() == 130
            assert at_once(time.monotonic() - start - 0.1)  # in which the test reads the terminal
            it.left_as_found()
