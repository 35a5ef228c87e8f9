"""`poolviz learn`: the lessons, one at a time, with their commands run as they stand.

Everything is printed line by line and nothing is redrawn, so that a screen reader follows.
"""

from __future__ import annotations

import io
import shlex
import shutil
import sys
import textwrap
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import click

from poolviz.command.faults import Refused, nearest
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.streams import need_output, write

if TYPE_CHECKING:
    from poolviz.explain.window import Problem
    from poolviz.teach.lesson import Choose, Judged, Lesson, Predict

TRIES = 2
"""So often a prediction may be made."""


@click.command("learn", cls=Helpful, context_settings=SETTINGS, short_help="A course in lessons.")
@click.argument("name", metavar="[LESSON]", required=False)
@click.option("--all", "everything", is_flag=True, help="Print the lesson, without asking.")
def learn(name: str | None, everything: bool) -> None:
    """A course: a question, your prediction, the command, its screen, what to try.

    Without LESSON the lessons are listed in their order.
    """
    from poolviz.teach import lessons

    need_output()
    if name is None:
        for number, each in enumerate(lessons.ORDER, 1):
            write(f"{number:>2} {each:<16}  {lessons.lesson(each).question}\n")
        if sys.stdout.isatty():
            write(f"\nbegin with: poolviz learn {lessons.ORDER[0]}\n")
        return
    try:
        found = lessons.lesson(name)
    except KeyError:
        near = nearest(name, lessons.ORDER)
        message = f"there is no lesson {name!r}" + (f"; did you mean {near}?" if near else "")
        raise Refused(message, "poolviz learn lists the lessons") from None
    asks = not everything and sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()
    Teacher(asks).give(name, found)


class Teacher:
    """Gives a lesson, and waits for the learner if there is one to ask."""

    def __init__(self, asks: bool) -> None:
        self.asks = asks
        self.width = min(shutil.get_terminal_size((80, 24)).columns, 80)

    def give(self, name: str, lesson: Lesson) -> None:
        """The question, the prediction, the screens, what to try, the next lesson."""
        from poolviz.teach.lessons import after

        self.say(f"{name}: {lesson.question}")
        self.say(lesson.intro)
        self.predict(lesson)
        for show in lesson.shows:
            self.wait("press Enter to see it: ")
            self.run(show.command)
            self.say(show.see)
        self.say("try next:")
        for one in lesson.tries:
            write(f"  poolviz {one}\n" if one.startswith(("max ", "avg ", "chain ", "layer ")) else
                  textwrap.fill(one, self.width - 2, initial_indent="  ",
                                subsequent_indent="  ") + "\n")  # fmt: skip
        follows = after(name)
        self.say(f"next lesson: poolviz learn {follows}" if follows else
                 "that was the last lesson: poolviz quiz asks you")  # fmt: skip

    def say(self, text: str) -> None:
        """A paragraph, wrapped, with an empty line before it."""
        write("\n" + textwrap.fill(text, self.width, break_on_hyphens=False) + "\n")

    def wait(self, prompt: str) -> None:
        """Wait for the learner, if there is one."""
        if self.asks:
            read_line(f"\n{prompt}")

    def run(self, command: str) -> None:
        """A command as it is typed, and its real screen."""
        write(f"\n$ poolviz {command}\n" + screen(command))

    def predict(self, lesson: Lesson) -> None:
        """Ask, judge, and say the answer."""
        from poolviz.teach.lesson import Choose

        how = lesson.predict
        self.say(f"predict: {how.asks}")
        if isinstance(how, Choose):
            write("".join(f"  {letter}) {text}\n" for letter, text in zip(how.letters, how.options,
                                                                        strict=True)))  # fmt: skip
        if self.asks:
            self._ask(how)
        else:
            self.say(f"answer: {how.answer}")

    def _ask(self, how: Predict | Choose) -> None:
        problem = posed(how.command)
        for turn in range(TRIES):
            judged = self._judged(how, problem, read_line("\nyour answer: "))
            for text in ("right" if judged.right else "not yet", *judged.says):
                self.say(text)
            if judged.right:
                return
            if turn + 1 < TRIES:
                self.say("try once more")
        self.say(f"it is {how.answer}; see why")

    def _judged(self, how: Predict | Choose, problem: Problem, text: str) -> Judged:
        from poolviz.teach.lesson import Judged

        try:
            return how.judge(problem, text)
        except ValueError as error:
            return Judged(False, (str(error),))


def posed(command: str) -> Problem:
    """The problem of a command, such as `max "1 3; 5 2" -s 1`."""
    from poolviz.command.pooling import posed as typed

    return typed(shlex.split(command))[0]


def screen(command: str) -> str:
    """What a command of the same program prints on standard output, in this process."""
    program = click.get_current_context().find_root().command
    with redirect_stdout(Paper()) as drawn:
        try:
            program.main(shlex.split(command), prog_name="poolviz", standalone_mode=False)
        except SystemExit:
            pass  # a checked answer that is wrong ends with 3
        except (click.ClickException, ValueError) as error:
            message = error.format_message() if isinstance(error, click.ClickException) else error
            write(f"poolviz: {message}\n")
    return drawn.getvalue()


class Paper(io.StringIO):
    """Takes what a command prints, in the encoding of the real output."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The signs that may be used."""
        return getattr(sys.__stdout__, "encoding", None) or "utf-8"


def read_line(prompt: str) -> str:
    """A line that is typed; the end of the input ends the program as Ctrl-C does."""
    write(prompt)
    line = sys.stdin.readline()
    if not line:
        write("\n")
        raise click.Abort
    return line
