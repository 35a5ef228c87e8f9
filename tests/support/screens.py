"""Whole screens kept in a file, and the matrices that stand on a screen.

`python tests/support/screens.py` draws the kept screens anew; read what has changed.
"""

from __future__ import annotations

import re
import shlex
import sys
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

KEPT = Path(__file__).parents[1] / "write" / "screens.txt"
ENTRY = re.compile(r"^@(\d+) (.*)\n", re.MULTILINE)
ROW = re.compile(r"\s*(-?\d+|…|\.\.\.)[│|](.*)")
SIGNS = re.compile(r"(?<=[\d.a-z])[*=~+^]+(?=[\s\]]|$)|[\[\]]")


class Screen(NamedTuple):
    """A command's arguments, the width of the terminal, and what is drawn."""

    command: str
    columns: int
    text: str

    @property
    def args(self) -> list[str]:
        """The arguments as a shell would part them."""
        return shlex.split(self.command)


def kept() -> list[Screen]:
    """The screens in the file."""
    parts = ENTRY.split(KEPT.read_text("utf-8"))[1:]
    entries = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [Screen(command, int(columns), text[:-1]) for columns, command, text in entries]


def matrices(screen: str) -> dict[str, list[list[float]]]:
    """The numbers of a screen under the names that stand above them.

    A panel begins where its name does and ends where the next one begins; its first line are
    the numbers of its columns, and every line begins with the number of its row.
    """
    found: dict[str, list[list[float]]] = {}
    for block in screen.split("\n\n")[1:]:
        lines = block.splitlines()
        names = list(re.finditer(r"[a-z]+(?: [a-z]+)?(?= {2,}|$)", lines[0]))
        if len(lines) < 3 or not names or not ROW.match(lines[2]):
            continue
        for name, after in zip(names, [*names[1:], None], strict=True):
            part = [line[name.start() : after.start() if after else None] for line in lines]
            rows = [ROW.fullmatch(line) for line in part[2:]]
            numbers = [SIGNS.sub(" ", row[2]).split() for row in rows if row]
            assert all(len(row) == len(part[1].split()) for row in numbers), (name, part)
            assert [row[1] for row in rows if row] == [str(n) for n in labels(rows)]
            found[name[0]] = [[float(Fraction(n)) for n in row] for row in numbers]
    return found


def labels(rows: list[re.Match[str] | None]) -> list[int]:
    """The numbers that the rows of a panel should have, counted on from the first."""
    first = next(int(row[1]) for row in rows if row)
    return [first + i for i in range(sum(1 for row in rows if row))]


def main() -> None:
    """Draw every screen of the file anew."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from runs import quick

    text = "".join(
        f"@{s.columns} {s.command}\n{quick(*s.args, columns=s.columns).stdout}\n" for s in kept()
    )
    KEPT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
