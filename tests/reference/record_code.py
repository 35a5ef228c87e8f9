"""Records in code.json, next to this file, which programs of `poolviz --code` were seen to run.

Run it with an interpreter that has torch, jax, keras, onnx and onnxruntime beside what poolviz
needs: `PYTHONPATH=. python tests/reference/record_code.py`, with the names of frameworks to run
theirs alone. The seed is fixed, so the same problems are drawn again.

A program has three parts: how the framework pools, what stands before that, such as the matrices,
and the assertions after it. Without its numbers such a part says what is done, whatever it is done
to. Run are all programs of `table`, where each option meets all windows, and of many problems drawn
at random one for each part not met before. A program passes if it ends without an error; three of
each framework are also run in an interpreter of their own, where each must fail once a digit of an
asserted number is changed.

Recorded of each framework are the versions, the digests of the table's programs, and those of the
parts. So a test can hold that no program is unlike those that were seen to run.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import io
import json
import platform
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poolviz import avg_pool, max_pool
from poolviz.arguments import FRAMEWORKS
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code import PROGRAMS, program

SEED = 20260119
FILE = Path(__file__).with_name("code.json")
DRAWN = 36000
"""How many problems are drawn for the kinds."""
PACKAGES = {
    "pytorch": ("numpy", "torch"),
    "keras": ("numpy", "jax", "keras"),
    "jax": ("numpy", "jax"),
    "onnx": ("numpy", "onnx", "onnxruntime"),
    "numpy": ("numpy",),
}

Problem = MaxPooling | AvgPooling
Options = dict[str, Any]

WHOLE = [[1, 3, 1, 4, 2], [5, 2, 4, 6, 6], [9, 6, 1, 2, 0], [3, 4, 5, 6, 7]]
DIGITS = [[0.1, -0.7, 2.3, 0.1, 1.9], [3.3, 0.2, 0.3, -5.1, 0.1], [1 / 3, 7.7, 0.1, 0.1, 2.5]]
TIES = [[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, -0.0, 0], [1, 1, 1, 1]]
HUGE = [[1.7e308, 1.6e308, -1.7e308], [1e308, 1.7e308, 1.7e308], [0, 1e-300, 1]]
TINY = [[5e-324, 0, 1e-310, -5e-324], [0, 2e-310, 0, 3e-320], [-1e-311, 0, 5e-324, 5e-324]]
SPREAD = [[5e-324, 0, 1e308, -5e-324], [0, 5e-324, -1e308, 0], [0, 0, 5e-324, 1]]

WINDOWS: tuple[Options, ...] = (
    {},
    {"stride": 1},
    {"kernel": (2, 3), "stride": (1, 2)},
    {"kernel": 3, "stride": 2, "padding": 1},
    {"kernel": 3, "stride": 2, "padding": (0, 1, 1, 0)},
    {"kernel": 2, "stride": 1, "padding": "same"},
    {"kernel": 2, "stride": 1, "padding": "same-lower"},
    {"kernel": 3, "stride": 2, "padding": "same"},
    {"kernel": 3, "stride": 1, "padding": 2},
    {"kernel": 2, "stride": 1, "dilation": 2},
    {"kernel": 2, "stride": 2, "dilation": (1, 2), "padding": 1},
    {"kernel": 2, "stride": 3, "dilation": 2, "padding": 2},
    {"kernel": 2, "stride": 3, "ceil_mode": True},
    {"kernel": 3, "stride": 2, "padding": 1, "ceil_mode": True},
    {"kernel": 3, "stride": 3, "padding": (0, 1, 1, 0), "ceil_mode": True},
    {"kernel": 4, "stride": 3, "ceil_mode": True, "dilation": 1},
    {"output_size": 1},
    {"output_size": (2, 5)},
    {"output_size": (3, 2)},
    {"output_size": (5, 7)},
)
OWN: dict[str, tuple[Options, ...]] = {
    "max": ({}, {"ties": "last"}, {"ties": "split"}, {"ties": "all"}),
    "avg": ({}, {"count_include_pad": False}, {"divisor": 1}, {"divisor": 7}),
}
ENDS: tuple[Options, ...] = ({}, {"loss": "sum"}, {"upstream": None})


def pooled(operation: str, matrix: Any, options: Options) -> Problem | None:
    """The problem, if there is one."""
    function: Any = max_pool if operation == "max" else avg_pool
    try:
        problem: Problem = function(matrix, **options)
        _ = problem.output, problem.gradient
    except ValueError:
        return None
    return problem


def upstream(problem: Problem, rng: random.Random, draw: str) -> list[list[float]]:
    """An upstream gradient for the problem."""
    height, width = problem.output.shape
    return numbers(rng, draw, height, width)


def table() -> Iterator[Problem]:
    """Every kind of windows with every option of its own, each with every end and each matrix."""
    rng = random.Random(SEED)
    for operation, own in OWN.items():
        for windows in WINDOWS:
            for options in own:
                for matrix, end in zip((WHOLE, TIES, DIGITS), ENDS, strict=True):
                    found = with_end(operation, matrix, windows | options, end, rng, "digits")
                    yield from found
        for matrix in (HUGE, TINY, SPREAD):
            for options in (*own, {"output_size": 2}):
                windows = {} if "output_size" in options else {"kernel": 2, "stride": 1}
                for kind in ("huge", "tiny", "digits"):
                    yield from with_end(
                        operation, matrix, windows | options, {"upstream": None}, rng, kind
                    )


def with_end(
    operation: str, matrix: Any, options: Options, end: Options, rng: random.Random, draw: str
) -> Iterator[Problem]:
    """The problem with a loss or an upstream gradient; none where there is no such problem."""
    first = pooled(operation, matrix, options | {"loss": "sum"})
    if first is None:
        return
    if "upstream" in end:
        end = {"upstream": upstream(first, rng, draw)}
    found = pooled(operation, matrix, options | end)
    if found is not None:
        yield found


def numbers(rng: random.Random, kind: str, height: int, width: int) -> list[list[float]]:
    """A matrix of one kind of numbers."""
    draw = {
        "whole": lambda: rng.randint(-9, 9),
        "ties": lambda: rng.randint(0, 2),
        "negative": lambda: rng.randint(-9, -1),
        "digits": lambda: rng.uniform(-10, 10),
        "wide": lambda: rng.uniform(-1, 1) * float(f"1e{rng.randint(-12, 12)}"),
        "huge": lambda: rng.uniform(-1, 1) * float(f"1e{rng.randint(280, 307)}"),
        "tiny": lambda: rng.uniform(-1, 1) * float(f"1e{rng.randint(-322, -300)}"),
        "extreme": lambda: rng.choice((0, 5e-324, -5e-324, 1e-300, 1.7e308, -1.7e308, 1, -0.0)),
    }[kind]
    return [[float(draw()) for _ in range(width)] for _ in range(height)]


KINDS = ("whole",) * 4 + ("ties",) * 4 + ("negative", "digits", "digits", "digits", "wide")
RARE = ("huge", "tiny", "extreme")


def drawn(seed: int, count: int) -> Iterator[Problem]:
    """So many random problems or a few more, each with every end."""
    rng = random.Random(seed)
    while count > 0:
        operation = rng.choice(("max", "avg"))
        height, width = rng.randint(1, 7), rng.randint(1, 7)
        options = windows(rng) | dict(rng.choice(OWN[operation]))
        if "divisor" in options:
            options["divisor"] = rng.randint(1, 12)
        kinds = KINDS if rng.random() < 0.85 else RARE
        matrix, sent = numbers(rng, rng.choice(kinds), height, width), rng.choice(kinds)
        for end in ENDS:
            for found in with_end(operation, matrix, options, end, rng, sent):
                count -= 1
                yield found


def windows(rng: random.Random) -> Options:
    """Random options for the windows."""
    if rng.random() < 0.15:
        return {"output_size": (rng.randint(1, 7), rng.randint(1, 7))}

    def pair(most: int, odds: float) -> tuple[int, int]:
        return tuple(1 if rng.random() > odds else rng.randint(1, most) for _ in "hw")

    options: Options = {"kernel": pair(4, 0.9), "stride": pair(4, 0.6)}
    padding = rng.choice(("none", "none", "alike", "four", "four", "same", "same-lower"))
    if padding == "alike":
        options["padding"] = rng.randint(0, 2), rng.randint(0, 2)
    elif padding == "four":
        options["padding"] = tuple(rng.randint(0, 3) for _ in range(4))
    elif padding != "none":
        options["padding"] = padding
    if rng.random() < 0.3:
        options["dilation"] = pair(3, 0.8)
    if rng.random() < 0.4:
        options["ceil_mode"] = True
    return options


def bare(text: str) -> str:
    """A text without its numbers and line breaks: what it does, whatever it does it to."""
    text = re.sub(r"\[\n(?:    \[[^\]]*\],\n)+\]", "[]", text)  # matrices
    text = re.sub(r"(?m)^# ", "", text)
    text = re.sub(r"\s+", "", text)
    text = re.sub(r"(?<![\w.])-?\d[\d.]*(?:e[+-]?\d+)?", "0", text)
    while text != (short := re.sub(r"\(0(?:,0)+\)|\[0(?:,0)+\]|\(0\)", "0", text)):
        text = short
    return text.replace(",)", ")")


def untitled(text: str) -> str:
    """A program without the comment that says the problem in words."""
    return text[text.index("\n# Seen") :]


def kinds(problem: Problem, framework: str) -> dict[str, str]:
    """How the framework pools, and what stands before and after that, but title and imports."""
    chosen = PROGRAMS[framework]
    pools = chosen.max(problem) if isinstance(problem, MaxPooling) else chosen.avg(problem)
    text = re.sub(r"(?m)^(import|from) .*", "", program(problem, framework))
    whole = bare(untitled(text))
    before, middle, after = whole.partition(bare(pools))
    assert middle, pools
    return {"before": digest(before), "pools": digest(middle), "after": digest(after)}


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def ran(text: str) -> str:
    """What went wrong when the program ran here; empty if nothing did."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, "program", "exec"), {"__name__": "program"})
    except Exception as error:  # noqa: BLE001 - whatever a program raises
        return f"{type(error).__name__}: {error}"
    return ""


