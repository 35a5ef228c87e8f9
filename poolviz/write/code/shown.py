"""How a program ends, with the numbers that poolviz shows, and what keeps them in range.

Maxima and argmax are the same numbers. So are sums, or the program says how near they come.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.core.pooling import AvgPooling, Counts, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import comment, lines, rows
from poolviz.write.code.rounding import Sums, gradient_sums, output_sums


class Step(NamedTuple):
    """Lines before the framework's and lines after, which undo them."""

    before: str
    after: str


def input_step(p: MaxPooling | AvgPooling, framework: Framework) -> Step:
    """What is done to an input that the framework would not pool rightly."""
    if isinstance(p, AvgPooling):
        return _scaled("x", "output", output_sums(p).power(framework.flushes), framework)
    smallest = np.abs(p.input[p.input != 0]).min(initial=np.inf)
    if not framework.flushes or smallest >= sys.float_info.min:
        return Step("", "")
    why = "XLA takes numbers below 2.2e-308 for 0, so that they tie with it; their ranks do not."
    return Step(
        lines(
            comment(why),
            "values, ranks = np.unique(x, return_inverse=True)",
            f"x = ranks.reshape({p.input.shape}).astype(np.float64)",
        ),
        "output = values[np.asarray(output, dtype=int)]",
    )


def upstream_step(p: MaxPooling | AvgPooling, framework: Framework) -> Step:
    """What is done to an upstream gradient whose sums the framework could not hold."""
    if p.loss is not None or not framework.differentiates:
        return Step("", "")
    return _scaled("upstream", "gradient", gradient_sums(p).power(framework.flushes), framework)


def _scaled(given: str, found: str, power: int, framework: Framework) -> Step:
    if not power:
        return Step("", "")
    why = "no sum leaves float64's range" if power < 0 else "XLA takes no sum for 0"
    return Step(
        f"{given} = {given} * 2.0**{power}  # so that {why}",
        f"{found} = {framework.plain.format(found)} * 2.0**{-power}",
    )


def assertions(p: MaxPooling | AvgPooling, framework: Framework) -> str:
    """The end of a program."""
    said = "# The numbers that poolviz shows."
    if isinstance(p, MaxPooling):
        said = "# The numbers that poolviz shows; argmax is row * width + column."
        checks = {
            "output": _equal("output", p.output),
            "argmax": _equal("argmax", p.winners.astype(np.intp)),
        }
    else:
        checks = {"output": _close("output", p.output, output_sums(p), framework)}
    if framework.differentiates:
        checks["gradient"] = _close("gradient", p.gradient, gradient_sums(p), framework)
    numbers = "\n".join(checks.values()).lstrip("\n")
    printed = ", ".join(f'"{name}", {name}' for name in checks)
    return f'print({printed}, sep="\\n")\n\n' + lines(said, numbers)


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
