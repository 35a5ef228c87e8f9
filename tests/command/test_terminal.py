"""The command on real terminals: pseudo-terminals of a known size, and a learner's hands."""

from __future__ import annotations

import os
import re
import signal
import sys
import time

import pytest
from runs import quick
from terminal import CODES, ENTER, HELP, KEYS, LEAVE, PROBLEM, Terminal, terminal

from poolviz.command.deliver import LEADS_ON

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

STEPS = (*PROBLEM, "--step")


def started(it: Terminal) -> str:
    """The first frame, once it stands."""
    return it.until("step 1 of 4", "q quit")


@pytest.mark.parametrize("columns", [80, 44])
def test_a_terminal_gets_colour_and_its_own_width(columns: int) -> None:
    """The text beneath the colours is what a pipe gets; winners and zeros have their roles."""
    with terminal("max", "samples/worked.txt", "-s", "1", columns=columns) as it:
        assert it.end() == 0
    text = it.text.replace("\r\n", "\n")
    # Releases of rich differ in which of 256 colours is the nearest to our orange.
    assert re.search(r"\x1b\[[0-9;]*48;5;2(?:14|20)m 5\*", text)
    assert re.search(r"\x1b\[2m0", text)
    plain = quick("max", "samples/worked.txt", "-s", "1", columns=columns).stdout
    scale = re.compile(r"(?:   )? 0 {14}to the most hits or gradient\n?")
    drawn = CODES.sub("", text)
    assert scale.search(drawn)
    drawn = scale.sub("\n" if columns > 44 else "", drawn)
    lines = [line.rstrip() for line in drawn.splitlines()]
    first = plain.splitlines()
    assert lines[: len(first)] == first
    assert " ".join(lines[len(first) :]).replace("· ", "") == LEADS_ON.replace("· ", "")


