"""Brackets within brackets: what a text holds, or where it goes wrong and what would be right."""

from __future__ import annotations

import pytest

from poolviz.read.numerals import Fault
from poolviz.read.reader import read

TAKEN: dict[str, list[list[float]]] = {
    "[[[[[[[[1]]]]]]]]": [[1]],
    "[[1 2][3 4]]": [[1, 2], [3, 4]],
    "[[1 2]; [3 4]]": [[1, 2], [3, 4]],
    "[[1]];": [[1]],
    "array([[1]], dtype=int) ;": [[1]],
    "[1\n2]": [[1], [2]],
    "[1 2 ; 3 4 ;]": [[1, 2], [3, 4]],
    "[1,2\n3,4]": [[1, 2], [3, 4]],
    "[[1],[2],\n[3]]; \n": [[1], [2], [3]],
    "tensor([[1]], size=(1, 2))": [[1]],
    " [ [ [ 1 2 ] ] ] ": [[1, 2]],
}
REFUSED: dict[str, str] = {
    "[[1, [2": "line 1, column 6: brackets nested 3 deep are no matrix"
    "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    "[[[[[[[[[1]]]]]]]]]": "line 1, column 3: brackets nested 9 deep are no matrix"
    "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    "[[1, [[2, 3]]]]": "line 1, column 6: brackets nested 4 deep are no matrix"
    "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    "[[[1],[2],[[3]]]]": "line 1, column 12: brackets nested 4 deep are no matrix"
    "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    "[[1],\n[ [2]]]": "line 2, column 3: brackets nested 3 deep are no matrix"
    "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    "[[[1],[2]],[[3]]]": "line 1, column 12: 1 row in this matrix, 2 in the first"
    "\nhint: give every channel the same size",
    "[[[[1]],[[3]]],[[[1]]]]": "line 1, column 16: 1 channel in this image, 2 in the first"
    "\nhint: give every channel the same size",
    "[[[1]],[[1]],[[1],[2]]]": "line 1, column 14: 2 rows in this matrix, 1 in the first"
    "\nhint: give every channel the same size",
    "[[1 2], , [3 4]]": "line 1, column 7: ', ,' between rows"
    "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]",
    "[, [1 2]]": "line 1, column 2: ',' between rows\nhint: remove it; there is no row beside it",
    "[[1 2], 5, [3 4]]": "line 1, column 7: ', 5,' between rows"
    "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]",
    "[[1 2] [3 4],]": "line 1, column 13: ',' between rows"
    "\nhint: remove it; there is no row beside it",
    "[[1 2] [3 4];]": "line 1, column 13: ';' between rows"
    "\nhint: remove it; there is no row beside it",
    "[[1 2] x]": "line 1, column 8: 'x' between rows"
    "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]",
    "[[1], ..., [2]]": "line 1, column 7: '...' between rows"
    "\nhint: the print left numbers out; print them all: set_printoptions(threshold=10**9)",
    "[[1] … [2]]": "line 1, column 6: '...' between rows"
    "\nhint: the print left numbers out; print them all: set_printoptions(threshold=10**9)",
    "[[1],[],[2]]": "line 1, column 7: an empty row\nhint: give every row at least one number",
    "[[1],[ ]]": "line 1, column 7: an empty row\nhint: give every row at least one number",
    "[]": "line 1, column 2: the matrix is empty\nhint: a matrix looks like [[1, 3], [5, 2]]",
    "[[1]": "line 1, column 1: a '[' is never closed\nhint: add the missing ']'",
    "[[1]]]": "line 1, column 6: ']' after the matrix"
    "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]",
    "[[1]]; x": "line 1, column 6: '; x' after the matrix"
    "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]",
    "[[1]] [[2]]": "line 1, column 7: '[[2]]' after the matrix"
    "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]",
    "array([[1]]": "line 1, column 12: the call is not closed\nhint: add the missing ')'",
    "array([[1]]) x": "line 1, column 14: 'x' after the matrix"
    "\nhint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]",
    "array([[1]], dtype=int": "line 1, column 12: the call is not closed"
    "\nhint: add the missing ')'",
    "[1 2]": "line 1, column 1: one pair of brackets is a list, not a matrix"
    "\nhint: for one row write [[1, 2, 3]], for one column [[1], [2], [3]]",
    "[;]": "there is no number\nhint: a matrix looks like '1 3; 5 2'",
    "tensor([[1]], size=(1, x))": "line 1, column 13: the call is not closed"
    "\nhint: add the missing ')'",
    "tensor([[1]],, a=1)": "line 1, column 13: the call is not closed\nhint: add the missing ')'",
}


@pytest.mark.parametrize(("text", "expected"), TAKEN.items())
def test_what_is_taken(text: str, expected: list[list[float]]) -> None:
    assert read(text).tolist() == expected


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        read(text)
    assert str(caught.value) == message
