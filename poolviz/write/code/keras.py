"""Programs for Keras 3 on the JAX backend: its layers, and JAX where it has none.

A layer pads "valid" or "same", does not dilate, does not count padding, and gives no argmax; its
derivative is the backend's. Other padding is put there by `keras.ops.pad` for max; for avg, a
convolution with ones adds up each window. What is left is done as in `jax.py`.
"""

from __future__ import annotations

from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.jax import IMPORTS, argmax, argmax_by_cells, derivative, seen
from poolviz.write.code.jax import of_max as all_by_jax
from poolviz.write.code.listing import call, comment, function, lines, option, size
from poolviz.write.code.windows import Regular, cells, counted, divisor, regular

CHANNELS = "  # batch, height, width, channels"
NO_ARGMAX = "\n" + comment("No layer of Keras gives the argmax; here its backend JAX finds it.")


def of_max(p: MaxPooling) -> str:
    """Output, argmax and gradient of max pooling."""
    windows = regular(p.geometry)
    if p.ties != "first" or (windows and windows.dilation != (1, 1)):
        why = "gives a tie to its first cell" if p.ties != "first" else "cannot dilate"
        why = comment(f"MaxPooling2D {why}; here its backend JAX does all.")
        return lines(why, "\n" + all_by_jax(p))
    if p.geometry.output_size or windows is None:
        return _adaptive_max(p, windows)
    padding = _padding(p, windows)
    layer = _pooling("Max", windows, padding or "valid")
    pooled = _layer(layer) if padding else _padded(layer, windows)
    return lines(pooled, derivative(p), NO_ARGMAX, argmax(p, windows))


def _adaptive_max(p: MaxPooling, windows: Regular | None) -> str:
    """The adaptive layer, which pools columns and then rows: a tie goes to its first column."""
    height, width = p.output.shape
    shape, why, turned = size((height, width)), "", ""
    if (p.tied > 1).any():
        said = "AdaptiveMaxPooling2D gives a tie to its first column; transposed, to its first row."
        shape, why, turned = size((width, height)), comment(said), ".T"
    layer = _layer(f"keras.layers.AdaptiveMaxPooling2D({shape})", turned)
    if windows:
        found = argmax(p, windows)
    else:
        found = lines(
            cells(p.geometry, p.ties == "last"),
            f"\nwindows = {seen(p)}",
            argmax_by_cells("windows"),
        )
    return lines(why, layer, derivative(p), NO_ARGMAX, found)


def of_avg(p: AvgPooling) -> str:
    """Output and gradient of average pooling."""
    windows = regular(p.geometry)
    if p.geometry.output_size or windows is None:
        layer = f"keras.layers.AdaptiveAveragePooling2D({size(p.geometry.shape)})"
        return lines(_layer(layer), derivative(p))
    padding = _padding(p, windows)
    counts = p.count_include_pad and any(windows.reach)
    if padding and windows.dilation == (1, 1) and p.divisor is None and not counts:
        return lines(_layer(_pooling("Average", windows, padding)), derivative(p))
    return lines(_convolved(p, windows), derivative(p))


def _padding(p: MaxPooling | AvgPooling, windows: Regular) -> str | None:
    """Which of Keras's two paddings has these windows, if one has."""
    if not any(windows.reach):
        return "valid"
    sides = zip(p.input.shape, windows.kernel, windows.stride, windows.pairs, strict=True)
    for length, kernel, stride, (before, after) in sides:
        total = max(0, (-(-length // stride) - 1) * stride + kernel - length)
        if (before, after) != (total // 2, total - total // 2):
            return None
    return "same"


def _pooling(kind: str, windows: Regular, padding: str) -> str:
    return call(
        f"keras.layers.{kind}Pooling2D",
        f"pool_size={size(windows.kernel)}",
        f"strides={size(windows.stride)}",
        option("padding", f'"{padding}"', '"valid"'),
    )


def _layer(layer: str, turned: str = "") -> str:
    return lines(
        f"layer = {layer}",
        function(
            "pool(x)",
            f"image = x{turned}[None, :, :, None]{CHANNELS}",
            f"return layer(image)[0, :, :, 0]{turned}",
        ),
    )


def _padded(layer: str, windows: Regular) -> str:
    padded = f"keras.ops.pad(x, {windows.pairs}, constant_values=-np.inf)"
    return lines(
        comment('MaxPooling2D pads "valid" or "same"; here keras.ops.pad does it.'),
        f"layer = {layer}",
        function(
            "pool(x)",
            f"padded = {padded}",
            f"image = padded[None, :, :, None]{CHANNELS}",
            "return layer(image)[0, :, :, 0]",
        ),
    )


def _convolved(p: AvgPooling, windows: Regular) -> str:
    height, width = windows.kernel
    convolution = call(
        "keras.ops.conv",
        "image",
        "ones",
        option("strides", size(windows.stride), "1"),
        option("dilation_rate", size(windows.dilation), "1"),
    )
    over = divisor(p)
    shape, zeros = counted(p, windows)
    padded = f"keras.ops.pad(x, {windows.pairs})" if any(windows.reach) else "x"
    ones = f"keras.ops.pad(np.ones({shape}), {zeros})"
    return lines(
        comment(
            'AveragePooling2D pads "valid" or "same", does not count padding, has no divisor of '
            "its own and cannot dilate; here a convolution with ones adds up each window."
        ),
        f"ones = np.ones(({height}, {width}, 1, 1))",
        function(
            "sums(matrix)",
            f"image = matrix[None, :, :, None]{CHANNELS}",
            f"return {convolution}[0, :, :, 0]",
        ),
        "" if over else comment("1 for each cell that counts in a divisor"),
        "" if over else f"counted = {ones}",
        function("pool(x)", f"return sums({padded}) / {over or 'sums(counted)'}"),
    )


KERAS = Framework(
    title="Keras on JAX",
    seen="keras 3.15.1 and jax 0.10.2",
    max=of_max,
    avg=of_avg,
    before='import os\n\nos.environ["KERAS_BACKEND"] = "jax"  # before Keras is imported\n',
    imports={**IMPORTS, "keras.": "import keras"},
    setting='\njax.config.update("jax_enable_x64", True)\nkeras.config.set_floatx("float64")',
    plain="np.asarray({})",
    flushes=True,
)
