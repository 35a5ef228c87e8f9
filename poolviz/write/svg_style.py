"""The style sheet of a figure: the palette as rules, on light, and again where dark is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from poolviz.write.palette import FRAME, INK, PAGE, QUIET, RULE, TONES

MONO = "'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace"
PROSE = "'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif"
"""Fonts that machines have. cairosvg takes the first of a list, the others the first they have; no
font is wider than these two, so texts fit wherever they are drawn."""

Rule = tuple[str, str]
"""Selectors within the figure, with commas, and what they declare."""

SIZES: tuple[Rule, ...] = (
    ("text", f"font:16px {MONO};text-anchor:middle"),
    ("text.m", "font-size:14px"),
    ("text.s", "font-size:12px"),
    ("text.n", "font-size:11px"),
    ("text.sign", "font-size:12px;font-weight:700;text-anchor:end"),
    ("text.m.sign", "font-size:10.5px"),
    ("text.s.sign", "font-size:9px"),
    ("text.e", "text-anchor:end"),
    ("text.won", "font-weight:700"),
    ("text.note,text.p", f"font-family:{PROSE};text-anchor:start"),
    (
        "text.head,text.view,text.part,text.title",
        f"font-family:{PROSE};font-weight:700;text-anchor:start",
    ),
    ("text.head", "font-size:20px"),
    ("text.view", "font-size:17px"),
    ("text.part", "font-size:15px"),
    ("text.title", "font-size:14px"),
    ("text.note", "font-size:13px"),
    ("text.p", "font-size:15px"),
    ("rect.unseen,rect.overhang", "stroke-dasharray:3 2"),
    ("path.frame", "fill:none;stroke-width:3;stroke-linecap:square"),
)
"""What does not depend on light or dark."""


def style(roles: Iterable[str]) -> str:
    """The rules for a figure in which these roles occur.

    >>> ".pv rect.won{fill:#ffc800;stroke:#ffc800}" in style(["won"])
    True
    """
    played = sorted(set(roles) & TONES.keys())
    light = "\n".join(map(_scoped, (*SIZES, *_colours(played, 0))))
    dark = "".join(map(_scoped, _colours(played, 1)))
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}"


def _scoped(rule: Rule) -> str:
    """A rule that holds in a figure only, wherever that is put."""
    selectors, declared = rule
    return f"{','.join(f'.pv {selector}' for selector in selectors.split(','))}{{{declared}}}"


def _colours(roles: Iterable[str], theme: int) -> Iterator[Rule]:
    """The colours on light (0) or on dark (1)."""
    yield "text", f"fill:{INK[theme]}"
    yield "text.n,text.quiet", f"fill:{QUIET[theme]}"
    yield "rect", f"fill:{PAGE[theme]};stroke:{RULE[theme]}"
    yield "path.frame", f"stroke:{FRAME[theme]}"
    yield "rect.track", f"fill:{RULE[theme]};stroke:none"
    yield "rect.here", f"fill:{INK[theme]};stroke:none"
    for role in roles:
        background, on_it = TONES[role][2 * theme : 2 * theme + 2]
        if background:
            edge = "" if role == "overhang" else f";stroke:{background}"
            yield f"rect.{role}", f"fill:{background}{edge}"
        yield f"text.{role}", f"fill:{on_it}"
