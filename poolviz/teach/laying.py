"""Lays the windows of an attempt over an input."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from poolviz.core.axes import Sliding
from poolviz.core.geometry import Geometry, settle
from poolviz.core.matrix import Floats
from poolviz.teach.attempt import Attempt


class Laid(NamedTuple):
    """An input and the windows over it.

    `margins`: the rows before and after the asked input, and the columns, that belong to this one.
    """

    x: Floats
    geometry: Geometry
    margins: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))

    @property
    def top(self) -> int:
        """The row at which the asked input begins."""
        return self.margins[0][0]

    @property
    def left(self) -> int:
        """The column at which the asked input begins."""
        return self.margins[1][0]

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others of the same problem."""
        return self.geometry.rows, self.geometry.columns, self.margins


def lay(x: Floats, attempt: Attempt) -> Laid:
    """The windows of an attempt over an input.

    Raises ValueError where there is no such problem.
    """
    height, width = x.shape
    geometry = settle((height, width), attempt.placement)
    rows, columns = geometry.rows, geometry.columns
    if not (attempt.zero_padded and any(geometry.padding or ())):
        return Laid(x, geometry)
    assert isinstance(rows, Sliding)  # noqa: S101 adaptive pooling has no padding
    assert isinstance(columns, Sliding)  # noqa: S101
    margins = (rows.before, rows.after), (columns.before, columns.after)
    geometry = geometry._replace(rows=_swallowed(rows), columns=_swallowed(columns))
    return Laid(np.pad(x, margins), geometry, margins)


def _swallowed(axis: Sliding) -> Sliding:
    """The same windows where the padding belongs to the input.

    What ceil mode adds beyond the padding stays outside: it is padding now.
    """
    size = axis.before + axis.size + axis.after
    return axis._replace(size=size, before=0, after=axis.overhang, ceil_mode=False)
