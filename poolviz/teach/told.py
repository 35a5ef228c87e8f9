"""What is to be done in one cell where a mistake shows, told with the cell's own numbers.

Each sentence says what was right before the mistake, by one window if that tells enough, and
leaves the result to the learner.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from poolviz.core.pooling import Operation
from poolviz.explain.cells import Cell
from poolviz.explain.figures import exact
from poolviz.explain.window import Window
from poolviz.teach.attempt import OF_WINDOWS
from poolviz.teach.case import Case, covered, summed, window_name, windows_named
from poolviz.words import counted, listed, size

Tell = Callable[[Case], str]


def added(case: Case) -> str:
    """A cell adds up what several windows send."""
    *earlier, last = case.hitting
    sum_ = summed([window.share for window in case.hitting])
    what = f"what {windows_named([window.at for window in earlier])} sent"
    return f"{window_name(last)} adds to {what}: {sum_}"


def kept(case: Case) -> str:
    """A window that a cell does not win leaves the cell what it has."""
    last = case.seeing[-1]
    if last.hits(case.inner(case.before, case.cell)):
        return added(case)
    earlier = windows_named([window.at for window in case.hitting])
    sum_ = summed([window.share for window in case.hitting])
    return (
        f"{window_name(last)} is won by {_winners(case, last)} and leaves {case.here} what "
        f"{earlier} sent: {sum_}"
    )


def seen_not_won(case: Case) -> str:
    """A window sees a cell without being won by it."""
    lost = next(w for w in case.seeing if w not in case.hitting)
    return f"{window_name(lost)} sees {case.here} but is won by {_winners(case, lost)}: no hit"


def all_to_winner(case: Case) -> str:
    """A window's upstream gradient goes to its maximum alone."""
    lost = [window for window in case.seeing if window not in case.hitting]
    window = (lost or case.seeing)[0]
    what = (
        f"{window_name(window)} sends all of {exact(window.upstream)} to {_winners(case, window)}"
    )
    return f"{what}, nothing to {case.here}" if lost else what


def tied(case: Case) -> str:
    """Who gets the gradient of a window whose maximum several cells share."""
    at = case.inner(case.before, case.cell)
    window = next(w for w in case.seeing if at in w.tied)
    tying = listed([case.place(cell) for cell in window.tied], "and")
    rule = case.before.ties
    gets = {
        "first": f"the first of them, {_winners(case, window)}, gets it all",
        "last": f"the last of them, {_winners(case, window)}, gets it all",
        "split": "they share it equally",
        "all": "each of them gets the whole",
    }[rule]
    return f"{tying} tie in {window_name(window)}: with ties {rule} {gets}"


def averaged(case: Case) -> str:
    """The mean makes each window's upstream gradient 1/n."""
    window = case.seeing[0]
    n = case.was.problem.loss_over
    starts = f"{window_name(window)} starts with {exact(window.upstream)}"
    return f"the loss is the mean of {counted(n, 'output')}, so {starts}"


def divided_backward(case: Case) -> str:
    """A cell gets the upstream gradient over the divisor."""
    window = case.seeing[0]
    return (
        f"{window_name(window)} sends each of its cells {exact(window.upstream)} "
        f"divided by {window.divisor}"
    )


def divided_forward(case: Case) -> str:
    """A window's sum is divided by its divisor."""
    window = case.seeing[0]
    return f"the sum of {window_name(window)} is divided by its divisor, {window.divisor}"


def full_divisor(case: Case) -> str:
    """Some of a window's cells do not count."""
    window, _ = _otherwise_divided(case)
    out = _taken_cells(window, (len(window.cells) + window.outside) - (window.divisor or 0))
    return f"{out} outside and not counted"


def padding_counted(case: Case) -> str:
    """Whether padding counts in the divisor."""
    window, other = _otherwise_divided(case)
    was, made = window.divisor or 0, other.divisor or 0
    out = _taken_cells(window, abs(made - was))
    return f"{out} padding and {'counted' if was > made else 'not counted'}"


def _taken_cells(window: Window, number: int) -> str:
    """Some of a window's cells, with a verb."""
    area = len(window.cells) + window.outside
    return f"{number} of the {area} cells of {window_name(window)} {'is' if number == 1 else 'are'}"


