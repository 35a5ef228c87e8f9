"""Matrices in brackets: JSON, and what NumPy, PyTorch and MATLAB print."""

from __future__ import annotations

import re
from collections import Counter

from poolviz.read.numerals import ELIDED, Fault, elided
from poolviz.read.tables import Rows, Span, first_word, lines
from poolviz.words import counted, shown

SUFFIX = (
    r"""(?:,\s*\w+\s*=\s*(?:'[^'\[\]]*'|"[^"\[\]]*"|<[^<>\[\]]*>|\([0-9,\s]*\)|[\w.]+)\s*)*"""
    r"(?:,\s*)?\)"
)
"""The rest of a call: `, dtype=torch.float64)`. As it is long and few prints have one, it is
compiled where it is asked for; so are some others."""

BRACKET = re.compile(r"[\[\]]")
OPENING = re.compile(r"[\[\s]*")
DEEPEST = 8
"""A batch of channels has four dimensions; more may have a size of 1."""


def bracketed(text: str, start: int, call: bool | None) -> Rows:
    """The rows of JSON and of what NumPy, PyTorch and MATLAB print.

    `call`: whether the bracket stands in `array(…)`; None in a document, whose rest is not ours.
    """
    opened = text.index("[", start)
    deepest = _depth(text, opened)
    spans: list[Span] = []
    parts: Counter[int] = Counter()  # how many parts the open bracket of each depth has so far
    sizes: dict[int, int] = {}
    open_at: list[int] = []
    between = here = opened
    for mark in BRACKET.finditer(text, opened):
        here = mark.start()
        depth = len(open_at)
        if mark[0] == "[":
            if depth == deepest > 1:
                raise _deep(text, here, depth)
            _check_between(text, between, here, ("", ",", ";") if parts[depth] else ("",))
            parts[depth] += 1
            parts[depth + 1] = 0
            open_at.append(here)
        else:
            begun = open_at.pop()
            if depth == deepest:
                if deepest > 1 and not text[begun + 1 : here].split():
                    raise Fault("an empty row", begun + 1, "give every row at least one number")
                spans.append((begun + 1, here))
            else:
                _check_between(text, between, here, ("",))
                first = sizes.setdefault(depth, parts[depth])
                _check_parts(parts[depth], first, deepest - depth, begun)
            if not open_at:
                break
        between = here + 1
    else:
        raise Fault("a '[' is never closed", open_at[-1], "add the missing ']'")
    if call is not None:
        _check_rest(text, here + 1, call)
    if deepest == 1:
        return _single(text, opened + 1, here)
    return Rows(spans, tuple(sizes[depth] for depth in range(1, deepest - 1)))


def _depth(text: str, opened: int) -> int:
    """How many brackets a matrix in brackets begins with."""
    depth = _opening(text, opened)
    if depth > DEEPEST:
        third = text.index("[", text.index("[", opened + 1) + 1)
        raise _deep(text, third, 2)
    return depth


def _opening(text: str, at: int) -> int:
    """How many brackets open one after another."""
    return next(OPENING.finditer(text, at))[0].count("[")


def _deep(text: str, at: int, depth: int) -> Fault:
    what = f"brackets nested {depth + _opening(text, at)} deep are no matrix"
    return Fault(what, at, "take one matrix of it, with two levels: [[1, 3], [5, 2]]")


def _check_parts(parts: int, first: int, level: int, at: int) -> None:
    """Refuse matrices of different sizes in one array; rows are on the first level."""
    if parts != first:
        noun, whole = ("row", "matrix") if level == 1 else ("channel", "image")
        what = f"{counted(parts, noun)} in this {whole}, {first} in the first"
        raise Fault(what, at, "give every channel the same size")


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
    suffix = re.compile(SUFFIX).match(text, at) if call else None
    if call and not suffix:
        raise Fault("the call is not closed", at, "add the missing ')'")
    at = first_word(text, suffix.end() if suffix else start, len(text))
    rest = text[at:].strip()
    if rest not in ("", ";"):
        hint = "give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]"
        raise Fault(f"{shown(rest)} after the matrix", at, hint)


def _single(text: str, start: int, stop: int) -> Rows:
    """One pair of brackets: MATLAB's `[1 3; 5 2]`."""
    inner = text[start:stop].strip()
    if not inner:
        raise Fault("the matrix is empty", start, "a matrix looks like [[1, 3], [5, 2]]")
    if ";" in inner or "\n" in inner:
        return Rows(lines(text, start, stop, brackets=True))
    hint = "for one row write [[1, 2, 3]], for one column [[1], [2], [3]]"
    fault = Fault("one pair of brackets is a list, not a matrix", start - 1, hint)
    return Rows([(start, stop)], (), fault)
