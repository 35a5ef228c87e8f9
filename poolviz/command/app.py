"""The command line itself: its commands, and how it ends. The work is done elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import NamedTuple, NoReturn

import click

from poolviz import __version__
from poolviz.command.help import SETTINGS, Context, Helpful, printing


class Place(NamedTuple):
    """Where a command is found, or what makes it, and what the list of commands says of it."""

    module: str
    name: str
    summary: str


PLACES = {
    "avg": Place("pooling", "command", "Average pooling."),
    "chain": Place("chain", "CHAIN", "Several layers, forward and back."),
    "help": Place("helped", "help_", ""),
    "layer": Place("layer", "LAYER", "A layer as a framework writes it."),
    "learn": Place("learn", "learn", "A course in lessons."),
    "max": Place("pooling", "command", "Max pooling."),
    "quiz": Place("quiz", "quiz", "Questions for you."),
    "worksheet": Place("worksheet", "worksheet", "Sheets for a class, and their key."),
}
"""One without a summary is not listed."""


class Commands(MutableMapping[str, click.Command]):
    """The commands by name. One is loaded when it is asked for: `--help` waits for none."""

    def __init__(self) -> None:
        self.loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.loaded:
            place = PLACES[name]
            found = getattr(import_module(f"poolviz.command.{place.module}"), place.name)
            command = found if isinstance(found, click.Command) else found(name)
            command.short_help, command.hidden = place.summary, not place.summary
            self[name] = command
        return self.loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self.loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


class Group(click.Group):
    """The commands; a matrix in a command's place is told where it belongs."""

    context_class = Context
    format_help = Helpful.format_help
    get_help_option = Helpful.get_help_option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, at.summary) for name, at in PLACES.items() if at.summary])
        click.Command.format_options(self, ctx, formatter)


def schema(_context: click.Context) -> None:
    """Print the JSON Schema of the document."""
    from importlib.resources import files

    from poolviz.command.streams import write

    write(files("poolviz.write").joinpath("schema.json").read_text("utf-8"))


def version(_context: click.Context) -> None:
    """Print the version."""
    click.echo(f"poolviz, version {__version__}")


@click.group(cls=Group, context_settings=SETTINGS)
def cli() -> None:
    """See what a pooling layer does.

    A matrix, its pooled output, how often each cell was hit, and the gradient that flows back.
    """


cli.commands = Commands()
cli.params = [
    printing("--schema", show=schema, text="Print the JSON Schema of the document and exit."),
    printing("--version", show=version, text="Show the version and exit."),
]


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and end with its exit status: 0, 1, 2, or 130 if interrupted."""
    given = sys.argv[1:] if args is None else args
    name = given[0] if given and given[0] in cli.commands else ""
    if sys.stdout is None:
        from poolviz.command.faults import fail

        fail("standard output is closed", "open it, or redirect it to a file", 1)
    try:
        cli.main(args, prog_name="poolviz", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        from poolviz.command.streams import write

        write(error.format_message() + "\n")  # the help leads on, and is what was asked for
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:  # of help, which click writes
        from poolviz.command.streams import cannot_write

        cannot_write(error)
    except MemoryError:
        from poolviz.command.faults import fail

        fail("there is not enough memory for this problem", "use a smaller matrix", 1)
    except Exception as error:
        from poolviz.command.faults import fail_for

        fail_for(error, cli, name)
        raise
    sys.exit(0)
