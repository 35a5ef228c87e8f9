"""Matrices in a stack, as a feature map has them: (C, H, W) or (N, C, H, W); one is picked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from poolviz.core.matrix import matrix
from poolviz.read.numerals import Fault
from poolviz.words import size

if TYPE_CHECKING:
    from poolviz.core.matrix import Floats

Channel = tuple[int, ...]
"""The numbers that pick a matrix: (C,) or (N, C)."""

AXES = ("axis", "axis", "axis", "axis", "image", "channel")
"""What the leading axes are the axes of; all but two of them have a size of 1."""


class Stack(NamedTuple):
    """Matrices along leading axes; nothing of a matrix is looked at before it is picked."""

    leading: tuple[int, ...]
    size: Callable[[], tuple[int, ...]]
    """Height and width of the first."""
    pick: Callable[[int], Floats]
    """The matrix of some number, counted through all leading axes."""


class Loaded(NamedTuple):
    """A matrix, the numbers that picked it, and the sizes of their axes; None where none did.

    `example`: it is the worked example, because there was nothing to read.
    """

    matrix: Floats
    channel: Channel | None = None
    sizes: tuple[int, ...] | None = None
    example: bool = False


class NoChannelError(Fault):
    """A channel that does not exist; the numbers are at fault, not the array."""


def chosen(stack: Stack, channel: Channel | None) -> Loaded:
    """The matrix of a channel; without one, the only one that there is."""
    if channel is None:
        if math.prod(stack.leading) > 1:
            raise _several(stack)
        return Loaded(stack.pick(0))
    turn, sizes = numbered(stack, channel)
    return Loaded(stack.pick(turn), channel, sizes)


def beside(stack: Stack, loaded: Loaded) -> Floats:
    """What goes with a matrix that a channel picked: a matrix itself, or one of as many channels.

    Raises Fault where an array has other channels than the one that the matrix is from.
    """
    if math.prod(stack.leading) == 1 or loaded.channel is None:
        return chosen(stack, None).matrix
    turn, sizes = numbered(stack, loaded.channel)
    if sizes != loaded.sizes:
        axes = "images and channels" if len(sizes) > 1 else "channels"
        what = f"{_described(stack)}, and the input has {size(loaded.sizes or sizes)} {axes}"
        raise Fault(what, hint="give an array with the same channels, or one matrix for all")
    return stack.pick(turn)


def of_values(values: Any, name: str = "input") -> Stack:
    """The matrices in an array, a tensor or nested lists; `name` is what errors call them.

    >>> chosen(of_values([[[1, 2]], [[3, 4]]]), (1,))
    Loaded(matrix=array([[3., 4.]]), channel=(1,), sizes=(2,), example=False)
    """
    shape = _shape(values)
    leading = shape[:-2]

    def pick(turn: int) -> Floats:
        part, rest = values, shape
        for index in np.unravel_index(turn, leading):
            part, rest = part[int(index)], rest[1:]
            found = _shape(part)
            if (len(found), found[:-2]) != (len(rest), rest[:-2]):
                raise Fault(f"the channels of the {name} must have the same size")
        return matrix(part, name)

    return Stack(leading, lambda: (shape[-2], shape[-1]), pick)


def _shape(values: Any) -> tuple[int, ...]:
    """The sizes of an array, or of nested lists by the first of each."""
    if isinstance(values, (list, tuple)):
        return (len(values), *(_shape(values[0]) if values else ()))
    return tuple(map(int, getattr(values, "shape", ())))


def numbered(stack: Stack, channel: Channel) -> tuple[int, tuple[int, ...]]:
    """The number of a channel through all leading axes, and the sizes of the axes it names."""
    if not stack.leading:
        raise _no_channels(stack)
    sizes = _named(stack, channel)
    turn = 0
    for axis, number, most in zip(AXES[-len(sizes) :], channel, sizes, strict=True):
        if number >= most:
            hint = f"they are numbered from 0 to {most - 1}"
            hint = hint if most > 1 else ("there is none", "there is only number 0")[most]
            raise NoChannelError(f"there is no {axis} {number}: {_described(stack)}", hint=hint)
        turn = turn * most + number
    return turn, sizes


def _no_channels(stack: Stack) -> NoChannelError:
    """What is said of a matrix; a fault of its own, such as that it is empty, comes first."""
    what = f"a matrix of {size(stack.pick(0).shape)} has no channels"
    return NoChannelError(what, hint="leave --channel out")


def each(stack: Stack) -> Iterator[Loaded]:
    """All matrices of a stack, in turn."""
    if not stack.leading:
        raise _no_channels(stack)
    sizes = _needed(stack)
    for turn in range(math.prod(sizes)):
        channel: Channel = ()
        rest = turn
        for most in reversed(sizes):
            channel = (rest % most, *channel)
            rest //= most
        yield Loaded(stack.pick(turn), channel, sizes)


def _needed(stack: Stack) -> tuple[int, ...]:
    """The sizes of the axes that must be named: without leading ones, but at least one."""
    sizes = stack.leading
    while len(sizes) > 1 and sizes[0] == 1:
        sizes = sizes[1:]
    if len(sizes) > 2:
        what = f"{_described(stack)}: a batch of channels has at most four dimensions"
        raise Fault(what, hint="take a part of it that has: x[0]")
    return sizes


def _named(stack: Stack, channel: Channel) -> tuple[int, ...]:
    """The sizes of the axes that some numbers name: the last of the leading ones."""
    least, most = len(_needed(stack)), len(stack.leading)
    if not least <= len(channel) <= most:
        axes = f"{len(channel)} axis" if len(channel) == 1 else f"{len(channel)} axes"
        what = f"channel {','.join(map(str, channel))} names {axes}: {_described(stack)}"
        raise NoChannelError(what, hint=f"give {_option(stack)}")
    return stack.leading[most - len(channel) :]


def _several(stack: Stack) -> Fault:
    what = f"{_described(stack)}; each channel is pooled by itself"
    return Fault(what, hint=f"add {_option(stack)} (poolviz learn channels)")


def _option(stack: Stack) -> str:
    axes, numbers = ("C", "0") if len(_needed(stack)) == 1 else ("N,C", "0,0")
    return f"--channel {axes}, such as --channel {numbers}"


def _described(stack: Stack) -> str:
    """The array with its axes."""
    shape = (*stack.leading, *stack.size())
    axes = {3: " (channels, rows, columns)", 4: " (images, channels, rows, columns)"}
    more = "×…" if len(shape) > 6 else ""
    return f"the array is {size(shape[:6])}{more}{axes.get(len(shape), '')}"
