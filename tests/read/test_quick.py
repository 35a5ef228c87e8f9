"""What is read the quick way, and what is looked at closely."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poolviz.read import tables
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
    *("1234 1e-10 1E-99", "-05 -0.5 -0.", "1 \t2", "1\t 2", f"{2**52 + 1} {2**53 - 1}"),
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_table_is_read_the_quick_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand times a thousand numbers would else take seconds."""

    def slowly(*_: Any) -> None:
        raise AssertionError("token by token")

    monkeypatch.setattr(tables, "rows_of", slowly)
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

    monkeypatch.setattr(tables, "rows_of", slowly)
    rows = json.loads(text)
    assert read(text).tolist() == (rows["output"] if isinstance(rows, dict) else rows)


def test_two_hundred_zeros_are_looked_at_closely() -> None:
    """With so many, a number may be too small even without an exponent of three digits."""
    assert not tables.delicate("0." + "1" + "0" * 199)
    assert tables.delicate("0." + "0" * 200 + "1e-99")
