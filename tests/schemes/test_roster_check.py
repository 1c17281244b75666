"""A roster that does not fit its scheme is told so."""

from dataclasses import replace
from pathlib import Path

import pytest

from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.schemes.roster_check import check_roster
from tests.schemes.conftest import WriteScheme

MUYANG = RosterUnit("muyang", "沭阳县", "county", "", ("urban",), "portal")
FINANCE = RosterUnit("finance", "财政局", "department", "tier1")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme(Path(__file__).with_name("data") / "everything.yaml")


def messages(scheme: Scheme, *units: RosterUnit) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.where, problem.message) for problem in check_roster(scheme, Roster(units))]


def test_what_fits(scheme: Scheme) -> None:
    assert messages(scheme, MUYANG, FINANCE) == []


@pytest.mark.parametrize(
    ("unit", "severity", "said"),
    [
        (RosterUnit("county", "某", "county"), "error", "与分类同名"),
        (RosterUnit("u", "某", "city"), "error", "分类“city”不在方案中，可用：county、department"),
        (RosterUnit("u", "某", "county", "tier1"), "error", "类别“tier1”属于分类“department”"),
        (RosterUnit("u", "某", "county", "tier9"), "warning", "类别“tier9”不在方案中，这一分类不分类别，请留空"),
        (RosterUnit("u", "某", "department"), "warning", "没有填类别，可用：tier1、tier2"),
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
    assert ("warning", "lists", "清单“附件3”中的1个单位不在名册中：muyang") in found
    assert not [one for one in found if one[1] == "limit"]  # told once
    found = messages(replace(scheme, checklists={}), FINANCE)
    assert any(where == "limit" and "“muyang”既不是" in message for _, where, message in found)


LISTED = (
    "parameters:",
    """\
units:
  county: {clause: 附件1, names: [甲县, 乙县]}
  big: {clause: 附件1, names: [市教育局]}
parameters:""",
)


@pytest.fixture
def listed(write: WriteScheme) -> Scheme:
    """A scheme that names two counties and one big department."""
    return load_scheme(write(LISTED))


EDUCATION = RosterUnit("jyj", "市教育局", "department", "big")
COUNTIES = (RosterUnit("jia", "甲县", "county"), RosterUnit("yi", "乙县", "county"))


def test_a_roster_of_all_that_are_listed(listed: Scheme) -> None:
    assert messages(listed, *COUNTIES, EDUCATION) == []


@pytest.mark.parametrize(
    ("units", "where", "said"),
    [
        ((EDUCATION,), "county", "考评对象名单中的2个单位不在名册中：甲县、乙县"),
        ((*COUNTIES, EDUCATION, RosterUnit("bing", "丙县", "county")), "bing", "单位“丙县”不在考评对象名单中"),
        (
            (*COUNTIES, RosterUnit("jyj", "市教育局", "department", "small")),
            "jyj",
            "单位“市教育局”在考评对象名单中属于“big”，名册中是“small”",
        ),
    ],
)
def test_a_roster_that_differs_from_the_list(
    listed: Scheme, units: tuple[RosterUnit, ...], where: str, said: str
) -> None:
    assert messages(listed, *units) == [("warning", where, said)]
