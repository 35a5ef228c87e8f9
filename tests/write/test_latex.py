"""LaTeX: a fragment that compiles, with every number, sign, colour and frame."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from drawn import NAMES, PROBLEMS, check_tables, small

from poolviz import max_pool
from poolviz.draw.blocks import Heading, Legend, Panel, Panels, Scale, Sentences, Sign
from poolviz.draw.page import page
from poolviz.explain.asked import Asked, Check
from poolviz.read.answer import read_answer
from poolviz.write.latex import escaped, latex


def tables(fragment: str) -> list[list[list[str]]]:
    """The rows of every inner table: numbers and signs as they are printed."""
    inner = re.findall(
        r"\\begin\{tabular\}\{r\|r+\}\n(.*?)\\end\{tabular\}", fragment, flags=re.DOTALL
    )
    return [
        [
            [printed(cell) for cell in line.split("&")]
            for line in re.split(r"\\\\(?:\\hline)?\n", rows)
        ]
        for rows in (found.removesuffix("\\\\\n") for found in inner)
    ]


def printed(cell: str) -> str:
    """What TeX prints of a cell."""
    seen = re.sub(r"\\(?:textsuperscript\{)?\\?phantom\{[^}]*\}\}?", "", cell)
    seen = re.sub(r"\\(?:cellcolor|textcolor)\[HTML\]\{\w+\}", "", seen)
    seen = re.sub(r"\\(?:textbf|textsuperscript|fbox|scriptsize|multicolumn\{1\}\{c\})", "", seen)
    return re.sub(r"[{}\s]", "", seen.replace("$-$", "-"))


SMALL = r"""% poolviz: \input this file. The document's preamble needs
%   \usepackage[table]{xcolor}

{\noindent\large\bfseries max pooling\par\nopagebreak}

{\noindent\small\raggedright\setlength{\tabcolsep}{4pt}
\begin{tabular}[t]{@{}l@{}}\textbf{x}\\
\begin{tabular}{r|rr}
& \multicolumn{1}{c}{\scriptsize 0} & \multicolumn{1}{c}{\scriptsize 1}\\\hline
\scriptsize 0 & 0.5\textsuperscript{\phantom{*}} & \cellcolor[HTML]{FFC800}"""


def test_a_small_fragment_whole() -> None:
    assert latex(small("100 % sure")) == SMALL + (
        r"\fbox{\textbf{$-$2\phantom{.5}}\textsuperscript{*}}\\" + "\n"
        r"\end{tabular}\\" + "\n"
        r"\footnotesize won: 1/9\\" + "\n"
        r"\end{tabular}\par\smallskip}" + "\n\n"
        r"{\noindent \colorbox[HTML]{FFC800}{*} won a window\par}" + "\n\n"
        r"{\noindent 100 \% sure\par}" + "\n"
    )


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    """It stays with what follows; so does a question, with its tables, but not its answer."""
    panel = Panel("x", range(1), range(1), lambda _row, _column: 1)
    asked = Sentences(("max pooling", "What is the output?"))
    found = latex([Heading("1"), asked, Panels((panel,)), Sentences(("answer",)), Heading("2")])
    paragraphs = re.findall(r"\{\\noindent(?:\\bfseries)? ([^\\]*)\\par(.*)\}", found)
    stays = r"\nopagebreak"
    assert paragraphs == [
        ("1", stays), ("max pooling", stays), ("What is the output?", stays), ("answer", ""),
        ("2", stays),
    ]  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_number_is_the_documents(name: str) -> None:
    problem = PROBLEMS[name]
    check_tables(problem, tables(latex(page(problem, Asked(show=NAMES)))))


def test_winners_are_signed_on_their_colour_and_windows_framed() -> None:
    found = latex(page(PROBLEMS["worked"], Asked(windows=((1, 2),))))
    assert found.count(r"\fbox{") == 4
    assert found.count(r"\cellcolor[HTML]{FFC800}\fbox{\textbf{6}\textsuperscript{*}}") == 1
    assert tables(found)[0][2] == ["1", "5", "2", "4", "6*"]


HOSTILE = (
    r"""\input{/etc/passwd} $x$ 50 % # & _ { } ~ ^ < > | " 'q' --- \\ """
    "× → · … − ≈ ≥ ² é 池 \x1b"
)


def test_markup_stays_text() -> None:
    """Nothing of it is a command; a character that TeX may not have is named."""
    found = latex([Sentences((HOSTILE,))]).partition("\n\n")[2]
    assert found == (
        r"{\noindent \textbackslash{}input\{/etc/passwd\} \$x\$ 50 \% \# \& \_ \{ \} "
        r"\textasciitilde{} \textasciicircum{} \textless{} \textgreater{} \textbar{} \char`\"{} "
        r"'q' -{}-{}- \textbackslash{}\textbackslash{} $\times$ $\to$ $\cdot$ \dots{} "
        r"$-$ $\approx$~$\ge$ $^2$ é \texttt{U+6C60} \textbackslash{}x1b\par}" + "\n"
    )


def test_a_number_stays_on_the_line_of_its_sign() -> None:
    """A line is broken neither after `≈` and `=` nor within a cell, but before them."""
    assert escaped("1/3 ≈ 0.33 = 0.11 + 0.22 at (1, 2) – or 3") == (
        r"1/3 $\approx$~0.33 =~0.11 +~0.22 at (1,~2) \textendash{} or 3"
    )


