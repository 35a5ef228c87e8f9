"""Every form in which what is asked of a problem can be saved, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from poolviz.arguments import FIRST
from poolviz.draw.blocks import Block
from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem


def writers(problem: Problem, asked: Asked) -> dict[str, Callable[[], str]]:
    """What makes the text of a file; nothing is made, or loaded, before it is asked for."""
    return {
        ".svg": lambda: _svg(problem, asked),
        ".html": lambda: _page(page(problem, asked), problem, asked),
        ".md": lambda: _markdown(page(problem, asked), asked),
        ".tex": lambda: _latex(page(problem, asked), asked),
        ".txt": lambda: _text(page(problem, asked), asked),
        ".json": lambda: _document(problem, asked),
    }


def chain_writers(layers: Sequence[Problem], asked: Asked) -> dict[str, Callable[[], str]]:
    """The same for a chain of layers."""

    def drawn() -> Iterator[Block]:
        from poolviz.draw.chain import blocks

        return blocks(layers, asked)

    return {
        ".svg": lambda: _still(drawn(), asked),
        ".html": lambda: _page(drawn(), None, asked),
        ".md": lambda: _markdown(drawn(), asked),
        ".tex": lambda: _latex(drawn(), asked),
        ".txt": lambda: _text(drawn(), asked),
        ".json": lambda: _documents(layers, asked),
    }


def _still(blocks: Iterable[Block], asked: Asked) -> str:
    from poolviz.write.svg import svg

    return svg(blocks, asked.decimals, asked.full)


def _page(blocks: Iterable[Block], problem: Problem | None, asked: Asked) -> str:
    from poolviz.write.html import html

    return html(blocks, problem, asked)


def _documents(layers: Sequence[Problem], asked: Asked) -> str:
    from poolviz.write.document import chain_dumps

    return chain_dumps(layers, asked) + "\n"


def _svg(problem: Problem, asked: Asked) -> str:
    """A figure; with steps one that moves."""
    if not asked.step:
        return _still(page(problem, asked), asked)
    from poolviz.draw.steps import StepDrawing
    from poolviz.explain.account import account
    from poolviz.explain.telling import telling
    from poolviz.write.svg_steps import animated

    steps = StepDrawing(
        telling(account(problem), asked.decimals, asked.full, asked.fractions), asked, steady=True
    )
    still = asked._replace(step=False)
    if not still.close:  # the same matrices as in the steps, so that none moves
        still = still._replace(show=asked.show or FIRST, edges=steps.drawing.edges)
    pictures = [steps.blocks(step) for step in range(len(steps.steps))]
    return animated(page(problem, still), pictures, asked.decimals, asked.full)


def _markdown(blocks: Iterable[Block], asked: Asked) -> str:
    from poolviz.write.markdown import markdown

    return markdown(blocks, asked.decimals, asked.full)


def _latex(blocks: Iterable[Block], asked: Asked) -> str:
    from poolviz.write.latex import latex

    return latex(blocks, asked.decimals, asked.full)


def _text(blocks: Iterable[Block], asked: Asked) -> str:
    """The screen, without its colours."""
    from poolviz.write.lines import Style
    from poolviz.write.terminal import lines_of, width

    lines = lines_of(blocks, Style(width(), asked.decimals, asked.full))
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


def _document(problem: Problem, asked: Asked) -> str:
    from poolviz.write.document import dumps

    return dumps(problem, asked) + "\n"
