"""Which lesson helps with which topic, and with which mistake: the one table of it."""

from __future__ import annotations

TOPICS = {
    "size": "stride",
    "output": "window",
    "winner": "window",
    "hits": "coverage",
    "gradient": "backward",
    "ties": "ties",
    "padding": "padding",
    "divisor": "divisor",
    "ceil": "ceil",
    "dilation": "dilation",
    "adaptive": "adaptive",
}

MISTAKES = {
    "assigned": "assign",
    "assigned-window": "assign",
    "coverage-for-hits": "coverage",
    "spread": "backward",
    "ties-first": "ties",
    "ties-last": "ties",
    "ties-split": "ties",
    "ties-all": "ties",
    "not-averaged": "loss",
    "not-divided": "average",
    "sum-for-mean": "average",
    "full-divisor": "divisor",
    "padding-counted": "include-pad",
    "padding-not-counted": "include-pad",
    "zero-padding": "padding",
    "upstream-ignored": "upstream",
    "hits-for-gradient": "overlap",
    "stride-1": "stride",
    "stride-kernel": "stride",
    "floor": "ceil",
    "ceil": "leftover",
    "no-padding": "padding",
    "no-dilation": "dilation",
    "sides-swapped": "stride",
    "other-operation": "average",
    "transposed": "window",
    "one-based": "flat-index",
}


def for_topic(name: str) -> str:
    """The lesson that helps with a topic.

    >>> for_topic("output")
    'window'
    """
    return TOPICS[name]


def for_mistake(name: str) -> str:
    """The lesson that helps with a mistake.

    >>> for_mistake("hits-for-gradient")
    'overlap'
    """
    return MISTAKES[name]
