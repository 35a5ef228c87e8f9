"""`poolviz chain`: several layers, forward down and backward up."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, cast

import click
from click.core import ParameterSource

from poolviz import arguments
from poolviz.command.deliver import chosen, save_files, show_blocks
from poolviz.command.faults import Refused, note_example
from poolviz.command.options import CHAINED
from poolviz.command.pooling import command, made
from poolviz.command.request import explicit, unmarked
from poolviz.command.streams import write_ascii
from poolviz.explain.asked import Asked, Channel
from poolviz.words import printable

if TYPE_CHECKING:
    from poolviz.chained import Step

COMMAND = re.compile(r"\s*(?:poolviz\s+)?(max|avg)(?:\s|$)")
"""A layer as a command without its matrix."""

SPEC = re.compile(r"pool", re.IGNORECASE)
"""A layer as a framework writes it has this in its name."""


def run(layers: tuple[str, ...], **given: object) -> None:
    """Pool several layers one after the other, forward down and backward up.

    Each LAYER is a command without its matrix ("max -k 2 -s 1") or a layer of a framework
    ("AvgPool2d(2)"). MATRIX comes last and is as for poolviz max. Loss and upstream are those of
    the last layer.
    """
    matrix = None
    if layers and not is_layer(layers[-1]):
        *layers_, matrix = layers
        layers = tuple(layers_)
    if not layers:
        raise Refused("a chain has at least one layer", 'such as: poolviz chain "max -k 2" m.txt')
    steps = [step(number, text) for number, text in enumerate(layers, 1)]
    from poolviz.chained import Chain, solved
    from poolviz.read import source

    if given["channel"] == "all":
        raise Refused("a chain pools one channel; name it: --channel 0")
    channel = cast("tuple[int, ...] | None", given["channel"])
    upstream = cast("str | None", given["upstream"])
    arguments.one_of_both(given["loss"], upstream)
    if matrix is not None and upstream is not None and matrix.strip() == upstream.strip() == "-":
        raise Refused("standard input cannot be read twice; name a file for all but one")
    loaded = source.load(None if matrix is None else unmarked(matrix), "MATRIX", channel)
    if loaded.example:
        note_example("chain")
    last: dict[str, object] = {"loss": given["loss"], "upstream": None}
    if upstream is not None:
        sent = unmarked(upstream)
        last["upstream"] = source.load_beside(sent, "--upstream", loaded, "gradient")
    asked = chosen(Asked, given, ("fractions", "decimals", "full"))
    asked = asked._replace(channel=Channel.of(loaded))
    deliver(Chain(solved(steps, loaded.matrix, last), asked), asked, given)


def deliver(chain: object, asked: Asked, given: dict[str, object]) -> None:
    """The screen, the list of documents, or files."""
    from poolviz.chained import Chain
    from poolviz.write.document import chain_dumps
    from poolviz.write.forms import chain_writers

    assert isinstance(chain, Chain)  # noqa: S101 for types
    saves = cast("tuple[str, ...]", given["saves"])
    if saves:
        save_files(saves, chain_writers(chain.layers, asked), bool(given["force"]))
    if given["as_json"]:
        write_ascii(chain_dumps(chain.layers, asked))
    elif not saves:
        show_blocks(chain.blocks(), asked)


def is_layer(text: str) -> bool:
    """Whether an argument is meant as a layer."""
    return bool(COMMAND.match(text) or SPEC.search(text.partition("(")[0]))


def step(number: int, text: str) -> Step:
    """A layer of the chain as an operation and its options."""
    if not COMMAND.match(text):
        if not SPEC.search(text):
            raise _no_layer(number, text)
        from poolviz.read import source

        found = source.load_layer(text, f"layer {number}")
        return found.operation, found.options
    return _command(number, text)


def _no_layer(number: int, text: str) -> Refused:
    """What is said of a text that no layer is; a file may be meant as a model's."""
    hint = 'write "max -k 2", or what a framework prints; the matrix comes last'
    if os.path.isfile(text):  # noqa: PTH113 pathlib is slow to load
        import shlex

        hint = (
            'a chain takes layers, such as "max -k 2", not a file with a model; '
            f"poolviz layer {shlex.quote(printable(text))} shows one of its layers"
        )
    return Refused(f"layer {number}: {text!r} is no layer", hint)


def _command(number: int, text: str) -> Step:
    """A layer that is written as a command: its options for windows, without what it would show."""
    import shlex

    from poolviz.chained import WHOLE, alone

    name, *words = shlex.split(text.strip().removeprefix("poolviz "))
    with command(name).make_context(name, words) as context:
        if context.params["matrix"]:
            raise Refused(f"layer {number} has a matrix of its own; it comes last in a chain")
        own = explicit(context.params)
        for option in context.command.params:
            is_typed = context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
            if is_typed and option.name not in (*own, *WHOLE):
                raise _of_no_layer(number, option)
        asked = {key: context.params[key] for key in WHOLE if context.params[key] is not None}
        return alone(number, (name, {**own, **asked}))


def _of_no_layer(number: int, option: click.Parameter) -> Refused:
    """What is said of an option that shows something, or has it written."""
    typed = option.opts[-1].removeprefix("--")
    hint = "look at one layer alone, with its document as --upstream: poolviz max --json"
    if option.name in {each.name for each in CHAIN.params}:
        hint = "give it to the chain itself, behind the layers"
    return Refused(f"layer {number}: {typed} is no option of a layer in a chain", hint)


CHAIN = made(
    "chain", run, click.argument("layers", nargs=-1, metavar="LAYER... [MATRIX]"), *CHAINED
)
