"""The mistakes: known wrong ways to compute a matrix, one entry each.

Two together are named in the order in which they stand here.
"""

from __future__ import annotations

from poolviz.core.geometry import Advised
from poolviz.core.pooling import Ties
from poolviz.teach import rules, told
from poolviz.teach.attempt import MATRICES, Matrix
from poolviz.teach.mistake import JOINT, ONLY_AVG, ONLY_MAX, Mistake, Stage
from poolviz.words import did_you_mean, listed, shown


def _ties(rule: Ties, why: str) -> Mistake:
    """Another tie rule than the one asked for."""
    return Mistake(
        f"ties-{rule}",
        ("hits", "gradient"),
        Stage.WINDOW,
        lambda attempt: attempt.but(ties=rule),
        f"{why}, which is another tie rule than the one asked for",
        told.tied,
        ONLY_MAX,
    )


GRADIENT: tuple[Matrix, ...] = ("gradient",)
DIVIDED: tuple[Matrix, ...] = ("output", "divisors", "gradient")
POOLED: tuple[Matrix, ...] = ("output", "hits", "gradient")

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "assigned",
        GRADIENT,
        Stage.ADDING,
        lambda attempt: attempt.but(adding="last that hits"),
        "a cell that several windows hit gets the sum of what they send; writing a share into it "
        "in place of adding leaves only the last one",
        told.added,
    ),
    Mistake(
        "assigned-window",
        GRADIENT,
        Stage.ADDING,
        lambda attempt: attempt.but(adding="last that sees"),
        "writing a whole window, its zeros too, wipes out what earlier windows sent to its cells; "
        "a window sends its losers nothing, which takes nothing away",
        told.kept,
        ONLY_MAX,
    ),
    Mistake(
        "coverage-for-hits",
        ("hits",),
        Stage.FINISHED,
        rules.coverage_for_hits,
        "a window hits the cell that won it; the windows that see a cell without being won by it "
        "do not count",
        told.seen_not_won,
        ONLY_MAX,
    ),
    Mistake(
        "spread",
        GRADIENT,
        Stage.WINDOW,
        rules.spread,
        "the maximum depends on its winner alone, so max sends all of the upstream gradient "
        "there; equal parts for every cell are what avg sends",
        told.all_to_winner,
        ONLY_MAX,
    ),
    _ties("first", "the first cell in row-major order gets it all"),
    _ties("last", "the last cell in row-major order gets it all"),
    _ties("split", "the cells that tie share it equally"),
    _ties("all", "every cell that ties gets the whole"),
    Mistake(
        "not-averaged",
        GRADIENT,
        Stage.WINDOW,
        rules.not_averaged,
        "the loss is the mean of the output, so each of the n windows starts with 1/n, not with 1",
        told.averaged,
    ),
    Mistake(
        "not-divided",
        GRADIENT,
        Stage.WINDOW,
        lambda attempt: attempt.but(divisor=1),
        "avg divides forward, so it divides backward too: a cell gets the upstream gradient over "
        "the window's divisor",
        told.divided_backward,
        ONLY_AVG,
    ),
    Mistake(
        "sum-for-mean",
        ("output",),
        Stage.WINDOW,
        lambda attempt: attempt.but(divisor=1),
        "avg divides each window's sum by the window's divisor",
        told.divided_forward,
        ONLY_AVG,
    ),
    Mistake(
        "full-divisor",
        DIVIDED,
        Stage.WINDOW,
        rules.full_divisor,
        "at the edge a window is divided by the cells that count, which can be fewer than the "
        "kernel has",
        told.full_divisor,
        ONLY_AVG,
    ),
    Mistake(
        "padding-counted",
        DIVIDED,
        Stage.WINDOW,
        lambda attempt: attempt.but(count_include_pad=True),
        "with no-count-include-pad a window is divided by its cells of the input, without the "
        "padding",
        told.padding_counted,
        ONLY_AVG,
    ),
    Mistake(
        "padding-not-counted",
        DIVIDED,
        Stage.WINDOW,
        lambda attempt: attempt.but(count_include_pad=False),
        "with count-include-pad the padding's cells count in the divisor, although they are 0",
        told.padding_counted,
        ONLY_AVG,
    ),
    Mistake(
        "zero-padding",
        POOLED,
        Stage.WINDOW,
        lambda attempt: attempt.but(zero_padded=True),
        "max pads with -inf, which never wins; a 0 wins wherever all cells of a window are "
        "negative, and takes the gradient out of the input",
        told.never_padding,
        ONLY_MAX,
    ),
    Mistake(
        "upstream-ignored",
        GRADIENT,
        Stage.PROBLEM,
        rules.upstream_ignored,
        "with an upstream gradient each window starts with its own number of it, not with the "
        "mean's 1/n",
        told.own_upstream,
    ),
    Mistake(
        "hits-for-gradient",
        GRADIENT,
        Stage.READ,
        lambda attempt: attempt.but(matrix="hits"),
        "hits count windows; the gradient adds up what these windows send",
        told.worth_of_hits,
    ),
    Mistake(
        "stride-1",
        MATRICES,
        Stage.PROBLEM,
        rules.place(stride=(1, 1)),
        "the windows move by the stride asked for, not by 1",
        told.placed,
    ),
    Mistake(
        "stride-kernel",
        MATRICES,
        Stage.PROBLEM,
        rules.place(stride=None),
        "the windows move by the stride asked for, not by the kernel's size",
        told.placed,
    ),
    Mistake(
        "floor",
        MATRICES,
        Stage.PROBLEM,
        rules.place(ceil_mode=False),
        "in ceil mode the output's size is rounded up: a last window may hang over",
        told.placed,
    ),
    Mistake(
        "ceil",
        MATRICES,
        Stage.PROBLEM,
        rules.place(ceil_mode=True),
        "without ceil mode the output's size is rounded down: no window hangs over",
        told.placed,
    ),
    Mistake(
        "no-padding",
        MATRICES,
        Stage.PROBLEM,
        rules.place(padding=(0, 0, 0, 0)),
        "the padding moves the first window outwards and can make room for more windows",
        told.placed,
    ),
    Mistake(
        "no-dilation",
        MATRICES,
        Stage.PROBLEM,
        rules.place(dilation=(1, 1)),
        "with dilation a window's cells are not neighbours: there are gaps between them",
        told.placed,
    ),
    Mistake(
        "sides-swapped",
        MATRICES,
        Stage.PROBLEM,
        rules.swap_sides,
        "sizes are height × width: the first number goes down, the second across",
        told.placed,
    ),
    Mistake(
        "other-operation",
        POOLED,
        Stage.PROBLEM,
        rules.other_operation,
        "max takes the largest cell of a window and sends the gradient to it; avg takes the mean "
        "and sends every cell an equal part",
        told.operation,
    ),
    Mistake(
        "transposed",
        MATRICES,
        Stage.FINISHED,
        lambda attempt: attempt.but(transposed=True),
        "rows go down and columns across: this matrix has rows for columns",
        told.exchanged,
    ),
    Mistake(
        "one-based",
        ("argmax",),
        Stage.FINISHED,
        lambda attempt: attempt.but(counted_from=1),
        "rows and columns are counted from 0",
        told.from_zero,
    ),
)

NAMES = tuple(mistake.name for mistake in MISTAKES)


def mistake(name: str) -> Mistake:
    """The mistake of this name.

    Raises ValueError where there is none.
    """
    for known in MISTAKES:
        if known.name == name:
            return known
    near = did_you_mean(name, NAMES)
    alone = f"mistake must be {listed(NAMES)}, not {shown(name)}"
    what = f"there is no mistake {shown(name)}{near}" if near else alone
    raise Advised(what, "--mistake all shows what each of them changes")


def named(names: str) -> tuple[Mistake, ...]:
    """The mistakes in one name, one or two joined: `assigned+not-averaged`."""
    return tuple(mistake(name) for name in names.split(JOINT))
