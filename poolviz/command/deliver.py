"""A solved problem in the form that is asked for: screen, steps with keys, JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from poolviz.command.streams import write, write_ascii

if TYPE_CHECKING:
    from poolviz.explain.asked import Asked
    from poolviz.explain.window import Problem


class Form(NamedTuple):
    """In which form the answer is wanted; without any it is the screen."""

    as_json: bool = False


def deliver(problem: Problem, asked: Asked, form: Form) -> None:
    """Write what is asked of a problem."""
    if form.as_json:
        from poolviz.write.document import dumps

        write_ascii(dumps(problem, asked))
    else:
        _show(problem, asked)


def _show(problem: Problem, asked: Asked) -> None:
    """The screen, or with `--step` on a terminal one that is stepped through with keys."""
    from poolviz.write.terminal import show

    if asked.step and sys.stdout.isatty():
        from poolviz.command import stepper

        stepper.run(problem, asked)
        return
    for piece in show(problem, asked):
        if not write(piece):
            return
