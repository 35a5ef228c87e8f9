"""Static tables: every number, sign, frame and sentence of a view, as real tables, harmless."""

from __future__ import annotations

from typing import cast

import pytest
from markup import parse, tables

from poolviz import avg_pool, max_pool
from poolviz.draw.blocks import Block, Heading, Legend, Mark, Panel, Panels, Sentences, Sign
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.tables import Form, shown
from poolviz.write.tables import tables as written

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]


def drawn(problem: Problem, asked: Asked = Asked()) -> str:  # noqa: B008
    """What is asked for, as tables."""
    return written(page(problem, asked), Form(asked.decimals, asked.full))


def panel(*rows: list[object], **more: object) -> Panel:
    """A panel of these numbers or texts."""
    size = range(len(rows)), range(len(rows[0]))
    return Panel("it", *size, lambda r, c: cast("float", rows[r][c]), **more)  # type: ignore[arg-type]


def test_the_worked_example_is_four_numbered_tables() -> None:
    """Every number of the first screen, with its sign and role."""
    found = tables(drawn(max_pool(WORKED, 2, 1)))
    assert list(found) == ["input", "output", "hits", "gradient"]
    assert found["input"].texts == [
        ["1", "3", "1", "4"],
        ["5*", "2", "4*", "6*"],
        ["9*", "6*", "1", "2"],
        ["3", "4", "5", "6*"],
    ]
    assert found["input"].roles[1] == ["won", "", "won", "won"]
    assert found["output"].texts == [["5", "4", "6"], ["9", "6", "6"], ["9", "6", "6"]]
    assert found["gradient"].texts[2] == ["0.2222", "0.2222", "0", "0"]
    assert found["gradient"].roles[1] == ["more2", "zero", "more2", "more4"]
    assert [t.columns for t in found.values()] == [["0", "1", "2", "3"], ["0", "1", "2"]] + [
        ["0", "1", "2", "3"]
    ] * 2
    assert found["output"].rows == ["0", "1", "2"]


def test_sentences_legend_and_heading_stand_around_them() -> None:
    """What was done is the heading, and its details are smaller."""
    found = parse(drawn(max_pool(WORKED, 2, 1)))
    (heading,), (legend,) = found.all("h1"), found.all("ul")
    assert heading.text == "max pooling kernel 2×2 · stride 1×1 · input 4×4 → output 3×3"
    assert heading.all("small")[0].text == heading.text.removeprefix("max pooling ")
    assert [e.text for e in legend.all("li")] == [
        "* won a window",
        "0 to the most hits or gradient",
    ]
    assert [e.classes for e in legend.all("span")] == [
        ["sign", role] for role in ("won", "zero", "more1", "more2", "more3", "more4")
    ]
    (sums,) = found.all("p")
    assert (
        sums.text == "loss = mean of output ≈ 6.3333 · 9 hits = 9 windows · the gradient sums to 1"
    )


def test_padding_has_negative_numbers_and_its_signs() -> None:
    """The padded input is numbered as the windows see it."""
    found = tables(drawn(avg_pool([[6.0]], kernel=2, padding=1), Asked(edges=True)))
    padded = found["padded input"]
    assert (padded.rows, padded.columns) == (["-1", "0", "1"], ["-1", "0", "1"])
    assert padded.texts == [["0+", "0+", "0+"], ["0+", "6", "0+"], ["0+", "0+", "0+"]]
    assert padded.roles[1] == ["padding", "", "padding"]


def test_frames_are_marked_text_too() -> None:
    """Where a style sheet is taken away, a frame can still be seen."""
    found = tables(drawn(max_pool(WORKED, 2, 1), Asked(windows=((0, 2),))))["input"]
    framed = [[r, c] for r in range(4) for c in range(4) if "framed" in found.cells[r][c].classes]
    assert framed == [[0, 2], [0, 3], [1, 2], [1, 3]]
    marked = [[r, c] for r in range(4) for c in range(4) if found.cells[r][c].all("mark")]
    assert marked == framed


def test_what_is_said_of_a_panel_stands_below_it() -> None:
    """The windows of a cell each say what the cell got."""
    found = parse(drawn(max_pool(WORKED, 2, 1), Asked(cells=((2, 1),))))
    notes = [p.text for p in found.all("p") if "note" in p.classes]
    assert notes == ["beaten by 9 at (2, 0)", "won: 1/9"] * 2


def test_numbers_are_in_two_parts_so_that_points_stand_below_each_other() -> None:
    """The second part has one width for the whole table, and each table one width of cells."""
    table = parse(drawn(avg_pool(WORKED, 2, 1), Asked(show=("output",)))).all("table")[0]
    assert table.classes == ["d3", "w4"]
    parts = [td.all("span")[0].text for td in table.all("tbody")[0].all("td")]
    assert parts == [".75", ".50", ".75", ".50", ".25", ".25", ".50", "", ".50"]


