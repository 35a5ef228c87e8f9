"""A request: one problem as the command line asks for it, read and solved."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

import click
from click.core import ParameterSource

from poolviz import arguments
from poolviz.command.deliver import chosen
from poolviz.command.faults import Refused, nearest, note_example
from poolviz.explain.asked import Asked, Channel, Check

if TYPE_CHECKING:
    from poolviz.core.matrix import Floats
    from poolviz.explain.window import Problem
    from poolviz.read.channels import Loaded

NOT_ADAPTIVE = (
    "kernel",
    "stride",
    "padding",
    "dilation",
    "ceil_mode",
    "count_include_pad",
    "divisor",
)
"""The options in whose place an output size stands."""

POOLED = (*NOT_ADAPTIVE, "output_size", "ties", "loss")
"""The options that say what is computed."""

LOOKED_AT = tuple(name for name in Asked._fields if name not in ("checks", "notes", "channel"))
"""The options that say what is shown of it."""


class Request(NamedTuple):
    """What is pooled, with which options; `given` are all options of the command."""

    operation: str
    matrix: str | None
    given: Mapping[str, object]
    layer: Mapping[str, object] = {}
    """Options that a framework's layer stands for; the command's own come before them."""
    notes: tuple[str, ...] = ()


def solved(request: Request) -> tuple[Problem, Asked]:
    """The problem with its matrices read, and what is asked of it.

    What cannot be pooled is refused here, before anything is written.
    """
    given = request.given
    upstream, checks = _other_sources(request)
    from poolviz.read import source

    channel = cast("tuple[int, ...] | None", given.get("channel"))
    loaded = source.load(_own(request), "MATRIX", channel)
    if loaded.example:
        note_example(str(click.get_current_context().info_name))
    sent = None
    if upstream is not None:
        sent = source.load_beside(unmarked(upstream), "--upstream", loaded, "gradient")
    answers = (
        Check(name, source.load_answer(unmarked(text), name, channel)) for name, text in checks
    )
    return _pooled(request, loaded, sent, tuple(answers))


def each_channel(request: Request) -> Iterator[tuple[Problem, Asked]]:
    """The same for each channel of an array in turn, read as it is asked for.

    The upstream gradient has a matrix for each channel as well, or one for all.
    """
    upstream, checks = _other_sources(request)
    if checks:
        raise Refused("check is for one channel; name it: --channel 0")
    if upstream is not None and upstream.strip() == "-":
        raise Refused("standard input is read once, and each channel needs its upstream gradient; "
                      "name a file")  # fmt: skip
    from poolviz.read import source

    for loaded in source.load_each(_own(request), "MATRIX"):
        sent = None
        if upstream is not None:
            sent = source.load_beside(unmarked(upstream), "--upstream", loaded, "gradient")
        yield _pooled(request, loaded, sent, ())


def _pooled(
    request: Request, loaded: Loaded, sent: Floats | None, answers: tuple[Check, ...]
) -> tuple[Problem, Asked]:
    """The problem of one matrix."""
    from poolviz.api import pool

    options: dict[str, object] = {**request.layer, **explicit(request.given)}
    if sent is not None:
        options["upstream"] = sent
    problem = pool(request.operation, loaded.matrix, options)
    _ = problem.output, problem.gradient
    asked = chosen(Asked, request.given, LOOKED_AT)
    channel = Channel.of(loaded)
    return problem, asked._replace(checks=answers, notes=request.notes, channel=channel)


def _own(request: Request) -> str | None:
    return None if request.matrix is None else unmarked(request.matrix)


def _other_sources(request: Request) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Where the upstream gradient and the answers come from; standard input is read once."""
    given, argument = request.given, _own(request)
    upstream = cast("str | None", given["upstream"])
    arguments.one_of_both(given["loss"], upstream)
    checks = tuple(map(parted, cast("tuple[str, ...]", given["checks"])))
    piped = sys.stdin is not None and not sys.stdin.isatty()
    stream = "-" if argument is None and piped else argument
    sources = (stream, upstream, *(text for _, text in checks))
    if sum(source is not None and source.strip() == "-" for source in sources) > 1:
        raise Refused("standard input cannot be read twice; name a file for all but one")
    return upstream, checks


def explicit(given: Mapping[str, object]) -> dict[str, object]:
    """The pooling options that were given, without defaults; an output size excludes some."""
    context = click.get_current_context()
    names = [name for name in POOLED if name in given and given[name] is not None]
    typed = [n for n in names if context.get_parameter_source(n) is not ParameterSource.DEFAULT]
    if "output_size" in typed:
        for name in NOT_ADAPTIVE:
            if name in typed:
                what = f"output-size and {name.replace('_', '-')} exclude each other"
                raise Refused(f"{what}; give one of them")
    return {name: given[name] for name in typed}


def parted(text: str) -> tuple[str, str]:
    """The matrix that a checked answer stands for, and the answer itself.

    >>> parted("hits=0 1"), parted("0 1; 1 0")
    (('hits', '0 1'), ('gradient', '0 1; 1 0'))
    """
    name, equals, rest = text.partition("=")
    if not equals or not nearest(name.strip(), arguments.CHECKED):
        return "gradient", text  # what stands before '=' may be a name in the print of a matrix
    return arguments.choice(name.strip(), "check", arguments.CHECKED), rest


def unmarked(argument: str) -> str:
    """The argument without the blank that marks one which starts with a minus."""
    return argument[1:] if argument.startswith(" -") else argument
