"""What stands in a document beside the problem, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.explain.asked import Asked
from poolviz.write import document as document_of
from poolviz.write.document import chain_dumps, document, dumps, written


def test_a_document_has_nothing_that_was_not_asked_for() -> None:
    """Edges, steps and fractions are left out unless they are asked for."""
    pooled = max_pool([[1, 2], [3, 4]])
    assert json.loads(dumps(pooled)) == json.loads(json.dumps(document(pooled)))


def test_a_document_is_refused_where_a_matrix_is_asked_for_that_it_has_not() -> None:
    """Although it has all matrices in any case: the command line says the same with a screen."""
    pooled = avg_pool([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"^avg has no argmax; show input, output, divisors, "):
        dumps(pooled, Asked(show=("output", "argmax")))
    assert dumps(pooled, Asked(show=("output", "divisors"))) == dumps(pooled)


@pytest.mark.parametrize("piece", [1, 3, 7, 100])
def test_the_pieces_are_the_document(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are written at a time, and however much is joined."""
    p = max_pool(np.arange(35.0).reshape(7, 5), (2, 3), 1)
    whole = dumps(p)
    monkeypatch.setattr("poolviz.write.document.PIECE", piece)
    pieces = list(written(p))
    assert "".join(pieces) == dumps(p) == whole
    assert (len(pieces) > 20) == (piece < 100)
    assert json.loads(whole)["input"] == p.input.tolist()
    assert json.loads(whole)["gradient"] == p.gradient.tolist()


@pytest.mark.parametrize(
    ("shape", "numbers"),
    [
        ((10, 4096), [4 * 4096, 4 * 4096, 2 * 4096]),
        ((5, 5462), [2 * 5462, 2 * 5462, 5462]),
        ((4, 2**14 + 1), [2**14 + 1] * 4),
        ((3, 4096, 2), [2 * 4096 * 2, 4096 * 2]),
    ],
)
def test_ctrl_c_is_heard_after_so_many_numbers(shape: tuple[int, ...], numbers: list[int]) -> None:
    """Whole rows of no more than 16,384, or a single row: some hundredths of a second each."""
    *rows, end = document_of._rows(np.ones(shape))
    assert "".join([*rows, end]) == json.dumps(np.ones(shape).tolist())
    assert [row.count("1.0") for row in rows] == numbers


def test_what_is_written_is_worth_a_call() -> None:
    """Short pieces wait for a long one, of more than 16,384 characters, and go with it."""
    long, short = "x" * (2**14 + 1), "y" * 2**14
    assert list(document_of._gathered(iter([short, short, long, short, "z"]))) == [
        short + short + long,
        short + "z",
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_written(value: float) -> None:
    """No problem has one; and JSON has no word for it."""
    with pytest.raises(ValueError, match="JSON compliant"):
        list(document_of._rows(np.array([[1.0, value]])))


def test_the_documents_of_a_chain_are_a_list() -> None:
    """What is asked for is the first layer's."""
    first = max_pool([[1.0, 2, 3]], (1, 2), 1)
    second = avg_pool(first.output, (1, 2))
    asked = Asked(edges=True)
    assert chain_dumps([first, second], asked) == f"[{dumps(first, asked)}, {dumps(second)}]"
    assert chain_dumps([first]) == f"[{dumps(first)}]"
