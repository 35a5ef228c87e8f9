"""Names of layers, what a configuration does not say, and the command that a layer equals."""

from __future__ import annotations

import pytest

from poolviz.read.layer import MOST, command, layers, parse
from poolviz.read.numerals import Fault

CLASS = "the configuration does not say its class, nor does its name"
FULL = "\nhint: give what keras.saving.serialize_keras_object(layer) gives"
AVERAGE = (
    "AvgPool2d does not print ceil_mode, count_include_pad and divisor_override: "
    "taken as False, True and None"
)


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("{'name': 'max_pooling2d_12', 'pool_size': (2, 2)}",
         "the configuration says only the name max_pooling2d_12: taken as MaxPooling2D"),
        ("{'name': 'average_pooling2d', 'pool_size': (2, 2)}",
         "the configuration says only the name average_pooling2d: taken as AveragePooling2D"),
        ("{'name': 'adaptive_max_pooling2d_3', 'output_size': [2, 2]}",
         "the configuration says only the name adaptive_max_pooling2d_3: "
         "taken as AdaptiveMaxPooling2D"),
        ("AvgPool2d(kernel_size=2, stride=2, padding=0)", AVERAGE),
        ("AvgPool2d(2, stride=2, padding=0)", None),
        ("AvgPool2d(kernel_size=2, stride=2)", None),
        ("AvgPool2d(kernel_size=2, stride=2, padding=0, ceil_mode=False)", None),
        ("MaxPool2d(kernel_size=2, stride=2, padding=0)", None),
        ("MaxPool(kernel_shape=[2, 2], storage_order=0)", None),
        ("MaxPool(kernel_shape=[2, 2], storage_order=1)",
         "storage_order changes only how ONNX numbers its Indices"),
    ],
)  # fmt: skip
def test_what_a_text_does_not_say(text: str, assumed: str | None) -> None:
    """PyTorch prints of an average three arguments; code says all that is not its default."""
    assert parse(text).assumed == (() if assumed is None else (assumed,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{'name': 'max_pooling2d_', 'pool_size': (2, 2)}",
         f"line 1, column 1: {CLASS} 'max_pooling2d_'" + FULL),
        ("\n{'name': 'mine', 'output_size': [2, 2]}", f"line 2, column 1: {CLASS} 'mine'" + FULL),
        ("{'name': 'max_pooling2d_1_2', 'pool_size': (2, 2)}",
         f"line 1, column 1: {CLASS} 'max_pooling2d_1_2'" + FULL),
        ("{'name': 'max_pooling2d', 'size': 2}",
         "line 1, column 27: MaxPooling2D has no argument 'size'\nhint: did you mean pool_size?"),
        ("{'output_size': [2, 2]}", f"line 1, column 1: {CLASS} ''" + FULL),
        ("{'name': 'dense_1', 'units': 3}",
         "there is no pooling layer in this text"
         "\nhint: write a layer as MaxPool2d(kernel_size=2, stride=2)"),
        ("x" * (MOST + 1), f"a text of {MOST + 1} characters"
         "\nhint: give the lines of the layers alone"),
    ],
    ids=["an open name", "another name", "two numbers", "no argument", "no name", "another layer",
         "a long text"],
)  # fmt: skip
def test_texts_without_a_layer(text: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        layers(text)
    assert str(caught.value) == message


def test_many_layers_are_listed_in_part() -> None:
    """Fifty names are enough."""
    for count, more in ((2, ""), (50, ""), (51, ", the first 50 of 51")):
        names = [f"m{turn}" for turn in range(count)]
        with pytest.raises(Fault) as caught:
            parse("\n".join(f"{name} = MaxPool2d(2)" for name in names))
        shown = names[:50]
        listed = f"{', '.join(shown[:-1])} and {shown[-1]}"
        assert str(caught.value) == (
            f"several pooling layers: {listed}{more}\nhint: pick one with --layer NAME"
        )


def test_a_layer_by_its_name() -> None:
    """A name that stands twice has a number the second time."""
    text = "abc = MaxPool2d(2)\nb = MaxPool2d(3)\nb = AvgPool2d(4)"
    assert [layer.name for layer in layers(text)] == ["abc", "b", "b#2"]
    assert parse(text, "abc").options == {"kernel": (2, 2)}
    assert parse(text, "b#2").operation == "avg"
    for name, hint in (("zz", "there are abc, b and b#2"), ("abd", "did you mean abc?")):
        with pytest.raises(Fault) as caught:
            parse(text, name)
        assert str(caught.value) == f"no pooling layer is called '{name}'\nhint: {hint}"
    with pytest.raises(Fault) as caught:
        parse("MaxPool2d(2)", "a")
    assert str(caught.value) == "the layer has no name, not 'a' either\nhint: leave --layer out"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MaxPool2d((2, 3), (1, 2), (1, 0), (2, 1), ceil_mode=True)",
         "max -k 2x3 -s 1x2 -p 1x0 -d 2x1 --ceil-mode"),
        ("AvgPool2d(2, count_include_pad=False, divisor_override=3)",
         "avg -k 2 --no-count-include-pad --divisor 3"),
        ("AdaptiveAvgPool2d((2, 3))", "avg --output-size 2x3"),
        ("GlobalMaxPool()", "max --output-size 1"),
        ("MaxPool(kernel_shape=[2, 2], pads=[1, 0, 0, 1])", "max -k 2 -s 1 -p 1,0,0,1"),
        ("MaxPool(kernel_shape=[2, 2], pads=[1, 0, 1, 0])", "max -k 2 -s 1 -p 1x0"),
        ("MaxPooling2D(2, padding='same')", "max -k 2 -p same"),
        ("MaxPool2d(3, padding=1)", "max -k 3 -p 1"),
    ],
)  # fmt: skip
def test_the_command_of_a_layer(text: str, words: str) -> None:
    assert command(parse(text)) == f"poolviz {words}"


def test_the_name_of_a_layer_is_the_one_that_it_is_given() -> None:
    """What it is assigned to is then none; and it is not said that it does not pool."""
    with pytest.raises(Fault) as caught:
        parse("x = MaxPooling2D(name='p')", "x")
    assert str(caught.value) == "no pooling layer is called 'x'\nhint: there is p"


def test_two_million_characters_are_read() -> None:
    """One more are not."""
    text = "MaxPool2d(2)".ljust(2_000_000)
    assert [layer.options for layer in layers(text)] == [{"kernel": (2, 2)}]
    with pytest.raises(Fault, match=r"^a text of 2000001 characters\n"):
        layers(text + " ")
