"""Standard output and its ends: closed, full, or left by its reader."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import chain

from poolviz.command.faults import fail


def write(text: str) -> bool:
    """Write on standard output; False if its reader is gone, which is no fault."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go()
        return False
    except OSError as error:
        cannot_write(error)
    return True


def write_all(pieces: Iterable[str]) -> None:
    """Write pieces as they are made, as long as there is a reader."""
    for piece in pieces:
        if not write(piece):
            return


def write_ascii(text: str) -> None:
    """Write a line of ASCII alone, which is UTF-8 whatever the output's encoding is."""
    write_document([text])


def write_document(pieces: Iterable[str]) -> None:
    """The same for a line that is made in pieces."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    write_all(chain(pieces, ["\n"]))


def cannot_write(error: OSError) -> None:
    """End because standard output takes no more."""
    let_go()
    fail(f"cannot write the output: {(error.strerror or 'it failed').lower()}", None, 1)


def let_go() -> None:
    """Give up standard output, so that Python does not try to flush it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
