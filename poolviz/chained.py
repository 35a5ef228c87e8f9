"""Several pooling layers in a row: forward down, backward up.

A layer's output is the next one's input, and a layer's gradient is the upstream gradient of the
one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from poolviz.api import POOLS, AvgPooling, MaxPooling, differentiated, pool, taken
from poolviz.arguments import choice
from poolviz.core.pooling import Loss
from poolviz.core.problem import otherwise
from poolviz.explain.asked import Asked, Channel
from poolviz.words import shown

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType

    from poolviz.core.matrix import Floats
    from poolviz.draw.blocks import Block

Step = tuple[str, Mapping[str, object]]
"""An operation and its options."""

WHOLE = ("loss", "upstream", "channel")
"""What a chain has once: at its end the loss or upstream gradient, at its start the channel."""


def chain(layers: Sequence[str | Step]) -> Callable[..., Chain]:
    """Layers that are pooled one after the other, as a function of the input.

    A layer is what a framework writes, or ("max" or "avg", options):

    >>> net = chain(["MaxPool2d(2, 1)", ("avg", {"kernel": 3})])
    >>> c = net([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]])
    >>> c.layers[0].output.shape, c.output.shape
    ((3, 3), (1, 1))
    >>> float(c.gradient.sum())
    1.0

    The function takes `loss` and `upstream` of the last layer, and `channel` as `max_pool` does:

    >>> chain(["MaxPool2d(1, 2)", "AvgPool2d(1)"])([[[1, 3]], [[4, 0]]], channel=1).output
    array([[4.]])

    Raises ValueError where a layer cannot be read, or does not fit what the one before it gives.
    """
    each = [layers] if isinstance(layers, str) else layers
    steps = [alone(number, step(layer)) for number, layer in enumerate(each, 1)]
    if not steps:
        raise ValueError("a chain has at least one layer")

    def pooled(
        x: object,
        loss: Loss | None = None,
        upstream: object = None,
        channel: int | tuple[int, ...] | str | None = None,
    ) -> Chain:
        loaded = taken(x, channel)
        own, sent = differentiated(loss, upstream, loaded)
        layers = solved(steps, loaded.matrix, {"loss": own, "upstream": sent})
        return Chain(layers, Asked(channel=Channel.of(loaded)))

    return pooled


def step(layer: object) -> Step:
    """A layer as an operation and its options; a framework's own object is read as it prints."""
    if isinstance(layer, (tuple, list)):
        if len(layer) != 2 or not isinstance(layer[1], Mapping):
            raise ValueError(f'a layer is text or ("max", options), not {shown(layer)}')
        return choice(layer[0], "operation", tuple(POOLS)), layer[1]
    from poolviz.read.layer import parse

    found = parse(str(layer))
    return found.operation, found.options


def alone(number: int, layer: Step) -> Step:
    """The layer, if it asks for nothing that is the whole chain's."""
    for name in WHOLE:
        if name in layer[1]:
            raise ValueError(f"layer {number}: {name} is no option of a layer in a chain; "
                             "give it to the chain itself")  # fmt: skip
    return layer


def solved(
    steps: Sequence[Step], x: object, last: Mapping[str, object]
) -> tuple[MaxPooling | AvgPooling, ...]:
    """The layers' problems: inputs handed down, gradients handed up.

    `last`: what is differentiated, of the last layer. Errors name the layer.
    """
    problems: list[MaxPooling | AvgPooling] = []
    for number, (operation, options) in enumerate(steps, 1):
        own = {**options, **(last if number == len(steps) else {})}
        try:
            problems.append(pool(operation, problems[-1].output if problems else x, own))
        except ValueError as error:
            raise ValueError(f"layer {number}: {error}") from None
    for at in range(len(problems) - 1, 0, -1):
        problems[at - 1] = otherwise(problems[at - 1], upstream=problems[at].gradient)
    return tuple(problems)


class Chain:
    """Pooling layers, solved: each is a result of its own; the chain shows itself."""

    def __init__(
        self, layers: tuple[MaxPooling | AvgPooling, ...], asked: Asked | None = None
    ) -> None:
        self.layers, self._asked = layers, asked or Asked()

    @property
    def output(self) -> Floats:
        """The last layer's output."""
        return self.layers[-1].output

    @property
    def gradient(self) -> Floats:
        """The gradient of the chain's input."""
        return self.layers[0].gradient

    def blocks(self) -> Iterator[Block]:
        """What is shown of it."""
        from poolviz.draw.chain import blocks

        return blocks(self.layers, self._asked)

    def __repr__(self) -> str:
        """The screen as plain text."""
        from poolviz.write.terminal import plain_blocks

        return plain_blocks(self.blocks(), self._asked)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """The screen for rich's `print`."""
        from poolviz.write.terminal import renderable_blocks

        yield renderable_blocks(self.blocks(), self._asked, options.max_width, console.encoding)

    def _repr_html_(self) -> str:
        """The screen for a notebook, as tables."""
        from poolviz.write.notebook import notebook

        return notebook(self.blocks(), self._asked)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The document of each layer, the first one first."""
        import json

        from poolviz.write.document import chain_dumps

        documents: list[dict[str, Any]] = json.loads(chain_dumps(self.layers, self._asked))
        return documents

    def save(self, *paths: str | os.PathLike[str], force: bool = False) -> None:
        """Write what is shown to files, as `save` of a single problem does."""
        from poolviz.write.forms import chain_writers
        from poolviz.write.save import save_from_python

        save_from_python(paths, chain_writers(self.layers, self._asked), force)
