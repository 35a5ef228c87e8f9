"""Average pooling, forward and backward."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

LESSON = Lesson(
    question="How does average pooling send its gradient back?",
    intro=(
        "The output of an average window is the sum of its cells, divided by their number: the "
        "divisor. Every cell moves it, each by the same part. So what comes back to the window is "
        "divided by the divisor, and every cell of the window gets one such share, whatever "
        "stands in it. The mean of two outputs sends each window 1/2, as before."
    ),
    predict=Predict(
        "Windows of 2×2 lie side by side on the two rows 1 3 1 4 and 5 2 4 6. The loss is the "
        "mean of the two averages. What is the gradient of the cell (0, 0) = 1?",
        'avg "1 3 1 4; 5 2 4 6"',
        of="gradient[0,0]",
        answer="1/8",
        wrong={
            "1/4": "that shares 1 among four cells; the mean of two outputs sends only 1/2",
            "1/2": "that is what comes back to the window; its four cells share it",
            "0": "so it would be in max pooling; an average follows its small cells, too",
            "11/4": "that is the window's output",
            "1": "that is its hits: one window sends it something; the question is how much",
        },
        hint="1/2 comes back to the window, and its four cells share it equally",
    ),
    shows=(
        Show(
            'avg "1 3 1 4; 5 2 4 6"',
            "Every cell is hit once, and each gradient is 1/2 divided by 4. Eight times 0.125 is "
            "1.",
        ),
        Show(
            'avg "1 3 1 4;5 2 4 6" -s 1 --show hits,coverage,gradient --fractions',
            "For an average hits and coverage are the same: every window hits all that it sees. "
            "Three outputs send 1/3 each, and a share is a quarter of it, 1/12; where two windows "
            "overlap a cell gets two shares.",
        ),
    ),
    tries=(
        'avg "1 3 1 4; 5 2 4 6" -s 1 --cell 0,1',
        'avg "1 3 1 4; 5 2 4 6" --mistake not-divided',
        'avg "1 3 1 4; 5 2 4 6" --mistake other-operation',
    ),
)
