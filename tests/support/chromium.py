"""A real Chromium without a network, and pages opened in it as a reader has them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from poolviz.draw.page import page
from poolviz.explain.asked import Asked
from poolviz.explain.window import Problem
from poolviz.write.html import html

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--window-size=1280,1000",
    "--proxy-server=127.0.0.1:9",  # where nobody answers
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
NOTHING = Asked()


def start(profile: Path) -> Any:
    """A browser with a profile of its own; the test is skipped where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    binary, driver = next(filter(None, found), None), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("Chromium or its driver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    os.environ.setdefault("SE_OFFLINE", "true")
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for all tests of a worker."""
    driver = start(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


class Seen(NamedTuple):
    """What is to be seen of the cell that is looked at."""

    said: list[str]
    listed: list[list[str]]
    framed: dict[str, list[list[int]]]


class Step(NamedTuple):
    """What is to be seen of a step."""

    said: list[str]
    matrices: dict[str, list[list[str]]]


class Reader:
    """Someone who reads a page: sees its numbers, points, clicks and types."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(
        self,
        problem: Problem,
        asked: Asked = NOTHING,
        title: str = "",
        media: str = "",
        **features: str,
    ) -> Reader:
        """Open the page of a problem, seen in a medium and with features such as dark colours."""
        return self.show(html(page(problem, asked), problem, asked, title), media, **features)

    def show(self, markup: str, media: str = "", **features: str) -> Reader:
        """Open a page."""
        path = self.folder / "page.html"
        path.write_text(markup, "utf-8", newline="\n")
        wanted = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.cdp("Emulation.setEmulatedMedia", media=media, features=wanted)
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.driver.get(path.as_uri())
        return self

    def cdp(self, command: str, **arguments: Any) -> Any:
        """What the browser's own protocol can do."""
        return self.driver.execute_cdp_cmd(command, arguments)

    def js(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> list[Any]:
        """The elements that a selector finds."""
        return list(self.driver.find_elements("css selector", selector))

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements that a selector finds, seen or not."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
        return list(self.js(script, selector))

    # --- what can be explored -------------------------------------------------------------

    def names(self) -> list[str]:
        """The matrices that can be explored."""
        return self.texts("#explore .panel caption")

    def matrix(self, name: str, what: str = "text") -> list[list[str]]:
        """The numbers of a matrix, without its signs; or the signs, or the roles and frames."""
        return list(self.js(MATRIX, self.number(name), what))

    def number(self, name: str) -> int:
        """Which of the matrices it is."""
        names = [n.removeprefix("padded ").split(" ")[0] for n in self.names()]
        return names.index(name)

    def framed(self, name: str) -> list[list[int]]:
        """The framed cells, by the numbers of their rows and columns."""
        return self.observe().framed[name]

    def cell(self, name: str, row: int, column: int) -> Any:
        """A cell, by the numbers of its row and column."""
        return self.js(
            CELL + "return cellAt(arguments[1], arguments[2])", self.number(name), row, column
        )

    def click(self, name: str, row: int, column: int) -> None:
        """Click on a cell."""
        self.cell(name, row, column).click()

    def go(self, name: str, row: int, column: int) -> None:
        """Give a cell the focus."""
        self.js("arguments[0].focus()", self.cell(name, row, column))

    def step_to(self, step: int) -> None:
        """Drag the slider to a step."""
        script = "step.value = arguments[0]; step.dispatchEvent(new Event('input'))"
        self.js(f"const step = document.getElementById('step'); {script}", step)

    def said(self) -> list[str]:
        """The sentences about what is looked at."""
        return self.observe().said

    def listed(self) -> list[list[str]]:
        """The windows that see a cell, line by line, and the sum in the last line."""
        return self.observe().listed

    def observe(self) -> Seen:
        """What is to be seen now."""
        return Seen(**self.js(f"{OBSERVE} return observe()"))

    def tour(self, name: str, cells: Sequence[tuple[int, int]]) -> list[Seen]:
        """What is to be seen when one cell after the other gets the focus."""
        go = "return arguments[1].map(at => { cellAt(...at).focus(); return observe(); })"
        return [Seen(**seen) for seen in self.js(CELL + OBSERVE + go, self.number(name), cells)]

    def walk(self, steps: int) -> list[Step]:
        """What the matrices show and what is said at each step."""
        return [Step(**step) for step in self.js(OBSERVE + WALK, steps)]

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.actions().send_keys(*keys).perform()

    def point(self, name: str, row: int, column: int) -> None:
        """Move the pointer onto a cell."""
        self.actions().move_to_element(self.cell(name, row, column)).perform()

    def leave(self) -> None:
        """Move the pointer away from the matrices."""
        self.actions().move_to_element(self.find("h1")[0]).perform()

    def step(self) -> str:
        """Which step it is."""
        (text,) = self.texts(".player output")
        return text

    def actions(self) -> Any:
        """What a hand does, without delay."""
        from selenium.webdriver import ActionChains

        return ActionChains(self.driver, duration=0)

    def focus(self) -> str:
        """What has the focus: a matrix with row and column, or the text of a control."""
        return str(self.js(FOCUS))

    # --- what must not happen -------------------------------------------------------------

    def complaints(self) -> list[str]:
        """What stands on the console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        events = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]


@pytest.fixture
def reader(chromium: Any, tmp_path: Path) -> Iterator[Reader]:
    """A reader, for whom nothing may be loaded and nothing go wrong in any test."""
    someone = Reader(chromium, tmp_path)
    yield someone
    assert someone.complaints() == []
    assert [url for url in someone.requests() if url != (tmp_path / "page.html").as_uri()] == []


TABLE = "const table = document.querySelectorAll('#explore .panel table')[arguments[0]];\n"
BARE = """
const bare = (td) => {
  const copy = td.cloneNode(true);
  copy.querySelectorAll('sup').forEach((sup) => sup.remove());
  return copy.textContent;
};
const rows = (table, read) => [...table.tBodies[0].rows]
  .map(row => [...row.cells].slice(1).map(read));
"""
MATRIX = (
    TABLE
    + BARE
    + """
const sign = (td) => td.querySelector('sup').textContent;
const read = { text: bare, sign, role: (td) => td.className }[arguments[1]];
return rows(table, read);
"""
)
CELL = (
    TABLE
    + """
const cellAt = (r, c) => {
  const heads = [...table.tHead.rows[0].cells].map(e => e.textContent);
  const row = [...table.tBodies[0].rows].find(row => row.cells[0].textContent === String(r));
  return row.cells[heads.indexOf(String(c))];
};
"""
)
OBSERVE = """
const framed = (table) => {
  const columns = [...table.tHead.rows[0].cells].map(e => Number(e.textContent));
  return [...table.tBodies[0].rows].flatMap(row => [...row.cells].flatMap((td, k) =>
    td.classList.contains('framed') ? [[Number(row.cells[0].textContent), columns[k]]] : []));
};
const texts = (nodes) => [...nodes].map(e => e.textContent);
const key = (table) => table.caption.textContent.replace('padded ', '').split(' ')[0];
const observe = () => ({
  said: texts(document.querySelectorAll('.status p')),
  listed: [...document.querySelectorAll('.list tbody tr, .list tfoot tr')]
    .map(line => texts(line.children)),
  framed: Object.fromEntries([...document.querySelectorAll('#explore .panel table')]
    .map(table => [key(table), framed(table)])),
});
"""
WALK = (
    BARE
    + """
const slider = document.getElementById('step');
return [...Array(arguments[0]).keys()].map(number => {
  slider.value = number + 1;
  slider.dispatchEvent(new Event('input'));
  return {
    said: observe().said,
    matrices: Object.fromEntries([...document.querySelectorAll('#explore .panel table')]
      .map(table => [key(table), rows(table, bare)])),
  };
});
"""
)
FOCUS = """
const it = document.activeElement;
if (it.tagName !== 'TD') return it.type === 'radio' ? it.value : it.textContent || it.type;
const table = it.closest('table');
const column = table.tHead.rows[0].cells[it.cellIndex].textContent;
return `${table.caption.textContent} ${it.parentElement.cells[0].textContent},${column}`;
"""
