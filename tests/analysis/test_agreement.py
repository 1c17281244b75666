"""Kappa against figures reckoned by hand."""

import pytest

from kaoping.analysis.agreement import Answer, kappa

# 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.70; Cohen: chance 0.5·0.6 + 0.5·0.4 = 0.50, kappa 0.40;
# pooled: chance 0.55² + 0.45² = 0.505, kappa 0.195 / 0.495
FOUR = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15


def test_yes_and_no() -> None:
    assert kappa(FOUR, pooled=False) == pytest.approx(0.40)
    assert kappa(FOUR) == pytest.approx(0.195 / 0.495)


def test_numbers_count_by_their_distance() -> None:
    near: list[tuple[Answer, Answer]] = [(0.0, 0.0), (10.0, 10.0), (4.0, 5.0)]
    far: list[tuple[Answer, Answer]] = [(0.0, 0.0), (10.0, 10.0), (1.0, 9.0)]
    values = [0, 0, 10, 10, 4, 5]
    chance = sum(abs(a - b) for a in values for b in values) / 36 / 10
    assert kappa(near) == pytest.approx(1 - 0.1 / 3 / chance)
    first, second = kappa(near), kappa(far)
    assert first is not None
    assert second is not None
    assert first > second


def test_words_differ_fully_from_numbers() -> None:
    assert kappa([("n/a", 1.0), (1.0, "n/a")]) == pytest.approx(-1.0)


def test_where_everything_is_the_same_there_is_no_kappa() -> None:
    assert kappa([(1.0, 1.0), (1.0, 1.0)]) is None
    assert kappa([]) is None
