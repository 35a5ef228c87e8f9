"""What is pasted from poolviz's own screen: only the numbers of one matrix stay."""

from __future__ import annotations

import re
from typing import NamedTuple

from poolviz.read.numerals import Fault

LABEL = re.compile(r"[ \t]*-?[0-9]+[ \t]*[│|]")
"""The number that stands before a row."""

TITLE = re.compile(
    "(?:your |padded )?(input|output|argmax|index|divisors|hits|coverage|upstream|gradient)"
    "(?: [0-9]+[×x][0-9]+)?"
)
"""What stands over a matrix."""

DRAWN = re.compile(r"[\[\]]|(?<=[0-9?)])[*=~!+]")
"""Frames, and signs after numbers."""


class Panel(NamedTuple):
    """Where a matrix stands on a screen: the line of its title, and its columns."""

    name: str
    top: int
    left: int
    right: int | None


def unpasted(text: str, name: str) -> str:
    r"""The text with blanks in place of what a screen draws around the matrix of some name.

    A screen is known by the numbers before its rows; any other text stays as it is.

    >>> unpasted("hits      gradient\n   0  1      0  1\n0│ 0  1*  0│ 2  3", "gradient").split()
    ['2', '3']
    """
    lines = text.split("\n")
    if not any(map(LABEL.match, lines)):
        return text
    panels = [panel for number, line in enumerate(lines) for panel in _titles(line, number)]
    _, top, left, right = _picked(panels, name)
    tops = [panel.top for panel in panels if panel.top > top]
    bottom = min(tops, default=len(lines))
    at = 0
    for number, line in enumerate(lines):
        cells = _cells(line[left:right], at + left) if number in range(top, bottom) else ""
        lines[number] = (" " * left + cells).ljust(len(line))[: len(line)]
        at += len(line) + 1
    return "\n".join(lines)


def _titles(line: str, number: int) -> list[Panel]:
    """The matrices whose names a line has; none if it has anything else."""
    words = list(re.finditer(r"\S+(?: \S+)*", line))
    names = [TITLE.fullmatch(word[0]) for word in words]
    ends = [*(word.start() for word in words[1:]), None]
    found = [
        Panel(name[1], number, word.start(), end)
        for word, name, end in zip(words, names, ends, strict=False)
        if name
    ]
    return found if len(found) == len(words) else []


def _picked(panels: list[Panel], name: str) -> Panel:
    """The matrix that is meant; the only one, whatever its name."""
    for panel in panels:
        if panel.name == name:
            return panel
    match panels:
        case []:
            return Panel(name, 0, 0, None)
        case [panel]:
            return panel._replace(left=0)
    there = ", ".join(panel.name for panel in panels)
    hint = f"paste the {name}, with its name above it"
    raise Fault(f"a screen without {name}: it has {there}", hint=hint)


def _cells(part: str, at: int) -> str:
    """The cells of a row; of a line that is none, only what does not belong there."""
    label = LABEL.match(part)
    if dots := re.search(r"…|\.\.\.", part):
        hint = "paste a screen that --full made"
        raise Fault("the screen left numbers out", at + dots.start(), hint)
    if not label:
        return _beside(part)
    start = label.end()
    if bar := re.search("[│|]", part[start:]):
        hint = "paste one of them, with its name above it"
        raise Fault("several matrices side by side", at + start + bar.start(), hint)
    return " " * start + DRAWN.sub(" ", part[start:])


def _beside(line: str) -> str:
    """Nothing, if the line is a title, a sentence or the numbers of columns; else the line."""
    words = line.split()
    first = re.match("-?[0-9]{1,9}$", words[0]) if words else None
    columns = first and words == [str(int(first[0]) + turn) for turn in range(len(words))]
    return " " * len(line) if columns or re.search("[^\\W\\d]", line) else line
