"""The command line as its user meets it: arguments and standard input to streams and status."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from runs import COMMAND, ROOT, Ran, environment, quick, run

from poolviz import arguments, avg_pool, max_pool

EXAMPLE = "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"

SMALL = """\
max pooling · kernel 2×2 · stride 2×2 · input 2×2 → output 1×1

input     output  hits      gradient
   0  1      0       0  1      0  1
0│ 1  3   0│ 5    0│ 0  0   0│ 0  0
1│ 5* 2           1│ 1  0   1│ 1  0

loss = mean of output = 5 · 1 hit = 1 window · the gradient sums to 1
* won a window
"""
NEGATIVE = """\
max pooling · kernel 2×2 · stride 2×2 · input 2×2 → output 1×1

input       output  hits      gradient
    0   1      0       0  1      0  1
0│ -1   2   0│ 4    0│ 0  0   0│ 0  0
1│  3   4*          1│ 0  1   1│ 0  1

loss = mean of output = 4 · 1 hit = 1 window · the gradient sums to 1
* won a window
"""
WORKED = """\
max pooling · kernel 2×2 · stride 2×2 · input 4×4 → output 2×2

input           output    hits            gradient
   0  1  2  3      0  1      0  1  2  3      0     1     2     3
0│ 1  3  1  4   0│ 5  6   0│ 0  0  0  0   0│ 0     0     0     0
1│ 5* 2  4  6*  1│ 9  6   1│ 1  0  0  1   1│ 0.25  0     0     0.25
2│ 9* 6  1  2             2│ 1  0  0  0   2│ 0.25  0     0     0
3│ 3  4  5  6*            3│ 0  0  0  1   3│ 0     0     0     0.25

loss = mean of output = 6.5 · 4 hits = 4 windows · the gradient sums to 1
* won a window
"""

NO_FILE = "hint: give a path, or the matrix itself, such as '1 3; 5 2'"
MAX_HELP = "hint: poolviz max --help shows the options, with examples"
AVG_HELP = "hint: poolviz avg --help shows the options, with examples"
QUOTES = 'hint: put the matrix in quotes: poolviz max "1 3; 5 2"'
WHICH = "hint: say what to do with the matrix: poolviz max MATRIX, or poolviz avg MATRIX"
LABEL = "hint: if this is a header or a label, remove it or start its line with #"
MATRICES = "input, output, argmax, index, divisors, hits, coverage, upstream, gradient"
NOTHING = "hint: a matrix looks like '1 3; 5 2'"


def npy(matrix: Any) -> bytes:
    """The bytes of an .npy file."""
    file = io.BytesIO()
    np.save(file, np.array(matrix))
    return file.getvalue()


def failed(ran: Ran, message: str, hint: str, status: int) -> None:
    """A failure leaves standard output empty and says two lines on standard error."""
    assert ran == Ran("", f"poolviz: {message}\n{hint}\n", status)


# --- where a matrix can come from ---------------------------------------------------------


@pytest.mark.parametrize(
    "matrix",
    [
        "1 3; 5 2",
        "1 3\n5 2",
        "1,3;5,2",
        "1\t3\r\n5\t2\r\n",
        "[[1, 3], [5, 2]]",
        "[[1 3]\n [5 2]]",
        "array([[1, 3],\n       [5, 2]])",
        "np.array([[1., 3.], [5., 2.]])",
        "tensor([[1., 3.],\n        [5., 2.]])",
        "[1 3; 5 2]",
        "A = [1 3; 5 2]",
        "# a remark\n1 3\n\n5 2 # another\n",
        "\ufeff1e0 +3; 5.0 .2e1",
        '{"poolviz": 1, "output": [[1, 3], [5, 2]]}',
    ],
)
@pytest.mark.parametrize("way", ["inline", "stdin", "dash", "file"])
def test_every_form_of_a_matrix_comes_in_by_every_way(
    matrix: str, way: str, tmp_path: Path
) -> None:
    """The same screen, and nothing on standard error."""
    path = tmp_path / "matrix"
    path.write_bytes(matrix.encode())
    ran = {
        "inline": lambda: quick("max", matrix),
        "stdin": lambda: quick("max", stdin=matrix),
        "dash": lambda: quick("max", "-", stdin=matrix),
        "file": lambda: quick("max", str(path)),
    }[way]()
    assert ran == Ran(SMALL, "", 0)


def test_npy_bytes_come_through_a_pipe() -> None:
    """Standard input is read as bytes."""
    bytes_in = npy([[1, 3], [5, 2]])
    assert run("max", stdin=bytes_in) == Ran(SMALL, "", 0)
    assert quick("max", "-", stdin=bytes_in) == Ran(SMALL, "", 0)


def test_npy_bytes_come_from_a_file_of_any_name(tmp_path: Path) -> None:
    """The content tells the format, not the name."""
    (tmp_path / "m.txt").write_bytes(npy([[1.0, 3.0], [5.0, 2.0]]))
    assert quick("max", str(tmp_path / "m.txt")) == Ran(SMALL, "", 0)


@pytest.mark.parametrize(
    ("arguments", "screen"),
    [
        (["max", "-1 2; 3 4"], NEGATIVE),
        (["max", "--", "-1 2; 3 4"], NEGATIVE),
        (["max", "-1,2;3,4", "--kernel", "2"], NEGATIVE),
        (["max", "-s", "2", "-1 2\n3 4", "-p0"], NEGATIVE),
        (["max", "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6", "-k2x2"], WORKED),
        (["max", "samples/worked.txt"], WORKED),
    ],
)
def test_a_matrix_among_options(arguments: list[str], screen: str) -> None:
    """A minus at its front does not make it an option."""
    assert quick(*arguments) == Ran(screen, "", 0)


def test_a_number_that_starts_with_minus_and_point() -> None:
    """`-.5` is a number, not an option; its column keeps its width."""
    ran = quick("max", "-.5 1", "--kernel", "1x2", "--json")
    assert (json.loads(ran.stdout)["input"], ran.stderr, ran.status) == ([[-0.5, 1.0]], "", 0)


def test_layers_chain_through_a_pipe() -> None:
    """The output of a document is the next layer's input."""
    first = quick("max", EXAMPLE, "--stride", "1", "--json")
    for argument in ([], ["-"]):
        second = quick("avg", *argument, "--json", stdin=first.stdout)
        assert json.loads(second.stdout)["input"] == [[5, 4, 6], [9, 6, 6], [9, 6, 6]]
        assert (second.stderr, second.status) == ("", 0)


