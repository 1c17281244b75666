"""Numbers in texts: rounding is half up and stated, what is not all is never written as all."""

from decimal import Decimal

import pytest

from kaoping.reports.figures import (
    fixed_text,
    joined,
    mean,
    mean_text,
    number_text,
    numbered,
    quoted,
    score_text,
    share_text,
)


@pytest.mark.parametrize(
    ("part", "whole", "places", "text"),
    [
        # 通报中出现过的比例
        (50, 51, 2, "98.04%"),
        (131, 133, 2, "98.5%"),
        (50, 53, 2, "94.34%"),
        (31, 53, 2, "58.49%"),
        (35, 53, 2, "66.04%"),
        (13, 53, 2, "24.53%"),
        (228, 229, 2, "99.56%"),
        (653, 659, 1, "99.1%"),
        (3851, 3857, 1, "99.8%"),
        (118, 122, 1, "96.7%"),
        (160, 173, 1, "92.5%"),
        (291, 294, 1, "99%"),
        (259, 314, 2, "82.48%"),
        (126, 134, 1, "94%"),
        (558, 561, 1, "99.5%"),
        (100, 139, 0, "72%"),
        (36, 39, 0, "92%"),
        (104, 140, 0, "74%"),
        # the ends
        (0, 5, 2, "0%"),
        (5, 5, 2, "100%"),
        (0, 0, 2, "—"),
        (9999, 10000, 1, "99.99%"),
        (1, 100000, 2, "0.001%"),
        (1, 8, 2, "12.5%"),
    ],
)
def test_shares(part: int, whole: int, places: int, text: str) -> None:
    assert share_text(part, whole, places) == text


def test_means_are_rounded_once() -> None:
    assert mean([Decimal("1.004"), Decimal("1.005")]) == Decimal("1.00")
    assert mean([Decimal("1.005"), Decimal("1.005")]) == Decimal("1.01")
    assert mean([Decimal(1), Decimal(1), Decimal(2)]) == Decimal("1.33")
    assert mean([]) is None


def test_numbers() -> None:
    assert [number_text(Decimal(text)) for text in ("10.00", "0.125", "-0.001", "1E+2")] == ["10", "0.13", "0", "100"]
    assert fixed_text(Decimal("96.5")) == "96.50"
    assert number_text(None) == fixed_text(None) == "—"


def test_scores_show_their_range_while_anything_is_open() -> None:
    assert score_text(Decimal(8), Decimal(8), Decimal(8)) == "8.00"
    assert score_text(Decimal(8), Decimal("7.5"), Decimal(8)) == "7.50～8.00"
    assert score_text(None, Decimal(0), Decimal(8)) == "0.00～8.00"
    assert score_text(None, None, Decimal(0)) == "不限～0.00"
    assert score_text(None, None, None) == "未定"
    assert score_text(None, Decimal(5), Decimal(5), 1) == "5.0"
    assert fixed_text(Decimal("-0.001")) == "0.00"


def test_means_of_open_scores_are_a_range_only_where_the_ends_differ() -> None:
    assert mean_text(Decimal("67.13"), Decimal("67.13")) == "平均67.13分"
    assert mean_text(Decimal("60.5"), Decimal("67.13")) == "平均分在60.50～67.13分之间"
    assert mean_text(None, Decimal("67.13")) == "平均分未定"


def test_chinese_numbers_and_lists() -> None:
    assert [numbered(number) for number in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]
    assert quoted("“找错”答复") == "“‘找错’答复”"
    assert joined(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert joined(["甲", "乙", "丙"], most=2) == "甲、乙等"
