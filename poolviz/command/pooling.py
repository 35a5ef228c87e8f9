"""`poolviz max` and `poolviz avg`: read, compute, deliver."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from poolviz.command.deliver import Form, deliver
from poolviz.command.faults import Refused
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.options import MATRIX, OF_AVG, OF_MAX
from poolviz.command.request import Request, each_channel, solved

if TYPE_CHECKING:
    from poolviz.explain.asked import Asked
    from poolviz.explain.window import Problem


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


def made(name: str, run: Callable[..., None], *options: Callable[..., Any]) -> click.Command:
    """A command with some options, which its help lists in this order."""
    for add in reversed(options):
        run = add(run)
    return click.command(name, cls=Operation, context_settings=SETTINGS)(run)


SUMMARIES = {
    "max": "Max pooling. Each window gives its largest cell.",
    "avg": "Average pooling. Each window gives the mean of its cells.",
}
OPTIONS = {"max": OF_MAX, "avg": OF_AVG}


@cache
def command(operation: str) -> click.Command:
    """One of the commands, made when it is asked for: so many options take their time."""

    def run(matrix: tuple[str, ...], **given: object) -> None:
        argument = one_matrix(matrix, f"poolviz {operation}")
        carry_out(Request(operation, argument, given))

    run.__doc__ = f"""{SUMMARIES[operation]}

    MATRIX is a file (text, CSV, JSON or .npy), - for standard input, or the matrix itself. Without
    it poolviz reads standard input if that is piped, else it shows the worked example.
    """
    return made(operation, run, MATRIX, *OPTIONS[operation])


def carry_out(request: Request) -> None:
    """Answer a request, for one matrix or for every channel in turn."""
    form = Form.of(request.given)
    if request.given["channel"] != "all":
        deliver(*solved(request), form)
        return
    if not form.as_json or form.saves or form.code:
        raise Refused("--channel all needs --json: one document a line, for each channel in turn")
    for problem, asked in each_channel(request):
        deliver(problem, asked, form)


def posed(words: Sequence[str], matrix: str | None = None) -> tuple[Problem, Asked]:
    """What a command poses and asks, without its being run; `matrix` stands in for its own."""
    name, *rest = words
    with command(name).make_context(name, rest) as context:
        given = dict(context.params)
        own = one_matrix(given.pop("matrix"), f"poolviz {name}")
        return solved(Request(name, matrix if matrix is not None else own, given))


def one_matrix(given: tuple[str, ...], command: str) -> str | None:
    """The one MATRIX, if there is one."""
    if len(given) > 1:
        arguments_ = "argument" if len(given) == 2 else "arguments"
        raise Refused(
            f"Got unexpected extra {arguments_} ({' '.join(given[1:])})",
            f'put the matrix in quotes: {command} "1 3; 5 2"',
        )
    return given[0] if given else None
