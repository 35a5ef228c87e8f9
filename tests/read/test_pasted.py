"""What is pasted from a screen: every character of it, blank where it is no number of the matrix.

The length and the lines stay as they are, so that a fault has its place in what was pasted.
"""

from __future__ import annotations

import pytest

from poolviz.read.answer import read_answer
from poolviz.read.numerals import Fault
from poolviz.read.pasted import unpasted

FOUR = (
    "divisors  index   upstream  coverage\n"
    "   0         0       0         0    \n"
    "0│ 1      0│ 2*   0│ 3      0│ 4    \n"
)
THREE = "input 1×1  hits\n0│ 1       0│ 2\n\ngradient\n0│ 7\n1│ 8\n\nloss = 3"
PASTED: dict[str, tuple[str, str, str]] = {
    "no screen": ("1 2\n3 4*", "hits", "1 2\n3 4*"),
    "a sign before a number": ("+1│ 2", "hits", "+1│ 2"),
    "two signs before a number": ("--1│ 2", "hits", "--1│ 2"),
    "two signs after a number": ("0│ 1=*", "hits", "   1 *"),
    "a row within a line": ("0│ 1\n5 1│ 2", "hits", "   1\n5 1│ 2"),
    "rows above the only title": ("1│ 5\nhits\n0│ 2", "hits", "    \n    \n   2"),
    "a title further in": ("   hits\n0│ 2", "gradient", "       \n   2"),
    "the first of three below each other": (
        "input\n0│ 1\nhits\n0│ 2\ngradient\n0│ 3",
        "input",
        "     \n   1\n    \n    \n        \n    ",
    ),
    "a bar that follows nothing": ("│ 1 2", "hits", "│ 1 2"),
    "rows alone": ("-1│ 1 2\n 0│ 3 4*\n10 | [5] 6", "hits", "    1 2\n    3 4 \n      5  6"),
    "tabs": ("0 │2\n\t1\t|\t3", "hits", "   2\n    \t3"),
    "an empty row": ("0│ ", "hits", "   "),
    "signs": ("0│ ?* 1/2= (1)~ 2! 3+ 4 * =5", "hits", "   ?  1/2  (1)  2  3  4 * =5"),
    "a sentence": ("0│ 1\nloss = 3", "hits", "   1\n        "),
    "a word beside a number": ("0│ 1\n5 é\n", "hits", "   1\n   \n"),
    "numbers of columns": ("   0 1\n0│ 1 2", "hits", "      \n   1 2"),
    "numbers of padded columns": ("   -2 -1 0 1\n0│ 1 2 3 4", "hits", "            \n   1 2 3 4"),
    "numbers of columns from 12": ("   12 13\n0│ 1  2 ", "hits", "        \n   1  2 "),
    "the number of one column": ("   7\n0│ 1", "hits", "    \n   1"),
    "numbers that are no columns'": ("   3 5\n0│ 1 2", "hits", "   3 5\n   1 2"),
    "numbers that go down": ("   3 2\n0│ 1 2", "hits", "   3 2\n   1 2"),
    "a decimal alone": ("0│ 1\n7.5\n", "hits", "   1\n7.5\n"),
    "signs alone": ("0│ 1\n+ -\n", "hits", "   1\n+ -\n"),
    "ten digits": ("0│ 1\n1000000000\n", "hits", "   1\n1000000000\n"),
    "nine digits": ("0│ 1\n999999999\n", "hits", "   1\n         \n"),
    "the only matrix": ("output\n0│ 1", "hits", "      \n   1"),
    "the only matrix and a size": ("output 1×1\n0│ 1", "hits", "          \n   1"),
    "mine": ("your gradient 10x10\n0│ 1*", "hits", "                   \n   1 "),
    "padded": ("padded input\n0│ 1", "input", "            \n   1"),
    "a line with another word": ("hits  mine\n0│ 1", "hits", "          \n   1"),
    "the first of four": (
        FOUR,
        "divisors",
        " " * 36 + "\n" + " " * 36 + "\n   1" + " " * 32 + "\n",
    ),
    "the second": (
        FOUR,
        "index",
        " " * 36 + "\n" + " " * 36 + "\n" + " " * 13 + "2" + " " * 22 + "\n",
    ),
    "the third": (
        FOUR,
        "upstream",
        " " * 36 + "\n" + " " * 36 + "\n" + " " * 21 + "3" + " " * 14 + "\n",
    ),
    "the last": (
        FOUR,
        "coverage",
        " " * 36 + "\n" + " " * 36 + "\n" + " " * 31 + "4" + " " * 4 + "\n",
    ),
    "above another": (
        THREE,
        "hits",
        " " * 15 + "\n" + " " * 14 + "2" + "\n\n        \n    \n    \n\n        ",
    ),
    "below others": (
        THREE,
        "gradient",
        " " * 15 + "\n" + " " * 15 + "\n\n        \n   7\n   8\n\n        ",
    ),
    "one that stands further in": (
        "hits\n0│ 5\n  output\n  0│ 1",
        "output",
        "    \n    \n        \n     1",
    ),
}


