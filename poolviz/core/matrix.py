"""What a matrix is here: two-dimensional, not empty, finite, and exact in float64."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial, wraps
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.geometry import size

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]
Places = NDArray[np.int32]
"""Cells by their number, row * width + column."""

WHOLE = 2.0**53
"""Up to here float64 holds every whole number."""

A = TypeVar("A", bound=NDArray[Any])
S = TypeVar("S")
R = TypeVar("R")

KINDS = {"b": "booleans", "c": "complex numbers", "O": "Python objects", "S": "bytes", "U": "text"}
"""What NumPy's kinds of array hold, where they are not real numbers."""


def fixed(array: A) -> A:
    """A view of the array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


def in_range(compute: Callable[[], R], name: str) -> R:
    """What is computed, or ValueError where a number of it leaves float64's range."""
    with np.errstate(all="ignore"):
        try:
            return compute()
        except OverflowError:
            raise ValueError(f"{name} is beyond float64's range (about 1.8e308)") from None


def kept(compute: Callable[[S], A]) -> cached_property[A]:
    """A matrix that is computed when first asked for, and cannot be written to."""

    @wraps(compute)
    def computed(self: S) -> A:
        return fixed(in_range(partial(compute, self), f"the {compute.__name__}"))

    return cached_property(computed)


def matrix(values: Any, name: str = "input") -> Floats:
    """The values as a float64 matrix.

    Raises ValueError, naming the matrix and the cell, where a value would have to change.

    >>> matrix([[1, 3], [5, 2]])
    array([[1., 3.],
           [5., 2.]])
    """
    array = values if isinstance(values, np.ndarray) else _from_sequence(values, name)
    if np.any(getattr(array, "mask", False)):  # asking numpy.ma would load it
        raise ValueError(f"the {name} has masked cells; fill them with numbers first")
    if not array.size:
        raise ValueError(f"the {name} is empty ({size(array.shape)}); give it at least one cell")
    if array.dtype.kind not in "iuf":
        found = KINDS.get(array.dtype.kind, str(array.dtype))
        raise ValueError(f"the {name} must hold real numbers, not {found}")
    if array.ndim != 2:
        raise ValueError(f"the {name} must have two dimensions, not {array.ndim}{_cure(array)}")
    return _exact(array, name)


def _from_sequence(values: Any, name: str) -> NDArray[Any]:
    """What NumPy makes of lists and the like, before it could change a number in them."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"the {name}'s rows must have the same length") from None
    if array.ndim != 2 or hasattr(values, "__array__"):
        return array
    # Beside a float NumPy rounds large integers, and beside a large integer it takes booleans.
    cells = np.empty(array.shape, dtype=object)
    cells[...] = values
    for (row, column), value in np.ndenumerate(cells):
        if isinstance(value, (bool, np.bool_)):
            return np.array([[value]])
        if isinstance(value, (int, np.integer)):
            check_exact(int(value), f"the {name}'s cell ({row}, {column})")
        elif not isinstance(value, (float, np.floating)):
            return array
    return cells.astype(np.float64)


def _cure(array: NDArray[Any]) -> str:
    if not array.ndim:
        return ""
    if array.ndim == 1:
        return "; for one row, reshape it to (1, n), for one column to (n, 1)"
    return f" ({size(array.shape)}); take one matrix of it, such as x{'[0]' * (array.ndim - 2)}"


def check_exact(value: int, place: str) -> None:
    """Refuse a whole number that float64 would change."""
    try:
        if int(float(value)) == value:
            return
        near = f"the nearest is {int(float(value))}"
    except OverflowError:
        near = "it is beyond float64's range"
    raise ValueError(f"{place}: {_written(value)} is no exact float64 number; {near}")


def _written(value: int) -> str:
    """A whole number, cut if it is long."""
    if value.bit_length() > 4096:  # Python writes no integer of many more bits
        return f"an integer of {value.bit_length()} bits"
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _exact(array: NDArray[Any], name: str) -> Floats:
    with np.errstate(over="ignore", invalid="ignore"):
        floats = np.array(array, dtype=np.float64, order="C")
    if array.dtype.kind in "iu":
        for row, column in np.argwhere(np.abs(floats) >= WHOLE):
            check_exact(int(array[row, column]), f"the {name}'s cell ({row}, {column})")
    checks = [(np.isfinite(floats), "poolviz takes finite float64 numbers only")]
    if array.dtype.itemsize > 8:
        checks.append((floats == array, "float64 cannot hold it"))
    for good, why in checks:
        if not good.all():
            row, column = np.argwhere(~good)[0]
            cell = f"the {name}'s cell ({row}, {column}) is {array[row, column]!s}"
            raise ValueError(f"{cell}; {why}")
    return floats
