"""Bytes or text to a matrix, or to a fault that says where and what would be right.

The format is told by the content: `.npy` bytes, a poolviz document, brackets (JSON and what
NumPy, PyTorch and MATLAB print), or a table of numbers. Well-formed input takes a quick way
through; whatever that does not understand is read again token by token, to place the fault.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

from poolviz.core.matrix import Floats
from poolviz.read.brackets import bracketed
from poolviz.read.channels import Stack, chosen
from poolviz.read.npy import MAGIC, ZIP, open_npz, stack_npy
from poolviz.read.numerals import Fault, Place
from poolviz.read.tables import Rows, lines, numbers, quick_table, width
from poolviz.words import shown

COMMENT = re.compile(r'"[^"]*"|(?<![0-9]\.)#.*')
"""A comment in a line, or a string that may hold a '#'; the '#' in a Windows 1.#INF starts none."""

LEADING = re.compile(r"(?:\s|#.*)*")
"""Blanks and comments before anything else."""

PREFIX = re.compile(
    r"\s*((?:[A-Za-z_]\w*\s*=\s*)?"
    r"(?P<call>(?:(?:np|numpy|torch)\.)?(?:asarray|array|matrix|tensor)\s*\(\s*)?)"
)
"""What may stand before a bracket: `A =`, `array(`, `torch.tensor(`."""

ARCHIVES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "gzip-compressed",
    b"%PDF": "a PDF",
    b"\x89HDF": "HDF5 (.h5, .mat)",
}
FORMS = "give it as text, CSV, JSON or .npy"


def read(data: bytes | str) -> Floats:
    """The matrix in some bytes or a text. Raises Fault, a ValueError with a place.

    >>> read("1 3; 5 2")
    array([[1., 3.],
           [5., 2.]])
    """
    return chosen(stack(data), None).matrix


def stack(data: bytes | str, key: str = "output") -> Stack:
    """The matrix in some bytes or a text, or all of them in an array of more dimensions.

    `key` is the matrix of a poolviz document that is meant. Raises Fault.
    """
    if isinstance(data, bytes):
        if data.startswith(MAGIC):
            return stack_npy(data)
        if data.startswith(ZIP):
            return open_npz(io.BytesIO(data), None)
        data = decoded(data)
    text = normal(data)
    with placed(text):
        return _stack_text(text, key)


@contextlib.contextmanager
def placed(text: str) -> Iterator[None]:
    """Give the faults that are found in a text their lines and columns."""
    try:
        yield
    except Fault as fault:
        if fault.at is not None:
            fault.place = Place.of(text, fault.at)
        raise


def normal(text: str) -> str:
    """The text with one kind of line break, which moves no column."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _stack_text(text: str, key: str) -> Stack:
    first = beginning(text)
    if text.startswith("{", first):
        return _document(re.sub(r"[^\n]", " ", text[:first]) + text[first:], key)
    text = uncommented(text)
    quick = quick_table(text)
    if quick is not None:
        return Stack((), lambda: quick.shape, lambda _: quick)
    return _stack_rows(text, rows_in(text))


def beginning(text: str) -> int:
    """Where the first thing stands that is neither a blank nor a comment."""
    return _match(LEADING, text).end()


def _stack_rows(text: str, rows: Rows) -> Stack:
    def pick(turn: int) -> Floats:
        with placed(text):
            found = numbers(text, rows.of(turn))
            if rows.fault:
                raise rows.fault
            return found

    def size() -> tuple[int, int]:
        first = rows.of(0)
        return len(first), width(text, first)

    return Stack(rows.leading, size, pick)


def rows_in(text: str) -> Rows:
    """Where the rows of a matrix in brackets or of a table stand."""
    prefix = _match(PREFIX, text)
    if text.startswith("[", prefix.end()):
        return bracketed(text, prefix.end(), bool(prefix["call"]))
    named = prefix[1] and not prefix["call"]
    return Rows(lines(text, prefix.end() if named else 0, len(text)))


def uncommented(text: str) -> str:
    """The text with blanks in place of comments."""
    if "#" not in text:
        return text
    lines = (COMMENT.sub(_blanked, line) if "#" in line else line for line in text.split("\n"))
    return "\n".join(lines)


def _match(pattern: re.Pattern[str], text: str, *at: int) -> re.Match[str]:
    """The match of a pattern that matches anything, if only nothing of it."""
    return next(pattern.finditer(text, *at))


def _blanked(match: re.Match[str]) -> str:
    """Blanks in place of a comment; a string stays."""
    return match[0] if match[0].startswith('"') else " " * len(match[0])


def decoded(data: bytes) -> str:
    """The text in some bytes, if they are one."""
    for magic, found in ARCHIVES.items():
        if data.startswith(magic):
            raise Fault(f"this is {found}, not a matrix", hint=FORMS)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Fault("this is UTF-16 text", hint="save it as UTF-8")
    if b"\0" in data:
        raise Fault("this is binary data, not text: it holds a NUL byte", hint=FORMS)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = normal(data[: error.start].decode("utf-8"))
        fault = Fault(f"byte 0x{data[error.start]:02x} is not UTF-8", hint="save it as UTF-8")
        fault.place = Place.of(good, len(good))
        raise fault from None


def _document(text: str, key: str) -> Stack:
    """A matrix of a poolviz document."""
    content = document(text)
    if key not in content:
        hint = "make it with poolviz max --json"
        raise Fault(f"a poolviz document without '{key}'", hint=hint)
    start = _value_start(text, key)
    if not text.startswith("[", start):
        what = f"'{key}' is {shown(content[key])}, not a matrix"
        raise Fault(what, start, "it should be rows of numbers: [[1, 3], [5, 2]]")
    return _stack_rows(text, bracketed(text, start, call=None))


def document(text: str) -> dict[str, Any]:
    """A poolviz document, of a version that is known here."""
    import json

    try:
        content: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fault(f"this is no JSON: {error.msg}", error.pos, FORMS) from None
    except RecursionError:
        raise Fault("the JSON is nested too deeply", hint=FORMS) from None
    except ValueError:
        raise Fault("a number in the JSON has too many digits", hint=FORMS) from None
    if "poolviz" not in content:
        what = "a JSON object, but no poolviz document: it has no key 'poolviz'"
        raise Fault(what, hint="give the matrix itself, as [[1, 3], [5, 2]]")
    version = content["poolviz"]
    if version != 1 or isinstance(version, bool):
        what = f"a poolviz document of version {shown(version)}; this poolviz reads version 1"
        raise Fault(what, hint="update poolviz")
    return content


def _value_start(text: str, key: str) -> int:
    """Where the value of a top-level key begins in an object that is known to be JSON."""
    import json

    decoder = json.JSONDecoder()
    blanks = re.compile(r"[\s,:]*")
    at, starts = text.index("{") + 1, {}
    while text[at := _match(blanks, text, at).end()] != "}":
        name, at = decoder.raw_decode(text, at)
        starts[name] = _match(blanks, text, at).end()
        _, at = decoder.raw_decode(text, starts[name])
    return starts[key]
