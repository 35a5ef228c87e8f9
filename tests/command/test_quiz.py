"""`poolviz quiz`, from the outside: whole transcripts, documents, what ends it and how."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from runs import quick
from terminal import screen, terminal

from poolviz.command.learn import posed

WINNER = ("quiz", "--seed", "3", "--topic", "winner")

FIRST = """
question 1 · winner
max pooling · kernel 2×2 · stride 2×2
input
    0   1   2   3
0│ 16  15  24   9
1│ 17   2   8  18
2│  7   4  14  19
3│ 13  11  22  12
4│ 20   1   6  21
5│ 23  10   3   5

Which cell of the input does window (1, 0) choose?

answer (the cell, as (row, column), both counted from 0): """

WAY = """
the answer is (3, 0)
window (1, 0): rows 2 and 3, columns 0 and 1 (counted from 0)
output[1,0] = max(7, 4, 13, 11) = 13 at (3, 0)

poolviz max '16 15 24 9; 17 2 8 18; 7 4 14 19; 13 11 22 12; 20 1 6 21; 23 10 3 5' \
--kernel 2x2 --stride 2x2 --window 1,0
""".replace("\\\n", "")


def head(count: str) -> str:
    """How the quiz opens."""
    return (
        f"\nquiz · seed 3\n{count} at most, and a topic is done after two right in a row: winner\n"
        "q ends it\n"
    )


def test_right_at_once() -> None:
    """One line for the verdict."""
    ran = quick(*WINNER, "--count", "1", stdin="(3, 0)\n")
    assert (ran.stderr, ran.status) == ("", 0)
    assert ran.stdout == (
        head("1 question") + FIRST + "(3, 0)\n\nright\n\n"
        "summary · 1 question, 1 right at once, 0 at the second try\ndone: no topic yet\n"
    )


def test_a_mistake_is_told_and_the_second_try_is_right() -> None:
    """With the lesson in the end."""
    ran = quick(*WINNER, "--count", "1", stdin="4,1\n3,0\n")
    assert (ran.stderr, ran.status) == ("", 0)
    assert ran.stdout == (
        head("1 question") + FIRST + "4,1\n\nnot yet\n"
        "(4, 1) is what one-based gives: rows and columns are counted from 0\n"
        "(1, 0): the first row and the first column are number 0, so the first cell is\n(0, 0)\n"
        "\nonce more: 3,0\n\nright\n\n"
        "summary · 1 question, 0 right at once, 1 at the second try\ndone: no topic yet\n"
        "mistakes: one-based 1 time\n"
        "poolviz learn window helps with one-based\n"
    ).replace("learn window", f"learn {lesson('one-based')}")


def lesson(mistake: str) -> str:
    """The lesson that helps."""
    from poolviz.teach.quiz_lessons import for_mistake

    return for_mistake(mistake)


def test_what_cannot_be_read_is_a_wrong_try_and_the_way_is_shown() -> None:
    """It says why it cannot be read; a quiz ends with 0 whatever the answers."""
    ran = quick(*WINNER, "--count", "1", stdin="(1\n\x1b[31m\n")
    assert (ran.stderr, ran.status) == ("", 0)
    assert ran.stdout == (
        head("1 question") + FIRST + "(1\n\nnot yet\n'(1' is no cell\n"
        "hint: write the cell, as (row, column), both counted from 0\n"
        "\nonce more: \\x1b[31m\n\nno\n'\\x1b[31m' is no cell\n"
        "hint: write the cell, as (row, column), both counted from 0\n" + WAY + "\n"
        "summary · 1 question, 0 right at once, 0 at the second try\ndone: no topic yet\n"
        "poolviz learn window helps with winner\n"
    )


def test_a_question_mark_is_no_try() -> None:
    """It is told what can be typed, in a pipe, too."""
    ran = quick(*WINNER, "--count", "1", stdin=" ?\n3 0\n")
    assert ran.stdout == (
        head("1 question") + FIRST + " ?\n\nno try\n"
        "write the cell, as (row, column), both counted from 0, or q to end the quiz\n"
        + FIRST.rpartition("\n")[2].join(["\n", "3 0\n\nright\n\n"])
        + "summary · 1 question, 1 right at once, 0 at the second try\ndone: no topic yet\n"
    )


def test_a_word_in_place_of_a_matrix_is_told_the_form() -> None:
    """An answer has no header and no label."""
    ran = quick("quiz", "--seed", "7", "--topic", "output", "--count", "1", stdin="abc\n")
    _, _, said = ran.stdout.partition(": abc\n\n")
    assert said.startswith(
        "not yet\nline 1, column 1: 'abc' is not a number\n"
        "hint: write row by row, with ; between the rows\n\nonce more: "
    )


def test_a_long_answer_is_cut_where_it_is_repeated() -> None:
    """Behind what any right answer holds."""
    ran = quick(*WINNER, "--count", "1", stdin=f"{'x' * 200}\n{'x' * 201}\n")
    assert re.findall("x{41,}.*", ran.stdout) == ["x" * 200, "x" * 199 + "…"]


def test_answers_that_end_early() -> None:
    """The summary all the same, and status 1."""
    ran = quick(*WINNER, stdin="9 9\n")
    assert ran.stdout == (
        head("20 questions") + FIRST + "9 9\n\nnot yet\n"
        "no known mistake gives (9, 9): look again at the windows\n\nonce more: \n\n"
        "summary · 0 questions, 0 right at once, 0 at the second try\ndone: no topic yet\n"
        "poolviz learn window helps with winner\n"
    )
    assert ran.stderr == (
        "poolviz: the answers end at question 1\nhint: give a line for each try\n"
    )
    assert ran.status == 1


def test_the_command_that_is_named_shows_the_answer() -> None:
    """It can be copied: one line."""
    ran = quick(*shlex.split(WAY.splitlines()[-1])[1:])
    assert (ran.stderr, ran.status) == ("", 0)
    assert "output[1,0] = max(7, 4, 13, 11) = 13 at (3, 0)" in ran.stdout


def test_the_document() -> None:
    """All that was asked, tried and said; without answers it holds the first question."""
    none = quick(*WINNER, "--json")
    assert (none.stderr, none.status) == (
        "poolviz: the answers end at question 1\nhint: give a line for each try\n",
        1,
    )
    before = json.loads(none.stdout)
    assert (before["complete"], before["questions"][0]["tries"]) == (False, [])
    key = before["questions"][0]["answer"]
    ran = quick(*WINNER, "--count", "1", "--json", stdin=f"(4, 1)\n{key}\n")
    assert (ran.stderr, ran.status) == ("", 0)
    wrong = before["questions"][0]["wrong"][0]
    assert wrong == {"mistake": "one-based", "answer": "(4, 1)"}
    assert json.loads(ran.stdout) == {
        "quiz": 1,
        "seed": 3,
        "operation": "both",
        "topics": ["winner"],
        "count": 1,
        "complete": True,
        "questions": [
            before["questions"][0]
            | {
                "tries": [
                    {
                        "text": "(4, 1)",
                        "right": False,
                        "mistakes": ["one-based"],
                        "says": [
                            "(4, 1) is what one-based gives: rows and columns are counted from 0",
                            "(1, 0): the first row and the first column are number 0, so the "
                            "first cell is (0, 0)",
                        ],
                    },
                    {"text": key, "right": True, "mistakes": [], "says": []},
                ]
            }
        ],
        "summary": {
            "asked": 1,
            "right_at_once": 0,
            "right": 1,
            "done": [],
            "mistakes": {"one-based": 1},
            "lessons": [{"lesson": lesson("one-based"), "mistakes": ["one-based"], "topics": []}],
        },
    }


def test_a_quiz_can_be_answered_by_a_program() -> None:
    """Each document names the next question's answer, until all topics are done."""
    lines: list[str] = []
    while True:
        found = json.loads(quick(*WINNER, "--json", stdin="".join(lines)).stdout)
        if found["complete"]:
            break
        lines.append(found["questions"][-1]["answer"] + "\n")
    assert len(lines) == 2
    assert found["summary"]["done"] == ["winner"]


