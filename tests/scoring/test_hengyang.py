"""衡阳 2018: sums of five or six hundred, areas left out, late work in proportion, the bar of the hotline, 折合."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.linter import has_errors, lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring import UnitResult, score
from tests.scoring.build import plain, roster, table, unit

COUNTY = ("county-website", "county-disclosure", "county-services", "county-network", "county-hotline")
DEPARTMENT = ("website", "services", "disclosure", "sharing", "network", "hotline")
BAR = "绩效目标管理考核年度评优资格"

# 测试用的指标和折合分值：原文的附件未取得，数值是编的
INVENTED = """\
id: hengyang-invented
title: 测试用指标（数值是编的）
extends: hengyang-2018
measures:
  due: {ask: 要求完成日期, kind: date}
  done: {ask: 实际完成日期, kind: date}
  asked: {ask: 要求完成量, kind: count}
  finished: {ask: 完成量, kind: count}
  not_started: {ask: 是否未启动, kind: bool}
  isolated: {ask: 未经批准单独建设的专网数, kind: count}
parts:
  - id: network
    indicators:
      - id: joined
        title: 联通
        points: 60
        text: 逾期按要求时间与完成时间的比例计分；未启动的不得分
        zero_if: [not_started]
        ratio: {due: due, taken: done}
      - {id: moved, title: 上云, points: 30, text: 按完成量的比例计分, ratio: {of: finished, target: asked}}
      - {id: private, title: 专网, points: 10, text: 每个扣6分, deduct: [6 per isolated]}
