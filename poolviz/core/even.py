"""One axis of a walk over windows of one size: folded by doubling."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from poolviz.core.merging import Merge, Neutral, Sources, Stack, resized


class Even(NamedTuple):
    """One axis of a walk over windows of one size.

    Item e lies at place offset + e, and result i is made of the `kernel` places i * stride,
    i * stride + dilation, …; a place without an item is neutral.
    """

    offset: int
    kernel: int
    dilation: int
    stride: int
    results: int

    def places(self) -> int:
        """How many places the results reach over."""
        return (self.results - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    def items(self) -> tuple[slice, slice]:
        """Which items lie on the places, and where among those."""
        start = max(0, -self.offset)
        stop = max(start, self.places() - self.offset)
        return slice(start, stop), slice(start + self.offset, None)

    @property
    def most(self) -> int:
        """The most items that one result is made of."""
        return self.kernel

    @property
    def sources(self) -> slice:
        """The items that these results are made of."""
        return self.items()[0]

    @property
    def first(self) -> int:
        """Where place 0 lies on the axis."""
        return -self.offset

    def height(self, cells: int) -> int:
        """So many results are worked on at a time if a band is to have so many rows of places."""
        return max(1, cells, self.kernel * self.dilation // self.stride)

    def band(self, start: int, most: int) -> Even:
        """The walk of at most so many results, from one on."""
        results = min(most, self.results - start)
        return self._replace(offset=self.offset - start * self.stride, results=results)

    def fold(self, axis: int, stack: Stack, merge: Merge, neutral: Neutral = ()) -> Stack:  # noqa: ARG002
        """Fold along one axis of the stack, by doubling."""

        def pick(
            stack: Stack, tap: int, count: int = self.results, step: int = self.stride
        ) -> Stack:
            start = tap * self.dilation
            taken = slice(start, start + (count - 1) * step + 1, step)
            if axis == 0:
                return tuple(p[taken] for p in stack)
            across = tuple(p[:, taken] for p in stack)
            # Every second cell is gathered first: merges that read more than once read
            # neighbours several times as fast.
            return tuple(map(np.ascontiguousarray, across)) if step > 1 < len(stack) else across

        if self.kernel <= 2 * self.stride:  # hardly any overlap: nothing to share between windows
            done = pick(stack, 0, self.results, self.stride)
            for tap in range(1, self.kernel):
                done = merge(done, pick(stack, tap, self.results, self.stride))
            return done
        reached, size, places = 0, 1, self.places()
        result: Stack = ()
        while True:  # `stack` holds windows of `size`; `result` the first `reached` of a window
            if self.kernel & size:
                piece = pick(stack, reached, self.results, self.stride)
                result = merge(result, piece) if result else piece
                reached += size
            if reached == self.kernel:
                return result
            places -= size * self.dilation
            stack = merge(pick(stack, 0, places, 1), pick(stack, size, places, 1))
            size *= 2

    def joined(self, axis: int, merge: Merge, sources: Sources) -> Sources:  # noqa: ARG002
        """No two windows are alike."""
        return sources


class Apart(NamedTuple):
    """One axis of the way back from windows that lie `spacing` apart.

    Item e, a window, lies at place offset + e * spacing, and result i, a cell, is made of those
    that lie on the `kernel` places i, i + dilation, … Results `spacing` apart are made of items in
    the same way; so the results are taken in so many turns, and in each the items are neighbours.
    """

    offset: int
    spacing: int
    kernel: int
    dilation: int
    results: int

    @property
    def turns(self) -> tuple[tuple[int, Even], ...]:
        """For the first few results: the first item of each, and the walk from there on."""
        return _turns(self)

    @property
    def _reach(self) -> tuple[int, int]:
        """The first of all items, and one past the last; also such as there are not."""
        return _reach(self)

    @property
    def most(self) -> int:
        """The most items that one result is made of; with dilation it may be fewer."""
        return self.kernel if self.dilation > 1 else -(-self.kernel // self.spacing)

    @property
    def sources(self) -> slice:
        """The items that these results are made of."""
        return self.items()[0]

    @property
    def first(self) -> int:
        """The first item."""
        return self._reach[0]

    def places(self) -> int:
        """How many items the results reach over."""
        first, end = self._reach
        return end - first

    def items(self) -> tuple[slice, slice]:
        """Which items there are, and where among those that the results reach over."""
        first, end = self._reach
        start = max(0, first)
        return slice(start, max(start, end)), slice(start - first, None)

    def height(self, cells: int) -> int:
        """So many results are worked on at a time if a band is to have so many rows."""
        return max(cells, self.kernel * self.dilation)

    def band(self, start: int, most: int) -> Apart:
        """The walk of at most so many results, from one on."""
        results = min(most, self.results - start)
        return self._replace(offset=self.offset - start, results=results)

    def fold(self, axis: int, stack: Stack, merge: Merge, neutral: Neutral = ()) -> Stack:
        """Fold along one axis of the stack, a turn at a time."""
        results = tuple(resized(part, axis, self.results) for part in stack)
        alone = tuple(map(np.asarray, neutral))
        reached, _ = self._reach
        for turn, (first, walk) in enumerate(self.turns):
            start = first - reached
            if walk.kernel:
                taken = (slice(None),) * axis + (slice(start, start + walk.places()),)
                folded = walk.fold(axis, tuple(part[taken] for part in stack), merge)
            else:
                folded = alone
            at = (slice(None),) * axis + (slice(turn, None, self.spacing),)
            for result, part in zip(results, folded, strict=True):
                result[at] = part
        return results

    def joined(self, axis: int, merge: Merge, sources: Sources) -> Sources:  # noqa: ARG002
        """No two windows are alike."""
        return sources


@lru_cache(maxsize=16)
def _turns(walk: Apart) -> tuple[tuple[int, Even], ...]:
    """A band asks for them again and again."""
    common = math.gcd(walk.spacing, walk.dilation)
    every, gap = walk.spacing // common, walk.dilation // common
    inverse = pow(gap, -1, every)
    turns: list[tuple[int, Even]] = []
    for result in range(min(walk.spacing, walk.results)):
        count = len(range(result, walk.results, walk.spacing))
        # The first tap that meets an item is found by the inverse, if there is one.
        steps, beside = divmod(walk.offset - result, common)
        tap = steps * inverse % every
        taps = 0 if beside else len(range(tap, walk.kernel, every))
        item = (result + tap * walk.dilation - walk.offset) // walk.spacing
        turns.append((item, Even(0, taps, gap, 1, count)))
    return tuple(turns)


@lru_cache(maxsize=16)
def _reach(walk: Apart) -> tuple[int, int]:
    """So often, too."""
    ends = [(first, first + even.places()) for first, even in walk.turns if even.kernel]
    return min((first for first, _ in ends), default=0), max((e for _, e in ends), default=0)
