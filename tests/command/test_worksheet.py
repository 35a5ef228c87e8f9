"""`poolviz worksheet`: sheets read back and solved from what stands on them alone."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from fractions import Fraction
from html import unescape
from pathlib import Path

import markup
import pytest
import worksheets
from runs import quick

from poolviz.teach.questions_words import meanings
from poolviz.teach.worksheet import sheets
from poolviz.write.moodle import TOLERANCE, spellings, why

NEAR = Fraction(1, 10**5)
"""Numbers that are nearer are the same one, written with six decimals."""

ALL = ("worksheet", "--seed", "5", "--copies", "2", "--count", "33")
"""Three questions of each topic."""


def note_of(key: bool, save: str | None = None) -> str:
    """What is said of the command that makes what belongs to it; `save` is empty for Moodle."""
    command = " ".join(("poolviz", *ALL))
    if key:
        return f"poolviz: the sheets of this key are made without --key: {command}\n"
    if save == "":
        return f"poolviz: the same once more: {command}\n"
    return f"poolviz: the key of these sheets: {command} --key{save or ''}\n"


def made(tmp_path: Path, suffix: str, *args: str) -> str:
    """The text of a saved file."""
    path = tmp_path / f"sheet{suffix}"
    ran = quick(*ALL, *args, "--save", str(path), "--force")
    note = note_of("--key" in args, "" if suffix == ".xml" else f" --save key{suffix}")
    assert (ran.stdout, ran.stderr, ran.status) == ("", f"poolviz: wrote {path}\n{note}", 0)
    return path.read_text("utf-8")


def test_the_sheet_solved_by_loops_is_the_key() -> None:
    """In Markdown, on standard output; nothing of the answer stands on the sheet."""
    sheet, key = quick(*ALL), quick(*ALL, "--key")
    assert (sheet.stderr, sheet.status) == (note_of(key=False), 0)
    assert (key.stderr, key.status) == (note_of(key=True), 0)
    tasks, answers = map(worksheets.from_markdown, (sheet.stdout, key.stdout))
    assert [copy.heading for copy in tasks] == ["Pooling · copy 1", "Pooling · copy 2"]
    assert [copy.heading for copy in answers] == [
        "Pooling · key of copy 1", "Pooling · key of copy 2"
    ]  # fmt: skip
    for copy, key_ in zip(tasks, answers, strict=True):
        assert len(copy.tasks) == len(key_.tasks) == 33
        for task, answer in zip(copy.tasks, key_.tasks, strict=True):
            assert (task.topic, task.texts[:2]) == (answer.topic, answer.texts[:2])
            name, right = worksheets.solved(task)
            assert worksheets.answered(answer, name) == right, task
            assert len(answer.texts) > 2
            blanks = worksheets.answered(task, name)
            if isinstance(blanks, str):
                assert set(blanks) <= set("_ ×(),")
            else:
                assert [[""] * len(row) for row in right] == blanks


RULES = {
    "first": "the first cell in row-major order gets the gradient",
    "last": "the last cell in row-major order gets the gradient",
    "split": "the cells that tie share the gradient equally",
    "all": "every cell that ties gets the whole gradient",
}


def test_a_sheet_says_what_tie_rules_and_padding_mean() -> None:
    """Below each question whose setting names them, on sheet and key alike, and in no other."""
    args = ("worksheet", "--seed", "5", "--copies", "8", "--topic", "ties,padding,size")
    told = set()
    for key in ([], ["--key"]):
        for copy in worksheets.from_markdown(quick(*args, *key).stdout):
            for task in copy.tasks:
                words = task.texts[0].split(" · ")
                expected = [
                    f"ties {rule}: {RULES[rule]}" for rule in RULES if f"ties {rule}" in words
                ]
                expected += [
                    f"{word}: rows and columns added at top, left, bottom, right"
                    for word in words
                    if re.fullmatch(r"padding [\d,]+", word)
                ]
                assert task.texts[2 : 2 + len(expected)] == expected
                assert sum(
                    re.match(r"(ties|padding) \S+: ", t) is not None for t in task.texts[2:]
                ) == len(expected)
                told |= {line.partition(":")[0].partition(" ")[0] for line in expected}
                told |= {word for word in words if word.startswith("ties")}
    assert told == {"ties", "padding", *(f"ties {rule}" for rule in RULES)}


def test_the_page_has_the_same_sheets_and_key(tmp_path: Path) -> None:
    """Cell by cell; each copy begins a page, and only the page's own style may act."""
    for args in ((), ("--key",)):
        page = made(tmp_path, ".html", *args)
        assert worksheets.from_html(page) == [
            worksheets.Copy(copy.heading, copy.tasks)
            for copy in worksheets.from_markdown(quick(*ALL, *args).stdout)
        ]
        root = markup.parse(page)
        policy = root.all("meta")[1].attributes["content"] or ""
        style = root.all("style")[0].text
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy == (
            f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'none'; "
            "base-uri 'none'; form-action 'none'"
        )
        assert "break-after: page" in style
        assert root.all("script", "img", "link") == []
        assert "style=" not in page.partition("<body")[2]
        for table in root.all("table"):
            assert len(table.all("caption")) == 1
            assert {th.attributes["scope"] for th in table.all("th")} == {"row", "col"}


