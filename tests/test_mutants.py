"""Behaviour that no other test pins down: small, exact, one fact each."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import naive
import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.arguments import cell, flag, names, pair, placement, whole
from poolviz.core.geometry import Axis, settle
from poolviz.draw.drawing import Drawing
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.explain.window import account
from poolviz.read import brackets, reader, tables
from poolviz.read.numerals import Fault
from poolviz.read.reader import read
from poolviz.write.document import document, dumps

MAX = 1.7976931348623157e308
EDGE = 2.0**900
"""Beyond this, numbers are added up smaller than they are."""


def mean(values: list[float]) -> float:
    """The average of one window over all the values."""
    return float(avg_pool([values], (1, len(values))).output[0, 0])


# --- sums -------------------------------------------------------------------------------------


def many_divisors(upstream: dict[int, float]) -> tuple[list[float], Fraction]:
    """The gradient of 41 averages over 21 to 41 cells, and exactly what the middle cell is sent."""
    sent = [upstream.get(window, 0.0) for window in range(41)]
    found = avg_pool([[1] * 41], (1, 41), 1, (0, 20), count_include_pad=False, upstream=[sent])
    divisors = [int(divisor) for divisor in found.divisors[0]]
    assert divisors == [*range(21, 41), *range(41, 20, -1)]
    exact = sum((Fraction(u) / d for u, d in zip(sent, divisors, strict=True)), Fraction(0))
    return found.gradient[0].tolist(), exact


@pytest.mark.parametrize("scale", [1.0, 3e-200, 1e290])
def test_shares_whose_divisors_have_no_small_common_multiple_may_nearly_cancel(
    scale: float,
) -> None:
    """Over 21, 23 and 26: what is left is far below the rounding of each share."""
    left = -(0.1 / 21 + 0.7 / 23) * 26
    gradient, exact = many_divisors({0: 0.1 * scale, 2: 0.7 * scale, 5: left * scale})
    assert 0 < abs(exact) < scale * 1e-17
    assert abs(Fraction(gradient[20]) - exact) < abs(exact) / 10**12


def test_huge_shares_whose_divisors_have_no_small_common_multiple_cancel() -> None:
    """They are too large to be split into halves, and that adds nothing to their sum."""
    gradient, exact = many_divisors({3: MAX, 37: -MAX})
    assert exact == 0
    assert gradient[20] == 0.0
    assert gradient[0] == MAX / 24
    assert gradient[40] == -MAX / 24


def test_hundreds_of_the_largest_number_have_it_as_their_mean() -> None:
    """Their sum is far beyond float64's range."""
    assert mean([MAX] * 512) == MAX


def test_small_numbers_do_not_weigh_more_beside_the_largest() -> None:
    """Where the sum leaves float64's range, numbers that are not huge keep their size."""
    assert naive.ulps(mean([MAX, MAX, EDGE / 2, EDGE / 2]), Fraction(MAX) / 2) <= 1
    below = math.nextafter(EDGE, 0)
    expected = (2 * Fraction(MAX) + 5 * Fraction(below)) / 7
    assert naive.ulps(mean([MAX, MAX, *[below] * 5]), expected) <= 1


def test_what_a_sum_of_huge_numbers_lost_counts_when_the_rest_cancels() -> None:
    """Three numbers just above the edge need 54 bits; three on the edge take the upper ones."""
    above = math.nextafter(EDGE, math.inf)
    assert mean([above] * 3 + [-EDGE] * 3) == 2.0**847


def test_what_a_sum_of_large_numbers_lost_counts_when_a_huge_one_cancels() -> None:
    """Five numbers just below the edge need 56 bits; one huge number takes the upper ones."""
    below = math.nextafter(EDGE, 0)
    assert naive.ulps(mean([below] * 5 + [-5 * EDGE]), Fraction(-5 * 2**847, 6)) <= 1


# --- windows ----------------------------------------------------------------------------------


@pytest.mark.parametrize("padding", [(0, 1, 0, 0), (0, 0, 0, 1)])
def test_padding_on_one_side_is_told_where_no_window_fits(
    padding: tuple[int, int, int, int],
) -> None:
    """Two cells and one of padding are three."""
    with pytest.raises(ValueError, match=r"^no window fits: .* 4 .* 2, 3 with padding"):
        settle((1, 2), placement((1, 4), padding=padding))


def test_windows_that_repeat_are_checked_once() -> None:
    """A thousand million windows before the input all have a tap on its only cell."""
    kernel = 10**9
    Axis("height", 1, kernel, 2, 2, 2 * kernel - 2, 2 * kernel - 2).check()


