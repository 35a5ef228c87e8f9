"""`poolviz layer`: a pooling layer as a framework writes it."""

from __future__ import annotations

import click

from poolviz.command.faults import Refused
from poolviz.command.options import MATRIX, OF_EITHER, option
from poolviz.command.pooling import carry_out, made, one_matrix
from poolviz.command.request import Request, explicit
from poolviz.words import listed

OWN = {"max": ("ties",), "avg": ("count_include_pad", "divisor")}
"""The options that only one operation has."""

OWNER = {name: operation for operation, names in OWN.items() for name in names}


def run(spec: str, matrix: tuple[str, ...], layer: str | None, **given: object) -> None:
    """See a layer of a network: SPEC is what a framework prints or a program says.

    SPEC is a layer of PyTorch, Keras or ONNX, such as "MaxPool2d(kernel_size=3, stride=2,
    padding=1)", or a file, or - for standard input, with a printed model in it. Options stand
    before what SPEC says. MATRIX is as for poolviz max.
    """
    if spec.strip() == "-" and "-" in [one.strip() for one in matrix]:
        raise Refused("standard input cannot be read twice; name a file for all but one")
    from poolviz.read import source
    from poolviz.read.layer import command

    found = source.load_layer(spec, "SPEC", layer)
    mine = OWN[found.operation]
    typed = {name: f"--{name.replace('_', '-')}" for name in explicit(given)}
    for name, option_ in typed.items():
        if name in OWNER and name not in mine:
            raise Refused(f"{option_} is an option of {OWNER[name]} pooling; "
                          f"this layer is {found.operation} pooling")  # fmt: skip
    instead = [option_ for name, option_ in typed.items() if name != "loss"]
    own = f", here with your own {listed(instead, 'and')}" if instead else ""
    notes = (f"the layer is: {command(found)}{own}", *found.assumed)
    argument = one_matrix(matrix, "poolviz layer SPEC")
    carry_out(Request(found.operation, argument, given, found.options, notes))


LAYER = made(
    "layer", run, click.argument("spec", metavar="SPEC"), MATRIX,
    option("Pooling", "--layer", metavar="NAME",
           help="Which layer of a printed model, by the name that the print gives it."),
    *OF_EITHER,
)  # fmt: skip