def test_a_file_wins_over_the_same_text(tmp_path: Path) -> None:
    """An existing file named like a matrix is read."""
    (tmp_path / "1 2").write_text("1 3; 5 2")
    (tmp_path / "-1").write_text("-1 2; 3 4")
    assert quick("max", "1 2", cwd=tmp_path) == Ran(SMALL, "", 0)
    assert quick("max", "-1", cwd=tmp_path) == Ran(NEGATIVE, "", 0)
    assert quick("max", "./-1", cwd=tmp_path) == Ran(NEGATIVE, "", 0)


EXAMPLE_NOTE = (
    "poolviz: no matrix given, so this is the worked example; "
    "poolviz max --help says how to give your own\n"
)


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_nothing_on_a_terminal_shows_the_worked_example() -> None:
    """It never waits for a terminal, and says what it did on standard error."""
    master, slave = os.openpty()
    try:
        assert run("max", stdin=slave) == Ran(WORKED, EXAMPLE_NOTE, 0)
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_an_empty_standard_input_shows_the_worked_example() -> None:
    """As cron, CI and `< /dev/null` give it; `-` asks for what is there."""
    shown = quick("max", "-s", "1", stdin="")
    assert (shown.status, shown.stdout) == (0, quick("max", "-s", "1", "@worked").stdout)
    assert shown.stderr == (
        "poolviz: no matrix given, so this is the worked example; "
        "poolviz max --help says how to give your own\n"
    )
    failed(quick("max", "-", stdin=""), "standard input: there is no number", NOTHING, 1)


def test_an_upstream_document_gives_its_gradient() -> None:
    """It is the next layer's; its output has as many numbers and no such meaning."""
    after = quick("avg", "--json", "-k", "2", "1 2; 3 5").stdout
    gradient = quick("max", "--json", "-k", "1", "1 2; 3 5", "--upstream", after).stdout
    assert json.loads(gradient)["upstream"] == [[0.25, 0.25], [0.25, 0.25]]