def test_what_is_not_given_has_its_default() -> None:
    """Windows of two cells, side by side, as many as fit."""
    assert settle((5, 7), placement()).shape == (2, 3)
    assert Axis("width", 3, 2, 2, 1, 0, 0).windows == 1


def test_the_first_window_of_a_cell_may_come_last_in_a_period() -> None:
    """With a step of 1 and gaps of 3, two windows in three pass over a cell."""
    axis = Axis("width", 6, 2, 1, 3, 0, 0)
    assert [list(axis.windows_of(n)) for n in range(6)] == [[0], [1], [2], [0], [1], [2]]


# --- options ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [True, 1, np.True_])
def test_what_is_true(value: Any) -> None:
    """Python's and NumPy's, and the number 1."""
    assert flag(value, "ceil_mode") is True


@pytest.mark.parametrize("value", [2, -1, 1.0, None, "yes", [True]])
def test_what_is_neither_true_nor_false(value: Any) -> None:
    """Nothing is taken for true because it is not empty."""
    with pytest.raises(ValueError, match=r"^ceil_mode must be True or False, not "):
        flag(value, "ceil_mode")


def test_one_number_or_name_in_a_list_is_no_number_and_no_name() -> None:
    """A list of one is not what it holds."""
    with pytest.raises(ValueError, match=r"^divisor must be a whole number from 1, not \[2\]"):
        avg_pool([[1, 2], [3, 4]], divisor=[2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^loss must be mean or sum, not array"):
        max_pool([[1, 2], [3, 4]], loss=np.array(["mean"]))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["+3", " 3 ", "+3x3", "003"])
def test_sizes_as_they_are_typed(text: str) -> None:
    """A plus and blanks change nothing."""
    assert pair(text, "kernel") == (3, 3)


@pytest.mark.parametrize("text", ["*3", "--3", "+-3", "3+", "", "x", "3x", "1" * 31])
def test_what_is_no_size(text: str) -> None:
    """Not what Python's int would take or refuse, but a whole number."""
    with pytest.raises(ValueError, match=r"^kernel must be a whole number from 1 or HxW, such as"):
        pair(text, "kernel")


@pytest.mark.parametrize("value", [np.array([1, 2]), "1,2", [1], 1.0, True])
def test_what_is_no_single_whole_number(value: Any) -> None:
    """A divisor is one number."""
    with pytest.raises(ValueError, match=r"^divisor must be a whole number from 1, not "):
        whole(value, "divisor", 1)


def test_cells_and_names_as_they_are_typed() -> None:
    """Row before column; blanks around a name do not matter."""
    assert cell("2,1", "cell") == (2, 1)
    assert names("input ,hits ") == ("input", "hits")
    assert names("all") == ("all",)


# --- ties -------------------------------------------------------------------------------------


def test_padding_beside_a_row_of_padding_never_wins() -> None:
    """In a matrix one cell wide the corner of the padding lies beyond the first cell."""
    found = max_pool([[5], [3]], (2, 3), (1, 1), (1, 0, 0, 2), ties="last")
    assert found.argmax.tolist() == [[[0, 0]], [[0, 0]]]


def test_two_cells_are_enough_for_a_tie() -> None:
    """A cell that has its window's maximum alone is not tied."""
    pooled = max_pool([[5, 5, 1, 9]], (1, 2))
    assert pooled.tied.tolist() == [[2, 1]]
    assert pooled.tied_hits.tolist() == [[1, 1, 0, 0]]


# --- matrices ---------------------------------------------------------------------------------


def test_the_first_of_several_bad_cells_is_named() -> None:
    """In row-major order."""
    x = np.array([[1, 2, 3], [4, math.nan, math.inf], [math.nan, 5, 6]])
    with pytest.raises(ValueError, match=r"^the input's cell \(1, 1\) is nan; "):
        avg_pool(x)


# --- reading ----------------------------------------------------------------------------------

LARGE = 2**53
"""From here on a number in a table is looked at more closely, and so is the table around it."""


def fault(source: str | bytes) -> str:
    """What is said of a source that holds no matrix."""
    with pytest.raises(Fault) as caught:
        read(source)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 2\n\n3 4\n", [[1, 2], [3, 4]]),
        (f"1\t2 {LARGE}", [[1, 2, LARGE]]),
        (f"1\t2\n3\t4\n5\t{LARGE}", [[1, 2], [3, 4], [5, LARGE]]),
        (f"\t1\t{LARGE}\t", [[1, LARGE]]),
        ("1.23456789012345678901e300", [[1.2345678901234568e300]]),
        ('1 2 # the "first"\n3 4', [[1, 2], [3, 4]]),
        ("[1 2; 3 4\n5 6]", [[1, 2], [3, 4], [5, 6]]),
        ("[1 2; 3 4];", [[1, 2], [3, 4]]),
        ('# a comment\n{"poolviz": 1, "output": [[5, 6]]}', [[5, 6]]),
        ("1 2; 3 4\n", [[1, 2], [3, 4]]),
        ("\n1 2; 3 4", [[1, 2], [3, 4]]),
        ("[[1 2], [3 4]]", [[1, 2], [3, 4]]),
        ("1e300 1e23", [[1e300, 1e23]]),
        ('array([[1]], dtype="f8") # see "notes"', [[1]]),
        ('array([[1]], name="") # "x"', [[1]]),
    ],
    ids=[
        "a blank line between rows",
        "a blank beside tabs",
        "rows with tabs",
        "tabs around a row",
        "more decimals than float64 holds",
        "a comment that ends in a quote",
        "semicolons and line breaks in brackets",
        "a semicolon after brackets",
        "a comment before a document",
        "a line break after rows on a line",
        "a line break before rows on a line",
        "commas between rows alone",
        "large numbers with exponents",
        "quotes before and in a comment",
        "an empty string before a comment",
    ],
)
def test_what_is_read(text: str, expected: list[list[float]]) -> None:
    """What stands around the numbers changes none of them."""
    assert read(text).tolist() == expected


