"""Headers of `.npy` files that are old, strange or wrong."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from faults import fault

from poolviz.read.reader import read
from poolviz.read.source import SourceError, load


def npy(shape: str, numbers: tuple[float, ...] = (1.0, 2.0)) -> bytes:
    """An `.npy` file whose header gives a shape."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    head = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    return head + np.array(numbers, dtype="<f8").tobytes()


def test_an_npy_file_that_python_2_wrote_is_read_without_a_warning() -> None:
    """Its long integers end in L."""
    assert read(npy("(1L, 2L)")).tolist() == [[1, 2]]


def test_a_header_that_numpy_refuses_is_damaged() -> None:
    """A line break within it, which only files of an older version may have."""
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }\r\n  "
    data = b"\x93NUMPY\x03\x00" + len(header).to_bytes(4, "little") + header + bytes(8)
    said = "the .npy header is damaged\nhint: save a two-dimensional array of numbers with np.save"
    assert fault(data) == said


def test_an_npy_line_of_numbers_has_its_cure() -> None:
    """It has to be told whether it is a row or a column."""
    said = "the .npy array has 1 dimension (2), not 2\nhint: reshape it to (1, n) or (n, 1)"
    assert fault(npy("(2,)")) == said


def test_of_many_npy_dimensions_six_are_shown() -> None:
    """The message stays short."""
    said = (
        "the array is 2×1×1×1×1×1×…: a batch of channels has at most four dimensions"
        "\nhint: take a part of it that has: x[0]"
    )
    assert fault(npy("(2, 1, 1, 1, 1, 1, 1)")) == said


def test_six_npy_dimensions_are_all_there_are() -> None:
    """Nothing is left out then."""
    assert fault(npy("(2, 1, 1, 1, 1, 1)")).startswith("the array is 2×1×1×1×1×1: a batch")


@pytest.mark.parametrize("side", [-1, 2**63])
def test_a_side_that_no_array_has_is_a_damaged_npy_header(side: int) -> None:
    """It is neither an empty array nor one that is cut off."""
    assert fault(npy(f"({side}, 1)")).startswith("the .npy header is damaged")


def test_the_longest_side_an_array_may_have_is_merely_cut_off() -> None:
    """Its header is believed, its numbers are missing."""
    said = fault(npy(f"({2**63 - 1}, 1)"))
    assert said.startswith(f"the .npy file is cut off: it holds 16 of {8 * (2**63 - 1)} bytes")


def test_of_many_dimensions_that_hold_nothing_six_are_shown() -> None:
    assert fault(npy("(2, 1, 1, 1, 1, 0, 3)")) == (
        "the .npy array is empty (2×1×1×1×1×0)\nhint: save a two-dimensional array of numbers "
        "with np.save"
    )
    assert fault(npy("(2, 1, 1, 1, 1, 1, 3)")) == (
        "the .npy file is cut off: it holds 16 of 48 bytes for 2×1×1×1×1×1"
        "\nhint: save or copy it again"
    )


def test_a_file_that_lacks_one_byte_is_cut_off(tmp_path: Path) -> None:
    """Its header does not count."""
    path = tmp_path / "x.npy"
    path.write_bytes(npy("(1, 2)")[:-1])
    with pytest.raises(SourceError) as caught:
        load(str(path), "MATRIX")
    assert str(caught.value) == (
        f"{path}: the .npy file is cut off: it holds 15 of 16 bytes for 1×2"
    )
    assert (caught.value.hint, caught.value.status) == ("save or copy it again", 1)


def test_a_matrix_of_more_than_a_gigabyte_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of exactly so many bytes is taken."""
    monkeypatch.setattr("poolviz.read.npy.MOST_BYTES", 16)
    assert read(npy("(1, 2)")).tolist() == [[1, 2]]
    assert fault(npy("(1, 3)", (1, 2, 3))) == ("more than a gigabyte\nhint: give a smaller matrix")


def test_of_many_arrays_twenty_are_listed() -> None:
    stream = io.BytesIO()
    np.savez(stream, **{f"a{turn:02}": np.ones((1, 1)) for turn in range(22)})
    names = [f"'a{turn:02}'" for turn in range(20)]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    assert fault(stream.getvalue()) == (
        f"the archive has 22 arrays: {listed}\nhint: name one: file.npz:a00"
    )


def test_a_truth_is_no_side_of_an_array() -> None:
    """Though Python counts it as 1."""
    assert fault(npy("(True, 2)")).startswith("the .npy header is damaged\n")


def archive(**arrays: object) -> bytes:
    """The bytes of an `.npz` file."""
    stream = io.BytesIO()
    np.savez(stream, **{name: np.ones((1, 1)) for name in arrays})
    return stream.getvalue()


def test_an_array_of_an_archive_by_its_name(tmp_path: Path) -> None:
    """The only one needs none; but a wrong name is wrong of it, too."""
    path = tmp_path / "x.npz"
    path.write_bytes(archive(a=0))
    assert load(str(path), "MATRIX").matrix.tolist() == [[1]]
    for names, hint in (("a", "it has 'a'"), ("wrong1 wrong23", "did you mean 'wrong1'?")):
        path.write_bytes(archive(**dict.fromkeys(names.split())))
        with pytest.raises(SourceError) as caught:
            load(f"{path}:wrong", "MATRIX")
        assert str(caught.value) == f"{path}:wrong: no array in the archive is called 'wrong'"
        assert (caught.value.hint, caught.value.status) == (hint, 1)


def test_an_array_of_an_archive_has_a_gigabyte_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are counted before they are unpacked."""
    data = archive(a=0)
    monkeypatch.setattr("poolviz.read.npy.MOST_BYTES", 136)  # with its header
    assert read(data).tolist() == [[1]]
    monkeypatch.setattr("poolviz.read.npy.MOST_BYTES", 135)
    assert fault(data) == (
        "the array 'a' has more than a gigabyte"
        "\nhint: save it with np.save: of such a file one channel is read"
    )
