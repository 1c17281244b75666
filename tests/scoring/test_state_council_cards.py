"""Score cards of the State Council's indicators of 2019 reckoned by hand, on an edition that fills what is open."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.roster import RosterUnit
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring import score
from kaoping.scoring.results import Results, UnitResult
from tests.scoring.build import AS_OF, roster, table, unit

D = Decimal

# Points chosen for the test, the original's are lost: 35 = 2+2+2+10+10+9, 25 = 6+2+2+8+5+2, 20 = 10+5+5 = 5+1+2+5+5+2
FILLED = """\
id: filled
title: 填上空缺的检查指标
extends: state-council-2019
fill:
  {organisation: 2, news: 10, policy-files: 10, interpretation: 9, service-items: 6, submission: 10, domain: 5,
   search: 5, ipv6: 5, bonus-publishing: 6, bonus-services: 6, bonus-interaction: 6, bonus-design: 6,
   bonus-innovation: 6}
"""
SPOTLESS: dict[str, Any] = {
    "statistics_updated": AS_OF, "messages_updated": AS_OF, "message_statistics": True, "organisation": 2,
    "service-items": 6, "submission": 10, "domain": 5, "search": 5, "ipv6": 5,
}  # fmt: skip
BONUSES = {"bonus-publishing": 6, "bonus-innovation": D("4.5")}
PORTAL = unit("a", "portal")
WITHOUT_SERVICES = unit("a", "department", tags=("no_services",))
ACCOUNT = unit("a", "media")


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    path: Path = tmp_path_factory.mktemp("filled") / "filled.yaml"
    path.write_text(FILLED, encoding="utf-8")
    return load_scheme(path)


def results(scheme: Scheme, who: RosterUnit = PORTAL, **faults: Any) -> Results:
    """Results of one unit that differs from a spotless one by `faults`; `a__b` stands for the mark of `a-b`."""
    given = SPOTLESS | BONUSES | {name.replace("__", "-"): value for name, value in faults.items()}
    names = {*scheme.measures, *given}
    names |= {node.id for node in scheme.nodes() if node.id.startswith("bonus-")}
    rows = {name.replace("-", "__"): [given.get(name, 0)] for name in names}
    units = roster(who)
    return score(scheme, units, table(units, **rows))


def only(found: Results) -> UnitResult:
    return found.unit("a")


def test_a_spotless_portal_may_exceed_a_hundred(scheme: Scheme) -> None:
    found = results(scheme)
    assert found.trace("a").find("bonus").points == D("10.5")
    assert only(found).total == D("110.5")
    assert only(found).labels == ()


def test_a_card_by_hand(scheme: Scheme) -> None:
    tree = results(
        scheme, overview_faults=1, stale_news=1, stale_policy=1, uninterpreted_policies=1, unlinked_interpretations=2,
        statistics_updated=date(2022, 9, 29), guides_missing=1, guide_elements_missing=3, guide_errors=1,
        message_elements_missing=1, messages_updated=date(2022, 10, 30), overdue_replies=2, footer_faults=1,
        home_dead_links=1, other_dead_links=2, error_reports_overdue=1,
    ).trace("a")  # fmt: skip
    expected = {
        "overview": "1", "organisation": "2", "leaders": "2", "news": "5", "policy-files": "5",
        "interpretation": "6", "publishing": "21",
        # 9月29日距12月31日超过3个月，扣2分；办事指南8-4-3×0.5
        "service-statistics": "0", "guides": "2.5", "guide-accuracy": "3", "services": "15.5",
        # 留言公开5-1-3（10月30日超过2个月）；办理答复5-2
        "message-publication": "1", "replies": "3", "interaction": "14",
        # 网站标识1-0.5；可用性2-0.5-2×0.2；找错入口1，答复0
        "footer": "0.5", "link-health": "1.1", "error-report": "1", "design": "17.6",
        # 21+15.5+14+17.6，不高于80不加分
        "bonus": "0", "website": "68.1", "filled": "68.1",
    }  # fmt: skip
    assert {name: tree.find(name).points for name in expected} == {name: D(text) for name, text in expected.items()}


def test_one_indicator_loses_no_more_than_it_is_worth(scheme: Scheme) -> None:
    tree = results(scheme, home_dead_links=500, guides_missing=5).trace("a")
    assert [tree.find(name).points for name in ("link-health", "guides")] == [0, 0]


# 100 − 动态要闻5 − 政策文件10 − 办理答复4 = 81；搜索功能4分时80，4.01分时80.01
EIGHTY_ONE: dict[str, Any] = {"stale_news": 1, "stale_policy": 2, "overdue_replies": 4}


@pytest.mark.parametrize(
    ("search", "deductions", "bonus"), [("4", "80", "0"), ("4.01", "80.01", "10.5"), ("3.99", "79.99", "0")]
)
def test_bonuses_only_above_80(scheme: Scheme, search: str, deductions: str, bonus: str) -> None:
    found = results(scheme, **EIGHTY_ONE, search=D(search))
    assert found.trace("a").find("bonus").points == D(bonus)
    assert only(found).total == D(deductions) + D(bonus)


# 100 − 动态要闻10 − 政策文件10 − 办事指南8 − 内容准确4 − 办理答复4 = 64；搜索功能1分时60，0.99分时59.99
SIXTY_FOUR: dict[str, Any] = {
    "stale_news": 2,
    "stale_policy": 2,
    "guides_missing": 2,
    "guide_errors": 2,
    "overdue_replies": 4,
}


@pytest.mark.parametrize(("search", "total", "labels"), [("1", "60", ()), ("0.99", "59.99", ("不合格",))])
def test_below_60_is_not_up_to_standard(scheme: Scheme, search: str, total: str, labels: tuple[str, ...]) -> None:
    found = only(results(scheme, **SIXTY_FOUR, search=D(search)))
    assert (found.total, found.labels) == (D(total), labels)


# 75 − 动态要闻10 − 政策文件10 − 办理答复5
FIFTY = {"stale_news": 2, "stale_policy": 2, "overdue_replies": 5}


@pytest.mark.parametrize(
    ("faults", "search", "total", "labels"),
    [
        # 75分满分：75×4/3
        ({}, "5", "110.5", ()),
        # 动态要闻10、办理答复5：60×4/3 = 80，不加分
        ({"stale_news": 2, "overdue_replies": 5}, "5", "80", ()),
        # 搜索功能4.99分：59.99×4/3 = 79.987
        ({"stale_news": 2, "overdue_replies": 5}, "4.99", "79.99", ()),
        # 动态要闻10、办理答复4、搜索功能4.01分：60.01×4/3 = 80.013，加10.5
        ({"stale_news": 2, "overdue_replies": 4}, "4.01", "90.51", ()),
        # 50，搜索功能0分：45×4/3 = 60
        (FIFTY, "0", "60", ()),
        # 再少留言要素1处：44×4/3 = 58.67
        (FIFTY | {"message_elements_missing": 1}, "0", "58.67", ("不合格",)),
    ],
)  # fmt: skip
def test_four_thirds_without_services(
    scheme: Scheme, faults: dict[str, int], search: str, total: str, labels: tuple[str, ...]
) -> None:
    found = results(scheme, WITHOUT_SERVICES, **faults, search=D(search))
    assert (only(found).total, only(found).labels) == (D(total), labels)
    assert not found.trace("a").find("services").applicable


@pytest.mark.parametrize(
    ("faults", "veto"),
    [
        ({"wrong_statements": True}, "serious-problems"),
        ({"falsification": True}, "serious-problems"),
        ({"unreachable_share": D("0.05")}, "unreachable"),
        ({"home_stale": True}, "home-not-updated"),
        ({"stale_first_news": 2, "stale_first_notices": 3}, "columns-not-updated"),
        ({"long_stale_columns": 10}, "columns-not-updated"),
        ({"empty_columns": 5}, "columns-not-updated"),
        ({"consultation_unavailable": True}, "poor-interaction"),
        ({"unanswered_messages": 1}, "poor-interaction"),
        ({"services_unavailable": True}, "useless-services"),
        ({"guides_lacking": 5}, "useless-services"),
        ({"guides_all_lacking": True}, "useless-services"),
    ],
)
def test_any_veto_of_a_website_leaves_nothing(scheme: Scheme, faults: dict[str, Any], veto: str) -> None:
    found = only(results(scheme, **faults))
    assert found.vetoes[0] == veto
    assert (found.total, found.labels) == (D(0), ("不合格",))


@pytest.mark.parametrize(
    "faults",
    [
        {"unreachable_share": D("0.049")},
        {"stale_first_news": 2, "stale_first_notices": 2},
        {"long_stale_columns": 9},
        {"empty_columns": 4},
        {"guides_lacking": 4},
    ],
)
def test_below_its_threshold_no_veto_holds(scheme: Scheme, faults: dict[str, Any]) -> None:
    assert only(results(scheme, **faults)).vetoes == ()


def test_without_services_the_veto_about_services_is_not_asked(scheme: Scheme) -> None:
    assert only(results(scheme, WITHOUT_SERVICES, services_unavailable=True)).vetoes == ()


@pytest.mark.parametrize(
    ("faults", "veto"),
    [
        ({"media_opinion": True}, "media-serious"),
        ({"media_stale": 1}, "media-not-updated"),
        ({"media_app_dead": True}, "media-not-updated"),
        ({"media_mute": True}, "media-mute"),
        ({"media_faked": True}, "media-mute"),
    ],
)
def test_vetoes_of_new_media(scheme: Scheme, faults: dict[str, Any], veto: str) -> None:
    assert only(results(scheme, ACCOUNT)).total == 100
    found = only(results(scheme, ACCOUNT, **faults))
    assert (found.total, found.vetoes, found.labels) == (D(0), (veto,), ("不合格",))


def test_as_it_stands_the_scheme_promises_no_total() -> None:
    """What the original says is lost keeps a total open, however much is known."""
    found = only(results(load_scheme("state-council-2019"), organisation=0, service__items=0, submission=0))
    assert found.total is None
