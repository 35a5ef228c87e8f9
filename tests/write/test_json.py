"""The JSON document: exact, strict, one line, and read back bit by bit."""

from __future__ import annotations

import json
import math
import os
import struct
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import quick, run

from poolviz import avg_pool, max_pool
from poolviz.read.reader import read
from poolviz.write.document import dumps

INPUT = "[[1.0, 3.0, 1.0, 4.0], [5.0, 2.0, 4.0, 6.0], [9.0, 6.0, 1.0, 2.0], [3.0, 4.0, 5.0, 6.0]]"
NINTH = "0.1111111111111111"
ONES = "[[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]"
SEEN = "[[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]"
QUARTERS = "[[0.25, 0.25], [0.25, 0.25]]"
NINTHS = f"[{', '.join([f'[{NINTH}, {NINTH}, {NINTH}]'] * 3)}]"


def start(operation: str, stride: int, own: str) -> str:
    """The keys before the matrices."""
    return (
        f'{{"poolviz": 1, "operation": "{operation}", "kernel": [2, 2], "stride": [{stride}, '
        f'{stride}], "padding": [0, 0, 0, 0], "dilation": [1, 1], "ceil_mode": false, {own}, '
        f'"loss": "mean", "input": {INPUT}, '
    )


MAX2 = (
    start("max", 2, '"ties": "first"')
    + '"output": [[5.0, 6.0], [9.0, 6.0]], '
    + '"argmax": [[[1, 0], [1, 3]], [[2, 0], [3, 3]]], '
    + f'"coverage": {ONES}, '
    + '"hits": [[0, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 0], [0, 0, 0, 1]], '
    + f'"upstream": {QUARTERS}, '
    + '"gradient": [[0.0, 0.0, 0.0, 0.0], [0.25, 0.0, 0.0, 0.25], '
    + "[0.25, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.25]]}\n"
)
MAX1 = (
    start("max", 1, '"ties": "first"')
    + '"output": [[5.0, 4.0, 6.0], [9.0, 6.0, 6.0], [9.0, 6.0, 6.0]], '
    + '"argmax": [[[1, 0], [1, 2], [1, 3]], [[2, 0], [2, 1], [1, 3]], '
    + "[[2, 0], [2, 1], [3, 3]]], "
    + f'"coverage": {SEEN}, '
    + '"hits": [[0, 0, 0, 0], [1, 0, 1, 2], [2, 2, 0, 0], [0, 0, 0, 1]], '
    + f'"upstream": {NINTHS}, '
    + f'"gradient": [[0.0, 0.0, 0.0, 0.0], [{NINTH}, 0.0, {NINTH}, 0.2222222222222222], '
    + f"[0.2222222222222222, 0.2222222222222222, 0.0, 0.0], [0.0, 0.0, 0.0, {NINTH}]]}}\n"
)
AVG_OWN = '"count_include_pad": true, "divisor": null'
SIXTEENTHS = "[0.0625, 0.0625, 0.0625, 0.0625]"
AVG2 = (
    start("avg", 2, AVG_OWN)
    + '"output": [[2.75, 3.75], [5.5, 3.5]], "divisors": [[4, 4], [4, 4]], '
    + f'"coverage": {ONES}, "hits": {ONES}, "upstream": {QUARTERS}, '
    + f'"gradient": [{SIXTEENTHS}, {SIXTEENTHS}, {SIXTEENTHS}, {SIXTEENTHS}]}}\n'
)
EDGE = "[0.027777777777777776, 0.05555555555555555, 0.05555555555555555, 0.027777777777777776]"
MIDDLE = f"[0.05555555555555555, {NINTH}, {NINTH}, 0.05555555555555555]"
AVG1 = (
    start("avg", 1, AVG_OWN)
    + '"output": [[2.75, 2.5, 3.75], [5.5, 3.25, 3.25], [5.5, 4.0, 3.5]], '
    + '"divisors": [[4, 4, 4], [4, 4, 4], [4, 4, 4]], '
    + f'"coverage": {SEEN}, "hits": {SEEN}, "upstream": {NINTHS}, '
    + f'"gradient": [{EDGE}, {MIDDLE}, {MIDDLE}, {EDGE}]}}\n'
)


def strict(text: str) -> dict[str, Any]:
    """The document, read by a reader that takes no NaN and no Infinity."""

    def refuse(name: str) -> NoReturn:
        raise AssertionError(name)

    document: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return document


@pytest.mark.parametrize(
    ("operation", "stride", "document"),
    [("max", "2", MAX2), ("max", "1", MAX1), ("avg", "2", AVG2), ("avg", "1", AVG1)],
)
def test_the_worked_example(operation: str, stride: str, document: str) -> None:
    """To the letter, and nothing else on standard output."""
    assert quick(operation, "samples/worked.txt", "-s", stride, "--json") == (document, "", 0)


