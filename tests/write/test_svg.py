"""Figures: a rectangle and a text a cell, right in every renderer, harmless whatever they show."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import figure
import numpy as np
import pytest
from drawn import WORKED, small

from poolviz import avg_pool, max_pool
from poolviz.draw import compare
from poolviz.draw.blocks import Heading, Legend, Panel, Panels, Scale, Sentences, Sign
from poolviz.draw.page import page
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.compare import compare as comparison
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem
from poolviz.write.document import dumps
from poolviz.write.palette import TONES
from poolviz.write.svg import svg

UNEVEN = [[1, 2, 2, 0.5], [3, 1.25, 2, 7], [-9, -4, 0, 10], [3, 3, 1e-7, 12345.678]]
ALL = Asked(show=("all",))
PROBLEMS: dict[str, Problem] = {
    "worked": max_pool(WORKED, kernel=2, stride=1),
    "avg": avg_pool(WORKED, kernel=2, stride=1),
    "padded": max_pool(
        UNEVEN, kernel=3, stride=2, padding=1, ties="split", upstream=[[1, -2], [0.5, -4]]
    ),
    "ceil": avg_pool(WORKED, kernel=3, stride=2, ceil_mode=True),
    "dilated": max_pool(np.arange(49).reshape(7, 7) % 10, kernel=2, stride=1, dilation=2),
    "row": max_pool([[-1, 2, 0, 5]], kernel=(1, 2)),
    "middle": max_pool(np.arange(120).reshape(10, 12) % 7, kernel=2),
    "small": avg_pool(np.arange(400).reshape(20, 20) / 8, kernel=4),
}
LOOKS = {
    "first": Asked(),
    "all": ALL,
    "edges": Asked(edges=True),
    "cell": Asked(cells=((0, 0),)),
    "window": Asked(windows=((0, 0),)),
    "fractions": Asked(fractions=True, show=("output", "gradient")),
    "decimals": Asked(decimals=12),
}


def drawn(problem: Problem, asked: Asked | None = None) -> str:
    asked = asked or Asked()
    return svg(page(problem, asked), asked.decimals, asked.full)


def meeting(written: Sequence[figure.Text]) -> list[tuple[str, str]]:
    """The texts that stand in each other's way."""
    ordered = sorted(written, key=lambda text: text.box.top)
    met = []
    for i, text in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.box.top >= text.box.bottom:
                break
            if text.box.meets(other.box):
                met.append((text.content, other.content))
    return met


def numbers(name: str, document: dict[str, object]) -> list[object]:
    """The numbers of a matrix in a JSON document, row by row."""
    matrix = document[name]
    assert isinstance(matrix, list)
    return [cell for row in matrix for cell in row]


SMALL = """\
<svg xmlns="http://www.w3.org/2000/svg" class="pv" role="img" width="624" height="266" \
viewBox="0 0 624 266">
<title>max pooling</title>
<desc>x: won: 1/9
the sum is 2</desc>
<style>
"""
BODY = """\
<rect class="page" width="624" height="266" rx="8"/>
<rect x="45.62" y="108" width="58" height="34" rx="3"/>
<rect class="won" x="106.62" y="108" width="58" height="34" rx="3"/>
<rect class="won" x="32" y="184" width="26" height="22" rx="3"/>
<text class="head" x="32" y="48">max pooling</text>
<text class="title" x="45.62" y="82">x</text>
<text class="n" x="74.62" y="102">0</text>
<text class="n" x="135.62" y="102">1</text>
<text class="n e" x="39.62" y="129">0</text>
<text class="e" x="93.89" y="130.76">0.5</text>
<text class="won e" x="135.62" y="130.76">-2</text>
<text class="sign won" x="162.12" y="120.58">*</text>
<text class="note" x="45.62" y="160">won: 1/9</text>
<text class="won" x="45" y="201">*</text>
<text class="p" x="66" y="200">won a window</text>
<text class="p" x="32" y="232">the sum is 2</text>
<path class="frame" d="M105.12 106.5h61M105.12 106.5v37M105.12 143.5h61M166.12 106.5v37"/>
</svg>
"""


