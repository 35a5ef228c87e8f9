"""A learner's matrix: every way to write it, and when it says the true number."""

from __future__ import annotations

import decimal
import json
import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from npy import saved

from poolviz.read.answer import read_answer
from poolviz.read.cells import At, Kind, NotFinite, Number, Unanswered, Verdict, cell
from poolviz.read.numerals import Fault

F = Fraction


def written(data: object, name: str = "gradient") -> list[list[Any]]:
    """An answer by its values: None is unanswered, 'nan' and the like as they are."""
    found: list[list[Any]] = []
    for row in read_answer(data, name).cells:
        found.append([])
        for one in row:
            kinds = {Number: one.value, Unanswered: None, NotFinite: one.text}
            found[-1].append((one.row, one.column) if isinstance(one, At) else kinds[type(one)])
    return found


# --- spellings ------------------------------------------------------------------------------

NINTHS = [[F(1, 9), 0], [F(-2, 9), None]]
SPELLINGS: dict[str, tuple[object, list[list[Any]]]] = {
    "a line": ("1/9 0; -2/9 ?", NINTHS),
    "commas": ("1/9, 0; -2/9, ?", NINTHS),
    "lines": ("1/9 0\n-2/9 ?\n", NINTHS),
    "CSV": ("1/9,0\r\n-2/9,?\r\n", NINTHS),
    "bytes": (b"\xef\xbb\xbf1/9 0\n-2/9 ?", NINTHS),
    "tabs and comments": ("# mine\n1/9\t0 # a row\n-2/9\t?", NINTHS),
    "brackets": ("[[1/9, 0], [-2/9, ?]]", NINTHS),
    "brackets of NumPy's": ("[[1/9 0]\n [-2/9 ?]]", NINTHS),
    "brackets of MATLAB's": ("[1/9 0; -2/9 ?]", NINTHS),
    "JSON texts": ('[["1/9", 0], ["-2/9", "?"]]', NINTHS),
    "JSON null": ('[["1/9", 0], ["-2/9", null]]', NINTHS),
    "Python texts in a text": ("[['1/9', '0'], ['-2/9', '?']]", NINTHS),
    "Python": ([[F(1, 9), 0], [F(-2, 9), None]], NINTHS),
    "Python texts": ((("1/9", "0"), ("-2/9", " ? ")), NINTHS),
    "Python decimals": ([[Decimal("0.10"), np.int8(3)]], [[F(1, 10), 3]]),
    "the screen": ("gradient\n      0     1\n 0│  1/9  0\n 1│ -2/9  ?\n", NINTHS),
    "the screen in ASCII": ("       0  1\n0|   1/9  0\n1|  -2/9  ?", NINTHS),
    "the screen's signs": ("      0   1\n0│ [1/9*] 0\n1│ -2/9=  ?~", NINTHS),
    "the middle of a screen": ("  7  8\n7│ 1 2\n8│ 3 4\n\nloss = 3\n", [[1, 2], [3, 4]]),
    "signs alone": ("5* 2\n4= 6~", [[5, 2], [4, 6]]),
    "not finite": ("nan -inf; Infinity 1", [["nan", "-inf"], ["Infinity", 1]]),
    "leading zeros": ("007 -0; +3 1.", [[7, 0], [3, 1]]),
    "NumPy": ("array([[0.5 , 0.  ],\n       [1.  , 2.  ]])", [[F(1, 2), 0], [1, 2]]),
    "PyTorch": ("tensor([[0.5000, 0.0000],\n        [1.0000, 2.0000]])", [[F(1, 2), 0], [1, 2]]),
    "document": ('{"poolviz": 1, "gradient": [[0.5]], "output": [[1]]}', [[F(1, 2)]]),
    ".npy": (saved(np.array([[0.5, 1]])), [[F(1, 2), 1]]),
    ".npy with leading axes": (saved(np.array([[[[0.5, 1]]]])), [[F(1, 2), 1]]),
    "array": (np.array([[0.5, np.nan]]), [[F(1, 2), "nan"]]),
    "array of objects": (np.array([[F(1, 3), "?"]], dtype=object), [[F(1, 3), None]]),
    "array of integers": (np.array([[2**62]]), [[2**62]]),
    "array with leading axes": (np.ones((1, 1, 1, 2)), [[1, 1]]),
    "rows that are arrays": ([np.array([1, 2]), np.array([3, 4])], [[1, 2], [3, 4]]),
    "a print with leading axes": ("tensor([[[[1., 2.],\n   [3., 4.]]]])", [[1, 2], [3, 4]]),
    "lists with leading axes": ("[[[[1, 2], [3, 4]]]]", [[1, 2], [3, 4]]),
    "large integers": ("9007199254740993 1", [[2**53 + 1, 1]]),
}


