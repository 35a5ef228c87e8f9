"""What a lesson is: a question, a prediction that is judged, commands, what to see, what to try.

A lesson is a file in `teach/lessons` that holds one `Lesson`. Its commands are written as a learner
types them, without `poolviz` in front, and are run when the lesson is given: no screen is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from poolviz.explain.account import account
from poolviz.explain.cells import Cell
from poolviz.explain.window import Problem
from poolviz.read.answer import Answer, read_answer
from poolviz.read.cells import At, Number, cell, size_in
from poolviz.read.cells import Cell as AnyCell
from poolviz.read.numerals import Fault
from poolviz.teach.check import judge
from poolviz.teach.verdict import sentences
from poolviz.words import shown, size

ONE = re.compile(r"(output|hits|coverage|divisors|gradient|argmax)\[(\d+),(\d+)\]")
"""A single number of a matrix, as sentences write it."""


class Judged(NamedTuple):
    """Whether a prediction is right, and what is to be said of it."""

    right: bool
    says: tuple[str, ...] = ()


class Predict(NamedTuple):
    """A prediction to make before the screen is seen.

    `of` is what is asked for of the problem that `command` poses: a matrix (`gradient`), one of its
    numbers (`gradient[2,1]`, `argmax[0,0]`), or `size`, the output's. `answer` is the right one as
    a learner would write it, `wrong` maps answers that learners give to what is to be said of
    them, and `hint` is said of any other. A matrix that is not foreseen is judged by the known
    mistakes.

    >>> from poolviz import max_pool
    >>> how = Predict("What is gradient[0,1]?", "max …", "gradient[0,1]", "1", {"1/2": "add!"})
    >>> p = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> how.judge(p, "1").right, how.judge(p, "1/2")
    (True, Judged(right=False, says=('add!',)))
    """

    asks: str
    command: str
    of: str
    answer: str
    wrong: Mapping[str, str] = {}
    hint: str = ""

    def judge(self, problem: Problem, text: str) -> Judged:
        """What is to be said of an answer.

        Raises Fault, a ValueError, where it cannot be read.
        """
        one = ONE.fullmatch(self.of)
        told: tuple[str, ...] = (self.hint,) if self.hint else ()
        if self.of == "size":
            right = _size(text) == problem.geometry.shape
        elif one:
            right = _agrees(problem, one[1], (int(one[2]), int(one[3])), text)
        else:
            judgement = judge(problem, _matrix(text, self.of), self.of)
            right = judgement.right and not judgement.unanswered
            told = tuple(one for one in sentences(judgement) if not one.startswith("--"))
        says = [why for known, why in self.wrong.items() if self._same(known, text)]
        return Judged(right, () if right else tuple(says) or told)

    def _same(self, known: str, text: str) -> bool:
        """Whether an answer that is foreseen was given, in whatever spelling."""
        if self.of == "size":
            return _size(known) == _size(text)
        if ONE.fullmatch(self.of):
            return _same(known, text)
        a, b = (read_answer(one, self.of).cells for one in (known, text))
        return [len(row) for row in a] == [len(row) for row in b] and all(
            _same(x.text, y.text) for x, y in zip(sum(a, ()), sum(b, ()), strict=True)
        )


class Choose(NamedTuple):
    """A prediction among sentences, which have letters for names.

    `proof` is what stands on the screen of `command` if the right one is right.
    """

    asks: str
    options: tuple[str, ...]
    answer: str
    command: str
    proof: str
    wrong: Mapping[str, str] = {}

    @property
    def letters(self) -> str:
        """The names of the options."""
        return "abcdefgh"[: len(self.options)]

    def judge(self, text: str) -> Judged:
        """What is to be said of an answer; ValueError where it is no letter of these."""
        letter = text.strip().lower().strip("().")
        if len(letter) != 1 or letter not in self.letters:
            raise ValueError(f"answer with one of the letters {', '.join(self.letters)}")
        right = letter == self.answer
        says = () if right or letter not in self.wrong else (self.wrong[letter],)
        return Judged(right, says)


class Show(NamedTuple):
    """A command to run, and what to see on its screen.

    `status` is how it ends: 2 where it is refused, which is what the lesson is about, and 3 where
    it judges an answer that is wrong.
    """

    command: str
    see: str
    status: int = 0


class Lesson(NamedTuple):
    """One lesson; its name is that of its file."""

    question: str
    intro: str
    predict: Predict | Choose
    shows: tuple[Show, ...]
    tries: tuple[str, ...]
    """What to try next: commands, or sentences."""


def _agrees(problem: Problem, matrix: str, at: Cell, text: str) -> bool:
    """Whether a number of a matrix is what a text says."""
    places = matrix == "argmax"
    said = _read(text, (Number, At) if places else (Number,))
    if places:
        row, column = getattr(problem, matrix)[at].tolist()
        if isinstance(said, Number):
            return said.value == Fraction(row * problem.geometry.columns.size + column)
        return isinstance(said, At) and (said.row, said.column) == (row, column)
    return said.agrees(number(problem, matrix, at), 0.0).right


def _read(text: str, kinds: tuple[type, ...]) -> AnyCell:
    """One number, or one place."""
    hint = "write one number, such as 7, 0.25 or 3/8"
    try:
        said = cell(text.strip())
    except Fault as error:
        raise Fault(error.what, hint=hint) from None
    if not isinstance(said, kinds):
        raise Fault(f"{shown(text)} is not a number", hint=hint)
    return said


def _matrix(text: str, name: str) -> Answer:
    """All numbers of a matrix."""
    try:
        return read_answer(text, name)
    except Fault as error:
        hint = "write numbers with blanks between them, and a ; between rows"
        raise Fault(error.what, hint=hint) from None


def number(problem: Problem, matrix: str, at: Cell) -> Fraction:
    """An exact number of a matrix."""
    if matrix == "gradient":
        return account(problem).gradient(at)
    if matrix == "output":
        return account(problem).window(at).output
    return Fraction(int(getattr(problem, matrix)[at]))


def _size(text: str) -> tuple[int, int]:
    """A size that was predicted."""
    return size_in(text, f"write it as {size((3, 2))} or 3x2")


def _same(known: str, text: str) -> bool:
    """Whether two texts write the same number or place."""
    plain = [re.sub(r"\s", "", one) for one in (known, text)]
    if plain[0] == plain[1]:
        return True
    try:
        a, b = (cell(one) for one in plain)
    except ValueError:
        return False
    return (
        isinstance(a, Number)
        and isinstance(b, Number)
        and (b.agrees(a.value, 0.0).right or a.value == b.value)
    )
