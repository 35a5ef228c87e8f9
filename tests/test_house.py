"""The house: which way imports go, and that files and functions stay small and know little."""

from __future__ import annotations

import ast
import re
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


# --- sizes and switches: what makes a file hard to read ----------------------------------------


@pytest.mark.parametrize("module", FILES)
def test_a_file_is_at_most_300_lines_long(module: str) -> None:
    """It has one purpose."""
    assert len(FILES[module].read_text("utf-8").splitlines()) <= 300


Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(function: Function) -> int:
    """The lines of a function, from its name to its end, without those of its docstring."""
    first = function.body[0]
    docstring = first if ast.get_docstring(function) is not None else None
    said = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - said


@pytest.mark.parametrize("module", FILES)
def test_a_function_is_at_most_45_lines_long(module: str) -> None:
    """Nobody scrolls to understand one."""
    walk = ast.walk(ast.parse(FILES[module].read_text("utf-8")))
    functions = [node for node in walk if isinstance(node, Function)]
    assert {f.name: length(f) for f in functions if length(f) > 45} == {}


def test_the_types_are_overruled_at_most_three_times() -> None:
    """A cast that the checker cannot follow is a risk that a reader has to judge."""
    lines = [
        f"{module}: {line.strip()}"
        for module, path in FILES.items()
        for line in path.read_text("utf-8").splitlines()
        if "type: ignore" in line
    ]
    assert len(lines) <= 3, lines


OPERATION = re.compile("^(?:Max|Avg)[A-Z]")
"""The classes that one of the operations has of its own."""


def named(node: ast.AST) -> set[str]:
    """The last name of every class and value in an expression, such as `x.operation`."""
    inner = list(ast.walk(node))
    return {n.id for n in inner if isinstance(n, ast.Name)} | {
        n.attr for n in inner if isinstance(n, ast.Attribute)
    }


def asks_which_operation(node: ast.AST) -> bool:
    """Whether code asks if something is max or average pooling."""
    match node:
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
            return any(map(OPERATION.match, named(kind)))
        case ast.MatchClass(cls=kind):
            return any(map(OPERATION.match, named(kind)))
        case ast.Compare():
            words = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
            return bool(words & {"max", "avg"}) or "operation" in named(node)
    return False


def test_at_most_three_places_ask_which_operation_it_is() -> None:
    """What differs is a method of the operation's class, so that a third one is one new file."""
    places = [
        f"{module}, line {node.lineno}"
        for module, path in FILES.items()
        if room(module) != "core" and module != "poolviz.api"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.expr | ast.pattern) and asks_which_operation(node)
    ]
    assert len(places) <= 3, places


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("isinstance(problem, MaxPooling)", True),
        ("isinstance(problem, (int, core.AvgPooling))", True),
        ("problem.operation == 'max'", True),
        ("name in ('max', 'avg')", True),
        ("operation != other", True),
        ("isinstance(problem, Maximum)", False),
        ("max(problem) == 2", False),
        ("print(problem.operation)", False),
    ],
)
def test_the_question_is_recognised(code: str, expected: bool) -> None:
    """The test above cannot pass by seeing nothing."""
    assert any(map(asks_which_operation, ast.walk(ast.parse(code)))) is expected
