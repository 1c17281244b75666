"""Score cards of 宿迁 2022 reckoned by hand from 附件2: a county, a zone, and a department of each tier."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kaoping.model.roster import Roster
from kaoping.schemes.loader import load_scheme
from kaoping.scoring import score
from kaoping.scoring.results import Results
from tests.scoring.build import AS_OF, roster, table, unit

D = Decimal
SCHEME = load_scheme("suqian-2022")
QUARTERS = ("2022Q1", "2022Q2", "2022Q3", "2022Q4")
WORKING_DAY = 7 * 3600  # seconds

# A site without a fault: what is not named here is 0 or no.
SPOTLESS: dict[str, Any] = {
    "service_statistics_updated": AS_OF, "messages_updated": AS_OF, "data_updated": AS_OF,
    "integrated_services": 3, "surveys_held": 6, "surveys_answered": True, "message_statistics": True,
    "mock_reply": WORKING_DAY, "mock_reply_accurate": True, "data_visualised": True, "datasets_open": True,
    "quarter_score": (100, 100, 100, 100), "provincial_rank": (20, 20, 20, 20),
    "provincial_rank_from_last": (20, 20, 20, 20), "adopted_points": 0, "reported": 0,
}  # fmt: skip

DISTRICT = {
    "overview_faults": 1, "stale_news": 1, "blank_columns": 1, "uninterpreted_policies": 1,
    "unlinked_interpretations": 1, "unlinked_policies": 1, "service_statistics_updated": date(2022, 11, 20),
    "guide_elements_missing": 3, "guides_materials_unclear": 1, "guides_vague": 1, "guide_errors": 1,
    "guides_without_forms": 1, "integrated_services": 2, "surveys_held": 6, "surveys_answered": False,
    "message_elements_missing": 1, "messages_updated": date(2022, 10, 15), "overdue_consultations": 1,
    "overdue_complaints": 1, "mock_reply": WORKING_DAY + 7200, "footer_faults": 1, "home_dead_links": 2,
    "other_dead_links": 3, "error_replies_poor": 1, "unlabelled_pages": 3, "data_updated": date(2022, 8, 1),
    "datasets_open": False, "quarter_score": (92, D("88.5"), 90, D("95.5")), "provincial_rank": (4, 2, 7, 12),
    "provincial_named": (0, 0, 1, 0), "provincial_rank_from_last": (9, 11, 6, 3),
    "adopted_points": 450, "reported": 900,
}  # fmt: skip
ZONE = {
    "surveys_held": 5, "quarter_score": (100, 100, 100, 98), "provincial_rank": (3, 1, 2, 30),
    "adopted_points": 80, "reported": 400,
}  # fmt: skip
TIER1 = {"surveys_held": 3, "provincial_rank": (4, 20, 20, 20), "adopted_points": 0, "reported": 120}
TIER2 = {"empty_columns": 5, "adopted_points": 30, "reported": 60}

UNITS = roster(
    unit("district", class_="district"),
    unit("other-district", class_="district"),
    unit("zone", class_="zone"),
    unit("other-zone", class_="zone"),
    unit("tier1", "department", class_="tier1"),
    unit("other-tier1", "department", class_="tier1"),
    unit("tier2", "department", class_="tier2"),
)
FAULTS: Mapping[str, Mapping[str, Any]] = {
    "district": DISTRICT,
    "other-district": {"adopted_points": 600},
    "zone": ZONE,
    "other-zone": {"adopted_points": 120},
    "tier1": TIER1,
    "tier2": TIER2,
}


def results(more: Mapping[str, Mapping[str, Any]] = FAULTS, units: Roster = UNITS) -> Results:
    """The results of units that differ from a spotless site by `more`."""
    rows: dict[str, Any] = {}
    for measure in SCHEME.measures.values():
        values = [more.get(one.id, {}).get(measure.name, SPOTLESS.get(measure.name, 0)) for one in units.units]
        rows[measure.name] = by_quarter(values) if measure.by else values
    return score(SCHEME, units, table(units, **rows))


def by_quarter(values: Sequence[Any]) -> dict[str, list[Any]]:
    """Four quarters per unit; one number stands for each of them."""
    several = [value if isinstance(value, tuple) else (value,) * 4 for value in values]
    return {quarter: [one[place] for one in several] for place, quarter in enumerate(QUARTERS)}


CARDS = {
    # 发布解读 25: 2-1; 2; 15-5-5; 3-1; 3-1-1
    "district": {
        "overview": "1", "leaders": "2", "content-updates": "5", "interpretation-rate": "2",
        "interpretation-links": "1", "publishing": "11",
        # 办事服务 23: 2; 2-1 (11月30日前); 8-3×0.5-1-2; 5-2; 2-1; 两项得2
        "online-application": "2", "service-statistics": "1", "guides": "3.5", "guide-accuracy": "3", "forms": "1",
        "service-integration": "2", "services": "12.5",
        # 互动交流 22: 6次未全部反馈得4; 1; 5-1-3 (10月31日前); 5-1-1; 超过1个工作日
        "surveys": "4", "unified-login": "1", "message-publication": "1", "replies": "3", "live-reply": "0",
        "interaction": "9",
        # 功能应用 10: 1-0.5; 2-2×0.5-3×0.2; 1; 推诿0; 1-3×0.1; 3至6个月1+可视化1
        "footer": "0.5", "link-health": "0.4", "error-report-entry": "1", "error-report-replies": "0",
        "page-labels": "0.7", "open-data": "2", "functions": "4.6",
        # 日常监管 20: (92+88.5+90+95.5)×5%
        "city-checks": "18.3",
        # 最好名次第2加3分; 点名1次减10分, 后三名1次减5分
        "bonuses": "3", "provincial-criticism": "-10", "provincial-last": "-5",
        # 11+12.5+9+4.6+18.3 = 55.4; 55.4+3-15
        "website": "43.4",
        # 450÷600×70; 900÷1200×30
        "adoption": "52.5", "reporting": "22.5", "content": "75",
        # 43.4×80%+75×20% = 34.72+15
        "suqian-2022": "49.72",
    },
    "zone": {
        # 5次少于县区功能区的6次得1分; (100×3+98)×5%
        "surveys": "1", "city-checks": "19.9",
        # 100-7-0.1 = 92.9; 最好名次第1加5分
        "bonuses": "5", "website": "97.9",
        # 80÷120×70 = 46.67 (同类是功能区, 不是县区); 400条超过基准360条得满分
        "adoption": "46.666667", "reporting": "30", "content": "76.67",
        # 97.9×80%+76.67×20% = 78.32+15.334
        "suqian-2022": "93.65",
    },
    "tier1": {
        # 3次达到其他网站的3次且均反馈
        "surveys": "8", "city-checks": "20", "bonuses": "1",
        # 100+1 超过100按满分
        "website": "100",
        # 同类最高为0分, 不得分; 120÷240×30
        "adoption": "0", "reporting": "15", "content": "15",
        # 100×70%+15×30%
        "suqian-2022": "74.5",
    },
    "tier2": {
        # 空白栏目5个: 国办单项否决, 该部分不得分; 内容保障照计: 30÷30×70+60÷120×30
        "website": "0", "adoption": "70", "reporting": "15", "content": "85",
        # 85×30%
        "suqian-2022": "25.5",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_card(name: str) -> None:
    tree = results().trace(name)
    found = {node: tree.find(node).points for node in CARDS[name]}
    assert found == {node: D(points) for node, points in CARDS[name].items()}


def test_ranks_are_within_county_and_department() -> None:
    found = results()
    order = {group: [(one.unit, one.rank) for one in members] for group, members in found.groups.items()}
    # other-district 100×80%+70×20%, other-zone the same; other-tier1 100×70%; nothing reported
    assert order == {
        "county": [("other-district", 1), ("other-zone", 1), ("zone", 3), ("district", 4)],
        "department": [("tier1", 1), ("other-tier1", 2), ("tier2", 3)],
    }
    assert {one.grade for members in found.groups.values() for one in members} == {None}  # 原文未设等次


def test_a_veto_of_the_website_reaches_that_part_only() -> None:
    tier2 = results().unit("tier2")
    assert tier2.vetoes == ("national-columns-not-updated",)
    assert tier2.labels == ("不合格政府网站",)
    assert not tier2.failed


@pytest.mark.parametrize(
    ("measure", "value", "veto"),
    [
        ("national_named", True, "national-inspection"),
        ("city_harmed", True, "negative-impact"),
        ("provincial_failed", (0, 1, 0, 0), "provincial-inspection"),
    ],
)
def test_three_cases_leave_nothing_of_the_whole(measure: str, value: object, veto: str) -> None:
    found = results({**FAULTS, "zone": ZONE | {measure: value}}).unit("zone")
    assert found.total == 0
    assert (found.vetoes, found.labels) == ((veto,), ())
    assert [part.points for part in found.parts] == [D("97.9"), D("76.67")]


@pytest.mark.parametrize(
    ("ranks", "bonus"), [((1, 1, 1, 1), 5), ((9, 3, 2, 5), 3), ((4, 5, 9, 9), 1), ((6, 6, 6, 6), 0)]
)
def test_the_best_quarter_counts_once(ranks: tuple[int, ...], bonus: int) -> None:
    tree = results({"district": {"provincial_rank": ranks}}).trace("district")
    assert tree.find("bonuses").points == bonus


def test_penalties_count_each_time_and_have_no_limit() -> None:
    worst = {"provincial_named": (3, 3, 3, 3), "provincial_rank_from_last": (1, 2, 3, 4)}
    tree = results({"district": worst}).trace("district")
    assert tree.find("penalties").points == D(-12 * 10 - 3 * 5)
    assert tree.find("website").points == D(100 - 135)
    assert tree.points == 0  # -35×80% is below nothing; only the total has a floor


@pytest.mark.parametrize(("class_", "baseline"), [("district", 1200), ("zone", 360), ("tier1", 240), ("tier2", 120)])
def test_baselines_by_class(class_: str, baseline: int) -> None:
    group = "county" if class_ in ("district", "zone") else "department"
    units = roster(unit("a", group, class_=class_))
    half, full, more = (
        results({"a": {"reported": reported}}, units).trace("a").find("reporting").points
        for reported in (baseline // 2, baseline, baseline + 1)
    )
    assert [half, full, more] == [D(15), D(30), D(30)]
