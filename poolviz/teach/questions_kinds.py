"""The kinds of questions of each topic: what is asked, of which problems, about which mistakes.

A kind is a table entry; numbers that really tell its mistakes apart are searched for.
"""

from __future__ import annotations

from typing import NamedTuple

from poolviz.core.geometry import Size
from poolviz.core.pooling import Loss, Operation, Ties
from poolviz.teach.questions import Sought

ONE_WINDOW = ((2, 2),)
STEP_1, STEP_2 = ((1, 1),), ((2, 2),)
SIDES = tuple((height, width) for height in range(5, 17) for width in range(5, 17))
SHORT = tuple((height, width) for height in range(3, 7) for width in range(3, 7))
SMALL = ((3, 3), (3, 4), (4, 3))
EVEN = ((4, 4), (4, 6), (6, 4))
ODD = ((5, 5), (3, 5), (5, 3))
FOUR = ((4, 4), (4, 5), (5, 4))


class Kind(NamedTuple):
    """One kind of question; each option has the values among which one is drawn."""

    topic: str
    operation: Operation
    sought: Sought
    about: tuple[str, ...]
    """The mistakes that it tells apart; of the tie rules those that are not asked for."""
    inputs: tuple[Size, ...]
    one: bool = False
    """Whether one cell is asked for, not the whole matrix."""
    kernels: tuple[Size, ...] = ONE_WINDOW
    strides: tuple[Size, ...] = STEP_1
    paddings: tuple[int, ...] = (0,)
    dilations: tuple[Size, ...] = ((1, 1),)
    ceil_mode: bool = False
    output_sizes: tuple[Size, ...] = ()
    """In place of the options from the kernel on: adaptive pooling."""
    ties: tuple[Ties, ...] = ("first",)
    counted: tuple[bool, ...] = (True,)
    divisors: tuple[int | None, ...] = (None,)
    losses: tuple[Loss, ...] = ("mean",)
    upstream: bool = False
    numbers: tuple[int, int] = (1, 9)
    """The least and the largest number of the input."""


THREE = ((3, 3),)
BOTH: tuple[Operation, ...] = ("max", "avg")
RULES: tuple[Ties, ...] = ("first", "last", "split", "all")

