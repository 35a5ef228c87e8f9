"""Programs for ONNX: its operators MaxPool and AveragePool, forward only.

ONNX Runtime runs MaxPool in float64, but AveragePool in float32 only: that is run by ONNX's own
reference evaluator. What the operators or those who run them cannot do is gathered by a table of
cells and reduced.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from poolviz.core.pooling import AvgPooling, MaxPooling
from poolviz.write.code.framework import Framework
from poolviz.write.code.listing import WIDTH, block, comment, lines
from poolviz.write.code.windows import Regular, cells, divisor, partial, regular

OPSET = 22
FORWARD_ONLY = comment("ONNX's operators have no gradient, so there is none here.")
RUNTIME = "session = onnxruntime.InferenceSession(model.SerializeToString())"
EVALUATOR = lines(
    comment("ONNX Runtime's AveragePool takes no float64, so ONNX's reference evaluator runs it."),
    "session = onnx.reference.ReferenceEvaluator(model)",
)
TABLE = "int64[h, w, seen] cells"


def of_max(p: MaxPooling) -> str:
    """Output and argmax of max pooling."""
    windows = regular(p.geometry)
    if windows is None or p.ties == "last" or _wide(windows):
        return _gathered_max(p)
    return lines(
        FORWARD_ONLY,
        _model(
            _image("double", p.input.shape, "x"),
            [_image("double", p.output.shape, "output"), _image("int64", p.output.shape, "argmax")],
            _node("output, argmax", "MaxPool", windows),
        ),
        RUNTIME,
        'output, argmax = session.run(None, {"x": x[None, None]})',
        "output, argmax = output[0, 0], argmax[0, 0]",
    )


def of_avg(p: AvgPooling) -> str:
    """Output of average pooling."""
    windows = regular(p.geometry)
    if windows is None or p.divisor is not None or max(windows.overhang) > 1:
        return _gathered_avg(p)
    counts = "count_include_pad = 1" if p.count_include_pad and any(windows.reach) else ""
    return lines(
        FORWARD_ONLY,
        _model(
            _image("double", p.input.shape, "x"),
            [_image("double", p.output.shape, "output")],
            _node("output", "AveragePool", windows, counts),
        ),
        EVALUATOR,
        '(output,) = session.run(None, {"x": x[None, None]})',
        "output = output[0, 0]",
    )


def _wide(windows: Regular) -> bool:
    """Whether the padding is more than ONNX Runtime takes: it must be less than the kernel."""
    return any(cells >= windows.kernel[side % 2] for side, cells in enumerate(windows.padding))


def _node(found: str, operator: str, windows: Regular, counts: str = "") -> str:
    """A pooling node with its attributes; the stride is among them, as ONNX's default is 1."""
    attributes = [
        f"kernel_shape = {list(windows.kernel)}",
        f"strides = {list(windows.stride)}",
        f"pads = {list(windows.padding)}" if any(windows.padding) else "",
        f"dilations = {list(windows.dilation)}" if windows.dilation != (1, 1) else "",
        "ceil_mode = 1" if windows.ceil_mode else "",
        counts,
    ]
    words = [word for word in attributes if word]
    line = f"{found} = {operator} <{', '.join(words)}> (x)"
    if len(line) <= WIDTH - 8:
        return line
    return block(f"{found} = {operator} <", ",\n".join(words)) + "\n> (x)"


def _image(kind: str, shape: tuple[int, ...], name: str) -> str:
    return f"{kind}[1, 1, {shape[0]}, {shape[1]}] {name}"


def _model(given: str, found: Sequence[str], *nodes: str) -> str:
    """A model in ONNX's own text."""
    graph = lines(
        f'<ir_version: 10, opset_import: ["" : {OPSET}]>',
        f"pooling ({given})",
        block(f"=> ({', '.join(found)}) {{", *nodes),
        "}",
    )
    text = textwrap.indent(graph, "    ")
    return f'model = onnx.parser.parse_model("""\n{text}\n""")'


def _gathered_max(p: MaxPooling) -> str:
    why = "MaxPool cannot pad by the kernel or more in ONNX Runtime"
    if p.ties == "last":
        why = "MaxPool names the first cell of a tie, here the last one comes first"
    elif p.geometry.output_size:
        why = "MaxPool has windows of one size only"
    given = "np.append(x, -np.inf)" if partial(p.geometry) else "x.ravel()"
    return lines(
        FORWARD_ONLY,
        comment(f"{why}: the windows are gathered by a table of cells."),
        "\n" + cells(p.geometry, p.ties == "last") + "\n",
        _model(
            f"double[all] x, {TABLE}",
            ["double[h, w, 1] output", "int64[h, w, 1] argmax"],
            "windows = Gather (x, cells)",
            "place = ArgMax <axis = -1> (windows)",
            "output = GatherElements <axis = -1> (windows, place)",
            "argmax = GatherElements <axis = -1> (cells, place)",
        ),
        RUNTIME,
        f'output, argmax = session.run(None, {{"x": {given}, "cells": cells}})',
        "output, argmax = output[..., 0], argmax[..., 0]",
    )


def _gathered_avg(p: AvgPooling) -> str:
    why = "AveragePool has no divisor of its own"
    if p.geometry.output_size:
        why = "AveragePool has windows of one size only"
    elif p.divisor is None:
        why = "The reference evaluator shifts the windows where ceil mode adds two cells or more"
    given = "np.append(x, 0.0)" if partial(p.geometry) else "x.ravel()"
    return lines(
        FORWARD_ONLY,
        comment(f"{why}: the windows are gathered by a table of cells."),
        "\n" + cells(p.geometry),
        f"divisors = {_divisors(p)}\n",
        _model(
            f"double[all] x, {TABLE}, double[h, w] divisors",
            ["double[h, w] output"],
            "windows = Gather (x, cells)",
            "last = Constant <value = int64[1] {-1}> ()",
            "sums = ReduceSum <keepdims = 0> (windows, last)",
            "output = Div (sums, divisors)",
        ),
        RUNTIME,
        f'feeds = {{"x": {given}, "cells": cells, "divisors": divisors}}',
        "(output,) = session.run(None, feeds)",
    )


def _divisors(p: AvgPooling) -> str:
    g, over = p.geometry, divisor(p)
    if over:
        return f"np.full({p.output.shape}, {over}.0)"
    if g.output_size or not p.count_include_pad:
        return "(cells >= 0).sum(-1).astype(np.float64)"
    down, across = (axis.size + axis.after for axis in (g.rows, g.columns))
    return f"np.outer((rows < {down}).sum(1), (columns < {across}).sum(1)).astype(np.float64)"


ONNX = Framework(
    title="ONNX",
    seen="onnx 1.23.2 and onnxruntime 1.32.0",
    max=of_max,
    avg=of_avg,
    imports={
        "np.": "import numpy as np",
        "onnx.parser.": "import onnx.parser",
        "onnx.reference.": "import onnx.reference",
        "onnxruntime.": "import onnxruntime",
    },
    differentiates=False,
)
