"""Bytes or text to a matrix, or to a fault that says where and what would be right.

The format is told by the content: `.npy` bytes, a poolviz document, brackets (JSON and what
NumPy, PyTorch and MATLAB print), or a table of numbers. Well-formed input takes a quick way
through; whatever that does not understand is read again token by token, to place the fault.
"""

from __future__ import annotations

import contextlib
import json
import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from poolviz.matrix import Floats, matrix
from poolviz.npy import MAGIC, read_npy
from poolviz.numerals import ELIDED, Fault, Place, elided, number
from poolviz.words import counted, shown

Span = tuple[int, int]
"""A part of a text: its first position, and the one after its last."""

WORD = re.compile(r"[^ \t\n\v\f]+")

PLAIN = re.compile(r"[^0-9eE+\-., \t\n]")
"""A character that a plain table of numbers does not have."""

DELICATE = re.compile(r"[eE]-[0-9]{3}|\t *\t|-0(?![0-9.])")
"""A numeral that may be too small for float64, an empty cell between tabs, a JSON reader's -0."""

ZEROS = "0" * 200
"""In a numeral this long even without an exponent of three digits."""

COMMENT = r'"[^"\n]*"|(?<![0-9]\.)#[^\n]*'
"""A comment, or a string that may hold a '#'; the '#' in an old Windows 1.#INF starts none."""

LEADING = re.compile(r"\s*(?:#[^\n]*\s*)*")
"""Blanks and comments before anything else."""

PREFIX = re.compile(
    r"\s*((?:[A-Za-z_]\w*\s*=\s*)?"
    r"(?P<call>(?:(?:np|numpy|torch)\.)?(?:asarray|array|matrix|tensor)\s*\(\s*)?)"
)
"""What may stand before a bracket: `A =`, `array(`, `torch.tensor(`."""

SUFFIX = r"""(?:,\s*\w+\s*=\s*(?:'[^']*'|"[^"]*"|<[^<>]*>|\([0-9,\s]*\)|[\w.]+)\s*)*(?:,\s*)?\)"""
"""The rest of a call: `, dtype=torch.float64)`."""

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
        data = _decoded(data)
    text = _normal(data)
    try:
        return _read_text(text)
    except Fault as fault:
        fault.place = None if fault.at is None else Place.of(text, fault.at)
        raise


