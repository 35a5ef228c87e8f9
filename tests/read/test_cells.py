"""One cell of an answer: each token as the whole cell that it is, or as what is said of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from poolviz.read.cells import (
    At,
    Cell,
    Kind,
    NotFinite,
    Number,
    Unanswered,
    Verdict,
    cell,
    size_in,
)
from poolviz.read.numerals import Fault

F = Fraction
TOKENS: dict[str, Cell] = {
    "?": Unanswered(),
    "?*": Unanswered(),
    "1*": Number("1", F(1)),
    "1=": Number("1", F(1)),
    "2~": Number("2", F(2)),
    "3!": Number("3", F(3)),
    "4*=": Number("4", F(4)),
    "+1/2": Number("+1/2", F(1, 2)),
    "-10/20": Number("-10/20", F(-1, 2)),
    "1/02": Number("1/02", F(1, 2)),
    "1/2*": Number("1/2", F(1, 2)),
    "(1,2)": At("(1,2)", 1, 2),
    "( 10 , 20 )": At("( 10 , 20 )", 10, 20),
    "[10 20]": At("[10 20]", 10, 20),
    "[ 1 2 ]": At("[ 1 2 ]", 1, 2),
    "(1  2)": At("(1  2)", 1, 2),
    "(1, 2)=": At("(1, 2)", 1, 2),
    "1.": Number("1.", F(1)),
    ".5": Number(".5", F(1, 2), F(1, 10)),
    "+12.50": Number("+12.50", F(25, 2), F(1, 100)),
    "-1.5e+2": Number("-1.5e+2", F(-150), F(10)),
    "1E5": Number("1E5", F(10**5), F(10**5)),
    "1e-3": Number("1e-3", F(1, 1000), F(1, 1000)),
    "0e5": Number("0e5", F(0)),
    "0.00e-9": Number("0.00e-9", F(0)),
    "-0": Number("-0", F(0)),
    "+0.0": Number("+0.0", F(0)),
    "1" * 1000: Number("1" * 1000, F(int("1" * 1000))),
    "." + "3" * 1000: Number(
        "." + "3" * 1000, F(int("3" * 1000), 10**1000), F(1, 10**1000), Kind.FLOAT64
    ),
    "nan": NotFinite("nan"),
    "-INF": NotFinite("-INF"),
    "infinity*": NotFinite("infinity"),
    "12345678901234.5": Number("12345678901234.5", F(123456789012345, 10), F(1, 10), Kind.FLOAT64),
    "1234567890123.5": Number("1234567890123.5", F(12345678901235, 10), F(1, 10)),
    "123456789012345.": Number("123456789012345.", F(123456789012345)),
}


@pytest.mark.parametrize(("token", "expected"), TOKENS.items(), ids=lambda x: str(x)[:20])
def test_tokens(token: str, expected: Cell) -> None:
    """Fifteen digits tell that a program wrote it; a whole number with a point tells nothing."""
    assert cell(token) == expected


PROGRAMS: dict[str, Cell] = {
    "16777216.": Number("16777216.", F(16777216), kind=Kind.FLOAT32),
    "0001234567.": Number("0001234567.", F(1234567), kind=Kind.FLOAT32),
    "123456.": Number("123456.", F(123456)),
    "12345678": Number("12345678", F(12345678)),
    "0.0001234": Number("0.0001234", F(1234, 10**7), F(1, 10**7)),
    "1.234567": Number("1.234567", F(1234567, 10**6), F(1, 10**6), Kind.FLOAT32),
    "1.23456": Number("1.23456", F(123456, 10**5), F(1, 10**5)),
    "1.234567e-3": Number("1.234567e-3", F(1234567, 10**9), F(1, 10**9), Kind.FLOAT32),
}


@pytest.mark.parametrize(("token", "expected"), PROGRAMS.items())
def test_tokens_of_float32(token: str, expected: Cell) -> None:
    """Seven significant digits tell; zeros before them do not count."""
    assert cell(token, 0, Kind.FLOAT32) == expected


PLAIN = "write numbers such as 3, -0.5 or 1e-3"
FAULTS: dict[str, tuple[str, str]] = {
    "*": ("'*' is not a number", PLAIN),
    "~!": ("'~!' is not a number", PLAIN),
    ".": ("'.' is not a number", PLAIN),
    "+": ("'+' is not a number", PLAIN),
    "1e": ("'1e' is not a number", PLAIN),
    "1e+": ("'1e+' is not a number", PLAIN),
    "0x1": ("'0x1' is not a number", PLAIN),
    "1/": ("'1/' is not a number", "write a fraction of whole numbers without blanks, such as 1/9"),
    "1/-2": (
        "'1/-2' is not a number",
        "write a fraction of whole numbers without blanks, such as 1/9",
    ),
    "2/00": ("'2/00' divides by 0", "write a fraction such as 1/9"),
    "1X": ("'1X' is not a number", PLAIN),
    "*1": ("'*1' is not a number", PLAIN),
    "1..2": ("'1..2' is not a number", PLAIN),
    "1e5e5": ("'1e5e5' is not a number", PLAIN),
    "1e--5": ("'1e--5' is not a number", PLAIN),
    "--5": ("'--5' is not a number", PLAIN),
    "1..": ("'1..' is not a number", PLAIN),
    "0e:5": ("'0e:5' is not a number", PLAIN),
    "0e--5": ("'0e--5' is not a number", PLAIN),
    "0e5e5": ("'0e5e5' is not a number", PLAIN),
    "1e5-3": ("'1e5-3' is not a number", PLAIN),
    "+-1/2": (
        "'+-1/2' is not a number",
        "write a fraction of whole numbers without blanks, such as 1/9",
    ),
    "1/2x": (
        "'1/2x' is not a number",
        "write a fraction of whole numbers without blanks, such as 1/9",
    ),
    "(12)": ("'(12)' is not a number", "write a matrix in square brackets, as [[1, 3], [5, 2]]"),
    "(1,2)3": (
        "'(1,2)3' is not a number",
        "write a matrix in square brackets, as [[1, 3], [5, 2]]",
    ),
    "nano": (
        "'nano' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    "1_0": ("'1_0' is not a number", "write digits without separators between them"),
    "1e400": ("'1e400' is beyond float64's range", "the largest number is about 1.8e308"),
    "1e-400": (
        "'1e-400' is too small for float64, it would become 0",
        "the smallest number is about 4.9e-324",
    ),
    "7" * 1001: (f"'{'7' * 39}…' has too many digits", "give it 1000 at most"),
    "1." + "7" * 1000: (f"'1{'7' * 38}…' has too many digits", "give it 1000 at most"),
    "1/" + "7" * 1001: (f"'{'7' * 39}…' has too many digits", "give it 1000 at most"),
    "(" + "7" * 1001 + ", 1)": (f"'{'7' * 39}…' has too many digits", "give it 1000 at most"),
}


@pytest.mark.parametrize(("token", "said"), FAULTS.items(), ids=lambda x: str(x)[:20])
def test_faults(token: str, said: tuple[str, str]) -> None:
    """What is wrong, where, and what would be right."""
    with pytest.raises(Fault) as caught:
        cell(token, 17)
    assert (caught.value.what, caught.value.hint, caught.value.at) == (*said, 17)


def test_what_has_no_place_stands_at_the_beginning() -> None:
    """And what is not answered shows as a question mark."""
    with pytest.raises(Fault) as caught:
        cell(".")
    assert caught.value.at == 0
    assert Unanswered().text == cell("?").text == "?"


def test_verdicts_that_count_as_right() -> None:
    assert [verdict.right for verdict in Verdict] == [True, True, False, False, False]
    assert [verdict.value for verdict in Verdict] == [
        *("", "cut off, not rounded", "wrong"),
        "rounded, where a number from a program has all its digits",
        "not answered",
    ]


@pytest.mark.parametrize(
    ("token", "true", "verdict"),
    [
        # Exactly half a unit of the last decimal is rounded, a little more is not.
        ("0.5", F(11, 20), Verdict.RIGHT),
        ("0.5", F(11, 20) + F(1, 10**9), Verdict.CUT),
        ("0.5", F(9, 20) - F(1, 10**9), Verdict.WRONG),
        ("-0.5", F(-11, 20) - F(1, 10**9), Verdict.CUT),
        ("-0.5", F(-9, 20) + F(1, 10**9), Verdict.WRONG),
        ("5e1", F(55), Verdict.RIGHT),
        ("5e1", F(56), Verdict.CUT),
        ("5e1", F(44), Verdict.WRONG),
        ("0.9", F(1), Verdict.WRONG),
    ],
)
def test_halves_of_the_last_decimal(token: str, true: Fraction, verdict: Verdict) -> None:
    assert cell(token).agrees(true, 0.0) is verdict


def test_a_program_may_be_off_by_four_units_of_the_larger_of_sum_and_share() -> None:
    """With float64 numbers around 1 a unit is 2**-52; a share of 8 makes it 2**-49."""
    unit = F(1, 2**52)
    one = Number("1", F(1), kind=Kind.FLOAT64)
    assert one.agrees(1 + 4 * unit, 0.0) is Verdict.RIGHT
    assert one.agrees(1 + 5 * unit, 0.0) is Verdict.ROUNDED
    assert one.agrees(1 + 32 * unit, -8.0) is Verdict.RIGHT
    assert one.agrees(1 + 33 * unit, 8.0) is Verdict.ROUNDED
    assert one.agrees(F(3, 2), 0.0) is Verdict.ROUNDED
    assert one.agrees(F(3, 2) + unit, 0.0) is Verdict.WRONG
    assert Number("0", F(0), kind=Kind.FLOAT64).agrees(F(1, 4), 0.0) is Verdict.WRONG


@pytest.mark.parametrize(
    ("text", "size"),
    [
        *(("3x2", (3, 2)), ("3×2", (3, 2)), ("3X2", (3, 2)), ("3*2", (3, 2)), ("3,2", (3, 2))),
        *(("12 34", (12, 34)), ("3 \t2", (3, 2)), ("3  x  2", (3, 2)), ("[3, 2]", (3, 2))),
        *((" (3   2) ", (3, 2)), ("( 3,2 )", (3, 2)), ("123456x234567", (123456, 234567))),
    ],
)
def test_sizes(text: str, size: tuple[int, int]) -> None:
    """Height first, with whatever stands between."""
    assert size_in(text, "") == size


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "32", "((3,2)", "(3,2))", "1234567x1", "1x1234567", "3x2x1", "3xx2", "3x2 1"),
        *("x2", "3x", "3-2", " 3 x "),
    ],
)
def test_what_is_no_size(text: str) -> None:
    """It is shown without the blanks around it, and who asks says what would be right."""
    with pytest.raises(Fault) as caught:
        size_in(f" {text} ", "as 3x2")
    assert (caught.value.what, caught.value.hint) == (f"'{text.strip()}' is no size", "as 3x2")


def test_a_rounded_number_of_a_program_is_told_by_its_last_decimal() -> None:
    """Half a unit of it is rounded; of a whole number that is a half."""
    for text, value, step in (("-1.25", F(-5, 4), F(1, 100)), ("5E-3", F(1, 200), F(1, 1000))):
        number = Number(text, value, kind=Kind.FLOAT64)
        assert number.agrees(value + step / 2, 0.0) is Verdict.ROUNDED
        assert number.agrees(value + step * 2 / 3, 0.0) is Verdict.WRONG
