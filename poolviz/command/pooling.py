"""`poolviz max` and `poolviz avg`: read, compute, deliver."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import click

from poolviz import arguments
from poolviz.command.deliver import Form, deliver
from poolviz.command.faults import Refused
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.options import AVG_ONLY, GRADIENT, MATRIX, MAX_ONLY, OUTPUT, POOLING
from poolviz.command.streams import need_output
from poolviz.explain.asked import Asked

if TYPE_CHECKING:
    from poolviz.explain.window import Problem


class Request(NamedTuple):
    """One problem as the command line asks for it."""

    operation: str
    matrix: str | None
    upstream: str | None
    options: Mapping[str, object]


class Operation(Helpful):
    """A command that takes a matrix, and takes one that starts with a minus for what it is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark arguments such as `-1 2; 3 4` with a blank, so that they are not read as options.

        No option of poolviz starts with a digit, a point or the word inf or nan.
        """
        end = args.index("--") if "--" in args else len(args)
        number = re.compile(r"-\s*(?:[0-9.]|(?:inf|nan)\b)", re.IGNORECASE)
        marked = [f" {a}" if number.match(a) else a for a in args[:end]]
        return super().parse_args(ctx, marked + args[end:])


def command(operation: str, summary: str) -> click.Command:
    """Make one of the commands."""

    def run(matrix: tuple[str, ...], **given: object) -> None:
        need_output()
        asked = Asked(**{key: given.pop(key) for key in Asked._fields})  # type: ignore[arg-type]
        form = Form(**{key: given.pop(key) for key in Form._fields})  # type: ignore[arg-type]
        argument = one_matrix(matrix, f"poolviz {operation}")
        upstream = given.pop("upstream")
        arguments.one_of_both(given["loss"], upstream)
        request = Request(operation, argument, None if upstream is None else str(upstream), given)
        deliver(solved(request), asked, form)

    run.__doc__ = f"""{summary}

    MATRIX is a file (text, CSV, JSON or .npy), - for standard input, or the matrix itself. Without
    it poolviz reads standard input if that is piped, else it shows the worked example.
    """
    own = MAX_ONLY if operation == "max" else AVG_ONLY
    decorated = run
    for add in reversed([MATRIX, *POOLING, *own, *GRADIENT, *OUTPUT]):
        decorated = add(decorated)
    short = summary.partition(".")[0]
    return click.command(operation, cls=Operation, short_help=short, context_settings=SETTINGS)(
        decorated
    )


def one_matrix(given: tuple[str, ...], command: str) -> str | None:
    """The one MATRIX, if there is one."""
    if len(given) > 1:
        arguments_ = "argument" if len(given) == 2 else "arguments"
        raise Refused(
            f"Got unexpected extra {arguments_} ({' '.join(given[1:])})",
            f'put the matrix in quotes: {command} "1 3; 5 2"',
        )
    return given[0] if given else None


def solved(request: Request) -> Problem:
    """The problem with its matrices read; what cannot be pooled is refused here."""
    from poolviz.api import pool
    from poolviz.read import source

    argument, upstream = request.matrix, request.upstream
    if argument is None and sys.stdin is not None and not sys.stdin.isatty():
        argument = "-"
    if argument == "-" and upstream is not None and upstream.strip() == "-":
        raise Refused("standard input cannot be both MATRIX and upstream; name a file")
    if argument is None:
        argument = source.EXAMPLE
        hint = f"poolviz {request.operation} --help says how to give your own"
        click.echo(f"poolviz: no matrix given, so this is the worked example; {hint}", err=True)
    matrix = source.load(_unmarked(argument), "MATRIX")
    given = None if upstream is None else source.load(_unmarked(upstream), "--upstream")
    problem = pool(request.operation, matrix, {**request.options, "upstream": given})
    _ = problem.output, problem.gradient  # refused, if at all, before anything is written
    return problem


def _unmarked(argument: str) -> str:
    """The argument without the blank that `Operation.parse_args` put before a minus."""
    return argument[1:] if argument.startswith(" -") else argument
