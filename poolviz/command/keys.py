"""Keys from a terminal, one at a time and without waiting for the end of a line."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from poolviz.command.interrupt import told, undone

KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|.", re.DOTALL)
"""One key of those that a terminal may send at once."""

BEGUN = re.compile(rb"(?:\x1b(?:\[[0-9;]*|O)?|[\xc0-\xff][\x80-\xbf]*)\Z")
"""A key of which the rest may still be on its way; Escape alone is a key, too."""

SHORTLY = 0.1
"""Seconds that the rest of a key may take: more than a slow line needs, less than is felt."""

Wait = Callable[[], "list[str] | None"]
"""Waits for keys: an empty list where the terminal is gone, None where there is only to redraw."""


NOT_MOVING = ("", "dumb", "unknown")
"""What TERM says of a terminal that cannot move its cursor."""


def possible() -> bool:
    """Whether there are keys to wait for, and a screen on which a frame can be drawn again."""
    if sys.platform == "win32":
        return True
    if os.environ.get("TERM", "").lower() in NOT_MOVING:
        return False
    try:
        terminal, own = _terminal()
    except OSError:  # nobody sits there
        return False
    if own:
        os.close(terminal)
    return True


def _terminal() -> tuple[int, bool]:
    """Where keys come from, and whether it has been opened for that."""
    if sys.stdin is not None and sys.stdin.isatty():
        return sys.stdin.fileno(), False
    return os.open("/dev/tty", os.O_RDONLY), True


@contextlib.contextmanager
def keyboard(enter: str, leave: str) -> Iterator[Wait]:
    """A function that waits for keys.

    The terminal hands over keys as they are until the block ends, however it ends; those that
    interrupt and stop a program still do, also while it computes. The keys come from the terminal
    also where standard input is a pipe. While the program is stopped the terminal is as it was
    before: `leave` and `enter` are written then.
    """
    try:
        import termios
    except ImportError:  # Windows has no such terminals
        import click

        yield lambda: [click.getchar()]
        return
    terminal, own = _terminal()
    before = termios.tcgetattr(terminal)

    def restore() -> None:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def leaving() -> None:
        restore()
        _say(leave)

    def entering() -> None:
        hand_over(terminal)
        _say(enter)

    try:
        with undone(restore), _signals(leaving, entering) as signalled:
            hand_over(terminal)
            yield lambda: _read(terminal, signalled)
    finally:
        if own:
            os.close(terminal)


def _say(codes: str) -> None:
    """Write past Python's buffer, in which half a frame may stand when a signal comes."""
    with contextlib.suppress(OSError, ValueError):
        os.write(sys.stdout.fileno(), codes.encode())


def hand_over(terminal: int) -> None:
    r"""Have a terminal hand over each key at once and unseen, but for Ctrl-C, Ctrl-Z and Ctrl-\."""
    import termios

    attributes: list[Any] = termios.tcgetattr(terminal)
    attributes[0] &= ~(termios.ICRNL | termios.INLCR | termios.IXON)
    attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    attributes[3] |= termios.ISIG
    attributes[6][termios.VMIN], attributes[6][termios.VTIME] = 1, 0
    termios.tcsetattr(terminal, termios.TCSADRAIN, attributes)


def _read(terminal: int, signalled: int) -> list[str] | None:
    ready, _, _ = select.select([terminal, signalled], [], [])
    if signalled in ready:
        os.read(signalled, 1024)
        return None
    sent = os.read(terminal, 1024)
    if not sent:
        return []
    while BEGUN.search(sent) and select.select([terminal], [], [], SHORTLY)[0]:
        more = os.read(terminal, 1024)
        if not more:
            break
        sent += more
    return KEY.findall(sent.decode("utf-8", "ignore")) or None


@contextlib.contextmanager
def _signals(leaving: Callable[[], None], entering: Callable[[], None]) -> Iterator[int]:
    """A file that can be read once the terminal's size has changed, or it is ours again."""

    def resized(number: int, frame: FrameType | None) -> None:
        """There is only to redraw."""

    def continued(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        entering()

    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        leaving()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)  # here it stops, and goes on later
        signal.signal(signal.SIGTSTP, stopped)
        entering()

    ours = {signal.SIGWINCH: resized, signal.SIGCONT: continued, signal.SIGTSTP: stopped}
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    before = {number: signal.signal(number, ours[number]) for number in ours}
    try:
        with told(writer):
            yield reader
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)
