"""Mutation testing: every small change to the code should make a test fail.

`python tests/mutation` changes the core, the arguments, the reader and the JSON in one place at a
time, runs the tests that reach the place, and prints each change that none of them noticed;
`python tests/mutation core.exact read.npy` changes these modules only, `core.exact:shares` one
function; paths (`tests/core`) are the tests to ask, in place of nearly all. `WORKERS=1` leaves the
other processors alone. It needs the package `coverage` and a system that forks.

The tests are collected and run once. Each mutant is then a forked process, in which the changed
function takes the place of the right one; so none of them has to start Python and load NumPy.
"""

from __future__ import annotations

import ast
import gc
import mmap
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import _lru_cache_wrapper, partial
from itertools import accumulate
from typing import Any

import pytest
from install import TESTS, install, modules_of, parsed, source, using
from mutants import Mutant, mutants

ROOMS = ("core", "read")
MODULES = (
    *(f"{room}.{name}" for room in ROOMS for name in modules_of(room)),
    *("arguments", "write.document", "explain.facts"),
)
ELSEWHERE = (
    *("test_house", "test_package", "test_readme", "test_picture", "browser/*", "draw/*"),
    *("command/test_any", "command/test_imports", "command/test_pipes", "command/test_terminal"),
    *("read/test_fuzz", "teach/test_against_naive", "teach/test_lessons", "teach/test_questions"),
    *("teach/test_quiz", "teach/test_told", "write/test_code", "write/test_colours"),
    *("write/test_html*", "write/test_latex", "write/test_layout", "write/test_notebook"),
    *("write/test_palette", "write/test_svg*"),
)
"""Tests of other processes, which no change here reaches, of chance, and of drawing and teaching,
which take long and ask nothing of these modules that their own tests do not."""

SECONDS = (8.0, 3.0)
"""So long the tests of one mutant may take, those of its own room and all others."""

LOADING = "loading"
"""What kills a mutant that cannot be defined."""

MEMORY = 4 * 2**30


