"""The lessons in the order in which they build on each other, one file each.

A new lesson is a file here that holds a `LESSON`, and its name in `ORDER`.
"""

from __future__ import annotations

from importlib import import_module

from poolviz.teach.lesson import Lesson

ORDER = (
    "window",
    "stride",
    "backward",
    "overlap",
    "assign",
    "coverage",
    "loss",
    "upstream",
    "average",
    "divisor",
    "leftover",
    "padding",
    "include-pad",
    "ceil",
    "overhang",
    "dropped",
    "same-valid",
    "dilation",
    "windows-of-padding",
    "ties",
    "subgradient",
    "gradient-check",
    "flat-index",
    "nan",
    "channels",
    "adaptive",
    "chain",
    "layer",
    "frameworks",
    "own-gradient",
)
"""From what a window is to what frameworks do differently."""


def lesson(name: str) -> Lesson:
    """The lesson of a name.

    Raises KeyError where there is none.
    """
    if name not in ORDER:
        raise KeyError(name)
    found: Lesson = import_module(f"poolviz.teach.lessons.{name.replace('-', '_')}").LESSON
    return found


def after(name: str) -> str | None:
    """The lesson that follows; None after the last."""
    at = ORDER.index(name) + 1
    return ORDER[at] if at < len(ORDER) else None
