"""The command line: options, help, errors. The work is done elsewhere, and loaded when needed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from poolviz import __version__, arguments
from poolviz.words import printable

if TYPE_CHECKING:
    from poolviz.explain.asked import Asked

EXAMPLES = {
    "": [
        ("the worked example", "poolviz max --kernel 2 --stride 1"),
        ("your own numbers", 'poolviz avg "1 3 1 4; 5 2 4 6"'),
        ("a file, as JSON", "poolviz max --json matrix.txt"),
    ],
    "max": [
        ("a matrix from a file", "poolviz max --kernel 2 --stride 1 matrix.txt"),
        ("one typed in", 'poolviz max "-1 2; 3 4"'),
        ("ties shared equally", "poolviz max --ties split matrix.txt"),
        ("two layers", "poolviz max --json m.txt | poolviz avg -"),
    ],
    "avg": [
        ("a matrix from a file", "poolviz avg --kernel 2 --stride 1 matrix.txt"),
        ("padding not counted", "poolviz avg -k 3 -p 1 --no-count-include-pad m.txt"),
        ("your own upstream gradient", 'poolviz avg "1 3; 5 2" --upstream "8"'),
        ("two layers", "poolviz max --json m.txt | poolviz avg -"),
    ],
}
GROUPS = ("Pooling", "Gradient", "Output")


class Value(click.ParamType[Any]):
    """An option's value, judged by the same function as the Python argument."""

    def __init__(self, judge: Callable[[str], Any], metavar: str, choices: tuple[str, ...] = ()):
        self.judge, self.name, self.choices = judge, metavar, choices

    def get_metavar(self, param: Any, ctx: Any) -> str:  # noqa: ARG002
        """The form of the value, as it stands in the help."""
        return self.name

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """The value, or a usage error in the words that Python's ValueError has."""
        try:
            return self.judge(value.strip())
        except ValueError as error:
            raise click.UsageError(str(error), ctx) from None

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        """The choices, if there are any."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(c) for c in self.choices if c.startswith(incomplete)]


class Option(click.Option):
    """An option that stands in a group of the help."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group


class Helpful(click.Command):
    """A command whose help opens with examples and groups its options."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, examples, what it does, options."""
        self.format_usage(ctx, formatter)
        examples = EXAMPLES[ctx.info_name if ctx.info_name in EXAMPLES else ""]
        with formatter.section("Examples"):
            formatter.write_dl([(command, what) for what, command in examples], col_max=58)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options by group; those without one come last."""
        records: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, "Other")}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                records[getattr(param, "group", "Other")].append(record)
        for group, rows in records.items():
            if rows:
                with formatter.section(group):
                    formatter.write_dl(rows)


class Operation(Helpful):
    """`max` or `avg`: takes a matrix that starts with a minus for what it is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark arguments such as `-1 2; 3 4` with a blank, so that they are not read as options.

        No option of poolviz starts with a digit, a point or the word inf or nan.
        """
        end = args.index("--") if "--" in args else len(args)
        number = re.compile(r"-\s*(?:[0-9.]|(?:inf|nan)\b)", re.IGNORECASE)
        marked = [f" {a}" if number.match(a) else a for a in args[:end]]
        return super().parse_args(ctx, marked + args[end:])


class Group(click.Group):
    """The two commands; a matrix in a command's place is told where it belongs."""

    format_help = Helpful.format_help

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)


def option(group: str, *names: str, **kwargs: Any) -> Callable[[Any], Any]:
    """An option of both commands."""
    return click.option(*names, cls=Option, group=group, **kwargs)


def size_of(name: str) -> Value:
    """The type of `N` or `HxW`."""
    return Value(lambda text: arguments.pair(text, name), "N|HxW")


def one_of(name: str, choices: tuple[str, ...]) -> Value:
    """The type of an option with a few words to choose from."""
    return Value(lambda text: arguments.choice(text, name, choices), "|".join(choices), choices)


def number_from(name: str, least: int) -> Value:
    """The type of a whole number."""
    return Value(lambda text: arguments.whole(text, name, least), "N")


def cell_of(name: str) -> Value:
    """The type of `R,C`."""
    return Value(lambda text: arguments.cell(text, name), "R,C")


