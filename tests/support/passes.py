"""What NumPy does with an array: so that a test can count the passes over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np


class Watched(np.ndarray[Any, Any]):
    """An array that notes what NumPy does with it."""

    done: ClassVar[list[str]] = []

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        self.done.append(ufunc.__name__)
        plain = [np.asarray(a) if isinstance(a, Watched) else a for a in args]
        if "out" in kwargs:
            kwargs["out"] = tuple(np.asarray(a) for a in kwargs["out"])
        return np.asarray(getattr(ufunc, method)(*plain, **kwargs)).view(Watched)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        self.done.append(func.__name__)
        return super().__array_function__(func, types, args, kwargs)


def work(compute: Callable[[Any], Any], values: Any) -> list[str]:
    """What NumPy does with some values, in this order."""
    Watched.done.clear()
    compute(np.array(values).view(Watched))
    return list(Watched.done)
