"""Several sites of a unit, draws, and faults that another measure has counted."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kaoping.measures import Draw
from kaoping.measures.sites import site_key
from kaoping.model.errors import InputError
from kaoping.model.outcomes import CheckStatus, Outcome, State
from kaoping.schemes.expressions import Name
from kaoping.schemes.model import Amount, Applies, Deduct, Item, Node, Part, Sample
from tests.measures.builders import (
    SITE,
    cell,
    checked,
    finding,
    inputs,
    inspection,
    record,
    scheme,
    spread,
    table,
    unit,
    value,
)

SECOND, BELOW = "http://a2.example/", "http://town.example/"
UNIT = unit(sites=(SITE, SECOND))
RUNS = {
    SITE: (inspection(finding("1"), finding("2")),),
    SECOND: (inspection(finding("1", site=SECOND)),),
    BELOW: (inspection(finding("1", site=BELOW), finding("2", Outcome.SUSPECTED, site=BELOW)),),
}
LOST = (inspection(records=(record(status=CheckStatus.NOT_MEASURED, examined=0, reason="timeout"),)),)


@pytest.mark.parametrize(
    ("sites", "combine", "expected", "bounds"),
    [
        ("main", "sum", 2, (2, 2)),
        ("own", "sum", 3, (3, 3)),
        ("own", "max", 2, (2, 2)),
        ("own", "any", 1, (1, 1)),
        ("subtree", "sum", 4, (4, 5)),
    ],
)
def test_scope_and_combination(sites: str, combine: str, expected: int, bounds: tuple[int, int]) -> None:
    given = inputs(inspections=RUNS, below={"a": (BELOW,)})
    found = table(scheme(checked("m", sites=sites, combine=combine)), given, UNIT)
    assert (value(found, "m"), spread(found, "m")) == (expected, bounds)


def test_one_site_not_measured_leaves_the_sum_open_upwards() -> None:
    found = table(scheme(checked("m", sites="own")), inputs(inspections=RUNS | {SECOND: LOST}), UNIT)
    assert value(found, "m") is State.UNKNOWN
    assert spread(found, "m")[0] == 2
    assert spread(found, "m")[1] > 1_000_000
    assert "timeout" in cell(found, "m").note


def test_one_site_not_measured_does_not_matter_where_another_decides() -> None:
    of = scheme(checked("m", sites="own", take=("any", ""), combine="any"))
    assert value(table(of, inputs(inspections=RUNS | {SECOND: LOST}), UNIT), "m") == 1


def test_a_site_to_which_the_check_does_not_apply_is_left_aside() -> None:
    aside = (inspection(records=(record(status=CheckStatus.NOT_APPLICABLE, examined=0),)),)
    assert value(table(scheme(checked("m", sites="own")), inputs(inspections=RUNS | {SECOND: aside}), UNIT), "m") == 2


def test_a_share_of_several_sites_is_of_all_they_examined() -> None:
    runs = {
        SITE: (inspection(finding("1"), records=(record(examined=10),)),),
        SECOND: (inspection(finding("1", site=SECOND), records=(record(examined=30),)),),
    }
    found = table(scheme(checked("m", sites="own", take=("share", ""))), inputs(inspections=runs), UNIT)
    assert value(found, "m") * 20 == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn", "http://www.a.gov.cn/"),
        ("http://www.a.gov.cn:80/", "https://WWW.A.gov.cn./"),
        ("http://a.gov.cn/zw/", "http://a.gov.cn/zw"),
    ],
)
def test_addresses_of_one_site(one: str, other: str) -> None:
    assert site_key(one) == site_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/", "http://b.gov.cn/"),
        ("http://a.cn:8001/", "http://a.cn:8002/"),
        ("http://a/x", "http://a/y"),
    ],
)
def test_addresses_of_two_sites(one: str, other: str) -> None:
    assert site_key(one) != site_key(other)


# ---- draws -------------------------------------------------------------------------------------------------------

SAMPLE = Sample("guides", "service_guides")


def drawn(*chosen: str, candidates: tuple[str, ...] = ("g1", "g2", "g3")) -> Draw:
    return Draw("guides", "a", candidates, chosen)


def test_only_what_was_drawn_is_looked_at() -> None:
    findings = (finding("1", url="g1"), finding("2", url="g2"), finding("3", values={"target": "g3"}))
    found = table(scheme(checked("m", sample=SAMPLE)), inputs(*findings, draws=(drawn("g1", "g3"),)))
    assert value(found, "m") == 2


def test_before_the_draw_nothing_is_known() -> None:
    found = table(scheme(checked("m", sample=SAMPLE)), inputs(finding("1")))
    assert value(found, "m") is State.UNKNOWN
    assert cell(found, "m").note == "尚未抽样"


def test_a_draw_from_nothing_is_not_applicable() -> None:
    found = table(scheme(checked("m", sample=SAMPLE)), inputs(finding("1"), draws=(drawn(candidates=()),)))
    assert value(found, "m") is State.NOT_APPLICABLE


@pytest.mark.parametrize(("combine", "expected"), [("sum", 3), ("min", 1), ("mean", 1.5)])
def test_sites_of_drawn_bodies(combine: str, expected: float) -> None:
    sample = Sample("towns", "towns", from_="subordinates", bodies="town", combine=combine)
    draw = Draw("towns", "a", (SECOND, BELOW, SITE), (SITE, SECOND))
    found = table(scheme(checked("m", sample=sample)), inputs(inspections=RUNS, draws=(draw,)))
    assert float(value(found, "m")) == expected


def test_ids_of_drawn_bodies_stand_for_their_sites() -> None:
    sample = Sample("towns", "towns", from_="subordinates", bodies="town")
    draw = Draw("towns", "a", ("x", "y", "z"), ("x", "y"), sites=(SITE, SECOND))
    assert value(table(scheme(checked("m", sample=sample)), inputs(inspections=RUNS, draws=(draw,))), "m") == 3


def test_several_draws_of_a_sample_count_together() -> None:
    findings = (finding("1", url="g1"), finding("2", url="g2"), finding("3", url="g3"))
    draws = (replace(drawn("g1"), period="2022-01"), replace(drawn("g3"), period="2022-02"))
    assert value(table(scheme(checked("m", sample=SAMPLE)), inputs(*findings, draws=draws)), "m") == 2


# ---- 不重复扣分 ------------------------------------------------------------------------------------------------------

BLANK: dict[str, Any] = {"check": "blank-column", "url": "column"}
STALE: dict[str, Any] = {"check": "column-freshness", "url": "column", "params": {"kinds": (), "days": 14}}
RECORDS = (record("blank-column"), record("column-freshness", params={"kinds": (), "days": 14}), record())


def test_what_another_measure_counted_is_left_out_one_way() -> None:
    of = scheme(checked("stale", "column-freshness", excluding=("blank",)), checked("blank", "blank-column"))
    other = finding("other", check="column-freshness", params=STALE["params"])
    found = table(of, inputs(finding("b", **BLANK), finding("s", **STALE), other, records=RECORDS))
    assert (value(found, "blank"), value(found, "stale")) == (1, 1)
    assert cell(found, "stale").left_out == ((finding("s", **STALE).key, "counted_elsewhere"),)


def test_the_same_target_is_one_item_wherever_it_was_seen() -> None:
    of = scheme(
        checked("home", where={"page": "home"}),
        checked("images", where={"kind": "image"}, excluding=("home",)),
    )
    dead = {"target": "http://x/", "kind": "image"}
    found = table(of, inputs(finding("1", values=dead), finding("2", values=dead, page="article")))
    assert (value(found, "home"), value(found, "images")) == (1, 0)


def test_exclusions_chain() -> None:
    of = scheme(checked("third", excluding=("second",)), checked("second", excluding=("first",)), checked("first"))
    found = table(of, inputs(finding("1")))
    assert [value(found, name) for name in ("first", "second", "third")] == [1, 0, 1]


def test_what_may_yet_be_counted_elsewhere_lowers_the_bound() -> None:
    of = scheme(checked("stale", "column-freshness", excluding=("blank",)), checked("blank", "blank-column"))
    given = inputs(finding("b", Outcome.SUSPECTED, **BLANK), finding("s", **STALE), records=RECORDS)
    found = table(of, given)
    assert (value(found, "stale"), spread(found, "stale")) == (1, (0, 1))


def test_an_unknown_measure_may_take_anything() -> None:
    of = scheme(checked("stale", "column-freshness", excluding=("blank",)), checked("blank", "blank-column"))
    found = table(of, inputs(finding("s", **STALE), records=RECORDS[1:]))
    assert (value(found, "stale"), spread(found, "stale")) == (1, (0, 1))


def test_an_indicator_of_others_takes_nothing_away() -> None:
    """县区的指标已扣的,部门没有那项指标,照样扣。"""
    leaf = Node("l", "指标", Decimal(2), rule=Deduct((Item("l/i", Amount(Decimal(1)), per=Name("blank")),)))
    of = scheme(
        checked("stale", "column-freshness", excluding=("blank",)),
        checked("blank", "blank-column"),
        parts=(Part("p", "部分", Decimal(2), (leaf,), applies_to=Applies(("department",))),),
    )
    given = inputs(finding("b", **BLANK), finding("s", **STALE), records=RECORDS)
    assert value(table(of, given), "stale") == 1
    assert value(table(of, given, unit(group="department")), "stale") == 0


def test_a_circle_of_exclusions_is_refused() -> None:
    of = scheme(checked("x", excluding=("y",)), checked("y", excluding=("x",)))
    with pytest.raises(InputError, match="x → y → x"):
        table(of, inputs())
