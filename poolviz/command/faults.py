"""What is said where a command cannot do what it was asked: one message, one hint, one status.

Decisions are made on the type of an error. Nothing here loads more than click.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from poolviz.words import did_you_mean, printable, shown
from poolviz.write.room import room

OTHER_NAMES = {
    "--strides": "--stride",
    "--pads": "--padding",
    "--pad": "--padding",
    "--pool-size": "--kernel",
    "--kernel-size": "--kernel",
    "--kernel-shape": "--kernel",
    "--size": "--kernel",
    "--dilations": "--dilation",
    "--dilation-rate": "--dilation",
    "--divisor-override": "--divisor",
    "--count-include-padding": "--count-include-pad",
    "--tie": "--ties",
    "--steps": "--step",
    "--cells": "--cell",
    "--windows": "--window",
    "--grad-output": "--upstream",
    "--format": "--save",
    "--output": "--save",
}
"""What frameworks and other tools call our options."""


class Refused(click.UsageError):
    """A usage error that knows what would be right."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def fail(message: str, hint: str | None, status: int) -> NoReturn:
    """Say what is wrong and what would be right, and end."""
    note(message)
    if hint:
        click.echo(_wrapped(f"hint: {hint}"), err=True)
    sys.exit(status)


def note(text: str) -> None:
    """Say something on standard error, which is no part of what was asked for."""
    click.echo(_wrapped(f"poolviz: {text}"), err=True)


def note_example(command: str) -> None:
    """Say that the worked example stands in for a matrix."""
    how = f"poolviz {command} --help says how to give your own"
    note(f"no matrix given, so this is the worked example; {how}")


def _wrapped(line: str) -> str:
    """A message broken between words where it is read on a terminal; elsewhere it is one line."""
    if sys.stderr is None or not sys.stderr.isatty():
        return line
    from textwrap import fill

    return fill(line, max(room()[0], 30), break_long_words=False, break_on_hyphens=False)


def fail_usage(error: click.UsageError, command: click.Command, name: str) -> NoReturn:
    """End with a usage error of the command of some name, `""` for the group itself."""
    message, hint = error.format_message(), f"{f'poolviz {name}'.rstrip()} --help shows the options"
    hint += ", with examples"
    if isinstance(error, Refused) and error.hint:
        hint = error.hint
    elif isinstance(error, click.exceptions.NoSuchOption):
        message, hint = _no_such_option(error, command, name, hint)
    elif isinstance(error, click.exceptions.NoSuchCommand) and isinstance(command, click.Group):
        message = no_command(error.command_name, command)
        hint = LISTED if "did you mean" in message else WHICH
    fail(_cut(printable(message)), hint, 2)


def fail_for(error: Exception, command: click.Command, name: str) -> None:
    """End with the message of an error that a command raises; return if it is none of those."""
    if isinstance(error, click.UsageError):
        fail_usage(error, command, name)
    if isinstance(error, ValueError):  # an argument that is judged as in Python
        from poolviz.core.axes import PaddingError

        if isinstance(error, PaddingError):
            fail(printable(str(error)), "poolviz learn windows-of-padding shows why", 2)
        fail_usage(Refused(str(error), getattr(error, "hint", None)), command, name)
    from poolviz.read.source import SourceError  # such errors need NumPy to arise

    if isinstance(error, SourceError):
        fail(str(error), error.hint, error.status)


LISTED = "poolviz help lists the commands"
WHICH = "say what to do with the matrix: poolviz max MATRIX, or poolviz avg MATRIX"


def no_command(name: str, group: click.Group) -> str:
    """What is said of a name that no command has."""
    return f"there is no command {shown(name)}{did_you_mean(name, list(group.commands))}"


def _no_such_option(
    error: click.exceptions.NoSuchOption, group: click.Command, name: str, hint: str
) -> tuple[str, str]:
    """An option that is another command's, or is near one of this command's."""
    option = error.option_name
    message = f"No such option {option!r}."
    commands = group.commands if isinstance(group, click.Group) else {}
    owners = [n for n, c in commands.items() if option in _options(c)]
    if owners and name not in owners:
        owner = min(owners, key=lambda n: len(commands[n].params))  # it has least besides
        return message, f"{option} is an option of poolviz {owner}"
    own = _options(commands.get(name, group))
    near = nearest(option, [o for o in own if o.startswith("--")])
    return message + (f" Did you mean {near!r}?" if near else ""), hint


def _options(command: click.Command) -> list[str]:
    """All names of a command's options; a flag's second one, such as `--no-…`, too."""
    return [name for param in command.params for name in (*param.opts, *param.secondary_opts)]


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The option that is meant, if one is near: by another tool's name, else by its letters.

    >>> nearest("--strides", ["--step", "--stride"]), nearest("--pads", ["--padding", "--edges"])
    ('--stride', '--padding')
    """
    known = OTHER_NAMES.get(name)
    if known in names:
        return known
    from difflib import get_close_matches

    longer = [n for n in names if n.startswith(name)]
    close = longer or get_close_matches(name, names, 1)
    return close[0] if close else None


def _cut(message: str) -> str:
    """A message without the length of what was typed."""
    return re.sub(r"[^\s']{41,}", lambda long: long[0][:39] + "…", message)
