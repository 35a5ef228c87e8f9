"""The same problem with several values of an option: the problems, what differs, what is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import naive
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import TIES, Problem, problems

from poolviz import avg_pool, max_pool
from poolviz.explain.comparable import OPTIONS, keyword
from poolviz.explain.compare import compare
from poolviz.write.document import document

WORKED = [[1, 3, 1, 4], [5, 2, 4, 6], [9, 6, 1, 2], [3, 4, 5, 6]]
TIE = [[7, 7, 2], [7, 1, 7], [0, 7, 7]]

TYPED: dict[str, dict[str, Any]] = {
    "ties": {ties: ties for ties in TIES},
    "count-include-pad": {"true": True, "false": False},
    "ceil-mode": {"false": False, "true": True},
    "loss": {"mean": "mean", "sum": "sum"},
    "kernel": {"1": (1, 1), "2x3": (2, 3), "4": (4, 4)},
    "stride": {"1": (1, 1), "3x2": (3, 2), "7": (7, 7)},
    "padding": {"0": (0, 0, 0, 0), "1x2": (1, 2, 1, 2), "0,0,1,1": (0, 0, 1, 1), "same": "same"},
    "dilation": {"1": (1, 1), "2": (2, 2), "3x1": (3, 1)},
    "divisor": {"1": 1, "5": 5},
    "output-size": {"1": (1, 1), "2x3": (2, 3)},
}
"""Values as they are typed, and what they mean."""

BESIDE = ("kernel", "stride", "padding", "dilation", "ceil_mode")


@settings(deadline=None)
@given(problems(side=5), st.sampled_from(sorted(TYPED)))
def test_each_value_makes_the_problem_that_it_makes_afresh(problem: Problem, option: str) -> None:
    """Numbers, sizes and refusals are those of pooling again with this one option."""
    pooled, name = problem.pooled(), keyword(option)
    assume(name == "loss" or name in (*BESIDE, "output_size", *pooled.OPTIONS))
    assume(name not in BESIDE or "output_size" not in problem.options)
    replaced = {"output_size": BESIDE}.get(name, ())
    assume(name != "loss" or "upstream" not in problem.options)
    options = {n: value for n, value in problem.options.items() if n not in replaced}
    comparison = compare(pooled, option, " ".join(TYPED[option]))
    assert [(case.text, case.value) for case in comparison.cases] == list(TYPED[option].items())
    for case in comparison.cases:
        fresh = Problem(problem.operation, problem.x, {**options, name: case.value})
        found = answer(case.problem) if case.problem else case.error
        assert found == typed(answer_of(fresh))


def typed(answer: Any) -> Any:
    """Options that a reason names, in the command's spelling."""
    return answer.replace("_", "-") if isinstance(answer, str) else answer


def answer(pooled: Any) -> Any:
    """The numbers of a problem, or why it has none."""
    try:
        return pooled.output.tolist(), pooled.gradient.tolist()
    except ValueError as error:
        return str(error)


def answer_of(problem: Problem) -> Any:
    """The same of a problem that is pooled afresh, if it can be."""
    try:
        return answer(problem.pooled())
    except ValueError as error:
        return str(error)


@settings(deadline=None)
@given(problems("max", side=5))
def test_marked_are_the_cells_that_are_not_the_same_for_all_tie_rules(problem: Problem) -> None:
    """The exact gradients of the four rules, cell by cell."""
    comparison = compare(problem.pooled(), "ties")
    answers = [naive.pool("max", problem.x, **{**problem.options, "ties": t}) for t in TIES]
    if len(comparison.problems) < 4:
        return  # a gradient is beyond float64's range
    gradients = [naive.flat(answer.gradient) for answer in answers if answer]
    argmax = [naive.flat(answer.argmax) for answer in answers if answer]
    for name, exact in (("gradient", gradients), ("argmax", argmax)):
        differ = comparison.differ(name)
        assert differ is not None
        expected = [apart(values) for values in zip(*exact, strict=True)]
        assert differ.ravel().tolist() == expected
    unchanged = comparison.differ("output")
    assert unchanged is not None
    assert not unchanged.any()


