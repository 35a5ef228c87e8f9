"""The mistakes as a learner makes them on paper: one walk over the windows, plain loops, fractions.

Nothing of poolviz is used. Of two mistakes first the problem is changed, then what a window
computes and sends, then how it is added, then the finished matrix.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import naive

Cell = tuple[int, int]
Matrix = list[list[Any]]

OF = {
    "assigned": "gradient",
    "assigned-window": "gradient",
    "coverage-for-hits": "hits",
    "spread": "gradient",
    "ties-first": "hits gradient",
    "ties-last": "hits gradient",
    "ties-split": "hits gradient",
    "ties-all": "hits gradient",
    "not-averaged": "gradient",
    "not-divided": "gradient",
    "sum-for-mean": "output",
    "full-divisor": "output gradient divisors",
    "padding-counted": "output gradient divisors",
    "padding-not-counted": "output gradient divisors",
    "zero-padding": "output hits gradient",
    "upstream-ignored": "gradient",
    "hits-for-gradient": "gradient",
    "stride-1": "all",
    "stride-kernel": "all",
    "floor": "all",
    "ceil": "all",
    "no-padding": "all",
    "no-dilation": "all",
    "sides-swapped": "all",
    "other-operation": "output hits gradient",
    "transposed": "all",
    "one-based": "argmax",
}
"""Copied from the contract's table, in its order."""

MAX = (
    *("assigned-window", "coverage-for-hits", "spread", "ties-first", "ties-last"),
    *("ties-split", "ties-all", "zero-padding"),
)
AVG = ("not-divided", "sum-for-mean", "full-divisor", "padding-counted", "padding-not-counted")

HAS = {
    "max": ("output", "argmax", "hits", "coverage", "gradient"),
    "avg": ("output", "divisors", "hits", "coverage", "gradient"),
}
"""The matrices of each operation."""


def possible(name: str, operation: str, of: str) -> bool:
    """Whether a mistake is one of this operation and this matrix."""
    listed = OF[name] == "all" or of in OF[name].split()
    other = name in (AVG if operation == "max" else MAX)
    return listed and not other and of in HAS[operation]


@dataclass
class Sheet:
    """A learner's problem and habits."""

    operation: str
    x: naive.Numbers
    ties: str = "first"
    count_include_pad: bool = True
    divisor: int | None = None
    loss: str = "mean"
    upstream: naive.Numbers | None = None
    windows: dict[str, Any] = field(default_factory=dict)
    habits: set[str] = field(default_factory=set)


def made(
    names: Collection[str], operation: str, x: naive.Numbers, options: dict[str, Any], of: str
) -> Matrix | None:
    """The matrix of a learner who makes these mistakes; None where there is no such problem.

    >>> made(["assigned"], "max", [[1, 9, 2]], {"kernel": (1, 2), "stride": (1, 1)}, "gradient")
    [[Fraction(0, 1), Fraction(1, 2), Fraction(0, 1)]]
    """
    own = {k: options[k] for k in ("ties", "count_include_pad", "divisor") if k in options}
    windows = {k: v for k, v in options.items() if k not in (*own, "loss", "upstream")}
    sheet = Sheet(operation, x, **own, windows=windows)
    sheet.loss, sheet.upstream = options.get("loss") or "mean", options.get("upstream")
    if "hits-for-gradient" in names and of == "gradient":
        of = "hits"
    for name in names:
        if possible(name, operation, of):
            _change_problem(name, sheet)
    for name in names:
        if possible(name, sheet.operation, of):
            _change_window(name, sheet, names)
    if of != "gradient":
        sheet.upstream = None
    found = _walk(sheet)
    if found is None:
        return None
    if of == "hits" and "coverage-for-hits" in names and sheet.operation == "max":
        of = "coverage"
    matrix: Matrix = found[of]
    return _finished(names, matrix, of)


def _finished(names: Collection[str], matrix: Matrix, of: str) -> Matrix:
    if "one-based" in names and of == "argmax":
        matrix = [[(r + 1, c + 1) for r, c in row] for row in matrix]
    if "transposed" in names:
        matrix = [list(column) for column in zip(*matrix, strict=True)]
    return matrix


