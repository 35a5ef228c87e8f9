"""The help: it opens with what a learner asks, and groups the options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import click

from poolviz.write.room import room

QUESTIONS = {
    "": [
        ("learn it from the start", "poolviz learn"),
        ("be asked", "poolviz quiz"),
        ("see it on the worked example", "poolviz max -k 2 -s 1"),
        ("on your own numbers", 'poolviz avg "1 3 1 4; 5 2 4 6"'),
        ("is my own gradient right?", 'poolviz max "1 3; 5 2" --check "0 0; 1 0"'),
        ("a layer of your network", 'poolviz layer "MaxPool2d(3, 2, 1)" m.txt'),
        ("several layers", 'poolviz chain "max -k 2" "avg -k 2" m.txt'),
        ("sheets for a class", "poolviz worksheet --copies 20 --save sheets.html"),
    ],
    "max": [
        ("why this number?", "poolviz max m.txt --cell 2,1 --window 0,3"),
        ("watch it", "poolviz max m.txt --step"),
        ("why this size? what is at the edge?", "poolviz max m.txt -k 3 -p 1 --edges"),
        ("is my own gradient right?", 'poolviz max "1 3; 5 2" --check "0 0; 1 0"'),
        ("and what would be right?", 'poolviz max "1 3; 5 2" --check "0 1; 0 0" --reveal'),
        ("which mistake gives what?", "poolviz max m.txt --mistake all"),
        ("who gets a tie's gradient?", "poolviz max m.txt --compare ties"),
        ("is that the slope?", "poolviz max m.txt --nudge 2,1"),
        ("the same in PyTorch", "poolviz max m.txt --code pytorch"),
        ("for a slide, a page", "poolviz max m.txt --save figure.svg --save page.html"),
        ("for a program", "poolviz max m.txt --json"),
        ("a matrix typed in", 'poolviz max "-1 2; 3 4" --show all --fractions'),
    ],
    "avg": [
        ("why this number?", "poolviz avg m.txt --cell 2,1 --window 0,3"),
        ("watch it", "poolviz avg m.txt --step"),
        ("what divides at the edge?", "poolviz avg m.txt -k 3 -p 1 --edges"),
        ("does padding count?", "poolviz avg m.txt -k 3 -p 1 --compare count-include-pad"),
        ("is my own gradient right?", 'poolviz avg "1 3; 5 2" --check "1/4 1/4; 1/4 1/4"'),
        ("and what would be right?", 'poolviz avg "1 3; 5 2" --check "1 1; 1 1" --reveal'),
        ("which mistake gives what?", "poolviz avg m.txt --mistake all"),
        ("is that the slope?", "poolviz avg m.txt --nudge all"),
        ("the same in PyTorch", "poolviz avg m.txt --code pytorch"),
        ("for a slide, a page", "poolviz avg m.txt --save figure.svg --save page.html"),
        ("for a program", "poolviz avg m.txt --json"),
        ("your own upstream gradient", 'poolviz avg "1 3; 5 2" --upstream "8"'),
    ],
    "layer": [
        ("what print(model) says", 'poolviz layer "MaxPool2d(kernel_size=3, stride=2)" m.npy'),
        ("one of a printed model", "poolviz layer model.txt --layer features.4 m.npy"),
        ("one channel, one window", 'poolviz layer "AvgPool2d(2)" x.npy --channel 5 --window 0,3'),
        ("global pooling", 'poolviz layer "AdaptiveAvgPool2d(1)" m.npy --cell 0,0'),
    ],
    "chain": [
        ("two layers", 'poolviz chain "max -k 2 -s 1" "avg -k 2" m.txt'),
        ("as a framework has them", 'poolviz chain "MaxPool2d(2)" "AvgPool2d(2)" m.npy'),
        ("a list of documents", 'poolviz chain "max" "avg" m.txt --json'),
    ],
    "learn": [
        ("the lessons in order", "poolviz learn"),
        ("one of them", "poolviz learn overlap"),
        ("printed, not asked", "poolviz learn ties --all"),
    ],
    "quiz": [
        ("all topics", "poolviz quiz"),
        ("what you choose", "poolviz quiz --topic ties,gradient --operation max"),
        ("the same once more", "poolviz quiz --seed 7"),
    ],
    "worksheet": [
        ("one to look at", "poolviz worksheet"),
        ("for a class", "poolviz worksheet --copies 20 --seed 7 --save class.html"),
        ("their key", "poolviz worksheet --copies 20 --seed 7 --key --save key.html"),
        ("for Moodle", "poolviz worksheet --copies 20 --seed 7 --save class.xml"),
    ],
}
GROUPS = ("Pooling", "Gradient", "Teaching", "Output")


WIDEST, NARROWEST = 100, 30
"""Between these the help is as wide as the terminal."""

NARROW = 24
"""A text of fewer columns stands below its option."""


class Option(click.Option):
    """An option that stands in a group of the help."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group


