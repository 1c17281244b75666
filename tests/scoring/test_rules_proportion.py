"""`ratio`, late completion, `benchmark`, `carry` and `survey`, computed by hand."""

from datetime import date
from decimal import Decimal

from kaoping.schemes.model import Applies, Benchmark, ByKey, Carry, Full, LateRatio, ParamRef, Ratio, Survey
from kaoping.scoring import score
from tests.scoring.build import (
    NA,
    UNKNOWN,
    deduct,
    expr,
    leaf,
    node_points,
    one_leaf,
    part,
    plain,
    roster,
    scheme,
    table,
    unit,
)


def test_ratio_up_to_the_target() -> None:
    # 报送条数÷基准条数×30,超过按满分:600/1200→15  1300/1200→30  1/1200→0.025
    rule = Ratio(expr("reported"), expr("1200"))
    assert node_points(one_leaf(rule, 30), table("abc", reported=(600, 1300, 1))) == [15, 30, 0.025]


def test_ratio_over_the_target() -> None:
    rule = Ratio(expr("reported"), expr("1200"), over=True)
    assert node_points(one_leaf(rule, 30), table("a", reported=(1800,))) == [45]


def test_ratio_is_rounded_once() -> None:
    # 1÷3×10 = 3.333333(一次舍入);先除后乘会得 3.33333
    assert node_points(one_leaf(Ratio(expr("x"), expr("3")), 10), table("a", x=(1,))) == [3.333333]


def test_ratio_by_class_parameter() -> None:
    baseline = ByKey((("district", Decimal(1200)), ("zone", Decimal(360))))
    scored = one_leaf(Ratio(expr("x"), expr("$baseline")), 30, parameters={"baseline": baseline})
    units = roster(unit("a", class_="district"), unit("b", class_="zone"))
    results = score(scored, units, table(units, x=(180, 180)))
    assert [results.unit(one).total for one in "ab"] == [Decimal("4.5"), Decimal(15)]


def test_ratio_to_nothing_does_not_apply() -> None:
    scored = scheme(part("p", leaf("leaf", 4, Ratio(expr("x"), expr("y"))), leaf("other", 6, deduct("1 per z"))))
    trace = score(scored, roster("a"), table("a", x=(3,), y=(0,), z=(1,))).trace("a")
    assert plain((trace.points, trace.of)) == (5, 6)
    assert not trace.find("leaf").applicable


def test_ratio_with_unknown_sides() -> None:
    rule = Ratio(expr("x"), expr("y"))
    measures = table("abc", x=((2, 4), 4, UNKNOWN), y=(8, (8, 16), 8))
    # a 2/8…4/8 ×10;  b 4/16…4/8 ×10;  c 0…满分
    assert node_points(one_leaf(rule), measures) == [(2.5, 5), (2.5, 5), (0, 10)]


def test_late_completion_by_time() -> None:
    # 逾期按 要求时间÷完成时间:要求30天,用40天 → 75%;按时 → 满分;未完成(无限)→ 0
    rule = LateRatio(expr("due"), expr("taken"))
    measures = table("abcd", due=(30, 30, 30, 30), taken=(40, 30, UNKNOWN, 0))
    assert node_points(one_leaf(rule), measures) == [7.5, 10, (0, 10), 10]


def test_late_completion_by_dates_counts_from_the_start_of_the_period() -> None:
    # 1月1日起算:要求 3月2日(60天),完成 4月11日(100天)→ 60%
    rule = LateRatio(expr("2022-03-02"), expr("finished"))
    measures = table("ab", finished=(date(2022, 4, 11), date(2022, 2, 1)))
    assert node_points(one_leaf(rule, kinds={"finished": "date"}), measures) == [6, 10]
    # 3月1日起算:要求1天,用41天 → 10×1/41
    later = LateRatio(expr("2022-03-02"), expr("finished"), expr("2022-03-01"))
    assert node_points(one_leaf(later, kinds={"finished": "date"}), measures) == [0.243902, 10]


def test_benchmark_divides_by_the_best_of_the_group() -> None:
    # 标杆法:70 × 积分 ÷ 同类最高积分;两组各自为标杆
    scored = one_leaf(Benchmark(expr("score")), 70)
    units = roster("a", "b", "c", unit("d", "department"))
    results = score(scored, units, table(units, score=(50, 200, 0, 5)))
    assert [results.unit(one).total for one in "abcd"] == [Decimal("17.5"), 70, 0, 70]


def test_benchmark_within_class() -> None:
    scored = one_leaf(Benchmark(expr("score"), "class"), 10)
    units = roster(unit("a", class_="x"), unit("b", class_="x"), unit("c", class_="y"))
    results = score(scored, units, table(units, score=(1, 4, 100)))
    assert [results.unit(one).total for one in "abc"] == [Decimal("2.5"), 10, 10]


