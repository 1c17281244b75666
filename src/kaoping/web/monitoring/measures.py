"""What inspections and decisions on findings give to a cycle's measures: the sealed folders of its period."""

import functools
import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.db.models import Count, Max, QuerySet

from kaoping.measures.inputs import Given, Inspection
from kaoping.model.errors import KaopingError
from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.pages import Coverage
from kaoping.reports.view import InspectedSite
from kaoping.runs.outputs import read_checks, read_coverage, read_findings
from kaoping.runs.probed import CHECK as UNREACHABLE
from kaoping.runs.probed import given_shares, share_requests
from kaoping.web import storage
from kaoping.web.cycles.days import first_counted
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.sources import Source
from kaoping.web.monitoring.decision_book import decision_book
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.media_measures import given_media
from kaoping.web.monitoring.media_measures import stamp_of as media_stamp
from kaoping.web.monitoring.models import Decision, RunSite
from kaoping.worktime import beijing_date

_log = logging.getLogger(__name__)


def inspections(cycle: Cycle) -> Mapping[str, tuple[Inspection, ...]]:
    """Return what runs saw of the sites of a cycle's units on the days that count, by site address, in their order.

    A folder that is gone or cannot be read is left out and logged: what nobody can show any more costs nobody a point.
    """
    return _looks(cycle, _imported(cycle))


def inspections_at(cycle: Cycle, addresses: Collection[str]) -> Mapping[str, tuple[Inspection, ...]]:
    """Return the same of some sites."""
    return _looks(cycle, _imported(cycle).filter(site__address__in=addresses))


def _looks(cycle: Cycle, sites: "QuerySet[RunSite]") -> Mapping[str, tuple[Inspection, ...]]:
    found: dict[str, list[Inspection]] = defaultdict(list)
    first, last = first_counted(cycle), cycle.period_to
    rows = sites.order_by("finished_at", "pk")
    for run, folder, finished, address in rows.values_list("run", "folder", "finished_at", "site__address"):
        day = beijing_date(finished) if finished else last
        seen = _seen(run_folder(run) / folder) if first <= day <= last else None
        if seen is not None:
            found[address].append(Inspection(day, *seen))
    return {address: tuple(looks) for address, looks in found.items()}


def last_coverage(address: str, day: date) -> Coverage | None:
    """Return how much of a site the last run up to a day saw; None where its folder is gone."""
    rows = RunSite.objects.filter(site__address=address, state=RunSite.State.IMPORTED, finished_at__isnull=False)
    for run, folder, finished in (
        rows.exclude(folder="").order_by("-finished_at", "-pk").values_list("run", "folder", "finished_at")
    ):
        if finished is not None and beijing_date(finished) <= day:
            place = run_folder(run) / folder
            storage.bring_files(place, ("coverage.json",))
            path = place / "coverage.json"
            return read_coverage(path) if path.is_file() else None
    return None


def _imported(cycle: Cycle) -> "QuerySet[RunSite]":
    inside = cycle.participants.order_by().values("unit")
    return RunSite.objects.filter(
        site__unit__in=inside, state=RunSite.State.IMPORTED, finished_at__isnull=False
    ).exclude(folder="")


@functools.lru_cache(maxsize=20_000)
def _seen(folder: Path) -> tuple[tuple[Finding, ...], tuple[CheckRecord, ...]] | None:
    """A sealed folder never changes: each is read once for a process.

    Raises StorageRefusedError: what the storage does not give now is not gone, and nothing is scored without it.
    """
    storage.bring_files(folder, ("findings.jsonl", "checks.json"))
    try:
        return tuple(read_findings(folder / "findings.jsonl")), tuple(read_checks(folder / "checks.json"))
    except (KaopingError, OSError, ValueError):
        _log.warning("%s cannot be read and does not count", folder)
        return None


def _stamp(cycle: Cycle) -> str:
    runs = _imported(cycle).aggregate(last=Max("finished_at"), n=Count("pk"))
    inside = cycle.participants.order_by().values("unit")
    decided = Decision.objects.filter(finding__site__unit__in=inside).aggregate(last=Max("pk"), n=Count("pk"))
    return f"{runs['last']} {runs['n']} {decided['last']} {decided['n']} {media_stamp(cycle)}"


def unreachable_shares(cycle: Cycle) -> tuple[Given, ...]:
    """Return how often each unit's worst site did not open, by the visits that the last run kept."""
    scheme, roster = scheme_of(cycle), roster_of(cycle)
    if not share_requests(scheme):
        return ()
    looks = inspections(cycle)
    sites = [
        InspectedSite(address, unit.id, "", findings=_last_probed(looks.get(address, ())))
        for unit in roster.units
        for address in unit.sites
    ]
    return tuple(given_shares(scheme, roster, sites))


def _last_probed(looks: Sequence[Inspection]) -> tuple[Finding, ...]:
    told = (tuple(one for one in look.findings if one.check == UNREACHABLE) for look in reversed(looks))
    return next(filter(None, told), ())


def _providers(cycle: Cycle) -> tuple[Given, ...]:
    return (*unreachable_shares(cycle), *given_media(cycle))


SOURCE = Source(_stamp, decisions=decision_book, inspections=inspections, providers=_providers)
