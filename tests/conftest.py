"""What every test starts from: an environment that says nothing of colours, widths or options."""

from __future__ import annotations

import os

import pytest

DECIDING = ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES", "TERM", "TTY_COMPATIBLE")
"""Variables that change what is printed, so a developer's own must not reach a test."""


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variables that poolviz and rich look at."""
    own = [name for name in os.environ if name.lstrip("_").startswith("POOLVIZ_")]
    for name in (*DECIDING, *own):
        monkeypatch.delenv(name, raising=False)
