"""A request: one problem as the command line asks for it, read and solved."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

import click
from click.core import ParameterSource

from poolviz import arguments
from poolviz.command.faults import Refused, nearest
from poolviz.explain.asked import Asked, Check

if TYPE_CHECKING:
    from poolviz.explain.window import Problem

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
    """Options that a framework's layer stands for, in place of the command's own."""
    notes: tuple[str, ...] = ()


def solved(request: Request) -> tuple[Problem, Asked]:
    """The problem with its matrices read, and what is asked of it.

    What cannot be pooled is refused here, before anything is written.
    """
    given = request.given
    options = {**_explicit(given), **request.layer}
    upstream = cast("str | None", given["upstream"])
    arguments.one_of_both(given["loss"], upstream)
    checks = tuple(map(parted, cast("tuple[str, ...]", given["checks"])))
    argument = None if request.matrix is None else unmarked(request.matrix)
    piped = sys.stdin is not None and not sys.stdin.isatty()
    stream = "-" if argument is None and piped else argument
    _one_stream(stream, upstream, *(text for _, text in checks))
    from poolviz.api import pool
    from poolviz.read import source

    loaded = source.load(argument, "MATRIX")
    if loaded.example:
        hint = f"poolviz {request.operation} --help says how to give your own"
        click.echo(f"poolviz: no matrix given, so this is the worked example; {hint}", err=True)
    if upstream is not None:
        options["upstream"] = source.load(unmarked(upstream), "--upstream", key="gradient").matrix
    problem = pool(request.operation, loaded.matrix, options)
    _ = problem.output, problem.gradient
    answers = (Check(name, source.load_answer(unmarked(text), name)) for name, text in checks)
    looks = {name: given[name] for name in LOOKED_AT}
    asked = Asked(**looks, checks=tuple(answers), notes=request.notes)  # type: ignore[arg-type]
    return problem, asked


def _explicit(given: Mapping[str, object]) -> dict[str, object]:
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


def _one_stream(*sources: str | None) -> None:
    """Refuse two sources that are both standard input."""
    if sum(source is not None and source.strip() == "-" for source in sources) > 1:
        raise Refused("standard input cannot be read twice; name a file for all but one")


def unmarked(argument: str) -> str:
    """The argument without the blank that marks one which starts with a minus."""
    return argument[1:] if argument.startswith(" -") else argument
