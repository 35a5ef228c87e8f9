"""Keys, pointer, buttons and slider: where they lead, and what the matrices show on the way."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
from chromium import Reader

from poolviz import avg_pool, max_pool
from poolviz.core.problem import otherwise
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.steps import Steps
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem
from poolviz.write.document import document

TAB, ESCAPE, HOME, END = "\ue004", "\ue00c", "\ue011", "\ue010"
LEFT, UP, RIGHT, DOWN = "\ue012", "\ue013", "\ue014", "\ue015"
PAGE_UP, PAGE_DOWN, CONTROL = "\ue00e", "\ue00f", "\ue009"

WORKED = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], 2, 1)
TIED = max_pool([[2, 2, 1, 0], [2, 2, 0, 3], [1, 0, 3, 3], [0, -1, 3, 1]], 2, 1, ties="split")
PADDED = avg_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], 3, 2, 1)
LARGE = max_pool([[float(100 * r + c) for c in range(100)] for r in range(100)], 3, 2, 1)
HINT = "Point at a cell"


def test_each_matrix_is_one_tab_stop(reader: Reader) -> None:
    """Tab leads from control to control, then from matrix to matrix."""
    reader.open(TIED)
    stops = []
    for _ in range(9):
        reader.press(TAB)
        stops.append(reader.focus())
    assert stops == [
        *("split", "Back", "range", "Forward", "Whole result"),
        *("input 0,0", "output 0,0", "hits 0,0", "gradient 0,0"),
    ]


def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_edge(reader: Reader) -> None:
    """Home and End lead along a row, with Control to the corners; Tab comes back to the cell."""
    reader.open(WORKED).go("input", 0, 0)
    for keys, place in [
        ((RIGHT, DOWN, DOWN), "2,1"),
        ((UP,), "1,1"),
        ((LEFT, LEFT, LEFT), "1,0"),
        ((END,), "1,3"),
        ((DOWN, DOWN, DOWN, RIGHT), "3,3"),
        ((HOME,), "3,0"),
        ((PAGE_UP,), "0,0"),
        ((PAGE_DOWN,), "3,0"),
    ]:
        reader.press(*keys)
        assert reader.focus() == f"input {place}"
        assert reader.said()[0].startswith(f"cell ({place.replace(',', ', ')})")
    reader.actions().key_down(CONTROL).send_keys(END).key_up(CONTROL).perform()
    assert reader.focus() == "input 3,3"
    reader.actions().key_down(CONTROL).send_keys(HOME).key_up(CONTROL).perform()
    reader.press(DOWN, TAB)
    assert reader.focus() == "output 0,0"
    assert reader.said()[0] == "window (0, 0): rows 0 and 1, columns 0 and 1 (counted from 0)"
    reader.actions().key_down("\ue008").send_keys(TAB).key_up("\ue008").perform()
    assert reader.focus() == "input 1,0"


def test_padding_is_no_cell_to_go_to(reader: Reader) -> None:
    """The keys stay in the input; the pointer says nothing there."""
    reader.open(PADDED).go("input", 0, 0)
    reader.press(UP, LEFT)
    assert reader.focus() == "padded input 0,0"
    reader.press(ESCAPE)
    reader.point("input", -1, 2)
    assert reader.said()[0].startswith(HINT)


def test_pointing_shows_and_leaving_shows_what_was_gone_to(reader: Reader) -> None:
    """A pointer looks; a click goes there."""
    reader.open(WORKED).point("input", 2, 1)
    assert reader.said()[0] == "cell (2, 1) = 6: seen by 4 windows, won 2 of them"
    assert reader.framed("output") == [[1, 0], [1, 1], [2, 0], [2, 1]]
    assert reader.matrix("output", "role")[1:] == [["window framed", "won framed", ""]] * 2
    assert reader.matrix("input", "role") == [  # what the four windows see is shaded
        ["", "", "", ""],
        ["won", "seen", "won", "won"],
        ["won", "won framed", "seen", ""],
        ["seen", "seen", "seen", "won"],
    ]
    reader.point("output", 0, 2)
    assert reader.said()[0] == "window (0, 2): rows 0 and 1, columns 2 and 3 (counted from 0)"
    assert reader.framed("input") == [[0, 2], [0, 3], [1, 2], [1, 3]]
    reader.leave()
    assert reader.said()[0].startswith(HINT)
    assert reader.framed("input") == []
    reader.click("gradient", 0, 0)
    reader.point("hits", 3, 3)
    assert reader.said()[0].startswith("cell (3, 3)")
    reader.leave()
    assert reader.said()[0].startswith("cell (0, 0)")
    reader.press(ESCAPE)
    assert reader.said()[0].startswith(HINT)


def test_only_the_winners_of_the_window_are_signed(reader: Reader) -> None:
    """As on the screen with one window."""
    reader.open(TIED).click("output", 0, 1)
    assert reader.matrix("input", "sign") == [["", "*=", "", ""]] * 2 + [[""] * 4] * 2
    assert reader.matrix("input", "role")[0] == ["", "won framed", "window framed", ""]
    reader.press(ESCAPE)
    assert reader.matrix("input", "sign")[0] == ["*=", "*=", "", ""]


# --- steps --------------------------------------------------------------------------------


def test_buttons_and_keys_step_forward_and_backward(reader: Reader) -> None:
    """From the whole result forward to the first step, and back to the last."""
    reader.open(WORKED)
    back, forward, whole = reader.find(".player button")
    assert reader.step() == "18 steps"
    forward.click()
    assert reader.step() == "step 1 of 18 · forward"
    reader.press(RIGHT, RIGHT, LEFT)
    assert reader.step() == "step 2 of 18 · forward"
    back.click()
    back.click()
    assert reader.step() == "18 steps"
    back.click()
    assert reader.step() == "step 18 of 18 · backward"
    reader.press(LEFT)
    whole.click()
    assert reader.step() == "18 steps"
    assert reader.matrix("output") == [["5", "4", "6"], ["9", "6", "6"], ["9", "6", "6"]]


def test_the_slider_steps_by_keys_and_says_where_it_is(reader: Reader) -> None:
    """Its text is read out in place of a bare number."""
    (slider,) = reader.open(WORKED).find("#step")
    assert slider.get_attribute("aria-valuetext") == "whole result"
    reader.js("arguments[0].focus()", slider)
    reader.press(HOME, RIGHT)
    assert slider.get_attribute("aria-valuetext") == reader.step() == "step 2 of 18 · forward"
    reader.press(END, LEFT)
    assert reader.step() == "step 18 of 18 · backward"
    reader.press(RIGHT)
    assert slider.get_attribute("aria-valuetext") == "whole result"
    reader.press(HOME, ESCAPE)
    assert reader.step() == "18 steps"


@pytest.mark.parametrize("problem", [WORKED, TIED, PADDED], ids=["worked", "tied", "padded"])
def test_every_step_shows_what_is_known_by_then(reader: Reader, problem: Problem) -> None:
    """Output, hits and gradient fill as on the screen; the sum says what was added to what."""
    told = telling(account(problem))
    steps = Steps(told)
    reader.open(problem)
    final = {name: reader.matrix(name) for name in ("output", "hits", "gradient")}
    hits = np.zeros(problem.input.shape, dtype=int)
    sent = np.full(problem.input.shape, Fraction(), dtype=object)
    for number, (said, shown) in enumerate(reader.walk(len(steps))):
        window, backward = steps.at(number)
        _, columns = problem.output.shape
        known = window.at[0] * columns + window.at[1]
        output = [text for row in shown["output"] for text in row]
        assert [t != "·" for t in output] == [backward or k <= known for k in range(len(output))]
        assert said == [told.where(window), *steps.sentences(number)]
        if not backward:
            assert {t for n in ("hits", "gradient") for row in shown[n] for t in row} == {"·"}
            continue
        for cell in window.hit:
            hits[cell] += 1
            sent[cell] += window.share
        assert shown["hits"] == [[str(n) for n in row] for row in hits.tolist()]
        for r, row in enumerate(shown["gradient"]):
            for c, text in enumerate(row):
                assert abs(Fraction(text) - sent[r, c]) <= Fraction(1, 20_000)
    assert final == {name: reader.matrix(name) for name in final}


def test_a_backward_step_says_the_addition(reader: Reader) -> None:
    """What had been sent before, what is sent now, and the sum."""
    reader.open(WORKED).step_to(16)
    assert reader.said() == [
        "window (2, 0): rows 2 and 3, columns 0 and 1 (counted from 0)",
        "upstream[2,0] = 1/9 ≈ 0.1111, all of it for (2, 0)",
        "gradient[2,0] = 1/9 + 1/9 = 2/9 ≈ 0.2222: window (1, 0) had already sent 1/9",
    ]
    assert reader.framed("gradient") == [[2, 0]]
    assert reader.framed("input") == [[2, 0], [2, 1], [3, 0], [3, 1]]
    reader.step_to(13)
    assert reader.said()[2] == "gradient[2,0] = 1/9 ≈ 0.1111, its first hit"
    assert reader.matrix("hits", "role")[2][0] == "more2 framed"  # 1 of at most 2
    reader.step_to(4)
    assert reader.framed("input") == [[1, 0], [1, 1], [2, 0], [2, 1]]
    assert reader.framed("output") == [[1, 0]]
    assert reader.framed("hits") == reader.framed("gradient") == []  # nothing is sent yet
    assert reader.said()[1:] == ["output[1,0] = max(5, 2, 9, 6) = 9 at (2, 0)"]


def test_going_to_a_cell_ends_the_steps(reader: Reader) -> None:
    """The whole result is what a cell is explained in."""
    reader.open(WORKED).step_to(3)
    reader.point("input", 2, 1)
    assert reader.step() == "step 3 of 18 · forward"
    reader.click("input", 2, 1)
    assert reader.step() == "18 steps"
    assert reader.said()[0].startswith("cell (2, 1)")


# --- rules --------------------------------------------------------------------------------


def test_every_tie_rule_can_be_chosen(reader: Reader) -> None:
    """All four answers are there; the one asked for is chosen first."""
    reader.open(TIED)
    assert reader.texts("fieldset legend") == ["Where cells tie, the gradient goes to"]
    radios = {r.get_attribute("value"): r for r in reader.find("fieldset input")}
    assert [name for name, r in radios.items() if r.is_selected()] == ["split"]
    assert list(radios) == ["first", "last", "split", "all"]
    for name, radio in radios.items():
        radio.click()
        expected = document(otherwise(TIED, ties=name))
        for matrix in ("output", "hits", "gradient"):
            texts = chain(*reader.matrix(matrix))
            for text, number in zip(texts, chain(*expected[matrix]), strict=True):
                assert abs(float(text) - number) <= (0 if matrix == "hits" else 0.00005)
        assert f"(ties {name})" in reader.texts(".remarks p")[1]
        reader.click("input", 1, 1)
        share = account(otherwise(TIED, ties=name)).gradient((1, 1))
        assert Fraction(reader.listed()[-1][1].split(" ")[0]) == share


def test_counting_the_padding_can_be_switched(reader: Reader) -> None:
    """Output, divisors and gradient follow, and what the padding's sign means."""
    reader.open(PADDED)
    assert reader.matrix("output")[0] == ["1.2222", "2.2222"]
    reader.find("fieldset input")[1].click()
    assert reader.matrix("output")[0] == ["2.7500", "3.3333"]
    assert "+ padding: 0, not counted" in reader.texts(".legend li")
    reader.click("output", 0, 0)
    assert "(1 + 3 + 5 + 2) / 4 = 2.75;" in reader.said()[1]
    assert reader.said()[1].endswith("5 cells outside the input are not counted in the divisor")


