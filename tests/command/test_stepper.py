"""The command on a terminal: a pseudo-terminal of a known size, and a learner's keys."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from runs import COMMAND, ROOT, environment, quick

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import fcntl
import termios

CODES = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")
CLEAR = "\x1b[H\x1b[2J"
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HELP = "n next · b back · f first · l last · w window · p forward/backward · q quit"
PROBLEM = ("max", "1 3 2; 5 4 6", "--kernel", "2", "--stride", "1")
"""Two windows, so four steps."""


SOON = 8
"""Seconds within which a frame must stand."""


class Terminal:
    """A pseudo-terminal with a command on it."""

    def __init__(self, *args: str, rows: int, columns: int, stdin: str | None = None) -> None:
        self.master, self.slave = os.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        self.text = ""
        env = environment(TERM="xterm-256color")
        del env["COLUMNS"]
        slave = self.slave

        def own_terminal() -> None:
            # In the child: makes the terminal the one that Ctrl-C and /dev/tty speak of.
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.child = subprocess.Popen(
            [*COMMAND, *args],
            stdin=slave if stdin is None else subprocess.PIPE,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=env,
            start_new_session=True,
            preexec_fn=own_terminal,  # noqa: PLW1509 no other thread runs here
        )
        if self.child.stdin and stdin is not None:
            self.child.stdin.write(stdin.encode())
            self.child.stdin.close()

    def resize(self, rows: int, columns: int) -> None:
        """Another size; the system tells the command."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> bool:
        """Take what arrives within some seconds; False when nothing does."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):  # Linux's way to say that the other end is closed
            data = os.read(self.master, 65536).decode()
            self.text += data
            return bool(data)
        return False

    def frame(self) -> str:
        """What stands on the screen: all since it was last cleared."""
        return re.sub(r"\r+\n", "\n", CODES.sub("", self.text.rpartition(CLEAR)[2]))

    def until(self, *patterns: str) -> str:
        """The screen, once it shows all of these."""
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            frame = self.frame()
            if all(pattern in frame for pattern in patterns) and not self.read(0.05):
                return frame
            self.read(0.2)
        raise AssertionError(f"{patterns} never stood on the screen:\n{self.frame()}")

    def press(self, keys: str, *patterns: str) -> str:
        """Press keys, and wait for what they bring."""
        os.write(self.master, keys.encode())
        return self.until(*patterns) if patterns else ""

    def end(self) -> int:
        """The exit status, once the command has ended, all that it wrote being read."""
        end = time.monotonic() + SOON
        while self.child.poll() is None and time.monotonic() < end:
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.child.wait(1)

    def close(self) -> None:
        """Give everything back, also after a failure."""
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        os.close(self.master)
        os.close(self.slave)


@contextlib.contextmanager
def terminal(
    *args: str, rows: int = 24, columns: int = 80, stdin: str | None = None
) -> Iterator[Terminal]:
    """A terminal that is closed in any case."""
    it = Terminal(*args, rows=rows, columns=columns, stdin=stdin)
    try:
        yield it
    finally:
        it.close()


def stepping(*more: str, rows: int = 24, columns: int = 80, stdin: str | None = None) -> (
    contextlib.AbstractContextManager[Terminal]
):  # fmt: skip
    """A terminal that steps through the small problem."""
    problem = ("max", "-", *PROBLEM[2:]) if stdin else PROBLEM
    return terminal(*problem, "--step", *more, rows=rows, columns=columns, stdin=stdin)


def left_as_found(it: Terminal) -> None:
    """Attributes, cursor and screen are those from before."""
    assert termios.tcgetattr(it.slave) == it.before
    assert it.text.startswith(ENTER)
    assert it.text.count(LEAVE) == 1
    after = it.text.partition(LEAVE)[2]
    assert "Traceback" not in it.text
    assert "step" not in after


# --- colour and width -----------------------------------------------------------------------


def test_a_terminal_gets_colour_and_its_own_width() -> None:
    """The text beneath the colours is what a pipe gets."""
    for columns in (80, 44):
        with terminal("max", "samples/worked.txt", "-s", "1", columns=columns) as it:
            assert it.end() == 0
            text = it.text.replace("\r\n", "\n")
        assert "\x1b[" in text
        plain = quick("max", "samples/worked.txt", "-s", "1", columns=columns).stdout
        lines = [line.rstrip() for line in CODES.sub("", text).splitlines()]
        assert lines == plain.splitlines()


def test_winners_hits_and_gradient_are_coloured() -> None:
    """Backgrounds, each in the role that it plays; zeros are dim."""
    with terminal("max", "1 3; 5 2") as it:
        it.end()
    assert re.search(r"\x1b\[[0-9;]*48;5;214m5\*", it.text)
    assert re.search(r"\x1b\[2m0", it.text)


# --- the keys ---------------------------------------------------------------------------------


def test_the_first_step_and_its_help() -> None:
    """A screen of its own, with the problem, the step and the keys."""
    with stepping() as it:
        frame = it.until("q quit")
        assert it.text.startswith(ENTER)
        assert frame.splitlines()[0].startswith("max pooling · kernel 2×2 · stride 1×1")
        assert "step 1 of 4 · forward · window (0, 0)" in frame
        assert "output[0,0] = max(1, 3, 5, 4) = 5 at (1, 0)" in frame
        assert HELP in frame
        it.press("q")
        assert it.end() == 0
        left_as_found(it)


@pytest.mark.parametrize("key", ["n", "N", " ", "\r", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB"])
def test_next_and_back(key: str) -> None:
    """Every key that goes forward, and one that goes back."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.press(key, "step 2 of 4 · forward · window (0, 1)", "q quit")
        it.press("b", "step 1 of 4", "q quit")
        it.press("q")
        assert it.end() == 0