@pytest.mark.parametrize(("data", "values"), SPELLINGS.values(), ids=SPELLINGS)
def test_spellings(data: object, values: list[list[Any]]) -> None:
    assert written(data) == values


PLACES: dict[str, tuple[object, list[list[Any]]]] = {
    "pairs": ("(1, 0) (1, 3); (2,0) ?", [[(1, 0), (1, 3)], [(2, 0), None]]),
    "pairs with commas": ("(1, 0), (1, 3); ( 2 , 0 ), ?", [[(1, 0), (1, 3)], [(2, 0), None]]),
    "flat": ("4 7; 8 ?", [[(1, 0), (1, 3)], [(2, 0), None]]),
    "flat floats": ([[4.0, 7.0]], [[(1, 0), (1, 3)]]),
    "flat of PyTorch's": ("tensor([[4, 7]])", [[(1, 0), (1, 3)]]),
    "JSON": ("[[[1, 0], [1, 3]]]", [[(1, 0), (1, 3)]]),
    "Python's print": (
        "[[(1, 0), (1, 3)], [(2, 0), (0, 0)]]",
        [[(1, 0), (1, 3)], [(2, 0), (0, 0)]],
    ),
    "Python": ([[(1, 0), (1, 3)], [[2, 0], None]], [[(1, 0), (1, 3)], [(2, 0), None]]),
    "array": (np.array([[[1, 0], [1, 3]]]), [[(1, 0), (1, 3)]]),
    "NumPy's print": ("array([[[1, 0],\n        [1, 3]]])", [[(1, 0), (1, 3)]]),
    "NumPy's other print": ("[[[1 0]\n  [1 3]]]", [[(1, 0), (1, 3)]]),
    "screen": ("   0      1\n0│ (1, 0)* (1, 3)", [[(1, 0), (1, 3)]]),
    "document": ('{"poolviz": 1, "argmax": [[[1, 0]]]}', [[(1, 0)]]),
    "of two digits": ("(10, 12) (11, 13)", [[(10, 12), (11, 13)]]),
    "outside": ("(4, 4) 99", [[(4, 4), (24, 3)]]),
}


@pytest.mark.parametrize(("data", "places"), PLACES.values(), ids=PLACES)
def test_places(data: object, places: list[list[Any]]) -> None:
    assert read_answer(data, "argmax").places(4) == places


MAPS = np.arange(24.0).reshape(2, 3, 2, 2) / 8
CHANNELS: dict[str, object] = {
    "array": MAPS,
    "float32": MAPS.astype(np.float32),
    "lists": MAPS.tolist(),
    "JSON": json.dumps(MAPS.tolist()),
    "print": repr(MAPS),
    ".npy": saved(MAPS),
    "document": json.dumps({"poolviz": 1, "gradient": MAPS.tolist()}),
}


@pytest.mark.parametrize("data", CHANNELS.values(), ids=CHANNELS)
def test_a_channel_of_an_answer(data: object) -> None:
    """As PyTorch's gradient of a batch of feature maps; without a number it is refused."""
    cells = read_answer(data, "gradient", (1, 2)).cells
    assert [[one.value for one in row] for row in cells] == MAPS[1, 2].tolist()
    with pytest.raises(Fault, match=r"^an answer has two dimensions, not 4 \(2×3×2×2\)"):
        read_answer(data)
    with pytest.raises(Fault, match=r"^there is no channel 3: the array is 2×3×2×2"):
        read_answer(data, "gradient", (0, 3))


def test_a_channel_picks_nothing_of_a_matrix() -> None:
    """The channel is that of the input; an answer may hold just what is asked for."""
    assert written("1 2") == [[1, 2]]
    assert read_answer("1 2", "gradient", (5,)) == read_answer("1 2")
    assert read_answer([[[1, 2]]], "gradient", (5,)) == read_answer("1 2")
    with pytest.raises(Fault, match="the channels of the answer must have the same size"):
        read_answer([[[[1]], [[2]]], [[[3]]]], "gradient", (1, 1))


