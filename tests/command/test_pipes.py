"""Real pipes and devices: a reader that leaves, a full disk, an interrupt."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import COMMAND, LIMIT, ROOT, Ran, environment, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes and signals")

LARGE = ";".join(" ".join(str(r * 97 % 89 + c) for c in range(120)) for r in range(120))
"""Printed in full it fills a pipe many times over."""


def shell(line: str, stdin: str = "") -> Ran:
    """Run a line of sh in which `$@` is poolviz; the status is that of the last part."""
    done = subprocess.run(
        ["sh", "-c", line, "sh", *COMMAND],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        input=stdin.encode(),
        timeout=LIMIT,
    )
    return Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)


@pytest.mark.parametrize("options", ["--full", "--json"])
def test_a_reader_that_leaves_early_is_no_error(options: str) -> None:
    """The first line arrives, and nothing stands on standard error."""
    ran = shell(f'{{ "$@" max - {options}; echo "status $?" >&2; }} | head -c 12', LARGE)
    assert ran.stdout in {"max pooling ·"[:12], '{"poolviz": '}
    assert ran.stderr == "status 0\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_is_gone_before_the_first_byte(unbuffered: str) -> None:
    """Whether Python buffers or not."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, "max", "1 3; 5 2"],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            timeout=LIMIT,
        )
    finally:
        os.close(writing)
    assert (done.stderr, done.returncode) == (b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("options", [["1 3; 5 2"], ["--json", "1 3; 5 2"], ["--full", "-"]])
def test_a_full_disk_is_an_error(options: list[str]) -> None:
    """One line on standard error, and status 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "max", *options],
            check=False,
            input=LARGE.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment(),
            timeout=LIMIT,
        )
    message = "poolviz: cannot write the output: no space left on device\n"
    assert (done.stderr.decode(), done.returncode) == (message, 1)


@pytest.mark.parametrize(
    "words",
    [
        *("", "--help", "--version", "--schema", "help", "help max", "max --help"),
        *("max '1 3; 5 2'", "avg --save x.svg", "layer 'MaxPool2d(2)'", "chain max"),
        *("learn", "quiz", "worksheet"),
    ],
)
def test_a_closed_standard_output_is_an_error(words: str) -> None:
    """Whatever was to be written there: it is not lost in silence."""
    assert shell(f'exec "$@" {words} >&-') == Ran(
        "",
        "poolviz: standard output is closed\nhint: open it, or redirect it to a file\n",
        1,
    )


def test_an_interrupt_while_reading() -> None:
    """Ctrl-C: 130, nothing on standard output, no traceback."""
    with subprocess.Popen(
        [*COMMAND, "max", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
        # A shell that runs the tests in the background makes them, and what they start, ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 no threads
    ) as child:
        assert child.stdin
        child.stdin.write(b"1 3\n")
        child.stdin.flush()
        wait_until_read(child.stdin.fileno())
        child.send_signal(signal.SIGINT)
        assert child.wait(LIMIT) == 130
        assert child.stdout
        assert child.stderr
        assert (child.stdout.read(), child.stderr.read().strip()) == (b"", b"")


STARTING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from poolviz.__main__ import main
main()
"""
"""The installed command, interrupted as it begins to load a module."""


def started(code: str, name: str) -> subprocess.CompletedProcess[bytes]:
    """What becomes of a command whose start is interrupted at a module."""
    return subprocess.run(
        [sys.executable, "-c", code.format(name=name), "max", "1 3; 5 2"],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        timeout=LIMIT,
    )


@pytest.mark.parametrize("name", ["click", "poolviz.command.app", "numpy", "poolviz.draw.page"])
def test_an_interrupt_while_it_is_loaded(name: str) -> None:
    """Ctrl-C is heard from the first line on, without a traceback."""
    done = started(STARTING, name)
    assert (done.stdout, done.stderr.strip(), done.returncode) == (b"", b"", 130)


FREED = """
import os, signal, sys, weakref
signal.signal(signal.SIGINT, signal.default_int_handler)

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            held = {{name}}
            freed = weakref.ref(held, lambda _: os.kill(os.getpid(), signal.SIGINT))
            del held

sys.meta_path.insert(0, Interrupting())
from poolviz.__main__ import main
main()
"""
"""Interrupted as something is freed: Python prints an exception there, and goes on."""


@pytest.mark.parametrize("name", ["click", "numpy", "poolviz.draw.page"])
def test_an_interrupt_where_an_import_hears_of_no_exception(name: str) -> None:
    """It ends all the same, and without a word."""
    done = started(FREED, name)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 130)


def wait_until_read(pipe: int) -> None:
    """Until the bytes in a pipe are gone: then its reader waits for more."""
    import fcntl
    import termios

    for _ in range(500):
        held = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]
        if not held:
            break
        time.sleep(0.02)
    time.sleep(0.05)


def test_two_layers_in_a_real_pipe() -> None:
    """What the README's chapter on layers does."""
    ran = shell('"$@" max samples/worked.txt -s 1 --json | "$@" avg - -s 1')
    assert (ran.stderr, ran.status) == ("", 0)
    assert "input 3×3 → output 2×2" in ran.stdout


def test_a_pipe_is_read_to_its_end() -> None:
    """A slow writer loses nothing."""
    ran = shell('{ printf "1 3\\n"; sleep 0.2; printf "5 2\\n"; } | "$@" max')
    assert ran.stdout == run("max", "1 3; 5 2").stdout
