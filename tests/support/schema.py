"""The JSON Schema of the document, and documents held to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

PATH = Path(__file__).parents[2] / "poolviz" / "write" / "schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text("utf-8"))


def closed(schema: Any) -> Any:
    """The schema with no other keys than those that it names, in any object.

    Programs must expect keys that are added within a version; what the tests make has none that
    the schema does not describe.
    """
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    if schema.get("type") == "object":
        parts["unevaluatedProperties"] = False
    return parts


VALIDATOR = jsonschema.Draft202012Validator(closed(SCHEMA))


def faults(document: Any) -> list[str]:
    """Where a document breaks the schema, and how."""
    return [f"{e.json_path}: {e.message:.200}" for e in VALIDATOR.iter_errors(document)]


def check_printed(text: str) -> None:
    """Hold what a run printed to the schema, if that is documents: one, one a line, or a list."""
    if text.startswith('{"poolviz"'):
        found = [json.loads(line) for line in text.splitlines()]
    elif text.startswith('[{"poolviz"'):
        found = json.loads(text)
    else:
        return
    assert [fault for document in found for fault in faults(document)] == []
