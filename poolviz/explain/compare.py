"""The same problem with several values of one option, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from poolviz.core.geometry import ExclusiveError, Placement
from poolviz.core.problem import otherwise
from poolviz.explain.account import account
from poolviz.explain.asked import matrix_of
from poolviz.explain.comparable import OPTIONS, keyword, known, parted, typed
from poolviz.explain.telling import telling
from poolviz.explain.window import Flags, Problem
from poolviz.words import counted, listed, size

CLOSE = 2.0**-50
"""One number that was rounded in two ways differs by less than this part of it."""

NAMES = {
    "output": "the output",
    "argmax": "the argmax",
    "divisors": "the divisors",
    "hits": "the hits",
    "coverage": "the coverage",
    "upstream": "the upstream gradient",
    "gradient": "the gradient",
}
"""The matrices that an option can change, as they are spoken of."""

PLURAL = ("divisors", "hits")


class Case(NamedTuple):
    """One value: as it was typed, what it means, its problem or why there is none."""

    text: str
    value: object
    problem: Problem | None
    error: str = ""


class Comparison:
    """A problem with each of several values of an option."""

    def __init__(self, asked: Problem, option: str, cases: Sequence[Case]) -> None:
        self.asked, self.option, self.cases = asked, option, tuple(cases)

    @property
    def libraries(self) -> str:
        """Which library does which; empty if nothing is known."""
        return OPTIONS[self.option].libraries

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is compared: the cases that exist; one alone is compared with what was asked."""
        found = tuple(case.problem for case in self.cases if case.problem is not None)
        return (self.asked, *found) if self.beside_asked else found

    @property
    def beside_asked(self) -> bool:
        """Whether a single value stands beside the problem as it was asked."""
        [first, *others] = self.cases
        return not others and (first.problem is None or not self.as_asked(first.problem))

    def as_asked(self, problem: Problem) -> bool:
        """Whether a problem is the one that was asked."""
        return _same(problem, self.asked)

    def standing_for(self, problem: Problem) -> str:
        """The value that stands for all that give a problem: the one asked for, or the first."""
        same = [case for case in self.cases if case.problem and _same(case.problem, problem)]
        placed = self.asked.geometry.placement
        asked = [
            case for case in same if case.problem and case.problem.geometry.placement == placed
        ]
        return (asked or same)[0].text

    def differ(self, name: str) -> Flags | None:
        """Where a matrix is not the same in all cases; None if not even its size is."""
        matrices = [matrix_of(problem, name) for problem in self.problems]
        if len({matrix.shape for matrix in matrices}) != 1:
            return None
        apart = np.zeros(matrices[0].shape, dtype=np.bool_)
        with np.errstate(over="ignore"):
            for matrix in matrices[1:]:
                apart |= np.abs(matrix - matrices[0]) > CLOSE * np.abs(matrices[0])
        return apart if apart.ndim == 2 else np.asarray(apart.any(axis=2))

    def changed(self, names: Sequence[str]) -> str:
        """In a line, what the option changes in some matrices; empty if nothing can be compared.

        >>> from poolviz import max_pool
        >>> compare(max_pool([[7, 7]], kernel=(1, 2)), "ties").changed(["output", "gradient"])
        'the output is the same; the gradient differs in 2 of 2 cells'
        """
        if len(self.problems) < 2:
            return "" if self.beside_asked else "there is nothing to compare"
        told = {name: self._change(name) for name in names if name in NAMES}
        same = [name for name, change in told.items() if not change]
        texts = [f"{NAMES[name]} {change}" for name, change in told.items() if change]
        if same:
            verb = "are" if len(same) > 1 or same[0] in PLURAL else "is"
            text = f"{listed([NAMES[name] for name in same], 'and')} {verb} the same"
            idle = "" if texts else self._idle(same)
            texts.insert(0, f"{text}: {idle}" if idle else text)
        return "; ".join(texts)

    def _idle(self, same: Sequence[str]) -> str:
        """Why the option changes none of these matrices; empty if nothing short is known."""
        if idle := telling(account(self.asked)).idle(self.option):
            return idle
        if self.option == "loss" and self.asked.output.size == 1:
            return "the mean of one number is its sum"
        if keyword(self.option) in Placement._fields and self._same_windows():
            return "every value gives the same windows"
        if "gradient" in same and not any(problem.upstream.any() for problem in self.problems):
            return "nothing is sent back, as the upstream gradient is all 0"
        return ""

    def _same_windows(self) -> bool:
        """Whether each window has the same cells in all cases, those outside the input too."""
        first, *others = (
            [[axis.taps(window) for window in range(axis.windows)] for axis in p.geometry[:2]]
            for p in self.problems
        )
        return all(other == first for other in others)

    def _change(self, name: str) -> str:
        """How a matrix changes; empty if it does not."""
        differs = self.differ(name)
        if differs is None:
            sizes = [size(matrix_of(p, name).shape[:2]) for p in self.problems]
            return f"{'are' if name in PLURAL else 'is'} {listed(sizes, 'and')}"
        if not differs.any():
            return ""
        verb = "differ" if name in PLURAL else "differs"
        return f"{verb} in {int(differs.sum())} of {counted(differs.size, 'cell')}"

    def facts(self, document: Callable[[Problem], dict[str, Any]]) -> list[dict[str, Any]]:
        """The comparison for JSON, each problem as the document that a writer makes of it."""
        return [
            {
                "option": self.option,
                "value": case.value if isinstance(case.value, bool) else case.text,
                **(
                    {"error": case.error}
                    if case.problem is None
                    else {"document": document(case.problem)}
                ),
            }
            for case in self.cases
        ]


