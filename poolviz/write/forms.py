"""Every form in which what is asked of a problem can be saved, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable

from poolviz.arguments import FIRST
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem


def writers(problem: Problem, asked: Asked) -> dict[str, Callable[[], str]]:
    """What makes the text of a file; nothing is made, or loaded, before it is asked for."""
    return {
        ".svg": lambda: _svg(problem, asked),
        ".html": lambda: _html(problem, asked),
        ".md": lambda: _markdown(problem, asked),
        ".tex": lambda: _latex(problem, asked),
        ".txt": lambda: _text(problem, asked),
        ".json": lambda: _document(problem, asked),
    }


def _svg(problem: Problem, asked: Asked) -> str:
    """A figure; with steps one that moves."""
    if not asked.step:
        from poolviz.write.svg import svg

        return svg(page(problem, asked), asked.decimals, asked.full)
    from poolviz.draw.steps import StepDrawing
    from poolviz.explain.telling import telling
    from poolviz.explain.window import account
    from poolviz.write.svg_steps import animated

    steps = StepDrawing(
        telling(account(problem), asked.decimals, asked.full, asked.fractions), asked, steady=True
    )
    still = asked._replace(step=False)
    if not still.close:  # the same matrices as in the steps, so that none moves
        still = still._replace(show=asked.show or FIRST, edges=steps.drawing.edges)
    pictures = [steps.blocks(step) for step in range(len(steps.steps))]
    return animated(page(problem, still), pictures, asked.decimals, asked.full)


def _html(problem: Problem, asked: Asked) -> str:
    from poolviz.write.html import html

    return html(page(problem, asked), problem, asked)


def _markdown(problem: Problem, asked: Asked) -> str:
    from poolviz.write.markdown import markdown

    return markdown(page(problem, asked), asked.decimals, asked.full)


def _latex(problem: Problem, asked: Asked) -> str:
    from poolviz.write.latex import latex

    return latex(page(problem, asked), asked.decimals, asked.full)


def _text(problem: Problem, asked: Asked) -> str:
    """The screen, without its colours."""
    from poolviz.write.lines import Style
    from poolviz.write.terminal import lines_of, width

    lines = lines_of(page(problem, asked), Style(width(), asked.decimals, asked.full))
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


def _document(problem: Problem, asked: Asked) -> str:
    from poolviz.write.document import dumps

    return dumps(problem, asked) + "\n"
