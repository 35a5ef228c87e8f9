"""Programs for PyTorch: its layers, and emulations of what they cannot do.

Max: a layer does everything where the first maximum gets the gradient; padding that differs from
side to side, or is more than half the kernel, is put there by `functional.pad`. Other ties take
the windows apart by a table of cells. Avg: where the layer cannot pad so or cannot dilate, a
convolution with ones adds up each window.
"""

from __future__ import annotations

from poolviz.core.geometry import Sides
from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import call, comment, function, lines, option, size
from poolviz.write.code.windows import Regular, cells, counted, divisor, partial, regular

CHANNELS = "  # a layer takes (channels, height, width)"
BACKWARD = {
    "mean": "{}.mean().backward()",
    "sum": "{}.sum().backward()",
    None: "{}.backward(upstream)",
}
WHY = {
    "last": "MaxPool2d gives a tie to its first cell; here the last cell of a window comes first.",
    "split": "MaxPool2d gives a tie to its first cell; amax shares its gradient equally.",
    "all": "MaxPool2d gives a tie to its first cell; here each cell of it counts as the maximum.",
}


def of_max(p: MaxPooling) -> str:
    """Output, argmax and gradient of max pooling."""
    windows = regular(p.geometry)
    if p.ties != "first":
        return _by_cells(p)
    if p.geometry.output_size or windows is None:
        layer = f"torch.nn.AdaptiveMaxPool2d({size(p.geometry.shape)}, return_indices=True)"
    elif _pads_itself(windows):
        layer = _max_layer(windows, windows.padding, windows.ceil_mode)
    else:
        return _padded(p, windows)
    return lines(
        f"layer = {layer}",
        "x.requires_grad_()",
        f"output, argmax = layer(x[None]){CHANNELS}",
        "output, argmax = output[0], argmax[0]",
        _backward(p),
    )


def of_avg(p: AvgPooling) -> str:
    """Output and gradient of average pooling."""
    windows = regular(p.geometry)
    if p.geometry.output_size or windows is None:
        layer = f"torch.nn.AdaptiveAvgPool2d({size(p.geometry.shape)})"
    elif _pads_itself(windows) and windows.dilation == (1, 1):
        layer = _avg_layer(p, windows)
    else:
        return _convolved(p, windows)
    return lines(
        f"layer = {layer}",
        "x.requires_grad_()",
        f"output = layer(x[None])[0]{CHANNELS}",
        _backward(p),
    )


def _pads_itself(windows: Regular) -> bool:
    """Whether a layer takes the padding: alike on both sides, at most half the kernel."""
    pairs = zip(windows.padding[:2], windows.kernel, strict=True)
    return windows.symmetric and all(2 * cells <= kernel for cells, kernel in pairs)


def _max_layer(windows: Regular, padding: Sides, ceil_mode: bool) -> str:
    return call(
        "torch.nn.MaxPool2d",
        f"kernel_size={size(windows.kernel)}",
        f"stride={size(windows.stride)}",
        option("padding", size(padding[:2]), "0"),
        option("dilation", size(windows.dilation), "1"),
        option("ceil_mode", ceil_mode, False),
        "return_indices=True",
    )


def _avg_layer(p: AvgPooling, windows: Regular) -> str:
    return call(
        "torch.nn.AvgPool2d",
        f"kernel_size={size(windows.kernel)}",
        f"stride={size(windows.stride)}",
        option("padding", size(windows.padding[:2]), "0"),
        option("ceil_mode", windows.ceil_mode, False),
        option("count_include_pad", p.count_include_pad, True),
        option("divisor_override", p.divisor, None),
    )


def _backward(p: MaxPooling | AvgPooling, result: str = "output") -> str:
    return lines(BACKWARD[p.loss].format(result), "gradient = x.grad")


def _pad(matrix: str, windows: Regular, *value: str) -> str:
    """The matrix with what windows reach beyond it; its own name where that is nothing."""
    top, left, bottom, right = windows.reach
    if not any(windows.reach):
        return matrix
    return call("functional.pad", matrix, f"({left}, {right}, {top}, {bottom})", *value)


def _padded(p: MaxPooling, windows: Regular) -> str:
    top, left, _, right = windows.reach
    width = p.input.shape[1]
    wide = left + width + right
    return lines(
        comment(
            "MaxPool2d pads both sides alike, by half the kernel at most. So functional.pad does "
            "it here (left, right, top, bottom), with -inf, which is never a maximum."
        ),
        "x.requires_grad_()",
        f"padded = {_pad('x', windows, 'value=-torch.inf')}",
        f"layer = {_max_layer(windows, (0, 0, 0, 0), False)}",
        f"output, argmax = layer(padded[None]){CHANNELS}",
        f"row, column = argmax[0] // {wide} - {top}, argmax[0] % {wide} - {left}",
        f"output, argmax = output[0], row * {width} + column",
        _backward(p),
    )


def _convolved(p: AvgPooling, windows: Regular) -> str:
    height, width = windows.kernel
    convolution = call(
        "functional.conv2d",
        "matrix[None]",
        "ones",
        option("stride", size(windows.stride), "1"),
        option("dilation", size(windows.dilation), "1"),
    )
    over = divisor(p)
    (rows, columns), ((above, below), (before, after)) = counted(p, windows)
    zeros = f"({before}, {after}, {above}, {below})"
    return lines(
        comment(
            "AvgPool2d cannot dilate, and pads both sides alike, by half the kernel at most. So "
            "functional.pad does it here (left, right, top, bottom), and a convolution with ones "
            "adds up each window."
        ),
        f"ones = torch.ones((1, 1, {height}, {width}), dtype=torch.float64)",
        function("sums(matrix)", f"return {convolution}[0]"),
        "x.requires_grad_()",
        f"padded = {_pad('x', windows)}",
        "" if over else f"counted = torch.ones(({rows}, {columns}), dtype=torch.float64)",
        "" if over else f"counted = functional.pad(counted, {zeros})",
        f"output = sums(padded) / {over or 'sums(counted)'}",
        _backward(p),
    )


def _by_cells(p: MaxPooling) -> str:
    """The windows taken apart, for ties that a layer does not know."""
    seen = "x.flatten()[cells]"
    if partial(p.geometry):
        seen = "functional.pad(x.flatten(), (0, 1), value=-torch.inf)[cells]"
    differentiated = {
        "last": ("output = x.flatten()[argmax]", _backward(p)),
        "split": ("output = windows.amax(-1)", _backward(p)),
        "all": (
            "output = windows.amax(-1)",
            "total = torch.where(windows == output[..., None], windows, 0).sum(-1)",
            _backward(p, "total"),
        ),
    }
    return lines(
        comment(WHY[p.ties]),
        "\n" + cells(p.geometry, p.ties == "last"),
        "\ncells = torch.from_numpy(cells)",
        "x.requires_grad_()",
        f"windows = {seen}",
        "argmax = cells.gather(-1, windows.argmax(-1, keepdim=True))[..., 0]",
        *differentiated[p.ties],
    )


PYTORCH = Framework(
    title="PyTorch",
    seen="torch 2.13.0",
    max=of_max,
    avg=of_avg,
    imports={
        "np.": "import numpy as np",
        "torch.": "import torch",
        "functional.": "from torch.nn import functional",
    },
    array="torch.tensor({}, dtype=torch.float64)",
)
