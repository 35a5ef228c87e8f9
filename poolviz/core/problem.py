"""What every pooling problem has: a matrix, windows, and what is differentiated."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, ClassVar, Literal, TypeVar

import numpy as np

from poolviz.core.exact import total
from poolviz.core.geometry import Advised, ExclusiveError, Geometry, Placement, settle, size
from poolviz.core.matrix import Counts, Floats, fixed, in_range, kept
from poolviz.core.windows import Windows

Operation = Literal["max", "avg"]
Loss = Literal["mean", "sum"]
Ties = Literal["first", "last", "split", "all"]
P = TypeVar("P", bound="Problem")


class Problem:
    """A matrix, the windows on it, and a loss or the upstream gradient itself."""

    operation: ClassVar[Operation]
    OPTIONS: ClassVar[tuple[str, ...]]
    """The options that this operation has and the other has not."""
    EXTRA: ClassVar[tuple[str, ...]]
    """The matrices that this operation has and the other has not."""

    def __init__(
        self, x: Floats, geometry: Geometry, loss: Loss | None, upstream: Floats | None
    ) -> None:
        self.input, self.geometry = fixed(x), geometry
        self.windows = Windows(geometry)
        self.loss: Loss | None = None if upstream is not None else loss or "mean"
        self.given = None if upstream is None else self._fitting(fixed(upstream))

    output: cached_property[Floats]
    hits: cached_property[Counts]
    gradient: cached_property[Floats]

    @property
    def loss_over(self) -> int:
        """What the loss divides by: the number of windows for `mean`, 1 otherwise."""
        rows, columns = self.geometry.shape
        return rows * columns if self.loss == "mean" else 1

    @property
    def sent(self) -> Floats:
        """What the windows send, times `loss_over`: the upstream gradient given, or ones."""
        return np.broadcast_to(1.0, self.geometry.shape) if self.given is None else self.given

    @kept
    def upstream(self) -> Floats:
        """dLoss/dOutput: the one given, or 1/n for `mean` of n windows and 1 for `sum`."""
        if self.given is not None:
            return self.given
        return np.broadcast_to(1 / self.loss_over, self.geometry.shape)

    @kept
    def coverage(self) -> Counts:
        """How many windows see each cell."""
        return self.windows.coverage()

    @cached_property
    def loss_value(self) -> float | None:
        """The mean or the sum of the output; None where the upstream gradient was given."""
        if self.loss is None:
            return None
        return in_range(partial(total, self.output, self.loss_over), f"the loss, a {self.loss},")

    def _fitting(self, upstream: Floats) -> Floats:
        """The upstream gradient, if there is a number for each window."""
        if upstream.shape != self.geometry.shape:
            rows, columns = self.geometry.shape
            raise Advised(
                f"the upstream gradient is {size(upstream.shape)} and the output "
                f"{size(self.geometry.shape)}; they must have the same size",
                f"write {rows} row{'s' * (rows > 1)} of {columns} number{'s' * (columns > 1)}",
            )
        return upstream


def otherwise(problem: P, **changes: Any) -> P:
    """The same problem with other options.

    Takes the fields of `Placement`, the operation's own options, `loss` and `upstream`, each
    as the core holds it. Without a stride it is the kernel, and "same" padding is found anew.
    Raises TypeError where the operation has no such option, ValueError where there is no
    such problem.

    >>> import numpy as np
    >>> from poolviz.core.pooling import MaxPooling
    >>> x = np.array([[1.0, 9.0, 2.0]])
    >>> row = MaxPooling(x, settle((1, 3), Placement(kernel=(1, 2), stride=(1, 1))))
    >>> row.output, otherwise(row, kernel=(1, 3)).output
    (array([[9., 9.]]), array([[9.]]))
    """
    options = {name: getattr(problem, name) for name in problem.OPTIONS}
    windows = {name: changes.pop(name) for name in Placement._fields if name in changes}
    unknown = sorted(changes.keys() - options.keys() - {"loss", "upstream"})
    if unknown:
        raise TypeError(f"{problem.operation} pooling has no option {unknown[0]!r}")
    if changes.get("loss") is None and "upstream" not in changes:
        changes["upstream"] = problem.given
    if changes.get("upstream") is None:
        changes.setdefault("loss", problem.loss)
    elif changes.get("loss") is not None:
        raise ExclusiveError("loss", "upstream")
    geometry = problem.geometry
    if windows:
        geometry = settle(geometry.input_shape, geometry.placement.but(**windows))
    return type(problem)(problem.input, geometry, **{**options, **changes})
