"""All small changes to a module: an operator, a constant, a condition, an argument at a time."""

from __future__ import annotations

import ast
import copy
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
COMPUTED: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Div: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
PAIRS = (
    *(("max", "min"), ("any", "all"), ("maximum", "minimum"), ("ones", "zeros")),
    *(("greater", "greater_equal"), ("find", "rfind"), ("startswith", "endswith")),
    *(("removeprefix", "removesuffix"), ("fullmatch", "match"), ("match", "search")),
    *(("lower", "upper"), ("partition", "rpartition"), ("strip", "lstrip"), ("rstrip", "strip")),
)
CALLED = {old: new for pair in PAIRS for old, new in (pair, pair[::-1])} | {
    "strip": "lstrip",
    "match": "search",
    "sum": "max",
}
"""Functions and methods that others stand in for."""

TOKEN = re.compile(r"\\u[0-9a-f]{4}|\\.|\(\?P<\w+>|\(\?i\)|\(\?<?!|\(\?:|\{[0-9,]+\}|.", re.DOTALL)
"""A piece of a pattern."""


@dataclass
class Mutant:
    """One change: `new` stands where `field` of `parent` held `old`."""

    line: int
    name: str
    """The function, or the constant, that is changed."""
    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST

    def __str__(self) -> str:
        """The change, or the first line of it; of a long one the part that is changed."""
        old, new = (ast.unparse(node).partition("\n")[0] for node in (self.old, self.new))
        same = _alike(old, new)
        tail = _alike(old[same:][::-1], new[same:][::-1])
        cut, rest = max(0, same - 30), max(0, tail - 30)
        if max(len(old), len(new)) > 100:
            old, new = (f"{same}: …{text[cut : len(text) - rest]}…" for text in (old, new))
        return f"{self.line}: {old} -> {new}"

    def apply(self) -> None:
        """Put the change into the tree."""
        ast.fix_missing_locations(ast.copy_location(self.new, self.old))
        if self.index is None:
            setattr(self.parent, self.field, self.new)
        else:
            getattr(self.parent, self.field)[self.index] = self.new


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common, from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant of a module. Only one may be applied to a tree.

    >>> print(*mutants(ast.parse("def f(a): return 2 < max(a)")), sep=chr(10))
    1: return 2 < max(a) -> return None
    1: 2 < max(a) -> 2 <= max(a)
    1: 2 < max(a) -> 2 >= max(a)
    1: 2 -> 3
    1: 2 -> 1
    1: max(a) -> min(a)
    """
    for scope in tree.body:
        members = scope.body if isinstance(scope, ast.ClassDef) else [scope]
        prefix = f"{scope.name}." if isinstance(scope, ast.ClassDef) else ""
        for member in members:
            name = _name(member)
            if name:
                yield from _within(member, prefix + name)


def _name(member: ast.stmt) -> str | None:
    """What a module or class gives a name that can be replaced: a function, or a plain value."""
    match member:
        case ast.Assign(value=value) | ast.AnnAssign(value=value) if _is_type(value):
            return None
        case ast.ClassDef() | ast.Assign(targets=[ast.Name(id="__all__")]):
            return None
    return defined(member)


def _is_type(value: ast.expr | None) -> bool:
    """Whether a value only names a type (or there is none)."""
    match value:
        case None | ast.Subscript() | ast.BinOp(op=ast.BitOr()):
            return True
        case ast.Call(func=ast.Name(id="TypeVar")):
            return True
    return False


def defined(statement: ast.stmt) -> str | None:
    """The name that a statement defines."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def _within(parent: ast.AST, name: str) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(parent):
        if field in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or _says_nothing(child):
                continue
            at = index if isinstance(value, list) else None
            line = getattr(child, "lineno", getattr(parent, "lineno", 0))
            for new in variants(child):
                if ast.dump(new) != ast.dump(child):
                    yield Mutant(line, name, parent, field, at, child, new)
            yield from _within(child, name)


def _says_nothing(node: ast.AST) -> bool:
    """Imports, strings that stand alone, and `zip`'s own check, which nothing here fails."""
    if isinstance(node, ast.Import | ast.ImportFrom) or _is_check(node):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "strict"


def variants(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901 a kind a case
    """What may stand in place of a node."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield _changed(node, ops=[*ops[:at], other(), *ops[at + 1 :]])
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            for other in COMPUTED.get(type(op), ()):
                yield _changed(node, op=other())
        case ast.BoolOp(op=op, values=values):
            yield _changed(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield rest[0] if len(rest) == 1 else _changed(node, values=rest)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant(value=value):
            yield from map(ast.Constant, _values(value))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.If():
            yield from (_changed(node, test=ast.Constant(known)) for known in (True, False))
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.Raise():
            yield ast.Pass()
        case ast.Slice(lower=lower, upper=upper, step=step):
            limits = {"lower": lower, "upper": upper, "step": step}
            yield from (_changed(node, **{k: None}) for k, limit in limits.items() if limit)
        case ast.comprehension(ifs=ifs):
            yield from (_changed(node, ifs=ifs[:at] + ifs[at + 1 :]) for at in range(len(ifs)))
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """Another function, an argument less, or another pattern."""
    called, args, keywords = node.func, node.args, node.keywords
    match called:
        case ast.Name(id=name) if name in CALLED:
            yield _changed(node, func=ast.Name(CALLED[name], ast.Load()))
        case ast.Attribute(attr=name) if name in CALLED:
            yield _changed(node, func=_changed(called, attr=CALLED[name]))
        case ast.Attribute(value=ast.Name(id="re")) if isinstance(args[0], ast.Constant):
            for pattern in _patterns(args[0].value):
                yield _changed(node, args=[ast.Constant(pattern), *args[1:]])
    if isinstance(called, ast.Name) and called.id in {"max", "min"} and len(args) > 1:
        yield from (_changed(node, args=args[:at] + args[at + 1 :]) for at in range(len(args)))
    for at in range(len(keywords)):
        if _is_check(keywords[at]):
            continue
        yield _changed(node, keywords=keywords[:at] + keywords[at + 1 :])


def _values(value: Any) -> list[Any]:
    """Other constants of the same kind."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case float():
            return [value + 1, value * 4] if value else [1.0]
        case str():
            return ["XX" + value]
        case bytes():
            return [b"X" + value]
    return []


def _patterns(pattern: str) -> Iterator[str]:
    """The pattern with a piece left out, or a repeat made larger."""
    pieces = TOKEN.findall(pattern)
    seen = {pattern}
    for at, piece in enumerate(pieces):
        for instead in ("", *{"*": "+", "+": "*", "?": "*"}.get(piece, "")):
            other = "".join([*pieces[:at], instead, *pieces[at + 1 :]])
            if other not in seen and _compiles(other):
                seen.add(other)
                yield other


def _compiles(pattern: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except (re.error, FutureWarning):
            return False
    return True


def _changed(node: Any, **fields: Any) -> Any:
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other
