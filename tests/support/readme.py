"""The README's commands and what they print; `python tests/readme.py` writes the outputs anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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


def run(command: str) -> str:
    """What a command prints in the README's folder, on standard output and error."""
    scripts = str(Path(sys.executable).parent)
    env = {"PATH": scripts + os.pathsep + os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        check=False,
        cwd=ROOT,
        env=env | {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)},
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
