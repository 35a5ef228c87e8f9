"""Saving: the suffix says the form; every file is judged before any is written, and is whole."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from poolviz.read.source import SourceError
from poolviz.words import listed, printable, shown

Path = str | os.PathLike[str]
Writers = Mapping[str, Callable[[], str]]
"""For each suffix, with its point, what makes the text of such a file."""


class UnwrittenError(SourceError):
    """A file that cannot be written, and the number that systems give to the reason."""

    def __init__(self, name: str, message: str, hint: str, number: int) -> None:
        super().__init__(printable(name) + message, hint, 1)
        self.number = number

    def as_python_has_it(self) -> OSError:
        """FileExistsError and the like, with the same words."""
        error = type(OSError(self.number, ""))(f"{self}\nhint: {self.hint}")
        error.errno = self.number  # with a file name as well Python would write its own words
        return error


def save_from_python(paths: Sequence[Path], writers: Writers, force: bool = False) -> list[str]:
    """The same as `save`; where a file cannot be written it raises an OSError.

    >>> save_from_python(["none/figure.svg"], {".svg": str})
    Traceback (most recent call last):
    FileNotFoundError: none/figure.svg: there is no such folder
    hint: make the folder, or save elsewhere
    """
    try:
        return save(paths, writers, force)
    except UnwrittenError as unwritten:
        raise unwritten.as_python_has_it() from None


def save(paths: Sequence[Path], writers: Writers, force: bool = False) -> list[str]:
    """Write files, each in the form that its suffix names, all or none; give their names.

    `force` replaces files that exist. Raises ValueError where a name cannot be meant,
    UnwrittenError where a file cannot be written.

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
        raise UnwrittenError(name, ": there is no such folder", hint, errno.ENOENT)
    if not os.path.lexists(target):
        return
    if not os.path.isfile(target):  # noqa: PTH113
        number = errno.EISDIR if os.path.isdir(target) else errno.EEXIST  # noqa: PTH112
        raise UnwrittenError(name, " is there, and is no file", "save elsewhere", number)
    if not force:
        hint = "--force replaces it, in Python force=True"
        raise UnwrittenError(name, ": there is such a file already", hint, errno.EEXIST)


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
        number = error.errno or errno.EIO
        raise UnwrittenError(name, f": {reason}", "save elsewhere", number) from None


def _write_new(path: str, text: str) -> None:
    """A new file with the permissions that new files have."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