@pytest.mark.parametrize("operation", ["max", "avg"])
def test_each_named_command_poses_the_question_s_problem(operation: str) -> None:
    """Input, options and upstream gradient: its matrix is the answer."""
    answers = "\n" * 80
    ran = quick("quiz", "--seed", "9", "--operation", operation, "--count", "40", "--json",
                stdin=answers)  # fmt: skip
    assert ran.status == 0
    questions = json.loads(ran.stdout)["questions"]
    assert len(questions) == 40
    for asked in questions:
        words = shlex.split(asked["command"])
        assert words[0] == "poolviz"
        problem = posed(shlex.join(words[1:]))
        if asked["sought"] == "size":
            assert "×".join(map(str, problem.output.shape)) == asked["answer"]
        elif asked["sought"] != "argmax" and not asked["cell"]:
            check = f"{asked['sought']}={asked['answer']}"
            assert quick(*words[1:], "--check", check).status == 0, asked["command"]


def test_without_a_seed_one_is_chosen_and_said() -> None:
    """With it the quiz is the same again."""
    ran = quick("quiz", "--count", "1", stdin="x\nx\n")
    seed = ran.stdout.split("\n")[1].removeprefix("quiz · seed ")
    assert seed.isdecimal()
    assert quick("quiz", "--count", "1", "--seed", seed, stdin="x\nx\n") == ran


