"""Which matrices are refused, and in what words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from poolviz import avg_pool


def test_the_first_of_several_bad_cells_is_named() -> None:
    """In row-major order."""
    x = np.array([[1, 2, 3], [4, math.nan, math.inf], [math.nan, 5, 6]])
    with pytest.raises(ValueError, match=r"^the input's cell \(1, 1\) is nan; "):
        avg_pool(x)
