"""Feed broken input to the reader: `python tests/fuzz.py [COUNT] [SEED]`.

Whatever the bytes, the reader gives a finite float64 matrix or a Fault, soon, and the matrix holds
exactly the numbers that stand in the input. A violation is printed with the bytes that show it.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import signal
import struct
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from poolviz.core.matrix import Floats
from poolviz.read.npy import MAGIC, ZIP
from poolviz.read.numerals import Fault
from poolviz.read.reader import read

LIMIT = 2.0
"""Seconds of the processor that one input may take, so that a busy machine is no fault."""

TOKEN = re.compile(r"'([^\\…]*)…?' is (?:not a number|not a finite|beyond|too small)")
"""A message that quotes what stands at its place, nothing in it escaped."""

SHOWN = 2000
"""A reproducing input is printed whole up to this many characters of its repr."""

DOCUMENT = (
    b'{"poolviz": 1, "operation": "max", "kernel": [2, 2], "input": [[1, 3], [5, 2]],\n'
    b' "output": [[5.0, 4], [-9, 6e-3]], "argmax": [[[0, 1], [1, 1]]], "upstream": [[0.25]]}'
)
TEXTS = [
    b"1 3; 5 2",
    b"1 3 1 4\n5 2 4 6\n9 6 1 2\n3 4 5 6\n",
    b"1,3\r\n5,2\r\n",
    b"1\t3\r5\t2\r",
    b"\xef\xbb\xbf1 3\n5 2",
    b"# a comment\n1 -2.5e-3 # another\n\n+.5 4.\n",
    b"[[1, 3], [5, 2]]",
    b"[[-0, 3.0], [5, -2e-3]]",
    b"[[1. 3.]\n [5. 2.]]",
    b"[[ 0  1  2\n   3  4]\n [ 5  6  7\n   8  9]]",
    b"array([[1, 3],\n       [5, 2]], dtype=int32)",
    b"tensor([[1., 3.],\n        [5., 2.]], device='cuda:0', grad_fn=<AddBackward0>)",
    b"[[[1, 3], [5, 2]]]",
    b"tensor([[[[1., 3.],\n          [5., 2.]]]])",
    b"[[[1 3]\n  [5 2]]\n\n [[7 9]\n  [8 6]]]",
    b"[1 3; 5 2]",
    b"A =\n\n     1     3\n     5     2\n",
    b"x = np.array([[9007199254740992, -9007199254740992]])",
    b"1e308 -1e-308 5e-324 -0 0.1",
    DOCUMENT,
]
TOKENS = [
    *(b"[", b"]", b"{", b"}", b"(", b")", b",", b";", b":", b"#", b"=", b'"', b"'", b"\\", b"*"),
    *(b" ", b"\t", b"\n", b"\r", b"\r\n", b"\v", b"\f", b"\0", b"\x1b[31m", b"\x1c", b"\x7f"),
    *(b"-", b"+", b".", b"e", b"E", b"_", b"j", b"...", b"nan", b"inf", b"-Infinity", b"null"),
    *(b"true", b"0", b"-0", b"1e999", b"1e-400", b"9007199254740993", b"0.1", b"1_0", b"1."),
    *(
        b"array(",
        b"tensor(",
        b", dtype=float32)",
        b", a=1 ",
        b"A =",
        b"[[",
        b"]]",
        b"], [",
        b"]\n [",
    ),
    *(b"1" * 400, b"0" * 400, b" " * 400, b"[" * 2000, b"]" * 2000, b"0." + b"0" * 330 + b"1"),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff",
        b"\xc2\xa0",
        b"\xc2\x85",
        b"\xe2\x88\x92",
        b"\xe2\x80\xa8",
    ),
    *(
        b"\xd9\xa3",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x98\x80",
        b'"poolviz": 1',
        b'"output": [[1]]',
        MAGIC,
    ),
    *(b"<f4", b"<f8", b">i2", b"<u8", b"|O", b"<c16", b"<f16", b"True", b"(2, 2)", b"PK\x03\x04"),
    *(b"\x00\x00\xf0\x7f", b"\x00\x00\xa0\x7f", b"\x00\x00\xc0\x7f", b"\xff\xff\xff\xff"),
]


class TooSlowError(BaseException):
    """Not an Exception, so that no handler in the reader can take it for a fault of the input."""


def seeds() -> list[bytes]:
    """Good input of every form."""
    samples = Path(__file__).parents[2] / "samples"
    found = [path.read_bytes() for path in sorted(samples.glob("*")) if path.is_file()]
    archive = io.BytesIO()
    np.savez(archive, x=np.array([[1, 3], [5, 2]]))
    arrays = [array for kind in KINDS for array in npy_files(kind)]
    return [*found, *TEXTS, *arrays, archive.getvalue()]


KINDS = ["<i8", "<u8", "<i4", "|u1", "<f8", ">f8", "<f4", "<f2"]


def npy_files(kind: str) -> Iterator[bytes]:
    """The same matrix as `.npy` bytes, in both orders and both versions of the header."""
    rows = np.array([[1, 3, 100], [5, 2, 0]], dtype=kind)
    for array in (rows, np.asfortranarray(rows), rows[None, None]):
        for version in ((1, 0), (2, 0)):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array, version=version)
            yield stream.getvalue()


def mutated(data: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    """The data with one to six mutations."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        at = chance.randrange(len(made) + 1)
        to = min(len(made), at + chance.choice((1, 1, 2, 4, 8, 16)))
        kind = chance.randrange(8)
        if kind == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del made[at:to]
        elif kind == 2:
            made[at:at] = made[at:to]
        elif kind in (3, 4):
            made[at:at] = chance.choice(TOKENS)
        elif kind == 5:
            other = chance.choice(pool)
            made[at:] = other[chance.randrange(len(other) + 1) :]
        elif kind == 6:
            del made[at:]
        else:
            made[at:at] = made[at:to] * chance.choice((2, 3, 20, 100))
    return bytes(made)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, where the system has a timer; a regex can hang for years."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def plain_rows(text: str) -> list[list[float]] | None:
    """The rows of a comma or blank table by float() alone, or None if the text is none."""
    text = re.sub("#.*", "", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if re.search(r"[^0-9eE+\-., \t\n;]", text):
        return None
    lines = re.split("[\n;]", text)
    if "," in text:
        return [[float(cell) for cell in line.split(",")] for line in lines if line.strip()]
    return [[float(word) for word in line.split()] for line in lines if line.strip()]


def numbers(text: str) -> list[str]:
    """The tokens of a text in any form but the document, in their order."""
    text = re.sub("#.*", "", text.removeprefix("\ufeff").replace("\r", "\n"))
    if "[" in text:
        text = text[text.index("[") : text.rindex("]") + 1]
    else:
        text = re.sub(r"^\s*[A-Za-z_]\w*\s*=", "", text)
    return [token for token in re.split(r"[\[\],;\s]+", text) if token]


def check(data: bytes) -> tuple[bool, str | None]:  # noqa: PLR0911 one return a kind
    """Whether the reader accepts some bytes, and what is wrong with how it takes them."""
    started = time.process_time()
    try:
        with limited(LIMIT), warnings.catch_warnings():
            warnings.simplefilter("error")
            result = read(data)
    except Fault as fault:
        return False, _fault_complaint(fault, data)
    except TooSlowError:
        return False, f"more than {LIMIT:g} s"
    except Exception as error:  # noqa: BLE001 - every other exception is what this looks for
        return False, f"{type(error).__name__}: {error}"
    if time.process_time() - started > LIMIT:
        return True, f"more than {LIMIT:g} s"
    if type(result) is not np.ndarray or result.dtype != np.float64 or result.ndim != 2:
        return True, f"not a float64 matrix but {type(result).__name__}"
    if not result.size or not np.isfinite(result).all():
        return True, "an empty matrix, or one that is not finite"
    return True, _changed(data, result)


def _fault_complaint(fault: Fault, data: bytes) -> str | None:
    """A message must be short and harmless, and its place must be inside the text."""
    message = str(fault)
    if len(message) > 400 or re.search("[^\n -~\xa0-\U0010ffff]", message):
        return f"a message that is long or holds control characters: {message[:60]!r}"
    if message.count("\n") > 1:
        return f"a message of more than two lines: {message[:60]!r}"
    if fault.place:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.removeprefix("\ufeff").split("\n")
        line, column = fault.place
        # One past the end is the place of what is missing there.
        if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1):
            return f"a place outside the text: line {line}, column {column}"
        token = TOKEN.match(fault.what)
        if token and not lines[line - 1].startswith(token[1], column - 1):
            return f"a place where {token[1]} does not stand"
    return None


