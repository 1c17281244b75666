"""兴宁 2016: 70 and 30 per cent, five grades, two lists, open points that the year's plan fills."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring import score
from tests.scoring.build import plain, roster, table, unit

# 测试用分值：原文留给年度方案，数值是编的
INVENTED = """\
id: xingning-invented
title: 测试用分值（数值是编的）
extends: xingning-2016
fill: {establishment: 5, disclosure: 25, services: 20, interaction: 15, functions: 10, support: 5, others: 5,
       self-assessment: 5, social-evaluation: 10, health: 100, bonuses: 5, penalties: 10}
"""
MARKED = ("establishment", "disclosure", "services", "interaction", "functions", "support", "others")
FULL = dict(zip(MARKED, (5, 25, 20, 15, 10, 5, 5), strict=True))


@pytest.fixture
def filled(tmp_path: Path) -> Scheme:
    path = tmp_path / "year.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    return load_scheme(path)


def marks(**more: Any) -> dict[str, Any]:
    """Full marks for one unit, but for what is given."""
    known = {**FULL, "report_submitted": True, "social_result": 100, "health": 100, "bonuses": 0, "penalties": 0}
    return {name: (value,) for name, value in (known | more).items()}


def total(scheme: Scheme, **more: Any) -> Any:
    return score(scheme, roster(unit("a", "government")), table("a", **marks(**more))).unit("a")


def test_the_year_file_leaves_only_the_conversion_open(filled: Scheme) -> None:
    assert [(p.code, p.where) for p in lint(filled, None) if p.severity != "note"] == [("open", "total")]


def test_annual_counts_70_and_daily_30_per_cent(filled: Scheme) -> None:
    # 年终：25+20+15+10+5+5+5=85，社会评价80÷100×10=8，自查总结5，合计98；日常60：98×70%+60×30%=68.6+18=86.6
    found = total(filled, social_result=80, health=60)
    assert plain([(part.id, part.points, part.weight, part.weighted) for part in found.parts]) == [
        ("annual", 98, Decimal("0.7"), Decimal("68.6")),
        ("daily", 60, Decimal("0.3"), 18),
    ]
    assert plain((found.total, found.of, found.complete)) == (Decimal("86.6"), 100, True)


def test_the_report_and_what_stands_beside_the_base(filled: Scheme) -> None:
    # 未报年度工作报告：少5分×70%=3.5；加分最多5、减分最多10（测试用）：100−3.5+5−10=91.5
    found = total(filled, report_submitted=False, bonuses=5, penalties=10)
    assert plain(found.total) == Decimal("91.5")


# what is left of the full marks of the annual part
ANNUAL: dict[int, dict[str, Any]] = {
    90: {"disclosure": 15},
    80: {"disclosure": 5},
    70: {"disclosure": 0, "interaction": 10},
    60: {"disclosure": 0, "interaction": 0},
    0: {**dict.fromkeys(FULL, 0), "social_result": 0, "report_submitted": False},
}


@pytest.mark.parametrize(
    ("annual", "daily", "reached", "grade"),
    [
        # 90×70%+90×30%=63+27=90；90×70%+89.97×30%=63+26.991=89.991，四舍五入到89.99
        (90, 90, 90, "优秀"),
        (90, "89.97", "89.99", "良好"),
        (80, 80, 80, "良好"),
        (80, "79.97", "79.99", "中等"),
        (70, 70, 70, "中等"),
        (70, "69.97", "69.99", "合格"),
        (60, 60, 60, "合格"),
        (60, "59.97", "59.99", "不合格"),
        (0, 0, 0, "不合格"),
    ],
)
def test_five_grades_at_their_bounds(filled: Scheme, annual: int, daily: object, reached: object, grade: str) -> None:
    found = total(filled, **ANNUAL[annual], health=daily)
    assert (found.total, found.grade) == (Decimal(str(reached)), grade)


def test_a_unit_without_a_site_is_failed_and_comes_last(filled: Scheme) -> None:
    units = roster(unit("with", "government"), unit("without", "government", sites=()))
    rows = {name: value * 2 for name, value in marks(**ANNUAL[60], health=0).items()}
    results = score(filled, units, table(units, **rows))
    # 60×70%=42分也不合格，但排在没有网站的之前
    assert plain([(one.unit, one.total, one.grade, one.rank) for one in results.groups["government"]]) == [
        ("with", 42, "不合格", 1),
        ("without", 0, "不合格", 2),
    ]
    assert (results.unit("without").failed, results.unit("without").vetoes) == (True, ("no_site",))


def test_governments_and_departments_are_ranked_apart(filled: Scheme) -> None:
    units = roster(unit("town", "government"), unit("bureau", "department"), unit("office", "department"))
    rows = {name: value * 3 for name, value in marks().items()} | {"health": (50, 90, 70)}
    results = score(filled, units, table(units, **rows))
    assert {group: [(one.unit, one.rank) for one in found] for group, found in results.groups.items()} == {
        "government": [("town", 1)],
        "department": [("bureau", 1), ("office", 2)],
    }


def test_while_points_are_open_the_result_is_between_bounds() -> None:
    scheme = load_scheme("xingning-2016")
    units = roster(unit("a", "government"), unit("b", "government", sites=()))
    results = score(scheme, units, table(units, health=(80, 0), disclosure=(20, 0), penalties=(0, 0), bonuses=(0, 0)))
    found = results.unit("a")
    # 日常80×30%=24；年终最少20×70%=14，最多100×70%=70
    assert plain((found.total, found.low, found.high, found.grade, found.complete)) == (None, 38, 94, None, False)
    # 没有网站的，不等分值填上就已不合格
    assert (results.unit("b").grade, results.unit("b").complete) == ("不合格", True)


def test_nothing_bounds_bonuses_that_the_plan_has_not_set() -> None:
    scheme = load_scheme("xingning-2016")
    found = score(scheme, roster(unit("a", "government")), table("a", penalties=(0,))).unit("a")
    assert plain((found.total, found.low, found.high)) == (None, 0, None)


def test_open_points_may_be_accepted_as_marks() -> None:
    scheme = load_scheme("xingning-2016")
    names = [node.id for node in scheme.nodes() if not node.children]
    rows = {name.replace("-", "__"): (10,) for name in names if name not in ("health", "bonuses", "penalties")}
    given = table("a", **rows, health=(90,), bonuses=(2,), penalties=(1,))
    found = score(scheme, roster(unit("a", "government")), given).unit("a")
    # 九项各10分：90×70%+90×30%+2−1=91
    assert plain((found.total, found.grade, found.complete)) == (91, "优秀", True)
    assert plain([(one.title, one.points, one.to) for one in found.converted]) == [
        ("全市依法行政考评（政府信息公开部分相关指标）", None, None)
    ]


@pytest.mark.parametrize(
    ("annual", "daily", "said"),
    [
        ("60%", "40%", []),
        ("75%", "25%", ["75%超出规定：不超过70%（第十条）", "25%超出规定：不低于30%（第十条）"]),
    ],
)
def test_the_plan_may_weigh_within_the_bounds_of_article_10(
    tmp_path: Path, annual: str, daily: str, said: list[str]
) -> None:
    path = tmp_path / "year.yaml"
    weights = f"parameters: {{annual_weight: {{value: {annual}}}, daily_weight: {{value: {daily}}}}}\n"
    path.write_text(INVENTED + weights, encoding="utf-8")
    assert [problem.message for problem in lint(load_scheme(path), None) if problem.severity == "error"] == said
