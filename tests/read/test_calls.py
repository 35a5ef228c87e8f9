"""Where layers stand in texts: what each is called, and what else stands around them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from poolviz.read.layer import layers
from poolviz.read.numerals import Fault

KERAS = "{'name': 'max_pooling2d', 'pool_size': (2, 2)}"
NAMED: dict[str, tuple[str, list[tuple[str | None, tuple[int, int]]]]] = {
    "the first of two targets": (
        "a = b = MaxPool2d(2)\nMaxPool2d(3)",
        [("a", (2, 2)), ("1", (3, 3))],
    ),
    "a declaration": ("x: int\nMaxPool2d(2)\ny: M = MaxPool2d(3)", [("0", (2, 2)), ("y", (3, 3))]),
    "one in a row": ("nn.Sequential(nn.MaxPool2d(2))", [("0", (2, 2))]),
    "no row": ("nn.Sequential()\nMaxPool2d(3)", [(None, (3, 3))]),
    "a tuple": (
        "Sequential((ReLU(), MaxPool2d(2)))\nu = MaxPool2d(3)",
        [("1", (2, 2)), ("u", (3, 3))],
    ),
    "a list among others": (
        "Sequential([MaxPool2d(2)], MaxPool2d(3))",
        [("0", (2, 2)), ("1", (3, 3))],
    ),
    "another call": ("Parallel(ReLU(), MaxPool2d(2))", [(None, (2, 2))]),
    "no text for a key": (
        "{1: 2, 'class_name': 'MaxPooling2D', 'config': {1: 2, 'pool_size': 2}}",
        [(None, (2, 2))],
    ),
    "other texts before the name": (
        "{'class_name': 'MaxPooling2D', 'config': {'dtype': 'f', 'pool_size': 2, 'name': 'pool'}}",
        [("pool", (2, 2))],
    ),
    "no text for a name": (
        "{'class_name': 'MaxPooling2D', 'config': {'name': 5, 'pool_size': 2}}",
        [(None, (2, 2))],
    ),
    "merged dictionaries": (
        "{**x, 'class_name': 'MaxPooling2D', 'config': {**y, 'pool_size': 2}}",
        [(None, (2, 2))],
    ),
    "no text for a class": (f"{{'class_name': 7, 'config': {KERAS}}}", [("max_pooling2d", (2, 2))]),
    "tabs": ("\t(0):\tMaxPool2d(2)\n \t(1): \tMaxPool2d(3)", [("0", (2, 2)), ("1", (3, 3))]),
    "turns of two digits": ("(9-10): 22 x MaxPool2d(2)", [("9", (2, 2)), ("10", (2, 2))]),
    "no turns": ("(1-2-3): MaxPool2d(2)", [("1-2-3", (2, 2))]),
    "turns of five digits": ("(0-10000): 10001 x MaxPool2d(2)", [("0-10000", (2, 2))]),
    "the end of a module": (
        "Net(\n  (a): Block(\n    (0): MaxPool2d(2)\n  )\n)\n(b): MaxPool2d(3)",
        [("a.0", (2, 2)), ("b", (3, 3))],
    ),
    "more ends than modules": ("  )\n(b): MaxPool2d(3)\n(c): ReLU()", [("b", (3, 3))]),
    "a node's name": ('[ "n" ] "y" = MaxPool <kernel_shape: ints = [2, 2]> (x)', [("n", (2, 2))]),
    "a node's bare name": ("[n m] y = MaxPool <kernel_shape = [2, 2]> (x)", [("n m", (2, 2))]),
    "a node's first output": (
        '"y", z = MaxPool <kernel_shape: ints = [2, 2]> (x)',
        [("y", (2, 2))],
    ),
    "an output with a sign": ("%y.1, %z = MaxPool[kernel_shape = [2, 2]](%x)", [("y.1", (2, 2))]),
    "an empty name": ('[] "y" = MaxPool <kernel_shape = [2, 2]> (x)', [("y", (2, 2))]),
    "no blanks": ("%y=MaxPool[kernel_shape=[2,2],strides=[1 1]](%x)", [("y", (2, 2))]),
    "blanks and tabs": (
        "\t%y\t= MaxPool\t[\tkernel_shape\t:\tints = [ 2\t2 ]\t, ceil_mode = 0 ]\t(%x)",
        [("y", (2, 2))],
    ),
}


SHAPE = "kernel_shape: ints = [2, 2]"
NODES: dict[str, tuple[str, list[str | None]]] = {
    "a bracket in a name": (f'["/1/Max]Pool"] y = MaxPool <{SHAPE}> (x)', ["/1/Max]Pool"]),
    "an output without letters": (f'["a" ]\t"" = MaxPool <{SHAPE}> (x)', ["a"]),
    "a tab in brackets": (f"[n\t]y = MaxPool <{SHAPE}> (x)", ["n"]),
    "a name alone": ("[n] z = GlobalAveragePool(y)", ["n"]),
    "two signs": ("%%y = MaxPool[kernel_shape = [2, 2]](%x)", ["y"]),
    "a sign at the end": ("%Xy% = MaxPool[kernel_shape = [2, 2]](%x)", ["Xy%"]),
    "all signs in quotes": (f'"a b,c=(d" = MaxPool <{SHAPE}> (x)', ["a b,c=(d"]),
    "a sign before quotes": (f'%"a b" = MaxPool <{SHAPE}> (x)', ["a b"]),
    "a blank before a comma": (f"y , z = MaxPool <{SHAPE}> (x)", ["y"]),
    "a tab before a comma": (f"y\t,z = MaxPool <{SHAPE}> (x)", ["y"]),
    "outputs on two lines": (f"y,\nz = MaxPool <{SHAPE}> (x)", ["z"]),
    "a comma in a text": ("%y = MaxPool[name='a, b', kernel_shape=[2,2]](%x)", ["a, b"]),
    "a sign in a text": ('%y = MaxPool[name="a, b=c", kernel_shape=[2,2]](%x)', ["a, b=c"]),
    "another node before it": (
        "%r = Relu[alpha = <x>](%y)\n%y = MaxPool[kernel_shape = [2, 2]](%x)",
        ["y"],
    ),
    "words in a module": (
        "N(\n  (a): B(\n    words\n    (0): MaxPool2d(2)\n  )\n  (b): MaxPool2d(3)\n)",
        ["a.0", "b"],
    ),
    "an X": ("(X): MaxPool2d(2)\n(Xa.): MaxPool2d(4)", ["X", "Xa."]),
    "a comma without blanks": (f"y,z = MaxPool <{SHAPE}> (x)", ["y"]),
    "a comma before nothing": (f"y,= MaxPool <{SHAPE}> (x)", ["y"]),
    "several commas": (f'y, "b", c = MaxPool <{SHAPE}> (x)', ["y"]),
    "a tab before the times": ("(0-1): \t2 x MaxPool2d(2)", ["0", "1"]),
    "no blank after a module": ("(a):MaxPool2d(2)", [None]),
    "a number for a key": ("{1: 2, 'name': 'max_pooling2d', 'pool_size': 2}", ["max_pooling2d"]),
    "more than is known of a class": (
        "{'class_name': 'MaxPooling2D', 'config': {'name': 'p', 'pool_size': 2, 'new': 3}}",
        ["p"],
    ),
    "a text before a name": (
        "{'dtype': 'f', 'name': 'max_pooling2d', 'pool_size': 2}",
        ["max_pooling2d"],
    ),
    "an X in code": ("X = MaxPool2d(3)", ["X"]),
}


@pytest.mark.parametrize(("text", "names"), NODES.values(), ids=NODES)
def test_what_nodes_and_modules_are_called(text: str, names: list[str | None]) -> None:
    """Whatever signs stand around their names, and whatever nodes beside them."""
    assert [layer.name for layer in layers(text)] == names


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_what_layers_are_called(
    text: str, expected: list[tuple[str | None, tuple[int, int]]]
) -> None:
    """Each with the kernel that it has."""
    assert [(layer.name, layer.options["kernel"]) for layer in layers(text)] == expected


def test_a_thousand_layers_of_a_line() -> None:
    """More are not listed, whether one module repeats them or several that are nested."""
    names = [layer.name for layer in layers("(0-1999): 2000 x MaxPool2d(2)")]
    assert names == list(map(str, range(1000)))
    nested = "Net(\n  (0-1): 2 x Block(\n    (0-599): 600 x MaxPool2d(2)\n  )\n)"
    names = [layer.name for layer in layers(nested)]
    assert names == [f"0.{n}" for n in range(600)] + [f"1.{n}" for n in range(400)]


OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "quotes": (
        '%y = MaxPool[auto_pad = "SAME_UPPER", kernel_shape = [2, 2]](%x)',
        {"kernel": (2, 2), "stride": (1, 1), "padding": "same"},
    ),
    "other quotes": (
        "%y = MaxPool[auto_pad = 'SAME_LOWER', kernel_shape = [+2, 3]](%x)",
        {"kernel": (2, 3), "stride": (1, 1), "padding": "same-lower"},
    ),
    "a number": (
        "y = MaxPool <ceil_mode: int = 1, kernel_shape: ints = [2, 2], strides = [2, 2]> (x)",
        {"kernel": (2, 2), "ceil_mode": True},
    ),
    "a comma at the end": (
        "%y = MaxPool[ceil_mode = 1, kernel_shape = [2, 2] , ](%x)",
        {"kernel": (2, 2), "stride": (1, 1), "ceil_mode": True},
    ),
    "no blanks": (
        "y = MaxPool <kernel_shape:ints\t=[2, 2],strides\t:\tints\t=\t[2, 2],ceil_mode=1> (x)",
        {"kernel": (2, 2), "ceil_mode": True},
    ),
    "as Python": ("x = MaxPool(kernel_shape=[2, 2], strides=[2, 2])", {"kernel": (2, 2)}),
    "no blank at all": (
        "%y=MaxPool[ceil_mode=1,kernel_shape=[2,2]](x)",
        {"kernel": (2, 2), "stride": (1, 1), "ceil_mode": True},
    ),
    "types without blanks": (
        "y = MaxPool <ceil_mode:int=1,kernel_shape:ints  =[2,2]> (x)",
        {"kernel": (2, 2), "stride": (1, 1), "ceil_mode": True},
    ),
    "blanks of a web page": (
        "%y\u00a0=\u00a0MaxPool[\u00a0kernel_shape\u00a0=\u00a0[2,\u00a02]\u00a0](x)",
        {"kernel": (2, 2), "stride": (1, 1)},
    ),
}


@pytest.mark.parametrize(("text", "options"), OPTIONS.values(), ids=OPTIONS)
def test_attributes_of_a_node(text: str, options: dict[str, Any]) -> None:
    (layer,) = layers(text)
    assert (layer.framework, layer.options) == ("onnx", options)


WRITE = "\nhint: write it as MaxPool2d(kernel_size=2, stride=2), with ',' between the arguments"
NO_NODES = {
    "two words": ("[n] x y = MaxPool(x)", "5: no layer can be read at 'x'"),
    "two signs of equality": ("[n] x=y = MaxPool(x)", "5: no layer can be read at 'x'"),
    "a bracket that closes": ("[n] y) = MaxPool(x)", "6: no layer can be read at ')'"),
    "a quotation mark": ('[n] "y = MaxPool(x)', "5: no layer can be read at '\"'"),
    "an empty name and a word": ("[] n] y = MaxPool(x)", "5: no layer can be read at ']'"),
    "a blank name": ("[ ] y = MaxPool(x)", "5: no layer can be read at 'y'"),
    "two names": ("[a] [b] y = MaxPool <a = 1> (x)", "9: no layer can be read at 'y'"),
    "two signs and quotes": ('%%"y" = MaxPool(x)', "1: no layer can be read at '%'"),
    "a word alone": ("%y = MaxPool", "1: no layer can be read at '%'"),
    "no attributes": ("%y = MaxPool[2](x)", "1: no layer can be read at '%'"),
    "no maker": ("%y = (x)", "1: no layer can be read at '%'"),
    "no attribute's name": ("%y = MaxPool[: = 1](x)", "1: no layer can be read at '%'"),
    "two outputs, one after another": (
        "[n] y, z = a = MaxPool(x)",
        "5: no layer can be read at 'y'",
    ),
    "an output in brackets": ("[n] y, (z) = MaxPool(x)", "5: no layer can be read at 'y'"),
    "no number of times": ("(0):  x MaxPool2d(2)", "9: no layer can be read at 'MaxPool2d'"),
    "times without a blank": ("(0): 2 xMaxPool2d(2)", "8: no layer can be read at 'xMaxPool2d'"),
    "two times": ("(0): 2 x 3 x MaxPool2d(2)", "12: no layer can be read at 'x'"),
    "a bracket in a module": ("(a)b): MaxPool2d(2)", "5: no layer can be read at ')'"),
}


@pytest.mark.parametrize(("text", "message"), NO_NODES.values(), ids=NO_NODES)
def test_what_is_neither_a_node_nor_a_module(text: str, message: str) -> None:
    """It is taken for Python, and the place where that is none is named."""
    with pytest.raises(Fault) as caught:
        layers(text)
    assert str(caught.value) == f"line 1, column {message}{WRITE}"


def test_a_long_line_in_a_bracket_takes_no_time() -> None:
    """Every way to share it out among the parts of a node would be tried, else: minutes."""
    begun = time.process_time()
    for more in (" " * 50_000, '"' + "a" * 50_000):
        with pytest.raises(Fault, match=r"^line 1, column 1: a '\[' is never closed"):
            layers("[" + more)
    assert time.process_time() - begun < 5


ATTRIBUTES = "\nhint: write attributes as kernel_shape = [3, 3], with ',' between them"
REFUSED: dict[str, tuple[str, str]] = {
    "a configuration that is assigned": (
        f"config = {KERAS}",
        "line 1, column 20: no layer can be read at 'max_pooling2d'"
        "\nhint: write it as MaxPooling2D(pool_size=2)",
    ),
    "a configuration and a number": (
        f"{KERAS}\n1",
        "line 1, column 11: no layer can be read at 'max_pooling2d'"
        "\nhint: write it as MaxPooling2D(pool_size=2)",
    ),
    "a name with a blank": (
        "(a b): MaxPool2d(2)",
        "line 1, column 2: no layer can be read at 'a'" + WRITE,
    ),
    "an empty name": (
        "(): MaxPool2d(2)",
        "line 1, column 1: no layer can be read at '('" + WRITE,
    ),
    "a bracket in a name": (
        "(a(b): MaxPool2d(2)",
        "line 1, column 1: a '(' is never closed\nhint: add the missing ')'",
    ),
    "a bracket in an output": (
        "[n] y( = MaxPool(x)",
        "line 1, column 6: a '(' is never closed\nhint: add the missing ')'",
    ),
    "a word before a module": (
        "(a): X()\nb (0): MaxPool2d(2)",
        "line 2, column 8: no layer can be read at 'MaxPool2d'"
        "\nhint: write it as MaxPool2d(kernel_size=2)",
    ),
    "no comma": (
        "%y = MaxPool[kernel_shape = [2, 2] ceil_mode = 1](%x)",
        "line 1, column 33: no attribute can be read at '2] ceil_mode = 1'" + ATTRIBUTES,
    ),
    "no name": (
        "%y = MaxPool[ = 1](%x)",
        "line 1, column 15: no attribute can be read at '= 1'" + ATTRIBUTES,
    ),
    "no value": (
        "%y = MaxPool[ceil_mode = ](%x)",
        "line 1, column 14: no attribute can be read at 'ceil_mode = '" + ATTRIBUTES,
    ),
    "no value and no blank": (
        "%y = MaxPool[a=](%x)",
        "line 1, column 14: no attribute can be read at 'a='" + ATTRIBUTES,
    ),
    "a letter": (
        "%y = MaxPool[a=1](%x)",
        "line 1, column 14: MaxPool has no argument 'a'"
        "\nhint: it takes kernel_shape, strides, pads, auto_pad, dilations, ceil_mode and "
        "storage_order",
    ),
    "a quotation mark at the end": (
        "%y = MaxPool[kernel_shape = [2, 2], auto_pad = X'](%x)",
        "line 1, column 37: auto_pad is 'X''"
        "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER",
    ),
    "no type": (
        "y = MaxPool <ceil_mode: = 1> (x)",
        "line 1, column 14: no attribute can be read at 'ceil_mode: = 1'" + ATTRIBUTES,
    ),
    "two types": (
        "y = MaxPool <ceil_mode: int: int = 1> (x)",
        "line 1, column 14: no attribute can be read at 'ceil_mode: int: int = 1'" + ATTRIBUTES,
    ),
    "a minus": (
        "%y = MaxPool[kernel_shape = [2, 2], strides = [-1, 1]](%x)",
        "line 1, column 37: strides must be at least 1, not -1",
    ),
    "a name among pads": (
        "%y = MaxPool[kernel_shape = [2, 2], pads = [1, 1, a, 1]](%x)",
        "line 1, column 37: pads is (1, 1, a, 1), no whole number\nhint: write pads=[1, 1, 1, 1]",
    ),
    "two near names": (
        "MaxPool(kernel_shape=[2, 2], auto_pads='VALID')",
        "line 1, column 30: MaxPool has no argument 'auto_pads'\nhint: did you mean auto_pad?",
    ),
    "no size": ("AdaptiveMaxPool2d(0)", "line 1, column 19: output_size must be at least 1, not 0"),
    "a name for a size": (
        "AdaptiveMaxPool2d(n)",
        "line 1, column 19: output_size is 'n', which is no number"
        "\nhint: write its value, as in output_size=2",
    ),
    "a name for a window": (
        "MaxPooling2D(p)",
        "line 1, column 14: pool_size is 'p', which is no number"
        "\nhint: write its value, as in pool_size=2",
    ),
    "a name for a node's window": (
        "%y = MaxPool[kernel_shape = k](%x)",
        "line 1, column 14: kernel_shape is 'k', no list"
        "\nhint: a matrix needs height and width: kernel_shape=[2, 2]",
    ),
    "a name for a padding": (
        "MaxPool2d(2, padding=p)",
        "line 1, column 14: padding is 'p', which is no number"
        "\nhint: write its value, as in padding=2",
    ),
    "a negative padding": (
        "MaxPool2d(2, padding=-1)",
        "line 1, column 14: padding must be at least 0, not -1",
    ),
    "thirty-one digits": (
        f"%y = MaxPool[kernel_shape = [2, {'7' * 31}]](%x)",
        f"line 1, column 14: kernel_shape is (2, {'7' * 31}), no whole number"
        "\nhint: write kernel_shape=[2, 3]",
    ),
    "two commas": (
        "%y = MaxPool[kernel_shape = [2, 2],, ceil_mode = 1](%x)",
        "line 1, column 36: no attribute can be read at ', ceil_mode = 1'" + ATTRIBUTES,
    ),
    "a word without quotes": (
        "%y = MaxPool[kernel_shape = [2, 2], auto_pad = SAME_UPPER](%x)",
        "line 1, column 37: auto_pad is 'SAME_UPPER'"
        "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER",
    ),
    "an empty text": (
        "%y = MaxPool[auto_pad='', kernel_shape=[2,2]](%x)",
        "line 1, column 14: auto_pad is ''"
        "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER",
    ),
    "an empty text in other quotes": (
        '%y = MaxPool[auto_pad="", kernel_shape=[2,2]](%x)',
        "line 1, column 14: auto_pad is ''"
        "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER",
    ),
    "a decimal in a list": (
        "%y = MaxPool[kernel_shape = [2, 2.5]](%x)",
        "line 1, column 14: kernel_shape is (2, 2.5), no whole number"
        "\nhint: write kernel_shape=[2, 3]",
    ),
    "a name in a tuple": (
        "MaxPool2d((k, 2))",
        "line 1, column 11: kernel_size is (k, 2), no whole number"
        "\nhint: write kernel_size=2 or (2, 3)",
    ),
    "a small letter": (
        "%z = averagepool[kernel_shape = [2]](%y)",
        "line 1, column 6: 'averagepool' is no known layer"
        "\nhint: did you mean AveragePool(kernel_shape=[2, 2])?",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_layer(text: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        layers(text)
    assert str(caught.value) == message