def _changed(data: bytes, result: Floats) -> str | None:
    """Whether a number of the input was changed, dropped or merged, by other ways to read it."""
    if data.startswith((MAGIC, ZIP)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                array = np.load(io.BytesIO(data), allow_pickle=False)
                array = array if data.startswith(MAGIC) else array[array.files[0]]
        except Exception:  # noqa: BLE001 - no word of NumPy's against the reader's
            return "NumPy refuses this .npy file"
        same = array.reshape(array.shape[-2:]).tolist() == result.tolist()
        return None if same else "not the numbers that NumPy loads"
    text = data.decode("utf-8-sig").replace("\r", "\n")
    rest = text.lstrip()
    while rest.startswith("#"):
        rest = rest.partition("\n")[2].lstrip()
    if rest.startswith("{"):
        document = json.loads(rest)["output"]
        return None if _same(document, result) else "not the output of the document"
    return _text_changed(text, result)


def _text_changed(text: str, result: Floats) -> str | None:
    tokens = numbers(text)
    for token in tokens:
        # float() takes 1_0 and digits of every alphabet.
        if re.search("[^-+.0-9eE]", token):
            return f"accepted, though {token!a} is no number"
    try:
        wanted = [float(token) for token in tokens]
        rows = plain_rows(text)
    except ValueError as error:
        return f"accepted, though {error}"
    if struct.pack(f"{len(wanted)}d", *wanted) != result.tobytes():
        return "not the numbers of the text"
    for token, value in zip(tokens, result.ravel().tolist(), strict=True):
        if re.fullmatch("[+-]?[0-9]+", token) and int(token) != int(value):
            return "an integer that float64 does not hold"
        if value == 0 and re.search("[1-9]", re.split("[eE]", token)[0]):
            return "a number that became 0"
    return None if rows is None or rows == result.tolist() else "not the rows of the text"


def _same(rows: list[Any], result: Floats) -> bool:
    while rows and isinstance(rows[0], list) and rows[0] and isinstance(rows[0][0], list):
        (rows,) = rows
    return bool([[float(value) for value in row] for row in rows] == result.tolist())


def run(count: int, seed: int) -> tuple[dict[str, bytes], int]:
    """The shortest input found for each kind of violation, and how many inputs were accepted."""
    chance = random.Random(seed)
    good = seeds()
    # What is still good after a mutation is a seed for what is further from the usual.
    strange: list[bytes] = []
    found: dict[str, bytes] = {}
    accepted = 0
    for turn in range(count):
        start = chance.choice(strange if strange and chance.random() < 0.3 else good)
        data = good[turn] if turn < len(good) else mutated(start, good, chance)
        taken, wrong = check(data)
        accepted += taken
        if wrong is not None:
            kind = re.sub("[0-9]+", "0", wrong)[:80]
            found[kind] = min(found.get(kind, data), data, key=len)
        elif taken and len(data) < 2000:
            if len(strange) < 500:
                strange.append(data)
            else:
                strange[chance.randrange(500)] = data
    return found, accepted


def main(arguments: list[str]) -> int:
    """Run, and say in one line how it went; 1 if a violation was found."""
    count, seed = [int(a) for a in arguments + ["20000", "0"][len(arguments) :]][:2]
    started = time.perf_counter()
    found, accepted = run(count, seed)
    seconds = time.perf_counter() - started
    for kind, data in found.items():
        shown = repr(data)
        print(f"{kind}\n    {shown[:SHOWN]}{'…' if len(shown) > SHOWN else ''}")
    print(
        f"seed {seed}: {count} inputs in {seconds:.1f} s, {accepted} accepted, "
        f"{len(found)} kinds of violation"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
