"""Arrays of three and four dimensions: which matrix a channel picks, in every form of the array."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from npy import saved

from poolviz.read import source
from poolviz.read.numerals import Fault
from poolviz.read.reader import read
from poolviz.read.source import SourceError, load, load_each


def tensor(array: Any) -> str:
    """As PyTorch prints it: blank lines between matrices, indented by depth."""
    text = np.array2string(array, separator=", ", threshold=10**9, prefix="tensor(")
    return f"tensor({text}, dtype=torch.float64)"


def written(array: Any, folder: Path) -> dict[str, str]:
    """The same array in every form: what is typed, or the path of a file."""
    forms = {
        "JSON": json.dumps(array.tolist()),
        "NumPy str": str(array),
        "NumPy repr": repr(array),
        "PyTorch": tensor(array),
    }
    for name, data in {
        "npy": saved(array),
        "Fortran": saved(np.asfortranarray(array)),
        "big-endian": saved(array.astype(">f8"), (2, 0)),
    }.items():
        path = folder / f"{name}.npy"
        path.write_bytes(data)
        forms[name] = str(path)
    np.savez(folder / "one.npz", maps=array)
    np.savez_compressed(folder / "two.npz", maps=array, other=np.ones((2, 2)))
    return forms | {"npz": str(folder / "one.npz"), "npz:name": f"{folder / 'two.npz'}:maps"}


CHOICES: list[
    tuple[tuple[int, ...], tuple[int, ...] | None, tuple[int, ...], tuple[int, ...] | None]
]
CHOICES = [
    # shape, channel, index, sizes
    ((3, 4, 5), (2,), (2,), (3,)),
    ((2, 3, 4, 5), (1, 2), (1, 2), (2, 3)),
    ((1, 3, 4, 4), (2,), (0, 2), (3,)),
    ((1, 3, 4, 4), (0, 2), (0, 2), (1, 3)),
    ((3, 1, 4, 4), (2, 0), (2, 0), (3, 1)),
    ((1, 1, 4, 4), (0,), (0, 0), (1,)),
    ((1, 1, 4, 4), (0, 0), (0, 0), (1, 1)),
    ((1, 4, 4), None, (0,), None),
    ((1, 1, 4, 4), None, (0, 0), None),
    ((1, 1, 1, 1, 2, 3), None, (0, 0, 0, 0), None),
    ((1, 2, 3, 4, 5), (1, 2), (0, 1, 2), (2, 3)),
    ((1, 2, 3, 4, 5), (0, 1, 2), (0, 1, 2), (1, 2, 3)),
]


@pytest.mark.parametrize(("shape", "channel", "index", "sizes"), CHOICES)
def test_the_channel_is_the_same_in_every_form(
    shape: tuple[int, ...], channel: Any, index: Any, sizes: Any, tmp_path: Path
) -> None:
    array = np.arange(float(np.prod(shape))).reshape(shape) / 8 - 1
    for form, argument in written(array, tmp_path).items():
        loaded = load(argument, "MATRIX", channel)
        assert (form, loaded.matrix.tolist()) == (form, array[index].tolist())
        assert (loaded.channel, loaded.sizes, loaded.example) == (channel, sizes, False)
        assert loaded.matrix.dtype == np.float64
        assert loaded.matrix.flags.c_contiguous


BATCH = "the array is 2×3×4×5 (images, channels, rows, columns)"
ONE = "; each channel is pooled by itself"
REFUSED: list[tuple[tuple[int, ...], tuple[int, ...] | None, str, str, int]] = [
    ((8, 4, 4), None, "the array is 8×4×4 (channels, rows, columns)" + ONE,
     "add --channel C, such as --channel 0 (poolviz learn channels)", 1),
    ((2, 3, 4, 5), None, "the array is 2×3×4×5 (images, channels, rows, columns)" + ONE,
     "add --channel N,C, such as --channel 0,0 (poolviz learn channels)", 1),
    ((1, 3, 4, 5), None, "the array is 1×3×4×5 (images, channels, rows, columns)" + ONE,
     "add --channel C, such as --channel 0 (poolviz learn channels)", 1),
    ((4, 4), (0,), "a matrix of 4×4 has no channels", "leave --channel out", 2),
    ((8, 4, 4), (8,), "there is no channel 8: the array is 8×4×4 (channels, rows, columns)",
     "they are numbered from 0 to 7", 2),
    ((2, 3, 4, 5), (2, 0), f"there is no image 2: {BATCH}",
     "they are numbered from 0 to 1", 2),
    ((1, 3, 4, 5), (1, 0), "there is no image 1: " + BATCH.replace("2×3", "1×3"),
     "there is only number 0", 2),
    ((8, 4, 4), (0, 0), "channel 0,0 names 2 axes: the array is 8×4×4 (channels, rows, columns)",
     "give --channel C, such as --channel 0", 2),
    ((2, 3, 4, 5), (1,), f"channel 1 names 1 axis: {BATCH}",
     "give --channel N,C, such as --channel 0,0", 2),
    ((2, 1, 1, 4, 5), (0, 0),
     "the array is 2×1×1×4×5: a batch of channels has at most four dimensions",
     "take a part of it that has: x[0]", 1),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "channel", "message", "hint", "status"), REFUSED)
def test_what_is_refused(
    shape: tuple[int, ...], channel: Any, message: str, hint: str, status: int, tmp_path: Path
) -> None:
    """With the shape, the axes and the option to add; what is typed is always a usage error."""
    array = np.zeros(shape)
    for argument in written(array, tmp_path).values():
        is_path = argument.startswith(str(tmp_path))
        with pytest.raises(SourceError) as caught:
            load(argument, "MATRIX", channel)
        label = argument if is_path else "MATRIX"
        assert str(caught.value) == f"{label}: {message}"
        assert (caught.value.hint, caught.value.status) == (hint, status if is_path else 2)


@pytest.mark.parametrize(
    ("shape", "channels", "sizes"),
    [
        ((3, 2, 2), [(0,), (1,), (2,)], (3,)),
        ((2, 2, 2, 2), [(0, 0), (0, 1), (1, 0), (1, 1)], (2, 2)),
        ((1, 2, 2, 2), [(0,), (1,)], (2,)),
        ((1, 1, 2, 2), [(0,)], (1,)),
    ],
)
def test_all_channels_in_turn(
    shape: tuple[int, ...], channels: Any, sizes: Any, tmp_path: Path
) -> None:
    array = np.arange(float(np.prod(shape))).reshape(shape)
    for argument in written(array, tmp_path).values():
        found = list(load_each(argument, "MATRIX"))
        assert [one.channel for one in found] == channels
        assert [one.matrix.tolist() for one in found] == array.reshape(-1, 2, 2).tolist()
        assert {one.sizes for one in found} == {sizes}


def test_what_stands_beside_a_channel_may_have_channels_too() -> None:
    """An upstream gradient of the whole feature map, or of the channel alone."""
    maps = "[[[1]], [[2]], [[3]]]"
    loaded = load("[[[4]], [[5]], [[6]]]", "MATRIX", (2,))
    for argument, expected in ((maps, 3), (f"[{maps}]", 3), ("7", 7), ("[[[7]]]", 7)):
        found = source.load_beside(argument, "--upstream", loaded, "gradient")
        assert found.tolist() == [[expected]]
    with pytest.raises(SourceError, match="--upstream: the array is 3×1×1"):
        source.load_beside(maps, "--upstream", load("4", "MATRIX"), "gradient")


def test_what_stands_beside_a_channel_has_no_other_channels() -> None:
    """Of more or fewer than the input has it would be a guess which belongs to which."""
    pair = load("[[[4]], [[5]]]", "MATRIX", (0,))
    with pytest.raises(SourceError) as caught:
        source.load_beside("[[[1]], [[2]], [[3]]]", "--upstream", pair, "gradient")
    assert str(caught.value) == (
        "--upstream: the array is 3×1×1 (channels, rows, columns), and the input has 2 channels"
    )
    assert caught.value.hint == "give an array with the same channels, or one matrix for all"
    batch = load("[[[[4]], [[5]]]]", "MATRIX", (0, 0))
    with pytest.raises(SourceError, match="and the input has 1×2 images and channels"):
        source.load_beside("[[[[1]], [[2]]], [[[1]], [[2]]]]", "--upstream", batch, "gradient")


def test_all_channels_of_a_matrix_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        next(load_each("1 2; 3 4", "MATRIX"))
    assert str(caught.value) == "MATRIX: a matrix of 2×2 has no channels"
    assert (caught.value.hint, caught.value.status) == ("leave --channel out", 2)


@given(st.data())
def test_an_array_in_brackets_is_the_array(data: st.DataObject) -> None:
    """Whatever its shape; NumPy's own indexing is the measure."""
    shape = tuple(data.draw(st.lists(st.integers(1, 3), min_size=3, max_size=4)))
    numbers = st.integers(-99, 99)
    count = int(np.prod(shape))
    values = data.draw(st.lists(numbers, min_size=count, max_size=count))
    array = np.array(values, dtype=float).reshape(shape)
    index = tuple(data.draw(st.integers(0, side - 1)) for side in shape[:-2])
    for text in (json.dumps(array.tolist()), str(array), repr(array), tensor(array)):
        assert load(text, "MATRIX", index).matrix.tolist() == array[index].tolist()


