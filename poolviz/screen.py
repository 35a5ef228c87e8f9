"""The screen: the only place that knows rich. It colours and prints what others decided."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.text import Text

from poolviz import sentences, views
from poolviz.layout import Line, Piece, Style, arrange, wrap

if TYPE_CHECKING:
    from poolviz.account import Problem

COLOURS = {
    "head": "bold",
    "title": "bold",
    "won": "bold black on #ffb000",
    "tied": "black on #ffe08a",
    "unseen": "dim",
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

ASCII = {"×": "x", "·": "-", "→": "->", "…": "...", "−": "-"}
"""What stands for the signs that an output's encoding lacks."""


def width() -> int:
    """COLUMNS if it is a positive number, else the terminal's width, else 80."""
    return shutil.get_terminal_size((80, 24)).columns


def plain_only(encoding: str | None) -> bool:
    """Whether an encoding lacks one of the signs that are not ASCII."""
    try:
        "".join(ASCII).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def console(stream: TextIO, columns: int) -> Console:
    """A rich console that leaves texts as they are and writes into a string.

    Its colours are those that the stream can show.
    """
    outer = Console(file=stream, markup=False, emoji=False, highlight=False)
    return Console(
        file=io.StringIO(),
        force_terminal=outer.is_terminal,
        color_system=outer.color_system,  # type: ignore[arg-type]
        no_color=outer.no_color,
        markup=False,
        emoji=False,
        highlight=False,
        width=columns,
        legacy_windows=False,
    )


class Screen:
    """A screen to write lines and sentences on, taken as one text at the end."""

    def __init__(self, stream: TextIO, columns: int) -> None:
        self.columns = columns
        self.console = console(stream, columns)
        self.ascii = plain_only(getattr(stream, "encoding", None))

    def style(self, decimals: int, full: bool) -> Style:
        """How panels are to be laid out on this screen."""
        return Style(self.columns, decimals, full, "..." if self.ascii else "…")

    def lines(self, lines: Sequence[Line]) -> None:
        """Write lines as they are, however long."""
        for line in lines:
            text = Text(no_wrap=True, overflow="ignore", end="")
            for piece in line:
                text.append(self._text(piece), COLOURS.get(piece.role, ""))
            if not self.console.is_terminal:
                text.rstrip()
            self.console.print(text, soft_wrap=True)

    def sentence(self, text: str, role: str = "") -> None:
        """Write a sentence, wrapped at its dots or between words."""
        self.lines([[Piece(line, role)] for line in wrap(text, self.columns)])

    def blank(self) -> None:
        """Write an empty line."""
        self.console.print()

    def taken(self) -> str:
        """All that was written."""
        written: Any = self.console.file
        return str(written.getvalue())

    def _text(self, piece: Piece) -> str:
        return self._plain(piece.text)

    def _plain(self, text: str) -> str:
        table = {ord(sign): instead for sign, instead in ASCII.items()}
        return text.translate(table) if self.ascii else text


def show(
    problem: Problem, stream: TextIO, columns: int, decimals: int = 4, full: bool = False
) -> str:
    """The first screen as a text for a stream."""
    screen = Screen(stream, columns)
    first_screen(screen, problem, screen.style(decimals, full))
    return screen.taken()


def first_screen(screen: Screen, problem: Problem, style: Style) -> None:
    """What was done, the matrices, and what there is to say about them."""
    screen.sentence(sentences.head(problem), "head")
    screen.blank()
    screen.lines(arrange(views.panels(problem), style))
    screen.blank()
    screen.sentence(sentences.sums(problem, style.decimals))
    screen.lines(arrange_legend(views.legend(problem), screen.columns))
    for line in sentences.remarks(problem):
        screen.sentence(line)


def arrange_legend(entries: Sequence[tuple[str, str, str]], columns: int) -> list[Line]:
    """The signs and their meanings, as many on a line as fit."""
    lines: list[Line] = []
    used = 0
    for role, sign, meaning in entries:
        width = len(sign) + 1 + len(meaning)
        if not lines or used + 3 + width > columns:
            lines.append([])
            used = 0
        gap = [Piece("   ")] if lines[-1] else []
        lines[-1] += [*gap, Piece(sign, role), Piece(f" {meaning}")]
        used += 3 * bool(gap) + width
    return lines


def plain(problem: Any) -> str:
    """The first screen without colours."""
    text = show(problem, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), width())
    return text.rstrip("\n")


def renderable(problem: Any) -> Text:
    """The first screen for rich."""
    return Text.from_ansi(show(problem, sys.stdout, width()).rstrip("\n"), no_wrap=True)


def html(problem: Any) -> str:
    """The first screen for a notebook, in colour."""
    screen = Screen(io.StringIO(), 120)
    screen.console = Console(record=True, file=io.StringIO(), width=120, force_jupyter=False)
    first_screen(screen, problem, screen.style(4, full=False))
    return screen.console.export_html(
        code_format='<pre style="line-height:1.2">{code}</pre>', inline_styles=True
    )
