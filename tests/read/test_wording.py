"""What is said of a text that holds no matrix, to the letter."""

from __future__ import annotations

import pytest
from faults import fault

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
        *[(token, FINITE) for token in ("+inf", "-Infinity")],
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


@pytest.mark.parametrize("letter", ["e", "E"])
def test_a_number_too_small_is_refused_whatever_letter_its_exponent_has(letter: str) -> None:
    """It would become 0."""
    said = f"line 1, column 3: '1{letter}-400' is too small for float64, it would become 0"
    assert fault(f"1 1{letter}-400").startswith(said)


def test_a_cell_of_blanks_between_tabs_is_empty() -> None:
    """It is not passed over, which would move the cells after it."""
    assert fault("1\t \t2") == "line 1, column 3: an empty cell after a tab" + EMPTY


def test_brackets_are_counted_across_blanks() -> None:
    """As a printed array of many dimensions has them."""
    said = "line 1, column 5: brackets nested 10 deep are no matrix"
    assert fault("[ [ [ [ [[[[[[1]]]]]]]]]]").startswith(said)


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
