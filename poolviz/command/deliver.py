"""A solved problem in the form that is asked for: screen, steps with keys, JSON, files, code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from poolviz.command.faults import Refused, note
from poolviz.command.streams import write, write_all, write_document
from poolviz.words import printable

if TYPE_CHECKING:
    from poolviz.draw.blocks import Block
    from poolviz.explain.asked import Asked
    from poolviz.explain.window import Problem

LEADS_ON = "why? --cell, --window, --step · poolviz learn explains it from the start"
"""The last line of the first screen on a terminal."""

WRONG = 3
"""The exit status where a checked answer is wrong."""


Made = TypeVar("Made")


def chosen(make: Callable[..., Made], given: Mapping[str, object], names: Sequence[str]) -> Made:
    """A value made of some of a command's options, which their types have judged."""
    return make(**{name: given[name] for name in names})


class Form(NamedTuple):
    """In which form the answer is wanted; without any it is the screen."""

    as_json: bool = False
    code: str | None = None
    saves: tuple[str, ...] = ()
    force: bool = False

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Form:
        """The form among the options of a command."""
        return chosen(cls, given, cls._fields)


def deliver(problem: Problem, asked: Asked, form: Form) -> None:
    """Write what is asked of a problem; end with 3 where a checked answer is wrong."""
    if form.code and form.as_json:
        raise Refused("code and json exclude each other on standard output; give one of them")
    if form.code and asked.checks and not form.saves:
        raise Refused("code prints the program alone; check your answer without it")
    if asked.reveal and not asked.checks:
        raise Refused("reveal shows the right matrix beside a checked one; add --check")
    if form.saves:
        from poolviz.write.forms import writers

        save_files(form.saves, writers(problem, asked), form.force)
    if form.code:
        from poolviz.write.code import program
        from poolviz.write.document import written

        written(problem, asked)  # what cannot be looked at is refused, though it is not shown
        write(program(problem, form.code))
    if form.as_json:
        from poolviz.write.document import written

        write_document(written(problem, asked))
    elif not (form.saves or form.code):
        _show(problem, asked)
    if asked.checks:
        from poolviz.teach.check import judged

        if not all(one.right for one in judged(problem, asked.checks)):
            sys.exit(WRONG)


def save_files(names: Sequence[str], writers: Mapping[str, Callable[[], str]], force: bool) -> None:
    """Write files, and name each on standard error."""
    from poolviz.write.save import save

    for name in save(names, writers, force):
        note(f"wrote {printable(name)}")


def _show(problem: Problem, asked: Asked) -> None:
    """The screen, or with `--step` on a terminal one that is stepped through with keys."""
    if asked.step and sys.stdout.isatty():
        from poolviz.command import keys

        if keys.possible():
            from poolviz.command import stepper

            stepper.run(problem, asked)
            return
    from poolviz.draw.blocks import Sentences
    from poolviz.draw.page import page

    blocks = page(problem, asked)
    if sys.stdout.isatty() and not asked.more:
        blocks = chain(blocks, [Sentences((LEADS_ON,), quiet=True)])
    show_blocks(blocks, asked)


def show_blocks(blocks: Iterable[Block], asked: Asked) -> None:
    """Blocks on the screen, piece by piece as they are made."""
    from poolviz.write.terminal import show

    write_all(show(blocks, asked))
