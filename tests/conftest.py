"""What every test starts from: an environment that says nothing of colours, widths or options."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is. A check that must not depend on chance
# tries the same examples every time; who runs the tests by hand tries others.
settings.register_profile(
    "patient",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("patient")

DECIDING = ("COLORFGBG", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES", "TERM", "TTY_COMPATIBLE")
"""Variables that change what is printed, so a developer's own must not reach a test."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Share out whole folders alone: for one file, starting the workers would take longer."""
    named = [argument.partition("::") for argument in config.args]
    return 0 if all(path.endswith(".py") for path, _, _ in named) else None


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variables that poolviz and rich look at."""
    own = [name for name in os.environ if name.lstrip("_").startswith("POOLVIZ_")]
    for name in (*DECIDING, *own):
        monkeypatch.delenv(name, raising=False)
