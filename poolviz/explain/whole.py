"""The exact numbers of all windows and all cells: far quicker together than one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from poolviz.core.matrix import NDArray
from poolviz.explain.exactly import exactly
from poolviz.explain.window import Problem, Window

Matrix = list[list[Fraction]]


def outputs(windows: Sequence[Window]) -> Matrix:
    """The output, of all windows of a problem in row-major order.

    >>> from poolviz import avg_pool
    >>> from poolviz.explain.account import account
    >>> outputs(list(account(avg_pool([[1, 2, 4]], (1, 2), 1)).windows()))
    [[Fraction(3, 2), Fraction(3, 1)]]
    """
    problem = windows[0].problem
    if windows[0].argmax is None:
        sums = _sums(problem)
        every = [total / window.over for total, window in zip(sums, windows, strict=True)]
    else:
        every = [window.output for window in windows]
    across = problem.geometry.shape[1]
    return [every[at : at + across] for at in range(0, len(every), across)]


def _sums(problem: Problem) -> list[Fraction]:
    """The sum of each window's cells: down its columns for all, then along its rows."""
    rows, columns = problem.geometry.rows, problem.geometry.columns
    whole, common = _whole([[exactly(x) for x in row] for row in problem.input.tolist()])
    down = [whole[list(rows.cells(i))].sum(axis=0) for i in range(rows.windows)]
    across = [list(columns.cells(j)) for j in range(columns.windows)]
    return [Fraction(int(row[cells].sum()), common) for row in down for cells in across]


def gradients(windows: Sequence[Window]) -> Matrix:
    """The gradient, of all windows of a problem: each sends its share to the cells that it hits.

    >>> from poolviz import max_pool
    >>> from poolviz.explain.account import account
    >>> gradients(list(account(max_pool([[1, 9, 4]], (1, 2), 1, loss="sum")).windows()))
    [[Fraction(0, 1), Fraction(2, 1), Fraction(0, 1)]]
    """
    problem = windows[0].problem
    shares, common = _whole([[window.share for window in windows]])
    total = np.zeros(problem.input.shape, dtype=object)
    several = getattr(problem, "ties", None) in ("split", "all")
    for window, share in zip(windows, shares[0], strict=True):
        if window.argmax is not None and not several:
            total[window.argmax] += share
            continue
        part = total[window.lines]  # a view: what is added there is added to the whole
        if several:
            part[window.values == problem.output[window.at]] += share
        else:
            part += share
    return [[Fraction(number, common) for number in row] for row in total.tolist()]


def _whole(numbers: Matrix) -> tuple[NDArray[np.object_], int]:
    """Fractions as whole numbers over what is common to them."""
    common = lcm(*{number.denominator for row in numbers for number in row})
    whole = [[n.numerator * (common // n.denominator) for n in row] for row in numbers]
    return np.array(whole, dtype=object), common
