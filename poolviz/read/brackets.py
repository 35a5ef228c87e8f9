"""Matrices in brackets: JSON, and what NumPy, PyTorch and MATLAB print."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import numpy as np

from poolviz.core.matrix import Floats, matrix
from poolviz.read.numerals import ELIDED, Fault, elided, number
from poolviz.read.tables import Span, T, Take, delicate, first_word, lines, rows_of
from poolviz.words import shown

SUFFIX = re.compile(
    r"""(?:,\s*\w+\s*=\s*(?:'[^'\[\]]*'|"[^"\[\]]*"|<[^<>\[\]]*>|\([0-9,\s]*\)|[\w.]+)\s*)*"""
    r"(?:,\s*)?\)"
)
"""The rest of a call: `, dtype=torch.float64)`."""


def quick_json(text: str) -> Floats:
    """JSON, if it is plain; else, with what only looks like it, token by token."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return matrix(bracketed(text, number))
    return quick_rows(rows, text)


def quick_rows(rows: list[Any], text: str, start: int = 0) -> Floats:
    """Rows that a JSON reader found at `start`, if nothing in them needs a closer look."""
    if _are_numbers(rows) and not delicate(text):
        with contextlib.suppress(OverflowError):
            values = np.array(rows, dtype=np.float64)
            if (np.abs(values) < 2.0**53).all():
                return values
    return matrix(bracketed(text, number, start, inside=bool(start)))


def _are_numbers(rows: list[Any]) -> bool:
    """Whether these are rows of one length, of numbers alone."""
    if not all(type(row) is list for row in rows):
        return False
    kinds = {kind for row in rows for kind in set(map(type, row))}
    lengths = {len(row) for row in rows}
    return kinds <= {int, float} and len(lengths) == 1 and 0 not in lengths


def bracketed(
    text: str, take: Take[T], start: int = 0, call: bool = False, inside: bool = False
) -> list[list[T]]:
    """The cells of JSON and of what NumPy, PyTorch and MATLAB print, token by token.

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
        return rows_of(text, spans, take)
    return _single(text, take, opened + 1, here)


def _deep(text: str, at: int) -> Fault:
    opened = re.split(r"[^\[\s]", text[at:], maxsplit=1)[0]
    what = f"brackets nested {2 + opened.count('[')} deep are no matrix"
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
    raise Fault(f"{shown(word)} between rows", first_word(text, start, stop), hint)


def _check_rest(text: str, start: int, call: bool) -> None:
    at = first_word(text, start, len(text))
    suffix = SUFFIX.match(text, at) if call else None
    if call and not suffix:
        raise Fault("the call is not closed", at, "add the missing ')'")
    at = first_word(text, suffix.end() if suffix else start, len(text))
    rest = text[at:].strip()
    if rest not in ("", ";"):
        hint = "give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]"
        raise Fault(f"{shown(rest)} after the matrix", at, hint)


def _single(text: str, take: Take[T], start: int, stop: int) -> list[list[T]]:
    """One pair of brackets: MATLAB's `[1 3; 5 2]`."""
    inner = text[start:stop].strip()
    if not inner:
        raise Fault("the matrix is empty", start, "a matrix looks like [[1, 3], [5, 2]]")
    if ";" in inner or "\n" in inner:
        return rows_of(text, lines(text, start, stop, brackets=True), take)
    rows_of(text, [(start, stop)], take)
    hint = "for one row write [[1, 2, 3]], for one column [[1], [2], [3]]"
    raise Fault("one pair of brackets is a list, not a matrix", start - 1, hint)
