"""The page: one file that loads nothing, whole without scripts, with all answers in its data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from markup import Element, parse, tables
from strategies import TIED as TIED_VALUES
from strategies import USUAL, problems
from strategies import Problem as Asking

from poolviz import avg_pool, max_pool
from poolviz.draw.blocks import Block, Heading, Panels, Sentences
from poolviz.draw.page import page
from poolviz.explain.account import account
from poolviz.explain.asked import Asked, Check
from poolviz.explain.window import Problem
from poolviz.read.answer import read_answer
from poolviz.write import explore as exploring
from poolviz.write.document import document
from poolviz.write.html import html

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIED = [[2, 2, 1], [2, 0, 3], [1, 3, 3]]
NOTHING = Asked()


def whole(problem: Problem, asked: Asked = NOTHING, title: str = "") -> str:
    """The page of what is asked for."""
    return html(page(problem, asked), problem, asked, title)


def data(markup: str) -> dict[str, Any]:
    """The data in a page."""
    (found,) = (s for s in parse(markup).all("script") if "type" in s.attributes)
    assert found.attributes == {"type": "application/json", "id": "problem"}
    values: dict[str, Any] = json.loads(found.text)
    return values


def policy(markup: str) -> dict[str, str]:
    """The content policy by its directives."""
    metas = parse(markup).all("meta")
    (found,) = (m for m in metas if m.attributes.get("http-equiv") == "Content-Security-Policy")
    parts = (part.strip().partition(" ") for part in (found.attributes["content"] or "").split(";"))
    return {name: value for name, _, value in parts}


def hashed(element: Element) -> str:
    """The hash of what stands in an element."""
    digest = hashlib.sha256(element.text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else() -> None:
    """So nothing is loaded, and nothing that a text could bring along would run."""
    markup = whole(max_pool(WORKED, 2, 1))
    (style,) = parse(markup).all("style")
    (script,) = (s for s in parse(markup).all("script") if not s.attributes)
    assert policy(markup) == {
        "default-src": "'none'",
        "style-src": hashed(style),
        "script-src": hashed(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_in_the_page_points_elsewhere() -> None:
    """No address, no style or handler in an attribute, no markup made from text."""
    markup = whole(avg_pool(WORKED, 3, 1, 1), Asked(edges=True, cells=((1, 1),), step=True))
    names = {
        name
        for e in parse(markup).all(*set(re.findall(r"<([a-z0-9]+)", markup)))
        for name in e.attributes
    }
    assert names <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "id",
        "class",
        "scope",
        "type",
    }
    assert not re.search(r"https?:|//[a-z]|url\(|@import|innerHTML|eval\(|document\.write", markup)


def test_without_the_numbers_a_page_is_small() -> None:
    """At most 60 kB for what is the same in every page."""
    markup = whole(max_pool([[1]], 1))
    assert len(markup.encode()) < 52_000


def test_the_static_part_is_the_view_and_is_there_before_any_script() -> None:
    """All that the same options show on the screen, also on paper."""
    asked = Asked(cells=((2, 1),), windows=((0, 2),), show=("all",))
    markup = whole(max_pool(WORKED, 2, 1), asked)
    (main,) = parse(markup).all("main")
    captions = [c.text for c in main.all("caption")]
    assert captions[:8] == [
        *("input", "output", "argmax", "index"),
        *("hits", "coverage", "upstream", "gradient"),
    ]
    assert captions[8:] == ["input", *(f"window ({i}, {j})" for i in (1, 2) for j in (0, 1))]
    assert [h.text for h in main.all("h2")] == [
        "window (0, 2): rows 0 and 1, columns 2 and 3 (counted from 0)",
        "cell (2, 1) = 6: seen by 4 windows, won 2 of them",
    ]
    assert "gradient[2,1] = 1/9 (window 1,1) + 1/9 (window 2,1) = 2/9" in main.text
    assert markup.index("</main>") < markup.index("<script")


def places(markup: str) -> list[tuple[list[str], bool, bool]]:
    """Of each section: its captions, whether the script hides them, and whether it puts its own."""
    found = []
    for section in parse(markup).all("section"):
        hidden = [d for d in section.all("div") if d.classes == ["static"]]
        captions = [c.text for c in section.all("caption")]
        assert not hidden or [c.text for c in hidden[0].all("caption")] == captions
        explored = [d for d in section.all("div") if d.attributes.get("id") == "explore"]
        found.append((captions, bool(hidden), len(explored) == 1))
    return found


def test_the_script_takes_over_the_first_matrices_that_it_can_explore() -> None:
    """What it does not know stays; where it knows nothing, its own matrices stand last."""
    problem = max_pool(WORKED, 2, 1)
    four = ["input", "output", "hits", "gradient"]
    assert places(whole(problem)) == [(four, True, True)]
    assert places(whole(avg_pool(WORKED, 3, 1, 1), Asked(edges=True))) == [
        (["padded input", "output", "divisors", "hits", "gradient"], True, True)
    ]
    own = Panels((next(iter_panels(problem))._replace(name="yours"),))
    close = Asked(windows=((0, 2),))  # its input is another view of the same name
    assert places(whole(problem, close)) == [
        ([], False, False),
        (["input"], False, False),
        ([], False, True),
    ]
    blocks: list[Block] = [Heading("check", 1), own, Heading("more"), Sentences(("a",))]
    assert places(html(blocks, problem)) == [
        (["yours"], False, False),
        ([], False, False),
        ([], False, True),
    ]


def test_other_views_change_nothing_of_what_can_be_explored() -> None:
    """A comparison or a mistake on the page is no answer of its own problem."""
    problem = max_pool(TIED, 2, 1)
    plain = data(whole(problem))
    beside = Asked(compares=("ties",), mistakes=("assigned",), nudges=((0, 0),), notes=("a note",))
    assert data(whole(problem, beside)) == plain


def test_a_checked_answer_is_not_given_away() -> None:
    """Neither shown nor hidden in the page, unless it is to be revealed."""
    problem = max_pool([[1, 3], [5, 2]])
    own = Check("gradient", read_answer("0 0; 0 ?"))
    assert parse(whole(problem, Asked(checks=(own,)))).all("script") == []
    revealed = whole(problem, Asked(checks=(own,), reveal=True))
    assert len(parse(revealed).all("script")) == 2


def test_notes_on_the_problem_are_seen_with_and_without_scripts() -> None:
    """They stand below the head, before what scripts stand for."""
    (main,) = parse(whole(max_pool(TIED, 2, 1), Asked(notes=("a note",)))).all("main")
    (static,) = (d for d in main.all("div") if d.classes == ["static"])
    assert main.all("p")[0].text == "a note"
    assert "a note" not in static.text


def test_steps_come_last_and_scripts_stand_for_them() -> None:
    """Without a problem to explore they are sections like others."""
    problem, asked = max_pool([[7]], 1), Asked(step=True, windows=((0, 0),))
    (main,) = parse(whole(problem, asked)).all("main")
    names = [(e.name, e.attributes) for e in main.children if isinstance(e, Element)]
    section = ("section", {})
    assert names == [section, section, section, ("div", {"class": "static"})]
    assert [h.text.split(" ")[1] for h in main.all("h2")] == ["(0,", "1", "2"]
    (main,) = parse(html(page(problem, asked))).all("main")
    names = [(e.name, e.attributes) for e in main.children if isinstance(e, Element)]
    assert names == [section] * 4


def test_a_page_without_a_problem_is_static() -> None:
    """A comparison or a worksheet is a page, too."""
    markup = html([Heading("a · b", 1), Sentences(("c",))])
    assert parse(markup).all("main")[0].text.split() == ["a", "b", "c"]
    assert parse(markup).all("script") == []
    assert policy(markup)["script-src"] == "'none'"


def iter_panels(problem: Problem) -> Any:
    """The panels of the first screen."""
    return (p for b in page(problem, NOTHING) if isinstance(b, Panels) for p in b.panels)


def test_the_title_is_what_was_done_or_what_is_given() -> None:
    """It is text in any case."""
    titles = [parse(whole(max_pool([[1]], 1), title=t)).all("title")[0] for t in ("", "</title>x")]
    assert titles[0].text == "max pooling · kernel 1×1 · stride 1×1 · input 1×1 → output 1×1"
    assert titles[1].text == "</title>x"
    assert html([], max_pool([[1]], 1)).count("<title>poolviz</title>") == 1


def test_the_data_cannot_end_their_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sign of markup stands in them, whatever the texts are; they are read back as they were."""
    hostile = {"names": ["</script><script>alert(1)</script>", "<!-- &amp; \u2028 é"]}
    monkeypatch.setattr("poolviz.write.html.explore", lambda *_: hostile)
    markup = whole(max_pool(WORKED, 2, 1))
    (inside,) = re.findall(r'<script type="application/json" id="problem">(.*?)</script>', markup)
    assert not set(inside) & set("<>&")
    assert inside.isascii()
    assert data(markup) == hostile


