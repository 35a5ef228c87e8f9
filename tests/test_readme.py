"""Every command in the README prints exactly what the README shows."""

from __future__ import annotations

import doctest
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import readme
from npy import saved
from runs import ROOT, quick

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
    assert len(SHOWN) >= 8


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


# --- for programs -----------------------------------------------------------------------------

ANSWERS = {
    "ann": ("0 0 0 0; 1/9 0 1/9 2/9; 2/9 2/9 0 0; 0 0 0 1/9", "ann\tright"),
    "ben": ("0 0 0 0; 1/9 0 1/9 1/9; 1/9 1/9 0 0; 0 0 0 1/9", "ben\tassigned"),
    "cid": ("0 0", "cid\tshape [1,2]"),
    "dora o'neil": ("0 0 x", "dora o'neil\tcannot be read"),
    "eve": ("0 0 0 0; 1/9 0 1/9 2/9; 2/9 2/9 0 0; 0 0 0 8", "eve\t1 wrong"),
    "fay": ("", "fay\tcannot be read"),
    "gil": ("0 0 0 0; 1/9 0 ? 2/9; 2/9 ? 0 0; 0 0 0 1/9", "gil\tright, 2 not answered"),
    "hal": ("0 0 0 0; 1/9 0 1/9 1/9; 1/9 1/9 0 ?; 0 0 0 1/9", "hal\tassigned, 1 not answered"),
    "ida": ("? ? ? ?; ? ? ? ?; ? ? ? ?; ? ? ? ?", "ida\t0 wrong, 16 not answered"),
    "jan": ("0 ?", "jan\tshape [1,2], 1 not answered"),
}
"""Answers to the worked example, and what the README's loop says of them."""


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("jq")), reason="jq is missing")
def test_the_loop_over_a_folder_leaves_no_answer_out(tmp_path: Path) -> None:
    """Not those either that cannot be read: each has a line, in order."""
    (loop,) = re.findall(r"```sh\n(for answer in .*?)```", TEXT, re.DOTALL)
    (tmp_path / "answers").mkdir()
    for name, (answer, _) in ANSWERS.items():
        (tmp_path / "answers" / f"{name}.txt").write_text(answer, "utf-8")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    printed = readme.in_a_shell(f"cd '{tmp_path}'\n{loop}").splitlines()
    said = [line for line in printed if not line.startswith(("poolviz: ", "hint: "))]
    assert said == [line for _, line in ANSWERS.values()]
    assert len(printed) == len(said) + 4


def test_pandas_reads_channels_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the README's line: a row for each, with every digit."""
    pandas = pytest.importorskip("pandas")
    (line,) = re.findall(r"`(pandas\..*?)`", TEXT)
    maps = np.random.default_rng(5).normal(size=(2, 3, 6, 6))
    (tmp_path / "maps.npy").write_bytes(saved(maps))
    printed = quick("avg", "--channel", "all", "--json", str(tmp_path / "maps.npy")).stdout
    (tmp_path / "maps.jsonl").write_text(printed, "utf-8")
    monkeypatch.chdir(tmp_path)
    table = eval(line, {"pandas": pandas})
    documents = [json.loads(each) for each in printed.splitlines()]
    assert len(documents) == 6
    for key in ("channel", "input", "output", "gradient"):
        assert table[key].tolist() == [document[key] for document in documents]


def test_duckdb_reads_a_folder_of_judged_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the README's query: a row for each."""
    duckdb: Any = pytest.importorskip("duckdb")
    (query,) = re.findall(r"`(SELECT .*?)`", TEXT, re.DOTALL)
    (tmp_path / "judged").mkdir()
    for name in ("ann", "ben", "cid", "eve"):
        ran = quick("max", "-s", "1", "samples/worked.txt", "--json", "--check", ANSWERS[name][0])
        (tmp_path / "judged" / f"{name}.json").write_text(ran.stdout, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = duckdb.sql(f"SELECT * FROM ({query}) ORDER BY filename")
    columns = [found.columns.index(name) for name in ("filename", "right", "mistakes")]
    assert [tuple(row[at] for at in columns) for row in found.fetchall()] == [
        ("judged/ann.json", True, []),
        ("judged/ben.json", False, ["assigned"]),
        ("judged/cid.json", False, []),
        ("judged/eve.json", False, []),
    ]
