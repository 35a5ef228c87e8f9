"""Every command in the README prints exactly what the README shows."""

from __future__ import annotations

import doctest
import shutil

import pytest
import readme
from runs import ROOT

from poolviz.teach import lessons

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
    assert len(SHOWN) >= 9


def test_the_readme_is_read_to_its_end() -> None:
    """It has at most 350 lines; the questions that learners ask are answered by lessons."""
    assert len(TEXT.splitlines()) <= 350
    listed = next(shown.output for shown in SHOWN if shown.command == "poolviz learn")
    assert [line.split()[1] for line in listed.splitlines()] == list(lessons.ORDER)


def test_what_it_shows_of_python_runs() -> None:
    """To the letter."""
    found = doctest.testfile(str(readme.README), module_relative=False)
    assert found.failed == 0
    assert found.attempted >= 6


def test_every_sample_is_in_the_readme() -> None:
    """A sample that the README does not use would teach nobody."""
    samples = sorted(path.name for path in (ROOT / "samples").iterdir())
    assert [name for name in samples if f"samples/{name}" not in TEXT] == []
