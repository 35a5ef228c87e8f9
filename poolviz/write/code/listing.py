"""How a program is written down: numbers, matrices, calls, comments, in lines of 88 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from poolviz.core.matrix import Floats
from poolviz.core.pooling import Counts

WIDTH = 88
"""The longest line, as Black writes Python."""

ROW = 100
"""The longest row of a matrix, so that four numbers with all digits stand in one."""


def number(value: float) -> str:
    """A number that reads back as the same float64, without a point where it needs none.

    >>> number(3.0), number(-0.0), number(0.1), number(1e300)
    ('3', '-0.0', '0.1', '1e+300')
    """
    text = repr(value)
    return text[:-2] if text.endswith(".0") and text != "-0.0" else text


def rows(matrix: Floats | Counts) -> str:
    """A matrix as a list of rows; a row that is too long goes on in the next lines."""
    written = ["["]
    for row in matrix.tolist():
        numbers = list(map(number, row))
        text = ", ".join(numbers)
        if len(text) + len("    [],") <= ROW:
            written.append(f"    [{text}],")
        else:
            written += ["    [", *_filled(numbers), "    ],"]
    return "\n".join([*written, "]"])


def _filled(numbers: list[str]) -> Iterator[str]:
    """Numbers in as few lines as hold them."""
    line = " " * 7
    for text in numbers:
        if len(line) + len(text) + 2 > ROW:
            yield line
            line = " " * 7
        line += f" {text},"
    yield line


def size(pair: Sequence[int]) -> str:
    """Height and width, as one number where they are alike.

    >>> size((2, 2)), size((2, 3))
    ('2', '(2, 3)')
    """
    height, width = pair
    return str(height) if height == width else f"({height}, {width})"


def option(name: str, value: object, default: object) -> str:
    """A keyword argument; empty where it has its default.

    >>> option("padding", "1", "0"), option("padding", "0", "0")
    ('padding=1', '')
    """
    return "" if value == default else f"{name}={value}"


def call(name: str, *arguments: str) -> str:
    """A call; empty arguments are left out, and too many for a line get one each.

    >>> call("AvgPool2d", "2", "", "padding=1")
    'AvgPool2d(2, padding=1)'
    """
    given = [argument for argument in arguments if argument]
    line = f"{name}({', '.join(given)})"
    if len(line) <= WIDTH - len("divisors = "):
        return line
    return "\n".join([f"{name}(", *(f"    {argument}," for argument in given), ")"])


def comment(text: str) -> str:
    """A comment of as many lines as it needs; no word stands alone in the last one.

    A line breaks at blanks, but not at those that do not break (U+00A0), which become blanks.
    """
    width = WIDTH - len("# ")
    wrapped = textwrap.wrap(text, width, break_on_hyphens=False)
    if len(wrapped) > 1 and len(wrapped[-1].split()) == 1:  # U+00A0 is a blank here
        *rest, last = wrapped[-2].split(" ")
        wrapped[-2:] = [" ".join(rest), f"{last} {wrapped[-1]}"]
    return "\n".join(f"# {line}" for line in wrapped).replace("\xa0", " ")


def function(head: str, *body: str) -> str:
    """A function's definition, with blank lines around it."""
    return "\n\n" + block(f"def {head}:", *body) + "\n\n"


def block(head: str, *body: str) -> str:
    """A line that ends with a colon and what stands under it."""
    return head + "\n" + textwrap.indent(lines(*body), "    ")


def lines(*parts: str) -> str:
    """The parts one below the other, without the empty ones."""
    return "\n".join(part for part in parts if part)


def joined(*parts: str) -> str:
    """A whole program: never more than two blank lines between its parts."""
    text = lines(*parts)
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text.strip("\n") + "\n"
