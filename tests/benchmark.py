"""Speed and memory, as ratios against a baseline measured in the same run.

`python tests/benchmark.py` prints tables: the core against PyTorch's single-threaded pooling
(forward plus backward) if torch is installed, else against a plain copy of the matrix; its growth
and its memory; every form of a matrix against numpy.loadtxt; what is seen of large matrices; and
the command against the bare imports that it needs. `python tests/benchmark.py core command`
prints some of them. Each figure is the median of several runs, taken in turn with its baseline,
so that a busy machine slows both.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from poolviz import avg_pool, max_pool
from poolviz.read.reader import read
from poolviz.write.document import document, dumps

SHAPES = ((2, 2), (2, 1), (3, 2), (7, 1), (31, 1))
SIZE = 4096
OPERATIONS = ("max", "avg")
HAS_TORCH = importlib.util.find_spec("torch") is not None
HAS_NUMBA = importlib.util.find_spec("numba") is not None


def seconds(work: Callable[[], Any]) -> float:
    """How long some work takes once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(work: Callable[[], Any], baseline: Callable[[], Any], runs: int) -> float:
    """The median of the work's time over the baseline's, measured in turn."""
    work(), baseline()
    return statistics.median(seconds(work) / seconds(baseline) for _ in range(runs))


def pooled(x: Any, operation: str, kernel: int, stride: int, **options: Any) -> None:
    """Output, argmax, hits and gradient."""
    p: Any = (max_pool if operation == "max" else avg_pool)(x, kernel, stride, **options)
    _ = p.output, p.hits, p.gradient
    if operation == "max":
        _ = p.argmax


def torch_pooling(
    x: Any, operation: str, kernel: int, stride: int, threads: int
) -> Callable[[], None]:
    """PyTorch's pooling, forward and backward, on so many threads."""
    import torch
    from torch.nn.functional import avg_pool2d, max_pool2d

    def work() -> None:
        torch.set_num_threads(threads)
        a = torch.tensor(x)[None, None].requires_grad_()
        if operation == "max":
            out, _ = max_pool2d(a, kernel, stride, return_indices=True)
        else:
            out = avg_pool2d(a, kernel, stride)
        out.mean().backward()

    return work


def core() -> None:
    """The core against PyTorch or a copy."""
    x = np.random.default_rng(0).normal(size=(SIZE, SIZE))
    name = "PyTorch on one thread, on two" if HAS_TORCH else "a copy of the matrix"
    print(f"core, {SIZE}x{SIZE} float64, forward and backward, over {name}")
    for operation in OPERATIONS:
        for kernel, stride in SHAPES:
            problem = x, operation, kernel, stride
            bases = [partial(torch_pooling, *problem, threads=n)() for n in (1, 2) if HAS_TORCH]
            work, runs = partial(pooled, *problem), 7 if kernel < 31 else 1
            measured = [ratio(work, base, runs) for base in bases or [x.copy]]
            row = "".join(f"{each:8.2f}" for each in measured)
            print(f"  {operation} {kernel:>2}/{stride}{row}")


def forward() -> None:
    """The output alone, where poolviz loses: over PyTorch, and over loops compiled by numba."""
    x = np.random.default_rng(0).normal(size=(SIZE, SIZE))
    print(f"the output alone, {SIZE}x{SIZE}, over PyTorch on one thread, and over numba")
    for operation in OPERATIONS:
        for kernel, stride in ((2, 2), (3, 2), (7, 1)):
            work = partial(output_of, x, operation, kernel, stride)
            bases = [torch_output(x, operation, kernel, stride)] if HAS_TORCH else []
            bases += [numba_output(x, operation, kernel, stride)] if HAS_NUMBA else []
            row = "".join(f"{ratio(work, base, 7):8.2f}" for base in bases)
            print(f"  {operation} {kernel:>2}/{stride}{row}")


def output_of(x: Any, operation: str, kernel: int, stride: int) -> None:
    """The output, and nothing else."""
    _ = (max_pool if operation == "max" else avg_pool)(x, kernel, stride).output


def torch_output(x: Any, operation: str, kernel: int, stride: int) -> Callable[[], None]:
    """PyTorch's output, without a gradient to follow."""
    import torch
    from torch.nn.functional import avg_pool2d, max_pool2d

    pool = max_pool2d if operation == "max" else avg_pool2d

    def work() -> None:
        torch.set_num_threads(1)
        with torch.no_grad():
            pool(torch.tensor(x)[None, None], kernel, stride)

    return work


