"""Results in Python: they show themselves, and so does every closer look at them.

What shows a result is loaded only when it is shown.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from poolviz.arguments import CHECKED, choice, names, whole
from poolviz.explain.asked import Asked, Channel, Check

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType

    from poolviz.explain.window import Problem
    from poolviz.read.channels import Loaded
    from poolviz.teach.check import Judgement

S = TypeVar("S", bound="Shown")


class Look:
    """What is asked of a problem. It prints itself in a terminal and in a notebook."""

    _asked: Asked = Asked()

    def __init__(self, problem: Problem, asked: Asked) -> None:
        from poolviz.draw.page import page

        self._looked_at, self._asked = problem, asked
        page(problem, asked)  # refuses what is not there

    @property
    def _problem(self) -> Problem:
        """The problem that is looked at."""
        return self._looked_at

    def __repr__(self) -> str:
        """The screen as plain text."""
        from poolviz.write.terminal import plain

        return plain(self._problem, self._asked)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """The screen for rich's `print`."""
        from poolviz.write.terminal import renderable

        yield renderable(self._problem, self._asked, options.max_width, console.encoding)

    def _repr_html_(self) -> str:
        """The screen for a notebook, as tables."""
        from poolviz.draw.page import page
        from poolviz.write.notebook import notebook

        return notebook(page(self._problem, self._asked), self._asked)

    def to_dict(self) -> dict[str, Any]:
        """The JSON document of the problem and of what is asked of it, as Python values."""
        import json

        from poolviz.write.document import dumps

        document: dict[str, Any] = json.loads(dumps(self._problem, self._asked))
        return document

    def save(self, *paths: str | os.PathLike[str], force: bool = False) -> None:
        """Write what is shown to files, whose suffixes say the forms: all of them, or none.

        .svg, .html, .md, .tex, .txt and .json are known. `force` replaces files that exist.
        Raises ValueError for a name that cannot be meant, and OSError where a file cannot be
        written: FileExistsError if there is one, FileNotFoundError if its folder is missing.
        """
        from poolviz.write.forms import writers
        from poolviz.write.save import save_from_python

        save_from_python(paths, writers(self._problem, self._asked), force)


class Judged(Look):
    """Answers of a learner's, judged; `right` says whether all of them are."""

    @cached_property
    def _judgements(self) -> tuple[Judgement, ...]:
        from poolviz.teach.check import judged

        return judged(self._problem, self._asked.checks)

    @property
    def right(self) -> bool:
        """Whether every answered cell is right, and one is answered."""
        return all(judgement.right for judgement in self._judgements)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of the mistakes that give exactly the wrong answers."""
        return tuple(dict.fromkeys(name for one in self._judgements for name in one.mistakes))


class Shown(Look):
    """A problem that shows itself, and closer looks at it that do so, too.

    >>> from poolviz import max_pool
    >>> p = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> print(p.cell(0, 1))
    max pooling · kernel 1×2 · stride 1×1 · input 1×3 → output 1×2
    <BLANKLINE>
    cell (0, 1) = 9: seen by 2 windows, won both
    window (0, 0)  window (0, 1)
       0   1          1   2
    0│ 1  [9*]     0│[9*] 2
    won: 1/2       won: 1/2
    <BLANKLINE>
    * won a window
    gradient[0,1] = 1/2 (window 0,0) + 1/2 (window 0,1) = 1
    >>> p.check(gradient=[[0, 0.5, 0]]).mistakes
    ('assigned', 'assigned-window')
    """

    @property
    def _problem(self) -> Problem:
        return cast("Problem", self)  # it is mixed into problems only

    def look(self, **asked: Any) -> Look:
        """The problem with what the command's options ask for: `edges`, `step`, `show`, ….

        >>> from poolviz import max_pool
        >>> look = max_pool([[1, 2]], kernel=(1, 2)).look(edges=True)
        >>> look.to_dict()["edges"]["width"]["formula"]
        'floor((2 + 0 + 0 - 2) / 2) + 1 = 1'
        """
        if isinstance(asked.get("show"), str):
            asked["show"] = names(asked["show"])
        if "decimals" in asked:
            asked["decimals"] = whole(asked["decimals"], "decimals", 0)
        return self._closer(**asked)

    def cell(self, row: int, column: int) -> Look:
        """A cell of the input: who sees it, and its gradient as a sum."""
        return self._closer(cells=(_at(row, column),))

    def window(self, row: int, column: int) -> Look:
        """A window, by its cell of the output: what it computes and sends back."""
        return self._closer(windows=(_at(row, column),))

    def nudge(self, row: int | None = None, column: int | None = None) -> Look:
        """A cell of the input made a little larger and smaller; without one, every cell."""
        every = row is None and column is None
        return self._closer(nudges=(None if every else _at(row, column),))

    def compare(self, option: str, values: object = None) -> Look:
        """The same problem with each value of an option: `compare("stride", [1, 2])`."""
        if values is not None:
            from poolviz.explain.comparable import spellings

            option = f"{option}={' '.join(spellings(values))}"
        return self._closer(compares=(option,))

    def mistake(self, name: str) -> Look:
        """What a known mistake gives, beside what is right; `all` for an overview."""
        return self._closer(mistakes=(name,))

    def check(self, mine: object = None, /, *, reveal: bool = False, **answers: object) -> Judged:
        """Your own gradient, or matrices by their names, judged: `check(hits=mine)`; see `Judged`.

        Raises ValueError where nothing is to be judged, or a matrix cannot be read.
        """
        from poolviz.read.answer import read_answer

        if mine is not None:
            answers = {"gradient": mine, **answers}
        if not answers:
            raise ValueError("check takes your own matrix, such as check(gradient=mine)")
        for name in answers:
            choice(name, "check", CHECKED)
        channel = self._asked.channel.numbers if self._asked.channel else None
        checks = tuple(
            Check(name, read_answer(answer, name, channel)) for name, answer in answers.items()
        )
        asked = self._asked._replace(checks=checks, reveal=reveal)
        return Judged(self._problem, asked)

    def _closer(self, **asked: Any) -> Look:
        """A closer look, which says as well which channel this is."""
        return Look(self._problem, Asked(**{"channel": self._asked.channel, **asked}))

    def code(self, framework: str) -> str:
        """A program that gives these numbers: pytorch, keras, jax, onnx or numpy."""
        from poolviz.write.code import program

        return program(self._problem, framework)


def _at(row: object, column: object) -> tuple[int, int]:
    """A cell; NumPy's integers are Python's, and JSON can write them."""
    return whole(row, "row", 0), whole(column, "column", 0)


def shown_as(result: S, loaded: Loaded) -> S:
    """The result, which says of which channel it is."""
    result._asked = Asked(channel=Channel.of(loaded))
    return result
