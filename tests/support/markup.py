"""Reads HTML back: every element with its attributes and text, and tables by their captions."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = ("meta", "br", "hr", "img", "input", "link")
"""Elements that have no end."""


@dataclass
class Element:
    """An element: its name, attributes, and what stands in it."""

    name: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return (self.attributes.get("class") or "").split()

    def all(self, *names: str) -> list[Element]:
        """The elements within it that have one of these names, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.name in names else []
                found += child.all(*names)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs), f"an attribute stands twice in {tag}"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag, f"{tag} ends where it did not start"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(markup: str) -> Element:
    """A whole page or a piece of one; every element that is opened must be closed, in order."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"{reader.open[-1].name} is not closed"
    return reader.open[0]


@dataclass
class Table:
    """A table: what numbers its rows and columns, and its cells."""

    columns: list[str]
    rows: list[str]
    cells: list[list[Element]]

    @property
    def texts(self) -> list[list[str]]:
        """The numbers with their signs."""
        return [[cell.text for cell in row] for row in self.cells]

    @property
    def roles(self) -> list[list[str]]:
        """The classes of the cells."""
        return [[" ".join(cell.classes) for cell in row] for row in self.cells]


def tables(markup: str) -> dict[str, Table]:
    """The tables by their captions; each must have one, and numbers that say what they number."""
    found = {}
    for table in parse(markup).all("table"):
        (caption,) = table.all("caption")
        (head,), (body,) = table.all("thead"), table.all("tbody")
        assert {th.attributes["scope"] for th in head.all("th")} == {"col"}
        lines = [(line.all("th"), line.all("td")) for line in body.all("tr")]
        assert all(th.attributes["scope"] == "row" for (th,), _ in lines)
        assert caption.text not in found, f"two tables are called {caption.text}"
        columns = [th.text for th in head.all("th")]
        assert all(len(cells) == len(columns) for _, cells in lines)
        rows = [th.text for (th,), _ in lines]
        found[caption.text] = Table(columns, rows, [cells for _, cells in lines])
    return found
