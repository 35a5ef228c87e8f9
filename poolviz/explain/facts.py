"""The facts behind `--edges`, `--cell`, `--window`, `--step` and `--fractions`, for JSON."""

from __future__ import annotations

from typing import Any

from poolviz.core.geometry import Axis
from poolviz.explain.account import Account, account
from poolviz.explain.asked import Asked
from poolviz.explain.cells import Cell
from poolviz.explain.edges import formula, unseen
from poolviz.explain.steps import Steps
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem, Window


def facts(p: Problem, asked: Asked) -> dict[str, Any]:
    """What was asked for, each under a key of its own."""
    accounts = account(p)
    found: dict[str, Any] = {}
    if asked.edges:
        found["edges"] = _edges(p)
    if asked.cells:
        found["cells"] = [_cell(accounts, cell) for cell in asked.cells]
    if asked.windows:
        found["windows"] = [_window(accounts.window(at)) for at in asked.windows]
    if asked.step:
        steps = Steps(telling(accounts, full=True))
        found["steps"] = [_step(steps, number) for number in range(len(steps))]
    if asked.fractions:
        found["fractions"] = _fractions(accounts)
    return found


def _edges(p: Problem) -> dict[str, Any]:
    """The padded input, null where there is no cell of the input, and each axis's arithmetic."""
    rows, columns = p.geometry.rows, p.geometry.columns
    down, across = rows.reach, columns.reach
    inside = range(rows.size), range(columns.size)
    return {
        "first": [down[0], across[0]],
        "padded": [
            [float(p.input[r, c]) if r in inside[0] and c in inside[1] else None for c in across]
            for r in down
        ],
        "height": _axis(rows),
        "width": _axis(columns),
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "formula": formula(axis),
        "windows": axis.windows,
        "starts": list(axis.starts),
        "left_out": unseen(axis),
        "overhang": axis.overhang,
        "dropped": axis.drops_last,
    }


def _window(window: Window) -> dict[str, Any]:
    own = {"divisor": window.divisor} if window.argmax is None else {"argmax": window.argmax}
    return {
        "window": window.at,
        "cells": list(window.cells),
        "values": window.values.ravel().tolist(),
        "outside": window.outside,
        "output": float(window.problem.output[window.at]),
        **own,
        "upstream": float(window.problem.upstream[window.at]),
        "hit": list(window.hit),
        "share": float(window.share),
    }


def _cell(account: Account, cell: Cell) -> dict[str, Any]:
    seeing = account.seeing(cell)
    return {
        "cell": cell,
        "value": float(account.problem.input[cell]),
        "windows": [
            {
                "window": window.at,
                "output": float(account.problem.output[window.at]),
                "hit": window.hits(cell),
                "share": float(window.share) if window.hits(cell) else 0.0,
            }
            for window in seeing
        ],
        "gradient": float(account.problem.gradient[cell]),
    }


def _step(steps: Steps, number: int) -> dict[str, Any]:
    window, backward = steps.at(number)
    return {
        "pass": "backward" if backward else "forward",
        "window": window.at,
        "sentence": steps.sentence(number),
    }


def _fractions(account: Account) -> dict[str, Any]:
    rows, columns = account.problem.geometry.shape
    windows = [[account.window((i, j)) for j in range(columns)] for i in range(rows)]
    height, width = account.problem.geometry.input_shape
    return {
        "loss": None if account.loss is None else str(account.loss),
        "output": [[str(window.output) for window in row] for row in windows],
        "upstream": [[str(window.upstream) for window in row] for row in windows],
        "gradient": [[str(account.gradient((r, c))) for c in range(width)] for r in range(height)],
    }
