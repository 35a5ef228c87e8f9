"""Blocks to a terminal: wrapped to its width, in its colours and signs; only this knows rich."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from poolviz.draw.blocks import Block, Heading, Legend, Panels, Sentences
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.layout import ASCII, DOT, Line, Piece, Style, arrange, wrap

COLOURS = {
    "head": "bold",
    "title": "bold",
    "won": "bold black on #ffb000",
    "tied": "black on #ffe08a",
    "unseen": "dim",
    "padding": "dim",
    "overhang": "dim italic",
    "window": "bold cyan",
    "zero": "dim",
    "more1": "black on #d6e4f5",
    "more2": "black on #9cc3ea",
    "more3": "white on #3f7fc1",
    "more4": "bold white on #0b4a8f",
    "less1": "black on #fbe0cf",
    "less2": "black on #f4b183",
    "less3": "white on #c45a1a",
    "less4": "bold white on #8a3300",
}
"""Blue and orange, which colour-blind readers tell apart, each with a text colour that can be
read on it whatever the terminal's own background is."""

PLAIN = {"markup": False, "emoji": False, "highlight": False}
"""Texts are shown as they are."""


LINES = 64
"""So many lines are drawn and written at a time."""


def width() -> int:
    """COLUMNS if it is a positive number, else the terminal's width, else 80."""
    return shutil.get_terminal_size((80, 24)).columns


class Screen:
    """Draws lines for a stream: in its colours and its signs, and nothing else on it."""

    def __init__(self, stream: TextIO, columns: int) -> None:
        self.columns = columns
        outer = Console(file=stream, **PLAIN)  # type: ignore[arg-type]
        self.colours = outer.color_system is not None
        self.system: Any = outer.color_system
        self.no_color = outer.no_color
        self.ascii = not _has(getattr(stream, "encoding", None), "".join(map(chr, ASCII)))

    def style(self, decimals: int = 4, full: bool = False) -> Style:
        """How panels are to be laid out on this screen."""
        return Style(self.columns, decimals, full, self.ascii)

    def draw(self, lines: Iterable[Line]) -> str:
        """The lines as text, however long they are."""
        if not self.colours:
            plain = ("".join(piece.text for piece in line).rstrip() for line in lines)
            return "".join(self.style().spelled(line) + "\n" for line in plain)
        console = Console(
            file=io.StringIO(),
            width=self.columns,
            force_terminal=True,
            color_system=self.system,
            no_color=self.no_color,
            legacy_windows=False,
            **PLAIN,  # type: ignore[arg-type]
        )
        with console.capture() as drawn:
            for line in lines:
                console.print(self.text(line), soft_wrap=True)
        return drawn.get()

    def text(self, line: Line) -> Text:
        """A line in rich's terms."""
        text = Text(no_wrap=True, overflow="ignore")
        for piece in line:
            text.append(self.style().spelled(piece.text), COLOURS.get(piece.role, ""))
        return text


def _has(encoding: str | None, signs: str) -> bool:
    """Whether an encoding has these signs."""
    try:
        signs.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def lines_of(blocks: Iterable[Block], style: Style) -> Iterator[Line]:
    """The lines of some blocks; an empty one before each view and after matrices."""
    gap = False
    for number, block in enumerate(blocks):
        lines = _lines(block, style)
        if lines and (gap or (number and isinstance(block, Heading))):
            yield []
        gap = (gap and not lines) or isinstance(block, Panels) or block[1:] == (1,)
        yield from lines


def _lines(block: Block, style: Style) -> list[Line]:
    match block:
        case Heading(text, level):
            return sentence(text, style, "head" if level == 1 else "title")
        case Sentences(texts):
            return [line for text in texts for line in sentence(text, style)]
        case Panels(panels, rest):
            return arrange(panels, style) + (sentence(rest, style) if rest else [])
        case Legend():
            return _legend(block, style)


def sentence(text: str, style: Style, role: str = "") -> list[Line]:
    """A sentence, wrapped to the width."""
    wrapped = wrap(style.spelled(text), style.width, style.spelled(DOT))
    return [[Piece(line, role)] for line in wrapped]


def _legend(legend: Legend, style: Style) -> list[Line]:
    """The signs and their meanings, as many on a line as fit."""
    lines: list[Line] = []
    for sign, role, meaning in legend.signs:
        entry = [Piece(sign, role), Piece(f" {meaning}")]
        last = lines[-1] if lines else []
        if last and _width(last) + 3 + _width(entry) <= style.width:
            last += [Piece("   "), *entry]
        elif _width(entry) <= style.width:
            lines.append(entry)
        else:
            lines += sentence(f"{sign} {meaning}", style)
    return lines


def _width(line: Line) -> int:
    return sum(len(piece.text) for piece in line)


def show(problem: Problem, asked: Asked) -> Iterator[str]:
    """A page as text for standard output, piece by piece as it is made."""
    screen = Screen(sys.stdout, width())
    lines = lines_of(page(problem, asked), screen.style(asked.decimals, asked.full))
    while piece := list(islice(lines, LINES)):
        yield screen.draw(piece)


def plain(problem: Problem) -> str:
    """The first screen without colours."""
    lines = lines_of(page(problem, Asked()), Style(width()))
    return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)


def renderable(problem: Problem, columns: int, encoding: str = "utf-8") -> Text:
    """The first screen for rich."""
    screen = Screen(io.TextIOWrapper(io.BytesIO(), encoding), columns)
    screen.colours = True
    lines = lines_of(page(problem, Asked()), screen.style())
    return Text("\n").join(map(screen.text, lines))