def test_shape_and_what_is_answered() -> None:
    answer = read_answer("1 ? nan; ? ? 2")
    assert (answer.shape, answer.answered) == ((2, 3), 3)


SCREEN = """max pooling · kernel 2×2 · stride 1×1 · input 4×4 → output 3×3

input           output       argmax                      hits
   0  1  2  3      0  1  2           0       1       2      0  1  2  3
0│ 1  3  1  4   0│ 5  4  6   0│ (1, 0)  (1, 2)  (1, 3)   0│ 0  0  0  0
1│ 5* 2  4* 6*  1│ 9  6  6   1│ (2, 0)  (2, 1)  (1, 3)   1│ 1  0  1  2
2│ 9* 6* 1  2   2│ 9  6  6   2│ (2, 0)  (2, 1)  (3, 3)   2│ 2  2  0  0
3│ 3  4  5  6*                                           3│ 0  0  0  1

gradient 4×4
   0       1       2       3
0│ 0       0       0       0
1│ 0.1111  0       0.1111  0.2222
2│ 0.2222  0.2222  0       0
3│ 0       0       0       0.1111

loss = mean of output ≈ 6.3333 · 9 hits = 9 windows · the gradient sums to 1
* won a window
"""
PANELS = {
    "output": [[5, 4, 6], [9, 6, 6], [9, 6, 6]],
    "hits": [[0, 0, 0, 0], [1, 0, 1, 2], [2, 2, 0, 0], [0, 0, 0, 1]],
    "argmax": [[(1, 0), (1, 2), (1, 3)], [(2, 0), (2, 1), (1, 3)], [(2, 0), (2, 1), (3, 3)]],
    "gradient": [
        [0, 0, 0, 0],
        [F(1111, 10000), 0, F(1111, 10000), F(2222, 10000)],
        [F(2222, 10000), F(2222, 10000), 0, 0],
        [0, 0, 0, F(1111, 10000)],
    ],
}


@pytest.mark.parametrize("name", PANELS)
def test_a_whole_screen_gives_the_matrix_that_is_asked_for(name: str) -> None:
    """Side by side or below each other, in Unicode or ASCII."""
    assert written(SCREEN, name) == PANELS[name]
    assert written(SCREEN.replace("│", "|").replace("×", "x").encode(), name) == PANELS[name]


def test_a_check_gives_the_answer_back_that_it_drew() -> None:
    drawn = "your gradient\n     0    1\n0│ 1/9=   ?\n1│ 2/9! 0.5=\n\n= right   ! wrong"
    assert written(drawn) == [[F(1, 9), None], [F(2, 9), F(1, 2)]]


