"""Arguments of every layer, by position and by name; what is no argument of it, and no value."""

from __future__ import annotations

from typing import Any

import pytest

from poolviz.read import forms
from poolviz.read.layer import layers
from poolviz.read.numerals import Fault

TAKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("MaxPool2d(2, 1, 1, 1, True, True)",
     "pytorch max None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1), "ceil_mode": True}),
    ("nn.MaxPool2d(2, 1, 1, 1, False, True)",
     "pytorch max None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1), "ceil_mode": True}),
    ("nn.MaxPool2d(kernel_size=2, return_indices=True)", "pytorch max None", {"kernel": (2, 2)}),
    ("F.max_pool2d(x, 2, 1, 1, 1, True, False)",
     "pytorch max None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1), "ceil_mode": True}),
    ("F.max_pool2d(input=x, kernel_size=2, stride=1, padding=1, dilation=2, "
     "return_indices=False, ceil_mode=True)",
     "pytorch max None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1), "dilation": (2, 2),
      "ceil_mode": True}),
    ("F.avg_pool2d(x, 2, 1, 1, True, False, 3)",
     "pytorch avg None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1),
      "ceil_mode": True, "count_include_pad": False, "divisor": 3}),
    ("F.avg_pool2d(input=x, kernel_size=2, stride=None, padding=(1, 0), ceil_mode=True, "
     "count_include_pad=False, divisor_override=None)",
     "pytorch avg None",
     {"kernel": (2, 2), "padding": (1, 0, 1, 0), "ceil_mode": True, "count_include_pad": False}),
    ("nn.AvgPool2d(2, 1, 1, True, False, 3)",
     "pytorch avg None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 1, 1, 1),
      "ceil_mode": True, "count_include_pad": False, "divisor": 3}),
    ("nn.AdaptiveMaxPool2d(2, True)", "pytorch max None", {"output_size": (2, 2)}),
    ("nn.AdaptiveMaxPool2d((2,3), return_indices=False)",
     "pytorch max None",
     {"output_size": (2, 3)}),
    ("F.adaptive_max_pool2d(x, 2, True)", "pytorch max None", {"output_size": (2, 2)}),
    ("F.adaptive_max_pool2d(input=x, output_size=2, return_indices=True)",
     "pytorch max None",
     {"output_size": (2, 2)}),
    ("F.adaptive_avg_pool2d(x, (2, 3))", "pytorch avg None", {"output_size": (2, 3)}),
    ("MaxPooling2D()", "keras max None", {"kernel": (2, 2)}),
    ("AveragePooling2D(3)", "keras avg None", {"kernel": (3, 3), "count_include_pad": False}),
    ("MaxPooling2D(2, 1, 'same', 'channels_last', 'p')",
     "keras max p",
     {"kernel": (2, 2), "stride": (1, 1), "padding": "same"}),
    ("AvgPool2D(pool_size=2, strides=None, padding='valid', data_format=None, name='q', "
     "trainable=True, dtype='float32', input_shape=(1,), batch_size=1, "
     "activity_regularizer=None, autocast=True)",
     "keras avg q",
     {"kernel": (2, 2), "count_include_pad": False}),
    ("GlobalMaxPooling2D('channels_last', True)", "keras max None", {"output_size": (1, 1)}),
    ("GlobalAveragePooling2D(data_format=None, keepdims=True, name='g', dtype='f')",
     "keras avg g",
     {"output_size": (1, 1)}),
    ("AdaptiveMaxPooling2D(2, 'channels_last')", "keras max None", {"output_size": (2, 2)}),
    ("AdaptiveAveragePooling2D(output_size=(2,3), data_format=None, name='n')",
     "keras avg n",
     {"output_size": (2, 3)}),
    ("MaxPool(kernel_shape=[2,2], strides=[2,2], pads=[0,0,0,0], auto_pad='NOTSET', "
     "dilations=[1,1], ceil_mode=0, storage_order=1, name='m')", "onnx max m", {"kernel": (2, 2)}),
    ("MaxPool(x, kernel_shape=[2,2], strides=[2,2])", "onnx max None", {"kernel": (2, 2)}),
    ("AveragePool(kernel_shape=[2,2], strides=[2,2], count_include_pad=1)",
     "onnx avg None",
     {"kernel": (2, 2)}),
    ("GlobalMaxPool(x, name='g')", "onnx max g", {"output_size": (1, 1)}),
    ("AvgPool2d(2, ceil_mode=1)", "pytorch avg None", {"kernel": (2, 2), "ceil_mode": True}),
    ("MaxPool2d((2,))", "pytorch max None", {"kernel": (2, 2)}),
    ("MaxPool2d(2, ())", "pytorch max None", {"kernel": (2, 2)}),
    ("MaxPool2d(2, padding=(1,))", "pytorch max None", {"kernel": (2, 2), "padding": (1, 1, 1, 1)}),
    ("MaxPooling2D(2, padding='SAME')", "keras max None", {"kernel": (2, 2), "padding": "same"}),
    ("MaxPool(kernel_shape=[2,2], auto_pad='NOTSET', pads=[1,0,0,1])",
     "onnx max None",
     {"kernel": (2, 2), "stride": (1, 1), "padding": (1, 0, 0, 1)}),
    ("MaxPool(kernel_shape=[2,2], auto_pad='VALID')",
     "onnx max None",
     {"kernel": (2, 2), "stride": (1, 1)}),
    ("MaxPool2d(2, return_indices=k)", "pytorch max None", {"kernel": (2, 2)}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "options"), TAKEN)