def test_a_small_figure_whole() -> None:
    """Everything that a figure is made of, but for the style sheet."""
    found = svg(small("the sum is 2"))
    assert found.startswith(SMALL)
    assert found.partition("</style>\n")[2] == BODY


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_number_is_the_documents(name: str) -> None:
    """Each cell read back is the JSON number, rounded at the decimals that it is written with."""
    problem = PROBLEMS[name]
    document = json.loads(dumps(problem, Asked()))
    names = ["input", "output", "hits", "coverage", "upstream", "gradient"]
    found = iter(figure.cells(drawn(problem, Asked(show=tuple(names), full=True))))
    for matrix in names:
        for value in numbers(matrix, document):
            text = next(found).text
            if float(value).is_integer():
                assert float(text) == value
                assert "." not in text
            elif "e" in text:
                assert float(text) == pytest.approx(value, rel=1e-4)
            else:
                decimals = len(text.partition(".")[2])
                assert decimals <= 4
                assert text == f"{value:.{decimals}f}"


def test_winners_and_ties_are_signed_and_coloured() -> None:
    found = figure.cells(drawn(PROBLEMS["worked"]))[:16]
    won = [cell.sign == "*" and cell.role == "won" for cell in found]
    assert won == [bool(hits) for hits in PROBLEMS["worked"].hits.flat]
    tied = figure.cells(drawn(max_pool([[7, 7]], kernel=(1, 2))))
    assert [(c.text, c.sign, c.role) for c in tied[:2]] == [("7", "*=", "won"), ("7", "=", "tied")]


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_points_of_a_column_stand_under_each_other(name: str) -> None:
    """A number is placed by its end, so that the fonts' widths do not matter."""
    problem = PROBLEMS[name]
    height, width = problem.geometry.input_shape
    every = figure.cells(drawn(problem, Asked(show=("gradient",), full=True)))
    found = every[: height * width]  # and then the legend
    assert len(found) == height * width
    for column in range(width):
        points = [cell.point for cell in found[column::width]]
        assert max(points) - min(points) < 0.1


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_no_text_meets_another_or_leaves_the_figure(name: str, look: str) -> None:
    """Whatever is shown, in the widest of the fonts."""
    found = drawn(PROBLEMS[name], LOOKS[look])
    width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', found)[:2])
    written = figure.texts(found)
    assert [t.content for t in written if t.box.left < 0 or t.box.right > width] == []
    assert [t.content for t in written if t.box.top < 0 or t.box.bottom > height] == []
    assert meeting(written) == []


def test_compared_problems_stand_side_by_side() -> None:
    """Four values of an option make two rows of two, each under its own heading."""
    tells = telling(account(PROBLEMS["worked"]), 4, False)
    found = svg(compare.blocks(tells, Asked(), comparison(PROBLEMS["worked"], "ties")))
    heads = {t.content: t.box for t in figure.texts(found) if "part" in t.roles}
    first, last, split, every = (heads[name] for name in heads if name.startswith("ties "))
    assert (first.top, split.top) == (last.top, every.top)
    assert (first.left, last.left) == (split.left, every.left)
    assert first.left < last.left
    assert first.top < split.top
    assert meeting(figure.texts(found)) == []


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_number_stays_within_its_cell(name: str) -> None:
    found = drawn(PROBLEMS[name], Asked(edges=True, show=("all",)))
    boxes = [box for _, box in figure.rects(found)]
    outside = [
        text.content
        for text in figure.texts(found)
        if not text.roles & {*figure.HEADS, *figure.SENTENCES, "n"}
        and not any(
            b.left <= t.left and t.right <= b.right and b.top <= t.top and t.bottom <= b.bottom
            for b in boxes
            for t in [text.box]
        )
    ]
    assert outside == []


def test_a_figure_needs_nothing_from_outside() -> None:
    """No host, no script, no font file; the only address is the name of the language."""
    found = drawn(PROBLEMS["padded"], ALL)
    assert re.findall(r"\w+://[^\"]*", found) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|@import|@font-face|<script|<image|<foreignObject|href", found)
    fonts = re.findall(r"font(?:-family)?:(?:16px )?('[^;}]*)", found)
    assert [font.rpartition(",")[2] for font in fonts] == ["monospace", *["sans-serif"] * 2]


def test_dark_pages_have_colours_of_their_own() -> None:
    """Each role has a rule for light, and one where dark is preferred."""
    light, _, dark = drawn(PROBLEMS["padded"], ALL).partition("@media (prefers-color-scheme:dark)")
    for role in ("won", "more1", "less4"):
        assert f".pv rect.{role}{{fill:{TONES[role].light};" in light
        assert f".pv rect.{role}{{fill:{TONES[role].dark};" in dark
        assert f".pv text.{role}{{fill:{TONES[role].on_dark}}}" in dark