@pytest.mark.parametrize(
    "env", [{"FORCE_COLOR": "1"}, {"COLUMNS": "20"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_nothing_around_it_changes_the_document(env: dict[str, str]) -> None:
    """No colour, no width, no encoding."""
    assert run("max", "samples/worked.txt", "--json", "--decimals", "0", env=env) == (MAX2, "", 0)


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_the_built_in_example_leaves_standard_output_to_the_document() -> None:
    """The remark about the missing matrix stands on standard error."""
    master, slave = os.openpty()
    try:
        ran = run("max", "--json", stdin=slave)
    finally:
        os.close(master)
        os.close(slave)
    assert (ran.stdout, ran.status) == (MAX2, 0)
    assert ran.stderr.startswith("poolviz: no matrix given")


def whole(value: Any) -> bool:
    """Whether all numbers in nested lists are integers, not floats that look like them."""
    return all(map(whole, value)) if isinstance(value, list) else type(value) is int


def floats(value: Any) -> bool:
    """Whether all numbers in nested lists are floats."""
    return all(map(floats, value)) if isinstance(value, list) else type(value) is float


@pytest.mark.parametrize("operation", ["max", "avg"])
@pytest.mark.parametrize(
    "options", [[], ["--upstream", "1 -2; 3 4"], ["-p", "same", "--loss", "sum"]]
)
def test_types_and_order(operation: str, options: list[str]) -> None:
    """Counts are integers, numbers are floats, keys stand in the contract's order."""
    text = quick(operation, "samples/worked.txt", "--json", *options).stdout
    assert text.count("\n") == 1
    assert text.endswith("}\n")
    document = strict(text)
    own = ["ties"] if operation == "max" else ["count_include_pad", "divisor"]
    extra = "argmax" if operation == "max" else "divisors"
    assert list(document) == [
        *("poolviz", "operation", "kernel", "stride", "padding", "dilation", "ceil_mode"),
        *own,
        *("loss", "input", "output", extra, "coverage", "hits", "upstream", "gradient"),
    ]
    counts = ["poolviz", "kernel", "stride", "padding", "dilation", extra, "coverage", "hits"]
    for key in counts:
        assert whole(document[key]), key
    for key in ("input", "output", "upstream", "gradient"):
        assert floats(document[key]), key
    assert document["loss"] == (
        None if "--upstream" in options else "sum" if "--loss" in options else "mean"
    )
    assert len(document["padding"]) == 4


def test_options_as_they_were_resolved() -> None:
    """`same` becomes numbers; the divisor is the option's."""
    document = strict(
        quick("avg", "1 2 3", "-k", "1x2", "-s", "1", "-p", "same", "--divisor", "3",
              "--no-count-include-pad", "-d", "1x1", "--ceil-mode", "--json").stdout
    )  # fmt: skip
    keys = ("kernel", "padding", "divisor", "count_include_pad", "ceil_mode", "divisors")
    assert [document[key] for key in keys] == [
        [1, 2], [0, 0, 0, 1], 3, False, True, [[3, 3, 3]],
    ]  # fmt: skip


# --- what is asked for stands under a key of its own -----------------------------------------


def asked(key: str, operation: str, *arguments: str) -> Any:
    """The value of a key that an option adds; all other keys stay as they are."""
    plain = strict(quick(operation, *arguments[:-2], "--json").stdout)
    options = [a for a in arguments[-2:] if a]
    document = strict(quick(operation, *arguments[:-2], *options, "--json").stdout)
    assert list(document) == [*plain, key]
    assert {k: v for k, v in document.items() if k != key} == plain
    return document[key]


def test_edges() -> None:
    """The padded input, null outside, and each axis's arithmetic."""
    assert asked("edges", "max", "1 2 3", "-k", "1x2", "-p", "0x1", "--edges", "") == {
        "first": [0, -1],
        "padded": [[None, 1.0, 2.0, 3.0, None]],
        "height": {
            "formula": "floor((1 + 0 + 0 - 1) / 1) + 1 = 1",
            "windows": 1,
            "starts": [0],
            "left_out": [],
            "overhang": 0,
            "dropped": False,
        },
        "width": {
            "formula": "floor((3 + 1 + 1 - 2) / 2) + 1 = 2",
            "windows": 2,
            "starts": [-1, 1],
            "left_out": [],
            "overhang": 0,
            "dropped": False,
        },
    }


def test_edges_of_ceil_mode() -> None:
    """Cells beyond the padding are null too."""
    edges = asked("edges", "avg", "1 2 3", "-k", "1x2", "--ceil-mode", "--edges", "")
    assert edges["padded"] == [[1.0, 2.0, 3.0, None]]
    assert edges["width"] == {
        "formula": "ceil((3 + 0 + 0 - 2) / 2) + 1 = 2",
        "windows": 2,
        "starts": [0, 2],
        "left_out": [],
        "overhang": 1,
        "dropped": False,
    }


def test_a_cell() -> None:
    """The windows that see it and what each one sends."""
    assert asked("cells", "max", "1 2 0", "-k", "1x2", "-s", "1", "--cell", "0,1") == [
        {
            "cell": [0, 1],
            "value": 2.0,
            "windows": [
                {"window": [0, 0], "output": 2.0, "hit": True, "share": 0.5},
                {"window": [0, 1], "output": 2.0, "hit": True, "share": 0.5},
            ],
            "gradient": 1.0,
        }
    ]


def test_a_cell_that_never_wins() -> None:
    """It is seen, and gets nothing."""
    assert asked("cells", "max", "1 2 0", "-k", "1x2", "-s", "1", "--cell", "0,0") == [
        {
            "cell": [0, 0],
            "value": 1.0,
            "windows": [{"window": [0, 0], "output": 2.0, "hit": False, "share": 0.0}],
            "gradient": 0.0,
        }
    ]


def test_a_window() -> None:
    """Its cells, what it computes, what it sends back."""
    assert asked("windows", "max", "7 7; 7 1", "--ties", "split", "--window", "0,0") == [
        {
            "window": [0, 0],
            "cells": [[0, 0], [0, 1], [1, 0], [1, 1]],
            "values": [7.0, 7.0, 7.0, 1.0],
            "outside": 0,
            "output": 7.0,
            "argmax": [0, 0],
            "upstream": 1.0,
            "hit": [[0, 0], [0, 1], [1, 0]],
            "share": 1 / 3,
        }
    ]


def test_a_window_of_averages() -> None:
    """It has a divisor in place of the chosen cell."""
    assert asked("windows", "avg", "1 3", "-k", "1x2", "-p", "0,0,0,1", "-s", "1",
                 "--window", "0,1") == [
        {
            "window": [0, 1],
            "cells": [[0, 1]],
            "values": [3.0],
            "outside": 1,
            "output": 1.5,
            "divisor": 2,
            "upstream": 0.5,
            "hit": [[0, 1]],
            "share": 0.25,
        }
    ]  # fmt: skip


def test_steps() -> None:
    """Forward, then backward, each with its sentence."""
    assert asked("steps", "max", "1 3; 5 2", "--step", "") == [
        {
            "pass": "forward",
            "window": [0, 0],
            "sentence": "output[0,0] = max(1, 3, 5, 2) = 5 at (1, 0)",
        },
        {
            "pass": "backward",
            "window": [0, 0],
            "sentence": "upstream[0,0] = 1, all of it for (1, 0)",
        },
    ]


def test_fractions() -> None:
    """Exact numbers as text."""
    assert asked("fractions", "avg", "0.1 0.2 0.3", "-k", "1x2", "-s", "1", "--fractions", "") == {
        "loss": "1/5",
        "output": [["3/20", "1/4"]],
        "upstream": [["1/2", "1/2"]],
        "gradient": [["1/4", "1/2", "1/4"]],
    }


def test_repeated_options_keep_their_order() -> None:
    """One entry for each."""
    document = strict(
        quick("max", "1 2; 3 4", "--cell", "1,1", "--cell", "0,0", "--json", "--step",
              "--window", "0,0", "--fractions", "--edges").stdout
    )  # fmt: skip
    assert [cell["cell"] for cell in document["cells"]] == [[1, 1], [0, 0]]
    assert list(document)[-5:] == ["edges", "cells", "windows", "steps", "fractions"]


# --- round trips ----------------------------------------------------------------------------


def bits(matrix: Any) -> list[list[bytes]]:
    """Every number's bytes, so that -0.0 is not 0.0."""
    return [[struct.pack("<d", number) for number in row] for row in matrix]


def kept(number: float) -> bool:
    """Whether the reader takes a number: all finite ones."""
    return math.isfinite(number)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False).filter(kept), min_size=1))
def test_every_float64_survives(numbers: list[float]) -> None:
    """Input, document, reader: the same bits; the next layer computes with the same numbers."""
    for pool in (max_pool, avg_pool):
        p = pool([numbers], kernel=1)
        text = dumps(p)
        assert "\n" not in text
        assert text.isascii()
        document = strict(text)
        assert bits(document["input"]) == bits(p.input) == bits([numbers])
        assert bits(document["output"]) == bits(p.output)
        assert bits(read(text)) == bits(read(text.encode())) == bits(p.output)
        assert bits(document["gradient"]) == bits(p.gradient)