def test_a_problem_too_large_to_explore_has_a_static_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables leave their middle out; no script is allowed to run."""
    monkeypatch.setattr(exploring, "MOST_CELLS", 15)
    markup = whole(max_pool(WORKED, 2, 1))
    assert parse(markup).all("script") == []
    assert policy(markup)["script-src"] == "'none'"
    assert list(tables(markup)) == ["input", "output", "hits", "gradient"]
    monkeypatch.setattr(exploring, "MOST_CELLS", 16)
    assert len(parse(whole(max_pool(WORKED, 2, 1))).all("script")) == 2


# --- the data -----------------------------------------------------------------------------


def rebuilt(known: dict[str, Any], variant: dict[str, Any], name: str) -> Any:
    """What the data say of all windows under one rule."""
    rows, columns = known["shapes"]["output"]
    value = variant.get(name, known["variants"][0][name])
    return value if isinstance(value, list) else [[value] * columns for _ in range(rows)]


def test_switching_the_tie_rule_is_looking_up_another_answer() -> None:
    """Each rule's matrices and sentences are those of the problem with that rule."""
    known = data(whole(max_pool(TIED, 2, 1, ties="split")))
    assert [v["name"] for v in known["variants"]] == ["first", "last", "split", "all"]
    assert known["chosen"] == 2
    for variant in known["variants"]:
        other = document(max_pool(TIED, 2, 1, ties=variant["name"]))
        for k, name in enumerate(known["names"]):
            panel = variant["panels"][k] or known["variants"][0]["panels"][k]
            shown = np.array([[float(text) for text in row] for row in panel["texts"]])
            assert np.abs(shown - other[name]).max() <= 0.00005, name
        flat = [[row * 3 + column for row, column in line] for line in other["argmax"]]
        assert rebuilt(known, variant, "argmax") == flat
        assert f"(ties {variant['name']})" in variant["sentences"][1]


