"""The topics of questions; loads nothing, so that the command refuses a bad name at once."""

from __future__ import annotations

from collections.abc import Sequence

from poolviz.words import did_you_mean, listed, shown

TOPICS = (
    "size", "output", "winner", "hits", "gradient", "ties", "padding", "divisor", "ceil",
    "dilation", "adaptive",
)  # fmt: skip
"""In the order in which they build on each other."""

LACKING = {"max": ("divisor",), "avg": ("winner", "ties"), "both": ()}
"""The topics that an operation does not have."""


def possible(operation: str) -> tuple[str, ...]:
    """The topics of max, of avg, or of both.

    >>> possible("avg")
    ('size', 'output', 'hits', 'gradient', 'padding', 'divisor', 'ceil', 'dilation', 'adaptive')
    """
    lacking = LACKING[operation]
    return tuple(topic for topic in TOPICS if topic not in lacking)


def turned(topics: Sequence[str], seed: str) -> tuple[str, ...]:
    """The topics in their order from one on that the seed chooses, the ones before it after them.

    >>> turned(("size", "output", "winner"), "5")
    ('output', 'winner', 'size')
    """
    from random import Random

    turn = Random(f"{seed}/topics").randrange(len(topics))  # noqa: S311 nothing secret
    return (*topics[turn:], *topics[:turn])


def named(text: str) -> tuple[str, ...]:
    """Topics in a text, with commas, each once.

    >>> named("ties, size,ties")
    ('ties', 'size')
    """
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for name in found:
        if name not in TOPICS:
            meant = did_you_mean(name, TOPICS) or f"; know {listed(TOPICS, 'and')}"
            raise ValueError(f"there is no topic {shown(name)}{meant}")
    return found


def chosen(names: Sequence[str], operation: str) -> tuple[str, ...]:
    """These topics; without any, all that the operation has.

    Raises ValueError where it does not have one of them.
    """
    known = possible(operation)
    for name in names:
        if name not in known:
            other = next(one for one, lacking in LACKING.items() if name not in lacking)
            raise ValueError(f"{name} is a topic of {other}, not of {operation}")
    return tuple(names) or known