KINDS: tuple[Kind, ...] = (
    *(
        Kind("size", operation, "size", about, SIDES, kernels=kernels, strides=strides,
             paddings=paddings)
        for operation in BOTH
        for about, kernels, strides, paddings in (
            (("ceil", "stride-1", "stride-kernel"), THREE, STEP_2, (0,)),
            (("no-padding", "stride-1", "stride-kernel"), THREE, STEP_2, (1,)),
            (("ceil", "sides-swapped"), ((2, 3), (3, 2)), ((2, 3), (3, 2)), (0,)),
        )
    ),
    Kind("output", "max", "output", ("stride-kernel", "other-operation"), SMALL),
    Kind("output", "max", "output", ("stride-1", "other-operation", "transposed"), EVEN,
         strides=STEP_2),
    Kind("output", "avg", "output", ("stride-1", "other-operation", "sum-for-mean"), EVEN,
         strides=STEP_2),
    Kind("output", "avg", "output", ("sum-for-mean", "other-operation", "stride-kernel"), SMALL),
    Kind("winner", "max", "argmax", ("one-based", "stride-1", "transposed"), EVEN, one=True,
         strides=STEP_2),
    Kind("winner", "max", "argmax", ("one-based", "stride-kernel"), ((5, 5), (5, 6)), one=True,
         kernels=((2, 2), (3, 3))),
    Kind("hits", "max", "hits", ("coverage-for-hits", "stride-kernel", "transposed"), SMALL),
    Kind("hits", "max", "hits", ("coverage-for-hits", "stride-kernel"), ((4, 4), (5, 5)), one=True,
         kernels=((2, 2), (3, 3))),
    Kind("hits", "avg", "hits", ("stride-kernel", "other-operation"), SMALL),
    Kind("gradient", "max", "gradient", ("assigned", "assigned-window", "spread", "not-averaged"),
         SMALL),
    Kind("gradient", "max", "gradient", ("assigned", "not-averaged", "spread"), ((4, 4),),
         one=True),
    Kind("gradient", "max", "gradient", ("assigned", "upstream-ignored", "hits-for-gradient"),
         SMALL, upstream=True),
    Kind("gradient", "avg", "gradient", ("assigned", "not-averaged", "not-divided"),
         ((3, 4), (4, 3))),
    Kind("gradient", "avg", "gradient", ("not-averaged", "not-divided", "hits-for-gradient"),
         ((4, 6), (6, 4)), one=True, strides=STEP_2),
    Kind("gradient", "avg", "gradient", ("assigned", "upstream-ignored", "hits-for-gradient",
         "not-divided"), SMALL, upstream=True),
    Kind("ties", "max", "gradient", tuple(f"ties-{rule}" for rule in RULES), SMALL, ties=RULES,
         losses=("mean", "sum"), numbers=(1, 4)),
    Kind("padding", "max", "output", ("zero-padding", "no-padding"), ((3, 3), (4, 4), (3, 4)),
         kernels=THREE, strides=STEP_2, paddings=(1,), numbers=(-9, 6)),
    Kind("padding", "max", "gradient", ("zero-padding", "no-padding", "not-averaged"), ((3, 3),),
         strides=STEP_2, paddings=(1,), numbers=(-9, 6)),
    Kind("padding", "avg", "output", ("padding-not-counted", "no-padding", "sum-for-mean"),
         ((3, 3), (4, 4), (3, 4)), kernels=THREE, strides=STEP_2, paddings=(1,)),
    Kind("padding", "avg", "output", ("padding-counted", "no-padding", "sum-for-mean"),
         ((3, 3), (4, 4), (3, 4)), kernels=THREE, strides=STEP_2, paddings=(1,), counted=(False,)),
    Kind("divisor", "avg", "divisors", ("full-divisor", "padding-not-counted"), SHORT,
         kernels=((2, 3), (3, 2), (3, 3)), strides=((1, 2), (2, 1), (2, 2)),
         paddings=(1,), ceil_mode=True),
    Kind("divisor", "avg", "divisors", ("full-divisor", "padding-counted"), SHORT,
         kernels=((2, 3), (3, 2), (3, 3)), strides=((1, 2), (2, 1), (2, 2)),
         paddings=(1,), ceil_mode=True, counted=(False,)),
    Kind("divisor", "avg", "output", ("full-divisor", "padding-counted", "sum-for-mean"), FOUR,
         one=True, kernels=THREE, strides=STEP_2, paddings=(1,), ceil_mode=True, counted=(False,)),
    Kind("divisor", "avg", "gradient", ("not-divided", "not-averaged", "assigned"), SMALL,
         divisors=(2, 3, 5)),
    *(
        Kind("ceil", operation, "size", ("floor", "stride-1"), SIDES, kernels=((2, 2), (3, 3)),
             strides=STEP_2, ceil_mode=True)
        for operation in BOTH
    ),
    Kind("ceil", "max", "output", ("floor", "stride-1", "other-operation"), ODD, strides=STEP_2,
         ceil_mode=True),
    Kind("ceil", "avg", "output", ("full-divisor", "sum-for-mean"), ((5, 5), (3, 5), (5, 3)),
         one=True, strides=STEP_2, ceil_mode=True),
    Kind("dilation", "max", "output", ("no-dilation", "other-operation"), FOUR,
         dilations=((2, 2),)),
    Kind("dilation", "avg", "output", ("no-dilation", "sum-for-mean", "other-operation"), FOUR,
         dilations=((2, 2),)),
    *(
        Kind("dilation", operation, "size", ("no-dilation", "stride-1"), SIDES,
             kernels=((2, 2), (3, 3)), strides=STEP_2, dilations=((2, 2),))
        for operation in BOTH
    ),
    Kind("adaptive", "max", "output", ("transposed", "other-operation"), ((5, 5), (3, 5), (5, 4)),
         output_sizes=((2, 2), (2, 3), (3, 2))),
    Kind("adaptive", "avg", "output", ("sum-for-mean", "other-operation"), ((5, 5), (3, 5), (5, 4)),
         output_sizes=((2, 2), (2, 3), (3, 2)), one=True),
    Kind("adaptive", "avg", "gradient", ("assigned", "not-averaged", "not-divided"),
         ((3, 4), (3, 5), (5, 3)), output_sizes=((2, 3), (3, 2))),
)  # fmt: skip

_KINDS: dict[tuple[str, str], list[Kind]] = {}
for _kind in KINDS:
    for _operation in (_kind.operation, "both"):
        _KINDS.setdefault((_kind.topic, _operation), []).append(_kind)


def kinds(topic: str, operation: str = "both") -> list[Kind]:
    """The kinds of a topic, of one operation or of both.

    >>> kinds("ties", "avg")
    []
    """
    return list(_KINDS.get((topic, operation), []))
