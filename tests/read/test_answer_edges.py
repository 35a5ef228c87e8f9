"""Answers at the edges of what is taken: quotes, places, channels, tensors and types."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from poolviz.read.answer import Answer, read_answer
from poolviz.read.cells import At, Kind, NotFinite, Number, Unanswered
from poolviz.read.numerals import Fault

F = Fraction


def places(data: object) -> list[list[Any]]:
    """The cells that an argmax names; None where it is not answered."""
    return [
        [(one.row, one.column) if isinstance(one, At) else one for one in row]
        for row in read_answer(data, "argmax").cells
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("[[[10, 12], [1, 0]]]", [(10, 12), (1, 0)]), ("[[[10 12] [1 0]]]", [(10, 12), (1, 0)])),
        *(("[[[\t10,12 ], [1 ,0]], x", None), ("[[[\t10,12\t], [1\t,\t0]]];", [(10, 12), (1, 0)])),
        *(("[[[10 \t12], [ 1\t0]]];", [(10, 12), (1, 0)]), ("[[[ 1 , 20 ]]];", [(1, 20)])),
        *(("x = tensor([[[1,0]]])", [(1, 0)]), ("x=np.array( [ [[1,0]]])", [(1, 0)])),
        *((" [ [ [1,0]]];", [(1, 0)]), ("[[[12]]];", [Number("12", F(12))])),
    ],
)
def test_places_in_brackets_that_are_no_json(text: str, expected: list[Any] | None) -> None:
    """Blanks and tabs may stand wherever a print has them."""
    if expected is None:
        with pytest.raises(Fault, match="a '\\[' is never closed"):
            read_answer(text, "argmax")
    else:
        assert places(text) == [expected]


def test_places_have_their_text_as_it_was_written() -> None:
    """It is what a message shows."""
    assert [one.text for one in read_answer("( 10 , 12 ) (1\t3)", "argmax").cells[0]] == [
        "( 10 , 12 )",
        "(1\t3)",
    ]
    assert [one.text for one in read_answer([[4.0, -0.5, F(1, 3), 7]]).cells[0]] == [
        *("4", "-0.5", "1/3", "7"),
    ]


FAULTS: dict[str, tuple[object, str, str]] = {
    "two quotes alone": (
        '""',
        "gradient",
        "line 1, column 1: '\"\"' is not a number\nhint: write numbers without quotes",
    ),
    "a quote that is not closed": (
        "3 '1\"",
        "gradient",
        "line 1, column 3: ''1\"' is not a number\nhint: write numbers without quotes",
    ),
    "a word in quotes": (
        "3 '1.5'",
        "argmax",
        "line 1, column 4: '1.5' is no cell of the input"
        "\nhint: write (row, column), or row × width + column",
    ),
    "a list": (
        "[1, 2]",
        "gradient",
        "line 1, column 1: one pair of brackets is a list, not a matrix"
        "\nhint: for one row write [[1, 2, 3]], for one column [[1], [2], [3]]",
    ),
    "a bracket in a place": (
        "(1, 0) (1, [)",
        "argmax",
        "line 1, column 1: '(1__0) (1' is not one number"
        "\nhint: put a comma between all values; a decimal point is '.'",
    ),
    "a closing bracket in a place": (
        "(1, 0) (1, ])",
        "argmax",
        "line 1, column 1: '(1__0) (1' is not one number"
        "\nhint: put a comma between all values; a decimal point is '.'",
    ),
    "a line of numbers": (
        np.array([1.0, 2.0]),
        "gradient",
        "an answer has two dimensions, not 1 (2)\nhint: give one matrix: [[1, 3], [5, 2]]",
    ),
    "a place that a semicolon parts": (
        "(1,0;2)",
        "argmax",
        "line 1, column 1: '(1' is not a number"
        "\nhint: write a matrix in square brackets, as [[1, 3], [5, 2]]",
    ),
    "places of several channels": (
        np.zeros((2, 3, 2, 2), int),
        "argmax",
        "an answer has two dimensions, not 3 (2×3×2)\nhint: give one matrix: [[1, 3], [5, 2]]",
    ),
    "places of several channels in lists": (
        [[[[0, 0]]] * 3] * 2,
        "argmax",
        "an answer has two dimensions, not 3 (2×3×1)\nhint: give one matrix: [[1, 3], [5, 2]]",
    ),
    "a place of three numbers": (
        [[(1, 0), (1, 0, 2)]],
        "argmax",
        "the answer's cell (0, 1) is (1, 0, 2), not a number",
    ),
    "a number in an array of its own": (
        [[1, np.array(1.0)]],
        "gradient",
        "the answer's cell (0, 1) is array(1.), not a number",
    ),
    "an array of one number": (
        np.array(5.0),
        "gradient",
        "an answer has two dimensions, not 0\nhint: give one matrix: [[1, 3], [5, 2]]",
    ),
    "an array of texts": (
        np.array([["1"]]),
        "gradient",
        "the answer must hold real numbers, not text",
    ),
    "an array of dates": (
        np.array([["2020-01-01"]], "datetime64[D]"),
        "gradient",
        "the answer must hold real numbers, not datetime64[D]",
    ),
    "a row beside a number": (
        "[[1, 2], 3]",
        "gradient",
        "line 1, column 8: ', 3' between rows"
        "\nhint: put every row in its own brackets: [[1, 3], [5, 2]]",
    ),
}


@pytest.mark.parametrize(("data", "name", "message"), FAULTS.values(), ids=FAULTS)
def test_faults(data: object, name: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        read_answer(data, name)
    assert str(caught.value) == message


SAME = "^the channels of the answer must have the same size$"
ROWS = "^the rows of the answer must all be rows of numbers$"


@pytest.mark.parametrize(
    ("data", "channel", "message"),
    [
        ([[[[1]], [[2]]], [[[3]]]], (1, 1), SAME),
        ([[[[1]], [[2]]], 5], (1, 1), SAME),
        ([[[1, 2]], 7], (1,), ROWS),
        ([[[1, 2], [3, 4]], [[5, 6], 7]], (1,), ROWS),
    ],
)
def test_channels_that_differ(data: object, channel: tuple[int, ...], message: str) -> None:
    with pytest.raises(Fault, match=message):
        read_answer(data, "gradient", channel)


def test_the_first_channel_and_the_last() -> None:
    """In texts as in lists and arrays; numbers of the second axis count within the first."""
    maps = np.arange(12).reshape(2, 3, 1, 2)
    for data in (maps, maps.tolist(), repr(maps), [list(one) for one in maps]):
        for n, c in ((0, 0), (0, 2), (1, 0), (1, 2)):
            cells = read_answer(data, "hits", (n, c)).cells
            assert [[one.value for one in row] for row in cells] == maps[n, c].tolist()


class Tensor:
    """What is asked of a tensor of PyTorch's: it gives an array only when it is detached."""

    def __init__(self, values: Any, dtype: str, ready: bool = False) -> None:
        self.values, self.dtype, self.ready = np.asarray(values), f"torch.{dtype}", ready
        self.shape = self.values.shape

    def detach(self) -> Tensor:
        """The same without its history."""
        return Tensor(self.values, self.dtype.removeprefix("torch."), ready=True)

    def cpu(self) -> Tensor:
        """The same in memory."""
        return self

    def float(self) -> Tensor:
        """The same as float32."""
        return Tensor(self.values.astype(np.float32), "float32", self.ready)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        if not self.ready or self.dtype == "torch.bfloat16":
            raise TypeError(f"no array of {self.dtype}")
        return self.values


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        ("bfloat16", Kind.BFLOAT16),
        ("float16", Kind.FLOAT16),
        ("float32", Kind.FLOAT32),
        ("float64", Kind.FLOAT64),
    ],
)
def test_a_tensor_is_judged_by_its_type(dtype: str, kind: Kind) -> None:
    """Also where NumPy has no such type."""
    like = np.dtype("float32" if dtype == "bfloat16" else dtype)
    found = read_answer(Tensor(np.array([[0.1, 0.5]], like), dtype))
    assert [one.kind for one in found.cells[0] if isinstance(one, Number)] == [kind, kind]
    assert [one.value for one in found.cells[0]] == [F(float(like.type(0.1))), F(1, 2)]


