"""Animations: every step shows what it says, and the complete picture is whole by itself."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import figure
import numpy as np
import pytest

from poolviz import avg_pool, max_pool
from poolviz.arguments import FIRST
from poolviz.draw.blocks import Block, Heading, Panel, Panels
from poolviz.draw.page import page
from poolviz.draw.steps import StepDrawing
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem
from poolviz.write.forms import writers
from poolviz.write.svg import svg
from poolviz.write.svg_steps import animated

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
PROBLEMS: dict[str, Problem] = {
    "worked": max_pool(WORKED, kernel=2, stride=1),
    "avg": avg_pool(WORKED, kernel=3, stride=2, ceil_mode=True),
    "padded": max_pool(WORKED, kernel=3, stride=2, padding=1, ties="split", loss="sum"),
    "negative": avg_pool([[1, -2, 3]], kernel=(1, 2), stride=1, upstream=[[-1, 1]]),
}


def moving(problem: Problem) -> str:
    return writers(problem, Asked(step=True))[".svg"]()


def seen(picture: ET.Element) -> list[tuple[str, str, str]]:
    """What stands in the cells, in no order: groups come and go."""
    return sorted((cell.text, cell.sign, cell.role) for cell in figure.cells(picture))


def said(picture: ET.Element) -> str:
    """The sentences, however they are wrapped."""
    return " ".join(text.content for text in figure.texts(picture) if "p" in text.roles)


def frames(picture: ET.Element) -> list[int]:
    """How long the lines of each frame are, wherever it stands."""
    paths = (e.attrib["d"] for e in picture.iter(f"{figure.SVG}path"))
    return sorted(path.count("h") + path.count("v") for path in paths)


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_picture_shows_its_step(name: str) -> None:
    """Cells, frames and words at every moment are those of the step, and of no other."""
    problem = PROBLEMS[name]
    found = moving(problem)
    steps = StepDrawing(telling(account(problem), 4, False), Asked(), steady=True)
    for step in range(len(steps.steps)):
        alone = figure.root(svg(steps.blocks(step)))
        then = figure.at(found, step + 1)
        assert seen(then) == seen(alone)
        assert sorted(said(then).split()) == sorted(said(alone).split())
        assert frames(then) == frames(alone)
        texts = [text.content for text in figure.texts(then)]
        assert [t for t in texts if t.startswith("step ")] == [steps.steps.title(step)]


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_complete_picture_is_whole_by_itself(name: str) -> None:
    """Where nothing moves, and at the start, stands the whole result and nothing of a step."""
    found = moving(PROBLEMS[name])
    padded = name in ("avg", "padded")
    whole = figure.root(svg(page(PROBLEMS[name], Asked(show=FIRST, edges=padded))))
    for picture in (figure.still(found), figure.at(found, 0)):
        assert seen(picture) == seen(whole)
        assert said(picture) == said(whole)
        assert frames(picture) == []
        assert not any(text.content.startswith("step ") for text in figure.texts(picture))


def test_it_moves_only_where_motion_is_wanted() -> None:
    """Every rule that moves something stands where reduced motion is not preferred."""
    sheet = figure.root(moving(PROBLEMS["worked"])).findtext(f"{figure.SVG}style", "")
    resting, _, rest = sheet.partition("@media (prefers-reduced-motion:no-preference){")
    wanted, _, frames = rest.partition("}\n@keyframes")
    assert "animation" not in resting
    assert wanted.count("animation:") == frames.count("pv19f") > 18
    assert "animation:" not in frames
    assert ".pv:hover g{animation-play-state:paused}" in wanted


def test_the_worked_example_is_small() -> None:
    """18 steps in less than 100 kB, for a README."""
    found = moving(PROBLEMS["worked"])
    assert "step 18 of 18" in found
    assert len(found.encode()) < 60_000


def test_what_stays_is_drawn_once() -> None:
    """The input's numbers stand in every picture, and once in the file."""
    found = figure.root(moving(PROBLEMS["worked"]))
    always = [e.text for e in found.findall(f"{figure.SVG}text")]
    assert always.count("input") == always.count("gradient") == 1
    assert [n for n in always if n in {"1", "3", "2", "4", "5"}].count("3") >= 2


def test_nothing_moves_but_the_steps() -> None:
    """Partial sums that are wider than the final ones do not shift the matrix."""
    found = moving(PROBLEMS["negative"])
    places = {
        frozenset(box.left for _, box in figure.rects(figure.at(found, at)) if box.top < above)
        for above in [next(t for t in figure.texts(found) if "p" in t.roles).box.top]
        for at in range(5)
    }
    assert len(places) == 1


def test_a_step_is_read_before_the_next_one_is_made() -> None:
    """A view may draw into the same matrix again."""
    matrix = [0]

    def step(number: int) -> Iterator[Block]:
        matrix[0] = number
        yield Panels((Panel("x", range(1), range(1), lambda _r, _c: matrix[0]),))

    found = animated(step(9), [step(1), step(2)])
    shown = [[c.text for c in figure.cells(figure.at(found, at))] for at in range(3)]
    assert shown == [["9"], ["1"], ["2"]]


def test_too_many_steps_are_refused_before_any_is_drawn() -> None:
    problem = max_pool(np.zeros((64, 64)), kernel=4)
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 the message is below
        moving(problem)
    assert str(refusal.value) == (
        "512 steps are too many for an animation, which has at most 120: "
        "a larger stride makes fewer, and an .html page steps through any number"
    )


def test_a_large_matrix_moves_too() -> None:
    """The part around the window is drawn in each step, and the file stays small."""
    problem = max_pool(np.arange(6400).reshape(80, 80), kernel=20)
    found = moving(problem)
    assert len(found) < 1_500_000
    assert "of 32 · forward" in found


def test_the_head_line_stands_above_every_picture() -> None:
    found = figure.root(moving(PROBLEMS["worked"]))
    first = next(iter(page(PROBLEMS["worked"], Asked())))
    assert isinstance(first, Heading)
    assert found.findtext(f"{figure.SVG}text") == first.text == found.findtext(f"{figure.SVG}title")
