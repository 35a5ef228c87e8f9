"""What a user's values are taken for, and which are refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.arguments import (
    cell,
    channel,
    flag,
    names,
    one_of_both,
    paddings,
    pair,
    placement,
    whole,
)


@pytest.mark.parametrize("value", [True, 1, np.True_])
def test_what_is_true(value: Any) -> None:
    """Python's and NumPy's, and the number 1."""
    assert flag(value, "ceil_mode") is True


@pytest.mark.parametrize("value", [2, -1, 1.0, None, "yes", [True]])
def test_what_is_neither_true_nor_false(value: Any) -> None:
    """Nothing is taken for true because it is not empty."""
    with pytest.raises(ValueError, match=r"^ceil_mode must be True or False, not "):
        flag(value, "ceil_mode")


def test_one_number_or_name_in_a_list_is_no_number_and_no_name() -> None:
    """A list of one is not what it holds."""
    with pytest.raises(ValueError, match=r"^divisor must be a whole number from 1, not \[2\]"):
        avg_pool([[1, 2], [3, 4]], divisor=[2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^loss must be mean or sum, not array"):
        max_pool([[1, 2], [3, 4]], loss=np.array(["mean"]))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["+3", " 3 ", "+3x3", "003"])
def test_sizes_as_they_are_typed(text: str) -> None:
    """A plus and blanks change nothing."""
    assert pair(text, "kernel") == (3, 3)


@pytest.mark.parametrize("text", ["*3", "--3", "+-3", "3+", "", "x", "3x"])
def test_what_is_no_size(text: str) -> None:
    """Not what Python's int would take or refuse, but a whole number."""
    with pytest.raises(ValueError, match=r"^kernel must be a whole number from 1 or HxW, such as"):
        pair(text, "kernel")


@pytest.mark.parametrize("digits", [10, 31, 4000])
def test_a_number_of_many_digits_is_too_large(digits: int) -> None:
    """It is a number, however long."""
    with pytest.raises(ValueError, match=r"^kernel must be at most 999999999, not "):
        pair("9" * digits, "kernel")


@pytest.mark.parametrize("value", [np.array([1, 2]), "1,2", [1], 1.0, True])
def test_what_is_no_single_whole_number(value: Any) -> None:
    """A divisor is one number."""
    with pytest.raises(ValueError, match=r"^divisor must be a whole number from 1, not "):
        whole(value, "divisor", 1)


def test_cells_and_names_as_they_are_typed() -> None:
    """Row before column; blanks around a name do not matter."""
    assert cell("2,1", "cell") == (2, 1)
    assert names("input ,hits ") == ("input", "hits")
    assert names("all") == ("all",)


MAPS = np.arange(24.0).reshape(2, 3, 2, 2)


@pytest.mark.parametrize(
    ("x", "channel"),
    [
        (MAPS, (1, 2)),
        (MAPS.tolist(), [1, 2]),
        (list(MAPS), "1,2"),
        (MAPS[1], 2),
        (MAPS[1].tolist(), "2"),
        (MAPS[1:], np.int64(2)),
        (MAPS[None, 1], (0, 2)),
        (MAPS.astype(np.float16), np.array([1, 2])),
    ],
)
def test_a_channel_is_one_matrix_of_an_array(x: Any, channel: Any) -> None:
    """Of arrays and of lists; the upstream gradient may have the channels as well, or not."""
    for pool in (max_pool, avg_pool):
        p = pool(x, channel=channel)
        assert p.input.tolist() == [[20, 21], [22, 23]]
        sent = np.arange(6.0).reshape(2, 3, 1, 1)
        with_channels = pool(MAPS, channel=(1, 2), upstream=sent)
        alone = pool(MAPS, channel=(1, 2), upstream=[[5]])
        assert with_channels.upstream.tolist() == alone.upstream.tolist() == [[5]]


BATCH = "the array is 2×3×2×2 (images, channels, rows, columns)"


