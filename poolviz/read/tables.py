"""Tables of numbers: the quick way for plain ones, and token by token to place a fault."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from poolviz.core.matrix import WHOLE, Floats, matrix
from poolviz.read.numerals import Fault, number
from poolviz.words import counted, shown

Span = tuple[int, int]
"""A part of a text: its first position, and the one after its last."""


class Rows(NamedTuple):
    """Where the rows of a text stand, of several matrices if there are leading axes.

    `fault` is what remains to be said if all numbers are good.
    """

    spans: list[Span]
    leading: tuple[int, ...] = ()
    fault: Fault | None = None

    def of(self, turn: int) -> list[Span]:
        """The rows of one of the matrices."""
        rows = len(self.spans) // math.prod(self.leading)
        return self.spans[turn * rows : (turn + 1) * rows]


T = TypeVar("T")
Take = Callable[[str, int], T]
"""What makes a cell of a token and its position."""

WORD = re.compile(r"[^ \t\n\v\f]+")

NUMERIC = b"0123456789eE+-., \t\n[];"
"""The characters of plain numbers, and of what parts them."""

SMALL = re.compile("e-[0-9]{3}")
TABS = re.compile(r"\t\s*\t")
ZEROS = "0" * 200
"""In a numeral this long even without an exponent of three digits."""


def plain(text: str) -> bool:
    """Whether a text holds nothing but numbers that need no closer look."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, NUMERIC)
    return not rest and not delicate(text)


def delicate(text: str) -> bool:
    """Whether a numeral may be too small for float64, or a cell between tabs may be empty."""
    return bool(
        ZEROS in text
        or SMALL.search(text)
        or ("E-" in text and SMALL.search(text.lower()))
        or ("\t" in text and TABS.search(text))
    )


def quick_table(text: str) -> Floats | None:
    """A plain table of lines; None if something in it needs a closer look."""
    if not plain(text):
        return None
    rows = [line for line in text.split("\n") if line and not line.isspace()]
    return _quick(rows) if rows else None


def quick_rows(text: str, spans: Sequence[Span]) -> Floats | None:
    """The numbers of some rows; None if something in them needs a closer look."""
    if not plain(text[spans[0][0] : spans[-1][1]]):
        return None
    return _quick([text[start:stop] for start, stop in spans])


def _quick(rows: list[str]) -> Floats | None:
    """Plain rows by NumPy's reader, which refuses whatever is no row of numbers.

    They come one by one, so that Ctrl-C is heard between two of them.
    """
    one_by_one = (row.replace("\n", " ") for row in rows)
    delimiter = "," if "," in rows[0] else None
    try:
        result = np.loadtxt(one_by_one, delimiter=delimiter, ndmin=2, encoding=None)
    except ValueError:
        return None
    return result if (np.abs(result) < WHOLE).all() else None


def numbers(text: str, spans: Sequence[Span]) -> Floats:
    """The numbers of some rows, token by token where they are not plain."""
    quick = quick_rows(text, spans) if spans else None
    return matrix(rows_of(text, spans, number)) if quick is None else quick


def width(text: str, spans: Sequence[Span]) -> int:
    """The cells of the first row."""
    return sum(1 for _ in _cells(text, *spans[0], "," in text[slice(*spans[0])]))


def lines(text: str, start: int, stop: int, brackets: bool = False) -> list[Span]:
    """The rows of a text: its lines, or what ';' parts; in brackets both."""
    body = text[start:stop]
    lines = []
    for line in body.split("\n"):
        if line and not line.isspace():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    if ";" not in body:
        return lines
    several = not brackets and sum(bool(text[a:b].replace(";", " ").split()) for a, b in lines) > 1
    spans = []
    for line_start, line_stop in lines:
        inner = text[line_start:line_stop].rstrip("; \t").find(";")
        if several and inner >= 0:
            raise Fault(
                "';' between values, and line breaks: it is not clear which one ends a row",
                line_start + inner,
                "put blanks or ',' between values ('.' is the decimal point), or ';' between rows",
            )
        parts = _parts(text, line_start, line_stop, ";")
        spans += [part for part in parts if text[slice(*part)].split()]
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
        stop = start + len(text[start:stop].strip())
    for part in _parts(text, start, stop, separator):
        words = (word.span() for word in WORD.finditer(text, *part))
        first = next(words, None)
        if first is None:
            raise _empty_cell(separator, part, start, stop)
        if comma and next(words, None):
            what = f"{shown(text[first[0] : part[1]].strip())} is not one number"
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