FRACTIONS = "\nhint: write a fraction of whole numbers without blanks, such as 1/9"
NUMBERS = "\nhint: write numbers such as 3, -0.5 or 1e-3"
MATRIX = "\nhint: give one matrix: [[1, 3], [5, 2]]"
PLACE = "\nhint: write (row, column), or row × width + column"
FAULTS: dict[str, tuple[object, str, str]] = {
    "a word": (
        "1 2\n3 x",
        "gradient",
        "line 2, column 3: 'x' is not a number\n"
        "hint: if this is a header or a label, remove it or start its line with #",
    ),
    "a word on a screen": (
        "   0 1\n0│ 1 2\n1│ 3 +-",
        "gradient",
        "line 3, column 6: '+-' is not a number" + NUMBERS,
    ),
    "a point": ("1 .", "gradient", "line 1, column 3: '.' is not a number" + NUMBERS),
    "blanks in a fraction": (
        "1 / 9",
        "gradient",
        "line 1, column 3: '/' is not a number" + FRACTIONS,
    ),
    "a decimal over a number": (
        "0 1.5/9",
        "gradient",
        "line 1, column 3: '1.5/9' is not a number" + FRACTIONS,
    ),
    "over 0": (
        "0 1/0",
        "gradient",
        "line 1, column 3: '1/0' divides by 0\nhint: write a fraction such as 1/9",
    ),
    "ragged": (
        "1 2; ?",
        "gradient",
        "line 1, column 6: row 1 has 1 number, row 0 has 2"
        "\nhint: give every row the same number of values",
    ),
    "beyond float64": (
        "1e99999999999999999999",
        "gradient",
        "line 1, column 1: '1e99999999999999999999' is beyond float64's range"
        "\nhint: the largest number is about 1.8e308",
    ),
    "too many digits": (
        "7" * 1001,
        "gradient",
        f"line 1, column 1: '{'7' * 39}…' has too many digits\nhint: give it 1000 at most",
    ),
    "too many digits of a fraction": (
        "1/" + "7" * 1001,
        "gradient",
        f"line 1, column 1: '{'7' * 39}…' has too many digits\nhint: give it 1000 at most",
    ),
    "an exponent of too many digits": (
        "1.5e" + "0" * 1000 + "1",
        "gradient",
        f"line 1, column 1: '15{'0' * 37}…' has too many digits\nhint: give it 1000 at most",
    ),
    "several panels": (
        "0│ 1 3   0│ 5\n1│ 5 2",
        "gradient",
        "line 1, column 11: several matrices side by side"
        "\nhint: paste one of them, with its name above it",
    ),
    "a screen without it": (
        "input     output\n   0  1      0\n0│ 1  3   0│ 5",
        "hits",
        "a screen without hits: it has input, output\nhint: paste the hits, with its name above it",
    ),
    "columns left out": (
        "gradient 4×9\n   0  …  8\n0│ 1  …  2",
        "gradient",
        "line 2, column 7: the screen left numbers out\nhint: paste a screen that --full made",
    ),
    "numbers above a screen's rows": (
        "9 4\n0│ 1 3 7\n1│ 5 2 8",
        "gradient",
        "line 2, column 4: row 1 has 3 numbers, row 0 has 2"
        "\nhint: give every row the same number of values",
    ),
    "a place for a number": (
        "1 (2, 3)",
        "gradient",
        "line 1, column 3: '(2, 3)' is not a number\nhint: only argmax has cells as (1, 0)",
    ),
    "half a place": ("1.5 2", "argmax", "line 1, column 1: '1.5' is no cell of the input" + PLACE),
    "no place": ("1 nan", "argmax", "line 1, column 3: 'nan' is no cell of the input" + PLACE),
    "a list": ([1, 2], "gradient", "an answer has two dimensions, not 1 (2)" + MATRIX),
    "a number": (5, "gradient", "an answer has two dimensions, not 0" + MATRIX),
    "channels": (
        np.zeros((2, 2, 2)),
        "gradient",
        "an answer has two dimensions, not 3 (2×2×2)" + MATRIX,
    ),
    "JSON channels": (
        "[[[1], [2]], [[3], [4]]]",
        "gradient",
        "an answer has two dimensions, not 3 (2×2×1)" + MATRIX,
    ),
    "booleans": ([[1, True]], "gradient", "the answer's cell (0, 1) is True, not a number"),
    "complex": ([[1j]], "gradient", "the answer's cell (0, 0) is 1j, not a number"),
    "an array of booleans": (
        np.array([[True]]),
        "gradient",
        "the answer must hold real numbers, not booleans",
    ),
    "an empty row": ([[]], "gradient", "the answer is empty"),
    "an empty array": (
        np.zeros((0, 3)),
        "gradient",
        "an answer has two dimensions, not 1 (0)" + MATRIX,
    ),
    "ragged rows": ([[1, 2], [3]], "gradient", "the rows of the answer must have the same length"),
    "rows and numbers": (
        [[1], 2],
        "gradient",
        "the rows of the answer must all be rows of numbers",
    ),
    "document without it": (
        '{"poolviz": 1, "output": [[1]]}',
        "hits",
        "a poolviz document without 'hits'"
        "\nhint: check a matrix that the document has, or give the matrix itself",
    ),
    "nothing": ("", "gradient", "there is no number\nhint: a matrix looks like '1 3; 5 2'"),
}


