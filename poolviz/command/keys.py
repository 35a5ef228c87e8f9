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

KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|.", re.DOTALL)
"""One key of those that a terminal may send at once."""

Wait = Callable[[], "list[str] | None"]
"""Waits for keys: an empty list where the terminal is gone, None where there is only to redraw."""


@contextlib.contextmanager
def keyboard() -> Iterator[Wait]:
    """A function that waits for keys.

    The terminal hands over keys as they are until the block ends, however it ends. The keys
    come from the terminal also where standard input is a pipe.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows has no such terminals
        import click

        yield lambda: [click.getchar()]
        return
    own = sys.stdin is None or not sys.stdin.isatty()
    terminal = os.open("/dev/tty", os.O_RDONLY) if own else sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal, termios.TCSADRAIN)
        with _resizes() as resized:
            yield lambda: _read(terminal, resized)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        if own:
            os.close(terminal)


def _read(terminal: int, resized: int) -> list[str] | None:
    ready, _, _ = select.select([terminal, resized], [], [])
    if resized in ready:
        os.read(resized, 1024)
        return None
    sent = os.read(terminal, 1024)
    if not sent:
        return []
    if b"\x03" in sent:  # Ctrl-C, which a raw terminal does not turn into a signal
        raise KeyboardInterrupt
    return KEY.findall(sent.decode("utf-8", "ignore")) or None


@contextlib.contextmanager
def _resizes() -> Iterator[int]:
    """A file that can be read once the terminal's size has changed; so no key gets lost."""

    def resized(number: int, frame: FrameType | None) -> None:
        """Python writes to the file itself."""

    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    handler = signal.signal(signal.SIGWINCH, resized)
    wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGWINCH, handler)
        os.close(reader)
        os.close(writer)
