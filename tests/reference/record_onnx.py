"""Records ONNX's answers to what PyTorch does not have in onnx.json, next to this file.

That is `same` and `same-lower` padding, uneven padding and dilated averages. Run it with an
interpreter that has onnx: `python tests/reference/record_onnx.py`. The seed is fixed, so the
same versions write the same file again. The options are named as in poolviz.

The file has two parts. `problems` are answers of ONNX's reference evaluator in float64.
`node_tests` are ONNX's own expected values for its operators' tests, channel [0, 0] of each;
where an output has more than 16 rows, the two first, a middle and the two last of them.

The evaluator contradicts the operators' specification (the text of MaxPool-22 and
AveragePool-22) in the cases below, which `contradicts` leaves out. The numbers in the examples
are those of the input 0, 1, 2, … in one row.

1. MaxPool, SAME_LOWER, a stride or dilation above 1: the evaluator rounds the number of windows
   down and puts the odd cell of padding at the end. 5 cells, kernel 2, stride 2: it answers
   1 3; specified are ceil(5 / 2) = 3 windows with 1 cell of padding at the beginning: 0 2 4.
2. AveragePool, SAME_UPPER or SAME_LOWER, a dilation above 1: the evaluator pads as if the
   dilation were 1, so windows are lost. 4 cells, kernel 2, dilation 2: specified are 4 windows
   and 3 - 1 = 2 cells of padding, 1 on each side: the means of {1}, {0, 2}, {1, 3} and {2} are
   1 1 2 2. The evaluator pads 1 cell, finds 3 windows and leaves the last output 0: 1 2 2 0
   for SAME_UPPER.
3. AveragePool, ceil mode, an overhang of 2 cells or more: the evaluator moves half of the
   overhang to the beginning. 4 cells, kernel 3, stride 3: the windows start at 0 and 3, so the
   means of {0, 1, 2} and {3} are 1 3. The evaluator takes {0, 1} and {2}: 0.5 2.
4. SAME with a stride beyond the window's extent: the specified sum of padding is below 0, where
   `pads` "can take any value greater than or equal to 0". 5 cells, kernel 1, stride 3 make a
   sum of (2 - 1) * 3 + 1 - 5 = -1. MaxPool's evaluator starts the first window at 1 instead
   of 0, and AveragePool's fails. Without padding there are 2 windows as specified: 0 3.
5. MaxPool, explicit padding, every stride and dilation 1, left and bottom padding different:
   the evaluator reads `pads` as top, bottom, left, right. 3 cells, kernel (2, 2), pads
   [1, 1, 0, 0]: specified is one row of 3 + 1 - 2 + 1 = 3 windows: 0 1 2. The evaluator answers
   two rows: 1 2 and 1 2.
6. MaxPool, ceil mode, explicit padding, every stride and dilation 1: the evaluator counts the
   padding twice, and the windows that do not exist keep the output 0. 3 cells, kernel (1, 2),
   pads [0, 0, 0, 1]: specified are 3 + 1 - 2 + 1 = 3 windows: 1 2 2. The evaluator answers
   1 2 2 0.

Indices, too, are recorded only where a stride or dilation is above 1: without, the evaluator
takes a place in the window apart by the width of the output instead of the kernel's. 3 cells,
kernel (1, 3): the maximum 2 is cell 2, the evaluator names cell 6.
"""

from __future__ import annotations

import importlib
import json
import platform
import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEED = 20260118
FILE = Path(__file__).with_name("onnx.json")
KEPT = {
    ("MaxPool", "SAME_UPPER"): 40,
    ("MaxPool", "SAME_LOWER"): 30,
    ("MaxPool", "NOTSET"): 50,
    ("AveragePool", "SAME_UPPER"): 40,
    ("AveragePool", "SAME_LOWER"): 40,
    ("AveragePool", "NOTSET"): 80,
}
"""How many problems of each kind are recorded."""

WORDS = {"SAME_UPPER": "same", "SAME_LOWER": "same-lower"}
ALL_ROWS = 16
"""Of an output with more rows than this, some are recorded."""

Problem = dict[str, Any]
Attributes = dict[str, Any]
Numbers = list[list[Any]]


def numbers(rng: random.Random, height: int, width: int) -> Numbers:
    """A matrix of whole numbers, of ties, of negative numbers, or of numbers with many digits."""
    low, high = rng.choice(((-9, 9), (0, 2), (-9, -1), (0, 0)))
    if (low, high) == (0, 0):
        return [[rng.uniform(-10, 10) for _ in range(width)] for _ in range(height)]
    return [[rng.randint(low, high) for _ in range(width)] for _ in range(height)]


