"""A learner's own matrix, cell by cell as it was written: what `--check` judges."""

from __future__ import annotations

import decimal
import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from poolviz.core.matrix import KINDS
from poolviz.read.cells import At, Cell, Kind, NotFinite, Number, Unanswered, cell
from poolviz.read.channels import Channel, Stack, numbered
from poolviz.read.npy import MAGIC, load_npy
from poolviz.read.numerals import Fault
from poolviz.read.pasted import unpasted
from poolviz.read.reader import beginning, decoded, document, normal, placed, rows_in, uncommented
from poolviz.read.tables import rows_of
from poolviz.words import shown, size

PAIR = re.compile(r"\([^()\[\]\n;]+\)")
NESTED = re.compile(r"\[[ \t]*[0-9]+(?:[ \t]*,[ \t]*|[ \t]+)[0-9]+[ \t]*\]")
"""A cell of the input, as it is written in a text, and as JSON and prints write it."""

QUOTED = re.compile(r"""(["'])(.+)\1""")
STACKED = re.compile(r"\s*(?:\w+\s*=\s*)?(?:[\w.]+\(?\s*|\(\s*)?(?:\[\s*){3}")
"""How an array of places begins. Two runs of blanks never meet: that would take time squared."""

TYPES = {"bfloat16": Kind.BFLOAT16, "float16": Kind.FLOAT16, "float32": Kind.FLOAT32}
"""What a print calls its type: `dtype=torch.float32`."""

WIDTHS: dict[int | None, Kind] = {2: Kind.FLOAT16, 4: Kind.FLOAT32}
"""Types by their bytes; wider ones are judged as float64."""


class Answer(NamedTuple):
    """The cells of an answer, row by row."""

    cells: tuple[tuple[Cell, ...], ...]

    def __hash__(self) -> int:
        return hash(self.shape)  # quick, where all cells are millions; equal answers are rare

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return len(self.cells), len(self.cells[0])

    @property
    def answered(self) -> int:
        """How many cells are answered."""
        return sum(not isinstance(one, Unanswered) for row in self.cells for one in row)

    def places(self, width: int) -> list[list[tuple[int, int] | None]]:
        """The cells that an argmax names in an input of some width; None where unanswered.

        >>> read_answer("(1, 0) 3; ? 5", "argmax").places(4)
        [[(1, 0), (0, 3)], [None, (1, 1)]]
        """
        return [[_place(one, width) for one in row] for row in self.cells]


def _place(one: Cell, width: int) -> tuple[int, int] | None:
    if isinstance(one, At):
        return one.row, one.column
    if isinstance(one, Number):
        return divmod(int(one.value), width)
    return None


class Wanted(NamedTuple):
    """The matrix that an answer stands for, and its channel in an answer that has several."""

    name: str
    channel: Channel | None


def read_answer(data: object, name: str = "gradient", channel: Channel | None = None) -> Answer:
    """The answer in some bytes, a text or a Python value; `name` is the matrix it stands for.

    Of a poolviz document it is the matrix of that name, of an array of channels that channel.
    Raises Fault, a ValueError with a place.

    >>> read_answer("1/9 0.11; ? 0").cells[1]
    (Unanswered(text='?'), Number(text='0', value=Fraction(0, 1), step=Fraction(0, 1), kind=None))
    """
    return _narrowed(_read(data, Wanted(name, channel)))


FEW_BITS = 2.0**12
"""Numbers with so few bits are exact in any type, and tell of none."""


def _narrowed(answer: Answer) -> Answer:
    """Numbers of float32 that were written as float64, as `tolist()` does: judged as float32.

    They are known by that: all are exact in float32, though they have more than a few bits.
    """
    cells = [one for row in answer.cells for one in row]
    wide = [one for one in cells if isinstance(one, Number) and one.kind is Kind.FLOAT64]
    values = np.array([float(one.value) for one in wide])
    if not (np.frexp(values)[0] * FEW_BITS % 1).any():
        return answer
    with np.errstate(over="ignore"):
        if (values.astype(np.float32) != values).any():
            return answer
    narrow = {id(one): replace(one, kind=Kind.FLOAT32) for one in wide}
    return Answer(tuple(tuple(narrow.get(id(one), one) for one in row) for row in answer.cells))


