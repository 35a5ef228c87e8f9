"""What a matrix is here: two-dimensional, not empty, finite, and exact in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from poolviz.words import shown, size

Floats = NDArray[np.float64]

KINDS = {"b": "booleans", "c": "complex numbers", "O": "Python objects", "S": "bytes", "U": "text"}
"""What NumPy's kinds of array hold, where they are not real numbers."""


def matrix(values: Any, name: str = "input") -> Floats:
    """The values as a float64 matrix.

    Raises ValueError, naming the matrix and the cell, where a value would have to change.

    >>> matrix([[1, 3], [5, 2]])
    array([[1., 3.],
           [5., 2.]])
    """
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"the {name}'s rows must have the same length") from None
    if array.dtype.kind == "O" and array.ndim == 2:
        array = _whole_numbers(array, name)
    if array.dtype.kind not in "iuf":
        found = KINDS.get(array.dtype.kind, str(array.dtype))
        raise ValueError(f"the {name} must hold real numbers, not {found}")
    if array.ndim != 2:
        raise ValueError(f"the {name} must have two dimensions, not {array.ndim}{_cure(array)}")
    if not array.size:
        raise ValueError(f"the {name} is empty ({size(array.shape)}); give it at least one cell")
    return _exact(array, name)


def _cure(array: NDArray[Any]) -> str:
    if array.ndim == 1:
        return "; for one row, reshape it to (1, n), for one column to (n, 1)"
    if array.ndim > 2:
        return f" ({size(array.shape)}); take one matrix of it, such as x{'[0]' * (array.ndim - 2)}"
    return ""


def _whole_numbers(array: NDArray[Any], name: str) -> NDArray[Any]:
    """Python integers too large for NumPy's, if float64 holds them exactly."""
    for (row, column), value in np.ndenumerate(array):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return array
        check_exact(value, f"the {name}'s cell ({row}, {column})")
    return array.astype(np.float64)


def check_exact(value: float, place: str) -> None:
    """Refuse a whole number that float64 would change."""
    if isinstance(value, int):
        try:
            if int(float(value)) == value:
                return
            near = f"the nearest is {int(float(value))}"
        except OverflowError:
            near = "it is beyond float64's range"
        raise ValueError(f"{place}: {shown(value)} is no exact float64 number; {near}")


def _exact(array: NDArray[Any], name: str) -> Floats:
    with np.errstate(over="ignore"):
        floats = np.array(array, dtype=np.float64, order="C")
    if array.dtype.kind in "iu" and array.dtype.itemsize > 4:
        for row, column in np.argwhere(np.abs(floats) >= 2.0**53):
            check_exact(int(array[row, column]), f"the {name}'s cell ({row}, {column})")
    bad = ~np.isfinite(floats)
    if array.dtype.itemsize > 8:
        bad |= floats != array
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(
            f"the {name}'s cell ({row}, {column}) is {array[row, column]}; "
            "poolviz takes finite float64 numbers only"
        )
    return floats
