"""A roster that does not fit its scheme is told so."""

from pathlib import Path

import pytest

from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.schemes.roster_check import check_roster

MUYANG = RosterUnit("muyang", "沭阳县", "county", "", ("urban",), "portal")
FINANCE = RosterUnit("finance", "财政局", "department", "tier1")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme(Path(__file__).with_name("data") / "everything.yaml")


def messages(scheme: Scheme, *units: RosterUnit) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.where, problem.message) for problem in check_roster(scheme, Roster(units))]


def test_what_fits(scheme: Scheme) -> None:
    assert messages(scheme, MUYANG, FINANCE) == [
        ("warning", "muyang", "单位“沭阳县”没有填类别，可用：tier1、tier2"),
    ]


@pytest.mark.parametrize(
    ("unit", "severity", "said"),
    [
        (RosterUnit("county", "某", "county"), "error", "与分类同名"),
        (RosterUnit("u", "某", "city"), "error", "分类“city”不在方案中，可用：county、department"),
        (RosterUnit("u", "某", "county", "tier1"), "error", "类别“tier1”属于分类“department”"),
        (RosterUnit("u", "某", "county", "tier9"), "warning", "类别“tier9”不在方案中"),
        (RosterUnit("u", "某", "county", tags=("rural",)), "warning", "标签“rural”"),
        (RosterUnit("u", "某", "county", site_type="app"), "warning", "网站类型“app”"),
    ],
)
def test_units_that_do_not_fit(scheme: Scheme, unit: RosterUnit, severity: str, said: str) -> None:
    found = messages(scheme, MUYANG, FINANCE, unit)
    assert any(one == severity and where == unit.id and said in message for one, where, message in found)


def test_a_checklist_knows_units_by_id_or_by_name(scheme: Scheme) -> None:
    assert not [one for one in messages(scheme, MUYANG, FINANCE) if one[1] == "lists"]


def test_names_that_are_nobody(scheme: Scheme) -> None:
    found = messages(scheme, FINANCE)
    assert ("warning", "lists", "清单中的“muyang”不在名册中") in found
    assert any(where == "limit" and "“muyang”既不是" in message for _, where, message in found)
