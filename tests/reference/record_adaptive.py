"""Records PyTorch's answers to adaptive pooling in adaptive.json, next to this file.

Run it with an interpreter that has torch: `python tests/reference/record_adaptive.py`. The seed
is fixed, so the same versions write the same file again. Among the problems are global pooling,
output sizes that do not divide the input's, and output sizes larger than the input's.
"""

from __future__ import annotations

import importlib
import json
import platform
import random
from pathlib import Path

from record_pytorch import KINDS, Problem, numbers, plain, shape

SEED = 20261017
FILE = Path(__file__).with_name("adaptive.json")
KEPT = 120
"""How many problems of each operation are recorded."""


def side(rng: random.Random, cells: int) -> int:
    """An output size for so many cells."""
    return rng.choice(
        (1, rng.randint(1, cells), rng.randint(1, cells), rng.randint(1, 2 * cells + 1))
    )


def answered(rng: random.Random, operation: str) -> Problem:
    """A problem with PyTorch's answer."""
    torch = importlib.import_module("torch")
    functional = importlib.import_module("torch.nn.functional")
    height, width = shape(rng)
    size = [side(rng, height), side(rng, width)]
    asked: Problem = {
        "operation": operation,
        "options": {"output_size": size},
        "input": numbers(rng, rng.choice(KINDS), height, width),
    }
    cells = torch.tensor([[asked["input"]]], dtype=torch.float64, requires_grad=True)
    answer: Problem = {}
    if operation == "max":
        output, argmax = functional.adaptive_max_pool2d(cells, size, return_indices=True)
        counts = torch.bincount(argmax.flatten(), minlength=height * width)
        answer["argmax"], answer["hits"] = plain(argmax), plain(counts.reshape(1, 1, height, width))
    else:
        output = functional.adaptive_avg_pool2d(cells, size)
    differentiated = rng.choice(("mean", "sum", "upstream", "upstream"))
    if differentiated == "upstream":
        sent = numbers(rng, rng.choice(KINDS), *size)
        asked["options"]["upstream"] = sent
        output.backward(torch.tensor([[sent]], dtype=torch.float64))
    else:
        asked["options"]["loss"] = differentiated
        (output.sum() if differentiated == "sum" else output.mean()).backward()
    return asked | {"output": plain(output.detach())} | answer | {"gradient": plain(cells.grad)}


def main() -> None:
    """Write the file, one problem a line."""
    torch = importlib.import_module("torch")
    rng = random.Random(SEED)
    header = {"torch": torch.__version__, "python": platform.python_version(), "seed": SEED}
    problems = [answered(rng, operation) for _ in range(KEPT) for operation in ("max", "avg")]
    lines = [json.dumps(each, separators=(",", ":")) for each in problems]
    head = json.dumps(header, separators=(",", ":"))
    text = f'{{"header":{head},"problems":[\n' + ",\n".join(lines) + "\n]}\n"
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