LIST = "one pair of brackets is a list, not a matrix\nhint: for one row write [[1, 2, 3]], "
LIST += "for one column [[1], [2], [3]]"
ROWS = "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]"
NOT_ROW = "\nhint: remove it; there is no row beside it"
ONE = "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]"
EMPTY = "\nhint: write a number there, 0 if you mean 0"
HEADER = "\nhint: if this is a header or a label, remove it or start its line with #"
ALONE = "\nhint: write the number alone, without the type around it"
SUCH_AS = "\nhint: write numbers such as 3, -0.5 or 1e-3"
SQUARE = "\nhint: write a matrix in square brackets, as [[1, 3], [5, 2]]"
BOTH = "';' between values, and line breaks: it is not clear which one ends a row\nhint: put "
BOTH += "blanks or ',' between values ('.' is the decimal point), or ';' between rows"
MALFORMED = (".", "1e5.5", "1e+-5", "1e5e5")
"""Python's own float takes none of these; some of a number's parts stand in the wrong place."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n1 x", "line 2, column 3: 'x' is not a number" + HEADER),
        ("A = 1 2\n3 x", "line 2, column 3: 'x' is not a number" + HEADER),
        ("X Y\n1 2", "line 1, column 1: 'X' is not a number" + HEADER),
        ("info\n1", "line 1, column 1: 'info' is not a number" + HEADER),
        ("1 \u22125x", "line 1, column 3: '\u22125x' is not a number" + SUCH_AS),
        ("1 3ix", "line 1, column 3: '3ix' is not a number" + SUCH_AS),
        ('1 3"', "line 1, column 3: '3\"' is not a number" + SUCH_AS),
        ("np.float64(1.5) 2", "line 1, column 1: 'np.float64(1.5)' is not a number" + ALONE),
        ("float(1)x 2", "line 1, column 1: 'float(1)x' is not a number" + HEADER),
        (
            '1 "2#" 3',
            "line 1, column 3: '\"2#\"' is not a number\nhint: write numbers without quotes",
        ),
        *[(f"1 {t}", f"line 1, column 3: '{t}' is not a number" + SUCH_AS) for t in MALFORMED],
        ("array(1 2)", "line 1, column 1: 'array(1' is not a number" + HEADER),
        ("X\n1; 2", "line 2, column 2: " + BOTH),
        ("1;2;3\n4", "line 1, column 2: " + BOTH),
        ("  1;2\n3", "line 1, column 4: " + BOTH),
        ("1 2;X\n3 4", "line 1, column 4: " + BOTH),
        (";1 2\n3 4", "line 1, column 1: " + BOTH),
        ("a = b = [[1]]", "line 1, column 5: 'b' is not a number" + HEADER),
        ("([[1]])", "line 1, column 1: '([[1]])' is not a number" + SQUARE),
        ("np.np.array([[1]])", "line 1, column 1: 'np.np.array([[1]])' is not a number" + ALONE),
        ("array(array([[1]])", "line 1, column 1: 'array(array([[1]])' is not a number" + HEADER),
        (
            "1,2 3 4",
            "line 1, column 3: '2 3 4' is not one number\n"
            "hint: put a comma between all values; a decimal point is '.'",
        ),
        ("  ,1\n2,3", "line 1, column 1: an empty cell before a comma" + EMPTY),
        ("\t1\t\t2", "line 1, column 4: an empty cell after a tab" + EMPTY),
        (
            "1, 2, ",
            "line 1, column 6: an empty cell after a comma\n"
            "hint: remove the comma at the end of the row",
        ),
        ("[5[1, 2]]", "line 1, column 2: '5' between rows" + ROWS),
        ("[[1] X [2]]", "line 1, column 6: 'X' between rows" + ROWS),
        ("[,[1, 2]]", "line 1, column 2: ',' between rows" + NOT_ROW),
        ("[[1, 2]])", "line 1, column 9: ')' after the matrix" + ONE),
        (
            "array([[1, 2]] x)",
            "line 1, column 16: the call is not closed\nhint: add the missing ')'",
        ),
        ("[1 2\n]", "line 1, column 1: " + LIST),
        ("[1 x]", "line 1, column 4: 'x' is not a number" + HEADER),
    ],
)
def test_what_is_said_of_a_text(text: str, said: str) -> None:
    """To the letter: the place, the fault and what would be right."""
    assert fault(text) == said


@pytest.mark.parametrize(
    "call",
    [
        "array([[1]],dtype=float)",
        "array([[1]], dtype= float)",
        "array([[1]], dtype=float )",
        "array([[1]],)",
        "array([[1]], )",
        "array([[1]], dtype='')",
        'array([[1]], dtype="")',
        'array([[1]], dtype="<f8", order="C")',
        "array([[1]], dtype=<>)",
        "tensor([[1]], layout=<class 'x'>, size=())",
        "array([[1]], shape=(1,\n10), dtype=float64)",
    ],
)
def test_whatever_stands_after_the_matrix_in_a_call_is_read_over(call: str) -> None:
    """As NumPy and PyTorch print it, however it is spaced."""
    assert read(call).tolist() == [[1]]


@pytest.mark.parametrize(
    "text",
    [
        *[f"{name}([[1]])" for name in ("array", "np.asarray", "numpy.array", "torch.tensor")],
        *[f"{name}[[1]]" for name in ("_A=", "aB2 = ", "X_1\t=\n")],
        "Z = numpy.matrix(\n[[1]])",
        '#\n\n# {\n{"poolviz": 1, "output": [[1]]}',
    ],
)
def test_whatever_stands_before_the_matrix_is_read_over(text: str) -> None:
    """A name, a call, or comments."""
    assert read(text).tolist() == [[1]]


@pytest.mark.parametrize(
    "numeral", ["+5", "5.", "+.5e1", ".05E2", "50e-1", "0.05e+02", "0500.00E-2"]
)
def test_every_form_of_a_number_is_read_beside_a_large_one(numeral: str) -> None:
    """A table with a large number is read token by token."""
    assert read(f"{numeral} {LARGE}").tolist() == [[5, LARGE]]
    assert read(f"0E5 {LARGE}").tolist() == [[0, LARGE]]


@pytest.mark.parametrize(
    "call",
    [
        "array([[1]], =float)",
        "array([[1]], dtype=)",
        "array([[1]],,)",
        'array([[1]], dtype="f8)',
        "array([[1]], dtype=<a<b>)",
        "array([[1]], dtype=<a>b>)",
        "array([[1]], name='a'b')",
        'array([[1]], name="a"b")',
        *[f"array([[1]], name={a}x{b}x{c})" for a, c in ("''", '""', "<>") for b in "[]"],
        "array([[1]], shape=1, 1))",
        "array([[1]], shape=(1, 1)",
        "array([[1]], dtype=f8 [)",
    ],
)
def test_what_no_call_ends_with_is_refused(call: str) -> None:
    """Nothing is guessed about the rest of a call."""
    what = "line 1, column 12: the call is not closed\nhint: add the missing ')'"
    assert fault(call) == what


COMPLEX = "poolviz takes real numbers, not complex ones"
DIGITS = "write digits without separators between them"
BLANK = "it holds a no-break blank; use a plain one"
FINITE = "poolviz takes finite numbers only"


@pytest.mark.parametrize(
    ("token", "hint"),
    [
        *[(token, COMPLEX) for token in ("+1j", "-2i", "1-2j", ".5e5j", "1e-15+2.5j", "1e+5-3i")],
        *[(token, SUCH_AS[7:]) for token in ("--1j", "1e--5j", "1ej", "1e5e5j", "1+2+3j", "1+j")],
        *[(token, DIGITS) for token in ("+1_000", "-1'000", "1_000.", "1'000.25")],
        *[(token, SUCH_AS[7:]) for token in ("*1_000", "--1_000", "*1j", "--inf", "*inf")],
        *[(token, BLANK) for token in ("1\u00a02", "1\u20072", "1\u20092", "1\u202f2")],
        *[(token, FINITE) for token in ("+inf", "-Infinity", "+NaN")],
        *[(token, ALONE[7:]) for token in ("f()", "np.float32(-1.5)")],
        *[(token, HEADER[7:]) for token in ("i", "f(1", "f(1))", "f(f(1)", "f-(1)")],
    ],
)
def test_what_would_be_right_in_place_of_a_token(token: str, hint: str) -> None:
    """Each kind of token has its own hint."""
    assert fault(f"{token}\n1").endswith(f"\nhint: {hint}")


@pytest.mark.parametrize("numeral", [f"{digit}e-400" for digit in range(1, 10)])
def test_every_digit_but_0_makes_a_number_that_is_too_small(numeral: str) -> None:
    """Whichever digit would be lost."""
    assert fault(f"1 {numeral}").startswith(f"line 1, column 3: '{numeral}' is too small")


PLAIN = (
    *(
        "0 1 2 3 4 5 6 7 8 9",
        "1e5 1E5",
        "+1 -2",
        ".5 5. 0.5",
        "10,20",
        "1\t2",
        "1 2\n3 4\n",
        "1 2\n  \n3 4",
    ),
    *("1234 1e-10 1E-99", "-05 -0.5 -0.", "1 \t2", "1\t 2", f"{2**52 + 1} {2**53 - 1}"),
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_table_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand times a thousand numbers would else take seconds."""

    def slowly(*_: Any) -> None:
        raise AssertionError("token by token")

    monkeypatch.setattr(reader, "cells_of", slowly)
    monkeypatch.setattr(tables, "table", slowly)
    rows = [row.split() for row in text.replace(",", " ").splitlines() if not row.isspace()]
    assert read(text).tolist() == [list(map(float, row)) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "[[1, 2.5]]",
        " [[1], [2]]",
        f"[[{2**52 + 1}, {2**53 - 1}]]",
        '{"poolviz": 1, "output": [[1.5]]}',
    ],
)
def test_plain_json_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is how poolviz hands a matrix on."""

    def slowly(*_: Any, **__: Any) -> None:
        raise AssertionError("token by token")

    monkeypatch.setattr(reader, "cells_of", slowly)
    monkeypatch.setattr(brackets, "bracketed", slowly)
    rows = json.loads(text)
    assert read(text).tolist() == (rows["output"] if isinstance(rows, dict) else rows)


def test_two_hundred_zeros_are_looked_at_closely() -> None:
    """With so many, a number may be too small even without an exponent of three digits."""
    assert not tables.delicate("0." + "1" + "0" * 199)
    assert tables.delicate("0." + "0" * 200 + "1e-99")


@pytest.mark.parametrize("letter", ["e", "E"])
def test_a_number_too_small_is_refused_whatever_letter_its_exponent_has(letter: str) -> None:
    """It would become 0."""
    said = f"line 1, column 3: '1{letter}-400' is too small for float64, it would become 0"
    assert fault(f"1 1{letter}-400").startswith(said)


def test_a_cell_of_blanks_between_tabs_is_empty() -> None:
    """It is not passed over, which would move the cells after it."""
    assert fault("1\t \t2") == "line 1, column 3: an empty cell after a tab" + EMPTY


def test_brackets_are_counted_across_blanks() -> None:
    """As a printed array of four dimensions has them."""
    said = "line 1, column 5: brackets nested 4 deep are no matrix"
    assert fault("[ [ [ [1]]]]").startswith(said)


@pytest.mark.parametrize("word", ["true", "False", "null", "None", "NA", "n/a"])
def test_words_for_values_have_a_hint_of_their_own(word: str) -> None:
    """They are no headers: a number belongs in their place."""
    said = f"line 1, column 3: '{word}' is not a number\nhint: write a number, such as 0 or 1"
    assert fault(f"1 {word}") == said


def test_of_a_long_number_with_a_typographic_minus_the_beginning_is_shown() -> None:
    """Once is enough."""
    said = fault("1 \u2212" + "1" * 500)
    assert said.endswith("' is not a number\nhint: its minus is a typographic one; write -")
    assert len(said) < 150


@pytest.mark.parametrize("dots", ["...", "\u2026"])
def test_rows_left_out_are_placed_at_the_first_dots(dots: str) -> None:
    """Whichever dots the print wrote."""
    assert fault(f"[[1], {dots}, {dots}, [2]]").startswith("line 1, column 7: '...' between rows")


def test_the_nearest_number_is_cut_to_forty_digits() -> None:
    """It has no exponent, and could be very long."""
    written = 10**49 + 1
    assert fault(str(written)).endswith(f"the nearest it holds is {str(int(float(written)))[:40]}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xd8\xff\xe0", "this is a JPEG picture, not a matrix"),
        (b"\x001 2", "this is binary data, not text: it holds a NUL byte"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, said: str) -> None:
    """They are named by how they begin."""
    assert fault(data) == f"{said}\nhint: give it as text, CSV, JSON or .npy"


def test_a_document_whose_version_is_true_is_refused() -> None:
    """In Python true equals 1."""
    said = fault('{"poolviz": true, "output": [[1]]}')
    assert said.startswith("a poolviz document of version True; this poolviz reads version 1")


# --- .npy -------------------------------------------------------------------------------------


def npy(shape: str, numbers: tuple[float, ...] = (1.0, 2.0)) -> bytes:
    """An `.npy` file whose header gives a shape."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    head = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    return head + np.array(numbers, dtype="<f8").tobytes()


