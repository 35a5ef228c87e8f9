"""Worksheets as a whole LaTeX document, each copy on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence

from poolviz.draw.worksheet import LINE, heading, item
from poolviz.teach.worksheet import Sheet
from poolviz.write.latex import NEEDS
from poolviz.write.latex import latex as fragment

OPENING = r"""\documentclass[11pt,a4paper]{article}
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
    return OPENING + "\n\\clearpage\n".join(_copy(sheet, key) for sheet in sheets) + CLOSING


def _copy(sheet: Sheet, key: bool) -> str:
    """One copy; a question with blanks is not torn apart, one with its working may be longer."""
    questions = (
        fragment(item(place, question, key, LINE)).removeprefix(NEEDS)
        for place, question in enumerate(sheet.questions, 1)
    )
    whole = "\n\\bigskip\n" if key else "\n\\bigskip\\noindent\\begin{minipage}{\\linewidth}\n"
    end = "" if key else "\\end{minipage}\n"
    return fragment(heading(sheet, key)).removeprefix(NEEDS) + "".join(
        whole + each + end for each in questions
    )
