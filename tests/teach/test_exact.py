"""Matrices of exact numbers: machine integers where they hold, Python's where not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolviz.teach.exact import Exact, exact_of, scattered, times

FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FLOATS, min_size=1, max_size=6))
def test_a_number_is_the_one_that_its_shortest_text_writes(values: list[float]) -> None:
    """From the smallest float64 to the largest, and side by side."""
    exact = exact_of(np.array([values]))
    assert [exact.at((0, n)) for n in range(len(values))] == [Fraction(repr(v)) for v in values]
    assert exact.floats().tolist() == [values]


@given(st.integers(0, 2**60), st.integers(1, 2**60), st.integers(1, 99))
def test_a_product_never_overflows(number: int, factor: int, terms: int) -> None:
    """Nor does the sum of so many of them."""
    numerators = np.array([number], dtype=np.int64)
    product = times(numerators, factor, terms)
    total = scattered(np.zeros(terms, dtype=np.intp), np.repeat(product, terms), 2, np.add)
    assert total.tolist() == [number * factor * terms, 0]


@pytest.mark.parametrize("big", [1, 10**30])
def test_matrices_are_compared_whatever_their_denominators(big: int) -> None:
    """2/4 is 1/2; a place is compared as a whole."""
    halves, quarters = (Exact(np.array([[big, 3]]), 2), Exact(np.array([[2 * big, 5]]), 4))
    assert halves.differs(quarters).tolist() == [[False, True]]
    assert not halves.equals(quarters)
    assert halves.equals(Exact(np.array([[2 * big, 6]]), 4))
    assert not halves.equals(Exact(np.array([[big], [3]]), 2))
    places = Exact(np.array([[[0, 1], [1, 1]]]))
    assert places.differs(Exact(np.array([[[0, 1], [1, 0]]]))).tolist() == [[False, True]]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_fraction_beyond_float64_is_no_float(sign: int) -> None:
    """Nor is an infinity put in its place."""
    large = Exact(np.array([[sign * 10**400, 1]], dtype=object), 3)
    with pytest.raises(OverflowError):
        large.floats()
