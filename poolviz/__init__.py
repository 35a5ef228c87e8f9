"""poolviz teaches what a pooling layer does: max and average pooling, forward and backward.

>>> from poolviz import max_pool
>>> max_pool([[1, 3], [5, 2]]).argmax.tolist()
[[[1, 0]]]
"""

TYPE_CHECKING = False  # of `typing`, which need not be loaded for it
if TYPE_CHECKING:
    from poolviz.api import AvgPooling, MaxPooling, avg_pool, max_pool
    from poolviz.chained import chain

__version__ = "0.1.0"
__all__ = ["AvgPooling", "MaxPooling", "avg_pool", "chain", "max_pool"]


def __getattr__(name: str) -> object:
    """Load NumPy and the core only when they are asked for: `poolviz --help` does without."""
    import importlib

    if name not in __all__:
        raise AttributeError(f"module 'poolviz' has no attribute {name!r}")
    module = "poolviz.chained" if name == "chain" else "poolviz.api"
    return getattr(importlib.import_module(module), name)