def _read(data: object, wanted: Wanted) -> Answer:
    """The answer, each number of the type that it shows by itself."""
    if isinstance(data, bytes):
        if data.startswith(MAGIC):
            return _from_array(load_npy(data), wanted)
        data = decoded(data)
    if isinstance(data, str):
        text = normal(data)
        with placed(text):
            return _from_text(text, wanted)
    return _from_values(data, wanted)


def _from_text(text: str, wanted: Wanted) -> Answer:
    text = uncommented(text)
    begins = beginning(text)
    if text.startswith("{", begins):
        content = document(text)
        if wanted.name not in content:
            hint = "check a matrix that the document has, or give the matrix itself"
            raise Fault(f"a poolviz document without {shown(wanted.name)}", hint=hint)
        return _from_values(content[wanted.name], wanted)
    if text.startswith("[", begins):
        try:
            return _from_values(json.loads(text), wanted)
        except (ValueError, RecursionError):
            pass  # no JSON, or a fault in it, which is placed below
    plain = unpasted(text, wanted.name)
    kind = _kind(plain)
    joined = PAIR.sub(_joined, plain)
    if wanted.name == "argmax" and STACKED.match(plain):
        joined = NESTED.sub(_joined, joined)

    def take(token: str, at: int) -> Cell:
        word = plain[at : at + len(token)]
        if quoted := QUOTED.fullmatch(word):
            word, at = quoted[2], at + 1
        return _fit(cell(word, at, kind), wanted.name, at)

    rows = rows_in(joined)
    turn = 0
    if math.prod(rows.leading) > 1:
        turn = _turn(rows.leading, np.shape(rows_of(joined, rows.of(0), take)), wanted)
    found = rows_of(joined, rows.of(turn), take)
    if rows.fault:
        raise rows.fault
    return Answer(tuple(map(tuple, found)))


def _turn(leading: tuple[int, ...], size_: tuple[int, ...], wanted: Wanted) -> int:
    """The number of the wanted matrix among several."""
    if wanted.channel is None:
        raise _not_two((*leading, *size_))
    return numbered(Stack(leading, lambda: size_, lambda _: np.empty(size_)), wanted.channel)[0]


def _not_two(shape: tuple[int, ...]) -> Fault:
    found = f" ({size(shape)})" if shape else ""
    what = f"an answer has two dimensions, not {len(shape)}{found}"
    return Fault(what, hint="give one matrix: [[1, 3], [5, 2]]")


def _joined(match: re.Match[str]) -> str:
    """A pair as one word, of the same length."""
    return "(" + re.sub(r"[\s,]", "_", match[0][1:-1]) + ")"


def _kind(text: str) -> Kind:
    """The type of the numbers in a print; PyTorch leaves out its own default, float32."""
    named = re.search(r"dtype\s*=\s*['\"]?(?:\w+\.)?[<>=|]?(\w+)", text)
    if named:
        return TYPES.get(named[1], Kind.FLOAT64)
    return Kind.FLOAT32 if re.match(r"\s*(?:\w+\s*=\s*)?tensor\s*\(", text) else Kind.FLOAT64


def _fit(one: Cell, name: str, at: int | None) -> Cell:
    """The cell, if such a matrix can have it."""
    if name == "argmax":
        whole = isinstance(one, Number) and one.value.denominator == 1
        if whole or isinstance(one, (At, Unanswered)):
            return one
        hint = "write (row, column), or row × width + column"
        raise Fault(f"{shown(one.text)} is no cell of the input", at, hint)
    if isinstance(one, At):
        raise Fault(f"{shown(one.text)} is not a number", at, "only argmax has cells as (1, 0)")
    return one


def _from_values(values: object, wanted: Wanted) -> Answer:
    """The answer in rows of numbers, or in anything that can be an array."""
    if np.any(getattr(values, "mask", False)):
        raise Fault("the answer has masked cells", hint="write ? or None for what is not answered")
    if hasattr(values, "dtype"):
        return _from_array(values, wanted)
    return _from_rows(_picked(values, wanted), wanted)


