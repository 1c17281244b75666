"""Guards, what becomes of what does not apply, and draws, computed by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kaoping.schemes.model import (
    Applies,
    AskSource,
    ByKey,
    Draw,
    Full,
    Manual,
    Measure,
    Node,
    Part,
    Ratio,
    Sample,
    Scheme,
    Share,
)
from kaoping.scoring import score
from tests.scoring.build import (
    NA,
    UNKNOWN,
    branch,
    criterion,
    deduct,
    expr,
    exprs,
    leaf,
    node_points,
    one_leaf,
    part,
    plain,
    roster,
    scheme,
    table,
    totals,
    unit,
)

FAULTS = deduct("1 per faults")


def test_zero_if_any_condition_holds() -> None:
    scored = one_leaf(FAULTS, zero_if=exprs("not column", "held = 0"))
    measures = table("abcd", faults=(1, 1, UNKNOWN, 1), column=(1, 0, 0, UNKNOWN), held=(3, 3, 3, 3))
    assert node_points(scored, measures) == [9, 0, 0, (0, 9)]


def test_full_if_and_zero_wins_over_full() -> None:
    scored = one_leaf(FAULTS, zero_if=exprs("faked"), full_if=exprs("praised"))
    measures = table("abc", faults=(4, 4, 4), faked=(0, 1, 0), praised=(1, 1, UNKNOWN))
    assert node_points(scored, measures) == [10, 0, (6, 10)]


def test_a_guard_decides_before_a_rule_that_finds_nothing_to_apply_to() -> None:
    scored = one_leaf(Ratio(expr("x"), expr("y")), zero_if=exprs("not started"))
    measures = table("ab", x=(1, 1), y=(0, 0), started=(0, 1))
    trace = score(scored, roster("a", "b"), measures)
    assert plain((trace.trace("a").find("leaf").applicable, trace.trace("a").find("leaf").points)) == (True, 0)
    assert not trace.trace("b").find("leaf").applicable


def test_guards_on_a_branch() -> None:
    inner = branch("b", 8, leaf("x", 5, FAULTS), leaf("y", 3, Full()), zero_if=exprs("faked"), full_if=exprs("praised"))
    measures = table("abc", faults=(2, 0, 3), faked=(0, 1, 0), praised=(0, 0, 1))
    assert node_points(scheme(part("p", inner)), measures, "b") == [6, 0, 8]


def test_applies_to_and_except() -> None:
    nodes = (
        leaf("urban", 4, Full(), applies_to=Applies(("urban",))),
        leaf("notb", 3, Full(), except_=Applies(("b",))),
        leaf("byname", 10, Full(), applies_to=Applies(("单位c",))),
        leaf("if", 2, Full(), applies_to=Applies(condition=expr("licences > 0"))),
        leaf("all", 1, Full()),
    )
    units = roster(unit("a", tags=("urban",)), unit("b"), unit("c"))
    results = score(scheme(part("p", *nodes)), units, table(units, licences=(0, 5, UNKNOWN)))
    assert plain([(results.unit(one).total, results.unit(one).low, results.unit(one).high) for one in "abc"]) == [
        (8, 8, 8),
        (3, 3, 3),
        (None, 14, 16),
    ]


def lacking(mode: str, *nodes: Node) -> Part:
    """100 points of which 25 do not apply to unit a."""
    return part(
        "p",
        leaf("hotline", 25, FAULTS, except_=Applies(("a",))),
        *(nodes or (leaf("site", 60, Full()), leaf("rest", 15, deduct("1 per late")))),
        when_not_applicable=mode,
    )


@pytest.mark.parametrize(
    ("mode", "points", "of"),
    [
        ("exclude", 70, 75),  # 60 + 15-5
        ("", 70, 75),
        ("rescale", Decimal("93.33"), 100),  # 70 × 100 ÷ 75 = 93.333… → 93.33
        ("full", 95, 100),  # 70 + 25
        # 25分平均加到两项:各12.5。60→72.5;15→27.5,得10/15×27.5=18.333333。合计90.83
        ("spread", Decimal("90.83"), 100),
    ],
)
def test_what_does_not_apply(mode: str, points: Decimal, of: Decimal) -> None:
    results = score(scheme(lacking(mode)), roster("a", "b"), table("ab", faults=(0, 5), late=(5, 5)))
    assert (results.unit("a").total, results.unit("a").of) == (points, of)
    # 全部适用的单位不受影响:20+60+10
    assert plain((results.unit("b").total, results.unit("b").of)) == (90, 100)


def test_spread_keeps_the_sum_exact() -> None:
    # 10分分给3项:3.333333×3 少 0.000001,归第一项
    nodes = [leaf(name, 30, Full()) for name in "xyz"]
    scored = scheme(part("p", leaf("n", 10, Full(), except_=Applies(("a",))), *nodes, when_not_applicable="spread"))
    trace = score(scored, roster("a"), table("a")).trace("a")
    assert [trace.find(name).of for name in "xyz"] == [
        Decimal("33.333334"),
        Decimal("33.333333"),
        Decimal("33.333333"),
    ]
    assert plain((trace.points, trace.of)) == (100, 100)


@pytest.mark.parametrize("mode", ["exclude", "rescale", "full", "spread"])
def test_while_it_is_open_whether_something_applies_the_points_are_open(mode: str) -> None:
    scored = scheme(
        part(
            "p",
            leaf("hotline", 40, FAULTS, applies_to=Applies(condition=expr("has_hotline"))),
            leaf("site", 60, deduct("1 per late")),
            when_not_applicable=mode,
        )
    )
    undecided = totals(scored, table("a", faults=(10,), late=(30,), has_hotline=(UNKNOWN,)))["a"]
    outcomes = [totals(scored, table("a", faults=(10,), late=(30,), has_hotline=(has,)))["a"] for has in (0, 1)]
    assert undecided[0] <= min(outcomes)
    assert max(outcomes) <= undecided[1]


def test_nothing_applies() -> None:
    for mode in ("exclude", "rescale", "spread"):
        scored = scheme(part("p", leaf("x", 5, Full(), except_=Applies(("county",))), when_not_applicable=mode))
        result = score(scored, roster("a"), table("a")).unit("a")
        assert plain((result.total, result.of, result.rate)) == (0, 0, None)


def test_parts_that_do_not_concern_a_unit_are_left_out() -> None:
    parts = (part("p", leaf("x", 5, Full())), part("q", leaf("y", 7, Full()), applies_to=Applies(("department",))))
    units = roster("a", unit("b", "department"))
    results = score(scheme(*parts), units, table(units))
    assert [one.id for one in results.unit("a").parts] == ["p"]
    assert [one.id for one in results.unit("b").parts] == ["p", "q"]
    assert plain((results.unit("a").total, results.unit("a").of)) == (5, 5)
    assert plain((results.unit("b").total, results.unit("b").of)) == (12, 12)


FIELDS = branch(
    "fields",
    4,
    *(leaf(f"f{index}", 2, Manual()) for index in range(4)),
    draw=Draw(Decimal(2)),
)
MARKS = {f"f{index}": (mark, 2) for index, mark in enumerate((0, 1, 2, 1))}


def test_only_drawn_children_count() -> None:
    scored = scheme(part("p", FIELDS))
    assert node_points(scored, table("ab", **MARKS), "fields", draws={"fields": {"*": ("f0", "f2")}}) == [2, 4]
    per_unit = {"fields": {"a": ("f1", "f2"), "b": ("f0", "f3")}}
    assert node_points(scored, table("ab", **MARKS), "fields", draws=per_unit) == [3, 4]


def test_before_the_draw_the_points_are_open() -> None:
    # 四项抽两项:最低 0+1,最高 1+2;乙的每项都是2分 → 无论抽哪两项都是4
    scored = scheme(part("p", FIELDS))
    assert node_points(scored, table("ab", **MARKS), "fields") == [(1, 3), 4]
    some = {"fields": {"b": ("f0", "f1")}}
    results = score(scored, roster("a", "b"), table("ab", **MARKS), draws=some)
    assert results.trace("a").find("fields").points is None
    assert results.trace("a").of == 4
    assert [note.code for note in results.trace("a").find("fields").notes] == ["draw_unknown"]
    assert not results.trace("b").find("f2").applicable


def test_marks_of_children_that_were_not_drawn_are_not_needed() -> None:
    scored = scheme(part("p", FIELDS))
    draws = {"fields": {"*": ("f0", "f1")}}
    assert totals(scored, table("a", f0=(2,), f1=(1,)), draws=draws) == {"a": 3}


def test_points_by_key() -> None:
    points = ByKey((("department", Decimal(4)), ("default", Decimal(6))))
    units = roster("a", unit("b", "department"))
    results = score(scheme(part("p", leaf("x", points, FAULTS))), units, table(units, faults=(1, 1)))
    assert [results.unit(one).total for one in "ab"] == [5, 3]


def test_a_measure_not_applicable_makes_a_ratio_leaf_not_applicable() -> None:
    scored = scheme(part("p", leaf("x", 4, Ratio(expr("r"), expr("10"))), leaf("y", 6, Full())))
    result = score(scored, roster("a"), table("a", r=(NA,))).unit("a")
    assert plain((result.total, result.of)) == (6, 6)


def sampled(kind: str, *nodes: Node) -> Scheme:
    """A part with a leaf of 8 points that reads measures of a sample of guides, and `if_none: kind`."""
    built = scheme(part("p", *(nodes or (leaf("leaf", 8, deduct("0.5 per gaps", "3 if stale")),))))
    guides = Measure(
        "gaps", "要素缺失", "count", AskSource("?"), sample=Sample("guides", "service_guides", if_none=kind)
    )
    stale = Measure("stale", "未更新", "bool", AskSource("?"))
    return replace(built, measures={"gaps": guides, "stale": stale})


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("zero", [0, 0, 7]),  # 没有可抽的事项,不得分
        ("full", [5, 8, 7]),  # 抽样项不扣分,其余照扣:8-3;两项都不适用 → 满分
        ("not_applicable", [5, 0, 7]),  # 都不适用 → 不适用,0分不计
    ],
)
def test_nothing_to_draw_a_sample_from(kind: str, expected: list[float]) -> None:
    measures = table("abc", gaps=(NA, NA, 2), stale=(1, NA, 0))
    assert node_points(sampled(kind), measures) == expected
    trace = score(sampled(kind), roster("a", "b", "c"), measures).trace("b")
    assert trace.find("leaf").applicable == (kind != "not_applicable")


def test_nothing_to_draw_a_sample_from_in_a_criterion() -> None:
    rule = Share((criterion("c1", 60, of="gaps"), criterion("c2", 40, condition="stale")))
    for kind, expected in (("zero", 4), ("full", 10), ("not_applicable", 4)):
        built = sampled(kind, leaf("leaf", 10, rule))
        assert node_points(built, table("a", gaps=(NA,), stale=(1,))) == [expected]


def test_a_guard_comes_before_an_empty_sample() -> None:
    built = sampled("full", leaf("leaf", 8, deduct("0.5 per gaps"), zero_if=exprs("stale")))
    assert node_points(built, table("ab", gaps=(NA, NA), stale=(1, 0))) == [0, 8]


def test_a_guard_decides_on_all_of_a_leaf_of_which_a_criterion_does_not_apply() -> None:
    # 40%不适用:基数由10分缩为6分;得满分则10分,不得分则0分,都按10分计
    rule = Share((criterion("c1", 60, condition="x"), criterion("c2", 40, of="y")))
    scored = one_leaf(rule, full_if=exprs("praised"), zero_if=exprs("faked"))
    measures = table("abc", x=(1, 1, 1), y=(NA, NA, NA), praised=(0, 1, 0), faked=(0, 0, 1))
    results = score(scored, roster("a", "b", "c"), measures)
    assert plain([(results.unit(one).total, results.unit(one).of) for one in "abc"]) == [(6, 6), (10, 10), (0, 10)]
