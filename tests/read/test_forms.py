"""Forms of a matrix that are read: what stands around the numbers changes none of them."""

from __future__ import annotations

import pytest

from poolviz.read.reader import read

LARGE = 2**53
"""From here on a number in a table is looked at more closely, and so is the table around it."""


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
        ("1;2\n;\n", [[1], [2]]),
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
        "a line without a row",
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
