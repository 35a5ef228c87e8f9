"""One cell of an answer: what a learner wrote there, and whether it says the true number."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from poolviz.read.numerals import NOT_FINITE, NUMBER, Fault, number
from poolviz.words import shown

SIGNS = "*=~!"
"""Signs that a screen sets after a number."""

FRACTION = re.compile(r"([+-]?[0-9]+)/([0-9]+)")
PAIR = re.compile(r"[(\[]\s*([0-9]+)(?:\s*,\s*|\s+)([0-9]+)\s*[)\]]")
SIZE = re.compile(r"[(\[]?\s*([0-9]{1,6})(?:\s*[x×X,*]\s*|\s+)([0-9]{1,6})\s*[)\]]?")
LONGEST = 1000
"""Digits of a number, more than any float needs."""


class Verdict(enum.Enum):
    """What a cell of an answer is, beside the true number; the value is the remark to make."""

    RIGHT = ""
    CUT = "cut off, not rounded"
    WRONG = "wrong"
    ROUNDED = "rounded, where a number from a program has all its digits"
    UNANSWERED = "not answered"

    @property
    def right(self) -> bool:
        """Whether it counts as right."""
        return self in (Verdict.RIGHT, Verdict.CUT)


class Kind(enum.Enum):
    """A type of floating-point numbers: its bits, its smallest power of two, its digits.

    A numeral of so many significant digits was printed by a program, and is as exact as the type.
    """

    FLOAT64 = 53, -1074, 15
    FLOAT32 = 24, -149, 7
    FLOAT16 = 11, -24, 4
    BFLOAT16 = 8, -133, 3

    @property
    def digits(self) -> int:
        """How many significant digits tell that a program printed them."""
        return self.value[2]

    def ulp(self, size: Fraction) -> Fraction:
        """The unit in the last place of a number this large.

        >>> Kind.FLOAT64.ulp(Fraction(1)) == Fraction(2) ** -52
        True
        """
        bits, least, _ = self.value
        if not size:
            return Fraction(2) ** least
        power = size.numerator.bit_length() - size.denominator.bit_length()
        power += size >= Fraction(2) ** power
        return Fraction(2) ** max(least, power - bits)


ULPS = 4
"""A program's sum may be this many units in the last place off: it rounds at every step."""


@dataclass(frozen=True)
class Number:
    """A number as it was written.

    `step` is the value of its last decimal, 0 where it is meant exactly; `kind` the type that it
    was computed in, if a program did.

    >>> cell("0.11").agrees(Fraction(1, 9), 0.0), cell("1/9").agrees(Fraction(1, 8), 0.0)
    (<Verdict.RIGHT: ''>, <Verdict.WRONG: 'wrong'>)
    """

    text: str
    value: Fraction
    step: Fraction = Fraction(0)
    kind: Kind | None = None

    def agrees(self, true: Fraction, largest_share: float | Fraction) -> Verdict:
        """Whether this says the true number, into which no larger share was added.

        A decimal says it if it rounds to it, an exact half either way; but only 0 is 0. What a
        program computed says it within a few units in the last place of its type.
        """
        if self.value == true:
            return Verdict.RIGHT
        off = abs(self.value - true)
        if self.kind:
            size = max(abs(true), abs(Fraction(largest_share)))
            if off <= ULPS * self.kind.ulp(size):
                return Verdict.RIGHT
        if self.step:
            return self._as_decimal(true, off)
        if self.kind and self.value and 2 * off <= _step(self.text):
            return Verdict.ROUNDED
        return Verdict.WRONG

    def _as_decimal(self, true: Fraction, off: Fraction) -> Verdict:
        if 2 * off <= self.step:
            return Verdict.RIGHT
        cut = int(true / self.step) * self.step  # towards 0, as digits are cut off
        return Verdict.CUT if cut == self.value else Verdict.WRONG


@dataclass(frozen=True)
class NotFinite:
    """`nan` or `inf`, which no right answer holds."""

    text: str
    value: ClassVar[None] = None

    def agrees(self, true: Fraction, largest_share: float | Fraction) -> Verdict:  # noqa: ARG002
        """Never."""
        return Verdict.WRONG


