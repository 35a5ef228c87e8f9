"""What is asked of a result in Python is judged as on the command line, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from runs import quick

from poolviz import chain, max_pool
from poolviz.explain.account import account

P = max_pool([[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]], stride=1)
MASKED = np.ma.masked_array(P.gradient, mask=np.eye(4))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (P.check, "check takes your own matrix, such as check(gradient=mine)"),
        (lambda: P.check(foo=[[1]]), "check must be output, argmax, hits, coverage, divisors or "
         "gradient, not 'foo'"),
        (lambda: P.check(gradient=MASKED), "the answer has masked cells\n"
         "hint: write ? or None for what is not answered"),
        (lambda: P.cell(2.0, 1), "row must be a whole number from 0, not 2.0"),
        (lambda: P.window(1, True), "column must be a whole number from 0, not True"),
        (lambda: P.nudge(2), "column must be a whole number from 0, not None"),
        (lambda: P.look(decimals=-1), "decimals must be at least 0, not -1"),
        (lambda: P.look(show="hits,mistakes"), "show must be input, output, argmax, index, "
         "divisors, hits, coverage, upstream, gradient or all, not 'mistakes'"),
        (lambda: chain([("max", {"loss": "sum"})]), "layer 1: loss is no option of a layer in a "
         "chain; give it to the chain itself"),
        (lambda: chain(["MaxPool2d(2)", ("avg", {"upstream": [[1]]})]), "layer 2: upstream is no "
         "option of a layer in a chain; give it to the chain itself"),
        (lambda: chain([("max",)]), "a layer is text or (\"max\", options), not ('max',)"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_value_error(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 the whole message is compared
        ask()
    assert str(error.value) == message


def test_a_matrix_without_a_name_is_the_gradient() -> None:
    """As on the command line; it is no other argument."""
    assert P.check(P.gradient).right
    assert P.check([[9]]).to_dict()["checks"] == P.check(gradient=[[9]]).to_dict()["checks"]
    assert not P.check(P.gradient * 2).right


def test_numpys_integers_are_numbers_of_cells() -> None:
    """An argmax can be looked at."""
    at = P.argmax[1, 2]
    assert P.cell(*at).to_dict() == P.cell(1, 3).to_dict()
    assert P.nudge(*at).to_dict() == P.nudge(1, 3).to_dict()


def test_a_framework_s_own_layer_is_read_as_it_prints() -> None:
    class Layer:
        def __str__(self) -> str:
            return "MaxPool2d(kernel_size=3, stride=1)"

    expected = chain("MaxPool2d(3, 1)")(P.input).output.tolist()
    assert chain([Layer()])(P.input).output.tolist() == expected == [[9, 6], [9, 6]]


@pytest.mark.parametrize("ties", ["first", "last", "split", "all"])
@pytest.mark.parametrize("loss", ["mean", "sum"])
def test_a_cell_s_gradient_is_the_sum_over_its_windows(ties: str, loss: str) -> None:
    """It is known from the hits where each brings the same; the windows give it as well."""
    p = max_pool([[1, 3, 3], [3, 0, 3]], stride=1, padding=1, ties=ties, loss=loss)
    told = account(p)
    for cell in np.ndindex(2, 3):
        shares = [w.share for w in told.seeing(cell) if w.hits(cell)]
        assert told.gradient(cell) == sum(shares, Fraction())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--check", "divisors=1"), "code prints the program alone; check your answer without it"),
        (("--cell", "9,9"), "cell 9,9 is not there: the input is 2×2, so cells go from 0,0 to 1,1"),
        (("--show", "divisors"), "max has no divisors; show input, output, argmax, index, hits, "
         "coverage, upstream or gradient"),
        (("--compare", "foo"), None),
    ],
)  # fmt: skip
def test_a_program_is_not_printed_beside_a_mistake(
    options: tuple[str, ...], message: str | None
) -> None:
    """What would be refused without it is refused with it, and nothing is written."""
    ran = quick("max", "1 2; 3 4", "--code", "numpy", *options)
    assert (ran.stdout, ran.status) == ("", 2)
    plain = quick("max", "1 2; 3 4", *options)
    said = plain.stderr.splitlines()[0] if message is None else f"poolviz: {message}"
    assert ran.stderr.splitlines()[0] == said
