"""Ctrl-C ends the command at once, also while NumPy works for long on a whole matrix.

Python raises KeyboardInterrupt between two steps of its own, and one step may sort 16 million
numbers. So a second thread is told of each signal as it comes. If the first one has not ended soon
after, the second ends the process, having undone what must not stay: a terminal in a state of ours.
Nor is the exception raised while Python imports or ends: both have callbacks that print it, and go
on; nor twice, for what the first one undoes is to be undone whole.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

TYPE_CHECKING = False  # of `typing`, which is not to be waited for
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

PATIENCE = 0.08
"""Seconds that the command has to end by itself: more than it needs, less than is felt."""

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""What ends the command; of the last three we hear where a handler of ours stands."""

_listeners: list[int] = []
_undoing: list[Callable[[], None]] = []
_watching: list[int] = []


def watch() -> None:
    """Have a thread watch for signals from now on, if there is none yet."""
    if _watching or sys.platform == "win32":  # which tells of signals on sockets only
        return
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    _watching.append(signal.set_wakeup_fd(writer, warn_on_full_buffer=False))
    _thread.start_new_thread(_watch, (reader,))
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
        signal.signal(signal.SIGINT, _interrupted)


def _watch(reader: int) -> None:
    """Pass signals on, and end the process if one of them should have done so."""
    ending = {int(getattr(signal, name)) for name in ENDING if hasattr(signal, name)}
    while came := os.read(reader, 64):
        for listener in _listeners:
            with contextlib.suppress(OSError):
                os.write(listener, came)
        for number in ending.intersection(came):
            time.sleep(PATIENCE)
            _end(number)


def _interrupted(number: int, frame: FrameType | None) -> None:
    """What Python does at Ctrl-C, but once; within an import it is the end."""
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            _end(number)
        frame = frame.f_back
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the thread ends what does not end by itself
    raise KeyboardInterrupt


@contextlib.contextmanager
def leaving() -> Iterator[None]:
    """After the block Python ends, and has nobody to raise an exception to: Ctrl-C is the end."""
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is _interrupted:
            signal.signal(signal.SIGINT, lambda number, _: _end(number))


def _end(number: int) -> NoReturn:
    """End the process as a signal does, having undone what must not stay."""
    while _undoing:
        with contextlib.suppress(Exception):
            _undoing.pop()()
    os._exit(128 + number)


@contextlib.contextmanager
def told(listener: int) -> Iterator[None]:
    """Write to a file whenever a signal comes, also one that comes just before it is waited for."""
    watch()
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextlib.contextmanager
def undone(undo: Callable[[], None]) -> Iterator[None]:
    """Call this once at the end of the block, however the block or the process ends."""
    _undoing.append(undo)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):  # the process is ending, and it is being done
            _undoing.remove(undo)
            undo()
