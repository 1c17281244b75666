"""Fills the platform with as many rows as a province has: units, sites, columns, accounts, a cycle, a run, findings."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model

from kaoping.checks.discovery import all_checks
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.scheme_copies import from_library
from kaoping.web.monitoring.models import AvailabilityDay, Finding, FindingEvent, Run, RunSite
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import Column, MediaAccount, Region, Site, Unit

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
CITIES, COUNTIES = 13, 8
COLUMNS, DAYS = 3, 7  # of each site
SEEN = ("fail", "fail", "fail", "suspected", "suspected", "manual", "not_measured")
PLACES = (("county", "district"), ("county", "zone"), ("department", "tier1"), ("department", "tier2"))


def fill(sites: int, findings: int, seed: int = 7) -> User:
    """Store the rows, always the same ones; return somebody of the assessing body."""
    chance = random.Random(seed)
    regions = _regions()
    _store(Unit(code=f"u{n:05}", name=f"第{n}号单位", region=chance.choice(regions)) for n in range(sites))
    units = list(Unit.objects.order_by("code"))
    _store(
        Site(unit=unit, name=f"{unit.name}网站", address=f"https://{unit.code}.example.gov.cn/", host=f"{unit.code}.x")
        for unit in units
    )
    rows = list(Site.objects.order_by("pk"))
    _beside(rows, units)
    cycle, run = _assessed(units, rows, regions[0])
    _findings(rows, run, findings, chance)
    people = [User(username=f"p{n:05}", name=f"第{n}号人员", password="!") for n in range(sites)]
    _store(people)
    _store(
        Membership(user=user, role=Role.LIAISON, unit=unit)
        for user, unit in zip(User.objects.order_by("username"), units, strict=False)
    )
    body = User.objects.create_user("body", "考评机构")
    Membership.objects.create(user=body, role=Role.BODY, region=regions[0])
    Membership.objects.create(user=body, role=Role.ADMIN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert cycle.participants.count() == sites
    return body


def _regions() -> list[Region]:
    """A province, its cities, their counties; the province first."""
    made: list[Region] = []

    def region(code: int, level: str, parent: Region | None) -> Region:
        row = Region.objects.create(code=str(code), name=f"第{code}号地区", level=level, parent=parent)
        place_region(row)
        made.append(row)
        return row

    province = region(320000, Region.Level.PROVINCE, None)
    for city in range(1, CITIES + 1):
        above = region(320000 + city * 100, Region.Level.CITY, province)
        for county in range(1, COUNTIES + 1):
            region(320000 + city * 100 + county, Region.Level.COUNTY, above)
    return made


def _beside(sites: list[Site], units: list[Unit]) -> None:
    """What belongs to sites and units."""
    today = NOW.date()
    _store(
        Column(site=site, name=f"栏目{n}", url=f"{site.address}c{n}/", key=f"{site.host}/c{n}/", last_item_on=today)
        for site in sites
        for n in range(COLUMNS)
    )
    _store(
        MediaAccount(unit=unit, platform="weixin", name=f"{unit.name}发布", identifier=f"wx-{unit.code}")
        for unit in units
    )
    _store(
        AvailabilityDay(site=site, day=today - timedelta(days=n), visits=96, failures=n % 3)
        for site in sites
        for n in range(DAYS)
    )
    _store(
        Entry(actor_name="某人", action="registry.add_site", object_type="registry.site", object_id=str(site.pk))
        for site in sites
        for _ in range(3)
    )


def _assessed(units: list[Unit], sites: list[Site], body: Region) -> tuple[Cycle, Run]:
    """A cycle with all units, and one finished run of all sites."""
    scheme, _ = from_library("suqian-2022")
    period = {"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    cycle = create_cycle(Actor(None), {"name": "2026年度考评", "kind": "year", "body": body, **period}, scheme)
    _store(
        Participant(cycle=cycle, unit=unit, group=PLACES[n % 4][0], category=PLACES[n % 4][1])
        for n, unit in enumerate(units)
    )
    run = Run.objects.create(
        body=body, cycle=cycle, name="每日巡查", state=Run.State.DONE, due_at=NOW, started_at=NOW, finished_at=NOW
    )
    _store(
        RunSite(run=run, site=site, address=site.address, state=RunSite.State.IMPORTED, pages=300, finished_at=NOW)
        for site in sites
    )
    return cycle, run


def _findings(sites: list[Site], run: Run, count: int, chance: random.Random) -> None:
    checks = sorted(all_checks())

    def finding(number: int) -> Finding:
        site = chance.choice(sites)
        open_, seen = chance.random() < 0.7, NOW - timedelta(minutes=chance.randrange(60 * 24 * 200))
        return Finding(
            site=site, run=run, key=f"{number:024x}", sighting=f"{number:024x}", check_id=chance.choice(checks),
            check_version="1", outcome=chance.choice(SEEN), severity=chance.choice(("veto", "scored", "notice")),
            page_kind="page", url=f"{site.address}p{number}.html", values={"n": number}, snippet="所见的一段文字" * 5,
            state="open" if open_ else "fixed", standing=chance.choice(("", "", "", "confirm", "dismiss")),
            first_seen=seen - timedelta(days=3), last_seen=seen, fixed_at=None if open_ else seen,
        )  # fmt: skip

    _store(finding(number) for number in range(count))
    _store(
        FindingEvent(finding_id=pk, run=run, kind="new", outcome="fail", at=NOW)
        for pk in Finding.objects.values_list("pk", flat=True).iterator()
    )


def _store(rows: Iterable[Any], size: int = 5000) -> None:
    """Add rows of one kind in batches, as no action does: a bench has no log to keep."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        kind: type[Model] = type(batch[0])
        kind._default_manager.bulk_create(batch, batch_size=1000)
