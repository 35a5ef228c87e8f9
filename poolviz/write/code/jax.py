"""Programs for JAX: lax.reduce_window, and emulations of what it cannot do.

It has no argmax: reduce_window over pairs (value, cell) finds it. A dilated maximum has no
gradient, and other ties than the first none of their own: there the gradient is that of
`x.ravel()[argmax]`, or of windows taken apart by a table of cells, as for adaptive pooling.
"""

from __future__ import annotations

from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import call, comment, function, lines, option
from poolviz.write.code.windows import Regular, cells, counted, divisor, partial, regular, upstream

IMPORTS = {
    "np.": "import numpy as np",
    "jax.": "import jax",
    "jnp.": "import jax.numpy as jnp",
    "lax.": "from jax import lax",
}


def of_max(p: MaxPooling) -> str:
    """Output, argmax and gradient of max pooling."""
    windows = regular(p.geometry)
    if windows is None or p.ties in ("split", "all"):
        return by_cells(p)
    if p.ties == "first" and windows.dilation == (1, 1):
        pooled = reduced("x", "-jnp.inf", "lax.max", windows, windows.pairs)
        return lines(function("pool(x)", f"return {pooled}"), derivative(p), argmax(p, windows))
    why = "reduce_window gives a tie to its first cell, here the last one gets it"
    if p.ties == "first":
        why = "reduce_window has no derivative where it dilates"
    return lines(
        argmax(p, windows),
        "\n" + comment(f"{why}. So not it is differentiated, but the choice of these cells."),
        function("pool(x)", "return x.ravel()[argmax]"),
        derivative(p),
    )


def of_avg(p: AvgPooling) -> str:
    """Output and gradient of average pooling."""
    windows, over = regular(p.geometry), divisor(p)
    if windows is None:
        padded = "jnp.append(x, 0.0)[cells]" if partial(p.geometry) else "x.ravel()[cells]"
        mean = f"{padded}.sum(-1) / {over or '(cells >= 0).sum(-1)'}"
        why = "reduce_window has windows of one size only; here they are taken apart."
        return lines(
            comment(why), cells(p.geometry), function("pool(x)", f"return {mean}"), derivative(p)
        )
    pooled = reduced("x", "0.0", "lax.add", windows, windows.pairs)
    divided = "" if over else _divisors(p, windows)
    return lines(
        divided,
        function("pool(x)", f"sums = {pooled}", f"return sums / {over or 'divisors'}"),
        derivative(p),
    )


def reduced(
    what: str, start: str, merge: str, windows: Regular, padding: tuple[tuple[int, int], ...]
) -> str:
    """A call of reduce_window."""
    return call(
        "lax.reduce_window",
        what,
        start,
        merge,
        str(windows.kernel),
        str(windows.stride),
        str(padding) if any(map(any, padding)) else '"VALID"',
        option("window_dilation", windows.dilation, (1, 1)),
    )


def _divisors(p: AvgPooling, windows: Regular) -> str:
    shape, zeros = counted(p, windows)
    ones = reduced(f"np.ones({shape})", "0.0", "lax.add", windows, zeros)
    return lines(comment("how many cells count in each window"), f"divisors = {ones}")


def derivative(p: MaxPooling | AvgPooling, differentiated: str = "pool") -> str:
    """The output and the gradient of a function of x."""
    result = "output" if differentiated == "pool" else "_"
    return lines(
        upstream(p),
        f"{result}, back = jax.vjp({differentiated}, x)",
        "(gradient,) = back(upstream)",
    )


def argmax(p: MaxPooling, windows: Regular) -> str:
    """The lines that find which cell is the maximum of each window."""
    height, width = p.input.shape
    sign, never = (">", -1) if p.ties == "last" else ("<", p.input.size)
    found = reduced("(x, number)", f"(-jnp.inf, {never})", "larger", windows, windows.pairs)
    merge = function(
        "larger(a, b)",
        f"# of two (value, cell): the larger value, of equal ones the {p.ties} cell",
        f"a_wins = (a[0] > b[0]) | ((a[0] == b[0]) & (a[1] {sign} b[1]))",
        "return jnp.where(a_wins, a[0], b[0]), jnp.where(a_wins, a[1], b[1])",
    )
    return lines(
        merge,
        f"number = np.arange({p.input.size}).reshape({height}, {width})  # row * width + column",
        f"_, argmax = {found}",
    )


def argmax_by_cells(windows: str) -> str:
    """The lines that find it in windows taken apart."""
    return lines(
        f"place = {windows}.argmax(-1, keepdims=True)",
        "argmax = jnp.take_along_axis(cells, place, -1)[..., 0]",
    )


def seen(p: MaxPooling) -> str:
    """The values of each window's cells."""
    return "jnp.append(x, -jnp.inf)[cells]" if partial(p.geometry) else "x.ravel()[cells]"


def by_cells(p: MaxPooling) -> str:
    """The windows taken apart: for adaptive pooling, and for ties that JAX does not know."""
    apart = lines(
        cells(p.geometry, p.ties == "last"),
        function("windows(x)", f"return {seen(p)}"),
        argmax_by_cells("windows(x)"),
    )
    if p.ties == "split":
        pool = function("pool(x)", "return windows(x).max(-1)  # its gradient is shared equally")
        return lines(apart, pool, derivative(p))
    if p.ties == "all":
        whole = function(
            "maxima(x)",
            "# each cell that equals its window's maximum gets the whole gradient",
            "w = windows(x)",
            "return jnp.where(w == w.max(-1, keepdims=True), w, 0).sum(-1)",
        )
        return lines(apart, "output = windows(x).max(-1)", whole, derivative(p, "maxima"))
    return lines(apart, function("pool(x)", "return x.ravel()[argmax]"), derivative(p))


JAX = Framework(
    title="JAX",
    seen="jax 0.10.2",
    max=of_max,
    avg=of_avg,
    imports=IMPORTS,
    setting='\njax.config.update("jax_enable_x64", True)',
    plain="np.asarray({})",
    flushes=True,
)
