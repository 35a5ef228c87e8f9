"""Bytes or text to a matrix, or to a fault that says where and what would be right.

The format is told by the content: `.npy` bytes, a poolviz document, brackets (JSON and what
NumPy, PyTorch and MATLAB print), or a table of numbers. Well-formed input takes a quick way
through; whatever that does not understand is read again token by token, to place the fault.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from poolviz.core.matrix import Floats, matrix
from poolviz.read.brackets import bracketed, quick_json, quick_rows
from poolviz.read.npy import MAGIC, read_npy
from poolviz.read.numerals import Fault, Place, number
from poolviz.read.tables import T, Take, delicate, quick_table, tabled
from poolviz.words import shown

PLAIN = re.compile(r"[^0-9eE+\-., \t\n]")
"""A character that a plain table of numbers does not have."""

COMMENT = re.compile(r'"[^"\n]*"|(?<![0-9]\.)#[^\n]*')
"""A comment, or a string that may hold a '#'; the '#' in an old Windows 1.#INF starts none."""

LEADING = re.compile(r"\s*(?:#[^\n]*\s*)*")
"""Blanks and comments before anything else."""

PREFIX = re.compile(
    r"\s*((?:[A-Za-z_]\w*\s*=\s*)?"
    r"(?P<call>(?:(?:np|numpy|torch)\.)?(?:asarray|array|matrix|tensor)\s*\(\s*)?)"
)
"""What may stand before a bracket: `A =`, `array(`, `torch.tensor(`."""

ARCHIVES = {
    b"PK\x03\x04": "a zip archive (.npz, .xlsx)",
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
    if isinstance(data, bytes):
        if data.startswith(MAGIC):
            return read_npy(data)
        data = decoded(data)
    text = normal(data)
    with placed(text):
        return _read_text(text)


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


def _read_text(text: str) -> Floats:
    first = _match(LEADING, text).end()
    if text[first : first + 1] == "{":
        return _document(re.sub(r"[^\n]", " ", text[:first]) + text[first:])
    text = uncommented(text)
    prefix = _match(PREFIX, text)
    if text[prefix.end() : prefix.end() + 1] == "[" and not prefix[1]:
        return quick_json(text)
    if prefix[0].strip() or PLAIN.search(text) or delicate(text):
        return matrix(cells_of(text, number))
    return quick_table(text)


def cells_of(text: str, take: Take[T]) -> list[list[T]]:
    """The cells of a matrix in brackets or of a table, token by token."""
    prefix = _match(PREFIX, text)
    if text[prefix.end() : prefix.end() + 1] == "[":
        return bracketed(text, take, call=bool(prefix["call"]))
    if not prefix["call"]:
        text = re.sub(r"[^\n]", " ", prefix[0]) + text[prefix.end() :]
    return tabled(text, take)


def uncommented(text: str) -> str:
    """The text with blanks in place of comments."""
    return COMMENT.sub(_blanked, text) if "#" in text else text


def _match(pattern: re.Pattern[str], text: str, at: int = 0) -> re.Match[str]:
    """The match of a pattern that matches anything, if only nothing of it."""
    return pattern.match(text, at)  # type: ignore[return-value]


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


def _document(text: str) -> Floats:
    """The `output` of a poolviz document."""
    content = document(text)
    if "output" not in content:
        raise Fault("a poolviz document without 'output'", hint="make it with poolviz max --json")
    start, stop = _value_span(text, "output")
    if text[start] != "[":
        what = f"'output' is {shown(content['output'])}, not a matrix"
        raise Fault(what, start, "it should be rows of numbers: [[1, 3], [5, 2]]")
    return quick_rows(content["output"], text[:stop], start)


def document(text: str) -> dict[str, Any]:
    """A poolviz document, of a version that is known here."""
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


def _value_span(text: str, key: str) -> tuple[int, int]:
    """Where the value of a top-level key stands in an object that is known to be JSON."""
    decoder = json.JSONDecoder()
    blanks = re.compile(r"[\s,:]*")
    at, spans = text.index("{") + 1, {}
    while text[at := _match(blanks, text, at).end()] != "}":
        name, at = decoder.raw_decode(text, at)
        start = _match(blanks, text, at).end()
        _, at = decoder.raw_decode(text, start)
        spans[name] = start, at
    return spans[key]
