"""Layers as frameworks write them, chains of layers, channels, and the schema."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from runs import Ran, quick

import poolviz

WORKED = "samples/worked.txt"
PRINTED = """\
Sequential(
  (0): Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))
  (1): MaxPool2d(kernel_size=2, stride=1, padding=0, dilation=1, ceil_mode=False)
  (2): AvgPool2d(kernel_size=2, stride=2, padding=0)
)
"""


@pytest.mark.parametrize(
    ("spec", "command"),
    [
        ("MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)",
         "max -k 3 -s 2 -p 1"),
        ("nn.AvgPool2d(3, 2, 1, True)", "avg -k 3 -s 2 -p 1 --ceil-mode"),
        ("AdaptiveAvgPool2d((1, 1))", "avg --output-size 1"),
        ('MaxPooling2D(pool_size=3, strides=2, padding="same")', "max -k 3 -s 2 -p same"),
        ("MaxPool(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])", "max -k 3 -s 2 -p 1"),
    ],
)  # fmt: skip
def test_a_layer_is_the_command_that_it_names(spec: str, command: str) -> None:
    """The head says which, and the numbers are those of the command."""
    ran = quick("layer", spec, WORKED)
    assert (ran.stderr, ran.status) == ("", 0)
    assert f"\nthe layer is: poolviz {command}\n" in ran.stdout
    plain = quick("layer", spec, WORKED, "--json")
    assert plain == quick(*command.split(), WORKED, "--json")


def test_a_printed_model_holds_several(tmp_path: Path) -> None:
    """One is picked by its name; without it they are listed."""
    path = tmp_path / "model.txt"
    path.write_text(PRINTED, "utf-8")
    ran = quick("layer", str(path), "--layer", "1", WORKED, "--json")
    assert ran == quick("max", "-k", "2", "-s", "1", WORKED, "--json")
    several = quick("layer", str(path), WORKED)
    assert (several.stdout, several.status) == ("", 2)
    assert "1" in several.stderr
    assert "--layer NAME" in several.stderr
    assert quick("layer", "-", "--layer", "2", WORKED, "--json", stdin=PRINTED).status == 0


def test_options_stand_before_what_the_layer_says() -> None:
    """Looks, too; those of the other operation are refused."""
    ran = quick("layer", "MaxPool2d(2)", WORKED, "-s", "1", "--ties", "all", "--json")
    assert ran == quick("max", "-s", "1", "--ties", "all", WORKED, "--json")
    ran = quick("layer", "MaxPool2d(2)", WORKED, "-s", "1", "--ties", "all", "--loss", "sum")
    assert (
        "\nthe layer is: poolviz max -k 2, here with your own --stride and --ties\n" in ran.stdout
    )
    refused = quick("layer", "AvgPool2d(2)", "--ties", "last", WORKED)
    assert (refused.stdout, refused.status) == ("", 2)
    assert refused.stderr.startswith(
        "poolviz: --ties is an option of max pooling; this layer is avg pooling\n"
    )


def test_a_chain_is_the_same_as_piping_by_hand(tmp_path: Path) -> None:
    """Forward down, and the gradient of each layer upstream of the one before it."""
    ran = quick("chain", "max -k 2 -s 1", "AvgPool2d(3)", WORKED, "--json")
    assert (ran.stderr, ran.status) == ("", 0)
    first, second = json.loads(ran.stdout)
    down = quick("max", "-s", "1", WORKED, "--json").stdout
    path = tmp_path / "second.json"
    path.write_text(quick("avg", "-k", "3", "-", "--json", stdin=down).stdout, "utf-8")
    assert second == json.loads(path.read_text("utf-8"))
    up = quick("max", "-s", "1", WORKED, "--json", "--upstream", str(path))
    assert first == json.loads(up.stdout)
    assert first["upstream"] == second["gradient"]


def test_a_chain_says_what_is_handed_on() -> None:
    """Layer by layer down, then up."""
    said = quick("chain", "max -k 2 -s 1", "avg -k 3", WORKED).stdout
    order = ["chain of 2 layers · 4×4 → 3×3 → 1×1", "layer 1, forward: max pooling",
             "its output is the input of layer 2", "layer 2, forward: avg pooling",
             "layer 2, backward", "its gradient is the upstream gradient of layer 1",
             "layer 1, backward", "its gradient is the gradient of the chain's input"]  # fmt: skip
    places = [said.index(part) for part in order]
    assert places == sorted(places)


def test_a_chain_in_python() -> None:
    """The same numbers; loss and upstream are the last layer's."""
    x = np.arange(36.0).reshape(6, 6) % 7
    c = poolviz.chain(["MaxPool2d(2, 1)", ("avg", {"kernel": 5})])(x, loss="sum")
    assert c.output.tolist() == [[c.layers[0].output.mean()]]
    assert c.layers[0].upstream.tolist() == c.layers[1].gradient.tolist()
    assert c.gradient.sum() == pytest.approx(1)
    assert repr(c).startswith("chain of 2 layers · 6×6 → 5×5 → 1×1\n")
    assert [d["operation"] for d in c.to_dicts()] == ["max", "avg"]
    with pytest.raises(ValueError, match=r"^layer 2: no window fits"):
        poolviz.chain(["MaxPool2d(6)", "MaxPool2d(2)"])(x)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("max -k 2", "mx 2", "1 2; 3 4"), "layer 2: 'mx 2' is no layer"),
        (("max -k 2 --loss sum", "avg", "1 2; 3 4"),
         "layer 1: loss is no option of a layer in a chain; give it to the chain itself\n"
         "hint: poolviz chain --help shows the options, with examples"),
        (("max", "avg --upstream 1", "1 2; 3 4"),
         "layer 2: upstream is no option of a layer in a chain; give it to the chain itself\n"
         "hint: poolviz chain --help shows the options, with examples"),
        (("max --channel 0", "avg", "1 2; 3 4"),
         "layer 1: channel is no option of a layer in a chain; give it to the chain itself\n"
         "hint: poolviz chain --help shows the options, with examples"),
        (("max -k 2 --cell 0,0 --loss sum", "avg", "1 2; 3 4"),
         "layer 1: cell is no option of a layer in a chain\n"
         "hint: look at one layer alone, with its document as --upstream: poolviz max --json"),
        (("max", "avg --json -k 1", "1 2; 3 4"),
         "layer 2: json is no option of a layer in a chain\n"
         "hint: give it to the chain itself, behind the layers"),
        (("max '1 2'", "avg"), "layer 1 has a matrix of its own; it comes last in a chain"),
        (("1 2; 3 4",), "a chain has at least one layer"),
        (("max", "max", "1 2; 3 4"), "layer 2: no window fits: the height of a window is 2 and "
         "that of the input 1; for a single row use kernel 1x2"),
    ],
)  # fmt: skip
def test_what_is_no_chain_is_refused(args: tuple[str, ...], message: str) -> None:
    """The layer is named, and nothing is written."""
    ran = quick("chain", *args)
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith(f"poolviz: {message}\n")


