"""Everything that the reader takes, and everything that it refuses, with the exact words."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from npy import saved

from poolviz.core.matrix import Floats
from poolviz.read.numerals import Fault
from poolviz.read.reader import read

PATIENCE = 10.0
"""Seconds for the big inputs: a guard against a hang, not a measure of speed."""

TWO = [[1, 3], [5, 2]]

HEADER = "{'descr': %s, 'fortran_order': False, 'shape': %s, }"


def forged(shape: str, descr: str = "'<f8'", body: bytes = b"", header: str = HEADER) -> bytes:
    """The bytes of an .npy file whose header says what it likes."""
    text = (header % (descr, shape)).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + body


def refused(data: bytes | str) -> str:
    """The whole message for some bad input."""
    with pytest.raises(Fault) as caught:
        read(data)
    return str(caught.value)


# --- what is read ---------------------------------------------------------------------------

Rows = Sequence[Sequence[float]]

ACCEPTED: dict[str, tuple[bytes | str, Rows]] = {
    "blanks": ("1 3\n5 2\n", TWO),
    "many blanks": ("  1   3  \n  5   2", TWO),
    "commas": ("1,3\n5,2", TWO),
    "commas and blanks": ("1, 3\n 5 ,2 ", TWO),
    "tabs": ("1\t3\n5\t2", TWO),
    "tabs and blanks": ("1 \t 3\n5\t 2", TWO),
    "tabs around a row": ("\t1\t3\t\n\t5\t2\t", TWO),
    "commas and tabs": ("1,\t3\n5\t,2", TWO),
    "other blanks": ("1\v3\n5\f2", TWO),
    "semicolons": ("1 3; 5 2", TWO),
    "semicolons and commas": ("1, 3; 5, 2", TWO),
    "semicolons and tabs": ("1\t3;5\t2", TWO),
    "a semicolon at the end": ("1 3; 5 2;", TWO),
    "a semicolon at the end of every line": ("1 3;\n5 2 ; \n", TWO),
    "a semicolon on a line of its own": (" ; \n1 3; 5 2", TWO),
    "semicolons around nothing": (";1 3;; 5 2", TWO),
    "CRLF": ("1 3\r\n5 2\r\n", TWO),
    "CR": ("1 3\r5 2\r", TWO),
    "all line breaks": ("1 3\r5 2\r\n6 7\n", [*TWO, [6, 7]]),
    "byte-order mark": (b"\xef\xbb\xbf1 3\n5 2", TWO),
    "byte-order mark in a text": ("\ufeff1 3\n5 2", TWO),
    "byte-order mark before brackets": (b"\xef\xbb\xbf[[1, 3], [5, 2]]", TWO),
    "byte-order mark before a document": (b'\xef\xbb\xbf{"poolviz": 1, "output": [[4]]}', [[4]]),
    "comment line": ("# a, b; [c]\n1 3\n  # d\n5 2\n#", TWO),
    "comment after a row": ("1 3 # one\n5 2# two", TWO),
    "comment after commas": ("1,3 # one, two\n5,2", TWO),
    "comment before brackets": ("# [[7]]\n[[1, 3], [5, 2]]", TWO),
    "comment in brackets": ("[[1, 3], # [7]\n [5, 2]] # ]", TWO),
    "comment before a name": ("# from MATLAB\nA =\n 1 3\n 5 2", TWO),
    "blank lines": ("\n\n1 3\n \t\n\n5 2\n\n", TWO),
    "one number": ("5", [[5]]),
    "one negative number": ("-5", [[-5]]),
    "minus first": ("-1 2; 3 4", [[-1, 2], [3, 4]]),
    "one row": ("1 2 3", [[1, 2, 3]]),
    "one row in brackets": ("[[1, 2, 3]]", [[1, 2, 3]]),
    "one column": ("1\n2\n3", [[1], [2], [3]]),
    "one column of a line": ("1;2;3", [[1], [2], [3]]),
    "one column in brackets": ("[[1], [2], [3]]", [[1], [2], [3]]),
    "numerals": ("+1 -.5 2. 1e3 1E-3 1.5e+2 007", [[1, -0.5, 2, 1e3, 1e-3, 150, 7]]),
    "the largest and the smallest": (
        "1.7976931348623157e308 5e-324 2.2250738585072014e-308 -0",
        [[1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, -0.0]],
    ),
    "large integers": (
        "9007199254740992 -9007199254740994 18446744073709551616 1" + "0" * 22,
        [[2.0**53, -9007199254740994.0, 2.0**64, 1e22]],
    ),
    "many zeros": ("0" * 300 + "7 0." + "0" * 300 + "1 0." + "0" * 400, [[7, 1e-301, 0]]),
    "zero with any exponent": ("0e-999 0.0e999 0e5", [[0, 0, 0]]),
    "JSON": ("[[1, 3], [5, 2]]", TWO),
    "JSON over lines": ("[\n  [\n    1,\n    3\n  ],\n  [\n    5,\n    2\n  ]\n]\n", TWO),
    "JSON without blanks": ("[[1,3],[5,2]]", TWO),
    "JSON floats": ("[[1.5, -2e-3], [0, 5e-324]]", [[1.5, -0.002], [0, 5e-324]]),
    "JSON of large integers": ("[[9007199254740992, 18446744073709551616]]", [[2.0**53, 2.0**64]]),
    "rows parted by semicolons": ("[[1, 3]; [5, 2]]", TWO),
    "NumPy str": ("[[1 3]\n [5 2]]", TWO),
    "NumPy str of floats": ("[[ 1.   3. ]\n [-5.5  2. ]]", [[1, 3], [-5.5, 2]]),
    "NumPy str with exponents": ("[[1.e+00 3.e-05]\n [5.e+10 2.e+00]]", [[1, 3e-5], [5e10, 2]]),
    "NumPy str on one line": ("[[1 3] [5 2]]", TWO),
    "NumPy str of wrapped rows": (
        "[[ 0  1  2  3\n   4  5]\n [ 6  7  8  9\n  10 11]]",
        [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]],
    ),
    "NumPy repr": ("array([[1, 3],\n       [5, 2]])", TWO),
    "NumPy repr of floats": ("array([[1., 3.],\n       [5., 2.]])", TWO),
    "NumPy repr with a dtype": ("array([[1., 3.],\n       [5., 2.]], dtype=float32)", TWO),
    "NumPy repr, big-endian": ("array([[1, 3],\n       [5, 2]], dtype='>i2')", TWO),
    "NumPy repr of a matrix": ("matrix([[1, 3],\n        [5, 2]])", TWO),
    "NumPy repr of wrapped rows": (
        "array([[ 0,  1,  2,\n         3],\n       [ 4,  5,  6,\n         7]])",
        [[0, 1, 2, 3], [4, 5, 6, 7]],
    ),
    "NumPy code": ("x = np.array([[1, 3], [5, 2]], dtype=np.float64)", TWO),
    "NumPy code, full name": ("numpy.array( [[1, 3], [5, 2]], )", TWO),
    "PyTorch": ("tensor([[1, 3],\n        [5, 2]])", TWO),
    "PyTorch floats": ("tensor([[1., 3.],\n        [5., 2.]])", TWO),
    "PyTorch dtype": ("tensor([[1., 3.],\n        [5., 2.]], dtype=torch.float64)", TWO),
    "PyTorch device": ("tensor([[1., 3.],\n        [5., 2.]], device='cuda:0')", TWO),
    "PyTorch requires_grad": ("tensor([[1., 3.], [5., 2.]], requires_grad=True)", TWO),
    "PyTorch all of them": (
        "tensor([[1., 3.],\n        [5., 2.]], device='cuda:0', dtype=torch.float64,\n"
        "       grad_fn=<MaxPool2DWithIndicesBackward0>)",
        TWO,
    ),
    "PyTorch wrapped rows": (
        "tensor([[0.0000e+00, 1.0000e+00,\n         2.0000e+00],\n"
        "        [3.0000e+00, 4.0000e+00,\n         5.0000e+00]])",
        [[0, 1, 2], [3, 4, 5]],
    ),
    "PyTorch code": ("t = torch.tensor([[1, 3], [5, 2]])", TWO),
    "MATLAB": ("[1 3; 5 2]", TWO),
    "MATLAB commas": ("[1, 3; 5, 2]", TWO),
    "MATLAB rows on lines": ("[1 3\n 5 2]", TWO),
    "MATLAB rows on lines with semicolons": ("[1 3;\n 5 2;]", TWO),
    "MATLAB assignment": ("A = [1 3; 5 2]", TWO),
    "MATLAB output": ("\nA =\n\n     1     3\n     5     2\n\n", TWO),
    "MATLAB output, minus first": ("ans =\n\n  -1   3\n   5   2\n", [[-1, 3], [5, 2]]),
    "MATLAB column": ("[1; 5]", [[1], [5]]),
    "document": ('{"poolviz": 1, "input": [[9, 9]], "output": [[1, 3], [5, 2]]}\n', TWO),
    "document, keys in another order": ('{"output":[[1,3],[5,2]],"poolviz":1}', TWO),
    "document, pretty-printed": (
        json.dumps({"input": [[0]], "output": TWO, "poolviz": 1}, indent=4),
        TWO,
    ),
    "document after comments": ('# c\n#\n\n\t{"poolviz": 1, "output": [[1]]}', [[1]]),
    "document, unknown keys": (
        '{"new": {"output": [[9]], "]": "[\\"output\\": [[8]]"}, "poolviz": 1, "output": [[1.5]]}',
        [[1.5]],
    ),
    "document, a key twice": ('{"poolviz": 1, "output": 0, "output": [[2]]}', [[2]]),
    "document, an escaped key": ('{"poolviz": 1, "out\\u0070ut": [[2]]}', [[2]]),
    "document, large integers": ('{"poolviz": 1, "output": [[9007199254740992]]}', [[2.0**53]]),
    "document after blank lines": ('\n\n {"poolviz": 1, "output": [[2]]}', [[2]]),
    "npy int": (saved(np.array(TWO)), TWO),
    "npy int8": (saved(np.array(TWO, np.int8)), TWO),
    "npy uint8": (saved(np.array([[255]], np.uint8)), [[255]]),
    "npy float64": (
        saved(np.array([[0.1, -0.0], [5e-324, 1e308]])),
        [[0.1, -0.0], [5e-324, 1e308]],
    ),
    "npy float32": (saved(np.array([[0.1, 1]], np.float32)), [[0.10000000149011612, 1]]),
    "npy float16": (saved(np.array([[0.1, 1]], np.float16)), [[0.0999755859375, 1]]),
    "npy big-endian": (saved(np.array(TWO, ">f8")), TWO),
    "npy big-endian int": (saved(np.array(TWO, ">i2")), TWO),
    "npy Fortran order": (saved(np.asfortranarray([[1, 2, 3], [4, 5, 6]])), [[1, 2, 3], [4, 5, 6]]),
    "npy int64 that float64 holds": (saved(np.array([[-(2**63), 2**53]])), [[-(2.0**63), 2.0**53]]),
    "npy uint64 that float64 holds": (saved(np.array([[2**63]], np.uint64)), [[2.0**63]]),
    "npy format 2.0": (saved(np.array(TWO), (2, 0)), TWO),
    "npy format 3.0": (saved(np.array(TWO), (3, 0)), TWO),
    "npy with bytes after the array": (saved(np.array(TWO)) + b"more", TWO),
    "npy with leading axes of size 1": (saved(np.array([[TWO]])), TWO),
    "JSON with leading axes of size 1": ("[[[[1, 3], [5, 2]]]]", TWO),
    "PyTorch with leading axes of size 1": (
        "tensor([[[[1., 3.],\n          [5., 2.]]]], grad_fn=<MaxPool2DWithIndicesBackward0>)",
        TWO,
    ),
    "NumPy with a leading axis of size 1": ("[[[1 3]\n  [5 2]]]", TWO),
    "npy of one number": (saved(np.array([[7]])), [[7]]),
}


@pytest.mark.parametrize(("data", "rows"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(data: bytes | str, rows: Rows) -> None:
    wanted = np.array(rows, dtype=np.float64)
    same: list[bytes | str] = [data, data.encode()] if isinstance(data, str) else [data]
    for form in same:
        result = read(form)
        assert (result.dtype, result.shape) == (wanted.dtype, wanted.shape)
        assert result.tobytes() == wanted.tobytes()
        assert result.flags.c_contiguous
        assert result.flags.writeable


# --- what is refused ------------------------------------------------------------------------

FRACTIONS = "\nhint: write decimals, such as 0.5; only an answer (--check) may hold fractions"
NUMBER = "\nhint: write numbers such as 3, -0.5 or 1e-3"
LABEL = "\nhint: if this is a header or a label, remove it or start its line with #"
WIDTH = "\nhint: give every row the same number of values"
FINITE = "\nhint: poolviz takes finite numbers only"
HOLDS_NAN = (
    "; in PyTorch, JAX and NumPy a window that holds NaN has the output NaN (poolviz learn nan)"
)
NAN = FINITE + HOLDS_NAN
LARGEST = "\nhint: the largest number is about 1.8e308"
SMALLEST = "\nhint: the smallest number is about 4.9e-324"
CELL = "\nhint: write a number there, 0 if you mean 0"
TRAILING = "\nhint: remove the comma at the end of the row"
COMMAS = "\nhint: put a comma between all values; a decimal point is '.'"
FORMS = "\nhint: give it as text, CSV, JSON or .npy"
EMPTY = "there is no number\nhint: a matrix looks like '1 3; 5 2'"
QUOTES = "\nhint: write numbers without quotes"
WORD = "\nhint: write a number, such as 0 or 1"
SEPARATORS = "\nhint: write digits without separators between them"
COMPLEX = "\nhint: poolviz takes real numbers, not complex ones"
NO_BREAK = "\nhint: it holds a no-break blank; use a plain one"
ELIDED = "\nhint: the print left numbers out; print them all: set_printoptions(threshold=10**9)"
BOTH = (
    "';' between values, and line breaks: it is not clear which one ends a row"
    "\nhint: put blanks or ',' between values ('.' is the decimal point), or ';' between rows"
)
LIST = (
    "one pair of brackets is a list, not a matrix"
    "\nhint: for one row write [[1, 2, 3]], for one column [[1], [2], [3]]"
)
LEVELS = "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]"
ONE = "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]"
OWN = "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]"
SIZES = "\nhint: give every channel the same size"
CLOSE = "a '[' is never closed\nhint: add the missing ']'"
UTF8 = "\nhint: save it as UTF-8"
SAVE = "\nhint: save a two-dimensional array of numbers with np.save"

REFUSED: dict[str, tuple[bytes | str, str]] = {
    "commas only between the rows": (
        "[[1 2], [3 x]]",
        "line 1, column 12: 'x' is not a number"
        "\nhint: if this is a header or a label, remove it or start its line with #",
    ),
    "a blank before a comma": (
        "1 3 ,5\n2,4",
        "line 1, column 1: '1 3' is not one number"
        "\nhint: put a comma between all values; a decimal point is '.'",
    ),
    "nothing": ("", EMPTY),
    "no bytes": (b"", EMPTY),
    "only a byte-order mark": (b"\xef\xbb\xbf", EMPTY),
    "only blanks": (" \t\r\n\n ", EMPTY),
    "only comments": ("# 1 2\n#", EMPTY),
    "a short row": (
        "1 2 3\n4 5\n",
        "line 2, column 1: row 1 has 2 numbers, row 0 has 3" + WIDTH,
    ),
    "a long row after comments": (
        "# a\n\n1\n\n  2 3 # b",
        "line 5, column 3: row 1 has 2 numbers, row 0 has 1" + WIDTH,
    ),
    "a short row of a line": (
        "1 2; 3",
        "line 1, column 6: row 1 has 1 number, row 0 has 2" + WIDTH,
    ),
    "a short row in brackets": (
        "[[1, 2],\n [3]]",
        "line 2, column 3: row 1 has 1 number, row 0 has 2" + WIDTH,
    ),
    "a short row with CRLF": (
        "1,2\r\n3,4\r\n5\r\n",
        "line 3, column 1: row 2 has 1 number, row 0 has 2" + WIDTH,
    ),
    "a word": ("1 2 three\n4 5 6", "line 1, column 5: 'three' is not a number" + LABEL),
    "a word after a byte-order mark": (
        b"\xef\xbb\xbf1 x",
        "line 1, column 3: 'x' is not a number" + LABEL,
    ),
    "a word after CR": ("1 2\r3 x", "line 2, column 3: 'x' is not a number" + LABEL),
    "a word after wide characters": (
        "# \U0001f600é\n\t1 x",
        "line 2, column 4: 'x' is not a number" + LABEL,
    ),
    "a word in brackets": (
        "[[1, 3],\n [5, x]]",
        "line 2, column 6: 'x' is not a number" + LABEL,
    ),
    "a word after a comment": (
        "[[1, # é\n  x]]",
        "line 2, column 3: 'x' is not a number" + LABEL,
    ),
    "a word in a call": ("array([[x]])", "line 1, column 9: 'x' is not a number" + LABEL),
    "a header row": ("a,b\n1,2", "line 1, column 1: 'a' is not a number" + LABEL),
    "a header row with blanks": ("x y\n1 2", "line 1, column 1: 'x' is not a number" + LABEL),
    "a sign alone": ("1,2,-", "line 1, column 5: '-' is not a number" + NUMBER),
    "two signs": ("1 --1", "line 1, column 3: '--1' is not a number" + NUMBER),
    "two points": ("1.5.2", "line 1, column 1: '1.5.2' is not a number" + NUMBER),
    "an exponent without digits": ("1 2e", "line 1, column 3: '2e' is not a number" + NUMBER),
    "hexadecimal": ("0x10", "line 1, column 1: '0x10' is not a number" + NUMBER),
    "a fraction": ("1/2", "line 1, column 1: '1/2' is not a number" + FRACTIONS),
    "a fraction in a row": (
        "1 2\n3 -1/2.5",
        "line 2, column 3: '-1/2.5' is not a number" + FRACTIONS,
    ),
    "a date": ("1/2/3", "line 1, column 1: '1/2/3' is not a number" + NUMBER),
    "digits of another alphabet": ("٣", "line 1, column 1: '٣' is not a number" + NUMBER),
    "an empty cell between commas": (
        "1,,3",
        "line 1, column 3: an empty cell after a comma" + CELL,
    ),
    "an empty cell of blanks": ("1,  ,3", "line 1, column 3: an empty cell after a comma" + CELL),
    "an empty first cell": (",1,2", "line 1, column 1: an empty cell before a comma" + CELL),
    "an empty cell between tabs": (
        "1\t\t3",
        "line 1, column 3: an empty cell after a tab" + CELL,
    ),
    "an empty cell of blanks between tabs": (
        "1\t3\t5\n1\t  \t3",
        "line 2, column 3: an empty cell after a tab" + CELL,
    ),
    "a trailing comma": (
        "1,2,\n3,4,",
        "line 1, column 5: an empty cell after a comma" + TRAILING,
    ),
    "a trailing comma in JSON": (
        "[[1, 2,], [3, 4]]",
        "line 1, column 8: an empty cell after a comma" + TRAILING,
    ),
    "a line break that is none": (
        "1 2\\n3 4",
        "line 1, column 3: '2\\n3' is not a number\nhint: ';' ends a row: '1 2; 3 4'",
    ),
    "NaN": ("1 nan", "line 1, column 3: 'nan' is not a finite number" + NAN),
    "NaN in JSON": ("[[1, NaN]]", "line 1, column 6: 'NaN' is not a finite number" + NAN),
    "infinity": ("1 -inf", "line 1, column 3: '-inf' is not a finite number" + FINITE),
    "Infinity": ("Infinity", "line 1, column 1: 'Infinity' is not a finite number" + FINITE),
    "infinity in JSON": (
        "[[1,\n-Infinity]]",
        "line 2, column 1: '-Infinity' is not a finite number" + FINITE,
    ),
    "too large": ("1 1e999", "line 1, column 3: '1e999' is beyond float64's range" + LARGEST),
    "too large in JSON": (
        "[[1, 1e999]]",
        "line 1, column 6: '1e999' is beyond float64's range" + LARGEST,
    ),
    "too large an integer": (
        "9" * 310,
        f"line 1, column 1: '{'9' * 39}…' is beyond float64's range" + LARGEST,
    ),
    "an integer of 5000 digits in JSON": (
        f"[[1, {'9' * 5000}]]",
        f"line 1, column 6: '{'9' * 39}…' is beyond float64's range" + LARGEST,
    ),
    "too small": (
        "1 1e-400",
        "line 1, column 3: '1e-400' is too small for float64, it would become 0" + SMALLEST,
    ),
    "too small in JSON": (
        "[[-1e-400]]",
        "line 1, column 3: '-1e-400' is too small for float64, it would become 0" + SMALLEST,
    ),
    "too small without an exponent": (
        "0." + "0" * 400 + "1",
        f"line 1, column 1: '0.{'0' * 37}…' is too small for float64, it would become 0" + SMALLEST,
    ),
    "too small by many zeros and an exponent": (
        "0." + "0" * 250 + "1e-99",
        f"line 1, column 1: '0.{'0' * 37}…' is too small for float64, it would become 0" + SMALLEST,
    ),
    "an integer beyond float64": (
        "1 9007199254740993",
        "line 1, column 3: float64 cannot hold the integer '9007199254740993' exactly"
        "\nhint: the nearest it holds is 9007199254740992",
    ),
    "an integer beyond float64 in JSON": (
        "[[1, -9007199254740993]]",
        "line 1, column 6: float64 cannot hold the integer '-9007199254740993' exactly"
        "\nhint: the nearest it holds is -9007199254740992",
    ),
    "an integer beyond float64 with a point": (
        "[[12345678901234567890.0]]",
        "line 1, column 3: float64 cannot hold the integer '12345678901234567890.0' exactly"
        "\nhint: the nearest it holds is 12345678901234567168",
    ),
    "an integer beyond int64 in JSON": (
        "[[18446744073709551617]]",
        "line 1, column 3: float64 cannot hold the integer '18446744073709551617' exactly"
        "\nhint: the nearest it holds is 18446744073709551616",
    ),
    "NUL bytes": (
        b"1 2\x003",
        "this is binary data, not text: it holds a NUL byte" + FORMS,
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n", "this is a PNG picture, not a matrix" + FORMS),
    "gzip": (b"\x1f\x8b\x08", "this is gzip-compressed, not a matrix" + FORMS),
    "a PDF": (b"%PDF-1.7", "this is a PDF, not a matrix" + FORMS),
    "HDF5": (b"\x89HDF\r\n", "this is HDF5 (.h5, .mat), not a matrix" + FORMS),
    "UTF-16": ("1 2".encode("utf-16"), "this is UTF-16 text" + UTF8),
    "UTF-16, big-endian": (b"\xfe\xff\x001", "this is UTF-16 text" + UTF8),
    "bad UTF-8": (b"1 2\r\n3 \xff", "line 2, column 3: byte 0xff is not UTF-8" + UTF8),
    "Latin-1": ("# é\n1".encode("latin-1"), "line 1, column 3: byte 0xe9 is not UTF-8" + UTF8),
    "UTF-8 that is cut off": (b"1 \xe2\x88", "line 1, column 3: byte 0xe2 is not UTF-8" + UTF8),
    "bad UTF-8 after good": (
        b"\xc3\xa9\xe9",
        "line 1, column 2: byte 0xe9 is not UTF-8" + UTF8,
    ),
    "a list": ("[1, 2, 3]", "line 1, column 1: " + LIST),
    "a list with blanks": ("x = [1. 2. 3.]", "line 1, column 5: " + LIST),
    "a list in a call": ("array([1, 2, 3])", "line 1, column 7: " + LIST),
    "matrices of different sizes": (
        "[[[1], [2]],\n [[3]]]",
        "line 2, column 2: 1 row in this matrix, 2 in the first" + SIZES,
    ),
    "arrays of different sizes": (
        "[[[[1]], [[2]]], [[[3]]], [[[4]]]]",
        "line 1, column 18: 1 channel in this image, 2 in the first" + SIZES,
    ),
    "deeper than before": (
        "[[[1]], [[2, [3]]]]",
        "line 1, column 14: brackets nested 4 deep are no matrix" + LEVELS,
    ),
    "less deep than before": (
        "[[[1]], [3]]",
        "line 1, column 10: '3' between rows" + OWN,
    ),
    "nine dimensions": (
        "[" * 9 + "1" + "]" * 9,
        "line 1, column 3: brackets nested 9 deep are no matrix" + LEVELS,
    ),
    "a million brackets": (
        "[" * 1_000_000,
        "line 1, column 3: brackets nested 1000000 deep are no matrix" + LEVELS,
    ),
    "a million brackets in a document": (
        '{"poolviz": 1, "output": ' + "[" * 1_000_000,
        "the JSON is nested too deeply" + FORMS,
    ),
    "a JSON object": (
        '{"a": 1}',
        "a JSON object, but no poolviz document: it has no key 'poolviz'"
        "\nhint: give the matrix itself, as [[1, 3], [5, 2]]",
    ),
    "a JSON string": ('"abc"', "line 1, column 1: '\"abc\"' is not a number" + QUOTES),
    "an empty JSON list": (
        "[]",
        "line 1, column 2: the matrix is empty\nhint: a matrix looks like [[1, 3], [5, 2]]",
    ),
    "an empty JSON row": (
        "[[]]",
        "line 1, column 3: an empty row\nhint: give every row at least one number",
    ),
    "an empty second row": (
        "[[1],\n []]",
        "line 2, column 3: an empty row\nhint: give every row at least one number",
    ),
    "JSON strings": ('[["1", "2"]]', "line 1, column 3: '\"1\"' is not a number" + QUOTES),
    "JSON true": ("[[1, true]]", "line 1, column 6: 'true' is not a number" + WORD),
    "JSON null": ("[[null]]", "line 1, column 3: 'null' is not a number" + WORD),
    "JSON null alone": ("null", "line 1, column 1: 'null' is not a number" + WORD),
    "NumPy booleans": ("[[ True False]]", "line 1, column 4: 'True' is not a number" + WORD),
    "Python None": ("[[1, None]]", "line 1, column 6: 'None' is not a number" + WORD),
    "an object in a row": (
        '[[{"a":1}]]',
        "line 1, column 3: '{\"a\":1}' is not a number"
        "\nhint: write a matrix in square brackets, as [[1, 3], [5, 2]]",
    ),
    "a number beside rows": ("[[1], 2]", "line 1, column 5: ', 2' between rows" + OWN),
    "a comma after the last row": (
        "[[1],]",
        "line 1, column 5: ',' between rows\nhint: remove it; there is no row beside it",
    ),
    "semicolons in a row in brackets": (
        "[[1 2;3 4]]",
        "line 1, column 5: '2;3' is not a number" + NUMBER,
    ),
    "a row that is not closed": ("[[1, 2], [3, 4", "line 1, column 10: " + CLOSE),
    "a list that is not closed": ("[1 2; 3 4", "line 1, column 1: " + CLOSE),
    "a bracket alone": ("[", "line 1, column 1: " + CLOSE),
    "a bracket too many": ("[[1]]]", "line 1, column 6: ']' after the matrix" + ONE),
    "a call that is not closed": (
        "array([[1, 2]]",
        "line 1, column 15: the call is not closed\nhint: add the missing ')'",
    ),
    "a word after the matrix": ("[[1]]\nend", "line 2, column 1: 'end' after the matrix" + ONE),
    "two matrices": ("[[1]] [[2]]", "line 1, column 7: '[[2]]' after the matrix" + ONE),
    "two JSON lines": ("[[1]]\n[[2]]\n", "line 2, column 1: '[[2]]' after the matrix" + ONE),
    "a MATLAB list in two": ("[1 2] [3 4]", "line 1, column 7: '[3 4]' after the matrix" + ONE),
    "an elided row": (
        "[[0 1 2 ... 7 8 9]]",
        "line 1, column 9: '...' is not a number" + ELIDED,
    ),
    "elided rows": (
        "[[1 2]\n ...\n [3 4]]",
        "line 2, column 2: '...' between rows" + ELIDED,
    ),
    "a decimal comma": (
        "1,5 2,5",
        "line 1, column 3: '5 2' is not one number"
        "\nhint: put a comma between all values; a decimal point is '.'",
    ),
    "an old Windows infinity": ("1.#INF\n2", "line 1, column 1: '1.#INF' is not a number" + NUMBER),
    "an integer with an exponent": (
        "9007199254740993e0",
        "line 1, column 1: float64 cannot hold the integer '9007199254740993e0' exactly"
        "\nhint: the nearest it holds is 9007199254740992",
    ),
    "an attribute of a call": (
        "np.array([[1]]).T",
        "line 1, column 16: '.T' after the matrix"
        "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]",
    ),
    "elided rows of a repr": (
        "array([[1, 2],\n       ...,\n       [3, 4]])",
        "line 2, column 8: '...' between rows" + ELIDED,
    ),
    "elided columns of a repr": (
        "array([[0, 1, ..., 8, 9]])",
        "line 1, column 15: '...' is not a number" + ELIDED,
    ),
    "elided with one character": ("1 … 9", "line 1, column 3: '…' is not a number" + ELIDED),
    "a typographic minus": (
        "1 −2",
        "line 1, column 3: '−2' is not a number\nhint: its minus is a typographic one; write -",
    ),
    "an en dash": (
        "[[1, –2.5]]",
        "line 1, column 6: '–2.5' is not a number\nhint: its minus is a typographic one; write -",
    ),
    "an underscore": ("1_000", "line 1, column 1: '1_000' is not a number" + SEPARATORS),
    "an underscore in an exponent": (
        "1 1e1_0",
        "line 1, column 3: '1e1_0' is not a number" + NUMBER,
    ),
    "an apostrophe": ("1'000.5 2", "line 1, column 1: '1'000.5' is not a number" + SEPARATORS),
    "quotes": ('"1","2"', "line 1, column 1: '\"1\"' is not a number" + QUOTES),
    "single quotes": ("1 '2'", "line 1, column 3: ''2'' is not a number" + QUOTES),
    "complex": ("1 1+2j", "line 1, column 3: '1+2j' is not a number" + COMPLEX),
    "complex as NumPy prints it": (
        "[[1.+2.j 3.+0.j]]",
        "line 1, column 3: '1.+2.j' is not a number" + COMPLEX,
    ),
    "complex as MATLAB prints it": ("2i", "line 1, column 1: '2i' is not a number" + COMPLEX),
    "a no-break blank": (
        "1\u00a02",
        "line 1, column 1: '1\u00a02' is not a number" + NO_BREAK,
    ),
    "a narrow no-break blank": (
        "1\u202f000 2",
        "line 1, column 1: '1\u202f000' is not a number" + NO_BREAK,
    ),
    "a European CSV": ("1,5;2,5\n3,0;4,0\n", "line 1, column 4: " + BOTH),
    "a European CSV of whole numbers": ("1;2\n3;4\n", "line 1, column 2: " + BOTH),
    "commas and blanks mixed": (
        "1,2\n3 4",
        "line 2, column 1: '3 4' is not one number" + COMMAS,
    ),
    "commas missing in brackets": (
        "[[1, 2], [3 4]]",
        "line 1, column 11: '3 4' is not one number" + COMMAS,
    ),
    "no JSON": (
        '{"poolviz": 1,\n "output": [[1 2]]}',
        "line 2, column 16: this is no JSON: Expecting ',' delimiter" + FORMS,
    ),
    "a document cut off": (
        '{"poolviz": 1, "output": [[1, 2',
        "line 1, column 32: this is no JSON: Expecting ',' delimiter" + FORMS,
    ),
    "two documents": (
        '{"poolviz": 1, "output": [[1]]}\n{"poolviz": 1}',
        "line 2, column 1: this is no JSON: Extra data" + FORMS,
    ),
    "a document with a huge number": (
        '{"poolviz": 1, "output": [[' + "9" * 5000 + "]]}",
        "a number in the JSON has too many digits" + FORMS,
    ),
    "a newer document": (
        '{"poolviz": 2, "output": [[1]]}',
        "a poolviz document of version 2; this poolviz reads version 1\nhint: update poolviz",
    ),
    "a document without output": (
        '{"poolviz": 1, "input": [[1]]}',
        "a poolviz document without 'output'\nhint: make it with poolviz max --json",
    ),
    "a document whose output is a number": (
        '{"poolviz": 1, "output": 5}',
        "line 1, column 26: 'output' is 5, not a matrix"
        "\nhint: it should be rows of numbers: [[1, 3], [5, 2]]",
    ),
    "a document whose output is a list": (
        '{"poolviz": 1, "output": [1, 2]}',
        "line 1, column 26: " + LIST,
    ),
    "a document whose output is ragged": (
        '{"poolviz": 1,\n "output": [[1, 2], [3]]}',
        "line 2, column 22: row 1 has 1 number, row 0 has 2" + WIDTH,
    ),
    "a document whose output is not finite": (
        '{"poolviz": 1,\n "input": [[NaN]],\n "output": [[1, NaN]]}',
        "line 3, column 17: 'NaN' is not a finite number" + NAN,
    ),
    "a document whose output holds text": (
        '{"poolviz": 1, "output": [["]]", 1]]}',
        "line 1, column 28: '\"' is not a number" + QUOTES,
    ),
    "control characters": (
        "1 \x1b[31m\x07\x7f\x9b",
        "line 1, column 3: '\\x1b[31m\\x07\\x7f\\x9b' is not a number" + NUMBER,
    ),
    "marks that turn the text around": (
        "1 \u202e2",
        "line 1, column 3: '\\u202e2' is not a number" + NUMBER,
    ),
    "a lone surrogate": ("1 \udcff", "line 1, column 3: '\\udcff' is not a number" + NUMBER),
    "other separators": ("1\x1c2", "line 1, column 1: '1\\x1c2' is not a number" + NUMBER),
    "a tab in a cell": ("1\t2,3", "line 1, column 1: '1\\t2' is not one number" + COMMAS),
    "a token of 40 characters": (
        "a" * 40,
        f"line 1, column 1: '{'a' * 40}' is not a number" + LABEL,
    ),
    "a token of 41 characters": (
        "a" * 41,
        f"line 1, column 1: '{'a' * 39}…' is not a number" + LABEL,
    ),
    "a long rest": ("[[1]] " + "b" * 99, f"line 1, column 7: '{'b' * 39}…' after the matrix" + ONE),
    "npy of objects": (
        saved(np.array([["a"]], object)),
        "the .npy array holds Python objects, not real numbers" + SAVE,
    ),
    "npy of complex numbers": (
        saved(np.array([[1j]])),
        "the .npy array holds complex numbers, not real numbers" + SAVE,
    ),
    "npy of booleans": (
        saved(np.array([[True]])),
        "the .npy array holds booleans, not real numbers" + SAVE,
    ),
    "npy of text": (saved(np.array([["1"]])), "the .npy array holds text, not real numbers" + SAVE),
    "npy of bytes": (
        saved(np.array([[b"1"]])),
        "the .npy array holds bytes, not real numbers" + SAVE,
    ),
    "npy of dates": (
        saved(np.array([[0]], "M8[s]")),
        "the .npy array holds datetime64[s], not real numbers" + SAVE,
    ),
    "npy of records": (
        saved(np.zeros((1, 1), [("a", "f8")])),
        "the .npy array holds records, not real numbers" + SAVE,
    ),
    "npy without rows": (saved(np.zeros((0, 3))), "the .npy array is empty (0×3)" + SAVE),
    "npy without columns": (saved(np.zeros((3, 0))), "the .npy array is empty (3×0)" + SAVE),
    "npy cut off": (
        saved(np.array(TWO, np.int64))[:-3],
        "the .npy file is cut off: it holds 29 of 32 bytes for 2×2\nhint: save or copy it again",
    ),
    "npy of petabytes": (
        forged("(1000000, 1000000000)"),
        "the .npy file is cut off: it holds 0 of 8000000000000000 bytes for 1000000×1000000000"
        "\nhint: save or copy it again",
    ),
    "npy magic alone": (b"\x93NUMPY", "the .npy header is damaged" + SAVE),
    "npy cut off in the header": (
        saved(np.array(TWO))[:40],
        "the .npy header is damaged" + SAVE,
    ),
    "npy with code in the header": (
        forged("__import__('os')", body=bytes(32)),
        "the .npy header is damaged" + SAVE,
    ),
    "npy with an unknown type": (
        forged("(2, 2)", "'<q9'", bytes(32)),
        "the .npy header is damaged" + SAVE,
    ),
    "npy without a shape": (
        forged("", "'<f8'", bytes(32), "{'descr': %s%s}"),
        "the .npy header is damaged" + SAVE,
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes | str, message: str) -> None:
    assert refused(data) == message


NOT_FINITE = "poolviz takes finite float64 numbers only"

CELLS: dict[str, tuple[bytes, str]] = {
    "a line break that is none": (
        "1 2\\n3 4",
        "line 1, column 3: '2\\n3' is not a number\nhint: ';' ends a row: '1 2; 3 4'",
    ),
    "NaN": (
        saved(np.array([[1, np.nan]])),
        f"the array's cell (0, 1) is nan; {NOT_FINITE}{HOLDS_NAN}",
    ),
    "infinity": (
        saved(np.array([[1], [-np.inf]], np.float32)),
        f"the array's cell (1, 0) is -inf; {NOT_FINITE}",
    ),
    # A signalling NaN makes NumPy warn where it is cast.
    "a signalling NaN": (
        forged("(1, 1)", "'<f4'", b"\x00\x00\xa0\x7f"),
        f"the array's cell (0, 0) is nan; {NOT_FINITE}{HOLDS_NAN}",
    ),
    "int64 beyond float64": (
        saved(np.array([[2**53 + 1]])),
        "the array's cell (0, 0): 9007199254740993 is no exact float64 number; "
        "the nearest is 9007199254740992",
    ),
    "uint64 beyond float64": (
        saved(np.array([[0, 2**64 - 1]], np.uint64)),
        "the array's cell (0, 1): 18446744073709551615 is no exact float64 number; "
        "the nearest is 18446744073709551616",
    ),
}


@pytest.mark.parametrize(("data", "message"), CELLS.values(), ids=CELLS)
def test_a_cell_of_an_npy_file_is_a_fault(data: bytes, message: str) -> None:
    assert refused(data) == message


@pytest.mark.parametrize("text", ["; ;", ";", ";\n;", "A =", "A =\n\n", "x = # nothing", "a = ;"])
def test_no_number_at_all_is_a_fault(text: str) -> None:
    assert EMPTY in refused(text)


@pytest.mark.parametrize(
    "shape", ["(True, 5)", f"({'1' * 4000}, {'1' * 4000})", f"({'1, ' * 3000})", "(-1, 5)"]
)
def test_a_strange_npy_shape_is_a_short_fault(shape: str) -> None:
    assert len(refused(forged(shape, body=bytes(64)))) < 300


def test_an_unknown_npy_version_is_a_fault() -> None:
    good = saved(np.array(TWO), (2, 0))
    assert refused(good[:6] + b"\x09" + good[7:])


@pytest.mark.parametrize("text", ["[[-0]]", "[[-0, 1]]", '{"poolviz": 1, "output": [[-0]]}'])
def test_minus_zero_in_json_keeps_its_sign(text: str) -> None:
    assert np.signbit(read(text)[0, 0])


def test_the_bracket_that_is_not_closed_is_the_one_pointed_at() -> None:
    assert refused("[[1, 2]") == "line 1, column 1: " + CLOSE
    assert refused("x = [[1 2]\n [3 4]") == "line 1, column 5: " + CLOSE


def test_a_fault_carries_its_parts() -> None:
    with pytest.raises(Fault) as caught:
        read("1 2\n3 x")
    fault = caught.value
    assert fault.place is not None
    assert isinstance(fault, ValueError)
    assert fault.what == "'x' is not a number"
    assert fault.place == (2, 3)
    assert (fault.place.line, fault.place.column) == (2, 3)
    assert fault.hint == "if this is a header or a label, remove it or start its line with #"


# --- the quick way and the careful way ------------------------------------------------------

FINITES = st.floats(allow_nan=False, allow_infinity=False)
# Whole numbers around the edge where float64 begins to leave some out, and beyond int64.
WHOLES = st.sampled_from([2.0**53 - 1, 2.0**53, -(2.0**53) - 2, 2.0**63, 2.0**64, 1e22, 1e300])
MATRICES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=FINITES | WHOLES | st.integers(-9, 9).map(float),
)


def forms(matrix: Floats) -> dict[str, bytes | str]:
    """The same matrix in every form, its numbers in as many digits as they need."""
    rows = [[repr(value) for value in row] for row in matrix.tolist()]

    def text(cell: str, row: str) -> str:
        return row.join(cell.join(values) for values in rows)

    printed = np.array2string(matrix, threshold=sys.maxsize, floatmode="unique", max_line_width=60)
    listed = f"[[{text(', ', '], [')}]]"
    return {
        "blanks": text(" ", "\n"),
        "commas": text(",", "\n"),
        "tabs": text("\t", "\n"),
        "semicolons": text(" ", ";"),
        "CRLF and comments": text("  ", " # c\r\n"),
        "JSON": listed,
        "JSON over lines": json.dumps(matrix.tolist(), indent=1),
        "NumPy str": printed,
        "NumPy repr": f"array({listed}, dtype=float64)",
        "PyTorch": "tensor([[" + text(", ", "],\n        [") + "]], dtype=torch.float64)",
        "MATLAB": f"A = [{text(' ', '; ')};]",
        "MATLAB output": "A =\n\n   " + text("   ", "\n   ") + "\n\n",
        "npy": saved(matrix),
        "npy, Fortran order": saved(np.asfortranarray(matrix), (2, 0)),
        "npy, big-endian": saved(matrix.astype(">f8")),
        "document": json.dumps({"poolviz": 1, "input": [[9]], "output": matrix.tolist()}),
    }


@given(MATRICES)
def test_every_form_of_a_matrix_reads_the_same(matrix: Floats) -> None:
    for name, form in forms(matrix).items():
        result = read(form)
        assert (name, result.shape) == (name, matrix.shape)
        assert (name, result.tobytes()) == (name, matrix.tobytes())


@given(
    st.lists(st.lists(st.integers(-(2**65), 2**65), min_size=2, max_size=2), min_size=1, max_size=3)
)
def test_whole_numbers_are_exact_or_refused(rows: list[list[int]]) -> None:
    table = "\n".join(" ".join(map(str, row)) for row in rows)
    printed = "[[" + table.replace("\n", "]\n [") + "]]"
    document = json.dumps({"poolviz": 1, "output": rows})
    fits = all(int(float(value)) == value for row in rows for value in row)
    for form in (table, table.replace(" ", ","), json.dumps(rows), printed, document):
        if fits:
            assert [[int(value) for value in row] for row in read(form).tolist()] == rows
        else:
            assert "float64 cannot hold the integer" in refused(form)


# --- big input ------------------------------------------------------------------------------

DIGITS = "1" * 39
BIG: dict[str, tuple[str, str]] = {
    "brackets": (
        "[" * 1_000_000 + "]" * 1_000_000,
        "line 1, column 3: brackets nested 1000000 deep are no matrix" + LEVELS,
    ),
    "opening braces": (
        "{" * 1_000_000,
        "line 1, column 2: this is no JSON: Expecting property name enclosed in double quotes"
        + FORMS,
    ),
    "digits": (
        "1" * 1_000_000,
        f"line 1, column 1: '{DIGITS}…' is beyond float64's range" + LARGEST,
    ),
    "digits in JSON": (
        "[[" + "1" * 1_000_000 + "]]",
        f"line 1, column 3: '{DIGITS}…' is beyond float64's range" + LARGEST,
    ),
    "an exponent": (
        "1e" + "1" * 1_000_000,
        f"line 1, column 1: '1e{DIGITS[2:]}…' is beyond float64's range" + LARGEST,
    ),
    "one word": (
        "x" * 5_000_000,
        f"line 1, column 1: '{'x' * 39}…' is not a number" + LABEL,
    ),
    "separators": (
        "1_" * 500_000,
        f"line 1, column 1: '{'1_' * 19}1…' is not a number" + SEPARATORS,
    ),
    "blanks": (" " * 5_000_000, EMPTY),
    "comments": ("# a\n" * 1_000_000, EMPTY),
}


@pytest.mark.parametrize(("text", "message"), BIG.values(), ids=BIG)
def test_big_bad_input_is_refused_soon(text: str, message: str) -> None:
    started = time.process_time()
    assert refused(text) == message
    assert time.process_time() - started < PATIENCE


# Small enough to end where the time grows with the square of the length; the two calls, where it
# doubles with every argument, end only because there are few.
SLOW: dict[str, tuple[str, str]] = {
    "digits before a letter": (
        "1" * 15_000 + "x",
        f"line 1, column 1: '{DIGITS}…' is not a number" + NUMBER,
    ),
    "blanks between rows": (
        "[[1]" + " " * 20_000 + "x[2]]",
        "line 1, column 20005: 'x' between rows" + OWN,
    ),
    "blanks in a call": (
        "array([[1]], a=" + " " * 400 + "!",
        "line 1, column 12: the call is not closed\nhint: add the missing ')'",
    ),
    "arguments of a call": (
        "array([[1]]" + ", a=1 " * 23 + "!",
        "line 1, column 12: the call is not closed\nhint: add the missing ')'",
    ),
}


@pytest.mark.parametrize(("text", "message"), SLOW.values(), ids=SLOW)
def test_no_pattern_tries_every_way_to_match(text: str, message: str) -> None:
    started = time.process_time()
    assert refused(text) == message
    assert time.process_time() - started < 1


def test_zeros_before_a_large_number_are_no_trap() -> None:
    started = time.process_time()
    assert read("0" * 10_000 + "9007199254740993.5").tolist() == [[9007199254740994.0]]
    assert time.process_time() - started < 1


@pytest.mark.parametrize("separator", [" ", ",", "\t"])
def test_a_long_line(separator: str) -> None:
    started = time.process_time()
    result = read(separator.join(["-1.5", "2"] * 700_000))
    assert result.shape == (1, 1_400_000)
    assert (result[0, 0], result[0, -1]) == (-1.5, 2)
    assert time.process_time() - started < PATIENCE


@pytest.mark.parametrize(
    ("first", "between", "last"),
    [("", "\n", ""), ("", ";", ""), ("[[", "],[", "]]"), ("[[", "]\n [", "]]"), ("[", ";", "]")],
)
def test_many_rows(first: str, between: str, last: str) -> None:
    started = time.process_time()
    result = read(first + between.join(["1.5", "-2", "3"] * 100_000) + last)
    assert result.shape == (300_000, 1)
    assert result[:3, 0].tolist() == [1.5, -2, 3]
    assert time.process_time() - started < PATIENCE


def test_a_fault_in_the_last_of_many_rows_is_placed() -> None:
    started = time.process_time()
    message = refused("1 2\n" * 300_000 + "1 x")
    assert message == "line 300001, column 3: 'x' is not a number" + LABEL
    assert time.process_time() - started < PATIENCE
