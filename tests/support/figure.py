"""What a figure shows, read back from its SVG: cells with their texts, and boxes of texts."""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {
    "head": 20,
    "view": 17,
    "part": 15,
    "title": 14,
    "p": 15,
    "note": 13,
    "n": 11,
    "m": 14,
    "s": 12,
}
SIGNS = {"": 12, "m": 10.5, "s": 9}
HEADS = {"head", "view", "part", "title"}
SENTENCES = {"p", "note"}
MONO, SANS, BOLD = 0.602, 0.56, 0.64
"""The mean widths of letters of DejaVu Sans Mono, of DejaVu Sans, and of that in bold."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they have more than an edge in common."""
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.top < other.bottom - 0.5
            and other.top < self.bottom - 0.5
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Text(NamedTuple):
    """A text, how it looks and where it stands."""

    content: str
    roles: frozenset[str]
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The point around which it stands."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


class Cell(NamedTuple):
    """A rectangle, with the number and the sign that stand in it."""

    text: str
    sign: str
    role: str
    box: Box
    number: Text | None

    @property
    def point(self) -> float:
        """Where the point of its number stands, or would."""
        assert self.number is not None
        head = self.text.partition(".")[0].partition("e")[0]
        letter = (self.number.box.right - self.number.box.left) / len(self.text)
        return self.number.box.right - letter * (len(self.text) - len(head))


def root(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str | ET.Element) -> list[Text]:
    """Every text with the box that it takes in the widest fonts."""
    top = root(svg) if isinstance(svg, str) else svg
    return [_text(element) for element in top.iter(f"{SVG}text")]


def _text(element: ET.Element) -> Text:
    roles = frozenset(element.get("class", "").split())
    content = element.text or ""
    small = next(iter(roles & {"m", "s"}), "")
    named = next(iter(roles & {*HEADS, *SENTENCES, "n"}), small)
    size = SIGNS[small] if "sign" in roles else SIZES.get(named, 16)
    prose = roles & {*HEADS, *SENTENCES}
    letter = BOLD if roles & HEADS else SANS if prose else MONO
    width = len(content) * letter * size
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    left = x if prose else x - width if roles & {"e", "sign"} else x - width / 2
    return Text(content, roles, Box(left, y - 0.75 * size, left + width, y + 0.05 * size))


def rects(svg: str | ET.Element) -> list[tuple[str, Box]]:
    """The rectangles of cells and legends, in order."""
    top = root(svg) if isinstance(svg, str) else svg
    found = []
    for element in top.iter(f"{SVG}rect"):
        role = element.get("class", "")
        if role not in ("page", "track", "here"):
            x, y, wide, high = (float(element.attrib[k]) for k in ("x", "y", "width", "height"))
            found.append((role, Box(x, y, x + wide, y + high)))
    return found


def cells(svg: str | ET.Element) -> list[Cell]:
    """Each rectangle with the number and the sign that stand in it."""
    written = sorted(texts(svg), key=lambda text: text.middle[1])
    middles = [text.middle[1] for text in written]
    found = []
    for role, box in rects(svg):
        level = written[bisect_left(middles, box.top) : bisect_right(middles, box.bottom)]
        inside = [text for text in level if box.holds(*text.middle)]
        signs = [text.content for text in inside if "sign" in text.roles]
        numbers = [text for text in inside if "sign" not in text.roles]
        assert len(numbers) <= 1, numbers
        number = numbers[0] if numbers else None
        content = number.content if number else ""
        found.append(Cell(content, "".join(signs), role, box, number))
    return found


def at(svg: str, picture: int) -> ET.Element:
    """An animation as it stands in one of its pictures, of which 0 is the complete one."""
    top = root(svg)
    sheet = top.findtext(f"{SVG}style", "")
    frames = dict(re.findall(r"@keyframes pv\d+(\w+)\{((?:[^{}]*\{[^{}]*\})*)\}", sheet))
    duration = float(re.search(r" ([\d.]+)s step-end", sheet)[1])  # type: ignore[index]
    now = 0.0 if picture == 0 else 100 * (4 + 2 * (picture - 1) + 1) / duration
    for group in list(top.findall(f"{SVG}g")):
        turns = re.findall(r"([\d.]+)%\{visibility:(\w+)\}", frames[group.attrib["class"]])
        seen = [word for when, word in turns if float(when) <= now][-1]
        if seen == "hidden":
            top.remove(group)
    return top


def still(svg: str) -> ET.Element:
    """An animation where nothing moves."""
    top = root(svg)
    sheet = top.findtext(f"{SVG}style", "")
    resting = sheet[: sheet.index("@media (prefers-reduced-motion")]
    hidden = re.search(r"([^\n{}]*)\{visibility:hidden\}", resting)
    names = re.findall(r"\.pv \.(\w+)", hidden[1]) if hidden else []
    for group in list(top.findall(f"{SVG}g")):
        if group.attrib["class"] in names:
            top.remove(group)
    return top


class Picture(NamedTuple):
    """A PNG of 8-bit RGBA, as rows of bytes."""

    width: int
    height: int
    rows: list[bytes]

    def pixel(self, x: float, y: float) -> str:
        """Its colour at a point."""
        at = 4 * int(x)
        return "#" + self.rows[int(y)][at : at + 3].hex()


def png(data: bytes) -> Picture:
    """Read a PNG as rsvg-convert writes it."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (depth, kind) == (8, 6)
    raw = zlib.decompress(b"".join(_chunks(data)))
    rows: list[bytes] = []
    before = bytes(4 * width)
    for i in range(height):
        start = i * (4 * width + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], before)
        rows.append(before)
    return Picture(width, height, rows)


def _chunks(data: bytes) -> Iterator[bytes]:
    start = 8
    while start < len(data):
        (length,) = struct.unpack(">I", data[start : start + 4])
        if data[start + 4 : start + 8] == b"IDAT":
            yield data[start + 8 : start + 8 + length]
        start += length + 12


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """A row as it was before the filter that made it shorter; see the PNG specification, 9.2."""
    if kind == 0:
        return line
    out = bytearray(line)
    for i in range(len(out)):
        left, corner = (out[i - 4], above[i - 4]) if i >= 4 else (0, 0)
        up = above[i]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            flat, steep, both = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if flat <= steep and flat <= both else up if steep <= both else corner
        out[i] = (out[i] + guess) & 255
    return bytes(out)