def numba_output(x: Any, operation: str, kernel: int, stride: int) -> Callable[[], None]:
    """A loop over all windows and their cells as the definition says it, compiled."""
    from numba import njit

    is_max = operation == "max"

    @njit  # type: ignore[untyped-decorator]
    def pool(x: Any) -> Any:
        height, width = x.shape[0] - kernel + 1, x.shape[1] - kernel + 1
        out = np.empty(((height - 1) // stride + 1, (width - 1) // stride + 1))
        for row in range(0, height, stride):
            for column in range(0, width, stride):
                found = -np.inf if is_max else 0.0
                for r in range(row, row + kernel):
                    for c in range(column, column + kernel):
                        found = max(found, x[r, c]) if is_max else found + x[r, c]
                found = found if is_max else found / kernel**2
                out[row // stride, column // stride] = found
        return out

    return partial(pool, x)


def options() -> None:
    """What an option costs, over the plain case."""
    x = np.random.default_rng(0).normal(size=(SIZE // 2, SIZE // 2))
    print(f"options, {SIZE // 2}x{SIZE // 2} without ties, over the same without them")
    for kernel, stride in SHAPES[:-1]:
        plain = partial(pooled, x, "max", kernel, stride)
        row = [
            f"{ties} {ratio(partial(plain, ties=ties), plain, 7):5.2f}" for ties in ("split", "all")
        ]
        padding = kernel // 2
        plain = partial(pooled, x, "avg", kernel, stride, padding=padding)
        upstream = np.random.default_rng(1).normal(
            size=avg_pool(x, kernel, stride, padding).geometry.shape
        )
        for name, option in (
            ("upstream", {"upstream": upstream}),
            ("padding not counted", {"count_include_pad": False}),
            ("both", {"upstream": upstream, "count_include_pad": False}),
        ):
            row.append(f"{name} {ratio(partial(plain, **option), plain, 7):5.2f}")
        print(f"  {kernel}/{stride}  max {', '.join(row[:2])}   avg {', '.join(row[2:])}")


def growth() -> None:
    """How time grows with the cells and with the kernel."""
    print("growth, kernel 3 stride 1: time per cell over that at 256x256")
    sizes = (256, 512, 1024, 2048, 4096)
    for size, row in zip(sizes, grown([(n, 3, n * n) for n in sizes]), strict=True):
        print(f"  {size:>4}  {row}")
    print("growth, 1024x1024 stride 1: time over that of kernel 2, and log2 of the kernel")
    kernels = (2, 4, 8, 16, 32, 64)
    for kernel, row in zip(kernels, grown([(1024, k, 1) for k in kernels]), strict=True):
        print(f"  {kernel:>4}  {row}   {kernel.bit_length() - 1}")


def grown(problems: list[tuple[int, int, int]]) -> list[str]:
    """The time for each (size, kernel, unit) per unit, over that for the first."""
    first: dict[str, float] = {}
    rows = []
    for size, kernel, unit in problems:
        x = np.random.default_rng(0).normal(size=(size, size))
        row = []
        for operation in OPERATIONS:
            work = partial(pooled, x, operation, kernel, 1)
            took = statistics.median(seconds(work) for _ in range(7)) / unit
            row.append(f"{operation} {took / first.setdefault(operation, took):5.2f}")
        rows.append("  ".join(row))
    return rows


def memory() -> None:
    """The peak of everything together, beyond the matrix given, as a multiple of it."""
    print("peak memory over the matrix, 2048x2048, for output, argmax, hits, gradient; for all")
    asked = ("output", "argmax", "hits", "gradient", "coverage", "upstream", "divisors")
    x = np.random.default_rng(0).normal(size=(2048, 2048))
    for operation, pool in (("max", max_pool), ("avg", avg_pool)):
        row = []
        for kernel in (2, 7, 31):
            peaks = []
            for names in (asked[:4], asked):
                tracemalloc.start()
                p: Any = pool(x, kernel, 1)
                kept = [getattr(p, name) for name in names if hasattr(type(p), name)]
                peaks.append(tracemalloc.get_traced_memory()[1] / x.nbytes)
                tracemalloc.stop()
                del p, kept
            row.append(f"kernel {kernel} {peaks[0]:.2f} {peaks[1]:.2f}")
        print(f"  {operation}  {'   '.join(row)}")


def texts(matrix: list[list[float]]) -> Iterator[tuple[str, str]]:
    """The forms of a matrix that are read, each as it is written most."""
    lines = [[repr(value) for value in row] for row in matrix]
    yield "CSV", "\n".join(map(",".join, lines))
    yield "CSV with comments", " # a row\n".join(map(",".join, lines))
    yield "blanks", "\n".join(map(" ".join, lines))
    yield "rows with ;", "; ".join(map(" ".join, lines))
    yield "JSON", str(matrix)
    with np.printoptions(threshold=10**9):
        yield "NumPy's print", str(np.array(matrix))
    digits = [", ".join(f"{value:.4f}" for value in row) for row in matrix]
    yield "PyTorch's print", f"tensor([[{'],        ['.join(digits)}]])"


def reading() -> None:
    """Every form of a matrix over numpy.loadtxt of the same numbers as CSV."""
    print("reading, 1000x1000, over numpy.loadtxt of a CSV")
    matrix = np.random.default_rng(0).normal(size=(1000, 1000)).tolist()
    forms = dict(texts(matrix))
    floor = partial(np.loadtxt, forms["CSV"].split("\n"), delimiter=",")
    for name, text in forms.items():
        measured = ratio(partial(read, text.encode()), floor, 7)
        print(f"  {name:<20}{measured:6.2f}")


def spent(work: Callable[[], Any]) -> tuple[float, float]:
    """The time that a run of another process takes, and its processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = seconds(work)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def python(*args: str, **env: str) -> Callable[[], None]:
    """A run of Python with some arguments; what it compiles is kept, as after an installation."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def work() -> None:
        done = subprocess.run(
            [sys.executable, *args], capture_output=True, check=False, env=kept | env
        )
        if done.returncode:
            sys.exit(done.stderr.decode())

    return work


def views() -> None:
    """The processor time of what is seen of a large matrix, over what it cannot do without."""
    print("views, processor time")
    with tempfile.TemporaryDirectory() as folder:
        for operation, pool in (("max", max_pool), ("avg", avg_pool)):
            row = []
            for name, size, args in (("screen", 4096, []), ("--fractions", 1024, ["--fractions"])):
                path = str(Path(folder) / f"{size}.npy")
                np.save(path, np.random.default_rng(0).normal(size=(size, size)))
                work = python("-c", SCRIPT, operation, path, "-k", "3", "-s", "2", *args)
                base = python("-c", POOLED, operation, path)
                row.append(f"{name} at {size}x{size} {spent_ratio(work, base):5.2f}")
            x = np.random.default_rng(0).normal(size=(1024, 1024))
            content = document(pool(x))
            measured = ratio(lambda pool=pool, x=x: dumps(pool(x)), partial(json.dumps, content), 5)
            print(f"  {operation}  {', '.join(row)} over reading and pooling it in Python")
            print(f"       --json of 1024x1024 {measured:5.2f} over json.dumps of the document")


def spent_ratio(work: Callable[[], Any], base: Callable[[], Any], runs: int = 5) -> float:
    """The median of a process's processor time over another's, measured in turn."""
    work(), base()
    return statistics.median(spent(work)[1] / spent(base)[1] for _ in range(runs))


def command() -> None:
    """Start-up over the bare imports, and a large CSV over numpy.loadtxt and json.dumps."""
    print("command, over one bare import: time, and processor time")
    small = "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6"
    for name, args, imports in (
        ("--help", ["--help"], "import click"),
        ("--version", ["--version"], "import click"),
        ("--json", ["max", "--json", small], "import numpy"),
        ("in a pipe", ["max", small], "import numpy"),
        ("in colour", ["max", small], "import numpy"),
    ):
        colour = {"FORCE_COLOR": "1", "TERM": "xterm-256color"} if name == "in colour" else {}
        work, base = python("-c", SCRIPT, *args, **colour), python("-c", imports)
        work(), base()
        pairs = [(spent(work), spent(base)) for _ in range(15)]
        took = (statistics.median(a[i] / b[i] for a, b in pairs) for i in (0, 1))
        print(f"  {name:<12}" + "".join(f"{each:6.2f}" for each in took))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.csv"
        rows = np.random.default_rng(0).normal(size=(1000, 1000)).tolist()
        path.write_text("\n".join(",".join(map(repr, row)) for row in rows))
        floor = python("-c", FLOOR, str(path))
        print("command, a 1000x1000 CSV, over numpy.loadtxt and json.dumps of the same document")
        for name, args in (("to JSON", ["--json"]), ("to screen", [])):
            measured = ratio(python("-c", SCRIPT, "max", *args, str(path)), floor, 5)
            print(f"  {name:<12}{measured:6.2f}")


SCRIPT = "from poolviz.__main__ import main; main()"
"""What the installed command does; `python -m` would load runpy besides."""

POOLED = """
import sys
import numpy
import poolviz
pool = poolviz.max_pool if sys.argv[1] == "max" else poolviz.avg_pool
p = pool(numpy.load(sys.argv[2]), 3, 2)
p.output, p.hits, p.gradient
"""
"""The same in Python, with nothing shown."""

FLOOR = """
import json, sys
import numpy
x = numpy.loadtxt(sys.argv[1], delimiter=",")
whole, half = x.tolist(), x[::2, ::2].tolist()
ints, pairs = x.astype(int).tolist(), numpy.zeros((500, 500, 2), int).tolist()
sys.stdout.write(json.dumps([whole, half, pairs, ints, ints, half, whole]))
"""


KEEP = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(10**11)}
"""glibc keeps freed memory for the next run. Else each run of either side begins by asking the
system for fresh pages, which on a virtual machine can take longer than the pooling."""


if __name__ == "__main__":
    if sys.platform == "linux" and "MALLOC_MMAP_MAX_" not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **KEEP})
    sections = (core, forward, options, growth, memory, reading, views, command)
    for section in sections:
        if section.__name__ in (sys.argv[1:] or [each.__name__ for each in sections]):
            section()
    print(f"peak of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