POOLING = [
    option("Pooling", "-k", "--kernel", type=size_of("kernel"), default="2", show_default=True,
           help="Size of the window."),
    option("Pooling", "-s", "--stride", type=size_of("stride"),
           help="Step between windows.  [default: the kernel]"),
    option("Pooling", "-p", "--padding", type=Value(arguments.paddings, "P"), default="0",
           show_default=True,
           help="Cells added around the input: N, HxW, T,L,B,R (top, left, bottom, right), same "
           "or same-lower. Max never picks one; for avg they are 0."),
    option("Pooling", "-d", "--dilation", type=size_of("dilation"), default="1",
           show_default=True, help="Distance between the cells of a window."),
    option("Pooling", "--ceil-mode", is_flag=True,
           help="Round the output size up, not down."),
]  # fmt: skip
GRADIENT = [
    option("Gradient", "--loss", type=one_of("loss", arguments.LOSSES),
           help="What is differentiated, of the output.  [default: mean]"),
    option("Gradient", "--upstream", metavar="MATRIX",
           help="The upstream gradient dLoss/dOutput itself, in place of a loss."),
]  # fmt: skip
OUTPUT = [
    option("Output", "--show", metavar="NAMES", type=Value(arguments.names, "NAMES"),
           help="Matrices to show, with commas: " + ", ".join(arguments.MATRICES)
           + "; or all.  [default: " + ",".join(arguments.FIRST) + "]"),
    option("Output", "--edges", is_flag=True,
           help="Draw the padding and the overhang as the windows see them."),
    option("Output", "--cell", "cells", multiple=True, type=cell_of("cell"),
           help="A cell of the input: who sees it, and its gradient as a sum. Repeatable."),
    option("Output", "--window", "windows", multiple=True, type=cell_of("window"),
           help="A cell of the output: its window, what it computes and sends back. Repeatable."),
    option("Output", "--step", is_flag=True, help="Window by window, forward and backward."),
    option("Output", "--fractions", is_flag=True, help="Exact fractions in place of decimals."),
    option("Output", "--decimals", type=number_from("decimals", 0), default="4",
           show_default=True, help="Decimals on the screen, at most."),
    option("Output", "--full", is_flag=True, help="Leave no row or column out."),
    option("Output", "--json", "as_json", is_flag=True, help="One JSON document instead."),
]  # fmt: skip
MAX_ONLY = [
    option("Gradient", "--ties", type=one_of("ties", arguments.TIES), default="first",
           show_default=True,
           help="Who gets the gradient where cells share the maximum: the first or last in "
           "row-major order, all in equal parts, or all of them the whole."),
]  # fmt: skip
AVG_ONLY = [
    option("Pooling", "--count-include-pad/--no-count-include-pad", default=True,
           show_default=True, help="Whether padding counts in the divisor."),
    option("Pooling", "--divisor", type=number_from("divisor", 1),
           help="Divide by this instead of the number of cells."),
]  # fmt: skip


def operation(name: str, summary: str, own: list[Callable[[Any], Any]]) -> None:
    """Make one of the commands."""

    def command(matrix: str | None, **given: Any) -> None:
        run(name, matrix, given)

    command.__doc__ = f"""{summary}

    MATRIX is a file (text, CSV, JSON or .npy), - for standard input, or the matrix itself. Without
    it poolviz reads standard input if that is piped, else it shows the worked example.
    """
    decorated: Any = click.argument("matrix", required=False)(command)
    for add in reversed([*POOLING, *own, *GRADIENT, *OUTPUT]):
        decorated = add(decorated)
    short = summary.partition(".")[0]
    cli.command(name, cls=Operation, short_help=short, context_settings=SETTINGS)(decorated)


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="poolviz")
def cli() -> None:
    """See what a pooling layer does.

    A matrix, its pooled output, how often each cell was hit, and the gradient that flows back.
    """


operation("max", "Max pooling. Each window gives its largest cell.", MAX_ONLY)
operation("avg", "Average pooling. Each window gives the mean of its cells.", AVG_ONLY)


