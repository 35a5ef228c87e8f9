"""The palette on a terminal, which has 16, 256 or 16 million colours and a background of its own.

Where the terminal's background is not known it is taken for dark. That costs nothing to read:
every shaded cell, a zero too, brings its own background, so the scale is one field from its
weakest to its strongest step on any ground.
"""

from __future__ import annotations

import os

from poolviz.write.palette import tone

STRUCTURE = {"head": "bold", "title": "bold", "number": "dim", "padding": "dim", "unseen": "dim"}
"""What steps forward or back without a colour."""

EIGHT_BIT = {
    "dark": {
        "won": (16, 220),
        "tied": (16, 229),
        "zero": (248, 234),
        "more1": (231, 24),
        "more2": (16, 67),
        "more3": (16, 74),
        "more4": (16, 153),
        "less1": (231, 52),
        "less2": (231, 94),
        "less3": (16, 173),
        "less4": (16, 216),
    },
    "light": {
        "won": (16, 220),
        "tied": (16, 229),
        "zero": (241, 255),
        "more1": (16, 189),
        "more2": (16, 111),
        "more3": (16, 68),
        "more4": (231, 25),
        "less1": (16, 224),
        "less2": (16, 216),
        "less3": (16, 173),
        "less4": (231, 88),
    },
}
"""Text and background among 256 colours: the nearest are neither in order nor always distinct."""

SIXTEEN_DARK = {
    "zero": ("white", "black"),
    "more1": ("bright_white", "blue"),
    "more2": ("bright_white", "bright_blue"),
    "more3": ("black", "cyan"),
    "more4": ("black", "bright_cyan"),
    "less1": ("bright_white", "red"),
    "less2": ("black", "bright_red"),
    "less3": ("black", "bright_magenta"),
    "less4": ("red", "bright_white"),
}
"""The same among sixteen, brighter with every step; on a light ground the palette's own.

Red and magenta are equally bright on the console of Linux, so the strongest step is red on white.
"""


def style(role: str, system: str | None, ground: str = "dark") -> str:
    """How rich is to write a role, on a terminal of some colour system and ground.

    >>> style("more4", "256"), style("title", "256"), style("window", "standard")
    ('color(16) on color(153)', 'bold', '')
    """
    if role in STRUCTURE:
        return STRUCTURE[role]
    colours = tone(role)
    if system == "256" and role in EIGHT_BIT[ground]:
        text, back = (f"color({number})" for number in EIGHT_BIT[ground][role])
    elif system in ("standard", "windows"):
        light = ("black", "bright_white") if role == "zero" else colours.sixteen
        text, back = SIXTEEN_DARK.get(role, colours.sixteen) if ground == "dark" else light
    elif ground == "dark":
        text, back = colours.on_dark, colours.dark
    else:
        text, back = colours.on_light, colours.light
    return f"{text} on {back}" if back else ""


def ground() -> str:
    """Whether the terminal says that its background is light."""
    back = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if back in ("7", "15") else "dark"
