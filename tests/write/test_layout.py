"""The layout: no number is cut, wrapped or replaced, at any width, for any matrix."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poolviz import max_pool
from poolviz.draw.blocks import Mark, Panel, Panels
from poolviz.explain.asked import Asked
from poolviz.explain.figures import exact, figure, head, matrix_texts, written
from poolviz.write.columns import Column
from poolviz.write.layout import arrange, draw, wrap
from poolviz.write.lines import Line, Style
from poolviz.write.terminal import lines_of, plain

MAGNITUDES = st.one_of(
    st.integers(-12, 12).map(float),
    st.floats(-1000, 1000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, 1e21, -1e20, 123456789.125, 1e-5, -0.00004, 1e300]),
)
SIGN = re.compile(r"[*=~+^\[\]]+$")


@st.composite
def matrices(draw: st.DrawFn, most: int = 40) -> list[list[float]]:
    """Matrices whose cells come from a handful of values, so that drawing them is quick."""
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    some = draw(st.lists(MAGNITUDES, min_size=1, max_size=8))
    step = draw(st.integers(1, 7))
    return [[some[(r * step + c) % len(some)] for c in range(width)] for r in range(height)]


def panel(matrix: list[list[float]], marked: bool) -> Panel:
    """A panel of a matrix, with or without signs and frames."""
    shape = range(len(matrix)), range(len(matrix[0]))

    def mark(row: int, column: int) -> Mark:
        return Mark("*=" if (row + column) % 3 else "", (row + column) % 2 == 0)

    if marked:
        return Panel("input", *shape, lambda r, c: matrix[r][c], mark, signs=2, frames=True)
    return Panel("input", *shape, lambda r, c: matrix[r][c])


def texts(lines: list[Line]) -> list[str]:
    """Lines without their roles."""
    return ["".join(piece.text for piece in line) for line in lines]


def figures(values: list[Any], decimals: int) -> list[str]:
    """A column as a panel shows it, with the blanks before and behind its numbers."""
    column = Panel("x", range(len(values)), range(1), lambda row, _: values[row])
    (box,) = draw(column, Style(10**4, decimals, full=True))
    drawn = [line.partition("│")[2][1:] for line in texts(box.lines())[2:]]
    return [line.ljust(max(map(len, drawn))) for line in drawn]


def cells(line: str) -> list[str]:
    """The numbers of a row, or the signs in their place, without marks and frames."""
    line = line.partition("│")[2]
    return [SIGN.sub("", word) for word in line.replace("[", " ").split() if SIGN.sub("", word)]


def stands_for(text: str, value: float, decimals: int) -> bool:
    """Whether a figure is a complete and rightly rounded text of a number."""
    number = Decimal(text)
    if value == int(value) and "e" not in text and abs(value) < 1e21:
        return number == Decimal(value)
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    unit = Decimal(10) ** (int(exponent or 0) - places)
    # Either all digits that the number has, or as many as were asked for.
    complete = places == decimals or float(text) == value
    return (
        complete and abs(number - Decimal(repr(value))) <= unit / 2 and (number != 0 or value == 0)
    )


def shown_rows(rows: int, full: bool) -> list[int | None]:
    """Which rows of the matrix the lines of a panel should be."""
    if full or rows <= 32:
        return list(range(rows))
    return [*range(12), None, *range(rows - 12, rows)]


def check(lines: list[str], matrix: list[list[float]], columns: list[int | None], full: bool,
          decimals: int) -> None:  # fmt: skip
    """Every line of a panel is a row of the matrix with whole columns left out."""
    rows = shown_rows(len(matrix), full)
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert line.partition("│")[0].strip() == ("…" if row is None else str(row))
        found = cells(line)
        assert len(found) == len(columns)
        for column, text in zip(columns, found, strict=True):
            if row is None or column is None:
                assert text == "…"
            else:
                assert stands_for(text, matrix[row][column], decimals), (text, matrix[row][column])


def needed(matrix: list[list[float]], decimals: int, spare: int) -> int:
    """The room that a column needs beside the rows' numbers and an ellipsis."""
    numbers = [text for row in matrix_texts(matrix, decimals) for text in row]
    before = [len(re.split("[.e]", text)[0]) for text in numbers]
    after = [len(text) - head for text, head in zip(numbers, before, strict=True)]
    return max(before) + max(after) + spare + 3 + 6


