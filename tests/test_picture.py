"""The README's picture shows what the program shows."""

from __future__ import annotations

import picture


def test_the_picture_is_the_first_screen() -> None:
    """Its words and numbers are those that are drawn now."""
    assert picture.words(picture.PICTURE.read_text("utf-8")) == picture.words(picture.drawn())


def test_the_picture_loads_nothing() -> None:
    """Nothing in it asks another host for a font or a style."""
    found = picture.PICTURE.read_text("utf-8")
    assert "@font-face" not in found
    assert "url(http" not in found
