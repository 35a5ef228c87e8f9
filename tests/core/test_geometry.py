"""Where the windows are: sizes, cells, the windows of a cell, forms of options, limits."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import naive
import numpy as np
import pytest

from poolviz.arguments import LARGEST, paddings, pair, placement, whole
from poolviz.core import geometry
from poolviz.core.axes import Adaptive, Sliding, within
from poolviz.core.geometry import MOST_CELLS, Geometry, Placement


def settle(shape: tuple[int, int], *windows: Any, **more: Any) -> Geometry:
    """The windows of a problem as `max_pool` would take them."""
    return geometry.settle(shape, placement(*windows, **more))


def axis(line: naive.Line) -> Sliding:
    return Sliding("height", **dataclasses.asdict(line))


def small_lines() -> list[naive.Line]:
    """All that is small, and all that is special: gaps beyond the input, strides beyond both."""
    grid = itertools.product((1, 2, 3, 5, 6), (1, 2, 3, 4), (1, 2, 3, 5), (1, 2, 4), (False, True))
    found = []
    for size, kernel, stride, dilation, ceil_mode in grid:
        extent = dilation * (kernel - 1) + 1
        sides = {0, 1, extent // 2, extent - 1} & set(range(extent))
        found += [
            naive.Line(size, kernel, stride, before, after, dilation, ceil_mode)
            for before, after in itertools.product(sides, sides)
        ]
    return found


LINES = small_lines()
REFUSED = "not smaller than|no window fits|holds no input cell"
WORKING = [line for line in LINES if line.works]


def test_the_grid_is_worth_walking() -> None:
    """Many problems work, many do not, and each reason for that is among them."""
    assert len(WORKING) > 3000
    refused = [line for line in LINES if not line.works]
    assert any(line.windows == 0 for line in refused)
    assert any(line.windows > 0 for line in refused)


def pytorch(line: naive.Line) -> int:
    """PyTorch's `pooling_output_shape_pad_lr` (aten/src/ATen/native/Pool.h)."""
    over = line.stride - 1 if line.ceil_mode else 0
    padded = line.size + line.before + line.after
    count = (padded - line.dilation * (line.kernel - 1) - 1 + over) // line.stride + 1
    if line.ceil_mode and (count - 1) * line.stride >= line.size + line.before:
        count -= 1
    return count


def test_window_count_is_pytorchs() -> None:
    for line in LINES:
        assert max(0, axis(line).windows) == max(0, pytorch(line)), line


def test_window_count_is_that_of_windows_laid_one_by_one() -> None:
    for line in LINES:
        assert max(0, axis(line).windows) == line.windows, line


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "dilation", "floor", "ceil"),
    [
        *((4, 2, 2, 0, 1, 2, 2), (4, 2, 1, 0, 1, 3, 3), (5, 2, 2, 0, 1, 2, 3)),
        *((112, 3, 2, 1, 1, 56, 57), (112, 3, 2, 0, 1, 55, 56), (5, 3, 3, 1, 1, 2, 2)),
        *((6, 3, 3, 1, 1, 2, 3), (7, 3, 2, 1, 2, 3, 3), (3, 2, 5, 1, 1, 1, 1)),
        *((9, 4, 3, 2, 2, 3, 3), (1, 3, 1, 1, 1, 1, 1), (10, 3, 7, 1, 1, 2, 2)),
    ],
)
def test_window_count_that_pytorch_gave(
    size: int, kernel: int, stride: int, padding: int, dilation: int, floor: int, ceil: int
) -> None:
    """Figures of PyTorch 2.13's max_pool2d, floor and ceil mode."""
    problem = (size, kernel, stride, padding, padding, dilation)
    found = [axis(naive.Line(*problem, ceil_mode)).windows for ceil_mode in (False, True)]
    assert found == [floor, ceil]


