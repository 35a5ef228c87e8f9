"""Saving: the suffix says the form; every file is judged before any is written, and is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from poolviz.read.source import SourceError
from poolviz.words import listed, printable, shown

Path = str | os.PathLike[str]
Writers = Mapping[str, Callable[[], str]]
"""For each suffix, with its point, what makes the text of such a file."""


def save(paths: Sequence[Path], writers: Writers, force: bool = False) -> list[str]:
    """Write files, each in the form that its suffix names, all or none; give their names.

    `force` replaces files that exist. Raises ValueError where a name cannot be meant, SourceError
    where a file cannot be written.

    >>> save(["figure.png"], {".svg": str, ".md": str})
    Traceback (most recent call last):
    ValueError: 'figure.png': its suffix names no form; know .svg and .md
    """
    names = [os.fspath(path) for path in paths]
    suffixes = [_suffix(name, writers) for name in names]
    targets = [os.path.realpath(name) for name in names]
    for at, name in enumerate(names):
        if targets[at] in targets[:at]:
            raise ValueError(f"{shown(name)} is to be saved twice; give each form its own name")
        _judge(name, targets[at], force)
    made = {suffix: writers[suffix]() for suffix in dict.fromkeys(suffixes)}
    _write(names, targets, [made[suffix] for suffix in suffixes])
    return names


def _suffix(name: str, writers: Writers) -> str:
    """The form that a name asks for."""
    if name == "-":
        raise ValueError(
            "'-' is no file, and its form would be unknown; "
            "without --save the screen stands on standard output"
        )
    if "\0" in name:
        raise ValueError(f"{shown(name)} can be no file's name")
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 pathlib is slow to load
    if suffix not in writers:
        known = listed(list(writers), "and")
        raise ValueError(f"{shown(name)}: its suffix names no form; know {known}")
    return suffix


def _judge(name: str, target: str, force: bool) -> None:
    """Refuse a file that is there, or cannot be."""
    folder = os.path.dirname(target)  # noqa: PTH120
    if not os.path.isdir(folder):  # noqa: PTH112
        hint = "make the folder, or save elsewhere"
        raise SourceError(f"{printable(name)}: there is no such folder", hint, 1)
    if not os.path.lexists(target):
        return
    if not os.path.isfile(target):  # noqa: PTH113
        raise SourceError(f"{printable(name)} is there, and is no file", "save elsewhere", 1)
    if not force:
        hint = "--force replaces it, in Python force=True"
        raise SourceError(f"{printable(name)}: there is such a file already", hint, 1)


def _write(names: Sequence[str], targets: Sequence[str], texts: Sequence[str]) -> None:
    """Write all files beside their places, then move each into its own."""
    folders = map(os.path.dirname, targets)
    beside = [os.path.join(folder, f".{secrets.token_hex(8)}.part") for folder in folders]  # noqa: PTH118
    try:
        for name, part, text in zip(names, beside, texts, strict=True):
            with _named(name):
                _write_new(part, text)
        for name, part, target in zip(names, beside, targets, strict=True):
            with _named(name):
                os.replace(part, target)  # noqa: PTH105
    finally:
        for part in beside:
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108 moved away, where all went well


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say which file it is that cannot be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise SourceError(f"{printable(name)}: {reason}", "save elsewhere", 1) from None


def _write_new(path: str, text: str) -> None:
    """A new file with the permissions that new files have."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
