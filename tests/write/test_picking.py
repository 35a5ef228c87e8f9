"""Which rows and columns are shown where single ones must be seen."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from poolviz.write.picking import nearest, outwards

LINES = st.integers(1, 40).flatmap(
    lambda length: st.tuples(
        st.just(range(-2, length - 2)),
        st.lists(st.integers(-2, length - 3), min_size=1, unique=True),
    )
)


@given(LINES, st.integers(3, 40))
def test_as_many_as_fit_the_first_of_a_focus_first(
    line: tuple[range, list[int]], most: int
) -> None:
    """In order, an ellipsis wherever some are missing and nowhere else."""
    numbers, focus = line
    shown = nearest(numbers, focus, most)
    taken = [number for number in shown if number is not None]
    assert len(shown) <= most
    assert focus[0] in taken
    if len(taken) < len(focus):
        assert set(taken) == set(focus[: len(taken)])
    else:
        assert set(focus) <= set(taken)
    ends = [numbers[0] - 1, *taken, numbers[-1] + 1]
    expected: list[int | None] = []
    for before, number in pairwise(ends):
        expected += [None] * (number > before + 1) + [number]
    assert shown == expected[:-1]


@given(LINES)
def test_outwards_each_number_comes_once_the_nearer_the_sooner(
    line: tuple[range, list[int]],
) -> None:
    """After the focus, by the distance from it."""
    numbers, focus = line
    order = list(outwards(numbers, focus))
    assert order[: len(focus)] == focus
    assert sorted(order) == list(numbers)
    away = [min(abs(number - at) for at in focus) for number in order]
    assert away == sorted(away)