def test_an_npy_file_that_python_2_wrote_is_read_without_a_warning() -> None:
    """Its long integers end in L."""
    assert read(npy("(1L, 2L)")).tolist() == [[1, 2]]


def test_a_header_that_numpy_refuses_is_damaged() -> None:
    """A line break within it, which only files of an older version may have."""
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }\r\n  "
    data = b"\x93NUMPY\x03\x00" + len(header).to_bytes(4, "little") + header + bytes(8)
    said = "the .npy header is damaged\nhint: save a two-dimensional array of numbers with np.save"
    assert fault(data) == said


def test_an_npy_line_of_numbers_has_its_cure() -> None:
    """It has to be told whether it is a row or a column."""
    said = "the .npy array has 1 dimension (2), not 2\nhint: reshape it to (1, n) or (n, 1)"
    assert fault(npy("(2,)")) == said


def test_of_many_npy_dimensions_six_are_shown() -> None:
    """The message stays short."""
    said = "the .npy array has 7 dimensions (2×1×1×1×1×1), not 2\nhint: save one matrix of it"
    assert fault(npy("(2, 1, 1, 1, 1, 1, 1)")) == said


@pytest.mark.parametrize("side", [-1, 2**63])
def test_a_side_that_no_array_has_is_a_damaged_npy_header(side: int) -> None:
    """It is neither an empty array nor one that is cut off."""
    assert fault(npy(f"({side}, 1)")).startswith("the .npy header is damaged")


