"""Runs the command as its user does, in a process of its own, or quickly inside the test's."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from unittest import mock

import pytest
from schema import check_printed

from poolviz.command import app as cli

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "poolviz")
LIMIT = 60
"""Seconds after which a run counts as hanging."""


class Ran(NamedTuple):
    """What a run wrote on its two streams, and its exit status."""

    stdout: str
    stderr: str
    status: int


def environment(**changes: str) -> dict[str, str]:
    """The environment of a run: 80 columns, UTF-8, the package of this checkout.

    PYTHONUTF8 makes file names and streams UTF-8 whatever the machine's locale is. What a run has
    compiled is kept for the next one, as for a user: to compile it takes as long as a small screen.
    """
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(filter(None, (str(ROOT), own.get("PYTHONPATH"))))
    return {**own, "PYTHONPATH": path, "PYTHONUTF8": "1", "COLUMNS": "80"} | changes


def run(
    *args: str | bytes,
    stdin: str | bytes | int = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> Ran:
    """Run `python -m poolviz`; `stdin` is what is piped into it, or a file descriptor."""
    stream: dict[str, Any] = (
        {"stdin": stdin} if isinstance(stdin, int) else {"input": _bytes(stdin)}
    )
    done = subprocess.run(
        [*COMMAND, *args],
        check=False,
        capture_output=True,
        cwd=cwd,
        env=environment(**(env or {})),
        timeout=LIMIT,
        **stream,
    )
    return _checked(Ran(done.stdout.decode(), done.stderr.decode(), done.returncode))


def quick(
    *args: str,
    stdin: str | bytes = b"",
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    encoding: str = "utf-8",
) -> Ran:
    """The same without a new process, so that hundreds of runs take no time."""
    out, err = io.BytesIO(), io.BytesIO()
    status = within(io.BytesIO(_bytes(stdin)), out, err, args, columns, env, cwd, encoding)
    return _checked(Ran(out.getvalue().decode(), err.getvalue().decode(), status))


def within(
    stdin: BinaryIO,
    out: BinaryIO,
    err: BinaryIO,
    args: Sequence[str],
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    encoding: str = "utf-8",
    stdout: type[io.TextIOWrapper] = io.TextIOWrapper,
) -> int:
    """Run the command in the test's own process on streams that are given; its exit status.

    The streams are made as Python makes its own for pipes: what is written as an error is passed
    on at every line, and the rest when it is flushed. So both may be one, as after `2>&1`.
    """
    streams = (
        io.TextIOWrapper(stdin, encoding, newline=""),
        stdout(out, encoding, newline=""),
        io.TextIOWrapper(err, encoding, "backslashreplace", newline="", line_buffering=True),
    )
    with _standing_in(streams, {"COLUMNS": str(columns), **(env or {})}, cwd):
        with pytest.raises(SystemExit) as end:
            cli.main(list(args))
        for stream in streams[1:]:
            stream.flush()
    for stream in streams:
        stream.detach()
    return int(end.value.code or 0)


@contextlib.contextmanager
def _standing_in(
    streams: Sequence[io.TextIOWrapper], env: Mapping[str, str], cwd: Path
) -> Iterator[None]:
    """Standard streams, environment and working folder of a run."""
    before = Path.cwd()
    with (
        mock.patch.object(sys, "stdin", streams[0]),
        mock.patch.object(sys, "stdout", streams[1]),
        mock.patch.object(sys, "stderr", streams[2]),
        mock.patch.dict(os.environ, env),
    ):
        os.chdir(cwd)
        try:
            yield
        finally:
            os.chdir(before)


def _checked(ran: Ran) -> Ran:
    """A run whose documents, if it printed any, are what the schema says."""
    check_printed(ran.stdout)
    return ran


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
