"""A chain of layers: forward down, backward up, and what each hands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poolviz.draw.blocks import Block, Heading, Panels, Sentences
from poolviz.draw.drawing import Drawing
from poolviz.draw.marks import input_roles, legend
from poolviz.explain.account import Account, account
from poolviz.explain.asked import Asked
from poolviz.explain.sentences import Telling
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem
from poolviz.words import counted, size

DOWN, UP = ("input", "output"), ("upstream", "hits", "gradient")
"""The matrices of the way down and of the way up."""


def blocks(layers: Sequence[Problem], asked: Asked) -> Iterator[Block]:
    """All layers forward, first to last, then backward, last to first."""
    accounts: list[Account] = []
    for problem in reversed(layers):  # each is handed the gradient of the next one
        accounts.insert(0, account(problem, accounts[0] if accounts else None))
    tells = [telling(one, asked.decimals, asked.full, asked.fractions) for one in accounts]
    sizes = " → ".join([size(layers[0].input.shape), *(size(p.output.shape) for p in layers)])
    yield Heading(f"chain of {counted(len(layers), 'layer')} · {sizes}{asked.which}", 1)
    if asked.notes:
        yield Sentences(asked.notes)
    last = len(layers)
    for number, tell in enumerate(tells, 1):
        yield Heading(f"layer {number}, forward: {tell.head()}")
        yield from _matrices(tell, asked, DOWN)
        if number < last:
            yield Sentences((f"its output is the input of layer {number + 1}",))
    yield Sentences((tells[-1].loss_sentence(),))
    for number in range(last, 0, -1):
        tell = tells[number - 1]
        yield Heading(f"layer {number}, backward")
        yield from _matrices(tell, asked, UP)
        to = f"the upstream gradient of layer {number - 1}"
        if number == 1:
            to = "the gradient of the chain's input"
        yield Sentences((f"{tell.hits()} · {tell.gradient_sentence()}", f"its gradient is {to}"))


def _matrices(tell: Telling, asked: Asked, names: Sequence[str]) -> Iterator[Block]:
    drawing = Drawing(tell, fractions=asked.fractions)
    yield Panels(drawing.panels(names))
    roles = list(input_roles(tell)) if "input" in names else []
    shaded = [name for name in names if name in ("hits", "gradient")]
    yield legend(tell, roles, False, shaded)
