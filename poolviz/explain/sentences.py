"""What is said about a problem: one true, short sentence for each thing that happened to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poolviz.arguments import MATRICES
from poolviz.core.exact import mean
from poolviz.core.geometry import Axis
from poolviz.core.matrix import Floats
from poolviz.core.pooling import MaxPooling
from poolviz.explain.figures import Number, figure
from poolviz.explain.why import span
from poolviz.explain.window import Account, Problem, Window
from poolviz.words import counted, listed, size


def head(problem: Problem) -> str:
    """What was done, and what it did to the size."""
    g = problem.geometry
    words = [f"{problem.operation} pooling", f"kernel {size(g.kernel)}", f"stride {size(g.stride)}"]
    if any(g.padding):
        words.append("padding " + ",".join(map(str, g.padding)))
    if g.dilation != (1, 1):
        words.append(f"dilation {size(g.dilation)}")
    if g.ceil_mode:
        words.append("ceil mode")
    if isinstance(problem, MaxPooling):
        words += [f"ties {problem.ties}"] if problem.ties != "first" else []
    elif problem.divisor is not None:
        words.append(f"divisor {problem.divisor}")
    elif not problem.count_include_pad:
        words.append("padding not counted")
    words.append(f"input {size(g.input_shape)} → output {size(g.shape)}")
    return " · ".join(words)


def names(problem: Problem, asked: Sequence[str]) -> list[str]:
    """The matrices asked for; `all` are those that the operation has."""
    has = [n for n in MATRICES if n not in ("argmax", "divisors") or n in problem.EXTRA]
    for name in asked:
        if name not in (*has, "all"):
            raise ValueError(f"{problem.operation} has no {name}; show {listed(has)}")
    return has if "all" in asked else list(dict.fromkeys(asked))


def window(window: Window) -> str:
    """Where a window lies."""
    g, (i, j) = window.problem.geometry, window.at
    rows, columns = span(list(g.rows.taps(i)), "row"), span(list(g.columns.taps(j)), "column")
    return f"window ({i}, {j}): {rows}, {columns}"


def sums(problem: Problem, decimals: int, exact: Account | None = None) -> str:
    """The loss, the hits and the gradient's sum; as fractions where an exact account is given."""
    return " · ".join(
        [_loss(problem, decimals, exact), _hits(problem), _gradient(problem, decimals, exact)]
    )


def _loss(problem: Problem, decimals: int, exact: Account | None) -> str:
    if problem.loss is None:
        return "upstream gradient given"
    name = f"loss = {problem.loss} of output"
    if exact:
        return f"{name} = {exact.loss}"
    try:
        value = problem.loss_value
    except ValueError:
        return f"{name}, beyond float64's range"
    return f"{name} = {figure(value or 0.0, decimals)}"


def _hits(problem: Problem) -> str:
    rows, columns = problem.geometry.shape
    windows, hits = rows * columns, int(problem.hits.sum())
    if isinstance(problem, MaxPooling):
        if hits == windows:
            return f"{counted(hits, 'hit')} = {counted(windows, 'window')}"
        return f"{counted(hits, 'hit')} = {counted(windows, 'window')} + {hits - windows} by ties"
    area = problem.geometry.kernel[0] * problem.geometry.kernel[1]
    text = f"{counted(hits, 'hit')} = {counted(windows, 'window')} × {counted(area, 'cell')}"
    outside = windows * area - hits
    return text + (f" - {outside} outside the input" if outside else "")


def _gradient(problem: Problem, decimals: int, exact: Account | None) -> str:
    got: Number
    sent: Number
    if exact:
        got, sent = exact.sums()
    else:
        got, sent = arrived(problem), total(problem.upstream)
    text = f"the gradient sums to {figure(got, decimals)}"
    why_not = _why_not(problem)
    if not why_not:
        return text + ("" if problem.loss == "mean" else ", as the upstream gradient does")
    if figure(got, decimals) == figure(sent, decimals):
        return text
    return f"{text}, not {figure(sent, decimals)}: {why_not}"


def arrived(problem: Problem) -> float:
    """The gradient's sum, without what the rounding of each of its numbers did to it."""
    got = total(problem.gradient)
    if not _why_not(problem):
        sent = total(problem.upstream)
    elif isinstance(problem, MaxPooling):
        sent = total(problem.upstream * problem.tied)
    else:
        sent = total(problem.upstream * problem.cells / problem.divisors)
    return sent if abs(got - sent) <= 2.0**-50 * total(np.abs(problem.gradient)) else got


