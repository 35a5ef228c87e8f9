"""Where a matrix comes from: standard input in every state, files, paths and what is none."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from npy import saved

from poolviz.read import npy, source
from poolviz.read.source import SourceError, load, load_answer, load_each, load_layer

EXAMPLE = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]


class Input:
    """Standard input that holds some bytes, at a terminal or not."""

    def __init__(self, buffer: Any, terminal: bool = False) -> None:
        self.buffer, self.terminal = buffer, terminal

    def isatty(self) -> bool:
        """Whether somebody types."""
        return self.terminal


def holds(data: bytes) -> Input:
    """Standard input as a program of one's own may have it: no file, and no number."""
    return Input(io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]


def fault(argument: str | None, **more: Any) -> tuple[str, str | None, int]:
    """What is said, what would be right, and the exit status."""
    with pytest.raises(SourceError) as caught:
        load(argument, "MATRIX", **more)
    return str(caught.value), caught.value.hint, caught.value.status


@pytest.mark.parametrize("stdin", [None, Input(None, terminal=True), holds(b"")])
def test_without_anything_it_is_the_example(stdin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard input is closed, typed, or holds nothing."""
    monkeypatch.setattr("sys.stdin", stdin)
    loaded = load(None, "MATRIX")
    assert (loaded.matrix.tolist(), loaded.example) == (EXAMPLE, True)


def test_what_standard_input_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a dash, nothing is nothing, and what is closed is a fault."""
    for argument in (None, "-"):
        monkeypatch.setattr("sys.stdin", holds(b"1 2"))
        loaded = load(argument, "MATRIX")
        assert (loaded.matrix.tolist(), loaded.example) == ([[1, 2]], False)
        monkeypatch.setattr("sys.stdin", holds(saved(np.array([[[1.0]], [[2.0]]]))))
        assert load(argument, "MATRIX", channel=(1,)).matrix.tolist() == [[2]]
        monkeypatch.setattr("sys.stdin", holds(b"1 2\n3 x"))
        assert fault(argument)[0] == "standard input, line 2, column 3: 'x' is not a number"
    monkeypatch.setattr("sys.stdin", holds(b""))
    nothing = ("standard input: there is no number", "a matrix looks like '1 3; 5 2'", 1)
    assert fault("-") == nothing
    monkeypatch.setattr("sys.stdin", None)
    closed = ("standard input is closed", "pipe a matrix into it, or name a file", 1)
    assert fault("-") == closed


def test_a_file_as_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its beginning an array in it is left there; from its middle it is bytes like others."""
    path = tmp_path / "x"
    array = saved(np.array([[[1.0, 2.0]], [[3.0, 4.0]]]))
    for before in (b"", b"#"):
        path.write_bytes(before + array)
        with path.open("rb") as file:
            file.read(len(before))
            monkeypatch.setattr("sys.stdin", Input(file))
            assert load("-", "MATRIX", channel=(1,)).matrix.tolist() == [[3, 4]]


class Broken(io.RawIOBase):
    """A stream that cannot be read, and does not say why."""

    def readable(self) -> bool:
        """It says that it can."""
        return True

    def readinto(self, _: Any) -> int:
        """It fails."""
        raise OSError


def test_a_stream_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Input(io.BufferedReader(Broken())))
    cannot = ("standard input: it cannot be read", "give a file that can be read", 1)
    assert fault("-") == cannot


def test_more_than_a_gigabyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many bytes are read, and not one more."""
    path = tmp_path / "x.txt"
    path.write_bytes(b"1 2")
    monkeypatch.setattr(source, "MOST_BYTES", 3)
    assert load(str(path), "MATRIX").matrix.tolist() == [[1, 2]]
    path.write_bytes(b"1 23")
    assert fault(str(path)) == (f"{path}: more than a gigabyte", "give a smaller matrix", 1)


def test_an_array_in_a_file_is_left_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So of a larger one, too, a channel can be read; from a pipe it cannot."""
    path = tmp_path / "x.npy"
    data = saved(np.array([[[1.0, 2.0]], [[3.0, 4.0]]]))
    path.write_bytes(data)
    assert source.MOST_BYTES == npy.MOST_BYTES == 1024 * 1024 * 1024
    monkeypatch.setattr(source, "MOST_BYTES", len(data) - 1)
    with path.open("rb") as file:
        monkeypatch.setattr("sys.stdin", Input(file))
        for argument in (str(path), "-"):
            assert load(argument, "MATRIX", channel=(1,)).matrix.tolist() == [[3, 4]]
    read_end, write_end = os.pipe()
    os.write(write_end, data)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        monkeypatch.setattr("sys.stdin", Input(pipe))
        assert fault("-", channel=(1,))[0] == "standard input: more than a gigabyte"


def test_paths_with_colons(tmp_path: Path) -> None:
    """The last one parts a file from the name of an array in it; a NUL is in no path."""
    path = tmp_path / "a:b.npz"
    np.savez(path, one=np.ones((1, 2)), two=np.zeros((1, 2)))
    assert load(f"{path}:two", "MATRIX").matrix.tolist() == [[0, 0]]
    assert fault("x\0y")[0] == "'x\\x00y': there is no such file"
    message, hint, status = fault(str(tmp_path))
    assert (message, status) == (f"{tmp_path}: is a directory", 1)
    assert hint == "give a file that can be read"


def test_what_is_typed_is_the_arguments_own_fault() -> None:
    """Its status is 2, and it is called as the command calls it."""
    assert fault("1 x") == (
        *("MATRIX, line 1, column 3: 'x' is not a number",),
        "if this is a header or a label, remove it or start its line with #",
        2,
    )
    with pytest.raises(SourceError) as caught:
        load_answer("1 x", "hits")
    assert (str(caught.value)[:7], caught.value.status) == ("--check", 2)
    with pytest.raises(SourceError) as caught:
        load_answer("a/b 3", "hits")
    assert str(caught.value) == "--check, line 1, column 1: 'a/b' is not a number"
    with pytest.raises(SourceError) as caught:
        load_answer("no/file.txt", "hits")
    assert (str(caught.value), caught.value.hint, caught.value.status) == (
        "'no/file.txt': there is no such file",
        "give the path of a file, or what would stand in it",
        1,
    )


def test_what_an_answer_from_standard_input_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", holds(b"1 x"))
    with pytest.raises(SourceError) as caught:
        load_answer("-", "hits")
    assert str(caught.value) == "standard input, line 1, column 3: 'x' is not a number"
    assert caught.value.status == 1


def test_a_fault_of_another_kind_has_its_source_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is known; it would be a traceback."""

    def fails(*_: Any) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("poolviz.read.channels.chosen", fails)
    assert fault("1 2") == ("MATRIX: odd", None, 2)


def test_all_channels_of_a_document_are_those_of_its_output() -> None:
    text = '{"poolviz": 1, "input": [[[9]], [[9]]], "output": [[[1]], [[2]]]}'
    found = [(loaded.matrix.tolist(), loaded.channel) for loaded in load_each(text, "MATRIX")]
    assert found == [([[1]], (0,)), ([[2]], (1,))]


def test_a_file_that_holds_no_layer_is_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    """What stands in it is at fault with status 2; what is no text with 1."""
    path = tmp_path / "layer.txt"
    for data, message, status in (
        (b"x = 1", "there is no pooling layer in this text", 2),
        (b"\x89PNG", "this is a PNG picture, not a matrix", 1),
    ):
        path.write_bytes(data)
        with pytest.raises(SourceError) as caught:
            load_layer(str(path), "LAYER")
        assert (str(caught.value), caught.value.status) == (f"{path}: {message}", status)
