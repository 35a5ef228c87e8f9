"""Records PyTorch's answers to random pooling problems in pytorch.json, next to this file.

Run it with an interpreter that has torch: `python tests/reference/record_pytorch.py`. The seed
is fixed, so the same versions write the same file again. The options are named as in poolviz;
an option that has its default, which is PyTorch's too, is left out.

Two kinds of problem are recorded as refused, with the reason instead of an answer: those that
PyTorch refuses because there is no window, and those where a dilated window steps over the whole
input. For these PyTorch 2.13 answers -inf and a cell that does not exist: max_pool2d of a 1×1
input with kernel (2, 1), padding (1, 0) and dilation (2, 1) gives the argmax 1.
"""

from __future__ import annotations

import importlib
import json
import platform
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SEED = 20260117
FILE = Path(__file__).with_name("pytorch.json")
KEPT = {"max": 560, "avg": 460, "no window": 24, "no input cell": 12}
"""How many problems of each kind are recorded."""

KINDS = ("whole", "whole", "ties", "ties", "negative", "constant", "zeros", "digits", "wide")

Problem = dict[str, Any]
Numbers = list[list[Any]]


def numbers(rng: random.Random, kind: str, height: int, width: int) -> Numbers:
    """A matrix of one kind of numbers."""
    constant = rng.choice((rng.randint(-9, 9), rng.uniform(-9, 9)))
    draw: dict[str, Callable[[], float]] = {
        "whole": lambda: rng.randint(-9, 9),
        "ties": lambda: rng.randint(0, 2),
        "negative": lambda: rng.randint(-9, -1),
        "constant": lambda: constant,
        "zeros": lambda: rng.choice((0, 0, -0.0)),
        "digits": lambda: rng.uniform(-10, 10),
        "wide": lambda: rng.uniform(-1, 1) * 10.0 ** rng.randint(-12, 12),
    }
    return [[draw[kind]() for _ in range(width)] for _ in range(height)]


def shape(rng: random.Random) -> tuple[int, int]:
    """A size: mostly small, often a single row or column, at times up to 14×14."""
    most = rng.choice((4, 6, 6, 8, 14))
    height, width = rng.randint(1, most), rng.randint(1, most)
    return rng.choice(((height, width),) * 6 + ((1, width), (height, 1)))


