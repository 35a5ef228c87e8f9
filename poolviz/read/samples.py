"""The matrices that ship with poolviz: `@odd` is the one called odd."""

from __future__ import annotations

import os


def samples() -> dict[str, str]:
    """The paths of all samples by their names.

    >>> "worked" in samples()
    True
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    # In a wheel they lie in the package, in a checkout beside it.
    for folder in (package, os.path.dirname(package)):  # noqa: PTH120
        inside = os.path.join(folder, "samples")  # noqa: PTH118
        if os.path.isdir(inside):  # noqa: PTH112
            files = sorted(file for file in os.listdir(inside) if not file.startswith("."))  # noqa: PTH208
            return {os.path.splitext(file)[0]: os.path.join(inside, file) for file in files}  # noqa: PTH118, PTH122
    return {}