@pytest.mark.parametrize(
    ("x", "options", "message"),
    [
        (MAPS, {"channel": 1}, f"channel 1 names 1 axis: {BATCH}\n"
         "hint: give --channel N,C, such as --channel 0,0"),
        (MAPS, {"channel": (0, 3)}, f"there is no channel 3: {BATCH}\n"
         "hint: they are numbered from 0 to 2"),
        (MAPS[0, 0], {"channel": 0}, "a matrix of 2×2 has no channels\nhint: leave --channel out"),
        (MAPS[:, :0], {"channel": (0, 0)}, "there is no channel 0: the array is 2×0×2×2 "
         "(images, channels, rows, columns)\nhint: there is none"),
        (MAPS, {"channel": "all"}, "channel must be C or N,C (from 0), not 'all'"),
        (MAPS, {"channel": ()}, "channel must be C or N,C (from 0), not ()"),
        (MAPS, {"channel": True}, "channel must be C or N,C (from 0), not True"),
        (MAPS, {"channel": (0, -1)}, "channel must be at least 0, not -1"),
        ([[[1, 2]], 3], {"channel": 1}, "the channels of the input must have the same size"),
        ([[[1, 2]], [[1, "a"]]], {"channel": 1}, "the input must hold real numbers, not text"),
        (MAPS, {"channel": (0, 0), "upstream": MAPS[0]}, "channel 0,0 names 2 axes: the array is "
         "3×2×2 (channels, rows, columns)\nhint: give --channel C, such as --channel 0"),
        (MAPS, {"channel": (0, 0), "upstream": MAPS[:, :2]}, "the array is 2×2×2×2 (images, "
         "channels, rows, columns), and the input has 2×3 images and channels\n"
         "hint: give an array with the same channels, or one matrix for all"),
        (MAPS, {"channel": (0, 0), "upstream": [[[[1, 2]]] * 3] * 2}, "the upstream gradient is "
         "1×2 and the output 1×1; they must have the same size"),
        (MAPS, {"channel": (0, 0), "upstream": [[["a"]]]},
         "the upstream gradient must hold real numbers, not text"),
    ],
)  # fmt: skip
def test_a_channel_that_is_not_there_is_a_value_error(
    x: Any, options: dict[str, Any], message: str
) -> None:
    """With what the command says of it."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 the whole message is below
        max_pool(x, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["(2)3", "(1, 2) 3", "3(2)", "(2]", "(2", "()", "[]", "2x3x4"])
def test_brackets_go_around_the_whole(text: str) -> None:
    """What stands beside them is no part of a size."""
    told = f"kernel must be a whole number from 1 or HxW, such as 2 or 2x3, not '{text}'"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        pair(text, "kernel")


@pytest.mark.parametrize("value", ["(1, 2) 3", "1x2x3", "1,2", "1,2,3", "Valid", (1, 2, 3), None])
def test_what_is_no_padding(value: Any) -> None:
    """Two numbers with a comma may be four that are not finished."""
    told = f"padding must be N, HxW, T,L,B,R, same or same-lower, not {value!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        paddings(value)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kernel": 0}, "kernel must be at least 1, not 0"),
        ({"stride": 0}, "stride must be at least 1, not 0"),
        ({"dilation": "1x0"}, "dilation must be at least 1, not 0"),
        ({"padding": -1}, "padding must be at least 0, not -1"),
        ({"padding": (0, 0, 0, 10**9)}, "padding must be at most 999999999, not 1000000000"),
        ({"ceil_mode": 2}, "ceil_mode must be True or False, not 2"),
        ({"output_size": 0}, "output_size must be at least 1, not 0"),
        ({"kernel": 2, "output_size": 1}, "output_size and kernel exclude each other; give one"),
    ],
)
def test_what_is_said_of_an_option(options: dict[str, Any], told: str) -> None:
    """It is called by its name."""
    with pytest.raises(ValueError, match=f"^{told}"):
        placement(**options)


def test_channels_as_they_are_typed() -> None:
    """A number for each of six axes at most, from 0; all of them are a word."""
    assert channel("5") == (5,)
    assert channel(" 0, 12 ") == (0, 12)
    assert channel("0,1,2,3,4,5") == (0, 1, 2, 3, 4, 5)
    assert channel("all") == "all"
    for value in ("0,1,2,3,4,5,6", "", "All", "1.5", "x"):
        told = f"channel must be C, N,C (from 0) or all, not '{value}'"
        with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
            channel(value)
    with pytest.raises(ValueError, match=r"^channel must be at least 0, not -1$"):
        channel("0,-1")


def test_cells_that_are_none() -> None:
    for value in ("1", "1,2,3", "1x2", ""):
        told = f"cell must be R,C (row and column, from 0), not '{value}'"
        with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
            cell(value, "cell")
    for value in ("-1,0", "0,-1"):
        with pytest.raises(ValueError, match=r"^cell must be at least 0, not -1$"):
            cell(value, "cell")


def test_names_that_are_none() -> None:
    every = "input, output, argmax, index, divisors, hits, coverage, upstream, gradient or all"
    with pytest.raises(ValueError, match=f"^show must be {every}, not 'output hits'$"):
        names("output hits")


def test_a_loss_and_an_upstream_gradient_exclude_each_other() -> None:
    one_of_both(None, None)
    one_of_both("sum", None)
    one_of_both(None, [[1]])
    with pytest.raises(
        ValueError, match=r"^loss and upstream exclude each other; give one of them$"
    ):
        one_of_both("sum", [[1]])