def test_what_arguments_mean(text: str, said: str, options: dict[str, Any]) -> None:
    """An option that is as poolviz has it is left out."""
    (layer,) = layers(text)
    assert f"{layer.framework} {layer.operation} {layer.name}" == said
    assert layer.options == options


REFUSED: list[tuple[str, str]] = [
    ("AdaptiveAvgPool2d(2, True)",
     "22: AdaptiveAvgPool2d takes 1 argument without a name"
     "\nhint: write it as AdaptiveAvgPool2d(1)"),
    ("AdaptiveAvgPool2d(2, return_indices=True)",
     "22: AdaptiveAvgPool2d has no argument 'return_indices'"
     "\nhint: it takes output_size"),
    ("F.adaptive_avg_pool2d(x)",
     "1: adaptive_avg_pool2d needs output_size"
     "\nhint: write it as adaptive_avg_pool2d(x, 1)"),
    ("F.max_pool2d(x)",
     "1: max_pool2d needs kernel_size"
     "\nhint: write it as max_pool2d(x, 2)"),
    ("MaxPool2d(None)",
     "11: kernel_size is None, no whole number"
     "\nhint: write kernel_size=2 or (2, 3)"),
    ("nn.AvgPool2d(kernel_size=())",
     "14: kernel_size has 0 numbers"
     "\nhint: a matrix needs height and width: kernel_size=2 or (2, 2)"),
    ("MaxPool(kernel_shape=[])",
     "9: kernel_shape has 0 numbers"
     "\nhint: a matrix needs height and width: kernel_shape=[2, 2]"),
    ("MaxPool(kernel_shape=None)",
     "9: kernel_shape is None, no list"
     "\nhint: a matrix needs height and width: kernel_shape=[2, 2]"),
    ("MaxPooling2D(pool_size=None)",
     "14: pool_size is None, no whole number"
     "\nhint: write pool_size=2 or (2, 3)"),
    ("MaxPool2d()",
     "1: MaxPool2d needs kernel_size"
     "\nhint: write it as MaxPool2d(kernel_size=2)"),
    ("AvgPool2d()",
     "1: AvgPool2d needs kernel_size"
     "\nhint: write it as AvgPool2d(kernel_size=2)"),
    ("AveragePooling2D()",
     "1: AveragePooling2D needs pool_size"
     "\nhint: write it as AveragePooling2D(pool_size=2)"),
    ("MaxPooling2D(2, 1, 'same', 'channels_last', 'p', 5)",
     "50: MaxPooling2D takes 5 arguments without a name"
     "\nhint: write it as MaxPooling2D(pool_size=2)"),
    ("GlobalMaxPool2D(2, 3, 4)",
     "23: GlobalMaxPool2D takes 2 arguments without a name"
     "\nhint: write it as GlobalMaxPool2D()"),
    ("GlobalAvgPool2D(pool_size=2)",
     "17: GlobalAvgPool2D has no argument 'pool_size'"
     "\nhint: it takes data_format and keepdims"),
    ("AdaptiveMaxPooling2D()",
     "1: AdaptiveMaxPooling2D needs output_size"
     "\nhint: write it as AdaptiveMaxPooling2D(output_size=1)"),
    ("MaxPool(2, kernel_shape=[2,2])",
     "9: MaxPool takes no argument without a name"
     "\nhint: write it as MaxPool(kernel_shape=[2, 2])"),
    ("MaxPool(kernel_shape=[2,2], count_include_pad=1)",
     "29: MaxPool has no argument 'count_include_pad'"
     "\nhint: it takes kernel_shape, strides, pads, auto_pad, dilations, ceil_mode and "
     "storage_order"),
    ("AveragePool(kernel_shape=[2,2], storage_order=1)",
     "33: AveragePool has no argument 'storage_order'"
     "\nhint: it takes kernel_shape, strides, pads, auto_pad, dilations, ceil_mode and "
     "count_include_pad"),
    ("GlobalAveragePool(kernel_shape=[1,1])",
     "19: GlobalAveragePool has no argument 'kernel_shape'"
     "\nhint: write it as GlobalAveragePool()"),
    ("MaxPool()",
     "1: MaxPool needs kernel_shape"
     "\nhint: write it as MaxPool(kernel_shape=[2, 2])"),
    ("AveragePool(strides=[1,1])",
     "1: AveragePool needs kernel_shape"
     "\nhint: write it as AveragePool(kernel_shape=[2, 2])"),
    ("MaxPool2d(2, kernel_size=3)",
     "14: MaxPool2d is given kernel_size twice"
     "\nhint: give it once"),
    ("MaxPool2d(kernel_size=2, kernel_size=3)",
     "26: MaxPool2d is given kernel_size twice"
     "\nhint: give it once"),
    ("MaxPool2d(2, stide=1)",
     "14: MaxPool2d has no argument 'stide'"
     "\nhint: did you mean stride?"),
    ("MaxPool2d(2, foo=1)",
     "14: MaxPool2d has no argument 'foo'"
     "\nhint: it takes kernel_size, stride, padding, dilation, return_indices and "
     "ceil_mode"),
    ("GlobalMaxPool(x=1)",
     "15: GlobalMaxPool has no argument 'x'"
     "\nhint: write it as GlobalMaxPool()"),
    ("MaxPooling2D(2, nme='x')",
     "17: MaxPooling2D has no argument 'nme'"
     "\nhint: it takes pool_size, strides, padding and data_format"),
    ("MaxPooling2D(2, input=1)",
     "17: MaxPooling2D has no argument 'input'"
     "\nhint: it takes pool_size, strides, padding and data_format"),
    ("F.max_pool2d(x, 2, inpt=3)",
     "20: max_pool2d has no argument 'inpt'"
     "\nhint: it takes kernel_size, stride, padding, dilation, ceil_mode and "
     "return_indices"),
    ("MaxPool2d(1,2,3,4,5,6,7)",
     "23: MaxPool2d takes 6 arguments without a name"
     "\nhint: write it as MaxPool2d(kernel_size=2)"),
    ("AvgPool2d(2, ceil_mode=2)",
     "14: ceil_mode must be True or False, not 2"),
    ("AvgPool2d(2, divisor_override=0)",
     "14: divisor_override must be at least 1, not 0"),
    ("AvgPool2d(2, divisor_override=2.0)",
     "14: divisor_override is 2.0, no whole number"
     "\nhint: write divisor_override=2 or (2, 3)"),
    ("AvgPool2d(2, divisor_override=k)",
     "14: divisor_override is 'k', which is no number"
     "\nhint: write its value, as in divisor_override=2"),
    ("MaxPool2d((2,3,4))",
     "11: kernel_size has 3 numbers"
     "\nhint: a matrix needs height and width: kernel_size=2 or (2, 2)"),
    ("MaxPooling2D((2,))",
     "14: pool_size has 1 number"
     "\nhint: a matrix needs height and width: pool_size=2 or (2, 2)"),
    ("MaxPool(kernel_shape=2)",
     "9: kernel_shape is 2, no list"
     "\nhint: a matrix needs height and width: kernel_shape=[2, 2]"),
    ("MaxPool(kernel_shape=[2])",
     "9: kernel_shape has 1 number"
     "\nhint: a matrix needs height and width: kernel_shape=[2, 2]"),
    ("MaxPool2d(k)",
     "11: kernel_size is 'k', which is no number"
     "\nhint: write its value, as in kernel_size=2"),
    ("MaxPool2d('2')",
     "11: kernel_size is '2', which is no number"
     "\nhint: write its value, as in kernel_size=2"),
    ("MaxPool2d(2.0)",
     "11: kernel_size is 2.0, no whole number"
     "\nhint: write kernel_size=2 or (2, 3)"),
    ("MaxPool2d((2, 2.0))",
     "11: kernel_size is (2, 2.0), no whole number"
     "\nhint: write kernel_size=2 or (2, 3)"),
    ("MaxPool2d(True)",
     "11: kernel_size is True, no whole number"
     "\nhint: write kernel_size=2 or (2, 3)"),
    ("MaxPool2d(-2)",
     "11: kernel_size must be at least 1, not -2"),
    ("MaxPool2d(2, padding=(1,2,3))",
     "14: padding has 3 numbers"
     "\nhint: PyTorch pads both sides alike: padding=1 or (1, 1)"),
    ("MaxPool2d(2, padding='same')",
     "14: padding is 'same', which PyTorch's pooling does not know"
     "\nhint: write it as a number: padding=1"),
    ("MaxPool2d(2, padding=-1)",
     "14: padding must be at least 0, not -1"),
    ("MaxPooling2D(2, padding=1)",
     "17: padding is 1, which Keras's pooling does not know"
     '\nhint: write padding="valid" or padding="same"'),
    ("MaxPooling2D(2, padding='full')",
     "17: padding is 'full', which Keras's pooling does not know"
     '\nhint: write padding="valid" or padding="same"'),
    ("MaxPool(kernel_shape=[2,2], auto_pad='SAME_UPPER', pads=[0,0,0,0])",
     "29: auto_pad and pads exclude each other"
     "\nhint: give one of them"),
    ("MaxPool(kernel_shape=[2,2], auto_pad=1)",
     "29: auto_pad is 1"
     "\nhint: ONNX knows NOTSET, VALID, SAME_UPPER and SAME_LOWER"),
    ("MaxPool(kernel_shape=[2,2], pads=[1,1])",
     "29: pads is (1, 1), not four numbers"
     "\nhint: top, left, bottom and right: pads=[1, 1, 1, 1]"),
    ("MaxPool(kernel_shape=[2,2], pads=1)",
     "29: pads is 1, not four numbers"
     "\nhint: top, left, bottom and right: pads=[1, 1, 1, 1]"),
    ("MaxPool(kernel_shape=[2,2], pads=[1,1,1,-1])",
     "29: padding must be at least 0, not -1"),
    ("AdaptiveAvgPool2d(None)",
     "19: an output_size of None is the input's own, which the layer does not say"
     "\nhint: write its number"),
    ("AdaptiveAvgPool2d((1, None))",
     "19: an output_size of None is the input's own, which the layer does not say"
     "\nhint: write its number"),
    ("AdaptiveAvgPool2d((1, 2, 3))",
     "19: output_size has 3 numbers"
     "\nhint: a matrix needs height and width: output_size=1 or (1, 1)"),
    ("AdaptiveAvgPool2d((2,))",
     "19: output_size has 1 number"
     "\nhint: a matrix needs height and width: output_size=1 or (1, 1)"),
    ("AdaptiveAvgPool2d(0)",
     "19: output_size must be at least 1, not 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_said_of_others(text: str, message: str) -> None:
    """Where it stands, and what would be right."""
    with pytest.raises(Fault) as caught:
        layers(text)
    assert str(caught.value) == f"line 1, column {message}"


@pytest.mark.parametrize("name", forms.FORMS)
def test_the_example_of_a_form_is_a_layer_of_it(name: str) -> None:
    """It is what a message tells to write."""
    form = forms.FORMS[name]
    (layer,) = layers(form.example)
    assert form.example.startswith(f"{name}(")
    assert (layer.framework, layer.operation) == (form.framework, form.operation)