def apart(values: Sequence[Any]) -> bool:
    """Whether cells are not the same, or numbers differ by more than rounding does."""
    first, *others = values
    if isinstance(first, tuple):
        return any(cell != first for cell in others)
    return any(abs(number - first) > abs(first) / 2**50 for number in others)


def test_what_is_rounded_in_two_ways_is_the_same() -> None:
    """An ulp between two ways of adding up is no difference."""
    comparison = compare(max_pool([[3.0, 1.0]], kernel=(1, 2)), "ties=first last")
    for case, gradient in zip(comparison.problems, ([[0.3, 0]], [[0.1 + 0.2, 0]]), strict=True):
        case.gradient = np.array(gradient)  # type: ignore[misc]
    assert comparison.changed(["gradient"]).startswith("the gradient is the same: nothing ties")


# --- what is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "option", "names", "line"),
    [
        (max_pool(TIE, stride=1), "ties", ("output", "gradient"),
         "the output is the same; the gradient differs in 6 of 9 cells"),
        (max_pool(WORKED, stride=1), "ties", ("output", "gradient"),
         "the output and the gradient are the same: nothing ties here, so all rules give the same"),
        (max_pool(WORKED, stride=1), "ties", ("hits",),
         "the hits are the same: nothing ties here, so all rules give the same"),
        (max_pool(TIE, stride=1), "ties", ("output",), "the output is the same"),
        (max_pool(TIE, stride=1, upstream=[[0, 0], [0, 0]]), "ties", ("gradient",),
         "the gradient is the same: nothing is sent back, as the upstream gradient is all 0"),
        (max_pool(TIE, stride=1, upstream=[[0, 0], [0, 0]]), "ties", ("output",),
         "the output is the same"),
        (max_pool(TIE, stride=1, upstream=[[0, 0], [0, 0]]), "ties", ("hits", "gradient"),
         "the gradient is the same; the hits differ in 6 of 9 cells"),
        (max_pool([[7, 1]], kernel=(1, 2)), "loss", ("output", "gradient"),
         "the output and the gradient are the same: the mean of one number is its sum"),
        (avg_pool(WORKED), "count-include-pad", ("output", "gradient"),
         "the output and the gradient are the same: there is no padding here to be counted"),
        (avg_pool(WORKED, padding=1, divisor=4), "count-include-pad", ("output",),
         "the output is the same: the divisor is given, whatever is padding"),
        (avg_pool(WORKED, 3, 3, padding=(0, 0, 1, 1)), "count-include-pad", ("output",),
         "the output is the same: no window reaches the padding"),
        (avg_pool([[0, 0], [0, 0]], 2, 2, padding=(1, 0, 0, 0)), "count-include-pad", ("output",),
         "the output is the same"),
        (avg_pool([[5, 0], [5, 0]], 2, 1, padding=(0, 0, 0, 1)), "count-include-pad=true no",
         ("divisors",), "the divisors differ in 1 of 2 cells"),
        (avg_pool(WORKED, 3, 3), "stride=3 4", ("output",),
         "the output is the same: every value gives the same windows"),
        (max_pool(WORKED, kernel=1), "dilation=1 3", ("output", "gradient"),
         "the output and the gradient are the same: every value gives the same windows"),
        (max_pool([[7, 7, 7]], kernel=(1, 1)), "dilation=1x1 1x2", ("hits",),
         "the hits are the same: every value gives the same windows"),
        (max_pool([[7, 7, 7]], kernel=(1, 2)), "dilation=1x1 1x2", ("output",),
         "the output is the same"),
        (avg_pool(WORKED), "padding=0 same valid", ("output", "gradient"),
         "the output and the gradient are the same: every value gives the same windows"),
        (max_pool(TIE, stride=1), "ties=first last", ("hits", "argmax", "coverage", "upstream"),
         "the coverage and the upstream gradient are the same; the hits differ in 4 of 9 cells; "
         "the argmax differs in 4 of 4 cells"),
        (max_pool(WORKED, stride=1), "stride=1 2 3", ("output", "gradient"),
         "the output is 3×3, 2×2 and 1×1; the gradient differs in 6 of 16 cells"),
        (max_pool(WORKED), "stride=1", ("input", "output", "argmax"),
         "the output is 2×2 and 3×3; the argmax is 2×2 and 3×3"),
        (avg_pool(WORKED, padding=1), "count-include-pad", ("output", "divisors"),
         "the output differs in 8 of 9 cells; the divisors differ in 8 of 9 cells"),
        (avg_pool(WORKED), "stride=1 2", ("divisors",), "the divisors are 3×3 and 2×2"),
        (avg_pool(WORKED), "ceil-mode", ("output", "gradient"),
         "the output and the gradient are the same: every value gives the same windows"),
        (avg_pool(WORKED), "padding=0 7", ("output", "gradient"), "there is nothing to compare"),
        (avg_pool(WORKED), "padding=7", ("output", "gradient"), ""),
        (max_pool([[1e308, -1e308]], kernel=1), "loss", ("output", "gradient"),
         "the output is the same; the gradient differs in 2 of 2 cells"),
    ],
)  # fmt: skip
def test_what_changes(problem: Any, option: str, names: tuple[str, ...], line: str) -> None:
    """In one line: what is the same, in how many cells the rest differs, or which sizes it has."""
    assert compare(problem, option).changed(names) == line


