"""Several channels: each is pooled by itself."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ARRAY = '"[[[1, 3], [5, 2]], [[4, 0], [1, 8]]]"'

LESSON = Lesson(
    question="How is an array with several channels pooled?",
    intro=(
        "A picture has three channels, red, green and blue; inside a network there can be "
        "hundreds. An array of 2×4×6 has 2 channels, each a matrix of 4×6. A pooling layer works "
        "on each channel by itself, as if the others were not there: there are as many channels "
        "after it as before, and no window ever looks into another one."
    ),
    predict=Predict(
        "Channel 0 has the rows 1 3 and 5 2, channel 1 the rows 4 0 and 1 8. One window of 2×2 "
        "covers all of it. What is the max output of channel 0?",
        f"max {ARRAY} --channel 0",
        of="output[0,0]",
        answer="5",
        wrong={
            "8": "that is the output of channel 1; channels do not compete",
            "4": "pooling takes the maximum within a channel, not across both",
            "13": "the channels are not added up",
        },
        hint="look at the rows 1 3 and 5 2 alone",
    ),
    shows=(
        Show(
            f"max {ARRAY} --channel 0",
            "The head says which channel it is. Its largest is 5.",
        ),
        Show(f"max {ARRAY} --channel 1", "Channel 1 has its own output, and its own gradient."),
        Show(
            f"max {ARRAY}",
            "Without --channel poolviz says what the array is, and what to add. An array of four "
            "dimensions has a number in front: which picture of a batch it is.",
            status=2,
        ),
    ),
    tries=(
        f"avg {ARRAY} --channel 1",
        f"max {ARRAY} --channel all --json",
    ),
)