def _normal(text: str) -> str:
    """The text with one kind of line break, which moves no column."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _read_text(text: str) -> Floats:
    start = LEADING.match(text)
    first = start.end() if start else 0
    if text[first : first + 1] == "{":
        return _document(re.sub(r"[^\n]", " ", text[:first]) + text[first:])
    text = re.sub(COMMENT, _blanked, text) if "#" in text else text
    prefix = PREFIX.match(text)
    if prefix and text[prefix.end() : prefix.end() + 1] == "[":
        return _brackets(text, call=bool(prefix["call"])) if prefix[1] else _quick_json(text)
    if prefix and "=" in prefix[1] and not prefix["call"]:
        text = re.sub(r"[^\n]", " ", text[: prefix.end()]) + text[prefix.end() :]
    return _table(text) if PLAIN.search(text) or _delicate(text) else _quick_table(text)


def _blanked(match: re.Match[str]) -> str:
    """Blanks in place of a comment; a string stays."""
    return match[0] if match[0].startswith('"') else " " * len(match[0])


def _delicate(text: str) -> bool:
    return ZEROS in text or bool(DELICATE.search(text))


def _decoded(data: bytes) -> str:
    for magic, found in ARCHIVES.items():
        if data.startswith(magic):
            raise Fault(f"this is {found}, not a matrix", hint=FORMS)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Fault("this is UTF-16 text", hint="save it as UTF-8")
    nul = data.find(b"\0")
    if nul >= 0:
        raise Fault("this is binary data, not text: it holds a NUL byte", hint=FORMS)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = _normal(data[: error.start].decode("utf-8"))
        fault = Fault(f"byte 0x{data[error.start]:02x} is not UTF-8", hint="save it as UTF-8")
        fault.place = Place.of(good, len(good))
        raise fault from None


# --- tables -------------------------------------------------------------------------------


def _quick_table(text: str) -> Floats:
    """A plain table, if nothing in it needs a closer look."""
    separator = "," if "," in text else None
    values = array("d")
    width = height = 0
    try:
        for line in text.split("\n"):
            cells = line.split(separator)
            if not line or line.isspace():
                continue
            width = width or len(cells)
            if len(cells) != width:
                return _table(text)
            values.extend(map(float, cells))
            height += 1
    except ValueError:
        return _table(text)
    if not height:
        return _table(text)
    result = np.array(values, dtype=np.float64).reshape(height, width)
    return result if (np.abs(result) < 2.0**53).all() else _table(text)


def _table(text: str) -> Floats:
    """A table, token by token."""
    return _rows(text, _lines(text, 0, len(text)))


def _lines(text: str, start: int, stop: int, brackets: bool = False) -> list[Span]:
    """The rows of a text: its lines, or what ';' parts; in brackets both."""
    lines = list(_parts(text, start, stop, "\n"))
    several = not brackets and sum(bool(text[a:b].strip("; \t\v\f")) for a, b in lines) > 1
    spans = []
    for line in lines:
        inner = text[slice(*line)].rstrip("; \t").find(";")
        if several and inner >= 0:
            raise Fault(
                "';' between values, and line breaks: it is not clear which one ends a row",
                line[0] + inner,
                "put blanks or ',' between values ('.' is the decimal point), or ';' between rows",
            )
        spans += [part for part in _parts(text, *line, ";") if text[slice(*part)].strip()]
    return spans


def _parts(text: str, start: int, stop: int, separator: str) -> Iterator[Span]:
    """The parts of a text between separators."""
    for part in text[start:stop].split(separator):
        yield start, start + len(part)
        start += len(part) + 1


def _rows(text: str, spans: Sequence[Span]) -> Floats:
    """The numbers in some parts of a text, each part a row."""
    if not spans:
        raise Fault("there is no number", hint="a matrix looks like '1 3; 5 2'")
    comma = any("," in text[start:stop] for start, stop in spans)
    rows: list[list[float]] = []
    for start, stop in spans:
        rows.append([number(text[a:b], a) for a, b in _cells(text, start, stop, comma)])
        if len(rows[-1]) != len(rows[0]):
            what = f"row {len(rows) - 1} has {counted(len(rows[-1]), 'number')}, row 0 has "
            hint = "give every row the same number of values"
            raise Fault(what + str(len(rows[0])), _first(text, start, stop), hint)
    return matrix(rows)


def _cells(text: str, start: int, stop: int, comma: bool) -> Iterator[Span]:
    """Where the cells of a row stand."""
    row = text[start:stop].strip(" ")
    separator = "," if comma else "\t" if "\t" in row.strip() else None
    if separator is None:
        yield from ((m.start(), m.end()) for m in WORD.finditer(text, start, stop))
        return
    if separator == "\t":
        start = _first(text, start, stop)
        stop = start + len(text[start:stop].rstrip())
    for part in _parts(text, start, stop, separator):
        words = [(m.start(), m.end()) for m in WORD.finditer(text, *part)]
        if not words:
            raise _empty_cell(separator, part, start, stop)
        if separator == "," and len(words) > 1:
            what = f"{shown(text[words[0][0] : words[-1][1]])} is not one number"
            raise Fault(what, words[0][0], "put a comma between all values; a decimal point is '.'")
        yield from words


def _empty_cell(separator: str, part: Span, start: int, stop: int) -> Fault:
    name = {",": "comma", "\t": "tab"}[separator]
    hint = "write a number there, 0 if you mean 0"
    if part[1] == stop and part[0] > start:
        hint = f"remove the {name} at the end of the row"
    return Fault(
        f"an empty cell {'after' if part[0] > start else 'before'} a {name}", part[0], hint
    )


def _first(text: str, start: int, stop: int) -> int:
    """The first position in a part of a text that is not blank."""
    word = WORD.search(text, start, stop)
    return word.start() if word else start


# --- brackets -----------------------------------------------------------------------------


def _quick_json(text: str) -> Floats:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return _brackets(text)
    return _quick_rows(rows, text)


def _quick_rows(rows: Any, text: str, start: int = 0) -> Floats:
    """Rows that a JSON reader found at `start`, if nothing in them needs a closer look."""
    if _are_numbers(rows) and not _delicate(text):
        with contextlib.suppress(OverflowError):
            values = np.array(rows, dtype=np.float64)
            if (np.abs(values) < 2.0**53).all():
                return values
    return _brackets(text, start, inside=start > 0)


def _are_numbers(rows: Any) -> bool:
    """Whether these are rows of one length, of numbers alone."""
    if not isinstance(rows, list) or not rows or not all(type(row) is list for row in rows):
        return False
    kinds = {kind for row in rows for kind in set(map(type, row))}
    lengths = {len(row) for row in rows}
    return kinds <= {int, float} and len(lengths) == 1 and 0 not in lengths


def _brackets(text: str, start: int = 0, call: bool = False, inside: bool = False) -> Floats:
    """JSON and what NumPy, PyTorch and MATLAB print, token by token.

    `call`: the bracket stands in `array(…)`; `inside`: in a document, whose rest is not ours.
    """
    opened = text.index("[", start)
    spans: list[Span] = []
    row = between = opened + 1
    depth = 0
    for mark in re.compile(r"[\[\]]").finditer(text, opened):
        here = mark.start()
        depth += 1 if mark[0] == "[" else -1
        if depth > 2:
            raise _deep(text, here)
        if depth == 2:
            _check_between(text, between, here, ("", ",", ";") if spans else ("",))
            row = here + 1
        elif mark[0] == "]" and depth == 1:
            spans.append((row, here))
            between = here + 1
            if not text[row:here].strip():
                raise Fault("an empty row", row, "give every row at least one number")
        elif depth == 0:
            break
    else:
        raise Fault(
            "a '[' is never closed", opened if depth == 1 else row - 1, "add the missing ']'"
        )
    if not inside:
        _check_rest(text, here + 1, call)
    if spans:
        _check_between(text, between, here, ("",))
        return _rows(text, spans)
    return _single(text, opened + 1, here)


def _deep(text: str, at: int) -> Fault:
    inner = re.compile(r"(?:\[\s*)+").match(text, at)
    levels = 2 + (inner[0].count("[") if inner else 1)
    what = f"brackets nested {levels} deep are no matrix"
    return Fault(what, at, "take one matrix of it, with two levels: [[1, 3], [5, 2]]")


def _check_between(text: str, start: int, stop: int, allowed: tuple[str, ...]) -> None:
    """Refuse what does not belong between the brackets of two rows."""
    word = text[start:stop].strip()
    if word in allowed:
        return
    if elided(word):
        dots = max(text.find("...", start, stop), text.find("…", start, stop))
        raise Fault("'...' between rows", dots, ELIDED)
    hint = "put every row in its own brackets: [[1, 3], [5, 2]]"
    if not word.strip(",;"):
        hint = "remove it; there is no row beside it"
    raise Fault(f"{shown(word)} between rows", _first(text, start, stop), hint)


def _check_rest(text: str, start: int, call: bool) -> None:
    at = _first(text, start, len(text))
    suffix = re.compile(SUFFIX).match(text, at) if call else None
    if call and not suffix:
        raise Fault("the call is not closed", at, "add the missing ')'")
    at = _first(text, suffix.end() if suffix else start, len(text))
    rest = text[at:].strip()
    if rest not in ("", ";"):
        hint = "give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]"
        raise Fault(f"{shown(rest)} after the matrix", at, hint)


def _single(text: str, start: int, stop: int) -> Floats:
    """One pair of brackets: MATLAB's `[1 3; 5 2]`."""
    inner = text[start:stop].strip()
    if not inner:
        raise Fault("the matrix is empty", start, "a matrix looks like [[1, 3], [5, 2]]")
    if ";" in inner or "\n" in inner:
        return _rows(text, _lines(text, start, stop, brackets=True))
    _rows(text, [(start, stop)])
    hint = "for one row write [[1, 2, 3]], for one column [[1], [2], [3]]"
    raise Fault("one pair of brackets is a list, not a matrix", start - 1, hint)


