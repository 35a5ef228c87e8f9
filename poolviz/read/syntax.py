"""Python's syntax in a text: parsed, never evaluated, with the places of its parts."""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

from poolviz.read.numerals import Fault
from poolviz.words import shown

EXAMPLE = "MaxPool2d(kernel_size=2, stride=2)"
DEEPEST = 100
"""Brackets within brackets; Python's own parser gives up soon after."""

WORDS = {"true": True, "false": False, "null": None}
"""What JSON calls them; Python's parser knows its own."""


MARK = re.compile(r"""[\[({]|[\])}]|(?s:\"{3}.*?\"{3}|'{3}.*?'{3})|'[^'\n]*'|"[^"\n]*"|#[^\n]*""")
"""A bracket; or a string or a comment, whose brackets do not count."""


class Unknown(NamedTuple):
    """An expression whose value the text does not say, such as the name of a tensor."""

    text: str

    def __repr__(self) -> str:
        """As it is written, within a tuple as well."""
        return self.text


class Source:
    """A part of a text that is to be Python, and where its nodes stand in the whole."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text, self.start, self.part = text, start, text[start:stop]
        self.lines = self.part.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.shift = 0

    def tree(self) -> ast.Module:
        """Its syntax tree."""
        self._check_brackets()
        if "\0" in self.part:  # each version of Python says that in another way
            raise Fault("a NUL character", self.start + self.part.index("\0"), "remove it")
        try:
            return self._parsed(self.part)
        except IndentationError:
            self.shift = 1  # the body of something: a line more above it
            try:
                return self._parsed("if 1:\n" + self.part)
            except SyntaxError as error:
                raise self._fault(error) from None
        except SyntaxError as error:
            raise self._fault(error) from None

    def _parsed(self, text: str) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of strange strings
                return ast.parse(text)
        except (RecursionError, MemoryError):
            raise Fault("this is too long or too deep", self.start, f"write {EXAMPLE}") from None

    def _check_brackets(self) -> None:
        """Refuse what is never closed; Python's versions say that in different words."""
        opened: list[int] = []
        for mark in MARK.finditer(self.part):
            if mark[0] in "[({":
                opened.append(mark.start())
            elif mark[0] in "])}" and opened:
                opened.pop()
            if len(opened) > DEEPEST:
                what = "brackets nested too deeply"
                raise Fault(what, self.start + mark.start(), f"write {EXAMPLE}")
        if opened:
            bracket = self.part[opened[-1]]
            missing = {"(": ")", "[": "]", "{": "}"}[bracket]
            what = f"a '{bracket}' is never closed"
            raise Fault(what, self.start + opened[-1], f"add the missing '{missing}'")

    def _fault(self, error: SyntaxError) -> Fault:
        line = min((error.lineno or 1) - 1 - self.shift, len(self.lines) - 1)
        column = min(max(error.offset or 1, 1) - 1, len(self.lines[line]))
        word = re.match(r"\w+|.?", self.lines[line][column:])
        what = (
            f"no layer can be read at {shown(word[0])}" if word and word[0] else "a part is missing"
        )
        at = self.start + self.starts[line] + column
        return Fault(what, at, f"write it as {EXAMPLE}, with ',' between the arguments")

    def at(self, node: ast.expr | ast.keyword) -> int:
        """Where a node begins."""
        return self._place(node.lineno, node.col_offset)

    def _place(self, lineno: int, column: int) -> int:
        line = lineno - 1 - self.shift
        before = self.lines[line].encode()[:column].decode()
        return self.start + self.starts[line] + len(before)

    def value(self, node: ast.expr) -> object:
        """The value of a literal."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.Tuple, ast.List)):
            return tuple(map(self.value, node.elts))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            value = self.value(node.operand)
            if isinstance(value, (int, float)):
                return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.Name) and node.id in WORDS:
            return WORDS[node.id]
        end = self._place(node.end_lineno or 1, node.end_col_offset or 0)
        return Unknown(self.text[self.at(node) : end])
