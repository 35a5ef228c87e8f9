"""Python's syntax in a text: parsed, never evaluated, with the places of its parts."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from itertools import accumulate

from poolviz.read.numerals import Fault
from poolviz.words import shown

EXAMPLE = "MaxPool2d(kernel_size=2, stride=2)"
DEEPEST = 100
"""Brackets within brackets; Python's own parser gives up soon after."""

WORDS = {"true": True, "false": False, "null": None}
"""What JSON calls them; Python's parser knows its own."""

MARK = re.compile(r"""[\[\](){}]|(?s:\"{3}.*?\"{3}|'{3}.*?'{3})|'[^'\n]*'|"[^"\n]*"|#[^\n]*""")
"""A bracket; or a string or a comment, whose brackets do not count."""

CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, repr=False)
class Unknown:
    """An expression whose value the text does not say, such as the name of a tensor."""

    text: str

    def __repr__(self) -> str:
        """As it is written, within a tuple as well."""
        return self.text


class Source:
    """A part of a text that is to be Python, and where its nodes stand in the whole."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text, self.start, self.part = text, start, text[start:stop]
        self._lay_out("")

    def _lay_out(self, head: str) -> None:
        """Put something before the part, and note where its lines begin."""
        self.code = head + self.part
        self.lines = self.code.split("\n")
        lengths = (len(line) + 1 for line in self.lines)
        self.starts = list(accumulate(lengths, initial=self.start - len(head)))

    def tree(self) -> ast.Module:
        """Its syntax tree."""
        self._check_brackets()
        if odd := re.search("[\0\ud800-\udfff]", self.part):  # Python's versions differ in words
            what = "a NUL character" if odd[0] == "\0" else f"{shown(odd[0])} is no character"
            raise Fault(what, self.start + odd.start(), "remove it")
        try:
            try:
                return self._parsed()
            except IndentationError:
                self._lay_out("if 1:\n")  # it is the body of something
                return self._parsed()
        except SyntaxError as error:
            raise self._fault(error) from None

    def _parsed(self) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of strange strings
                return ast.parse(self.code)
        except (RecursionError, MemoryError):
            raise Fault("this is too long or too deep", self.start, f"write {EXAMPLE}") from None

    def _check_brackets(self) -> None:
        """Refuse what is never closed; Python's versions say that in different words."""
        opened: list[int] = []
        for mark in MARK.finditer(self.part):
            if mark[0] in CLOSING:
                opened.append(mark.start())
            elif mark[0] in CLOSING.values() and opened:
                opened.pop()
            if len(opened) > DEEPEST:
                what = "brackets nested too deeply"
                raise Fault(what, self.start + mark.start(), f"write {EXAMPLE}")
        if opened:
            bracket = self.part[opened[-1]]
            what = f"a '{bracket}' is never closed"
            raise Fault(what, self.start + opened[-1], f"add the missing '{CLOSING[bracket]}'")

    def _fault(self, error: SyntaxError) -> Fault:
        lines = self.lines[: error.lineno]
        before = lines[-1][: (error.offset or 1) - 1]
        rest = lines[-1][len(before) :]
        word = re.split(r"\W", rest)[0] or rest[:1]
        what = f"no layer can be read at {shown(word)}" if word else "a part is missing"
        at = self.starts[len(lines) - 1] + len(before)
        return Fault(what, at, f"write it as {EXAMPLE}, with ',' between the arguments")

    def at(self, node: ast.expr | ast.keyword) -> int:
        """Where a node begins."""
        return self._place(node.lineno, node.col_offset)

    def _place(self, lineno: int, column: int | None) -> int:
        before = self.lines[lineno - 1].encode()[:column].decode()
        return self.starts[lineno - 1] + len(before)

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
        end = self._place(node.end_lineno or node.lineno, node.end_col_offset)
        return Unknown(self.text[self.at(node) : end])
