"""The colours of every form: one colour has one meaning, and each can be read on light and dark.

Blue is more, orange is less than nothing (a negative gradient), amber won, pale yellow ties, pink
differs, green is right, purple is wrong, grey lies outside. Lightness tells apart what colour-blind
readers see in one hue (a test simulates them), and no colour stands without a sign or a number.
"""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """The colours of a role: a background and the text on it, where the page is light or dark.

    A background of "" is the page's own. `sixteen` are the names of the text's colour and the
    background's, "" for the terminal's own, where there are only sixteen.
    """

    light: str
    on_light: str
    dark: str
    on_dark: str
    sixteen: tuple[str, str] = ("", "")


INK, QUIET = ("#1a1a1a", "#f0f3f6"), ("#59616b", "#9da7b3")
"""The text of the page, and text that steps back, on light and on dark."""

PAGE = ("#ffffff", "#0d1117")
"""The page itself."""

RULE = ("#c9ced6", "#3d444d")
"""The outline of a cell, and thin lines."""

FRAME = ("#111111", "#ffffff")
"""The frame around the cells of a window."""

PLAIN = Tone("", INK[0], "", INK[1])
"""A cell that plays no role."""

TONES = {
    "won": Tone("#ffc800", INK[0], "#f2b800", "#111111", ("black", "bright_yellow")),
    "tied": Tone("#ffec94", INK[0], "#fbeeb4", "#111111", ("black", "yellow")),
    "unseen": Tone("", QUIET[0], "", QUIET[1]),
    "padding": Tone("#f0f0ee", QUIET[0], "#24262a", QUIET[1]),
    "overhang": Tone("#e4e4e0", "#4d545d", "#34373d", "#b4bdc8"),
    "window": PLAIN,
    "zero": Tone("#f4f6f9", QUIET[0], "#171d25", QUIET[1]),
    "more1": Tone("#dceafa", INK[0], "#173a5e", "#ffffff", ("black", "bright_cyan")),
    "more2": Tone("#a3c8ee", INK[0], "#235d99", "#ffffff", ("black", "cyan")),
    "more3": Tone("#3675b8", "#ffffff", "#5fa3e0", "#111111", ("bright_white", "bright_blue")),
    "more4": Tone("#0b4a8f", "#ffffff", "#b5dafc", "#111111", ("bright_white", "blue")),
    "less1": Tone("#fcd9c8", INK[0], "#55260f", "#ffffff", ("black", "bright_magenta")),
    "less2": Tone("#f2a477", INK[0], "#8f3f14", "#ffffff", ("black", "bright_red")),
    "less3": Tone("#c44d18", "#ffffff", "#e07a3f", "#111111", ("bright_white", "magenta")),
    "less4": Tone("#8a2f00", "#ffffff", "#ffad86", "#111111", ("bright_white", "red")),
    "differs": Tone("#d273a8", INK[0], "#e08abb", "#111111", ("black", "white")),
    "right": Tone("#6fc7a6", INK[0], "#349c7a", "#111111", ("black", "green")),
    "wrong": Tone("#6a0f45", "#ffffff", "#b0246c", "#ffffff", ("bright_white", "bright_black")),
    "unanswered": Tone("", QUIET[0], "", QUIET[1]),
}
"""What each role looks like."""


def tone(role: str) -> Tone:
    """The colours of a role; one that has none looks like the page.

    >>> tone("won").light, tone("head").light
    ('#ffc800', '')
    """
    return TONES.get(role, PLAIN)
