"""Coloured text for a terminal: rich's colours and styles, without the rest of rich.

Which colours a terminal has is found by rich's own rules, so that NO_COLOR, FORCE_COLOR and TERM
mean what they mean everywhere; its console, which also lays out tables, takes longer to load than
a screen takes to draw.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import TextIO

SYSTEMS = {"kitty": "256", "256color": "256", "16color": "standard"}
"""What the end of TERM says of a terminal's colours."""


def colour_system(stream: TextIO) -> str | None:
    """Which colours a stream shows; None where it is no terminal, or one without colours."""
    if not _is_terminal(stream) or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return None
    if sys.platform == "win32":
        from rich.console import Console

        return Console(file=stream).color_system
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    end = os.environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return SYSTEMS.get(end, "standard")


def _is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal, or is to be taken for one."""
    compatible, forced = os.environ.get("TTY_COMPATIBLE"), os.environ.get("FORCE_COLOR")
    if compatible in ("0", "1"):
        return compatible == "1"
    if forced is not None:
        return bool(forced)
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # it is closed
        return False


def no_colour() -> bool:
    """Whether NO_COLOR asks for none; bold and dim remain."""
    return bool(os.environ.get("NO_COLOR"))


@lru_cache(256)
def codes(style: str, system: str, plain: bool) -> tuple[str, str]:
    r"""What stands before and behind a text in a style; `plain`: without its colours.

    >>> codes("bold", "256", False), codes("", "256", False)
    (('\x1b[1m', '\x1b[0m'), ('', ''))
    """
    from rich.color import ColorSystem
    from rich.style import Style

    parsed = Style.parse(style)
    name = {"256": "EIGHT_BIT"}.get(system, system.upper())
    drawn = (parsed.without_color if plain else parsed).render("|", color_system=ColorSystem[name])
    before, _, after = drawn.partition("|")
    return before, after
