"""What a user's values are taken for, and which are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.arguments import cell, flag, names, pair, whole


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


@pytest.mark.parametrize("text", ["*3", "--3", "+-3", "3+", "", "x", "3x", "1" * 31])
def test_what_is_no_size(text: str) -> None:
    """Not what Python's int would take or refuse, but a whole number."""
    with pytest.raises(ValueError, match=r"^kernel must be a whole number from 1 or HxW, such as"):
        pair(text, "kernel")


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
