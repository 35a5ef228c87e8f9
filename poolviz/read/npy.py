"""NumPy's files: the header is checked before a byte of the numbers is believed."""

from __future__ import annotations

import io
import math
import os
import warnings
from collections.abc import Callable
from typing import IO, Any, TypeVar

import numpy as np

from poolviz.core.matrix import KINDS, Floats, NDArray, matrix
from poolviz.read.channels import Stack
from poolviz.read.numerals import Fault
from poolviz.words import counted, listed, shown, size

T = TypeVar("T")
MAGIC = b"\x93NUMPY"
ZIP = b"PK\x03\x04"
HINT = "save a two-dimensional array of numbers with np.save"
MOST_BYTES = 2**30
"""No matrix is larger than a gigabyte."""


def stack_npy(data: bytes) -> Stack:
    """The matrices in the bytes of an `.npy` file."""
    return _stack(load_npy(data))


def open_npy(file: IO[bytes]) -> Stack:
    """The matrices in an open `.npy` file, of which only what is picked is read."""
    shape, dtype, fortran, start = _described(file)
    _check_whole(shape, dtype, os.fstat(file.fileno()).st_size - start)
    order: Any = "F" if fortran else "C"
    return _stack(np.memmap(file, dtype, "r", start, shape, order))


def load_npy(data: bytes) -> NDArray[Any]:
    """The array of real numbers in the bytes of an `.npy` file, whatever its dimensions."""
    stream = io.BytesIO(data)
    shape, dtype, _, start = _described(stream)
    _check_whole(shape, dtype, len(data) - start)
    stream.seek(0)
    array: NDArray[Any] = _by_numpy(np.lib.format.read_array, stream)
    return array


def _stack(array: NDArray[Any]) -> Stack:
    height, width = array.shape[-2:]
    leading = array.shape[:-2]

    def pick(turn: int) -> Floats:
        part = array[np.unravel_index(turn, leading)]
        if part.nbytes > MOST_BYTES:
            raise Fault("more than a gigabyte", hint="give a smaller matrix")
        try:
            return matrix(np.asarray(part), "array")
        except ValueError as error:
            raise Fault(str(error)) from None

    return Stack(leading, lambda: (height, width), pick)


def _check_whole(shape: tuple[int, ...], dtype: np.dtype[Any], held: int) -> None:
    """Refuse what holds no matrix, and files that end too early."""
    if len(shape) < 2:
        text = f"the .npy array has {counted(len(shape), 'dimension')} ({size(shape)}), not 2"
        raise Fault(text, hint="reshape it to (1, n) or (n, 1)")
    if min(shape) < 1:
        raise Fault(f"the .npy array is empty ({size(shape[:6])})", hint=HINT)
    wanted = math.prod(shape) * dtype.itemsize
    if held < wanted:
        text = f"the .npy file is cut off: it holds {held} of {wanted} bytes for {size(shape[:6])}"
        raise Fault(text, hint="save or copy it again")


def _described(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any], bool, int]:
    """Shape, type, whether in Fortran's order, and where the numbers begin; if they are real."""
    shape, dtype, fortran = _by_numpy(_header, stream)
    if dtype.kind not in ("i", "u", "f"):
        found = KINDS.get(dtype.kind, str(dtype)) if not dtype.names else "records"
        raise Fault(f"the .npy array holds {found}, not real numbers", hint=HINT)
    return shape, dtype, fortran, stream.tell()


def _by_numpy(read: Callable[[IO[bytes]], T], stream: IO[bytes]) -> T:
    """What a reader of NumPy's makes of the bytes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of headers that Python 2 wrote
            return read(stream)
    except Exception:  # noqa: BLE001 these raise whatever their parsers raise
        raise Fault("the .npy header is damaged", hint=HINT) from None


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any], bool]:
    """Shape, type and order."""
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_2_0
    if version == (1, 0):
        read = np.lib.format.read_array_header_1_0
    shape, fortran, dtype = read(stream)
    if not all(0 <= side < 2**63 for side in shape):
        raise ValueError(shape)
    return shape, dtype, fortran


# --- archives of them -----------------------------------------------------------------------


def open_npz(file: IO[bytes], name: str | None) -> Stack:
    """The matrices of an array in an `.npz` file: the one of some name, or the only one."""
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            member = _member(archive.namelist(), name)
            _check_size(member, archive.getinfo(member).file_size)
            data = archive.read(member)
    except Fault:
        raise
    except Exception:  # noqa: BLE001 of a damaged archive it raises whatever its parts raise
        raise Fault("the .npz archive is damaged", hint="save or copy it again") from None
    if not data.startswith(MAGIC):
        raise Fault(f"{shown(member)} in the archive is no array", hint=HINT)
    return stack_npy(data)


def _check_size(member: str, unpacked: int) -> None:
    if unpacked > MOST_BYTES:
        what = f"the array {shown(member.removesuffix('.npy'))} has more than a gigabyte"
        raise Fault(what, hint="save it with np.save: of such a file one channel is read")


def _member(files: list[str], name: str | None) -> str:
    arrays = [file for file in files if file.endswith(".npy")]
    names = [file.removesuffix(".npy") for file in arrays]
    if not arrays:
        hint = "give it as text, CSV, JSON, .npy or .npz"
        raise Fault("this is a zip archive without arrays, not a matrix", hint=hint)
    match arrays:
        case [only] if name is None:
            return only
    there = listed([shown(one) for one in names[:20]], "and")
    if name is None:
        hint = f"name one: file.npz:{names[0] if names[0].isidentifier() else 'name'}"
        raise Fault(f"the archive has {len(arrays)} arrays: {there}", hint=hint)
    if name not in names:
        import difflib

        near = difflib.get_close_matches(name, names)
        hint = f"did you mean {shown(near[0])}?" if near else f"it has {there}"
        raise Fault(f"no array in the archive is called {shown(name)}", hint=hint)
    return arrays[names.index(name)]
