"""The package: its version, what is in the wheel, its doctests and samples."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from runs import LIMIT, ROOT, environment, quick

import poolviz

PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")


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


def files(*folders: str) -> set[str]:
    """Every file in some folders of this checkout, without what Python and tools leave there."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {str(p.relative_to(ROOT).as_posix()) for p in found if "__pycache__" not in p.parts}


def built(target: str, folder: Path) -> Path:
    """A wheel or sdist of this checkout, built without a network."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """What is installed."""
    return zipfile.ZipFile(built("wheel", tmp_path_factory.mktemp("wheel")))


def test_the_wheel_holds_the_package_with_its_samples_and_nothing_else(
    wheel: zipfile.ZipFile,
) -> None:
    """Every file of the package, the samples beside them, no tests."""
    names = wheel.namelist()
    mine = {name for name in names if ".dist-info/" not in name}
    samples = {f"poolviz/{name}" for name in files("samples")}
    assert len(samples) >= 8
    assert mine == files("poolviz") | samples
    (info,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
    assert info == f"poolviz-{poolviz.__version__}.dist-info"


def test_the_wheel_runs_by_itself(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Where nothing of the checkout is near."""
    wheel.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "poolviz", "max", "--json", "@worked"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(tmp_path)),
        timeout=LIMIT,
    )
    assert json.loads(done.stdout)["output"] == [[5, 6], [9, 6]]


def test_the_sdist_holds_the_tests_and_all_that_they_need(tmp_path: Path) -> None:
    """Hidden files too: the tests read the workflow and the picture; `.ci/run` tests an sdist."""
    with tarfile.open(built("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    top = {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", ".gitignore", "PKG-INFO"}
    assert names == files("poolviz", "tests", "samples", ".github", ".ci") | top


def test_each_python_that_is_tested_is_named() -> None:
    """The classifiers are the versions of the workflow, the first is the one that is required."""
    named = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', PYPROJECT)
    assert len(named) >= 5
    assert f'requires-python = ">={named[0]}"' in PYPROJECT
    versions = ", ".join(f'"{version}"' for version in named)
    assert f"python: [{versions}]" in WORKFLOW


def test_the_workflow_trusts_nobody_more_than_it_must() -> None:
    """Actions are named by a commit, and what runs may read the repository and no more."""
    used = re.findall(r"uses: (.*)", WORKFLOW)
    assert len(used) >= 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", u) for u in used)
    assert WORKFLOW.startswith("name: check\n\non:\n  push:\n  pull_request:\n\npermissions: {}\n")
    assert set(re.findall(r"permissions:\n +(.*)", WORKFLOW)) == {"contents: read"}


def test_the_contributors_page_names_what_is_there() -> None:
    """On one screen; each file and folder of the package that it names exists."""
    page = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    assert len(page.splitlines()) <= 50
    named = re.findall(r"`([a-z]+/[a-z_]*(?:/|\.py)?|[a-z_]+\.py)`", page)
    assert len(named) >= 12
    inside = [n for n in named if not n.startswith(("poolviz/", "tests/"))]
    assert [n for n in inside if not (ROOT / "poolviz" / n).exists()] == []
    assert "bash .ci/run" in page


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
