"""How poolviz speaks of things: values quoted harmlessly, lists, plurals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LONGEST = 40
"""Text of the user's longer than this is cut in a message."""

LONGEST_INTEGER = 4096
"""Python writes no integer of many more bits."""


def printable(text: str) -> str:
    r"""The text with every character that could act on a terminal written as an escape.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if _acts(c) else c for c in text)


def _acts(char: str) -> bool:
    import unicodedata

    # Cc controls, Cf formats (bidi marks, zero width), Cs lone surrogates, Co and Cn unknown,
    # Zl and Zp line breaks.
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def shown(value: Any) -> str:
    """A value as it stands in a message: quoted if it is text, harmless, and cut if long.

    >>> shown("2y3"), shown(7)
    ("'2y3'", '7')
    """
    if isinstance(value, int) and value.bit_length() > LONGEST_INTEGER:
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, str):
        return f"'{printable(cut(value))}'"
    return printable(cut(repr(value)))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, with a sign for the rest of it if it is longer.

    >>> cut("3 4 5 6", 5), cut("3 4 5", 5)
    ('3 4 …', '3 4 5')
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words in a row.

    >>> listed(["first", "last", "split"])
    'first, last or split'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def did_you_mean(typed: str, words: Sequence[str]) -> str:
    """The nearest of some words in small letters, as a question; empty where none is near.

    >>> did_you_mean("tie", ["ties", "loss"]), did_you_mean("LOSS", ["ties", "loss"])
    ('; did you mean ties?', '; did you mean loss?')
    """
    from difflib import get_close_matches  # slow to load

    word = typed.strip().lower()
    near = [w for w in words if w.startswith(word)] or get_close_matches(word, words, 1)
    return f"; did you mean {near[0]}?" if near and word else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "window"), counted(2, "window")
    ('1 window', '2 windows')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spanned(noun: str, numbers: Sequence[int]) -> str:
    """Rows or columns that lie side by side.

    >>> spanned("column", range(3, 8)), spanned("row", [4])
    ('columns 3 to 7', 'row 4')
    """
    first, last = numbers[0], numbers[-1]
    return f"{noun}s {first} to {last}" if last > first else f"{noun} {first}"


def size(shape: Sequence[int]) -> str:
    """A size as it is spoken of.

    >>> size((4, 3))
    '4×3'
    """
    return "×".join(str(n) for n in shape)