@pytest.mark.parametrize(("data", "name", "message"), FAULTS.values(), ids=FAULTS)
def test_faults(data: object, name: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        read_answer(data, name)
    assert str(caught.value) == message


# --- verdicts -------------------------------------------------------------------------------

VERDICTS = [
    # The contract's own sentences, case by case.
    ("1/9", F(1, 9), "RIGHT"),
    ("2/18", F(1, 9), "RIGHT"),
    ("1/9", F(1, 8), "WRONG"),
    ("3", F(3), "RIGHT"),
    ("3", F(31, 10), "WRONG"),
    ("3.", F(31, 10), "WRONG"),
    ("3.", F(3), "RIGHT"),
    ("0.1", F(1, 9), "RIGHT"),
    ("0.11", F(1, 9), "RIGHT"),
    ("0.12", F(1, 9), "WRONG"),
    ("0.125", F(1, 8), "RIGHT"),
    ("0.12", F(1, 8), "RIGHT"),
    ("0.13", F(1, 8), "RIGHT"),
    ("-0.12", F(-1, 8), "RIGHT"),
    ("-0.13", F(-1, 8), "RIGHT"),
    ("0.67", F(2, 3), "RIGHT"),
    ("0.66", F(2, 3), "CUT"),
    ("-0.66", F(-2, 3), "CUT"),
    ("0.65", F(2, 3), "WRONG"),
    ("1.11e-01", F(1, 9), "RIGHT"),
    ("1.1e-01", F(1, 9), "RIGHT"),
    ("1.12e-01", F(1, 9), "WRONG"),
    ("1e-1", F(1, 9), "RIGHT"),
    ("1.23e3", F(1234), "RIGHT"),
    ("1.24e3", F(1234), "WRONG"),
    ("0", F(0), "RIGHT"),
    ("0.00", F(0), "RIGHT"),
    ("-0.0", F(0), "RIGHT"),
    ("0", F(1, 1000), "WRONG"),
    ("0.00", F(1, 1000), "WRONG"),
    ("0.00", F(9, 1000), "WRONG"),
    ("0e-9", F(1, 10**12), "WRONG"),
    ("0.01", F(0), "WRONG"),
    ("0.1", F(1, 20), "RIGHT"),
    ("0.1", F(-1, 20), "WRONG"),
    ("?", F(1), "UNANSWERED"),
    ("nan", F(1), "WRONG"),
    ("(1, 0)", F(4), "WRONG"),
    ("0.111111111111111", F(1, 9), "RIGHT"),  # cut to 15 digits, and so rounded
    ("0.1111111111111111", F(1, 9), "RIGHT"),
    ("0.11111111111111115", F(1, 9), "RIGHT"),  # 3 units up
    ("0.11111111111111119", F(1, 9), "WRONG"),  # 6 units
    ("0.666666666666666", F(2, 3), "CUT"),
    ("0.66666669", F(2, 3), "WRONG"),  # without a type these are decimals
    ("123456789012345.", F(123456789012346), "WRONG"),
    ("1.23e+3", F(1234), "RIGHT"),
    ("0." + "1" * 999, F(1, 9), "RIGHT"),
]


@pytest.mark.parametrize(("text", "true", "verdict"), VERDICTS)
def test_verdicts(text: str, true: Fraction, verdict: str) -> None:
    assert cell(text).agrees(true, 0.0) is Verdict[verdict]


@pytest.mark.parametrize(
    ("text", "true", "largest", "verdict"),
    [
        ("0.66666669", F(2, 3), 0.0, "RIGHT"),
        ("0.6666669", F(2, 3), 0.0, "RIGHT"),  # 3.9 units of 2**-24
        ("0.6666664", F(2, 3), 0.0, "WRONG"),
        ("0.666666", F(2, 3), 0.0, "CUT"),
        ("16777216.", F(16777217), 0.0, "RIGHT"),
        ("16.", F(17), 0.0, "WRONG"),
        ("16777216", F(16777217), 0.0, "WRONG"),
        ("1.1920929e-07", F(0), 1.0, "RIGHT"),  # what is left of 1 + eps - 1
        ("1.1920929e-07", F(0), 0.1, "WRONG"),
    ],
)
def test_float32_has_seven_digits(text: str, true: Fraction, largest: float, verdict: str) -> None:
    (one,) = read_answer(f"tensor([[{text}]])").cells[0]
    assert one.agrees(true, largest) is Verdict[verdict]
    (same,) = read_answer(f"x = array([[{text}]], dtype=float32)").cells[0]
    assert same == one
    (other,) = read_answer(f"tensor([[{text}]], dtype=torch.float64)").cells[0]
    assert (other.agrees(true, largest) is one.agrees(true, largest)) == (
        verdict in ("WRONG", "CUT")
    )


NINTH = float(np.float32(1 / 9))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ([[NINTH, 0.25], [0, 2.0]], Kind.FLOAT32),
        (f"[[{NINTH}, 0.25]]", Kind.FLOAT32),
        (f"{NINTH:.18e} {0.25:.18e}", Kind.FLOAT32),
        ([[NINTH, 1 / 9]], Kind.FLOAT64),
        ([[0.25, 0.5]], Kind.FLOAT64),
        ([[1e300, NINTH]], Kind.FLOAT64),
    ],
)
def test_float32_written_as_float64_is_known_by_its_numbers(data: object, kind: Kind) -> None:
    """As `tolist()` and `savetxt` write a tensor; one number of float64 among them tells."""
    answer = read_answer(data)
    kinds = {one.kind for row in answer.cells for one in row if isinstance(one, Number)}
    assert kinds - {None} == {kind}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ([[0.1]], Kind.FLOAT64),
        ("[[0.1]]", Kind.FLOAT64),
        (saved(np.array([[0.1]])), Kind.FLOAT64),
        (np.array([[0.1]]), Kind.FLOAT64),
        (np.array([[0.1]], np.longdouble), Kind.FLOAT64),
        (saved(np.array([[0.1]], np.float32)), Kind.FLOAT32),
        ([[np.float32(0.1)]], Kind.FLOAT32),
        (np.array([[0.1]], np.float16), Kind.FLOAT16),
        ("tensor([[0.1001]], dtype=torch.float16)", Kind.FLOAT16),
        ("tensor([[0.100]], dtype=torch.float16)", None),
        ("tensor([[0.100]], dtype=torch.bfloat16)", Kind.BFLOAT16),
        ("tensor([[0.10]], dtype=torch.bfloat16)", None),
        ("array([[0.1001]], dtype='<f4')", None),
        ("0.1", None),
        ("[[0.1]; [0.2]]", None),
        ("array([[0.1]])", None),
        ([[1]], None),
        ("[[1]]", None),
    ],
)
def test_types(data: object, kind: Kind | None) -> None:
    one = read_answer(data).cells[0][0]
    assert isinstance(one, Number)
    assert one.kind is kind


