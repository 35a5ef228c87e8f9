"""A page in Chromium, without a network: all numbers, and what follows when a cell is gone to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
from chromium import Reader

from poolviz import avg_pool, max_pool
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.explain.why import about
from poolviz.explain.window import Cell, Problem, Window
from poolviz.write.document import document

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIED = [[2, 2, 1, 0], [2, 2, 0, 3], [1, 0, 3, 3], [0.5, -1, 3, 1.25]]
TWELVE = [
    [0.0123456789012, -0.0456789012345, 0.0789012345678],
    [0.0111111111112, 0.0222222222223, -0.0333333333334],
    [0.0987654321098, 0.0876543210987, 0.0765432109876],
]
OPPOSITE = [[0.1, 0.2, 0.3], [-0.0123456789013, 0.5, 0.6], [0.0123456789012345, 0.7, 0.8]]
PROBLEMS: dict[str, Problem] = {
    "worked": max_pool(WORKED, 2, 1),
    "average": avg_pool(WORKED, 2, 1),
    "padded": avg_pool(WORKED, 3, 2, 1, ceil_mode=True),
    "split": max_pool(TIED, 2, 1, ties="split"),
    "negative": max_pool([[-3, -1], [-2, -7]], 3, 1, 1, ties="all"),
    "upstream": max_pool(TIED, 2, 1, upstream=[[10, -1, 0.5], [0, 1e-7, 3], [1, 0.1, -0.125]]),
    "thirds": avg_pool(np.array(TIED) / 3, (2, 3), 1, divisor=5, loss="sum"),
    "long": avg_pool(WORKED, 3, 1, upstream=np.array([[1, 2], [-3, 4]]) / 7),
    "long maximum": max_pool(TIED, 3, 1, ties="split", upstream=np.array([[1, 2], [-3, 4]]) / 7),
    "cancelling": avg_pool(WORKED, 2, 1, upstream=TWELVE),
    "cancelled": max_pool(WORKED, 2, 1, upstream=OPPOSITE),
    "rounded": avg_pool([[0.123456789012, -0.12345678, 2e-9, 1], [2, 3, 1e-7, 4]], 2, 1),
    "tiny": avg_pool([[1, 2, 3]], (1, 2), 1, upstream=[[1.23456789012345e-20, -1.23456788e-20]]),
    "huge": avg_pool(
        [[1.2345678e30, -1.234561e30, 5], [1, 2, 0.5]], 2, 1, upstream=[[1e22 / 3, -3e21]]
    ),
    "gaps": max_pool(np.arange(49).reshape(7, 7) % 10, 2, 3),
    "dilated": avg_pool(
        np.arange(30).reshape(5, 6), 2, 1, (1, 0, 1, 0), 2, count_include_pad=False
    ),
    "adaptive": avg_pool(np.arange(35).reshape(5, 7), output_size=(2, 3)),
    "row": avg_pool([[0, 1, 4, 9, 16, 9, 4, 1, 0]], (1, 3), 1),
}
NAMES = ("input", "output", "hits", "gradient")

every_problem = pytest.mark.parametrize("name", PROBLEMS)


def inside(problem: Problem, read: list[list[str]], name: str) -> list[list[str]]:
    """Of the padded input, the input."""
    if name != "input":
        return read
    rows, columns = problem.geometry.rows, problem.geometry.columns
    top, left = -rows.reach[0], -columns.reach[0]
    height, width = problem.input.shape
    return [row[left : left + width] for row in read[top : top + height]]


@every_problem
def test_every_number_is_that_of_the_json_document(reader: Reader, name: str) -> None:
    """Rounded to four decimals at most; counts are equal."""
    problem = PROBLEMS[name]
    reader.open(problem)
    for matrix in NAMES:
        numbers = document(problem)[matrix]
        texts = inside(problem, reader.matrix(matrix), matrix)
        assert [len(row) for row in texts] == [len(row) for row in numbers]
        for text, number in zip(chain(*texts), chain(*numbers), strict=True):
            near = 0 if matrix == "hits" else 0.00005 * max(1, abs(number))
            assert abs(float(text) - number) <= near, (matrix, text, number)
            assert (text == "0") == (number == 0)


@every_problem
def test_every_cell_tells_its_windows_their_shares_and_the_sum(reader: Reader, name: str) -> None:
    """In the screen's words, and with exact fractions."""
    problem = PROBLEMS[name]
    told = telling(account(problem))
    height, width = problem.input.shape
    cells = [(r, c) for r in range(height) for c in range(width)]
    for (r, c), seen in zip(cells, reader.open(problem).tour("input", cells), strict=True):
        seeing = account(problem).seeing((r, c))
        assert seen.said == told.cell((r, c), seeing)
        *lines, last = seen.listed or [["", "0"]]
        assert [line[0] for line in lines] == [f"({i}, {j})" for i, j in at(seeing)]
        shares = [w.share if w.hits((r, c)) else Fraction() for w in seeing]
        assert [line[-1] for line in lines] == [about(told.short(x), x) for x in shares]
        assert last[-1] == told.amount(sum(shares, Fraction())).removeprefix("= ")
        assert account(problem).gradient((r, c)) == sum(shares)
        assert seen.framed["output"] == [list(w) for w in at(seeing)]
        assert seen.framed["gradient"] == seen.framed["hits"] == [[r, c]]


