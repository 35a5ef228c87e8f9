"""Numbers as texts: never cut, rounded once, and alike wherever they stand in one matrix.

A float64 is taken for the number that its shortest text writes, so 0.1 is a tenth. What is
rounded is rounded half to even.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache

Number = float | Fraction
"""What a figure can show; NumPy's numbers count as Python's."""

LONG = 1000
"""A denominator beyond this is long."""

LONGEST = 14
"""A number's text with more characters than this is cut to some decimals within a sentence."""

LONGEST_TEN = 10**18
"""What divides this has at most 18 decimals."""

SIGNIFICANT = 3
"""So many digits of a total are shown at least where its terms are rounded."""

WIDEST = 1e21
"""Whole numbers below this are written out; beyond it, and below the last decimal, with an e."""

MOST_DECIMALS = 1074
"""No float64 has more decimals."""

EXACT = Context(prec=2200, Emax=10**6, Emin=-(10**6))
"""Holds every sum of float64s, and every number of decimals that is asked for."""


def figure(value: Number, decimals: int) -> str:
    """One number in decimals: whole ones without a point, others with as many as they need.

    >>> figure(4.0, 4), figure(2.75, 4), figure(Fraction(1, 9), 4), figure(1e-7, 4)
    ('4', '2.75', '0.1111', '1e-07')
    """
    decimals = min(decimals, MOST_DECIMALS)
    return _text(value, decimals, min(decimals, places(value)))


def decimals_of(value: Fraction) -> float | str:
    """A fraction as a number to be shown in decimals; a text where float64 does not reach it.

    >>> decimals_of(Fraction(9, 40)), decimals_of(Fraction(10) ** 309)
    (0.225, '1e+309')
    """
    try:
        number = float(value)
    except OverflowError:
        return figure(value, 4)
    return number if number or not value else figure(value, 4)


def exact(value: Fraction) -> str:
    """An exact number: a fraction, or decimals where a fraction of them would be longer.

    >>> exact(Fraction(2, 9)), exact(Fraction("0.12345")), exact(Fraction(1, 65536))
    ('2/9', '0.12345', '1/65536')
    """
    fraction = str(value)
    if value.denominator > LONG and LONGEST_TEN % value.denominator == 0:
        return min(f"{_decimal(value):f}", fraction, key=len)
    return fraction


def brief(text: str, value: Fraction, decimals: int) -> str:
    """A number's text within a sentence; if that is long, so many decimals of the number.

    >>> third = Fraction("0.123456789") / 3
    >>> brief("1/3", Fraction(1, 3), 4), brief(str(third), third, 4)
    ('1/3', '0.0412')
    """
    return text if len(text) <= LONGEST else figure(value, decimals)


def last_place(total: Fraction, terms: Iterable[Fraction], decimals: int) -> int:
    """As many decimals as a line needs of rounded terms and their total, so that it adds up.

    Terms that nearly cancel need many; with exponents, as many as the largest term has then.

    >>> last_place(Fraction("0.15"), [Fraction("0.1")], 4)
    4
    >>> last_place(Fraction("2.775e-8"), [Fraction("0.0055")], 4)
    10
    >>> last_place(Fraction("3e-8"), [Fraction("2e-8"), Fraction("1e-8")], 4)
    12
    """
    largest = max(map(abs, terms))
    place = decimals - (_exponent(largest) if _has_exponent(largest, decimals) else 0)
    return max(place, SIGNIFICANT - 1 - _exponent(total)) if total else place


def to_place(value: Number, decimals: int, place: int) -> str:
    """A figure that ends at the last place of its line, with or without an exponent.

    >>> to_place(Fraction("0.12345678"), 4, 6), to_place(Fraction("2.775e-8"), 4, 10)
    ('0.123457', '2.78e-08')
    """
    if not _has_exponent(value, decimals):
        return figure(value, max(place, decimals))
    digits = place + _exponent(value)
    return _with_exponent(_decimal(value), digits if digits >= 0 else decimals)


