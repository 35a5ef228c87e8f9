"""What is pasted from poolviz's own screen: only the numbers of the matrix stay."""

from __future__ import annotations

import re

from poolviz.read.numerals import Fault

LABEL = re.compile(r"[ \t]*[0-9]+[ \t]*[│|]")
"""The number that stands before a row."""

FRAME = re.compile(r"[\[\]]")


def unpasted(text: str) -> str:
    r"""The text with blanks in place of what a screen draws around a matrix.

    A screen is known by the numbers before its rows; any other text stays as it is.

    >>> unpasted("     0  1\n 0│ 1  3*\n 1│ 5  2")
    '         \n    1  3*\n    5  2'
    """
    lines = text.split("\n")
    rows = [bool(LABEL.match(line)) for line in lines]
    if not any(rows):
        return text
    at = 0
    found = []
    for line, is_row in zip(lines, rows, strict=True):
        found.append(_row(line, at) if is_row else _beside(line))
        at += len(line) + 1
    return "\n".join(found)


def _row(line: str, at: int) -> str:
    label = LABEL.match(line)
    assert label  # noqa: S101 it has been looked for
    rest = line[label.end() :]
    bar = re.search("[│|]", rest)
    if bar:
        hint = "paste one of them, with the numbers of its own rows"
        raise Fault("several matrices side by side", at + label.end() + bar.start(), hint)
    return " " * label.end() + FRAME.sub(" ", rest)


def _beside(line: str) -> str:
    """Nothing, if the line is a title, a sentence or the numbers of columns; else the line."""
    numbers = [int(word) if re.fullmatch("[0-9]{1,9}", word) else -1 for word in line.split()]
    columns = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return " " * len(line) if columns or re.search("[^\\W\\d]", line) else line
