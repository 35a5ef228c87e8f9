"""What happens at the edges of an input: sizes, rows left over, gaps, windows that overhang."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poolviz.core.axes import Adaptive, Sliding
from poolviz.core.geometry import Axis
from poolviz.words import counted, listed

NOUNS = {"height": "row", "width": "column"}
"""What an axis counts."""


def sentence(axis: Axis, always: bool = False) -> str:
    """What is worth saying of one axis; `always` gives the size's formula in any case."""
    facts = _adaptive(axis) if isinstance(axis, Adaptive) else _sliding(axis)
    if not facts and not always:
        return ""
    return f"{axis.name}: " + ", ".join([formula(axis), *facts])


def _sliding(axis: Sliding) -> list[str]:
    """What the stride leaves out, what ceil mode adds or drops, what PyTorch would refuse."""
    noun, missed = NOUNS[axis.name], unseen(axis)
    between = [cell for cell in missed if cell < axis.end]
    over = [cell for cell in missed if cell >= axis.end]
    facts = []
    if between:
        facts.append(f"{_named(between, noun)} {'lies' if len(between) == 1 else 'lie'} between")
        facts[-1] += " the cells of windows" if axis.dilation > 1 else " windows"
    if over:
        facts.append(f"{_named(over, noun)} {'is' if len(over) == 1 else 'are'} left over")
    if axis.drops_last:
        start = axis.starts[-1] + axis.stride
        fact = f"window {axis.windows} would start at {noun} {start}, past the input"
        facts.append(f"{fact}: dropped, so {axis.windows}")
    if axis.overhang:
        facts.append(
            f"ceil mode adds window {axis.windows - 1}, which overhangs by {axis.overhang}"
        )
    return facts


def _adaptive(axis: Adaptive) -> list[str]:
    """How the popular rule for adaptive pooling differs, where it does."""
    stride = axis.size // axis.windows
    if not stride:
        return []
    kernel = axis.size - (axis.windows - 1) * stride
    popular = [range(i * stride, i * stride + kernel) for i in range(axis.windows)]
    if popular == [axis.cells(i) for i in range(axis.windows)]:
        return []
    rule = f"stride {axis.size} // {axis.windows} = {stride} with kernel {kernel}"
    return [f"where {rule} would give {_bounds(popular)} instead"]


def formula(axis: Axis) -> str:
    """The size's formula with this axis's numbers put in; the bounds, where they are adaptive.

    >>> formula(Sliding("height", 5, 2, 2, 1, 0, 0))
    'floor((5 + 0 + 0 - 2) / 2) + 1 = 2'
    >>> formula(Adaptive("height", 5, 3))
    'window i covers rows floor(i × 5 / 3) to ceil((i + 1) × 5 / 3) - 1: 0 to 1, 1 to 3, 3 to 4'
    """
    if isinstance(axis, Adaptive):
        name, of = f"{NOUNS[axis.name]}s", f"{axis.size} / {axis.windows}"
        bounds = _bounds([axis.cells(i) for i in _few(axis.windows)])
        return f"window i covers {name} floor(i × {of}) to ceil((i + 1) × {of}) - 1: {bounds}"
    name = "ceil" if axis.ceil_mode else "floor"
    inner = f"({axis.size} + {axis.before} + {axis.after} - {axis.extent}) / {axis.stride}"
    return f"{name}({inner}) + 1 = {axis.rounded}"


MOST_BOUNDS = 8
"""More windows of an adaptive axis are not listed."""


def _few(windows: int) -> range:
    return range(min(windows, MOST_BOUNDS))


def _bounds(windows: Sequence[range]) -> str:
    """The first and last cell of each window."""
    texts = [f"{cells[0]} to {cells[-1]}" for cells in windows[:MOST_BOUNDS]]
    return ", ".join(texts) + (", …" if len(windows) >= MOST_BOUNDS else "")


def unseen(axis: Axis) -> list[int]:
    """The cells of an axis that no window sees.

    >>> unseen(Sliding("width", 6, 2, 3, 1, 0, 0))
    [2, 5]
    """
    if isinstance(axis, Adaptive):
        return []
    seen = np.zeros(axis.size, dtype=bool)
    starts = axis.starts
    for tap in range(0, min(axis.extent, axis.size + axis.before), axis.dilation):
        cells = range(starts.start + tap, starts.stop + tap, axis.stride)
        first = max(0, -(cells.start // axis.stride))
        seen[cells[first:].start : max(cells.stop, 0) : axis.stride] = True
    found: list[int] = np.flatnonzero(~seen).tolist()
    return found


def _named(cells: Sequence[int], noun: str) -> str:
    if len(cells) == 1:
        return f"{noun} {cells[0]}"
    if len(cells) > 6:
        return f"{counted(len(cells), noun)}, {cells[0]} to {cells[-1]},"
    return f"{noun}s {listed([str(cell) for cell in cells], 'and')}"