def test_only_the_picked_channel_is_judged(tmp_path: Path) -> None:
    """A NaN elsewhere is no reason to refuse this one."""
    array = np.ones((2, 1, 2))
    array[1, 0, 1] = np.nan
    path = tmp_path / "x.npy"
    path.write_bytes(saved(array))
    assert load(str(path), "MATRIX", (0,)).matrix.tolist() == [[1, 1]]
    with pytest.raises(SourceError, match=r"x\.npy: the array's cell \(0, 1\) is nan"):
        load(str(path), "MATRIX", (1,))
    with pytest.raises(SourceError, match="MATRIX, line 2, column 4: 'x' is not a number"):
        load("[[[1, 2]],\n [[x, 3]]]", "MATRIX", (1,))
    assert load("[[[1, 2]],\n [[x, 3]]]", "MATRIX", (0,)).matrix.tolist() == [[1, 2]]


SPARSE = (2048, 512, 512)


def test_one_channel_of_two_gigabytes_costs_one_channel(tmp_path: Path) -> None:
    """The file is sparse; what is read of it is counted."""
    path = tmp_path / "big.npy"
    header = saved(np.zeros((1, 1, 1), np.float32))[:-4].replace(b"(1, 1, 1)", b"(2048, 512, 512)")
    header = header.replace(b" " * 7 + b"\n", b"\n")
    channel = np.arange(512 * 512, dtype=np.float32).reshape(512, 512)
    with path.open("wb") as file:
        file.write(header)
        file.seek(len(header) + 1500 * channel.nbytes)
        file.write(channel.tobytes())
        file.truncate(len(header) + 2048 * channel.nbytes)
    assert path.stat().st_size > 2**31
    tracemalloc.start()
    loaded = load(str(path), "MATRIX", (1500,))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert loaded.matrix.tolist() == channel.tolist()
    assert peak < 8 * channel.nbytes
    with pytest.raises(SourceError, match="the array is 2048×512×512"):
        load(str(path), "MATRIX")


