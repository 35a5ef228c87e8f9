"""What a view is made of before it takes a form: headings, panels, legends, sentences.

Every view is a stream of these blocks, and every form of output (terminal, page, figure, table)
is one file in `write` that turns the same stream into text. No block knows a width, a colour or
a sign that an encoding may lack.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from poolviz.explain.figures import Number

Reading = Callable[[int, int], "Number | str"]
"""The number of a cell, or a text in its place, by row number and column number."""


class Heading(NamedTuple):
    """A line of its own: level 1 opens the page, 2 a view, 3 a part of a view."""

    text: str
    level: int = 2


class Sentences(NamedTuple):
    """Sentences, one a line where there is room; ` · ` joins what may stand on one line."""

    texts: tuple[str, ...]
    quiet: bool = False
    """Whether they step back."""


class Sign(NamedTuple):
    """One entry of a legend: the sign, the role whose colour it has, and what it means."""

    sign: str
    role: str
    meaning: str


class Scale(NamedTuple):
    """The roles of a scale from 0 to its strongest step, and what is shaded by it."""

    roles: tuple[str, ...]
    meaning: str


class Legend(NamedTuple):
    """The signs that occur in the panels above, and the scales by which they are shaded."""

    signs: tuple[Sign, ...]
    scales: tuple[Scale, ...] = ()


class Mark(NamedTuple):
    """What a cell carries besides its number: a sign behind it, a frame around it, a role."""

    sign: str = ""
    framed: bool = False
    role: str = ""


Marking = Callable[[int, int], Mark]
"""The mark of a cell, by row number and column number."""


def no_mark(row: int, column: int) -> Mark:  # noqa: ARG001
    """Nothing to say of a cell."""
    return Mark()


class Series:
    """Panels of one matrix that are drawn one after the other."""


class Alike(NamedTuple):
    """What a panel shares with others of its series, so that only what changed is drawn again.

    Where `row` says the same of a row in two of them, its numbers and marks are the same, and so
    are the numbers of a column where `column` does.
    """

    series: Series
    row: Callable[[int], Hashable]
    column: Callable[[int], Hashable]


class Panel(NamedTuple):
    """A matrix to be drawn: its numbers, or texts in their place, and the marks they carry.

    `rows` and `columns` are the numbers that its rows and columns have, from 0 for a whole
    matrix, negative in the padding before the input. `value`, `mark` and `final` are asked by
    these numbers, and only for cells that are drawn.
    """

    name: str
    rows: range
    columns: range
    value: Reading
    mark: Marking = no_mark
    signs: int = 0
    """The widest sign."""
    frames: bool = False
    """Whether cells can be framed, so that all of them leave room for it."""
    notes: tuple[str, ...] = ()
    """Sentences below the matrix."""
    focus: tuple[Sequence[int], Sequence[int]] | None = None
    """The rows and columns that must be seen; without it the outermost ones are.

    A range is seen with what is around it; of other numbers the first come first.
    """
    final: Reading | None = None
    """The numbers that will stand here in the end, for which room is kept."""
    alike: Alike | None = None
    """Where it is one of a series."""
    decimals: int = 0
    """So many decimals it may have at least, whatever other matrices have."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return len(self.rows), len(self.columns)


class Panels(NamedTuple):
    """Panels that stand side by side as far as they fit; `rest` says what was left out."""

    panels: tuple[Panel, ...]
    rest: str = ""


Block = Heading | Sentences | Legend | Panels
