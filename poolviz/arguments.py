"""The values that options take, and what is said of others: one place for the command and Python.

Loads nothing heavy, so that the command refuses a bad value at once.
"""

from __future__ import annotations

import contextlib
import operator
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Literal, SupportsIndex, TypeVar

from poolviz.core.geometry import ExclusiveError, Placement, Same, Sides
from poolviz.words import listed, shown

if TYPE_CHECKING:
    from poolviz.core.problem import Loss, Ties

TIES: tuple[Ties, ...] = ("first", "last", "split", "all")
LOSSES: tuple[Loss, ...] = ("mean", "sum")
CHECKED = ("output", "argmax", "hits", "coverage", "divisors", "gradient")
"""The matrices that can be checked."""

FRAMEWORKS = ("pytorch", "keras", "jax", "onnx", "numpy")
"""Whom a program can be written for."""

Choice = TypeVar("Choice", bound=str)
FIRST = ("input", "output", "hits", "gradient")
"""The matrices on the first screen."""

MATRICES = (
    *("input", "output", "argmax", "index", "divisors"),
    *("hits", "coverage", "upstream", "gradient"),
)
PADDING_FORMS = "N, HxW, T,L,B,R, same or same-lower"
PADDING_WORDS: dict[object, Sides | Same] = {
    **dict.fromkeys(("same", "SAME", "SAME_UPPER"), "same"),
    **dict.fromkeys(("same-lower", "SAME_LOWER"), "same-lower"),
    **dict.fromkeys(("valid", "VALID"), (0, 0, 0, 0)),
}
"""Ours, Keras's and ONNX's."""

LARGEST_DIMENSIONS = 6
"""Axes before rows and columns; all but two of them have a size of 1."""

LARGEST = 10**9 - 1
"""The largest number that an option takes: nine digits."""


def pair(value: Any, name: str, least: int = 1) -> tuple[int, int]:
    """(height, width) from a number, a pair, or a text: `N`, `HxW`, or as frameworks print it.

    >>> pair("2x3", "kernel"), pair(2, "stride"), pair("(3, 2)", "kernel")
    ((2, 3), (2, 2), (3, 2))
    """
    numbers = _numbers(_unbracketed(value), ",xX×")
    if numbers is None or len(numbers) not in (1, 2):
        form = f"a whole number from {least} or HxW, such as 2 or 2x3"
        raise ValueError(f"{name} must be {form}, not {shown(value)}")
    for number in numbers:
        _in_range(number, name, least)
    return numbers[0], numbers[-1]


def placement(
    kernel: object = None,
    stride: object = None,
    padding: object = 0,
    dilation: object = 1,
    ceil_mode: object = False,
    output_size: object = None,
) -> Placement:
    """The windows as asked for, from numbers, pairs or text; the kernel is 2 unless given.

    Raises ValueError where a value is none of the option's, or an output size stands beside
    another option.

    >>> placement("2x3", padding="same").stride is None
    True
    >>> placement(output_size=1) == Placement.adaptive((1, 1))
    True
    """
    asked = Placement(
        pair(2 if kernel is None else kernel, "kernel"),
        None if stride is None else pair(stride, "stride"),
        paddings(padding),
        pair(dilation, "dilation"),
        flag(ceil_mode, "ceil_mode"),
    )
    if output_size is None:
        return asked
    size = pair(output_size, "output_size")
    for name, given, default in zip(Placement._fields, asked, Placement(), strict=False):
        if given != default or (name == "kernel" and kernel is not None):
            raise ExclusiveError("output_size", name)
    return Placement.adaptive(size)


def paddings(value: Any) -> Sides | Same:
    """Top, left, bottom, right from a number, a pair, four numbers or text; or a `same` rule.

    >>> paddings("1x2"), paddings("0,0,1,1"), paddings("same"), paddings("SAME_LOWER")
    ((1, 2, 1, 2), (0, 0, 1, 1), 'same', 'same-lower')
    """
    if isinstance(value, Iterator):
        value = tuple(value)  # it is looked at twice
    word = value.strip() if isinstance(value, str) else None
    if word in PADDING_WORDS:
        return PADDING_WORDS[word]
    inside = _unbracketed(value)
    parted = _numbers(inside, ",")
    numbers = _numbers(inside, "xX×")
    if parted is not None and (len(parted) == 4 or inside is not value):
        numbers = parted
    if numbers is None or len(numbers) not in (1, 2, 4):
        raise ValueError(f"padding must be {PADDING_FORMS}, not {shown(value)}")
    for number in numbers:
        _in_range(number, "padding", 0)
    if len(numbers) == 4:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    return numbers[0], numbers[-1], numbers[0], numbers[-1]