convert: [{from: network, to: 20}, {from: website, to: 5}]
"""


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("hengyang-2018")


def marks(units: Roster, *rows: dict[str, Any]) -> dict[str, Any]:
    """A column of marks per part, 0 where a row says nothing."""
    return {name.replace("-", "__"): [row.get(name, 0) for row in rows] for name in (*COUNTY, *DEPARTMENT)}


def of_one(scheme: Scheme, one: RosterUnit, given: dict[str, Any]) -> UnitResult:
    units = roster(one)
    return score(scheme, units, table(units, **marks(units, given))).unit(one.id)


def test_a_county_is_the_sum_of_five(scheme: Scheme) -> None:
    # 90+80+70+60+95.5=395.5，满分500；市直部门的六部分不计
    given = dict(zip(COUNTY, (90, 80, 70, 60, "95.5"), strict=True)) | dict.fromkeys(DEPARTMENT, 100)
    found = of_one(scheme, unit("hengnan"), given)
    assert plain((found.total, found.of, found.rate)) == (Decimal("395.5"), 500, Decimal("0.791"))
    assert tuple(part.id for part in found.parts) == COUNTY
    assert found.complete


def test_a_department_is_the_sum_of_six(scheme: Scheme) -> None:
    found = of_one(scheme, unit("caizheng", "department"), dict.fromkeys(DEPARTMENT, 95))
    assert plain((found.total, found.of)) == (570, 600)
    assert tuple(part.id for part in found.parts) == DEPARTMENT


@pytest.mark.parametrize(
    ("tag", "out"), [("no_hotline", "hotline"), ("no_website", "website"), ("no_licensing", "services")]
)
def test_what_does_not_concern_a_department_is_left_out(scheme: Scheme, tag: str, out: str) -> None:
    found = of_one(scheme, unit("a", "department", tags=(tag,)), dict.fromkeys(DEPARTMENT, 90))
    assert plain((found.total, found.of, found.rate)) == (450, 500, Decimal("0.9"))
    assert out not in [part.id for part in found.parts]
    assert out not in [one.from_ for one in found.converted]
    assert (found.complete, found.bars) == (True, ())


def test_a_department_with_fewer_areas_is_ranked_by_its_rate(scheme: Scheme) -> None:
    units = roster(unit("five", "department", tags=("no_hotline",)), unit("six", "department"))
    # five: 460/500=92%；six: 540/600=90%，分值虽高，名次在后
    rows = dict.fromkeys(DEPARTMENT, 92), dict.fromkeys(DEPARTMENT, 90)
    results = score(scheme, units, table(units, **marks(units, *rows)))
    assert plain([(one.unit, one.rank, one.total, one.rate) for one in results.groups["department"]]) == [
        ("five", 1, 460, Decimal("0.92")),
        ("six", 2, 540, Decimal("0.9")),
    ]


def test_an_urban_district_follows_the_rules_of_departments(scheme: Scheme) -> None:
    given = dict.fromkeys(DEPARTMENT, 90) | dict.fromkeys(COUNTY, 10)
    found = of_one(scheme, unit("shigu", "county", tags=("urban",)), given)
    assert plain((found.group, found.total, found.of)) == ("county", 540, 600)
    assert tuple(part.id for part in found.parts) == DEPARTMENT
    # 同在县市区组内，与满分500分的县按得分率比较：85% < 90%
    units = roster(unit("shigu", tags=("urban",)), unit("hengnan"))
    rows = given, dict.fromkeys(COUNTY, 85)
    results = score(scheme, units, table(units, **marks(units, *rows)))
    assert [(one.unit, one.rank) for one in results.groups["county"]] == [("shigu", 1), ("hengnan", 2)]


def test_the_other_reading_of_the_urban_districts_is_a_few_lines(tmp_path: Path) -> None:
    """Only the hotline of 四城区 after the rules of departments: four parts of counties and one of departments."""
    path = tmp_path / "year.yaml"
    county = [f"  - {{id: {name}, except: [zone]}}" for name in COUNTY if name != "county-hotline"]
    department = [f"  - {{id: {name}, applies_to: [department, zone]}}" for name in DEPARTMENT if name != "hotline"]
    head = ["id: hengyang-invented", "title: 测试用方案", "extends: hengyang-2018", "parts:"]
    path.write_text("\n".join([*head, *county, *department]), encoding="utf-8")
    given = dict.fromkeys((*COUNTY, *DEPARTMENT), 80) | {"hotline": 95, "county-hotline": 0}
    found = of_one(load_scheme(path), unit("shigu", "county", tags=("urban",)), given)
    # 4×80+95=415，满分500
    assert plain((found.total, found.of, found.bars)) == (415, 500, ())


@pytest.mark.parametrize(("group", "tags"), [("department", ("zone",)), ("county", ("zone",)), ("department", ())])
def test_a_zone_is_scored_as_a_department(scheme: Scheme, group: str, tags: tuple[str, ...]) -> None:
    found = of_one(scheme, unit("songmu", group, tags=tags), dict.fromkeys(DEPARTMENT, 50))
    assert plain((found.total, found.of)) == (300, 600)


@pytest.mark.parametrize(
    ("one", "part", "points", "barred"),
    [
        (unit("a", "department"), "hotline", "89.99", True),
        (unit("a", "department"), "hotline", 90, False),
        (unit("a", "department"), "hotline", "89.995", False),  # 四舍五入到90.00分
        (unit("a", "county"), "county-hotline", "89.99", True),
        (unit("a", "county"), "county-hotline", 90, False),
        (unit("a", "county", tags=("urban",)), "hotline", "89.99", True),
        (unit("a", "department", tags=("no_hotline",)), "hotline", 0, False),
    ],
)
def test_below_90_the_hotline_bars(scheme: Scheme, one: RosterUnit, part: str, points: Any, barred: bool) -> None:
    found = of_one(scheme, one, dict.fromkeys((*COUNTY, *DEPARTMENT), 100) | {part: points})
    assert found.bars == ((BAR,) if barred else ())
    assert found.vetoes == (("hotline-below-line",) if barred else ())
    # 只取消资格，不影响得分和名次
    assert plain((found.rank, found.failed, found.labels)) == (1, False, ())
    assert found.total is not None
    assert found.total > 450


def test_no_mark_is_above_its_points_or_below_0(scheme: Scheme) -> None:
    found = of_one(scheme, unit("a"), {"county-website": 120, "county-network": -5})
    assert plain([part.points for part in found.parts]) == [100, 0, 0, 0, 0]


def test_late_work_counts_in_proportion_and_parts_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "year.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    filled = load_scheme(path)
    assert not has_errors(lint(filled, None))
    units = roster(*(unit(name, "department") for name in ("early", "late", "never")))
    # 从2018年1月1日起算：要求5月11日（130天），实际7月20日（200天）：60×130÷200=39
    found = score(
        filled,
        units,
        table(
            units,
            due=(date(2018, 5, 11),) * 3,
            done=(date(2018, 3, 1), date(2018, 7, 20), date(2018, 12, 31)),
            asked=(8, 8, 8),
            finished=(10, 6, 0),
            not_started=(False, False, True),
            isolated=(0, 1, 2),
            website=(90, 80, 70),
        ),
        period_start=date(2018, 1, 1),
    )
    points = {
        name: [found.trace(name).find(node).points for node in ("joined", "moved", "private")]
        for name in ("early", "late", "never")
    }
    # 超额完成按满分；6÷8×30=22.5；减分只减至零分：10−12→0
    assert plain(points) == {"early": [60, 30, 10], "late": [39, Decimal("22.5"), 4], "never": [0, 0, 0]}
    # 折合：65.5÷100×20=13.1；80÷100×5=4；其余各部分的折合分值未定
    converted = {one.from_: (one.points, one.to) for one in found.unit("late").converted}
    assert plain({name: converted[name] for name in ("network", "website", "hotline")}) == {
        "network": (Decimal("13.1"), 20),
        "website": (4, 5),
        "hotline": (None, None),
    }
