"""The colours of a terminal: scales in order, and every text can be read on its background."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from rich.color import Color
from rich.style import Style

from poolviz.write.colours import EIGHT_BIT, ground, style
from poolviz.write.palette import TONES

SYSTEMS = ("standard", "256", "truecolor")
SHADED = [f"{way}{n}" for way in ("more", "less") for n in range(1, 5)]
XTERM = {  # what xterm shows for the sixteen, in the order of their numbers
    n: Color.from_rgb(*rgb)
    for n, rgb in enumerate(
        [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
         (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0),
         (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)]
    )
}  # fmt: skip
CONSOLE = {  # what the console of Linux shows
    n: Color.from_rgb(*rgb)
    for n, rgb in enumerate(
        [(0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170),
         (0, 170, 170), (170, 170, 170), (85, 85, 85), (255, 85, 85), (85, 255, 85),
         (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255)]
    )
}  # fmt: skip


def luminance(color: Color, sixteen: Mapping[int, Color] = XTERM) -> float:
    """How light a colour is (WCAG 2.1, relative luminance)."""
    number = color.number
    triplet = (sixteen[number] if number is not None and number < 16 else color).get_truecolor()
    parts = [part / 255 for part in triplet]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lights(role: str, system: str, back: str) -> tuple[float, float]:
    """How light a role's text and its background are."""
    look = Style.parse(style(role, system, back))
    assert look.color
    assert look.bgcolor
    return luminance(look.color), luminance(look.bgcolor)


@pytest.mark.parametrize("back", ["dark", "light"])
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("way", ["more", "less"])
def test_a_scale_goes_one_way(way: str, system: str, back: str) -> None:
    """From the field of a zero on, brighter on dark and darker on light with every step."""
    steps = [lights(role, system, back)[1] for role in ("zero", *(f"{way}{n}" for n in "1234"))]
    ordered = sorted(steps, reverse=back == "light")
    assert steps == ordered
    assert len(set(steps)) == 5


@pytest.mark.parametrize("sixteen", [XTERM, CONSOLE], ids=["xterm", "console"])
@pytest.mark.parametrize("way", ["more", "less"])
def test_sixteen_colours_are_ordered_by_eye(way: str, sixteen: Mapping[int, Color]) -> None:
    """Each step is lighter by 5 of 100 at least, and two steps by 15 (CIE L*)."""
    fields = [Style.parse(style(f"{way}{n}", "standard")).bgcolor for n in range(1, 5)]
    light = [116 * luminance(field, sixteen) ** (1 / 3) - 16 for field in fields if field]
    assert len(light) == 4
    assert min(b - a for a, b in pairwise(light)) >= 5
    assert min(b - a for a, b in zip(light, light[2:], strict=False)) >= 15


@pytest.mark.parametrize("back", ["dark", "light"])
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("role", ["zero", *SHADED, "won", "tied"])
def test_a_text_can_be_read(role: str, system: str, back: str) -> None:
    """A contrast of 4.5 or more, as WCAG asks for."""
    text, field = sorted(lights(role, system, back))
    assert (field + 0.05) / (text + 0.05) >= 4.5, (role, system, back)


def test_every_shaded_role_is_among_the_256() -> None:
    """None is left to the nearest of the colours, which are not in order."""
    for roles in EIGHT_BIT.values():
        assert set(roles) == {"won", "tied", "zero", *SHADED}
    assert set(SHADED) <= set(TONES)


@pytest.mark.parametrize(
    ("says", "back"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;15", "light"), ("0;7", "light"),
     ("", "dark"), ("nonsense", "dark")],
)  # fmt: skip
def test_the_ground_is_what_the_terminal_says(
    says: str, back: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COLORFGBG, which some terminals set; dark where there is none."""
    monkeypatch.setenv("COLORFGBG", says)
    assert ground() == back