def test_which_library_does_which() -> None:
    """Said of ties, of counting padding and of ceil mode; of the others nothing is known."""
    pooled = avg_pool(WORKED)
    assert compare(max_pool(WORKED), "ties").libraries == (
        "first is what PyTorch, Keras, TensorFlow and JAX do (measured on a CPU), split what MLX "
        "does; last and all none of them"
    )
    assert compare(pooled, "count-include-pad").libraries == (
        "PyTorch and JAX count padding unless told not to, MLX always; ONNX only if told to, "
        "Keras and TensorFlow never"
    )
    assert compare(pooled, "ceil-mode").libraries == (
        "PyTorch and ONNX have ceil mode; Keras, TensorFlow, JAX and MLX do not"
    )
    assert [name for name, option in OPTIONS.items() if option.libraries] == [
        "ties",
        "count-include-pad",
        "ceil-mode",
    ]


def test_the_problem_as_it_was_asked_is_known() -> None:
    """Whatever the words for it; another option value is another problem."""
    cases = compare(avg_pool(WORKED), "padding=0 same 1").cases
    comparison = compare(avg_pool(WORKED), "padding=1")
    assert [comparison.as_asked(case.problem) for case in cases if case.problem] == [
        True, True, False
    ]  # fmt: skip
    for option in ("ties", "loss"):
        pooled = max_pool(WORKED)
        comparison = compare(pooled, option)
        same = [comparison.as_asked(case.problem) for case in comparison.cases if case.problem]
        assert same == [True, *[False] * (len(same) - 1)]


# --- options and values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "values", "texts"),
    [
        ("ties", None, ["first", "last", "split", "all"]),
        ("ties=last all", None, ["last", "all"]),
        ("ties=last first last", None, ["last", "first"]),
        ("ceil_mode", None, ["false", "true"]),
        ("--ceil-mode", None, ["false", "true"]),
        ("Ceil-Mode = Yes", None, ["Yes"]),
        ("stride", [1, (2, 1)], ["1", "2x1"]),
        ("stride", 2, ["2"]),
        ("stride", "1 2x1", ["1", "2x1"]),
        ("stride=3", "1 2", ["1", "2"]),
        ("padding", [(0, 0, 1, 1), "same"], ["0,0,1,1", "same"]),
        ("ceil-mode", [True, False], ["true", "false"]),
        ("output-size=1 2x3", None, ["1", "2x3"]),
        ("loss", None, ["mean", "sum"]),
    ],
)
def test_options_and_values(option: str, values: object, texts: list[str]) -> None:
    """In the command's spelling or Python's, the values in the text or beside it."""
    comparison = compare(max_pool(WORKED), option, values)
    assert [case.text for case in comparison.cases] == texts


