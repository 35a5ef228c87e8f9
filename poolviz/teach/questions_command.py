"""The poolviz command that shows the answer to a question."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from poolviz.core.matrix import Floats
from poolviz.teach.attempt import OF_WINDOWS
from poolviz.teach.questions import Question
from poolviz.words import size


def command(question: Question) -> str:
    """What to type after `poolviz`.

    >>> from poolviz import max_pool
    >>> row = max_pool([[1, 9, 2]], kernel=(1, 2), stride=1)
    >>> command(Question("gradient", row, "gradient", (0, 1)))
    "max '1 9 2' --kernel 1x2 --stride 1x1 --cell 0,1"
    """
    words = [question.problem.operation, matrix(question.problem.input), *_options(question)]
    return shlex.join([*words, *_look(question)])


def matrix(values: Floats) -> str:
    """Whole numbers as they are typed."""
    return "; ".join(" ".join(str(int(value)) for value in row) for row in values)


def _options(question: Question) -> Iterator[str]:
    problem = question.problem
    g = problem.geometry
    if g.output_size:
        yield from ("--output-size", _size(g.output_size))
    else:
        yield from ("--kernel", _size(g.kernel or ()), "--stride", _size(g.stride or ()))
        if any(g.padding or ()):
            yield from ("--padding", ",".join(map(str, g.padding or ())))
        if g.dilation != (1, 1):
            yield from ("--dilation", _size(g.dilation or ()))
        yield from ["--ceil-mode"] * g.ceil_mode
    for name in problem.OPTIONS:
        yield from _own(name, getattr(problem, name))
    if problem.given is not None:
        yield from ("--upstream", matrix(problem.given))
    elif problem.loss == "sum":
        yield from ("--loss", "sum")


def _own(name: str, value: object) -> list[str]:
    """An option that one operation has, unless it is the default."""
    if value is False:
        return [f"--no-{name.replace('_', '-')}"]
    return [] if value in (True, None, "first") else [f"--{name}", str(value)]


def _look(question: Question) -> list[str]:
    """Where to look."""
    if question.sought == "size":
        return ["--edges", "--show", "output"]
    if question.at is None:
        return ["--show", f"input,{question.sought}"]
    option = "--window" if question.sought in OF_WINDOWS else "--cell"
    return [option, ",".join(map(str, question.at))]


def _size(pair: Sequence[int]) -> str:
    return size(pair).replace("×", "x")