def at(windows: Sequence[Window]) -> list[Cell]:
    """Where windows stand in the output."""
    return [window.at for window in windows]


@every_problem
def test_every_output_shows_its_window_and_its_calculation(reader: Reader, name: str) -> None:
    """Where it lies, what it computes, what it sends back, and its cells framed."""
    problem = PROBLEMS[name]
    told = telling(account(problem))
    windows = list(account(problem).windows())
    tour = reader.open(problem).tour("output", at(windows))
    for window, seen in zip(windows, tour, strict=True):
        assert seen.said == [told.where(window), *told.window(window)]
        rows, columns = window.taps
        hit = [list(cell) for cell in window.hit]
        assert seen.framed["input"] == [[r, c] for r in rows for c in columns]
        assert seen.framed["output"] == [list(window.at)]
        assert seen.framed["hits"] == seen.framed["gradient"] == hit


def test_forward_and_backward_are_said_in_full(reader: Reader) -> None:
    """The calculation with the window's own numbers, and who gets what."""
    reader.open(PROBLEMS["worked"]).click("output", 1, 2)
    assert reader.said() == [
        "window (1, 2): rows 1 and 2, columns 2 and 3 (counted from 0)",
        "output[1,2] = max(4, 6, 1, 2) = 6 at (1, 3)",
        "upstream[1,2] = 1/9 ≈ 0.1111, all of it for (1, 3)",
    ]
    reader.open(PROBLEMS["padded"]).click("output", 0, 0)
    assert reader.said()[1:] == [
        "output[0,0] = (1 + 3 + 5 + 2) / 9 = 11/9 ≈ 1.2222; 5 cells outside the input are 0 and "
        "counted in the divisor",
        "upstream[0,0] = 1/9 ≈ 0.1111, so each of its 4 cells gets 1/9 / 9 = 1/81 ≈ 0.0123",
    ]
    reader.open(PROBLEMS["split"]).click("output", 0, 0)
    assert reader.said()[1:] == [
        "output[0,0] = max(2, 2, 2, 2) = 2 at (0, 0), tied with (0, 1), (1, 0), (1, 1)",
        "upstream[0,0] = 1/9 ≈ 0.1111, so each of (0, 0), (0, 1), (1, 0), (1, 1) gets 1/9 / 4 = "
        "1/36 ≈ 0.0278",
    ]


