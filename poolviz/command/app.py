"""The command line itself: its commands, and how it ends. The work is done elsewhere."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from poolviz import __version__
from poolviz.command.chain import CHAIN
from poolviz.command.faults import fail, fail_for
from poolviz.command.help import SETTINGS, Context, Helpful
from poolviz.command.helped import help_
from poolviz.command.layer import LAYER
from poolviz.command.learn import learn
from poolviz.command.pooling import AVG, MAX
from poolviz.command.quiz import quiz
from poolviz.command.schema import schema
from poolviz.command.streams import cannot_write
from poolviz.command.worksheet import worksheet


class Group(click.Group):
    """The commands; a matrix in a command's place is told where it belongs."""

    context_class = Context
    format_help = Helpful.format_help

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)


@click.group(cls=Group, context_settings=SETTINGS)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=schema,
    help="Print the JSON Schema of the document and exit.",
)
@click.version_option(__version__, prog_name="poolviz")
def cli() -> None:
    """See what a pooling layer does.

    A matrix, its pooled output, how often each cell was hit, and the gradient that flows back.
    """


for each in (MAX, AVG, LAYER, CHAIN, learn, quiz, worksheet, help_):
    cli.add_command(each)


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and end with its exit status: 0, 1, 2, or 130 if interrupted."""
    given = sys.argv[1:] if args is None else args
    name = given[0] if given and given[0] in cli.commands else ""
    try:
        cli.main(args, prog_name="poolviz", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:  # of help, which click writes
        cannot_write(error)
    except MemoryError:
        fail("there is not enough memory for this problem", "use a smaller matrix", 1)
    except Exception as error:
        fail_for(error, cli, name)
        raise
    sys.exit(0)
