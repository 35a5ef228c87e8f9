"""Which question comes next in a quiz, and what it says in the end."""

from __future__ import annotations

from itertools import product

import pytest

from poolviz.teach import lessons
from poolviz.teach.lessons import ORDER
from poolviz.teach.mistakes import NAMES
from poolviz.teach.questions_kinds import kinds
from poolviz.teach.questions_topics import TOPICS, chosen, named, possible, turned
from poolviz.teach.quiz import Help, Item, Quiz
from poolviz.teach.quiz_lessons import MISTAKES as LESSONS_OF_MISTAKES
from poolviz.teach.quiz_lessons import TOPICS as LESSONS_OF_TOPICS
from poolviz.teach.quiz_lessons import for_mistake, for_topic


def asked(quiz: Quiz) -> list[str]:
    """The topics of its questions."""
    return [item.question.topic for item in quiz.items]


def right(item: Item) -> None:
    """Answer rightly."""
    assert item.answer(item.question.key).right


def wrong(item: Item, mistake: int = 0) -> None:
    """Make a mistake that the question is about, and then a line that says nothing."""
    assert not item.answer(item.question.wrongs[mistake].answer).right
    assert not item.answer("").right


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_who_knows_all_is_asked_each_topic_twice(seed: str) -> None:
    """One after the other; then the quiz is over."""
    quiz = Quiz(seed, count=100)
    while item := quiz.next():
        right(item)
    assert asked(quiz) == [topic for topic in TOPICS for _ in range(2)]
    assert quiz.done == TOPICS
    assert (quiz.mistakes, quiz.helps) == ({}, ())


def test_the_next_question_goes_where_the_mistakes_are() -> None:
    """A topic that went wrong comes before all others, and twice in a row right ends it."""
    quiz = Quiz("5", topics=("size", "winner", "output"), count=100)
    while item := quiz.next():
        wrong(item) if item.number in (1, 3) else right(item)
    # size wrong, once more: right, then once more as it is begun: wrong; after another: right
    assert asked(quiz) == ["size"] * 3 + ["winner"] + ["size"] * 2 + ["winner"] + ["output"] * 2
    assert [item.at_once for item in quiz.items] == [
        False, True, False, True, True, True, True, True, True
    ]  # fmt: skip


def test_a_topic_that_goes_wrong_twice_rests() -> None:
    """For as many questions as went wrong; then it comes again, if nothing else is left at once."""
    quiz = Quiz("5", topics=("size", "winner", "output"), count=11)
    while item := quiz.next():
        wrong(item) if item.question.topic == "size" else right(item)
    assert asked(quiz) == (["size"] * 2 + ["winner"] * 2 + ["size"] + ["output"] * 2 + ["size"] * 4)


def test_who_is_always_wrong_is_asked_about_many_topics() -> None:
    """None takes a third of a quiz, and none is asked three times in a row."""
    for seed in map(str, range(3)):
        quiz = Quiz(seed, count=20)
        while item := quiz.next():
            assert not item.answer("").right
            assert not item.answer("?").right
        topics = asked(quiz)
        assert len(set(topics)) >= 5
        assert max(map(topics.count, topics)) <= 6
        assert not any(len(set(topics[i : i + 3])) == 1 for i in range(18))


@pytest.mark.parametrize("marks", [*product((True, False), repeat=7)])
def test_no_topic_is_asked_four_times_in_a_row_while_others_are_open(
    marks: tuple[bool, ...],
) -> None:
    """However the answers go."""
    quiz = Quiz("5", topics=("winner", "hits", "ties"), count=7)
    for good in marks:
        item = quiz.next()
        if item is None:
            break
        others = {*quiz.topics} - {*quiz.done, item.question.topic}
        assert not others or len({*asked(quiz)[-4:]}) > 1 or len(quiz.items) < 4
        right(item) if good else wrong(item)


