"""Programs for NumPy alone: a loop over the windows, to be read by who learns pooling."""

from __future__ import annotations

from poolviz.core.geometry import Geometry
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import block, comment, lines
from poolviz.write.code.windows import Regular, counted, divisor, regular, upstream

WINNERS = {
    "first": "winner = window.argmax()  # the first maximum",
    "last": "winner = window.size - 1 - np.flip(window).argmax()  # the last maximum",
}
SHARES = {
    "split": "gradient.flat[ties] += upstream[i, j] / ties.size  # in equal parts",
    "all": "gradient.flat[ties] += upstream[i, j]  # each the whole",
}


def of_max(p: MaxPooling) -> str:
    """Output, argmax and gradient of max pooling."""
    windows = regular(p.geometry)
    padded = windows is not None and any(windows.reach)
    height, width = p.input.shape
    return lines(
        upstream(p),
        f"number = np.arange({p.input.size}).reshape({height}, {width})  # row * width + column",
        _pad("x", windows, "-np.inf", "Padding is -inf, which is never a maximum."),
        _pad("number", windows, "-1"),
        f"output = np.empty({p.geometry.shape})",
        f"argmax = np.empty({p.geometry.shape}, dtype=int)",
        f"gradient = np.zeros({p.input.shape})",
        block(
            "for i, j in np.ndindex(output.shape):",
            _place(p.geometry),
            f"window, cells = {'padded' if padded else 'x'}[place], number[place]",
            WINNERS.get(p.ties, WINNERS["first"]),
            "output[i, j], argmax[i, j] = window.flat[winner], cells.flat[winner]",
            *(
                ("gradient.flat[argmax[i, j]] += upstream[i, j]",)
                if p.ties in WINNERS
                else ("ties = cells[window == window.max()]", SHARES[p.ties])
            ),
        ),
    )


def of_avg(p: AvgPooling) -> str:
    """Output and gradient of average pooling."""
    windows, over = regular(p.geometry), divisor(p)
    padded = windows is not None and any(windows.reach)
    (top, _), (left, _) = windows.pairs if windows else ((0, 0), (0, 0))
    height, width = p.input.shape
    return lines(
        upstream(p),
        _pad("x", windows, "0", "Padding is 0."),
        f"divisor = {over}" if over else _counted(p, windows),
        f"output = np.empty({p.geometry.shape})",
        f"gradient = np.zeros({'padded' if padded else 'x'}.shape)",
        block(
            "for i, j in np.ndindex(output.shape):",
            _place(p.geometry),
            f"window = {'padded' if padded else 'x'}[place]",
            "" if over else f"divisor = {'counted[place].sum()' if windows else 'window.size'}",
            "output[i, j] = window.sum() / divisor",
            "gradient[place] += upstream[i, j] / divisor",
        ),
        f"gradient = gradient[{top}:{top + height}, {left}:{left + width}]  # without padding"
        if padded
        else "",
    )


def _pad(matrix: str, windows: Regular | None, value: str, why: str = "") -> str:
    if windows is None or not any(windows.reach):
        return ""
    name = "padded" if matrix == "x" else matrix
    line = f"{name} = np.pad({matrix}, {windows.pairs}, constant_values={value})"
    return lines(comment(why) if why else "", line)


def _counted(p: AvgPooling, windows: Regular | None) -> str:
    """Which cells count in the divisor."""
    if windows is None:
        return ""
    shape, zeros = counted(p, windows)
    return lines(
        comment("1 for each cell that counts in a divisor"),
        f"counted = np.pad(np.ones({shape}), {zeros})",
    )


def _place(g: Geometry) -> str:
    """The slices of window (i, j)."""
    windows = regular(g)
    if windows is None:
        sides = zip("ij", g.input_shape, g.shape, strict=True)
        down, across = (f"{i} * {n} // {o} : -(({i} + 1) * -{n} // {o})" for i, n, o in sides)
        rule = "# from floor(i * size / windows) to ceil((i + 1) * size / windows)"
        return lines(rule, f"place = np.s_[{down}, {across}]")
    each = zip("ij", windows.kernel, windows.stride, windows.dilation, strict=True)
    down, across = (_slice(*axis) for axis in each)
    return f"place = np.s_[{down}, {across}]"


def _slice(index: str, kernel: int, stride: int, dilation: int) -> str:
    """One window's cells on one axis.

    >>> _slice("i", 2, 1, 1), _slice("j", 3, 2, 2)
    ('i : i + 2', '2 * j : 2 * j + 5 : 2')
    """
    start = index if stride == 1 else f"{stride} * {index}"
    stop = dilation * (kernel - 1) + 1
    return f"{start} : {start} + {stop}" + (f" : {dilation}" if dilation > 1 else "")


NUMPY = Framework(
    title="NumPy",
    seen="numpy 2.4.6",
    max=of_max,
    avg=of_avg,
    imports={"np.": "import numpy as np"},
)
