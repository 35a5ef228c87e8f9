"""Run the tests with the oldest NumPy, click and rich that are allowed: `python tests/oldest.py`.

Arguments are passed on to pytest. It takes a network, and a Python that the oldest NumPy has a
wheel for: 3.10 or 3.11. The newest releases are what a fresh install takes in any case.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def oldest(pyproject: str) -> list[str]:
    """The requirements, each at its lower bound.

    >>> oldest('dependencies = ["numpy>=1.24", "rich>=13.0"]')
    ['numpy==1.24', 'rich==13.0']
    """
    listed = re.search(r"^dependencies = \[(.*?)\]", pyproject, re.MULTILINE | re.DOTALL)
    assert listed
    return re.findall(r'"([^"]+)"', listed[1].replace(">=", "=="))


def main(arguments: list[str]) -> int:
    """Make an environment with them, and say how the tests end there."""
    required = oldest((ROOT / "pyproject.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, f"{ROOT}[test]", *required], check=True)
        print("with", *required, flush=True)
        tests = [python, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(tests, check=False, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
