"""When ceil mode drops a window again."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 2 3 4 5" -k 1x2 -s 3 -p 0x1 --ceil-mode'

LESSON = Lesson(
    question="When does ceil mode drop a window again?",
    intro=(
        "With padding, (size + padding before + padding after - kernel) / stride + 1, rounded up, "
        "can give a last window that would begin beyond the input, in the padding: it would see "
        "no cell of the input. Such a window is dropped. Windows begin at minus the padding and "
        "go on by the stride."
    ),
    predict=Predict(
        "Columns 0 to 4, padding 1 on both sides, windows of 1×2, stride 3, ceil mode. How large "
        "is the output? (Work out where each window would begin.)",
        f"max {ROW}",
        of="size",
        answer="1×2",
        wrong={
            "1x3": "the formula gives 3; at which column does the third window begin?",
            "1x5": "that is the input's size",
            "3x2": "there is one row, and no padding above or below it",
            "1x1": "windows begin at column -1, and again 3 columns later",
        },
        hint="windows would begin at -1, 2 and 5; the input's columns are 0 to 4",
    ),
    shows=(
        Show(
            f"max {ROW} --edges --show input",
            "The last line works it out: 3 windows by the formula, but window 2 would start at "
            "column 5, past the input. Column 4 is left over after all.",
        ),
    ),
    tries=(
        'max "1 2 3 4 5 6" -k 1x2 -s 3 -p 0x1 --ceil-mode --edges',
        f"max {ROW.replace(' -p 0x1', '')} --edges --show input,output",
    ),
)