class Context(click.Context):
    """A context whose help is as wide as the terminal, down to 30 columns."""

    def make_formatter(self) -> click.HelpFormatter:
        """Click's own never wraps below 50, and cuts words there."""
        columns = room()[0]
        return Formatter(width=max(min(columns, WIDEST), NARROWEST) - 2)


class Formatter(click.HelpFormatter):
    """Help in lines that are broken between words, however narrow they are."""

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        paragraphs = text.split("\n\n")
        self.write("\n".join(_filled(each, self.width, self.current_indent) for each in paragraphs))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Terms with their texts beside them, or below where that would be too narrow."""
        rows = list(rows)
        beside = min(max(len(term) for term, _ in rows), col_max) + col_spacing
        narrow = self.width - beside - 2 < NARROW
        for term, text in rows:
            if narrow or len(term) > col_max:
                self.write(_filled(term, self.width, self.current_indent))
                term = ""  # noqa: PLW2901 it stands there
            indent = self.current_indent + (4 if narrow else beside)
            lines = _filled(text, self.width, indent)
            self.write(f"{'':{self.current_indent}}{term}".ljust(indent) + lines[indent:])


def printing(*names: str, show: Callable[[click.Context], None], text: str) -> click.Option:
    """An option that shows something in place of what the command does; `text` is its help.

    Click's own for help and version look for translations, which takes a hundredth of the time of
    a small screen.
    """

    def instead(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            show(context)
            context.exit()

    return click.Option(
        names, is_flag=True, is_eager=True, expose_value=False, callback=instead, help=text
    )


HELP = printing(
    *("-h", "--help"),
    show=lambda context: click.echo(context.get_help()),
    text="Show this message and exit.",
)


class Helpful(click.Command):
    """A command whose help opens with examples and groups its options."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002
        """The same for all commands."""
        return HELP

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, questions with the command that answers each, what it does, options."""
        self.format_usage(ctx, formatter)
        name = ctx.info_name if ctx.info_name in QUESTIONS else ""
        with formatter.section("Questions"):
            for question, command in QUESTIONS[name]:
                formatter.write(_filled(question, formatter.width, 2, further=2))
                formatter.write(_typed(command, formatter.width, 6))
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options by group; those without one come last."""
        records: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, "Other")}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                records[getattr(param, "group", "Other")].append(record)
        for group, rows in records.items():
            if rows:
                with formatter.section(group):
                    formatter.write_dl(rows)


def _typed(command: str, width: int, indent: int) -> str:
    """A command in lines that a shell takes as one: broken between its words, not in quotes."""
    lines: list[str] = []
    *words, last = re.findall(r'(?:"[^"]*"|\S)+', command)
    for word, end in [*((word, " \\") for word in words), (last, "")]:
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and len(longer + end) <= width:
            lines[-1] = longer
        else:
            lines.append(" " * (indent + 2 * bool(lines)) + word)
    return " \\\n".join(lines) + "\n"


def _filled(text: str, width: int, indent: int, further: int = 0) -> str:
    """Lines, broken between words; those after the first stand further in."""
    from textwrap import fill  # slow to load

    filled = fill(
        " ".join(text.split()),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + further),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled + "\n"


SETTINGS = {"help_option_names": ["-h", "--help"]}
