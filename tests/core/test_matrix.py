"""Which matrices are refused, and in what words."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from passes import work

from poolviz import avg_pool, max_pool
from poolviz.arguments import paddings, pair
from poolviz.core import matrix as matrices
from poolviz.core.matrix import PIECE, finite, kept, matrix, pieces


def test_the_first_of_several_bad_cells_is_named() -> None:
    """In row-major order."""
    x = np.array([[1, 2, 3], [4, math.nan, math.inf], [math.nan, 5, 6]])
    with pytest.raises(ValueError, match=r"^the input's cell \(1, 1\) is nan; "):
        avg_pool(x)


EACH = "; each channel is pooled by itself: take one of them, such as "
THREE, FOUR = EACH + "x[0] or channel=0", EACH + "x[0][0] or channel=(0, 0)"


def test_leading_axes_of_one_are_dropped() -> None:
    x = np.arange(6.0).reshape(2, 3)
    for shape in ((1, 2, 3), (1, 1, 2, 3), (1, 1, 1, 2, 3)):
        assert matrix(x.reshape(shape)).tolist() == x.tolist()
    assert matrix([[[1, 2], [3, 4]]]).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ((3, 4, 5), "3×4×5 (channels, rows, columns)" + THREE),
        (
            (2, 3, 4, 5),
            "2×3×4×5 (images, channels, rows, columns)" + EACH + "x[0][0] or channel=(0, 0)",
        ),
        (
            (1, 3, 4, 5),
            "1×3×4×5 (images, channels, rows, columns)" + EACH + "x[0][0] or channel=(0, 0)",
        ),
        ((2, 1, 1, 4, 5), "2×1×1×4×5" + EACH + "x[0][0][0]"),
    ],
)
def test_a_batch_of_channels_is_told_what_it_is(shape: tuple[int, ...], told: str) -> None:
    for values in (np.ones(shape), np.ones(shape).tolist()):
        with pytest.raises(ValueError, match=r"^the input is ") as caught:
            max_pool(values)
        assert str(caught.value) == f"the input is {told}"


def test_rows_of_masked_cells_are_judged_like_the_whole() -> None:
    masked = np.ma.array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 0], [0, 1]])
    for values in (masked, list(masked), [[1.0, 2.0], masked[1]]):
        with pytest.raises(ValueError, match=r"^the input has masked cells; fill them with num"):
            max_pool(values)
    assert matrix(list(np.ma.array([[1.0, 2.0]]))).tolist() == [[1, 2]]


@pytest.mark.skipif(np.finfo(np.longdouble).eps == np.finfo(float).eps, reason="no longer double")
def test_rows_of_long_doubles_are_judged_like_the_whole() -> None:
    long = np.array([[1, np.longdouble(1) + np.finfo(np.longdouble).eps]])
    for values in (long, list(long), [list(long[0])]):
        with pytest.raises(
            ValueError, match=r"^the input's cell \(0, 1\) is 1\.0+1.*; float64 cannot"
        ):
            max_pool(values)
    assert matrix([np.array([1, 2], dtype=np.longdouble)]).tolist() == [[1, 2]]


@pytest.mark.parametrize("value", [{2, 3}, frozenset({2}), {2: 3}, {2: 3}.keys(), {}])
def test_what_has_no_order_is_neither_a_size_nor_padding_nor_a_matrix(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^kernel must be a whole number from 1 or HxW"):
        pair(value, "kernel")
    with pytest.raises(ValueError, match=r"^padding must be"):
        paddings(value)
    with pytest.raises(ValueError, match=r"^the input must hold real numbers, not Python objects"):
        max_pool(value)


class Tensor:
    """What poolviz asks a tensor for: it takes part in a derivative, on a device, in few bits."""

    def __init__(self, values: Any, floating: bool = True, fault: Exception | None = None) -> None:
        self.values, self.floating, self.fault = values, floating, fault

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def __len__(self) -> int:
        return len(self.values)

    def detach(self) -> Tensor:
        """The same without its derivative."""
        return self

    cpu = detach

    def is_floating_point(self) -> bool:
        """Whether it may hold fractions."""
        return self.floating

    def double(self) -> Tensor:
        """The same as float64."""
        assert self.floating
        return Tensor(np.array(self.values, dtype=np.float64), floating=False, fault=self.fault)

    def numpy(self) -> Any:
        """Its array, if it has one."""
        if self.fault:
            raise self.fault
        assert not self.floating
        return np.asarray(self.values)


def test_a_tensor_is_taken_as_it_is() -> None:
    """Without its library, which need not be there."""
    x = np.float16([[0.1, 3], [5, 2]])
    assert matrix(Tensor(x)).tolist() == x.astype(float).tolist()
    assert matrix([Tensor(row) for row in x]).tolist() == x.astype(float).tolist()
    assert matrix(Tensor(np.array([[[1, 2]]]), floating=False)).tolist() == [[1, 2]]
    assert max_pool(x, upstream=Tensor([[2.0]])).gradient.tolist() == [[0, 0], [2, 0]]


@pytest.mark.parametrize(
    "fault", [TypeError("sparse"), RuntimeError("meta"), NotImplementedError()]
)
def test_a_tensor_without_numbers_is_refused_in_words(fault: Exception) -> None:
    told = r"^the upstream gradient is a \w+\.Tensor that holds no numbers in a grid; give a list"
    with pytest.raises(ValueError, match=told):
        max_pool([[1, 2], [3, 4]], upstream=Tensor([[1.0]], fault=fault))


def test_an_array_that_fails_is_refused_in_words() -> None:
    class Lazy:
        def __array__(self, *args: Any, **kwargs: Any) -> Any:
            raise RuntimeError("not yet")

    with pytest.raises(
        ValueError, match=r"^the input is a \w+\.Lazy that holds no numbers in a grid"
    ):
        max_pool(Lazy())


def test_tensors_of_pytorch_live() -> None:
    """Those that take part in a derivative, of few bits, and laid out channels last."""
    torch = pytest.importorskip("torch")
    x = torch.tensor([[1.5, 3.0], [5.0, 2.0]])
    for kind in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        assert matrix(x.to(kind).requires_grad_()).tolist() == x.tolist()
    images = x[None, None].contiguous(memory_format=torch.channels_last)
    assert matrix(images).tolist() == matrix(list(x)).tolist() == x.tolist()
    assert matrix(x.to(torch.int32)).tolist() == [[1, 3], [5, 2]]
    for wrong in (x.to(torch.complex64), x.to_sparse(), x.to("meta"), x > 2):
        with pytest.raises(ValueError, match=r"^the input "):
            matrix(wrong)


def test_numpy_may_be_told_to_raise() -> None:
    """Overflow and underflow on the way are expected, and no warning leaves the core."""
    x = np.array([[5e-324, 1e308, 1e308], [3e-310, -1e308, 1e-300], [1.0, 0.1, 0.2]])
    with np.errstate(all="raise"):
        for pool in (max_pool, avg_pool):
            pooled: Any = pool(x, 2, 1, upstream=[[1e308, 5e-324], [3e-310, 0.1]])
            assert np.isfinite(pooled.gradient).all()
            assert np.isfinite(pooled.output).all()
            assert pool(x, 2, 1).loss_value is not None
        sent = np.full((3, 2), 1.7e308)
        p = avg_pool(np.ones((2, 2)), (2, 1), 1, (1, 0), divisor=1, upstream=sent)
        with pytest.raises(ValueError, match=r"^the gradient is beyond float64's range"):
            assert p.gradient is None


@pytest.mark.parametrize(
    ("value", "written", "near"),
    [
        (10**39 + 1, str(10**39 + 1), f"the nearest is {int(1e39)}"),
        (10**40 + 1, str(10**40 + 1)[:39] + "…", f"the nearest is {int(1e40)}"),
        (-(2**53) - 1, "-9007199254740993", "the nearest is -9007199254740992"),
        (2**4095 + 1, str(2**4095)[:39] + "…", "it is beyond float64's range"),
        (2**4096, "an integer of 4097 bits", "it is beyond float64's range"),
    ],
    ids=["40 digits", "41 digits", "negative", "4096 bits", "4097 bits"],
)
def test_whole_numbers_that_float64_would_change(value: int, written: str, near: str) -> None:
    """Long ones are cut, and those that Python would not write are told by their bits."""
    told = f"the input's cell (1, 0): {written} is no exact float64 number; {near}"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        matrix([[1, 2], [value, 3.5]])
    if abs(value) < 2**63:
        with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
            matrix(np.array([[1, 2], [value, 3]]))


def test_only_a_first_cell_that_is_nan_is_told_of_nan() -> None:
    """Where an infinite one comes first, nothing is said of NaN."""
    told = "the input's cell (0, 1) is inf; poolviz takes finite float64 numbers only"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        matrix(np.array([[1, math.inf], [2, math.nan]]))
    with pytest.raises(ValueError, match=r"^the input's cell \(1, 1\) is nan; .*NaN"):
        matrix(np.array([[1, 2], [3, math.nan]]))


def test_rows_longer_than_a_piece_are_copied() -> None:
    """A row is the least that is copied at a time; a bad cell in the last one is found."""
    wide = np.arange(2.0 * (PIECE + 1)).reshape(2, PIECE + 1)
    assert (matrix(wide) == wide).all()
    wide[1, -1] = math.nan
    with pytest.raises(ValueError, match=rf"^the input's cell \(1, {PIECE}\) is nan"):
        matrix(wide)


@pytest.mark.parametrize(
    ("shape", "rows_each"),
    [
        ((4096, 4096), 32),
        ((4096, 4097), 31),
        ((3, 2**18), 1),
        ((2**18, 1), 2**17),
        ((5, 3), 5),
        ((9, 2**15, 2), 2),
    ],
)
def test_a_piece_is_a_megabyte_of_float64(shape: tuple[int, ...], rows_each: int) -> None:
    """So it stays in a processor's cache, and is copied past it; it is whole rows."""
    found = [range(shape[0])[piece] for piece in pieces(shape)]
    assert [row for rows in found for row in rows] == list(range(shape[0]))
    assert {len(rows) for rows in found[:-1]} <= {rows_each}
    assert len(found[0]) == rows_each
    assert math.prod(shape[1:]) * rows_each * 8 <= 2**20 or rows_each == 1


