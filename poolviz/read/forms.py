"""The frameworks' pooling layers, and their arguments in order."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from poolviz.read.calls import Call, Given
from poolviz.read.numerals import Fault
from poolviz.read.syntax import Unknown
from poolviz.words import counted, listed, shown


class Form(NamedTuple):
    """A layer of a framework.

    `order` has the arguments that go without a name, `more` those that need theirs, `needs` the
    one that cannot be left out. `counts`: whether padding counts in the divisor, if nothing is
    said; None of maxima, which have none.
    """

    framework: str
    operation: str
    example: str
    needs: str | None
    order: tuple[str, ...]
    more: tuple[str, ...] = ()
    counts: bool | None = None


MAX = ("kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode")
MAX_FUNCTION = ("input", *MAX[:4], "ceil_mode", "return_indices")
AVG = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")
INDICES = ("return_indices",)
KERAS = ("pool_size", "strides", "padding", "data_format", "name")
KERAS_MORE = ("trainable", "dtype", "input_shape", "batch_size", "activity_regularizer", "autocast")
ONNX = ("kernel_shape", "strides", "pads", "auto_pad", "dilations", "ceil_mode")


def _pytorch() -> dict[str, Form]:
    forms = {}
    for operation, layer, function, own, counts in (
        ("max", MAX, MAX_FUNCTION, INDICES, None),
        ("avg", AVG, ("input", *AVG), (), True),
    ):
        name, called = f"{operation.title()}Pool2d", f"{operation}_pool2d"
        for made, example, needs, order in (
            (name, f"{name}(kernel_size=2)", "kernel_size", layer),
            (called, f"{called}(x, 2)", "kernel_size", function),
            (f"Adaptive{name}", f"Adaptive{name}(1)", "output_size", ("output_size", *own)),
            (f"adaptive_{called}", f"adaptive_{called}(x, 1)", "output_size",
             ("input", "output_size", *own)),
        ):  # fmt: skip
            forms[made] = Form("pytorch", operation, example, needs, order, (), counts)
    return forms


def _keras() -> dict[str, Form]:
    forms = {}
    for operation, name, short, needs, counts in (
        ("max", "MaxPooling2D", "MaxPool2D", None, None),  # its kernel is 2, if nothing is said
        ("avg", "AveragePooling2D", "AvgPool2D", "pool_size", False),
    ):
        more, size = ("name", *KERAS_MORE), "output_size"
        for made, example, needed, order, rest in (
            (name, f"{name}(pool_size=2)", needs, KERAS, KERAS_MORE),
            (short, f"{short}(pool_size=2)", needs, KERAS, KERAS_MORE),
            (f"Global{name}", f"Global{name}()", None, ("data_format", "keepdims"), more),
            (f"Global{short}", f"Global{short}()", None, ("data_format", "keepdims"), more),
            (f"Adaptive{name}", f"Adaptive{name}({size}=1)", size, (size, "data_format"), more),
        ):
            forms[made] = Form("keras", operation, example, needed, order, rest, counts)
    return forms


def _onnx() -> dict[str, Form]:
    forms = {}
    for operation, name, own, counts in (
        ("max", "MaxPool", "storage_order", None),
        ("avg", "AveragePool", "count_include_pad", False),
    ):
        example = f"{name}(kernel_shape=[2, 2])"
        more = (*ONNX, own, "name")
        forms[name] = Form("onnx", operation, example, "kernel_shape", (), more, counts)
        forms[f"Global{name}"] = Form("onnx", operation, f"Global{name}()", None, (), ("name",))
    return forms


FORMS = _pytorch() | _keras() | _onnx()


def bound(form: Form, call: Call) -> dict[str, Given]:
    """The arguments by their names."""
    found: dict[str, Given] = {}
    for turn, given in enumerate(call.given):
        key = given.key
        if key is None:
            if form.framework == "onnx" and isinstance(given.value, Unknown):
                continue  # the name of a tensor
            if turn >= len(form.order):
                most = counted(len(form.order), "argument") if form.order else "no argument"
                what = f"{call.maker} takes {most} without a name"
                raise Fault(what, given.at, f"write it as {form.example}")
            key = form.order[turn]
        elif not call.config and key not in (*form.order, *form.more):
            raise _no_argument(form, call.maker, key, given.at)
        if key in found:
            raise Fault(f"{call.maker} is given {key} twice", given.at, "give it once")
        found[key] = given
    if form.needs and form.needs not in found:
        raise Fault(f"{call.maker} needs {form.needs}", call.at, f"write it as {form.example}")
    return found


def _no_argument(form: Form, maker: str, key: str, at: int) -> Fault:
    taken = [k for k in (*form.order, *form.more) if k not in (*KERAS_MORE, "input", "name")]
    near = difflib.get_close_matches(key, taken)
    hint = f"it takes {listed(taken, 'and')}" if taken else f"write it as {form.example}"
    hint = f"did you mean {near[0]}?" if near else hint
    return Fault(f"{maker} has no argument {shown(key)}", at, hint)