def test_the_longest_side_an_array_may_have_is_merely_cut_off() -> None:
    """Its header is believed, its numbers are missing."""
    said = fault(npy(f"({2**63 - 1}, 1)"))
    assert said.startswith(f"the .npy file is cut off: it holds 16 of {8 * (2**63 - 1)} bytes")


# --- the document -----------------------------------------------------------------------------


def test_a_document_has_nothing_that_was_not_asked_for() -> None:
    """Edges, steps and fractions are left out unless they are asked for."""
    pooled = max_pool([[1, 2], [3, 4]])
    assert json.loads(dumps(pooled)) == json.loads(json.dumps(document(pooled)))


def test_a_document_is_refused_where_a_matrix_is_asked_for_that_it_has_not() -> None:
    """Although it has all matrices in any case: the command line says the same with a screen."""
    pooled = avg_pool([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"^avg has no argmax; show input, output, divisors, "):
        dumps(pooled, Asked(show=("output", "argmax")))
    assert dumps(pooled, Asked(show=("output", "divisors"))) == dumps(pooled)


def test_an_input_without_padding_is_not_called_padded() -> None:
    """With `--edges` the name says whether anything stands around the input."""
    plain, padded = (
        Drawing(telling(account(max_pool([[1, 2], [3, 4]], padding=p))), edges=True) for p in (0, 1)
    )
    assert (plain.input().name, padded.input().name) == ("input", "padded input")
