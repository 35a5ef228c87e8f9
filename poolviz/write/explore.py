"""What the page's script needs to know: every text that it shows, and where windows are.

The page pools nothing. For each tie rule, or each way to count padding, the answers are computed
here and lie in the page; what a window sends is written once a window, not once a cell and window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from poolviz.arguments import FIRST, MATRICES, TIES
from poolviz.core.problem import otherwise
from poolviz.draw.blocks import Legend, Panel, Panels, Sentences
from poolviz.draw.page import page
from poolviz.explain.account import account
from poolviz.explain.asked import Asked, shown
from poolviz.explain.figures import Number, decimals_of, exact
from poolviz.explain.whole import Matrix, gradients, outputs
from poolviz.explain.window import Problem, Window
from poolviz.write.tables import numbers

Json = dict[str, Any]
"""What json.dumps takes."""

MOST_CELLS = 2**14
"""A larger problem, such as 129×128, has a page without scripts."""

OF_WINDOWS = ("output", "argmax", "index", "divisors", "upstream")
"""The matrices that have a number for each window; the others have one for each cell."""

RULES: dict[str, tuple[str, str, dict[str, object]]] = {
    "max": ("ties", "Where cells tie, the gradient goes to", {rule: rule for rule in TIES}),
    "avg": ("count_include_pad", "The padding is", {"counted": True, "not counted": False}),
}
"""What can be switched: the option, what the page asks, and the option's values by name."""


def explore(problem: Problem, asked: Asked) -> Json | None:
    """All that the page says, as JSON's values; None where a page is to be static.

    That is where it would be too much for a page, and where it would give away what a learner who
    has an answer checked is still to find.
    """
    if max(problem.input.size, problem.output.size) > MOST_CELLS:
        return None
    if asked.checks and not asked.reveal:
        return None
    geometry, names = problem.geometry, explored(problem, asked)
    question, others = variants(problem)
    told = [_variant(name, other, asked, names) for name, other in others.items()]
    for later in told[1:]:
        _leave_out_repeats(later, told[0])
    return {
        "operation": problem.operation,
        "shapes": {"input": geometry.input_shape, "output": geometry.shape},
        "rows": [_ends(geometry.rows.taps(i)) for i in range(geometry.shape[0])],
        "columns": [_ends(geometry.columns.taps(j)) for j in range(geometry.shape[1])],
        "names": names,
        "divisor": getattr(problem, "divisor", None),
        "typed": [[repr(x).removesuffix(".0") for x in row] for row in problem.input.tolist()],
        "ranks": _ranks(problem) if told[0]["argmax"] is not None and len(told) > 1 else None,
        "decimals": asked.decimals,
        "fractions": asked.fractions,
        "full": asked.full,
        "given": problem.loss is None,
        "question": question,
        "at": _first(asked),
        "step": int(asked.step and not asked.cells and not asked.windows),
        "chosen": list(others.values()).index(problem),
        "variants": told,
    }


def _first(asked: Asked) -> Json | None:
    """What is looked at to begin with: the first cell or window that was asked for."""
    for kind, places in (("cell", asked.cells), ("window", asked.windows)):
        for row, column in places[:1]:
            return {"of": kind, "at": (row, column)}
    return None


def explored(problem: Problem, asked: Asked) -> list[str]:
    """The matrices that can be explored: what is asked for, and what is needed to explain it."""
    wanted = {*FIRST, *shown(problem, asked)}
    return [name for name in MATRICES if name in wanted]


def variants(problem: Problem) -> tuple[str, dict[str, Problem]]:
    """The same problem under each rule, if they differ in anything; else this one alone."""
    option, question, values = RULES[problem.operation]
    alone = {name: problem for name, value in values.items() if value == getattr(problem, option)}
    try:
        changed = {name: otherwise(problem, **{option: each}) for name, each in values.items()}
        every = changed | alone
        same = all(
            np.array_equal(getattr(problem, name), getattr(other, name))
            for other in every.values()
            for name in FIRST
        )
    except ValueError:  # a rule that this problem does not have, or numbers beyond float64
        return question, alone
    return question, alone if same else every