def total(matrix: Floats) -> float:
    """The sum of a matrix."""
    return float(mean(np.ascontiguousarray(matrix), matrix.size, np.sum))


def _why_not(problem: Problem) -> str:
    """Why the gradient's sum is not the upstream's; empty if it is."""
    if isinstance(problem, MaxPooling):
        tie = problem.ties == "all" and (problem.tied > 1).any()
        return "cells that tie each get the whole" if tie else ""
    g = problem.geometry
    area = g.kernel[0] * g.kernel[1]
    reasons = []
    if problem.divisor not in (None, area):
        reasons.append(f"the divisor {problem.divisor} is not the number of cells, {area},")
    counted_outside = (problem.cells < problem.divisors).any()
    if (problem.cells < area).any() and (counted_outside or reasons):
        overhang = problem.divisor is not None and (g.rows.overhang or g.columns.overhang)
        whose = "the share of cells outside the input" if overhang else "the padding's share"
        reasons.append(f"{whose} is lost")
    return " and ".join(reasons).rstrip(",")


def remarks(problem: Problem, always: bool = False) -> list[str]:
    """What is worth saying below the matrices; `always` gives the size's formula in any case."""
    g, tie = problem.geometry, ties(problem)
    rounding = "ceil" if g.ceil_mode else "floor"
    names = (
        f"size: {rounding}((input + padding before + after - extent) / stride) + 1"
        if always
        else ""
    )
    lines = [names, edge(g.rows, "row", always), edge(g.columns, "column", always), tie]
    return [line for line in lines if line]


def edge(axis: Axis, cell: str, always: bool = False) -> str | None:
    """What the stride leaves out and what ceil mode adds or drops, with the size's formula."""
    facts = []
    missed = unseen(axis)
    if missed:
        verb = "is" if len(missed) == 1 else "are"
        facts.append(f"{_named(missed, cell)} {verb} left out")
    if axis.ceil_mode:
        if axis.drops_last:
            start = axis.starts[-1] + axis.stride
            fact = f"window {axis.windows} would start at {cell} {start}, past the input"
            facts.append(f"{fact}: dropped, so {axis.windows}")
        if axis.overhang:
            over = f"overhangs by {axis.overhang}"
            facts.append(f"ceil mode adds window {axis.windows - 1}, which {over}")
    if not facts and not always:
        return None
    return ", ".join([f"{axis.name}: {formula(axis)}", *facts])


def unseen(axis: Axis) -> list[int]:
    """The cells of an axis that no window sees."""
    return [cell for cell in range(axis.size) if not axis.windows_of(cell)]


def _named(cells: list[int], noun: str) -> str:
    if len(cells) == 1:
        return f"{noun} {cells[0]}"
    if len(cells) > 6:
        return f"{len(cells)} {noun}s, {cells[0]} to {cells[-1]},"
    return f"{noun}s {listed([str(cell) for cell in cells], 'and')}"


def formula(axis: Axis) -> str:
    """The size's formula with this axis's numbers put in.

    >>> formula(Axis("height", 5, 2, 2, 1, 0, 0))
    'floor((5 + 0 + 0 - 2) / 2) + 1 = 2'
    """
    name = "ceil" if axis.ceil_mode else "floor"
    inner = f"({axis.size} + {axis.before} + {axis.after} - {axis.extent}) / {axis.stride}"
    return f"{name}({inner}) + 1 = {axis.rounded}"


def ties(problem: Problem) -> str | None:
    """How many windows tie, and which rule decides."""
    if not isinstance(problem, MaxPooling):
        return None
    tying, windows = int((problem.tied > 1).sum()), problem.tied.size
    rule = {
        "first": "the first cell in row-major order gets the gradient",
        "last": "the last cell in row-major order gets the gradient",
        "split": "the cells that tie share the gradient equally",
        "all": "every cell that ties gets the whole gradient",
    }[problem.ties]
    if not tying:
        return None
    verb = "has" if tying == 1 else "have"
    return f"{tying} of {counted(windows, 'window')} {verb} a tie: {rule} (ties {problem.ties})"
