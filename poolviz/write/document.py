"""A pooling problem and its answers as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from poolviz.explain.asked import Asked, shown

if TYPE_CHECKING:
    from poolviz.explain.window import Problem

VERSION = 1
"""The document's version: within it keys are added, never changed."""


ENCODE = json.JSONEncoder(allow_nan=False).encode
"""Strict JSON: what is no number is an error."""

NOTHING = Asked()
"""Nothing beside the problem itself."""


def document(p: Problem) -> dict[str, Any]:
    """The document's keys and values, as Python numbers and lists."""
    g = p.geometry
    problem: dict[str, Any] = {
        "poolviz": VERSION,
        "operation": p.operation,
        "kernel": g.kernel,
        "stride": g.stride,
        "padding": g.padding,
        "dilation": g.dilation,
        "ceil_mode": g.ceil_mode,
    }
    if g.placement.output_size is not None:
        problem["output_size"] = g.placement.output_size
    return {
        **problem,
        **{name: getattr(p, name) for name in p.OPTIONS},
        "loss": p.loss,
        "input": p.input.tolist(),
        "output": p.output.tolist(),
        **{name: getattr(p, name).tolist() for name in p.EXTRA},
        "coverage": p.coverage.tolist(),
        "hits": p.hits.tolist(),
        "upstream": p.upstream.tolist(),
        "gradient": p.gradient.tolist(),
    }


def chain_dumps(layers: Sequence[Problem], asked: Asked = NOTHING) -> str:
    """The documents of a chain's layers as one line of JSON; a channel is the first one's."""
    first, *others = layers
    return f"[{', '.join([dumps(first, asked), *(dumps(layer) for layer in others)])}]"


def _looked_at(p: Problem, asked: Asked) -> dict[str, Any]:
    """What is asked for beside the problem's own matrices, each kind under a key of its own."""
    from poolviz.explain.facts import facts

    content = facts(p, asked)
    if asked.nudges:
        content["nudges"] = list(_nudges(p, asked))
    if asked.compares:
        from poolviz.explain.compare import compare

        each = (compare(p, option).facts(document) for option in asked.compares)
        content["compare"] = [fact for facts in each for fact in facts]
    if asked.mistakes:
        from poolviz.teach.outcome import Outcomes

        outcomes = Outcomes(p)
        content["mistakes"] = [o.facts() for name in asked.mistakes for o in outcomes.named(name)]
    if asked.checks:
        from poolviz.teach.check import judged

        content["checks"] = [one.facts() for one in judged(p, asked.checks)]
    return content


def _nudges(p: Problem, asked: Asked) -> Iterator[dict[str, Any]]:
    """The nudged cells, or every one."""
    from poolviz.explain.nudge import nudge
    from poolviz.explain.slopes import nudges

    for at in asked.nudges:
        if at is None:
            yield from nudges(p).facts()
        else:
            yield nudge(p, at).facts()


def dumps(p: Problem, asked: Asked = NOTHING) -> str:
    """The document as one line of strict JSON; every number reads back as the same float64.

    What is asked for beyond the first screen stands under a key of its own. `show` chooses what
    is on a screen; the document has all matrices in any case.
    """
    content = document(p)
    shown(p, asked)
    if asked.channel:
        content["channel"] = asked.channel.numbers
    if asked.more:
        content |= _looked_at(p, asked)
    parts = (f"{ENCODE(key)}: {_text(value)}" for key, value in content.items())
    return "{" + ", ".join(parts) + "}"


def _text(value: Any) -> str:
    """What `json.dumps` writes; a matrix row by row, so that Ctrl-C is heard between them."""
    if isinstance(value, list) and value:
        return "[" + ", ".join(map(ENCODE, value)) + "]"
    return ENCODE(value)
