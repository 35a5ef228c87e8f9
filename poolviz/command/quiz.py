"""`poolviz quiz`: questions line by line, on a terminal or in a pipe; nothing is redrawn."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

import click

from poolviz.command.faults import Refused, fail
from poolviz.command.help import SETTINGS, Helpful
from poolviz.command.options import Value, number_from, one_of
from poolviz.command.streams import write, write_ascii
from poolviz.teach import questions_topics
from poolviz.words import counted, cut, listed, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolviz.draw.blocks import Block
    from poolviz.teach.questions_judge import Reply
    from poolviz.teach.quiz import Item, Quiz

OPERATIONS = ("max", "avg", "both")
WIDEST = 80
"""Lines are read from their beginning to their end, so they are no longer."""

SEEDS = 10**6
"""A seed that is chosen is smaller, so that it can be typed."""

REPEATED = 200
"""So much of an answer is repeated: more than any right one has."""

LEAVING = ("q", "quit", "exit")
"""A line that ends the quiz; who leaves so has made no mistake."""

TOPIC = Value(questions_topics.named, "NAMES", questions_topics.TOPICS)


def about(topics: str, seed: str) -> Callable[[Any], Any]:
    """The options of what is asked about, for a quiz and for sheets."""
    options = (
        click.option("--operation", type=one_of("operation", OPERATIONS), default="both",
                     show_default=True, help="Which operation is asked about."),
        click.option("--topic", "topics", type=TOPIC,
                     help=f"Topics, with commas{topics}.  [default: all]"),
        click.option("--seed", type=number_from("seed", 0), help=seed),
    )  # fmt: skip
    return lambda run: reduce(lambda made, option: option(made), reversed(options), run)


def count_of(default: int, help_: str) -> Callable[[Any], Any]:
    """The option of how many questions."""
    return click.option("--count", type=number_from("count", 1), default=str(default),
                        show_default=True, help=help_)  # fmt: skip


@click.command("quiz", cls=Helpful, context_settings=SETTINGS)
@about(
    topics=": " + ", ".join(questions_topics.TOPICS),
    seed="The same questions again.",
)
@count_of(20, "So many questions at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead.")
def quiz(
    operation: str, topics: tuple[str, ...] | None, seed: int | None, count: int, as_json: bool
) -> None:
    """Questions on small matrices. A wrong answer is told its mistake, and has a second try.

    The next question goes where your mistakes are; a topic is done after two right in a row. In a
    pipe answers are read a line each. A line with q ends it, one with ? says what can be typed.
    """  # fmt: skip
    from poolviz.teach.quiz import Quiz

    start = str(seeded(seed))
    all_ = of(topics, operation)
    asked = Quiz(start, operation, all_ if topics else questions_topics.turned(all_, start), count)
    asking = Asking(asked, not as_json)
    ended = asking.run()
    if as_json:
        from poolviz.write.document_quiz import dumps

        write_ascii(dumps(asked, ended))
    if not ended and not asking.left:
        if asking.typed:
            sys.exit(1)
        fail(f"the answers end at question {len(asked.items)}", "give a line for each try", 1)


def seeded(seed: int | None) -> int:
    """The seed that is given, or one that is chosen."""
    import random

    return random.SystemRandom().randrange(SEEDS) if seed is None else seed


def of(topics: tuple[str, ...] | None, operation: str) -> tuple[str, ...]:
    """The topics that are asked for, or all that there are."""
    try:
        return questions_topics.chosen(topics or (), operation)
    except ValueError as error:
        known = listed(questions_topics.possible(operation), "and")
        raise Refused(str(error), f"the topics of {operation} are {known}") from None


class Asking:
    """Puts the questions of a quiz and reads the answers; silent where a document is wanted."""

    def __init__(self, quiz: Quiz, speaks: bool) -> None:
        from poolviz.write.terminal import Screen, width

        self.quiz, self.speaks = quiz, speaks
        self.left = False
        self.typed = sys.stdin is not None and sys.stdin.isatty()
        self.screen = Screen(sys.stdout, min(width(), WIDEST))

    def run(self) -> bool:
        """Ask until the quiz is over; False if the answers end before."""
        self.say(
            f"quiz · seed {self.quiz.seed} · {counted(self.quiz.count, 'question')} at most, and "
            f"a topic is done after two right in a row: {', '.join(self.quiz.topics)}",
            "q ends it",
        )
        while item := self.quiz.next():
            self.put(item)
            while not item.over:
                text = self.read(item)
                if text is None:
                    self.summary()
                    return False
                if text.strip() == "?":
                    self.say("no try", f"write {item.question.form}, or q to end the quiz")
                    continue
                reply = item.answer(text, forgiving=self.typed)
                if reply.read or not self.typed:
                    self.comment(item, reply)
                else:
                    self.unread(item, reply)
        self.summary()
        return True

    def put(self, item: Item) -> None:
        """The question."""
        from poolviz.draw.blocks import Heading
        from poolviz.draw.question import blocks

        title = f"question {item.number} · {item.question.topic}"
        self.show(blocks(item.question, Heading(title)))

    def read(self, item: Item) -> str | None:
        """The next line; None at the end, or where the learner leaves.

        One that is not typed is repeated, to be seen.
        """
        self.out(f"\n{'once more' if item.tries else f'answer ({item.question.form})'}: ")
        line = sys.stdin.buffer.readline() if sys.stdin is not None else b""
        if not line:
            self.out("\n")
            return None
        text = line.decode(sys.stdin.encoding or "utf-8", "replace").strip("\r\n\ufeff")
        if not self.typed:
            self.out(printable(cut(text, REPEATED)) + "\n")
        self.left = text.strip().lower() in LEAVING
        return None if self.left else text

    def unread(self, item: Item, reply: Reply) -> None:
        """How an answer is written; at a terminal a slip of the fingers is no try."""
        form = item.question.form
        how = [] if any(form in line for line in reply.says) else [f"hint: write {form}"]
        self.say("that cannot be read, and is no try", *reply.says, *how)

    def comment(self, item: Item, reply: Reply) -> None:
        """The verdict, and at the end of the last try the way to the answer."""
        self.say("right" if reply.right else "not yet" if not item.over else "no", *reply.says)
        if reply.right or not item.over:
            return
        from poolviz.teach.questions_command import command
        from poolviz.teach.questions_worked import worked

        self.say(f"the answer is {item.question.key}", *worked(item.question))
        if item.question.shows_input:
            self.out(f"\npoolviz {command(item.question)}\n")

    def summary(self) -> None:
        """How it went, and which lessons help."""
        quiz = self.quiz
        over = [item for item in quiz.items if item.over]
        first = sum(item.at_once for item in over)
        second = sum(item.right for item in over) - first
        lines = [
            f"summary · {counted(len(over), 'question')}, {first} right at once, "
            f"{second} at the second try",
            f"done: {', '.join(quiz.done) or 'no topic yet'}",
        ]
        made = [f"{name} {counted(n, 'time')}" for name, n in quiz.mistakes.most_common()]
        lines += [f"mistakes: {', '.join(made)}"] if made else []
        for help_ in quiz.helps:
            names = listed([*help_.mistakes, *help_.topics], "and")
            lines.append(f"poolviz learn {help_.lesson} helps with {names}")
        self.say(*lines)

    # --- output -------------------------------------------------------------------------------

    def say(self, *texts: str) -> None:
        """Sentences, a line each, after an empty line."""
        from poolviz.draw.blocks import Sentences

        self.show([Sentences(texts)])

    def show(self, blocks: Iterable[Block]) -> None:
        """Blocks, after an empty line."""
        from poolviz.write.terminal import lines_of

        self.out("\n" + self.screen.draw(lines_of(blocks, self.screen.style())))

    def out(self, text: str) -> None:
        """Write, if anything is to be said; end where nobody reads it."""
        encoding = sys.stdout.encoding or "utf-8"
        if self.speaks and not write(text.encode(encoding, "backslashreplace").decode(encoding)):
            sys.exit(0)
