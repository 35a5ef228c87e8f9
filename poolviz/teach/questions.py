"""A question: a small problem, what is asked of it, the right answer, and what mistakes give.

Answers are texts as a learner would write them, exactly: `3×2`, `2/9`, `8.5`, `(1, 0)`,
`0 1/9; 2/9 0`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

from poolviz.explain.account import account
from poolviz.explain.cells import Cell
from poolviz.explain.figures import figure, places
from poolviz.explain.telling import telling
from poolviz.explain.why import of as named
from poolviz.explain.why import place
from poolviz.explain.window import Problem
from poolviz.teach.attempt import Attempt, Matrix
from poolviz.teach.exact import Exact
from poolviz.teach.mistakes import mistake
from poolviz.teach.outcome import Outcomes
from poolviz.words import size

Sought = Matrix | Literal["size"]
"""A matrix, or the output's size."""


MOST_DECIMALS = 4
"""A number that has more is written as a fraction."""

UNSEEN = ("size", "divisors")
"""For these the numbers of the input do not matter."""


class Wrong(NamedTuple):
    """The answer of a learner who makes a mistake."""

    mistake: str
    answer: str


class Question:
    """What is asked about a problem: `sought`, and of a matrix perhaps one cell, `at`.

    `about` names the mistakes that the question tells apart: each gives another answer than the
    right one, and than the others.

    >>> from poolviz import max_pool
    >>> row = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> question = Question("gradient", row, "gradient", (0, 1), ("assigned", "spread"))
    >>> question.asks, question.key
    ('What is gradient[0,1], a cell of dLoss/dInput?', '1')
    >>> [wrong.answer for wrong in question.wrongs]
    ['1/2', '1/2']
    >>> question.unique  # these two mistakes cannot be told apart here
    False
    """

    def __init__(
        self,
        topic: str,
        problem: Problem,
        sought: Sought,
        at: Cell | None = None,
        about: tuple[str, ...] = (),
        outcomes: Outcomes | None = None,
    ) -> None:
        self.topic, self.problem, self.sought, self.at = topic, problem, sought, at
        self.about = about
        self.outcomes = outcomes or Outcomes(problem)

    def of(self, at: Cell) -> Question:
        """The same question about one cell."""
        return Question(self.topic, self.problem, self.sought, at, self.about, self.outcomes)

    @property
    def matrix(self) -> Matrix:
        """The matrix by which it is judged: for a size that is the output's."""
        return "output" if self.sought == "size" else self.sought

    @cached_property
    def key(self) -> str:
        """The right answer."""
        if self.sought == "size":
            return size(self.problem.geometry.shape)
        return self._written(self.exact) or ""

    @cached_property
    def exact(self) -> Exact:
        """The right matrix."""
        right = Attempt.right(self.problem, self.matrix)
        return self.outcomes.working.certain(right)

    @cached_property
    def wrongs(self) -> tuple[Wrong, ...]:
        """What the mistakes that it is about give; none where such a matrix has no such cell."""
        given = ((name, self.mistaken(name)) for name in self.about)
        return tuple(Wrong(name, answer) for name, answer in given if answer is not None)

    def mistaken(self, name: str) -> str | None:
        """The answer that a mistake gives, None where its matrix has no such cell."""
        if self.sought == "size":
            return self._size(name)
        return self._written(self.outcomes.of(name, self.matrix).exact)

    def _size(self, name: str) -> str:
        """The size that a mistake gives, without its numbers."""
        made = mistake(name).made(Attempt.right(self.problem, "output"))
        laid = self.outcomes.working.laid(made)
        return size((laid.geometry if laid else self.problem.geometry).shape)

    @property
    def unique(self) -> bool:
        """Whether each mistake gives an answer of its own, which is not the right one."""
        answers = {self.key}
        for name in self.about:
            answer = self.mistaken(name)
            if answer is None or answer in answers:
                return False
            answers.add(answer)
        return True

    def _written(self, exact: Exact) -> str | None:
        """The answer in a matrix."""
        height, width = exact.shape
        if self.at is None:
            return "; ".join(
                " ".join(self.number(exact, (r, c)) for c in range(width)) for r in range(height)
            )
        inside = self.at[0] < height and self.at[1] < width
        return self.number(exact, self.at) if inside else None

    def number(self, exact: Exact, at: Cell) -> str:
        """A cell as the way to the answer writes it: the shares of a loss stay fractions."""
        if exact.of_places:
            return place(exact.pair(at))
        value = exact.at(at)
        shares = self.sought == "gradient" and self.problem.loss is not None
        short = not shares and places(value) <= MOST_DECIMALS
        return figure(value, MOST_DECIMALS) if short else str(value)

    # --- how it is put ------------------------------------------------------------------------

    @cached_property
    def setting(self) -> str:
        """The problem in words."""
        tells = telling(account(self.problem))
        words = [tells.head().rpartition(" · input ")[0]]
        words += [] if self.sought == "size" else self._unsaid()
        if not self.shows_input:
            words.append(f"input {size(self.problem.geometry.input_shape)}")
        if self.sought == "gradient" and self.problem.loss:
            words.append(f"loss = {self.problem.loss} of output")
        return " · ".join(words)

    def _unsaid(self) -> list[str]:
        """The defaults on which the answer depends."""
        problem = self.problem
        first = self.topic == "ties" and getattr(problem, "ties", None) == "first"
        counts = getattr(problem, "count_include_pad", False)
        padded = any(problem.geometry.padding or ()) and getattr(problem, "divisor", 1) is None
        return ["ties first"] * first + ["padding counted"] * bool(counts and padded)

    @property
    def shows_input(self) -> bool:
        """Whether the numbers of the input matter."""
        return self.sought not in UNSEEN

    @property
    def asks(self) -> str:
        """The question."""
        if self.at is None:
            return WHOLE[self.sought]
        return ONE[self.sought].format(named(self.sought, self.at), place(self.at))

    @property
    def form(self) -> str:
        """How the answer is to be written."""
        if self.sought == "size":
            return "height and width, as 7x9"
        if self.sought == "argmax":
            return "the cell, as (row, column), both counted from 0"
        if self.at is not None:
            return "a whole number, a fraction or a decimal"
        return "row by row, with ; between the rows"


WHOLE = {
    "size": "What is the output's size?",
    "output": "What is the output?",
    "hits": "How often is each cell of the input hit?",
    "gradient": "What is the gradient, dLoss/dInput?",
    "divisors": "What is the sum of each window divided by?",
}
ONE = {
    "output": "What is {0}, the number that window {1} gives?",
    "argmax": "Which cell of the input does window {1} choose?",
    "hits": "What is {0}: by how many windows is cell {1} hit?",
    "gradient": "What is {0}, a cell of dLoss/dInput?",
    "divisors": "What is {0}: what is the sum of window {1} divided by?",
}