def test_what_cannot_differ_cannot_be_switched(reader: Reader) -> None:
    """Without a tie there is no rule to choose."""
    assert reader.open(WORKED).find("fieldset") == []


# --- large matrices -----------------------------------------------------------------------


def test_of_a_large_matrix_the_part_around_the_cell_is_seen(reader: Reader) -> None:
    """Its numbers move with the keys, and the windows that see the cell come along."""
    reader.open(LARGE).go("input", 0, 0)
    assert reader.texts("#explore caption")[0] == "padded input 102×102"
    reader.press(*[PAGE_DOWN] * 6, *[RIGHT] * 31)
    assert reader.focus() == "padded input 102×102 60,31"
    assert reader.said()[0] == "cell (60, 31) = 6031: seen by 2 windows, won none of them"
    assert reader.framed("output") == [[30, 15], [30, 16]]
    assert reader.framed("gradient") == [[60, 31]]
    assert len(reader.matrix("input")) == len(reader.matrix("input")[0]) == 12
    reader.press(PAGE_DOWN)
    assert reader.focus() == "padded input 102×102 70,31"
    place = ".panel:first-child .mover span"
    assert reader.texts(place) == ["rows 60 to 71 · columns 21 to 32"]  # what is next is seen
    reader.press(PAGE_UP)
    assert reader.texts(place) == ["rows 59 to 70 · columns 21 to 32"]
    reader.actions().key_down(CONTROL).send_keys(END).key_up(CONTROL).perform()
    assert reader.focus() == "padded input 102×102 99,99"
    assert reader.framed("output") == [[49, 49]]
    assert reader.texts(".mover span")[1] == "rows 38 to 49 · columns 38 to 49"