def problem(rng: random.Random) -> tuple[str, Attributes, Numbers]:
    """An operator, its attributes and an input; it may turn out to be left out."""
    operator = rng.choice(("MaxPool", "AveragePool"))
    height, width = rng.choice(((rng.randint(1, 7), rng.randint(1, 7)),) * 4 + ((1, 6), (7, 1)))
    kernel = [rng.randint(1, 4), rng.randint(1, 4)]
    stride = [rng.choice((1, 1, 2, 3)), rng.choice((1, 1, 2, 4))]
    dilation = [rng.choice((1, 1, 2, 3)), rng.choice((1, 1, 2))]
    attributes: Attributes = {"kernel_shape": kernel, "strides": stride, "dilations": dilation}
    if rng.random() < 0.5:
        attributes |= {"strides": [1, 1], "dilations": [1, 1]}
    attributes["auto_pad"] = rng.choice(("NOTSET", "SAME_UPPER", "SAME_LOWER"))
    if attributes["auto_pad"] == "NOTSET":
        reach = [extent(attributes, axis) - 1 for axis in (0, 1)]
        attributes["pads"] = [rng.randint(0, min(reach[axis], 3)) for axis in (0, 1, 0, 1)]
        attributes["ceil_mode"] = rng.randint(0, 1)
    if operator == "AveragePool":
        attributes["count_include_pad"] = rng.randint(0, 1)
    return operator, attributes, numbers(rng, height, width)


def extent(attributes: Attributes, axis: int) -> int:
    """The cells from a window's first to its last."""
    cells: int = attributes["kernel_shape"][axis]
    gap: int = attributes["dilations"][axis]
    return gap * (cells - 1) + 1


def contradicts(operator: str, attributes: Attributes, shape: tuple[int, int]) -> bool:
    """Whether this is one of the cases in which the evaluator is known to be wrong."""
    return any(_axis_contradicts(operator, attributes, axis, shape[axis]) for axis in (0, 1))


def _axis_contradicts(operator: str, attributes: Attributes, axis: int, size: int) -> bool:
    stride: int = attributes["strides"][axis]
    gap: int = attributes["dilations"][axis]
    pads: list[int] = attributes.get("pads", [0, 0, 0, 0])
    ceil_mode = attributes.get("ceil_mode") == 1
    reach, plain_steps = extent(attributes, axis), not strides_or_dilates(attributes)
    if attributes["auto_pad"] == "NOTSET":
        if operator == "MaxPool":
            return plain_steps and (pads[1] != pads[2] or (ceil_mode and max(pads) > 0))
        before, after = pads[axis], pads[axis + 2]
        last = -(-(size + before + after - reach) // stride) * stride
        dropped = last >= size + before
        return ceil_mode and not dropped and last + reach - size - before - after > 1
    if (-(-size // stride) - 1) * stride + reach < size:
        return True
    if operator == "AveragePool":
        return gap > 1
    return attributes["auto_pad"] == "SAME_LOWER" and not plain_steps


def strides_or_dilates(attributes: Attributes) -> bool:
    """Whether a stride or dilation is above 1: MaxPool's evaluator then goes another way."""
    steps: list[int] = [*attributes["strides"], *attributes["dilations"]]
    return max(steps) > 1


def evaluated(operator: str, attributes: Attributes, cells: Any) -> list[Any]:
    """The reference evaluator's outputs: Y, and MaxPool's Indices where it has them."""
    onnx = importlib.import_module("onnx")
    reference = importlib.import_module("onnx.reference")
    indexed = operator == "MaxPool" and strides_or_dilates(attributes)
    names = ["y", "z"] if indexed else ["y"]
    kinds = {
        "x": onnx.TensorProto.DOUBLE,
        "y": onnx.TensorProto.DOUBLE,
        "z": onnx.TensorProto.INT64,
    }
    node = onnx.helper.make_node(operator, ["x"], names, **attributes)
    given, *found = (
        onnx.helper.make_tensor_value_info(name, kinds[name], [1, 1, None, None])
        for name in ["x", *names]
    )
    graph = onnx.helper.make_graph([node], operator, [given], found)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)])
    onnx.checker.check_model(model)
    result: list[Any] = reference.ReferenceEvaluator(model).run(None, {"x": cells})
    return result


def options(operator: str, attributes: Attributes) -> Problem:
    """ONNX's attributes as poolviz's options, ONNX's defaults spelled out."""
    named: Problem = {"kernel": attributes["kernel_shape"]}
    named["stride"] = attributes.get("strides", [1, 1])
    auto_pad = attributes.get("auto_pad", "NOTSET")
    named["padding"] = WORDS.get(auto_pad, attributes.get("pads", [0, 0, 0, 0]))
    if max(attributes.get("dilations", [1])) > 1:
        named["dilation"] = attributes["dilations"]
    if attributes.get("ceil_mode"):
        named["ceil_mode"] = True
    if operator == "AveragePool":
        named["count_include_pad"] = bool(attributes.get("count_include_pad", 0))
    return named


