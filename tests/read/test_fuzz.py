"""A short run of the fuzzer; `python tests/fuzz.py COUNT SEED` is the long one."""

from __future__ import annotations

import signal

import fuzz
import numpy as np
import pytest

from poolviz.read.numerals import Fault, Place


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_input_breaks_the_reader(seed: int) -> None:
    found, accepted = fuzz.run(1000, seed)
    assert found == {}
    # A fuzzer whose inputs are all refused, or none, looks at half of the reader only.
    assert 100 < accepted < 900


@pytest.mark.parametrize(
    ("data", "rows", "wrong"),
    [
        (b"1 2; 3 4", [[1, 2], [3, 5]], "not the numbers of the text"),
        (b"1 2 3 4", [[1, 2], [3, 4]], "not the rows of the text"),
        (b"9007199254740993", [[2.0**53]], "an integer that float64 does not hold"),
        (b"1e-400", [[0]], "a number that became 0"),
        (b"1 2", [[]], "an empty matrix, or one that is not finite"),
        (b"nan", [[float("nan")]], "an empty matrix, or one that is not finite"),
        (b"1_0", [[10]], "accepted, though '1_0' is no number"),
        (b"1 -", [[1, 0]], "accepted, though could not convert string to float: '-'"),
        (fuzz.DOCUMENT, [[5, 4]], "not the output of the document"),
        (next(fuzz.npy_files("<i4")), [[1]], "not the numbers that NumPy loads"),
    ],
)
def test_the_fuzzer_sees_a_wrong_matrix(
    monkeypatch: pytest.MonkeyPatch, data: bytes, rows: list[list[float]], wrong: str
) -> None:
    monkeypatch.setattr(fuzz, "read", lambda _: np.array(rows, dtype=float))
    assert fuzz.check(data) == (True, wrong)


def test_the_fuzzer_sees_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes) -> None:
        raise ValueError("not a fault")

    monkeypatch.setattr(fuzz, "read", broken)
    assert fuzz.check(b"1") == (False, "ValueError: not a fault")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer")
def test_the_fuzzer_ends_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: bytes) -> None:
        while True:
            pass

    monkeypatch.setattr(fuzz, "read", endless)
    monkeypatch.setattr(fuzz, "LIMIT", 0.05)
    assert fuzz.check(b"1") == (False, "more than 0.05 s")


@pytest.mark.parametrize(
    ("data", "what", "at", "wrong"),
    [
        (b"1 x", "'x' is not a number", (1, 2), "a place where x does not stand"),
        (b"1 x", "a fault", (1, 5), "a place outside the text: line 1, column 5"),
        (b"1 x", "a fault", (2, 1), "a place outside the text: line 2, column 1"),
        (
            b"1",
            "a\nb\nc",
            (1, 1),
            "a message of more than two lines: 'line 1, column 1: a\\nb\\nc'",
        ),
        (
            b"1",
            "\x1b[31m",
            (1, 1),
            "a message that is long or holds control characters: 'line 1, column 1: \\x1b[31m'",
        ),
        (b"1 x", "'x' is not a number", (1, 3), None),
    ],
)
def test_the_fuzzer_sees_a_wrong_message(
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    what: str,
    at: tuple[int, int],
    wrong: str | None,
) -> None:
    def broken(_: bytes) -> None:
        fault = Fault(what)
        fault.place = Place(*at)
        raise fault

    monkeypatch.setattr(fuzz, "read", broken)
    assert fuzz.check(data) == (False, wrong)
