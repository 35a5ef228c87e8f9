"""The topics of questions; loads nothing, so that the command refuses a bad name at once."""

from __future__ import annotations

from collections.abc import Sequence

from poolviz.words import listed, shown

TOPICS = (
    "size", "output", "winner", "hits", "gradient", "ties", "padding", "divisor", "ceil",
    "dilation", "adaptive",
)  # fmt: skip
"""In the order in which they build on each other."""

OF_ONE = {"winner": "max", "ties": "max", "divisor": "avg"}
"""The topics that only one of the operations has."""


def possible(operation: str) -> tuple[str, ...]:
    """The topics of max, of avg, or of both.

    >>> possible("avg")
    ('size', 'output', 'hits', 'gradient', 'padding', 'divisor', 'ceil', 'dilation', 'adaptive')
    """
    return tuple(t for t in TOPICS if operation == "both" or OF_ONE.get(t, operation) == operation)


def named(text: str) -> tuple[str, ...]:
    """Topics in a text, with commas, each once.

    >>> named("ties, size,ties")
    ('ties', 'size')
    """
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for name in found:
        if name not in TOPICS:
            from difflib import get_close_matches

            near = get_close_matches(name, TOPICS, 1)
            meant = f"; did you mean {near[0]}?" if near else f"; know {listed(TOPICS, 'and')}"
            raise ValueError(f"there is no topic {shown(name)}{meant}")
    return found


def chosen(names: Sequence[str], operation: str) -> tuple[str, ...]:
    """These topics; without any, all that the operation has.

    Raises ValueError where it does not have one of them.
    """
    for name in names:
        if name not in possible(operation):
            raise ValueError(f"{name} is a topic of {OF_ONE[name]}, not of {operation}")
    return tuple(names) or possible(operation)
