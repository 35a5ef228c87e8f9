"""Reads worksheets back, from Markdown and from HTML, and solves them by naive loops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import markup
import naive

Rows = list[list[str]]


@dataclass
class Task:
    """A question as a learner sees it."""

    topic: str
    texts: list[str] = field(default_factory=list)
    """Setting, question, and what stands below."""
    tables: dict[str, Rows] = field(default_factory=dict)


@dataclass
class Copy:
    """One copy: its heading, and its questions."""

    heading: str
    tasks: list[Task] = field(default_factory=list)


def from_markdown(text: str) -> list[Copy]:
    """The copies in a text."""
    copies: list[Copy] = []
    name = ""
    for part in re.split(r"\n{2,}", text.strip()):
        plain = re.sub(r"\\(.)", r"\1", part)
        if part.startswith("# "):
            copies.append(Copy(plain[2:]))
        elif part.startswith("## "):
            copies[-1].tasks.append(Task(plain.partition(" · ")[2]))
        elif part.startswith("**"):
            name = plain.strip("*")
        elif part.startswith("|"):
            rows = [line.strip("|").split("|") for line in plain.splitlines()[2:]]
            copies[-1].tasks[-1].tables[name] = [[cell.strip() for cell in r[1:]] for r in rows]
        elif part != "---" and copies[-1].tasks:
            copies[-1].tasks[-1].texts.append(plain)
    return copies


def from_html(text: str) -> list[Copy]:
    """The copies of a page."""
    copies = []
    for article in markup.parse(text).all("article"):
        first, small = article.all("h1")[0].text.split(" ", 1)
        copy = Copy(f"{first} · {small}")
        for section in article.all("section"):
            task = Task(section.all("h2")[0].text.partition(" ")[2])
            task.texts = [p.text for p in section.all("p")]
            for table in section.all("table"):
                caption = table.all("caption")[0].text.partition(" ")[0]
                body = table.all("tbody")[0].all("tr")
                task.tables[caption] = [[td.text for td in row.all("td")] for row in body]
            copy.tasks.append(task)
        copies.append(copy)
    return copies


def pair(text: str) -> tuple[int, int]:
    """A size."""
    height, width = map(int, text.split("×"))
    return height, width


PHRASES: dict[str, dict[str, Any]] = {
    "padding counted": {"count_include_pad": True},
    "padding not counted": {"count_include_pad": False},
    "ceil mode": {"ceil_mode": True},
    "loss = mean of output": {"loss": "mean"},
    "loss = sum of output": {"loss": "sum"},
}
"""Options without a value of their own."""


def options(setting: str) -> tuple[str, dict[str, Any], tuple[int, int] | None]:
    """The operation, the options and the input's size that a setting says."""
    first, *words = setting.split(" · ")
    operation = first.partition(" ")[0]
    found: dict[str, Any] = {}
    shape = None
    for word in words:
        name, _, value = word.rpartition(" ")
        if name in ("kernel", "stride", "dilation"):
            found[name] = pair(value)
        elif name == "output size":
            found["output_size"] = pair(value)
        elif name == "input":
            shape = pair(value)
        elif name == "ties":
            found["ties"] = value
        elif name == "divisor":
            found["divisor"] = int(value)
        elif name == "padding" and value != "counted":
            found["padding"] = tuple(map(int, value.split(",")))
        else:
            found |= PHRASES[word]
    return operation, found, shape


def numbers(rows: Rows) -> list[list[float]]:
    """A table of numbers."""
    return [[float(cell) for cell in row] for row in rows]


def solved(task: Task) -> tuple[str, str | Rows]:
    """What is asked, and its answer, from what a learner sees alone."""
    setting, asks = task.texts[:2]
    operation, given, shape = options(setting)
    x = numbers(task.tables["input"]) if "input" in task.tables else None
    if x is None:
        assert shape is not None
        x = [[0.0] * shape[1] for _ in range(shape[0])]
    upstream = task.tables.get("upstream")
    exact = naive.pool(operation, x, upstream=numbers(upstream) if upstream else None, **given)
    assert exact is not None
    if "size" in asks:
        return "size", f"{len(exact.output)}×{len(exact.output[0])}"
    cell = re.search(r"(?:\[|window \()(\d+), ?(\d+)[\])]", asks)
    for word, name in WORDS.items():
        if word in asks:
            shares = name == "gradient" and upstream is None
            matrix = [[spelled(Fraction(v), shares) if name != "argmax" else str(v) for v in row]
                      for row in getattr(exact, name)]  # fmt: skip
            return name, matrix[int(cell[1])][int(cell[2])] if cell else matrix
    raise AssertionError(asks)


def spelled(value: Fraction, shares: bool) -> str:
    """Ten thousandths that are whole numbers as decimals, unless they are shares of a loss."""
    return str(value) if shares or (value * 10**4).denominator > 1 else f"{float(value):g}"


WORDS = {
    "divided by": "divisors",
    "choose": "argmax",
    "hit": "hits",
    "dLoss/dInput": "gradient",
    "output": "output",
}
"""What names each matrix in a question."""


def answered(task: Task, name: str) -> str | Rows:
    """The answer that stands in a key."""
    lines = [text for text in task.texts if text.startswith("answer: ")]
    return lines[0].removeprefix("answer: ") if lines else task.tables[name]