# --- poolviz's own document -----------------------------------------------------------------


def _document(text: str) -> Floats:
    """The `output` of a poolviz document."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fault(f"this is no JSON: {error.msg}", error.pos, FORMS) from None
    except RecursionError:
        raise Fault("the JSON is nested too deeply", hint=FORMS) from None
    except ValueError:
        raise Fault("a number in the JSON has too many digits", hint=FORMS) from None
    if not isinstance(document, dict) or "poolviz" not in document:
        what = "a JSON object, but no poolviz document: it has no key 'poolviz'"
        raise Fault(what, hint="give the matrix itself, as [[1, 3], [5, 2]]")
    version = document["poolviz"]
    if version != 1 or isinstance(version, bool):
        what = f"a poolviz document of version {shown(version)}; this poolviz reads version 1"
        raise Fault(what, hint="update poolviz")
    if "output" not in document:
        raise Fault("a poolviz document without 'output'", hint="make it with poolviz max --json")
    start, stop = _value_span(text, "output")
    if text[start] != "[":
        what = f"'output' is {shown(document['output'])}, not a matrix"
        raise Fault(what, start, "it should be rows of numbers: [[1, 3], [5, 2]]")
    return _quick_rows(document["output"], text[:stop], start)


def _value_span(text: str, key: str) -> tuple[int, int]:
    """Where the value of a top-level key stands in an object that is known to be JSON."""
    decoder = json.JSONDecoder()
    blanks = re.compile(r"[\s,:]*")
    at, found = text.index("{") + 1, (0, 0)
    while text[at := blanks.match(text, at).end()] != "}":  # type: ignore[union-attr]
        name, at = decoder.raw_decode(text, at)
        at = blanks.match(text, at).end()  # type: ignore[union-attr]
        start = at
        _, at = decoder.raw_decode(text, at)
        if name == key:
            found = start, at
    return found
