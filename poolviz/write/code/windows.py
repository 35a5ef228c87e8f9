"""The windows as frameworks take them, and as a table of cells where no framework has them."""

from __future__ import annotations

from typing import NamedTuple

from poolviz.core.axes import Sliding
from poolviz.core.geometry import NONE, Axis, Geometry, Sides, Size
from poolviz.core.pooling import AvgPooling, Pooling
from poolviz.write.code.listing import comment, function, lines


class Regular(NamedTuple):
    """Windows that are all alike and lie a stride apart."""

    kernel: Size
    stride: Size
    dilation: Size
    padding: Sides
    """As asked for; none where no window reaches it."""
    reach: Sides
    """How far windows reach beyond the input on each side, ceil mode's overhang included."""
    overhang: Size
    """How far the last windows reach beyond the padding."""
    ceil_mode: bool

    @property
    def pairs(self) -> tuple[Size, Size]:
        """The reach of rows and columns, each (before, after), as NumPy and JAX write padding."""
        top, left, bottom, right = self.reach
        return (top, bottom), (left, right)

    @property
    def symmetric(self) -> bool:
        """Whether each axis is padded alike before and after."""
        return self.padding[:2] == self.padding[2:]


def regular(g: Geometry) -> Regular | None:
    """The windows, if they are all alike; adaptive ones are where they divide the input."""
    rows, columns = g.rows, g.columns
    if isinstance(rows, Sliding) and isinstance(columns, Sliding):
        below, right = (max(0, axis.end - axis.size) for axis in (rows, columns))
        padding = rows.before, columns.before, rows.after, columns.after
        reach = rows.before, columns.before, below, right
        idle = any(padding) and not any(reach)
        return Regular(
            (rows.kernel, columns.kernel),
            (rows.stride, columns.stride),
            (rows.dilation, columns.dilation),
            NONE if idle else padding,
            reach,
            (rows.overhang, columns.overhang),
            g.ceil_mode and not idle,
        )
    (height, width), (down, across) = g.input_shape, g.shape
    if height % down or width % across:
        return None
    kernel = height // down, width // across
    return Regular(kernel, kernel, (1, 1), NONE, NONE, (0, 0), False)


def counted(p: AvgPooling, windows: Regular) -> tuple[Size, tuple[Size, Size]]:
    """Where a divisor counts ones: the size of a matrix of them, and the zeros to put around it."""
    height, width = p.input.shape
    if not p.count_include_pad:
        return (height, width), windows.pairs
    (top, bottom), (left, right) = windows.pairs
    down, across = windows.overhang
    shape = height + top + bottom - down, width + left + right - across
    return shape, ((0, down), (0, across))


def divisor(p: AvgPooling) -> int | None:
    """The divisor of all windows, if they have the same."""
    first = int(p.divisors[0, 0])
    return first if (p.divisors == first).all() else None


def upstream(p: Pooling) -> str:
    """The line that makes the loss' derivative; empty where `upstream` was given."""
    down, across = p.geometry.shape
    of = "  # dLoss/dOutput of the"
    return {
        "mean": f"upstream = np.full(({down}, {across}), 1 / {down * across}){of} mean",
        "sum": f"upstream = np.ones(({down}, {across})){of} sum",
        None: "",
    }[p.loss]


def partial(g: Geometry) -> bool:
    """Whether the table of cells holds -1: some windows reach beyond the input or have less."""
    windows = regular(g)
    return g.output_size is not None or windows is None or any(windows.reach)


def cells(g: Geometry, last: bool = False) -> str:
    """The lines that make `cells`, the table of which cells each window sees.

    `last`: from the last to the first, so that of those that tie the last one is found first.
    """
    height, width = g.input_shape
    down, across = g.shape
    order = ", from the last to the first" if last else ""
    said = f"cells[i, j]: what window (i, j) sees, as row * width + column{order}"
    table = f"row * {width} + column"
    inside = ""
    if partial(g):
        said += "; -1: outside the input"
        inside = f"inside = (0 <= row) & (row < {height}) & (0 <= column) & (column < {width})"
        table = f"np.where(inside, {table}, -1)"
    else:
        table = f"({table})"
    return lines(
        _SEEN if g.output_size else "",
        comment(said),
        _of_axis("rows", g.rows, last),
        _of_axis("columns", g.columns, last),
        "row, column = rows[:, None, :, None], columns[:, None, :]",
        inside,
        f"cells = {table}.reshape({down}, {across}, -1)",
    )


_SEEN = function(
    "seen(size, windows)",
    "# window i sees from floor(i * size / windows) to ceil((i + 1) * size / windows)",
    "first = np.arange(windows) * size // windows",
    "stop = -(np.arange(1, windows + 1) * -size // windows)",
    "taps = first[:, None] + np.arange((stop - first).max())",
    "return np.where(taps < stop[:, None], taps, size)  # size: outside",
)
"""The cells of adaptive windows on one axis."""


def _of_axis(name: str, axis: Axis, last: bool) -> str:
    """The line that says which cells the windows of one axis see."""
    if not isinstance(axis, Sliding):
        turned = "[:, ::-1]" if last else ""
        return f"{name} = seen({axis.size}, {axis.windows}){turned}"
    taps = range(0, axis.extent, axis.dilation)[:: -1 if last else 1]
    return f"{name} = {_arange(axis.starts)}[:, None] + {_arange(taps)}"


def _arange(numbers: range) -> str:
    """A range's numbers as an array.

    >>> _arange(range(0, 3)), _arange(range(-1, 5, 2)), _arange(range(2, -1, -1))
    ('np.arange(3)', 'np.arange(-1, 5, 2)', 'np.arange(2, -1, -1)')
    """
    if numbers.step != 1:
        return f"np.arange({numbers.start}, {numbers.stop}, {numbers.step})"
    return f"np.arange({numbers.start}, {numbers.stop})".replace("(0, ", "(")
