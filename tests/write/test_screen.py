"""Whole screens, judged by their numbers too: what is drawn must add up to what is said."""

from __future__ import annotations

import re
import shlex
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import quick, run
from screens import kept, matrices

from poolviz import avg_pool, max_pool
from poolviz.explain.account import account as accounts
from poolviz.explain.telling import telling

ALL = kept()
WORKED = ALL[:10]
VIEWS = ALL[10:]
CODES = re.compile(r"\x1b\[[0-9;]*m")


def trimmed(text: str) -> list[str]:
    """Lines without the blanks that a background may colour at their ends."""
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize(("command", "columns", "screen"), ALL)
def test_the_whole_screen(command: str, columns: int, screen: str) -> None:
    """To the letter, with nothing on standard error."""
    assert quick(*shlex.split(command), columns=columns) == (screen, "", 0)


def test_a_wider_screen_changes_nothing_that_fitted() -> None:
    """At 120 columns max looks as at 80."""
    for stride in "21":
        command = ["max", "samples/worked.txt", "-s", stride]
        assert quick(*command, columns=120) == quick(*command, columns=80)


@pytest.mark.parametrize(
    "columns", ["", "0", "-5", "8²", "²", "1e3", "abc", "80 ", "9" * 10, "9" * 5000, "٨٠"]
)
def test_what_is_no_width_is_none(columns: str) -> None:
    """In COLUMNS: without a terminal there are 80, as there are where other digits say so."""
    for command in ("max", "learn", "quiz --seed 1 --topic size", "--help", "max --step"):
        usual = quick(*command.split())
        assert usual.status in (0, 1)
        assert quick(*command.split(), env={"COLUMNS": columns}) == usual


def test_an_absurd_width_is_taken() -> None:
    """Nothing is filled up to it."""
    command = ("max", "samples/worked.txt")
    assert quick(*command, columns=10**9 - 1) == quick(*command, columns=120)


def test_a_process_of_its_own_draws_the_same() -> None:
    """The quick runs are no special case."""
    command, columns, screen = WORKED[1]
    assert run(*shlex.split(command), env={"COLUMNS": str(columns)}) == (screen, "", 0)


@pytest.mark.parametrize(("command", "columns", "screen"), WORKED)
def test_the_numbers_on_the_screen_add_up(command: str, columns: int, screen: str) -> None:  # noqa: ARG001
    """Hits, gradient and loss are what the sentences below them say, within the rounding."""
    shown = matrices(screen)
    assert shown["input"] == [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
    said = re.sub(r"\s+", " ", screen)
    hits, loss = re.search(r"(\d+) hits? = ", said), re.search(r"of output [=≈] ([0-9.]+)", said)
    total = re.search(r"the gradient sums to ([0-9.]+)", said)
    windows = re.search(r"= (\d+) windows(?: × (\d+) cells)?", said)
    assert hits
    assert loss
    assert total
    assert windows
    output, gradient = np.array(shown["output"]), np.array(shown["gradient"])
    assert np.sum(shown["hits"]) == int(hits[1]) == int(windows[1]) * int(windows[2] or 1)
    assert output.size == int(windows[1])
    half = 0.00005  # of a number's last decimal
    assert abs(gradient.sum() - float(total[1])) <= gradient.size * half
    assert abs(output.mean() - float(loss[1])) <= 2 * half
    assert gradient.shape == (4, 4)
    assert ((gradient > 0) == (np.array(shown["hits"]) > 0)).all()


@pytest.mark.parametrize("option", ["first", "last", "split", "all"])
def test_marks_and_hits_agree(option: str) -> None:
    """Every starred cell has hits, and no other cell; a shared maximum has its sign."""
    screen = quick("max", "7 7 1; 7 1 7; 2 7 2", "-s", "1", "--ties", option).stdout
    lines = screen.split("\n\n")[1].splitlines()[2:]
    starred = [[("*" in m[0]) for m in re.finditer(r"\d[*=]*", line[2:14])] for line in lines]
    assert (np.array(starred) == (np.array(matrices(screen)["hits"]) > 0)).all()
    assert "= tied for a maximum" in screen


# --- colours and encodings ----------------------------------------------------------------


@pytest.mark.parametrize(("command", "columns", "screen"), [*WORKED[:4], *VIEWS[2:4], VIEWS[12]])
def test_colours_change_no_text(command: str, columns: int, screen: str) -> None:
    """With FORCE_COLOR there are codes, and beneath them the plain screen."""
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    ran = quick(*shlex.split(command), columns=columns, env=env)
    assert CODES.search(ran.stdout)
    plain = CODES.sub("", ran.stdout)
    scale = re.compile(r"(?:   )? 0 {14}to the most \S+(?: or \S+)*\n?")
    assert bool(scale.search(plain)) == ("hits " in screen)
    assert trimmed(scale.sub("", plain)) == trimmed(screen)
    assert (ran.stderr, ran.status) == ("", 0)
    assert "\x1b" not in CODES.sub("", ran.stdout)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {}])
