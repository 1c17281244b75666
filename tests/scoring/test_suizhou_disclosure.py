"""随州 2023 政务公开考评: score cards computed by hand from the document."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from kaoping.model.measure_table import MeasureTable
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Manual, Scheme
from kaoping.scoring import Results, score
from tests.scoring.build import NA, UNKNOWN, plain, roster, shown, table, unit

SCHEME = load_scheme("suizhou-disclosure-2023")
AREAS = tuple(area.id for node in SCHEME.nodes() if node.id == "county-standards" for area in node.children)
DRAWN, LEFT = AREAS[:15], AREAS[15:]
DRAWS = {"county-standards": {"*": DRAWN}}
SPOTLESS = {  # what a unit without a fault has; marks are full points
    "trainings": 1, "evaluation_held": True, "evaluation_used": True, "files_unreported": 0, "unrectified": 0,
    "falsified": False, "national_deduction": 0, "provincial_deduction": 0,
}  # fmt: skip


def county(name: str = "随县", class_: str = "district") -> RosterUnit:
    return RosterUnit("x", name, "county", class_, sites=("http://127.0.0.1/",))


def department(name: str) -> RosterUnit:
    return RosterUnit("x", name, "department", sites=("http://127.0.0.1/",))


def card(one: RosterUnit, values: Mapping[str, Any] | None = None, *, draws: Any = DRAWS) -> Results:
    """The results of one unit that has full marks but for `values`: a measure or an indicator to what it got."""
    return score(SCHEME, Roster((one,)), answers(one, values or {}), draws=draws)


def answers(one: RosterUnit, values: Mapping[str, Any]) -> MeasureTable:
    rows: dict[str, Any] = {name: 1 for name, measure in SCHEME.measures.items() if measure.kind == "share"}
    rows |= {node.id: node.points for node in SCHEME.nodes() if isinstance(node.rule, Manual)}
    rows |= SPOTLESS
    assert set(values) <= set(rows)
    given = {name.replace("-", "__"): [value] for name, value in (rows | dict(values)).items()}
    return table(Roster((one,)), **given)


def points(results: Results, node: str) -> Any:
    return shown(results.trace("x").find(node))


def total(results: Results) -> Any:
    return shown(results.unit("x"))


# ---- counties ----------------------------------------------------------------------------------------------------


def test_a_county_with_fifteen_of_twenty_two_areas() -> None:
    found = card(
        county(),
        {
            "town_platform": Decimal("0.8"),  # 公开渠道 5 × 80% = 4
            "county-policy-timeliness": 4,
            "policies_in_database": Decimal("0.9"),  # 10 × 90% = 9, with 10 for 及时清理: 政策 4 + 10 + 9 = 23
            "licensing_results": Decimal("0.5"),  # 2 × 50% = 1
            "enforcement_information": Decimal("0.75"),  # 2 × 75% = 1.5
            "county-recruitment": Decimal("0.5"),
            "county-plans": 0,
            "county-subsidies": 2,  # 基础信息公开 1 + 1 + 1.5 + 2 + 1 + 0.5 + 1 + 1 + 0 + 2 = 11
            **dict.fromkeys(DRAWN, Decimal("1.5")),  # 15 × 1.5 = 22.5; the seven others have 2 each and do not count
            "county-request-replies": 5,  # 依申请公开 3 + 5 = 8
            "county-interpretation-quality": 3,  # 解读回应 5 + 3 = 8
            "county-annual-report": 4,  # 能力保障 4
            "county-rectification": 15,
            "trainings": 2,  # not fewer than 1: 15
            "evaluation_used": False,  # 评估 10, 运用 0
            "town_systems": Decimal("0.9"),  # 20 × 90% = 18: 工作推进落实 15 + 15 + 10 + 0 + 18 = 58
            "county-zone-requests": 8,  # 政务公开专区 5 + 8 + 5 = 18
            "national_deduction": Decimal("1.5"),
            "provincial_deduction": Decimal("0.65"),
        },
    )
    assert points(found, "county-channels") == 4
    assert points(found, "county-policies") == 23
    assert points(found, "county-basics") == 11
    assert points(found, "county-standards") == 22.5
    assert points(found, "platform-county") == 80.5  # 4 + (23 + 11 + 22.5) + 8 + 8 + 4
    assert points(found, "daily-county") == 76
    assert total(found) == 77  # 80.5 × 70% + 76 × 30% = 56.35 + 22.8 = 79.15, − 1.5 − 0.65
    one = found.unit("x")
    assert [(part.id, plain(part.of), plain(part.weighted)) for part in one.parts] == [
        ("platform-county", 100, Decimal("56.35")),
        ("daily-county", 100, Decimal("22.8")),
    ]
    assert one.complete


def test_a_spotless_county() -> None:
    assert total(card(county())) == 100


def test_areas_that_were_not_drawn_do_not_matter() -> None:
    assert total(card(county(), dict.fromkeys(LEFT, 0))) == 100
    assert total(card(county(), dict.fromkeys(LEFT, UNKNOWN))) == 100


def test_before_the_draw_any_fifteen_may_count() -> None:
    """Eight areas without a point: at worst all of them are drawn, at best only one."""
    found = card(county(), dict.fromkeys(AREAS[:8], 0), draws={})
    assert points(found, "county-standards") == (14, 28)  # 7 × 2 to 14 × 2
    assert total(found) == (88.8, 98.6)  # 84 × 70% + 30; 98 × 70% + 30
    assert not found.unit("x").complete


def test_a_training_is_enough_and_none_is_nothing() -> None:
    assert points(card(county(), {"trainings": 1}), "county-training") == 15
    assert points(card(county(), {"trainings": 0}), "county-training") == 0


def test_the_zone_with_one_town() -> None:
    """高新区: the one town drawn has half of the systems, so 10 of 20; nothing else is missing."""
    found = card(county("随州高新区", "zone"), {"town_systems": Decimal("0.5")})
    assert points(found, "county-town-systems") == 10
    assert total(found) == 97  # 70 + (100 − 10) × 30%


def test_a_zone_without_departments_of_its_own() -> None:
    """Nothing to draw the 1 + 2 + 2 + 2 points of 基础信息公开 from: 93 points become 100."""
    none = dict.fromkeys(
        ("institution_information", "licensing_results", "enforcement_information", "proposals_handled"), NA
    )
    full = card(county("大洪山风景名胜区", "zone"), none)
    assert total(full) == 100
    less = card(county("大洪山风景名胜区", "zone"), {**none, "county-policy-review": Decimal("0.7")})
    assert points(less, "platform-county") == 90  # (93 − 9.3) × 100 ÷ 93


# ---- departments -------------------------------------------------------------------------------------------------


def test_a_department_to_which_three_rows_do_not_apply() -> None:
    """市审计局: 重大建设项目 2, 惠民惠农惠企政策 4 and 公共企事业单位信息公开 2 are not its own: out of 92."""
    found = card(
        department("市审计局"),
        {
            "dept-policy-timeliness": 5,  # − 5
            "dept-policy-database": 4,  # − 6
            "dept-licensing": 1,  # − 3
            "dept-plans": 0,  # − 4
            "dept-request-replies": 7,  # − 3
            "dept-catalogue-updates": 2,  # − 2: 92 − 23 = 69
            "files_unreported": 1,  # 10 − 5
            "unrectified": 3,  # 10 − 15: 0
            "dept-rules": 48,  # 20 + 5 + 0 + 48 = 73, and 10 more
        },
    )
    assert points(found, "platform-department") == 75  # 69 × 100 ÷ 92
    assert points(found, "dept-file-reports") == 5
    assert points(found, "dept-rectification") == 0
    assert points(found, "daily-department") == 83
    assert total(found) == 77.4  # 75 × 70% + 83 × 30%
    for name in ("dept-major-projects", "dept-benefit-policies", "dept-public-enterprises"):
        assert found.trace("x").find(name).of == 0


@pytest.mark.parametrize(
    ("name", "lost", "expected"),
    [
        ("市发改委", {"dept-major-projects": 0}, 98),  # all apply: 100 − 2
        ("市教育局", {"dept-public-enterprises": 0}, 97.87),  # 重大建设项目 and 惠民 do not: (94 − 2) × 100 ÷ 94
        ("市教育局", {"dept-major-projects": 0}, 100),  # not its own
        ("市税务局", {"dept-benefit-policies": 0}, 95.83),  # not listed, but on the roster: (96 − 4) × 100 ÷ 96
        ("市知识产权局", {"dept-penalties": 0}, 94.79),  # (96 − 5) × 100 ÷ 96
    ],
)
def test_points_move_in_proportion(name: str, lost: dict[str, int], expected: float) -> None:
    assert points(card(department(name), lost), "platform-department") == expected


@pytest.mark.parametrize(("number", "left"), [(0, 10), (1, 5), (2, 0), (7, 0)])
def test_five_points_each_down_to_nothing(number: int, left: int) -> None:
    found = card(department("市审计局"), {"files_unreported": number, "unrectified": number})
    assert (points(found, "dept-file-reports"), points(found, "dept-rectification")) == (left, left)


def test_a_bonus_of_ten_at_most() -> None:
    """Nothing says where it ends: 110 of 100, so 33 of 30, and 103 in all."""
    found = card(department("市审计局"))
    assert points(found, "dept-bonus") == 10
    assert points(found, "daily-department") == 110
    assert total(found) == 103
    assert points(card(department("市审计局"), {"dept-bonus-training": 60}), "dept-bonus") == 10
    assert total(card(department("市审计局"), {"dept-bonus-training": 0, "dept-bonus-guidance": 0})) == 100


# ---- both --------------------------------------------------------------------------------------------------------

BAR = "2023年度政务公开工作优秀单位"


@pytest.mark.parametrize("one", [county(), department("市审计局")], ids=["county", "department"])
def test_fraud_bars_from_the_distinction_and_costs_no_points(one: RosterUnit) -> None:
    honest, caught = card(one), card(one, {"falsified": True})
    assert (honest.unit("x").bars, caught.unit("x").bars) == ((), (BAR,))
    assert total(honest) == total(caught)
    unsure = card(one, {"falsified": UNKNOWN})
    assert (unsure.unit("x").bars, unsure.unit("x").complete) == ((), False)


def test_what_higher_assessors_deduct_goes_from_the_total() -> None:
    assert total(card(county(), {"national_deduction": 2, "provincial_deduction": Decimal("3.25")})) == 94.75
    assert total(card(county(), {"national_deduction": 120})) == 0
    unknown = card(county(), {"provincial_deduction": (0, 4), "national_deduction": 1})
    assert total(unknown) == (95, 99)


def test_an_unknown_mark_leaves_a_lowest_and_a_highest_score() -> None:
    found = card(county(), {DRAWN[0]: UNKNOWN, "town_systems": UNKNOWN})
    assert total(found) == (92.6, 100)  # 2 × 70% + 20 × 30% = 7.4 are open
    one = card(department("市审计局"), {"files_unreported": UNKNOWN, "dept-duties": 12})
    assert total(one) == (97.6, 100.6)  # 103 − 8 × 30%, of which 10 × 30% are open


def test_counties_and_departments_are_ranked_apart() -> None:
    units = roster(
        unit("a", class_="district"), unit("b", class_="zone"), unit("c", "department"), unit("d", "department")
    )
    rows: dict[str, Any] = {name: [1] * 4 for name, measure in SCHEME.measures.items() if measure.kind == "share"}
    rows |= {node.id.replace("-", "__"): [node.points] * 4 for node in SCHEME.nodes() if isinstance(node.rule, Manual)}
    rows |= {name: [value] * 4 for name, value in SPOTLESS.items()}
    rows |= {"trainings": [0, 1, 0, 0], "unrectified": [0, 0, 1, 0]}
    found = score(SCHEME, units, table(units, **rows), draws=DRAWS)
    assert ranks(found, SCHEME) == {
        "county": [("b", 1, 100), ("a", 2, 95.5)],
        "department": [("d", 1, 103), ("c", 2, 101.5)],
    }


def ranks(results: Results, scheme: Scheme) -> dict[str, list[tuple[str, int | None, Any]]]:
    return {group: [(one.unit, one.rank, shown(one)) for one in results.groups[group]] for group in scheme.groups}
