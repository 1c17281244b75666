"""Rolls the series of visits to home pages up into days and outages, where pages and lists read them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from kaoping.model.probe_series import OPENED, ProbeSeries
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.reading import SeriesReader
from kaoping.probe.rollup import day_figures, outages
from kaoping.probe.store import read_sites
from kaoping.runs.addresses import site_address
from kaoping.web.installation import data_folder, installation
from kaoping.web.monitoring.models import AvailabilityDay, Outage
from kaoping.web.registry.models import Site
from kaoping.worktime import BEIJING, beijing_date, in_beijing

BATCH = 500
_DAY = timedelta(days=1)
_EARLY = time(1)
"""Until then the day before is rolled up again: its last visits came after its last roll-up."""


def series_folder() -> Path:
    """Return where the series is kept."""
    return data_folder() / "probe"


def watched_sites() -> tuple[ProbeSite, ...]:
    """Return the home pages to visit: those of sites in operation, at the installation's interval."""
    minutes = installation().inspecting.probe_minutes
    rows = Site.objects.filter(state=Site.State.RUNNING, unit__active=True).order_by("pk")
    addresses = (site_address(address) for address in rows.values_list("address", flat=True))
    return tuple(ProbeSite(address, 60.0 * minutes) for address in addresses if address)


def probe_settings() -> ProbeSettings:
    """Return how visits are made on this installation."""
    inspecting = installation().inspecting
    usual = ProbeSettings()
    canaries = usual.canaries if inspecting.canaries is None else inspecting.canaries
    return ProbeSettings(allow_private=inspecting.allow_private, connect_to=inspecting.connect_to, canaries=canaries)


def roll_up(directory: Path, now: datetime) -> int:
    """Take over the visits of today, and of the days before that are not complete yet; return how many sites there are.

    Raises StorageError where the series cannot be read. These writes are no actions: they repeat what the series says.
    """
    if not read_sites(directory):
        return 0
    since = datetime.combine(_first_day(now), time(), BEIJING)
    reader = SeriesReader(directory, since, now)
    sites = {site_address(address): pk for pk, address in Site.objects.values_list("pk", "address")}
    taken = [(sites[url], series) for url in reader.sites if url in sites and (series := reader.series(url))]
    with transaction.atomic():
        days = [row for pk, series in taken for row in _days(pk, series)]
        AvailabilityDay.objects.bulk_create(
            days,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["site", "day"],
            update_fields=["visits", "failures", "not_measured", "median_ms", "slowest_ms"],
        )
        _take_outages(taken, since)
    return len(taken)


def _first_day(now: datetime) -> date:
    today = beijing_date(now)
    last = AvailabilityDay.objects.order_by("-day").values_list("day", flat=True).first() or today
    return min(last, today - _DAY if in_beijing(now).time() < _EARLY else today)


def _days(site: int, series: ProbeSeries) -> Iterator[AvailabilityDay]:
    slowest: dict[date, float] = {}
    for visit in series.visits:
        if visit.outcome in OPENED:
            day = beijing_date(visit.at)
            slowest[day] = max(slowest.get(day, 0.0), visit.seconds)
    for figures in day_figures(series):
        yield AvailabilityDay(
            site_id=site,
            day=figures.day,
            visits=figures.visits,
            failures=figures.failed,
            not_measured=figures.unmeasured,
            median_ms=None if figures.median is None else round(1000 * figures.median),
            slowest_ms=round(1000 * slowest[figures.day]) if figures.day in slowest else None,
        )


def _take_outages(taken: "list[tuple[int, ProbeSeries]]", since: datetime) -> None:
    """Write the outages of the time read; one that had begun before it goes on where its first visit here failed."""
    before = {row.site_id: row for row in Outage.objects.filter(ongoing=True, since__lt=since)}
    Outage.objects.filter(since__gte=since).delete()
    made, longer = [], []
    for site, series in taken:
        found = list(outages(series))
        earlier = before.get(site)
        if earlier is not None and series.visits:
            if found and found[0].since == series.visits[0].at:
                first = found.pop(0)
                earlier.until, earlier.ongoing = first.until, first.open
                earlier.visits += first.visits
            else:
                earlier.until, earlier.ongoing = series.visits[0].at, False
            longer.append(earlier)
        made += [
            Outage(
                site_id=site,
                since=one.since,
                until=one.until,
                visits=one.visits,
                outcome=one.outcome.value,
                ongoing=one.open,
            )
            for one in found
        ]
    Outage.objects.bulk_create(made, batch_size=BATCH)
    Outage.objects.bulk_update(longer, ["until", "ongoing", "visits"], batch_size=BATCH)
