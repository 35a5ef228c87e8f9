"""Stepping with keys, each handed to the stepper itself; real terminals are in test_terminal."""

from __future__ import annotations

import re

import pytest
from runs import quick
from terminal import HELP, KEYS, PROBLEM, Size, walked


def walk(*typed: str | Size, rows: int = 24, columns: int = 80) -> list[str]:
    """The frames of a walk through the small problem."""
    return walked(*PROBLEM, "--step", typed=typed, rows=rows, columns=columns)


def steps(*frames: str) -> list[int]:
    """The number of the step that each frame shows."""
    found = [re.findall(r"step (\d) of 4", frame) for frame in frames]
    assert {len(numbers) for numbers in found} == {1}
    return [int(number) for (number,) in found]


def test_the_first_step() -> None:
    """The problem, the step and what the keys do."""
    (frame,) = walk("q")
    assert frame.splitlines()[0].startswith("max pooling · kernel 2×2 · stride 1×1")
    assert "step 1 of 4 · forward · window (0, 0)" in frame
    assert "output[0,0] = max(1, 3, 5, 4) = 5 at (1, 0)" in frame
    assert frame.endswith(HELP)


@pytest.mark.parametrize("key", ["n", "N", " ", "\r", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB"])
def test_next_and_back(key: str) -> None:
    """Every key that goes forward, and one that goes back."""
    first, second, back = walk(key, "b")
    assert "step 2 of 4 · forward · window (0, 1)" in second
    assert back == first
    assert steps(first, second, back) == [1, 2, 1]


def test_all_keys_in_one_walk() -> None:
    """Where each one leads, and that no key leads out of the steps."""
    frames = walk(*[key for key, _ in KEYS])
    assert steps(*frames) == [1, *[step for _, step in KEYS]]


def test_the_ends_are_named() -> None:
    """A key that would lead out of the steps says so, and the next one takes it back."""
    frames = walk("b", "n", "l", "n", "b")
    last = "this is the last step"
    assert [last in frame for frame in frames] == [False, False, False, False, True, False]
    assert ["this is the first step" in frame for frame in frames] == [
        *[False, True, False, False, False, False]
    ]


def test_several_keys_at_once() -> None:
    """What is typed faster than it is drawn is not lost."""
    assert steps(*walk("nn\x1b[Cb")) == [1, 3]


def test_the_last_step_is_the_first_screen() -> None:
    """Hits and gradient are those that the plain command shows."""
    _, frame = walk("l")
    assert "step 4 of 4 · backward · window (0, 1)" in frame
    numbers = [re.findall(r"[0-9.]+", line) for line in frame.splitlines()[3:6]]
    plain = quick(*PROBLEM).stdout.splitlines()[2:5]
    assert numbers == [re.findall(r"[0-9.]+", line) for line in plain]


def test_a_window_is_typed() -> None:
    """With Enter it is jumped to, in the pass that is shown; Esc leaves the typing."""
    frames = walk("w", "0,1", "\r", "p", "w0,9\x7f0\r", "w0,", "\x1b", "n")
    typed = [re.findall(r"window R,C: (\S*)_", frame) for frame in frames]
    assert typed == [[], [""], ["0,1"], [], [], [], ["0,"], [], []]
    assert steps(*frames) == [1, 1, 1, 2, 4, 3, 3, 3, 4]


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("5,5", "window 5,5 is not there: the output is 1×2, so windows go from 0,0 to 0,1"),
        ("1", "window must be R,C (row and column, from 0), not '1'"),
        ("", "window must be R,C (row and column, from 0), not ''"),
    ],
)
def test_a_window_that_is_not_there(typed: str, remark: str) -> None:
    """The step stays, and the remark goes with the next key."""
    frames = walk(f"w{typed}\r", "n")
    assert steps(*frames) == [1, 1, 2]
    assert [remark in frame for frame in frames] == [False, True, False]
    assert "window R,C:" not in frames[1]