@settings(max_examples=150, deadline=None)
@given(matrices(), st.integers(24, 240), st.booleans(), st.integers(0, 8))
def test_what_is_shown_is_complete(
    matrix: list[list[float]], width: int, marked: bool, decimals: int
) -> None:
    """Whole numbers in whole rows and columns, no line too wide, the true size named."""
    (block,) = draw(panel(matrix, marked), Style(width, decimals))
    title, header, *lines = texts(block.lines())
    count, total = len(cells(lines[0])), len(matrix[0])
    columns: list[int | None] = list(range(total))
    if count != total or "…" in lines[0]:
        left = cells(lines[0]).index("…")
        right = count - left - 1
        columns = [*range(left), None, *range(total - right, total)]
        assert left >= 1
        assert 0 <= left - right <= 1
    assert header.split() == ["…" if column is None else str(column) for column in columns]
    check(lines, matrix, columns, False, decimals)
    assert title == ("input" if "…" not in "".join(lines) else f"input {len(matrix)}×{total}")
    if needed(matrix, decimals, 6 if marked else 2) <= width:
        assert max(map(len, lines)) <= width


@settings(max_examples=60, deadline=None)
@given(matrices(), st.integers(24, 240), st.booleans())
def test_in_full_every_number_stands(matrix: list[list[float]], width: int, marked: bool) -> None:
    """Blocks of columns, in order and without a gap; together the whole matrix."""
    at = 0
    for block in draw(panel(matrix, marked), Style(width, 4, full=True)):
        title, header, *lines = texts(block.lines())
        stop = at + len(cells(lines[0]))
        assert header.split() == [str(column) for column in range(at, stop)]
        check(lines, matrix, list(range(at, stop)), True, 4)
        if (at, stop) != (0, len(matrix[0])):
            several = f"input, columns {at} to {stop - 1}"
            assert title == (several if stop - at > 1 else f"input, column {at}")
        at = stop
        if needed(matrix, 4, 6 if marked else 2) <= width:
            assert max(map(len, lines)) <= width
    assert at == len(matrix[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(matrices(most=8), min_size=1, max_size=4), st.integers(24, 160))
def test_panels_stand_beside_or_below_each_other(
    several: list[list[list[float]]], width: int
) -> None:
    """All of them stand, in order, each where its name does, and no line is too wide."""
    panels = [panel(matrix, False) for matrix in several]
    lines = texts(arrange(panels, Style(width)))
    assert sum(line.count("input") for line in lines) == len(panels)
    blocks = [draw(p, Style(width))[0] for p in panels]
    if max(block.width for block in blocks) <= width:
        assert max(map(len, lines)) <= width
    for block in blocks:
        for line in texts(block.lines()):
            assert any("".join(line.split()) in "".join(drawn.split()) for drawn in lines)


@settings(max_examples=100, deadline=None)
@given(st.lists(MAGNITUDES, min_size=1, max_size=12), st.integers(0, 17))
def test_a_column_is_aligned(values: list[float], decimals: int) -> None:
    """One width; points stand below each other, and each text is its number."""
    column = figures(list(values), decimals)
    assert len(set(map(len, column))) == 1
    points = {text.index(".") for text in column if "." in text}
    assert len(points) <= 1
    for text, value in zip(column, values, strict=True):
        assert stands_for(text.strip(), value, decimals)


@pytest.mark.parametrize(
    ("values", "decimals", "texts"),
    [
        ([1.0, 22.0, -3.0], 4, [" 1", "22", "-3"]),
        ([2.75, 5.5, 4.0], 4, ["2.75", "5.50", "4   "]),
        ([1 / 9, 0.0], 4, ["0.1111", "0     "]),
        ([1 / 9, 0.0], 2, ["0.11", "0   "]),
        ([10.5, 0.25], 4, ["10.50", " 0.25"]),
        ([0.1, 0.2], 17, ["0.1", "0.2"]),
        ([-0.0], 4, ["0"]),
        ([1e-07, 1.0], 4, ["1e-07", "1    "]),
        ([1.23456789e-07], 4, ["1.2346e-07"]),
        ([5e-324], 4, ["5e-324"]),
        ([1e20, 1e21], 4, ["100000000000000000000", "                    1e+21"]),
        ([-1.7976931348623157e308], 4, ["-1.7977e+308"]),
        ([1.7976931348623157e308], 17, ["1.7976931348623157e+308"]),
        ([Fraction(1, 3), Fraction(2), Fraction(-5, 12)], 4, ["  1/3", "    2", "-5/12"]),
        ([3, 10], 0, [" 3", "10"]),
        (["-inf", 4.0], 4, ["-inf", "   4"]),
        ([".", 0.25], 4, [".   ", "0.25"]),
        (["(0, 1)", "(10, 2)"], 4, [" (0, 1)", "(10, 2)"]),
        ([12345.678901], 4, ["12345.6789"]),
    ],
)
def test_figures(values: list[Any], decimals: int, texts: list[str]) -> None:
    """To the letter."""
    drawn = figures(values, decimals)
    assert [text.rstrip() for text in drawn] == [text.rstrip() for text in texts]


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("2/9", "2/9"), ("1/4", "1/4"), ("-7/3", "-7/3"), ("0.12345", "0.12345"),
     ("1/1000", "1/1000"), ("1/3000", "1/3000"), ("-1/1024", "-1/1024")],
)  # fmt: skip
def test_exact_numbers(value: str, text: str) -> None:
    """A fraction, or the decimals that it stands for if they end, are no longer, and it is long."""
    assert exact(Fraction(value)) == text
    assert Fraction(exact(Fraction(value))) == Fraction(value)


