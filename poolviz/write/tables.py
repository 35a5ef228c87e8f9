"""Blocks as static HTML: real tables with captions and numbered rows, for page and notebook.

Nothing here knows a colour: cells carry the names of their roles, and a style sheet does the rest.
Without one, signs and frames are still there as text and marked text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from poolviz.draw.blocks import Block, Heading, Legend, Mark, Panel, Panels, Sentences
from poolviz.explain.figures import Number, head, matrix_texts
from poolviz.words import printable, size
from poolviz.write.picking import nearest

MOST = 32
"""A matrix with more rows or columns is shown without its middle ones, unless in full."""

EDGE = 12
"""So many rows or columns then stand on each side."""

MOST_TAIL = 13
"""Numbers with up to so many characters from the point on are aligned on it."""

WIDEST = 24
"""Cells of up to so many digits have one width."""

DOT = " · "
"""Stands between the parts of a heading."""


class Form(NamedTuple):
    """How blocks are written: decimals at most, all rows or not, headings as such or not."""

    decimals: int = 4
    full: bool = False
    headings: bool = True


PLAIN = Form()
"""Four decimals at most, large matrices without their middle."""


def tables(blocks: Iterable[Block], form: Form = PLAIN) -> str:
    """The blocks in order, as HTML that stands by itself.

    >>> print(tables([Sentences(("1 < 2",))]))
    <p>1 &lt; 2</p>
    """
    return "\n".join(part(block, form) for block in blocks)


def part(block: Block, form: Form) -> str:
    """One block."""
    if isinstance(block, Heading):
        return _heading(block, form)
    if isinstance(block, Sentences):
        return "\n".join(f"<p>{text(sentence)}</p>" for sentence in block.texts)
    if isinstance(block, Legend):
        return _legend(block)
    return _panels(block, form)


def text(plain: str) -> str:
    """Some text, harmless: nothing in it is markup, and nothing acts on what stands around it."""
    return escape(printable(plain))


def _heading(heading: Heading, form: Form) -> str:
    first, *rest = heading.text.split(DOT)
    small = f" <small>{text(DOT.join(rest))}</small>" if rest else ""
    if not form.headings:
        return f'<p class="head"><strong>{text(first)}</strong>{small}</p>'
    return f"<h{heading.level}>{text(first)}{small}</h{heading.level}>"


def _panels(panels: Panels, form: Form) -> str:
    drawn = "\n".join(table(panel, form) for panel in panels.panels)
    rest = f"\n<p>{text(panels.rest)}</p>" if panels.rest else ""
    return f'<div class="panels">\n{drawn}\n</div>{rest}'


def _legend(legend: Legend) -> str:
    entries = [([_sign(sign.role, sign.sign)], sign.meaning) for sign in legend.signs]
    entries += [
        ([_sign(role, "" if step else "0") for step, role in enumerate(scale.roles)], scale.meaning)
        for scale in legend.scales
    ]
    lines = "".join(f"<li>{''.join(signs)} {text(meaning)}</li>" for signs, meaning in entries)
    return f'<ul class="legend">{lines}</ul>' if lines else ""


def _sign(role: str, sign: str) -> str:
    return f"<span{_classes('sign', role)}>{text(sign)}</span>"


# --- one matrix ---------------------------------------------------------------------------


def table(panel: Panel, form: Form) -> str:
    """A matrix as a table: caption, numbered rows and columns, and what its cells carry."""
    focus = panel.focus or (None, None)
    rows = shown(panel.rows, focus[0], form.full)
    columns = shown(panel.columns, focus[1], form.full)
    drawn = _Cells(panel, rows, columns, max(form.decimals, panel.decimals))
    name = panel.name if None not in (*rows, *columns) else f"{panel.name} {size(panel.shape)}"
    top = "".join(_number("col", column) for column in columns)
    body = "\n".join(f"<tr>{_number('row', row)}{''.join(drawn.row(row))}</tr>" for row in rows)
    notes = "".join(f'\n<p class="note">{text(note)}</p>' for note in panel.notes)
    kind = _classes(*drawn.numbers.classes(panel.signs))
    return (
        f'<div class="panel"><div class="wide"><table{kind}>'
        f"<caption>{text(name)}</caption>\n"
        f"<thead><tr><td></td>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
        f"{notes}</div>"
    )


def shown(numbers: range, focus: Sequence[int] | None, full: bool = False) -> list[int | None]:
    """The rows or columns to show, None in place of those left out.

    >>> shown(range(100), None)[11:14]
    [11, None, 88]
    >>> shown(range(100), range(50, 52))[:2], shown(range(3), None)
    ([None, 36], [0, 1, 2])
    """
    if full or len(numbers) <= MOST:
        return list(numbers)
    if focus is None:
        return [*numbers[:EDGE], None, *numbers[-EDGE:]]
    if not isinstance(focus, range):
        return nearest(numbers, focus, MOST)
    room = MOST - 2
    first, last = numbers.index(focus[0]), numbers.index(focus[-1])
    spare = (room - (last - first + 1)) // 2
    start = max(0, min(first, first - spare, len(numbers) - room))
    stop = start + room
    before: list[int | None] = [None] if start else []
    return [*before, *numbers[start:stop], *([None] if stop < len(numbers) else [])]


class _Cells:
    """The cells of a panel that are shown."""

    def __init__(
        self,
        panel: Panel,
        rows: Sequence[int | None],
        columns: Sequence[int | None],
        decimals: int,
    ) -> None:
        self.panel, self.columns = panel, columns
        there = [row for row in rows if row is not None]
        across = [column for column in columns if column is not None]
        readings = [panel.value, *([panel.final] if panel.final else [])]
        values = [[read(r, c) for c in across] for read in readings for r in there]
        self.numbers = numbers(values, decimals)
        self.parts = {
            (r, c): self.numbers.parts[i][k]
            for i, r in enumerate(there)
            for k, c in enumerate(across)
        }

    def row(self, row: int | None) -> Iterator[str]:
        """The cells of one row."""
        for column in self.columns:
            if row is None or column is None:
                yield '<td class="gap">…</td>'
            else:
                mark = self.panel.mark(row, column)
                yield _cell(self.parts[row, column], mark, bool(self.numbers.tail))


class Numbers(NamedTuple):
    """The numbers of a matrix as they are written, each in two parts: before and from its point."""

    parts: list[list[tuple[str, str]]]
    head: int
    """The characters of the longest first part."""
    tail: int
    """The same of the second, its point counted."""

    @property
    def texts(self) -> list[list[str]]:
        """The whole numbers."""
        return [[head + tail for head, tail in row] for row in self.parts]

    def classes(self, signs: int) -> list[str]:
        """What is true of all cells: how many signs some carry, the decimals, and the width."""
        width = self.head + self.tail
        return [
            *(["signed"] if signs else []),
            *(["signed2"] if signs > 1 else []),
            *([f"d{self.tail}"] if 0 < self.tail <= MOST_TAIL else []),
            *([f"w{width}"] if width <= WIDEST else []),
        ]


def numbers(values: Sequence[Sequence[Number | str]], decimals: int) -> Numbers:
    """The numbers of a matrix, with one number of decimals for all.

    >>> numbers([[0.25, 1.0], [2.5, "."]], 4).texts
    [['0.25', '1'], ['2.50', '.']]
    """
    parts = [[split(written) for written in row] for row in matrix_texts(values, decimals)]
    every = [part for row in parts for part in row]
    return Numbers(parts, max(len(h) for h, _ in every), max(len(t) for _, t in every))


def split(written: str) -> tuple[str, str]:
    """A number before and after where it is aligned: its point or its exponent.

    >>> split("2.75"), split("1e-07"), split("3"), split("(1, 2)")
    (('2', '.75'), ('1', 'e-07'), ('3', ''), ('(1, 2)', ''))
    """
    at = head(written)
    return written[:at], written[at:]


def _cell(parts: tuple[str, str], mark: Mark, aligned: bool) -> str:
    before, after = map(text, parts)
    sign = f"<sup>{text(mark.sign)}</sup>" if mark.sign else ""
    number = f"{before}<span>{after}{sign}</span>" if aligned else f"{before}{sign}"
    if mark.framed:
        number = f"<mark>{number}</mark>"
    return f"<td{_classes(mark.role, 'framed' * mark.framed)}>{number}</td>"


def _number(scope: str, number: int | None) -> str:
    return f'<th scope="{scope}">{"…" if number is None else number}</th>'


def _classes(*names: str) -> str:
    given = " ".join(text(name) for name in names if name)
    return f' class="{given}"' if given else ""
