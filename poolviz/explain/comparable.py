"""Which options can be compared, and with which values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from poolviz.arguments import LOSSES, TIES, choice, paddings, pair, whole
from poolviz.core.geometry import Placement
from poolviz.explain.window import Problem
from poolviz.words import did_you_mean, listed, shown

SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What a flag's values are called."""


def switch(text: str, name: str) -> bool:
    """A flag from its text.

    >>> switch("yes", "ceil-mode")
    True
    """
    if text.lower() not in SWITCH:
        raise ValueError(f"{name} must be true or false, not {shown(text)}")
    return SWITCH[text.lower()]


class Option(NamedTuple):
    """How the values of an option are judged, and which there are, or some examples."""

    judge: Callable[[str, str], object]
    every: tuple[str, ...] = ()
    examples: str = ""
    libraries: str = ""
    """Which library does which."""


OPTIONS = {
    "ties": Option(
        partial(choice, choices=TIES),
        TIES,
        libraries="first is what PyTorch, Keras, TensorFlow and JAX do (measured on a CPU), split "
        "what MLX does; last and all none of them",
    ),
    "count-include-pad": Option(
        switch,
        ("true", "false"),
        libraries="PyTorch and JAX count padding unless told not to, MLX always; ONNX only if "
        "told to, Keras and TensorFlow never",
    ),
    "ceil-mode": Option(
        switch,
        ("false", "true"),
        libraries="PyTorch and ONNX have ceil mode; Keras, TensorFlow, JAX and MLX do not",
    ),
    "loss": Option(partial(choice, choices=LOSSES), LOSSES),
    "kernel": Option(pair, examples="2 3"),
    "stride": Option(pair, examples="1 2"),
    "padding": Option(lambda text, _name: paddings(text), examples="0 1 same"),
    "dilation": Option(pair, examples="1 2"),
    "divisor": Option(partial(whole, least=1), examples="1 4"),
    "output-size": Option(pair, examples="1 2"),
}
"""What can be compared, by the name of the command's option."""


def parted(text: str) -> tuple[str, str | None]:
    """An option and its values, from `OPTION[=V V …]`.

    >>> parted("ties"), parted("stride=1 2x3")
    (('ties', None), ('stride', '1 2x3'))
    """
    option, equals, values = text.partition("=")
    return option.strip(), values if equals else None


def keyword(option: str) -> str:
    """What an option is called in Python.

    >>> keyword("ceil-mode")
    'ceil_mode'
    """
    return option.replace("-", "_")


def known(problem: Problem, option: str) -> str:
    """The option meant by a name, in the command's spelling.

    Raises ValueError, with the nearest right one, where the problem has no such option.
    """
    name = option.strip().lstrip("-").replace("_", "-").lower()
    has = {"loss", *Placement._fields, *problem.OPTIONS}
    own = [option for option in OPTIONS if keyword(option) in has]
    if name in own:
        return name
    if name in OPTIONS:
        raise ValueError(f"{problem.operation} has no {name}; compare {listed(own)}")
    raise ValueError(f"compare {listed(own)}, not {shown(option)}" + did_you_mean(name, own))


def typed(option: str, values: object) -> list[tuple[str, object]]:
    """The values as they were typed, and what they mean.

    >>> typed("stride", "1 2x3")
    [('1', (1, 1)), ('2x3', (2, 3))]
    >>> typed("ceil-mode", None)
    [('false', False), ('true', True)]
    """
    judge, every, examples, _ = OPTIONS[option]
    texts = list(dict.fromkeys(every if values is None else spellings(values)))
    if not texts:
        raise ValueError(
            f'{option} has many values; say which, such as "{option}={examples}"'
            if examples
            else f"say which values of {option}: {listed(every)}"
        )
    return [(text, _judged(judge, option, text, every)) for text in texts]


def _judged(
    judge: Callable[[str, str], object], option: str, text: str, every: Sequence[str]
) -> object:
    try:
        return judge(text, option)
    except ValueError as error:
        raise ValueError(f"{error}{did_you_mean(text, every)}") from None


def spellings(values: object) -> list[str]:
    """Values as texts; in a text blanks part them, but not within brackets."""
    if isinstance(values, str):
        return re.findall(r"[(\[][^)\]]*[)\]]|\S+", values)
    if not isinstance(values, Iterable):
        values = [values]
    return [_text(value) for value in values]


def _text(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("x" if len(value) == 2 else ",").join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
