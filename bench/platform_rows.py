"""Fills the platform with as many rows as a province has after months of work; always the same ones.

Tests ask the same lists of a few of them, so that each takes its few queries with real rows on it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from bench import platform_work as work
from bench.platform_work import store
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.scheme_copies import from_library
from kaoping.web.monitoring.models import Finding, Patrol, Run, RunSite
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
CITIES, COUNTIES = 13, 8
COLUMNS = 3  # of each site
PLACES = (("county", "district"), ("county", "zone"), ("department", "tier1"), ("department", "tier2"))
WHO = ("province", "county", "unit", "assessor")


@dataclass(frozen=True, slots=True)
class World:
    """What was stored: who asks for pages, and the keys of the rows that they are about."""

    people: dict[str, User]
    keys: dict[str, int]


def fill(sites: int, findings: int, runs: int = 30, seed: int = 7) -> World:
    """Store the rows. The county is that of the first unit, and the unit's liaison hers."""
    chance = random.Random(seed)
    regions = list(_regions(sites))
    counties = [one for one in regions if one.level == Region.Level.COUNTY]
    store(Unit(code=f"u{n:05}", name=f"第{n}号单位", region=counties[n % len(counties)]) for n in range(sites))
    units = list(Unit.objects.order_by("code"))
    store(
        Site(unit=unit, name=f"{unit.name}网站", address=f"https://{unit.code}.example.gov.cn/", host=f"{unit.code}.x")
        for unit in units
    )
    rows = list(Site.objects.select_related("unit").order_by("pk"))
    _beside(rows, units)
    people = _people(units, regions[0], counties[0])
    cycle = _cycle(units, regions[0])
    done = _runs(cycle, regions[0], runs)
    work.visit(rows, done, NOW, chance)
    work.find(rows, done, findings, chance)
    work.answer(findings // 100, people, NOW)
    work.judge(cycle, people, NOW)
    frozen = work.freeze(cycle, NOW)
    asked = work.hand_in(cycle, rows, NOW)
    work.read(rows, regions[0], people["unit"], NOW)
    work.tell(people, NOW, min(sites, 3000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return World(people, _keys(cycle, done[0], rows[0]) | {"collection": asked.pk, "version": frozen.pk})


def _keys(cycle: Cycle, run: Run, site: Site) -> dict[str, int]:
    """Of the rows that pages are about."""
    return {
        "cycle": cycle.pk,
        "run": run.pk,
        "site": site.pk,
        "run-site": RunSite.objects.filter(run=run, site=site).get().pk,
        "finding": Finding.objects.get(key="0" * 24).pk,
    }


def _regions(sites: int) -> Iterator[Region]:
    """A province, its cities, their counties; the province first. Fewer where there are few sites."""

    def region(code: int, level: str, parent: Region | None) -> Region:
        row = Region.objects.create(code=str(code), name=f"第{code}号地区", level=level, parent=parent)
        place_region(row)
        return row

    few = 1 + sites // 30
    yield (province := region(320000, Region.Level.PROVINCE, None))
    for city in range(1, min(CITIES, few) + 1):
        yield (above := region(320000 + city * 100, Region.Level.CITY, province))
        for county in range(1, min(COUNTIES, few) + 1):
            yield region(320000 + city * 100 + county, Region.Level.COUNTY, above)


def _beside(sites: list[Site], units: list[Unit]) -> None:
    """What belongs to sites and units."""
    today = NOW.date()
    store(
        Column(site=site, name=f"栏目{n}", url=f"{site.address}c{n}/", key=f"{site.host}/c{n}/", last_item_on=today)
        for site in sites
        for n in range(COLUMNS)
    )
    store(
        MediaAccount(unit=unit, platform="weixin", name=f"{unit.name}发布", identifier=f"wx-{unit.code}")
        for unit in units
    )
    store(Contact(unit=unit, name="王某", phone="0527-12345") for unit in units)
    store(
        Entry(actor_name="某人", action="registry.add_site", object_type="registry.site", object_id=str(site.pk))
        for site in sites
        for _ in range(3)
    )


def _people(units: list[Unit], province: Region, county: Region) -> dict[str, User]:
    """A liaison for each unit; an assessing body for all and for one county, and an assessor."""
    store(User(username=f"p{n:05}", name=f"第{n}号人员", password="!") for n in range(len(units)))
    liaisons = list(User.objects.filter(password="!").order_by("username"))
    store(Membership(user=user, role=Role.LIAISON, unit=unit) for user, unit in zip(liaisons, units, strict=True))
    offices = {name: User.objects.create_user(name, name) for name in ("province", "county", "assessor")}
    Membership.objects.create(user=offices["province"], role=Role.ADMIN)
    for role in (Role.BODY, Role.APPROVER):
        Membership.objects.create(user=offices["province"], role=role, region=province)
    Membership.objects.create(user=offices["county"], role=Role.BODY, region=county)
    Membership.objects.create(user=offices["assessor"], role=Role.ASSESSOR, region=province)
    return offices | {"unit": liaisons[0]}


def _cycle(units: list[Unit], body: Region) -> Cycle:
    """A cycle with all units, being monitored."""
    scheme, _ = from_library("suqian-2022")
    period = {"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    cycle = create_cycle(Actor(None), {"name": "2026年度考评", "kind": "year", "body": body, **period}, scheme)
    Cycle.objects.filter(pk=cycle.pk).update(state="monitoring")
    store(
        Participant(cycle=cycle, unit=unit, group=PLACES[n % 4][0], category=PLACES[n % 4][1])
        for n, unit in enumerate(units)
    )
    return cycle


def _runs(cycle: Cycle, body: Region, count: int) -> list[Run]:
    """A plan and its runs, the newest first; that one is still under way."""
    plan = Patrol.objects.create(name="每日巡查", body=body, cycle=cycle, at="01:00", last_due=NOW)
    past = [NOW - timedelta(days=n) for n in range(count)]
    store(
        Run(
            patrol=plan, body=body, cycle=cycle, name=f"每日巡查 {at:%m-%d}", options={"max_pages": 300, "pace": 2},
            state=Run.State.RUNNING if at == NOW else Run.State.DONE, due_at=at, started_at=at, alive_at=at,
            finished_at=None if at == NOW else at,
        )
        for at in past
    )  # fmt: skip
    return list(Run.objects.order_by("-due_at"))
