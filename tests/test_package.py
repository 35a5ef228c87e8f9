"""The package: its version, what is in the wheel, its doctests and samples."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from runs import ROOT, quick

import poolviz

PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_version_stands_in_one_place() -> None:
    """The build reads it where Python does."""
    project = PYPROJECT.partition("[project]\n")[2].partition("\n[")[0]
    assert 'dynamic = ["version"]' in project
    assert not re.search(r"^version\s*=", PYPROJECT, re.MULTILINE)
    hatch = PYPROJECT.partition("[tool.hatch.version]\n")[2].partition("\n[")[0]
    path = re.search(r'path = "(.*)"', hatch)
    assert path
    literal = re.findall(r'__version__ = "(.*)"', (ROOT / path[1]).read_text("utf-8"))
    assert literal == [poolviz.__version__]
    assert re.fullmatch(r"\d+\.\d+\.\d+", poolviz.__version__)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel of this checkout, built without a network."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    (path,) = folder.iterdir()
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Every module and the marker of the types, no tests and no samples."""
    names = wheel.namelist()
    modules = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "poolviz").rglob("*.py"))
    mine = sorted(name for name in names if ".dist-info/" not in name)
    assert mine == sorted([*modules, "poolviz/py.typed"])
    (info,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
    assert info == f"poolviz-{poolviz.__version__}.dist-info"


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    """Version, entry point, licence, README."""
    info = f"poolviz-{poolviz.__version__}.dist-info/"
    metadata = wheel.read(info + "METADATA").decode()
    assert f"\nVersion: {poolviz.__version__}\n" in metadata
    assert "\nRequires-Python: >=3.10\n" in metadata
    assert "# poolviz" in metadata
    points = wheel.read(info + "entry_points.txt").decode()
    assert points.split() == ["[console_scripts]", "poolviz", "=", "poolviz.__main__:main"]
    assert info + "licenses/LICENSE" in wheel.namelist()


def test_every_public_name_has_a_doctest() -> None:
    """What a user imports shows how it is used."""
    assert sorted(poolviz.__all__) == poolviz.__all__
    for name in poolviz.__all__:
        value = getattr(poolviz, name)
        assert value.__doc__, name
        assert inspect.isclass(value) or ">>> " in value.__doc__, name


def test_every_module_imports_and_is_described() -> None:
    """Each one by itself."""
    for module in pkgutil.walk_packages(poolviz.__path__, "poolviz."):
        assert importlib.import_module(module.name).__doc__, module.name


@pytest.mark.parametrize("path", sorted((ROOT / "samples").iterdir()), ids=lambda path: path.name)
def test_a_sample_is_read_without_a_fault(path: Path) -> None:
    """By both operations, with windows that fit every sample."""
    for operation in ("max", "avg"):
        ran = quick(operation, str(path), "--kernel", "1x2")
        assert (ran.stderr, ran.status) == ("", 0)
        assert ran.stdout.startswith(f"{operation} pooling · kernel 1×2")