def test_no_colour(env: dict[str, str]) -> None:
    """Neither with NO_COLOR nor into a pipe; bold is no colour."""
    command, _, screen = WORKED[1]
    text = quick(*shlex.split(command), env=env).stdout
    colours = {code for part in CODES.findall(text) for code in part[2:-1].split(";")}
    assert colours <= {"0", "1", "2", "3", ""}
    assert trimmed(CODES.sub("", text)) == trimmed(screen)
    assert "FORCE_COLOR" in env or "\x1b" not in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_an_encoding_without_the_signs_has_ascii_for_them(encoding: str) -> None:
    """Every matrix as in UTF-8, and not a character that the output lacks."""
    for command, columns, screen in (WORKED[1], VIEWS[2], VIEWS[5], VIEWS[18]):
        ran = quick(*shlex.split(command), columns=columns, encoding=encoding)
        assert (ran.stderr, ran.status) == ("", 0)
        assert ran.stdout.isascii()
        assert matrices(ran.stdout.replace("...", "…")) == matrices(screen)
    assert "kernel 2x2" in ran.stdout
    assert "input 4x4 ->" in ran.stdout
    if encoding == "cp437":
        env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": str(columns)}
        assert run(*shlex.split(command), env=env) == ran


# --- large matrices and decimals ----------------------------------------------------------


def wide(rows: int, columns: int) -> str:
    """A matrix of different whole numbers."""
    return ";".join(" ".join(str(r * columns + c) for c in range(columns)) for r in range(rows))


def test_an_elided_screen_names_the_true_size() -> None:
    """Whole rows and columns are left out, and the names above say of how many."""
    screen = quick("max", wide(40, 50), "--json", "--full")
    assert screen.status == 0
    screen = quick("max", wide(40, 50))
    for name in ("input 40×50\n", "output 20×25\n", "hits 40×50\n", "gradient 40×50\n"):
        assert name in screen.stdout
    assert "…" in screen.stdout
    assert max(map(len, screen.stdout.splitlines())) <= 80


def test_below_an_elided_matrix_it_is_said_what_shows_it_whole() -> None:
    """Among the signs; not below what is whole."""
    screen = quick("max", wide(40, 50), "--show", "input").stdout
    assert screen.splitlines()[-2:] == [
        "loss = mean of output = 1025 · 500 hits = 500 windows · the gradient sums to 1",
        "* won a window   … left out, --full shows",
    ]
    assert "left out" not in quick("max", wide(40, 50), "--full").stdout
    looks = quick("max", wide(40, 50), "--cell", "0,0", "--window", "0,0").stdout
    assert looks.count("left out") == 1


def checked(at: int) -> list[str]:
    """A command that checks twelve long numbers of which one is wrong."""
    upstream = " ".join(f"0.0{n:02}3456789012" for n in range(12))
    answer = upstream.replace(f"0.0{at:02}3456", f"0.0{at:02}3455")
    row = " ".join(map(str, range(12)))
    return ["max", row, "-k", "1", "--upstream", upstream, "--check", answer]


@pytest.mark.parametrize("at", range(12))
def test_the_sign_of_what_is_wrong_is_never_left_out(at: int) -> None:
    """Whatever column it stands in; `--full` shows the others, as the legend says."""
    for columns in (30, 40, 80):
        screen = quick(*checked(at), columns=columns).stdout
        assert f"0.0{at:02}3455789012!" in screen
        assert "11 of 12 cells are right, 1 wrong" in " ".join(screen.split())
        assert "… left out, --full shows" in screen
        assert "left out" not in quick(*checked(at), "--full", columns=columns).stdout