class Mutation:
    """Runs, in place of pytest's own loop, the tests once and then for each mutant."""

    def __init__(self, wanted: tuple[str, ...], workers: int) -> None:
        self.wanted, self.workers = wanted, workers
        self.failed = False
        self.seconds: dict[str, float] = {}
        self.reached: dict[str, dict[int, list[str]]] = {}
        self.globals: dict[str, dict[str, Any]] = {}
        self.items: dict[str, Any] = {}
        self.kills: dict[str, Counter[str]] = defaultdict(Counter)
        self.fair: dict[str, bool] = {}
        self.running = mmap.mmap(-1, 4)  # which test a mutant's process is at

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

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Say whether a test passed, without the account of its failure, which takes long."""
        error = call.excinfo and call.excinfo.value
        skips = isinstance(error, pytest.skip.Exception)
        outcome: Any = "skipped" if skips else "failed" if error else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything once, then the mutants, shared out among the workers."""
        self.items = {item.nodeid: item for item in session.items}
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        self._measure()
        expected = Counter(module for module, _ in self._all())
        forget()
        gc.collect()
        gc.freeze()
        reader, writer = os.pipe()
        for worker in range(self.workers):
            if not os.fork():
                self._work(worker, writer)
        os.close(writer)
        with os.fdopen(reader) as verdicts:
            report(verdicts, expected)
        return True

    def _all(self) -> Iterator[tuple[str, Mutant]]:
        """Every mutant that is wanted, with its module."""
        for wanted in self.wanted:
            module, _, name = wanted.partition(":")
            for mutant in mutants(parsed(module)):
                if not name or name in {mutant.name, mutant.name.rpartition(".")[2]}:
                    yield module, mutant

    def _measure(self) -> None:
        """Which test reaches which line, and how long each takes."""
        import coverage

        for name, item in self.items.items():
            if hasattr(item, "dtest"):  # a doctest loses its names when it has run
                self.globals[name] = dict(item.dtest.globs)
        modules = {wanted.partition(":")[0] for wanted in self.wanted}
        files = [str(source(module)) for module in modules]
        watch = coverage.Coverage(data_file=None, include=files, config_file=False)
        watch.start()
        for name in list(self.items):
            watch.switch_context(name)
            start = time.process_time()
            if not self._passes(name):
                print(f"fails unchanged, left out: {name}", flush=True)
                del self.items[name]
            self.seconds[name] = time.process_time() - start
        watch.stop()
        for module, file in zip(modules, files, strict=True):
            self.reached[module] = watch.get_data().contexts_by_lineno(file)
        print(f"{len(self.items)} tests in {sum(self.seconds.values()):.0f} s", flush=True)

    def _passes(self, name: str) -> bool:
        """Run one test."""
        item = self.items[name]
        if name in self.globals:
            item.dtest.globs.update(self.globals[name])
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def _passes_soon(self, at: int, name: str) -> bool:
        """Run one test, in a process that ends if the test does not."""
        self.running[:] = at.to_bytes(4, "big")
        patience = 4 + 6 * self.seconds[name]
        signal.setitimer(signal.ITIMER_PROF, patience)  # the time of this process alone
        signal.alarm(int(60 + 10 * patience))
        return self._passes(name)

    def _work(self, worker: int, writer: int) -> None:
        """Judge a worker's share of the mutants, and say what became of each."""
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            self.running = mmap.mmap(-1, 4)
            for number, (module, mutant) in enumerate(self._all()):
                if number % self.workers == worker:
                    line = f"{self._judged(module, mutant)} {module} {mutant!s:.300}\n"
                    os.write(writer, line.encode())  # a line so short is written whole
        finally:
            os._exit(0)

    def _judged(self, module: str, mutant: Mutant) -> str:
        """Whether a mutant is killed, or survives all tests that reach it."""
        tests = self._ordered(module, mutant)
        while True:
            killer = self._killer(tests, partial(install, module, mutant))
            if killer is None:
                return "survived"
            if killer == LOADING or self._is_fair(killer):
                self.kills[mutant.name][killer] += 1
                return "killed"
            del self.items[killer]
            tests.remove(killer)

    def _is_fair(self, name: str) -> bool:
        """Whether a test passes where nothing is changed, in a process of its own."""
        if name not in self.fair:
            self.fair[name] = self._killer([name], lambda: None) is None
        return self.fair[name]

    def _killer(self, tests: list[str], change: Callable[[], None]) -> str | None:
        """The first test that a change makes fail; none where it survives them all."""
        self.running[:] = len(tests).to_bytes(4, "big")
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            if os.waitstatus_to_exitcode(status) == 0:
                return None
            return [*tests, LOADING][int.from_bytes(self.running[:], "big")]
        survives = False
        try:
            for alarm in (signal.SIGALRM, signal.SIGPROF):
                signal.signal(alarm, signal.SIG_DFL)
            change()  # it may fail to load: that is noticed, too
            survives = all(self._passes_soon(at, name) for at, name in enumerate(tests))
        finally:
            os._exit(0 if survives else 1)

    def _ordered(self, module: str, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant: first what killed its like, then the quickest."""
        room, killers = module.partition(".")[0], self.kills[mutant.name]
        groups: tuple[list[str], list[str]] = ([], [])
        for name in self._reaching(module, mutant):
            own = name.startswith((f"tests/{room}/", f"tests/test_{room}", f"poolviz/{room}"))
            groups[not own].append(name)
        chosen = []
        for group, limit in zip(groups, SECONDS, strict=True):
            group.sort(key=lambda name: (-killers[name], self.seconds[name]))
            spent = accumulate(self.seconds[name] for name in group)
            chosen += [n for n, so_far in zip(group, spent, strict=True) if so_far < limit]
        return sorted(chosen, key=lambda name: -killers[name])

    def _reaching(self, module: str, mutant: Mutant) -> set[str]:
        """The tests that run a mutant's line, or else what is near, or else its module."""
        lines = self.reached[module]
        near = {getattr(node, "lineno", mutant.line) for node in ast.walk(mutant.parent)}
        users = using(mutant.name, parsed(module))
        for numbers in ({mutant.line}, near, users):
            found = set().union(*(lines.get(number, []) for number in numbers)) & set(self.items)
            if found and numbers is not users:
                return found
        return found | set().union(*lines.values()) & set(self.items)


def forget() -> None:
    """Empty what functions keep, so that a changed one is asked."""
    for kept in gc.get_objects():
        if isinstance(kept, _lru_cache_wrapper):
            kept.cache_clear()


def report(verdicts: Iterable[str], expected: Counter[str]) -> None:
    """Print what survived, and how much was killed."""
    judged: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    for line in verdicts:
        verdict, module, mutant = line.split(" ", 2)
        judged[module] += 1
        killed[module] += verdict == "killed"
        if verdict == "survived":
            print(module, mutant, end="", flush=True)
        if judged[module] == expected[module]:
            print(f"{module}: {killed[module]} of {judged[module]} killed", flush=True)
    total, sum_killed = sum(expected.values()), sum(killed.values())
    print(f"{sum_killed} of {total} killed, {100 * sum_killed / max(1, total):.1f} %")
    if judged != expected:
        sys.exit(f"{total - sum(judged.values())} were not judged: a worker broke off")


def main() -> None:
    """Judge the mutants of some modules, or of all."""
    tests = [argument for argument in sys.argv[1:] if "/" in argument]
    wanted = tuple(argument for argument in sys.argv[1:] if argument not in tests) or MODULES
    os.chdir(TESTS.parent)
    ignored = [f"--ignore-glob={TESTS}/{name}.py" for name in ELSEWHERE]
    plugin = Mutation(wanted, workers=int(os.environ.get("WORKERS") or os.cpu_count() or 1))
    options = ["-n0", "--assert=plain", "-p", "no:terminal", "-p", "no:cacheprovider"]
    options += ["-o", "tmp_path_retention_policy=failed"]
    sys.exit(pytest.main([*options, *ignored, *tests], [plugin]))


if __name__ == "__main__":
    main()
