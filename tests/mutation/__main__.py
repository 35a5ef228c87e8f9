"""Mutation testing: every small change to the code should make a test fail.

`python tests/mutation` changes the core, the geometry, the reader and the JSON in one place at a
time, runs the tests that reach the place, and prints each change that none of them noticed;
`python tests/mutation core.exact core.pooling` changes these modules only. It needs the package
`coverage` and a system that forks.

The tests are collected and run once. Each mutant is then a forked process, in which the changed
function takes the place of the right one; so none of them has to start Python and load NumPy.
"""

from __future__ import annotations

import ast
import functools
import importlib
import os
import resource
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from mutants import Mutant, mutants

TESTS = Path(__file__).parent.parent
PACKAGE = TESTS.parent / "poolviz"
MODULES = (
    *("core.axes", "core.geometry", "core.sliding", "core.exact"),
    *("core.layouts", "core.merging", "core.counts", "core.windows"),
    *("core.problem", "core.pooling"),
    *("core.matrix", "arguments", "read.reader", "read.tables", "read.brackets"),
    *("read.numerals", "read.npy", "write.document"),
)
ELSEWHERE = (
    *("terminal", "pipes", "package", "imports", "readme", "picture", "fuzz", "any"),
    *("latex", "notebook", "code"),
)
"""Tests of other processes, which no change here reaches, and of chance."""

SECONDS = 20.0
"""So long the tests of one mutant may take, the quickest first."""

MEMORY = 6 * 2**30


def source(module: str) -> Path:
    """The file of a module, named as in `core.exact`."""
    return PACKAGE / (module.replace(".", "/") + ".py")


class Mutation:
    """Runs, in place of pytest's own loop, the tests once and then for each mutant."""

    def __init__(self, modules: tuple[str, ...], workers: int) -> None:
        self.modules, self.workers = modules, workers
        self.failed = False
        self.seconds: dict[str, float] = {}
        self.reached: dict[str, dict[int, list[str]]] = {}
        self.globals: dict[str, dict[str, Any]] = {}
        self.items: dict[str, Any] = {}

    def pytest_collection(self) -> None:
        """Let the tests of chance try the same each time, and look for no smaller example."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutation",
            database=None,
            derandomize=True,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutation")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything once, then the mutants, shared out among the workers."""
        self.items = {item.nodeid: item for item in session.items}
        self._measure()
        reader, writer = os.pipe()
        for worker in range(self.workers):
            if not os.fork():
                self._work(worker, writer)
        os.close(writer)
        with os.fdopen(reader) as verdicts:
            report(verdicts)
        return True

    def _measure(self) -> None:
        """Which test reaches which line, and how long each takes."""
        import coverage

        for name, item in self.items.items():
            if hasattr(item, "dtest"):  # a doctest loses its names when it has run
                self.globals[name] = dict(item.dtest.globs)
        watch = coverage.Coverage(data_file=None, include=[f"{PACKAGE}/*"], config_file=False)
        watch.start()
        for name in list(self.items):
            watch.switch_context(name)
            start = time.perf_counter()
            if not self._passes(name):
                print(f"fails unchanged, left out: {name}", flush=True)
                del self.items[name]
            self.seconds[name] = time.perf_counter() - start
        watch.stop()
        for module in self.modules:
            lines = watch.get_data().contexts_by_lineno(str(source(module)))
            self.reached[module] = lines

    def _passes(self, name: str) -> bool:
        """Run one test."""
        item = self.items[name]
        if name in self.globals:
            item.dtest.globs.update(self.globals[name])
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def _passes_soon(self, name: str) -> bool:
        """Run one test, in a process that ends if the test does not."""
        signal.alarm(int(4 + 6 * self.seconds[name]))
        return self._passes(name)

    def _work(self, worker: int, writer: int) -> None:
        """Judge a worker's share of the mutants, and say what became of each."""
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        number = 0
        for module in self.modules:
            tree = ast.parse(source(module).read_text(encoding="utf-8"))
            for mutant in mutants(tree):
                number += 1
                if number % self.workers == worker:
                    line = f"{self._judged(module, tree, mutant)} {module} {mutant!s:.300}\n"
                    os.write(writer, line.encode())  # a line so short is written whole
        os._exit(0)

    def _judged(self, module: str, tree: ast.Module, mutant: Mutant) -> str:
        """Whether a mutant is killed, or survives all tests that reach it."""
        tests = sorted(self._reaching(module, mutant), key=self.seconds.__getitem__)
        spent = accumulate(self.seconds[name] for name in tests)
        tests = [name for name, so_far in zip(tests, spent, strict=True) if so_far < SECONDS]
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        survives = False
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            install(module, tree, mutant)  # it may fail to load: that is noticed, too
            survives = all(map(self._passes_soon, tests))
        finally:
            os._exit(0 if survives else 1)

    def _reaching(self, module: str, mutant: Mutant) -> set[str]:
        """The tests that run a mutant's line, or else its function, or else its module."""
        lines = self.reached[module]
        near = {getattr(node, "lineno", mutant.line) for node in ast.walk(mutant.parent)}
        for numbers in ({mutant.line}, near, set(lines)):
            found = set().union(*(lines.get(number, []) for number in numbers)) & set(self.items)
            if found:
                break
        return found


