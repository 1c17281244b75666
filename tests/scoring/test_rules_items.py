"""`deduct`, `award` and `timed`, computed by hand."""

from decimal import Decimal

import pytest

from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import Amount, Award, ByKey, Full, Item, Timed
from kaoping.scoring import score
from tests.scoring.build import (
    NA,
    UNKNOWN,
    deduct,
    expr,
    item,
    leaf,
    node_points,
    one_leaf,
    part,
    roster,
    scheme,
    table,
    tiers,
)


def test_deduct_takes_each_item_down_to_zero() -> None:
    # 首页每处0.5、其他每处0.2,共2分:  a 2-1×0.5-2×0.2=1.1;  b 2-5×0.5<0 → 0;  c 无问题 → 2
    scored = one_leaf(deduct("0.5 per home", "0.2 per other"), 2)
    assert node_points(scored, table("abc", home=(1, 5, 0), other=(2, 0, 0))) == [1.1, 0, 2]


def test_deduct_below_zero() -> None:
    scored = one_leaf(deduct("5 per faults", below_zero=True), 10)
    assert node_points(scored, table("ab", faults=(1, 3))) == [5, -5]


def test_deduct_if_and_percent() -> None:
    # 20% 的分值 = 4;  条件成立扣 4 分
    scored = one_leaf(deduct("20% per missing", "3 if late"), 20)
    assert node_points(scored, table("abc", missing=(1, 2, 0), late=(True, False, True))) == [13, 12, 17]


def test_deduct_with_a_cap() -> None:
    # 每处扣1分,最多扣3分:5处 → 10-3=7
    rule = deduct("1 per faults")
    capped = type(rule)((item("1 per faults", cap="3"),))
    assert node_points(one_leaf(capped), table("ab", faults=(5, 2))) == [7, 8]


def test_an_item_that_does_not_apply_takes_nothing() -> None:
    scored = one_leaf(deduct("1 per guides", "2 if not online", "3 if online"))
    assert node_points(scored, table("a", guides=(NA,), online=(NA,))) == [10]


def test_a_measure_nobody_knows_of_is_unknown_not_zero() -> None:
    assert node_points(one_leaf(deduct("1 per faults")), table("a")) == [(0, 10)]


def test_unknown_counts_bound_the_points() -> None:
    scored = one_leaf(deduct("2 per faults", "1 if late"), 10)
    measures = table("abc", faults=((1, 3), UNKNOWN, 5), late=(False, UNKNOWN, UNKNOWN))
    # a: 10-6…10-2;  b: 0…10;  c: 已扣满10分,另一项未知也不影响
    assert node_points(scored, measures) == [(4, 8), (0, 10), 0]


def test_suspected_findings_widen_low_but_leave_the_points() -> None:
    scored = one_leaf(deduct("2 per faults"), 10)
    results = node_points(scored, table("a", faults=((1, 1, 3),)))
    assert results == [8]


def test_amounts_by_class() -> None:
    amount = ByKey((("a", Decimal(3)), ("default", Decimal(1))))
    rule = deduct("1 per faults")
    rule = type(rule)((Item("i", Amount(amount), per=expr("faults")),))
    assert node_points(one_leaf(rule), table("ab", faults=(2, 2))) == [4, 8]


TIERS = Award("tiers", tiers("8 if held >= 6 and answered", "4 if held >= 6", "1 if held > 0").items)


@pytest.mark.parametrize(
    ("held", "answered", "expected"),
    [(6, True, 8), (6, False, 4), (5, True, 1), (0, True, 0), (6, UNKNOWN, (4, 8)), (UNKNOWN, False, (0, 4))],
)
def test_award_tiers_first_match_wins(held: object, answered: object, expected: object) -> None:
    assert node_points(one_leaf(TIERS, 8), table("a", held=(held,), answered=(answered,))) == [expected]


