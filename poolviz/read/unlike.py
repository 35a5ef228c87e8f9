"""Layers that are called pooling and are not taken: why, and what to write in their place."""

from __future__ import annotations

import difflib
import re
from functools import partial

from poolviz.read.calls import Call
from poolviz.read.forms import FORMS
from poolviz.read.numerals import Fault
from poolviz.words import shown

EXAMPLE = "write a layer as MaxPool2d(kernel_size=2, stride=2)"

INSTEAD = "write {} with its window, its strides (1 in Flax, if none are said) and its padding"

OTHERS: tuple[tuple[str, str, str], ...] = (
    (r"fractional_?(?:max|avg)_?pool", "it draws its windows at random",
     "AdaptiveMaxPool2d((2, 3)) shares them out over the input without chance"),
    (r"max_?unpool", "it undoes pooling",
     "the hits of MaxPool2d(kernel_size=2) show the cells that maxima go back to"),
    (r"(?:global)?lp_?pool", "it takes powers and roots, neither the maximum nor the mean",
     "take MaxPool2d(kernel_size=2) or AvgPool2d(kernel_size=2)"),
    (r"(?:max)?(?:roi|ps_?roi)_?(?:pool|align)", "its windows are another input",
     "cut the region out, and take AdaptiveMaxPool2d((2, 3)) of it"),
    (r"selectadaptivepool", "it stands for another layer, and does not show which",
     "give that layer, such as AdaptiveAvgPool2d(1)"),
    (r"max_pool$", "Flax, Haiku and TensorFlow each mean another layer by it",
     INSTEAD.format("poolviz max -k 2 -s 1 -p same")),
    (r"avg_pool$", "Flax, Haiku and TensorFlow each mean another layer by it",
     INSTEAD.format("poolviz avg -k 2 -s 1 -p same")),
)  # fmt: skip
"""How names of other layers begin, why they are not taken, and what is near them."""


def refusal(call: Call) -> Fault | None:
    """Why a layer that is not known is none here; None if it is not called pooling."""
    maker = call.maker
    for start, why, hint in OTHERS:
        if re.match(start, maker, re.IGNORECASE):
            return Fault(f"{shown(maker)} is not taken: {why}", call.at, hint)
    near = _near(maker)
    if not ("pool" in maker.lower() or near):
        return None
    of_matrices = re.sub("[13](d)$", r"2\1", maker, flags=re.IGNORECASE)
    if of_matrices != maker and _near(of_matrices):
        return _of_other_axes(call, nearest(of_matrices))
    hint = f"did you mean {nearest(maker)}?" if near else EXAMPLE
    return Fault(f"{shown(maker)} is no known layer", call.at, hint)


def _of_other_axes(call: Call, form: str) -> Fault:
    """What is said of a layer of rows or of volumes; `form` is that of matrices."""
    if call.maker[-2] == "1":
        row = re.sub(r"[12]\)", "(1, 2))", form)
        hint = f"give a matrix of one row, and {row}"
        return Fault(f"{shown(call.maker)} pools rows of numbers, not matrices", call.at, hint)
    hint = f"a slice of the volume can be pooled by itself: {form}"
    return Fault(f"{shown(call.maker)} pools volumes, not matrices", call.at, hint)


def _near(maker: str) -> bool:
    """Whether a layer that is known has nearly this name, or a part of it for a name."""
    lower = maker.lower()
    names = [name.lower() for name in FORMS]
    return bool(difflib.get_close_matches(lower, names, cutoff=0.8)) or any(
        name in lower for name in names
    )


def nearest(maker: str) -> str:
    """The right form that is the nearest to some name.

    >>> nearest("MaxPol2d"), nearest("avgpool2D")
    ('MaxPool2d(kernel_size=2)', 'AvgPool2D(pool_size=2)')
    """

    def likeness(name: str) -> tuple[float, float]:
        alike = partial(difflib.SequenceMatcher, None)
        return alike(maker.lower(), name.lower()).ratio(), alike(maker, name).ratio()

    return FORMS[max(FORMS, key=likeness)].example
