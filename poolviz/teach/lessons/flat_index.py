"""PyTorch's flat index."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

MATRIX = '"1 3 1 4; 5 2 4 6"'

LESSON = Lesson(
    question="What does PyTorch's index mean?",
    intro=(
        "Max pooling can also tell where each maximum was found: the argmax, a cell of the input "
        "for each output. PyTorch (return_indices=True) gives it as one number: all cells of "
        "the input are counted from 0, row by row. So it is row × width + column, and the width "
        "is the input's."
    ),
    predict=Predict(
        "The input has the two rows 1 3 1 4 and 5 2 4 6, the windows are 2×2. The second window "
        "finds 6 at (1, 3). What is its index?",
        f"max {MATRIX}",
        of="argmax[0,1]",
        answer="7",
        wrong={
            "3": "that counts within its window; all cells of the input are counted",
            "8": "counting begins at 0",
            "5": "that multiplies by the height; a row has as many cells as the input is wide",
            "6": "that is the number that stands there",
            "1": "that is the window's place in the output",
        },
        hint="row × width + column, and the input is 4 wide",
    ),
    shows=(
        Show(
            f"max {MATRIX} --show input,argmax,index",
            "The argmax has cells as (row, column), the index PyTorch's numbers. 5 is at (1, 0): "
            "1 × 4 + 0 = 4. 6 is at (1, 3): 1 × 4 + 3 = 7. To go back, divide by the width: "
            "7 / 4 is 1, and 3 remains.",
        ),
    ),
    tries=(
        f"max {MATRIX} --code pytorch",
        f'max {MATRIX} --check "argmax=4 7"',
        f'max {MATRIX} --check "argmax=5 8"',
    ),
)
