"""LaTeX: a fragment with tables, to be put into a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from poolviz.draw.blocks import Block, Heading, Legend, Panel, Panels, Sentences
from poolviz.words import printable, spanned
from poolviz.write.grid import OMITTED, Grid, fitting, grid
from poolviz.write.layout import joined
from poolviz.write.palette import INK, tone

NEEDS = r"""% poolviz: \input this file. The document's preamble needs
%   \usepackage[table]{xcolor}
"""

MOST = 32, 24
"""A table has so many rows and columns at most, unless all must be shown."""

WIDE = 344.0
"""The width of a page of the class article, a little less, in points."""

LETTER, SIGN, SMALL, FRAME, BETWEEN = 5.3, 5.0, 4.0, 7.0, 8.5
"""The width of a bold digit, a sign, a digit of a row's or column's number, what a frame adds, and
the room between columns."""

BOLD = ("won", "differs", "wrong")
"""The roles that stand out in black and white, too."""

SPELLED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char`\"{}",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "→": r"$\to$",
    "…": r"\dots{}",
    "−": "$-$",
    "²": r"$^2$",
    "≈": r"$\approx$",
    "≥": r"$\ge$",
    "≤": r"$\le$",
    "≠": r"$\ne$",
    "–": r"\textendash{}",
    "\u00a0": "~",
}
"""What is markup to TeX, or lacks in its fonts."""

LATIN = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ"
"""What every LaTeX knows beyond ASCII."""

SIZES = {1: r"\large\bfseries", 2: r"\bfseries", 3: r"\itshape"}
"""How headings look, whatever the document's class is."""

STAYS = r"\nopagebreak"
"""Ends what stays on a page with what follows: a heading, a question before its tables."""


def latex(blocks: Iterable[Block], decimals: int = 4, full: bool = False) -> str:
    r"""The blocks as a fragment of LaTeX.

    >>> print(latex([Heading("max pooling", 1), Sentences(("4 hits × 25 %",))]), end="")
    % poolviz: \input this file. The document's preamble needs
    %   \usepackage[table]{xcolor}
    <BLANKLINE>
    {\noindent\large\bfseries max pooling\par\nopagebreak}
    <BLANKLINE>
    {\noindent 4 hits $\times$ 25 \%\par}
    """
    parts = [NEEDS]
    whole = True
    told = list(blocks)
    for block, follows in zip_longest(told, told[1:]):
        if isinstance(block, Heading):
            parts.append(_paragraph(escaped(block.text), SIZES.get(block.level, SIZES[3]), STAYS))
        elif isinstance(block, Sentences):
            end = STAYS if isinstance(follows, Panels) else ""
            parts += [_paragraph(escaped(text), end=end) for text in block.texts]
        elif isinstance(block, Legend):
            parts += [_legend(block)] if block.signs or block.scales else []
        else:
            drawn = [part for panel in block.panels for part in _read(panel, decimals, full)]
            whole = whole and all(some.whole for some in drawn)
            parts.append(_panels(drawn))
            parts += [_paragraph(escaped(block.rest))] if block.rest else []
    parts += [] if whole else [_paragraph(escaped(OMITTED))]
    return "\n".join(parts)


def _read(panel: Panel, decimals: int, full: bool) -> list[Grid]:
    """As much of a panel as fits on a page; all of it in parts of which each fits on one."""
    return _parts(grid(panel, decimals)) if full else [fitting(panel, decimals, MOST, _fits)]


def _fits(drawn: Grid) -> bool:
    return len(drawn.columns) <= _most(drawn)


def _most(drawn: Grid) -> int:
    """So many columns fit beside the numbers of the rows."""
    marks = drawn.marks.values()
    wide = max(map(len, drawn.texts.values())) * LETTER + SIGN * max(len(m.sign) for m in marks)
    wide += FRAME * any(mark.framed for mark in marks)
    column = max(wide, SMALL * len(str(drawn.panel.columns[-1]))) + BETWEEN
    beside = SMALL * len(str(drawn.panel.rows[-1])) + BETWEEN
    return max(1, int((WIDE - beside) / column))


def _parts(whole: Grid) -> list[Grid]:
    """A matrix in blocks of rows and columns, each named by those that it has."""
    down, across = MOST[0], _most(whole)
    if len(whole.rows) <= down and len(whole.columns) <= across:
        return [whole]
    rows, columns = whole.panel.rows, whole.panel.columns
    parts = []
    for top in range(0, len(rows), down):
        for left in range(0, len(columns), across):
            some, beside = rows[top : top + down], columns[left : left + across]
            name = [whole.panel.name]
            name += [spanned("row", some)] if len(rows) > down else []
            name += [spanned("column", beside)] if len(columns) > across else []
            panel = whole.panel._replace(name=", ".join(name))
            parts.append(whole._replace(panel=panel, rows=tuple(some), columns=tuple(beside)))
    return parts


