"""A way to compute one matrix of a problem, the right one or a mistaken one, as a value.

Every choice that a mistake can change stands here as a field; a mistake is a function from one
attempt to another, and two mistakes together are one function after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from poolviz.core.geometry import Placement
from poolviz.core.pooling import Loss, Operation, Pooling, Ties

Matrix = Literal["output", "argmax", "divisors", "hits", "coverage", "gradient"]

MATRICES: tuple[Matrix, ...] = ("output", "argmax", "divisors", "hits", "coverage", "gradient")
"""The matrices that can be answered."""

OF_WINDOWS: tuple[Matrix, ...] = ("output", "argmax", "divisors")
"""The matrices with a cell for each window; the others have one for each cell of the input."""

Adding = Literal["sum", "last that hits", "last that sees"]
"""What a cell keeps of what several windows send it."""


@dataclass(frozen=True)
class Attempt:
    """How one matrix is computed.

    >>> from poolviz import max_pool
    >>> right = Attempt.right(max_pool([[7, 7]], kernel=(1, 2)), "hits")
    >>> right.ties, right.but(ties="last").ties
    ('first', 'last')
    """

    matrix: Matrix
    operation: Operation
    placement: Placement
    ties: Ties = "first"
    count_include_pad: bool = True
    divisor: int | None = None
    loss: Loss | None = "mean"
    """None: the upstream gradient that is given."""
    spread: bool = False
    """Whether max sends back as avg does."""
    zero_padded: bool = False
    """Whether the padding is a part of the input that holds 0."""
    adding: Adding = "sum"
    transposed: bool = False
    counted_from: int = 0

    @classmethod
    def right(cls, problem: Pooling, matrix: Matrix) -> Attempt:
        """The problem as it is asked."""
        own = {name: getattr(problem, name) for name in problem.OPTIONS}
        placement = problem.geometry.placement
        return cls(matrix, problem.operation, placement, loss=problem.loss, **own)

    def but(self, **changes: Any) -> Attempt:
        """The same with other choices."""
        return replace(self, **changes)

    def placed(self, **changes: Any) -> Attempt:
        """The same with windows in other places."""
        return self.but(placement=self.placement._replace(**changes))

    @property
    def operations(self) -> set[Operation]:
        """The operations whose mistakes can be made in it."""
        return {"max", "avg"} if self.spread else {self.operation}

    @property
    def sender(self) -> Attempt:
        """The attempt by which the windows send: that of avg, where their gradient is spread."""
        return self.but(operation="avg", spread=False) if self.spread else self

    @property
    def adaptive(self) -> bool:
        """Whether the output's size is asked for, and kernel, stride and the like are not."""
        return self.placement.output_size is not None

    @property
    def area(self) -> int | None:
        """The kernel's cells; None where every window has its own size."""
        kernel = self.placement.kernel
        return kernel[0] * kernel[1] if kernel is not None and not self.adaptive else None


def matrices(problem: Pooling) -> tuple[Matrix, ...]:
    """The matrices of a problem that can be answered.

    >>> from poolviz import avg_pool
    >>> matrices(avg_pool([[1, 2]], kernel=1))
    ('output', 'divisors', 'hits', 'coverage', 'gradient')
    """
    return tuple(m for m in MATRICES if m not in ("argmax", "divisors") or m in problem.EXTRA)
