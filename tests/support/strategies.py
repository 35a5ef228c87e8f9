"""Hypothesis strategies: pooling problems over all options, small enough to check by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import naive
from hypothesis import strategies as st

from poolviz import AvgPooling, MaxPooling, avg_pool, max_pool

Matrix = list[list[float]]

KERNEL, STRIDE, DILATION, SIDE = 5, 5, 3, 8
"""The largest of each; strides beyond the kernel and gaps wider than the input are among them."""

TIES = ("first", "last", "split", "all")

EXTREMES = (
    *(1e308, -1e308, 1e300, -1e300, 1e150, -1e150, 1e16, -1e16, 1.0, -1.0, 0.1, 0.0, -0.0),
    *(3e-310, -3e-310, 5e-324, -5e-324, 2.2250738585072014e-308),
)

TIED = st.integers(-3, 3).map(float)
USUAL = st.floats(-5, 5, allow_subnormal=False)
EXTREME = st.sampled_from(EXTREMES)
VALUES = {"tied": TIED, "usual": USUAL, "extreme": EXTREME}


def matrices(
    height: int, width: int, values: st.SearchStrategy[float]
) -> st.SearchStrategy[Matrix]:
    """Matrices of one size."""
    row = st.lists(values, min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


def apart(height: int, width: int) -> st.SearchStrategy[Matrix]:
    """Matrices without ties: all values differ by at least 1."""
    numbers = [float(n - height * width // 2) for n in range(height * width)]
    return st.permutations(numbers).map(
        lambda order: [list(order[row * width : (row + 1) * width]) for row in range(height)]
    )


@st.composite
def lines(
    draw: st.DrawFn, side: int = SIDE, ceil_mode: bool | None = None, fits: bool = False
) -> naive.Line:
    """One direction of a problem, whether it works or not; mostly if a window is to fit."""
    kernel, dilation = draw(st.integers(1, KERNEL)), draw(st.integers(1, DILATION))
    extent = dilation * (kernel - 1) + 1
    padding = st.just(0) | st.integers(0, extent)  # the extent itself is one too many
    before, after = draw(padding), draw(padding)
    least = min(side, max(1, extent - before - after)) if fits else 1
    return naive.Line(
        size=draw(st.integers(least, side)),
        kernel=kernel,
        stride=draw(st.integers(1, STRIDE)),
        before=before,
        after=after,
        dilation=dilation,
        ceil_mode=draw(st.booleans()) if ceil_mode is None else ceil_mode,
    )


def working(side: int = SIDE, ceil_mode: bool | None = None) -> st.SearchStrategy[naive.Line]:
    """Directions that have windows, each with an input cell."""
    return lines(side, ceil_mode, fits=True).filter(lambda line: line.works)


@st.composite
def shared(draw: st.DrawFn, side: int = SIDE) -> naive.Shared:
    """Directions of adaptive pooling whose windows are no larger than other windows here."""
    size = draw(st.integers(1, side))
    return naive.Shared(size, draw(st.integers(-(-size // (KERNEL - 1)), 2 * size + 1)))


def windows(rows: naive.Line, columns: naive.Line) -> dict[str, Any]:
    """The options that place the windows; ceil mode is that of the rows."""
    return {
        "kernel": (rows.kernel, columns.kernel),
        "stride": (rows.stride, columns.stride),
        "padding": (rows.before, columns.before, rows.after, columns.after),
        "dilation": (rows.dilation, columns.dilation),
        "ceil_mode": rows.ceil_mode,
    }


@dataclass(frozen=True)
class Problem:
    """An operation, a matrix and options: the same for poolviz and for the naive pooling."""

    operation: str
    x: Matrix
    options: dict[str, Any] = field(default_factory=dict)

    def pooled(self, **changes: Any) -> Any:
        """What poolviz answers."""
        x = changes.pop("x", self.x)
        pool = max_pool if self.operation == "max" else avg_pool
        result: MaxPooling | AvgPooling = pool(x, **{**self.options, **changes})
        return result

    @property
    def exact(self) -> naive.Pooled | None:
        """The exact answer."""
        return naive.pool(self.operation, self.x, **self.options)

    @property
    def answer(self) -> naive.Pooled:
        """The exact answer of a problem that has one."""
        exact = self.exact
        assert exact is not None
        return exact


@st.composite
def problems(
    draw: st.DrawFn,
    operation: str | None = None,
    side: int = SIDE,
    works: bool = True,
    values: st.SearchStrategy[float] | None = None,
    upstream: st.SearchStrategy[float] | None = None,
    distinct: bool = False,
    adaptive: bool = True,
) -> Problem:
    """Problems over all options.

    Args:
        draw: Given by hypothesis.
        operation: max or avg; either, if left out.
        side: The largest height and width.
        works: Whether only problems that have an answer are wanted, or any.
        values: What the matrix holds; one of `VALUES`, if left out.
        upstream: What the upstream gradient holds; if left out there may be a loss instead.
        distinct: Whether the matrix is to have no ties.
        adaptive: Whether an output size may stand in place of the windows' options.
    """
    operation = operation or draw(st.sampled_from(("max", "avg")))
    kind = values if values is not None else VALUES[draw(st.sampled_from(sorted(VALUES)))]
    by_size = adaptive and draw(st.integers(0, 4)) == 4
    line = (working if works else lines)(side, draw(st.booleans()))
    rows, columns = draw(shared(side) if by_size else line), draw(shared(side) if by_size else line)
    options = (
        {"output_size": (rows.windows, columns.windows)} if by_size else windows(rows, columns)
    )
    if operation == "max":
        options["ties"] = draw(st.sampled_from(TIES))
    elif not by_size:
        options["count_include_pad"] = draw(st.booleans())
        options["divisor"] = draw(st.none() | st.sampled_from((1, 3, 7)))
    if upstream is not None or (draw(st.booleans()) and rows.works and columns.works):
        source = kind if upstream is None else upstream
        options["upstream"] = draw(matrices(rows.windows, columns.windows, source))
    else:
        options["loss"] = draw(st.sampled_from(("mean", "sum")))
    size = rows.size, columns.size
    return Problem(operation, draw(apart(*size) if distinct else matrices(*size, kind)), options)
