"""Terminals for the command: a real one, and one whose keys are handed to the stepper itself."""

from __future__ import annotations

import contextlib
import io
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from unittest import mock

from runs import COMMAND, ROOT, environment, within

from poolviz.command import keys, stepper

CODES = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")
CLEAR = "\x1b[H\x1b[2J"
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"

HELP = "n next · b back · h keys · q quit"
PROBLEM = ("max", "1 3 2; 5 4 6", "--kernel", "2", "--stride", "1")
"""Two windows, so four steps."""

KEYS = [
    *[("l", 4), ("n", 4), ("b", 3), ("\x7f", 2), ("\x08", 1), ("b", 1), ("\x1b[F", 4)],
    *[("\x1b[H", 1), ("\x1b[C", 2), ("\x1b[D", 1), ("p", 3), ("\t", 1), ("\x1b[4~", 4)],
    *[("\x1b[A", 3), ("\x1bOD", 2), ("f", 1), ("\x1bOF", 4), ("\x1bOH", 1), ("L", 4)],
    *[("\x1bOA", 3), ("x", 3), ("\x1b[1~", 1), ("\x1b[5~", 1)],
]
"""A walk, and the step that each key of it leads to."""

COLOURED = "xterm-256color"
"""A terminal that most learners have."""

SOON = 30
"""Seconds within which a frame must stand."""


def screen(text: str) -> str:
    """What stands on a screen: all since it was last cleared."""
    return re.sub(r"\r+\n", "\n", CODES.sub("", text.rpartition(CLEAR)[2]))


class Size(NamedTuple):
    """A size that a terminal takes, in place of a key."""

    rows: int
    columns: int


class Screen(io.TextIOWrapper):
    """A standard output that says it is a terminal."""

    def isatty(self) -> bool:
        """It is none, but the command is to draw on it as on one."""
        return True


def walked(*args: str, typed: Sequence[str | Size], rows: int = 24, columns: int = 80) -> list[str]:
    """The frames of a walk within the process: the first, and one for each thing typed.

    What is typed together is handed over together, as a terminal does with fast hands. At the end
    q is pressed, unless the command has ended before.
    """
    out = io.BytesIO()
    frames: list[str] = []
    script = iter(typed)

    def take() -> None:
        sys.stdout.flush()
        frames.append(screen(out.getvalue().decode()))

    def wait(*_: object) -> list[str] | None:
        take()
        given = next(script, "q")
        if isinstance(given, Size):
            os.environ.update(LINES=str(given.rows), COLUMNS=str(given.columns))
            return None
        return keys.KEY.findall(given)

    @contextlib.contextmanager
    def keyboard(*_: str) -> Iterator[Callable[..., Any]]:
        yield wait

    env = {"LINES": str(rows), "TERM": COLOURED}
    possible = mock.patch.object(keys, "possible", return_value=True)
    with possible, mock.patch.object(stepper, "keyboard", keyboard):
        status = within(io.BytesIO(), out, io.BytesIO(), args, columns, env, stdout=Screen)
    assert status == 0
    text = out.getvalue().decode()
    assert text.startswith(ENTER)
    assert text.endswith(LEAVE)
    return frames


class Terminal:
    """A pseudo-terminal with a command on it."""

    def __init__(
        self, *args: str, rows: int, columns: int, stdin: str | None = None, term: str = COLOURED
    ) -> None:
        import fcntl
        import termios

        self.master, self.slave = os.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        self.text = ""
        env = environment(TERM=term)
        del env["COLUMNS"]
        slave = self.slave

        def own_terminal() -> None:
            # In the child: makes the terminal the one that Ctrl-C and /dev/tty speak of.
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            # A shell that runs the tests in the background makes what they start ignore Ctrl-C.
            signal.signal(signal.SIGINT, signal.SIG_DFL)

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
        import fcntl
        import termios

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

    def until(self, *patterns: str) -> str:
        """The screen, once it shows all of these."""
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            frame = screen(self.text)
            if all(pattern in frame for pattern in patterns) and not self.read(0.01):
                return frame
            self.read(0.2)
        raise AssertionError(f"{patterns} never stood on the screen:\n{screen(self.text)}")

    def press(self, typed: str, *patterns: str) -> str:
        """Press keys, and wait for the frame that they bring."""
        if patterns:
            self.text = ENTER  # so that only a new frame can show what is awaited
        os.write(self.master, typed.encode())
        return self.until(*patterns) if patterns else ""

    def end(self) -> int:
        """The exit status, once the command has ended, all that it wrote being read."""
        end = time.monotonic() + SOON
        while self.child.poll() is None and time.monotonic() < end:
            self.read(0.02)
        while self.read(0.02):
            pass
        return self.child.wait(1)

    def left_as_found(self) -> None:
        """Attributes, cursor and screen are those from before."""
        import termios

        assert termios.tcgetattr(self.slave) == self.before
        assert self.text.startswith(ENTER)
        assert self.text.count(LEAVE) == 1
        after = self.text.partition(LEAVE)[2]
        assert "Traceback" not in self.text
        assert "step" not in after

    def close(self) -> None:
        """Give everything back, also after a failure."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGKILL)
            self.child.wait()
        os.close(self.master)
        os.close(self.slave)


@contextlib.contextmanager
def terminal(
    *args: str,
    rows: int = 24,
    columns: int = 80,
    stdin: str | None = None,
    term: str = COLOURED,
) -> Iterator[Terminal]:
    """A terminal that is closed in any case."""
    it = Terminal(*args, rows=rows, columns=columns, stdin=stdin, term=term)
    try:
        yield it
    finally:
        it.close()