@pytest.mark.parametrize("key", [(), ("--key",)])
def test_the_latex_compiles(tmp_path: Path, key: tuple[str, ...]) -> None:
    """Each copy on pages of its own, with all numbers of the sheet in order."""
    text = made(tmp_path, ".tex", *key)
    tables = re.findall(r"\\begin\{tabular\}\{r\|r+\}\n(.*?)\\end\{tabular\}", text, re.DOTALL)
    copies = worksheets.from_markdown(quick(*ALL, *key).stdout)
    expected = [t for copy in copies for task in copy.tasks for t in task.tables.values()]
    assert len(tables) == len(expected)
    for table, rows in zip(tables, expected, strict=True):
        cells = [line.rstrip("\\").split("&")[1:] for line in table.strip().splitlines()[1:]]
        plain = [[re.sub(r"\\_|\\phantom\{.*?\}| ", "", c) for c in row] for row in cells]
        assert [[c.replace("$-$", "-") for c in row] for row in plain] == rows
    assert text.count("\\clearpage") == 1
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    run = subprocess.run(
        [
            *("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-jobname=sheet"),
            r"\pdfobjcompresslevel=0\input{sheet}",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    assert (tmp_path / "sheet.pdf").stat().st_size > 10_000
    assert b"/MediaBox [0 0 595.276 841.89]" in (tmp_path / "sheet.pdf").read_bytes(), "no A4"


# --- Moodle -------------------------------------------------------------------------------


def alternatives(text: str) -> list[list[tuple[int, str, str]]]:
    """The embedded answers of a text, by Moodle's grammar: percent, answer, feedback.

    In braces stand weight, type and alternatives with `~` between them: `=` or `%0%`, the answer,
    and behind `#` the feedback. A backslash takes a sign literally.
    """
    found = []
    for inner in re.findall(r"\{1:NUMERICAL:((?:\\.|[^\\}])*)\}", text):
        parts = re.split(r"(?<!\\)~", inner)
        here = []
        for part in parts:
            match = re.fullmatch(r"(=|%(\d+)%)([^#]+)(?:#(.*))?", part)
            assert match, part
            feedback = unescape(re.sub(r"\\(.)", r"\1", match[4] or ""))
            here.append((100 if match[1] == "=" else int(match[2]), match[3], feedback))
        found.append(here)
    return found


def value(text: str | None) -> Fraction:
    """A number that is no more than a millionth off what it stands for."""
    return Fraction(text or "")


def test_moodle_takes_the_key_and_tells_each_mistake(tmp_path: Path) -> None:
    """Every question of every copy: its type, its name, its answers and their feedback."""
    root = ET.fromstring(made(tmp_path, ".xml"))
    assert root.tag == "quiz"
    items = list(root)
    copies = list(sheets("5", copies=2, count=33))
    at = 0
    for place in range(33):
        category = items[at]
        assert category.get("type") == "category"
        topic = copies[0].questions[place].topic
        assert category.findtext("category/text") == (
            f"$course$/top/poolviz/{place + 1:02} {topic}"
        )
        for sheet in copies:
            at += 1
            check(items[at], sheet.questions[place], f"{topic} {place + 1}, copy {sheet.copy}")
        at += 1
    assert at == len(items)


def check(item: ET.Element, asked: object, name: str) -> None:
    """One question."""
    from poolviz.teach.questions import Question

    assert isinstance(asked, Question)
    assert item.findtext("name/text") == name
    text = item.findtext("questiontext/text") or ""
    markup.parse(text)  # every element is closed
    assert asked.setting in unescape(text)
    for line in meanings(asked):
        assert f"<p>{line}</p>" in unescape(text)
    assert markup.parse(item.findtext("generalfeedback/text") or "").text
    kind = item.get("type")
    answers = [
        (int(a.get("fraction") or -1), a.findtext("text") or "", a.findtext("feedback/text") or "")
        for a in item.findall("answer")
    ]
    told = {wrong.answer: unescape(why(wrong.mistake)) for wrong in asked.wrongs}
    if asked.sought in ("size", "argmax"):
        assert kind == "shortanswer"
        expected = [(100, spelling, "") for spelling in spellings(asked.key)]
        for answer, says in told.items():
            expected += [(0, spelling, says) for spelling in spellings(answer)]
        assert [(f, t, unescape(s)) for f, t, s in answers] == expected
    elif asked.at:
        assert kind == "numerical"
        expected = [(100, asked.key, "")] + [(0, a, says) for a, says in told.items()]
        for (fraction, text_, says), (percent, exact, because) in zip(
            answers, expected, strict=True
        ):
            assert (fraction, unescape(says)) == (percent, because)
            assert abs(value(text_) - Fraction(exact)) <= Fraction(1, 10**6)
        tolerances = [value(a.findtext("tolerance")) for a in item.findall("answer")]
        apart = [abs(value(answers[0][1]) - value(a[1])) for a in answers[1:]]
        for tolerance, off in zip(tolerances[1:], apart, strict=True):
            assert off > tolerance + tolerances[0]
    else:
        assert kind == "cloze"
        assert answers == []
        embedded(text, asked.key, told)


def embedded(text: str, key: str, told: dict[str, str]) -> None:
    """Each cell takes its own number, and tells each mistake that has another one there."""
    cells = alternatives(text)
    rows = [row.split() for row in key.split("; ")]
    wrongs = {a: [row.split() for row in a.split("; ")] for a in told}
    assert len(cells) == len(rows) * len(rows[0])
    seen = set()
    for number, cell in enumerate(cells):
        r, c = divmod(number, len(rows[0]))
        (percent, answer, _), *others = cell
        near, tolerance = map(Fraction, answer.split(":"))
        exact = Fraction(rows[r][c])
        assert percent == 100
        assert abs(near - exact) <= Fraction(1, 10**6)
        assert tolerance == (0 if exact.denominator == 1 else TOLERANCE)
        for nothing, answer_, says in others:
            assert nothing == 0
            given = Fraction(answer_.split(":")[0])
            assert abs(given - exact) > tolerance
            mine = {
                told[a]
                for a, m in wrongs.items()
                if r < len(m) and c < len(m[0]) and abs(Fraction(m[r][c]) - given) < NEAR
            }
            assert mine
            assert all(one in says for one in mine)
            seen |= mine
        for answer_, matrix in wrongs.items():
            if r < len(matrix) and c < len(matrix[0]) and Fraction(matrix[r][c]) != exact:
                assert any(told[answer_] in says for _, _, says in others)
    inside = {
        told[a] for a, m in wrongs.items()
        if any(m[r][c] != rows[r][c] for r in range(min(len(m), len(rows)))
               for c in range(min(len(m[0]), len(rows[0]))))
    }  # fmt: skip
    assert seen == inside


# --- the command --------------------------------------------------------------------------


def test_without_a_seed_one_is_chosen_and_said() -> None:
    """On standard error, in the key's command; not on the sheet, where learners would see it."""
    ran = quick("worksheet", "--count", "1", "--topic", "ties,size", "--operation", "max")
    match = re.fullmatch(
        r"poolviz: the key of these sheets: poolviz (worksheet --seed (\d+) "
        r"--operation max --topic ties,size --count 1) --key\n",
        ran.stderr,
    )
    assert match
    assert match[2] not in ran.stdout.partition("##")[0]
    assert quick(*match[1].split()) == ran
    key = quick(*match[1].split(), "--key")
    assert key.stderr == (
        f"poolviz: the sheets of this key are made without --key: poolviz {match[1]}\n"
    )
    (task,), (answer,) = (worksheets.from_markdown(each.stdout)[0].tasks for each in (ran, key))
    assert (task.texts[:2], task.tables["input"]) == (answer.texts[:2], answer.tables["input"])


def test_a_key_without_a_seed_is_refused(tmp_path: Path) -> None:
    """It would be the key of no sheets."""
    for args in ([], ["--save", "key.html"]):
        ran = quick("worksheet", "--key", *args, cwd=tmp_path)
        assert (ran.stdout, ran.status) == ("", 2)
        assert "a key without --seed would fit no sheets\n" in ran.stderr
        assert ran.stderr.endswith("add --seed with the number that making the sheets said\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "error", "status"),
    [
        (["--save", "sheet.pdf"], "its suffix names no form; know .md, .tex, .html and .xml", 2),
        (["--save", "there.md"], "there is such a file already", 1),
        (["--save", "no/where.md"], "there is no such folder", 1),
        (["--key", "--save", "sheet.xml"], "Moodle's file holds the answers already", 2),
        (["--copies", "1001"], "copies must be at most 1000, not 1001", 2),
        (["--count", "101"], "count must be at most 100, not 101", 2),
        (["--topic", "divisor", "--operation", "max"], "divisor is a topic of avg, not of max", 2),
        (["--copies", "0"], "copies must be", 2),
    ],
)
def test_what_is_refused(tmp_path: Path, args: list[str], error: str, status: int) -> None:
    """Before anything is written."""
    (tmp_path / "there.md").write_text("mine")
    ran = quick("worksheet", "--seed", "1", *args, cwd=tmp_path)
    assert (ran.stdout, ran.status) == ("", status)
    assert error in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.md"]
    assert (tmp_path / "there.md").read_text() == "mine"


def test_the_help_shows_how_a_class_gets_sheets_and_key() -> None:
    """One command each."""
    text = quick("worksheet", "--help", columns=120).stdout
    assert "poolviz worksheet --copies 20 --seed 7 --save class.html" in text
    assert "poolviz worksheet --copies 20 --seed 7 --key --save key.html" in text


def test_the_name_of_a_written_file_acts_on_no_terminal(tmp_path: Path) -> None:
    """It is told as with the other commands."""
    ran = quick("worksheet", "--seed", "1", "--count", "1", "--save", str(tmp_path / "a\x1b[1m.md"))
    assert ran.status == 0
    assert ran.stderr.startswith(f"poolviz: wrote {tmp_path}/a\\x1b[1m.md\n")
