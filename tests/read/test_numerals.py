"""Numerals, one by one: the float64 that each is, or what is said of it and what would be right."""

from __future__ import annotations

import pytest

from poolviz.read.numerals import Fault, Place, number

NUMBERS: dict[str, float] = {
    "1": 1.0,
    "+1": 1.0,
    "-1.5e-3": -0.0015,
    "1.e5": 100000.0,
    ".5e+05": 50000.0,
    "9007199254740992": 9007199254740992.0,
    "9007199254740993.5": 9007199254740994.0,
    "1e16": 1e16,
    "1e300": 1e300,
    "123e298": 1.23e300,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "4.9e-324": 5e-324,
    "0e-400": 0.0,
    "0.0": 0.0,
    "0e5": 0.0,
    "1e-323": 1e-323,
    "1e23": 1e23,
    "9.007199254740993e15": 9007199254740992.0,
}


@pytest.mark.parametrize(("token", "expected"), NUMBERS.items())
def test_numbers(token: str, expected: float) -> None:
    """The nearest float64."""
    assert number(token, 0) == expected


REFUSED: list[tuple[str, str, str]] = [
    ("1e", "'1e' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    (
        "e1",
        "'e1' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    ("1..2", "'1..2' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("1e5.", "'1e5.' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("1_000", "'1_000' is not a number", "write digits without separators between them"),
    ("1'000", "'1'000' is not a number", "write digits without separators between them"),
    ("0x1F", "'0x1F' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("1j", "'1j' is not a number", "poolviz takes real numbers, not complex ones"),
    ("2+3i", "'2+3i' is not a number", "poolviz takes real numbers, not complex ones"),
    ("2.5-1e3j", "'2.5-1e3j' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("(1", "'(1' is not a number", "write a matrix in square brackets, as [[1, 3], [5, 2]]"),
    ("{1", "'{1' is not a number", "write a matrix in square brackets, as [[1, 3], [5, 2]]"),
    (
        "float(2)",
        "'float(2)' is not a number",
        "write the number alone, without the type around it",
    ),
    (
        "np.float64(1)",
        "'np.float64(1)' is not a number",
        "write the number alone, without the type around it",
    ),
    (
        "float(a)(b)",
        "'float(a)(b)' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    (
        "abc",
        "'abc' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    ("true", "'true' is not a number", "write a number, such as 0 or 1"),
    ("False", "'False' is not a number", "write a number, such as 0 or 1"),
    ("None", "'None' is not a number", "write a number, such as 0 or 1"),
    ("NA", "'NA' is not a number", "write a number, such as 0 or 1"),
    ("n/a", "'n/a' is not a number", "write a number, such as 0 or 1"),
    ("null", "'null' is not a number", "write a number, such as 0 or 1"),
    (
        "nan",
        "'nan' is not a finite number",
        "poolviz takes finite numbers only; in PyTorch, JAX and NumPy a window that holds NaN "
        "has the output NaN (poolviz learn nan)",
    ),
    ("-Inf", "'-Inf' is not a finite number", "poolviz takes finite numbers only"),
    ("INFINITY", "'INFINITY' is not a finite number", "poolviz takes finite numbers only"),
    (
        "nano",
        "'nano' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    (
        "1/2",
        "'1/2' is not a number",
        "write decimals, such as 0.5; only an answer (--check) may hold fractions",
    ),
    (
        "1./2.",
        "'1./2.' is not a number",
        "write decimals, such as 0.5; only an answer (--check) may hold fractions",
    ),
    (
        "-1/2",
        "'-1/2' is not a number",
        "write decimals, such as 0.5; only an answer (--check) may hold fractions",
    ),
    ("1/2/3", "'1/2/3' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("'1'", "''1'' is not a number", "write numbers without quotes"),
    ('"1', "'\"1' is not a number", "write numbers without quotes"),
    ("\u22121", "'\u22121' is not a number", "its minus is a typographic one; write -"),
    ("1\xa02", "'1\xa02' is not a number", "it holds a no-break blank; use a plain one"),
    ("1\u20072", "'1\u20072' is not a number", "it holds a no-break blank; use a plain one"),
    ("1\u20092", "'1\u20092' is not a number", "it holds a no-break blank; use a plain one"),
    ("1\u202f2", "'1\u202f2' is not a number", "it holds a no-break blank; use a plain one"),
    (
        "...",
        "'...' is not a number",
        "the print left numbers out; print them all: set_printoptions(threshold=10**9)",
    ),
    (
        "\u2026",
        "'\u2026' is not a number",
        "the print left numbers out; print them all: set_printoptions(threshold=10**9)",
    ),
    (
        "1...2",
        "'1...2' is not a number",
        "the print left numbers out; print them all: set_printoptions(threshold=10**9)",
    ),
    ("\\n", "'\\n' is not a number", "';' ends a row: '1 2; 3 4'"),
    ("1\\n2", "'1\\n2' is not a number", "';' ends a row: '1 2; 3 4'"),
    ("1\\t2", "'1\\t2' is not a number", "';' ends a row: '1 2; 3 4'"),
    (
        "9007199254740993",
        "float64 cannot hold the integer '9007199254740993' exactly",
        "the nearest it holds is 9007199254740992",
    ),
    (
        "-9007199254740993",
        "float64 cannot hold the integer '-9007199254740993' exactly",
        "the nearest it holds is -9007199254740992",
    ),
    (
        "9007199254740993.0",
        "float64 cannot hold the integer '9007199254740993.0' exactly",
        "the nearest it holds is 9007199254740992",
    ),
    (
        "12345678901234567890e0",
        "float64 cannot hold the integer '12345678901234567890e0' exactly",
        "the nearest it holds is 12345678901234567168",
    ),
    ("1.8e308", "'1.8e308' is beyond float64's range", "the largest number is about 1.8e308"),
    ("-1e400", "'-1e400' is beyond float64's range", "the largest number is about 1.8e308"),
    (
        "1e-400",
        "'1e-400' is too small for float64, it would become 0",
        "the smallest number is about 4.9e-324",
    ),
    (
        "-1e-400",
        "'-1e-400' is too small for float64, it would become 0",
        "the smallest number is about 4.9e-324",
    ),
    (
        "00000000000000000009007199254740993",
        "float64 cannot hold the integer '00000000000000000009007199254740993' exactly",
        "the nearest it holds is 9007199254740992",
    ),
    (
        "9007199254740993e0",
        "float64 cannot hold the integer '9007199254740993e0' exactly",
        "the nearest it holds is 9007199254740992",
    ),
    (
        "99999999999999999999999999",
        "float64 cannot hold the integer '99999999999999999999999999' exactly",
        "the nearest it holds is 100000000000000004764729344",
    ),
    ("*", "'*' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("1+", "'1+' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    (
        "\xe9",
        "'\xe9' is not a number",
        "if this is a header or a label, remove it or start its line with #",
    ),
    ("\xb2", "'\xb2' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("\u0663", "'\u0663' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
    ("\uff11", "'\uff11' is not a number", "write numbers such as 3, -0.5 or 1e-3"),
]


@pytest.mark.parametrize(("token", "what", "hint"), REFUSED)
def test_what_is_no_number(token: str, what: str, hint: str) -> None:
    with pytest.raises(Fault) as caught:
        number(token, 7)
    assert (caught.value.what, caught.value.hint, caught.value.at) == (what, hint, 7)
    assert str(caught.value) == f"{what}\nhint: {hint}"


def test_the_place_of_a_position() -> None:
    """Lines and columns count from 1."""
    text = "ab\n\ncd"
    places = [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2)]
    assert [Place.of(text, at) for at in range(6)] == [Place(*place) for place in places]


def test_a_fault_with_its_place_and_without_a_hint() -> None:
    fault = Fault("wrong", 3)
    assert (str(fault), fault.args) == ("wrong", ("wrong",))
    fault.place = Place(2, 5)
    assert str(fault) == "line 2, column 5: wrong"
