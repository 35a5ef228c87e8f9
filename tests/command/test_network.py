"""Pooling layers of real networks: one command with the printed model and the maps as saved.

What PyTorch's hooks saw, and how, is said in `reference/record_network.py`. Maxima and indices are
the same numbers, and so are gradients of one term. Of other sums PyTorch rounds every addition and
every division in the type of the network, each time by at most half a unit in the last place of
the sum of absolute values; poolviz rounds once.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from npy import saved
from numpy.typing import NDArray
from runs import quick

import poolviz

FILE = Path(__file__).parents[1] / "reference" / "network.json"
HALF_ULP = {"float32": 2.0**-24, "float64": 2.0**-53}
UNSAID = {"edges": ["--no-count-include-pad"]}
"""What the print of a network does not say of its pooling, as options."""

Array = NDArray[Any]


class Layer(NamedTuple):
    """A pooling layer of a network, and what passed through it."""

    network: str
    type: str
    text: str
    name: str
    arrays: dict[str, Array]

    @property
    def channels(self) -> list[tuple[int, int]]:
        """The numbers of all its channels: image, channel."""
        images, channels = self.arrays["input"].shape[:2]
        return list(product(range(images), range(channels)))


def recorded() -> list[Layer]:
    """All pooling layers of all networks."""
    found = []
    for row in json.loads(FILE.read_text("utf-8"))["networks"]:
        for layer in row["layers"]:
            name = layer.pop("name")
            types = {key: "int64" if key == "indices" else row["type"] for key in layer}
            arrays = {key: np.array(layer[key], types[key]) for key in layer}
            found.append(Layer(row["network"], row["type"], row["text"], name, arrays))
    return found


LAYERS = recorded()
IDS = [f"{layer.network}-{layer.type}-{layer.name}" for layer in LAYERS]


def laid_out(layer: Layer, folder: Path) -> list[str]:
    """The command that looks at a layer, whose text and arrays lie in files."""
    (folder / "model.txt").write_text(layer.text, "utf-8")
    for key, array in layer.arrays.items():
        (folder / f"{key}.npy").write_bytes(saved(array))
    spec = ["model.txt", "--layer", layer.name, *UNSAID.get(layer.network, [])]
    return ["layer", *spec, "input.npy", "--upstream", "upstream.npy"]


def same(found: Any, expected: Array, allowed: Any = 0.0) -> bool:
    """Whether no number differs by more than allowed, nor the shape."""
    matrix = np.asarray(found)
    return matrix.shape == expected.shape and bool((np.abs(matrix - expected) <= allowed).all())


def allowances(layer: Layer, document: dict[str, Any], sizes: dict[str, Any]) -> tuple[Any, Any]:
    """By how much output and gradient may differ; `sizes`: the document of absolute values.

    A sum of n terms is rounded n - 1 times; each term once, and twice in adaptive pooling, which
    divides by height and by width; and poolviz's own number once.
    """
    half = HALF_ULP[layer.type]
    hits = np.array(document["hits"])
    if document["operation"] == "max":
        several = np.where(hits > 1, hits, 0)
        return 0.0, several * half * np.array(sizes["gradient"])
    output = (np.array(document["divisors"]) + 2) * half * np.array(sizes["output"])
    return output, (hits + 2) * half * np.array(sizes["gradient"])


@pytest.mark.parametrize("layer", LAYERS, ids=IDS)
def test_a_layer_of_a_network_is_what_passed_through_it(layer: Layer, tmp_path: Path) -> None:
    """In every channel: output, indices and gradient are PyTorch's."""
    command = laid_out(layer, tmp_path)
    for channel in layer.channels:
        picked = ["--channel", "{},{}".format(*channel), "--json"]
        ran = quick(*command, *picked, cwd=tmp_path)
        assert (ran.stderr, ran.status) == ("", 0)
        document = json.loads(ran.stdout)
        expected = {key: array[channel] for key, array in layer.arrays.items()}
        assert document["channel"] == list(channel)
        assert same(document["input"], expected["input"])
        assert same(document["upstream"], expected["upstream"])
        output, gradient = allowances(layer, document, of_sizes(layer, document, channel))
        assert same(document["output"], expected["output"], output)
        assert same(document["gradient"], expected["gradient"], gradient)
        if document["operation"] == "max":
            rows, columns = np.moveaxis(np.array(document["argmax"]), -1, 0)
            assert same(rows * expected["input"].shape[1] + columns, expected["indices"])


def of_sizes(layer: Layer, document: dict[str, Any], channel: tuple[int, int]) -> dict[str, Any]:
    """How large the terms are that output and gradient add up."""
    sent = np.abs(layer.arrays["upstream"][channel]).astype(float)
    if document["operation"] == "max":
        return {"gradient": to_winners(document, sent)}
    options = {key: document[key] for key in ("kernel", "stride", "padding", "dilation")}
    if "output_size" in document:
        options = {"output_size": document["output_size"]}
    else:
        options |= {key: document[key] for key in ("ceil_mode", "count_include_pad")}
    x = np.abs(layer.arrays["input"][channel])
    return poolviz.avg_pool(x, **options, upstream=sent).to_dict()


