"""Arrays as the bytes of `.npy` files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np


def saved(array: Any, version: tuple[int, int] = (1, 0)) -> bytes:
    """The array as the bytes of an .npy file."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), version=version)
    return stream.getvalue()
