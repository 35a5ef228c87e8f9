"""How a program ends, with the numbers that poolviz shows, and what keeps them in range.

Maxima and argmax are the same numbers. So are sums, or the program says how near they come.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.core.pooling import AvgPooling, Counts, MaxPooling
from poolviz.explain.window import Problem
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import comment, lines, rows
from poolviz.write.code.rounding import Sums, gradient_sums, output_sums


class Step(NamedTuple):
    """Lines before the framework's and lines after, which undo them."""

    before: str
    after: str


def _scaled(given: str, found: str, power: int, framework: Framework) -> Step:
    if not power:
        return Step("", "")
    why = "no sum leaves float64's range" if power < 0 else "XLA takes no sum for 0"
    return Step(
        f"{given} = {given} * 2.0**{power}  # so that {why}",
        f"{found} = {framework.plain.format(found)} * 2.0**{-power}",
    )


def _equal(name: str, matrix: Floats | Counts) -> str:
    return f"assert {name}.tolist() == {rows(matrix)}"


def _close(name: str, matrix: Floats, sums: Sums, framework: Framework) -> str:
    if sums.equal(framework.flushes):
        return _equal(name, matrix)
    return "\n" + lines(
        comment(
            f"poolviz rounds a sum once, {framework.title} after each addition: allowed are so "
            "many roundings of the largest sum."
        ),
        f"tolerance = {sums.tolerance()}",
        f"shown = {framework.array.format(rows(matrix))}",
        f"assert abs({name} - shown).max() <= tolerance",
    )


class Shown(ABC):
    """A problem in a framework: what both operations do here is a method of each one's class."""

    said = "# The numbers that poolviz shows."
    p: Problem

    def __init__(self, problem: Problem, framework: Framework) -> None:
        self.p, self.framework = problem, framework

    @abstractmethod
    def pooled(self) -> str:
        """The framework's lines."""

    @abstractmethod
    def input_step(self) -> Step:
        """What is done to an input that the framework would not pool rightly."""

    @abstractmethod
    def _forward(self) -> dict[str, str]:
        """The assertions of what is computed forward."""

    @abstractmethod
    def _over(self) -> Counts:
        """What each window's upstream gradient is divided by."""

    def upstream_step(self) -> Step:
        """What is done to an upstream gradient whose sums the framework could not hold."""
        if self.p.loss is not None or not self.framework.differentiates:
            return Step("", "")
        power = gradient_sums(self.p, self._over()).power(self.framework.flushes)
        return _scaled("upstream", "gradient", power, self.framework)

    def assertions(self) -> str:
        """The end of a program."""
        checks = self._forward()
        if self.framework.differentiates:
            sums = gradient_sums(self.p, self._over())
            checks["gradient"] = _close("gradient", self.p.gradient, sums, self.framework)
        numbers = "\n".join(checks.values()).lstrip("\n")
        printed = ", ".join(f'"{name}", {name}' for name in checks)
        return f'print({printed}, sep="\\n")\n\n' + lines(self.said, numbers)


class MaxShown(Shown):
    """Max pooling in a framework."""

    said = "# The numbers that poolviz shows; argmax is row * width + column."
    p: MaxPooling

    def pooled(self) -> str:
        """The framework's lines."""
        return self.framework.max(self.p)

    def input_step(self) -> Step:
        """What is done to numbers that the framework would take for 0."""
        p = self.p
        smallest = np.abs(p.input[p.input != 0]).min(initial=np.inf)
        if not self.framework.flushes or smallest >= sys.float_info.min:
            return Step("", "")
        why = (
            "XLA takes numbers below 2.2e-308 for 0, so that they tie with it; their ranks do not."
        )
        return Step(
            lines(
                comment(why),
                "values, ranks = np.unique(x, return_inverse=True)",
                f"x = ranks.reshape({p.input.shape}).astype(np.float64)",
            ),
            "output = values[np.asarray(output, dtype=int)]",
        )

    def _forward(self) -> dict[str, str]:
        return {
            "output": _equal("output", self.p.output),
            "argmax": _equal("argmax", self.p.winners.astype(np.intp)),
        }

    def _over(self) -> Counts:
        return self.p.tied if self.p.ties == "split" else np.ones(self.p.output.shape, np.intp)


class AvgShown(Shown):
    """Average pooling in a framework."""

    p: AvgPooling

    def pooled(self) -> str:
        """The framework's lines."""
        return self.framework.avg(self.p)

    def input_step(self) -> Step:
        """What is done to an input whose sums the framework could not hold."""
        power = output_sums(self.p).power(self.framework.flushes)
        return _scaled("x", "output", power, self.framework)

    def _forward(self) -> dict[str, str]:
        return {"output": _close("output", self.p.output, output_sums(self.p), self.framework)}

    def _over(self) -> Counts:
        return self.p.divisors


SHOWN: dict[str, type[Shown]] = {"max": MaxShown, "avg": AvgShown}
