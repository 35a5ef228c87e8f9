"""`poolviz --schema`: the JSON Schema of the document."""

from __future__ import annotations

import click


def schema(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Print the schema and end."""
    if wanted and not context.resilient_parsing:
        from importlib.resources import files

        from poolviz.command.streams import write

        write(files("poolviz.write").joinpath("schema.json").read_text("utf-8"))
        context.exit()