def _otherwise_divided(case: Case) -> tuple[Window, Window]:
    """The first window of the cell that is divided by something else, before and after."""
    both = zip(case.seeing, case.windows(case.made, case.after), strict=True)
    return next((was, made) for was, made in both if was.divisor != made.divisor)


def never_padding(case: Case) -> str:
    """Padding never wins, and never ties."""
    others = case.windows(case.made, case.after)
    both = zip(case.seeing, others, strict=True)
    lost = [was for was, made in both if _hit(case, was) != _hit(case, made)]
    window = (lost or case.seeing)[0]
    return f"padding never wins {window_name(window)}: {_winners(case, window)} does"


def _hit(case: Case, window: Window) -> set[Cell]:
    """The cells that a window hits, as the input asked about numbers them."""
    attempt = case.before if window.problem is case.was.problem else case.after
    top, left = case.inner(attempt, (0, 0))
    return {(row - top, column - left) for row, column in window.hit}


def own_upstream(case: Case) -> str:
    """A window starts with its own number of the upstream gradient."""
    others = [w for w in case.hitting if w.upstream != Fraction(1, case.made.problem.loss_over)]
    window, *_ = others or case.seeing
    return f"{window_name(window)} starts with its upstream gradient, {exact(window.upstream)}"


def worth_of_hits(case: Case) -> str:
    """A hit is worth what its window sends."""
    other, *_ = [window for window in case.hitting if window.share != 1] or case.seeing
    return f"the hit by {window_name(other)} is worth what the window sends, {exact(other.share)}"


def placed(case: Case) -> str:
    """Other windows see a cell, or a window sees other cells."""
    seeing, others = case.seeing, _or_none(case)
    was, made = ([window.at for window in some] for some in (seeing, others))
    if was == made:
        for window, other in zip(seeing, others, strict=True):
            if window.taps != other.taps:
                return f"{window_name(window)} covers {covered(window, other)}"
    elif case.matrix not in OF_WINDOWS:
        alone = " alone" if len(made) == 1 else ""
        these, those = (windows_named(some).rstrip(",") for some in (was, made))
        return f"seen by {these}, not by {those}{alone}"
    was_shape, made_shape = case.was.problem.geometry.shape, case.made.problem.geometry.shape
    if was_shape == made_shape:
        return padding_counted(case)
    return _sizes(case)


def _or_none(case: Case) -> list[Window]:
    """The windows of the cell after the mistake, if it has the cell."""
    try:
        return case.windows(case.made, case.after)
    except ValueError:
        return []


def _sizes(case: Case) -> str:
    was, made = case.was.problem, case.made.problem
    text = f"the output is {size(was.geometry.shape)}, not {size(made.geometry.shape)}"
    if case.matrix == "gradient" and was.loss == "mean":
        return f"{text}: each window starts with 1/{was.loss_over}, not with 1/{made.loss_over}"
    return text


def operation(case: Case) -> str:
    """What the operation asked for makes of a window, or sends to it."""
    return OPERATIONS[case.was.problem.operation](case)


def _max(case: Case) -> str:
    if case.matrix == "output":
        return f"max takes the largest cell of {window_name(case.seeing[0])}, not the mean"
    lost = [window for window in case.seeing if window not in case.hitting]
    window = (lost or case.seeing)[0]
    return f"{window_name(window)} hits {_winners(case, window)} alone, its maximum"


def _avg(case: Case) -> str:
    if case.matrix == "output":
        return f"avg takes the mean of {window_name(case.seeing[0])}, not the largest cell"
    window = case.seeing[0]
    return f"{window_name(window)} hits all of its {counted(len(window.cells), 'cell')}"


OPERATIONS: dict[Operation, Tell] = {"max": _max, "avg": _avg}


def exchanged(case: Case) -> str:
    """Row and column changed places."""
    row, column = case.cell
    return f"row {row}, column {column} holds what belongs into row {column}, column {row}"


def from_zero(case: Case) -> str:  # noqa: ARG001
    """Places are counted from 0."""
    return "the first row and the first column are number 0, so the first cell is (0, 0)"


def _winners(case: Case, window: Window) -> str:
    """The cells that a window of max hits."""
    return listed([case.place(cell) for cell in window.hit], "and")
