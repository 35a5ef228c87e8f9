"""The options of `max`, `avg` and the commands made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from poolviz import arguments
from poolviz.command.faults import Refused
from poolviz.command.help import Option


class Value(click.ParamType[Any]):
    """An option's value, judged by the same function as the Python argument."""

    def __init__(
        self,
        judge: Callable[[str], Any],
        metavar: str,
        choices: Callable[[], tuple[str, ...]] | tuple[str, ...] = (),
    ):
        self.judge, self.name, self.choices = judge, metavar, choices

    def get_metavar(self, param: Any, ctx: Any) -> str:  # noqa: ARG002
        """The form of the value, as it stands in the help."""
        return self.name

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """The value, or a usage error in the words that Python's ValueError has."""
        try:
            return self.judge(value.strip())
        except ValueError as error:
            raise Refused(str(error)) from None

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        """The choices, if there are any; in a list, those of its last part."""
        from click.shell_completion import CompletionItem

        choices = self.choices() if callable(self.choices) else self.choices
        before, comma, last = incomplete.rpartition(",")
        found = [c for c in choices if c.startswith(last)]
        return [CompletionItem(before + comma + choice) for choice in found]


class File(click.ParamType[str]):
    """A file, or the matrix itself; file names are completed."""

    name = "MATRIX"

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        """The shell completes the names of files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def option(group: str, *names: str, **kwargs: Any) -> Callable[[Any], Any]:
    """An option of both commands."""
    return click.option(*names, cls=Option, group=group, **kwargs)


def size_of(name: str) -> Value:
    """The type of `N` or `HxW`."""
    return Value(lambda text: arguments.pair(text, name), "N|HxW")


def one_of(name: str, choices: tuple[str, ...]) -> Value:
    """The type of an option with a few words to choose from."""
    return Value(lambda text: arguments.choice(text, name, choices), "|".join(choices), choices)


def number_from(name: str, least: int) -> Value:
    """The type of a whole number."""
    return Value(lambda text: arguments.whole(text, name, least), "N")


def cell_of(name: str) -> Value:
    """The type of `R,C`."""
    return Value(lambda text: arguments.cell(text, name), "R,C")


def _mistakes() -> tuple[str, ...]:
    """The names of all mistakes, which the core's loading makes slow."""
    from poolviz.teach.mistakes import NAMES

    return ("all", *NAMES)


def nudged(text: str) -> tuple[int, int] | None:
    """A cell, or None for all of them."""
    return None if text == "all" else arguments.cell(text, "nudge")


MATRIX = click.argument("matrix", nargs=-1, metavar="[MATRIX]", type=File())
NAMES = Value(arguments.names, "NAMES", (*arguments.MATRICES, "all"))
PADDING = Value(arguments.paddings, "P", ("same", "same-lower", "valid"))
NUDGE = Value(nudged, "R,C|all", ("all",))
MISTAKE = Value(str, "NAME", _mistakes)
CHANNEL = option("Pooling", "--channel", type=Value(arguments.channel, "C|N,C|all", ("all",)),
                 help="Which matrix of an array of three or four dimensions; each channel is "
                 "pooled by itself. all --json: every one, a document a line.")  # fmt: skip