def test_a_sign_stands_at_its_number() -> None:
    """Before the blank that aligns a whole number with others that have decimals."""
    markup = written([Panels((panel([1.5, 2.0], mark=lambda _r, _c: Mark("*", True)),))])
    assert '<td class="framed"><mark>2<span><sup>*</sup></span></mark></td>' in markup


def test_a_number_that_is_still_to_come_keeps_its_room() -> None:
    """So that nothing moves from step to step."""
    to_come = panel([".", "."], final=lambda _r, c: [0.25, 12.0][c])
    (table,) = parse(written([Panels((to_come,))])).all("table")
    assert table.classes == ["d3", "w5"]
    assert [td.text for td in table.all("tbody")[0].all("td")] == [".", "."]


LARGE = max_pool([[float(100 * r + c) for c in range(40)] for r in range(33)], 2, 1)


def test_the_middle_of_a_large_matrix_is_left_out() -> None:
    """Its true size stands in the caption; the rows that are left out are one row of dots."""
    found = tables(drawn(LARGE, Asked(show=("input",))))["input 33×40"]
    twelve = [str(n) for n in range(12)]
    assert found.rows == [*twelve, "…", *(str(n) for n in range(21, 33))]
    assert found.columns == [*twelve, "…", *(str(n) for n in range(28, 40))]
    assert found.texts[0][10:15] == ["10", "11", "…", "28", "29"]
    assert set(found.texts[12]) == {"…"}
    assert found.texts[24][24] == "3239*"


def test_in_full_nothing_is_left_out() -> None:
    """All rows and columns."""
    found = tables(drawn(LARGE, Asked(show=("input",), full=True)))["input"]
    assert (len(found.rows), len(found.columns)) == (33, 40)


def test_what_is_looked_at_is_not_left_out() -> None:
    """A window in the middle is seen with what lies around it."""
    found = tables(drawn(LARGE, Asked(windows=((16, 20),))))["input 33×40"]
    assert found.rows == ["…", *(str(n) for n in range(2, 32)), "…"]
    assert found.columns[0] == found.columns[-1] == "…"
    assert {"20", "21"} < set(found.columns)


@pytest.mark.parametrize("length", [1, 31, 32, 33, 34, 100])
def test_of_any_length_the_focus_is_shown(length: int) -> None:
    """With at most as many numbers as fit, in order, dots only where some are missing."""
    for first in range(length):
        for last in range(first, min(length, first + 40)):
            some = shown(range(-1, length - 1), range(first - 1, last))
            numbers = [n for n in some if n is not None]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert len(some) <= 32
            assert first - 1 in numbers
            assert last - 1 in numbers or last - first > 29
            assert (some[0] is None) == (numbers[0] > -1)
            assert (some[-1] is None) == (numbers[-1] < length - 2)


HOSTILE = "</table><script>alert(1)</script>&amp;\x1b[31m\u202e\ud800'\""


@pytest.mark.parametrize(
    "block",
    [
        Heading(HOSTILE),
        Heading(f"a · {HOSTILE}", 1),
        Sentences((HOSTILE,)),
        Legend((Sign(HOSTILE, HOSTILE, HOSTILE),)),
        Panels((panel([HOSTILE], notes=(HOSTILE,))._replace(name=HOSTILE),), HOSTILE),
        Panels((panel([1.0], mark=lambda _r, _c: Mark(HOSTILE, True, HOSTILE), signs=1),)),
    ],
    ids=lambda block: type(block).__name__,
)
@pytest.mark.parametrize("headings", [True, False])
def test_text_is_never_markup(block: Block, headings: bool) -> None:
    """What a user typed can neither end an element nor act on a reader's screen."""
    markup = written([block], Form(headings=headings))
    found = parse(markup)  # every element is closed in order
    assert found.all("script") == []
    assert "&lt;/table&gt;" in markup
    assert not set(markup) & set("\x1b\u202e\ud800")
    markup.encode()


def test_headings_can_be_paragraphs() -> None:
    """A notebook's outline is its author's."""
    blocks = [Heading("max pooling · kernel 2×2", 1), Heading("window (0, 0)"), Heading("a", 3)]
    assert [e.name for e in parse(written(blocks)).all("h1", "h2", "h3")] == ["h1", "h2", "h3"]
    found = parse(written(blocks, Form(headings=False)))
    assert found.all("h1", "h2", "h3") == []
    assert [p.text for p in found.all("p")] == ["max pooling kernel 2×2", "window (0, 0)", "a"]
