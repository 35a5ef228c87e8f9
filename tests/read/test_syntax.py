"""Python that is parsed, never run: the values of literals, and the place of every part."""

from __future__ import annotations

import ast

import pytest

from poolviz.read.numerals import Fault
from poolviz.read.syntax import Source, Unknown


def arguments(text: str, start: int = 0, stop: int | None = None) -> list[tuple[int, object]]:
    """Place and value of each argument in a text, or a part of it."""
    source = Source(text, start, len(text) if stop is None else stop)
    found: list[tuple[int, object]] = []
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.Call):
            found += [(source.at(a), source.value(a)) for a in node.args]
            found += [(source.at(k), source.value(k.value)) for k in node.keywords]
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1", 1), ("+2", 2), ("-3", -3), ("- 4.5", -4.5), ("--5", 5), ("-+6", -6), ("'é'", "é")),
        *(("(1, [2, -3])", (1, (2, -3))), ("[]", ()), ("()", ()), ("-True", -1), ("0x10", 16)),
        *(("true", True), ("false", False), ("null", None), ("None", None), ("True", True)),
        *(("~6", Unknown("~6")), ("-x", Unknown("-x")), ("-'a'", Unknown("-'a'"))),
        *(("not 1", Unknown("not 1")), ("x.y", Unknown("x.y")), ("nil", Unknown("nil"))),
        *(("1 + 1", Unknown("1 + 1")), ("é(\n1)", Unknown("é(\n1)")), ("-{1}", Unknown("-{1}"))),
        *(("(1, é)", (1, Unknown("é"))), ("-(1, 2)", Unknown("-(1, 2)")),),
    ],
)  # fmt: skip
def test_values(text: str, value: object) -> None:
    """Numbers, texts, and rows of them; of anything else the text itself."""
    for before, after in (("f(", ")"), ("é = (1, é)\nf(0, k=", ", **d)")):
        found = dict(arguments(before + text + after))
        assert found[len(before) - 2 * before.endswith("k=")] == value
        assert type(found[len(before) - 2 * before.endswith("k=")]) is type(value)
    assert repr((1, Unknown("x.y"))) == "(1, x.y)"


def test_places_are_those_of_the_whole_text() -> None:
    """Whatever stands before it, on the line or above, and however wide its letters are."""
    assert arguments("é = f(é, 'é', x)") == [(6, Unknown("é")), (9, "é"), (14, Unknown("x"))]
    assert arguments("    f(1,\n      x)") == [(6, 1), (15, Unknown("x"))]
    assert arguments("  é(1)\n  g(2, x)") == [(4, 1), (11, 2), (14, Unknown("x"))]
    assert arguments("xx f(1, é) yy", 3, 10) == [(5, 1), (8, Unknown("é"))]
    assert arguments("a\nb\n  f(x)\n", 4, 11) == [(8, Unknown("x"))]
    assert arguments("") == []


def test_brackets_in_texts_and_comments_do_not_count() -> None:
    assert [value for _, value in arguments("""f('''(''', "(", '[', "]") # {""")] == [
        "(",
        "(",
        "[",
        "]",
    ]
    for text in ("f('(', ''')''')", 'f("(", """)""")', "f('', \"\", '(')", "f('x', '''''', \"(\")"):
        assert all(isinstance(value, str) for _, value in arguments(text))
    assert arguments("f(\"a'(\", 'b\"(')") == [(2, "a'("), (9, 'b"(')]
    assert arguments('f("""a"(b""", 1)') == [(2, 'a"(b'), (14, 1)]
    assert arguments("f('''a'(b''', 1)") == [(2, "a'(b"), (14, 1)]
    assert arguments("#\nf(1) #") == [(4, 1)]
    assert arguments("#'''(\nf(1)") == [(8, 1)]
    assert arguments('f("""(\n""", 1)') == [(2, "(\n"), (12, 1)]
    assert arguments("f(" + "(" * 99 + "1" + ")" * 99 + ")") == [(101, 1)]
    assert arguments("f(" + "[]," * 200 + ")")[-1] == (599, ())
    for mark in "'\"":
        three = mark * 3
        assert arguments(f"f({mark}{mark}, {mark}({mark})") == [(2, ""), (6, "(")]
        assert arguments(f"f({mark}a{mark}, {three}({three})") == [(2, "a"), (7, "(")]
        assert arguments(f"f({three}{three}, {three}({three})") == [(2, ""), (10, "(")]


