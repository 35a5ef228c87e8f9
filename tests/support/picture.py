"""The README's picture: the worked example's first screen; `python tests/picture.py` draws it."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from poolviz import max_pool

PICTURE = Path(__file__).parents[2] / ".github" / "first-screen.svg"
WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
COMMAND = "poolviz max --kernel 2 --stride 1 samples/worked.txt"
FONT_FACES = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
"""They would load fonts from a host far away."""


def drawn() -> str:
    """The picture as it is now."""
    console = Console(
        record=True,
        width=80,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ={},
    )
    console.print(max_pool(WORKED, kernel=2, stride=1))
    code = FONT_FACES.sub("", CONSOLE_SVG_FORMAT)
    return console.export_svg(title=COMMAND, unique_id="poolviz", code_format=code)


def words(picture: str) -> list[str]:
    """What is written in the picture, whatever the release of rich that drew it."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", picture, flags=re.DOTALL)
    return " ".join(texts).replace("&#160;", " ").split()


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
