"""Tables of numbers: the quick way for plain ones, and token by token to place a fault."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from poolviz.core.matrix import Floats, matrix
from poolviz.read.numerals import Fault, number
from poolviz.words import counted, shown

Span = tuple[int, int]
"""A part of a text: its first position, and the one after its last."""

T = TypeVar("T")
Take = Callable[[str, int], T]
"""What makes a cell of a token and its position."""

WORD = re.compile(r"[^ \t\n\v\f]+")

DELICATE = re.compile(r"[eE]-[0-9]{3}|\t *\t|-0(?![0-9.])")
"""A numeral that may be too small for float64, an empty cell between tabs, a JSON reader's -0."""

ZEROS = "0" * 200
"""In a numeral this long even without an exponent of three digits."""


def delicate(text: str) -> bool:
    """Whether something in a text needs a closer look than the quick way takes."""
    return ZEROS in text or bool(DELICATE.search(text))


def quick_table(text: str) -> Floats:
    """A plain table, if nothing in it needs a closer look."""
    separator = "," if "," in text else None
    values = array("d")
    width = 0
    try:
        for line in text.split("\n"):
            cells = line.split(separator)
            if not line or line.isspace():
                continue
            width = width or len(cells)
            if len(cells) != width:
                return table(text)
            values.extend(map(float, cells))
    except ValueError:
        return table(text)
    if not width:
        return table(text)
    result = np.array(values).reshape(-1, width)
    return result if (np.abs(result) < 2.0**53).all() else table(text)


def table(text: str) -> Floats:
    """A table of numbers, token by token."""
    return matrix(tabled(text, number))


def tabled(text: str, take: Take[T]) -> list[list[T]]:
    """The cells of a table."""
    return rows_of(text, lines(text, 0, len(text)), take)


def lines(text: str, start: int, stop: int, brackets: bool = False) -> list[Span]:
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


def rows_of(text: str, spans: Sequence[Span], take: Take[T]) -> list[list[T]]:
    """What stands in the cells of some parts of a text, each part a row."""
    if not spans:
        raise Fault("there is no number", hint="a matrix looks like '1 3; 5 2'")
    comma = any("," in text[start:stop] for start, stop in spans)
    rows: list[list[T]] = []
    for start, stop in spans:
        rows.append([take(text[a:b], a) for a, b in _cells(text, start, stop, comma)])
        if len(rows[-1]) != len(rows[0]):
            what = f"row {len(rows) - 1} has {counted(len(rows[-1]), 'number')}, row 0 has "
            hint = "give every row the same number of values"
            raise Fault(what + str(len(rows[0])), first_word(text, start, stop), hint)
    return rows


def _cells(text: str, start: int, stop: int, comma: bool) -> Iterator[Span]:
    """Where the cells of a row stand."""
    separator = "," if comma else "\t"
    if not comma:
        start = first_word(text, start, stop)
        stop = start + len(text[start:stop].rstrip())
    for part in _parts(text, start, stop, separator):
        words = (word.span() for word in WORD.finditer(text, *part))
        first = next(words, None)
        if first is None:
            raise _empty_cell(separator, part, start, stop)
        if comma and next(words, None):
            what = f"{shown(text[first[0] : part[1]].rstrip())} is not one number"
            raise Fault(what, first[0], "put a comma between all values; a decimal point is '.'")
        yield first
        yield from words


def _empty_cell(separator: str, part: Span, start: int, stop: int) -> Fault:
    name = {",": "comma", "\t": "tab"}[separator]
    hint = "write a number there, 0 if you mean 0"
    if part[1] == stop:
        hint = f"remove the {name} at the end of the row"
    return Fault(
        f"an empty cell {'after' if part[0] > start else 'before'} a {name}", part[0], hint
    )


def first_word(text: str, start: int, stop: int) -> int:
    """The first position in a part of a text that is not blank."""
    word = WORD.search(text, start, stop)
    return word.start() if word else start