def test_ceil_mode_may_need_its_overhang_for_the_first_window() -> None:
    """PyTorch, too, pools 2 cells with kernel 3, stride 2 in ceil mode."""
    assert settle((2, 2), 3, 2, ceil_mode=True).shape == (1, 1)


def test_a_window_holds_the_taps_that_lie_in_the_input() -> None:
    for line in WORKING:
        found = axis(line)
        for window in range(line.windows):
            taps = line.taps(window)
            assert list(found.taps(window)) == taps
            assert list(found.cells(window)) == [tap for tap in taps if 0 <= tap < line.size], line


def test_the_windows_of_a_cell_are_those_that_hold_it() -> None:
    for line in WORKING:
        found = axis(line)
        held = [found.cells(window) for window in range(found.windows)]
        for cell in range(line.size):
            windows = [window for window, cells in enumerate(held) if cell in cells]
            assert list(found.windows_of(cell)) == windows, (line, cell)


def test_starts_and_end_frame_all_windows() -> None:
    for line in WORKING:
        found = axis(line)
        taps = [line.taps(window) for window in range(line.windows)]
        assert list(found.starts) == [tap[0] for tap in taps]
        assert found.end == taps[-1][-1] + 1


def test_check_refuses_exactly_what_cannot_be_pooled() -> None:
    for line in WORKING:
        axis(line).check()
    for line in LINES:
        if not line.works:
            with pytest.raises(ValueError, match=REFUSED):
                axis(line).check()


def test_check_is_quick_whatever_the_numbers() -> None:
    """No loop runs over padding or dilation: these would take minutes."""
    nine = LARGEST
    with pytest.raises(ValueError, match="window 1 of the height holds no input cell"):
        Sliding("height", 1, 2, 1, nine, nine, nine).check()
    Sliding("height", 1, 2, nine, nine, nine, 0).check()
    assert list(Sliding("height", 9, nine, nine, 1, nine - 1, nine - 1).windows_of(8)) == [1]


@pytest.mark.parametrize("low", range(-2, 3))
@pytest.mark.parametrize("step", [1, 2, 5])
def test_within_is_a_filter(low: int, step: int) -> None:
    for start, stop, high in itertools.product(range(-7, 6), range(-7, 9), range(low, 6)):
        taps = range(start, stop, step)
        assert list(within(taps, low, high)) == [tap for tap in taps if low <= tap < high]


def test_same_is_onnx_same() -> None:
    """ceil(size / stride) windows, the odd cell after (SAME_UPPER) or before (SAME_LOWER)."""
    for size, kernel, stride, dilation in itertools.product(*[range(1, n) for n in (9, 5, 6, 4)]):
        extent, windows = dilation * (kernel - 1) + 1, (size + stride - 1) // stride
        total = max((windows - 1) * stride + extent - size, 0)
        short, long = total // 2, total - total // 2
        for rule, sides in (("same", (short, long)), ("same-lower", (long, short))):
            if not naive.Line(size, kernel, stride, *sides, dilation, ceil_mode=False).works:
                with pytest.raises(ValueError, match="holds no input cell"):
                    settle((size, size), kernel, stride, rule, dilation)
                continue
            found = settle((size, size), kernel, stride, rule, dilation)
            assert found.shape == (windows, windows)
            assert found.padding == (sides[0], sides[0], sides[1], sides[1])


def test_same_of_an_odd_total_differs_by_its_side() -> None:
    assert settle((5, 4), 2, padding="same").padding == (0, 0, 1, 0)
    assert settle((5, 4), 2, padding="same-lower").padding == (1, 0, 0, 0)
    assert settle((4, 4), (3, 4), 1, "same").padding == (1, 1, 1, 2)