def test_nothing_on_a_closed_standard_input_shows_the_worked_example() -> None:
    """Nothing is piped where there is no standard input."""
    import subprocess

    line = ["sh", "-c", 'exec "$@" <&-', "sh", *COMMAND, "max"]
    done = subprocess.run(
        line, check=False, capture_output=True, cwd=ROOT, env=environment(), timeout=30
    )
    ran = Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)
    assert ran == Ran(WORKED, EXAMPLE_NOTE, 0)


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_dash_on_a_closed_standard_input_is_an_error() -> None:
    """What was asked for cannot be had."""
    import subprocess

    line = ["sh", "-c", 'exec "$@" <&-', "sh", *COMMAND, "max", "-"]
    done = subprocess.run(
        line, check=False, capture_output=True, cwd=ROOT, env=environment(), timeout=30
    )
    ran = Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)
    failed(ran, "standard input is closed", "hint: pipe a matrix into it, or name a file", 1)


# --- what is refused ----------------------------------------------------------------------

REFUSED = [
    # The matrix itself: 2, as the argument is at fault.
    (["max", "1 3; 5 two"], "MATRIX, line 1, column 8: 'two' is not a number", LABEL, 2),
    (["max", "-inf 1"], "MATRIX, line 1, column 1: '-inf' is not a finite number",
     "hint: poolviz takes finite numbers only", 2),
    (["max", "nan"], "MATRIX, line 1, column 1: 'nan' is not a finite number",
     "hint: poolviz takes finite numbers only; in PyTorch, JAX and NumPy a window that holds NaN "
     "has the output NaN (poolviz learn nan)", 2),
    (["max", r"1 2\n3 4"], r"MATRIX, line 1, column 3: '2\n3' is not a number",
     "hint: ';' ends a row: '1 2; 3 4'", 2),
    (["max", "1 2; 3"], "MATRIX, line 1, column 6: row 1 has 1 number, row 0 has 2",
     "hint: give every row the same number of values", 2),
    (["max", ""], "MATRIX: there is no number", NOTHING, 2),
    (["max", "9007199254740993 1"],
     "MATRIX, line 1, column 1: float64 cannot hold the integer '9007199254740993' exactly",
     "hint: the nearest it holds is 9007199254740992", 2),
    (["max", "1e400 1"], "MATRIX, line 1, column 1: '1e400' is beyond float64's range",
     "hint: the largest number is about 1.8e308", 2),
    # A problem without windows: 2.
    (
        ["max", "-1"],
        "no window fits: the height of a window is 2 and that of the input 1; "
        "for a single row use kernel 1x2",
        MAX_HELP,
        2,
    ),
    (["max", "--", "-1 2; 3"], "MATRIX, line 1, column 7: row 1 has 1 number, row 0 has 2",
     "hint: give every row the same number of values", 2),
    (["avg", "1 2;3 4", "-p", "2"],
     "padding of 2 cells before the input's height is not smaller than the window's extent, 2: "
     "a window could lie in the padding alone; use at most 1",
     "hint: poolviz learn windows-of-padding shows why", 2),
    # Options.
    (["max", "--kernal", "3", "x"], "No such option '--kernal'. Did you mean '--kernel'?",
     MAX_HELP, 2),
    (["max", "--ful", "1 2"], "No such option '--ful'. Did you mean '--full'?", MAX_HELP, 2),
    (["max", "-e"], "No such option '-e'.", MAX_HELP, 2),
    (["max", "1", "2", "3"], "Got unexpected extra arguments (2 3)", QUOTES, 2),
    (["max", "1 2", "3"], "Got unexpected extra argument (3)", QUOTES, 2),
    (["mix", "1 2"], "there is no command 'mix'; did you mean max?",
     "hint: poolviz help lists the commands", 2),
    (["lern"], "there is no command 'lern'; did you mean learn?",
     "hint: poolviz help lists the commands", 2),
    (["max", "1 2 3; 3 4 5", "-s", "1", "--upstream", "1 2 3"],
     "the upstream gradient is 1×3 and the output 1×2; they must have the same size",
     "hint: write 1 row of 2 numbers", 2),
    (["max", "1 2; 3 4", "--mistake", "ASSIGN"],
     "there is no mistake 'ASSIGN'; did you mean assigned?",
     "hint: --mistake all shows what each of them changes", 2),
    (["1 2; 3 4"], "there is no command '1 2; 3 4'", WHICH, 2),
    (["max", "1 2;3 4", "--loss", "sum", "--upstream", "1"],
     "loss and upstream exclude each other; give one of them", MAX_HELP, 2),
    (["max", "1 2;3 4", "--compare", "loss", "--upstream", "1"],
     "loss and upstream exclude each other; compare loss without upstream", MAX_HELP, 2),
    (["max", "-", "--upstream", "-"],
     "standard input cannot be read twice; name a file for all but one", MAX_HELP, 2),
    (["max", "--upstream", "-"],
     "standard input cannot be read twice; name a file for all but one", MAX_HELP, 2),
    (["max", "1 2;3 4", "--upstream", "1 2"],
     "the upstream gradient is 1×2 and the output 1×1; they must have the same size",
     "hint: write 1 row of 1 number", 2),
    (["max", "1 2;3 4", "--upstream", "1 x"], "--upstream, line 1, column 3: 'x' is not a number",
     LABEL, 2),
    (["max", "1 2;3 4", "--upstream", "none.txt"], "'none.txt': there is no such file", NO_FILE, 1),
    # Cells, windows and matrices that are not there.
    (["max", EXAMPLE, "--cell", "4,0"],
     "cell 4,0 is not there: the input is 4×4, so cells go from 0,0 to 3,3", MAX_HELP, 2),
    (["max", EXAMPLE, "--cell", "0,4", "--json"],
     "cell 0,4 is not there: the input is 4×4, so cells go from 0,0 to 3,3", MAX_HELP, 2),
    (["max", EXAMPLE, "--cell", "0,0", "--cell", "9,9"],
     "cell 9,9 is not there: the input is 4×4, so cells go from 0,0 to 3,3", MAX_HELP, 2),
    (["max", EXAMPLE, "--window", "2,0"],
     "window 2,0 is not there: the output is 2×2, so windows go from 0,0 to 1,1", MAX_HELP, 2),
    (["avg", EXAMPLE, "--window", "0,2", "--json"],
     "window 0,2 is not there: the output is 2×2, so windows go from 0,0 to 1,1", AVG_HELP, 2),
    (["max", EXAMPLE, "--show", "divisors"],
     "max has no divisors; show input, output, argmax, index, hits, coverage, upstream or "
     "gradient",
     MAX_HELP, 2),
    (["avg", EXAMPLE, "--show", "input,argmax", "--json"],
     "avg has no argmax; show input, output, divisors, hits, coverage, upstream or gradient",
     AVG_HELP, 2),
    # Files: 1.
    (["max", "nofile.txt"], "'nofile.txt': there is no such file", NO_FILE, 1),
    (["max", "/"], "/: is a directory", "hint: give a file that can be read", 1),
    # Harmless to show.
    (["max", "\x1b[31mred"], r"'\x1b[31mred': there is no such file", NO_FILE, 1),
    (["max", "\u202egnp.x"], r"'\u202egnp.x': there is no such file", NO_FILE, 1),
    (["max", "a" * 60], f"'{'a' * 39}…': there is no such file", NO_FILE, 1),
    (["max", "x\x1b[31m;1"], r"MATRIX, line 1, column 1: 'x\x1b[31m' is not a number", LABEL, 2),
    (["max", "[bold]x[/].csv"], "MATRIX, line 1, column 7: 'x[/].csv' after the matrix",
     "hint: give one matrix, its rows inside one pair of brackets: [[1, 3], [5, 2]]", 2),
    (["max", "1", "\x1b[3m"], r"Got unexpected extra argument (\x1b[3m)", QUOTES, 2),
    (["\x1b[3m"], r"there is no command '\x1b[3m'", WHICH, 2),
    (["max", "--\x1b[3m"], r"No such option '--\x1b[3m'.", MAX_HELP, 2),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message", "hint", "status"), REFUSED)
def test_refused(arguments: list[str], message: str, hint: str, status: int) -> None:
    """One message, one hint, the right status, and nothing on standard output."""
    failed(quick(*arguments), message, hint, status)


@pytest.mark.parametrize("at", range(0, len(REFUSED), 12))
def test_refused_in_a_process_of_its_own(at: int) -> None:
    """What the quick runs show is what the command does."""
    arguments, message, hint, status = REFUSED[at]
    failed(run(*arguments), message, hint, status)


@pytest.mark.parametrize(
    ("stdin", "message", "hint"),
    [
        ("", "standard input: there is no number", NOTHING),
        ("# only this\n", "standard input: there is no number", NOTHING),
        ("1 2\n3 x\n", "standard input, line 2, column 3: 'x' is not a number", LABEL),
        (b"\xff", "standard input, line 1, column 1: byte 0xff is not UTF-8",
         "hint: save it as UTF-8"),
        (b"\x93NUMPY", "standard input: the .npy header is damaged",
         "hint: save a two-dimensional array of numbers with np.save"),
        (npy([[[1, 2]], [[3, 4]]]), "standard input: the array is 2×1×2 (channels, rows, columns); "
         "each channel is pooled by itself",
         "hint: add --channel C, such as --channel 0 (poolviz learn channels)"),
        (npy([["a"]]), "standard input: the .npy array holds text, not real numbers",
         "hint: save a two-dimensional array of numbers with np.save"),
    ],
)  # fmt: skip
def test_refused_on_standard_input(stdin: str | bytes, message: str, hint: str) -> None:
    """A stream that holds no matrix is status 1, and named."""
    failed(quick("max", "-", stdin=stdin), message, hint, 1)


# --- the values of options ----------------------------------------------------------------

ELSEWHERE = {
    "output-size",
    "channel",
    "layer",
    "nudge",
    "compare",
    "mistake",
    "check",
    "code",
    "save",
}
"""Options whose bad values have tests of their own, in test_teaching.py and test_forms.py."""

BAD = {
    "kernel": ("0", "-3", "x", "", "2x", "2x0", "2x3x4", "1.5", "1e3", "²", "9" * 40, "1000000000"),
    "stride": ("0", "-3", "x", "", "2x", "0x2"),
    "dilation": ("0", "-3", "x", "", "1,1,1", "(1, 1", "[1, 1)", "()", "(1x)"),
    "padding": (
        "-1",
        "x",
        "",
        "1,2",
        "1,2,3",
        "1,2,3,-4",
        "1x2x3",
        "Same",
        "same-upper",
        "(1, 2, 3)",
    ),
    "ties": ("", "x", "First", "0"),
    "loss": ("", "x", "Mean", "max"),
    "divisor": ("0", "-3", "x", "", "1x2", "1.5"),
}


@pytest.mark.parametrize(("name", "value"), [(name, v) for name, vs in BAD.items() for v in vs])
def test_a_bad_value_has_the_words_of_pythons_valueerror(name: str, value: str) -> None:
    """The command and Python judge by the same function."""
    operation = "avg" if name == "divisor" else "max"
    pool: Any = avg_pool if operation == "avg" else max_pool
    with pytest.raises(ValueError, match="must be") as refused:
        pool([[1, 3], [5, 2]], **{name: value})
    hint = AVG_HELP if operation == "avg" else MAX_HELP
    failed(quick(operation, "1 3; 5 2", f"--{name}", value), str(refused.value), hint, 2)
    assert str(refused.value).startswith(f"{name} must be ")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("kernel", "x", "must be a whole number from 1 or HxW, such as 2 or 2x3, not 'x'"),
        ("kernel", "0", "must be at least 1, not 0"),
        ("kernel", "1000000000", "must be at most 999999999, not 1000000000"),
        ("stride", "", "must be a whole number from 1 or HxW, such as 2 or 2x3, not ''"),
        ("padding", "1,2", "must be N, HxW, T,L,B,R, same or same-lower, not '1,2'"),
        ("dilation", "-1", "must be at least 1, not -1"),
        ("ties", "x", "must be first, last, split or all, not 'x'"),
        ("loss", "x", "must be mean or sum, not 'x'"),
        ("decimals", "-1", "must be at least 0, not -1"),
        ("decimals", "x", "must be a whole number from 0, not 'x'"),
        ("cell", "1", "must be R,C (row and column, from 0), not '1'"),
        ("cell", "-1,0", "must be at least 0, not -1"),
        ("window", "1,2,3", "must be R,C (row and column, from 0), not '1,2,3'"),
        ("window", "a,b", "must be R,C (row and column, from 0), not 'a,b'"),
        ("show", "x", f"must be {MATRICES} or all, not 'x'"),
        ("show", "", f"must be {MATRICES} or all, not ''"),
        ("show", "all,x", f"must be {MATRICES} or all, not 'x'"),
        ("kernel", "\x1b[3m",
         r"must be a whole number from 1 or HxW, such as 2 or 2x3, not '\x1b[3m'"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_bad_value(option: str, value: str, message: str) -> None:
    """The rule, and the value that broke it."""
    ran = quick("max", "1 3; 5 2", f"--{option}", value)
    failed(ran, f"{option} {message}", MAX_HELP, 2)


def test_every_option_with_a_value_is_tested_for_bad_ones() -> None:
    """A new option cannot go untested."""
    from poolviz.command.app import cli

    pooling = (cli.commands[name] for name in ("max", "avg", "layer", "chain"))
    valued = {
        parameter.opts[-1].lstrip("-")
        for command in pooling
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "is_flag", False)
    }
    tested = {*BAD, "decimals", "cells", "windows", "show", "upstream", "cell", "window"}
    tested |= ELSEWHERE
    assert valued <= tested
    assert set(arguments.MATRICES) == set(MATRICES.split(", "))


@pytest.mark.parametrize("option", ["--kernel", "--upstream", "--cell", "--show"])
def test_an_option_without_its_value(option: str) -> None:
    """Which option, and what it lacks."""
    ran = quick("max", option)
    message = f"poolviz: Option '{option}' requires an argument.\nhint: "
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith(message)


def test_a_flag_with_a_value() -> None:
    """A flag takes none."""
    ran = quick("max", "1 3; 5 2", "--full=3")
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith("poolviz: Option '--full' does not take a value.\nhint: ")


# --- files --------------------------------------------------------------------------------


def test_an_empty_file(tmp_path: Path) -> None:
    """It holds no number."""
    (tmp_path / "empty.txt").touch()
    failed(quick("max", "empty.txt", cwd=tmp_path), "empty.txt: there is no number", NOTHING, 1)


def test_a_fault_in_a_file_has_its_place(tmp_path: Path) -> None:
    """Line and column of the file, comments and blank lines counted."""
    (tmp_path / "m.csv").write_text("# head\n\n1,2\n3,x\n")
    failed(quick("max", "m.csv", cwd=tmp_path), "m.csv, line 4, column 3: 'x' is not a number",
           LABEL, 1)  # fmt: skip


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """The reason is the system's."""
    (tmp_path / "m.txt").touch(mode=0)
    failed(quick("max", "m.txt", cwd=tmp_path), "m.txt: permission denied",
           "hint: give a file that can be read", 1)  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_file_that_fails_while_it_is_read() -> None:
    """It opens, for root too, and its first byte cannot be read."""
    failed(quick("max", "/proc/self/mem"), "/proc/self/mem: input/output error",
           "hint: give a file that can be read", 1)  # fmt: skip


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    """The link exists, so it is a path, and its target is missing."""
    (tmp_path / "1 2").symlink_to("gone")
    failed(quick("max", "1 2", cwd=tmp_path), "1 2: no such file or directory",
           "hint: give a file that can be read", 1)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\x1b[31mred.csv", r"\x1b[31mred.csv"),
        (b"[bold]x[].csv", "[bold]x[].csv"),
        (b":warning:.csv", ":warning:.csv"),
        (b"a\xffb.csv", r"a\udcffb.csv"),
        ("\u202egnp.csv".encode(), r"\u202egnp.csv"),
        (b"two\nlines", r"two\nlines"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="such names do not exist")
def test_a_strange_name_is_shown_harmlessly(name: bytes, shown: str, tmp_path: Path) -> None:
    """No control character and no markup acts on the terminal."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("1 x")
    ran = quick("max", os.fsdecode(name), cwd=tmp_path)
    failed(ran, f"{shown}, line 1, column 3: 'x' is not a number", LABEL, 1)


@pytest.mark.skipif(os.name == "nt", reason="such names do not exist")
def test_a_strange_name_is_read(tmp_path: Path) -> None:
    """A name that is no UTF-8 names a file all the same."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff[b]")).write_text("1 3; 5 2")
    assert run("max", b"a\xff[b]", cwd=tmp_path) == Ran(SMALL, "", 0)


# --- help and version ---------------------------------------------------------------------


def test_the_version() -> None:
    """The package's, on standard output."""
    from poolviz import __version__

    assert run("--version") == Ran(f"poolviz, version {__version__}\n", "", 0)
