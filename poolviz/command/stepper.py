"""Stepping through a computation with the keys of a terminal."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import NamedTuple

from poolviz.arguments import cell
from poolviz.command.interrupt import undone
from poolviz.command.keys import keyboard
from poolviz.draw.blocks import Block, Heading, Legend, Panels, Sentences
from poolviz.draw.steps import StepDrawing
from poolviz.explain.account import account
from poolviz.explain.asked import Asked
from poolviz.explain.telling import telling
from poolviz.explain.window import Problem
from poolviz.write.columns import Piece
from poolviz.write.layout import wrap
from poolviz.write.lines import Line, Style
from poolviz.write.room import room
from poolviz.write.terminal import Screen, lines_of, sentence

KEYS = {
    "next": ("n", " ", "\r", "\n", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB"),
    "back": ("b", "\x7f", "\x08", "\x1b[D", "\x1b[A", "\x1bOD", "\x1bOA"),
    "first": ("f", "\x1b[H", "\x1bOH", "\x1b[1~"),
    "last": ("l", "\x1b[F", "\x1bOF", "\x1b[4~"),
    "pass": ("p", "\t"),
    "window": ("w",),
    "help": ("h", "?"),
    "quit": ("q", "\x1b", "\x04"),
}
MEANING = {key: name for name, keys in KEYS.items() for key in keys}
HELP = "n next · b back · h keys · q quit"
ALL_KEYS = (
    "n, Space, Enter or an arrow right or down: the next step",
    "b, Backspace or an arrow left or up: the step before",
    "f or Home: the first step · l or End: the last step",
    "p or Tab: the same window in the other pass, forward or backward",
    "w: a window by its row and column, such as 0,2, and Enter",
    "h again: back to the step · q or Esc: quit",
)


class Room(NamedTuple):
    """How a step is drawn: less where there is no room for more."""

    abreast: int
    """So many panels at least stand side by side."""
    rows: int
    """So many rows of a panel are shown at most."""
    without: tuple[str, ...] = ()
    """The panels that the backward pass can do without: its sentences name what it needs."""
    headed: bool = True
    """Whether the line that names the problem stands above."""

    def drawn(self, block: Block) -> Block:
        """A block of the backward pass, without the panels that are left out."""
        if isinstance(block, Legend) and "input" in self.without:
            return block._replace(signs=())
        if not isinstance(block, Panels):
            return block
        kept = [panel for panel in block.panels if panel.name not in self.without]
        return block._replace(panels=tuple(kept))


ROOMS = (
    *(Room(1, rows) for rows in (32, 20, 14, 10, 8)),
    Room(1, 32, ("output",)),
    Room(1, 32, ("output", "hits")),
    *(Room(2, rows) for rows in (12, 8, 6, 5)),
    *(Room(4, rows) for rows in (12, 5)),
    Room(1, 32, ("output",), headed=False),
    *(Room(1, rows, ("input", "output", "hits"), headed=False) for rows in (32, 5)),
)
"""In the order in which they are tried: the first that fits is drawn."""

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
"""To a screen of its own without a cursor, and back."""

CLEAR = "\x1b[H\x1b[2J"


def run(problem: Problem, asked: Asked) -> None:
    """Step until the learner quits; the terminal is restored however that happens."""
    stepper = Stepper(problem, asked)
    with _own_screen(), keyboard(ENTER, LEAVE) as wait:
        while not stepper.done:
            stepper.draw()
            keys = wait()
            if keys == []:
                return  # the terminal is gone
            for key in keys or ():
                stepper.press(key)


class Stepper:
    """Which step is shown, and what a key does to it; one drawing serves all steps."""

    def __init__(self, problem: Problem, asked: Asked) -> None:
        self.asked = asked
        tells = telling(account(problem), asked.decimals, asked.full, asked.fractions)
        self.head = Heading(tells.head(), 1)
        self.drawing = StepDrawing(tells, asked)
        self.count = len(self.drawing.steps)
        self.step = 0
        self.typed: str | None = None
        self.remark = ""
        self.help = self.done = False

    def draw(self) -> None:
        """Draw the step, or say that there is no room for it."""
        columns, rows = room()
        screen = Screen(sys.stdout, columns)
        style = screen.style(self.asked.decimals, self.asked.full)
        for tried in ROOMS:
            blocks = self.blocks(tried)
            lines = list(lines_of(blocks, style._replace(abreast=tried.abreast, rows=tried.rows)))
            lines += self.below(style)
            width = max(sum(len(piece.text) for piece in line) for line in lines)
            if len(lines) <= rows and width <= columns:
                break
        else:
            lines = _too_small(columns, rows, width, len(lines))
        text = screen.draw(lines).rstrip("\n").replace("\n", "\r\n")
        sys.stdout.write(CLEAR + text)
        sys.stdout.flush()

    def blocks(self, tried: Room) -> list[Block]:
        """The step that is shown, or the keys."""
        head = [self.head] * tried.headed
        if self.help:
            return [*head, Heading("keys"), Sentences(ALL_KEYS)]
        step = self.drawing.blocks(self.step)
        backward = self.step >= self.count // 2
        return [*head, *map(tried.drawn, step)] if backward else [*head, *step]

    def below(self, style: Style) -> list[Line]:
        """What is typed or was wrong, and the keys."""
        typed = f"window R,C: {self.typed}_" if self.typed is not None else self.remark
        return [*(sentence(typed, style) or [[]]), *sentence(HELP, style)]

    def press(self, key: str) -> None:
        """Do what a key asks for."""
        if self.typed is not None:
            self._type(key)
            return
        self.remark, helped = "", self.help
        half = self.count // 2
        meaning = MEANING.get(key.lower() if len(key) == 1 else key)
        self.help = meaning == "help" and not helped
        moves = {
            "next": min(self.step + 1, self.count - 1),
            "back": max(self.step - 1, 0),
            "first": 0,
            "last": self.count - 1,
            "pass": (self.step + half) % self.count,
        }
        step = moves.get(meaning or "", self.step)
        if step == self.step and meaning in moves:
            self.remark = "this is the first step" if step == 0 else "this is the last step"
        self.step = step
        self.done = meaning == "quit"
        self.typed = "" if meaning == "window" else None

    def _type(self, key: str) -> None:
        """A key while the number of a window is typed."""
        if key in ("\r", "\n"):
            self._jump()
        elif key in ("\x7f", "\x08"):
            self.typed = (self.typed or "")[:-1]
        elif key.startswith("\x1b"):
            self.typed = None
        elif key in "0123456789, " and len(self.typed or "") < 20:
            self.typed = (self.typed or "") + key

    def _jump(self) -> None:
        typed, self.typed = self.typed or "", None
        try:
            at = cell(typed, "window")
            self.step = self.drawing.steps.number(at, self.step >= self.count // 2)
        except ValueError as error:
            self.remark = str(error)


def _too_small(columns: int, rows: int, width: int, height: int) -> list[Line]:
    text = f"The terminal is too small: {columns}×{rows}, and this step needs "
    text += f"{height} rows" if height > rows else f"{width} columns"
    text += ". Enlarge it, or press q and use: --step | less"
    return [[Piece(line)] for line in wrap(text, columns)][:rows]


@contextlib.contextmanager
def _own_screen() -> Iterator[None]:
    """A screen of our own, given back also when the process is asked to end."""

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise SystemExit(128 + number)

    ends = [
        getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
    ]
    before = {number: signal.signal(number, end) for number in ends}

    def give_back() -> None:
        with contextlib.suppress(OSError):
            sys.stdout.write(LEAVE)
            sys.stdout.flush()

    sys.stdout.write(ENTER)
    sys.stdout.flush()
    try:
        with undone(give_back):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
