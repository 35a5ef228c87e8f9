"""`poolviz worksheet`: sheets with other numbers for each copy, and their key."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import click

from poolviz.command.deliver import save_files
from poolviz.command.faults import Refused, note
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.options import File, number_from
from poolviz.command.quiz import about, count_of, of, seeded
from poolviz.command.streams import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolviz.teach.worksheet import Sheet

COPIES, COUNT = 1, 6
"""Where nothing else is said."""

MOST_COPIES, MOST_QUESTIONS = 1000, 100


@click.command("worksheet", cls=Helpful, context_settings=SETTINGS)
@about(topics=", which take turns", seed="The same sheets again.")
@click.option(
    "--copies",
    type=number_from("copies", 1),
    default=str(COPIES),
    show_default=True,
    help="So many sheets, each with its own numbers.",
)
@count_of(COUNT, "So many questions a sheet.")
@click.option("--key", is_flag=True, help="The answers, with the way to them.")
@click.option(
    "--save",
    "saves",
    multiple=True,
    metavar="FILE",
    type=File(),
    help="Write a file in the form that its suffix says: .md, .tex, .html, or .xml for "
    "Moodle. Repeatable.",
)
@click.option("--force", is_flag=True, help="Replace files that --save finds.")
def worksheet(
    operation: str,
    topics: tuple[str, ...] | None,
    seed: int | None,
    copies: int,
    count: int,
    key: bool,
    saves: tuple[str, ...],
    force: bool,
) -> None:
    """Worksheets with blanks to fill: the same questions for all, with other numbers in each copy.

    Without --save they stand on standard output, in Markdown. The same command with its seed and
    --key gives the answers.
    """  # fmt: skip
    _bounded(copies, count)
    asked = of(topics, operation)
    if key and seed is None:
        raise Refused(
            "a key without --seed would fit no sheets",
            "add --seed with the number that making the sheets said",
        )
    if key and any(name.lower().endswith(".xml") for name in saves):
        raise Refused("Moodle's file holds the answers already", "leave out --key")
    from poolviz.teach.worksheet import sheets

    number = seeded(seed)
    found = sheets(str(number), operation, asked, copies, count)
    if saves:
        from poolviz.write.sheets import writers

        save_files(saves, writers(list(found), key), force)
    else:
        _print(found, key)
    _note(Made(operation, topics, number, copies, count), key, saves)


class Made(NamedTuple):
    """What sheets and key have in common."""

    operation: str
    topics: tuple[str, ...] | None
    seed: int
    copies: int
    questions: int

    def command(self) -> str:
        """What makes the sheets: the options that are not the defaults."""
        words = ["poolviz worksheet", f"--seed {self.seed}"]
        words += [f"--operation {self.operation}"] * (self.operation != "both")
        words += [f"--topic {','.join(self.topics)}"] if self.topics else []
        words += [f"--copies {self.copies}"] * (self.copies != COPIES)
        words += [f"--count {self.questions}"] * (self.questions != COUNT)
        return " ".join(words)


def _note(made: Made, key: bool, saves: tuple[str, ...]) -> None:
    """The command of what belongs to it, on standard error: no learner's sheet names the seed.

    Moodle's file has no key beside it: it holds the answers.
    """
    forms = [PurePath(name).suffix.lower() for name in saves]
    form = next((form for form in forms if form != ".xml"), None)
    if key:
        says = f"the sheets of this key are made without --key: {made.command()}"
    elif form or not saves:
        save = f" --save key{form}" if form else ""
        says = f"the key of these sheets: {made.command()} --key{save}"
    else:
        says = f"the same once more: {made.command()}"
    note(says)


def _bounded(copies: int, count: int) -> None:
    if copies > MOST_COPIES:
        raise Refused(f"copies must be at most {MOST_COPIES}, not {copies}")
    if count > MOST_QUESTIONS:
        raise Refused(f"count must be at most {MOST_QUESTIONS}, not {count}")


def _print(sheets: Iterator[Sheet], key: bool) -> None:
    """Markdown, copy by copy."""
    from poolviz.write.sheets import pages

    for text in pages(sheets, key):
        if not write(text):
            return
