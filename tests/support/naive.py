"""Pooling written down from its definition: plain loops over lists, exact fractions, no speed.

What poolviz computes with folds, bands and error-free sums is computed here cell by cell, so
that a mistake would have to be made twice, in two quite different ways, to go unseen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

Cell = tuple[int, int]
Exact = list[list[Fraction]]
Numbers = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Line:
    """The options of one direction, height or width."""

    size: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    ceil_mode: bool

    @property
    def extent(self) -> int:
        """The cells from a window's first to its last."""
        return self.dilation * (self.kernel - 1) + 1

    def taps(self, window: int) -> list[int]:
        """The cells that a window looks at, those in the padding included."""
        start = window * self.stride - self.before
        return [start + tap * self.dilation for tap in range(self.kernel)]

    def exists(self, window: int) -> bool:
        """Whether this window lies in the padded input, or may hang over in ceil mode.

        In ceil mode the last window that fits may have a successor where room is left over; it
        must not start beyond the input.
        """
        start, end = self.taps(window)[0], self.size + self.after
        if start + self.extent <= end:
            return True
        return self.ceil_mode and start - self.stride + self.extent < end and start < self.size

    @cached_property
    def windows(self) -> int:
        """How many windows there are: all up to the first that does not exist."""
        count = 0
        while self.exists(count):
            count += 1
        return count

    @cached_property
    def works(self) -> bool:
        """Whether poolviz takes it: modest padding, a window, an input cell in each window."""
        return (
            max(self.before, self.after) < self.extent
            and self.windows > 0
            and all(any(0 <= t < self.size for t in self.taps(i)) for i in range(self.windows))
        )


@dataclass(frozen=True)
class Shared:
    """One direction of adaptive pooling: a line of length 1, cut up by cells and by windows."""

    size: int
    windows: int
    after: int = 0
    works: bool = True

    def taps(self, window: int) -> list[int]:
        """The cells whose part of the line overlaps the window's."""
        start, end = Fraction(window, self.windows), Fraction(window + 1, self.windows)
        cells = range(self.size)
        return [
            c for c in cells if Fraction(c, self.size) < end and Fraction(c + 1, self.size) > start
        ]


@dataclass(frozen=True)
class Pooled:
    """All that a pooling problem has as its answer."""

    output: Exact
    argmax: list[list[Cell]]
    divisors: list[list[int]]
    coverage: list[list[int]]
    hits: list[list[int]]
    gradient: Exact


@dataclass
class Window:
    """The cells of one window, in row-major order, and how many of its taps are padding."""

    cells: list[Cell]
    padding: int


def window(rows: Line | Shared, columns: Line | Shared, i: int, j: int) -> Window:
    """What the window in row i and column j of the output looks at."""
    found, across = Window([], 0), columns.taps(j)
    for row in rows.taps(i):
        for column in across:
            if 0 <= row < rows.size and 0 <= column < columns.size:
                found.cells.append((row, column))
            elif row < rows.size + rows.after and column < columns.size + columns.after:
                found.padding += 1  # beyond that is ceil mode's overhang, which never counts
    return found


def lines(
    shape: tuple[int, int],
    kernel: tuple[int, int] = (2, 2),
    stride: tuple[int, int] | None = None,
    padding: tuple[int, int, int, int] = (0, 0, 0, 0),
    dilation: tuple[int, int] = (1, 1),
    ceil_mode: bool = False,
    output_size: tuple[int, int] | None = None,
) -> tuple[Line | Shared, Line | Shared]:
    """The two directions of a problem; padding is top, left, bottom, right."""
    if output_size is not None:
        return Shared(shape[0], output_size[0]), Shared(shape[1], output_size[1])
    step = stride or kernel
    return (
        Line(shape[0], kernel[0], step[0], padding[0], padding[2], dilation[0], ceil_mode),
        Line(shape[1], kernel[1], step[1], padding[1], padding[3], dilation[1], ceil_mode),
    )


def pool(
    operation: str,
    x: Numbers,
    ties: str = "first",
    count_include_pad: bool = True,
    divisor: int | None = None,
    loss: str | None = None,
    upstream: Numbers | None = None,
    **windows: Any,
) -> Pooled | None:
    """The exact answer, or None where there is no window or one without an input cell.

    >>> answer = pool("max", [[1, 9, 2]], kernel=(1, 2), stride=(1, 1))
    >>> answer.output == [[9, 9]], answer.hits, answer.gradient == [[0, 1, 0]]
    (True, [[0, 2, 0]], True)
    >>> pool("max", [[1]], kernel=(2, 2)) is None
    True
    """
    rows, columns = lines((len(x), len(x[0])), **windows)
    if not (rows.works and columns.works):
        return None
    down, across = rows.windows, columns.windows
    each = Fraction(1) if loss == "sum" else Fraction(1, down * across)
    output = [[Fraction(0)] * across for _ in range(down)]
    argmax = [[(-1, -1)] * across for _ in range(down)]
    divisors = [[0] * across for _ in range(down)]
    coverage = [[0] * columns.size for _ in range(rows.size)]
    hits = [[0] * columns.size for _ in range(rows.size)]
    gradient = [[Fraction(0)] * columns.size for _ in range(rows.size)]
    for i in range(down):
        for j in range(across):
            seen = window(rows, columns, i, j)
            sent = each if upstream is None else Fraction(upstream[i][j])
            if operation == "max":
                largest = max(x[row][column] for row, column in seen.cells)
                tied = [(r, c) for r, c in seen.cells if x[r][c] == largest]
                output[i][j] = Fraction(largest)
                argmax[i][j] = tied[-1] if ties == "last" else tied[0]
                hit = {"first": tied[:1], "last": tied[-1:]}.get(ties, tied)
                share = sent / len(tied) if ties == "split" else sent
            else:
                counted = len(seen.cells) + (seen.padding if count_include_pad else 0)
                divisors[i][j] = divisor or counted
                total = sum((Fraction(x[r][c]) for r, c in seen.cells), Fraction(0))
                output[i][j] = total / divisors[i][j]
                hit, share = seen.cells, sent / divisors[i][j]
            for row, column in seen.cells:
                coverage[row][column] += 1
            for row, column in hit:
                hits[row][column] += 1
                gradient[row][column] += share
    return Pooled(output, argmax, divisors, coverage, hits, gradient)


def flat(rows: Iterable[Iterable[Any]]) -> list[Any]:
    """The cells of a matrix, row by row."""
    return [value for row in rows for value in row]


def overflows(exact: Iterable[Fraction]) -> bool:
    """Whether one of the numbers rounds to infinity."""
    try:
        return not all(math.isfinite(float(number)) for number in exact)
    except OverflowError:
        return True


def ulps(value: float, exact: Fraction) -> Fraction:
    """How far a float is from an exact number, in units of the last place of that number.

    Where the exact number is 0, only 0 will do: anything else is infinitely far off.

    >>> float(ulps(0.1, Fraction(1, 10))) < 0.5
    True
    """
    if exact == 0:
        return Fraction(0) if value == 0 else Fraction(2**1100)
    return abs(Fraction(value) - exact) / Fraction(math.ulp(float(exact)))


def furthest(values: Iterable[Iterable[float]], exact: Iterable[Iterable[Fraction]]) -> Fraction:
    """The largest of the distances in a matrix, in ulps; both must have the same size."""
    pairs = zip(flat(values), flat(exact), strict=True)
    return max(ulps(value, number) for value, number in pairs)
