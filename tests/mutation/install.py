"""A mutant in the place of the right function or constant, inside a process that runs already."""

from __future__ import annotations

import ast
import enum
import functools
import importlib
import inspect
import sys
import types
from pathlib import Path
from typing import Any

from mutants import Mutant, defined

TESTS = Path(__file__).parent.parent
PACKAGE = TESTS.parent / "poolviz"


def source(module: str) -> Path:
    """The file of a module, named as in `core.exact`."""
    return PACKAGE / (module.replace(".", "/") + ".py")


def modules_of(room: str) -> list[str]:
    """The modules of a room."""
    names = sorted(file.stem for file in (PACKAGE / room).glob("*.py"))
    return [name for name in names if name != "__init__"]


@functools.cache
def parsed(module: str) -> ast.Module:
    """The tree of a module, the same each time: a mutant changes a node of it."""
    return ast.parse(source(module).read_text(encoding="utf-8"))


def install(module: str, mutant: Mutant) -> None:
    """Put the changed function, or constant, in the place of the right one."""
    mutant.apply()
    right = importlib.import_module(f"poolviz.{module}")
    top, _, member = mutant.name.partition(".")
    changed = _anew(right, module, {top})
    old, new = (_found(names[top], member) for names in (vars(right), changed))
    if isinstance(old, types.FunctionType):
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        old.__kwdefaults__ = new.__kwdefaults__
    elif member:
        _set_member(vars(right)[top], changed[top], member)
    else:
        _set_everywhere({top: vars(right)[top]}, changed)
    made = made_of(top, parsed(module))
    _set_everywhere({name: vars(right)[name] for name in made}, _anew(right, module, made))
    by_default = {defined(s) or "" for s in parsed(module).body if top in _defaults(s)}
    for name, value in _anew(right, module, by_default - {top}).items():
        if name in by_default - {top}:
            _set_defaults(vars(right)[name], value)


def _anew(right: types.ModuleType, module: str, names: set[str]) -> dict[str, Any]:
    """The names of a module, some of them defined anew, by its tree as it is now."""
    body = [statement for statement in parsed(module).body if defined(statement) in names]
    known = dict(vars(right))
    exec(compile(ast.Module(body, []), str(source(module)), "exec"), known)
    return known


def _defaults(statement: ast.stmt) -> set[str]:
    """The names that a function's, or a class's, defaults are made of."""
    match statement:
        case ast.FunctionDef(args=ast.arguments(defaults=positional, kw_defaults=named)):
            values = [*positional, *named]
        case ast.ClassDef(body=body):
            values = [member.value for member in body if isinstance(member, ast.AnnAssign)]
        case _:
            return set()
    nodes = (node for value in values if value for node in ast.walk(value))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def made_of(name: str, tree: ast.Module) -> set[str]:
    """The constants of a module that are made of a constant or by a function, also by detours."""
    names, constants = {name}, set()
    for statement in tree.body:
        used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        made = defined(statement)
        if made and made not in names and used & names:
            names.add(made)
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                constants.add(made)
    return constants


def using(name: str, tree: ast.Module) -> set[int]:
    """The lines of a module that use a function, or a constant and what is made of it."""
    names = {name.rpartition(".")[2], *made_of(name, tree)}
    return {
        node.lineno
        for node in ast.walk(tree)
        if getattr(node, "id", getattr(node, "attr", None)) in names
    }


def _found(value: Any, member: str) -> Any:
    """A function or value, or a member of a class, without what decorates it."""
    if member:
        value = getattr(value, "_member_map_", {}).get(member) or vars(value)[member]
    match value:
        case property(fget=function) | functools.cached_property(func=function):
            value = function
        case classmethod(__func__=function) | staticmethod(__func__=function):
            value = function
    return inspect.unwrap(value) if callable(value) else value


def _set_member(right: Any, changed: Any, attribute: str) -> None:
    """Change an attribute of a class, wherever the class keeps it."""
    if issubclass(right, enum.Enum):
        right[attribute]._value_ = changed[attribute].value
    elif attribute in {*getattr(right, "_fields", ()), *getattr(right, "__dataclass_fields__", ())}:
        _set_defaults(right, changed)
    else:
        setattr(right, attribute, vars(changed)[attribute])


def _set_defaults(right: Any, changed: Any) -> None:
    """Change the defaults of a function, of a named tuple or of a data class."""
    if isinstance(right, type):
        method = "__new__" if hasattr(right, "_fields") else "__init__"
        right, changed = getattr(right, method), getattr(changed, method)
    right.__defaults__, right.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__


def _set_everywhere(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Change values in each module that imported them."""
    for module in [m for name, m in sys.modules.items() if name.startswith("poolviz")]:
        for name, value in old.items():
            if getattr(module, name, None) is value:
                setattr(module, name, new[name])