# --- archives -------------------------------------------------------------------------------


def archive(**files: bytes) -> bytes:
    """A zip archive of some files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


TWO = saved(np.array([[1.0, 2.0]]))
ARCHIVES: dict[str, tuple[bytes, str]] = {
    "several": (
        archive(**{"weights.npy": TWO, "x.npy": TWO}),
        "the archive has 2 arrays: 'weights' and 'x'\nhint: name one: file.npz:weights",
    ),
    "names that need care": (
        archive(**{"arr 0.npy": TWO, "x.npy": TWO}),
        "the archive has 2 arrays: 'arr 0' and 'x'\nhint: name one: file.npz:name",
    ),
    "none": (
        archive(**{"word/document.xml": b"<a/>"}),
        "this is a zip archive without arrays, not a matrix"
        "\nhint: give it as text, CSV, JSON, .npy or .npz",
    ),
    "no array within": (
        archive(**{"x.npy": b"1 2"}),
        "'x.npy' in the archive is no array"
        "\nhint: save a two-dimensional array of numbers with np.save",
    ),
    "damaged": (
        archive(**{"x.npy": TWO})[:-30],
        "the .npz archive is damaged\nhint: save or copy it again",
    ),
    "nothing but its beginning": (
        b"PK\x03\x04\0",
        "the .npz archive is damaged\nhint: save or copy it again",
    ),
}


@pytest.mark.parametrize(("data", "message"), ARCHIVES.values(), ids=ARCHIVES)
def test_archives_that_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(Fault) as caught:
        read(data)
    assert str(caught.value) == message


def test_an_archive_is_read_from_bytes() -> None:
    assert read(archive(**{"x.npy": TWO, "notes.txt": b"mine"})).tolist() == [[1, 2]]


def test_an_array_that_unpacks_to_gigabytes_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("poolviz.read.npy.MOST_BYTES", len(TWO) - 1)
    with pytest.raises(Fault) as caught:
        read(archive(**{"x.npy": TWO}))
    assert str(caught.value) == (
        "the array 'x' has more than a gigabyte"
        "\nhint: save it with np.save: of such a file one channel is read"
    )


def test_an_array_of_an_archive_by_its_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", kernel=np.ones((1, 2)), kernels=np.zeros((2, 1)))
    path = str(tmp_path / "a.npz")
    assert load(f"{path}:kernels", "MATRIX").matrix.tolist() == [[0], [0]]
    with pytest.raises(SourceError) as caught:
        load(f"{path}:kernal", "MATRIX")
    assert str(caught.value) == f"{path}:kernal: no array in the archive is called 'kernal'"
    assert (caught.value.hint, caught.value.status) == ("did you mean 'kernel'?", 1)
    with pytest.raises(SourceError) as caught:
        load(f"{path}:zzz", "MATRIX")
    assert caught.value.hint == "it has 'kernel' and 'kernels'"


def test_only_an_archive_has_names(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(TWO)
    with pytest.raises(SourceError) as caught:
        load(f"{path}:x", "MATRIX")
    assert str(caught.value) == (f"{path}: only an .npz archive holds arrays with names")
    assert (caught.value.hint, caught.value.status) == ("leave :x out", 1)
    (tmp_path / "a.npy:x").write_text("7")
    assert load(f"{path}:x", "MATRIX").matrix.tolist() == [[7]]


# --- samples, documents ---------------------------------------------------------------------


def test_a_sample_by_its_name() -> None:
    from poolviz.read.samples import samples

    assert load("@worked", "MATRIX").matrix.tolist() == read(source.EXAMPLE).tolist()
    assert "odd" in samples()
    assert all(Path(path).is_file() for path in samples().values())


def test_an_unknown_sample_lists_them() -> None:
    from poolviz.read.samples import samples

    with pytest.raises(SourceError) as caught:
        load("@od\x1bd", "MATRIX")
    assert str(caught.value) == "there is no sample '@od\\x1bd'"
    names = [f"@{name}" for name in samples()]
    said = f"the samples are {', '.join(names[:-1])} and {names[-1]}"
    assert (caught.value.hint, caught.value.status) == (said, 2)


def test_the_samples_of_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie in the package; without any there is none to list."""
    from poolviz.read import samples

    (tmp_path / "poolviz" / "read").mkdir(parents=True)
    monkeypatch.setattr(samples, "__file__", str(tmp_path / "poolviz" / "read" / "samples.py"))
    assert samples.samples() == {}
    with pytest.raises(SourceError) as caught:
        load("@odd", "MATRIX")
    assert caught.value.hint is None
    (tmp_path / "poolviz" / "samples").mkdir()
    (tmp_path / "poolviz" / "samples" / "odd.txt").write_text("1 2")
    (tmp_path / "poolviz" / "samples" / ".hidden").write_text("")
    assert list(samples.samples()) == ["odd"]
    assert load("@odd", "MATRIX").matrix.tolist() == [[1, 2]]


