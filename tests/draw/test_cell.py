"""One cell of the input, and the windows that see it."""

from __future__ import annotations

import re

import numpy as np
from runs import quick

END = """\
window (6, 5)                           window (6, 6)
    5    6    7    8    9    10   11        6    7    8    9    10   11   12
 6│ 0   [8* ] 0    0    0    0    0      6│[8* ] 0    0    0    0    0    0
 7│ 0    0    0    0    0    0    0      7│ 0    0    0    0    0    0    0
 8│ 0    0    0    0    0    0    0      8│ 0    0    0    0    0    0    0
 9│ 0    0    0    0    0    0    0      9│ 0    0    0    0    0    0    0
10│ 0    0    0    0    0    0    0     10│ 0    0    0    0    0    0    0
11│ 0    0    0    0    0    0    0     11│ 0    0    0    0    0    0    0
12│ 0    0    0    0    0    0    0     12│ 0    0    0    0    0    0    0
won: 1/49                               won: 1/49
… and 37 more windows (--full draws them)

* won a window
gradient[6,6] = 1/49 (window 6,0) + 1/49 (window 6,1) + 1/49 (window 6,2)
+ 1/49 (window 6,3) + 1/49 (window 6,4) + 1/49 (window 6,5) + 1/49 (window 6,6)
= 1/7 ≈ 0.1429
"""


def test_the_windows_that_a_cell_won_are_among_those_that_are_drawn() -> None:
    """Of 49 that see it, those that it won, which come last, and some others; --full draws all."""
    x = np.zeros((13, 13), dtype=int)
    x[5, 6], x[6, 6] = 9, 8
    matrix = "; ".join(" ".join(map(str, row)) for row in x.tolist())
    problem = ("max", matrix, "-k", "7", "-s", "1", "--cell", "6,6")
    screen = quick(*problem).stdout
    assert "\ncell (6, 6) = 8: seen by 49 windows, won 7 of them\n" in screen
    title = re.compile(r"^window \(\d, \d\)| {2}window \(\d, \d\)", re.MULTILINE)
    won = [(0, column) for column in range(5)] + [(6, column) for column in range(7)]
    assert [one.strip() for one in title.findall(screen)] == [f"window {at}" for at in won]
    assert screen.endswith(END)
    whole = quick(*problem, "--full").stdout
    assert len(title.findall(whole)) == 49
    assert "more windows" not in whole