def _same(one: Problem, other: Problem) -> bool:
    """Whether two problems of one input and operation have the same windows and options."""
    if one.geometry[:2] != other.geometry[:2] or one.loss != other.loss:
        return False
    return all(getattr(one, name) == getattr(other, name) for name in other.OPTIONS)


def compare(problem: Problem, option: str, values: object = None) -> Comparison:
    """The same problem with each of several values of an option.

    `option` may hold the values, `"stride=1 2"`; without any, an option with few takes them all.
    Raises ValueError where the problem has no such option or the option no such value.

    >>> from poolviz import max_pool
    >>> p = max_pool([[1, 3, 1], [5, 2, 4]], kernel=2)
    >>> [case.problem.output.shape for case in compare(p, "stride", [1, 2]).cases]
    [(1, 2), (1, 1)]
    >>> compare(p, "kernel=3").cases[0].error
    'no window fits: the height of a window is 3 and that of the input 2; use a smaller kernel
    or more padding'
    """
    name, pairs = judged(problem, option, values)
    return Comparison(problem, name, [_case(problem, name, *pair) for pair in pairs])


def judged(
    problem: Problem, option: str, values: object = None
) -> tuple[str, list[tuple[str, object]]]:
    """The name of an option, and its values as they are typed and as they are meant.

    Raises ValueError where the problem has no such option or the option no such value.
    """
    name, inside = parted(option)
    name = known(problem, name)
    if name == "loss" and problem.loss is None:
        raise ExclusiveError("loss", "upstream", "compare loss without upstream")
    return name, typed(name, inside if values is None else values)


def _case(problem: Problem, option: str, text: str, value: object) -> Case:
    """One value's problem, with all that is shown of it computed, or why there is none."""
    try:
        changed = otherwise(problem, **{keyword(option): value})
        changed.output, changed.gradient  # noqa: B018 what cannot be computed is said in its place
    except ExclusiveError as error:
        return Case(text, value, None, str(error).replace("_", "-"))  # as in the headings
    except ValueError as error:
        return Case(text, value, None, str(error))
    return Case(text, value, changed)
