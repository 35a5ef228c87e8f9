"""Where a matrix comes from: a file, standard input, the command line itself, or the example."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING

from poolviz.words import listed, printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from typing import Any

    from poolviz.core.matrix import Floats
    from poolviz.read.answer import Answer
    from poolviz.read.channels import Channel, Loaded, Stack
    from poolviz.read.layer import Layer

EXAMPLE = "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"
"""The worked example."""

MOST_BYTES = 2**30
"""No more than this is read: a gigabyte."""

INLINE = (
    r"(?i)\s*(?:$|[\[{]|(?:(?:np|numpy|torch)\.)?(?:array|matrix|tensor)\s*\("
    r"|[+\-\u2212]?(?:\.?[0-9][0-9.eE+\-]*|[0-9]+/[0-9]+|nan|inf)(?:[\s,;]|\\n|$))"
)
"""How the text of a matrix starts; anything else without ';' or a line break is a path."""

PATH = (
    r"(?=.*[A-Za-z])[^\s(){}\[\]<>=;,?]*"
    r"(?:[/\\][^\s(){}\[\]<>=;,?]*|\.(?:txt|csv|tsv|json|np[yz]|md))"
)
"""What looks like the path of a file where something else may be typed."""

STDIN = "standard input"


class SourceError(Exception):
    """A matrix that could not be had: what to say, what would be right, and the exit status."""

    def __init__(self, message: str, hint: str | None, status: int) -> None:
        super().__init__(message)
        self.hint, self.status = hint, status


def load(
    argument: str | None, name: str, channel: Channel | None = None, key: str = "output"
) -> Loaded:
    """The matrix that an argument names or writes; `name` is how the command calls the argument.

    Of an array with more dimensions, `channel` picks it; of a poolviz document, `key`. Without an
    argument it is what standard input holds, or the worked example if that is nothing.

    Raises SourceError: status 2 where the argument or the channel is at fault, 1 where a file is.

    >>> load("[[[1, 2]], [[3, 4]]]", "MATRIX", channel=(1,))
    Loaded(matrix=array([[3., 4.]]), channel=(1,), sizes=(2,), example=False)
    """
    from poolviz.read.channels import chosen

    with _stack(argument, name, key) as (stack, example):
        return chosen(stack, channel)._replace(example=example)


def load_beside(argument: str, name: str, loaded: Loaded, key: str) -> Floats:
    """What goes with a matrix that a channel may have picked: a matrix, or channels as well."""
    from poolviz.read.channels import beside

    with _stack(argument, name, key) as (stack, _):
        return beside(stack, loaded)


def load_each(argument: str | None, name: str) -> Iterator[Loaded]:
    """Every channel of an array in turn, read as it is asked for."""
    from poolviz.read.channels import each

    with _stack(argument, name, "output") as (stack, _):
        yield from each(stack)


def load_answer(argument: str, matrix: str, channel: Channel | None = None) -> Answer:
    """A learner's answer for a matrix, in a file, on standard input or on the command line.

    Of an answer with channels, the one of that number.

    Raises SourceError: status 2 where the argument itself is at fault, 1 where a file is.
    """
    from poolviz.read.answer import read_answer

    data, label, status = _data(argument, "--check")
    with _named(label, status):
        return read_answer(data, matrix, channel)


def load_layer(argument: str, name: str, layer: str | None = None) -> Layer:
    """The layer that an argument writes, or that stands in a file or on standard input.

    Of several layers, the one called `layer`. Raises SourceError: status 2, unless a file cannot
    be read.
    """
    from poolviz.read.layer import parse
    from poolviz.read.reader import decoded

    data, label, status = _data(argument, name)
    with _named(label, status):
        text = data if isinstance(data, str) else decoded(data)
    with _named(label, 2):
        return parse(text, layer)


def _data(argument: str, name: str) -> tuple[bytes | str, str, int]:
    """What stands in a file, on standard input or in the argument; its label and status."""
    if argument == "-":
        with _standard_input() as stream:
            return _all(stream, STDIN), STDIN, 1
    if os.path.lexists(argument):
        with _opened(argument) as file:
            return _all(file, printable(argument)), printable(argument), 1
    if re.fullmatch(PATH, argument):
        hint = "give the path of a file, or what would stand in it"
        raise SourceError(f"{shown(argument)}: there is no such file", hint, 1)
    return argument, name, 2


@contextlib.contextmanager
def _stack(argument: str | None, name: str, key: str) -> Iterator[tuple[Stack, bool]]:
    """What an argument stands for, and whether it is the example in place of nothing."""
    from poolviz.read.reader import stack

    if argument is None and (sys.stdin is None or sys.stdin.isatty()):
        yield stack(EXAMPLE), True
        return
    if argument is None or argument == "-":
        instead = EXAMPLE if argument is None else ""
        with _standard_input() as stream, _named(STDIN, 1):
            yield _read(stream, STDIN, None, key, instead)
        return
    path, member = _path(argument)
    if path is None:
        with _named(name, 2):
            yield stack(argument, key), False
        return
    with _opened(path) as file, _named(printable(argument), 1):
        yield _read(file, printable(path), member, key)


def _read(
    stream: BufferedReader, label: str, member: str | None, key: str, instead: str = ""
) -> tuple[Stack, bool]:
    """What a stream holds; arrays in a file are left there until they are asked for.

    `instead` stands for nothing; whether it does is told.
    """
    from poolviz.read.npy import MAGIC, ZIP, open_npy, open_npz
    from poolviz.read.reader import stack

    first = _beginning(stream)
    if first.startswith(ZIP):
        return open_npz(stream, member), False
    if member is not None:
        hint = f"leave :{printable(member)} out"
        raise SourceError(f"{label}: only an .npz archive holds arrays with names", hint, 1)
    if first.startswith(MAGIC):
        return open_npy(stream), False
    data = _all(stream, label)
    return stack(data or instead, key), not data


@contextlib.contextmanager
def _named(label: str, status: int) -> Iterator[None]:
    """Give faults the name of their source."""
    from poolviz.read.channels import NoChannelError
    from poolviz.read.numerals import Fault

    try:
        yield
    except NoChannelError as fault:
        raise SourceError(f"{label}: {fault.what}", fault.hint, 2) from None
    except Fault as fault:
        at = f", line {fault.place.line}, column {fault.place.column}" if fault.place else ""
        raise SourceError(f"{label}{at}: {fault.what}", fault.hint, status) from None
    except ValueError as error:
        raise SourceError(f"{label}: {error}", None, status) from None


def _path(argument: str) -> tuple[str | None, str | None]:
    """The path that an argument names, and an array within it; None if it is no path."""
    if os.path.lexists(argument):
        return argument, None
    if argument.startswith("@"):
        return _sample(argument[1:]), None
    path, _, member = argument.rpartition(":")
    if os.path.lexists(path):
        return path, member
    if ";" in argument or "\n" in argument or re.match(INLINE, argument):
        return None, None
    hint = "give a path, or the matrix itself, such as '1 3; 5 2'"
    raise SourceError(f"{shown(argument)}: there is no such file", hint, 1)


def _sample(name: str) -> str:
    from poolviz.read.samples import samples

    there = samples()
    if name not in there:
        hint = f"the samples are {listed([f'@{one}' for one in there], 'and')}" if there else None
        raise SourceError(f"there is no sample {shown('@' + name)}", hint, 2)
    return there[name]


@contextlib.contextmanager
def _opened(path: str) -> Iterator[BufferedReader]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 pathlib is slow to load
            yield file
    except OSError as error:
        raise _unreadable(printable(path), error) from None


@contextlib.contextmanager
def _standard_input() -> Iterator[BufferedReader]:
    if sys.stdin is None:
        raise SourceError(f"{STDIN} is closed", "pipe a matrix into it, or name a file", 1)
    stream: Any = sys.stdin.buffer
    try:
        yield stream
    except OSError as error:
        raise _unreadable(STDIN, error) from None


def _beginning(stream: BufferedReader) -> bytes:
    """The first bytes of a file; of a pipe none."""
    import stat

    with contextlib.suppress(OSError, ValueError):  # a stream of a program's own has no number
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream.peek()
    return b""


def _unreadable(label: str, error: OSError) -> SourceError:
    reason = (error.strerror or "it cannot be read").lower()
    return SourceError(f"{label}: {reason}", "give a file that can be read", 1)


def _all(stream: BufferedReader, label: str) -> bytes:
    """All bytes of a stream, piece by piece, so that Ctrl-C is heard between two of them."""
    data = bytearray()
    while piece := stream.read1():
        data += piece
        if len(data) > MOST_BYTES:
            raise SourceError(f"{label}: more than a gigabyte", "give a smaller matrix", 1)
    return bytes(data)
