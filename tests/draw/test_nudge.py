"""The view of a nudged cell, and that of all cells: whole views, and what their marks mean."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from naive_nudge import Nudging
from strategies import TIED, USUAL, Problem, problems
from views import plain, rows

from poolviz import avg_pool, max_pool
from poolviz.draw import nudge as view
from poolviz.draw.blocks import Panel, Panels
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.nudge import nudge
from poolviz.explain.slopes import nudges
from poolviz.explain.telling import telling
from poolviz.explain.telling_nudge import NudgeTelling
from poolviz.explain.telling_slopes import SlopesTelling

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIE = [[7, 7, 2], [7, 1, 7], [0, 7, 7]]
REPORTS = "! the slopes and the gradient differ: a gradient check reports it"
PASSES = ": the slopes differ, and the gradient is their mean: a check passes"


def one(problem: Any, cell: tuple[int, int], **asked: Any) -> list[Any]:
    """The view of one cell."""
    return plain(view.blocks(telling(account(problem)), Asked(**asked), cell))


def every(problem: Any, **asked: Any) -> list[Any]:
    """The view of all cells."""
    return plain(view.every(telling(account(problem)), Asked(**asked)))


def test_a_winner() -> None:
    """The input with the cell framed, and the outputs on either side with what moved marked."""
    problem = max_pool(WORKED, stride=1)
    assert one(problem, (2, 0)) == [
        "## cell (2, 0) = 9, nudged by 0.1",
        ("input", "1 3 1 4", "5* 2 4* 6*", "[9*] 6* 1 2", "3 4 5 6*"),
        ("output at 9 - 0.1", "5 4 6", "8.9< 6 6", "8.9< 6 6"),
        ("output", "5 4 6", "9 6 6", "9 6 6"),
        ("output at 9 + 0.1", "5 4 6", "9.1> 6 6", "9.1> 6 6"),
        "* won a window",
        "< shrinks",
        "> grows",
        *NudgeTelling(nudge(problem, (2, 0))).sentences(),
    ]


def test_a_tie() -> None:
    """Smaller, nothing moves; exact numbers where they are asked for."""
    problem = max_pool(TIE, stride=1)
    assert one(problem, (0, 0), fractions=True)[:8] == [
        "## cell (0, 0) = 7, nudged by 0.1",
        ("input", "[7*=] 7*= 2", "7*= 1 7*=", "0 7= 7="),
        ("output at 7 - 0.1", "7 7", "7 7"),
        ("output", "7 7", "7 7"),
        ("output at 7 + 0.1", "71/10> 7", "7 7"),
        "* won a window",
        "= tied for a maximum",
        "> grows",
    ]


def test_a_loser() -> None:
    """Nothing moves, so the output stands there once."""
    assert one(max_pool(WORKED), (0, 0))[1:4] == [
        ("input", "[1] 3 1 4", "5* 2 4 6*", "9* 6 1 2", "3 4 5 6*"),
        ("output", "5 6", "9 6"),
        "* won a window",
    ]


def test_an_average_with_its_edges() -> None:
    """The padding is drawn where it is asked for; the cell keeps its place."""
    shown = one(avg_pool([[6, 2]], kernel=(1, 2), padding=(0, 1), stride=1), (0, 0), edges=True)
    assert shown[1:5] == [
        ("padded input", "0+ [6] 2 0+"),
        ("output at 6 - 0.1", "2.95< 3.95< 1"),
        ("output", "3 4 1"),
        ("output at 6 + 0.1", "3.05> 4.05> 1"),
    ]


def test_what_must_be_seen() -> None:
    """Of a large problem the cell, and the outputs that see it, if there are any."""
    problem = max_pool([[1.0] * 40] * 40, kernel=3, stride=2)

    def focus(cell: tuple[int, int]) -> list[Any]:
        blocks = view.blocks(telling(account(problem)), Asked(), cell)
        [panels] = [block.panels for block in blocks if isinstance(block, Panels)]
        return [panel.focus for panel in panels]

    outputs = range(9, 11), range(4, 5)
    assert focus((20, 9)) == [(range(20, 21), range(9, 10)), *[outputs] * 3]
    assert focus((39, 0)) == [(range(39, 40), range(1)), None]


def test_all_cells() -> None:
    """Both slopes, the gradient and the central difference; two signs for the two kinds of tie."""
    problem = max_pool(TIE, stride=1)
    assert every(problem) == [
        "## every cell nudged",
        ("left slope", "0! 0: 0", "0: 0 0:", "0 0! 0!"),
        ("right slope", "0.25! 0.5: 0", "0.5: 0 0.5:", "0 0.5! 0.25!"),
        ("gradient", "0.25! 0.25: 0", "0.25: 0 0.25:", "0 0! 0!"),
        ("central difference", "0.125! 0.25: 0", "0.25: 0 0.25:", "0 0.25! 0.125!"),
        REPORTS,
        PASSES,
        *SlopesTelling(nudges(problem)).sentences(),
    ]


def test_all_cells_exactly() -> None:
    """Fractions where they are asked for; a sign that does not occur is not explained."""
    assert every(max_pool(TIE, stride=1, ties="split"), fractions=True)[1:6] == [
        ("left slope", "0! 0! 0", "0! 0 0!", "0 0! 0!"),
        ("right slope", "1/4! 1/2! 0", "1/2! 0 1/2!", "0 1/2! 1/4!"),
        ("gradient", "1/12! 5/24! 0", "5/24! 0 5/24!", "0 5/24! 1/12!"),
        ("central difference", "1/8! 1/4! 0", "1/4! 0 1/4!", "0 1/4! 1/8!"),
        REPORTS,
    ]


def test_all_cells_without_a_report() -> None:
    """The central difference would be the gradient once more."""
    assert every(max_pool([[3, 3, 1, 2]], kernel=(1, 2), ties="split"))[1:5] == [
        ("left slope", "0: 0: 0 0.5"),
        ("right slope", "0.5: 0.5: 0 0.5"),
        ("gradient", "0.25: 0.25: 0 0.5"),
        PASSES,
    ]
    names = [part[0] for part in every(avg_pool(WORKED)) if isinstance(part, tuple)]
    assert names == ["left slope", "right slope", "gradient"]


def test_equal_slopes_look_equal() -> None:
    """One scale of shades for all the matrices: 1/4 is weak beside 1 wherever it stands."""
    problem = max_pool([[9, 1, 3, 3]], kernel=(1, 2), upstream=[[0.25, 1]])
    blocks = view.every(telling(account(problem)), Asked())
    [panels] = [block.panels for block in blocks if isinstance(block, Panels)]
    roles = {panel.name: [panel.mark(0, c).role for c in range(4)] for panel in panels}
    assert roles == {name: ["more1", "zero", "differs", "differs"] for name in roles}


@settings(deadline=None, max_examples=60)
@given(problems(side=4, values=TIED | USUAL))
def test_the_outputs_drawn_are_those_of_the_moved_input(problem: Problem) -> None:
    """What stands under `output at 9 + 0.1` is what pooling the moved input gives."""
    pooled = problem.pooled()
    blocks = view.blocks(telling(account(pooled)), Asked(fractions=True), (0, 0))
    panels = [p for block in blocks if isinstance(block, Panels) for p in block.panels]
    naively, step = Nudging(problem), nudge(pooled, (0, 0)).step
    for panel, moved in zip(panels[1::2], (-step, step), strict=False):
        if len(panels) == 4:
            assert numbers(panel) == naively.pooled(naively.moved((0, 0), moved)).output
    assert numbers(panels[-2 if len(panels) == 4 else -1]) == naively.pooled().output


def numbers(panel: Panel) -> list[list[Any]]:
    """The numbers of a panel."""
    assert len(rows(panel)) == len(panel.rows)
    return [[panel.value(r, c) for c in panel.columns] for r in panel.rows]
