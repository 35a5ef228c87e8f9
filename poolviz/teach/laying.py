"""Lays the windows of an attempt over an input."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from poolviz.core.axes import Sliding
from poolviz.core.geometry import Geometry, settle
from poolviz.core.matrix import Floats
from poolviz.teach.attempt import Attempt


class Laid(NamedTuple):
    """An input and the windows over it; `top`, `left`: where the asked input begins in it."""

    x: Floats
    geometry: Geometry
    top: int = 0
    left: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others of the same problem."""
        return self.geometry.rows, self.geometry.columns, self.top, self.left


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
    padded = np.pad(x, ((rows.before, rows.after), (columns.before, columns.after)))
    geometry = geometry._replace(rows=_swallowed(rows), columns=_swallowed(columns))
    return Laid(padded, geometry, rows.before, columns.before)


def _swallowed(axis: Sliding) -> Sliding:
    """The same windows where the padding belongs to the input.

    What ceil mode adds beyond the padding stays outside: it is padding now.
    """
    size = axis.before + axis.size + axis.after
    return axis._replace(size=size, before=0, after=axis.overhang, ceil_mode=False)