def test_the_first_topic_varies_with_the_seed() -> None:
    """Topics that are named are asked in the order in which they are named."""
    found = [json.loads(quick("quiz", "--seed", str(seed), "--json").stdout) for seed in range(7)]
    assert len({quiz["questions"][0]["topic"] for quiz in found}) > 3
    for quiz in found:
        assert quiz["questions"][0]["topic"] == quiz["topics"][0]
        asked = quick("quiz", "--seed", str(quiz["seed"]), "--topic", "hits,size", "--json")
        assert json.loads(asked.stdout)["topics"] == ["hits", "size"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--topic", "tise"], "there is no topic 'tise'; did you mean ties?"),
        (["--topic", "TIES"], "there is no topic 'TIES'; did you mean ties?"),
        (["--topic", "ties", "--operation", "avg"], "ties is a topic of max, not of avg"),
        (["--count", "0"], "count must be"),
        (["--operation", "sum"], "operation must be max, avg or both"),
        (["extra"], "Got unexpected extra argument"),
    ],
)
def test_usage_errors(args: list[str], error: str) -> None:
    """Status 2, nothing on standard output."""
    ran = quick("quiz", *args)
    assert (ran.stdout, ran.status) == ("", 2)
    assert error in ran.stderr


def test_on_an_output_of_ascii() -> None:
    """Signs that it lacks are spelled; what was typed cannot break it."""
    ran = quick(*WINNER, "--count", "1", stdin="é\n(3, 0)\n", encoding="ascii")
    assert ran.status == 0
    assert "max pooling" in ran.stdout
    assert "kernel 2x2" in ran.stdout


@pytest.mark.parametrize("word", ["q", "quit", "exit", " Q "])
def test_a_word_ends_a_quiz(word: str) -> None:
    """With the summary: it is no try, no error, and no lack of answers."""
    ran = quick(*WINNER, stdin=f"{word}\n(3, 0)\n")
    assert ran.stdout == (
        head("20 questions") + FIRST + f"{word}\n\n"
        "summary · 0 questions, 0 right at once, 0 at the second try\ndone: no topic yet\n"
    )
    assert (ran.stderr, ran.status) == ("", 0)


def test_on_a_terminal_ctrl_c_ends_with_130() -> None:
    """Nothing is redrawn."""
    with terminal(*WINNER) as it:
        it.until("counted from 0): ")
        it.press("(4, 1)\r", "once more: ")
        it.press("\x03")
        assert it.end() == 130


@pytest.mark.parametrize(("keys", "status"), [("\x04", 1), ("q\r", 0)])
def test_on_a_terminal_a_learner_may_leave(keys: str, status: int) -> None:
    """The summary is the last word: nobody who leaves is told to give more lines."""
    with terminal(*WINNER) as it:
        it.until("q ends it", "counted from 0): ")
        it.press(keys, "summary")
        assert it.end() == status
        assert screen(it.text).endswith("\ndone: no topic yet\n")
        assert "\x1b[?1049h" not in it.text.removeprefix("\x1b[?1049h")


def test_on_a_terminal_what_cannot_be_read_is_no_try() -> None:
    """However often; it says how an answer is written."""
    with terminal(*WINNER) as it:
        it.until("counted from 0): ")
        for nonsense in ("(1", "what?", ""):
            told = it.press(f"{nonsense}\r", "and is no try", "counted from 0): ")
            assert "write the cell, as (row, column), both counted from 0" in told
        it.press("(4, 1)\r", "not yet", "once more: ")
        it.press("what?\r", "and is no try", "once more: ")
        it.press("(3, 0)\r", "right")
        it.press("q\r", "1 question, 0 right at once, 1 at the second try")
        assert it.end() == 0
