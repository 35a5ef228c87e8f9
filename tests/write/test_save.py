"""Saving: the suffix is the form, every file is judged before any is written, and is whole."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from poolviz import max_pool
from poolviz.explain.asked import Asked
from poolviz.read.source import SourceError
from poolviz.write import forms
from poolviz.write.save import save

WRITERS: dict[str, Callable[[], str]] = {".svg": lambda: "<svg/>\n", ".md": lambda: "é\n"}


def refused(*paths: str | Path, force: bool = False) -> tuple[str, str | None, int]:
    """The message, hint and status of the error about a file."""
    with pytest.raises(SourceError) as found:
        save(paths, WRITERS, force)
    return str(found.value), found.value.hint, found.value.status


def unmeant(*paths: str) -> str:
    """The message of the error about a name."""
    with pytest.raises(ValueError) as found:  # noqa: PT011 the message is compared by all
        save(paths, WRITERS)
    return str(found.value)


def test_the_suffix_is_the_form(tmp_path: Path) -> None:
    names = [str(tmp_path / "a.svg"), str(tmp_path / "b.MD")]
    assert save(names, WRITERS) == names
    assert (tmp_path / "a.svg").read_bytes() == b"<svg/>\n"
    assert (tmp_path / "b.MD").read_bytes() == "é\n".encode()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_path_is_taken_as_well_as_text(tmp_path: Path) -> None:
    assert save([tmp_path / "a.svg"], WRITERS) == [str(tmp_path / "a.svg")]


def test_names_that_cannot_be_meant() -> None:
    assert unmeant("-") == (
        "'-' is no file, and its form would be unknown; "
        "without --save the screen stands on standard output"
    )
    assert unmeant("a.png") == "'a.png': its suffix names no form; know .svg and .md"
    assert unmeant("svg") == "'svg': its suffix names no form; know .svg and .md"
    assert unmeant("a.svg", "./a.svg") == (
        "'./a.svg' is to be saved twice; give each form its own name"
    )
    assert unmeant("a\0.svg") == r"'a\x00.svg' can be no file's name"
    assert unmeant("\x1b[31m.png").startswith(r"'\x1b[31m.png': its suffix")


def test_an_existing_file_stays_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text("mine")
    assert refused(file) == (
        f"{file}: there is such a file already",
        "--force replaces it, in Python force=True",
        1,
    )
    assert file.read_text() == "mine"
    save([file], WRITERS, force=True)
    assert file.read_text() == "<svg/>\n"


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "none" / "a.svg"
    hint = "make the folder, or save elsewhere"
    assert refused(file) == (f"{file}: there is no such folder", hint, 1)
    assert refused(file, force=True) == (f"{file}: there is no such folder", hint, 1)


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.svg").mkdir()
    expected = f"{tmp_path / 'a.svg'} is there, and is no file", "save elsewhere", 1
    assert refused(tmp_path / "a.svg", force=True) == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.svg")
    assert refused(tmp_path / "a.svg", force=True)[0].endswith("is there, and is no file")


def test_all_are_judged_before_any_is_made(tmp_path: Path) -> None:
    """A fault in the last name leaves nothing of the first."""
    made: list[str] = []
    writers = {".svg": lambda: made.append("svg") or "", ".md": lambda: made.append("md") or ""}
    (tmp_path / "there.md").write_text("mine")
    for last in ("there.md", "a.png", "-", "none/a.md"):
        with pytest.raises((SourceError, ValueError)):
            save([tmp_path / "a.svg", last if last == "-" else tmp_path / last], writers)
    assert made == []
    assert [file.name for file in tmp_path.iterdir()] == ["there.md"]


def test_all_are_made_before_any_is_written(tmp_path: Path) -> None:
    """A figure that cannot be drawn leaves nothing of the others."""

    def fails() -> str:
        raise ValueError("too many steps")

    with pytest.raises(ValueError, match=r"^too many steps$"):
        save([tmp_path / "a.md", tmp_path / "b.svg"], {**WRITERS, ".svg": fails})
    assert list(tmp_path.iterdir()) == []


def test_a_form_for_several_files_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []
    writers = {".md": lambda: made.append("md") or "text\n"}
    save([tmp_path / "a.md", tmp_path / "b.md"], writers)
    assert made == ["md"]
    assert (tmp_path / "b.md").read_text() == "text\n"


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails, nothing is left, and what was there stays."""
    (tmp_path / "a.svg").write_text("mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        found = refused(tmp_path / "a.svg", tmp_path / "b.md", force=True)
    assert found == (f"{tmp_path / 'a.svg'}: no space left on device", "save elsewhere", 1)
    assert [file.name for file in tmp_path.iterdir()] == ["a.svg"]
    assert (tmp_path / "a.svg").read_text() == "mine"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write everywhere"
)
def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refused(tmp_path / "a.svg")[0] == f"{tmp_path / 'a.svg'}: permission denied"
    tmp_path.chmod(0o700)


def test_the_longest_name_is_taken_and_a_longer_one_is_an_error(tmp_path: Path) -> None:
    save([tmp_path / ("a" * 251 + ".svg")], WRITERS)
    assert refused(tmp_path / ("a" * 252 + ".svg"))[0].endswith(".svg: file name too long")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_file_has_the_permissions_of_a_new_one(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save([tmp_path / "a.svg"], WRITERS)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.svg").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a right to make links")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is replaced."""
    (tmp_path / "real.svg").write_text("mine")
    (tmp_path / "link.svg").symlink_to("real.svg")
    save([tmp_path / "link.svg"], WRITERS, force=True)
    assert (tmp_path / "link.svg").is_symlink()
    assert (tmp_path / "real.svg").read_text() == "<svg/>\n"


def test_a_problem_can_be_saved_in_its_forms(tmp_path: Path) -> None:
    """What stands in a text or a document is what the command prints."""
    problem = max_pool([[1, 3], [5, 2]], kernel=2)
    writers = forms.writers(problem, Asked())
    names = save([tmp_path / f"a{suffix}" for suffix in writers], writers)
    texts = {Path(name).suffix: Path(name).read_text("utf-8") for name in names}
    assert {suffix: text[:9] for suffix, text in texts.items()} == {
        ".svg": "<svg xmln",
        ".html": "<!DOCTYPE",
        ".md": "# max poo",
        ".tex": "% poolviz",
        ".txt": "max pooli",
        ".json": '{"poolviz',
    }
    assert texts[".txt"] == f"{problem!r}\n"
    assert json.loads(texts[".json"])["gradient"] == [[0, 0], [1, 0]]