def _change_problem(name: str, sheet: Sheet) -> None:
    if name == "upstream-ignored" and sheet.upstream is not None:
        sheet.upstream, sheet.loss = None, "mean"
    if name == "other-operation":
        sheet.operation = {"max": "avg", "avg": "max"}[sheet.operation]
        sheet.ties, sheet.count_include_pad, sheet.divisor = "first", True, None
    windows = sheet.windows
    if name == "sides-swapped":
        for option in ("kernel", "stride", "dilation", "output_size"):
            if windows.get(option):
                windows[option] = tuple(reversed(windows[option]))
        if "padding" in windows:
            top, left, bottom, right = windows["padding"]
            windows["padding"] = (left, top, right, bottom)
    if "output_size" in windows:
        return
    changes: dict[str, dict[str, Any]] = {
        "stride-1": {"stride": (1, 1)},
        "stride-kernel": {"stride": None},
        "floor": {"ceil_mode": False},
        "ceil": {"ceil_mode": True},
        "no-padding": {"padding": (0, 0, 0, 0)},
        "no-dilation": {"dilation": (1, 1)},
    }
    windows.update(changes.get(name, {}))


def _change_window(name: str, sheet: Sheet, names: Collection[str]) -> None:
    if name.startswith("ties-"):
        sheet.ties = name.removeprefix("ties-")
    if name == "not-averaged" and sheet.upstream is None:
        sheet.loss = "sum"
    if name in ("padding-counted", "padding-not-counted"):
        sheet.count_include_pad = name == "padding-counted"
    if name == "full-divisor" and sheet.divisor is None and "kernel" in sheet.windows:
        sheet.divisor = sheet.windows["kernel"][0] * sheet.windows["kernel"][1]
    if name in ("spread", "zero-padding", "assigned", "assigned-window"):
        sheet.habits.add(name)
    if name in ("not-divided", "sum-for-mean"):
        sheet.divisor = 1
    if name == "spread" and "not-divided" in names:
        sheet.habits.add("whole")


def _walk(sheet: Sheet) -> dict[str, Matrix] | None:  # noqa: C901 one long walk
    """Window by window, forward and backward."""
    x, height, width = sheet.x, len(sheet.x), len(sheet.x[0])
    rows, columns = naive.lines((height, width), **sheet.windows)
    if not (rows.works and columns.works):
        return None
    down, across = rows.windows, columns.windows
    if sheet.upstream is not None and (len(sheet.upstream), len(sheet.upstream[0])) != (
        down,
        across,
    ):
        return None
    each = Fraction(1, down * across) if sheet.loss == "mean" else Fraction(1)
    found: dict[str, Matrix] = {
        name: [[Fraction(0)] * width for _ in range(height)]
        for name in ("hits", "coverage", "gradient")
    }
    for name in ("output", "argmax", "divisors"):
        found[name] = [[None] * across for _ in range(down)]
    for i in range(down):
        for j in range(across):
            taps = [(r, c) for r in rows.taps(i) for c in columns.taps(j)]
            inside = [(r, c) for r, c in taps if 0 <= r < height and 0 <= c < width]
            padded = [
                (r, c) for r, c in taps if r < height + rows.after and c < width + columns.after
            ]
            sent = each if sheet.upstream is None else _written(sheet.upstream[i][j])
            if sheet.operation == "max":
                seen = padded if "zero-padding" in sheet.habits else inside
                values = [x[r][c] if (r, c) in inside else 0 for r, c in seen]
                best = max(values)
                tied = [cell for cell, value in zip(seen, values, strict=True) if value == best]
                found["output"][i][j] = _written(best)
                found["argmax"][i][j] = tied[-1] if sheet.ties == "last" else tied[0]
                hit = {"first": tied[:1], "last": tied[-1:]}.get(sheet.ties, tied)
                share = sent / len(tied) if sheet.ties == "split" else sent
                send_to = hit
                if "spread" in sheet.habits:
                    send_to = inside
                    share = sent if "whole" in sheet.habits else sent / len(taps)
            else:
                seen = inside
                over = sheet.divisor or len(padded if sheet.count_include_pad else inside)
                found["divisors"][i][j] = over
                total = sum((_written(x[r][c]) for r, c in inside), Fraction(0))
                found["output"][i][j] = total / over
                hit = send_to = inside
                share = sent / over
            for r, c in inside:
                found["coverage"][r][c] += 1
                found["hits"][r][c] += (r, c) in hit
                if "assigned-window" in sheet.habits:
                    found["gradient"][r][c] = share if (r, c) in send_to else Fraction(0)
                elif (r, c) in send_to:
                    if "assigned" in sheet.habits:
                        found["gradient"][r][c] = share
                    else:
                        found["gradient"][r][c] += share
    return found


def _written(value: float) -> Fraction:
    """The number that is written: 0.1 is 1/10."""
    return Fraction(str(value))
