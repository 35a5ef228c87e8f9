"""Matrices along leading axes: how each axis is called, and what nested lists are taken for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from faults import fault

from poolviz.read.channels import beside, chosen, of_values
from poolviz.read.numerals import Fault

DEEP = np.arange(2.0 * 3 * 2).reshape(1, 1, 1, 1, 2, 3, 1, 2)
SHAPE = "the array is 1×1×1×1×2×3×…"


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ((1, 0, 0, 0, 0, 0), f"there is no axis 1: {SHAPE}\nhint: there is only number 0"),
        ((0, 1, 0, 0, 0, 0), f"there is no axis 1: {SHAPE}\nhint: there is only number 0"),
        ((0, 0, 1, 0, 0, 0), f"there is no axis 1: {SHAPE}\nhint: there is only number 0"),
        ((0, 0, 0, 1, 0, 0), f"there is no axis 1: {SHAPE}\nhint: there is only number 0"),
        ((1, 0, 0), f"there is no axis 1: {SHAPE}\nhint: there is only number 0"),
        ((0, 2, 0), f"there is no image 2: {SHAPE}\nhint: they are numbered from 0 to 1"),
        ((0, 3), f"there is no channel 3: {SHAPE}\nhint: they are numbered from 0 to 2"),
        ((1,), f"channel 1 names 1 axis: {SHAPE}\nhint: give --channel N,C, such as --channel 0,0"),
        (
            (0,) * 7,
            f"channel 0,0,0,0,0,0,0 names 7 axes: {SHAPE}"
            "\nhint: give --channel N,C, such as --channel 0,0",
        ),
        (
            None,
            f"{SHAPE}; each channel is pooled by itself"
            "\nhint: add --channel N,C, such as --channel 0,0 (poolviz learn channels)",
        ),
    ],
)
def test_axes_have_their_names(channel: Any, message: str) -> None:
    """Beyond images and channels each axis has one number only."""
    with pytest.raises(Fault) as caught:
        chosen(of_values(DEEP), channel)
    assert str(caught.value) == message


@pytest.mark.parametrize("channel", [(1, 2), (0, 1, 2), (0, 0, 0, 0, 1, 2)])
def test_numbers_count_through_the_axes(channel: tuple[int, ...]) -> None:
    """With the sizes of the axes that they name."""
    loaded = chosen(of_values(DEEP), channel)
    assert loaded.matrix.tolist() == [[10, 11]]
    assert (loaded.channel, loaded.sizes) == (channel, DEEP.shape[6 - len(channel) : 6])


def test_what_stands_beside_a_channel_may_be_one_matrix() -> None:
    """Of as many channels the same is picked; of others none, and of a single one it is that."""
    picked = chosen(of_values([[[0, 0]], [[1, 1]]]), (1,))
    for values, expected in (([[[1, 2]], [[3, 4]]], [[3, 4]]), ([[5, 6]], [[5, 6]])):
        assert beside(of_values(values), picked).tolist() == expected
    assert beside(of_values([[[7, 8]]]), picked).tolist() == [[7, 8]]
    with pytest.raises(Fault) as caught:
        beside(of_values([[[1]], [[2]], [[3]]]), picked)
    assert str(caught.value) == (
        "the array is 3×1×1 (channels, rows, columns), and the input has 2 channels"
        "\nhint: give an array with the same channels, or one matrix for all"
    )


@pytest.mark.parametrize(
    ("values", "channel", "message"),
    [
        ([[[1, 2]], [5, 6]], (1,), "the channels of the x must have the same size"),
        ([[[1, 2]], 5], (1,), "the channels of the x must have the same size"),
        ([[[[1]], [[2]]], [[[3]]]], (1, 0), "the channels of the x must have the same size"),
        ([], (0,), "the x is empty (0); give it at least one cell"),
        ([[]], None, "the x is empty (1×0); give it at least one cell"),
        (5, (0,), "the x must have two dimensions, not 0"),
        ([[1, 2], [3, 4]], (0,), "a matrix of 2×2 has no channels\nhint: leave --channel out"),
        (
            np.zeros((1, 0, 2, 2)),
            (0, 0),
            "there is no channel 0: the array is 1×0×2×2 (images, channels, rows, columns)"
            "\nhint: there is none",
        ),
    ],
)
def test_what_is_no_stack(values: Any, channel: Any, message: str) -> None:
    """Called by its name."""
    with pytest.raises(ValueError, match=r"^(the|there|a) ") as caught:
        chosen(of_values(values, "x"), channel)
    assert str(caught.value) == message


def test_only_the_picked_channel_is_judged() -> None:
    """Of lists as of arrays: another one may have another size, and hold anything."""
    assert chosen(of_values([[[1, "a"]], [[2, 3]]]), (1,)).matrix.tolist() == [[2, 3]]
    assert chosen(of_values([[[1, 2], [3, 4]], [[5, 6, 7]]]), (1,)).matrix.tolist() == [[5, 6, 7]]
    assert of_values([[[1, 2, 3]], [[4, 5, 6]]]).size() == (1, 3)


def test_what_is_pooled_is_called_the_input() -> None:
    with pytest.raises(Fault) as caught:
        of_values([[[1]], [[[2]]]]).pick(1)
    assert str(caught.value) == "the channels of the input must have the same size"


@pytest.mark.parametrize(
    "text",
    ["[[[1,2],[3,4]],[[1],[2]]]", "[[[1,2],[3]],[[1,2],[3,4]]]", "[[[1,2],[3,4]], [[1 2][3]]]"],
)
def test_the_size_of_an_array_is_told_by_its_first_row(text: str) -> None:
    """The others are looked at when one is picked."""
    assert fault(text) == (
        "the array is 2×2×2 (channels, rows, columns); each channel is pooled by itself"
        "\nhint: add --channel C, such as --channel 0 (poolviz learn channels)"
    )