def choice(value: object, name: str, choices: Sequence[Choice]) -> Choice:
    """The value, if it is one of the choices."""
    for one in choices:
        if isinstance(value, str) and value == one:
            return one
    raise ValueError(f"{name} must be {listed(choices)}, not {shown(value)}")


def whole(value: Any, name: str, least: int) -> int:
    """A whole number from `least`."""
    numbers = _numbers(value, "") if isinstance(value, (str, SupportsIndex)) else None
    if numbers is None or len(numbers) != 1:
        raise ValueError(f"{name} must be a whole number from {least}, not {shown(value)}")
    return _in_range(numbers[0], name, least)


def flag(value: Any, name: str) -> bool:
    """True or false; no text, which would always be true."""
    known = type(value).__name__ in ("bool", "bool_")  # NumPy's, too, without loading NumPy
    with contextlib.suppress(TypeError):
        if known or operator.index(value) in (0, 1):
            return bool(value)
    raise ValueError(f"{name} must be True or False, not {shown(value)}")


def _unbracketed(value: Any) -> Any:
    """A text without the brackets that a print has around numbers; anything else as it is."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text[1:-1] if text[:1] + text[-1:] in ("()", "[]") else value


def _in_range(number: int, name: str, least: int) -> int:
    if not least <= number <= LARGEST:
        bound = f"at least {least}" if number < least else f"at most {LARGEST}"
        raise ValueError(f"{name} must be {bound}, not {shown(number)}")
    return number


def _numbers(value: Any, separators: str) -> list[int] | None:
    """The whole numbers in a text, a sequence or a single value; None where there are others."""
    if isinstance(value, str):
        for separator in separators:
            value = value.replace(separator, separators[0])
        parts = value.split(separators[0]) if separators else [value]
        if not all(re.fullmatch(r"\s*[+-]?[0-9]{1,4000}\s*", part) for part in parts):
            return None
        return [int(part) for part in parts]
    if isinstance(value, (bytes, bytearray, memoryview, Set, Mapping)):
        return None  # bytes are no sizes, and sets have no order
    try:
        return [_index(value)]
    except TypeError:
        pass
    try:
        return [_index(number) for number in value]
    except TypeError:
        return None


def _index(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError("not a number")
    return operator.index(value)


def cell(value: str, name: str) -> tuple[int, int]:
    """A cell, from `R,C`.

    >>> cell("2,1", "cell")
    (2, 1)
    """
    numbers = _numbers(value, ",")
    if numbers is None or len(numbers) != 2:
        raise ValueError(f"{name} must be R,C (row and column, from 0), not {shown(value)}")
    return _in_range(numbers[0], name, 0), _in_range(numbers[1], name, 0)


def channel(value: str) -> tuple[int, ...] | Literal["all"]:
    """The channel that is meant, from `C`, `N,C` or `all`.

    >>> channel("5"), channel("0,2"), channel("all")
    ((5,), (0, 2), 'all')
    """
    return "all" if value == "all" else one_channel(value, "C, N,C (from 0) or all")


def one_channel(value: object, forms: str = "C or N,C (from 0)") -> tuple[int, ...]:
    """The same of one channel alone, from a number, numbers or text.

    >>> one_channel(5), one_channel((0, 2)), one_channel("0,2")
    ((5,), (0, 2), (0, 2))
    """
    numbers = _numbers(value, ",")
    if not numbers or len(numbers) > LARGEST_DIMENSIONS:
        raise ValueError(f"channel must be {forms}, not {shown(value)}")
    return tuple(_in_range(number, "channel", 0) for number in numbers)


def names(value: str) -> tuple[str, ...]:
    """The matrices to show, from names with commas between them, or `all`.

    >>> names("input, hits")
    ('input', 'hits')
    """
    found = tuple(name.strip() for name in value.split(","))
    return tuple(choice(name, "show", (*MATRICES, "all")) for name in found)


def one_of_both(loss: object, upstream: object) -> None:
    """Refuse a loss beside an upstream gradient."""
    if loss is not None and upstream is not None:
        raise ExclusiveError("loss", "upstream")
