"""What is read the quick way, and what is looked at closely."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poolviz.read import tables
from poolviz.read.numerals import Fault
from poolviz.read.reader import read

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
    *("1234 1e-10 1E-99", "-123", "-05 -0.5 -0.", "1 \t2", "1\t 2", f"{2**52 + 1} {2**53 - 1}"),
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_table_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand times a thousand numbers would else take seconds."""

    def slowly(*_: Any) -> None:
        raise AssertionError("token by token")

    for way in ("rows_of", "quick_rows"):
        monkeypatch.setattr(tables, way, slowly)
    rows = [row.split() for row in text.replace(",", " ").splitlines() if not row.isspace()]
    assert read(text).tolist() == [list(map(float, row)) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "[[1, 2.5]]",
        " [[1], [2]]",
        "[[1,\n 2],\n [3,\n\n 4]]",
        f"[[{2**52 + 1}, {2**53 - 1}]]",
        '{"poolviz": 1, "output": [[1.5]]}',
    ],
)
def test_plain_json_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is how poolviz hands a matrix on."""

    def slowly(*_: Any, **__: Any) -> None:
        raise AssertionError("token by token")

    monkeypatch.setattr(tables, "rows_of", slowly)
    rows = json.loads(text)
    assert read(text).tolist() == (rows["output"] if isinstance(rows, dict) else rows)


def test_two_hundred_zeros_are_looked_at_closely() -> None:
    """With so many, a number may be too small even without an exponent of three digits."""
    assert not tables.delicate("0." + "1" + "0" * 199)
    assert tables.delicate("0." + "0" * 200 + "1e-99")


@pytest.mark.parametrize("text", ["X", "0x10", "nan", "1_0", "1 é", "'1'", "1\r2"])
def test_what_is_no_plain_number_is_looked_at_closely(text: str) -> None:
    assert not tables.plain(text)
    assert tables.quick_table(f"1\n{text}") is None
    assert tables.quick_rows(f"1\n{text}", [(0, 1), (2, 2 + len(text))]) is None
    assert tables.quick_rows(f"{text}\n1", [(0, len(text)), (len(text) + 1, len(text) + 2)]) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [("[[1e-400], [1]]", 3), ("[[1], [1e-400]]", 8), ("[[1], [1e-400], [2]]", 8)],
)
def test_a_number_that_would_become_0_is_seen_in_every_row(text: str, column: int) -> None:
    """NumPy's reader takes it for 0."""
    with pytest.raises(Fault) as caught:
        read(text)
    assert str(caught.value) == (
        f"line 1, column {column}: '1e-400' is too small for float64, it would become 0"
        "\nhint: the smallest number is about 4.9e-324"
    )
