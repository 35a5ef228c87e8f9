"""Worksheets in every form, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from poolviz.draw.worksheet import whole
from poolviz.teach.worksheet import Sheet
from poolviz.write.markdown import markdown

BREAK = "\n---\n\n"
"""Between two copies in Markdown."""


def writers(sheets: Sequence[Sheet], key: bool) -> dict[str, Callable[[], str]]:
    """What makes the text of a file; nothing is made, or loaded, before it is asked for."""

    def latex() -> str:
        from poolviz.write.sheets_latex import latex

        return latex(sheets, key)

    def html() -> str:
        from poolviz.write.sheets_html import html

        return html(sheets, key)

    def moodle() -> str:
        from poolviz.write.moodle import moodle

        return moodle(sheets)

    return {
        ".md": lambda: "".join(pages(sheets, key)),
        ".tex": latex,
        ".html": html,
        ".xml": moodle,
    }


def pages(sheets: Iterable[Sheet], key: bool) -> Iterator[str]:
    """The copies in Markdown, one after the other."""
    for sheet in sheets:
        text = markdown(whole(sheet, key, ""))
        yield text if sheet.copy == 1 else BREAK + text