@pytest.mark.parametrize(("text", "name", "expected"), PASTED.values(), ids=PASTED)
def test_what_stays_of_a_screen(text: str, name: str, expected: str) -> None:
    found = unpasted(text, name)
    assert found == expected
    assert len(found) == len(text)


ONE = "paste one of them, with its name above it"
FULL = "paste a screen that --full made"
REFUSED: dict[str, tuple[str, str, str, str, int | None]] = {
    "another name": (
        *("input  output\n0│ 1   0│ 2", "hits"),
        *("a screen without hits: it has input, output", "paste the hits, with its name above it"),
        None,
    ),
    "a bar within a row": ("0│ 1 | 2", "hits", "several matrices side by side", ONE, 5),
    "a bar in a later row": ("0│ 1\n1│ 2  0│ 3", "hits", "several matrices side by side", ONE, 12),
    "a bar beyond a title": (
        *("input  mine\n0│ 1   0│ 2", "input"),
        *("several matrices side by side", ONE, 20),
    ),
    "dots": ("hits\n0│ 1 … 2", "hits", "the screen left numbers out", FULL, 10),
    "three dots": ("hits\n0│ 1 ... 2", "hits", "the screen left numbers out", FULL, 10),
    "dots among columns": (
        "hits\n   0 … 9\n0│ 1 2",
        "hits",
        "the screen left numbers out",
        FULL,
        10,
    ),
    "dots of the second": (
        *("input  hits\n0│ 1   0│ 2 …", "hits"),
        *("the screen left numbers out", FULL, 24),
    ),
}


@pytest.mark.parametrize(("text", "name", "what", "hint", "at"), REFUSED.values(), ids=REFUSED)
def test_screens_that_are_refused(
    text: str, name: str, what: str, hint: str, at: int | None
) -> None:
    """With the place in what was pasted."""
    with pytest.raises(Fault) as caught:
        unpasted(text, name)
    assert (caught.value.what, caught.value.hint, caught.value.at) == (what, hint, at)


TWO = "your gradient 10×12  padded input 1x13\n0│ 7                   0│ 8"


@pytest.mark.parametrize(("name", "number"), [("gradient", "7"), ("input", "8")])
def test_titles_beside_each_other(name: str, number: str) -> None:
    """Whose a matrix is, and its size, change nothing."""
    assert unpasted(TWO, name).split() == [number]
    assert unpasted(TWO.replace("×", "x"), name).split() == [number]


def test_a_line_of_other_words_is_no_title() -> None:
    """Not one that begins as a title does, either."""
    for other in (
        *("inputmine", "your", "input 1", "input 1×", "input ×1", "input 1×1 1×1", "Your input"),
        *("your your input", "padded your input", "input ××1", "input 1×1×1"),
    ):
        with pytest.raises(Fault, match=r"^several matrices side by side"):
            unpasted(f"{other}  hits\n0│ 1  0│ 2", "hits")


def test_dots_of_another_matrix_do_not_matter() -> None:
    text = "input  hits\n0│ …   0│ 2"
    assert unpasted(text, "hits").split() == ["2"]


def test_a_row_that_lost_its_number_is_no_heading() -> None:
    """Its number would be gone without a word."""
    with pytest.raises(Fault, match=r"^line 3, column 1: row 1 has 1 number, row 0 has 2"):
        read_answer("   0 1\n0│ 1 2\n7.5")
