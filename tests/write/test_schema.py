"""The JSON Schema says what a document is; `runs` holds every document that is printed to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import quick
from schema import SCHEMA, faults
from strategies import USUAL, Problem, problems

from poolviz import max_pool
from poolviz.explain.asked import Asked
from poolviz.write.document import dumps

Document = dict[str, Any]


def test_the_schema_is_one() -> None:
    """Of draft 2020-12, by its own schema, with a description of most keys."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=60, deadline=None)
@given(problems(values=USUAL), st.booleans(), st.booleans(), st.booleans())
def test_every_problem_is_a_document(
    problem: Problem, edges: bool, step: bool, fractions: bool
) -> None:
    """Whatever the options, and whatever is asked for."""
    asked = Asked(edges=edges, cells=((0, 0),), windows=((0, 0),), step=step, fractions=fractions)
    assert faults(json.loads(dumps(problem.pooled(), asked))) == []


FULL = ("max", "1 2; 3 4", "--json", "--edges", "--step", "--fractions", "--cell", "0,0",
        "--window", "0,0")  # fmt: skip


def without(key: str) -> Callable[[Document], object]:
    """Take a key away."""
    return lambda document: document.pop(key)


def put(value: Any, *path: str | int) -> Callable[[Document], None]:
    """Put a value in some place."""

    def change(document: Document) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


BROKEN = {
    **{f"without {key}": without(key) for key in ("poolviz", "input", "ties", "argmax", "hits")},
    "another version": put(2, "poolviz"),
    "another operation": put("min", "operation"),
    "avg with ties": put("avg", "operation"),
    "max with divisors": put([[4]], "divisors"),
    "an unknown key": put(1, "colour"),
    "an unknown key within": put(1, "windows", 0, "colour"),
    "a kernel of one number": put([2], "kernel"),
    "no kernel": put(None, "kernel"),
    "adaptive with a kernel": put([1, 1], "output_size"),
    "a negative stride": put([-1, 1], "stride"),
    "padding on two sides": put([0, 0], "padding"),
    "a text for a number": put("1", "input", 0, 0),
    "a fraction of a hit": put(0.5, "hits", 0, 0),
    "an argmax beyond": put([-1, 0], "argmax", 0, 0),
    "an empty matrix": put([], "output"),
    "an unknown loss": put("max", "loss"),
    "an unknown pass": put("sideways", "steps", 0, "pass"),
    "a fraction that is none": put("1/0", "fractions", "loss"),
    "a window with a divisor and an argmax": put(4, "windows", 0, "divisor"),
    "a cell without a gradient": lambda document: document["cells"][0].pop("gradient"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_document(name: str) -> None:
    """The schema sees what is missing, wrong or too much."""
    document = json.loads(quick(*FULL).stdout)
    assert faults(document) == []
    BROKEN[name](document)
    assert faults(document) != []


@pytest.fixture
def plain() -> Document:
    """A document to which keys can be added."""
    found: Document = json.loads(quick("max", "1 2; 3 4", "--json").stdout)
    return found


def test_adaptive_pooling() -> None:
    """It has an output size, and null for what places windows otherwise."""
    document = json.loads(dumps(max_pool([[1, 2, 3]], output_size=(1, 2))))
    placing = ("output_size", "kernel", "stride", "padding", "dilation", "ceil_mode")
    assert [document[key] for key in placing] == [[1, 2], None, None, None, None, False]
    assert faults(document) == []


CELLS = [[0, 0], [1, 1]]
ADDED = {
    "channel": [[5], [0, 3]],
    "nudges": [[{"cell": [0, 0], "left": 0.0, "right": 0.25, "gradient": 0.25, "outputs": CELLS}]],
    "mistakes": [
        [{"name": "assigned", "matrix": "gradient", "values": [[0.5]], "wrong": CELLS}],
        [{"name": "one-based", "matrix": "argmax", "values": [CELLS], "wrong": CELLS}],
        [{"name": "sum-for-mean", "matrix": "output", "error": "beyond", "wrong": CELLS}],
        [],
    ],
    "checks": [
        [
            {
                "matrix": "gradient",
                "right": False,
                "shape": [4, 4],
                "cells": 16,
                "unanswered": 0,
                "wrong": [[2, 0]],
                "mistakes": ["assigned+not-averaged"],
                "factor": factor,
            }
        ]
        for factor in (None, 9, -0.5, "1/9")
    ],
}


@pytest.mark.parametrize(("key", "value"), [(k, v) for k, values in ADDED.items() for v in values])
def test_what_is_asked_for_has_a_key_of_its_own(plain: Document, key: str, value: Any) -> None:
    """As the contract gives them, whole or not at all."""
    assert faults({**plain, key: value}) == []
    for entry in value if value and isinstance(value[0], dict) else []:
        for name in entry:
            broken = [{k: v for k, v in entry.items() if k != name}]
            assert faults({**plain, key: broken}) != []


def test_a_comparison_holds_documents(plain: Document) -> None:
    """Each as good as one by itself, or the reason why there is none."""
    other = {"option": "ties", "value": "last", "document": copy.deepcopy(plain)}
    none = {"option": "ceil_mode", "value": True, "error": "no window fits"}
    assert faults({**plain, "compare": [other, none]}) == []
    del other["document"]["hits"]
    assert faults({**plain, "compare": [other, none]}) != []
    assert faults({**plain, "compare": [{"option": "ties", "value": "last"}]}) != []
