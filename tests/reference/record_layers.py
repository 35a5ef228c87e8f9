"""Records what the frameworks make of layer texts in layers.json, next to this file.

Run it with an interpreter that has torch, keras, jax and onnx:
`python tests/reference/record_layers.py`. Each text is given to its own framework, which builds
the layer from it and pools one matrix; the texts are the forms that people paste. What PyTorch
and Keras print of themselves is printed by them here, not typed.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import platform
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("layers.json")
ROWS, COLUMNS = 7, 9

PYTORCH = [
    "nn.MaxPool2d(2)",
    "nn.MaxPool2d(3, 2, 1)",
    "torch.nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0))",
    "nn.MaxPool2d(3, 2, 1, 2)",
    "nn.MaxPool2d(3, 2, 1, 1, False, True)",
    "nn.MaxPool2d([2, 3], None, 0, 1, True)",
    "nn.MaxPool2d(kernel_size=2, stride=1, dilation=(2, 3), ceil_mode=True)",
    "nn.AvgPool2d(3, 2, 1, True)",
    "nn.AvgPool2d(3, 2, 1, False, False)",
    "nn.AvgPool2d(3, 2, 1, True, False)",
    "nn.AvgPool2d((2, 3), (1, 2), (1, 1), divisor_override=5)",
    "nn.AvgPool2d((2,), padding=1, count_include_pad=False)",
    "nn.AvgPool2d(kernel_size=3, ceil_mode=True)",
    "nn.AdaptiveMaxPool2d(1)",
    "nn.AdaptiveMaxPool2d((3, 4))",
    "nn.AdaptiveAvgPool2d((1, 1))",
    "nn.AdaptiveAvgPool2d(5)",
    "nn.AdaptiveAvgPool2d((9, 11))",
    "F.max_pool2d(x, 2)",
    "F.max_pool2d(x, 3, 2, 1, 2, True)",
    "F.max_pool2d(input=x, kernel_size=3, stride=1)",
    "torch.nn.functional.avg_pool2d(x, (2, 3))",
    "F.avg_pool2d(x, 3, 2, 1, True, False, 7)",
    "F.adaptive_avg_pool2d(x, (2, 3))",
    "F.adaptive_max_pool2d(x, 4)",
]
PRINTED = [
    "nn.MaxPool2d(3, 2, 1)",
    "nn.MaxPool2d((2, 3), ceil_mode=True)",
    "nn.AvgPool2d(3, 2, 1)",
    "nn.AvgPool2d((2, 3))",
    "nn.AdaptiveMaxPool2d((2, 3))",
    "nn.AdaptiveAvgPool2d(1)",
]
KERAS = [
    "MaxPooling2D()",
    'keras.layers.MaxPooling2D(pool_size=3, strides=2, padding="same")',
    'MaxPool2D((2, 3), (1, 2), "valid")',
    'MaxPooling2D(2, strides=None, padding="SAME", name="pool")',
    'AveragePooling2D(pool_size=3, strides=2, padding="same")',
    "AveragePooling2D([3, 2], 1)",
    'AvgPool2D(4, 3, "same", "channels_last")',
    "GlobalMaxPooling2D()",
    "GlobalAveragePooling2D(keepdims=True)",
    "AdaptiveAveragePooling2D((3, 4))",
    "AdaptiveMaxPooling2D(output_size=2)",
]
ONNX = [
    "MaxPool(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])",
    "MaxPool(kernel_shape=[2, 3])",
    "MaxPool(kernel_shape=[3, 3], strides=[2, 2], pads=[0, 1, 1, 0], dilations=[1, 2])",
    "MaxPool(kernel_shape=[3, 2], auto_pad='SAME_UPPER', strides=[2, 2])",
    "MaxPool(kernel_shape=[3, 3], auto_pad='VALID', strides=[3, 3], storage_order=1)",
    "AveragePool(kernel_shape=[2, 2])",
    "AveragePool(kernel_shape=[2, 3], strides=[2, 2], pads=[1, 0, 0, 1])",
    "AveragePool(kernel_shape=[2, 2], strides=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1)",
    "AveragePool(kernel_shape=[3, 3], strides=[2, 2], auto_pad='SAME_LOWER')",
    "AveragePool(kernel_shape=[3, 3], strides=[2, 2], auto_pad='NOTSET', ceil_mode=1)",
    "GlobalMaxPool()",
    "GlobalAveragePool()",
]


def matrix() -> list[list[float]]:
    """Whole numbers, none twice, of both signs."""
    numbers = [float(n) for n in range(-20, ROWS * COLUMNS - 20)]
    random.Random(5).shuffle(numbers)
    return [numbers[row * COLUMNS : (row + 1) * COLUMNS] for row in range(ROWS)]


def pytorch() -> Iterator[tuple[str, Any]]:
    """Code, and what the layers of code print."""
    torch: Any = importlib.import_module("torch")
    x = torch.tensor(matrix(), dtype=torch.float64)[None, None]
    names = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "x": x}
    for text in PYTORCH:
        made = eval(text, names)
        out = made(x) if callable(made) else made
        yield text, (out[0] if isinstance(out, tuple) else out)[0, 0].tolist()
    for text in PRINTED:
        made = eval(text, names)
        yield repr(made), made(x)[0, 0].tolist()


def keras() -> Iterator[tuple[str, Any]]:
    """Code, and the configurations of its layers in all forms."""
    os.environ["KERAS_BACKEND"] = "jax"
    library: Any = importlib.import_module("keras")
    numpy: Any = importlib.import_module("numpy")
    x = numpy.array(matrix(), dtype="float32")[None, :, :, None]
    names = {"keras": library, **vars(library.layers)}
    for text in KERAS:
        layer = eval(text, names)
        out = numpy.asarray(layer(x), dtype=float)
        out = out.reshape(1, 1) if out.size == 1 else out[0, :, :, 0]
        yield text, out.tolist()
        whole = library.saving.serialize_keras_object(layer)
        yield json.dumps(whole), out.tolist()
        yield json.dumps(whole, indent=2), out.tolist()
        yield str(whole), out.tolist()
        if 'name="pool"' not in text:
            yield str(layer.get_config()), out.tolist()


def onnx() -> Iterator[tuple[str, Any]]:
    """Calls as a user writes them, and the nodes as both of ONNX's printers write them."""
    library: Any = importlib.import_module("onnx")
    reference: Any = importlib.import_module("onnx.reference")
    printer: Any = importlib.import_module("onnx.printer")
    numpy: Any = importlib.import_module("numpy")
    x = numpy.array(matrix())[None, None]
    helper = library.helper
    for text in ONNX:
        call: Any = ast.parse(text, mode="eval").body
        attributes = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
        node = helper.make_node(call.func.id, ["x"], ["y"], **attributes)
        double = library.TensorProto.DOUBLE
        ends = [helper.make_tensor_value_info(name, double, None) for name in "xy"]
        graph = helper.make_graph([node], "g", ends[:1], ends[1:])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
        (out,) = reference.ReferenceEvaluator(model).run(None, {"x": x})
        for form in (text, printer.to_text(node).strip(), helper.printable_node(node)):
            yield form, out[0, 0].tolist()


def main() -> None:
    """Write the file."""
    made = {"pytorch": pytorch, "keras": keras, "onnx": onnx}
    libraries = {name: importlib.import_module(name) for name in ("torch", "jax", "onnx")}
    versions = {name: library.__version__ for name, library in libraries.items()}
    rows = []
    for framework, record in made.items():
        rows += [{"framework": framework, "text": t, "output": out} for t, out in record()]
    versions["keras"] = importlib.import_module("keras").__version__
    header = {**versions, "python": platform.python_version()}
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    start = f'{{"header":{json.dumps(header)},\n"input":{json.dumps(matrix())},\n"layers":[\n'
    FILE.write_text(f"{start}{lines}\n]}}\n", "utf-8")
    print(f"{len(rows)} texts")


if __name__ == "__main__":
    main()