def spoilt(text: str) -> str:
    """The program with one digit of the last asserted matrix changed."""
    start = text.rindex("[\n    [")
    return text[:start] + re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), text[start:], count=1)


def alone(text: str) -> str:
    """What went wrong when the program ran in an interpreter of its own."""
    command = [sys.executable, "-W", "error", "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def seen_to_run(framework: str) -> dict[str, list[str]]:
    """The record of one framework. Raises AssertionError where a program fails."""
    listed = [program(problem, framework) for problem in table()]
    chosen = dict.fromkeys(listed)
    seen: dict[str, set[str]] = {"before": set(), "pools": set(), "after": set()}
    for problem in (*table(), *drawn(SEED, DRAWN)):
        parts = kinds(problem, framework)
        if any(part not in seen[name] for name, part in parts.items()):
            chosen[program(problem, framework)] = None
        for name, part in parts.items():
            seen[name].add(part)
    faults = [f"{fault}\n{text}" for text in chosen if (fault := ran(text))]
    assert not faults, f"{len(faults)} of {framework}\n" + "\n".join(faults[:3])
    for text in listed[:3]:  # each with another end
        assert not alone(text), alone(text)
        assert alone(spoilt(text)).rstrip().endswith("AssertionError"), spoilt(text)
    print(framework, len(chosen), "programs,", {name: len(found) for name, found in seen.items()})
    digests = [digest(untitled(text)) for text in listed]
    return {"table": digests} | {name: sorted(found) for name, found in seen.items()}


def main() -> None:
    """Write the file; of the frameworks named, or of all."""
    held = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    for framework in sys.argv[1:] or FRAMEWORKS:
        versions = {name: importlib.metadata.version(name) for name in PACKAGES[framework]}
        header = {"python": platform.python_version(), "seed": SEED} | versions
        held[framework] = {"header": header} | seen_to_run(framework)
    ordered = {name: held[name] for name in FRAMEWORKS if name in held}
    lines = [f"{json.dumps(name)}: {json.dumps(record)}" for name, record in ordered.items()]
    FILE.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
