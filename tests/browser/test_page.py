"""The page as a whole: harmless, complete without scripts and on paper, light, dark, narrow."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from chromium import Reader

from poolviz import avg_pool, max_pool
from poolviz.draw.blocks import Block, Heading, Legend, Panel, Panels, Sentences, Sign
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.write.html import html

WORKED = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], 2, 1)
PADDED = avg_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], 3, 2, 1)
LARGE = max_pool([[r * c % 50 for c in range(40)] for r in range(40)], 3, 2, 1)
CLOSE = Asked(cells=((2, 1),), windows=((0, 1),), step=True, show=("all",))


@pytest.fixture
def scripts_off(reader: Reader) -> Iterator[Reader]:
    """A reader whose browser runs no scripts of a page."""
    reader.cdp("Emulation.setScriptExecutionDisabled", value=True)
    yield reader
    reader.cdp("Emulation.setScriptExecutionDisabled", value=False)


def displayed(reader: Reader, selector: str) -> bool:
    """Whether something is to be seen."""
    (element,) = reader.find(selector)
    return bool(element.is_displayed())


def test_without_scripts_all_is_there(scripts_off: Reader) -> None:
    """The tables of the view, and no control that would do nothing."""
    scripts_off.open(WORKED)
    assert [e.text for e in scripts_off.find("caption") if e.is_displayed()] == [
        *("input", "output", "hits", "gradient")
    ]
    won = [e.text.split() for e in scripts_off.find("td.won")]
    assert won == [[n, "*"] for n in ("5", "4", "6", "9", "6", "6")]
    assert scripts_off.find("button, input") == []
    assert scripts_off.find("#explore *") == []


def test_with_scripts_nothing_stands_twice(reader: Reader) -> None:
    """What can be explored takes the place of the static matrices; other views stay."""
    reader.open(WORKED, Asked(cells=((2, 1),), show=("input", "output", "hits", "gradient")))
    assert [e.text for e in reader.find("caption") if e.is_displayed()] == [
        *("input", "output", "hits", "gradient", "The windows that see cell (2, 1)"),
        *("window (1, 0)", "window (1, 1)", "window (2, 0)", "window (2, 1)"),
    ]


def test_sums_signs_and_scales_stand_below_what_can_be_explored(reader: Reader) -> None:
    """As on the screen, and under no heading of their own."""
    reader.open(WORKED)
    assert reader.texts("#explore .legend li") == [
        "* won a window",
        "0 to the most hits or gradient",
    ]
    assert reader.texts(".remarks p") == reader.texts(".static > p")
    assert reader.texts(".remarks p")[0].endswith("the gradient sums to 1")
    assert reader.texts("h2") == []


def test_paper_shows_the_static_page(reader: Reader) -> None:
    """Whatever was chosen on the screen before, in the colours for light."""
    reader.open(WORKED, media="print", prefers_color_scheme="dark")
    assert displayed(reader, ".static")
    assert not displayed(reader, "#explore")
    assert ground(reader, "body") == "rgb(255, 255, 255)"
    assert ground(reader, ".static td.won") == "rgb(255, 200, 0)"
    pdf = base64.b64decode(reader.cdp("Page.printToPDF", printBackground=True)["data"])
    assert pdf.startswith(b"%PDF")


def ground(reader: Reader, selector: str, name: str = "backgroundColor") -> str:
    """A colour of an element."""
    script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    return str(reader.js(script, selector, name))


def test_dark_is_dark(reader: Reader) -> None:
    """The page, its text and its roles follow what the reader prefers."""
    reader.open(WORKED, prefers_color_scheme="light")
    light = [ground(reader, s) for s in ("body", "#explore td.won", "#explore td.more4")]
    assert light == ["rgb(255, 255, 255)", "rgb(255, 200, 0)", "rgb(11, 74, 143)"]
    assert ground(reader, "body", "color") == "rgb(26, 26, 26)"
    reader.open(WORKED, prefers_color_scheme="dark")
    dark = [ground(reader, s) for s in ("body", "#explore td.won", "#explore td.more4")]
    assert dark == ["rgb(13, 17, 23)", "rgb(242, 184, 0)", "rgb(181, 218, 252)"]
    assert ground(reader, "body", "color") == "rgb(240, 243, 246)"


def test_frames_and_signs_survive_forced_colours(reader: Reader) -> None:
    """Where the system takes all colours away, an outline and a sign are left."""
    reader.open(WORKED, forced_colors="active").click("output", 0, 0)
    assert ground(reader, "#explore td.won", "outlineStyle") == "solid"
    assert reader.matrix("input", "sign")[1][0] == "*"


def test_nothing_moves_by_itself(reader: Reader) -> None:
    """So there is nothing to be stilled for those who want no motion."""
    reader.open(WORKED).step_to(3)
    assert reader.js("return document.getAnimations().length") == 0


@pytest.mark.parametrize("problem", [WORKED, PADDED, LARGE], ids=["worked", "padded", "large"])
def test_a_narrow_page_is_not_wider_than_the_screen(reader: Reader, problem: object) -> None:
    """Wide matrices scroll by themselves, also when a cell's windows are listed."""
    narrow = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    reader.cdp("Emulation.setDeviceMetricsOverride", **narrow)
    try:
        reader.open(problem, CLOSE._replace(step=False)).go("input", 2, 1)  # type: ignore[arg-type]
        width = (
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert reader.js(width) == [400, 400]
    finally:
        reader.cdp("Emulation.clearDeviceMetricsOverride")


HOSTILE = (
    "</script></title><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>\x1b[2J"
)


def test_hostile_text_is_text(reader: Reader) -> None:
    """It neither runs, nor loads, nor breaks what follows it; it can be read."""
    (panels,) = (block for block in page(WORKED, Asked()) if isinstance(block, Panels))
    first = panels.panels[0]
    named = first._replace(name=HOSTILE, value=lambda _r, _c: HOSTILE, notes=(HOSTILE,))
    blocks: list[Block] = [
        Heading(HOSTILE, 1),
        Panels((named, *panels.panels), HOSTILE),
        Legend((Sign(HOSTILE, f'x" onclick="{HOSTILE}', HOSTILE),)),
        Sentences((HOSTILE,)),
    ]
    reader.show(html(blocks, WORKED, title=HOSTILE))
    shown = HOSTILE.replace("\x1b", "\\x1b")
    assert reader.js("return window.hit || null") is None
    assert reader.js("return document.title") == shown
    assert reader.texts("h1") == reader.texts(".panels + p") == [shown]
    assert reader.texts("caption")[0] == reader.texts("td")[1] == shown
    assert reader.find("img, [onclick]") == []
    assert reader.names() == ["input", "output", "hits", "gradient"]  # the script came through


def test_the_policy_stops_what_it_should(reader: Reader) -> None:
    """A script or a style that is not the page's own would not run, were it there."""
    markup = html(page(WORKED, Asked()), WORKED)
    reader.show(markup.replace("</main>", "<script>window.hit = 1</script></main>"))
    assert reader.js("return window.hit || null") is None
    (complaint,) = reader.complaints()
    assert "Content Security Policy" in complaint


def test_tables_and_controls_have_names(reader: Reader) -> None:
    """For those who hear the page: captions, numbers with a scope, labels, a region that speaks."""
    reader.open(PADDED, CLOSE)
    assert reader.js(
        """return [...document.querySelectorAll('table')].every(table =>
            table.caption.textContent && [...table.querySelectorAll('th')].every(th => th.scope))"""
    )
    names = reader.js(NAMES)
    assert names == [
        *("The padding is: counted", "The padding is: not counted", "Back", "Step by step"),
        *("Forward", "Whole result"),
    ]
    assert reader.js("return document.querySelector('.status').getAttribute('role')") == "status"
    assert reader.js("return [...document.querySelectorAll('main, h1')].length") == 2
    assert reader.js("return document.documentElement.lang") == "en"


NAMES = """
const name = (it) => it.type === 'radio'
  ? `${it.closest('fieldset').querySelector('legend').textContent}: ${it.labels[0].textContent}`
  : it.labels && it.labels[0] ? it.labels[0].textContent : it.textContent;
return [...document.querySelectorAll('button, input')].map(name);
"""
"""What each control is called."""


def test_a_steps_view_is_static_and_can_be_stepped_through(reader: Reader) -> None:
    """Without scripts and on paper all steps stand there; with scripts they come one by one."""
    reader.open(WORKED, Asked(step=True))
    headings = reader.texts("section h2")
    assert headings[0] == "Explore"
    assert headings[1:3] == [f"step {n} of 18 forward · window (0, {n - 1})" for n in (1, 2)]
    assert len(headings) == 19
    assert [h.text for h in reader.find("h2") if h.is_displayed()] == ["Explore"]
    assert reader.step() == "step 1 of 18 · forward"


def test_the_whole_page_can_be_read_again(reader: Reader) -> None:
    """A reload forgets what was chosen."""
    tied = max_pool([[7, 7]], (1, 2), ties="all")
    reader.open(tied).find("fieldset input")[0].click()
    assert reader.matrix("hits") == [["1", "0"]]
    reader.driver.refresh()
    assert reader.matrix("hits") == [["1", "1"]]
    assert reader.find("fieldset input")[3].is_selected()


def test_a_matrix_that_is_not_the_problems_is_left_alone(reader: Reader) -> None:
    """Only what the script knows is replaced."""
    own = Panel("yours", range(1), range(2), lambda _r, c: [1, "?"][c])
    reader.show(html([Heading("check", 1), Panels((own,))], WORKED))
    captions = [e.text for e in reader.find("caption") if e.is_displayed()]
    assert captions == ["yours", "input", "output", "hits", "gradient"]
    assert reader.texts("h2") == ["Explore"]


def test_a_cell_that_was_asked_for_is_looked_at_first(reader: Reader) -> None:
    """Its view stands there as asked; what can be explored follows, at the same place."""
    reader.open(WORKED, Asked(cells=((2, 1),)))
    assert reader.texts("h2") == ["cell (2, 1) = 6: seen by 4 windows, won 2 of them", "Explore"]
    assert reader.said()[0] == reader.texts("h2")[0]
    reader.open(WORKED, Asked(windows=((0, 2),)))
    assert reader.texts("h2")[0] == "window (0, 2): rows 0 and 1, columns 2 and 3 (counted from 0)"
    assert reader.said()[0] == reader.texts("h2")[0]
