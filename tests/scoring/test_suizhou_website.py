"""随州 2023 网站绩效评估: score cards computed by hand from the document, from answers and findings to totals."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kaoping.checks.discovery import catalogue_entries
from kaoping.measures import Given, Inspection, MeasureInputs, build_table, questions, table_from_values
from kaoping.model.catalogue import Catalogue
from kaoping.model.findings import CheckRecord, Finding, Plain, finding_key
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import CheckStatus, Outcome, PageKind, State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.loader import load_scheme
from kaoping.scoring import ScoreNode, score
from kaoping.scoring.results import Results

SCHEME = load_scheme("suizhou-website-2023")
AS_OF = date(2023, 12, 31)
DAY = 7 * 3600  # a working day, in seconds of working time
SITE = "http://sx.example/"
SUI, GUANGSHUI = RosterUnit("sx", "随县", "county", sites=(SITE,)), RosterUnit("gs", "广水市", "county")
REFORM = RosterUnit("fgw", "市发改委", "department", sites=(SITE,))  # 附录1、3、4
AUDIT = RosterUnit("sjj", "市审计局", "department")  # 附录4
INVESTMENT = RosterUnit("zsj", "市招商局", "department")  # 不在附录中
Answers = Mapping[str, Any]  # value by measure or mark; by item, expert or period where there are several


def results(cards: Mapping[RosterUnit, Answers], unknown: Iterable[str] = ()) -> Results:
    """Score units whose every answer is 0, no or without fault but for those given and those unknown."""
    roster = Roster(tuple(cards))
    values = [given for unit, card in cards.items() for given in answers(unit, card, frozenset(unknown))]
    return score(SCHEME, roster, table_from_values(SCHEME, roster, values, AS_OF))


def answers(unit: RosterUnit, card: Answers, unknown: frozenset[str]) -> Iterable[Given]:
    plain: dict[str, Any] = {name: 0 for name, measure in SCHEME.measures.items() if not measure.each}
    plain["mock_reply"] = None  # nobody answered
    for measure in SCHEME.measures.values():
        items = checklist_items(SCHEME, measure.each, unit)
        if items:
            plain[measure.name] = {str(number): 0 for number in range(1, len(items) + 1)}
    by_hand = (one for one in questions(SCHEME) if one.name not in SCHEME.measures and one.concerns(unit))
    plain |= {one.name: {"1": 0} if one.several else 0 for one in by_hand}
    assert set(card) <= set(plain)
    for name, value in (plain | dict(card)).items():
        if name not in unknown:
            yield from given(unit, name, value)


def given(unit: RosterUnit, name: str, value: Any) -> Iterable[Given]:
    for period, one in (value if isinstance(value, Mapping) else {"": value}).items():
        if one is None:
            yield Given(unit.id, name, period, state=State.NOT_APPLICABLE)
        else:
            yield Given(unit.id, name, period, fixed(Decimal(str(int(one) if isinstance(one, bool) else one))))


def points(root: ScoreNode, *names: str) -> list[Decimal | None]:
    return [root.find(name).points for name in names]


def decimals(*numbers: str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


SUI_CARD: Answers = {
    "county-overview-columns": 0.5, "county-overview-lost": 0.25,  # 0.75
    "county-welfare-health": 0.6,  # 0.6
    # 数据发布3分：0.9 + 0.4 + 20%×3=0.6 + 0.9 = 2.8
    "county-data-columns": 0.9, "county-data-query": 0.4, "data_visualised": True, "county-data-noise": 0.9,
    "topic_columns": 6, "county-topics-lost": 4,  # 30%×8×6÷8=1.8，+4 = 5.8
    "policies_interpreted": 0.5,  # 15%×6×0.5 = 0.45
    "queries_not_own": True, "county-queries-own": 1, "county-queries-lost": 2,  # 第1项不得分 → 2
    "theme_services": 3,  # 10%×5×3÷4 = 0.375
    "mock_reply": 3 * DAY, "mock_reply_accurate": True,  # 5个工作日内：20%×2 = 0.4
    "interview_planned": True, "interviews": 1,  # 60%×2 = 1.2
    # 现场评审：50%×3×85% = 1.275，50%×3×70% = 1.05，合2.325
    "county-search-fuzzy": {"1": 80, "2": 90}, "county-search-sorting": {"1": 70, "2": 70},
    # 50%×2 = 1，+0.5 = 1.5
    "subordinate_article_found": True, "subordinate_service_found": True, "county-search-display": 0.5,
    "single_login": True,  # 100%×1 = 1
    # 20%-2×5%=10%，40%-9×5%<0，40%-5%=35%：5×45% = 2.25，比无问题少2.75
    "not_in_repository": 2, "unsynchronised": 9, "ipv6_criticised": 1,
    "blank_columns": 2, "stale_news": 1,  # 25%×3=0.75 全失
    "push_faults": 3,  # 3-3×10%×3 = 2.1，少0.9
    "county-contributions": 1.5,  # 1.5
    "county-media-services-mobile": 0.8,  # 0.8
    "provincial_reposted": 0.75,  # 50%×2×0.75 = 0.75
    "county-innovation": {"1": 90, "2": 80}, "county-commendation-received": 1,  # 加 8×85%=6.8，1
    "named_by_city": 1, "exposed_in_province": 2,  # 扣 5%×6=0.3，2×10%×4=0.8
}  # fmt: skip


def test_two_counties() -> None:
    found = results({SUI: SUI_CARD, GUANGSHUI: {"topic_columns": 8, "theme_services": 4}})
    tree = found.trace("sx")
    assert points(
        tree, "county-overview", "county-welfare", "county-data", "county-topics", "county-interpretation"
    ) == (decimals("0.75", "0.6", "2.8", "5.8", "0.45"))
    assert points(tree, "county-queries", "county-themes", "county-enquiries", "county-interviews") == (
        decimals("2", "0.375", "0.4", "1.2")
    )
    assert points(tree, "county-search", "county-login", "county-platform") == decimals("3.825", "1", "2.25")
    assert points(tree, "county-maintenance", "county-rules-pushed", "county-contributions") == decimals(
        "0", "2.1", "1.5"
    )
    assert points(tree, "county-media") == decimals("1.55")
    assert points(tree, "county-bonus", "county-penalty") == decimals("7.8", "-1.1")
    # 6个一级指标：0.75+0.6+2.8+5.8+0.45=10.4；2.375；1.6；7.075；3.6；1.55，合26.6；+7.8-1.1 = 33.3
    assert found.unit("sx").total == Decimal("33.3")
    # 广水：标杆，30%×8=2.4、10%×5=0.5；无问题的集约化5、运维0.75、归集3，合11.65
    assert found.unit("gs").total == Decimal("11.65")
    assert [(one.unit, one.rank) for one in found.groups["county"]] == [("sx", 1), ("gs", 2)]


REFORM_CARD: Answers = {
    "datasets": 2,  # 50%×4×2÷4 = 1；接口最高为0，得0
    "projects_disclosed": {"1": 1, "2": 1, "3": 1, "4": 0, "5": 0, "6": 0}, "dept-projects-lost": 0.5,  # 0.75+0.5
    "resources_disclosed": {"1": 1},  # 50%×3 = 1.5
    "queries_provided": {"1": 1, "2": 1, "3": 1, "4": 0},  # 50%×6×3÷4 = 2.25
    "mock_reply": DAY, "mock_reply_accurate": True,  # 1个工作日内：50%×3 = 1.5
    "interviews": 2,  # 80%×2 = 1.6
    "sites_not_merged": 3,  # 4×(20%-15%) = 0.2
    "city_reposted": 0.5,  # 40%×3×0.5 = 0.6
    "dept-innovation-necessity": {"1": 40, "2": 60},  # 加 20%×8×50% = 0.8
    "guides_inaccurate": 3,  # 每个扣权重2分的50%，扣到2分为止
}  # fmt: skip


def test_departments_and_their_appendices() -> None:
    found = results({REFORM: REFORM_CARD, AUDIT: {"datasets": 4}, INVESTMENT: {}})
    tree = found.trace("fgw")
    assert points(tree, "dept-data", "dept-projects", "dept-resources", "dept-queries") == (
        decimals("1", "1.25", "1.5", "2.25")
    )
    assert points(tree, "dept-enquiries", "dept-interviews", "dept-platform", "dept-media-reposts") == (
        decimals("1.5", "1.6", "0.2", "0.6")
    )
    assert points(tree, "dept-bonus", "dept-penalty") == decimals("0.8", "-2")
    assert not tree.find("dept-welfare").applicable  # 不在附录2
    # 上面9.9，另无问题的运维15%×5=0.75、归集5，合15.65；满分97：15.65×100÷97=16.134021；+0.8-2 → 14.93
    assert found.unit("fgw").total == Decimal("14.93")
    # 市审计局：满分91；数据集为标杆得2，集约20%×4=0.8、运维0.75、归集5，8.55×100÷91=9.395604
    assert found.unit("sjj").total == Decimal("9.4")
    # 市招商局：附录4也没有，查询服务50%×6=3分不计，满分88；6.55×100÷88=7.443182
    assert found.unit("zsj").total == Decimal("7.44")
    assert not found.trace("zsj").find("dept-resources").applicable


def test_a_guard_takes_everything() -> None:
    kept = {"county-data-columns": 0.9, "county-data-noise": 0.9, "data_visualised": True}
    assert points(results({SUI: kept}).trace("sx"), "county-data") == decimals("2.4")
    for guard in ({"stale_data": 1}, {"data_rushed": True}):
        assert points(results({SUI: kept | guard}).trace("sx"), "county-data") == decimals("0")
    search = {"county-search-fuzzy": {"1": 100}, "county-search-sorting": {"1": 100}, "search_misses": True}
    assert points(results({SUI: search}).trace("sx"), "county-search") == decimals("0")
    # 列入年度访谈计划而未参加：其余40%也不得
    missed = {"interview_planned": True, "county-interviews-lost": 0.8}
    assert points(results({SUI: missed}).trace("sx"), "county-interviews") == decimals("0")
    assert points(
        results({REFORM: {"datasets": 5, "datasets_unloadable": True}}).trace("fgw"), "dept-data"
    ) == decimals("0")


@pytest.mark.parametrize(
    ("reply", "accurate", "expected"),
    [
        (1 * DAY, 1, "1"),  # 1个工作日内：50%×2
        (1 * DAY + 1, 1, "0.4"),  # 超过1个工作日且在5个工作日内：20%×2
        (5 * DAY, 1, "0.4"),
        (5 * DAY + 1, 1, "0"),
        (1 * DAY, 0, "0"),  # 不准确
        (None, 0, "0"),  # 没有答复
    ],
)
def test_mock_enquiry(reply: int | None, accurate: int, expected: str) -> None:
    tree = results({SUI: {"mock_reply": reply, "mock_reply_accurate": accurate}}).trace("sx")
    assert points(tree, "county-enquiries") == decimals(expected)
    assert tree.find("county-enquiries").of == 2  # 没有答复的也计入


def test_bonus_and_penalty_stay_within_ten() -> None:
    full = {"county-innovation": {"1": 100}, "county-commendation-received": 1, "county-commendation-lost": 1}
    tree = results({SUI: full | {"named_nationally": 2, "exposed_nationally": 3}}).trace("sx")
    assert points(tree, "county-innovation", "county-commendation", "county-bonus") == decimals("8", "2", "10")
    # 2×100%×6=12 → 6；3×50%×4=6 → 4
    assert points(tree, "county-criticism", "county-exposure", "county-penalty") == decimals("-6", "-4", "-10")
    above = results({SUI: full | {"county-commendation-received": 5}}).trace("sx")
    assert points(above, "county-commendation", "county-bonus") == decimals("2", "10")
    worst = {"named_nationally": 9, "exposed_nationally": 9, "guides_inaccurate": 9}
    below = results({REFORM: worst})
    assert points(below.trace("fgw"), "dept-penalty") == decimals("-10")
    assert below.unit("fgw").total == 0  # 6.55×100÷97-10 < 0，总分最低0


def test_what_was_lost_leaves_a_range_until_it_is_marked() -> None:
    found = results({SUI: SUI_CARD, GUANGSHUI: {"topic_columns": 8, "theme_services": 4}}, ["county-topics-lost"])
    topics = found.trace("sx").find("county-topics")
    assert (topics.points, topics.low, topics.high) == (None, Decimal("1.8"), Decimal("7.4"))  # 70%×8=5.6 未知
    unit = found.unit("sx")
    assert (unit.total, unit.low, unit.high, unit.complete) == (None, Decimal("29.3"), Decimal("34.9"), False)


def test_the_benchmark_is_provisional_while_a_peer_is_unknown() -> None:
    roster = Roster((SUI, GUANGSHUI))
    values = [*answers(SUI, {"theme_services": 3}, frozenset()), *answers(GUANGSHUI, {}, frozenset(["theme_services"]))]
    found = score(SCHEME, roster, table_from_values(SCHEME, roster, values, AS_OF))
    assert points(found.trace("sx"), "county-themes") == decimals("0.5")  # 目前的最高值
    assert found.unit("sx").provisional
    assert found.trace("sx").find("county-themes").low == 0


# ---- 不重复扣分：from findings on ------------------------------------------------------------------------


def stale(measure: str) -> tuple[CheckRecord, Finding]:
    """The statistics column has not been updated for 400 days, as `measure` asks of it."""
    params = PARAMS[measure]
    finding = Finding(
        id=measure,
        key=finding_key("column-freshness", params, SITE, f"{SITE}sj/"),
        check="column-freshness",
        check_version="1",
        params=params,
        outcome=Outcome.FAIL,
        site=SITE,
        url=f"{SITE}sj/",
        page=PageKind.COLUMN,
        values={"column": "数据发布", "kind": "statistics", "latest": None, "days": 400},
        fault=None,
        reason="stale",
        snippet="",
        evidence={},
        at=datetime(2023, 12, 31, tzinfo=UTC),
    )
    return CheckRecord("column-freshness", params, CheckStatus.DONE, 9), finding


def freshness(days: int, *kinds: str) -> dict[str, Plain]:
    return {"kinds": kinds, "days": days, "level": 0, "exclude_kinds": ()}


PARAMS = {
    "stale_data": freshness(184, "statistics"),
    "stale_others": freshness(365, "statistics", "personnel", "planning", "finance", "bids"),
    "stale_news": freshness(14, "news"),
    "stale_policy": freshness(184, "notices", "policy", "interpretation"),
}


@pytest.mark.parametrize(
    ("unit", "maintenance", "data"),
    [
        (SUI, "0.75", "0"),  # 数据发布已因此不得分，运维保障25%×3不再扣
        (REFORM, "0", None),  # 市直部门没有这一项，运维管理照扣
    ],
)
def test_what_another_indicator_was_charged_is_not_charged_again(unit: RosterUnit, maintenance: str, data: str) -> None:
    seen = [stale("stale_data"), stale("stale_others")]
    rest = [
        CheckRecord("column-freshness", PARAMS[name], CheckStatus.DONE, 9) for name in ("stale_news", "stale_policy")
    ]
    records = (*(record for record, _ in seen), *rest, CheckRecord("blank-column", {}, CheckStatus.DONE, 9))
    checked = {"stale_data", "stale_others", "stale_news", "stale_policy", "blank_columns"}
    inputs = MeasureInputs(
        Catalogue({entry.id: entry for entry in catalogue_entries()}, {}),
        inspections={SITE: (Inspection(AS_OF, tuple(finding for _, finding in seen), records),)},
        marks=tuple(answers(unit, {"data_visualised": True} if data else {}, frozenset(checked))),
    )
    roster = Roster((unit,))
    tree = score(SCHEME, roster, build_table(SCHEME, roster, inputs, AS_OF)).trace(unit.id)
    name = "county" if unit.group == "county" else "dept"
    assert points(tree, f"{name}-maintenance") == decimals(maintenance)
    if data is not None:
        assert points(tree, "county-data") == decimals(data)
