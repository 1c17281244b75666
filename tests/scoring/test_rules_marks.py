"""Rules that read people's marks, and `share`, computed by hand."""

from decimal import Decimal

from kaoping.schemes.model import Award, Benchmark, Full, Manual, Open, Panel, Share
from kaoping.scoring import score
from tests.scoring.build import (
    NA,
    UNKNOWN,
    branch,
    criterion,
    deduct,
    expr,
    exprs,
    item,
    leaf,
    node_points,
    one_leaf,
    part,
    plain,
    roster,
    scheme,
    table,
)


def test_manual_marks_stay_within_the_points() -> None:
    assert node_points(one_leaf(Manual(), 5), table("abcd", leaf=(3, 7, -1, UNKNOWN))) == [3, 5, 0, (0, 5)]


def test_a_leaf_without_a_mark_is_unknown() -> None:
    assert node_points(one_leaf(Manual(), 5), table("a")) == [(0, 5)]
    assert node_points(one_leaf(None, 5), table("a")) == [(0, 5)]


def test_an_open_rule_is_filled_by_a_mark() -> None:
    assert node_points(one_leaf(Open("原文缺失"), 5), table("ab", leaf=(4, UNKNOWN))) == [4, (0, 5)]


def test_open_points_take_what_their_siblings_leave() -> None:
    # 上级10分,已知下级6分,空缺的最多4分
    inner = branch("b", 10, leaf("leaf", Open("当年公布")), leaf("other", 6, Full()))
    assert node_points(scheme(part("p", inner)), table("ab", leaf=(3, UNKNOWN)), "leaf") == [3, (0, 4)]
    assert node_points(scheme(part("p", inner)), table("ab", leaf=(3, UNKNOWN)), "b") == [9, (6, 10)]


def test_open_points_without_a_bound_have_no_high() -> None:
    results = node_points(scheme(part("p", leaf("leaf", Open("当年公布")))), table("a"), "leaf")
    assert results == [(0, None)]


def test_an_open_part_reads_the_mark_under_its_id() -> None:
    scored = scheme(part("p", points=30, open=Open("另行通知")))
    assert node_points(scored, table("ab", p=(25, UNKNOWN)), "p") == [25, (0, 30)]


def test_full_points() -> None:
    assert node_points(one_leaf(Full(), 5, zero_if=exprs("late")), table("ab", late=(0, 1))) == [5, 0]


def test_panel_takes_the_mean_without_extremes() -> None:
    # 100分制,去掉一个最高一个最低:(80+90+85)/3 = 85 → 10×85% = 8.5
    marks = {"1": (80,), "2": (100,), "3": (90,), "4": (60,), "5": (85,)}
    assert node_points(one_leaf(Panel(Decimal(100), 1)), table("a", leaf=marks)) == [8.5]
    # 不去极值:(80+100+90+60+85)/5 = 83
    assert node_points(one_leaf(Panel(Decimal(100))), table("a", leaf=marks)) == [8.3]


def test_panel_with_fewer_marks_for_some_units() -> None:
    # a 两个分数不够去极值:(80+90)/2;b 三个去极值后剩 70;c 无人评 → 不适用
    marks = {"1": (80, 60, NA), "2": (90, 70, NA), "3": (NA, 100, NA)}
    results = score(one_leaf(Panel(Decimal(100), 1)), roster("a", "b", "c"), table("abc", leaf=marks))
    assert [results.unit(one).total for one in "ab"] == [Decimal("8.5"), 7]
    assert not results.trace("c").find("leaf").applicable


def test_panel_with_a_mark_still_missing() -> None:
    # (80+0…100+90)/3 → 56.666667%…90%;一次舍入
    marks = {"1": (80,), "2": (UNKNOWN,), "3": (90,)}
    assert node_points(one_leaf(Panel(Decimal(100))), table("a", leaf=marks)) == [(5.666667, 9)]


SHARE = Share(
    (
        criterion("c1", 30, condition="sorted"),
        criterion("c2", 50, of="covered / 10"),
        criterion("c3", 20, rule=deduct("5% per faults")),
    )
)


def test_share_adds_its_criteria() -> None:
    # 10分:30%(成立)=3;50%×0.8=4;20%即2分,每处扣5%即0.5:3处 → 0.5。合计7.5
    measures = table("ab", sorted=(1, 0), covered=(8, 20), faults=(3, 9))
    assert node_points(one_leaf(SHARE), measures) == [7.5, 5]


def test_share_with_something_unknown() -> None:
    measures = table("ab", sorted=(UNKNOWN, 1), covered=(8, (4, 6)), faults=(0, 0))
    assert node_points(one_leaf(SHARE), measures) == [(6, 9), (7, 8)]


def test_share_guards_and_other_rules() -> None:
    rule = Share(
        (
            criterion("c1", 50, rule=Benchmark(expr("columns"))),
            criterion("c2", 30, rule=Manual()),
            criterion("c3", 20, rule=Award("sum", (item("20% if linked"),)), zero_if=exprs("faked")),
        )
    )
    measures = table("ab", columns=(5, 10), c2=(2, 9), linked=(1, 1), faked=(0, 1))
    # a 5×5/10=2.5 + 2 + 2 = 6.5;  b 5 + 3(封顶) + 0 = 8
    assert node_points(one_leaf(rule), measures) == [6.5, 8]


def test_a_criterion_that_does_not_apply_shrinks_the_base() -> None:
    rule = Share((criterion("c1", 60, condition="x"), criterion("c2", 40, of="part / whole")))
    trace = score(one_leaf(rule), roster("a"), table("a", x=(1,), part=(1,), whole=(0,))).trace("a")
    assert plain((trace.find("leaf").points, trace.find("leaf").of, trace.of)) == (6, 6, 6)
    full = scheme(part("part", leaf("leaf", 10, rule), when_not_applicable="full"))
    assert node_points(full, table("a", x=(1,), part=(1,), whole=(0,))) == [10]
    rescale = scheme(part("part", leaf("leaf", 10, rule), leaf("o", 6, Full()), when_not_applicable="rescale"))
    # (6+6) × 16 ÷ 12 = 16
    assert node_points(rescale, table("a", x=(1,), part=(1,), whole=(0,)), "part") == [16]
