"""What the reader says of a source."""

from __future__ import annotations

import pytest

from poolviz.read.numerals import Fault
from poolviz.read.reader import read


def fault(source: str | bytes) -> str:
    """What is said of a source that holds no matrix."""
    with pytest.raises(Fault) as caught:
        read(source)
    return str(caught.value)
