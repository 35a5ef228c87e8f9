"""Records what happens in the pooling layers of small networks in network.json, next to this file.

Run it with an interpreter that has torch: `python tests/reference/record_network.py`. Each network
has random weights, is given a batch of random images, and is differentiated by its loss. Hooks
record of each pooling layer its input, its output, the indices of its maxima, the gradient that
arrives at its output and the one that leaves at its input, all of them (N, C, H, W). The text of a
network is what `print` makes of it. The seed is fixed, so the same versions on the same processor
write the same file again.
"""

from __future__ import annotations

import importlib
import json
import platform
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED = 20261124
FILE = Path(__file__).with_name("network.json")
TYPES = ("float32", "float64")

Record = dict[str, Any]
Made = tuple[Any, tuple[int, ...], str]
"""A network, the shape of its input, and what its loss is."""


def named(nn: Any, **layers: Any) -> Any:
    """Layers in a row, with names."""
    return nn.Sequential(OrderedDict(layers))


def small(nn: Any) -> Made:
    """Windows that do not overlap: every gradient has one term."""
    model = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
    return model, (2, 3, 8, 9), "mse"


def edges(nn: Any) -> Made:
    """Padding that the average does not count, which the print does not say."""
    pool = nn.AvgPool2d(3, 2, 1, count_include_pad=False)
    return named(nn, conv=nn.Conv2d(2, 4, 3), relu=nn.ReLU(), pool=pool), (2, 2, 10, 9), "mse"


def classifier(nn: Any) -> Made:
    """Ceil mode and dilation, and an adaptive end."""
    features = nn.Sequential(
        nn.Conv2d(1, 3, 3),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, padding=1, dilation=2, ceil_mode=True),
        nn.Conv2d(3, 4, 2),
        nn.ReLU(),
    )
    adaptive = nn.AdaptiveAvgPool2d((2, 3))
    head = nn.Sequential(nn.Flatten(), nn.Linear(24, 5))
    model = named(nn, features=features, avgpool=adaptive, head=head)
    return model, (2, 1, 13, 12), "cross entropy"


def whole(nn: Any) -> Made:
    """Windows that overlap and tie in the zeros of ReLU, and a global end."""
    return (
        named(
            nn,
            stem=named(nn, conv=nn.Conv2d(1, 4, 3), relu=nn.ReLU(), maxpool=nn.MaxPool2d(3, 1, 1)),
            gap=nn.AdaptiveAvgPool2d(1),
            rest=nn.Sequential(nn.Flatten(), nn.Linear(4, 3)),
        ),
        (2, 1, 10, 10),
        "cross entropy",
    )


def chained(nn: Any) -> Made:
    """Two pooling layers, one directly after the other."""
    pools = {"down": nn.MaxPool2d((2, 3), (1, 2)), "mean": nn.AvgPool2d(2, 1)}
    rest = nn.Sequential(nn.Flatten(), nn.Linear(45, 4))
    return named(nn, conv=nn.Conv2d(2, 3, 2), **pools, rest=rest), (2, 2, 8, 11), "cross entropy"


NETWORKS: tuple[Callable[[Any], Made], ...] = (small, edges, classifier, whole, chained)


def watch(layer: Any, seen: Record) -> None:
    """Keep in `seen` all that passes through a pooling layer, down and up."""
    functional: Any = importlib.import_module("torch.nn.functional")

    def keep(_: object, given: tuple[Any, ...], output: Any) -> None:
        seen["input"], seen["output"] = given[0].detach(), output.detach()
        given[0].register_hook(lambda gradient: seen.update(gradient=gradient))
        output.register_hook(lambda gradient: seen.update(upstream=gradient))
        if type(layer).__name__ == "MaxPool2d":
            own = {k: getattr(layer, k) for k in ("stride", "padding", "dilation", "ceil_mode")}
            again, seen["indices"] = functional.max_pool2d(
                given[0], layer.kernel_size, **own, return_indices=True
            )
            assert again.equal(output)

    layer.register_forward_hook(keep)


def plain(tensor: Any) -> Any:
    """The numbers of a tensor, none longer than its type needs."""
    if tensor.ndim:
        return [plain(part) for part in tensor]
    value = tensor.numpy()[()]
    return int(value) if value.dtype.kind == "i" else float(str(value))


def recorded(make: Callable[[Any], Made], kind: str) -> Record:
    """A network, run once forward and backward."""
    torch: Any = importlib.import_module("torch")
    torch.manual_seed(SEED)
    model, shape, loss = make(torch.nn)
    model = model.to(getattr(torch, kind))
    layers: dict[str, Record] = {}
    for name, layer in model.named_modules():
        if "Pool" in type(layer).__name__:
            watch(layer, layers.setdefault(name, {}))
    answer = model(torch.randn(shape).to(getattr(torch, kind)))
    functional = torch.nn.functional
    if loss == "mse":
        value = functional.mse_loss(answer, torch.randn(answer.shape).to(answer.dtype))
    else:
        value = functional.cross_entropy(answer, torch.tensor([0, 2]))
    value.backward()
    rows = [
        {"name": name, **{key: plain(tensor) for key, tensor in seen.items()}}
        for name, seen in layers.items()
    ]
    return {"network": make.__name__, "type": kind, "text": str(model), "layers": rows}


def main() -> None:
    """Write the file, one network a line."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    header = {"torch": torch.__version__, "python": platform.python_version(), "seed": SEED}
    rows = [recorded(make, kind) for make in NETWORKS for kind in TYPES]
    lines = [json.dumps(row, separators=(",", ":")) for row in rows]
    head = json.dumps(header, separators=(",", ":"))
    text = f'{{"header":{head},"networks":[\n' + ",\n".join(lines) + "\n]}\n"
    FILE.write_text(text, encoding="utf-8")
    print(f"{len(rows)} networks, {len(text)} characters")


if __name__ == "__main__":
    main()