def test_settle_tells_height_from_width() -> None:
    found = settle((9, 20), (2, 3), (1, 4), (0, 1, 1, 2), (2, 1), ceil_mode=True)
    assert found.rows == Sliding("height", 9, 2, 1, 2, before=0, after=1, ceil_mode=True)
    assert found.columns == Sliding("width", 20, 3, 4, 1, before=1, after=2, ceil_mode=True)
    assert (found.kernel, found.stride, found.dilation) == ((2, 3), (1, 4), (2, 1))
    assert (found.padding, found.ceil_mode) == ((0, 1, 1, 2), True)
    assert (found.input_shape, found.shape) == ((9, 20), (8, 6))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((2, (2, 2)), ("2", (2, 2)), (" 2 ", (2, 2)), ("+2", (2, 2)), ("02", (2, 2))),
        *(("2x3", (2, 3)), ("2X3", (2, 3)), ("2×3", (2, 3)), (" 2 x 3 ", (2, 3))),
        *(("(2, 3)", (2, 3)), ("[2, 3]", (2, 3)), ("2,3", (2, 3)), (" ( 2,3 ) ", (2, 3))),
        *(("(2)", (2, 2)), ("(2x3)", (2, 3))),
        *(((2, 3), (2, 3)), ([2, 3], (2, 3)), ((2,), (2, 2)), (range(2, 4), (2, 3))),
        *((np.int64(2), (2, 2)), (np.uint8(2), (2, 2)), ((np.int32(2), 3), (2, 3))),
        *((np.array([2, 3]), (2, 3)), (np.array(2), (2, 2)), (LARGEST, (LARGEST, LARGEST))),
    ],
)
def test_pair_takes(value: Any, expected: tuple[int, int]) -> None:
    found = pair(value, "kernel")
    assert found == expected
    assert all(type(number) is int for number in found)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((0, (0, 0, 0, 0)), (1, (1, 1, 1, 1)), ("1", (1, 1, 1, 1)), (np.int8(1), (1, 1, 1, 1))),
        *(("1x2", (1, 2, 1, 2)), ((1, 2), (1, 2, 1, 2)), ([1, 2], (1, 2, 1, 2))),
        *(("1,2,3,4", (1, 2, 3, 4)), (" 1, 2 ,3,4 ", (1, 2, 3, 4)), ((1, 2, 3, 4), (1, 2, 3, 4))),
        *((np.array([1, 2, 3, 4]), (1, 2, 3, 4)), ("same", "same"), (" same-lower ", "same-lower")),
        *(("(1, 2)", (1, 2, 1, 2)), ("[1, 2]", (1, 2, 1, 2)), ("(1)", (1, 1, 1, 1))),
        *(("[1, 2, 3, 4]", (1, 2, 3, 4)), ("(1, 2,3,4)", (1, 2, 3, 4)), ("(1x2)", (1, 2, 1, 2))),
        *(("SAME", "same"), ("SAME_UPPER", "same"), ("SAME_LOWER", "same-lower")),
        *(("valid", (0, 0, 0, 0)), (" VALID", (0, 0, 0, 0))),
    ],
)
def test_paddings_takes(value: Any, expected: Any) -> None:
    assert paddings(value) == expected


@pytest.mark.parametrize("value", [3, "3", " 3 ", np.int16(3)])
def test_whole_takes(value: Any) -> None:
    assert whole(value, "divisor", 1) == 3


def test_the_most_windows_and_cells_are_taken_and_one_more_is_not() -> None:
    side = int(MOST_CELLS**0.5)
    assert settle((side, side), 1).shape == (side, side)
    with pytest.raises(ValueError, match="more than poolviz takes"):
        settle((side, side + 1), 1)
    with pytest.raises(ValueError, match=r"^1×2 windows over 268451840 padded cells are more"):
        settle((side, side + 1), 1, side)  # few windows, but all cells have a place
    # Few windows, but many cells of padding to lay out.
    with pytest.raises(ValueError, match=r"^1×1 windows over \d+ padded cells are more than"):
        settle((1, 1), side + 1, 2 * side, padding=side)
    with pytest.raises(ValueError, match="kernel must be at most 999999999"):
        settle((1, 1), LARGEST + 1)