def test_award_sum_adds_up_to_the_points() -> None:
    # 3个月内更新2分、否则6个月内1分;可视化1分;下载1分;满分4分
    rule = Award("sum", (tiers("2 if m3", "1 if m6"), item("1 if charts"), item("1 if download"), item("1 per extras")))
    measures = table(
        "abcd",
        m3=(1, 0, 0, 1),
        m6=(1, 1, 0, 1),
        charts=(1, 1, 0, 1),
        download=(1, 0, 1, NA),
        extras=(0, 0, 0, 5),
    )
    # a 2+1+1=4  b 1+1=2  c 1  d 2+1+5=8 → 4
    assert node_points(one_leaf(rule, 4), measures) == [4, 2, 1, 4]


def test_award_best_takes_the_highest_only() -> None:
    # 第1名5分,2-3名3分,4-5名1分;多个排名按最高计,不累计
    rule = Award("best", (item("5 if rank = 1"), item("3 if rank <= 3"), item("1 if rank <= 5")))
    measures = table("abc", rank={"2022Q1": (1, 4, 9), "2022Q2": (3, 2, 6)})
    assert node_points(one_leaf(rule, 5), measures) == [5, 3, 0]


def test_award_best_while_something_is_unknown() -> None:
    rule = Award("best", (item("5 if first"), item("3 if second")))
    measures = table("ab", first=(UNKNOWN, UNKNOWN), second=(True, False))
    assert node_points(one_leaf(rule, 5), measures) == [(3, 5), (0, 5)]


def test_timed_first_limit_met() -> None:
    # 1个工作日内答复且准确50%,5个工作日内只得20%;工作日按7小时计
    hour = 3600
    limits = ((Duration(Decimal(1), "wd"), Decimal(50)), (Duration(Decimal(5), "wd"), Decimal(20)))
    rule = Timed(expr("reply"), limits, expr("accurate"))
    measures = table(
        "abcdefg",
        reply=(7 * hour, 7 * hour + 1, 35 * hour, 36 * hour, hour, NA, (6 * hour, 20 * hour)),
        accurate=(1, 1, 1, 1, 0, 1, 1),
    )
    assert node_points(one_leaf(rule, 2), measures) == [1, 0.4, 0.4, 0, 0, 0, (0.4, 1)]


def test_timed_does_not_apply_where_nothing_was_timed() -> None:
    rule = Timed(expr("reply"), ((Duration(Decimal(1), "d"), Decimal(100)),))
    scored = scheme(part("p", leaf("leaf", 2, rule), leaf("other", 3, deduct("1 per x"))))
    measures = table("a", reply=(NA,), x=(1,))
    assert node_points(scored, measures, "p") == [2]


def test_timed_gives_nothing_where_what_was_asked_was_never_answered() -> None:
    # a:未答复,自然不准确 → 0分,仍计入基数;b:不知道准不准 → 0分或不适用
    # c、d:答复准确却没有用时,或两样都不适用 → 不适用
    rule = Timed(expr("reply"), ((Duration(Decimal(1), "wd"), Decimal(100)),), expr("accurate"))
    scored = scheme(part("p", leaf("leaf", 2, rule), leaf("other", 3, Full())))
    trace = score(scored, roster(*"abcd"), table("abcd", reply=(NA,) * 4, accurate=(0, (0, 1), 1, NA))).trace
    parts = [trace(name).find("p") for name in "abcd"]
    assert [one.points for one in parts] == [3, 3, 3, 3]
    assert [one.of for one in parts] == [5, 5, 3, 3]  # b: at most


def test_series_in_a_per_item() -> None:
    # 排名后三名的每次减5分:count_where 数期数;两次 → 10
    scored = one_leaf(deduct("5 per count_where(rank, rank > size - 3)"), 20)
    measures = table("a", rank={"Q1": (9,), "Q2": (3,), "Q3": (10,)}, size={"Q1": (10,), "Q2": (10,), "Q3": (12,)})
    assert node_points(scored, measures) == [10]