def test_a_scale_is_shown_step_by_step() -> None:
    """From 0 on, with the colours of all its steps."""
    scale = Scale(("zero", "more1", "more2", "more3", "more4"), "to the most hits")
    found = svg([Legend((), (scale,))])
    assert [role for role, _ in figure.rects(found)] == list(scale.roles)
    assert [text.content for text in figure.texts(found)] == ["0", "to the most hits"]


def test_title_and_description_are_what_is_said() -> None:
    top = figure.root(drawn(PROBLEMS["worked"]))
    assert top.findtext(f"{figure.SVG}title") == (
        "max pooling · kernel 2×2 · stride 1×1 · input 4×4 → output 3×3"
    )
    assert top.findtext(f"{figure.SVG}desc") == (
        "loss = mean of output ≈ 6.3333 · 9 hits = 9 windows · the gradient sums to 1"
    )


def test_hostile_texts_are_harmless() -> None:
    """Markup stays text; what XML cannot hold is spelled out."""
    hostile = "</text><script>alert('1')</script>&\"\x00\x1b[31m\ud800\u202e]]>"
    harmless = "</text><script>alert('1')</script>&\"\\x00\\x1b[31m\\ud800\\u202e]]>"
    panel = Panel(hostile, range(1), range(1), lambda _r, _c: hostile, notes=(hostile,))
    legend = Legend((Sign("*", "won", hostile),))
    blocks = [Heading(hostile, 1), Panels((panel,), hostile), Sentences((hostile,)), legend]
    top = figure.root(svg(blocks))
    assert {element.tag.removeprefix(figure.SVG) for element in top.iter()} == {
        "svg", "title", "desc", "style", "rect", "text",
    }  # fmt: skip
    assert top.findtext(f"{figure.SVG}title") == harmless
    assert "".join(text.content for text in figure.texts(top)).count("<script>alert") == 7


def test_a_large_matrix_is_drawn_without_its_middle() -> None:
    """The file stays small and says what is missing; nothing but the drawn cells is asked for."""
    asked_for = []

    def value(row: int, column: int) -> float:
        asked_for.append((row, column))
        return row + column / 4

    large = Panel("input", range(4096), range(4096), value)
    found = svg([Heading("max pooling", 1), Panels((large, large, large, large))])
    assert len(found) < 100_000
    assert len(asked_for) < 4 * 32 * 40
    contents = [text.content for text in figure.texts(found)]
    assert contents.count("input 4096×4096") == 4
    assert contents[-1] == "… stands for rows and columns that are left out; --full shows them"
    assert "4095" in contents
    assert "…" in contents


def test_a_large_matrix_can_be_drawn_whole() -> None:
    matrix = Panel("input", range(40), range(70), lambda row, column: 1000 * row + column)
    found = svg([Panels((matrix,))], full=True)
    assert [float(c.text) for c in figure.cells(found)] == [
        1000 * row + column for row in range(40) for column in range(70)
    ]
    assert "…" not in found


def test_the_focus_is_seen() -> None:
    """Of a large input with a window, the part around the window is drawn."""
    problem = max_pool(np.arange(3600).reshape(60, 60), kernel=2)
    found = figure.cells(drawn(problem, Asked(windows=((15, 14),))))
    assert {"1828", "1829", "1888", "1889"} <= {cell.text for cell in found}


RSVG = shutil.which("rsvg-convert")


@pytest.mark.skipif(RSVG is None, reason="rsvg-convert is not installed")
@pytest.mark.parametrize(("name", "look"), [("worked", "first"), ("padded", "first")])
def test_rendered_cells_have_their_colours_and_numbers(
    name: str, look: str, tmp_path: Path
) -> None:
    """Each cell's corner has the palette's colour, its inside ink, and the margins none."""
    found = drawn(PROBLEMS[name], LOOKS[look])
    file = tmp_path / "figure.svg"
    file.write_text(found, "utf-8")
    run = subprocess.run([str(RSVG), str(file)], capture_output=True, check=True)
    assert run.stderr == b""
    picture = figure.png(run.stdout)
    for cell in figure.cells(found):
        background = TONES[cell.role].light if cell.role in TONES else ""
        left, top, right, bottom = cell.box
        assert picture.pixel(left + 3, bottom - 3) == (background or "#ffffff")
        if cell.text:
            seen = {
                picture.pixel(x, y)
                for x in range(int(left) + 3, int(right) - 2)
                for y in range(int(top) + 3, int(bottom) - 2)
            }
            assert len(seen) > 3
    margins = [*range(4, 28), *range(picture.width - 28, picture.width - 4)]
    rows = range(10, picture.height - 10)
    assert {picture.pixel(x, y) for x in margins for y in rows} == {"#ffffff"}
