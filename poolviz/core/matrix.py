"""What a matrix is here: two-dimensional, not empty, finite, and exact in float64."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property, partial, wraps
from typing import Any, TypeVar

import numpy as np

from poolviz.core.geometry import size

Scalar = TypeVar("Scalar", bound=np.generic)
NDArray = np.ndarray[Any, np.dtype[Scalar]]
"""The one of numpy.typing, which takes longer to load."""

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]
Places = NDArray[np.int32]
"""Cells by their number, row * width + column."""

WHOLE = 2.0**53
"""Up to here float64 holds every whole number."""

PIECE = 2**17
"""Numbers worked on at a time where no windows are walked: a megabyte, which stays in a processor's
cache, and which is copied to memory past it: half as much is not, and takes half as long again."""

A = TypeVar("A", bound=NDArray[Any])
S = TypeVar("S")
R = TypeVar("R")

HOLDS_NAN = (
    "in PyTorch, JAX and NumPy a window that holds NaN has the output NaN (poolviz learn nan)"
)
"""What is said where NaN is refused."""

KINDS = {"b": "booleans", "c": "complex numbers", "O": "Python objects", "S": "bytes", "U": "text"}
"""What NumPy's kinds of array hold, where they are not real numbers."""


def fixed(array: A) -> A:
    """A view of the array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


def pieces(shape: tuple[int, ...]) -> Iterator[slice]:
    """A matrix's rows, as many at a time as a piece has room for, but at least one.

    >>> list(pieces((5, PIECE // 2)))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    rows, *row = shape
    step = max(1, PIECE // math.prod(row))
    return (slice(top, top + step) for top in range(0, rows, step))


def finite(values: NDArray[Any]) -> bool:
    """Whether neither NaN nor an infinity is among the values.

    Either would make their sum one. So it is one pass, unless the sum itself leaves the range.
    """
    return bool(np.isfinite(values.sum()) or np.isfinite(values).all())


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
    """The values as a float64 matrix; leading axes of size 1 are dropped.

    Takes whatever NumPy makes an array of, and PyTorch's tensors. Raises ValueError, naming the
    matrix and the cell, where a value would have to change.

    >>> matrix([[1, 3], [5, 2]])
    array([[1., 3.],
           [5., 2.]])
    """
    array = values if isinstance(values, np.ndarray) else _from_others(values, name)
    if np.any(getattr(array, "mask", False)):  # asking numpy.ma would load it
        raise _masked(name)
    if not array.size:
        raise ValueError(f"the {name} is empty ({size(array.shape)}); give it at least one cell")
    if array.dtype.kind not in {"i", "u", "f"}:
        found = KINDS.get(array.dtype.kind, str(array.dtype))
        raise ValueError(f"the {name} must hold real numbers, not {found}")
    leading = array.shape[:-2]
    if array.ndim < 2 or any(cells > 1 for cells in leading):
        raise ValueError(_cure(array.shape, name))
    return _exact(array.reshape(array.shape[len(leading) :]), name)


def _masked(name: str) -> ValueError:
    return ValueError(f"the {name} has masked cells; fill them with numbers first")


def _from_others(values: Any, name: str) -> NDArray[Any]:
    """What NumPy makes of lists, tensors and the like, before it could change a number in them."""
    if isinstance(values, (list, tuple)):
        if any(np.any(getattr(row, "mask", False)) for row in values):
            raise _masked(name)
        values = [_detached(row, name) for row in values]
    else:
        values = _detached(values, name)
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"the {name}'s rows must have the same length") from None
    except (TypeError, RuntimeError) as error:  # what an array of another library may answer
        raise _no_numbers(values, name) from error
    if array.ndim != 2 or hasattr(values, "__array__") or array.dtype.itemsize > 8:
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


def _detached(values: Any, name: str) -> Any:
    """A PyTorch tensor as an array, whatever its type and place; other values as they are."""
    if not hasattr(values, "detach"):
        return values
    try:
        plain = values.detach().cpu()
        return (plain.double() if plain.is_floating_point() else plain).numpy()
    except (AttributeError, TypeError, RuntimeError) as error:  # NotImplementedError is the last
        raise _no_numbers(values, name) from error


def _no_numbers(values: Any, name: str) -> ValueError:
    kind = f"{type(values).__module__.partition('.')[0]}.{type(values).__name__}"
    what = f"the {name} is a {kind} that holds no numbers in a grid"
    return ValueError(f"{what}; give a list of rows or a NumPy array")


def _cure(shape: tuple[int, ...], name: str) -> str:
    """What is wrong with a shape, and what would be right."""
    if len(shape) < 2:
        what = f"the {name} must have two dimensions, not {len(shape)}"
        rows = "; for one row, reshape it to (1, n), for one column to (n, 1)"
        return what + rows * len(shape)
    axes = {3: " (channels, rows, columns)", 4: " (images, channels, rows, columns)"}
    one = f"take one of them, such as x{'[0]' * (len(shape) - 2)}"
    one += {3: " or channel=0", 4: " or channel=(0, 0)"}.get(len(shape), "")
    what = f"the {name} is {size(shape)}{axes.get(len(shape), '')}"
    return f"{what}; each channel is pooled by itself: {one}"


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
    floats = np.empty(array.shape)
    good = True
    with np.errstate(all="ignore"):
        for piece in pieces(array.shape):
            good = good and finite(array[piece])
            floats[piece] = array[piece]
        if not (held := np.can_cast(array.dtype, np.float64)):
            good = finite(floats)
    if array.dtype.kind in {"i", "u"}:
        for row, column in np.argwhere(np.abs(floats) >= WHOLE):
            check_exact(int(array[row, column]), f"the {name}'s cell ({row}, {column})")
    if not good:
        bad = ~np.isfinite(floats)
        why = "poolviz takes finite float64 numbers only"
        why += f"; {HOLDS_NAN}" * bool(np.isnan(floats[bad][0]))
        raise _refused(array, bad, name, why)
    if not held and not (floats == array).all():
        raise _refused(array, floats != array, name, "float64 cannot hold it")
    return floats


def _refused(array: NDArray[Any], bad: NDArray[np.bool_], name: str, why: str) -> ValueError:
    """What is wrong with the first bad cell."""
    row, column = np.argwhere(bad)[0]
    cell = f"the {name}'s cell ({row}, {column}) is {array[row, column]!s}"
    return ValueError(f"{cell}; {why}")
