"""Pooling from Python: arguments judged once, results that show themselves.

A result is the core's problem and prints as poolviz's first screen. The screen is loaded only
when a result is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolviz.arguments import (
    LOSSES,
    TIES,
    choice,
    flag,
    one_channel,
    one_of_both,
    placement,
    whole,
)
from poolviz.core import pooling
from poolviz.core.geometry import settle
from poolviz.core.matrix import Floats, matrix
from poolviz.core.problem import Loss, Ties
from poolviz.shown import Shown, shown_as

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolviz.read.channels import Loaded

Size = int | tuple[int, int] | str
Sides = int | tuple[int, ...] | str


class MaxPooling(pooling.MaxPooling, Shown):
    """Max pooling; see `poolviz.max_pool`."""


class AvgPooling(pooling.AvgPooling, Shown):
    """Average pooling; see `poolviz.avg_pool`."""


def max_pool(
    x: object,
    kernel: Size | None = None,
    stride: Size | None = None,
    padding: Sides = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    ties: Ties = "first",
    loss: Loss | None = None,
    upstream: object = None,
    output_size: Size | None = None,
    channel: int | tuple[int, ...] | str | None = None,
) -> MaxPooling:
    """Max pooling of one matrix, forward and backward.

    >>> p = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]])
    >>> p.output
    array([[5., 6.],
           [9., 6.]])

    The stride is the kernel unless given; sizes are one number or (height, width):

    >>> max_pool([[1, 3, 1, 4], [5, 2, 4, 6]], kernel=2, stride=1).output
    array([[5., 4., 6.]])

    Windows that overlap can choose the same cell; its gradient adds up:

    >>> max_pool([[1, 9, 2]], kernel=(1, 2), stride=1).gradient
    array([[0., 1., 0.]])

    Padding is never chosen. It is a number, (height, width), (top, left, bottom, right), "same"
    or "same-lower":

    >>> max_pool([[-3, -1]], kernel=2, padding=1, stride=1).output
    array([[-3., -1., -1.],
           [-3., -1., -1.]])

    With an output size the windows are shared out over the input, and may differ in size
    (adaptive pooling); it stands in place of kernel, stride, padding, dilation and ceil mode:

    >>> max_pool([[1, 9, 2, 4, 3]], output_size=(1, 3)).output
    array([[9., 9., 4.]])

    Where cells share the maximum, `ties` says who gets the gradient: "first" or "last" in
    row-major order, "split" in equal parts, or "all" of them the whole:

    >>> max_pool([[7, 7]], kernel=(1, 2), ties="split").gradient
    array([[0.5, 0.5]])

    The loss is the "mean" of the output, or its "sum"; or `upstream` gives dLoss/dOutput itself:

    >>> max_pool([[1, 2, 3, 4]], kernel=(1, 2), upstream=[[10, 20]]).gradient
    array([[ 0., 10.,  0., 20.]])

    Of an array or tensor (C, H, W) or (N, C, H, W), `channel` picks one matrix, C or (N, C), and
    the same one of `upstream`, if that has channels as well:

    >>> max_pool([[[1, 9]], [[2, 4]]], kernel=(1, 2), channel=1).output
    array([[4.]])

    Returns a result with `output`, `argmax`, `hits`, `coverage`, `upstream` and `gradient`.
    Raises ValueError where an argument is out of range, no window fits, there is no such channel,
    or a number does not fit into float64.

    Sizes, argmax and gradient are those of PyTorch's `max_pool2d` and `adaptive_max_pool2d`;
    `padding="same"` and uneven padding those of ONNX's MaxPool.
    """
    rule = choice(ties, "ties", TIES)
    loaded = taken(x, channel)
    height, width = loaded.matrix.shape
    windows = placement(kernel, stride, padding, dilation, ceil_mode, output_size)
    geometry = settle((height, width), windows)
    given = differentiated(loss, upstream, loaded)
    return shown_as(MaxPooling(loaded.matrix, geometry, rule, *given), loaded)


def avg_pool(
    x: object,
    kernel: Size | None = None,
    stride: Size | None = None,
    padding: Sides = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor: int | None = None,
    loss: Loss | None = None,
    upstream: object = None,
    output_size: Size | None = None,
    channel: int | tuple[int, ...] | str | None = None,
) -> AvgPooling:
    """Average pooling of one matrix, forward and backward.

    >>> p = avg_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]])
    >>> p.output
    array([[2.75, 3.75],
           [5.5 , 3.5 ]])

    Every cell of a window gets 1/divisor of the window's upstream gradient:

    >>> avg_pool([[1, 3], [5, 2]]).gradient
    array([[0.25, 0.25],
           [0.25, 0.25]])

    Padding is 0 and counts in the divisor, unless told otherwise:

    >>> avg_pool([[6.0]], kernel=(1, 2), padding=(0, 0, 0, 1)).output
    array([[3.]])
    >>> avg_pool([[6.0]], kernel=(1, 2), padding=(0, 0, 0, 1), count_include_pad=False).output
    array([[6.]])

    `divisor` is used in place of the count, forward and backward:

    >>> avg_pool([[1, 3]], kernel=(1, 2), divisor=1).output
    array([[4.]])

    With an output size the windows are shared out over the input (adaptive pooling); one window
    is global pooling. It also stands in place of `count_include_pad` and `divisor`:

    >>> avg_pool([[1, 3, 1, 4], [5, 2, 4, 6]], output_size=1).output
    array([[3.25]])

    Arguments not named here are as in `max_pool`.

    Returns a result with `output`, `divisors`, `hits`, `coverage`, `upstream` and `gradient`.
    Raises ValueError where an argument is out of range, no window fits, or a number leaves
    float64's range.

    Sizes, divisors and gradient are those of PyTorch's `avg_pool2d` and `adaptive_avg_pool2d`;
    dilation, `padding="same"` and uneven padding those of ONNX's AveragePool.
    """
    padding_counts = flag(count_include_pad, "count_include_pad")
    own = None if divisor is None else whole(divisor, "divisor", 1)
    loaded = taken(x, channel)
    height, width = loaded.matrix.shape
    windows = placement(kernel, stride, padding, dilation, ceil_mode, output_size)
    geometry = settle((height, width), windows)
    given = differentiated(loss, upstream, loaded)
    return shown_as(AvgPooling(loaded.matrix, geometry, padding_counts, own, *given), loaded)


def pool(operation: str, x: object, options: Mapping[str, object]) -> MaxPooling | AvgPooling:
    """The pooling of that operation; the options are judged as in `max_pool` and `avg_pool`.

    >>> pool("max", [[1, 3], [5, 2]], {"kernel": "1x2"}).output.tolist()
    [[3.0], [5.0]]
    """
    return POOLS[operation](x, **options)


POOLS: dict[str, Callable[..., MaxPooling | AvgPooling]] = {"max": max_pool, "avg": avg_pool}
"""The operations by their names."""


def taken(x: object, channel: object) -> Loaded:
    """The matrix, and which channel it is; an array that has others needs its number.

    >>> taken([[[1, 2]], [[3, 4]]], 1)
    Loaded(matrix=array([[3., 4.]]), channel=(1,), sizes=(2,), example=False)
    """
    from poolviz.read.channels import Loaded, chosen, of_values

    return Loaded(matrix(x)) if channel is None else chosen(of_values(x), one_channel(channel))


def differentiated(
    loss: object, upstream: object, loaded: Loaded
) -> tuple[Loss | None, Floats | None]:
    """What is differentiated: the loss, or the upstream gradient, of the channel of the input.

    >>> differentiated(None, [[[5]], [[6]]], taken([[[1, 2]], [[3, 4]]], 1))
    (None, array([[6.]]))
    """
    one_of_both(loss, upstream)
    if upstream is None:
        return choice("mean" if loss is None else loss, "loss", LOSSES), None
    if loaded.channel is None:
        return None, matrix(upstream, "upstream gradient")
    from poolviz.read.channels import beside, of_values

    return None, beside(of_values(upstream, "upstream gradient"), loaded)