def test_paddings_takes_a_generator_of_two() -> None:
    assert paddings(n for n in (1, 2)) == (1, 2, 1, 2)


# --- adaptive windows -----------------------------------------------------------------------


SHARED = [naive.Shared(size, windows) for size in range(1, 13) for windows in range(1, 16)]


def test_adaptive_windows_are_those_that_overlap_on_one_line() -> None:
    """The cells of a window and the windows of a cell, with fewer windows than cells and more."""
    for line in SHARED:
        found = Adaptive("height", line.size, line.windows)
        held = [line.taps(window) for window in range(line.windows)]
        assert [list(found.taps(window)) for window in range(line.windows)] == held, line
        assert [list(found.cells(window)) for window in range(line.windows)] == held
        assert (found.starts, found.extents) == ([h[0] for h in held], [len(h) for h in held])
        for cell in range(line.size):
            windows = [window for window, cells in enumerate(held) if cell in cells]
            assert list(found.windows_of(cell)) == windows, (line, cell)


def test_adaptive_windows_are_pytorchs() -> None:
    """`start_index` and `end_index` of aten/src/ATen/native/AdaptivePooling.h."""
    for line in SHARED:
        a, b, c = range(line.windows), line.windows, line.size
        starts = [(i // b) * c + ((i % b) * c) // b for i in a]
        ends = [1 + ((i + 1) * c - 1) // b for i in a]
        found = Adaptive("height", c, b)
        assert [(w.start, w.stop) for w in map(found.cells, a)] == list(
            zip(starts, ends, strict=True)
        )


def test_an_output_size_stands_in_place_of_all_other_options() -> None:
    found = settle((5, 7), output_size="2x9")
    assert found.rows == Adaptive("height", 5, 2)
    assert found.columns == Adaptive("width", 7, 9)
    assert (found.input_shape, found.shape, found.output_size) == ((5, 7), (2, 9), (2, 9))
    assert (found.kernel, found.stride, found.padding, found.dilation) == (None,) * 4
    assert (found.ceil_mode, found.rows.before, found.rows.after) == (False, 0, 0)
    assert (found.rows.overhang, found.rows.end, found.columns.end) == (0, 5, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("kernel", 2), ("kernel", 3), ("stride", 1), ("padding", 1), ("padding", "same")),
        *(("dilation", 2), ("ceil_mode", True)),
    ],
)
def test_an_output_size_excludes(name: str, value: Any) -> None:
    """Whoever gives both is told, and not left with one of them unheard."""
    told = f"^output_size and {name} exclude each other; give one of them$"
    with pytest.raises(ValueError, match=told):
        placement(output_size=2, **{name: value})


def test_an_output_size_beyond_all_memory_is_refused() -> None:
    side = int(MOST_CELLS**0.5)
    assert settle((1, 1), output_size=side).shape == (side, side)
    told = (
        f"^{side}×{side + 1} windows are more than poolviz takes \\({MOST_CELLS}\\); use a smaller"
    )
    with pytest.raises(ValueError, match=told):
        settle((1, 1), output_size=(side, side + 1))


def test_placement_but() -> None:
    """An output size takes the place of the others, and goes where it is taken back."""
    asked = placement((2, 3), 1, "same")
    assert asked.but(stride=None) == placement((2, 3), padding="same")
    assert asked.but(output_size=(2, 2)) == Placement.adaptive((2, 2))
    adaptive = Placement.adaptive((2, 2))
    assert adaptive.but(output_size=(1, 3)) == Placement.adaptive((1, 3))
    assert adaptive.but(output_size=None, kernel=(3, 3)) == placement(3)
    assert adaptive.but(ceil_mode=False) == adaptive
    with pytest.raises(ValueError, match=r"^output_size and stride exclude each other"):
        adaptive.but(stride=(1, 1))