def test_full_leaves_nothing_out() -> None:
    """Blocks of columns, in order, together the whole matrix."""
    screen = quick("max", wide(40, 50), "--full", "--show", "input").stdout
    assert "…" not in screen
    blocks = re.split(r"input, columns? (\d+)(?: to (\d+))?\n", screen)[1:]
    parts = []
    at = 0
    for first, last, body in zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True):
        assert int(first) == at
        at = int(last or first) + 1
        header, *rows = body.split("\n\n")[0].splitlines()
        assert header.split() == [str(n) for n in range(int(first), at)]
        assert [int(row.partition("│")[0]) for row in rows] == list(range(40))
        parts.append([[int(n.strip("*")) for n in row.partition("│")[2].split()] for row in rows])
        assert len(parts[-1][0]) == at - int(first)
    assert np.hstack(parts).tolist() == np.arange(2000).reshape(40, 50).tolist()


@pytest.mark.parametrize("decimals", range(18))
def test_decimals(decimals: int) -> None:
    """No more decimals than asked for, and each number within half a unit of the last one."""
    p = avg_pool([[1, 2, 4], [0.5, 3, 5]], kernel=(1, 3))
    screen = quick("avg", "1 2 4; 0.5 3 5", "-k", "1x3", "--decimals", str(decimals)).stdout
    shown = matrices(screen)
    for name in ("output", "gradient"):
        if decimals or name == "output":
            off = np.abs(np.array(shown[name]) - getattr(p, name))
            assert (off <= 0.5 * 10.0**-decimals + 2e-16).all()
    lengths = [len(n) for n in re.findall(r"\.([0-9]+)", screen.split("loss")[0])]
    assert max(lengths, default=0) <= decimals


# --- the sentences, as values ---------------------------------------------------------------


def exactly(p: Any) -> Any:
    """The sentences about a problem, with all decimals and in full."""
    return telling(accounts(p), decimals=17, full=True)


QUARTERS = st.integers(-40, 40).map(lambda n: n / 4)


@st.composite
def problems(draw: st.DrawFn) -> Any:
    """Small problems over the options that a sentence speaks of."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    kernel = draw(st.integers(1, min(height, 3))), draw(st.integers(1, min(width, 3)))
    row = st.lists(st.integers(-3, 3).map(float) | QUARTERS, min_size=width, max_size=width)
    x = draw(st.lists(row, min_size=height, max_size=height))
    options: dict[str, Any] = {
        "kernel": kernel,
        "stride": (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        "padding": tuple(draw(st.integers(0, k - 1)) for k in (*kernel, *kernel)),
        "ceil_mode": draw(st.booleans()),
    }
    pool: Any = max_pool if draw(st.booleans()) else avg_pool
    if pool is max_pool:
        options["ties"] = draw(st.sampled_from(["first", "last", "split", "all"]))
    else:
        options["count_include_pad"] = draw(st.booleans())
        options["divisor"] = draw(st.sampled_from([None, None, 3]))
    p = pool(x, **options)
    if draw(st.booleans()):
        rows, columns = p.output.shape
        size = st.lists(QUARTERS, min_size=columns, max_size=columns)
        upstream = draw(st.lists(size, min_size=rows, max_size=rows))
        return pool(x, upstream=upstream, **options)
    return pool(x, loss=draw(st.sampled_from(["mean", "sum"])), **options)


def terms(text: str) -> list[Fraction]:
    """The terms of a sum as it is written out, with brackets around negative ones."""
    return [Fraction(term.strip("() ")) for term in text.split(" + ")]


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_cells_sum_is_its_gradient(p: Any) -> None:
    """The written terms, added up, are the written total, and that is the computed gradient."""
    tells = exactly(p)
    for cell in np.ndindex(*p.input.shape):
        title, text = tells.cell(cell, tells.account.seeing(cell))
        name, _, rest = text.partition(" = ")
        assert name == f"gradient[{cell[0]},{cell[1]}]"
        windows = re.findall(r" \(window (\d+),(\d+)\)", rest)
        parts = re.split(" [=≈] ", re.sub(r" \(window \d+,\d+\)", "", rest))
        total = sum(terms(parts[0]))
        if p.loss is not None or getattr(p, "ties", "") != "split":
            assert float(total) == p.gradient[cell]
        assert float(total) == pytest.approx(p.gradient[cell], rel=1e-15, abs=1e-18)
        for form in parts[1:]:
            assert float(Fraction(form.strip("()"))) == pytest.approx(float(total), rel=1e-15)
        assert len(windows) == p.hits[cell]
        seen = re.search(r"seen by (\d+) window", title)
        assert int(seen[1]) if seen else p.coverage[cell] == 0
        assert ("no window sees it" in title) == (p.coverage[cell] == 0)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_windows_sentence_computes_its_output(p: Any) -> None:
    """The written calculation, done again, is the output; what it sends back is the upstream."""
    tells = exactly(p)
    for at in np.ndindex(*p.output.shape):
        forward, backward = tells.window(tells.account.window(at))
        name = f"[{at[0]},{at[1]}] = "
        assert forward.startswith("output" + name)
        assert backward.startswith("upstream" + name)
        result = _computed(forward.removeprefix("output" + name))
        assert float(result) == p.output[at]
        sent = re.match(r"[-0-9/.]+", backward.removeprefix("upstream" + name))
        assert sent
        assert float(Fraction(sent[0])) == p.upstream[at]


def _computed(text: str) -> Fraction:
    """The calculation of a window's sentence, checked against the result that it names."""
    if largest := re.match(r"max\(([^)]*)\) = (\S+) at ", text):
        values = [Fraction(n) for n in largest[1].split(", ")]
        assert max(values) == Fraction(largest[2])
        return max(values)
    mean = re.match(r"\((.*)\) / (\d+)(?: = ([-0-9/]+))? ([=≈]) ([-0-9.e]+)", text)
    assert mean
    result = sum(terms(mean[1]), Fraction()) / int(mean[2])
    assert mean[3] is None or Fraction(mean[3]) == result
    assert (Fraction(mean[5]) == result) == (mean[4] == "=")
    return result