def _from_rows(rows: list[Sequence[object]], wanted: Wanted) -> Answer:
    cells = tuple(
        tuple(_fit(_taken(value, (r, c)), wanted.name, None) for c, value in enumerate(row))
        for r, row in enumerate(rows)
    )
    widths = {len(row) for row in cells}
    if len(widths) != 1:
        raise Fault("the rows of the answer must have the same length")
    if widths == {0}:
        raise Fault("the answer is empty")
    return Answer(cells)


def _picked(values: object, wanted: Wanted, pairs: bool = True) -> list[Sequence[object]]:
    """The rows of the wanted matrix; `pairs`: whether two numbers may be a cell of the input."""
    shape = _shape(values)
    most = 3 if pairs and wanted.name == "argmax" and shape[-1:] == (2,) else 2
    leading, rest = shape[:-most], shape[-most:]
    if len(rest) < 2:
        raise _not_two(shape)
    turn = _turn(leading, rest[:2], wanted) if math.prod(leading) > 1 else 0
    for index in np.unravel_index(turn, leading):
        if not _listed(values) or len(values) <= index:
            raise Fault("the channels of the answer must have the same size")
        values = values[int(index)]
    rows = [row for row in values if _listed(row)] if _listed(values) else []
    if not _listed(values) or len(rows) != len(values):
        raise Fault("the rows of the answer must all be rows of numbers")
    return rows


def _listed(values: object) -> TypeGuard[Sequence[object]]:
    return isinstance(values, (list, tuple)) or (isinstance(values, np.ndarray) and values.ndim > 0)


def _shape(values: object) -> tuple[int, ...]:
    """The sizes of nested lists, by the first of each."""
    shape: tuple[int, ...] = ()
    while _listed(values):
        shape += (len(values),)
        values = values[0] if len(values) else None
    return shape


def _taken(value: object, at: tuple[int, int]) -> Cell:  # noqa: PLR0911 a type a line
    """The cell that a Python value stands for."""
    if isinstance(value, str):
        return cell(value.strip())
    if value is None:
        return Unanswered()
    if isinstance(value, (bool, np.bool_)):
        raise Fault(f"the answer's cell {at} is {value}, not a number")
    if isinstance(value, (int, np.integer)):
        return Number(shown(int(value)), Fraction(int(value)))
    if isinstance(value, Fraction):
        return Number(shown(str(value))[1:-1], value)
    if isinstance(value, decimal.Decimal):
        return cell(str(value))
    if isinstance(value, (float, np.floating)):
        return _float(value, WIDTHS.get(getattr(value, "itemsize", None), Kind.FLOAT64))
    if _listed(value) and len(value) == 2:
        return cell(f"({value[0]}, {value[1]})")
    raise Fault(f"the answer's cell {at} is {shown(value)}, not a number")


def _float(value: float | np.floating[Any], kind: Kind) -> Cell:
    if not np.isfinite(value):
        return NotFinite(str(value))
    return Number(str(value).removesuffix(".0"), Fraction(float(value)), kind=kind)


def _from_array(values: Any, wanted: Wanted) -> Answer:
    """The answer in an array or a tensor."""
    kind = TYPES.get(str(values.dtype).removeprefix("torch."))
    tensor = hasattr(values, "detach")
    if tensor:
        values = values.detach().cpu()
        values = values.float() if kind is Kind.BFLOAT16 else values
    array = np.asarray(values)
    if array.dtype.name == "bfloat16":
        array = array.astype(np.float32)
    if array.dtype.kind not in ("i", "u", "f", "O"):
        found = KINDS.get(array.dtype.kind, str(array.dtype))
        raise Fault(f"the answer must hold real numbers, not {found}")
    rows = _picked(array, wanted, pairs=not tensor)
    if kind is Kind.BFLOAT16:
        return Answer(tuple(tuple(_float(one, kind) for one in row) for row in np.asarray(rows)))
    return _from_rows(rows, wanted)
