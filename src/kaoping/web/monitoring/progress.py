"""How far the sites of a run are, written at most once a second: the crawl itself never waits for the database."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from kaoping.web.database_clock import database_now
from kaoping.web.monitoring.models import Run, RunPart, RunSite

EVERY = 1.0  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far one site is."""

    pages: int
    queued: int
    links_checked: int


class Reporter:
    """Gathers what the crawl says of its sites, and writes it and a sign of life from a thread of its own.

    These writes are no actions: they say how far a run is, change nothing that anybody decided, and are not logged.
    """

    def __init__(self, part: RunPart, sites: Mapping[str, int], alive: Callable[[], bool] = lambda: True) -> None:
        self._part = part
        self._sites = sites
        self._alive = alive  # false: nobody waits for us any more
        self._stands: dict[str, Stand] = {}
        self._through = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._report, daemon=True, name="progress")

    def __enter__(self) -> "Reporter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def __call__(self, site: str, pages: int, queued: int, links_checked: int) -> None:
        """Note how far the crawl of a site is (`kaoping.crawl.contract.Progress`)."""
        with self._lock:
            self._stands[site] = Stand(pages, queued, links_checked)

    def through(self, site: str) -> None:
        """Forget a site: what is known of it now is final."""
        with self._lock:
            self._stands.pop(site, None)
            self._through += 1

    def _report(self) -> None:
        try:
            while not self._over.wait(EVERY) and self._alive():
                try:
                    self.write(database_now())
                except DatabaseError:
                    _log.exception("progress of run %s is written later", self._part.run_id)
        finally:
            connection.close()

    def write(self, now: datetime) -> None:
        """Write what came since the last time, by the database's time; a site that is through is left alone."""
        with self._lock:
            stands, self._stands = self._stands, {}
        life: dict[str, Any] = {"alive_at": now, "attempts": 0} if self._through else {"alive_at": now}
        if not RunPart.objects.filter(pk=self._part.pk, worker=self._part.worker).update(**life):
            return  # given to another machine, which says how far it is
        Run.objects.filter(pk=self._part.run_id).update(alive_at=now)
        rows = [
            RunSite(
                pk=self._sites[site],
                state=RunSite.State.CRAWLING,
                pages=stand.pages,
                queued=stand.queued,
                links_checked=stand.links_checked,
            )
            for site, stand in stands.items()
        ]
        if rows:
            under_way = RunSite.objects.filter(state__in=(RunSite.State.WAITING, RunSite.State.CRAWLING))
            under_way.bulk_update(rows, ["state", "pages", "queued", "links_checked"], batch_size=100)
