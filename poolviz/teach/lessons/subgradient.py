"""Why there is a gradient although the maximum has kinks, and which tie rules are right."""

from __future__ import annotations

from poolviz.teach.lesson import Choose, Lesson, Show

LESSON = Lesson(
    question="Max is not differentiable, so how? And which tie rule is right?",
    intro=(
        "Where one cell of a window is larger than the others, it stays the largest if it moves "
        "by a little: the output follows it, and the slope is 1. There is nothing to worry about. "
        "Only where cells tie is there a kink: made larger, a cell wins; made smaller, another "
        "one holds the output. Two slopes, and no single right one. But any way of sharing among "
        "the cells that tie, in parts of 0 or more that sum to the whole, is a subgradient, and "
        "training may use it."
    ),
    predict=Choose(
        "A window holds 5 5. One library sends (1, 0), another (1/2, 1/2). Which is right?",
        (
            "the first: one cell has to win",
            "the second: equal cells must be treated alike",
            "both",
            "neither: there is no gradient at a tie",
        ),
        answer="c",
        command='max "5 5" --kernel 1x2 --nudge 0,0',
        proof="each of first, last and split is a valid subgradient",
        wrong={
            "a": "the slopes of a cell that ties are 0 and 1; what lies between is as good as 1",
            "b": "equal parts are fair, but fairness is not asked for: does (1, 0) sum to less?",
            "d": "no single one, but there are subgradients: what do both sum to?",
        },
    ),
    shows=(
        Show(
            'max "5 5" --kernel 1x2 --nudge 0,0',
            "Smaller: (0, 1) holds the output at 5, slope 0. Larger: the output grows, slope 1. "
            "Every rule that hands on 1 in all is valid; all hands on 2, and is not.",
        ),
        Show(
            'max "5 5" --kernel 1x2 --compare "ties=first split"',
            "The last line says which libraries take which. Two that disagree at a tie are both "
            "right.",
        ),
    ),
    tries=(
        'max "5 4.9" --kernel 1x2 --nudge 0,0',
        'max "7 7; 7 1" --nudge 0,0',
    ),
)