def problem(rng: random.Random) -> Problem:
    """A problem drawn from all that PyTorch's functions take; it may turn out to be refused."""
    operation = rng.choice(("max", "avg"))
    height, width = shape(rng)
    alike = rng.random() < 0.5
    kernel, stride, padding, dilation = [], [], [], []
    for size in (height, width):
        cells = rng.randint(1, min(rng.choice((3, 5, 9)), size + 2))
        gap = rng.choice((1, 1, 1, 2, 2, 3, 4)) if operation == "max" else 1
        kernel.append(cells)
        dilation.append(gap)
        padding.append(rng.choice((0, rng.randint(0, cells // 2))))  # PyTorch's limit
        stride.append(rng.choice((1, 1, 2, 2, 3, rng.randint(1, 9))))
    options: Problem = {"kernel": spelled(kernel, alike)}
    if rng.random() < 0.75:
        options["stride"] = spelled(stride, alike)
    for name, value, default in (("padding", padding, 0), ("dilation", dilation, 1)):
        if spelled(value, alike) != default:
            options[name] = spelled(value, alike)
    if rng.random() < 0.4:
        options["ceil_mode"] = True
    if operation == "avg":
        if rng.random() < 0.4:
            options["count_include_pad"] = False
        if rng.random() < 0.2:
            options["divisor"] = rng.randint(1, 12)
    return {
        "operation": operation,
        "options": options,
        "input": numbers(rng, rng.choice(KINDS), height, width),
    }


def spelled(pair: list[int], alike: bool) -> int | list[int]:
    """One number where both directions are to be alike or happen to be."""
    return pair[0] if alike or pair[0] == pair[1] else pair


def answered(rng: random.Random) -> Problem:
    """A problem with PyTorch's answer, or with the reason why there is none."""
    torch = importlib.import_module("torch")
    asked = problem(rng)
    cells = torch.tensor([[asked["input"]]], dtype=torch.float64, requires_grad=True)
    try:
        output, argmax = pooled(asked, cells)
    except RuntimeError as error:
        if "Output size is too small" not in str(error):
            raise
        return asked | {"refused": "no window"}
    if torch.isinf(output).any():  # its backward pass would write outside the input
        return asked | {"refused": "no input cell"}
    height, width = cells.shape[2:]
    choice = rng.random()
    if choice < 0.35:
        asked["options"]["loss"] = "sum"
        output.sum().backward()
    elif choice < 0.7:
        if choice < 0.5:  # otherwise poolviz's default
            asked["options"]["loss"] = "mean"
        output.mean().backward()
    else:
        sent = numbers(rng, rng.choice(KINDS), *output.shape[2:])
        asked["options"]["upstream"] = sent
        output.backward(torch.tensor([[sent]], dtype=torch.float64))
    answer = {"output": plain(output.detach())}
    if argmax is None:
        answer["hits"] = plain(coverage(asked))
    else:
        answer["argmax"] = plain(argmax)
        counts = torch.bincount(argmax.flatten(), minlength=height * width)
        answer["hits"] = plain(counts.reshape(1, 1, height, width))
    return asked | answer | {"gradient": plain(cells.grad)}


def pooled(asked: Problem, cells: Any) -> tuple[Any, Any]:
    """PyTorch's output, and for max the flat argmax."""
    functional = importlib.import_module("torch.nn.functional")
    options = asked["options"]
    window = (options["kernel"], options.get("stride"), options.get("padding", 0))
    ceil_mode = options.get("ceil_mode", False)
    if asked["operation"] == "max":
        dilation = options.get("dilation", 1)
        output, argmax = functional.max_pool2d(
            cells, *window, dilation, ceil_mode, return_indices=True
        )
        return output, argmax
    counts = options.get("count_include_pad", True)
    return functional.avg_pool2d(cells, *window, ceil_mode, counts, options.get("divisor")), None


def coverage(asked: Problem) -> Any:
    """How many windows see each cell: what a sum over 1 sends back to it."""
    torch = importlib.import_module("torch")
    ones = torch.ones_like(torch.tensor([[asked["input"]]], dtype=torch.float64))
    ones.requires_grad_()
    pooled(asked | {"options": asked["options"] | {"divisor": 1}}, ones)[0].sum().backward()
    return ones.grad


def plain(tensor: Any) -> Numbers:
    """The one channel as lists; whole numbers without a point, the rest with all digits."""
    return [[shortest(number) for number in row] for row in tensor[0, 0].tolist()]


def shortest(number: float) -> float:
    """The same number, as an integer if that loses nothing, the sign of -0.0 included."""
    whole = number == round(number) and abs(number) < 2**53 and str(number) != "-0.0"
    return int(number) if whole else number


def recorded(seed: int, kept: dict[str, int]) -> Iterator[Problem]:
    """So many answered or refused problems of each kind, in the order drawn."""
    rng = random.Random(seed)
    left = dict(kept)
    while any(left.values()):
        answer = answered(rng)
        kind: str = answer["refused"] if "refused" in answer else answer["operation"]
        if left.get(kind, 0):
            left[kind] -= 1
            yield answer


def main() -> None:
    """Write the file, one problem a line."""
    torch = importlib.import_module("torch")
    header = {"torch": torch.__version__, "python": platform.python_version(), "seed": SEED}
    lines = [json.dumps(each, separators=(",", ":")) for each in recorded(SEED, KEPT)]
    head = json.dumps(header, separators=(",", ":"))
    text = f'{{"header":{head},"problems":[\n' + ",\n".join(lines) + "\n]}\n"
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
