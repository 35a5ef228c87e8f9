"""Exact numbers that are too small for float64: the screen has them, JSON has 0."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.explain.account import Account
from poolviz.explain.cells import Cell
from poolviz.explain.figures import figure
from poolviz.explain.why import place

MOST_EXACT = 2**14
"""In larger inputs the numbers shown are the float64s, which differ in the 16th digit."""

TINY = 1e-270
"""Where no number is smaller, no sum over a divisor comes near to float64's smallest."""


def sentence(account: Account, decimals: int) -> str:
    """Which numbers vanish in float64; empty if none does.

    >>> from poolviz import avg_pool
    >>> from poolviz.explain.account import account
    >>> sentence(account(avg_pool([[5e-324, 0]], (1, 2))), 4)
    'output (0, 0) is 2.5e-324, too small for float64: JSON and Python have 0 there'
    """
    problem = account.problem
    given = (problem.input, problem.upstream)
    if problem.input.size > MOST_EXACT or not any(map(_tiny, given)):
        return ""
    found = list(_vanished(account))
    if not found:
        return ""
    name, cell, value = found[0]
    first, number = f"{name} {place(cell)}", figure(value, decimals)
    if len(found) == 1:
        return f"{first} is {number}, too small for float64: JSON and Python have 0 there"
    others = f"and {len(found) - 1} more are too small for float64"
    return f"{first}, {number}, {others}: JSON and Python have 0 in their places"


def _tiny(values: Floats) -> bool:
    sizes = np.abs(values)
    return bool(((sizes > 0) & (sizes < TINY)).any())


def _vanished(account: Account) -> Iterator[tuple[str, Cell, Fraction]]:
    """The cells of output and gradient that are 0 in float64 alone."""
    problem = account.problem
    for row, column in np.argwhere(problem.output == 0).tolist():
        if value := account.window((row, column)).output:
            yield "output", (row, column), value
    for row, column in np.argwhere(problem.gradient == 0).tolist():
        if value := account.gradient((row, column)):
            yield "gradient", (row, column), value
