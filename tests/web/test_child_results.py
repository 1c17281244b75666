"""Results of quarters count in the year once they are approved: reckoned by hand for `suqian-2022`, 5 % a quarter."""

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kaoping.schemes.handed_in import read_handed_in
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, RefusedError
from kaoping.web.cycles.actions.add_child_cycles import Series, add_child_cycles
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.exempt_units import exempt_units
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.take_step import Wanted, acting, take_step
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.cycles.scheme_copies import catalogue, from_library
from kaoping.web.installation import data_folder
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.results.measures import child_results
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.trees import tree_of
from kaoping.web.results.versions import latest_version
from tests.web.conftest import City
from tests.web.marking_world import typed

END, LATER, LEAF = date(2026, 12, 31), date(2027, 3, 1), "city-checks"
OFFICE = Actor(None, reason="宿政办〔2026〕8号")
TEXT = """\
id: sucheng-quarter
title: 宿城市季度通报
basis: {document: 宿政办〔2026〕8号, issued: "2026-01-05", by: 宿城市人民政府办公室}
groups: {county: 县区, department: 部门}
classes:
  district: {of: county, title: 县区}
  tier1: {of: department, title: 第一档}
parts:
  - id: website
    title: 网站
    points: 100
    clause: 一
    indicators:
      - {id: quality, title: 建设质量, points: 100, text: 由测评人员酌情给分, manual: true}
total: {combine: sum}
no_site: fail
"""


@pytest.fixture
def year(city: City) -> Cycle:
    """A year by `suqian-2022` with a county and a department, and its four quarters, announced."""
    for folder in ("results", "scores"):
        shutil.rmtree(data_folder() / folder, ignore_errors=True)  # of tests before, whose rows had the same keys
    fields = {"name": "2026年度", "kind": Cycle.Kind.YEAR, "body": city.region}
    fields |= {"period_from": date(2026, 1, 1), "period_to": END}
    cycle = create_cycle(OFFICE, fields, from_library("suqian-2022")[0])
    place_units(OFFICE, cycle.pk, [city.east.unit.pk], InCycle("county", "district"))
    place_units(OFFICE, cycle.pk, [city.west.unit.pk], InCycle("department", "tier1"))
    scheme = read_handed_in(TEXT.encode(), "季度通报.yaml", catalogue())[0]
    for quarter in add_child_cycles(OFFICE, cycle.pk, Series("quarter", scheme, "季度通报.yaml", "quarter_score")):
        take_step(OFFICE, quarter.pk, Wanted("announce", "draft", quarter.period_from, looked=True))
    judge = User.objects.create_user(username="judge", name="评估员")
    Membership.objects.create(user=judge, role=Role.ASSESSOR, region=city.region)
    return cycle


def quarters(year: Cycle) -> list[Cycle]:
    return list(year.children.order_by("period_from"))


def judge(quarter: Cycle, **points: str) -> None:
    """Give each unit (by the name of its county) its points of a quarter."""
    allot_marks(OFFICE, quarter.pk, Dealing("unit", [User.objects.get(username="judge").pk], "seed"))
    for mark in quarter.marks.select_related("participant__unit__region", "assessor"):
        text = points.get({"东县": "east", "西县": "west"}[mark.participant.unit.region.name], "")
        if text:
            save_mark(Actor(mark.assessor), mark.pk, typed(mark, text), datetime(2026, 11, 1, tzinfo=UTC))
        else:
            mark.delete()  # as if it had not been dealt: nobody approves while a mark is open


def approve(quarter: Cycle) -> ResultVersion:
    """Have a quarter's results approved."""
    Cycle.objects.filter(pk=quarter.pk).update(state="evaluation")
    acting(OFFICE, quarter.pk, Wanted("approve", "evaluation", LATER, looked=True))
    version = latest_version(quarter)
    assert version is not None
    return version


def bounds(year: Cycle, city: City, place: str) -> tuple[object, object, object]:
    """Points, low and high of the leaf that carries the quarters, computed anew."""
    scoring = recompute_scores(OFFICE, year.pk, datetime.now(UTC), END)
    assert scoring.problem == ""
    node = tree_of(scoring, getattr(city, place).unit.code).find(LEAF)
    return node.points, node.low, node.high


def test_quarters_count_by_hand(year: Cycle, city: City) -> None:
    first, *others = quarters(year)
    judge(first, east="80", west="60.5")
    assert bounds(year, city, "east") == (None, 0, 20)  # judged, but not approved
    approve(first)
    assert bounds(year, city, "east") == (None, Decimal(4), 20)  # 5 % of 80
    for quarter, east in zip(others, ("90", "100", "70.5"), strict=True):
        judge(quarter, east=east, west="50")
        approve(quarter)
    # 5 % × (80 + 90 + 100 + 70.5) = 17.025; 5 % × (60.5 + 50 + 50 + 50) = 10.525
    assert bounds(year, city, "east") == (Decimal("17.025"),) * 3
    assert bounds(year, city, "west") == (Decimal("10.525"),) * 3


def test_what_is_not_determined_or_not_there_stays_unknown(year: Cycle, city: City) -> None:
    first, second, third, fourth = quarters(year)
    east, west = city.east.unit.code, city.west.unit.code
    judge(first, east="80")
    version = approve(first)
    Cycle.objects.filter(pk=second.pk).update(state="cancelled")
    exempt = third.participants.get(unit=city.west.unit)
    exempt_units(OFFICE, third.pk, [exempt.pk], "建设期")
    judge(third, east="70")
    approve(third)
    fourth.participants.filter(unit=city.west.unit).delete()
    judge(fourth, east="60")
    approve(fourth)
    given = {(one.unit, one.period): (one.state.value, one.value // 1_000_000, one.note) for one in child_results(year)}
    assert given == {
        (east, "2026Q1"): ("known", 80, str(version)),
        (west, "2026Q1"): ("unknown", 0, f"“{version}”中得分没有确定（0.000000～100.000000）"),
        (east, "2026Q3"): ("known", 70, str(latest_version(third))),
        (west, "2026Q3"): ("not_applicable", 0, f"“{third}”中免予考评"),
        (east, "2026Q4"): ("known", 60, str(latest_version(fourth))),
        (west, "2026Q4"): ("unknown", 0, f"没有参加“{fourth}”"),
    }
    assert bounds(year, city, "east")[1] == Decimal("10.5")  # 5 % × (80 + 70 + 60): the quarter that was called off


def test_what_was_approved_again_counts(year: Cycle, city: City) -> None:
    first = quarters(year)[0]
    judge(first, east="80", west="60")
    approve(first)
    assert bounds(year, city, "east")[1] == Decimal(4)
    acting(OFFICE, first.pk, Wanted("feed_back", "approved", LATER, looked=True))
    mark = first.marks.get(participant__unit=city.east.unit)
    type(mark).objects.filter(pk=mark.pk).update(text="90", value=90_000_000, saved_at=datetime.now(UTC))
    acting(OFFICE, first.pk, Wanted("approve_again", "feedback", date(2027, 3, 12), looked=True))
    assert bounds(year, city, "east")[1] == Decimal("4.5")


def test_a_month_gives_no_quarter(year: Cycle) -> None:
    with pytest.raises(RefusedError, match="按季度计的，“月度检查”的结果不能计入"):
        add_child_cycles(OFFICE, year.pk, Series("month", from_library("suqian-2022")[0], "", "quarter_score"))
    assert not year.children.filter(kind="month").exists()
