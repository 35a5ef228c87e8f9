"""A pooling problem and its answers as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poolviz.explain.asked import Asked, shown

if TYPE_CHECKING:
    from poolviz.explain.window import Problem

VERSION = 1
"""The document's version: within it keys are added, never changed."""


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


def dumps(p: Problem, asked: Asked = NOTHING) -> str:
    """The document as one line of strict JSON; every number reads back as the same float64.

    What is asked for beyond the first screen stands under a key of its own. `show` chooses what
    is on a screen; the document has all matrices in any case.
    """
    content = document(p)
    shown(p, asked)
    if asked.more:
        from poolviz.explain.facts import facts

        content |= facts(p, asked)
    return json.dumps(content, allow_nan=False)
