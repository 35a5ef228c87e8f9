"""`poolviz help`: the help of the program, or of one of its commands."""

from __future__ import annotations

import click

from poolviz.command.faults import Refused
from poolviz.words import did_you_mean, shown


@click.command("help")
@click.argument("name", metavar="[COMMAND]", required=False)
@click.pass_context
def help_(context: click.Context, name: str | None) -> None:
    """Show the help of a command."""
    root = context.find_root()
    group = root.command
    assert isinstance(group, click.Group)  # noqa: S101 for types
    if name is None:
        click.echo(root.get_help())
        return
    if name not in group.commands:
        message = f"there is no command {shown(name)}{did_you_mean(name, list(group.commands))}"
        raise Refused(message, "poolviz help lists the commands")
    command = group.commands[name]
    with command.context_class(command, info_name=name, parent=root) as inner:
        click.echo(command.get_help(inner))
