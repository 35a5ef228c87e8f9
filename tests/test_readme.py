"""Every command in the README prints exactly what the README shows."""

from __future__ import annotations

import re
import shutil

import pytest
import readme

TEXT = readme.README.read_text("utf-8")
SHOWN = readme.shown(TEXT)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.command)
def test_a_command_prints_what_the_readme_shows(shown: readme.Shown) -> None:
    """The whole output, on both streams, is the README's."""
    if "jq" in shown.command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert readme.run(shown.command) == shown.output


def test_the_readme_has_its_commands() -> None:
    """The tests above cannot pass by finding nothing."""
    assert len(SHOWN) >= 35


def test_the_learners_questions_have_commands() -> None:
    """Each of the fifteen or more questions has at least one command and its output."""
    chapter = TEXT.partition("## Questions learners ask")[2].partition("\n## ")[0]
    questions = re.split(r"^### ", chapter, flags=re.MULTILINE)[1:]
    assert len(questions) >= 15
    assert [q.partition("\n")[0] for q in questions if not readme.shown(q)] == []


def test_every_sample_is_in_the_readme() -> None:
    """A sample that the README does not use would teach nobody."""
    samples = sorted(path.name for path in (readme.ROOT / "samples").iterdir())
    assert [name for name in samples if f"samples/{name}" not in TEXT] == []
