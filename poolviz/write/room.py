"""How much room a terminal has. It loads nothing: help and messages ask it, too."""

from __future__ import annotations

import os
import sys


def room(columns: int = 80, rows: int = 24) -> tuple[int, int]:
    """COLUMNS and LINES if they are positive numbers, else the terminal's size, else so much.

    The same as `shutil.get_terminal_size`, which loads all that packs archives.
    """
    wide, high = (_number(os.environ.get(name, "")) for name in ("COLUMNS", "LINES"))
    if wide <= 0 or high <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else -1)
        except (AttributeError, ValueError, OSError):  # closed, or no terminal
            size = os.terminal_size((columns, rows))
        wide = wide if wide > 0 else size.columns or columns
        high = high if high > 0 else size.lines or rows
    return wide, high


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
