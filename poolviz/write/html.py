"""A page in one file: static tables, complete by themselves, and with scripts a problem to explore.

Nothing is loaded from anywhere, and the content policy allows nothing but the style sheet and the
script that stand in the page, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from string import Template

from poolviz.draw.blocks import Block, Heading, Panels
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.explore import explore
from poolviz.write.sheet import part, sheet
from poolviz.write.tables import Form, tables, text

SCRIPTS = ("numbers.js", "facts.js", "sentences.js", "looks.js", "grid.js", "page.js")
"""The script, in the order in which its parts lean on each other."""

FIRST_SCREEN = Asked()
"""Nothing beside the problem itself."""

STATIC = '<div class="static">\n{}\n</div>'
"""What the script stands for, where there are scripts."""

HERE = '<div id="explore"></div>'
"""Where the script puts what can be explored."""


def html(
    blocks: Iterable[Block],
    problem: Problem | None = None,
    asked: Asked = FIRST_SCREEN,
    title: str = "",
) -> str:
    """A page of the blocks, in which the problem, if there is one, can be explored.

    `title` is what the browser calls the page; without it, what was done.
    """
    sections = list(_sections(blocks))
    known = explore(problem, asked) if problem else None
    names = {"padded input", *known["names"]} if known else set()
    body = "\n".join(_body(sections, names, Form(asked.decimals, asked.full)))
    style = f"\n{sheet()}\n{part('page.css')}"
    script = _script() if known else ""
    return Template(part("page.html")).substitute(
        title=text(title or _title(sections)),
        style=style,
        style_source=_hash(style),
        script_source=_hash(script),
        body=body,
        scripts=_scripts(script, known) if known else "",
    )


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks from each heading to the next."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level < 3 and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


STEP = re.compile(r"step \d+ of \d+ · ")
"""How the heading of a step begins."""


def _body(sections: list[list[Block]], names: set[str], form: Form) -> Iterator[str]:
    """Each section, and the script's place: where it can stand for some of them, or at the end.

    It stands for the matrices of the first screen if it knows them all, and for the steps, which
    come last.
    """
    waiting = bool(names)
    steps = [section for section in sections if waiting and STEP.match(_title([section]))]
    for section in sections:
        if section in steps:
            continue
        panels = [p.name for block in section if isinstance(block, Panels) for p in block.panels]
        if waiting and _opens(section) and panels and names.issuperset(panels):
            waiting = False
            at = next(k for k, block in enumerate(section) if isinstance(block, Panels))
            top, rest = tables(section[:at], form), tables(section[at:], form)
            yield f"<section>\n{top}\n{STATIC.format(rest)}\n{HERE}\n</section>"
        else:
            yield f"<section>\n{tables(section, form)}\n</section>"
    if waiting:
        yield f"<section>\n{HERE}\n</section>"
    if steps:
        drawn = (f"<section>\n{tables(section, form)}\n</section>" for section in steps)
        yield STATIC.format("\n".join(drawn))


def _opens(section: list[Block]) -> bool:
    """Whether a section is the page's first."""
    return isinstance(section[0], Heading) and section[0].level == 1


def _title(sections: list[list[Block]]) -> str:
    heads = [block.text for section in sections for block in section if isinstance(block, Heading)]
    return heads[0] if heads else "poolviz"


def _script() -> str:
    """The parts in one function, so that none of their names reaches the page."""
    parts = "\n".join(map(part, SCRIPTS))
    return f'\n"use strict";\n(() => {{\n{parts}}})();\n'


def _hash(content: str) -> str:
    """How a content policy names what may stand in the page; nothing, where there is nothing."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'" if content else "'none'"


def _scripts(script: str, known: object) -> str:
    """The data, in which nothing can end its element, and the script."""
    data = json.dumps(known, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return (
        f'<script type="application/json" id="problem">{data}</script>\n<script>{script}</script>'
    )
