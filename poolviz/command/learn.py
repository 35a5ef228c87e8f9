"""`poolviz learn`: the lessons, one at a time, with their commands run as they stand.

Everything is printed line by line and nothing is redrawn, so that a screen reader follows.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING

import click

from poolviz.command.faults import Refused, fail_for
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.streams import write
from poolviz.words import did_you_mean, shown
from poolviz.write.room import room

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolviz.explain.window import Problem
    from poolviz.teach.lesson import Choose, Judged, Lesson, Predict

TRIES = 2
"""So often a prediction may be made; what cannot be read is no try."""

PROMPT = "your answer (Enter alone shows it): "


@click.command("learn", cls=Helpful, context_settings=SETTINGS)
@click.argument("name", metavar="[LESSON]", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Print, without asking: the lesson, or all of them."
)
def learn(name: str | None, everything: bool) -> None:
    """A course: a question, your prediction, the command, its screen, what to try.

    LESSON is a lesson's name or its number. Without it the lessons are listed in their order.
    """
    from poolviz.teach import lessons

    if name is None and not everything:
        contents(sys.stdout.isatty())
        return
    asks = not everything and sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()
    for each in lessons.ORDER if name is None else [meant(name)]:
        Teacher(asks).give(each, lessons.lesson(each))


def meant(name: str) -> str:
    """The name of the lesson that a name, or a number of the list, stands for."""
    from poolviz.teach.lessons import ORDER

    if name in ORDER:
        return name
    if name.isdecimal() and len(name) < 4 and 1 <= int(name) <= len(ORDER):
        return ORDER[int(name) - 1]
    message = f"there is no lesson {shown(name)}{did_you_mean(name, ORDER)}"
    number = f": they are numbered 1 to {len(ORDER)}" * name.isdecimal()
    raise Refused(message, f"poolviz learn lists the lessons{number}")


def contents(terminal: bool) -> None:
    """The lessons in order, a line each; on a terminal the lines are as long as it allows."""
    from poolviz.teach import lessons

    widest, columns = max(map(len, lessons.ORDER)), room()[0]
    for number, each in enumerate(lessons.ORDER, 1):
        line = f"{number:>2} {each:<{widest}}  {lessons.lesson(each).question}"
        write((wrapped(line, columns, " " * 6) if terminal else line) + "\n")
    if terminal:
        write(f"\nbegin with: poolviz learn {lessons.ORDER[0]}\n")


def wrapped(text: str, width: int, indent: str = "") -> str:
    """A text broken between words; `indent` stands before all lines but the first."""
    from textwrap import fill

    return fill(text, max(width, 20), subsequent_indent=indent, break_on_hyphens=False)


class Teacher:
    """Gives a lesson, and waits for the learner if there is one to ask."""

    def __init__(self, asks: bool) -> None:
        self.asks = asks
        self.width = min(room()[0], 80)

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
            command = one.startswith(("max ", "avg ", "chain ", "layer "))
            write(f"  poolviz {one}\n" if command else wrapped(f"  {one}", self.width, "  ") + "\n")
        follows = after(name)
        self.say(f"next lesson: poolviz learn {follows}" if follows else
                 "that was the last lesson: poolviz quiz asks you")  # fmt: skip

    def say(self, *texts: str) -> None:
        """Sentences, each wrapped and on lines of its own, with an empty line before them."""
        write("\n" + "".join(wrapped(text, self.width) + "\n" for text in texts))

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
            for letter, text in zip(how.letters, how.options, strict=True):
                write(wrapped(f"  {letter}) {text}", self.width, " " * 5) + "\n")
        if self.asks:
            self.say("Ctrl-C ends the lesson")
            self._ask(how)
        else:
            self.say(f"answer: {told(how)}")

    def _ask(self, how: Predict | Choose) -> None:
        judge = judge_of(how)
        for turn in range(TRIES):
            judged = self._judged(judge)
            if judged is None:
                break
            self.say("right" if judged.right else "not yet", *judged.says)
            if judged.right:
                return
            if turn + 1 < TRIES:
                self.say("try once more")
        self.say(f"it is {told(how)}: see why")

    def _judged(self, judge: Callable[[str], Judged]) -> Judged | None:
        """What is to be said of the next answer that can be read; None where none is given."""
        while text := read_line(f"\n{PROMPT}").strip():
            try:
                return judge(text)
            except ValueError as error:  # noqa: PERF203 one answer a turn
                self.say(*str(error).splitlines())
        return None


def judge_of(how: Predict | Choose) -> Callable[[str], Judged]:
    """Judges answers to a prediction; the problem is posed once."""
    from poolviz.teach.lesson import Choose

    if isinstance(how, Choose):
        return how.judge
    problem = posed(how.command)
    return lambda text: how.judge(problem, text)


def told(how: Predict | Choose) -> str:
    """The right answer as it is said: of a sentence its letter and its words."""
    from poolviz.teach.lesson import Choose

    if isinstance(how, Choose):
        return f"{how.answer}) {how.options[how.letters.index(how.answer)]}"
    return how.answer


def posed(command: str) -> Problem:
    """The problem of a command, such as `max "1 3; 5 2" -s 1`."""
    from shlex import split

    from poolviz.command.pooling import posed as typed

    return typed(split(command))[0]


def screen(command: str) -> str:
    """What a command of the same program prints, in this process; its refusal, too."""
    program = click.get_current_context().find_root().command
    from shlex import split

    out, err = Paper(), Paper(wrapped=True)
    with redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
        run(program, split(command))
    return out.getvalue() + err.getvalue()


def run(program: click.Command, words: list[str]) -> None:
    """Run a command; what it is refused is said as ever."""
    try:
        program.main(words, prog_name="poolviz", standalone_mode=False)
    except Exception as error:
        fail_for(error, program, words[0])
        raise


class Paper(io.StringIO):
    """Takes what a command prints, in the encoding of the real output.

    Messages are broken between words where they are part of a page, be it in a pipe.
    """

    def __init__(self, wrapped: bool = False) -> None:
        super().__init__()
        self.wrapped = wrapped

    def isatty(self) -> bool:
        """Whether messages are to be wrapped."""
        return self.wrapped

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
