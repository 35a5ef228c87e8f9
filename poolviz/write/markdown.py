"""Markdown: real tables with row and column numbers, and the sentences, as GitHub renders them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from poolviz.draw.blocks import Block, Heading, Legend, Panel, Sentences
from poolviz.words import printable
from poolviz.write.grid import OMITTED, Grid, grid

MOST = 32, 24
"""A table has so many rows and columns at most, unless all must be shown."""

BOLD = ("won", "differs", "wrong")
"""The roles that stand out; every role has its sign besides."""

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
"""What Markdown could take for markup within a line."""

OPENING = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")
"""What could open a list, or underline a heading, at the start of a line."""


def markdown(blocks: Iterable[Block], decimals: int = 4, full: bool = False) -> str:
    r"""The blocks as Markdown.

    >>> from poolviz.draw.blocks import Mark, Panel, Panels
    >>> won = Panel("x", range(1), range(2), lambda _, c: c + 0.5, lambda _, c: Mark("*" * c))
    >>> print(markdown([Heading("max pooling", 1), Panels((won,))]), end="")
    # max pooling
    <BLANKLINE>
    **x**
    <BLANKLINE>
    |     | *0* |   *1* |
    | --: | --: | ----: |
    | *0* | 0.5 | 1.5\* |
    """
    parts: list[str] = []
    whole = True
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {escaped(block.text)}")
        elif isinstance(block, Sentences):
            parts += map(sentence, block.texts)
        elif isinstance(block, Legend):
            parts += [legend] if (legend := _legend(block)) else []
        else:
            for panel in block.panels:
                drawn = grid(panel, decimals, None if full else MOST)
                whole = whole and drawn.whole
                parts += _panel(panel, drawn)
            parts += [sentence(block.rest)] if block.rest else []
    parts += [] if whole else [sentence(OMITTED)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""The text with its markup taken literally.

    >>> print(escaped("a|b *c* <d>"))
    a\|b \*c\* \<d\>
    """
    return MARKUP.sub(r"\\\1", printable(text))


def sentence(text: str) -> str:
    r"""The text as a paragraph.

    >>> print(sentence("1. is no list"))
    1\. is no list
    """
    return OPENING.sub(r"\1\\", escaped(text))


def _legend(legend: Legend) -> str:
    """The signs and what they mean; the scales are colours, which Markdown has not."""
    return " · ".join(f"`{s.sign}` {escaped(s.meaning)}" for s in legend.signs if s.sign)


def _panel(panel: Panel, drawn: Grid) -> Iterator[str]:
    yield f"**{escaped(drawn.title)}**"
    yield table(drawn)
    yield from map(sentence, panel.notes)


def table(drawn: Grid) -> str:
    """The cells in a table whose source can be read, too."""
    lines = [["", *map(_numbered, drawn.columns)]]
    lines += [[_numbered(r), *(_cell(drawn, r, c) for c in drawn.columns)] for r in drawn.rows]
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * (width - 1) + ":" for width in widths])
    padded = ([c.rjust(w) for c, w in zip(line, widths, strict=True)] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def _numbered(number: int | None) -> str:
    """A row or column number: not to be taken for a value, nor for a winner."""
    return "…" if number is None else f"*{number}*"


def _cell(drawn: Grid, row: int | None, column: int | None) -> str:
    """A number, its sign, brackets for a frame as on the screen."""
    if row is None or column is None:
        return "…"
    mark = drawn.marks[row, column]
    text = escaped(drawn.texts[row, column] + mark.sign)
    text = rf"\[{text}\]" if mark.framed else text
    return f"**{text}**" if mark.role in BOLD else text
