"""What lies between two results: which units and indicators came out otherwise, why, and in which words."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaoping.analysis.between import Between, Points
from kaoping.analysis.case import Case
from kaoping.model.measure_table import Cell
from kaoping.reports.between_words import indicator_words, result_words
from kaoping.schemes.model import Benchmark, Grade, Scheme
from kaoping.scoring import ScoreNode
from tests.analysis.build import case, two_leaves
from tests.scoring.build import UNKNOWN, exprs, leaf, part, roster, scheme, with_cells
from tests.scoring.generated import UNITS, cells, schemes
from tests.scoring.test_properties import CHECKED

KEYS = {"k1": "死链 /a", "k2": "死链 /b", "k3": "死链 /c"}


def between(before: Case, after: Case) -> Between:
    return Between(before.results(), after.results())


def words(found: Between, scheme: Scheme) -> dict[str, list[str]]:
    """Every unit's sentences."""
    return {
        one.unit: [
            result_words(one, scheme),
            *(indicator_words(each, lambda key: KEYS.get(key, "")) for each in found.indicators(one.unit)),
        ]
        for one in found.units
    }


def test_equal_results_have_nothing_between() -> None:
    same = case(two_leaves(), "xyz", m=(1, 2, 3), n=(0, UNKNOWN, 2))
    found = between(same, same)
    assert (found.units, found.size) == ((), 3)


def test_a_mark_moves_its_unit_and_those_it_passes() -> None:
    """x 失 3（17 分）、y 失 4（16 分）、z 失 9（11 分）；y 的乙改为 1 处：y 19 分，升第 1，x 降第 2，z 不动。"""
    grades = (Grade("好", Decimal(18)), Grade("差", Decimal(0)))
    graded = two_leaves(grades=grades)
    found = between(case(graded, "xyz", m=(3, 0, 9), n=(0, 4, 0)), case(graded, "xyz", m=(3, 0, 9), n=(0, 1, 0)))
    assert words(found, graded) == {
        "y": [
            "总分由16.00变为19.00（＋3.00分），名次由2变为1，等次由差变为好。",
            "“指标b”由6.00分变为9.00分（＋3.00分）：“n”由4变为1（测评人员填报）。",
        ],
        "x": ["名次由1变为2。"],
    }
    (change,) = found.indicators("y")
    assert (change.gained, change.before) == (Decimal(3), Points(Decimal(6), Decimal(6), Decimal(6)))
    assert found.indicators("x") == ()


def test_findings_that_count_no_more_are_named_with_the_reason() -> None:
    scored = two_leaves()
    old, new = case(scored, "x", m=(3,), n=(0,)), case(scored, "x", m=(2,), n=(0,))
    before = Case(old.scheme, old.roster, with_cells(old.table, {("x", "m", ""): Cell(("k1", "k2"))}))
    cell = Cell(("k3",), (), (("k1", "dismissed"),))
    after = Case(new.scheme, new.roster, with_cells(new.table, {("x", "m", ""): cell}))
    (said,) = words(between(before, after), scored).values()
    assert said[1] == (
        "“指标a”由7.00分变为8.00分（＋1.00分）：“m”由3变为2（测评人员填报）；"
        "1处问题（死链 /a）经人工核实不是问题，不计；1处问题（死链 /b）不再计入；1处问题（死链 /c）计入。"
    )


def test_what_becomes_known_is_told_as_a_range_that_closed() -> None:
    scored = two_leaves()
    found = between(case(scored, "x", m=(UNKNOWN,), n=(0,)), case(scored, "x", m=(4,), n=(0,)))
    (said,) = words(found, scored).values()
    assert said == [
        "总分由10.00～20.00变为16.00。",
        "“指标a”由0.00～10.00分变为6.00分：“m”由未定变为4（测评人员填报）。",
    ]


def test_points_that_hang_on_others_say_so() -> None:
    """得分＝本单位 ÷ 最高 × 10：y 从 4 改为 8，x 自己的值没有变，10 分变为 5 分。"""
    rule = Benchmark(exprs("m")[0])
    scored = scheme(part("p", leaf("a", 10, rule)), kinds={"m": "count"})
    found = between(case(scored, "xy", m=(4, 4)), case(scored, "xy", m=(4, 8)))
    assert words(found, scored)["x"][1].endswith("：本单位的测评值没有变，因其他单位的值或标杆值变化。")


def test_a_unit_that_came_or_went_is_told() -> None:
    scored = two_leaves()
    one, both = case(scored, "x", m=(1,), n=(0,)), case(scored, "xy", m=(1, 1), n=(0, 0))
    assert words(between(one, both), scored)["y"] == ["此前没有结果。"]
    assert words(between(both, one), scored)["y"] == ["不再有结果。"]
    assert between(one, both).size == 2


@CHECKED
@given(st.data())
def test_only_units_that_are_listed_differ(data: st.DataObject) -> None:
    """A unit that is not listed has the same result and the same points in every indicator; a listed one has not."""
    scored = data.draw(schemes())
    sides = (data.draw(cells(scored, open_cells=True)) for _ in range(2))
    found = between(*(Case(scored, roster(*UNITS), one.table()) for one in sides))
    listed = {one.unit for one in found.units}
    for unit in found.before.workings.rows:
        told, now = (leaf_points(side.trace(unit)) for side in (found.before, found.after))
        same = found.before.unit(unit) == found.after.unit(unit) and told == now
        assert (unit in listed) is not same
        assert {one.id for one in found.indicators(unit)} == {name for name in now if now[name] != told[name]}


def leaf_points(node: ScoreNode) -> dict[str, object]:
    """What a tree has in its leaves."""
    if not node.children:
        return {node.id: (node.points, node.low, node.high, True) if node.applicable else None}
    return {name: said for child in node.children for name, said in leaf_points(child).items()}
