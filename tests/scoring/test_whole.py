"""Adjustments, vetoes, weights, totals, rounding and conversions, computed by hand."""

from decimal import Decimal

import pytest

from kaoping.schemes.model import (
    Adjustment,
    Applies,
    Award,
    ByKey,
    Conversion,
    Full,
    Manual,
    Open,
    Part,
    Rounding,
    Total,
)
from kaoping.scoring import UnitResult, score
from tests.scoring.build import (
    UNKNOWN,
    adjustment,
    branch,
    deduct,
    expr,
    item,
    leaf,
    node_points,
    part,
    plain,
    roster,
    scheme,
    table,
    totals,
    unit,
    veto,
)

MARK = Manual()


def hundred(name: str = "p", **more: object) -> Part:
    """A part of 100 points given by hand under the id m-NAME."""
    return part(name, leaf(f"m-{name}", 100, MARK), **more)


def test_weights_by_group() -> None:
    # 县区 80%/20%,部门 70%/30%:85.55×80%+60×20%=80.44;85.55×70%+60×30%=77.885 → 77.89
    first = ByKey((("county", Decimal("0.8")), ("department", Decimal("0.7"))))
    second = ByKey((("county", Decimal("0.2")), ("department", Decimal("0.3"))))
    scored = scheme(hundred("p", weight=first), hundred("q", weight=second), combine="weighted")
    units = roster("a", unit("b", "department"))
    results = score(scored, units, table(units, m__p=("85.55", "85.55"), m__q=(60, 60)))
    assert [results.unit(one).total for one in "ab"] == [Decimal("80.44"), Decimal("77.89")]
    website = results.unit("b").parts[0]
    assert (website.points, website.weight, website.weighted) == (
        Decimal("85.55"),
        Decimal("0.7"),
        Decimal("59.885"),
    )
    assert results.unit("a").of == 100


def test_ceiling_of_a_part_after_its_bonus() -> None:
    # 98+5=103,超过100分按100分
    bonus = adjustment("bonus", "bonus", 5, leaf("rank1", 5, Award("sum", (item("5 if first"),))))
    scored = scheme(hundred(adjust=(bonus,), ceiling=100))
    results = score(scored, roster("a", "b"), table("ab", m__p=(98, 90), first=(1, 1)))
    assert [results.unit(one).total for one in "ab"] == [100, 95]
    assert [note.code for note in results.trace("a").find("p").notes] == ["capped"]


def penalty(limit: object, *rules: tuple[object, str]) -> Adjustment:
    nodes = [leaf(f"minus{index}", points, deduct(text)) for index, (points, text) in enumerate(rules)]
    return adjustment("minus", "penalty", limit, *nodes)


@pytest.mark.parametrize(
    ("limit", "points", "expected"),
    [
        (None, None, 20),  # 不设上限:50-3×10
        (None, 15, 35),  # 该项以15分为限
        (20, None, 30),  # 合计以20分为限
        (25, 15, 35),
    ],
)
def test_penalties(limit: object, points: object, expected: int) -> None:
    scored = scheme(hundred(adjust=(penalty(limit, (points, "10 per named")),)))
    results = score(scored, roster("a"), table("a", m__p=(50,), named=(3,)))
    assert results.unit("a").total == expected
    assert results.trace("a").find("minus").points == expected - 50


def test_a_penalty_without_limit_goes_below_zero_in_the_part_and_stops_at_the_floor() -> None:
    first = hundred("p", adjust=(penalty(None, (None, "10 per named")),))
    measures = table("a", m__p=(20,), m__q=(60,), named=(9,))
    results = score(scheme(first, hundred("q")), roster("a"), measures)
    assert results.unit("a").parts[0].points == -70
    # -70+60=-10,总分最低0
    assert results.unit("a").total == 0
    assert [note.code for note in results.trace("a").notes] == ["floored"]
    no_floor = score(scheme(first, hundred("q"), total=Total("sum", floor=None)), roster("a"), measures)
    assert no_floor.unit("a").total == -10


