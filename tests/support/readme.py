"""The README's commands and what they print; `python tests/support/readme.py` renews the outputs.

Commands of poolviz alone run within the process, as starting Python takes most of their time;
what needs a shell, such as a pipe, gets one.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import runs

README = runs.ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOR_THE_SHELL = frozenset("|&;<>()$`\\*?[]#~!{}\n")
"""Outside quotes these may mean something to a shell; within double ones some still do."""


class Shown(NamedTuple):
    """A command of the README and the output that stands below it."""

    command: str
    output: str


def shown(text: str) -> list[Shown]:
    """The commands in the README's console blocks, in order."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Shown(command, output))
    return found


def alone(command: str) -> list[str] | None:
    """The arguments of a command that is poolviz and nothing else, None if it needs a shell.

    >>> alone('poolviz max "1 2; 3 4" -k 1x2')
    ['max', '1 2; 3 4', '-k', '1x2']
    >>> alone("poolviz max --json m.txt | poolviz avg -") is None
    True
    """
    outside = re.sub(r'"[^"$`\\!]*"|\'[^\']*\'', "", command)
    if not command.startswith("poolviz ") or FOR_THE_SHELL & set(outside) or '"' in outside:
        return None
    return shlex.split(command)[1:]


def tools(command: str) -> list[str]:
    """What has to be installed for a command, besides poolviz."""
    return [] if alone(command) is not None else ["bash"] + ["jq"] * ("jq " in command)


def run(command: str) -> str:
    """What a command prints in the README's folder, on standard output and error."""
    arguments = alone(command)
    return in_a_shell(command) if arguments is None else in_this_process(arguments)


def in_this_process(arguments: list[str]) -> str:
    """What poolviz prints, errors in their place among the rest."""
    printed = io.BytesIO()
    with Path(os.devnull).open("rb") as nothing:
        runs.within(nothing, printed, printed, arguments)
    return printed.getvalue().decode()


def in_a_shell(command: str) -> str:
    """What a line of bash prints."""
    scripts = str(Path(sys.executable).parent)
    env = {"PATH": scripts + os.pathsep + os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        check=False,
        cwd=runs.ROOT,
        env=env | {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(runs.ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    return done.stdout.decode()


def renewed(text: str) -> str:
    """The README with every output as the commands print it now."""

    def block(match: re.Match[str]) -> str:
        commands = [command for command, _ in shown(match[0])]
        return "```console\n" + "".join(f"$ {c}\n{run(c)}" for c in commands) + "```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