def test_a_cell_at_the_edge_of_what_is_seen_keeps_the_focus(reader: Reader) -> None:
    """When what is seen moves on, the same cell is still the one that is gone to."""
    reader.open(LARGE).click("hits", 11, 11)
    assert reader.said()[0].startswith("cell (11, 11)")
    assert reader.focus() == "hits 100×100 11,11"
    assert reader.texts(".mover span")[2] == "rows 1 to 12 · columns 1 to 12"
    reader.press(RIGHT)
    assert reader.focus() == "hits 100×100 11,12"


def test_a_pointer_moves_what_is_seen_by_buttons(reader: Reader) -> None:
    """They are no tab stops: keys have the arrows."""
    reader.open(LARGE)
    up, down, left, right = reader.find(".panel:first-child .mover button")
    assert {b.get_attribute("tabindex") for b in (up, down, left, right)} == {"-1"}
    assert down.get_attribute("aria-label") == "padded input: rows after"
    place = ".panel:first-child .mover span"
    assert reader.texts(place) == ["rows -1 to 10 · columns -1 to 10"]
    down.click()
    right.click()
    assert reader.texts(place) == ["rows 9 to 20 · columns 9 to 20"]
    up.click()
    left.click()
    assert reader.texts(place) == ["rows -1 to 10 · columns -1 to 10"]
    assert reader.matrix("input", "role")[0] == ["padding"] * 12