def test_the_numbers_of_a_matrix_are_asked_once_whether_they_are_finite() -> None:
    """By their sum. One after the other only if that leaves the range, as it does with NaN."""
    assert work(finite, [1.0, 2.0]) == ["add", "isfinite"]
    with np.errstate(over="ignore"):
        passes = work(finite, [1e308, 1e308])
        assert finite(np.array([1e308, 1e308]))
    assert passes == ["add", "isfinite", "isfinite", "logical_and"]
    assert not finite(np.array([1.0, math.nan]))


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int64, np.uint8])
def test_only_wider_numbers_are_compared_with_what_was_made_of_them(
    dtype: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the others float64 holds each, or (of large whole numbers) each was checked by itself.

    And if they are finite in the array, which is asked before it is copied, they are so here.
    """
    asked = []

    def spied(values: Any) -> bool:
        asked.append(values.dtype)
        return finite(values)

    monkeypatch.setattr(matrices, "finite", spied)
    assert "equal" not in work(matrix, np.ones((2, 3), dtype))
    assert asked == [dtype]


def test_a_bad_cell_of_the_first_piece_is_found() -> None:
    x = np.ones((3, PIECE))
    x[0, 5] = math.inf
    with pytest.raises(ValueError, match=r"^the input's cell \(0, 5\) is inf; "):
        matrix(x)


def looked_at(values: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The whole numbers of a matrix that are checked one by one."""
    found = []

    def spied(value: int, place: str, way: Any = matrices.check_exact) -> None:
        found.append(value)
        way(value, place)

    with monkeypatch.context() as patch:
        patch.setattr(matrices, "check_exact", spied)
        matrix(values)
    return found


def test_few_whole_numbers_are_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an array or a tensor those from 2**53 on; of lists all, as NumPy might round them."""
    large = [2**53, -(2**53)]
    values = [[2**53 - 1, *large], [1, 2, 2**53 - 1]]
    assert looked_at(np.array(values), monkeypatch) == large
    assert looked_at(Tensor(np.array(values), floating=False), monkeypatch) == large
    assert looked_at(np.array(values, float), monkeypatch) == []
    assert looked_at(values, monkeypatch) == [*values[0], *values[1]]

    class Frame:
        def __array__(self, *args: Any, **kwargs: Any) -> Any:
            return np.array(values)

    assert looked_at(Frame(), monkeypatch) == large


def test_what_is_kept_is_computed_once_and_cannot_be_changed() -> None:
    """A number beyond float64's range is refused with the name of the matrix."""
    asked = []

    class Kept:
        @kept
        def output(self) -> Any:
            asked.append(self)
            return np.ones(2)

        @kept
        def gradient(self) -> Any:
            raise OverflowError

    holder = Kept()
    assert holder.output.tolist() == [1, 1]
    assert holder.output is holder.output
    assert asked == [holder]
    assert not holder.output.flags.writeable
    told = r"^the gradient is beyond float64's range \(about 1\.8e308\)$"
    with pytest.raises(ValueError, match=told):
        assert holder.gradient is None


def test_a_kind_without_numbers_is_named_by_its_library() -> None:
    """The first part of where it is defined."""

    class Grid:
        __module__ = "library.grids.flat"
        detach = None

    with pytest.raises(ValueError, match=r"^the input is a library\.Grid that holds no numbers"):
        matrix(Grid())
