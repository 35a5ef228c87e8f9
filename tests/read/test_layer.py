"""Layer texts of the frameworks: what each means, and what is said of those that mean nothing."""

from __future__ import annotations

import json
import math
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolviz.read.forms import FORMS
from poolviz.read.layer import command, layers, parse
from poolviz.read.numerals import Fault

RECORDED = json.loads((Path(__file__).parents[1] / "reference" / "layers.json").read_text("utf-8"))
X: list[list[float]] = RECORDED["input"]

# --- against the frameworks themselves ------------------------------------------------------


def along(n: int, options: dict[str, Any], axis: int) -> list[tuple[list[int], int]]:
    """The cells of each window along an axis, outside ones too, and how many count as padding."""
    if "output_size" in options:
        o = options["output_size"][axis]
        return [(list(range(i * n // o, math.ceil((i + 1) * n / o))), 0) for i in range(o)]
    kernel = options["kernel"][axis]
    stride = options.get("stride", options["kernel"])[axis]
    dilation = options.get("dilation", (1, 1))[axis]
    padding = options.get("padding", (0, 0, 0, 0))
    extent = dilation * (kernel - 1) + 1
    if isinstance(padding, str):
        windows = math.ceil(n / stride)
        both = max((windows - 1) * stride + extent - n, 0)
        before = both // 2 if padding == "same" else both - both // 2
        after = both - before
    else:
        before, after = padding[axis], padding[axis + 2]
        steps = Fraction(n + before + after - extent, stride)
        windows = (math.ceil(steps) if options.get("ceil_mode") else math.floor(steps)) + 1
        windows -= (windows - 1) * stride >= n + before
    starts = [i * stride - before for i in range(windows)]
    return [([s + t * dilation for t in range(kernel)], after) for s in starts]


def pooled(operation: str, options: dict[str, Any]) -> list[list[Fraction]]:
    """The output by the definition, cell by cell."""
    height, width = len(X), len(X[0])
    result: list[list[Fraction]] = []
    for rows, below in along(height, options, 0):
        result.append([])
        for columns, right in along(width, options, 1):
            cells = [(r, c) for r in rows for c in columns]
            inside = [(r, c) for r, c in cells if 0 <= r < height and 0 <= c < width]
            values = [Fraction(X[r][c]) for r, c in inside]
            if operation == "max":
                result[-1].append(max(values))
                continue
            counted = len([0 for r, c in cells if r < height + below and c < width + right])
            divisor = counted if options.get("count_include_pad", True) else len(inside)
            result[-1].append(sum(values) / (options.get("divisor") or divisor))
    return result


@pytest.mark.parametrize("row", RECORDED["layers"], ids=lambda row: row["text"][:40])
def test_the_options_give_what_the_framework_gives(row: dict[str, Any]) -> None:
    """Pooling by the definition, with the options that were read, equals the framework's answer."""
    layer = parse(row["text"])
    assert layer.framework == row["framework"]
    wanted = row["output"]
    output = pooled(layer.operation, layer.options)
    assert [len(r) for r in output] == [len(r) for r in wanted]
    for mine, theirs in zip(output, wanted, strict=True):
        assert [float(cell) for cell in mine] == pytest.approx(theirs, rel=1e-6, abs=1e-6)


# --- the table ------------------------------------------------------------------------------

NET = """Net(
  (features): Sequential(
    (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))
    (1): ReLU(inplace=True)
    (2): MaxPool2d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)
    (3): MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  )
  (maxpool): MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)
  (blocks): ModuleList(
    (0-1): 2 x Sequential(
      (0): AvgPool2d(kernel_size=2, stride=2, padding=0)
    )
  )
  (same): ModuleList(
    (0-1): 2 x MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  )
  (avgpool): AdaptiveAvgPool2d(output_size=(1, 1))
)
"""
GRAPH = """<
   ir_version: 9,
   opset_import: ["" : 20]
>
main_graph (float[1,1,16,16] "input.1") => (float[1,2,1,1] "6")
   <float[2] "0.bias" =  {-0.11225574,0.038315654}>
{
   [c] "/0/Conv_output_0" = Conv <pads: ints = [0, 0, 0, 0]> ("input.1", "0.weight", "0.bias")
   k = Constant <value: tensor = float {0.5}> ()
   ["/1/MaxPool"] "/1/MaxPool_output_0" = MaxPool <kernel_shape: ints = [3, 3]> ("/0/Conv_output_0")
   "p", i = AveragePool <count_include_pad: int = 1, kernel_shape: ints = [2, 2]> (z)
   six = GlobalAveragePool (p)
}
"""
NODES = """graph main_graph (
  %input.1[FLOAT, 1x1x16x16]
) {
  %/0/Conv_output_0 = Conv[dilations = [1, 1], group = 1](%input.1, %0.weight)
  %/1/MaxPool_output_0, %i = MaxPool[kernel_shape = [3, 3], strides = [2, 2]](%/0/Conv_output_0)
  %c = Constant[value = <Scalar Tensor []>]()
  %6 = GlobalAveragePool(%/1/MaxPool_output_0)
  return %6
}"""
CODE = '''class Net(nn.Module):
    """A net (with pooling)."""

    def __init__(self):
        self.pool = nn.MaxPool2d(2)  # don't (
        self.rest = nn.Sequential(nn.Conv2d(1, 2, 3), nn.AvgPool2d(3, 1), nn.ReLU())
        self.more: nn.Module = nn.Sequential([nn.MaxPool2d(4)])

    def forward(self, x):
        x = self.rest(self.pool(x))
        x = F.max_pool2d(F.relu(x), 5)
        return F.avg_pool2d(x, kernel_size=6)
'''
MODEL = {
    "class_name": "Functional",
    "config": {
        "name": "functional",
        "layers": [
            {"class_name": "InputLayer", "config": {"name": "in"}},
            {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": [2, 2]}},
            {"class_name": "GlobalAveragePooling2D", "config": {"name": "gap"}},
        ],
    },
}
LISTED: dict[str, tuple[str, list[tuple[str | None, str]]]] = {
    "a printed model": (
        NET,
        [
            ("features.2", "poolviz max -k 3 -s 2"),
            ("maxpool", "poolviz max -k 3 -s 2 -p 1"),
            ("blocks.0.0", "poolviz avg -k 2"),
            ("blocks.1.0", "poolviz avg -k 2"),
            ("same.0", "poolviz max -k 2"),
            ("same.1", "poolviz max -k 2"),
            ("avgpool", "poolviz avg --output-size 1"),
        ],
    ),
    "a line of it": ("  (2): MaxPool2d(kernel_size=3, stride=1)", [("2", "poolviz max -k 3 -s 1")]),
    "CRLF": (
        "(a): MaxPool2d(3)\r\n(b): AvgPool2d(2)\r\n",
        [("a", "poolviz max -k 3"), ("b", "poolviz avg -k 2")],
    ),
    "ONNX's printer": (
        GRAPH,
        [
            ("/1/MaxPool", "poolviz max -k 3 -s 1"),
            ("p", "poolviz avg -k 2 -s 1"),
            ("six", "poolviz avg --output-size 1"),
        ],
    ),
    "ONNX's other printer": (
        NODES,
        [("/1/MaxPool_output_0", "poolviz max -k 3 -s 2"), ("6", "poolviz avg --output-size 1")],
    ),
    "code": (
        CODE,
        [
            ("pool", "poolviz max -k 2"),
            ("1", "poolviz avg -k 3 -s 1"),
            ("0", "poolviz max -k 4"),
            ("x", "poolviz max -k 5"),
            ("4", "poolviz avg -k 6"),
        ],
    ),
    "a name twice": (
        "p = MaxPool2d(2)\np = MaxPool2d(3)",
        [("p", "poolviz max -k 2"), ("p#2", "poolviz max -k 3")],
    ),
    "a Keras model": (
        json.dumps(MODEL),
        [("pool", "poolviz max -k 2"), ("gap", "poolviz avg --output-size 1")],
    ),
    "indented code": ("    self.pool = nn.MaxPool2d(2)\n", [("pool", "poolviz max -k 2")]),
    "a comma after it": ("nn.MaxPool2d((1, 2)),", [(None, "poolviz max -k 1x2")]),
    "a name given": ("MaxPooling2D(name='down')", [("down", "poolviz max -k 2")]),
    "all options": (
        "MaxPool(kernel_shape=[3, 2], strides=[1, 2], pads=[1, 0, 1, 0], dilations=[2, 1],"
        " ceil_mode=1)",
        [(None, "poolviz max -k 3x2 -s 1x2 -p 1x0 -d 2x1 --ceil-mode")],
    ),
    "uneven pads": (
        "AveragePool(kernel_shape=[3, 3], strides=[3, 3], pads=[0, 1, 2, 3])",
        [(None, "poolviz avg -k 3 -p 0,1,2,3 --no-count-include-pad")],
    ),
    "a divisor": ("AvgPool2d(2, divisor_override=3)", [(None, "poolviz avg -k 2 --divisor 3")]),
    "a word for padding": ("MaxPooling2D(3, padding='same')", [(None, "poolviz max -k 3 -p same")]),
}


@pytest.mark.parametrize(("text", "wanted"), LISTED.values(), ids=LISTED)
def test_layers(text: str, wanted: list[tuple[str | None, str]]) -> None:
    assert [(layer.name, command(layer)) for layer in layers(text)] == wanted


OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "as poolviz has it": ("MaxPool2d(2, 2, 0, 1, False, False)", {"kernel": (2, 2)}),
    "ONNX counts no padding": (
        "AveragePool(kernel_shape=[2, 2])",
        {"kernel": (2, 2), "stride": (1, 1), "count_include_pad": False},
    ),
    "Keras counts none": ("AvgPool2D(2)", {"kernel": (2, 2), "count_include_pad": False}),
    "PyTorch's fourth": (
        "AvgPool2d(3, 2, 1, True)",
        {"kernel": (3, 3), "stride": (2, 2), "padding": (1, 1, 1, 1), "ceil_mode": True},
    ),
    "none are the defaults": (
        "AvgPool2d(2, stride=None, divisor_override=None)",
        {"kernel": (2, 2)},
    ),
    "adaptive": ("AdaptiveMaxPool2d((2, 3))", {"output_size": (2, 3)}),
    "same-lower": (
        "MaxPool(kernel_shape=[2, 2], auto_pad='SAME_LOWER')",
        {"kernel": (2, 2), "stride": (1, 1), "padding": "same-lower"},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), OPTIONS.values(), ids=OPTIONS)
def test_options(text: str, wanted: dict[str, Any]) -> None:
    assert parse(text).options == wanted


def test_what_was_assumed() -> None:
    """Only what the text does not say."""
    unsaid = (
        "AvgPool2d does not print ceil_mode, count_include_pad and divisor_override: "
        "taken as False, True and None",
    )
    assert parse("AvgPool2d(kernel_size=3, stride=2, padding=1)").assumed == unsaid
    assert parse("nn.AvgPool2d(3, 2, 1)").assumed == ()
    assert parse("MaxPool2d(kernel_size=3, stride=2, padding=1)").assumed == ()
    config = "{'name': 'average_pooling2d_3', 'pool_size': (2, 2), 'padding': 'valid'}"
    assert parse(config).assumed == (
        "the configuration says only the name average_pooling2d_3: taken as AveragePooling2D",
    )
    order = parse("MaxPool(kernel_shape=[2, 2], storage_order=1)").assumed
    assert order == ("storage_order changes only how ONNX numbers its Indices",)


def test_one_of_several_is_picked_by_its_name() -> None:
    assert parse(NET, "maxpool").options["padding"] == (1, 1, 1, 1)
    assert parse("(2): MaxPool2d(3)", "2").options == {"kernel": (3, 3)}


# --- refusals -------------------------------------------------------------------------------

SEVERAL = "features.2, maxpool, blocks.0.0, blocks.1.0, same.0, same.1 and avgpool"
WHOLE = "\nhint: write kernel_size=2 or (2, 3)"
SIDES = "\nhint: a matrix needs height and width: "
REFUSED: dict[str, tuple[str, str | None, str]] = {
    "several": (NET, None, f"several pooling layers: {SEVERAL}\nhint: pick one with --layer NAME"),
    "no such name": (
        NET,
        "max_pool",
        "no pooling layer is called 'max_pool'\nhint: did you mean maxpool?",
    ),
    "nothing like it": (
        NET,
        "9",
        f"no pooling layer is called '9'\nhint: there are {SEVERAL}",
    ),
    "more than can be listed": (
        "p = MaxPool2d(2)\n" * 60,
        None,
        "several pooling layers: p, "
        + ", ".join(f"p#{n}" for n in range(2, 50))
        + " and p#50, the first 50 of 60\nhint: pick one with --layer NAME",
    ),
    "a name that acts on a terminal": (
        '"\x1b[31m" = MaxPool<kernel_shape = [2, 2]>(x)\n(a) = MaxPool<kernel_shape = [2, 2]>(x)',
        "b",
        "no pooling layer is called 'b'\nhint: there is \\x1b[31m",
    ),
    "no names": (
        "MaxPool2d(2)",
        "a",
        "the layer has no name, not 'a' either\nhint: leave --layer out",
    ),
    "nothing": (
        "",
        None,
        "there is no pooling layer in this text"
        "\nhint: write a layer as MaxPool2d(kernel_size=2, stride=2)",
    ),
    "another layer": (
        "Conv2d(1, 2)",
        None,
        "there is no pooling layer in this text"
        "\nhint: write a layer as MaxPool2d(kernel_size=2, stride=2)",
    ),
    "a name alone": (
        "my maxpool2d",
        None,
        "line 1, column 4: no layer can be read at 'maxpool2d'"
        "\nhint: write it as MaxPool2d(kernel_size=2, stride=2), with ',' between the arguments",
    ),
    "a name": (
        "avgpool",
        None,
        "line 1, column 1: no layer can be read at 'avgpool'"
        "\nhint: write it as AvgPool2d(kernel_size=2)",
    ),
    "misspelt": (
        "\n nn.Maxpool2d(3)",
        None,
        "line 2, column 2: 'Maxpool2d' is no known layer"
        "\nhint: did you mean MaxPool2d(kernel_size=2)?",
    ),
    "misspelt in ONNX": (
        "y = AveragePol <kernel_shape: ints = [3, 3]> (x)",
        None,
        "line 1, column 5: 'AveragePol' is no known layer"
        "\nhint: did you mean AveragePool(kernel_shape=[2, 2])?",
    ),
    "rows": (
        "nn.MaxPool1d(2)",
        None,
        "line 1, column 1: 'MaxPool1d' pools rows of numbers, not matrices"
        "\nhint: give a matrix of one row, and MaxPool2d(kernel_size=(1, 2))",
    ),
    "volumes": (
        "AvgPool3D(2)",
        None,
        "line 1, column 1: 'AvgPool3D' pools volumes, not matrices"
        "\nhint: a slice of the volume can be pooled by itself: AvgPool2D(pool_size=2)",
    ),
    "powers": (
        "LPPool2d(2, 3)",
        None,
        "line 1, column 1: 'LPPool2d' is not taken: "
        "it takes powers and roots, neither the maximum nor the mean"
        "\nhint: take MaxPool2d(kernel_size=2) or AvgPool2d(kernel_size=2)",
    ),
    "a name of another kind": (
        "(a): MaxPool2d(kernel_size=2)\n(b): FractionalMaxPool2d(kernel_size=2)",
        "b",
        "line 2, column 6: 'FractionalMaxPool2d' is not taken: it draws its windows at random"
        "\nhint: AdaptiveMaxPool2d((2, 3)) shares them out over the input without chance",
    ),
    "a name of no pooling layer": (
        "(a): MaxPool2d(kernel_size=2)\n(b): ReLU()",
        "b",
        "line 2, column 6: 'b' is no pooling layer: it is 'ReLU'\nhint: there is a",
    ),
    "a name of no pooling layer beside one without a name": (
        "b = ReLU()\nMaxPool2d(2)",
        "b",
        "line 1, column 5: 'b' is no pooling layer: it is 'ReLU'\nhint: leave --layer out",
    ),
    "powers of rows": (
        "LPPool1d(2, 3)",
        None,
        "line 1, column 1: 'LPPool1d' is not taken: "
        "it takes powers and roots, neither the maximum nor the mean"
        "\nhint: take MaxPool2d(kernel_size=2) or AvgPool2d(kernel_size=2)",
    ),
    "adaptive rows": (
        "adaptive_avg_pool1d(x, 4)",
        None,
        "line 1, column 1: 'adaptive_avg_pool1d' pools rows of numbers, not matrices"
        "\nhint: give a matrix of one row, and adaptive_avg_pool2d(x, (1, 2))",
    ),
    "whole rows": (
        "GlobalMaxPooling1D()",
        None,
        "line 1, column 1: 'GlobalMaxPooling1D' pools rows of numbers, not matrices"
        "\nhint: give a matrix of one row, and GlobalMaxPooling2D()",
    ),
    "chance": (
        "nn.FractionalMaxPool2d(3, output_size=(2, 2))",
        None,
        "line 1, column 1: 'FractionalMaxPool2d' is not taken: it draws its windows at random"
        "\nhint: AdaptiveMaxPool2d((2, 3)) shares them out over the input without chance",
    ),
    "undone": (
        "F.max_unpool2d(x, i, 2)",
        None,
        "line 1, column 1: 'max_unpool2d' is not taken: it undoes pooling"
        "\nhint: the hits of MaxPool2d(kernel_size=2) show the cells that maxima go back to",
    ),
    "regions": (
        "MaxRoiPool()",
        None,
        "line 1, column 1: 'MaxRoiPool' is not taken: its windows are another input"
        "\nhint: cut the region out, and take AdaptiveMaxPool2d((2, 3)) of it",
    ),
    "Flax": (
        "nn.max_pool(x, window_shape=(2,2), strides=(2,2))",
        None,
        "line 1, column 1: 'max_pool' is not taken: "
        "Flax, Haiku and TensorFlow each mean another layer by it"
        "\nhint: write poolviz max -k 2 -s 1 -p same with its window, its strides (1 in Flax, if "
        "none are said) and its padding",
    ),
    "a layer that chooses one": (
        "SelectAdaptivePool2d(pool_type=avg, flatten=Flatten(start_dim=1, end_dim=-1))",
        None,
        "line 1, column 1: 'SelectAdaptivePool2d' is not taken: "
        "it stands for another layer, and does not show which"
        "\nhint: give that layer, such as AdaptiveAvgPool2d(1)",
    ),
    "a name with a layer's in it": (
        "torch.nn.functional.max_pool2d_with_indices(x, 2)",
        None,
        "line 1, column 1: 'max_pool2d_with_indices' is no known layer"
        "\nhint: did you mean max_pool2d(x, 2)?",
    ),
    "nothing near": (
        "BlurPool(2)",
        None,
        "line 1, column 1: 'BlurPool' is no known layer"
        "\nhint: write a layer as MaxPool2d(kernel_size=2, stride=2)",
    ),
    "no such argument": (
        "é = MaxPool2d(kernal_size=3)",
        None,
        "line 1, column 15: MaxPool2d has no argument 'kernal_size'"
        "\nhint: did you mean kernel_size?",
    ),
    "nothing like the argument": (
        "AvgPool2d(2, x=3)",
        None,
        "line 1, column 14: AvgPool2d has no argument 'x'\nhint: it takes kernel_size, stride, "
        "padding, ceil_mode, count_include_pad and divisor_override",
    ),
    "no argument at all": (
        "GlobalMaxPool(pads=3)",
        None,
        "line 1, column 15: GlobalMaxPool has no argument 'pads'"
        "\nhint: write it as GlobalMaxPool()",
    ),
    "too many": (
        "MaxPool2d(1, 2, 3, 4, 5, 6, 7)",
        None,
        "line 1, column 29: MaxPool2d takes 6 arguments without a name"
        "\nhint: write it as MaxPool2d(kernel_size=2)",
    ),
    "ONNX has only names": (
        "MaxPool([3, 3])",
        None,
        "line 1, column 9: MaxPool takes no argument without a name"
        "\nhint: write it as MaxPool(kernel_shape=[2, 2])",
    ),
    "twice": (
        "MaxPool2d(3, kernel_size=3)",
        None,
        "line 1, column 14: MaxPool2d is given kernel_size twice\nhint: give it once",
    ),
    "no kernel": (
        "x = F.max_pool2d(x)",
        None,
        "line 1, column 5: max_pool2d needs kernel_size\nhint: write it as max_pool2d(x, 2)",
    ),
    "a name for a number": (
        "MaxPool2d(k)",
        None,
        "line 1, column 11: kernel_size is 'k', which is no number"
        "\nhint: write its value, as in kernel_size=2",
    ),
    "a fraction": (
        "MaxPool2d(2.5)",
        None,
        "line 1, column 11: kernel_size is 2.5, no whole number" + WHOLE,
    ),
    "a boolean": (
        "MaxPool2d((2, True))",
        None,
        "line 1, column 11: kernel_size is (2, True), no whole number" + WHOLE,
    ),
    "zero": ("MaxPool2d(0)", None, "line 1, column 11: kernel_size must be at least 1, not 0"),
    "three": (
        "MaxPool2d((1, 2, 3))",
        None,
        "line 1, column 11: kernel_size has 3 numbers" + SIDES + "kernel_size=2 or (2, 2)",
    ),
    "one of ONNX's": (
        "%y = MaxPool[kernel_shape = [3]](%x)",
        None,
        "line 1, column 14: kernel_shape has 1 number" + SIDES + "kernel_shape=[2, 2]",
    ),
    "no list of ONNX's": (
        "MaxPool(kernel_shape=3)",
        None,
        "line 1, column 9: kernel_shape is 3, no list" + SIDES + "kernel_shape=[2, 2]",
    ),
    "the input's own size": (
        "AdaptiveAvgPool2d((None, 1))",
        None,
        "line 1, column 19: an output_size of None is the input's own, which the layer does not say"
        "\nhint: write its number",
    ),
    "one size for two": (
        "AdaptiveAvgPool2d((2,))",
        None,
        "line 1, column 19: output_size has 1 number" + SIDES + "output_size=1 or (1, 1)",
    ),
    "PyTorch has no same": (
        "MaxPool2d(3, padding='same')",
        None,
        "line 1, column 14: padding is 'same', which PyTorch's pooling does not know"
        "\nhint: write it as a number: padding=1",
    ),
    "PyTorch pads alike": (
        "MaxPool2d(3, padding=(0, 1, 0, 1))",
        None,
        "line 1, column 14: padding has 4 numbers"
        "\nhint: PyTorch pads both sides alike: padding=1 or (1, 1)",
    ),
    "Keras's words": (
        'MaxPooling2D(2, padding="causal")',
        None,
        "line 1, column 17: padding is 'causal', which Keras's pooling does not know"
        '\nhint: write padding="valid" or padding="same"',
    ),
    "ONNX's words": (
        "MaxPool(kernel_shape=[2, 2], auto_pad='SAME')",
        None,
        "line 1, column 30: auto_pad is 'SAME'"
        "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER",
    ),
    "ONNX's pads": (
        "MaxPool(kernel_shape=[2, 2], pads=[1, 1])",
        None,
        "line 1, column 30: pads is (1, 1), not four numbers"
        "\nhint: top, left, bottom and right: pads=[1, 1, 1, 1]",
    ),
    "both of ONNX's": (
        "MaxPool(kernel_shape=[2, 2], pads=[1, 1, 1, 1], auto_pad='VALID')",
        None,
        "line 1, column 49: auto_pad and pads exclude each other\nhint: give one of them",
    ),
    "a flag": (
        "MaxPool2d(2, ceil_mode=3)",
        None,
        "line 1, column 14: ceil_mode must be True or False, not 3",
    ),
    "a divisor of 0": (
        "AvgPool2d(2, divisor_override=0)",
        None,
        "line 1, column 14: divisor_override must be at least 1, not 0",
    ),
    "not closed": (
        "MaxPool2d(3, [2",
        None,
        "line 1, column 14: a '[' is never closed\nhint: add the missing ']'",
    ),
    "no comma": (
        "MaxPool2d(3 2)",
        None,
        "line 1, column 11: no layer can be read at '3'"
        "\nhint: write it as MaxPool2d(kernel_size=2, stride=2), with ',' between the arguments",
    ),
    "no attribute": (
        "y = MaxPool <kernel_shape: ints = [3, 3> (x)",
        None,
        "line 1, column 39: no attribute can be read at '3'"
        "\nhint: write attributes as kernel_shape = [3, 3], with ',' between them",
    ),
    "a configuration with a name of its own": (
        "{'name': 'pool1', 'pool_size': (2, 2)}",
        None,
        "line 1, column 1: the configuration does not say its class, nor does its name 'pool1'"
        "\nhint: give what keras.saving.serialize_keras_object(layer) gives",
    ),
    "too deep": (
        "MaxPool2d(" + "(" * 200 + "2" + ")" * 201,
        None,
        "line 1, column 110: brackets nested too deeply"
        "\nhint: write MaxPool2d(kernel_size=2, stride=2)",
    ),
    "a NUL": (
        "MaxPool2d(2)\0",
        None,
        "line 1, column 13: a NUL character\nhint: remove it",
    ),
    "too long": (
        "#" * 2_000_001,
        None,
        "a text of 2000001 characters\nhint: give the lines of the layers alone",
    ),
}


@pytest.mark.parametrize(("text", "layer", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, layer: str | None, message: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(text, layer)
    assert str(caught.value) == message


def test_hints_are_right_forms() -> None:
    """What a message proposes can be read."""
    proposed = {form for _, _, said in REFUSED.values() for form in re.findall(FORM, said)}
    assert len(proposed) == 12
    for form in proposed | {form.example for form in FORMS.values()}:
        assert len(layers(form)) == 1


FORM = r"(?<=[ :])[A-Za-z_0-9]*[pP]ool\w*\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)(?=\?|$|,)"


# --- whatever the text ----------------------------------------------------------------------

SEEDS = [row["text"] for row in RECORDED["layers"]] + [text for text, _ in LISTED.values()]
SEEDS += [text for text, _, _ in REFUSED.values() if len(text) < 1000]


def no_traceback(text: str) -> None:
    """Layers that have a command which is read as it stands, or one short Fault in the text."""
    try:
        found = layers(text)
    except Fault as fault:
        message, place = str(fault), fault.place
    else:
        for layer in found:
            assert command(layer).startswith(f"poolviz {layer.operation} ")
        return
    assert len(message) < 50 * 42 + 100
    assert not re.search("[^\n -~\xa0-\U0010ffff]", message)
    if place:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


PIECES = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    ":",
    "\n",
    " ",
    "'",
    '"',
    "<",
    ">",
    "%",
    "0-9999): 9 x ",
]
PIECES += [
    "\\",
    "\0",
    "é",
    "lambda: 0",
    "*x",
    "**k",
    "-",
    "1e999",
    "9" * 5000,
    "None",
    "(" * 300,
    "if",
    "\t",
]


@pytest.mark.parametrize("seed", range(4))
def test_no_mutation_of_a_text_breaks_it(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(1500):
        text = chance.choice(SEEDS)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(text) + 1)
            to = min(len(text), at + chance.choice((0, 1, 3, 20)))
            other = chance.choice(SEEDS)
            new = chance.choice([*PIECES, other[chance.randrange(len(other) + 1) :], ""])
            text = text[:at] + new + text[to:]
        no_traceback(text)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    no_traceback(text)
