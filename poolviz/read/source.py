"""Where a matrix comes from: a file, standard input, the command line itself, or the example."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from poolviz.words import printable, shown

if TYPE_CHECKING:
    from typing import Any

    from poolviz.core.matrix import Floats
    from poolviz.read.answer import Answer

EXAMPLE = "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"
"""The worked example."""

MOST_BYTES = 2**30
"""No more than this is read: a gigabyte."""

INLINE = re.compile(
    r"\s*(?:[\[{]|(?:(?:np|numpy|torch)\.)?(?:array|matrix|tensor)\s*\("
    r"|[+\-\u2212]?(?:\.?[0-9][0-9.eE+\-]*|nan|inf)(?:[\s,;]|$))",
    re.IGNORECASE,
)
"""How the text of a matrix starts; anything else without ';' or a line break is a path."""

STDIN = "standard input"


class SourceError(Exception):
    """A matrix that could not be had: what to say, what would be right, and the exit status."""

    def __init__(self, message: str, hint: str | None, status: int) -> None:
        super().__init__(message)
        self.hint, self.status = hint, status


def load(argument: str, name: str) -> Floats:
    """The matrix that an argument names or writes. `name` is how the command calls the argument.

    Raises SourceError: status 2 where the argument itself is at fault, 1 where a file is.
    """
    if argument == "-":
        return _read(_from_stream(), STDIN, 1)
    if _exists(argument):
        return _read(_from_file(argument), printable(argument), 1)
    if INLINE.match(argument) or ";" in argument or "\n" in argument or not argument.strip():
        return _read(argument, name, 2)
    hint = "give a path, or the matrix itself, such as '1 3; 5 2'"
    raise SourceError(f"{shown(argument)}: there is no such file", hint, 1)


def load_answer(argument: str, matrix: str) -> Answer:
    """A learner's answer for a matrix, in a file, on standard input or on the command line.

    Raises SourceError: status 2 where the argument itself is at fault, 1 where a file is.
    """
    from poolviz.read.answer import read_answer
    from poolviz.read.numerals import Fault

    data: bytes | str = argument
    label, status = "--check", 2
    if argument == "-" or _exists(argument):
        label, status = (STDIN if argument == "-" else printable(argument)), 1
        data = _from_stream() if argument == "-" else _from_file(argument)
    try:
        return read_answer(data, matrix)
    except Fault as fault:
        at = f", line {fault.place.line}, column {fault.place.column}" if fault.place else ""
        raise SourceError(f"{label}{at}: {fault.what}", fault.hint, status) from None


def _read(data: bytes | str, label: str, status: int) -> Floats:
    from poolviz.read.numerals import Fault
    from poolviz.read.reader import read

    try:
        return read(data)
    except Fault as fault:
        at = f", line {fault.place.line}, column {fault.place.column}" if fault.place else ""
        raise SourceError(f"{label}{at}: {fault.what}", fault.hint, status) from None
    except ValueError as error:
        raise SourceError(f"{label}: {error}", None, status) from None


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL character is in no path
        return False


def _from_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 pathlib is slow to load
            return _all(file, printable(path))
    except OSError as error:
        raise _unreadable(printable(path), error) from None


def _from_stream() -> bytes:
    if sys.stdin is None:
        raise SourceError(f"{STDIN} is closed", "pipe a matrix into it, or name a file", 1)
    try:
        return _all(sys.stdin.buffer, STDIN)
    except OSError as error:
        raise _unreadable(STDIN, error) from None


def _unreadable(label: str, error: OSError) -> SourceError:
    reason = (error.strerror or "it cannot be read").lower()
    return SourceError(f"{label}: {reason}", "give a file that can be read", 1)


def _all(stream: Any, label: str) -> bytes:
    """All bytes of a stream, piece by piece, so that Ctrl-C is heard between two of them."""
    data = bytearray()
    while piece := stream.read1(2**20):
        data += piece
        if len(data) > MOST_BYTES:
            raise SourceError(f"{label}: more than a gigabyte", "give a smaller matrix", 1)
    return bytes(data)
