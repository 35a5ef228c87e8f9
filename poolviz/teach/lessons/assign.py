"""Adding against assigning: what a program loses that writes where it should add."""

from __future__ import annotations

from poolviz.teach.lesson import Lesson, Predict, Show

ROW = '"1 9 3 4" -k 1x2 -s 1'

LESSON = Lesson(
    question="What goes wrong if I assign the gradient in place of adding it?",
    intro=(
        "A backward pass is a loop over the windows. If it writes gradient[cell] = share, the "
        "last window that hits a cell wipes out what others had sent there. It must say "
        "gradient[cell] += share, so that shares add up. As long as windows do not overlap, the "
        "two give the same, and the mistake is not seen."
    ),
    predict=Predict(
        "Windows of 1×2 with stride 1 on 1 9 3 4 give the output 9 9 4. A program that assigns "
        "says that the gradient is 0 1/3 0 1/3. What should stand in place of the first 1/3?",
        f"max {ROW}",
        of="gradient[0,1]",
        answer="2/3",
        wrong={
            "1/3": "one window sends that; look at how many windows 9 won",
            "2": "that counts the windows; each of the three sends 1/3",
            "1": "that would be the share of all three windows, but 4 won one of them",
            "1/2": "there are three outputs in the mean, so each window sends 1/3",
        },
        hint="count the windows that 9 won, and add what each of them sends",
    ),
    shows=(
        Show(
            f"max {ROW} --mistake assigned",
            "Side by side: the right gradient, and that of the program that assigns. The sum tells "
            "on it as well: 1/3 + 1/3 is 2/3, but three windows sent 1 together.",
        ),
        Show(
            f'max {ROW} --check "0 1/3 0 1/3"',
            "A gradient of your own is judged, and the mistake that gives it is named. Here two "
            "mistakes give the same numbers, and both are told.",
            status=3,
        ),
    ),
    tries=(
        'max "1 9 2 8" -k 1x2 --mistake assigned',
        'max "1 3 1 4; 5 2 4 6; 9 6 1 2; 3 4 5 6" -s 1 --mistake assigned',
        "in NumPy gradient[rows, columns] += share adds once where an index stands twice; "
        "np.add.at adds every time",
    ),
)
