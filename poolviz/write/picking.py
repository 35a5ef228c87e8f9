"""Which rows or columns of a large matrix are shown, where single ones of them must be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def gapped(taken: Iterable[int], numbers: range) -> list[int | None]:
    """Some of the numbers in order, None wherever others are missing.

    >>> gapped([7, 1, 2], range(9))
    [None, 1, 2, None, 7, None]
    """
    shown: list[int | None] = []
    before = numbers[0] - 1
    for number in sorted(taken):
        shown += [None] * (number > before + 1) + [number]
        before = number
    return shown + [None] * (before < numbers[-1])


def outwards(numbers: range, focus: Sequence[int]) -> Iterator[int]:
    """The numbers of a focus, then those beside them, ever further away.

    >>> list(outwards(range(8), (6, 1)))
    [6, 1, 5, 7, 0, 2, 4, 3]
    """
    yield from focus
    taken = set(focus)
    for away in range(1, len(numbers)):
        for number in focus:
            for beside in (number - away, number + away):
                if beside in numbers and beside not in taken:
                    taken.add(beside)
                    yield beside


def nearest(numbers: range, focus: Sequence[int], most: int) -> list[int | None]:
    """Of a focus as many numbers as there is room for, then those beside them.

    A None counts as one of the most.

    >>> nearest(range(100), (70, 3), 7), nearest(range(100), (70, 3), 3)
    ([None, 3, None, 69, 70, 71, None], [None, 70, None])
    """
    order = outwards(numbers, focus)
    taken = [next(order)]
    shown = gapped(taken, numbers)
    for number in order:
        more = gapped([*taken, number], numbers)
        if len(more) > most:
            break
        taken.append(number)
        shown = more
    return shown
