"""Texts in a figure: how wide they are at most, where a line breaks, and how they are escaped."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from poolviz.words import printable
from poolviz.write.layout import wrap

CHARACTER = 0.602
"""The width of a character of a monospace font, in its size; no common one is wider."""

PROSE = 0.56
"""The mean width of a letter of DejaVu Sans, the widest of the common fonts without serifs."""


def escaped(text: str) -> str:
    r"""The text as it may stand in XML: harmless, whatever it holds.

    >>> escaped("a<b>&\x1b[31m")
    'a&lt;b&gt;&amp;\\x1b[31m'
    """
    return escape(printable(text), {'"': "&quot;"})


def columns_of(text: str) -> int:
    """How many characters wide a text is; those of East Asia take two.

    >>> columns_of("max"), columns_of("池化")
    (3, 4)
    """
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def mono(text: str, size: float) -> float:
    """The width of a text in a monospace font."""
    return columns_of(text) * CHARACTER * size


def prose(text: str, size: float) -> float:
    """The width that a sentence takes at most, nearly."""
    return columns_of(text) * PROSE * size


def lines(text: str, size: float, width: float) -> list[str]:
    """A sentence in lines that are not wider than this.

    >>> lines("the gradient sums to 1", 14, 100)
    ['the gradient', 'sums to 1']
    """
    return wrap(text, int(width / (PROSE * size)))


def number(value: float) -> str:
    """A coordinate: short.

    >>> number(12.0), number(12.345)
    ('12', '12.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
