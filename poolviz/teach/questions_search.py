"""Searches for questions: draws small problems until one tells its mistakes apart.

Only whole numbers are drawn, by Python's `random.Random`, so that a seed gives the same question
on every machine and in every process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, TypeVar

import numpy as np

from poolviz.core.geometry import Placement, Size, settle
from poolviz.core.matrix import Floats
from poolviz.core.pooling import AvgPooling, MaxPooling, Operation
from poolviz.explain.window import Problem
from poolviz.teach.questions import UNSEEN, Question
from poolviz.teach.questions_kinds import Kind

POOLINGS: dict[Operation, type[Problem]] = {"max": MaxPooling, "avg": AvgPooling}

MOST_DRAWS = 2000
"""After so many problems in vain there is no such question; tests stay far below."""

Value = TypeVar("Value")


def question(
    kind: Kind, seed: str, taken: Callable[[Question], bool] = lambda _question: False
) -> Question:
    """A question of a kind; `seed` decides which, and those that are `taken` are passed over.

    >>> from poolviz.teach.questions_kinds import kinds
    >>> found = question(kinds("winner")[0], "7")
    >>> found.asks, found.key == question(kinds("winner")[0], "7").key
    ('Which cell of the input does window (0, 1) choose?', True)
    """
    rng = Random(seed)  # noqa: S311 nothing secret
    for _ in range(MOST_DRAWS):
        drawn = _drawn(kind, rng)
        for found in _cells(drawn, rng) if kind.one and drawn else [drawn]:
            if found and not taken(found) and found.unique:
                return found
    raise LookupError(f"no {kind.topic} of {kind.operation} tells {kind.about} apart")


def _drawn(kind: Kind, rng: Random) -> Question | None:
    """A question that may or may not tell mistakes apart; None where no such problem is fit."""
    shape = one_of(kind.inputs, rng)
    try:
        geometry = settle(shape, _placement(kind, rng))
    except ValueError:
        return None
    if kind.sought in UNSEEN:
        x = np.zeros(shape)
    else:
        x = (matrix if kind.topic == "ties" else DRAWN[kind.operation])(shape, kind.numbers, rng)
    upstream = matrix(geometry.shape, (1, 9), rng) if kind.upstream else None
    loss = None if kind.upstream else one_of(kind.losses, rng)
    options = {
        "ties": one_of(kind.ties, rng),
        "count_include_pad": one_of(kind.counted, rng),
        "divisor": one_of(kind.divisors, rng),
    }
    pooling = POOLINGS[kind.operation]
    own: dict[str, Any] = {name: options[name] for name in pooling.OPTIONS}
    problem = pooling(x, geometry, loss=loss, upstream=upstream, **own)
    about = tuple(name for name in kind.about if name != f"ties-{options['ties']}")
    return Question(kind.topic, problem, kind.sought, None, about)


def _cells(whole: Question, rng: Random) -> Iterator[Question]:
    """The same question about one cell, for each cell from a drawn one on."""
    height, width = whole.exact.shape
    first = rng.randrange(height * width)
    for number in range(height * width):
        yield whole.of(divmod((first + number) % (height * width), width))


def _placement(kind: Kind, rng: Random) -> Placement:
    """The windows, as one might ask for them."""
    if kind.output_sizes:
        return Placement.adaptive(one_of(kind.output_sizes, rng))
    kernel, stride = one_of(kind.kernels, rng), one_of(kind.strides, rng)
    pad, dilation = one_of(kind.paddings, rng), one_of(kind.dilations, rng)
    return Placement(kernel, stride, (pad, pad, pad, pad), dilation, kind.ceil_mode)


def matrix(shape: Size, numbers: tuple[int, int], rng: Random) -> Floats:
    """Small whole numbers."""
    least, most = numbers
    rows = [[rng.randrange(least, most + 1) for _ in range(shape[1])] for _ in range(shape[0])]
    return np.array(rows, dtype=np.float64)


def distinct(shape: Size, numbers: tuple[int, int], rng: Random) -> Floats:
    """The same with no number twice; more than these numbers, where there are more cells."""
    least, most = numbers
    cells = shape[0] * shape[1]
    left = list(range(least, max(most + 1, least + cells)))
    taken = [left.pop(rng.randrange(len(left))) for _ in range(cells)]
    return np.array(taken, dtype=np.float64).reshape(shape)


DRAWN: dict[Operation, Callable[[Size, tuple[int, int], Random], Floats]] = {
    "max": distinct,
    "avg": matrix,
}
"""How an input is drawn: for max so that nothing ties.

Where ties are the topic numbers may repeat, and unless something ties no rules are told apart.
"""


def one_of(values: Sequence[Value], rng: Random) -> Value:
    """One of some values."""
    return values[rng.randrange(len(values))]