def test_a_number_of_a_program_is_not_taken_for_a_decimal() -> None:
    """It is wrong, and a remark says that rounding is the reason."""
    for data in ("[[0.11]]", [[0.11]], np.array([[0.11]])):
        assert read_answer(data).cells[0][0].agrees(F(1, 9), 0.0) is Verdict.ROUNDED
    assert read_answer([[0.12]]).cells[0][0].agrees(F(1, 9), 0.0) is Verdict.WRONG
    assert read_answer([[0.0]]).cells[0][0].agrees(F(1, 90), 0.0) is Verdict.WRONG
    assert read_answer([[0.5]]).cells[0][0].agrees(F(9, 20), 0.0) is Verdict.ROUNDED
    assert read_answer([[0.5]]).cells[0][0].agrees(F(44, 100), 0.0) is Verdict.WRONG
    assert not Verdict.ROUNDED.right
    assert Verdict.CUT.right


EXACT = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_UP)
fractions = st.fractions(-9, 9, max_denominator=900)


def rounded(true: Fraction, decimals: int, rounding: str) -> str:
    """The number with so many decimals, by Python's decimal arithmetic."""
    wide = EXACT.divide(Decimal(true.numerator), Decimal(true.denominator))
    return str(wide.quantize(Decimal(1).scaleb(-decimals), rounding, EXACT))


@given(fractions, st.integers(1, 13))
def test_every_right_rounding_is_right(true: Fraction, decimals: int) -> None:
    for rounding in (decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN, decimal.ROUND_HALF_EVEN):
        text = rounded(true, decimals, rounding)
        nothing = not text.strip("-0.")
        wanted = Verdict.WRONG if nothing and true else Verdict.RIGHT
        assert cell(text).agrees(true, 0.0) is wanted
    assert cell(f"{true}").agrees(true, 0.0) is Verdict.RIGHT


@given(fractions, st.integers(1, 13))
def test_cutting_off_is_right_with_a_remark(true: Fraction, decimals: int) -> None:
    cut = rounded(true, decimals, decimal.ROUND_DOWN)
    near = (
        rounded(true, decimals, decimal.ROUND_HALF_UP),
        rounded(true, decimals, "ROUND_HALF_DOWN"),
    )
    wanted = Verdict.RIGHT if cut in near else Verdict.CUT
    if not cut.strip("-0."):
        wanted = Verdict.WRONG if true else Verdict.RIGHT
    assert cell(cut).agrees(true, 0.0) is wanted