def test_benchmark_of_nothing_is_zero() -> None:
    assert node_points(one_leaf(Benchmark(expr("score"))), table("ab", score=(0, 0))) == [0, 0]


def test_benchmark_is_provisional_while_another_value_is_unknown() -> None:
    # 已知最高 200:a 50/200×70=17.5,暂定;b 未知,可能在 100…400 之间:a 最低 50/400×70=8.75
    scored = one_leaf(Benchmark(expr("score")), 70)
    results = score(scored, roster("a", "b", "c"), table("abc", score=(50, (100, 400), 200)))
    a, b, c = (results.unit(one) for one in "abc")
    assert (a.total, a.low, a.high, a.provisional) == (Decimal("17.5"), Decimal("8.75"), Decimal("17.5"), True)
    assert plain((b.total, b.low, b.high, b.provisional)) == (None, 35, 70, False)
    assert plain((c.total, c.low, c.provisional)) == (70, 35, True)


def test_benchmark_leaves_out_units_it_does_not_concern() -> None:
    rule = Benchmark(expr("score"))
    measures = table("abc", score=(10, 40, NA))
    assert node_points(one_leaf(rule), measures)[:2] == [2.5, 10]
    units = roster(unit("a"), unit("b", exempt=True))
    assert score(one_leaf(rule), units, table("ab", score=(10, 40))).unit("a").total == 10


def test_carry_adds_a_series_times_a_factor() -> None:
    # 每季度通报得分×5%累计:(90+80.5+100+95)×5% = 18.275
    rule = Carry(expr("quarter"), Decimal("0.05"))
    quarters = {"Q1": (90, 90), "Q2": ("80.5", NA), "Q3": (100, (80, 100)), "Q4": (95, 95)}
    # b: 第二季度不适用;第三季度未知 → (90+80…100+95)×5%
    assert node_points(one_leaf(rule, 20), table("ab", quarter=quarters)) == [18.275, (13.25, 14.25)]


def test_carry_is_held_to_the_points() -> None:
    rule = Carry(expr("quarter"), Decimal("0.5"))
    assert node_points(one_leaf(rule, 20), table("a", quarter={"Q1": (90,), "Q2": (10,)})) == [20]


def test_survey_scale_follows_the_kind_of_measure() -> None:
    by_share = one_leaf(Survey(expr("satisfied")), 10, kinds={"satisfied": "share"})
    assert node_points(by_share, table("a", satisfied=("0.85",))) == [8.5]
    by_number = one_leaf(Survey(expr("satisfied")), 10, kinds={"satisfied": "number"})
    assert node_points(by_number, table("ab", satisfied=(85, 120))) == [8.5, 10]


def test_survey_below_its_minimum_sample_has_no_result() -> None:
    rule = Survey(expr("satisfied"), ParamRef("least"), expr("responses"))
    scored = one_leaf(rule, 10, parameters={"least": Decimal(30)})
    measures = table("abc", satisfied=(80, 80, 80), responses=(30, 29, UNKNOWN))
    assert node_points(scored, measures) == [8, (0, 10), (0, 10)]
    notes = score(scored, roster("a", "b", "c"), measures).trace("b").find("leaf").notes
    assert [note.code for note in notes] == ["too_few_responses"]


def test_benchmark_while_it_is_open_whom_it_concerns() -> None:
    # b 是否适用未定:a 暂以自己为标杆,得满分;若 b 适用,则 10×10/40 = 2.5
    rule = Benchmark(expr("score"))
    scored = one_leaf(rule, applies_to=Applies(condition=expr("concerned")))
    result = score(scored, roster("a", "b"), table("ab", score=(10, 40), concerned=(1, UNKNOWN))).unit("a")
    assert plain((result.total, result.low, result.high, result.provisional)) == (10, Decimal("2.5"), 10, True)
    decided = score(scored, roster("a", "b"), table("ab", score=(10, 40), concerned=(1, 0))).unit("a")
    assert plain((decided.total, decided.low, decided.provisional)) == (10, 10, False)


def test_benchmark_in_a_part_that_does_not_concern_the_best() -> None:
    inner = part("p", leaf("leaf", 10, Benchmark(expr("score"))), except_=Applies(("b",)))
    assert node_points(scheme(inner, part("q", leaf("x", 1, Full()))), table("a", score=(10,)), "leaf") == [10]
    results = score(scheme(inner, part("q", leaf("x", 1, Full()))), roster("a", "b"), table("ab", score=(10, 40)))
    assert results.unit("a").total == 11
