"""The house: which way imports go between the rooms, and that no files lean on each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from runs import ROOT

PACKAGE = ROOT / "poolviz"
ROOMS = ("core", "read", "explain", "teach", "draw", "write", "command")
"""Data flows from the first to the last; a room imports from itself and from those before it."""

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


GRAPH = {name: {m for m in imported(path) if m in FILES} - {name} for name, path in FILES.items()}


def room(module: str) -> str | None:
    """The folder that a module lies in; None at the top of the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else None


@pytest.mark.parametrize("module", FILES)
def test_a_file_imports_from_its_own_room_and_those_before_it(module: str) -> None:
    """So the core knows nobody, and no view knows in which form it is written."""
    mine = room(module)
    if mine is None:
        return
    assert mine in ROOMS
    later = ROOMS[ROOMS.index(mine) + 1 :]
    assert [m for m in sorted(GRAPH[module]) if room(m) in later] == []


def test_no_files_import_each_other_in_a_circle() -> None:
    """Each can be understood without first understanding the others."""
    graph = {name: set(names) - {"poolviz"} for name, names in GRAPH.items()}

    def reached(module: str, seen: set[str]) -> set[str]:
        for other in graph[module] - seen:
            seen.add(other)
            reached(other, seen)
        return seen

    assert [module for module in graph if module in reached(module, set())] == []


def test_the_core_imports_numpy_and_itself() -> None:
    """Beside the standard library it needs nothing."""
    mine = [names for module, names in GRAPH.items() if room(module) == "core"]
    assert {m for names in mine for m in names if room(m) != "core"} == set()
