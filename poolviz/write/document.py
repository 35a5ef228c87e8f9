"""A pooling problem and its answers as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from poolviz.core.matrix import NDArray
from poolviz.explain.asked import Asked, shown

if TYPE_CHECKING:
    from poolviz.explain.window import Problem

VERSION = 1
"""The document's version: within it keys are added, never changed."""


ENCODE = json.JSONEncoder(allow_nan=False).encode
"""Strict JSON: what is no number is an error."""

PIECE = 2**14
"""So many numbers are written at a time, so that Ctrl-C is heard in between."""

NOTHING = Asked()
"""Nothing beside the problem itself."""


def document(p: Problem) -> dict[str, Any]:
    """The document's keys and values, as Python numbers and lists."""
    content = _content(p).items()
    return {key: v.tolist() if isinstance(v, np.ndarray) else v for key, v in content}


def _content(p: Problem) -> dict[str, Any]:
    """The document's keys and values; matrices are still NumPy's."""
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
        **{name: getattr(p, name) for name in ("input", "output", *p.EXTRA)},
        **{name: getattr(p, name) for name in ("coverage", "hits", "upstream", "gradient")},
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
    return "".join(written(p, asked))


def written(p: Problem, asked: Asked = NOTHING) -> Iterator[str]:
    """The same in pieces, which no more memory holds than the matrices themselves.

    What is refused is refused before the first piece.
    """
    content = _content(p)
    shown(p, asked)
    if asked.channel:
        content["channel"] = asked.channel.numbers
    if asked.more:
        content |= _looked_at(p, asked)
    return _gathered(_pieces(content))


def _pieces(content: dict[str, Any]) -> Iterator[str]:
    """What `json.dumps` writes; a matrix some rows at a time."""
    between = "{"
    for key, value in content.items():
        yield f"{between}{ENCODE(key)}: "
        yield from _rows(value) if isinstance(value, np.ndarray) else [ENCODE(value)]
        between = ", "
    yield "}"


def _rows(matrix: NDArray[Any]) -> Iterator[str]:
    at_once = max(1, PIECE // matrix[0].size)
    for top in range(0, len(matrix), at_once):
        rows = ENCODE(matrix[top : top + at_once].tolist())
        yield f"{', ' if top else '['}{rows[1:-1]}"
    yield "]"


def _gathered(pieces: Iterator[str]) -> Iterator[str]:
    """Pieces joined until they are worth writing."""
    gathered: list[str] = []
    for piece in pieces:
        gathered.append(piece)
        if len(piece) > PIECE:
            yield "".join(gathered)
            gathered.clear()
    yield "".join(gathered)
