"""From a framework's arguments to the options of poolviz, each framework by its own defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from poolviz import arguments
from poolviz.read.calls import Call, Given
from poolviz.read.forms import Form
from poolviz.read.numerals import Fault
from poolviz.read.syntax import Unknown
from poolviz.words import counted, listed, shown

T = TypeVar("T")
Padding = tuple[int, int, int, int] | str

FLAGS = ("ceil_mode", "count_include_pad")
AUTO_PADS: dict[str, Padding | None] = {
    "NOTSET": None,
    "VALID": (0, 0, 0, 0),
    "SAME_UPPER": "same",
    "SAME_LOWER": "same-lower",
}
"""ONNX's words for padding; with the first, `pads` says it."""


def options(form: Form, call: Call, given: dict[str, Given]) -> dict[str, Any]:
    """The arguments of `max_pool` or `avg_pool`; what is as poolviz has it anyway is left out."""
    if call.maker.startswith("Global"):
        return {"output_size": (1, 1)}
    if "output_size" in given:
        return {"output_size": _output_size(given["output_size"])}
    kernel = _size(form, given, ("kernel_size", "pool_size", "kernel_shape"), left=False) or (2, 2)
    default = (1, 1) if form.framework == "onnx" else kernel
    stride = _size(form, given, ("stride", "strides")) or default
    found: dict[str, Any] = {
        "kernel": kernel,
        "stride": stride,
        "padding": PADDINGS[form.framework](given),
        "dilation": _size(form, given, ("dilation", "dilations")) or (1, 1),
        "ceil_mode": _flag(given, "ceil_mode", False),
    }
    as_poolviz = {"stride": kernel, "padding": (0, 0, 0, 0), "dilation": (1, 1), "ceil_mode": False}
    if form.counts is not None:
        found["count_include_pad"] = _flag(given, "count_include_pad", form.counts)
        found["divisor"] = _divisor(given)
        as_poolviz |= {"count_include_pad": True, "divisor": None}
    return {k: v for k, v in found.items() if k not in as_poolviz or v != as_poolviz[k]}


def _size(
    form: Form, given: dict[str, Given], keys: Sequence[str], left: bool = True
) -> tuple[int, int] | None:
    """(height, width), None where it is not given; or left to the framework, if it may be."""
    for key in keys:
        if key in given and not (left and given[key].value in (None, ())):
            one = given[key]
            _check_length(form, one, key)
            like = "[2, 3]" if form.framework == "onnx" else "2 or (2, 3)"
            return _judged(one, key, partial(arguments.pair, name=key), like)
    return None


def _check_length(form: Form, one: Given, key: str) -> None:
    """Refuse sizes of layers that pool no matrices; PyTorch takes one number in a tuple, too."""
    like = "[2, 2]" if form.framework == "onnx" else "2 or (2, 2)"
    hint = f"a matrix needs height and width: {key}={like}"
    if isinstance(one.value, tuple):
        length = len(one.value)
        if length != 2 and not (length == 1 and form.framework == "pytorch"):
            raise Fault(f"{key} has {counted(length, 'number')}", one.at, hint)
    elif form.framework == "onnx":
        raise Fault(f"{key} is {_said(one)}, no list", one.at, hint)


def _output_size(one: Given) -> tuple[int, int]:
    value = one.value
    if value is None or (isinstance(value, tuple) and None in value):
        what = "an output_size of None is the input's own, which the layer does not say"
        raise Fault(what, one.at, "write its number")
    if isinstance(value, tuple) and len(value) != 2:
        what = f"output_size has {counted(len(value), 'number')}"
        raise Fault(what, one.at, "a matrix needs height and width: output_size=1 or (1, 1)")
    return _judged(one, "output_size", lambda v: arguments.pair(v, "output_size"))


def _divisor(given: dict[str, Given]) -> int | None:
    one = given.get("divisor_override")
    if not one or one.value is None:
        return None
    return _judged(one, "divisor_override", lambda v: arguments.whole(v, "divisor_override", 1))


def _flag(given: dict[str, Given], key: str, default: bool) -> bool:
    if key not in given:
        return default
    return _judged(given[key], key, lambda v: arguments.flag(v, key))


def _said(one: Given) -> str:
    return shown(one.value.text if isinstance(one.value, Unknown) else one.value)


def _judged(one: Given, key: str, judge: Callable[[object], T], like: str = "2 or (2, 3)") -> T:
    """The value of an argument, by the judge that options have, too; `like`: as it should be."""
    if isinstance(one.value, (Unknown, str)):
        hint = f"write its value, as in {key}=2"
        raise Fault(f"{key} is {_said(one)}, which is no number", one.at, hint)
    numbers = one.value if isinstance(one.value, tuple) else (one.value,)
    if key not in FLAGS and not all(type(number) is int for number in numbers):
        raise Fault(f"{key} is {_said(one)}, no whole number", one.at, f"write {key}={like}")
    try:
        return judge(one.value)
    except ValueError as error:
        raise Fault(str(error), one.at) from None


def _pytorch_padding(given: dict[str, Given]) -> Padding:
    if "padding" not in given:
        return 0, 0, 0, 0
    one = given["padding"]
    if isinstance(one.value, tuple) and len(one.value) not in (1, 2):
        what = f"padding has {counted(len(one.value), 'number')}"
        raise Fault(what, one.at, "PyTorch pads both sides alike: padding=1 or (1, 1)")
    if isinstance(one.value, str):
        what = f"padding is {_said(one)}, which PyTorch's pooling does not know"
        raise Fault(what, one.at, "write it as a number: padding=1")
    height, width = _judged(one, "padding", lambda v: arguments.pair(v, "padding", 0))
    return height, width, height, width


def _keras_padding(given: dict[str, Given]) -> Padding:
    if "padding" not in given:
        return 0, 0, 0, 0
    one = given["padding"]
    if not isinstance(one.value, str) or one.value.lower() not in ("valid", "same"):
        what = f"padding is {_said(one)}, which Keras's pooling does not know"
        raise Fault(what, one.at, 'write padding="valid" or padding="same"')
    return "same" if one.value.lower() == "same" else (0, 0, 0, 0)


def _onnx_padding(given: dict[str, Given]) -> Padding:
    auto, pads = given.get("auto_pad"), given.get("pads")
    if auto:
        if not isinstance(auto.value, str) or auto.value not in AUTO_PADS:
            what = f"auto_pad is {_said(auto)}"
            raise Fault(what, auto.at, f"ONNX knows {listed(list(AUTO_PADS), 'and')}")
        padding = AUTO_PADS[auto.value]
        if padding is not None:
            if pads:
                raise Fault("auto_pad and pads exclude each other", auto.at, "give one of them")
            return padding
    if not pads:
        return 0, 0, 0, 0
    if not isinstance(pads.value, tuple) or len(pads.value) != 4:
        hint = "top, left, bottom and right: pads=[1, 1, 1, 1]"
        raise Fault(f"pads is {_said(pads)}, not four numbers", pads.at, hint)
    return _judged(pads, "pads", arguments.paddings, "[1, 1, 1, 1]")


PADDINGS: dict[str, Callable[[dict[str, Given]], Padding]] = {
    "pytorch": _pytorch_padding,
    "keras": _keras_padding,
    "onnx": _onnx_padding,
}