def test_penalties_in_percent_of_their_points() -> None:
    # 权重6分:省级通报每次扣50%,最多扣完6分
    scored = scheme(hundred(adjust=(penalty(10, (6, "50% per named"), (4, "10% per exposed")),)))
    measures = table("abc", m__p=(90, 90, 90), named=(1, 3, 9), exposed=(0, 2, 99))
    # a 90-3;  b 90-6-0.8;  c 90-6-4
    assert totals(scored, measures) == {"a": 87, "b": 83.2, "c": 80}


def test_an_unlimited_penalty_with_an_unknown_count_has_no_low_without_a_floor() -> None:
    scored = scheme(hundred(adjust=(penalty(None, (None, "10 per named")),)), total=Total("sum", floor=None))
    assert totals(scored, table("a", m__p=(50,), named=(UNKNOWN,))) == {"a": (None, 50)}


def test_marks_in_a_penalty_count_against_the_unit_whatever_their_sign() -> None:
    scored = scheme(hundred(adjust=(adjustment("minus", "penalty", 5, leaf("m", 5, MARK)),)))
    assert totals(scored, table("abc", m__p=(50, 50, 50), m=(3, -3, 9))) == {"a": 47, "b": 47, "c": 45}


def test_entry_reads_the_base() -> None:
    # 基础分80分以上才能加分
    bonus = adjustment("bonus", "bonus", 10, leaf("extra", 10, MARK), entry="base > 80")
    scored = scheme(hundred(adjust=(bonus,)))
    measures = table("abc", m__p=("80.01", 80, (70, 90)), extra=(6, 6, 6))
    assert totals(scored, measures) == {"a": 86.01, "b": 80, "c": (70, 96)}
    assert score(scored, roster("a", "b", "c"), measures).trace("b").find("bonus").notes[0].code == "not_entered"


def test_adjustments_of_the_whole_come_after_weights() -> None:
    bonus = adjustment("bonus", "bonus", 3, leaf("extra", 5, MARK), entry='points("p") >= 90')
    scored = scheme(hundred("p", weight="0.5"), hundred("q", weight="0.5"), combine="weighted", adjust=(bonus,))
    # a 95×50%+85×50%+3(上限)=93;  b 未达到 → 85
    measures = table("ab", m__p=(95, 85), m__q=(85, 85), extra=(5, 5))
    assert totals(scored, measures) == {"a": 93, "b": 85}


def vetoed(*then: object, points: object = (90, 90)) -> dict[str, UnitResult]:
    scored = scheme(
        hundred("p", vetoes=(veto("v", "hacked", *then),)),  # type: ignore[arg-type]
        hundred("q"),
    )
    results = score(scored, roster("a", "b"), table("ab", m__p=points, m__q=(60, 60), hacked=(1, 0)))
    return {one: results.unit(one) for one in "ab"}


def test_a_veto_zeroes_its_part_only() -> None:
    found = vetoed("zero", ("label", "不合格政府网站"))
    assert plain((found["a"].total, found["b"].total)) == (60, 150)
    assert (found["a"].vetoes, found["a"].labels) == (("v",), ("不合格政府网站",))
    assert (found["b"].vetoes, found["b"].labels) == ((), ())
    # 单项否决优先于未知的得分
    assert vetoed("zero", points=(UNKNOWN, 90))["a"].total == 60


def test_a_veto_can_fix_the_points_or_only_bar() -> None:
    assert vetoed(("fixed", 59))["a"].total == 119
    barred = vetoed(("bar", "优秀单位"))["a"]
    assert plain((barred.total, barred.bars)) == (150, ("优秀单位",))
    assert vetoed("fail")["a"].labels == ("不合格",)
    assert vetoed(("fixed", 59), "zero")["a"].total == 60


def test_an_undecided_veto_leaves_both_outcomes_open() -> None:
    scored = scheme(hundred("p", vetoes=(veto("v", "hacked", "zero"),)))
    result = score(scored, roster("a"), table("a", m__p=(90,), hacked=(UNKNOWN,))).unit("a")
    assert plain((result.total, result.low, result.high, result.complete)) == (None, 0, 90, False)
    assert (result.vetoes, result.open_vetoes) == ((), ("v",))
    suspected = score(scored, roster("a"), table("a", m__p=(90,), hacked=((0, 0, 1),))).unit("a")
    assert plain((suspected.total, suspected.low, suspected.high, suspected.complete)) == (90, 0, 90, True)


