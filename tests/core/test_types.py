"""Numbers at the edge of a type: columns of 16 bits, multiples of divisors beyond 63 bits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from poolviz import avg_pool, max_pool


@pytest.mark.parametrize("width", [2**16 - 1, 2**16, 2**16 + 1, 2**16 + 2])
def test_columns_of_sixteen_bits_and_more(width: int) -> None:
    """Each winner is the right one of two, whatever lies in the padding beside it."""
    x = np.arange(2.0 * width).reshape(2, width)
    p = max_pool(x, (1, 2), 1, (0, 1))
    columns = np.append(np.arange(width), width - 1)
    assert (p.winners == [columns, width + columns]).all()
    down = max_pool(-x, (1, 2), 1, (0, 1), ties="last")
    columns = np.append(0, np.arange(width))
    assert (down.winners == [columns, width + columns]).all()
    assert (down.argmax[1, :, 1] == columns).all()
    assert (down.argmax[:, :, 0] == [[0], [1]]).all()


@pytest.mark.parametrize("kernel", [36, 37, 47, 60])
def test_divisors_whose_multiple_is_beyond_64_bits(kernel: int) -> None:
    """Windows at the edge see 1, 2, 3, … cells; of 60 divisors the least multiple has 86 bits."""
    size = kernel + 3
    p = avg_pool([[1.0] * size], (1, kernel), 1, (0, kernel - 1), count_include_pad=False)
    seen = [range(max(0, w - kernel + 1), min(size, w + 1)) for w in range(size + kernel - 1)]
    exact = [
        sum((Fraction(1, len(cells)) for cells in seen if cell in cells), Fraction()) / len(seen)
        for cell in range(size)
    ]
    assert p.gradient.tolist() == [[float(number) for number in exact]]