def test_an_argmax_tensor_of_two_columns_has_flat_indexes() -> None:
    """PyTorch's argmax is flat; an array of NumPy's with two numbers in each cell has places."""
    assert read_answer(Tensor([[[4, 7]]], "int64"), "argmax").places(4) == [[(1, 0), (1, 3)]]
    assert read_answer(np.array([[[4, 7]]]), "argmax").places(4) == [[(4, 7)]]
    assert read_answer(np.array([[4, 7]]), "argmax").places(4) == [[(1, 0), (1, 3)]]


def test_more_bits_than_float32_tells_of() -> None:
    """Numbers of 12 bits are exact in any type, and say nothing; of 13 bits they tell."""
    few, many = 4095 / 4096, 8191 / 8192
    assert [one.kind for one in read_answer([[few]]).cells[0] if isinstance(one, Number)] == [
        Kind.FLOAT64
    ]
    assert [one.kind for one in read_answer([[many]]).cells[0] if isinstance(one, Number)] == [
        Kind.FLOAT32
    ]


def test_a_matrix_of_one_row_or_one_column_has_its_shape() -> None:
    assert read_answer("1 2 3").shape == (1, 3)
    assert read_answer("1; 2; 3").shape == (3, 1)
    assert read_answer([[1], [2]]) == Answer(
        ((Number("1", F(1)),), (Number("2", F(2)),)),
    )