@pytest.mark.parametrize(
    ("problem", "cell", "sentences"),
    [
        (max_pool([[7, 7], [7, 1]]), (0, 1),
         ["cell (0, 1) = 7: seen by 1 window, which another cell won", "gradient[0,1] = 0"]),
        (max_pool([[1, 2, 3]], kernel=(1, 2)), (0, 2),
         ["cell (0, 2) = 3: no window sees it", "gradient[0,2] = 0"]),
        (max_pool([[1, 2, 0]], kernel=(1, 2), stride=1), (0, 1),
         ["cell (0, 1) = 2: seen by 2 windows, won both",
          "gradient[0,1] = 1/2 (window 0,0) + 1/2 (window 0,1) = 1"]),
        (avg_pool([[1, 2, 3]], kernel=(1, 2), stride=1, upstream=[[1, -3]]), (0, 1),
         ["cell (0, 1) = 2: seen by 2 windows, hit by both",
          "gradient[0,1] = 0.5 (window 0,0) + (-1.5) (window 0,1) = -1"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_cell(problem: Any, cell: tuple[int, int], sentences: list[str]) -> None:
    """Who sees it, who wins it, and the sum."""
    tells = telling(accounts(problem))
    assert tells.cell(cell, tells.account.seeing(cell)) == sentences


@pytest.mark.parametrize(
    ("problem", "at", "sentences"),
    [
        (max_pool([[7, 7], [7, 1]], ties="last"), (0, 0),
         ["output[0,0] = max(7, 7, 7, 1) = 7 at (1, 0), tied with (0, 0), (0, 1)",
          "upstream[0,0] = 1, all of it for (1, 0)"]),
        (max_pool([[7, 7], [7, 1]], ties="all", loss="sum"), (0, 0),
         ["output[0,0] = max(7, 7, 7, 1) = 7 at (0, 0), tied with (0, 1), (1, 0)",
          "upstream[0,0] = 1, and each of (0, 0), (0, 1), (1, 0) gets the whole"]),
        (max_pool([[-3, -1]], kernel=2, padding=1, stride=1), (0, 0),
         ["output[0,0] = max(-3) = -3 at (0, 0); 3 cells outside the input are never picked",
          "upstream[0,0] = 1/6 ≈ 0.1667, all of it for (0, 0)"]),
        (avg_pool([[-3, -1]], kernel=(1, 2), padding=(0, 1), stride=1), (0, 0),
         ["output[0,0] = ((-3)) / 2 = -1.5; 1 cell outside the input is 0 and counted in "
          "the divisor",
          "upstream[0,0] = 1/3 ≈ 0.3333, so (0, 0) gets 1/3 / 2 = 1/6 ≈ 0.1667"]),
        (avg_pool([[3, 4]], kernel=(1, 2), divisor=5), (0, 0),
         ["output[0,0] = (3 + 4) / 5 = 1.4",
          "upstream[0,0] = 1, so each of its 2 cells gets 1/5 = 0.2"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_window(problem: Any, at: tuple[int, int], sentences: list[str]) -> None:
    """What it computes and what it sends back."""
    tells = telling(accounts(problem))
    assert tells.window(tells.account.window(at)) == sentences
