"""Results in Python: each look shows itself and says the same as the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from runs import quick

import poolviz

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
LOOKS: list[tuple[Any, list[str]]] = [
    (lambda p: p, []),
    (lambda p: p.cell(2, 1), ["--cell", "2,1"]),
    (lambda p: p.window(0, 2), ["--window", "0,2"]),
    (lambda p: p.nudge(2, 1), ["--nudge", "2,1"]),
    (lambda p: p.nudge(), ["--nudge", "all"]),
    (lambda p: p.compare("ties"), ["--compare", "ties"]),
    (lambda p: p.compare("stride", [1, 2]), ["--compare", "stride=1 2"]),
    (lambda p: p.mistake("assigned"), ["--mistake", "assigned"]),
    (lambda p: p.look(edges=True, step=True), ["--edges", "--step"]),
    (lambda p: p.look(show=("all",), fractions=True), ["--show", "all", "--fractions"]),
]


@pytest.mark.parametrize(
    ("look", "options"), LOOKS, ids=[" ".join(options) for _, options in LOOKS]
)
def test_a_look_is_what_the_command_shows(look: Any, options: list[str]) -> None:
    """On the screen, and as a document; and it stands in a notebook once."""
    shown = look(poolviz.max_pool(WORKED, stride=1))
    command = ["max", "-s", "1", "samples/worked.txt", *options]
    assert repr(shown) + "\n" == quick(*command).stdout
    assert shown.to_dict() == json.loads(quick(*command, "--json").stdout)
    assert shown._repr_html_().count("<style>") == 1


@pytest.mark.parametrize(
    ("look", "options"), LOOKS, ids=[" ".join(options) for _, options in LOOKS]
)
def test_a_look_at_a_channel_says_which(look: Any, options: list[str]) -> None:
    """As the command does."""
    maps = [[[0, 1], [2, 3]], [[7, 5], [7, 6]], [[9, 9], [9, 9]]]
    if "0,2" in options or "2,1" in options:
        maps = [[row * 2 for row in one] * 2 for one in maps]
    shown = look(poolviz.max_pool(maps, stride=1, channel=1))
    command = ["max", "-s", "1", json.dumps(maps), "--channel", "1", *options]
    assert "channel 1 of 3" in repr(shown)
    assert repr(shown) + "\n" == quick(*command).stdout
    assert shown.to_dict() == json.loads(quick(*command, "--json").stdout)


def test_an_answer_with_channels_is_judged_by_the_same_channel() -> None:
    """In Python as in the command."""
    maps = [[[0, 1], [2, 3]], [[7, 5], [7, 6]]]
    p = poolviz.max_pool(maps, channel=1)
    answer = [[[0, 0], [0, 1]], [[1, 0], [0, 0]]]
    assert p.check(gradient=answer).right
    assert not p.check(gradient=answer[::-1]).right


def test_a_checked_answer_says_whether_it_is_right() -> None:
    """And which mistakes explain it."""
    p = poolviz.max_pool(WORKED, stride=1)
    assert p.check(gradient=p.gradient, hits=p.hits, argmax=p.argmax).right
    wrong = p.check(gradient=p.gradient * 9)
    assert not wrong.right
    assert wrong.mistakes == ("not-averaged", "hits-for-gradient")


@pytest.mark.parametrize(
    ("look", "message"),
    [
        (lambda p: p.cell(9, 0), "cell 9,0 is not there"),
        (lambda p: p.mistake("none"), "mistake must be assigned, "),
        (lambda p: p.compare("tise"), "tise"),
        (lambda p: p.check(divisors=[[4]]), "max has no 'divisors'"),
        (lambda p: p.code("tf"), "framework must be pytorch, "),
        (lambda p: p.save("x.png"), "its suffix names no form"),
    ],
)
def test_what_is_not_there_is_a_value_error(look: Any, message: str) -> None:
    """As soon as it is asked for."""
    with pytest.raises(ValueError, match=message):
        look(poolviz.max_pool(WORKED))


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("there.svg", FileExistsError, "{}: there is such a file already\n"
         "hint: --force replaces it, in Python force=True"),
        ("none/x.svg", FileNotFoundError, "{}: there is no such folder\n"
         "hint: make the folder, or save elsewhere"),
        ("folder.svg", IsADirectoryError, "{} is there, and is no file\nhint: save elsewhere"),
        ("a" * 300 + ".svg", OSError, "{}: file name too long\nhint: save elsewhere"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_written_is_an_os_error(
    name: str, kind: type[OSError], message: str, tmp_path: Path
) -> None:
    """As of any file in Python, with the words of the command; of a chain, too."""
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "there.svg").write_text("mine", "utf-8")
    path = tmp_path / name
    command = quick("max", "samples/worked.txt", "--save", str(path))
    for result in (poolviz.max_pool(WORKED), poolviz.chain(["MaxPool2d(2)"])(WORKED)):
        with pytest.raises(kind) as caught:
            result.save(path)
        assert type(caught.value) is kind
        assert str(caught.value) == message.format(path)
        assert command.stderr == f"poolviz: {caught.value}\n"
        assert caught.value.errno
    assert (tmp_path / "there.svg").read_text("utf-8") == "mine"


def test_files_and_programs(tmp_path: Path) -> None:
    """Saved as by the command."""
    p = poolviz.avg_pool(WORKED)
    p.save(tmp_path / "figure.svg", str(tmp_path / "problem.json"))
    assert json.loads((tmp_path / "problem.json").read_text("utf-8")) == p.to_dict()
    assert (tmp_path / "figure.svg").read_text("utf-8").startswith("<svg")
    assert p.code("numpy") == quick("avg", "samples/worked.txt", "--code", "numpy").stdout
