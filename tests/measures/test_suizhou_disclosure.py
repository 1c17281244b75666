"""随州 2023 政务公开考评: what is drawn for whom, and how the towns and departments drawn become one value."""

from datetime import date
from decimal import Decimal
from typing import Any

from kaoping.draws.plans import plan_pools
from kaoping.measures import Draw, Given
from kaoping.measures.inputs import MeasureInputs
from kaoping.measures.table import build_table
from kaoping.model.catalogue import Catalogue
from kaoping.model.measure_table import fixed
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.loader import load_scheme
from kaoping.scoring import score

SCHEME = load_scheme("suizhou-disclosure-2023")
COUNTY = RosterUnit("sx", "随县", "county", "district")
ZONE = RosterUnit("gx", "随州高新区", "county", "zone")
BUREAU = RosterUnit("sjj", "市审计局", "department")


def test_how_many_are_drawn_for_whom() -> None:
    """5 towns in a county and 1 in a zone; 2 for the platform; 1 and 2 departments; 15 areas, the same for all."""
    plans = plan_pools(SCHEME, Roster((COUNTY, ZONE, BUREAU)))
    assert {(plan.name.id, plan.name.unit): plan.n for plan in plans} == {
        ("platform_towns", "sx"): 2, ("platform_towns", "gx"): 2,
        ("one_department", "sx"): 1, ("one_department", "gx"): 1,
        ("two_departments", "sx"): 2, ("two_departments", "gx"): 2,
        ("government_and_departments", "sx"): 2, ("government_and_departments", "gx"): 2,
        ("daily_towns", "sx"): 5, ("daily_towns", "gx"): 1,
        ("county-standards", "*"): 15,
    }  # fmt: skip
    areas = next(plan for plan in plans if plan.name.id == "county-standards")
    assert len(areas.children) == 22


def points(unit: RosterUnit, leaf: str, draw: Draw, measure: str, **shares: str) -> Any:
    """What a leaf comes to where the bodies drawn got these shares: points, or lowest and highest."""
    marks = tuple(Given(unit.id, measure, body, fixed(Decimal(share))) for body, share in shares.items())
    inputs = MeasureInputs(Catalogue({}, {}), marks=marks, draws=(draw,))
    roster = Roster((unit,))
    table = build_table(SCHEME, roster, inputs, date(2023, 12, 31))
    node = score(SCHEME, roster, table).trace(unit.id).find(leaf)
    return node.points if node.points is not None else (node.low, node.high)


def daily(unit: str, *towns: str) -> Draw:
    return Draw("daily_towns", unit, (*towns, "spare"), towns)


def test_five_towns_of_a_county() -> None:
    """20 × (1 + 1 + 1 + 0.5 + 0) ÷ 5 = 14; a town that was not drawn does not count."""
    draw = daily("sx", "a", "b", "c", "d", "e")
    found = {"a": "1", "b": "1", "c": "1", "d": "0.5", "e": "0"}
    assert points(COUNTY, "county-town-systems", draw, "town_systems", **found) == 14
    assert points(COUNTY, "county-town-systems", draw, "town_systems", **found, spare="1") == 14


def test_a_town_that_nobody_has_looked_at_leaves_its_fifth_open() -> None:
    draw = daily("sx", "a", "b", "c", "d", "e")
    found = {"a": "1", "b": "1", "c": "1", "d": "0.5"}
    assert points(COUNTY, "county-town-systems", draw, "town_systems", **found) == (14, 18)


def test_one_town_of_a_zone() -> None:
    assert points(ZONE, "county-town-systems", daily("gx", "a"), "town_systems", a="0.8") == 16


def test_a_county_counts_with_its_two_departments() -> None:
    """政策文件集中发布: 10 × (1 + 0.5 + 0) ÷ 3 = 5."""
    draw = Draw("government_and_departments", "sx", ("a", "b", "c"), ("a", "b"))
    assert points(COUNTY, "county-policy-database", draw, "policies_in_database", sx="1", a="0.5", b="0") == 5
    alone = Draw("government_and_departments", "gx", (), ())
    assert points(ZONE, "county-policy-database", alone, "policies_in_database", gx="0.7") == 7


def test_nothing_is_drawn_where_there_is_nothing() -> None:
    draw = Draw("one_department", "gx", (), ())
    assert points(ZONE, "county-institutions", draw, "institution_information") == 0
