"""Rows as a year of monitoring leaves them, and the times of the pages that show them; `bench.monitoring` runs it."""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median, quantiles
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kaoping.checks.discovery import all_checks
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.monitoring.models import AvailabilityDay, Finding, FindingEvent, Outage, Patrol, Run, RunSite
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import Region, Site, Unit

NOW = datetime.now(UTC)
BATCH = 2000
REPEATS = 12
COUNTIES = 100


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=14_000)
    parser.add_argument("--findings", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--explain", action="store_true")
    asked = parser.parse_args()
    call_command("collectstatic", interactive=False, verbosity=0)
    if asked.fill:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        fill(asked.sites, asked.findings, asked.runs)
    measure(asked.explain)


def fill(sites: int, findings: int, runs: int) -> None:
    """Make regions, units, sites, runs with their sites, findings with events, days of availability."""
    rng = random.Random(6)
    city = region("320000", "样省", Region.Level.PROVINCE, None)
    counties = [region(f"32{n:04}", f"样县{n}", Region.Level.COUNTY, city) for n in range(1, COUNTIES + 1)]
    units = [Unit(code=f"u{n}", name=f"单位{n}", region=counties[n % COUNTIES]) for n in range(sites)]
    save(iter(units))
    rows = [
        Site(unit=unit, name=f"{unit.name}网站", address=f"https://s{n}.example.gov.cn/", host=f"s{n}.example.gov.cn")
        for n, unit in enumerate(units)
    ]
    save(iter(rows))
    plan = Patrol.objects.create(name="每日巡查", body=city, at="01:00", last_due=NOW)
    done = [
        Run.objects.create(
            patrol=plan, body=city, name=f"每日巡查 {n}", state=Run.State.DONE, options={"max_pages": 300, "pace": 2},
            due_at=NOW - timedelta(days=n), started_at=NOW - timedelta(days=n), finished_at=NOW - timedelta(days=n),
        )
        for n in range(runs)
    ]  # fmt: skip
    Run.objects.filter(pk=done[0].pk).update(state=Run.State.RUNNING, alive_at=NOW, finished_at=None)
    save(run_site(run, site, rng) for run in done for site in rows)
    found = [finding(n, rows[rng.randrange(sites)], done[rng.randrange(runs)], rng) for n in range(findings)]
    save(iter(found))
    save(FindingEvent(finding=one, run=one.run, kind="new", outcome=one.outcome, at=one.first_seen) for one in found)
    save(
        AvailabilityDay(
            site=site, day=(NOW - timedelta(days=n)).date(), visits=48, failures=rng.choice((0, 0, 0, 1)), median_ms=300
        )
        for site in rows
        for n in range(runs)
    )
    save(
        Outage(site=site, since=NOW - timedelta(days=1), until=NOW, visits=2, outcome="timeout") for site in rows[:500]
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def run_site(run: Run, site: Site, rng: random.Random) -> RunSite:
    """A site of a run, as its import leaves it."""
    return RunSite(
        run=run, site=site, address=site.address, state=RunSite.State.IMPORTED, pages=rng.randrange(5, 300),
        links_checked=1500, reachable=rng.random() > 0.02, new_count=rng.randrange(3), fixed_count=rng.randrange(3),
        open_count=rng.randrange(60), finished_at=run.due_at + timedelta(hours=2), queued=rng.choice((0, 0, 40)),
        coverage={"skipped": [{"reason": "max-pages", "count": 40}]},
    )  # fmt: skip


CHECKS = sorted(all_checks())


def finding(number: int, site: Site, run: Run, rng: random.Random) -> Finding:
    """A finding among many; a third is gone, some are suspected."""
    check = "column-expiring" if number % 250 == 0 else CHECKS[int(rng.betavariate(1, 4) * len(CHECKS))]
    gone = rng.random() < 0.33
    seen = run.due_at + timedelta(hours=1)
    values = {"column": "要闻动态", "last_day": f"2026-12-{1 + number % 28:02}", "target": f"{site.address}{number}"}
    return Finding(
        site=site, key=f"{number:024}", sighting=f"{number:024}", check_id=check, check_version="1",
        outcome=rng.choice(("fail", "fail", "suspected", "not_measured")), severity=rng.choice(("scored", "notice")),
        page_kind="article", url=f"{site.address}{number}.html", values=values, state="fixed" if gone else "open",
        run=run, first_seen=seen - timedelta(days=rng.randrange(90)), last_seen=seen, fixed_at=seen if gone else None,
    )  # fmt: skip


def region(code: str, name: str, level: str, parent: Region | None) -> Region:
    """A region in its place."""
    row = Region.objects.create(code=code, name=name, level=level, parent=parent)
    place_region(row)
    return row


def save(rows: Iterator[Model]) -> None:
    """Write rows in batches."""
    while some := list(islice(rows, BATCH)):
        type(some[0])._default_manager.bulk_create(some)


PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("dashboard", {}), ("runs", {}), ("run", {"pk": "run"}), ("progress", {"pk": "run"}), ("order", {}),
    ("patrols", {}), ("checks", {}), ("outages", {}), ("availability", {"pk": "site"}), ("run-site", {"pk": "row"}),
    ("findings", {}),
)  # fmt: skip


def measure(explain: bool) -> None:
    """Print server time and queries of each page, for somebody who sees all and for the body of one county."""
    county = Region.objects.filter(level=Region.Level.COUNTY).order_by("pk").first()
    for title, role, where in (("全部", Role.ADMIN, None), ("一县", Role.BODY, county)):
        user, _made = User.objects.get_or_create(username=f"bench-{role}", defaults={"name": title})
        Membership.objects.get_or_create(user=user, role=role, region=where, unit=None)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        row = RunSite.objects.filter(site__unit__region=county).order_by("pk").first()
        assert row is not None
        keys = {"run": Run.objects.latest("due_at").pk, "site": row.site_id, "row": row.pk}
        for name, kwargs in PAGES:
            show(
                client, f"{title} {name}", reverse(f"monitoring:{name}", kwargs={k: keys[v] for k, v in kwargs.items()})
            )
        if explain:
            slowest(client, reverse("monitoring:dashboard"))


def show(client: Client, title: str, address: str) -> None:
    """Print the times of one page."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    worst = max(asked.captured_queries, key=lambda query: float(query["time"]))
    print(
        f"{title:24} p50 {median(times[1:]):6.0f} ms  p95 {quantiles(times[1:], n=20)[-1]:6.0f} ms  "
        f"{len(asked):3} queries, the longest {1000 * float(worst['time']):.0f} ms"
    )


def slowest(client: Client, address: str) -> None:
    """Print the plans of the three longest queries of a page."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    for query in sorted(asked.captured_queries, key=lambda query: -float(query["time"]))[:3]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}" if connection.vendor != "sqlite" else "SELECT 1")
            print(query["time"], query["sql"][:300], *cursor.fetchall(), sep="\n  ")