def test_one_figure() -> None:
    """Without the blanks of a column."""
    assert [figure(v, 4) for v in (4.0, 1 / 3, -1e-9, 1e22)] == ["4", "0.3333", "-1e-09", "1e+22"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["loss = 6", "9 hits = 9 windows", "a", "the gradient sums to 1"]),
             min_size=1, max_size=6),
    st.integers(24, 100),
)  # fmt: skip
def test_a_sentence_is_wrapped_without_losing_a_word(parts: list[str], width: int) -> None:
    """It breaks at its dots first, and no line is too wide."""
    lines = wrap(" · ".join(parts), width)
    assert max(map(len, lines)) <= width
    assert " ".join(lines).replace(" · ", " ").split() == " ".join(parts).split()


def test_where_rows_are_left_out_a_window_has_a_few_around_it() -> None:
    """A screen is about a window, not about thirty rows; a low matrix is whole."""
    for height, expected in ((40, ["…", *map(str, range(16, 27)), "…"]), (32, None)):
        p = max_pool([[row] for row in range(height)], kernel=(3, 1), stride=1)
        shown = plain(p, Asked(windows=((20, 0),)))
        labels = [line.partition("│")[0].strip() for line in shown.splitlines() if "│" in line]
        assert labels == (expected or [*map(str, range(height))])


@settings(deadline=None)
@given(st.lists(MAGNITUDES, min_size=17, max_size=60, unique=True), st.integers(0, 8))
@example([*map(float, range(17)), 9.96875], 3)
@example([*map(float, range(17)), -9.99996], 4)
def test_a_column_is_as_wide_as_its_widest_number(values: list[float], decimals: int) -> None:
    """Though not all of them are written to see it."""
    column = Column([*values], decimals)
    shared = column.places
    texts = [written(value, decimals, shared) for value in values]
    heads = [head(text) for text in texts]
    tails = [len(text) - before for text, before in zip(texts, heads, strict=True)]
    extent = column.extent(shared)
    assert extent == (max(heads), max(tails), max(map(len, texts)), False)


def test_lines_come_as_they_are_made() -> None:
    """The first ones before any other row is marked, or the next matrix read."""
    marked: list[tuple[int, int]] = []

    def mark(row: int, column: int) -> Mark:
        marked.append((row, column))
        return Mark()

    def value(_row: int, _column: int) -> float:
        raise AssertionError

    shape = range(50), range(60)
    first = Panel("first", *shape, lambda row, column: row + column, mark)
    lines = iter(lines_of([Panels((first, Panel("next", *shape, value)))], Style(full=True)))
    texts_ = texts([next(lines) for _ in range(3)])
    assert texts_[0] == "first, columns 0 to 14"
    assert texts_[2].split() == ["0│", *map(str, range(15))]
    assert marked == [(0, column) for column in range(15)]