def test_a_large_matrix_is_shown_without_its_middle() -> None:
    """It fits on a page."""
    problem = max_pool(np.full((40, 30), 0.125), kernel=10)
    found = latex(page(problem, Asked(show=("input",))))
    table = tables(found)[0]
    assert len(table) == 1 + 32
    assert (len(table[0]) - 1) * (5 * 4.7 + 8) < 345
    assert r"\textbf{input 40$\times$30}" in found
    assert r"\dots{} stands for rows and columns that are left out; -{}-full shows them" in found


def test_all_of_a_large_matrix_stands_in_parts_that_fit() -> None:
    """Each is named by its rows and columns, and has the decimals of the whole."""
    matrix = [[(r * 30 + c) / 8 if c > 5 else float(r) for c in range(30)] for r in range(40)]
    found = latex(page(max_pool(matrix, kernel=10), Asked(show=("input",), full=True)), full=True)
    parts = re.findall(r"\\textbf\{input, rows (\d+) to (\d+), columns (\d+) to (\d+)\}", found)
    assert parts == [
        (str(top), str(bottom), str(left), str(min(left + 5, 29)))
        for top, bottom in ((0, 31), (32, 39))
        for left in range(0, 30, 6)
    ]
    drawn = tables(found)
    assert len(drawn) == len(parts)
    for table, (top, bottom, left, right) in zip(drawn, parts, strict=True):
        rows, columns = range(int(top), int(bottom) + 1), range(int(left), int(right) + 1)
        assert table[0] == ["", *map(str, columns)]
        for row, (number, *cells) in zip(rows, table[1:], strict=True):
            assert number == str(row)
            assert [float(cell.rstrip("*")) for cell in cells] == [matrix[row][c] for c in columns]
    assert r"\phantom{.750}" in found.partition("columns 6 to")[0]
    assert "left out" not in found
    small = latex(page(max_pool(np.eye(32), 16), Asked(show=("output",), full=True)), full=True)
    assert r"\textbf{output}" in small


def test_the_sign_of_what_is_wrong_is_never_left_out() -> None:
    """Whatever column it stands in."""
    upstream = [[float(f"0.0{n:02}3456789012") for n in range(12)]]
    problem = max_pool([range(12)], kernel=1, upstream=upstream)
    for at in range(12):
        answer = " ".join(str(0.5 if n == at else number) for n, number in enumerate(upstream[0]))
        asked = Asked(checks=(Check("gradient", read_answer(answer)),))
        assert r"\textbf{0.5" in latex(page(problem, asked))


def test_a_scale_is_shown_step_by_step() -> None:
    legend = Legend((), (Scale(("zero", "more1", "more4"), "to the most hits"),))
    assert latex([legend]).partition("\n\n")[2] == (
        r"{\noindent \colorbox[HTML]{F4F6F9}{\textcolor[HTML]{59616B}{0}}"
        r"\colorbox[HTML]{DCEAFA}{\strut\enspace}\colorbox[HTML]{0B4A8F}{\strut\enspace} "
        "to the most hits\\par}\n"
    )


DOCUMENT = r"""\documentclass{article}
\usepackage[table]{xcolor}
\begin{document}
\input{fragment}
\end{document}
"""


def compiled(engine: str, folder: Path) -> str:
    """What an engine says of a document with the fragment in it, which it must take."""
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    (folder / "main.tex").write_text(DOCUMENT, "utf-8")
    run = subprocess.run(
        [engine, "-interaction=nonstopmode", "-halt-on-error", "main.tex"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    return run.stdout


@pytest.mark.parametrize("full", [False, True])
def test_nothing_stands_beyond_the_page(full: bool, tmp_path: Path) -> None:
    """Neither at its right edge nor at its foot."""
    for name, matrix in [
        ("wide", np.arange(900.0).reshape(30, 30) * 7 % 101),
        ("decimals", np.arange(900.0).reshape(30, 30) / 8 - 50),
        ("high", np.arange(300.0).reshape(150, 2)),
    ]:
        drawn = page(max_pool(matrix, 2), Asked(full=full))
        (tmp_path / "fragment.tex").write_text(latex(drawn, full=full), "utf-8")
        said = compiled("pdflatex", tmp_path)
        assert re.findall(r"Overfull .*", said) == [], name


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_it_compiles(engine: str, tmp_path: Path) -> None:
    """All views and every hostile character in one document, without an error or a wide line."""
    looks = [
        Asked(show=("all",), edges=True),
        Asked(cells=((0, 0),), windows=((0, 0),)),
        Asked(fractions=True),
    ]
    parts = [latex(page(problem, look)) for problem in PROBLEMS.values() for look in looks]
    legend = Legend((Sign("?", "unanswered", "no answer"),), (Scale(("zero", "more1"), "larger"),))
    parts.append(latex([Heading(HOSTILE, 3), Sentences((HOSTILE,)), legend]))
    (tmp_path / "fragment.tex").write_text("\n".join(parts), "utf-8")
    compiled(engine, tmp_path)
    assert (tmp_path / "main.pdf").stat().st_size > 10_000
