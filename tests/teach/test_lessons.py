"""Every lesson: its prediction has the answer it claims, and its commands print real screens."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path

import pytest
from runs import quick

from poolviz.command.learn import judge_of, posed
from poolviz.teach import lessons
from poolviz.teach.lesson import Choose, Judged, Lesson, Predict

FOLDER = Path(lessons.__file__).parent
LESSONS = {name: lessons.lesson(name) for name in lessons.ORDER}
WIDEST = 78
"""Signs that a line with a command may have: a terminal of 80 columns would break it in a word."""

HIGHEST = 40
"""Lines that a screen of a lesson may have; most have 20."""

MATRICES = ("output", "hits", "coverage", "divisors", "gradient", "argmax")
"""Answers that the known mistakes judge, too."""

EACH = pytest.mark.parametrize("name", lessons.ORDER)


def test_every_file_is_a_lesson_in_the_order() -> None:
    """None is forgotten, and none stands twice."""
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py")} - {"--init--"}
    assert files == set(lessons.ORDER)
    assert len(set(lessons.ORDER)) == len(lessons.ORDER)
    assert len({lesson.question for lesson in LESSONS.values()}) == len(LESSONS)


def drawn_by(command: str) -> str:
    """What a command prints, its refusal too."""
    ran = quick(*shlex.split(command))
    return ran.stdout + ran.stderr


@EACH
def test_a_prediction_has_the_answer_it_claims(name: str) -> None:
    """And each answer that is foreseen as wrong is wrong, and told why."""
    how = LESSONS[name].predict
    judge = judge_of(how)
    assert judge(how.answer).right
    for wrong, why in how.wrong.items():
        judged = judge(wrong)
        assert not judged.right
        assert judged.says == (why,)
    if isinstance(how, Choose):
        assert set(how.wrong) == set(how.letters) - {how.answer}
        assert how.proof in " ".join(drawn_by(how.command).split())
    else:
        assert how.wrong or how.of in MATRICES
        assert how.hint or how.of in MATRICES


@EACH
def test_rows_in_a_sentence_end_at_a_semicolon(name: str) -> None:
    """As on the command line; a / would read as a fraction."""
    lesson = LESSONS[name]
    said = " ".join([lesson.intro, lesson.predict.asks, *(show.see for show in lesson.shows)])
    assert not re.search(r"[0-9] / [0-9]+ [0-9]", said)


@EACH
def test_the_lesson_prints_each_command_with_its_screen(name: str) -> None:
    """In a pipe, with nothing on standard error; the last line names the next lesson."""
    ran = quick("learn", name)
    assert (ran.stderr, ran.status) == ("", 0)
    at = 0
    for show in LESSONS[name].shows:
        drawn = quick(*shlex.split(show.command))
        assert drawn.status == show.status, show.command
        assert bool(drawn.stderr) == (show.status == 2)
        assert len(drawn.stdout.splitlines()) <= HIGHEST, show.command
        refused = "".join(f"{broken(line)}\n" for line in drawn.stderr.splitlines())
        part = f"$ poolviz {show.command}\n{drawn.stdout}{refused}"
        assert part in ran.stdout[at:], show.command
        at = ran.stdout.index(part, at)
    follows = lessons.after(name)
    last = ran.stdout.splitlines()[-1]
    assert last == (f"next lesson: poolviz learn {follows}" if follows
                    else "that was the last lesson: poolviz quiz asks you")  # fmt: skip
    assert [line for line in ran.stdout.splitlines() if len(line) > 80] == []


def broken(line: str) -> str:
    """A refusal as it stands in a lesson: broken between words, which it is not in a pipe."""
    return textwrap.fill(line, 80, break_long_words=False, break_on_hyphens=False)


@EACH
def test_a_command_fits_on_a_line(name: str) -> None:
    """So that it can be copied from a terminal, and read."""
    ran = quick("learn", name)
    commands = [x for x in ran.stdout.splitlines() if x.startswith(("$ poolviz ", "  poolviz "))]
    assert len(commands) >= len(LESSONS[name].shows)
    assert [command for command in commands if len(command) > WIDEST] == []


@EACH
def test_what_to_try_can_be_tried(name: str) -> None:
    """Commands that work."""
    for one in LESSONS[name].tries:
        if one.split()[0] in ("max", "avg", "chain", "layer"):
            ran = quick(*shlex.split(one))
            assert (ran.stderr, ran.status in (0, 3)) == ("", True), one


def test_the_list_of_lessons() -> None:
    """A line a lesson: number, name, two blanks or more, question."""
    ran = quick("learn")
    lines = [f"{n:>2} {name:<18}  {LESSONS[name].question}" for n, name in enumerate(LESSONS, 1)]
    assert ran == ("\n".join(lines) + "\n", "", 0)


@pytest.mark.parametrize(("number", "name"), [("1", "window"), ("04", "overlap"),
                                              (str(len(LESSONS)), "own-gradient")])  # fmt: skip
def test_a_lesson_by_its_number(number: str, name: str) -> None:
    """As the list numbers them."""
    assert quick("learn", number) == quick("learn", name)


@pytest.mark.parametrize("number", ["0", str(len(LESSONS) + 1), "9" * 5000])
def test_a_number_without_a_lesson(number: str) -> None:
    """The hint says which numbers there are."""
    ran = quick("learn", number)
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith("poolviz: there is no lesson ")
    assert ran.stderr.splitlines()[1:] == [
        f"hint: poolviz learn lists the lessons: they are numbered 1 to {len(LESSONS)}"
    ]


def test_all_lessons() -> None:
    """Without a name they are printed one after the other."""
    ran = quick("learn", "--all")
    assert ran == ("".join(quick("learn", name).stdout for name in LESSONS), "", 0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("windwo", "; did you mean window?"),
        ("tie", "; did you mean ties?"),
        ("TIES", "; did you mean ties?"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_an_unknown_lesson_is_a_usage_error(typed: str, meant: str) -> None:
    """With the nearest that there is."""
    ran = quick("learn", typed)
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr == (
        f"poolviz: there is no lesson '{typed}'{meant}\nhint: poolviz learn lists the lessons\n"
    )


@pytest.mark.parametrize(
    ("of", "answer", "right"),
    [
        ("gradient[2,1]", "2/9", True), ("gradient[2,1]", "0.2222", True),
        ("gradient[2,1]", "1/9", False), ("size", "3x3", True), ("size", "3 x 3", True),
        ("size", "(3, 3)", True), ("size", "3*3", True), ("size", " 3 3 ", True),
        ("size", "3 3", True), ("size", "2x3", False), ("argmax[0,1]", "(1, 2)", True),
        ("argmax[0,1]", "6", True),
        ("argmax[0,1]", "(1, 3)", False), ("hits", "0 0 0 0;1 0 1 2;2 2 0 0;0 0 0 1", True),
        ("output[0,0]", "5", True), ("hits[1,3]", "2", True),
    ],
)  # fmt: skip
def test_answers_are_judged(of: str, answer: str, right: bool) -> None:
    """Numbers in every spelling, sizes, places, matrices."""
    command = 'max "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" -s 1'
    assert Predict("?", command, of, answer).judge(posed(command), answer).right is right


NUMBER = "not a number\nhint: write one number, such as 7, 0.25 or 3/8"


@pytest.mark.parametrize(
    ("of", "answer", "message"),
    [
        ("gradient[2,1]", "two", f"'two' is {NUMBER}"),
        ("gradient[2,1]", "?", f"'?' is {NUMBER}"),
        ("gradient[2,1]", "(1, 0)", f"'(1, 0)' is {NUMBER}"),
        ("size", "3", "'3' is no size\nhint: write it as 3×2 or 3x2"),
        ("gradient", "0 1 two", "'two' is not a number\nhint: write numbers with blanks between "
         "them, and a ; between rows"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_read(of: str, answer: str, message: str) -> None:
    """Is no answer: it is said how one is written."""
    problem = posed('max "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" -s 1')
    with pytest.raises(ValueError, match="hint") as told:
        Predict("?", "", of, "0").judge(problem, answer)
    assert str(told.value) == message


def test_a_matrix_with_cells_left_out_is_not_yet_right() -> None:
    """All its numbers were asked for."""
    how = LESSONS["own-gradient"].predict
    assert judge_of(how)("? 2/3 ? ?") == Judged(
        False, ("the answered cell is right, 3 not answered",)
    )


def test_a_lesson_is_given_to_who_answers() -> None:
    """It is a value that a teacher can write."""
    assert isinstance(LESSONS["overlap"], Lesson)
