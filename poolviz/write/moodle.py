"""Worksheets as Moodle XML: each mistake's answer carries that mistake's feedback.

The format is the one that MoodleDocs describes ("Moodle XML format", "Embedded Answers (Cloze)
question type"). Each question of the sheet is a category, and the copies are its variants, so that
a quiz can draw one of them for each learner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from poolviz.draw.blocks import Panels
from poolviz.draw.question import given
from poolviz.explain.cells import Cell
from poolviz.teach.mistakes import mistake
from poolviz.teach.questions import Question
from poolviz.teach.questions_words import meanings
from poolviz.teach.questions_worked import worked
from poolviz.teach.worksheet import Sheet
from poolviz.write.tables import tables

TOLERANCE = Fraction(6, 10**4)
"""A number that is no whole one may be rounded, or cut off, to three decimals."""

ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\~}#"})
"""What would end a part of an embedded answer."""


def moodle(sheets: Sequence[Sheet]) -> str:
    """A file to be imported into a question bank."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for place in range(len(sheets[0].questions)):
        parts.append(_category(place + 1, sheets[0].questions[place]))
        parts += [
            _question(f"{place + 1}, copy {sheet.copy}", sheet.questions[place]) for sheet in sheets
        ]
    return "\n".join([*parts, "</quiz>"]) + "\n"


def _category(place: int, question: Question) -> str:
    name = f"$course$/top/poolviz/{place:02} {question.topic}"
    return f'<question type="category"><category><text>{name}</text></category></question>'


def _question(name: str, question: Question) -> str:
    """One question of the type that its answer needs."""
    if question.sought in ("size", "argmax"):
        kind, text, answers = "shortanswer", _asks(question), _short(question)
    elif question.at is not None:
        kind, text, answers = "numerical", _asks(question), _numerical(question)
    else:
        kind, text, answers = "cloze", _asks(question) + _cloze(question), iter(())
    way = "".join(f"<p>{escape(line)}</p>" for line in worked(question))
    lines = [
        f'<question type="{kind}">',
        f"<name><text>{escape(f'{question.topic} {name}')}</text></name>",
        f'<questiontext format="html"><text>{_data(text)}</text></questiontext>',
        f'<generalfeedback format="html"><text>{_data(way)}</text></generalfeedback>',
        "<penalty>0.3333333</penalty>",
        "<hidden>0</hidden>",
    ]
    if kind != "cloze":
        lines.append("<defaultgrade>1</defaultgrade>")
    if kind == "shortanswer":
        lines.append("<usecase>0</usecase>")
    return "\n".join([*lines, *answers, "</question>"])


def _data(html: str) -> str:
    """HTML as character data."""
    return escape(html, quote=False)


def _asks(question: Question) -> str:
    """The problem, its numbers, and what is asked."""
    panels = tuple(given(question))
    shown = tables([Panels(panels)]) if panels else ""
    form = "" if question.at is None and question.sought != "size" else f" ({question.form})"
    setting = "".join(f"<p>{escape(t)}</p>\n" for t in (question.setting, *meanings(question)))
    return f"{setting}{shown}\n<p>{escape(question.asks + form)}</p>\n"


def why(name: str) -> str:
    """What is said to who makes a mistake."""
    return f"{name}: {mistake(name).why}"


# --- texts --------------------------------------------------------------------------------


def _short(question: Question) -> Iterator[str]:
    """The key in every spelling, then what mistakes give."""
    for spelling in spellings(question.key):
        yield _answer(spelling, 100, "")
    for name, wrong in question.wrongs:
        for spelling in spellings(wrong):
            yield _answer(spelling, 0, why(name))


def spellings(answer: str) -> list[str]:
    """How a size or a place may be typed.

    >>> spellings("3×2"), spellings("(1, 0)")
    (['3x2', '3×2', '3 x 2', '3 × 2'], ['(1, 0)', '(1,0)', '1, 0', '1,0'])
    """
    if "×" in answer:
        height, width = answer.split("×")
        return [f"{height}{by}{width}" for by in ("x", "×", " x ", " × ")]
    bare = answer.strip("()")
    return [answer, answer.replace(" ", ""), bare, bare.replace(" ", "")]


def _answer(text: str, fraction: int, feedback: str, tolerance: Fraction | None = None) -> str:
    says = f'<feedback format="html"><text>{_data(escape(feedback))}</text></feedback>'
    within = "" if tolerance is None else f"<tolerance>{decimal(tolerance)}</tolerance>"
    return (
        f'<answer fraction="{fraction}" format="moodle_auto_format">'
        f"<text>{escape(text)}</text>{says}{within}</answer>"
    )


# --- numbers ------------------------------------------------------------------------------


def _numerical(question: Question) -> Iterator[str]:
    key = Fraction(question.key)
    yield _answer(decimal(key), 100, "", tolerance(key))
    for name, wrong in question.wrongs:
        value = Fraction(wrong)
        yield _answer(decimal(value), 0, why(name), tolerance(value))


def _cloze(question: Question) -> str:
    """A table of embedded answers, one for each cell."""
    height, width = question.exact.shape
    rows = (
        f"<tr>{''.join(f'<td>{_embedded(question, (r, c))}</td>' for c in range(width))}</tr>"
        for r in range(height)
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>\n"


def _embedded(question: Question, at: Cell) -> str:
    """One number, and what each mistake gives in its place."""
    key = Fraction(question.number(question.exact, at))
    blamed: dict[Fraction, list[str]] = {}
    for name in question.about:
        found = question.outcomes.of(name, question.matrix).exact
        if at[0] < found.shape[0] and at[1] < found.shape[1]:
            value = Fraction(question.number(found, at))
            if abs(value - key) > tolerance(key) + tolerance(value):
                blamed.setdefault(value, []).append(name)
    parts = [f"={_within(key)}"]
    for value, names in blamed.items():
        parts.append(f"%0%{_within(value)}#{literal('; '.join(map(why, names)))}")
    return f"{{1:NUMERICAL:{'~'.join(parts)}}}"


def literal(text: str) -> str:
    r"""A text that may stand in an embedded answer, in HTML.

    >>> print(literal("1 < 2 ~ {#}"))
    1 &lt; 2 \~ {\#\}
    """
    return escape(text, quote=False).translate(ESCAPED)


def _within(value: Fraction) -> str:
    return f"{decimal(value)}:{decimal(tolerance(value))}"


def tolerance(value: Fraction) -> Fraction:
    """How far an answer may be off: whole numbers not at all."""
    return Fraction(0) if value.denominator == 1 else TOLERANCE


def decimal(value: Fraction) -> str:
    """A number as Moodle reads it.

    >>> decimal(Fraction(2, 9)), decimal(Fraction(-7, 2)), decimal(Fraction(3))
    ('0.222222', '-3.5', '3')
    """
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text or "0"