def test_every_kind_of_python_value_is_the_cell_it_says() -> None:
    row = [" 1/9 ", None, np.int8(3), F(2, 9), float("nan"), np.float32(0.5), "?"]
    assert read_answer([row]).cells[0] == (
        Number("1/9", F(1, 9)),
        Unanswered(),
        Number("3", F(3)),
        Number("2/9", F(2, 9)),
        NotFinite("nan"),
        Number("0.5", F(1, 2), kind=Kind.FLOAT32),
        Unanswered(),
    )


ODD: dict[str, tuple[str, str]] = {
    "a bracket before a place": (
        "( (1, 2)",
        "line 1, column 1: '(' is not a number"
        "\nhint: write a matrix in square brackets, as [[1, 3], [5, 2]]",
    ),
    "a bracket after a place": (
        "(1, 0) 3)",
        "line 1, column 8: '3)' is not a number\nhint: write numbers such as 3, -0.5 or 1e-3",
    ),
    "a place on two lines": (
        "(1,\n0)",
        "line 1, column 1: '(1' is not a number"
        "\nhint: write a matrix in square brackets, as [[1, 3], [5, 2]]",
    ),
    "a place without its column": (
        "[[[1,0],[5,]]];",
        "line 1, column 9: brackets nested 3 deep are no matrix"
        "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    ),
    "a place without its row": (
        "[[[1,0],[,5]]];",
        "line 1, column 9: brackets nested 3 deep are no matrix"
        "\nhint: take one matrix of it, with two levels: [[1, 3], [5, 2]]",
    ),
    "brackets after a number": (
        "1; [[[1,0]]]",
        "line 1, column 4: '[[[1' is not a number\nhint: write numbers such as 3, -0.5 or 1e-3",
    ),
    "one quote": (
        '"5',
        "line 1, column 1: '\"5' is not a number\nhint: write numbers without quotes",
    ),
    "two kinds of quotes": (
        "'5\"",
        "line 1, column 1: ''5\"' is not a number\nhint: write numbers without quotes",
    ),
    "letters for quotes": (
        "X5X",
        "line 1, column 1: 'X5X' is not a number"
        "\nhint: if this is a header or a label, remove it or start its line with #",
    ),
    "more after a quote": (
        '"5"5',
        "line 1, column 1: '\"5\"5' is not a number\nhint: write numbers without quotes",
    ),
}


@pytest.mark.parametrize(("text", "message"), ODD.values(), ids=ODD)
def test_what_is_no_cell(text: str, message: str) -> None:
    with pytest.raises(Fault) as caught:
        read_answer(text, "argmax")
    assert str(caught.value) == message


def test_a_comment_of_nothing_after_quotes() -> None:
    assert [one.text for one in read_answer("\"1\" '25' #").cells[0]] == ["1", "25"]


def test_what_is_answered_is_counted() -> None:
    """And answers of one size may stand in the same table of a program."""
    assert read_answer("1 ?; ? ?").answered == 1
    assert read_answer("5").shape == (1, 1)
    assert hash(read_answer("1 2")) == hash(read_answer("3 4"))


def test_only_prints_leave_pytorchs_own_type_out() -> None:
    """Code with `torch.tensor` is no print."""
    kinds = [
        read_answer(f"{before}tensor([[0.1234567]])").cells[0][0]
        for before in ("", "x = ", "torch.")
    ]
    value, step = F(1234567, 10**7), F(1, 10**7)
    assert kinds == [
        *[Number("0.1234567", value, step, Kind.FLOAT32)] * 2,
        Number("0.1234567", value, step),
    ]


def test_masked_cells_are_refused() -> None:
    """One is enough; an array that could have some has none."""
    with pytest.raises(Fault) as caught:
        read_answer(np.ma.masked_equal([[1, 2]], 2))
    assert str(caught.value) == (
        "the answer has masked cells\nhint: write ? or None for what is not answered"
    )
    assert read_answer(np.ma.masked_equal([[1, 2]], 3)).shape == (1, 2)


def test_three_numbers_are_no_place() -> None:
    """They are three cells of one channel."""
    for data in ([[[4, 5, 6]]], np.array([[[4, 5, 6]]])):
        assert read_answer(data, "argmax").places(4) == [[(1, 0), (1, 1), (1, 2)]]


def test_channels_of_places() -> None:
    """A tensor's are numbers of cells, an array's are rows and columns."""
    pairs = np.array([[[[1, 0], [0, 3]]], [[[0, 1], [2, 2]]]])
    assert read_answer(pairs, "argmax", (1,)).places(4) == [[(0, 1), (2, 2)]]
    numbers = Tensor([[[4, 7]], [[1, 2]]], "int64")
    assert read_answer(numbers, "argmax", (1,)).places(4) == [[(0, 1), (0, 2)]]


@pytest.mark.parametrize("like", [np.array, lambda rows: Tensor(rows, "bfloat16")])
def test_a_list_of_numbers_is_no_matrix(like: Any) -> None:
    """Of any type."""
    with pytest.raises(Fault) as caught:
        read_answer(like([1.0, 2.0]))
    assert str(caught.value) == (
        "an answer has two dimensions, not 1 (2)\nhint: give one matrix: [[1, 3], [5, 2]]"
    )


def test_the_size_of_an_answer_is_told_by_its_first_channel() -> None:
    with pytest.raises(Fault) as caught:
        read_answer("[[[1,2],[3,4]],[[1],[2]]];")
    assert str(caught.value) == (
        "an answer has two dimensions, not 3 (2×2×2)\nhint: give one matrix: [[1, 3], [5, 2]]"
    )


@pytest.mark.parametrize("kind", ["u1", "i2", "f4", "O"])
def test_arrays_of_real_numbers(kind: str) -> None:
    """Of any width, with or without a sign."""
    assert read_answer(np.array([[7]], kind), "argmax").places(4) == [[(1, 3)]]


@pytest.mark.parametrize(
    "text",
    [" " * 200_000, "\n" * 200_000, "argmax =" + " " * 200_000],
    ids=["blanks", "lines", "blanks after a name"],
)
def test_long_runs_of_blanks_take_no_time(text: str) -> None:
    """Each way to share them out between two parts of a pattern would take minutes."""
    started = time.process_time()
    with pytest.raises(Fault) as caught:
        read_answer(text, "argmax")
    assert str(caught.value) == "there is no number\nhint: a matrix looks like '1 3; 5 2'"
    assert time.process_time() - started < 2