@pytest.mark.parametrize("mark", ["'", '"', "'''", '"""'])
def test_a_bracket_between_two_texts_counts(mark: str) -> None:
    with pytest.raises(Fault) as caught:
        arguments(f"f({mark}a{mark}, [1, {mark}b{mark})")
    assert (caught.value.what, caught.value.at) == ("a '(' is never closed", 1)


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_what_python_cannot_parse(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """How deep that is depends on the version."""

    def fails(_: str) -> None:
        raise error

    monkeypatch.setattr("ast.parse", fails)
    with pytest.raises(Fault) as caught:
        arguments("xx f(1)", 3)
    assert (caught.value.what, caught.value.at) == ("this is too long or too deep", 3)
    assert caught.value.hint == DEEP


def test_strange_texts_are_no_warnings(recwarn: pytest.WarningsRecorder) -> None:
    assert arguments("f('\\d')") == [(2, "\\d")]
    assert not recwarn.list


WRITE = "write it as MaxPool2d(kernel_size=2, stride=2), with ',' between the arguments"
DEEP = "write MaxPool2d(kernel_size=2, stride=2)"
FAULTS: dict[str, tuple[str, str, int, str]] = {
    "a bracket": ("x f(1\n", "a '(' is never closed", 3, "add the missing ')'"),
    "a second bracket": ("f(1]\ng[", "a '[' is never closed", 6, "add the missing ']'"),
    "a brace": ("f(\n{)", "a '(' is never closed", 1, "add the missing ')'"),
    "the inner brace": ("f(){[{", "a '{' is never closed", 5, "add the missing '}'"),
    "a bracket in a text": ("f(']', x", "a '(' is never closed", 1, "add the missing ')'"),
    "a text that is not closed": ("f('(\n')", "a '(' is never closed", 1, "add the missing ')'"),
    "a hundred and one": ("f(x)\n" + "(" * 101, "brackets nested too deeply", 105, DEEP),
    "a NUL": ("xx f(\0)", "a NUL character", 5, "remove it"),
    "half a character": ("é('\udcff')", "'\\udcff' is no character", 3, "remove it"),
    "the first half of one": ("f('\ud800')", "'\\ud800' is no character", 3, "remove it"),
    "below a short line": ("f\ng(1, 2) h", "no layer can be read at 'h'", 10, WRITE),
    "an offset of 0": ("@ a", "no layer can be read at '@'", 0, WRITE),
    "a decorator": ("f(1)\n@ a", "no layer can be read at '@'", 5, WRITE),
    "two words": ("a b", "no layer can be read at 'b'", 2, WRITE),
    "two words further in": (" a b", "no layer can be read at 'b'", 3, WRITE),
    "two words below": ("  f(1)\n  é b", "no layer can be read at 'b'", 11, WRITE),
    "two words between": ("  f(1)\n  a b\n  g(2)", "no layer can be read at 'b'", 11, WRITE),
    "another open text": ('f("(\n")', "a '(' is never closed", 1, "add the missing ')'"),
    "two calls": ("f(1) g(2)", "no layer can be read at 'g'", 5, WRITE),
    "a sign": ("f(1)\n==", "no layer can be read at '='", 5, WRITE),
    "two commas": ("é(1,, 2)", "no layer can be read at ','", 4, WRITE),
    "nothing more": ("f(1)\n\n\ndef", "a part is missing", 10, WRITE),
}  # fmt: skip


@pytest.mark.parametrize(("text", "what", "at", "hint"), FAULTS.values(), ids=FAULTS)
def test_faults(text: str, what: str, at: int, hint: str) -> None:
    """Each at its place, also where the text is a part of a longer one."""
    for before in ("", "(é\n"):
        with pytest.raises(Fault) as caught:
            arguments(before + text, len(before), len(before + text))
        assert (caught.value.what, caught.value.hint) == (what, hint)
        assert caught.value.at == at + len(before)
