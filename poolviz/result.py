"""How a result shows itself: in a terminal, in a notebook, at the prompt.

Loads the screen only when asked, so that the core stays free of it.
"""

from __future__ import annotations

from typing import Any


class Shown:
    """Something that prints as poolviz's first screen."""

    def __repr__(self) -> str:
        """The first screen as plain text."""
        from poolviz.write.terminal import plain

        return plain(self)

    def __rich_console__(self, console: Any, options: Any) -> Any:
        """The first screen for rich's `print`."""
        from poolviz.write.terminal import renderable

        yield renderable(self, options.max_width, console.encoding)

    def _repr_html_(self) -> str:
        """The first screen for a notebook."""
        from poolviz.write.terminal import html

        return html(self)
