"""A pooling problem and its answers as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poolviz.avg import AvgPooling
    from poolviz.max import MaxPooling

VERSION = 1
"""The document's version: within it keys are added, never changed."""


def document(p: MaxPooling | AvgPooling) -> dict[str, Any]:
    """The document's keys and values, as Python numbers and lists."""
    g = p.geometry
    problem = {
        "poolviz": VERSION,
        "operation": p.operation,
        "kernel": g.kernel,
        "stride": g.stride,
        "padding": g.padding,
        "dilation": g.dilation,
        "ceil_mode": g.ceil_mode,
    }
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


def dumps(p: MaxPooling | AvgPooling) -> str:
    """The document as one line of strict JSON; every number reads back as the same float64."""
    return json.dumps(document(p), allow_nan=False)