def matrix_texts(rows: Sequence[Sequence[Number | str]], decimals: int) -> list[list[str]]:
    """The texts of a matrix: one number of decimals for all, whole numbers bare.

    A fraction is written as one, and a text stands as it is.

    >>> matrix_texts([[0.125, 1.0], [Fraction(1, 9), 0.5]], 4)
    [['0.125', '1'], ['1/9', '0.500']]
    """
    decimals = min(decimals, MOST_DECIMALS)
    shared = shared_places((value for row in rows for value in row), decimals)
    return [[written(value, decimals, shared) for value in row] for row in rows]


def shared_places(values: Iterable[Number | str], decimals: int) -> int:
    """As many decimals as the number among these needs that needs most, at most so many."""
    most = 0
    for value in values:
        if most == decimals:
            break
        if isinstance(value, float) and not _whole(value):
            needed = places(value)
            if needed > most and not _vanishes(value, decimals):
                most = min(decimals, needed)
    return most


@lru_cache(2**14)
def head(text: str) -> int:
    """How many characters stand before the point or the exponent; all, where it is no number.

    >>> head("12.5"), head("1e-07"), head("-.5"), head("2/9"), head("…")
    (2, 1, 1, 3, 1)
    """
    for at, char in enumerate(text):
        if char in ".e" and at and text[at - 1].isdigit():
            return at
        if char == "." and text[at + 1 : at + 2].isdigit():
            return at
    return len(text)


def places(value: Number) -> int:
    """The decimals that a number has; MOST_DECIMALS where they do not end.

    >>> places(0.125), places(2.0), places(Fraction(1, 3))
    (3, 0, 1074)
    """
    if isinstance(value, float) or not isinstance(value, Fraction):  # the quick question first
        return _places(float(value))
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return min(MOST_DECIMALS, max(twos, fives)) if rest == 1 else MOST_DECIMALS


@lru_cache(2**14)
def _places(value: float) -> int:
    if value.is_integer():  # Python writes one decimal, 2.0
        return 0
    exponent = Decimal(repr(value)).as_tuple().exponent
    return max(0, -int(exponent))


def written(value: Number | str, decimals: int, shared: int) -> str:
    """A number with as many decimals as its matrix shares; a fraction or a text as it is.

    >>> written(0.5, 4, 3), written(Fraction(1, 9), 4, 3)
    ('0.500', '1/9')
    """
    if isinstance(value, str):
        return value
    quick = isinstance(value, float) or not isinstance(value, Fraction)
    return _text(value, decimals, shared) if quick else str(value)


@lru_cache(2**14)
def _text(value: Number, decimals: int, shared: int) -> str:
    """A number with so many decimals, with an exponent where these would show nothing of it."""
    if _whole(value):
        if -WIDEST < value < WIDEST:
            return str(int(value))
    elif not _vanishes(value, decimals):
        if isinstance(value, float) and _places(value) > shared + 1:
            return f"{value:.{shared}f}"  # quicker, and the same where it lies between no two
        return f"{_rounded(value, shared):f}"
    return _with_exponent(_decimal(value), decimals)


def _with_exponent(value: Decimal, decimals: int) -> str:
    """A number as Python writes it with an exponent of at least two digits."""
    normal = value.normalize(EXACT)
    digits = min(decimals, len(normal.as_tuple().digits) - 1)
    mantissa, _, exponent = f"{normal:.{digits}e}".partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:]:0>2}"


def _whole(value: Number) -> bool:
    if isinstance(value, float) or not isinstance(value, Fraction):
        return value == int(value)
    return value.denominator == 1


def _vanishes(value: Number, decimals: int) -> bool:
    """Whether a number would show as 0 although it is not."""
    return -1 < value < 1 and not _rounded(value, decimals)


def _has_exponent(value: Number, decimals: int) -> bool:
    """Whether a number's figure is written with an exponent."""
    if _whole(value):
        return not -WIDEST < value < WIDEST
    return _vanishes(value, decimals)


def _exponent(value: Number) -> int:
    """The power of ten of a number's first digit."""
    return _decimal(value).adjusted()


def _rounded(value: Number, decimals: int) -> Decimal:
    return _decimal(value).quantize(Decimal(1).scaleb(-decimals, EXACT), ROUND_HALF_EVEN, EXACT)


def _decimal(value: Number) -> Decimal:
    """The number itself, to far more digits than are ever shown."""
    if isinstance(value, Fraction):
        return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(repr(float(value)))
