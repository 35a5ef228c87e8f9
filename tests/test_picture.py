"""The README's picture shows what the program shows."""

from __future__ import annotations

import picture


def test_the_picture_is_what_is_drawn_now() -> None:
    """If not, `python tests/support/picture.py` draws it anew."""
    assert picture.PICTURE.read_text("utf-8") == picture.drawn()


def test_the_picture_is_small() -> None:
    """A README that moves should not be slow to load."""
    assert picture.PICTURE.stat().st_size < 100_000
