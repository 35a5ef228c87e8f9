"""The palette: readable, monotone, and told apart by colour-blind readers too."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist

import pytest

from poolviz.write.palette import FRAME, INK, PAGE, QUIET, TONES, Tone

EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How eyes mix linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)."""

FILLED = {role: tone for role, tone in TONES.items() if tone.light}
MEANINGS = ("won", "tied", "less2", "less3", "differs", "right", "wrong", "more2", "more3")
RAMPS = tuple(tuple(f"{name}{step}" for step in range(1, 5)) for name in ("more", "less"))


def linear(colour: str) -> list[float]:
    """The amounts of light, red, green and blue, of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast as WCAG defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """Where a colour lies in CIELAB for some eyes."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True))))
        for row in EYES[eyes]
    )

    def root(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("role", TONES)
def test_text_can_be_read_on_its_background(role: str) -> None:
    """4.5 to 1 at least, which is what WCAG asks of small text."""
    tone = TONES[role]
    assert contrast(tone.light or PAGE[0], tone.on_light) >= 4.5
    assert contrast(tone.dark or PAGE[1], tone.on_dark) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
def test_the_pages_own_texts_can_be_read(theme: int) -> None:
    assert contrast(PAGE[theme], INK[theme]) >= 4.5
    assert contrast(PAGE[theme], QUIET[theme]) >= 4.5
    assert contrast(PAGE[theme], FRAME[theme]) >= 7


@pytest.mark.parametrize("ramp", RAMPS)
def test_more_stands_out_more(ramp: tuple[str, ...]) -> None:
    """Each step of a scale is farther from the page than the one before it, on light and dark."""
    light = [contrast(PAGE[0], TONES[role].light) for role in ramp]
    dark = [contrast(PAGE[1], TONES[role].dark) for role in ramp]
    assert all(less * 1.15 < more for less, more in pairwise(light))
    assert all(less * 1.15 < more for less, more in pairwise(dark))


XTERM = {
    "bright_cyan": "#00ffff", "cyan": "#00cdcd", "bright_blue": "#5c5cff", "blue": "#0000ee",
    "bright_magenta": "#ff00ff", "bright_red": "#ff0000", "magenta": "#cd00cd", "red": "#cd0000",
}  # fmt: skip


@pytest.mark.parametrize("ramp", RAMPS)
def test_sixteen_colours_keep_the_order(ramp: tuple[str, ...]) -> None:
    light = [luminance(XTERM[TONES[role].sixteen[1]]) for role in ramp]
    assert light == sorted(light, reverse=True)


def backgrounds(tone: Tone) -> set[str]:
    return {tone.light, tone.dark, tone.sixteen[1]} - {""}


def test_one_colour_has_one_meaning() -> None:
    """No two roles share a background, in any theme or in sixteen colours."""
    shared = [
        (one, other)
        for one, other in combinations(FILLED, 2)
        if backgrounds(TONES[one]) & backgrounds(TONES[other])
    ]
    assert shared == []


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(MEANINGS, 2)))
def test_meanings_are_told_apart(one: str, other: str, eyes: str) -> None:
    """A difference of 12 in CIELAB is plain to see; 2 is the least that can be seen."""
    first, second = TONES[one], TONES[other]
    assert dist(seen(first.light, eyes), seen(second.light, eyes)) >= 12
    assert dist(seen(first.dark, eyes), seen(second.dark, eyes)) >= 12
