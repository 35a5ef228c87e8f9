"""Worksheets as a page that prints: each copy on sheets of its own, no question torn apart."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from string import Template

from poolviz.draw.worksheet import heading, item
from poolviz.teach.worksheet import Sheet
from poolviz.write.sheet import part
from poolviz.write.sheet import sheet as style_sheet
from poolviz.write.tables import tables

STYLE = """
.copy { margin-bottom: 4rem; }
.poolviz .panel td.blank { min-width: 3.2em; height: 1.8em; }
.question h2 { margin-top: 1.6em; }
@media print {
  .copy { margin: 0; break-after: page; }
  .copy:last-child { break-after: auto; }
  .question { break-inside: avoid; }
  .poolviz .panels { margin: .6em 0; }
}
"""


def html(sheets: Sequence[Sheet], key: bool) -> str:
    """A page without scripts, whose content policy allows its style alone."""
    style = f"\n{style_sheet()}\n{part('page.css')}{STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Template(part("page.html")).substitute(
        title="Pooling, the key" if key else "Pooling, a worksheet",
        style=style,
        style_source=f"'sha256-{digest}'",
        script_source="'none'",
        body="\n".join(_copy(sheet, key) for sheet in sheets),
        scripts="",
    )


def _copy(sheet: Sheet, key: bool) -> str:
    questions = (
        f'<section class="question">\n{tables(item(place, question, key, ""))}\n</section>'
        for place, question in enumerate(sheet.questions, 1)
    )
    body = "\n".join([tables(heading(sheet, key)), *questions])
    return f'<article class="copy">\n{body}\n</article>'
