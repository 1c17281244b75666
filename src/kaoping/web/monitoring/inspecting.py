"""Carries out runs in this process: inspects the sites of a part together, and takes over each once it is sealed."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.crawl.contract import CrawlOptions
from kaoping.evidence.store import EvidenceStore
from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import InputError, KaopingError
from kaoping.probe.store import read_sites
from kaoping.runs.batch import MANIFEST
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import JUDGED
from kaoping.web import storage
from kaoping.web.actions import Actor
from kaoping.web.database_clock import database_now
from kaoping.web.installation import installation
from kaoping.web.monitoring.actions.fail_site import Failure, fail_site
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.availability import series_folder
from kaoping.web.monitoring.finding_folder import evidence_store, run_folder
from kaoping.web.monitoring.importing import read_sealed, within_run
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunPart, RunSite
from kaoping.web.monitoring.progress import Reporter
from kaoping.web.monitoring.run_plans import RunPlans, plans_of
from kaoping.web.registry.models import Site

TAKEN_AWAY = 6
"""How the process ends that lost its part to another machine."""

_POLITE = 2.0  # seconds between two looks whether another run is through with a site
_SYSTEM = Actor(None)
_DONE = (RunSite.State.IMPORTED, RunSite.State.FAILED, RunSite.State.LEFT_OUT)
_log = logging.getLogger(__name__)


class _Rows:
    """The sites of a part, which are under way together, with the folder they share."""

    def __init__(self, part: RunPart) -> None:
        self.part, self.run = part, part.run
        self.folder = run_folder(part.run_id) / part.folder
        self.rows = list(part.sites.order_by("pk").defer("coverage", "checks"))

    @property
    def open(self) -> list[RunSite]:
        return [row for row in self.rows if row.state not in _DONE]

    @property
    def through(self) -> frozenset[str]:
        return frozenset(row.address for row in self.rows if row.state == RunSite.State.IMPORTED)


def carry_out_part(part: RunPart, alive: Callable[[], bool] = lambda: True) -> None:
    """Inspect every site of a part that is not through yet. Killed at any moment, it goes on when called again.

    `alive` tells whether somebody still waits for it. Raises KaopingError where the run as a whole cannot be carried
    out; what goes wrong with single sites stands with them.
    """
    plans = plans_of(part.run)
    sites = dict(part.sites.values_list("address", "pk"))
    with Reporter(part, sites, alive) as reporter:
        storage.bring_files_of(run_folder(part.run_id) / part.folder)  # the ledger, where another machine was at it
        tried = [row.pk for row in _Rows(part).open]
        if tried:
            _inspect(_Rows(part), plans, reporter)
        failed = part.sites.filter(pk__in=tried, state=RunSite.State.FAILED)
        if failed.update(state=RunSite.State.WAITING):  # what failed by our fault is tried once more
            _inspect(_Rows(part), plans, reporter)


@transaction.atomic
def claim(part: RunPart) -> bool:
    """Note that the open sites of a part are being visited, unless another part is at one of their hosts."""
    left = part.sites.exclude(state__in=_DONE)
    sites = Site.objects.filter(pk__in=left.values("site"))
    hosts = {site.host for site in sites.select_for_update().order_by("pk")}
    fresh = database_now() - STALE
    at_work = RunSite.objects.filter(state=RunSite.State.CRAWLING, site__host__in=hosts, part__alive_at__gt=fresh)
    if at_work.exclude(part=part).exists():
        return False
    left.update(state=RunSite.State.CRAWLING)
    return True


def require_own(part: RunPart) -> None:
    """Leave at once where the part was given to another machine, because this one was not heard of for too long."""
    if not RunPart.objects.filter(pk=part.pk, worker=part.worker).exists():
        _log.error("part %s was given to another machine; leaving it", part.pk)
        os._exit(TAKEN_AWAY)


def _inspect(part: _Rows, plans: RunPlans, reporter: Reporter) -> None:
    """Inspect the sites of one part; when they are all through or have failed, return."""
    run = part.run
    while not claim(part.part):  # another run is at one of the sites: a site is visited by one of us at a time
        time.sleep(_POLITE)
    rows = {row.address: row for row in part.rows}

    def told(site: InspectedSite) -> None:
        try:
            _take_over(part, rows[site.url], site, plans)
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


def _take_over(part: _Rows, row: RunSite, site: InspectedSite, plans: RunPlans) -> None:
    """Take over one site; one that cannot be is noted, and never stops the others.

    What is taken over is in the storage before: the disk of this machine may be gone the next moment.
    """
    if row.state == RunSite.State.IMPORTED:
        return
    folder = within_run(site.directory)
    try:
        require_own(part.part)
        if (site.directory / JUDGED).exists():
            storage.keep(site.directory)
            storage.keep_files_of(part.folder)
            import_site(_SYSTEM, row.pk, read_sealed(site.directory), plans.weighing)
        else:
            fail_site(_SYSTEM, row.pk, Failure("；".join(site.coverage.notes), folder))
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 the one boundary of a site: its trouble is its own
        _log.exception("run site %s could not be taken over", row.pk)
        fail_site(_SYSTEM, row.pk, Failure(_("结果不能导入：%s") % error, folder))


def _request(run: Run, part: _Rows) -> InspectRequest:
    inspecting = installation().inspecting
    said = {name: run.options[name] for name in ("max_pages", "pace") if name in run.options}
    if inspecting.canaries is not None:
        said["canaries"] = inspecting.canaries
    options = CrawlOptions(
        allow_private=inspecting.allow_private, connect_to=inspecting.connect_to, trust=inspecting.trust, **said
    )
    return InspectRequest(
        tuple(row.address for row in part.rows),
        part.folder,
        options,
        gather=GatherOptions(name_server=inspecting.name_server),
        browse=replace(_BROWSED, no_sandbox=inspecting.no_sandbox) if run.options.get("browser") else OFF,
        processes=inspecting.processes,
        previous=_previous(run),
        through=part.through,
        store=_store(part),
        probes=_watched(),
    )


def _store(part: _Rows) -> Path | None:
    """Return the store that runs share; None, and a word in the log, where the disk has no hard links."""
    folder = evidence_store()
    try:
        EvidenceStore(folder).examine(part.folder)
    except InputError as error:
        _log.warning("no evidence store: %s", error)
        return None
    return folder


def _watched() -> Path | None:
    """Return the series of the availability monitor; None where nobody has watched yet."""
    folder = series_folder()
    return folder if read_sites(folder) else None


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
