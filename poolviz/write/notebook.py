"""A view in a notebook: the page's static tables with their style sheet, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterable

from poolviz.draw.blocks import Block
from poolviz.explain.asked import Asked
from poolviz.write.sheet import sheet
from poolviz.write.tables import Form, tables

FIRST_SCREEN = Asked()
"""Numbers as on the first screen."""


def notebook(blocks: Iterable[Block], asked: Asked = FIRST_SCREEN) -> str:
    """What `_repr_html_` gives: the blocks as tables, light and dark as the notebook is.

    The style sheet holds within these tables only, so that it changes nothing else in a notebook.
    Headings are paragraphs: a notebook's outline is its author's.
    """
    drawn = tables(blocks, Form(asked.decimals, asked.full, headings=False))
    return f'<div class="poolviz">\n<style>\n{sheet()}\n</style>\n{drawn}\n</div>'
