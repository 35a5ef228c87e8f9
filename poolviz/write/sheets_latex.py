"""Worksheets as a whole LaTeX document, each copy on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence

from poolviz.draw.worksheet import LINE, whole
from poolviz.teach.worksheet import Sheet
from poolviz.write.latex import NEEDS
from poolviz.write.latex import latex as fragment

OPENING = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=2.2cm]{geometry}
\usepackage[table]{xcolor}
\pagestyle{empty}
\setlength{\parskip}{0.5ex}
\renewcommand{\arraystretch}{1.4}
\begin{document}
"""
CLOSING = r"\end{document}" + "\n"


def latex(sheets: Sequence[Sheet], key: bool) -> str:
    """A document that compiles as it stands."""
    copies = (fragment(whole(sheet, key, LINE)).removeprefix(NEEDS) for sheet in sheets)
    return OPENING + "\n\\clearpage\n".join(copies) + CLOSING
