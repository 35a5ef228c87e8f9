"""`poolviz help`: the help of the program, or of one of its commands."""

from __future__ import annotations

import click

from poolviz.command.faults import LISTED, Refused, no_command


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
        raise Refused(no_command(name, group), LISTED)
    command = group.commands[name]
    with command.context_class(command, info_name=name, parent=root) as inner:
        click.echo(command.get_help(inner))
