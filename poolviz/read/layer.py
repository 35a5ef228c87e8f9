"""A layer as a framework writes it, as the options of poolviz that it stands for.

PyTorch's prints and code, Keras's code and configurations, ONNX's nodes: each with its own
defaults, order and names of arguments. The text is parsed, never evaluated.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from poolviz.read.calls import Call, Given, calls
from poolviz.read.forms import FORMS, Form, bound
from poolviz.read.layer_options import Padding, options
from poolviz.read.numerals import Fault
from poolviz.read.reader import normal, placed
from poolviz.read.unlike import EXAMPLE, nearest, refusal
from poolviz.words import listed, shown

MOST = 2_000_000
"""Characters of a text that may hold layers."""

PRINTED = {"kernel_size", "stride", "padding"}
"""What AvgPool2d prints of itself; the rest is then not known."""

GUESSED = {
    "adaptive_average_pooling2d": "AdaptiveAveragePooling2D",
    "adaptive_max_pooling2d": "AdaptiveMaxPooling2D",
    "global_average_pooling2d": "GlobalAveragePooling2D",
    "global_max_pooling2d": "GlobalMaxPooling2D",
    "average_pooling2d": "AveragePooling2D",
    "max_pooling2d": "MaxPooling2D",
}
"""The names that Keras gives to layers by itself."""


class Layer(NamedTuple):
    """A pooling layer: whose it is, the operation, and the options of `max_pool` or `avg_pool`.

    An option that is as poolviz has it without is left out. `assumed` says what the text does
    not; `name` is what the text calls the layer.
    """

    framework: str
    operation: str
    options: dict[str, Any]
    assumed: tuple[str, ...]
    name: str | None


def parse(text: str, layer: str | None = None) -> Layer:
    """The pooling layer in a text; where there are several, the one that has a name.

    Raises Fault, a ValueError with a place.

    >>> parse("nn.MaxPool2d(3, 2, 1)").options
    {'kernel': (3, 3), 'stride': (2, 2), 'padding': (1, 1, 1, 1)}
    >>> parse("AveragePool(kernel_shape=[2, 2])").options
    {'kernel': (2, 2), 'stride': (1, 1), 'count_include_pad': False}
    """
    found = layers(text)
    if layer is not None:
        return _named(found, layer, text)
    if len(found) > 1:
        names = _listed([str(one.name) for one in found])
        raise Fault(f"several pooling layers: {names}", hint="pick one with --layer NAME")
    (only,) = found
    return only


def _named(found: list[Layer], name: str, text: str) -> Layer:
    """The layer of a name; of a pooling layer that is not taken it is said why."""
    for one in found:
        if one.name == name:
            return one
    text = normal(text)
    with placed(text):
        for call in calls(text):
            if call.name == name and call.maker not in FORMS:
                raise refusal(call) or _another(call, found)
    names = [one.name for one in found if one.name is not None]
    if not names:
        raise Fault(f"the layer has no name, not {shown(name)} either", hint="leave --layer out")
    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {_listed(near)}?" if near else _there(names)
    raise Fault(f"no pooling layer is called {shown(name)}", hint=hint)


def _another(call: Call, found: list[Layer]) -> Fault:
    """What is said of a layer that does not pool, and is not called so."""
    what = f"{shown(call.name)} is no pooling layer: it is {shown(call.maker)}"
    names = [one.name for one in found if one.name is not None]
    return Fault(what, call.at, _there(names) if names else "leave --layer out")


def _there(names: list[str]) -> str:
    return f"there {'is' if len(names) == 1 else 'are'} {_listed(names)}"


def _listed(names: list[str]) -> str:
    """Names of a text, harmless, and not all of them if they are many."""
    quoted = [shown(name)[1:-1] for name in names[:50]]
    more = f", the first 50 of {len(names)}" if len(names) > 50 else ""
    return listed(quoted, "and") + more


def layers(text: str) -> list[Layer]:
    r"""All pooling layers in a text, with the names that it gives them. Raises Fault if none.

    >>> [layer.name for layer in layers("(0): Conv2d(1, 8)\n(1): MaxPool2d(kernel_size=2)")]
    ['1']
    """
    text = normal(text)
    if len(text) > MOST:
        raise Fault(f"a text of {len(text)} characters", hint="give the lines of the layers alone")
    with placed(text):
        written = [_classed(call) for call in calls(text)]
        mine = [call for call in written if call.maker in FORMS]
        if not mine:
            raise next(filter(None, map(refusal, written)), None) or _none(text)
        found = [_layer(FORMS[call.maker], call) for call in mine]
    return _told_apart(found) if len(found) > 1 else found


def _none(text: str) -> Fault:
    """What to say of a text without any call of a pooling layer."""
    word = re.search(r"\b\w*pool\w*", text, re.IGNORECASE)  # each word is gone through once
    if not word:
        return Fault("there is no pooling layer in this text", hint=EXAMPLE)
    what = f"no layer can be read at {shown(word[0])}"
    return Fault(what, word.start(), f"write it as {nearest(word[0][:40])}")


def _told_apart(found: list[Layer]) -> list[Layer]:
    """The layers with a name each, and no name twice."""
    seen: Counter[str] = Counter()
    named = []
    for turn, layer in enumerate(found):
        name = str(turn) if layer.name is None else layer.name
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
        named.append(layer._replace(name=unique))
    return named


def _classed(call: Call) -> Call:
    """A bare configuration with the class that its name tells."""
    if call.maker:
        return call
    name = call.name or ""
    known = GUESSED.get(re.sub("_[0-9]+$", "", name))
    if known:
        return call._replace(maker=known, config=False, guessed=True)
    if {given.key for given in call.given} & {"pool_size", "output_size"}:
        what = f"the configuration does not say its class, nor does its name {shown(name)}"
        raise Fault(what, call.at, "give what keras.saving.serialize_keras_object(layer) gives")
    return call


def _layer(form: Form, call: Call) -> Layer:
    given = bound(form, call)
    name = given["name"].value if "name" in given else None
    name = name if isinstance(name, str) else call.name
    assumed = tuple(_assumed(call, given))
    return Layer(form.framework, form.operation, options(form, call, given), assumed, name)


def _assumed(call: Call, given: dict[str, Given]) -> Iterator[str]:
    """What the text does not say."""
    if call.guessed:
        yield f"the configuration says only the name {call.name}: taken as {call.maker}"
    named = all(one.key for one in call.given)
    if call.maker == "AvgPool2d" and named and set(given) == PRINTED:
        yield (
            "AvgPool2d does not print ceil_mode, count_include_pad and divisor_override: "
            "taken as False, True and None"
        )
    if "storage_order" in given and given["storage_order"].value:
        yield "storage_order changes only how ONNX numbers its Indices"


def command(layer: Layer) -> str:
    """The poolviz command that a layer equals.

    >>> command(parse("AvgPool2d(3, 2, 1, True)"))
    'poolviz avg -k 3 -s 2 -p 1 --ceil-mode'
    """
    words = [f"poolviz {layer.operation}"]
    for key, flag in (("output_size", "--output-size"), ("kernel", "-k"), ("stride", "-s")):
        if key in layer.options:
            words.append(f"{flag} {_sides(layer.options[key])}")
    if "padding" in layer.options:
        words.append(f"-p {_pads(layer.options['padding'])}")
    if "dilation" in layer.options:
        words.append(f"-d {_sides(layer.options['dilation'])}")
    if layer.options.get("ceil_mode"):
        words.append("--ceil-mode")
    if not layer.options.get("count_include_pad", True):
        words.append("--no-count-include-pad")
    if "divisor" in layer.options:
        words.append(f"--divisor {layer.options['divisor']}")
    return " ".join(words)


def _sides(pair: tuple[int, int]) -> str:
    height, width = pair
    return str(height) if height == width else f"{height}x{width}"


def _pads(padding: Padding) -> str:
    if isinstance(padding, str):
        return padding
    if padding[:2] == padding[2:]:
        return _sides((padding[0], padding[1]))
    return ",".join(map(str, padding))
