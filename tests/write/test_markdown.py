"""Markdown: read by a Markdown reader, every number and sign is there, and markup stays text."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from drawn import NAMES, PROBLEMS, WON, check_tables
from markdown_it import MarkdownIt

from poolviz import max_pool
from poolviz.draw.blocks import Heading, Legend, Mark, Panel, Panels, Scale, Sentences
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.write.markdown import markdown


def read(text: str) -> ET.Element:
    """The text as a reader of Markdown with GitHub's tables renders it."""
    return ET.fromstring(f"<page>{MarkdownIt().enable('table').render(text)}</page>")


def tables(top: ET.Element) -> list[list[list[str]]]:
    """The words in the cells of every table."""
    return [
        [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        for table in top.iter("table")
    ]


def words(top: ET.Element, tag: str) -> list[str]:
    return ["".join(element.itertext()) for element in top.iter(tag)]


def test_a_small_page_whole() -> None:
    panel = Panel(
        "x",
        range(-1, 1),
        range(2),
        lambda row, column: "-inf" if row < 0 else column + 0.5,
        lambda row, column: (
            Mark("+", role="padding") if row < 0 else Mark("*" * column, True, "won")
        ),
        notes=("won: 1/9",),
    )
    legend = Legend(WON.signs, (Scale(("zero", "more1"), "more hits"),))
    blocks = [
        Heading("max pooling", 1),
        Heading("window (0, 0)"),
        Panels((panel,), "… and 2 more windows"),
        legend,
        Sentences(("loss = 1 · 2 hits", "1. is said")),
    ]
    assert markdown(blocks) == (
        "# max pooling\n\n"
        "## window (0, 0)\n\n"
        "**x**\n\n"
        "|      |         *0* |           *1* |\n"
        "| ---: | ----------: | ------------: |\n"
        "| *-1* |       -inf+ |         -inf+ |\n"
        "|  *0* | **\\[0.5\\]** | **\\[1.5\\*\\]** |\n\n"
        "won: 1/9\n\n"
        "… and 2 more windows\n\n"
        "`*` won a window\n\n"
        "loss = 1 · 2 hits\n\n"
        "1\\. is said\n"
    )


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_number_is_the_documents(name: str) -> None:
    """Each cell of each table is the JSON number, rounded, under its row and column number."""
    problem = PROBLEMS[name]
    check_tables(problem, tables(read(markdown(page(problem, Asked(show=NAMES))))))


def test_winners_are_bold_and_signed() -> None:
    top = read(markdown(page(PROBLEMS["worked"], Asked(show=("input",)))))
    assert words(top, "strong") == ["input", "5*", "4*", "6*", "9*", "6*", "6*"]
    assert words(top, "code") == ["*"]


def test_row_and_column_numbers_are_not_taken_for_values() -> None:
    """They are set apart, and are not bold as winners are."""
    top = read(markdown(page(PROBLEMS["worked"], Asked(show=("output",)))))
    assert words(top, "em") == ["0", "1", "2", "0", "1", "2"]


def test_the_cells_of_a_window_are_framed() -> None:
    top = read(markdown(page(PROBLEMS["worked"], Asked(windows=((1, 2),)))))
    framed = [c for row in tables(top)[0] for c in row if c.startswith("[")]
    assert framed == ["[4]", "[6*]", "[1]", "[2]"]


def test_headings_and_sentences_stand_as_they_are_said() -> None:
    top = read(markdown(page(PROBLEMS["worked"], Asked(cells=((2, 1),)))))
    assert words(top, "h1") == ["max pooling · kernel 2×2 · stride 1×1 · input 4×4 → output 3×3"]
    assert words(top, "h2") == ["cell (2, 1) = 6: seen by 4 windows, won 2 of them"]
    assert words(top, "p")[-1] == (
        "gradient[2,1] = 1/9 (window 1,1) + 1/9 (window 2,1) = 2/9 ≈ 0.2222"
    )


HOSTILE = [
    "a|b", "<script>alert(1)</script>", "**no**", "[x](javascript:1)", "`code`", "\\", "![i](j)",
    "# no heading", "1. no list", "2) nor this", "- none", "+ none", "=====", "---", "> no quote",
    "~~~", "***", "&lt;", "$x$", "_x_", "a\\|b", "|", "\u202eabc\x1b[31m",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_stays_text(text: str) -> None:
    """In a sentence, a heading, a title and a cell the text is what a reader sees."""
    expected = text.replace("\u202e", "\\u202e").replace("\x1b", "\\x1b")
    panel = Panel(text, range(1), range(1), lambda _r, _c: text)
    top = read(markdown([Heading(text, 1), Panels((panel,)), Sentences((text,))]))
    assert words(top, "h1") == [expected]
    assert words(top, "p") == [expected, expected]
    assert tables(top) == [[["", "0"], ["0", expected]]]
    assert {element.tag for element in top.iter()} == {
        "page", "h1", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "em",
    }  # fmt: skip


def test_a_large_matrix_is_shown_without_its_middle() -> None:
    problem = max_pool(np.zeros((40, 30)), kernel=10)
    found = markdown(page(problem, Asked(show=("input",))))
    table = tables(read(found))[0]
    assert (len(table), len(table[0])) == (1 + 32, 1 + 24)
    assert "**input 40×30**" in found
    assert found.endswith("… stands for rows and columns that are left out; --full shows them\n")
    whole = markdown(page(problem, Asked(show=("input",), full=True)), full=True)
    assert (len(tables(read(whole))[0]), len(tables(read(whole))[0][0])) == (41, 31)


def test_the_source_of_a_table_can_be_read_too() -> None:
    """All lines of a table are as wide."""
    found = markdown(page(PROBLEMS["avg"], Asked(edges=True)))
    for table in re.findall(r"(?:^\|.*\n)+", found, flags=re.MULTILINE):
        assert len({len(line) for line in table.splitlines()}) == 1
