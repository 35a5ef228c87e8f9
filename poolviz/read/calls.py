"""Layers as texts write them: calls and dictionaries of Python, printed models, ONNX's nodes.

Texts are parsed, never evaluated; what each call means is told elsewhere (`forms`).
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from poolviz.read.numerals import Fault
from poolviz.read.syntax import Source, Unknown
from poolviz.words import shown


class Given(NamedTuple):
    """An argument: its name, if it has one, its value, and where it stands."""

    key: str | None
    value: object
    at: int


class Call(NamedTuple):
    """A layer as it is written: who makes it, what is given, and what the text calls it."""

    maker: str
    given: tuple[Given, ...]
    at: int
    name: str | None
    style: str
    """code, print, config (a dictionary) or node (ONNX's)."""


def calls(text: str) -> list[Call]:
    """Every call in a text, in its order, pooling or not.

    >>> [(call.maker, call.name) for call in calls("self.pool = nn.MaxPool2d(2)")]
    [('MaxPool2d', 'pool')]
    """
    if ITEM.search(text):
        return list(_printed(text))
    nodes = list(NODE.finditer(text))
    if any(map(_is_onnx, nodes)):
        return [_node(node) for node in nodes]
    return _of_python(text, 0, len(text), "code")


# --- Python ---------------------------------------------------------------------------------


def _of_python(text: str, start: int, stop: int, style: str) -> list[Call]:
    source = Source(text, start, stop)
    tree = source.tree()
    names = _names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (maker := _maker(node.func)):
            given = [Given(None, source.value(a), source.at(a)) for a in node.args]
            given += [Given(k.arg, source.value(k.value), source.at(k)) for k in node.keywords]
            call = Call(maker, tuple(given), source.at(node), names.get(id(node)), style)
            found.append(call)
        elif isinstance(node, ast.Dict):
            config = _config(node, source, node is _only(tree))
            found += [config] if config else []
    return sorted(found, key=lambda call: call.at)


def _only(tree: ast.Module) -> ast.expr | None:
    """The expression that a text is, if it is one alone."""
    body = tree.body
    return body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None


def _maker(node: ast.expr) -> str | None:
    """The last name of what is called: `MaxPool2d` of `nn.MaxPool2d`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _names(tree: ast.Module) -> dict[int, str]:
    """What the text calls the calls in it: what they are assigned to, or their turn in a row."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if name := _maker(target):
                names[id(node.value)] = name
        elif isinstance(node, ast.Call) and _maker(node.func) == "Sequential":
            rows = node.args
            if len(rows) == 1 and isinstance(rows[0], (ast.List, ast.Tuple)):
                rows = rows[0].elts
            names |= {id(part): str(turn) for turn, part in enumerate(rows)}
    return names


def _config(node: ast.Dict, source: Source, alone: bool) -> Call | None:
    """What Keras's `serialize_keras_object` gives; or a bare `get_config()`, if it stands alone."""
    entries = {k.value: (k, v) for k, v in zip(node.keys, node.values, strict=True)
               if isinstance(k, ast.Constant) and isinstance(k.value, str)}  # fmt: skip
    config = entries.get("config", (None, None))[1]
    maker: object = None
    if "class_name" in entries and isinstance(config, ast.Dict):
        maker = source.value(entries["class_name"][1])
        entries = {k.value: (k, v) for k, v in zip(config.keys, config.values, strict=True)
                   if isinstance(k, ast.Constant) and isinstance(k.value, str)}  # fmt: skip
    elif not alone:
        return None
    given = tuple(Given(key, source.value(v), source.at(k)) for key, (k, v) in entries.items())
    name = next((g.value for g in given if g.key == "name" and isinstance(g.value, str)), None)
    return Call(maker if isinstance(maker, str) else "", given, source.at(node), name, "config")


# --- printed models -------------------------------------------------------------------------

MOST = 1000
"""So many layers of one line are listed."""

ITEM = re.compile(r"^[ \t]*\((?P<name>[^()\s]+)\):[ \t]+(?:(?P<times>[0-9]+) x )?", re.MULTILINE)
"""A line of a printed model: `(2): MaxPool2d(…)`, `(0-3): 4 x MaxPool2d(…)`."""


def _printed(text: str) -> Iterator[Call]:
    """The layers of a printed model, with names by the nesting of the print."""
    outer: list[list[str]] = []  # the names of each module that is open; none for the first
    at = 0
    for line in text.split("\n"):
        item = ITEM.match(line)
        names = _turns(item["name"]) if item else []
        depth = line.count("(") - line.count(")")
        if item and depth == 0:
            for call in _of_python(text, at + item.end(), at + len(line), "print"):
                yield from (call._replace(name=path) for path in _paths([*outer, names]))
        elif depth > 0:
            outer.append(names)
        elif depth < 0 and outer:
            outer.pop()
        at += len(line) + 1


def _turns(name: str) -> list[str]:
    """The names that `0-3` stands for."""
    turns = re.fullmatch("([0-9]{1,4})-([0-9]{1,4})", name)
    if not turns:
        return [name]
    first, last = int(turns[1]), int(turns[2])
    return [str(turn) for turn in range(first, min(last, first + MOST) + 1)]


def _paths(outer: list[list[str]]) -> list[str]:
    paths = [""]
    for names in filter(None, outer):
        longer = (f"{path}.{name}".lstrip(".") for path in paths for name in names)
        paths = list(itertools.islice(longer, MOST))
    return paths


# --- ONNX's nodes ---------------------------------------------------------------------------

NODE = re.compile(
    r"""^[ \t]*(?:\[[ \t]*(?P<name>"[^"\n]*"|[^\]\n]*?)[ \t]*\][ \t]*)?"""
    r"""(?P<output>%?(?:"[^"\n]*"|[^\s,=()"]+))(?:[ \t]*,[^=\n(]*)?[ \t]*=[ \t]*"""
    r"""(?P<maker>[A-Za-z]\w*)[ \t]*"""
    r"""(?:[<\[](?P<given>[ \t]*\w+[ \t]*(?::[ \t]*\w+[ \t]*)?=[^\n]*)[>\]][ \t]*)?\(""",
    re.MULTILINE,
)
"""`y = MaxPool <kernel_shape: ints = [3, 3]> (x)`, `%y = MaxPool[kernel_shape = [3, 3]](%x)`."""

ATTRIBUTE = re.compile(
    r"""[ \t]*(\w+)[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*"""
    r"""(\[[^\]]*\]|"[^"]*"|'[^']*'|[^,\s]+)[ \t]*(?:,|$)"""
)


def _is_onnx(node: re.Match[str]) -> bool:
    """Whether it cannot be Python: it has attributes, a name before it, or names in % or quotes."""
    return bool(node["given"] or node["name"] or node["output"][0] in '%"')


def _node(node: re.Match[str]) -> Call:
    name = (node["name"] or node["output"]).lstrip("%").strip('"')
    at = node.start("maker")
    # Other nodes have attributes that are no numbers, and that nobody asks for.
    given = list(_attributes(node)) if node["given"] and "pool" in node["maker"].lower() else []
    return Call(node["maker"], tuple(given), at, name, "node")


def _attributes(node: re.Match[str]) -> Iterator[Given]:
    text, here, stop = node.string, *node.span("given")
    while rest := text[here:stop].lstrip():
        attribute = ATTRIBUTE.match(text, here, stop)
        if not attribute:
            hint = "write attributes as kernel_shape = [3, 3], with ',' between them"
            raise Fault(f"no attribute can be read at {shown(rest)}", stop - len(rest), hint)
        yield Given(attribute[1], _attribute(attribute[2]), attribute.start(1))
        here = attribute.end()


def _attribute(text: str) -> object:
    if text[0] == "[":
        words = [word for word in re.split(r"[,\s]+", text[1:-1]) if word]
        return tuple(map(_scalar, words))
    return text[1:-1] if text[0] in "\"'" else _scalar(text)


def _scalar(word: str) -> object:
    return int(word) if re.fullmatch("[+-]?[0-9]{1,30}", word) else Unknown(word)