def test_the_matrix_of_a_document_that_is_meant() -> None:
    text = '{"poolviz": 1, "output": [[1]], "gradient": [[2, 3]], "x": [[[4]], [[5]]]}'
    assert load(text, "MATRIX").matrix.tolist() == [[1]]
    assert load(text, "--upstream", key="gradient").matrix.tolist() == [[2, 3]]
    assert load(text, "MATRIX", (1,), "x").matrix.tolist() == [[5]]
    with pytest.raises(SourceError) as caught:
        load('{"poolviz": 1, "output": [[1]]}', "--upstream", key="gradient")
    assert str(caught.value) == "--upstream: a poolviz document without 'gradient'"


@pytest.mark.parametrize("path", ["answer.txt", "./answers/li", "a/b.npy", "model.md"])
def test_a_file_that_is_not_there_is_said_to_be_missing(path: str) -> None:
    """Where an answer or a layer is typed, too, it is no answer with bad numbers."""
    for load_it in (source.load_answer, source.load_layer):
        with pytest.raises(SourceError) as caught:
            load_it(path, "gradient")
        assert str(caught.value) == f"'{path}': there is no such file"
        hint = "give the path of a file, or what would stand in it"
        assert (caught.value.hint, caught.value.status) == (hint, 1)


@pytest.mark.parametrize("text", ["1/3 2", "-1/3,2", "[1/3, 2]", "1/3 2; 3 4", "1/3"])
def test_a_matrix_of_fractions_is_no_path(text: str) -> None:
    """It is told that only answers may hold fractions."""
    with pytest.raises(SourceError) as caught:
        source.load(text, "MATRIX")
    fraction = text.lstrip("[")[: 4 if text[0] == "-" else 3]
    assert str(caught.value).endswith(f"'{fraction}' is not a number")
    hint = "write decimals, such as 0.5; only an answer (--check) may hold fractions"
    assert (caught.value.hint, caught.value.status) == (hint, 2)


