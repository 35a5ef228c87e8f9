"""Blocks to a terminal: wrapped to its width, in its colours and signs."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from poolviz.draw.blocks import Block, Heading, Legend, Panels, Scale, Sentences, Sign
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.ansi import codes, colour_system, no_colour
from poolviz.write.colours import ground, style
from poolviz.write.columns import Piece
from poolviz.write.layout import arrange, wrap
from poolviz.write.lines import ASCII, DOT, Line, Style
from poolviz.write.room import room

if TYPE_CHECKING:
    from rich.text import Text

LEFT_OUT = Sign("…", "", "left out, --full shows")
"""Stands among the signs below a matrix that is not shown whole."""

LINES = 64
"""So many lines are drawn and written at a time."""


def width() -> int:
    """COLUMNS if it is a positive number, else the terminal's width, else 80."""
    return room()[0]


class Screen:
    """Draws lines for a stream: in its colours and its signs, and nothing else on it."""

    def __init__(self, stream: TextIO, columns: int) -> None:
        self.columns = columns
        self.system = colour_system(stream)
        self.colours = self.system is not None
        self.no_color = no_colour()
        self.ground = ground()
        self._codes: dict[str, tuple[str, str]] = {}
        self.ascii = not _has(getattr(stream, "encoding", None), "".join(map(chr, ASCII)))

    def style(self, decimals: int = 4, full: bool = False) -> Style:
        """How panels are to be laid out on this screen."""
        return Style(
            self.columns, decimals, full, self.ascii, colours=self.colours and not self.no_color
        )

    def draw(self, lines: Iterable[Line]) -> str:
        """The lines as text, however long they are."""
        spelled = self.style().spelled
        if not self.colours:
            plain = ("".join([piece.text for piece in line]).rstrip() for line in lines)
            return "".join([spelled(line) + "\n" for line in plain])
        drawn = ("".join(map(self._coloured, line)) for line in lines)
        return "".join([spelled(line) + "\n" for line in drawn])

    def _coloured(self, piece: Piece) -> str:
        """A piece between the codes of its role."""
        if piece.role not in self._codes:
            style = self.rich_style(piece.role)
            self._codes[piece.role] = codes(style, self.system or "", self.no_color)
        before, after = self._codes[piece.role]
        return f"{before}{piece.text}{after}" if piece.text else ""

    def rich_style(self, role: str) -> str:
        """How a role looks here, in rich's words."""
        return style(role, self.system, self.ground)

    def text(self, line: Line) -> Text:
        """A line in rich's terms."""
        from rich.text import Text

        text = Text(no_wrap=True, overflow="ignore")
        for piece in line:
            text.append(self.style().spelled(piece.text), self.rich_style(piece.role))
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
    gap = elided = False
    for number, block in enumerate(blocks):
        drawn = block
        if elided and isinstance(block, Legend):
            drawn, elided = Legend((*block.signs, LEFT_OUT), block.scales), False
        lines = iter(_lines(drawn, style))
        first = next(lines, None)
        if first is not None and (gap or (number and isinstance(block, Heading))):
            yield []
        gap = (gap and first is None) or isinstance(block, Panels) or block[1:] == (1,)
        if first is not None:
            yield first
        for line in lines:
            elided = elided or (isinstance(block, Panels) and _left_out(line, style))
            yield line


def _left_out(line: Line, style: Style) -> bool:
    """Whether there is an ellipsis among the numbers of a matrix's rows and columns."""
    return any(piece.role == "number" and style.ellipsis in piece.text for piece in line)


def _lines(block: Block, style: Style) -> Iterable[Line]:
    match block:
        case Heading(text, level):
            return sentence(text, style, "head" if level == 1 else "title")
        case Sentences(texts, quiet):
            role = "number" if quiet else ""
            return [line for text in texts for line in sentence(text, style, role)]
        case Panels(panels, rest):
            return chain(arrange(panels, style), sentence(rest, style) if rest else [])
        case Legend(signs, scales):
            return _legend(_entries(signs, scales, style), style)


def sentence(text: str, style: Style, role: str = "") -> list[Line]:
    """A sentence, wrapped to the width."""
    wrapped = wrap(style.spelled(text), style.width, style.spelled(DOT))
    return [[Piece(line, role)] for line in wrapped]


Entry = tuple[list[Piece], str]
"""The sample of a legend's entry, and what it means."""


def _entries(signs: Sequence[Sign], scales: Sequence[Scale], style: Style) -> Iterator[Entry]:
    """The signs, and where there are colours the scales."""
    yield from (([Piece(style.spelled(sign), role)], told) for sign, role, told in signs)
    if style.colours:
        for scale in scales:
            steps = [Piece("   ", role) for role in scale.roles[1:-1]]
            low, high = Piece(" 0 ", scale.roles[0]), Piece("   ", scale.roles[-1])
            yield [low, *steps, high], scale.meaning


def _legend(entries: Iterable[Entry], style: Style) -> list[Line]:
    """Samples and their meanings, as many on a line as fit."""
    lines: list[Line] = []
    for sample, meaning in entries:
        entry = [*sample, Piece(f" {meaning}")]
        last = lines[-1] if lines else []
        if last and _width(last) + 3 + _width(entry) <= style.width:
            last += [Piece("   "), *entry]
        elif _width(entry) <= style.width:
            lines.append(entry)
        else:
            lines += sentence("".join(piece.text for piece in entry), style)
    return lines


def _width(line: Line) -> int:
    return sum(len(piece.text) for piece in line)


def show(blocks: Iterable[Block], asked: Asked) -> Iterator[str]:
    """Blocks as text for standard output, piece by piece as they are made."""
    screen = Screen(sys.stdout, width())
    lines = lines_of(blocks, screen.style(asked.decimals, asked.full))
    while piece := list(islice(lines, LINES)):
        yield screen.draw(piece)


def plain(problem: Problem, asked: Asked) -> str:
    """A page without colours."""
    return plain_blocks(page(problem, asked), asked)


def plain_blocks(blocks: Iterable[Block], asked: Asked) -> str:
    """Blocks without colours."""
    lines = lines_of(blocks, Style(width(), asked.decimals, asked.full))
    return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)


def renderable(problem: Problem, asked: Asked, columns: int, encoding: str = "utf-8") -> Text:
    """A page for rich."""
    return renderable_blocks(page(problem, asked), asked, columns, encoding)


def renderable_blocks(
    blocks: Iterable[Block], asked: Asked, columns: int, encoding: str = "utf-8"
) -> Text:
    """Blocks for rich."""
    from rich.text import Text

    screen = Screen(io.TextIOWrapper(io.BytesIO(), encoding), columns)
    screen.colours = True
    lines = lines_of(blocks, screen.style(asked.decimals, asked.full))
    return Text("\n").join(map(screen.text, lines))
