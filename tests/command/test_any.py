"""Whatever is typed, poolviz answers or says in two lines what is wrong."""

from __future__ import annotations

import contextlib
from functools import cache

import click
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from runs import quick

from poolviz.command.app import cli

WORDS = """
0 1 2 -1 1x2 2x1 0,0 1,1 0,1 0,1,0,1 9,9 1,2,3 same same-lower all first split sum mean ties loss
kernel=1 stride=1,2 output,gradient pytorch numpy onnx assigned spread zero-padding full-divisor
none 1/3 ? nan 5e-324 samples samples/ties.txt none.txt @odd @none - -- \x1b[31m é ²
"""
VALUES = [
    *WORDS.split(),
    *("", "stride=1 2", "1 x", "1 3; 5 2", "7 7 7; 7 1 7", "-1 2; 3 4", "1e308 1e308", "[[1, 2]]"),
    *("gradient=0 0; 1 0", "0.25 0.25; 0.25 0.25", "output=5 6; 9 6", "hits=1 ?; ? 0"),
]
"""Good and bad values of every option, and matrices; each may come in every place."""

MATRICES = (
    "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6",
    "7 7; 7 1",
    "1 2 3",
    "-1.5",
    "samples/odd.txt",
    "-",
)


@cache
def options(name: str) -> list[tuple[str, list[str]]]:
    """The options of a command but those that write files, each with values that it may have."""
    own = [p for p in cli.commands[name].params if isinstance(p, click.Option)]
    named = [p for p in own if not {"--save", "--force"} & set(p.opts)]
    return [(opt, fitting(p)) for p in named for opt in (*p.opts, *p.secondary_opts)]


def fitting(option: click.Option) -> list[str]:
    """The values that an option takes by itself."""
    if option.is_flag:
        return []
    found = []
    for word in VALUES:
        with contextlib.suppress(ValueError, click.ClickException):
            option.type.convert(word, option, None)
            found.append(word)
    return found


ANY = st.lists(st.sampled_from(VALUES), max_size=1)
STARTS = (
    *(("max",), ("avg",), ("max",), ("avg",), ("layer", "nn.AvgPool2d(3, 2, 1, True)")),
    *(("layer", "MaxPooling2D(pool_size=2, strides=1, padding='same')"), ("layer", "Conv2d(3)")),
    *(("chain", "max -k 2 -s 1", "avg -k 2"), ("chain", "MaxPool2d(2, 1)", "avg -k 3", "max")),
)
"""A command and what it must have."""

NOT_YET = (("--kernal",), ("-k", "2"), ("mix",), ("--version",))
"""What may stand before the command."""


@st.composite
def typed(draw: st.DrawFn) -> list[str]:
    """A command with a matrix and options that mostly fit, and now and then something else."""

    def now_and_then() -> bool:
        return draw(st.integers(0, 19)) == 19

    start = draw(st.sampled_from(STARTS))
    words = [*draw(st.sampled_from(NOT_YET))] if now_and_then() else []
    words += [*start, draw(st.sampled_from(VALUES if now_and_then() else MATRICES))]
    for option, values in draw(st.lists(st.sampled_from(options(start[0])), max_size=3)):
        words.append(option)
        if now_and_then():
            words += draw(ANY)
        elif values:
            words.append(draw(st.sampled_from(values)))
    return words


@settings(max_examples=200)
@given(typed(), st.sampled_from(("", "1 3; 5 2\n", "1 x", "\x00")))
@example(["max", "-", "--channel", "0"], "")
@example(["--kernal", "2", "max"], "")
def test_no_arguments_break_it(arguments: list[str], stdin: str) -> None:
    """An answer on standard output alone, or a message and a hint on standard error alone."""
    ran = quick(*arguments, stdin=stdin)
    event(f"status {ran.status}")
    assert ran.status in (0, 1, 2, 3)
    if ran.status in (1, 2):
        assert ran.stdout == ""
        assert ran.stderr.startswith("poolviz: ")
        assert ran.stderr.count("\n") <= 4
    else:
        assert ran.stdout != ""
        assert not ran.stderr or ran.stderr.startswith("poolviz: ")
    assert "\x1b" not in ran.stdout + ran.stderr