@pytest.mark.parametrize(
    ("operation", "option", "message"),
    [
        ("max", "tie", "compare ties, ceil-mode, loss, kernel, stride, padding, dilation or "
         "output-size, not 'tie'; did you mean ties?"),
        ("max", "strdie=1", "compare ties, ceil-mode, loss, kernel, stride, padding, dilation or "
         "output-size, not 'strdie'; did you mean stride?"),
        ("max", "colour", "compare ties, ceil-mode, loss, kernel, stride, padding, dilation or "
         "output-size, not 'colour'"),
        ("max", "", "compare ties, ceil-mode, loss, kernel, stride, padding, dilation or "
         "output-size, not ''"),
        ("max", "divisor=2", "max has no divisor; compare ties, ceil-mode, loss, kernel, stride, "
         "padding, dilation or output-size"),
        ("avg", "ties", "avg has no ties; compare count-include-pad, ceil-mode, loss, kernel, "
         "stride, padding, dilation, divisor or output-size"),
        ("max", "ties=frist", "ties must be first, last, split or all, not 'frist'; did you mean "
         "first?"),
        ("max", "ties=", "say which values of ties: first, last, split or all"),
        ("max", "stride", 'stride has many values; say which, such as "stride=1 2"'),
        ("max", "padding=", 'padding has many values; say which, such as "padding=0 1 same"'),
        ("max", "stride=1 zwei", "stride must be a whole number from 1 or HxW, such as 2 or 2x3, "
         "not 'zwei'"),
        ("max", "kernel=0", "kernel must be at least 1, not 0"),
        ("max", "ceil-mode=maybe", "ceil-mode must be true or false, not 'maybe'"),
        ("max", "ceil-mode=tru", "ceil-mode must be true or false, not 'tru'; did you mean true?"),
        ("avg", "divisor=0", "divisor must be at least 1, not 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(operation: str, option: str, message: str) -> None:
    """The error says what would be right, and which of that is nearest."""
    pooled = (max_pool if operation == "max" else avg_pool)(WORKED)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 the whole message is compared
        compare(pooled, option)
    assert str(caught.value) == message


def test_facts() -> None:
    """A document for each value, or why there is none; a flag's value is true or false."""
    pooled = avg_pool(WORKED, kernel=3)
    assert compare(pooled, "stride=3 2x1").facts(document) == [
        {"option": "stride", "value": "3", "document": document(pooled)},
        {"option": "stride", "value": "2x1",
         "document": document(avg_pool(WORKED, kernel=3, stride=(2, 1)))},
    ]  # fmt: skip
    assert compare(pooled, "ceil_mode=no").facts(document) == [
        {"option": "ceil-mode", "value": False, "document": document(pooled)}
    ]
    [fact] = compare(pooled, "padding=3").facts(document)
    assert fact == {
        "option": "padding",
        "value": "3",
        "error": "padding of 3 cells before the input's height is not smaller than the window's "
        "extent, 3: a window could lie in the padding alone; use at most 2",
    }


def test_beside_an_output_size_the_windows_have_no_other_options() -> None:
    """Why not stands in their place, in the spelling of the option's heading."""
    pooled = max_pool(WORKED, output_size=2)
    [case] = compare(pooled, "stride=1").cases
    assert case.error == "output-size and stride exclude each other; give one of them"
    _, case = compare(pooled, "ceil_mode").cases
    assert case.error == "output-size and ceil-mode exclude each other; give one of them"


def test_a_loss_is_not_compared_beside_an_upstream_gradient() -> None:
    """It would take its place without a word; they exclude each other here, too."""
    pooled = max_pool(WORKED, upstream=[[1, 2], [3, 4]])
    for option in ("loss", "loss=sum"):
        with pytest.raises(ValueError, match="loss and upstream exclude each other; compare loss"):
            compare(pooled, option)


def test_what_float64_cannot_hold_is_said_in_its_place() -> None:
    """The other values stand."""
    pooled = max_pool([[5, 5, 5]], kernel=(1, 2), stride=1, upstream=[[1e308, 1e308]], ties="last")
    errors = {case.text: case.error for case in compare(pooled, "ties").cases}
    assert errors == {
        "first": "",
        "last": "",
        "split": "",
        "all": "the gradient is beyond float64's range (about 1.8e308)",
    }