def test_the_seed_says_which_topic_is_the_first() -> None:
    """The others follow in their order; topics that are named stay as they are named."""
    firsts = [turned(TOPICS, str(seed)) for seed in range(1, 40)]
    assert {topics[0] for topics in firsts} == set(TOPICS)
    for topics in firsts:
        turn = TOPICS.index(topics[0])
        assert topics == TOPICS[turn:] + TOPICS[:turn]


def test_right_at_the_second_try_does_not_count_as_right_in_a_row() -> None:
    """But it is right."""
    quiz = Quiz("5", topics=("size",), count=100)
    for first in (True, False, True, True):
        item = quiz.next()
        assert item is not None
        if not first:
            item.answer("1x1")
        right(item)
        assert item.at_once is first
    assert quiz.next() is None
    assert len(quiz.items) == 4


def test_the_count_ends_a_quiz() -> None:
    """Whatever is done by then."""
    quiz = Quiz("5", count=3)
    while item := quiz.next():
        wrong(item)
    assert len(quiz.items) == 3
    assert quiz.done == ()


def test_a_kind_that_is_about_a_mistake_made_comes_first() -> None:
    """Of the kinds of a topic that were asked as often."""
    whole, one, given = kinds("gradient", "max")
    assert "spread" in one.about
    assert "spread" in whole.about
    assert "spread" not in given.about
    for seed in map(str, range(50)):
        quiz = Quiz(seed, operation="max", topics=("gradient",), count=2)
        first = quiz.next()
        assert first is not None
        if first.kind is one:
            break
    wrong(first, one.about.index("spread"))
    second = quiz.next()
    assert second is not None
    assert second.kind is whole  # in turn it would be the one with an upstream gradient


def test_mistakes_are_counted_and_lessons_named() -> None:
    """Most made first; a topic only where no mistake is known to be the reason."""
    quiz = Quiz("5", operation="max", topics=("winner", "gradient"), count=4)
    for answers in (["(30, 30)", ""], ["(30, 31)", "x"], [None, None]):
        item = quiz.next()
        assert item is not None
        for text in answers:
            item.answer(item.question.wrongs[0].answer if text is None else text)
    made = quiz.items[2].question.wrongs[0].mistake
    assert quiz.items[2].question.topic == "gradient"
    assert quiz.mistakes == {made: 2}
    assert quiz.helps == (
        (Help(for_mistake(made), (made,), ("winner",)),)
        if for_mistake(made) == for_topic("winner")
        else (Help(for_mistake(made), (made,), ()), Help(for_topic("winner"), (), ("winner",)))
    )


def test_the_same_seed_and_answers_give_the_same_quiz() -> None:
    """And another seed another one."""

    def run(seed: str) -> list[str]:
        quiz = Quiz(seed, count=8)
        while item := quiz.next():
            wrong(item) if item.number % 3 == 0 else right(item)
        return [f"{item.question.setting} {item.question.key}" for item in quiz.items]

    assert run("1") == run("1") != run("2")


def test_every_topic_and_every_mistake_has_a_lesson() -> None:
    """One that there is."""
    assert set(LESSONS_OF_TOPICS) == set(TOPICS)
    assert set(LESSONS_OF_MISTAKES) == set(NAMES)
    for name in TOPICS:
        assert lessons.lesson(for_topic(name))
    for name in NAMES:
        assert lessons.lesson(for_mistake(name))


def test_the_lessons_that_the_table_names_are_written() -> None:
    """None is stood in for."""
    assert {*LESSONS_OF_TOPICS.values(), *LESSONS_OF_MISTAKES.values()} <= set(ORDER)


def test_topics_are_named() -> None:
    """With commas; a mistyped one is told the nearest, and one of the other operation that."""
    assert named("ties,gradient , ties") == ("ties", "gradient")
    with pytest.raises(ValueError, match="there is no topic 'tise'; did you mean ties"):
        named("tise")
    with pytest.raises(ValueError, match="there is no topic 'zzz'; know size, output, winner,"):
        named("zzz")
    with pytest.raises(ValueError, match="ties is a topic of max, not of avg"):
        chosen(("ties",), "avg")
    assert chosen((), "max") == possible("max")
    assert chosen(("divisor",), "both") == ("divisor",)