@dataclass(frozen=True)
class Unanswered:
    """`?`."""

    text: str = "?"
    value: ClassVar[None] = None

    def agrees(self, true: Fraction, largest_share: float | Fraction) -> Verdict:  # noqa: ARG002
        """Neither right nor wrong."""
        return Verdict.UNANSWERED


@dataclass(frozen=True)
class At:
    """A cell of the input, `(row, column)`."""

    text: str
    row: int
    column: int
    value: ClassVar[None] = None

    def agrees(self, true: Fraction, largest_share: float | Fraction) -> Verdict:  # noqa: ARG002
        """Never: a place is no number."""
        return Verdict.WRONG


Cell = Number | NotFinite | Unanswered | At


def cell(token: str, at: int = 0, kind: Kind = Kind.FLOAT64) -> Cell:
    """What a token at some position of a text writes; `kind` is the type that the text names.

    >>> cell("2/9").value, cell("1.11e-01").step, cell("?")
    (Fraction(2, 9), Fraction(1, 1000), Unanswered(text='?'))
    """
    plain = token.rstrip(SIGNS) or token
    if plain == "?":
        return Unanswered()
    if re.fullmatch(NOT_FINITE, plain):
        return NotFinite(plain)
    if pair := PAIR.fullmatch(plain):
        return At(plain, *(_whole(digits, at) for digits in pair.groups()))
    if fraction := FRACTION.fullmatch(plain):
        return Number(plain, _quotient(fraction, at))
    return _numeral(plain, at, kind)


def size_in(text: str, hint: str) -> tuple[int, int]:
    """A size, height first, as a learner writes it; `hint` says how, where it is none.

    >>> [size_in(text, "") for text in ("3x2", "3×2", "3 2", "(3, 2)", "[3, 2]", "3 * 2")] == [
    ...     (3, 2)
    ... ] * 6
    True
    """
    plain = text.strip()
    written = SIZE.fullmatch(plain)
    if not written:
        raise Fault(f"{shown(plain)} is no size", hint=hint)
    return int(written[1]), int(written[2])


def _quotient(fraction: re.Match[str], at: int) -> Fraction:
    above, below = (_whole(digits, at) for digits in fraction.groups())
    if not below:
        raise Fault(f"{shown(fraction[0])} divides by 0", at, "write a fraction such as 1/9")
    return Fraction(above, below)


def _whole(digits: str, at: int) -> int:
    _short(digits, at)
    return int(digits)


def _short(digits: str, at: int) -> None:
    if len(digits) > LONGEST:
        raise Fault(f"{shown(digits)} has too many digits", at, f"give it {LONGEST} at most")


def _numeral(token: str, at: int, kind: Kind) -> Cell:
    if not NUMBER.fullmatch(token):
        if "/" in token:
            hint = "write a fraction of whole numbers without blanks, such as 1/9"
            raise Fault(f"{shown(token)} is not a number", at, hint)
        number(token, at)  # which says what is wrong with it
    mantissa, _, exponent = token.lower().partition("e")
    whole, point, decimals = mantissa.partition(".")
    _short(whole + decimals + exponent, at)
    digits = int(whole + decimals)
    by_program = len(str(abs(digits))) >= kind.digits
    if not (decimals or exponent):
        told = point and by_program and kind is not Kind.FLOAT64
        return Number(token, Fraction(digits), kind=kind if told else None)
    if not digits:
        return Number(token, Fraction(0))
    number(token, at)  # refused beyond float64's range: Fraction's powers would not end
    step = _step(token)
    value = Fraction(digits * step.numerator, step.denominator)
    return Number(token, value, step, kind if by_program else None)


def _step(numeral: str) -> Fraction:
    """The value of the last decimal of a numeral."""
    mantissa, _, exponent = numeral.lower().partition("e")
    return _power(int(exponent or "0") - len(mantissa.partition(".")[2]))


@lru_cache(1000)
def _power(of_ten: int) -> Fraction:
    """A power of ten: in a matrix most numbers have the same decimals."""
    return Fraction(10) ** of_ten
