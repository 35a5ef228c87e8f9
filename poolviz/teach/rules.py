"""The rules of mistakes that take more than one word: from an attempt to the mistaken one."""

from __future__ import annotations

from collections.abc import Callable

from poolviz.core.pooling import Operation
from poolviz.teach.attempt import Attempt

Rule = Callable[[Attempt], Attempt]

OTHER: dict[Operation, Operation] = {"max": "avg", "avg": "max"}


def place(**changes: object) -> Rule:
    """A rule that changes where the windows are; those of adaptive pooling are not asked for."""
    return lambda attempt: attempt if attempt.adaptive else attempt.placed(**changes)


def swap_sides(attempt: Attempt) -> Attempt:
    """Height for width in every size, top for left in the padding."""
    asked = attempt.placement
    sides = asked.padding
    if sides is not None and not isinstance(sides, str):
        top, left, bottom, right = sides
        sides = left, top, right, bottom
    names = ("kernel", "stride", "dilation", "output_size")
    sizes = {name: size and size[::-1] for name in names for size in [getattr(asked, name)]}
    return attempt.placed(padding=sides, **sizes)


def other_operation(attempt: Attempt) -> Attempt:
    """Max for avg or avg for max, with that operation's defaults."""
    other = OTHER[attempt.operation]
    return attempt.but(operation=other, ties="first", count_include_pad=True, divisor=None)


def full_divisor(attempt: Attempt) -> Attempt:
    """The kernel's area as the divisor, where none is given."""
    return attempt.but(divisor=attempt.divisor or attempt.area)


def spread(attempt: Attempt) -> Attempt:
    """Every cell of a window gets an equal part, as for avg."""
    return attempt.but(spread=True, divisor=attempt.area)


def not_averaged(attempt: Attempt) -> Attempt:
    """The sum's gradient in place of the mean's."""
    return attempt.but(loss="sum") if attempt.loss == "mean" else attempt


def upstream_ignored(attempt: Attempt) -> Attempt:
    """The mean's gradient although an upstream gradient is given."""
    return attempt.but(loss=attempt.loss or "mean")


def coverage_for_hits(attempt: Attempt) -> Attempt:
    """All windows that see a cell are counted."""
    return attempt.but(matrix="coverage")
