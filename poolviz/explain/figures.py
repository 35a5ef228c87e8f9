"""Numbers as they stand on the screen: never cut, aligned on the decimal point."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

Number = float | Fraction
"""What a figure can show; NumPy's numbers count as Python's."""

LONG = 1000
"""A denominator beyond this is long."""

LONGEST_TEN = 10**18
"""What divides this has at most 18 decimals."""

WIDEST = 1e21
"""Whole numbers below this are written out; beyond it, and below the last decimal, with an e."""


MOST_DECIMALS = 1074
"""No float64 has more decimals."""


def figure(value: Number, decimals: int) -> str:
    """One number: whole ones without a point, others with as many decimals as they need.

    >>> figure(4.0, 4), figure(2.75, 4), figure(1 / 9, 4), figure(1e-7, 4)
    ('4', '2.75', '0.1111', '1e-07')
    """
    return figures([value], decimals)[0].strip()


def exact(value: Fraction) -> str:
    """An exact number: a fraction, or decimals where a fraction of them would be long.

    >>> exact(Fraction(2, 9)), exact(Fraction(1, 4)), exact(Fraction("0.12345"))
    ('2/9', '1/4', '0.12345')
    """
    if value.denominator > LONG and LONGEST_TEN % value.denominator == 0:
        decimal = Context(prec=400).divide(Decimal(value.numerator), Decimal(value.denominator))
        return f"{decimal:f}"
    return str(value)


def figures(values: Sequence[Number | str], decimals: int) -> list[str]:
    """A column: texts of one width, with the same number of decimals wherever there are any.

    >>> figures([2.75, 5.5, 4.0], 4)
    ['2.75', '5.50', '4   ']

    A text stands as it is.
    """
    decimals = min(decimals, MOST_DECIMALS)
    fixed = [v for v in values if not isinstance(v, str) and _fixed(v, decimals)]
    shared = max((min(decimals, _places(v)) for v in fixed), default=0)
    texts = [v if isinstance(v, str) else _text(v, decimals, shared) for v in values]
    heads = [
        text if isinstance(value, str) else _head(text)
        for value, text in zip(values, texts, strict=True)
    ]
    left = max(map(len, heads))
    right = max(len(text) - len(head) for text, head in zip(texts, heads, strict=True))
    return [
        head.rjust(left) + text[len(head) :].ljust(right)
        for text, head in zip(texts, heads, strict=True)
    ]


def _head(text: str) -> str:
    """What stands before the point or the exponent."""
    return text.partition(".")[0].partition("e")[0]


def _whole(value: Number) -> bool:
    return isinstance(value, Fraction) or value == int(value)


def _fixed(value: Number, decimals: int) -> bool:
    """Whether the number is written with decimals and without an exponent."""
    return not _whole(value) and not _tiny(value, decimals)


def _tiny(value: Number, decimals: int) -> bool:
    """Whether a number would show as 0 although it is not."""
    return float(f"{value:.{decimals}f}") == 0


def _places(value: Number) -> int:
    """The decimals in the shortest text that gives this number."""
    exponent = Decimal(repr(float(value))).as_tuple().exponent
    return max(0, -int(exponent))


def _text(value: Number, decimals: int, shared: int) -> str:
    if isinstance(value, (Fraction, int)):
        return str(value)
    if _whole(value) and abs(value) < WIDEST:
        return str(int(value))
    if not _whole(value) and not _tiny(value, decimals):
        return f"{value:.{shared}f}"
    digits = len(Decimal(repr(float(value))).as_tuple().digits)
    return f"{value:.{min(decimals, digits - 1)}e}"
