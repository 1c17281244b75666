"""Fixed-point arithmetic agrees with exact arithmetic, also where products do not fit 64 bits."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.scoring.fixed import INF, mul_div, round_places

NUMBERS = st.one_of(st.integers(-(10**7), 10**7), st.integers(-(10**15), 10**15), st.integers(-INF + 1, INF - 1))
DIVISORS = st.one_of(st.integers(1, 10**7), st.integers(1, INF - 1))


def exact(a: int, b: int, c: int) -> int:
    value = abs(Fraction(a * b, c))
    rounded = min(int(value + Fraction(1, 2)), INF)
    return -rounded if a * b < 0 else rounded


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, DIVISORS), min_size=1, max_size=6))
def test_mul_div_is_exact_and_rounds_half_away_from_zero(rows: list[tuple[int, int, int]]) -> None:
    a, b, c = (np.array(column) for column in zip(*rows, strict=True))
    assert mul_div(a, b, c).tolist() == [exact(*row) for row in rows]


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        (1, 1, 2, 1),  # 0.5 → 1
        (-1, 1, 2, -1),
        (1, 1, 3, 0),
        (INF, 5, 7, INF),  # an endless factor stays endless
        (-INF, 5, 7, -INF),
        (INF, 0, 7, 0),
        (INF - 1, INF - 1, 1, INF),  # too large to hold is endless
    ],
)
def test_mul_div_at_the_edges(a: int, b: int, c: int, expected: int) -> None:
    assert mul_div(np.array([a]), np.array([b]), np.array([c])).tolist() == [expected]


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_rounding_to_places_agrees_with_decimal(value: int, places: int) -> None:
    expected = (Decimal(value) / 10**6).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert round_places(np.array([value]), places, "half_up").tolist() == [int(expected * 10**6)]


def test_truncating_cuts_towards_zero() -> None:
    assert round_places(np.array([1_999_999, -1_999_999]), 2, "truncate").tolist() == [1_990_000, -1_990_000]
