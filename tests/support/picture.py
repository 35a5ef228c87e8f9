"""The README's picture: the worked example, step by step; this file run as a script draws it.

It is what `poolviz max -k 2 -s 1 --step --save FILE samples/worked.txt` saves.
"""

from __future__ import annotations

from pathlib import Path

from poolviz import max_pool
from poolviz.explain.asked import Asked
from poolviz.write.forms import writers

PICTURE = Path(__file__).parents[2] / ".github" / "first-screen.svg"
WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]


def drawn() -> str:
    """The picture as it is now."""
    return writers(max_pool(WORKED, kernel=2, stride=1), Asked(step=True))[".svg"]()


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8", newline="\n")