POOLING = [
    option("Pooling", "-k", "--kernel", type=size_of("kernel"), default="2", show_default=True,
           help="Size of the window."),
    option("Pooling", "-s", "--stride", type=size_of("stride"),
           help="Step between windows.  [default: the kernel]"),
    option("Pooling", "-p", "--padding", type=PADDING, default="0",
           show_default=True,
           help="Cells added around the input: N, HxW, T,L,B,R (top, left, bottom, right), same "
           "or same-lower. Max never picks one; for avg they are 0."),
    option("Pooling", "-d", "--dilation", type=size_of("dilation"), default="1",
           show_default=True, help="Distance between the cells of a window."),
    option("Pooling", "--ceil-mode", is_flag=True,
           help="Round the output size up, not down."),
    option("Pooling", "--output-size", type=size_of("output_size"),
           help="Adaptive pooling: as many windows as this; 1 is global pooling. In place of the "
           "options above."),
]  # fmt: skip
GRADIENT = [
    option("Gradient", "--loss", type=one_of("loss", arguments.LOSSES),
           help="What is differentiated, of the output.  [default: mean]"),
    option("Gradient", "--upstream", metavar="MATRIX", type=File(),
           help="The upstream gradient dLoss/dOutput itself, in place of a loss."),
]  # fmt: skip
LOOKS = [
    option("Output", "--show", metavar="NAMES", type=NAMES,
           help="Matrices to show, with commas: " + ", ".join(arguments.MATRICES)
           + "; or all.  [default: " + ", ".join(arguments.FIRST) + "]"),
    option("Teaching", "--edges", is_flag=True,
           help="Draw the padding and the overhang as the windows see them."),
    option("Teaching", "--cell", "cells", multiple=True, type=cell_of("cell"),
           help="A cell of the input: who sees it, and its gradient as a sum. Repeatable."),
    option("Teaching", "--window", "windows", multiple=True, type=cell_of("window"),
           help="A cell of the output: its window, what it computes and sends back. Repeatable."),
    option("Teaching", "--nudge", "nudges", multiple=True, type=NUDGE,
           help="A cell of the input made a little larger and smaller: what moves, the slope from "
           "each side, and the gradient beside them; all for every cell. Repeatable."),
    option("Teaching", "--compare", "compares", multiple=True, metavar="OPTION[=V V ...]",
           help="The same problem with each value of an option, side by side: ties, "
           'count-include-pad, "stride=1 2 3". Repeatable.'),
    option("Teaching", "--mistake", "mistakes", multiple=True, type=MISTAKE,
           help="The matrix that a known mistake gives, beside the right one; all for an overview. "
           "Repeatable."),
    option("Teaching", "--check", "checks", multiple=True, metavar="[NAME=]MATRIX", type=File(),
           help="Judge your own gradient, or the matrix NAME: what is right, and which mistake "
           "made the rest. ? for a cell not answered. Repeatable."),
    option("Teaching", "--reveal", is_flag=True,
           help="Show the right matrix beside a checked one."),
    option("Teaching", "--step", is_flag=True, help="Window by window, forward and backward."),
]  # fmt: skip
DRAWING = [
    option("Output", "--fractions", is_flag=True, help="Exact fractions in place of decimals."),
    option("Output", "--decimals", type=number_from("decimals", 0), default="4",
           show_default=True, help="Decimals of rounded numbers."),
    option("Output", "--full", is_flag=True, help="Leave no row or column out."),
]  # fmt: skip
FILES = [
    option("Output", "--save", "saves", multiple=True, metavar="FILE", type=File(),
           help="Write what is shown to a file in the form that its suffix says: .svg, .html, "
           ".md, .tex, .txt or .json. Repeatable."),
    option("Output", "--force", is_flag=True, help="Replace files that --save finds."),
    option("Output", "--json", "as_json", is_flag=True, help="One JSON document instead."),
]  # fmt: skip
CODE = [
    option("Output", "--code", type=one_of("code", arguments.FRAMEWORKS),
           help="Print a program that gives these numbers in a framework."),
]  # fmt: skip
OUTPUT = [*LOOKS, *DRAWING, *CODE, *FILES]
CHAINED = [CHANNEL, *GRADIENT, *DRAWING, *FILES]
"""The options of a whole chain."""
MAX_ONLY = [
    option("Gradient", "--ties", type=one_of("ties", arguments.TIES), default="first",
           show_default=True,
           help="Who gets the gradient where cells share the maximum: the first or last in "
           "row-major order, all in equal parts, or all of them the whole."),
]  # fmt: skip
AVG_ONLY = [
    option("Pooling", "--count-include-pad/--no-count-include-pad", default=True,
           show_default=True, help="Whether padding counts in the divisor."),
    option("Pooling", "--divisor", type=number_from("divisor", 1),
           help="Divide by this instead of the number of cells."),
]  # fmt: skip
OF_MAX, OF_AVG, OF_EITHER = (
    [CHANNEL, *POOLING, *own, *GRADIENT, *OUTPUT]
    for own in (MAX_ONLY, AVG_ONLY, [*MAX_ONLY, *AVG_ONLY])
)
"""The options of one layer, by what it is known to be."""
