"""One number in a text: the grammar, and what is wrong with what is not in it."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from poolviz.core.matrix import HOLDS_NAN, WHOLE
from poolviz.words import printable, shown

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
NOT_FINITE = r"(?i)[+-]?(?:nan|inf|infinity)"


class Place(NamedTuple):
    """A line and a column of a text, both from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, text: str, at: int) -> Place:
        """The place of a position in a text."""
        return cls(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


class Fault(ValueError):  # noqa: N818 it reads as it is spoken
    """What is wrong with a source and what would be right; `at`: where, as a position in it."""

    def __init__(self, what: str, at: int | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what, self.at, self.hint = what, at, hint
        self.place: Place | None = None

    def __str__(self) -> str:
        where = f"line {self.place.line}, column {self.place.column}: " if self.place else ""
        return where + self.what + (f"\nhint: {self.hint}" if self.hint else "")


def number(token: str, at: int) -> float:
    """The number that a token at some position writes.

    Raises Fault if it writes none, or none that float64 holds.

    >>> number("2.5e1", 0)
    25.0
    """
    if not NUMBER.fullmatch(token):
        what, hint = _not_a_number(token)
        raise Fault(what, at, hint)
    value = float(token)
    if math.isinf(value):
        what = f"{shown(token)} is beyond float64's range"
        raise Fault(what, at, "the largest number is about 1.8e308")
    if value == 0 and re.search("[1-9]", re.split("[eE]", token)[0]):
        what = f"{shown(token)} is too small for float64, it would become 0"
        raise Fault(what, at, "the smallest number is about 4.9e-324")
    if abs(value) >= WHOLE and not _held(token, value):
        what = f"float64 cannot hold the integer {shown(token)} exactly"
        raise Fault(what, at, f"the nearest it holds is {printable(str(int(value)))[:40]}")
    return value


def _held(token: str, value: float) -> bool:
    """Whether a float64 this large is the number that was written.

    An integer must be exact; with an exponent, as in 1e300, it is enough that its shortest text
    writes the same. Decimals are rounded as always.
    """
    digits, point, decimals = token.lstrip("+-0").partition(".")
    if "e" in token.lower():
        from decimal import Decimal  # slow to load, and seldom needed

        return bool(point) or Decimal(token) in (Decimal(value), Decimal(repr(value)))
    return bool(decimals.replace("0", "")) or int(digits) == abs(int(value))


def _not_a_number(token: str) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 a kind a line
    """What to say of a token that is no number, and what would be right."""
    what = f"{shown(token)} is not a number"
    plain = token.replace("\u2212", "-").replace("\u2013", "-")
    if re.fullmatch(NOT_FINITE, token):
        hint = f"{FINITE}; {HOLDS_NAN}" if "nan" in token.lower() else FINITE
        return f"{shown(token)} is not a finite number", hint
    if elided(token):
        return what, ELIDED
    if re.search(r"\\[nrt]", token):
        return what, "';' ends a row: '1 2; 3 4'"
    if NUMBER.fullmatch(plain):
        return what, "its minus is a typographic one; write -"
    if token.lower() in ("true", "false", "null", "none", "na", "n/a"):
        return what, "write a number, such as 0 or 1"
    if token[0] in "\"'":
        return what, "write numbers without quotes"
    if re.fullmatch(FRACTION, token):
        return what, FRACTIONS
    if re.search("[\u00a0\u2007\u2009\u202f]", token):
        return what, "it holds a no-break blank; use a plain one"
    if re.fullmatch(r"[+-]?[0-9][0-9_']*(\.[0-9]*)?", token):
        return what, "write digits without separators between them"
    if re.fullmatch(r"[+-]?[0-9.]+(e[+-]?[0-9]+)?([+-][0-9.]+)?[ij]", token):
        return what, "poolviz takes real numbers, not complex ones"
    if token[0] in "({":
        return what, "write a matrix in square brackets, as [[1, 3], [5, 2]]"
    if re.fullmatch(r"[\w.]+\([^()]*\)", token):
        return what, "write the number alone, without the type around it"
    if token[0].isalpha():
        return what, LABEL
    return what, "write numbers such as 3, -0.5 or 1e-3"


LABEL = "if this is a header or a label, remove it or start its line with #"
FRACTION = r"[+-]?[0-9]+(?:\.[0-9]*)?/[0-9]+(?:\.[0-9]*)?"
FRACTIONS = "write decimals, such as 0.5; only an answer (--check) may hold fractions"
FINITE = "poolviz takes finite numbers only"
ELIDED = "the print left numbers out; print them all: set_printoptions(threshold=10**9)"


def elided(word: str) -> bool:
    """Whether a word stands for numbers that a print left out."""
    return "..." in word or "…" in word