def test_vetoes_read_points_and_base() -> None:
    # 热线部分低于90分,取消评优资格
    low = veto("hotline", 'points("p") < 90', ("bar", "评优资格"))
    base = veto("poor", "base < 100", ("label", "差"))
    scored = scheme(hundred("p"), hundred("q"), vetoes=(low, base))
    results = score(scored, roster("a", "b"), table("ab", m__p=(89, 90), m__q=(5, 99)))
    assert (results.unit("a").bars, results.unit("a").labels) == (("评优资格",), ("差",))
    assert (results.unit("b").bars, results.unit("b").labels) == ((), ())


def test_a_veto_of_a_part_that_does_not_concern_the_unit_does_nothing() -> None:
    other = hundred("q", vetoes=(veto("v", "hacked", "zero", ("label", "x")),), applies_to=Applies(("department",)))
    result = score(scheme(hundred("p"), other), roster("a"), table("a", m__p=(9,), hacked=(1,))).unit("a")
    assert plain((result.total, result.vetoes, result.labels)) == (9, (), ())


def test_subtracted_measures() -> None:
    # 从总分中扣减上级第三方评估所扣分数
    scored = scheme(hundred(), total=Total("sum", subtract=("external",)), kinds={"external": "number"})
    assert totals(scored, table("abc", m__p=(90, 90, 1), external=("2.5", UNKNOWN, 3))) == {
        "a": 87.5,
        "b": (0, 90),
        "c": 0,
    }


def test_ceiling_and_floor_of_the_total() -> None:
    scored = scheme(hundred("p"), hundred("q"), total=Total("sum", ceiling=Decimal(100), floor=Decimal(30)))
    assert totals(scored, table("ab", m__p=(80, 1), m__q=(80, 2))) == {"a": 100, "b": 30}


@pytest.mark.parametrize(
    ("mode", "places", "expected"),
    [("half_up", 2, 33.34), ("truncate", 2, 33.33), ("half_up", 0, 33), ("half_up", 1, 33.3)],
)
def test_rounding_at_part_and_total(mode: str, places: int, expected: float) -> None:
    scored = scheme(hundred(), total=Total("sum", round=Rounding(places, mode)))
    assert totals(scored, table("a", m__p=("33.335",))) == {"a": expected}


def test_rounding_is_applied_to_the_part_before_weights() -> None:
    # 33.335 → 33.34,×30% = 10.002 → 10.00;不先舍入会得 10.0005 → 10.00;取 66.665: 66.67×30%=20.001 → 20.00
    scored = scheme(hundred("p", weight="0.3"), hundred("q", weight="0.7"), combine="weighted")
    result = score(scored, roster("a"), table("a", m__p=("33.335",), m__q=(0,))).unit("a")
    assert (result.parts[0].points, result.parts[0].weighted, result.total) == (
        Decimal("33.34"),
        Decimal("10.002"),
        Decimal("10.00"),
    )


def test_a_scheme_that_only_deducts() -> None:
    # 不设基础分:扣分越少越好;最低扣8.5分者第一
    leaves = (leaf("links", None, deduct("0.5 per dead")), leaf("columns", None, deduct("5 per blank")))
    bonus = adjustment("bonus", "bonus", None, leaf("praised", None, Award("sum", (item("2 per praise"),))))
    scored = scheme(part("p", *leaves, adjust=(bonus,)), combine="deductions")
    results = score(scored, roster("a", "b"), table("ab", dead=(7, 33), blank=(1, 50), praise=(0, 1)))
    # a 3.5+5=8.5;  b 16.5+250-2=264.5
    assert [(one.unit, one.total, one.rank, one.of) for one in results.groups["county"]] == [
        ("a", Decimal("8.5"), 1, None),
        ("b", Decimal("264.5"), 2, None),
    ]
    assert results.trace("b").find("praised").points == -2