def test_all_keys_in_one_walk() -> None:
    """Where each one leads, and that no key leads out of the steps."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        for key, step in [
            ("l", 4), ("n", 4), ("b", 3), ("\x7f", 2), ("\x08", 1), ("b", 1), ("\x1b[F", 4),
            ("\x1b[H", 1), ("\x1b[C", 2), ("\x1b[D", 1), ("p", 3), ("\t", 1), ("\x1b[4~", 4),
            ("\x1b[A", 3), ("\x1bOD", 2), ("f", 1), ("\x1bOF", 4), ("\x1bOH", 1), ("L", 4),
            ("\x1bOA", 3), ("x", 3), ("\x1b[1~", 1), ("\x1b[5~", 1),
        ]:  # fmt: skip
            it.text = ENTER  # so that only a new frame can satisfy the next line
            frame = it.press(key, f"step {step} of 4", "q quit")
            assert frame.count("step ") == 1
        it.press("q")
        assert it.end() == 0


def test_several_keys_at_once() -> None:
    """What is typed faster than it is drawn is not lost."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.press("nn\x1b[Cb", "step 3 of 4", "q quit")
        it.press("q")
        assert it.end() == 0


def test_a_key_typed_while_a_frame_is_drawn_is_not_lost() -> None:
    """A held key, or a fast hand: each press is a step, and none is echoed."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.text = ENTER
        for _ in range(3):
            it.press("n")
            time.sleep(0.004)  # less than a frame takes
        it.until("step 4 of 4", "q quit")
        assert not re.search(r"^n+$|quitn", CODES.sub("", it.text).replace("\r", ""), re.MULTILINE)
        it.press("q")
        assert it.end() == 0


def test_the_last_step_is_the_first_screen() -> None:
    """Hits and gradient are those that the plain command shows."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        frame = it.press("l", "step 4 of 4 · backward · window (0, 1)", "q quit")
        it.press("q")
        it.end()
    numbers = [re.findall(r"[0-9.]+", line) for line in frame.splitlines()[3:6]]
    plain = quick(*PROBLEM).stdout.splitlines()[2:5]
    assert numbers == [re.findall(r"[0-9.]+", line) for line in plain]


def test_a_window_is_typed() -> None:
    """With Enter it is jumped to, in the pass that is shown; Esc leaves the typing."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.press("w", "window R,C: _")
        it.press("0,1", "window R,C: 0,1_")
        it.press("\r", "step 2 of 4", "q quit")
        it.press("p", "step 4 of 4", "q quit")
        it.press("w0,9\x7f0\r", "step 3 of 4", "q quit")
        it.press("w0,\x1b", "step 3 of 4", "q quit")
        it.press("n", "step 4 of 4", "q quit")
        it.press("q")
        assert it.end() == 0


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("5,5", "window 5,5 is not there: the output is 1×2, so windows go from 0,0 to 0,1"),
        ("1", "window must be R,C (row and column, from 0), not '1'"),
        ("", "window must be R,C (row and column, from 0), not ''"),
    ],
)
def test_a_window_that_is_not_there(typed: str, remark: str) -> None:
    """The step stays, and the remark goes with the next key."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        frame = it.press(f"w{typed}\r", "step 1 of 4", remark, "q quit")
        assert "window R,C" not in frame
        frame = it.press("n", "step 2 of 4", "q quit")
        assert remark not in frame
        it.press("q")
        assert it.end() == 0


@pytest.mark.parametrize("key", ["q", "Q", "\x1b", "\x04"])
def test_leaving(key: str) -> None:
    """Quietly, with the terminal as it was."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.press(key)
        assert it.end() == 0
        left_as_found(it)


def test_an_interrupt() -> None:
    """Ctrl-C: 130, and the terminal as it was."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.press("\x03")
        assert it.end() == 130
        left_as_found(it)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_being_ended(name: str) -> None:
    """The terminal is given back; the status is the shell's."""
    number = getattr(signal, name)
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.child.send_signal(number)
        assert it.end() == 128 + number
        left_as_found(it)


# --- sizes ------------------------------------------------------------------------------------


def test_another_size_is_drawn_at_once() -> None:
    """Without a key; panels move below each other."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        it.text = ENTER
        it.resize(40, 40)
        frame = it.until("step 1 of 4", "q quit")
        assert max(map(len, frame.splitlines())) <= 40
        it.text = ENTER
        it.resize(24, 80)
        assert HELP in it.until("step 1 of 4", "q quit")
        it.press("n", "step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
        left_as_found(it)


@pytest.mark.parametrize(("rows", "columns"), [(5, 80), (24, 12), (3, 10), (1, 1)])
def test_a_terminal_that_is_too_small(rows: int, columns: int) -> None:
    """It says so, as far as that fits, and works again when it is enlarged."""
    with stepping(rows=rows, columns=columns) as it:
        it.until("The terminal is too small"[:columns] if columns > 10 else "The")
        it.press("n")
        it.text = ENTER
        it.resize(24, 80)
        it.until("step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0


@pytest.mark.parametrize("columns", [24, 30, 55, 79])
def test_no_frame_is_larger_than_the_terminal(columns: int) -> None:
    """Nothing scrolls and nothing wraps."""
    with stepping(rows=40, columns=columns) as it:
        for step in range(1, 5):
            frame = it.until(f"step {step} of 4")
            assert max(map(len, frame.splitlines())) <= columns
            assert len(frame.splitlines()) <= 40
            if step < 4:
                it.press("n")
        it.press("q")
        assert it.end() == 0


# --- pipes ------------------------------------------------------------------------------------


def test_steps_of_a_matrix_from_a_pipe() -> None:
    """Standard input is used up, so the keys come from the terminal itself."""
    with stepping(stdin="1 3 2\n5 4 6\n") as it:
        it.until("step 1 of 4", "q quit")
        it.press("n", "step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
        left_as_found(it)


def test_a_byte_that_is_no_text_ends_nothing() -> None:
    """What a terminal sends besides keys is passed over, and the next key is heard."""
    with stepping() as it:
        it.until("step 1 of 4", "q quit")
        os.write(it.master, b"\xff")
        it.read(0.3)
        it.press("n", "step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