def test_what_became_of_a_cell_is_said_of_each_window(reader: Reader) -> None:
    """Who won in its place, or with how many it shares."""
    reader.open(PROBLEMS["worked"]).click("gradient", 2, 1)
    assert reader.said() == [
        "cell (2, 1) = 6: seen by 4 windows, won 2 of them",
        "gradient[2,1] = 1/9 (window 1,1) + 1/9 (window 2,1) = 2/9 ≈ 0.2222",
    ]
    assert reader.listed() == [
        ["(1, 0)", "1–2", "0–1", "9", "beaten by 9 at (2, 0)", "0"],
        ["(1, 1)", "1–2", "1–2", "6", "won", "1/9"],
        ["(2, 0)", "2–3", "0–1", "9", "beaten by 9 at (2, 0)", "0"],
        ["(2, 1)", "2–3", "1–2", "6", "won", "1/9"],
        ["gradient[2,1]", "2/9 ≈ 0.2222"],
    ]
    reader.open(PROBLEMS["split"]).click("input", 1, 1)
    assert [line[4] for line in reader.listed()[:-1]] == [
        *["won with 3 more", "won with 1 more", "won with 1 more"],
        "beaten by 3 at (2, 2)",
    ]
    reader.open(max_pool([[7, 7]], (1, 2))).click("input", 0, 1)
    assert reader.listed()[0][4] == "tied, but (0, 0) got it"
    reader.open(PROBLEMS["average"]).click("input", 0, 0)
    assert reader.listed()[0][4:] == ["1/9 / 4", "1/36"]
    reader.open(avg_pool([[7, 3]], 1, loss="sum")).click("input", 0, 0)
    assert reader.listed()[0][4:] == ["1", "1"]  # nothing is divided


def test_rounding_never_makes_a_calculation_false(reader: Reader) -> None:
    """Numbers that would look equal have more decimals; what is rounded is said to be."""
    reader.open(max_pool([[0.12345, 0.12346]], (1, 2)), Asked(decimals=3)).click("output", 0, 0)
    assert reader.said()[1] == "output[0,0] ≈ max(0.1234, 0.1235) ≈ 0.1235 at (0, 1)"
    reader.open(avg_pool([[0.1239, 0.5]], (1, 2)), Asked(decimals=3)).click("output", 0, 0)
    assert reader.said()[1] == "output[0,0] ≈ (0.124 + 0.5) / 2 ≈ 0.312"


HARD = [0.375, 0.125, -2.5, 1e21, 1e22, -1.5e300, 9.99996e-5, 0.99999, 1e-7, 5e-324, 123456.789]
"""Halves, a mantissa that is carried, numbers that decimals do not reach, and long ones."""


@pytest.mark.parametrize("decimals", range(7))
@pytest.mark.parametrize("fractions", [False, True])
def test_numbers_are_written_as_python_writes_them(
    reader: Reader, decimals: int, fractions: bool
) -> None:
    """In every form that they have: typed, sent, and divided by three."""
    problem = avg_pool([HARD], 1, divisor=3, upstream=[HARD])
    told = telling(account(problem), decimals, fractions=fractions)
    places = [(0, k) for k in range(len(HARD))]
    reader.open(problem, Asked(decimals=decimals, fractions=fractions))
    for at, seen in zip(places, reader.tour("output", places), strict=True):
        window = account(problem).window(at)
        assert seen.said == [told.where(window), *told.window(window)]
    for at, seen in zip(places, reader.tour("input", places), strict=True):
        assert seen.said == told.cell(at, account(problem).seeing(at))


def test_fractions_stand_in_the_matrices_where_they_are_asked_for(reader: Reader) -> None:
    """Sums on their way are fractions then, too."""
    reader.open(PROBLEMS["average"], Asked(fractions=True))
    assert reader.matrix("gradient")[1] == ["1/18", "1/9", "1/9", "1/18"]
    assert reader.matrix("output")[0] == ["11/4", "5/2", "15/4"]
    reader.step_to(12)
    assert reader.matrix("gradient")[:2] == [["1/36", "1/18", "1/18", "1/36"]] * 2