def run(name: str, argument: str | None, given: dict[str, Any]) -> None:
    """Read, compute, show."""
    if sys.stdout is None:
        fail("standard output is closed", "open it, or redirect it to a file", 1)
    from poolviz.explain.asked import Asked

    asked = Asked(**{key: given.pop(key) for key in Asked._fields})
    as_json = given.pop("as_json")
    try:
        arguments.one_of_both(given["loss"], given["upstream"])
        problem = _problem(name, argument, given)
        _ = problem.output, problem.gradient  # refused, if at all, before anything is written
        if as_json:
            from poolviz.write.document import dumps

            write_json(dumps(problem, asked))
        else:
            _show(problem, asked)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _show(problem: Any, asked: Asked) -> None:
    """The screen, or with `--step` on a terminal one that is stepped through with keys."""
    from poolviz.write.terminal import show

    if asked.step and sys.stdout.isatty():
        from poolviz.command import stepper

        stepper.run(problem, asked)
        return
    for piece in show(problem, asked):
        if not write(piece):
            return


def _problem(name: str, argument: str | None, given: dict[str, Any]) -> Any:
    from poolviz import avg_pool, max_pool
    from poolviz.read import source

    upstream = given.pop("upstream")
    if argument is None and sys.stdin is not None and not sys.stdin.isatty():
        argument = "-"
    if argument == "-" and upstream is not None and upstream.strip() == "-":
        raise click.UsageError("standard input cannot be both MATRIX and upstream; name a file")
    if argument is None:
        argument = source.EXAMPLE
        hint = f"poolviz {name} --help says how to give your own"
        click.echo(f"poolviz: no matrix given, so this is the worked example; {hint}", err=True)
    matrix = source.load(_unmarked(argument), "MATRIX")
    if upstream is not None:
        upstream = source.load(_unmarked(upstream), "--upstream")
    return (max_pool if name == "max" else avg_pool)(matrix, **given, upstream=upstream)


def _unmarked(argument: str) -> str:
    """The argument without the blank that `Operation.parse_args` put before a minus."""
    return argument[1:] if argument.startswith(" -") else argument


def write(text: str) -> bool:
    """Write on standard output; False if its reader is gone, which is no fault."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        return False
    except OSError as error:
        _let_go()
        fail(f"cannot write the output: {(error.strerror or 'it failed').lower()}", None, 1)
    return True


def write_json(text: str) -> None:
    """Write a document of ASCII alone, which is UTF-8 whatever the output's encoding is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    write(text + "\n")


def _let_go() -> None:
    """Give up standard output, so that Python does not try to flush it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(message: str, hint: str | None, status: int) -> NoReturn:
    """Say what is wrong and what would be right, and end."""
    lines = [f"poolviz: {message}"] + ([f"hint: {hint}"] if hint else [])
    click.echo("\n".join(lines), err=True)
    sys.exit(status)


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and end with its exit status: 0, 1, 2, or 130 if interrupted."""
    try:
        cli.main(args, prog_name="poolviz", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        hint = _usage_hint(error, args)
        message = printable(error.format_message())
        elsewhere = hint.startswith("--")
        fail(_cut(message.partition(" Did you mean")[0] if elsewhere else message), hint, 2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:  # of help, which click writes
        _let_go()
        fail(f"cannot write the output: {(error.strerror or 'it failed').lower()}", None, 1)
    except MemoryError:
        fail("there is not enough memory for this problem", "use a smaller matrix", 1)
    except Exception as error:
        _known(error)
        raise
    sys.exit(0)


def _known(error: Exception) -> None:
    """End with the message of an error about a source; such errors need NumPy to arise."""
    from poolviz.read.source import SourceError

    if isinstance(error, SourceError):
        fail(str(error), error.hint, error.status)


def _cut(message: str) -> str:
    """A message without the length of what was typed."""
    return re.sub(r"[^\s']{41,}", lambda long: long[0][:39] + "…", message)


def _usage_hint(error: click.UsageError, args: list[str] | None) -> str:
    given = sys.argv[1:] if args is None else args
    name = given[0] if given and given[0] in cli.commands else ""
    command = f"poolviz {name}".rstrip()
    if isinstance(error, click.exceptions.NoSuchOption):
        for other, its in cli.commands.items():
            if other != name and any(error.option_name in param.opts for param in its.params):
                return f"{error.option_name} is an option of poolviz {other}"
    if "unexpected extra argument" in error.format_message():
        return f'put the matrix in quotes: {command} "1 3; 5 2"'
    if isinstance(error, click.exceptions.NoSuchCommand):
        return "say what to do with the matrix: poolviz max MATRIX, or poolviz avg MATRIX"
    return f"{command} --help shows the options, with examples"
