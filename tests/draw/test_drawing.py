"""The names of panels."""

from __future__ import annotations

from poolviz import max_pool
from poolviz.draw.drawing import Drawing
from poolviz.explain.account import account
from poolviz.explain.telling import telling


def test_an_input_without_padding_is_not_called_padded() -> None:
    """With `--edges` the name says whether anything stands around the input."""
    plain, padded = (
        Drawing(telling(account(max_pool([[1, 2], [3, 4]], padding=p))), edges=True) for p in (0, 1)
    )
    assert (plain.input().name, padded.input().name) == ("input", "padded input")
