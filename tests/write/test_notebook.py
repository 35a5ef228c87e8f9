"""In a notebook: the page's tables once, light and dark, in styles that touch nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markup import parse, tables
from runs import environment

from poolviz import max_pool
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.write.notebook import notebook
from poolviz.write.tables import tables as written

PROBLEM = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], 2, 1)


def shown(asked: Asked) -> str:
    """What a notebook shows."""
    return notebook(page(PROBLEM, asked), asked)


def test_a_notebook_shows_the_static_tables_of_the_page() -> None:
    """The same numbers, signs and roles, without a script."""
    asked = Asked(cells=((2, 1),), show=("input", "gradient"))
    found, static = tables(shown(asked)), tables(written(page(PROBLEM, asked)))
    assert list(found) == list(static)
    assert [t.texts for t in found.values()] == [t.texts for t in static.values()]
    assert [t.roles for t in found.values()] == [t.roles for t in static.values()]
    assert parse(shown(asked)).all("script", "h1", "h2", "h3") == []


def test_decimals_and_all_rows_are_as_asked_for() -> None:
    """The notebook knows what the screen knows."""
    assert tables(shown(Asked(decimals=2)))["gradient"].texts[2] == ["0.22", "0.22", "0", "0"]
    large = max_pool([[float(n)] for n in range(40)], kernel=(2, 1))
    assert len(tables(notebook(page(large, Asked())))["input 40×1"].rows) == 25
    full = Asked(full=True)
    assert len(tables(notebook(page(large, full), full))["input"].rows) == 40


NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "one",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": "from poolviz import max_pool\nmax_pool([[1, 3], [5, 2]])",
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_an_executed_notebook_shows_a_result_once(tmp_path: Path) -> None:
    """One output, as tables and as the plain text for those who have no tables."""
    for needed in ("nbconvert", "ipykernel"):
        pytest.importorskip(needed)
    (tmp_path / "one.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    own = {name: str(tmp_path) for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "nbconvert",
            "--execute",
            "--to",
            "notebook",
            "--stdout",
            "one.ipynb",
        ],
        cwd=tmp_path,
        env=environment(**own),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    (cell,) = json.loads(ran.stdout)["cells"]
    (output,) = cell["outputs"]
    assert output["output_type"] == "execute_result"
    shown = {kind: "".join(lines) for kind, lines in output["data"].items()}
    problem = max_pool([[1, 3], [5, 2]])
    assert shown == {
        "text/html": notebook(page(problem, Asked())),
        "text/plain": repr(problem),
    }


def rules(css: str) -> list[tuple[str, str]]:
    """The selectors of a style sheet with what they say, those within media queries too."""
    return re.findall(r"([^{}]+)\{([^{}]*)\}", css)


def test_styles_hold_within_the_tables_only() -> None:
    """Every rule's selectors name the element that surrounds them."""
    (style,) = parse(shown(Asked())).all("style")
    found = rules(style.text)
    assert len(found) > 50
    for selectors, _ in found:
        for selector in re.sub(r"@media[^{]*", "", selectors).split(","):
            assert re.search(r"(^|\s)\.poolviz(\s|$)", selector.strip()), selector


def test_the_notebooks_own_colours_win_over_the_systems() -> None:
    """JupyterLab, VS Code and Colab each say on an element around whether they are dark."""
    (style,) = parse(shown(Asked())).all("style")
    dark = [s.strip() for s, says in rules(style.text) if "--page: #0d1117" in says]
    assert dark == [
        ".poolviz",
        "html[theme=dark] .poolviz, [data-jp-theme-light=false] .poolviz, .vscode-dark .poolviz, "
        ".vscode-high-contrast:not(.vscode-high-contrast-light) .poolviz",
    ]
    light = [s.strip() for s, says in rules(style.text) if "--page: #ffffff" in says]
    assert light == [
        ".poolviz",
        "html[theme=light] .poolviz, [data-jp-theme-light=true] .poolviz, .vscode-light .poolviz",
    ]
    assert "@media screen and (prefers-color-scheme: dark) { .poolviz {" in style.text
