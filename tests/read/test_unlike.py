"""Layers that pool in another way: what is said of each, and what else is near."""

from __future__ import annotations

import time

import pytest

from poolviz.read.layer import layers
from poolviz.read.numerals import Fault

EACH = " is not taken: Flax, Haiku and TensorFlow each mean another layer by it\nhint: write "
WITH = " with its window, its strides (1 in Flax, if none are said) and its padding"
WRITE = "\nhint: write a layer as MaxPool2d(kernel_size=2, stride=2)"
NONE = f"there is no pooling layer in this text{WRITE}"
PLAIN = f" is no known layer{WRITE}"
ROWS = " pools rows of numbers, not matrices\nhint: give a matrix of one row, and "
VOLUMES = " pools volumes, not matrices\nhint: a slice of the volume can be pooled by itself: "


@pytest.mark.parametrize(
    ("maker", "message"),
    [
        ("avg_pool", EACH + "poolviz avg -k 2 -s 1 -p same" + WITH),
        ("max_pool", EACH + "poolviz max -k 2 -s 1 -p same" + WITH),
        ("mymax_pool", " is no known layer\nhint: did you mean MaxPool(kernel_shape=[2, 2])?"),
        ("Foo1dPool", PLAIN),
        ("MaxPool1dim", " is no known layer\nhint: did you mean MaxPool2d(kernel_size=2)?"),
        ("MaxPool3dish", " is no known layer\nhint: did you mean MaxPool2d(kernel_size=2)?"),
        ("MyPool1d", ROWS + "MaxPool2d(kernel_size=(1, 2))"),
        ("Foopool1d", PLAIN),
        ("MyLPPool2d", PLAIN),
        ("LPPool2d", " is not taken: it takes powers and roots, neither the maximum nor the mean"
         "\nhint: take MaxPool2d(kernel_size=2) or AvgPool2d(kernel_size=2)"),
        ("MaxPool1d", ROWS + "MaxPool2d(kernel_size=(1, 2))"),
        ("adaptive_avg_pool1d", ROWS + "adaptive_avg_pool2d(x, (1, 2))"),
        ("MaxPooling1D", ROWS + "MaxPooling2D(pool_size=(1, 2))"),
        ("AvgPool3d", VOLUMES + "AvgPool2d(kernel_size=2)"),
        ("AdaptiveMaxPool3d", VOLUMES + "AdaptiveMaxPool2d(1)"),
        ("fractional_max_pool2d", " is not taken: it draws its windows at random"
         "\nhint: AdaptiveMaxPool2d((2, 3)) shares them out over the input without chance"),
        ("MaxUnpool2d", " is not taken: it undoes pooling"
         "\nhint: the hits of MaxPool2d(kernel_size=2) show the cells that maxima go back to"),
        ("SelectAdaptivePool2d", " is not taken: it stands for another layer, and does not show "
         "which\nhint: give that layer, such as AdaptiveAvgPool2d(1)"),
    ],
)  # fmt: skip
def test_what_is_said_of_other_layers(maker: str, message: str) -> None:
    """In code, wherever they stand."""
    with pytest.raises(Fault) as caught:
        layers(f"x = 1\ny = nn.{maker}(2)")
    assert str(caught.value) == f"line 2, column 5: '{maker}'{message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * 200_000, NONE),
        ("_" * 200_000, NONE),
        (
            "a" * 200_000 + "pool",
            f"line 1, column 1: no layer can be read at '{'a' * 39}…'"
            "\nhint: write it as AdaptiveAveragePooling2D(output_size=1)",
        ),
        (
            "pool" * 50_000,
            f"line 1, column 1: no layer can be read at '{'pool' * 9}poo…'"
            "\nhint: write it as MaxPool(kernel_shape=[2, 2])",
        ),
    ],
    ids=["a word", "underscores", "a word that pools", "many that pool"],
)
def test_a_long_word_takes_no_time(text: str, message: str) -> None:
    """Where it is gone through again from each of its letters, it takes minutes."""
    started = time.process_time()
    with pytest.raises(Fault) as caught:
        layers(text)
    assert str(caught.value) == message
    assert time.process_time() - started < 2
