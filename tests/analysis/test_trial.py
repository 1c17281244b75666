"""Trying changes: points, weights, parameters, values and what is removed, computed by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from kaoping.analysis.case import Case
from kaoping.analysis.changes import (
    Change,
    Decide,
    Remove,
    SetParameter,
    SetPoints,
    SetValue,
    SetWeight,
    Siblings,
)
from kaoping.analysis.trial import try_changes
from kaoping.measures.inputs import DecisionKind
from kaoping.model.errors import InputError
from kaoping.model.measure_table import SCALE
from kaoping.model.outcomes import State
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import (
    Award,
    ByKey,
    CheckSource,
    Draw,
    Manual,
    Open,
    ParamRef,
    Scheme,
    Total,
)
from kaoping.scoring import results_to_json
from tests.analysis.build import case, totals_after, two_leaves
from tests.scoring.build import (
    NA,
    UNKNOWN,
    adjustment,
    branch,
    deduct,
    exprs,
    item,
    leaf,
    part,
    roster,
    scheme,
    unit,
    veto,
)
from tests.scoring.generated import UNITS, Cells, cases
from tests.scoring.test_properties import CHECKED


def test_others_share_what_is_left() -> None:
    """甲 10→15，乙 10→5：x 甲失 2 成乙满，3＋0；y 反之。15×0.8＋5＝17，15＋5×0.8＝19。"""
    base = case(two_leaves(), "xy", m=(2, 0), n=(0, 2))
    assert totals_after(base) == {"x": 18, "y": 18}
    assert totals_after(base, SetPoints("a", Decimal(15))) == {"x": 17, "y": 19}


def test_others_stay() -> None:
    base = case(two_leaves(), "xy", m=(2, 0), n=(0, 2))
    kept = try_changes(base, (SetPoints("a", Decimal(15)),), Siblings.KEEP).after
    assert {name: kept.unit(name).total for name in "xy"} == {"x": Decimal(22), "y": Decimal(23)}
    assert kept.unit("x").of == Decimal(25)


def test_a_branch_takes_its_indicators_along() -> None:
    """一级指标 20→10：其下甲、乙各 5；旁边的丙 10→20。x：(10−4＋10)÷2＋20×0.9。"""
    inner = branch("s", 20, leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n")))
    base = case(scheme(part("p", inner, leaf("c", 10, deduct("1 per k")))), "x", m=(4,), n=(0,), k=(1,))
    assert totals_after(base, SetPoints("s", Decimal(10))) == {"x": 8 + 18}


def test_an_indicator_below_changes_what_is_above_where_others_stay() -> None:
    """先把甲改为 20（上级变 30），再把上级改为 15：甲 10、乙 5。"""
    inner = branch("s", 20, leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n")))
    base = case(scheme(part("p", inner)), "x", m=(5,), n=(0,))
    changes = (SetPoints("a", Decimal(20)), SetPoints("s", Decimal(15)))
    assert totals_after(base, *changes, siblings=Siblings.KEEP) == {"x": 10}


def test_points_for_some_units_only() -> None:
    """只对部门：甲 10→15、乙 5；县区照旧。"""
    units = roster(unit("x"), unit("y", "department"))
    base = case(two_leaves(), units, m=(2, 2), n=(0, 0))
    assert totals_after(base, SetPoints("a", Decimal(15), "department")) == {"x": 18, "y": 17}


def test_points_that_differ_between_groups_keep_each_sum() -> None:
    """乙：县区 10 分，部门 30 分；甲改 12 后乙为 8 和 28。"""
    by_group = ByKey((("county", Decimal(10)), ("department", Decimal(30))))
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", by_group, Award("sum", (item("50% if n"),)))))
    base = case(scored, roster(unit("x"), unit("y", "department")), m=(0, 0), n=(1, 1))
    assert totals_after(base, SetPoints("a", Decimal(12))) == {"x": 16, "y": 26}


def test_thirds_still_add_up_exactly() -> None:
    """三项各 1 分，另一项 7→8：其余合计 2 分，每项 0.666667 上下，满分仍得 10.000000（截尾也不失分）。"""
    thirds = [leaf(name, 1, deduct("1 per m")) for name in "abc"]
    total = Total("sum", round=replace(Total("sum").round, mode="truncate"))
    base = case(scheme(part("p", *thirds, leaf("d", 7, deduct("1 per m"))), total=total), "x", m=(0,))
    assert totals_after(base, SetPoints("d", Decimal(8))) == {"x": 10}


def test_marks_grow_with_points_and_unknown_stays_unknown() -> None:
    base = case(scheme(part("p", leaf("a", 5, Manual()), leaf("b", 5, Manual()))), "xy", a=(4, (0, 5)), b=(5, 5))
    assert totals_after(base, SetPoints("a", Decimal(8))) == {"x": 8.4, "y": (2, 10)}


def test_points_left_open_share_what_is_left() -> None:
    """上级 30 分，甲 10 分，其余留空共 20 分；甲改 20，留空的变 10 分：评 20 分的按比例得 10。"""
    node = branch("s", 30, leaf("a", 10, deduct("1 per m")), leaf("b", Open("原文缺失")))
    base = case(scheme(part("p", node)), "x", m=(0,), b=(20,))
    assert totals_after(base) == {"x": 30}
    assert totals_after(base, SetPoints("a", Decimal(20))) == {"x": 30}
    assert totals_after(case(base.scheme, "x", m=(0,), b=(10,)), SetPoints("a", Decimal(20))) == {"x": 25}


def test_drawn_children_count_in_proportion() -> None:
    """抽 1 个，每个 5 分；旁边 15→10，抽中的变 10 分：扣 1 分的比例不变，得 8。"""
    drawn = branch("s", 5, *(leaf(name, 5, deduct("1 per m")) for name in "ab"), draw=Draw(Decimal(1)))
    scored = scheme(part("p", drawn, leaf("c", 15, deduct("1 per n"))))
    base = replace(case(scored, "x", m=(1,), n=(0,)), draws={"s": {"*": ("b",)}})
    assert totals_after(base, SetPoints("c", Decimal(10))) == {"x": 18}


def weighted(**weights: object) -> Scheme:
    """各部分 100 分，按评分直接得分。"""
    parts = [
        part(name, leaf(f"l-{name}", 100, Manual()), points=100, weight=weight) for name, weight in weights.items()
    ]
    return scheme(*parts, combine="weighted")


def test_weights_of_the_others_make_up_for_one() -> None:
    """50/30/20 改为 60/24/16。"""
    base = case(weighted(p="0.5", q="0.3", r="0.2"), "x", l__p=(100,), l__q=(50,), l__r=(0,))
    assert totals_after(base) == {"x": 65}
    assert totals_after(base, SetWeight("p", Decimal("0.6"))) == {"x": 72}
    assert totals_after(base, SetWeight("p", Decimal("0.6")), siblings=Siblings.KEEP) == {"x": 75}
    assert totals_after(base, Remove("q")) == {"x": 71.43}


def test_weights_for_some_units_only() -> None:
    by_group = ByKey((("county", Decimal("0.8")), ("department", Decimal("0.7"))))
    rest = ByKey((("county", Decimal("0.2")), ("department", Decimal("0.3"))))
    units = roster(unit("x"), unit("y", "department"), unit("z", "department", tags=("t",)))
    base = case(replace(weighted(p=by_group, q=rest), tags={"t": "标签"}), units, l__p=(100,) * 3, l__q=(0,) * 3)
    assert totals_after(base, SetWeight("p", Decimal("0.6"), "county")) == {"x": 60, "y": 70, "z": 70}
    assert totals_after(base, SetWeight("p", Decimal("0.5"), "t")) == {"x": 80, "y": 70, "z": 50}


def test_a_parameter_for_all_and_for_some() -> None:
    scored = scheme(
        part("p", leaf("a", 10, Award("tiers", (item("10 if m >= $target"), item("4 if m > 0"))))),
        parameters={"target": ByKey((("c1", Decimal(6)), ("default", Decimal(3))))},
        classes={"c1": ("county", "县"), "c2": ("county", "区")},
    )
    units = roster(unit("x", class_="c1"), unit("y", class_="c2"))
    base = case(scored, units, m=(5, 3))
    assert totals_after(base) == {"x": 4, "y": 10}
    assert totals_after(base, SetParameter("target", Decimal(5))) == {"x": 10, "y": 4}
    assert totals_after(base, SetParameter("target", Decimal(5), "c1")) == {"x": 10, "y": 10}
    # 类别先于分组：只对分组试改时，同样盖过按类别写的数
    assert totals_after(base, SetParameter("target", Decimal(4), "county")) == {"x": 10, "y": 4}


def test_a_length_of_time_may_be_changed_for_all() -> None:
    scored = scheme(
        part("p", leaf("a", 10, Award("tiers", (item("10 if t <= $limit"),)))),
        parameters={"limit": Duration(Decimal(1), "d")},
        kinds={"t": "duration"},
    )
    base = case(scored, "x", t=(100_000,))
    assert totals_after(base) == {"x": 0}
    assert totals_after(base, SetParameter("limit", Duration(Decimal(2), "d"))) == {"x": 10}
    for wrong in (SetParameter("limit", Decimal(2)), SetParameter("limit", Duration(Decimal(2), "d"), "county")):
        with pytest.raises(InputError, match="时限"):
            try_changes(base, (wrong,))


def test_a_parameter_that_checks_read_is_refused() -> None:
    scored = two_leaves(parameters={"days": Decimal(14)}, kinds={"m": "count"})
    check = CheckSource("column-freshness", (("days", ParamRef("days")),))
    checked = replace(scored, measures={"m": replace(scored.measures["m"], source=check)})
    with pytest.raises(InputError, match="重新检查"):
        try_changes(case(checked, "x", m=(1,), n=(1,)), (SetParameter("days", Decimal(7)),))


def test_values_and_marks_of_one_unit() -> None:
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 10, Manual())), kinds={"m": "count"})
    base = case(scored, "xy", m=(2, 3), b=(5, UNKNOWN))
    assert totals_after(base, SetValue("x", "m", "", 4 * SCALE)) == {"x": 11, "y": (7, 17)}
    assert totals_after(base, SetValue("y", "b", "", 9 * SCALE)) == {"x": 13, "y": 16}
    # 未测：评分在 0 到满分之间；不适用：不计
    assert totals_after(base, SetValue("x", "b", "", 0, State.UNKNOWN))["x"] == (8, 18)
    assert totals_after(base, SetValue("x", "b", "", 0, State.NOT_APPLICABLE))["x"] == 8
    assert base.table.columns["m", ""].value[0] == 2 * SCALE, "the case itself is as before"


def test_a_series_is_changed_in_one_period() -> None:
    scored = scheme(part("p", leaf("a", 10, deduct("1 per q"))), kinds={"q": "count"})
    by_quarter = {"2022Q1": (1,), "2022Q2": (2,)}
    series = replace(scored.measures["q"], by="quarter")
    base = case(replace(scored, measures={"q": series}), "x", q=by_quarter)
    assert totals_after(base, SetValue("x", "q", "2022Q2", 0)) == {"x": 9}
    with pytest.raises(InputError, match="2022Q1、2022Q2"):
        try_changes(base, (SetValue("x", "q", "2022Q3", 0),))


def test_removing_indicators_adjustments_and_vetoes() -> None:
    bonus = adjustment("bonus", "bonus", None, leaf("n1", 2, Award("sum", (item("2 if f"),))))
    scored = two_leaves(adjust=(bonus,), vetoes=(veto("v", "m > 4", "zero"),))
    base = case(scored, "xy", m=(0, 5), n=(1, 1), f=(1, 1))
    assert totals_after(base) == {"x": 21, "y": 0}
    assert totals_after(base, Remove("v")) == {"x": 21, "y": 16}
    assert totals_after(base, Remove("bonus"), Remove("v")) == {"x": 19, "y": 14}
    assert totals_after(base, Remove("a")) == {"x": 20, "y": 0}
    assert totals_after(base, Remove("a"), siblings=Siblings.KEEP) == {"x": 11, "y": 0}


def test_removing_a_part_of_a_sum() -> None:
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m"))), part("q", leaf("b", 10, deduct("1 per n"))))
    assert totals_after(case(scored, "x", m=(1,), n=(2,)), Remove("q")) == {"x": 9}


def test_what_only_deducts_may_lose_an_indicator() -> None:
    """只扣分的方案：去掉一项就不扣那一项。"""
    nodes = [leaf(name, None, deduct(f"2 per {of}")) for name, of in (("a", "m"), ("b", "n"))]
    base = case(scheme(part("p", *nodes), combine="deductions"), "x", m=(1,), n=(3,))
    assert totals_after(base) == {"x": 8}
    assert totals_after(base, Remove("b")) == {"x": 2}
    with pytest.raises(InputError, match="没有分值"):
        try_changes(base, (SetPoints("b", Decimal(3)),))


def test_not_applicable_and_guards_go_on_as_before() -> None:
    """乙对 y 不适用，不计；甲 15 分：y 得 15×0.8。"""
    nodes = (leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n"), zero_if=exprs("z")))
    base = case(scheme(part("p", *nodes)), "xy", m=(2, 2), n=(0, NA), z=(1, 0))
    assert totals_after(base, SetPoints("a", Decimal(15))) == {"x": 12, "y": 17}


WRONG: list[tuple[Change, str]] = [
    (SetPoints("A", Decimal(1)), "没有名称或编号为“A”的指标"),
    (SetPoints("p", Decimal(1)), "是一个部分"),
    (SetPoints("a", Decimal(1), "nobody"), "没有单位属于“nobody”"),
    (SetPoints("a", Decimal(30)), "没有可以调出的分"),
    (SetWeight("p", Decimal("0.5")), "没有权重"),
    (SetParameter("x", Decimal(1)), "没有名称或编号为“x”的参数"),
    (Remove("zzz"), "没有名称或编号为“zzz”"),
    (SetValue("nobody", "m"), "名册中没有单位"),
    (SetValue("x", "k"), "测评值或指标“k”"),
    (Decide("k" * 24, DecisionKind.DISMISS), "不能试算认定"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_cannot_be_tried_is_told(change: Change, message: str) -> None:
    with pytest.raises(InputError, match=message):
        try_changes(case(two_leaves(), "x", m=(0,), n=(0,)), (change,))


def test_an_only_child_needs_its_parent_to_change() -> None:
    base = case(scheme(part("p", leaf("a", 10, deduct("1 per m")))), "x", m=(0,))
    with pytest.raises(InputError, match="--siblings keep"):
        try_changes(base, (SetPoints("a", Decimal(5)),))
    assert totals_after(base, SetPoints("a", Decimal(5)), siblings=Siblings.KEEP) == {"x": 5}


def test_what_a_condition_reads_is_not_removed() -> None:
    scored = two_leaves(vetoes=(veto("v", 'points("bonus") > 1', "zero"),))
    scored = replace(
        scored, adjust=(adjustment("bonus", "bonus", None, leaf("n1", 2, Award("sum", (item("2 if f"),)))),)
    )
    with pytest.raises(InputError, match="不能去掉"):
        try_changes(case(scored, "x", m=(0,), n=(0,), f=(0,)), (Remove("bonus"),))


def as_generated(generated: tuple[Scheme, Cells], units: tuple[str, ...] = UNITS) -> Case:
    return Case(generated[0], roster(*units), generated[1].table(units))


@CHECKED
@given(cases(open_cells=True))
def test_an_indicator_set_to_its_own_points_changes_nothing(generated: tuple[Scheme, Cells]) -> None:
    base = as_generated(generated)
    own = [SetPoints(node.id, node.points) for node in base.scheme.nodes() if isinstance(node.points, Decimal)]
    for siblings in Siblings:
        trial = try_changes(base, own, siblings)
        before, after = (results_to_json(one, base.scheme, base.table.as_of) for one in (trial.before, trial.after))
        assert before == after


@CHECKED
@given(cases(open_cells=True))
def test_the_order_of_units_does_not_matter(generated: tuple[Scheme, Cells]) -> None:
    changes: list[Change] = [Remove(next(node.id for node in generated[0].nodes() if not node.children))]
    one, other = (
        try_changes(as_generated(generated, units), changes, Siblings.KEEP).after for units in (UNITS, UNITS[::-1])
    )
    as_of = one.as_of
    assert results_to_json(one, generated[0], as_of) == results_to_json(other, generated[0], as_of)
