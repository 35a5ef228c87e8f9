"""What tests of several forms draw: a small panel by hand, problems, and numbers read back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from poolviz import avg_pool, max_pool
from poolviz.draw.blocks import Heading, Legend, Mark, Panel, Panels, Sentences, Sign
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.document import dumps

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
PROBLEMS: dict[str, Problem] = {
    "worked": max_pool(WORKED, kernel=2, stride=1),
    "avg": avg_pool(WORKED, kernel=3, stride=2, padding=1, ceil_mode=True),
    "negative": max_pool(
        [[-1.5, 1e-7], [3, 12345.678]], kernel=2, stride=1, padding=1, loss="sum", ties="split"
    ),
}
NAMES = ("input", "output", "hits", "coverage", "upstream", "gradient")
WON = Legend((Sign("*", "won", "won a window"),))


def small(sentence: str) -> tuple[Heading, Panels, Legend, Sentences]:
    """A page with one matrix of two cells, of which one carries all that a cell can carry."""
    panel = Panel(
        "x",
        range(1),
        range(2),
        lambda _row, column: (0.5, -2.0)[column],
        lambda _row, column: (Mark(), Mark("*", True, "won"))[column],
        signs=1,
        frames=True,
        notes=("won: 1/9",),
    )
    return Heading("max pooling", 1), Panels((panel,)), WON, Sentences((sentence,))


def check_tables(problem: Problem, tables: Sequence[Sequence[Sequence[str]]]) -> None:
    """Each cell is the document's number, rounded, under its row and column number."""
    document = json.loads(dumps(problem, Asked()))
    assert len(tables) == len(NAMES)
    for matrix, table in zip(NAMES, tables, strict=True):
        assert table[0] == ["", *map(str, range(len(document[matrix][0])))]
        for row, values in enumerate(document[matrix]):
            number, *cells = table[row + 1]
            assert number == str(row)
            for cell, value in zip(cells, values, strict=True):
                text = cell.rstrip("*=~")
                decimals = len(text.partition(".")[2].partition("e")[0])
                written = f"{value:.{decimals}e}" if "e" in text else f"{value:.{decimals}f}"
                assert text == written