def to_winners(document: dict[str, Any], sent: Array) -> Array:
    """What the cells get that windows chose."""
    gradient = np.zeros(np.shape(document["input"]))
    np.add.at(gradient, tuple(np.moveaxis(np.array(document["argmax"]), -1, 0)), sent)
    return gradient


@pytest.mark.parametrize("layer", LAYERS, ids=IDS)
def test_what_pytorch_gives_is_judged_as_right(layer: Layer, tmp_path: Path) -> None:
    """An answer with channels is judged channel by channel."""
    command = laid_out(layer, tmp_path)
    answers = ["--check", "output=output.npy", "--check", "gradient=gradient.npy"]
    if "indices" in layer.arrays:
        answers += ["--check", "argmax=indices.npy"]
    for channel in layer.channels:
        ran = quick(*command, *answers, "--channel", "{},{}".format(*channel), cwd=tmp_path)
        assert (ran.stderr, ran.status) == ("", 0), ran.stdout


@pytest.mark.parametrize("layer", LAYERS[:4], ids=IDS[:4])
def test_all_channels_are_a_document_a_line_each_with_its_upstream(
    layer: Layer, tmp_path: Path
) -> None:
    """The same as one by one, in order."""
    command = laid_out(layer, tmp_path)
    ran = quick(*command, "--channel", "all", "--json", cwd=tmp_path)
    assert (ran.stderr, ran.status) == ("", 0)
    for channel, line in zip(layer.channels, ran.stdout.splitlines(), strict=True):
        picked = ["--channel", "{},{}".format(*channel), "--json"]
        assert f"{line}\n" == quick(*command, *picked, cwd=tmp_path).stdout
    refused = quick(*command[:-1], "-", "--channel", "all", "--json", cwd=tmp_path)
    assert (refused.stdout, refused.status) == ("", 2)
    assert refused.stderr.startswith("poolviz: standard input is read once, and each channel ")


@pytest.mark.parametrize("layer", LAYERS, ids=IDS)
def test_python_takes_the_arrays_as_they_are(layer: Layer, tmp_path: Path) -> None:
    """The same documents, channel by channel."""
    command = laid_out(layer, tmp_path)
    pool = poolviz.chain([layer.text.splitlines()[line_of(layer)]])
    x, upstream = layer.arrays["input"], layer.arrays["upstream"]
    for channel in (layer.channels[0], layer.channels[-1]):
        picked = ["--channel", "{},{}".format(*channel), "--json"]
        expected = json.loads(quick(*command, *picked, cwd=tmp_path).stdout)
        if layer.network in UNSAID:
            options = {key: expected[key] for key in ("kernel", "stride", "padding")}
            given = {"upstream": upstream, "channel": channel, "count_include_pad": False}
            assert poolviz.avg_pool(x, **options, **given).to_dict() == expected
        else:
            assert pool(x, upstream=upstream, channel=channel).to_dicts() == [expected]


def line_of(layer: Layer) -> int:
    """The line of a print that has the layer's own text."""
    own = layer.name.rpartition(".")[2]
    lines = layer.text.splitlines()
    found = [at for at, line in enumerate(lines) if f"({own}): " in line and "Pool" in line]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("kind", HALF_ULP)
def test_two_layers_in_a_row_are_a_chain(kind: str, tmp_path: Path) -> None:
    """Forward down and backward up it gives what each of them gives alone."""
    down, mean = (one for one in LAYERS if (one.network, one.type) == ("chained", kind))
    assert same(down.arrays["output"], mean.arrays["input"])
    assert same(down.arrays["upstream"], mean.arrays["gradient"])
    for key, array in {"x": down.arrays["input"], "g": mean.arrays["upstream"]}.items():
        (tmp_path / f"{key}.npy").write_bytes(saved(array))
    layers = [one.text.splitlines()[line_of(one)] for one in (down, mean)]
    half = HALF_ULP[kind]
    for channel in down.channels:
        picked = ["--channel", "{},{}".format(*channel), "--upstream", "g.npy", "--json"]
        ran = quick("chain", *layers, "x.npy", *picked, cwd=tmp_path)
        assert (ran.stderr, ran.status) == ("", 0)
        first, second = json.loads(ran.stdout)
        assert first["channel"] == list(channel)
        assert same(first["output"], down.arrays["output"][channel])
        sizes = of_sizes(mean, second, channel)
        output, sent = allowances(mean, second, sizes)
        assert same(second["output"], mean.arrays["output"][channel], output)
        added = half * np.array(first["hits"]) * to_winners(first, np.array(sizes["gradient"]))
        allowed = to_winners(first, sent) + added
        assert same(first["gradient"], down.arrays["gradient"][channel], allowed)
        in_python = poolviz.chain(layers)(
            down.arrays["input"], upstream=mean.arrays["upstream"], channel=channel
        )
        assert in_python.to_dicts() == [first, second]


def test_the_recording_is_whole() -> None:
    """Every network in both types, every array as large as the batch."""
    assert len(LAYERS) == 16
    assert {(one.network, one.type) for one in LAYERS} == set(
        product(["small", "edges", "classifier", "whole", "chained"], HALF_ULP)
    )
    for layer in LAYERS:
        keys = {"input", "output", "upstream", "gradient"}
        assert layer.arrays.keys() - {"indices"} == keys
        assert len({layer.arrays[key].shape[:2] for key in keys}) == 1
        assert len(layer.channels) >= 6
