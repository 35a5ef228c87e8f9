"""Blocks as plain lists, so that a test can compare a whole view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from poolviz.draw.blocks import Block, Heading, Legend, Panel, Panels, Sentences


def plain(blocks: Iterable[Block]) -> list[Any]:
    """A view: its headings, panels, signs and sentences, in their order.

    A panel is its name and the rows of its cells: the number, the sign, and brackets if framed.
    """
    found: list[Any] = []
    for block in blocks:
        match block:
            case Heading(text, level):
                found.append(f"{'#' * level} {text}")
            case Panels(panels, rest):
                found += [(panel.name, *rows(panel)) for panel in panels]
                found += [rest] * bool(rest)
            case Legend(signs):
                found += [f"{sign} {meaning}" for sign, _, meaning in signs]
            case Sentences(texts):
                found += texts
    return found


def rows(panel: Panel) -> list[str]:
    """The rows of a panel."""
    return [" ".join(cell(panel, r, c) for c in panel.columns) for r in panel.rows]


def cell(panel: Panel, row: int, column: int) -> str:
    """A cell of a panel with what it carries."""
    value, mark = panel.value(row, column), panel.mark(row, column)
    number = f"{value:.4g}" if isinstance(value, float) else str(value)
    text = number + mark.sign
    assert len(mark.sign) <= panel.signs
    assert panel.frames or not mark.framed
    return f"[{text}]" if mark.framed else text
