"""The view of a judged answer: whole views."""

from __future__ import annotations

from typing import Any

from views import plain

from poolviz import max_pool
from poolviz.draw import check as view
from poolviz.draw.blocks import Panel, Panels
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.read.answer import read_answer
from poolviz.teach.check import judge
from poolviz.write.layout import arrange
from poolviz.write.lines import Style

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
OVERLAPPING = max_pool(WORKED, kernel=2, stride=1)


def shown(answer: str, matrix: str = "gradient", reveal: bool = False, **asked: Any) -> list[Any]:
    """The view of an answer."""
    judgement = judge(OVERLAPPING, read_answer(answer, matrix), matrix)
    return plain(view.blocks(telling(account(OVERLAPPING)), Asked(**asked), judgement, reveal))


def test_every_cell_of_an_answer_is_signed() -> None:
    """As it was written; then the mistake that gives it."""
    assert shown("0 0 0 0; 1/9 0 .11 1/9; 1/9 0.1111 0 ?; 0 0 0 1/9") == [
        "## check: gradient",
        "12 of 16 cells are right, 3 wrong, 1 not answered",
        (
            "your gradient",
            *("0= 0= 0= 0=", "1/9= 0= .11= 1/9!", "1/9! 0.1111! 0= ?", "0= 0= 0= 1/9="),
        ),
        *("= right", "! wrong", "? not answered"),
        "assigned gives exactly these numbers",
        "assigned: a cell that several windows hit gets the sum of what they send; writing a share "
        "into it in place of adding leaves only the last one",
        "(1, 3): window (1, 2) adds to what window (0, 2) sent: 1/9 + 1/9, you have 1/9",
    ]


def test_the_right_matrix_stands_beside_the_answer_only_if_revealed() -> None:
    """With the number of decimals, or as fractions, like everywhere."""
    answer = "5 4 6; 9 6 6; 9 6 7"
    hidden, revealed = (shown(answer, "output", reveal) for reveal in (False, True))
    right = ("right output", "5 4 6", "9 6 6", "9 6 6")
    assert hidden == [part for part in revealed if part != right]
    assert revealed == [
        "## check: output",
        "8 of 9 cells are right, 1 wrong",
        ("your output", "5= 4= 6=", "9= 6= 6=", "9= 6= 7!"),
        right,
        *("= right", "! wrong"),
        "no known mistake gives this: look again at (2, 2)",
        "--window 2,2 shows how this number comes about",
    ]
    revealed = shown("? ? ? ?; " * 3 + "0 0 0 0.2", reveal=True, fractions=True)
    assert ("right gradient", "0 0 0 0", "1/9 0 1/9 2/9", "2/9 2/9 0 0", "0 0 0 1/9") in revealed


def panels(answer: str, matrix: str = "gradient", **asked: Any) -> tuple[Panel, ...]:
    """The panels of an answer, the right one too."""
    judgement = judge(OVERLAPPING, read_answer(answer, matrix), matrix)
    told = view.blocks(telling(account(OVERLAPPING)), Asked(**asked), judgement, reveal=True)
    (found,) = [block.panels for block in told if isinstance(block, Panels)]
    return found


def test_what_is_wrong_is_what_must_be_seen() -> None:
    """Its rows and columns in both matrices, the first wrong cell first."""
    right = "0 0 0 0; 1/9 0 1/9 2/9; 2/9 2/9 0 0; 0 0 0 1/9"
    assert [panel.focus for panel in panels(right)] == [None, None]
    assert [panel.focus for panel in panels("0 0 0 7" + right[7:])] == [((0,), (3,))] * 2
    wrong = "0 0 0 7; 7 0 1/9 2/9; ? 2/9 0 0; 0 0 0 7"
    assert [panel.focus for panel in panels(wrong)] == [((0, 1, 3), (3, 0))] * 2


def test_the_right_number_has_as_many_decimals_as_tell_it_from_a_wrong_one() -> None:
    """Or as are asked for; places and what is wrong by more need no others."""
    start = "0 0 0 0; 1/9 0 1/9 2/9; 2/9 2/9 0 0; 0 0 0 "
    for number, decimals in (
        *(("1/9", 4), ("0.2", 4), ("0.1112", 4), ("nan", 4), ("?", 4)),
        *(("0.11114", 5), ("0.1111112", 7), ("0.1111111111112", 13), ("1.1e-99", 4)),
    ):
        assert panels(start + number)[1].decimals == decimals, number
    assert panels(start + "0.1111112", decimals=9)[1].decimals == 9
    third = f"{10**40 + 1}/{9 * 10**40}"  # which 20 decimals do not tell from the right one
    assert panels(start + third)[1].decimals == view.MOST
    assert panels("(1,0) (1,2) 7; 8 9 7; 8 9 14", "argmax")[1].decimals == 4


def test_the_cells_of_a_matrix_of_the_wrong_shape_are_not_signed() -> None:
    """What is right in it cannot be told."""
    assert shown("5 6; 9 6", "output") == [
        "## check: output",
        "the output is 3×3, the answer 2×2: that is the size with stride 2",
        ("your output", "5 6", "9 6"),
        "stride-kernel gives exactly this matrix",
        "stride-kernel: the windows move by the stride asked for, not by the kernel's size",
        "(0, 1): window (0, 1) covers columns 1 and 2, not columns 2 and 3, you have 6",
    ]


def test_a_right_answer() -> None:
    """Is right."""
    assert shown("(1,0) (1,2) 7; 8 9 7; 8 9 15", "argmax") == [
        "## check: argmax",
        "all 9 cells are right",
        ("your argmax", "(1,0)= (1,2)= 7=", "8= 9= 7=", "8= 9= 15="),
        "= right",
    ]


def screen(answer: str) -> list[str]:
    """The rows of an answer as a terminal draws them."""
    told = view.blocks(telling(account(ROW)), Asked(), judge(ROW, read_answer(answer)))
    (panels,) = [block for block in told if isinstance(block, Panels)]
    return ["".join(piece.text for piece in line) for line in arrange(panels.panels, Style())][2:]


ROW = max_pool([[2, 7, 1, 8], [0, 0, 0, 0]], (1, 2), 1)


def test_points_stand_below_each_other_without_a_digit_before_them_too() -> None:
    """As they were typed."""
    assert screen("0 .22 0 -.5; 0 0.1 0 0") == [
        "0│ 0=     .22! 0=    -.5! ",
        "1│ 0!    0.1=  0!    0=   ",
    ]


def test_what_stands_among_fractions_ends_where_they_end() -> None:
    """A fraction has no point by which it could be aligned."""
    assert screen("0 2/3 0 0.3333; 0 0.3 0 0") == [
        "0│      0=    2/3!      0= 0.3333!",
        "1│      0!    0.3!      0!      0=",
    ]
