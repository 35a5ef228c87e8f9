"""Every command in the README prints exactly what the README shows."""

from __future__ import annotations

import re
import shutil

import pytest
import readme
from runs import ROOT

TEXT = readme.README.read_text("utf-8")
SHOWN = readme.shown(TEXT)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.command)
def test_a_command_prints_what_the_readme_shows(shown: readme.Shown) -> None:
    """The whole output, on both streams, is the README's."""
    missing = [tool for tool in readme.tools(shown.command) if not shutil.which(tool)]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    assert readme.run(shown.command) == shown.output


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    "command", ["poolviz max samples/worked.txt", "poolviz avg", 'poolviz max "1 3; 5 two"']
)
def test_a_shell_prints_the_same(command: str) -> None:
    """What runs within the process is no special case, remark and fault included."""
    arguments = readme.alone(command)
    assert arguments is not None
    assert readme.in_this_process(arguments) == readme.in_a_shell(command)


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
    samples = sorted(path.name for path in (ROOT / "samples").iterdir())
    assert [name for name in samples if f"samples/{name}" not in TEXT] == []
