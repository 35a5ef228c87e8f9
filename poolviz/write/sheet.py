"""The style sheet of the tables: the palette as names, and what a role looks like."""

from __future__ import annotations

from importlib.resources import files

from poolviz.write.palette import FRAME, INK, PAGE, QUIET, RULE, TONES
from poolviz.write.tables import MOST_TAIL, WIDEST

PLAIN = {"ink": INK, "quiet": QUIET, "page": PAGE, "rule": RULE, "frame": FRAME}
"""The colours that belong to no role, on light and on dark."""

DARK = (
    "html[theme=dark]",  # Colab
    "[data-jp-theme-light=false]",  # JupyterLab and Notebook
    ".vscode-dark",
    ".vscode-high-contrast:not(.vscode-high-contrast-light)",
)
LIGHT = ("html[theme=light]", "[data-jp-theme-light=true]", ".vscode-light")
"""What a notebook says of its own colours, whatever the system prefers."""


def part(name: str) -> str:
    """A file of the page's template."""
    return files("poolviz.write").joinpath(name).read_text("utf-8")


def sheet() -> str:
    """The style sheet of static tables, light and dark; all of it holds within `.poolviz` only."""
    light, dark = colours(0), colours(1)
    whole = ".poolviz"
    return "\n".join([
        f"{whole} {{ {light} }}",
        f"@media screen and (prefers-color-scheme: dark) {{ {whole} {{ {dark} }} }}",
        f"@media screen {{ {', '.join(f'{d} {whole}' for d in DARK)} {{ {dark} }}",
        f"{', '.join(f'{d} {whole}' for d in LIGHT)} {{ {light} }} }}",
        part("tables.css").rstrip(),
        *(_role(role) for role in TONES),
        *(f"{whole} .w{n} tbody td {{ min-width: {n}ch }}" for n in range(1, WIDEST + 1)),
        *(f"{whole} .d{n} td span {{ min-width: {n - 0.4:.1f}ch }}"
          for n in range(2, MOST_TAIL + 1)),
    ])  # fmt: skip


def colours(dark: int) -> str:
    """The palette as custom properties, for light or for dark."""
    own = {name: both[dark] for name, both in PLAIN.items()}
    for role, tone in TONES.items():
        ground, ink = (tone.dark, tone.on_dark) if dark else (tone.light, tone.on_light)
        own |= {role: ground or "transparent", f"{role}-ink": ink if ground else ""}
    return " ".join(f"--{name}: {colour};" for name, colour in own.items() if colour)


def _role(role: str) -> str:
    ink = f"var(--{role}-ink)" if TONES[role].light else "inherit"
    if TONES[role].on_light == QUIET[0]:
        ink = "var(--quiet)"
    return f".poolviz .{role} {{ background: var(--{role}); color: {ink} }}"
