"""The help: it opens with what a learner asks, and groups the options."""

from __future__ import annotations

import shutil
from typing import Any

import click

EXAMPLES = {
    "": [
        ("the worked example", "poolviz max --kernel 2 --stride 1"),
        ("your own numbers", 'poolviz avg "1 3 1 4; 5 2 4 6"'),
        ("a file, as JSON", "poolviz max --json matrix.txt"),
    ],
    "max": [
        ("a matrix from a file", "poolviz max --kernel 2 --stride 1 matrix.txt"),
        ("one typed in", 'poolviz max "-1 2; 3 4"'),
        ("ties shared equally", "poolviz max --ties split matrix.txt"),
        ("two layers", "poolviz max --json m.txt | poolviz avg -"),
    ],
    "avg": [
        ("a matrix from a file", "poolviz avg --kernel 2 --stride 1 matrix.txt"),
        ("padding not counted", "poolviz avg -k 3 -p 1 --no-count-include-pad m.txt"),
        ("your own upstream gradient", 'poolviz avg "1 3; 5 2" --upstream "8"'),
        ("two layers", "poolviz max --json m.txt | poolviz avg -"),
    ],
    "quiz": [
        ("all topics", "poolviz quiz"),
        ("what you choose", "poolviz quiz --topic ties,gradient --operation max"),
        ("the same once more", "poolviz quiz --seed 7"),
    ],
}
GROUPS = ("Pooling", "Gradient", "Teaching", "Output")


WIDEST, NARROWEST = 100, 30


class Option(click.Option):
    """An option that stands in a group of the help."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group


class Context(click.Context):
    """A context whose help is as wide as the terminal, down to 30 columns."""

    def make_formatter(self) -> click.HelpFormatter:
        """Click's own never wraps below 50."""
        columns = shutil.get_terminal_size().columns
        return click.HelpFormatter(width=max(min(columns, WIDEST), NARROWEST) - 2)


class Helpful(click.Command):
    """A command whose help opens with examples and groups its options."""

    context_class = Context

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, examples, what it does, options."""
        self.format_usage(ctx, formatter)
        examples = EXAMPLES[ctx.info_name if ctx.info_name in EXAMPLES else ""]
        with formatter.section("Examples"):
            formatter.write_dl([(command, what) for what, command in examples], col_max=58)
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


SETTINGS = {"help_option_names": ["-h", "--help"]}