def _variant(name: str, problem: Problem, asked: Asked, names: Sequence[str]) -> Json:
    """The answers under one rule."""
    axes = problem.geometry.rows, problem.geometry.columns
    beyond = any(len(axis.reach) > axis.size for axis in axes)
    first = Asked(
        show=tuple(names),
        edges=asked.edges,
        fractions=asked.fractions,
        decimals=asked.decimals,
        full=asked.full,
    )
    drawn = list(page(problem, first._replace(edges=asked.edges or beyond)))
    panels = [panel for block in drawn if isinstance(block, Panels) for panel in block.panels]
    legends = [block for block in drawn if isinstance(block, Legend)]
    said = [block for block in page(problem, first) if isinstance(block, Sentences)]
    windows = list(account(problem).windows())
    known = {"output": outputs(windows), "gradient": gradients(windows)}
    return {
        "name": name,
        "several": getattr(problem, "ties", None) in ("split", "all"),
        "panels": [_panel(panel, asked, known.get(panel.name)) for panel in panels],
        "legend": [sign for legend in legends for sign in legend.signs],
        "scales": [scale for legend in legends for scale in legend.scales],
        "sentences": [text for block in said for text in block.texts],
        **_windows(windows, known["output"]),
    }


def _panel(panel: Panel, asked: Asked, known: Matrix | None) -> Json:
    """A matrix with all its cells: their texts, and by number which sign and role they have.

    `known` are its exact numbers, where they are known already; else the panel is asked for each.
    """
    values: list[list[Number | str]]
    if known is None:
        values = [[panel.value(r, c) for c in panel.columns] for r in panel.rows]
    else:
        values = [[x if asked.fractions else decimals_of(x) for x in row] for row in known]
    written = numbers(values, asked.decimals)
    marks = [[panel.mark(r, c) for c in panel.columns] for r in panel.rows]
    kinds = list(dict.fromkeys((mark.sign, mark.role) for row in marks for mark in row))
    place = {kind: k for k, kind in enumerate(kinds)}
    sizes = (abs(float(x)) for row in values for x in row if not isinstance(x, str))
    return {
        "name": panel.name,
        "of": "window" if panel.name in OF_WINDOWS else "cell",
        "rows": [panel.rows.start, panel.rows.stop],
        "columns": [panel.columns.start, panel.columns.stop],
        "texts": written.texts,
        "kinds": kinds,
        "kind": [[place[mark.sign, mark.role] for mark in row] for row in marks],
        "classes": " ".join(written.classes(panel.signs)),
        "tail": written.tail,
        "largest": max(sizes, default=0) or 1,
    }


def _windows(windows: Sequence[Window], made: Matrix) -> Json:
    """What each window makes, and what it sends: a matrix each, or one value where all agree."""
    problem = windows[0].problem
    (rows, columns), width = problem.geometry.shape, problem.input.shape[1]
    averages = windows[0].argmax is None

    def each(read: Callable[[Window], object]) -> object:
        values = [read(window) for window in windows]
        if all(value == values[0] for value in values):
            return values[0]
        return [values[i * columns : (i + 1) * columns] for i in range(rows)]

    return {
        "argmax": each(lambda w: w.argmax and w.argmax[0] * width + w.argmax[1]),
        "mean": each(lambda w: exact(made[w.at[0]][w.at[1]])) if averages else None,
        "upstream": each(lambda w: exact(w.upstream)),
        "over": each(lambda w: w.over),
        "share": each(lambda w: exact(w.share)),
    }


def _leave_out_repeats(later: Json, first: Json) -> None:
    """What is as it was under the first rule need not be said again."""
    for name in ("argmax", "mean", "upstream", "over", "share"):
        if later[name] == first[name]:
            del later[name]
    later["panels"] = [
        None if panel == before else panel
        for panel, before in zip(later["panels"], first["panels"], strict=True)
    ]


def _ends(taps: range) -> tuple[int, int, int]:
    """The cells that a window looks at: the first, one past the last, and the step."""
    return taps.start, taps.stop, taps.step


def _ranks(problem: Problem) -> list[list[int]]:
    """The place of each cell by its size: cells that are equal, which can tie, have one place."""
    ranks: list[list[int]] = np.searchsorted(np.unique(problem.input), problem.input).tolist()
    return ranks
