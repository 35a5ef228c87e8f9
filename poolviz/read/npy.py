"""NumPy's `.npy` files: the header is checked before a byte of the numbers is believed."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from poolviz.core.matrix import KINDS, Floats, matrix
from poolviz.read.numerals import Fault
from poolviz.words import counted, size

T = TypeVar("T")
MAGIC = b"\x93NUMPY"
HINT = "save a two-dimensional array of numbers with np.save"


def read_npy(data: bytes) -> Floats:
    """The matrix in the bytes of an `.npy` file. Raises Fault if there is none."""
    shape, _ = _described(io.BytesIO(data))
    if len(shape) != 2:
        cure = "reshape it to (1, n) or (n, 1)" if len(shape) < 2 else "save one matrix of it"
        text = f"the .npy array has {counted(len(shape), 'dimension')} ({size(shape[:6])}), not 2"
        raise Fault(text, hint=cure)
    try:
        return matrix(load_npy(data), "array")
    except ValueError as error:
        raise error if isinstance(error, Fault) else Fault(str(error)) from None


def load_npy(data: bytes) -> NDArray[Any]:
    """The array of real numbers in the bytes of an `.npy` file, whatever its dimensions."""
    stream = io.BytesIO(data)
    shape, dtype = _described(stream)
    if min(shape, default=1) < 1:
        raise Fault(f"the .npy array is empty ({size(shape)})", hint=HINT)
    held, wanted = len(data) - stream.tell(), math.prod(shape) * dtype.itemsize
    if held < wanted:
        text = f"the .npy file is cut off: it holds {held} of {wanted} bytes for {size(shape)}"
        raise Fault(text, hint="save or copy it again")
    stream.seek(0)
    array: NDArray[Any] = _by_numpy(np.lib.format.read_array, stream)
    return array


def _described(stream: io.BytesIO) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type, if it is one of real numbers."""
    shape, dtype = _by_numpy(_header, stream)
    if dtype.kind not in "iuf":
        found = KINDS.get(dtype.kind, str(dtype)) if not dtype.names else "records"
        raise Fault(f"the .npy array holds {found}, not real numbers", hint=HINT)
    return shape, dtype


def _by_numpy(read: Callable[[io.BytesIO], T], stream: io.BytesIO) -> T:
    """What a reader of NumPy's makes of the bytes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of headers that Python 2 wrote
            return read(stream)
    except Exception:  # noqa: BLE001 these raise whatever their parsers raise
        raise Fault("the .npy header is damaged", hint=HINT) from None


def _header(stream: io.BytesIO) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type."""
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_2_0
    if version == (1, 0):
        read = np.lib.format.read_array_header_1_0
    shape, _, dtype = read(stream)
    if not all(type(side) is int and 0 <= side < 2**63 for side in shape):
        raise ValueError(shape)
    return shape, dtype