def test_counting_the_padding_can_be_switched_where_it_matters() -> None:
    """Not without padding, and not with a divisor that is given."""

    def rules(**options: Any) -> list[str]:
        return [v["name"] for v in data(whole(avg_pool(WORKED, 2, **options)))["variants"]]

    assert rules(padding=1) == ["counted", "not counted"]
    assert rules(padding=1, count_include_pad=False) == ["counted", "not counted"]
    assert rules() == ["counted"]
    assert rules(padding=1, divisor=3) == ["counted"]
    assert [v["name"] for v in data(whole(max_pool(WORKED, 2, 1)))["variants"]] == ["first"]


def test_one_value_stands_for_a_matrix_of_equal_ones() -> None:
    """The share of the mean of nine outputs is said once."""
    (variant,) = data(whole(max_pool(WORKED, 2, 1)))["variants"]
    assert [variant[name] for name in ("upstream", "over", "share")] == ["1/9", 1, "1/9"]
    assert variant["argmax"] == [[4, 6, 7], [8, 9, 7], [8, 9, 15]]


@settings(deadline=None, max_examples=60)
@given(problems(values=TIED_VALUES | USUAL))
def test_the_data_are_the_account_of_every_window(given_problem: Asking) -> None:
    """What each window sees, makes and sends, exactly, for any problem."""
    try:
        problem = given_problem.pooled()
        _ = problem.output, problem.gradient
    except ValueError:  # a number beyond float64's range
        return
    known = data(whole(problem))
    variant = known["variants"][known["chosen"]]
    windows = account(problem).windows()
    for window in windows:
        i, j = window.at
        taps = [list(range(*known[axis][k])) for axis, k in (("rows", i), ("columns", j))]
        assert taps == [list(t) for t in window.taps]
        said = {name: rebuilt(known, variant, name)[i][j] for name in ("upstream", "over", "share")}
        assert Fraction(said["upstream"]) == window.upstream
        assert Fraction(said["share"]) == window.share
        assert said["over"] == window.over
        if window.argmax is None:
            assert Fraction(rebuilt(known, variant, "mean")[i][j]) == window.output
        else:
            row, column = window.argmax
            width = problem.input.shape[1]
            assert rebuilt(known, variant, "argmax")[i][j] == row * width + column
            ranks = known["ranks"]
            tied = [(r, c) for r, c in window.cells if ranks and ranks[r][c] == ranks[row][column]]
            assert (tuple(tied) if len(tied) > 1 else ()) == window.tied
    typed = np.array([[float(x) for x in row] for row in known["typed"]])
    assert np.array_equal(typed, problem.input)


def test_the_data_grow_with_the_cells_not_with_the_windows_that_see_them() -> None:
    """A kernel that is ten times as wide makes them no larger."""
    x = np.arange(900).reshape(30, 30) % 7
    small, large = (len(json.dumps(data(whole(avg_pool(x, k, 1))))) for k in (2, 20))
    assert large < small