@pytest.mark.parametrize("key", ["h", "?", "H"])
def test_the_keys_are_shown(key: str) -> None:
    """In place of the step; the same key, or another one, leads back."""
    first, keys, back, moved = walk(key, key, "n")
    assert first == back
    assert "step 1" not in keys
    assert steps(moved) == [2]
    for said in ("f or Home: the first step", "such as 0,2, and Enter", "q or Esc: quit"):
        assert said in keys
    assert keys.endswith(HELP)


@pytest.mark.parametrize("key", ["q", "Q", "\x1b", "\x04"])
def test_leaving(key: str) -> None:
    """Quietly, and whatever is typed after it is not heard."""
    assert len(walk(key, "n", "n")) == 1


def test_another_size_is_drawn_at_once() -> None:
    """Without a key; panels move below each other."""
    wide, narrow, again = walk(Size(40, 40), Size(24, 80))
    assert steps(wide, narrow, again) == [1, 1, 1]
    assert 40 < max(map(len, wide.splitlines())) <= 80
    assert max(map(len, narrow.splitlines())) <= 40
    assert again == wide


@pytest.mark.parametrize(("rows", "columns"), [(5, 80), (24, 8), (3, 10), (1, 1)])
def test_a_terminal_that_is_too_small(rows: int, columns: int) -> None:
    """It says so, as far as that fits, and works again when it is enlarged."""
    small, smaller, enlarged = walk("n", Size(24, 80), rows=rows, columns=columns)
    assert small == smaller
    said = "The terminal is too small" if columns > 10 else "The"
    assert small.startswith(said[: max(columns, 3)])
    assert len(small.splitlines()) <= rows
    assert max(map(len, small.splitlines())) <= max(columns, 3)  # no word is broken
    assert steps(enlarged) == [2]


@pytest.mark.parametrize("columns", [24, 30, 55, 79])
def test_no_frame_is_larger_than_the_terminal(columns: int) -> None:
    """Nothing scrolls and nothing wraps."""
    frames = walk("n", "n", "n", rows=40, columns=columns)
    assert steps(*frames) == [1, 2, 3, 4]
    for frame in frames:
        assert max(map(len, frame.splitlines())) <= columns
        assert len(frame.splitlines()) <= 40


@pytest.mark.parametrize("operation", ["max", "avg"])
@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (24, 60), (20, 40)])
def test_the_worked_example_is_whole(operation: str, rows: int, columns: int) -> None:
    """In every step no row or column is left out, where need be at the cost of other panels."""
    asked = (operation, "samples/worked.txt", "-k", "2", "-s", "1", "--step")
    frames = walked(*asked, typed=["n"] * 17, rows=rows, columns=columns)
    assert [f"step {n} of 18" in frame for n, frame in enumerate(frames, 1)] == [True] * 18
    for frame in frames:
        assert "…" not in frame
        assert len(frame.splitlines()) <= rows
        assert max(map(len, frame.splitlines())) <= columns
    assert all(re.search(r"(?:^|  )gradient *$", frame, re.MULTILINE) for frame in frames[9:])


BACKWARD = """\
step 17 of 18 · backward · window (2, 1)
gradient
   0       1       2       3
0│ 0       0       0       0
1│ 0.1111  0       0.1111  0.2222
2│ 0.2222 [0.2222] 0       0
3│ 0       0       0       0

upstream[2,1] = 1/9 ≈ 0.1111, all of it
for (2, 1)
gradient[2,1] = 1/9 + 1/9 = 2/9
≈ 0.2222: window (1, 1) had already sent
1/9
 0              to the most hits or
gradient

n next · b back · h keys · q quit"""


def test_a_small_terminal_shows_what_a_step_adds() -> None:
    """The gradient and the sentences, where there is no room for more."""
    asked = ("max", "samples/worked.txt", "-k", "2", "-s", "1", "--step")
    *_, frame = walked(*asked, typed=["w2,1\r", "p"], rows=20, columns=40)
    assert "\n".join(line.rstrip() for line in frame.splitlines()) == BACKWARD
