"""A pooling problem and its answers as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poolviz.explain.window import Cell, Problem

VERSION = 1
"""The document's version: within it keys are added, never changed."""


def document(p: Problem) -> dict[str, Any]:
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


def dumps(
    p: Problem,
    show: tuple[str, ...] | None = None,
    edges: bool = False,
    cells: tuple[Cell, ...] = (),
    windows: tuple[Cell, ...] = (),
    step: bool = False,
    fractions: bool = False,
) -> str:
    """The document as one line of strict JSON; every number reads back as the same float64.

    What is asked for beyond the first screen stands under a key of its own. `show` chooses what
    is on a screen; the document has all matrices in any case, but its names are checked.
    """
    content = document(p)
    if show:
        from poolviz.explain.sentences import names

        names(p, show)
    if edges or cells or windows or step or fractions:
        from poolviz.explain import facts

        content |= facts.asked(p, edges, cells, windows, step, fractions)
    return json.dumps(content, allow_nan=False)