def test_unknown_deductions_have_no_high() -> None:
    scored = scheme(part("p", leaf("links", None, deduct("0.5 per dead"))), combine="deductions")
    assert totals(scored, table("a", dead=(UNKNOWN,))) == {"a": (0, None)}


def test_conversions() -> None:
    # 部分得分按比例折合为10分;指标折合为3分;总分折合为50分
    conversions = (
        Conversion("p", Decimal(10), "折合部分"),
        Conversion("m-p", Decimal(3), "折合指标"),
        Conversion("total", Decimal(50), "折合总分"),
    )
    scored = scheme(hundred("p"), part("q", leaf("full", 20, Full())), convert=conversions)
    result = score(scored, roster("a"), table("a", m__p=(85,))).unit("a")
    # 85/100×10=8.5;85/100×3=2.55;105/120×50=43.75
    assert plain([(one.points, one.to) for one in result.converted]) == [
        (Decimal("8.5"), 10),
        (Decimal("2.55"), 3),
        (Decimal("43.75"), 50),
    ]
    open_ = score(scored, roster("a"), table("a", m__p=((50, 80),))).unit("a")
    first = open_.converted[0]
    assert plain((first.points, first.low, first.high)) == (None, 5, 8)


def test_nothing_is_converted_that_does_not_concern_a_unit_or_is_left_open() -> None:
    parts = (hundred("p"), part("q", leaf("full", 20, Full()), applies_to=Applies(("a",))))
    conversions = (Conversion("q", Decimal(5), "折合"), Conversion("p", Open("另定"), "待定"))
    results = score(scheme(*parts, convert=conversions), roster("a", "b"), table("ab", m__p=(85, 90)))
    open_ = ("p", None, None, None, None)
    found = {
        name: [(one.from_, one.points, one.low, one.high, one.to) for one in results.unit(name).converted]
        for name in "ab"
    }
    assert plain(found) == {"a": [("q", 5, 5, 5, 5), open_], "b": [open_]}


def test_a_bonus_whose_limit_is_open_is_bounded_by_nothing_until_it_is_marked() -> None:
    bonus = adjustment("bonus", "bonus", Open("另定"), leaf("extra", Open("另定"), Open("另定")))
    scored = scheme(hundred(adjust=(bonus,)))
    before, after = (
        score(scored, roster("a"), table("a", m__p=(90,), **marks)).unit("a") for marks in ({}, {"extra": (15,)})
    )
    assert plain((before.total, before.low, before.high)) == (None, 90, None)
    assert plain((after.total, after.low, after.high)) == (105, 105, 105)


def test_a_bonus_leaf_has_no_bound_of_its_own_without_points() -> None:
    bonus = adjustment("bonus", "bonus", None, leaf("per", None, Award("sum", (item("2 per praise"),))))
    scored = scheme(hundred(adjust=(bonus,)))
    assert node_points(scored, table("a", m__p=(90,), praise=(40,)), "p") == [170]
    assert expr("praise") is not None


@pytest.mark.parametrize("above", ["part", "node"])
def test_marks_for_open_points_come_to_no_more_than_what_is_left(above: str) -> None:
    """20 points are stated, 80 are open and shared by two: 50 and 60 count 80, whatever is marked."""
    leaves = (leaf("stated", 20, Full()), leaf("x", Open("另定"), MARK), leaf("y", Open("另定"), MARK))
    within = part("p", branch("n", 100, *leaves)) if above == "node" else part("p", *leaves, points=100)
    results = score(scheme(within), roster(*"abc"), table("abc", x=(50, 50, 30), y=(60, UNKNOWN, 40)))
    found = [results.unit(name) for name in "abc"]
    assert plain([(one.total, one.low, one.high) for one in found]) == [(100, 100, 100), (None, 70, 100), (90, 90, 90)]
    noted = {
        name: [note.code for note in results.trace(name).find("n" if above == "node" else "p").notes] for name in "ac"
    }
    assert noted == {"a": ["over_stated"], "c": []}
