"""Carries out one run in this process: inspects its sites, some at a time, and takes over each once it is sealed."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.crawl.contract import CrawlOptions
from kaoping.evidence.store import EvidenceStore
from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import InputError, KaopingError
from kaoping.runs.batch import MANIFEST
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import JUDGED
from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.fail_site import Failure, fail_site
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.finding_folder import evidence_store, run_folder
from kaoping.web.monitoring.importing import read_sealed, within_run
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunSite
from kaoping.web.monitoring.ordering import TOGETHER
from kaoping.web.monitoring.progress import Reporter
from kaoping.web.monitoring.run_plans import RunPlans, plans_of

_POLITE = 2.0  # seconds between two looks whether another run is through with a site
_SYSTEM = Actor(None)
_DONE = (RunSite.State.IMPORTED, RunSite.State.FAILED, RunSite.State.LEFT_OUT)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Part:
    """Sites that are under way together, with the folder they share."""

    folder: Path
    rows: Sequence[RunSite]

    @property
    def open(self) -> list[RunSite]:
        return [row for row in self.rows if row.state not in _DONE]

    @property
    def through(self) -> frozenset[str]:
        return frozenset(row.address for row in self.rows if row.state == RunSite.State.IMPORTED)


def carry_out(run: Run, alive: Callable[[], bool] = lambda: True) -> None:
    """Inspect every site of a run that is not through yet. Killed at any moment, it goes on when called again.

    `alive` tells whether somebody still waits for it. Raises KaopingError where the run as a whole cannot be carried
    out; what goes wrong with single sites stands with them.
    """
    plans = plans_of(run)
    sites = dict(run.sites.exclude(state=RunSite.State.LEFT_OUT).values_list("address", "pk"))
    with Reporter(run.pk, sites, alive) as reporter:
        for part in _parts(run):
            tried = [row.pk for row in part.open]
            if tried:
                _inspect(run, part, plans, reporter)
            failed = run.sites.filter(pk__in=tried, state=RunSite.State.FAILED)
            if failed.update(state=RunSite.State.WAITING):  # what failed by our fault is tried once more
                again = (
                    run.sites.filter(pk__in=[row.pk for row in part.rows]).order_by("pk").defer("coverage", "checks")
                )
                _inspect(run, _Part(part.folder, list(again)), plans, reporter)


def _parts(run: Run) -> Iterator[_Part]:
    """Yield the sites of a run, always in the same parts, so that a part goes on in its own folder."""
    size = int(run.options.get("together", TOGETHER))
    rows = list(run.sites.exclude(state=RunSite.State.LEFT_OUT).order_by("pk").defer("coverage", "checks"))
    for number, start in enumerate(range(0, len(rows), size)):
        yield _Part(run_folder(run.pk) / f"{number:04}", rows[start : start + size])


def _inspect(run: Run, part: _Part, plans: RunPlans, reporter: Reporter) -> None:
    """Inspect the sites of one part; when they are all through or have failed, return."""
    _wait_politely(run, part)
    run.sites.filter(pk__in=[row.pk for row in part.open]).update(state=RunSite.State.CRAWLING)
    rows = {row.address: row for row in part.rows}

    def told(site: InspectedSite) -> None:
        try:
            _take_over(rows[site.url], site, plans)
        finally:
            reporter.through(site.url)
            connection.close()

    try:
        request = _request(run, part)
        inspect_sites(request, timezone.now, reporter, plans.of(request.urls), told=told)
    except Exception as error:
        if isinstance(error, DatabaseError):
            raise  # nothing could be noted; the next process tries again
        _log.exception("run %s: sites in %s could not be inspected", run.pk, part.folder)
        why = str(error) if isinstance(error, KaopingError) else _("巡查程序出错：%s") % type(error).__name__
        for row in run.sites.filter(pk__in=[row.pk for row in part.open], state=RunSite.State.CRAWLING):
            fail_site(_SYSTEM, row.pk, Failure(why))


def _take_over(row: RunSite, site: InspectedSite, plans: RunPlans) -> None:
    """Take over one site; one that cannot be is noted, and never stops the others."""
    if row.state == RunSite.State.IMPORTED:
        return
    folder = within_run(site.directory)
    try:
        if (site.directory / JUDGED).exists():
            import_site(_SYSTEM, row.pk, read_sealed(site.directory), plans.weighing)
        else:
            fail_site(_SYSTEM, row.pk, Failure("；".join(site.coverage.notes), folder))
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 the one boundary of a site: its trouble is its own
        _log.exception("run site %s could not be taken over", row.pk)
        fail_site(_SYSTEM, row.pk, Failure(_("结果不能导入：%s") % error, folder))


def _wait_politely(run: Run, part: _Part) -> None:
    """Wait while another run is at one of the sites: a site is visited by one of us at a time, at its pace."""
    sites = [row.site_id for row in part.open]
    while True:
        fresh = timezone.now() - STALE
        others = RunSite.objects.filter(state=RunSite.State.CRAWLING, site__in=sites, run__alive_at__gt=fresh)
        if not others.exclude(run=run.pk).exists():
            return
        time.sleep(_POLITE)


def _request(run: Run, part: _Part) -> InspectRequest:
    inspecting = settings.DEPLOYMENT.inspecting  # type: ignore[misc]  # ours, known by no plugin
    said = {name: run.options[name] for name in ("max_pages", "pace") if name in run.options}
    if inspecting.canaries is not None:
        said["canaries"] = inspecting.canaries
    ways = {"allow_private": inspecting.allow_private, "connect_to": inspecting.connect_to, "trust": inspecting.trust}
    options = CrawlOptions(**ways, **said)
    return InspectRequest(
        tuple(row.address for row in part.rows),
        part.folder,
        options,
        gather=GatherOptions(name_server=inspecting.name_server),
        browse=_BROWSED if run.options.get("browser") else OFF,
        processes=inspecting.processes,
        previous=_previous(run),
        through=part.through,
        store=_store(part),
    )


def _store(part: _Part) -> Path | None:
    """Return the store that runs share; None, and a word in the log, where the disk has no hard links."""
    folder = evidence_store()
    try:
        EvidenceStore(folder).examine(part.folder)
    except InputError as error:
        _log.warning("no evidence store: %s", error)
        return None
    return folder


_BROWSED = BrowseOptions(pages=5)


def _previous(run: Run) -> Path | None:
    """Return the folder of the last run that saw the same sites, so that unchanged pages are not read again."""
    earlier = Run.objects.filter(state=Run.State.DONE).exclude(pk=run.pk).order_by("-finished_at")
    if run.patrol_id is not None:
        earlier = earlier.filter(patrol=run.patrol_id)
    else:
        earlier = earlier.filter(
            sites__site=run.sites.order_by("pk").values("site")[:1], sites__state=RunSite.State.IMPORTED
        )
    pk = earlier.values_list("pk", flat=True).first()
    folder = run_folder(pk) if pk is not None else None
    return folder if folder is not None and any(folder.glob(f"*/{MANIFEST}")) else None