def escaped(text: str) -> str:
    r"""The text as TeX prints it literally.

    >>> print(escaped("50 % of a_b → {c}"))
    50 \% of a\_b $\to$ \{c\}

    A character that TeX may have no letter for is named.

    >>> print(escaped("池"))
    \texttt{U+6C60}

    Hyphens stay apart, which TeX would join to a dash, and numbers on the line of their sign.

    >>> print(escaped("x = 3; --full shows more"))
    x =~3; -{}-full shows more
    """
    spelled = "".join(map(_spelled, joined(printable(text))))
    return re.sub("-(?=-)", "-{}", spelled)


def _spelled(char: str) -> str:
    if char in SPELLED:
        return SPELLED[char]
    return char if char.isascii() or char in LATIN else rf"\texttt{{U+{ord(char):04X}}}"


def _paragraph(text: str, style: str = "", end: str = "") -> str:
    return f"{{\\noindent{style} {text}\\par{end}}}\n"


def _legend(legend: Legend) -> str:
    """The signs on their colours, and the scales step by step."""
    entries = [f"{_swatch(role, sign)} {escaped(meaning)}" for sign, role, meaning in legend.signs]
    for (lowest, *steps), meaning in legend.scales:
        swatches = _swatch(lowest, "0") + "".join(_swatch(step, "") for step in steps)
        entries.append(f"{swatches} {escaped(meaning)}")
    return _paragraph("\\quad\n".join(entries))


def _swatch(role: str, sign: str) -> str:
    background, on_it = tone(role).light, tone(role).on_light
    text = _coloured(escaped(sign), on_it) if sign else r"\strut\enspace"
    return rf"\colorbox[HTML]{{{background[1:].upper()}}}{{{text}}}" if background else text


def _panels(drawn: Iterable[Grid]) -> str:
    """Tables that stand side by side as far as they fit; TeX breaks the line."""
    tables = "\\quad\n".join(_table(some) for some in drawn)
    small = r"\noindent\small\raggedright\setlength{\tabcolsep}{4pt}"
    return f"{{{small}\n{tables}\\par\\smallskip}}\n"


def _table(drawn: Grid) -> str:
    """One matrix: its name, the cells under their numbers, and what is noted of it."""
    tail = max((_tail(text) for text in drawn.texts.values()), key=len)
    signs = max((mark.sign for mark in drawn.marks.values()), key=len)
    across = [rf"\multicolumn{{1}}{{c}}{{{_numbered(column)}}}" for column in drawn.columns]
    lines = [f"& {' & '.join(across)}" + r"\\\hline"]
    for row in drawn.rows:
        cells = [_cell(drawn, row, column, (tail, signs)) for column in drawn.columns]
        lines.append(" & ".join([_numbered(row), *cells]) + r"\\")
    return "\n".join(
        [
            rf"\begin{{tabular}}[t]{{@{{}}l@{{}}}}\textbf{{{escaped(drawn.title)}}}\\",
            rf"\begin{{tabular}}{{r|{'r' * len(drawn.columns)}}}",
            *lines,
            r"\end{tabular}\\",
            *(rf"\footnotesize {escaped(note)}\\" for note in drawn.panel.notes),
            r"\end{tabular}",
        ]
    )


def _tail(text: str) -> str:
    """What stands from the point on."""
    return text[text.index(".") :] if text[:1] in "-0123456789" and "." in text else ""


def _numbered(number: int | None) -> str:
    """A row or column number: small, not to be taken for a value."""
    return r"\dots" if number is None else rf"\scriptsize {_number(str(number))}"


def _cell(drawn: Grid, row: int | None, column: int | None, widest: tuple[str, str]) -> str:
    """A number on its colour, with its sign and frame, and with room for the widest of both."""
    if row is None or column is None:
        return r"\dots"
    text, mark, (tail, signs) = drawn.texts[row, column], drawn.marks[row, column], widest
    number = _number(text) + _room(tail[len(_tail(text)) :])
    number = rf"\textbf{{{number}}}" if mark.role in BOLD else number
    number += _raised(escaped(mark.sign)) + _raised(_room(signs[len(mark.sign) :]))
    number = rf"\fbox{{{number}}}" if mark.framed else number
    colours = tone(mark.role)
    fill = rf"\cellcolor[HTML]{{{colours.light[1:].upper()}}}" if colours.light else ""
    return fill + _coloured(number, colours.on_light)


def _room(text: str) -> str:
    """Room for a text that is not there, so that the others stand under each other."""
    return rf"\phantom{{{escaped(text)}}}" if text else ""


def _raised(text: str) -> str:
    return rf"\textsuperscript{{{text}}}" if text else ""


def _number(text: str) -> str:
    """A number with a minus in place of a hyphen."""
    return f"$-${text[1:]}" if text[:1] == "-" and text[1:2].isdigit() else escaped(text)


def _coloured(text: str, colour: str) -> str:
    return text if colour == INK[0] else rf"\textcolor[HTML]{{{colour[1:].upper()}}}{{{text}}}"
