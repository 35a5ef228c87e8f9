"""What JSON holds of what was asked for beside the matrices."""

from __future__ import annotations

from poolviz import avg_pool, max_pool
from poolviz.explain.asked import Asked
from poolviz.explain.facts import facts


def test_the_padded_input_has_nothing_where_there_is_no_cell() -> None:
    """Two rows and three columns; its first cell lies in the padding, one row up, two to the left.

    And ceil mode's last window reaches over a column that is neither input nor padding.
    """
    p = max_pool([[1, 2, 3], [4, 5, 6]], (2, 4), (1, 2), (1, 2, 1, 0), ceil_mode=True)
    edges = facts(p, Asked(edges=True))["edges"]
    assert edges["first"] == [-1, -2]
    none = [None, None]
    assert edges["padded"] == [
        [None] * 6,
        [*none, 1.0, 2.0, 3.0, None],
        [*none, 4.0, 5.0, 6.0, None],
        [None] * 6,
    ]
    assert edges["width"] == {
        "formula": "ceil((3 + 2 + 0 - 4) / 2) + 1 = 2",
        "windows": 2,
        "starts": [-2, 0],
        "left_out": [],
        "overhang": 1,
        "dropped": False,
    }


def test_a_step_is_told_in_full() -> None:
    """However many cells a window has; a screen leaves out the middle of more than 20."""
    p = avg_pool([list(range(1, 22))], (1, 21))
    assert facts(p, Asked(step=True)) == {
        "steps": [
            {
                "pass": "forward",
                "window": (0, 0),
                "sentence": f"output[0,0] = ({' + '.join(map(str, range(1, 22)))}) / 21 = 11",
            },
            {
                "pass": "backward",
                "window": (0, 0),
                "sentence": "upstream[0,0] = 1, so each of its 21 cells gets 1/21 ≈ 0.0476",
            },
        ]
    }