def test_in_full_every_row_and_column_stands_there(reader: Reader) -> None:
    """Nothing has to be turned to: what is beyond the window is scrolled to."""
    reader.open(LARGE, Asked(full=True)).go("input", 99, 99)
    assert reader.find(".mover") == []
    assert reader.framed("output") == [[49, 49]]
    whole = [(len(rows), len(rows[0])) for rows in map(reader.matrix, ("input", "output", "hits"))]
    assert whole == [(102, 102), (50, 50), (100, 100)]


def test_a_large_matrix_stays_usable(reader: Reader) -> None:
    """100×100 with ties and all rules: soon there, and at another cell within a blink."""
    tied = max_pool([[(r * c) % 7 for c in range(100)] for r in range(100)], 3, 1, 1)
    reader.open(tied)
    assert reader.js(LOADED) < 3000
    assert reader.js(MOVED) < 100


LOADED = """
const [load] = performance.getEntriesByType('navigation');
return load.domComplete - load.responseEnd;
"""
"""Milliseconds from the whole file to a page that can be used."""

MOVED = """
const cells = [...document.querySelectorAll('#explore td[tabindex]')].slice(0, 40);
const start = performance.now();
cells.forEach((td) => { td.focus(); document.body.getBoundingClientRect(); });
return (performance.now() - start) / cells.length;
"""
"""Milliseconds from one cell to the next, drawn."""
