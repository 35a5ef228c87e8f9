"""The help leads with questions, and at every width it is broken between words."""

from __future__ import annotations

import io
import re
import shlex

import pytest
from runs import Ran, quick, within
from terminal import terminal

from poolviz.command.app import PLACES, cli
from poolviz.command.help import QUESTIONS, Option

NAMED = [name for name, place in PLACES.items() if place.summary]
COMMANDS = [[], *([name] for name in NAMED)]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_leads_with_examples_on_standard_output(command: list[str]) -> None:
    """Usage, then what is asked, each with its command on the next line."""
    ran = quick(*command, "-h")
    assert (ran.stderr, ran.status) == ("", 0)
    usage, questions, _ = ran.stdout.split("\n\n", 2)
    assert usage.startswith(f"Usage: poolviz{' '.join(['', *command])} ")
    heading, *lines = questions.splitlines()
    assert heading == "Questions:"
    expected = QUESTIONS["".join(command)]
    assert lines == [line for asks, runs in expected for line in (f"  {asks}", f"      {runs}")]
    assert max(map(len, ran.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_the_help_is_cut(command: list[str]) -> None:
    """From 30 columns on it has the words that it has at 100; one in quotes may be too wide."""
    words = quick(*command, "--help", columns=100).stdout.split()
    narrowest = quick(*command, "--help", columns=30).stdout
    for width in range(30, 61):
        text = quick(*command, "--help", columns=width).stdout
        assert text.replace(" \\\n", "\n").split() == words
        wide = [line.removesuffix(" \\") for line in text.splitlines() if len(line) > width]
        assert all(line.lstrip()[0] == '"' and len(shlex.split(line)) == 1 for line in wide)
    for width in (1, 5, 29):
        assert quick(*command, "--help", columns=width).stdout == narrowest


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_can_be_pasted_at_every_width(command: list[str]) -> None:
    """A shell joins the lines that end in a backslash; none is broken within quotes."""
    examples = [runs for _, runs in QUESTIONS["".join(command)]]
    for width in range(30, 101):
        text = quick(*command, "--help", columns=width).stdout.replace(" \\\n", " ")
        lines = [" ".join(line.split()) for line in text.splitlines()]
        assert [line for line in lines if line in examples] == examples


WIDTHS = (5, 30, 37, 60)
ERRORS = [
    ["max", "1 3; 5 two"],
    ["max", "1 3; 5"],
    ["max", "no-such-file.txt"],
    ["max", "--strides", "3"],
    ["max", "1 2 3", "-k", "2"],
    ["max", "1 2; 3 4", "-p", "2"],
    ["max", "1 2; 3 4", "--mistake", "asigned"],
    ["avg", "1 2; 3 nan"],
    ["layer", "MaxPool2d(kernel_sise=3)"],
    ["learn", "tie"],
    ["maks"],
    ["max", "no-such-file-of-this-rather-long-name.txt"],
]


class Paper(io.BytesIO):
    """Where errors go; it says that it is a terminal, so that they are wrapped."""

    def isatty(self) -> bool:
        """It is none."""
        return True


@pytest.mark.parametrize("arguments", ERRORS)
def test_no_word_of_an_error_is_cut(arguments: list[str]) -> None:
    """On a terminal it is broken between words; in a pipe it is one line."""
    piped = quick(*arguments)
    assert piped.status in (1, 2)
    for width in WIDTHS:
        paper = Paper()
        assert within(io.BytesIO(), paper, paper, arguments, width) == piped.status
        words_are_whole(paper.getvalue().decode(), piped.stderr, width)


def words_are_whole(printed: str, piped: str, width: int) -> None:
    """All words stand there, in lines that fit as well as the longest of them does."""
    lines = printed.splitlines()
    assert " ".join(lines).split() == piped.split()
    assert max(map(len, lines)) <= max(width, 30, *map(len, piped.split()))


@pytest.mark.parametrize(("width", "arguments"), [*zip(WIDTHS, ERRORS[::3], strict=True)])
def test_an_error_is_as_wide_as_a_real_terminal(width: int, arguments: list[str]) -> None:
    """It says itself how wide it is."""
    piped = quick(*arguments)
    with terminal(*arguments, columns=width) as it:
        assert it.end() == piped.status
    words_are_whole(it.text.replace("\r", ""), piped.stderr, width)


def test_no_command_shows_the_help() -> None:
    """On standard output: it leads on, and nothing was wrong."""
    assert quick() == Ran(quick("--help").stdout, "", 0)
    assert quick("help") == quick()


@pytest.mark.parametrize("operation", ["max", "avg"])
def test_every_teaching_option_stands_in_an_example(operation: str) -> None:
    """So that a learner meets it where the question is."""
    options = {
        param.opts[0]
        for param in cli.commands[operation].params
        if isinstance(param, Option) and param.group == "Teaching"
    }
    shown = {word for _, runs in QUESTIONS[operation] for word in re.findall(r"--[a-z-]+", runs)}
    assert {"--cell", "--reveal", "--step"} <= options <= shown


def test_every_option_stands_in_the_help() -> None:
    """With its short form, if it has one."""
    both = "kernel stride padding dilation ceil-mode loss upstream show edges cell window step"
    for operation, own in (("max", "ties"), ("avg", "divisor count-include-pad")):
        text = quick(operation, "--help").stdout
        for name in [*both.split(), "fractions", "decimals", "full", "json", *own.split()]:
            assert f"--{name}" in text
        for short in "kspdh":
            assert f"  -{short}, --" in text