STACK = "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]"


def test_a_channel_is_one_matrix_of_an_array() -> None:
    """The head line and the document say which."""
    ran = quick("max", "--channel", "1", STACK)
    assert (ran.stderr, ran.status) == ("", 0)
    assert ran.stdout.splitlines()[0].endswith("input 2×2 → output 1×1 · channel 1 of 2")
    batch = f"[{STACK}, {STACK}, {STACK}]"
    assert quick("max", "--channel", "2,0", batch).stdout.splitlines()[1] == "channel 2,0 of 3×2"
    document = json.loads(quick("max", "--channel", "1", STACK, "--json").stdout)
    assert (document["channel"], document["output"]) == ([1], [[8.0]])


def test_every_channel_is_a_document_a_line() -> None:
    """For programs; on a screen it is refused."""
    ran = quick("avg", "--channel", "all", "--json", STACK)
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(d["channel"], d["output"]) for d in found] == [([0], [[2.5]]), ([1], [[6.5]])]
    refused = quick("avg", "--channel", "all", STACK)
    assert (refused.stdout, refused.status) == ("", 2)


def test_without_a_channel_the_array_is_explained() -> None:
    """Its shape, what the axes are, and the option to add."""
    assert quick("max", STACK) == Ran(
        "",
        "poolviz: MATRIX: the array is 2×2×2 (channels, rows, columns); each channel is pooled by "
        "itself\nhint: add --channel C, such as --channel 0 (poolviz learn channels)\n",
        2,
    )


def test_the_schema_is_printed() -> None:
    """As JSON, with nothing else."""
    ran = quick("--schema")
    assert (ran.stderr, ran.status) == ("", 0)
    assert json.loads(ran.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_without_a_matrix_a_layer_names_its_own_help() -> None:
    """Not that of the pooling that it is."""
    ran = quick("layer", "MaxPool2d(3, 2, 1)")
    assert ran.stderr.splitlines()[0] == (
        "poolviz: no matrix given, so this is the worked example; "
        "poolviz layer --help says how to give your own"
    )


def test_a_chain_takes_no_model() -> None:
    """It is said where one of a model's layers is shown; a word that is no file is no layer."""
    no_layer = "is no layer\nhint:"
    assert quick("chain", WORKED, "@odd") == Ran(
        "",
        f"poolviz: layer 1: '{WORKED}' {no_layer} a chain takes layers, such as \"max -k 2\", not "
        f"a file with a model; poolviz layer {WORKED} shows one of its layers\n",
        2,
    )
    assert quick("chain", "soft", "@odd") == Ran(
        "",
        f"poolviz: layer 1: 'soft' {no_layer} write \"max -k 2\", or what a framework prints; the "
        "matrix comes last\n",
        2,
    )