def recorded(seed: int) -> Iterator[Problem]:
    """The reference evaluator's answers to random problems."""
    numpy = importlib.import_module("numpy")
    rng = random.Random(seed)
    left = dict(KEPT)
    while any(left.values()):
        operator, attributes, matrix = problem(rng)
        kind = operator, attributes["auto_pad"]
        cells = numpy.array([[matrix]], dtype=numpy.float64)
        height, width = cells.shape[2:]
        if not left[kind] or contradicts(operator, attributes, (height, width)):
            continue
        if not every_window_has_cells(attributes, (height, width)):
            continue  # poolviz refuses these; the evaluator answers 0 or NaN
        output, *indices = evaluated(operator, attributes, cells)
        left[kind] -= 1
        answer = {"output": plain(output)} | ({"argmax": plain(indices[0])} if indices else {})
        yield {
            "operation": "max" if operator == "MaxPool" else "avg",
            "options": options(operator, attributes),
            "input": matrix,
        } | answer


def every_window_has_cells(attributes: Attributes, shape: tuple[int, int]) -> bool:
    """Whether there are windows, and each one holds a cell of the input."""
    for axis in (0, 1):
        stride, reach, size = attributes["strides"][axis], extent(attributes, axis), shape[axis]
        if attributes["auto_pad"] == "NOTSET":
            before, after = attributes["pads"][axis], attributes["pads"][axis + 2]
            up = stride - 1 if attributes["ceil_mode"] else 0
            windows = (size + before + after - reach + up) // stride + 1
        else:
            windows = -(-size // stride)
            total = (windows - 1) * stride + reach - size
            before = (total + (attributes["auto_pad"] == "SAME_LOWER")) // 2
        starts = range(-before, size, stride)[: max(0, windows)]
        for start in starts:
            taps = range(start, start + reach, attributes["dilations"][axis])
            if not any(0 <= tap < size for tap in taps):
                return False
        if not starts:
            return False
    return True


def node_tests() -> Iterator[Problem]:
    """ONNX's own test cases of the two operators, those with two dimensions."""
    cases = importlib.import_module("onnx.backend.test.case.node")
    numpy = importlib.import_module("numpy")
    onnx = importlib.import_module("onnx")
    for operator in ("maxpool", "averagepool"):  # imported first, these two escape the filter
        importlib.import_module(f"onnx.backend.test.case.node.{operator}")
    with warnings.catch_warnings():  # the other operators' cases, dropped by the filter, may warn
        warnings.simplefilter("ignore")
        found = cases.collect_testcases("MaxPool")
    for case in sorted({case.name: case for case in found}.values(), key=lambda case: case.name):
        (node,) = case.model.graph.node
        (cells,), (output, *indices) = case.data_sets[0]
        if cells.ndim != 4 or node.op_type not in ("MaxPool", "AveragePool"):
            continue
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        if "auto_pad" in attributes:
            attributes["auto_pad"] = attributes["auto_pad"].decode()
        if indices and attributes.get("storage_order"):  # counted down the columns
            columns, rows = numpy.divmod(indices[0], cells.shape[2])
            indices = [rows * cells.shape[3] + columns]
        rows = list(range(len(output[0, 0])))
        if len(rows) > ALL_ROWS:
            middle = len(rows) // 2
            rows = [*rows[:2], middle, *rows[-2:]]
        yield {
            "name": case.name,
            "operation": "max" if node.op_type == "MaxPool" else "avg",
            "options": options(node.op_type, attributes),
            "input": plain(cells),
            "shape": list(output.shape[2:]),
            "rows": rows,
            "output": plain(output[:, :, rows]),
        } | ({"argmax": plain(indices[0][:, :, rows])} if indices else {})


def plain(tensor: Any) -> Numbers:
    """The one channel as lists; whole numbers without a point.

    Of float32, as many digits as tell the number from its float32 neighbours.
    """
    numbers = [[float(str(number)) for number in row] for row in tensor[0, 0]]
    return [[int(x) if x == round(x) else x for x in row] for row in numbers]


def main() -> None:
    """Write the file, one problem a line; an input that recurs only once, by its number."""
    onnx = importlib.import_module("onnx")
    header = {"onnx": onnx.__version__, "python": platform.python_version(), "seed": SEED}
    problems, tests, inputs = list(recorded(SEED)), list(node_tests()), []
    for test in tests:
        if test["input"] not in inputs:
            inputs.append(test["input"])
        test["input"] = inputs.index(test["input"])
    parts: Problem = {"problems": problems, "inputs": inputs, "node_tests": tests}
    text = '{"header":' + dense(header)
    for name, items in parts.items():
        text += f',"{name}":[\n' + ",\n".join(dense(item) for item in items) + "\n]"
    FILE.write_text(text + "}\n", encoding="utf-8")


def dense(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    main()
