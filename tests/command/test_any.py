"""Whatever is typed, poolviz answers or says in two lines what is wrong."""

from __future__ import annotations

from typing import Any

import click
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import quick

from poolviz.command.app import cli

VALUES = [
    *("", "0", "1", "2", "3", "-1", "1x2", "2x1", "0,0", "1,1", "0,1,0,1", "9,9", "1,2,3", "same"),
    *(
        "same-lower",
        "all",
        "first",
        "split",
        "sum",
        "mean",
        "ties",
        "stride=1 2",
        "output,gradient",
    ),
    *(
        "1 3; 5 2",
        "1 3 1 4; 5 2 4 6; 9 6 1 2",
        "7 7 7; 7 1 7",
        "-1 2; 3 4",
        "1e308 1e308",
        "5e-324",
    ),
    *("1 x", "nan", "1/3", "?", "gradient=1 0; 0 0", "0.25 0.25; 0.25 0.25", "[[1, 2], [3, 4]]"),
    *(
        "samples/worked.txt",
        "samples",
        "none.txt",
        "@odd",
        "@none",
        "-",
        "--",
        "\x1b[31m",
        "é",
        "²",
    ),
    *("pytorch", "numpy", "assigned", "zero-padding", "full-divisor", "none"),
]
"""Good and bad values of every option, and matrices; each may come in every place."""


def options(command: click.Command) -> list[str]:
    """The names of a command's options, but the one that writes files."""
    names = [n for p in command.params if isinstance(p, click.Option) for n in p.opts]
    return [name for name in names if name not in ("--save", "--force")]


@st.composite
def typed(draw: st.DrawFn) -> list[str]:
    """A command with arguments: options of its own, values that may fit, a matrix."""
    name = draw(st.sampled_from(("max", "avg")))
    option = st.tuples(st.sampled_from(options(cli.commands[name])), value())
    words = [word for name, after in draw(st.lists(option, max_size=4)) for word in (name, *after)]
    before = draw(st.sampled_from(((), (), (), (), ("--kernal",), ("-k", "2"), ("mix",))))
    return [*before, name, *draw(value()), *words]


def value() -> st.SearchStrategy[Any]:
    """A value, or none."""
    return st.lists(st.sampled_from(VALUES), max_size=1)


@settings(max_examples=200)
@given(typed(), st.sampled_from(("", "1 3; 5 2\n", "1 x", "\x00")))
def test_no_arguments_break_it(arguments: list[str], stdin: str) -> None:
    """An answer on standard output alone, or a message and a hint on standard error alone."""
    ran = quick(*arguments, stdin=stdin)
    assert ran.status in (0, 1, 2, 3)
    if ran.status in (1, 2):
        assert ran.stdout == ""
        assert ran.stderr.startswith("poolviz: ")
        assert ran.stderr.count("\n") <= 4
    else:
        assert ran.stdout != ""
        assert not ran.stderr or ran.stderr.startswith("poolviz: ")
    assert "\x1b" not in ran.stdout + ran.stderr