def test_every_key_as_terminals_send_it() -> None:
    """A walk with all of them on a screen of its own, which is given back."""
    with terminal(*STEPS) as it:
        frame = started(it)
        assert it.text.startswith(ENTER)
        assert frame.splitlines()[0].startswith("max pooling · kernel 2×2 · stride 1×1")
        assert HELP in frame
        for key, step in [*KEYS, ("\r", 2), (" ", 3), ("\x1b[B", 4), ("b", 3), ("\x1bOB", 4)]:
            it.press(key, f"step {step} of 4", "q quit")
        it.press("w", "window R,C: _", "q quit")
        it.press("0,9\x7f1\r", "step 4 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
        it.left_as_found()


def test_a_key_typed_while_a_frame_is_drawn_is_not_lost() -> None:
    """A held key, or a fast hand: each press is a step, and none is echoed."""
    with terminal(*STEPS) as it:
        started(it)
        it.text = ENTER
        for _ in range(3):
            it.press("n")
            time.sleep(0.004)  # less than a frame takes
        it.until("step 4 of 4", "q quit")
        assert not re.search(r"^n+$|quitn", CODES.sub("", it.text).replace("\r", ""), re.MULTILINE)
        os.write(it.master, b"\xff")  # a byte that is no key ends nothing
        it.read(0.1)
        it.press("b", "step 3 of 4", "q quit")
        it.press("\x1b")
        assert it.end() == 0
        it.left_as_found()


def test_an_interrupt() -> None:
    """Ctrl-C: 130, and the terminal as it was."""
    with terminal(*STEPS) as it:
        started(it)
        it.press("\x03")
        assert it.end() == 130
        it.left_as_found()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_being_ended(name: str) -> None:
    """The terminal is given back; the status is the shell's."""
    number = getattr(signal, name)
    with terminal(*STEPS) as it:
        started(it)
        it.child.send_signal(number)
        assert it.end() == 128 + number
        it.left_as_found()


def test_stopped_and_continued() -> None:
    """Ctrl-Z gives the terminal back; when the command goes on it has its screen again."""
    with terminal(*STEPS) as it:
        started(it)
        it.text = ""
        it.press("\x1a")
        it.until("step 1 of 4", "q quit")
        assert it.text.startswith(LEAVE + ENTER)  # nobody could wake it here, so it goes on
        it.child.send_signal(signal.SIGSTOP)
        it.text = ""
        it.child.send_signal(signal.SIGCONT)
        it.until("step 1 of 4", "q quit")
        assert it.text.startswith(ENTER)
        it.press("n", "step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
        it.left_as_found()


def test_a_key_that_arrives_in_two_pieces() -> None:
    """An arrow on a slow line is an arrow, and Escape alone is Escape."""
    with terminal(*STEPS) as it:
        started(it)
        for pieces in (("\x1b", "[C"), ("\x1b[", "C"), ("\x1bO", "B")):
            it.text = ENTER
            for piece in pieces:
                it.press(piece)
                time.sleep(0.02)
        it.until("step 4 of 4", "q quit")
        it.press("\x1b")
        assert it.end() == 0
        it.left_as_found()


def test_a_terminal_that_cannot_move_its_cursor_gets_the_steps_as_text() -> None:
    """The same as a pipe gets, and no key is waited for."""
    with terminal(*STEPS, term="dumb") as it:
        assert it.end() == 0
    assert it.text.replace("\r\n", "\n") == quick(*STEPS).stdout


def test_another_size_is_drawn_at_once() -> None:
    """Without a key, also from a size that had no room for the step."""
    with terminal(*STEPS, rows=5) as it:
        it.until("The terminal is too small")
        it.press("n")
        for columns in (40, 80):
            it.text = ENTER
            it.resize(40, columns)
            frame = it.until("step 2 of 4", "q quit")
            assert max(map(len, frame.splitlines())) <= columns
        assert HELP in frame
        it.press("\x04")
        assert it.end() == 0
        it.left_as_found()


def test_steps_of_a_matrix_from_a_pipe() -> None:
    """Standard input is used up, so the keys come from the terminal itself."""
    with terminal("max", "-", *STEPS[2:], stdin="1 3 2\n5 4 6\n") as it:
        started(it)
        it.press("n", "step 2 of 4", "q quit")
        it.press("q")
        assert it.end() == 0
        it.left_as_found()


ASKS = "your answer (Enter alone shows it): "
SEE = "press Enter to see it: "


def test_a_lesson_waits_for_its_answers() -> None:
    """One that cannot be read is no try; a wrong one is told why, the right one goes on."""
    with terminal("learn", "overlap") as it:
        it.until('predict: In "1 3 1 4', "Ctrl-C ends the lesson", ASKS)
        for typed, says in [
            ("abc\r", "hint: write one number, such as 7, 0.25 or 3/8"),
            ("4/9\r", "four windows see the cell"),
        ]:
            assert "Ctrl-C" not in it.press(typed, says, ASKS)
        assert "$ poolviz" not in it.text
        it.press("2/9\r", "right", SEE)
        it.press("\r", "$ poolviz max", "gradient[2,1] = 1/9", SEE)
        it.press("\r", "try next:", "next lesson: poolviz learn assign")
        assert it.end() == 0
    assert "Traceback" not in it.text


def test_a_lesson_tells_the_answer_after_two_tries_or_where_none_is_given() -> None:
    """Wrong twice, or Enter alone."""
    with terminal("learn", "subgradient") as it:
        it.until(ASKS)
        it.press("a\r", "not yet", "try once more", ASKS)
        it.press("b\r", "not yet", "it is c) both: see why", SEE)
    with terminal("learn", "leftover") as it:
        it.until(ASKS)
        it.press("\r", "it is 1×2: see why", SEE)


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_lesson_that_is_left(key: str) -> None:
    """By Ctrl-C or Ctrl-D, at the question or before a screen: 130, and nothing more is said."""
    for typed in ([], ["\r"]):
        with terminal("learn", "loss") as it:
            it.until(ASKS)
            for each in typed:
                it.press(each, SEE)
            it.press(key)
            assert it.end() == 130
        assert "Traceback" not in it.text
        assert "Abort" not in it.text


def test_the_list_of_lessons_on_a_narrow_terminal() -> None:
    """Questions are broken between words, and it is said where to begin."""
    with terminal("learn", columns=40) as it:
        assert it.end() == 0
    lines = it.text.replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[:3] == [
        " 1 window              What is a window,",
        "      and what does pooling make of it?",
        " 2 stride              What does the",
    ]
    assert lines[-1] == "begin with: poolviz learn window"