@pytest.mark.parametrize("text", ["1/9", "-2/9", "0.5", "?", "1e5", "nan", "1/9;2/9"])
def test_an_answer_of_one_number_is_no_path(text: str) -> None:
    assert source.load_answer(text, "gradient").shape[1] == 1


def test_a_layer_from_a_file(tmp_path: Path) -> None:
    """A model as PyTorch prints it; what is wrong in it is placed, and a usage error."""
    path = tmp_path / "model.txt"
    path.write_text("Net(\n  (pool): MaxPool2d(kernel_size=3, stride=2)\n)\n")
    assert source.load_layer(str(path), "SPEC").options == {"kernel": (3, 3), "stride": (2, 2)}
    assert source.load_layer(str(path), "SPEC", "pool").name == "pool"
    path.write_text("Net(\n  (pool): MaxPool2d(kernal_size=3)\n)\n")
    with pytest.raises(SourceError) as caught:
        source.load_layer(str(path), "SPEC")
    said = f"{path}, line 2, column 21: MaxPool2d has no argument 'kernal_size'"
    assert str(caught.value) == said
    assert (caught.value.hint, caught.value.status) == ("did you mean kernel_size?", 2)
    path.write_bytes(b"\xff")
    with pytest.raises(SourceError) as caught:
        source.load_layer(str(path), "SPEC")
    assert caught.value.status == 1
