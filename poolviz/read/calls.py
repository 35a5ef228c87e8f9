"""Layers as texts write them: calls and dictionaries of Python, printed models, ONNX's nodes.

Texts are parsed, never evaluated; what each call means is told elsewhere (`forms`).
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
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
    config: bool = False
    """Whether it is a dictionary that names its class, and may hold more than is known here."""
    guessed: bool = False
    """Whether its maker is told by its name alone."""


def calls(text: str) -> list[Call]:
    """Every call in a text, in its order, pooling or not.

    >>> [(call.maker, call.name) for call in calls("self.pool = nn.MaxPool2d(2)")]
    [('MaxPool2d', 'pool')]
    """
    lines = list(_lines(text))
    if any(ITEM.match(line) for _, line in lines):
        return list(_printed(text))
    nodes = [(at, node) for at, line in lines if (node := NODE.match(line))]
    if any(_is_onnx(node) for _, node in nodes):
        return [_node(node, at) for at, node in nodes]
    return _of_python(text, 0, len(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line begins, and the line."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


# --- Python ---------------------------------------------------------------------------------


def _of_python(text: str, start: int, stop: int) -> list[Call]:
    source = Source(text, start, stop)
    tree = source.tree()
    names = _names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (maker := _maker(node.func)):
            given = [Given(None, source.value(a), source.at(a)) for a in node.args]
            given += [Given(k.arg, source.value(k.value), source.at(k)) for k in node.keywords]
            found.append(Call(maker, tuple(given), source.at(node), names.get(id(node))))
        elif isinstance(node, ast.Dict):
            config = _config(node, source, node is _only(tree))
            found += [config] if config else []
    return sorted(found, key=lambda call: call.at)


def _only(tree: ast.Module) -> ast.expr | None:
    """The expression that a text is, if it is one alone."""
    match tree.body:
        case [ast.Expr(value=value)]:
            return value
    return None


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
            match node.args:
                case [ast.List(elts=parts) | ast.Tuple(elts=parts)] | parts:
                    names |= {id(part): str(turn) for turn, part in enumerate(parts)}
    return names


def _config(node: ast.Dict, source: Source, alone: bool) -> Call | None:
    """What Keras's `serialize_keras_object` gives; or a bare `get_config()`, if it stands alone."""
    entries = _entries(node)
    _, config = entries.get("config", (None, None))
    maker: object = None
    if "class_name" in entries and isinstance(config, ast.Dict):
        maker = source.value(entries["class_name"][1])
        entries = _entries(config)
    elif not alone:
        return None
    given = {k: Given(k, source.value(v), source.at(key)) for k, (key, v) in entries.items()}
    name = given["name"].value if "name" in given else None
    return Call(
        maker if isinstance(maker, str) else "",
        tuple(given.values()),
        source.at(node),
        name if isinstance(name, str) else None,
        config=True,
    )


def _entries(node: ast.Dict) -> dict[str, tuple[ast.expr, ast.expr]]:
    """The keys that are texts: each as it is written, with its value."""
    found: dict[str, tuple[ast.expr, ast.expr]] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        match key:
            case ast.Constant(value=str(text)):
                found[text] = key, value
    return found


# --- printed models -------------------------------------------------------------------------

MOST = 1000
"""So many layers of one line are listed."""

ITEM = re.compile(r"\s*\((?P<name>[^()\s]+)\):\s+(?:[0-9]+ x )?")
"""A line of a printed model: `(2): MaxPool2d(…)`, `(0-3): 4 x MaxPool2d(…)`."""

Names = Sequence[object]
"""The names that a line of a printed model gives to modules."""


def _printed(text: str) -> Iterator[Call]:
    """The layers of a printed model, with names by the nesting of the print."""
    outer: list[Names] = []  # the names of each module that is open; none for the first
    for at, line in _lines(text):
        item = ITEM.match(line)
        names = _turns(item["name"]) if item else ()
        depth = line.count("(") - line.count(")")
        if item and depth == 0:
            for call in _of_python(text, at + item.end(), at + len(line)):
                yield from (call._replace(name=path) for path in _paths([*outer, names]))
        elif depth > 0:
            outer.append(names)
        elif depth < 0 and outer:
            outer.pop()


def _turns(name: str) -> Names:
    """The names that `0-3` stands for."""
    turns = re.fullmatch("([0-9]{1,4})-([0-9]{1,4})", name)
    return range(int(turns[1]), int(turns[2]) + 1) if turns else (name,)


def _paths(outer: list[Names]) -> list[str]:
    paths = [""]
    for names in filter(None, outer):
        longer = (f"{path}.{name}".lstrip(".") for path in paths for name in names)
        paths = list(itertools.islice(longer, MOST))
    return paths


# --- ONNX's nodes ---------------------------------------------------------------------------

NODE = re.compile(
    r"""\s*(?:\[\s*(?P<name>(?:"[^"]*"|[^\]\s])[^\]]*)?\]\s*)?"""
    r"""(?P<output>%?(?:"[^"]*"|[^\s,=()"]+))(?:\s*,[^=(]*)?\s*=\s*(?P<maker>\w+)\s*"""
    r"""(?:[<\[]\s*(?P<given>(?:\w[\w\s:]*)?=.*)[>\]]\s*)?\("""
)
"""`y = MaxPool <kernel_shape: ints = [3, 3]> (x)`, `%y = MaxPool[kernel_shape = [3, 3]](%x)`."""

ATTRIBUTE = re.compile(
    r"""(\w+)\s*(?::\s*\w+\s*)?=\s*(\[[^\]]*\]|"[^"]*"|'[^']*'|[^,\s]+)\s*(?:,\s*|$)"""
)


def _is_onnx(node: re.Match[str]) -> bool:
    """Whether it cannot be Python: it has attributes, a name before it, or names in % or quotes."""
    return bool(node["given"] or node["name"] or node["output"][0] in '%"')


def _node(node: re.Match[str], line: int) -> Call:
    """What a node says, in the line that begins at some position."""
    name = (node["name"] or node["output"]).strip().lstrip("%").strip('"')
    at = line + node.start("maker")
    # Other nodes have attributes that are no numbers, and that nobody asks for.
    given = _attributes(node, line) if "pool" in node["maker"].lower() else ()
    return Call(node["maker"], tuple(given), at, name)


def _attributes(node: re.Match[str], line: int) -> Iterator[Given]:
    here, stop = node.span("given")
    while here < stop:
        attribute = ATTRIBUTE.match(node.string, here, stop)
        if not attribute:
            what = f"no attribute can be read at {shown(node.string[here:stop])}"
            hint = "write attributes as kernel_shape = [3, 3], with ',' between them"
            raise Fault(what, line + here, hint)
        yield Given(attribute[1], _attribute(attribute[2]), line + attribute.start())
        here = attribute.end()


def _attribute(text: str) -> object:
    if text[0] == "[":
        return tuple(map(_scalar, re.findall(r"[^,\s]+", text[1:-1])))
    return text[1:-1] if text[0] in "\"'" else _scalar(text)


def _scalar(word: str) -> object:
    return int(word) if re.fullmatch("[+-]?[0-9]{1,30}", word) else Unknown(word)