def install(module: str, tree: ast.Module, mutant: Mutant) -> None:
    """Put the changed function, or constant, in the place of the right one."""
    mutant.apply()
    name = f"poolviz.{module}"
    fresh = types.ModuleType(name)
    fresh.__dict__.update(__package__="poolviz", __file__=str(source(module)))
    exec(compile(tree, fresh.__file__ or "", "exec"), fresh.__dict__)
    old, new = (_found(m, mutant.name) for m in (importlib.import_module(name), fresh))
    if isinstance(old, types.FunctionType):
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        old.__kwdefaults__ = new.__kwdefaults__
        return
    *owner, attribute = mutant.name.split(".")
    if owner:
        cls, changed = (_found(m, owner[0]) for m in (importlib.import_module(name), fresh))
        if attribute in getattr(cls, "_fields", ()):  # a named tuple's default
            cls.__new__.__defaults__ = changed.__new__.__defaults__
        else:
            setattr(cls, attribute, new)
        return
    for other in [m for n, m in sys.modules.items() if n.startswith("poolviz")]:
        if getattr(other, attribute, None) is old:
            setattr(other, attribute, new)


def _found(module: types.ModuleType, name: str) -> Any:
    """A function or value of a module or class, without what decorates it."""
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    match found:
        case property(fget=function) | functools.cached_property(func=function):
            return function
        case classmethod(__func__=function) | staticmethod(__func__=function):
            return function
    return found


def report(verdicts: Iterable[str]) -> None:
    """Print what survived, and how much was killed."""
    counts: Counter[str] = Counter()
    for line in verdicts:
        verdict, _, mutant = line.partition(" ")
        counts[verdict] += 1
        if verdict == "survived":
            print(mutant, end="", flush=True)
    total = sum(counts.values())
    print(f"{counts['killed']} of {total} killed, {100 * counts['killed'] / max(1, total):.1f} %")


def main() -> None:
    """Judge the mutants of some modules, or of all."""
    modules = tuple(sys.argv[1:]) or MODULES
    os.chdir(TESTS.parent)
    ignored = [f"--ignore-glob=*/test_{name}.py" for name in ELSEWHERE]
    ignored.append("--ignore=tests/browser")
    plugin = Mutation(modules, workers=os.cpu_count() or 1)
    sys.exit(
        pytest.main(["-n0", "-p", "no:terminal", "-p", "no:cacheprovider", *ignored], [plugin])
    )


if __name__ == "__main__":
    main()