@given(fractions, st.integers(1, 13), st.sampled_from((-3, -2, -1, 1, 2, 3)))
def test_a_unit_beside_it_is_wrong(true: Fraction, decimals: int, units: int) -> None:
    """Unless the number is exactly halfway, or the unit is what cutting off gives."""
    step = F(1, 10**decimals)
    beside = F(rounded(true, decimals, decimal.ROUND_HALF_EVEN)) + units * step
    text = f"{float(beside):.{decimals}f}"
    allowed = {
        F(rounded(true, decimals, how))
        for how in ("ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_DOWN")
    }
    right = beside in allowed if beside else not true
    assert cell(text).agrees(true, 0.0).right is right


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4))
def test_a_float64_sum_in_any_order_is_right(shares: list[float]) -> None:
    true = sum(map(F, shares), F(0))
    largest = max(map(abs, shares))
    for total in (sum(shares), sum(reversed(shares)), math.fsum(shares)):
        assert read_answer([[total]]).cells[0][0].agrees(true, largest) is Verdict.RIGHT
        text = json.dumps([[total]])
        assert read_answer(text).cells[0][0].agrees(true, largest) is Verdict.RIGHT


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=1e-300, max_value=1e300),
    st.integers(1, 9),
)
@example(4097.0, 5)
def test_four_units_in_the_last_place(value: float, units: int) -> None:
    """Python's own ulp is the measure; beside 0.1, which no float32 is, a number is none."""
    true = F(value) + units * F(math.ulp(value))
    agreed = read_answer([[value, 0.1]]).cells[0][0].agrees(true, value)
    assert (agreed is Verdict.RIGHT) == (units * math.ulp(value) <= 4 * math.ulp(float(true)))


@given(st.floats(2.0**-140, 2.0**100, width=32), st.integers(1, 9))
def test_four_units_of_float32(value: float, units: int) -> None:
    """NumPy's own spacing is the measure."""
    spacing = float(np.spacing(np.float32(value)))
    true = F(value) + units * F(spacing)
    agreed = read_answer(np.array([[value]], np.float32)).cells[0][0].agrees(true, 0.0)
    wanted = units * spacing <= 4 * float(np.spacing(np.float32(float(true))))
    assert (agreed is Verdict.RIGHT) == wanted


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.float16])
def test_the_unit_of_every_type(kind: Any) -> None:
    name = Kind[kind.__name__.upper()]
    largest = float(np.finfo(kind).max) / 2
    for power in range(-1080, 1000):
        size = F(2) ** power * F(3, 2)
        if size < largest:
            unit = np.spacing(kind(float(size)))
            assert name.ulp(size) == F(float(unit))
    assert name.ulp(F(0)) == F(float(np.spacing(kind(0))))


def test_the_unit_of_bfloat16_has_eight_bits() -> None:
    """It reaches as far down as float32, with 16 bits less."""
    assert Kind.BFLOAT16.ulp(F(1)) == F(1, 2**7)
    assert Kind.BFLOAT16.ulp(F(0)) == Kind.FLOAT32.ulp(F(0)) * 2**16


@given(st.text("0123456789.eE+-/?*=~()[]│|,; \n#xnaif\"'", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    for name in ("gradient", "argmax"):
        try:
            answer = read_answer(text, name)
        except Fault:
            continue
        assert len({len(row) for row in answer.cells}) == 1
        for row in answer.cells:
            for one in row:
                assert one.agrees(F(1, 9), 0.5) in Verdict


def test_no_mutation_breaks_it() -> None:
    """Pieces of good answers in any order end in an answer or in a Fault."""
    chance = random.Random(7)
    pieces = [text for text, _ in SPELLINGS.values() if isinstance(text, str)]
    pieces += [text for text, _ in PLACES.values() if isinstance(text, str)]
    for _ in range(3000):
        a, b = chance.choice(pieces), chance.choice(pieces)
        text = a[: chance.randrange(len(a) + 1)] + b[chance.randrange(len(b) + 1) :]
        message = ""
        try:
            read_answer(text, chance.choice(("gradient", "argmax")))
        except Fault as fault:
            message = str(fault)
        assert len(message) < 400
