"""One problem with several values of an option, each under its own heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poolviz.draw.blocks import Block, Heading, Legend, Mark, Panel, Panels, Sentences, Sign
from poolviz.draw.drawing import Drawing
from poolviz.draw.marks import input_roles, legend
from poolviz.explain.account import account
from poolviz.explain.asked import Asked, shown
from poolviz.explain.compare import Comparison
from poolviz.explain.sentences import Telling
from poolviz.explain.telling import telling
from poolviz.explain.window import Flags, Problem

DIFFERS = Sign("!", "differs", "not the same for all values")
USUAL = ("output", "gradient")
"""The matrices that are compared unless others are asked for."""


def blocks(telling: Telling, asked: Asked, comparison: Comparison) -> Iterator[Block]:
    """Each value's matrices, what differs marked; then what changes, and who does which."""
    names = shown(telling.account.problem, asked) if asked.show else USUAL
    differ = {name: comparison.differ(name) for name in names if name != "input"}
    yield Heading(f"compare {comparison.option}")
    if comparison.beside_asked:
        yield from _problem("as asked", comparison.asked, asked, names, differ)
    for case in comparison.cases:
        title = f"{comparison.option} {case.text}"
        if case.problem is None:
            yield Heading(title, 3)
            yield Sentences((case.error,))
            continue
        if (other := comparison.standing_for(case.problem)) != case.text:
            yield Heading(title, 3)
            yield Sentences((f"the same as {comparison.option} {other} here",))
            continue
        if comparison.as_asked(case.problem):
            title += ": the problem as asked"
        yield from _problem(title, case.problem, asked, names, differ)
    yield Heading("what changes", 3)
    if any(flags is not None and flags.any() for flags in differ.values()):
        yield Legend((DIFFERS,))
    lines = comparison.changed(names), comparison.libraries
    yield Sentences(tuple(line for line in lines if line))


def _problem(
    title: str,
    problem: Problem,
    asked: Asked,
    names: Sequence[str],
    differ: dict[str, Flags | None],
) -> Iterator[Block]:
    """One value: its matrices, its loss and its sums."""
    tells = telling(account(problem), asked.decimals, asked.full, asked.fractions)
    drawing = Drawing(tells, asked.edges, asked.fractions)
    yield Heading(title, 3)
    panels = zip(names, drawing.panels(names), strict=True)
    yield Panels(tuple(_marked(panel, differ.get(name)) for name, panel in panels))
    yield Sentences((tells.sums(),))
    if "input" in names:
        yield legend(tells, list(input_roles(tells)), outside=asked.edges)


def _marked(panel: Panel, differ: Flags | None) -> Panel:
    """The panel with a sign at the cells that are not the same for all values."""
    if differ is None or not differ.any():
        return panel

    def mark(row: int, column: int) -> Mark:
        own = panel.mark(row, column)
        if not differ[row, column]:
            return own
        return own._replace(sign=own.sign + DIFFERS.sign, role=DIFFERS.role)

    return panel._replace(mark=mark, signs=panel.signs + 1)
