"""Collect a batch: crawl every site not yet sealed, look around it, keep the facts, seal it, each on its own way."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaoping.attachments.contract import AttachedSite
from kaoping.attachments.fetching import Attachments
from kaoping.crawl.contract import Progress, SitePlan
from kaoping.crawl.crawl import Crawler, examine_plans
from kaoping.crawl.strangers import linked_hosts
from kaoping.crawl.verify import Offsite, SharedVerdicts
from kaoping.facts.attached_text import with_numbers_masked, with_wordings
from kaoping.facts.discovery import page_extractors
from kaoping.facts.hosts import domain_of, host_of, unrelated
from kaoping.facts.record import SiteRecord
from kaoping.facts.word_lists import WordLists, shipped_lists
from kaoping.gather.contract import NOTHING_LINKED, Linked
from kaoping.gather.gather import look_and_keep, lookout
from kaoping.gather.look import Lookout
from kaoping.model.deferred import Deferred
from kaoping.model.errors import StorageError
from kaoping.model.pages import Coverage
from kaoping.runs.attachments import NAME as ATTACHMENTS
from kaoping.runs.attachments import keep_attachments, read_attachments, wanted_attachments
from kaoping.runs.batch import Batch, BatchSite
from kaoping.runs.browser_file import read_browser
from kaoping.runs.earlier import EarlierRun, earlier_folders, open_earlier
from kaoping.runs.earlier_sight import keep_earlier_sight, read_earlier_sight
from kaoping.runs.looks_file import read_looks, write_looks
from kaoping.runs.outputs import read_coverage, write_coverage
from kaoping.runs.reading_version import reading_version
from kaoping.runs.readings import read_readings
from kaoping.runs.segments import SegmentSink, read_site_tables, seal_segments
from kaoping.runs.shown_file import read_shown
from kaoping.runs.visits_file import read_visits

if TYPE_CHECKING:
    from kaoping.runs import browsing
else:
    browsing = Deferred("kaoping.runs.browsing")

FAILED = "error"  # how a crawl says that we, not the site, broke down

Then = TypeVar("Then")


@dataclass(frozen=True, slots=True)
class Collected:
    """One site after collecting. A site we failed on is not sealed: the same command tries it again."""

    site: BatchSite
    coverage: Coverage

    @property
    def failed(self) -> bool:
        return not self.site.sealed


def collect(batch: Batch, progress: Progress | None = None) -> tuple[Collected, ...]:
    """Crawl what is not sealed yet and return all sites in the batch's order (see `collect_and`)."""
    return collect_and(batch, lambda each: each, progress)


def collect_and(
    batch: Batch,
    then: Callable[[Collected], Then],
    progress: Progress | None = None,
    *,
    offsite: Callable[[SharedVerdicts], Offsite] = lambda own: own,
) -> tuple[Then, ...]:
    """Bring every site to its seal, hand it to `then` at once, and return what that gives in the batch's order.

    A batch killed at any moment is gone on with by calling this again: sealed sites are left alone, the others
    continue from their frontier. No site waits for another: `then` is called in a thread of its own, for one site at
    a time, while others are still crawled. What it raises is raised when all sites are through. `offsite` is as in
    `crawl.crawl.Crawler`.
    """
    return asyncio.run(_collect(batch, then, lambda: Crawler(batch.options, progress, offsite=offsite)))


async def _collect(
    batch: Batch, then: Callable[[Collected], Then], new_crawler: Callable[[], Crawler]
) -> tuple[Then, ...]:
    examine_plans([SitePlan(site.url, site.directory) for site in batch.sites if not site.sealed], batch.options)
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as open_ones:
        crawler = await open_ones.enter_async_context(new_crawler())
        options = batch.options, batch.attachments
        lists = WordLists((*shipped_lists().lists, *batch.word_lists))
        attachments = Attachments(
            options, crawler.fetcher, lambda record: with_wordings(with_numbers_masked(record), lists)
        )
        await open_ones.enter_async_context(attachments)
        looking = lookout((batch.options, batch.gather), crawler.fetcher)
        way = _Way((batch, lists), crawler, looking, attachments)
        hands = open_ones.enter_context(ThreadPoolExecutor(1))

        async def one(site: BatchSite) -> Then:
            return await loop.run_in_executor(hands, then, await way.site(site))

        done = await asyncio.gather(*map(one, batch.sites), return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException):
            raise each
    return tuple(each for each in done if not isinstance(each, BaseException))


class _Way:
    """The way of each site of a batch from its first request to its seal."""

    def __init__(
        self, what: tuple[Batch, WordLists], crawler: Crawler, looking: Lookout, attachments: Attachments
    ) -> None:
        self._batch, self._lists = what
        self._crawler = crawler
        self._looking = looking
        self._attachments = attachments
        self._extractors = page_extractors()
        self._reading = reading_version(self._lists)
        self._earlier = earlier_folders(self._batch.previous) if self._batch.previous is not None else {}
        self._browser = asyncio.Lock()

    async def site(self, site: BatchSite) -> Collected:
        """Bring one site to its seal; one that has it is left alone."""
        if site.sealed:
            return Collected(site, read_coverage(site.directory / "coverage.json"))
        plan = SitePlan(site.url, site.directory, earlier=self._earlier_run(site.url))
        coverage = await self._crawler.site(plan, self._sink)
        if coverage.stopped_because != FAILED:
            await self._look_around(plan)
            coverage = await asyncio.to_thread(_joined, plan, coverage)
        if coverage.stopped_because != FAILED and (before := self._earlier.get(site.url)) is not None:
            await asyncio.to_thread(keep_earlier_sight, plan.directory, before, self._extractors["items"])
        if coverage.stopped_because != FAILED:
            await self._read_attachments(plan)
            await self._browse(plan, coverage)
            coverage = await asyncio.to_thread(_sealed, plan, coverage)
        return Collected(site, coverage)

    def _sink(self, plan: SitePlan) -> SegmentSink:
        return SegmentSink(plan.directory, self._extractors, self._lists, self._reading)

    def _earlier_run(self, url: str) -> Callable[[], EarlierRun | None] | None:
        if url not in self._earlier:
            return None
        return partial(open_earlier, self._earlier[url], self._extractors, self._reading)

    async def _look_around(self, plan: SitePlan) -> None:
        """Keep what is to be seen of a site beside its pages, unless it was looked at before a kill."""
        if self._batch.gather.enabled and read_looks(plan.directory) is None:
            linked = _linked(plan.url, plan.directory, self._batch)
            await look_and_keep(self._looking, plan.url, linked, lambda _, looks: write_looks(plan.directory, looks))

    async def _read_attachments(self, plan: SitePlan) -> None:
        """Fetch and read the attachments of a site whose pages are there and that has no table of them yet."""
        if not self._batch.attachments.enabled or (plan.directory / ATTACHMENTS).exists():
            return
        try:
            wanted = await asyncio.to_thread(wanted_attachments, plan.directory, self._batch.attachments.files)
        except StorageError:  # the site's judging says so
            return
        await keep_attachments(AttachedSite(plan.url, plan.directory, wanted), self._attachments)

    async def _browse(self, plan: SitePlan, coverage: Coverage) -> None:
        """Keep what a browser sees of a site's chosen pages, unless it was sent there before a kill.

        One browser at a time: it takes more memory than all the rest.
        """
        if not self._batch.browse.enabled or read_browser(plan.directory) is not None:
            return
        async with self._browser:
            record = await asyncio.to_thread(_record, plan, coverage)
            if record is not None:
                options = self._batch.options, self._batch.browse
                known, searches = [(plan.directory, record)], self._batch.gather.searches
                await asyncio.to_thread(browsing.browse_sites, known, options, searches)


def _linked(site: str, directory: Path, batch: Batch) -> Linked:
    """Addresses of hosts that the site links to: of strangers, and others of its own domain."""
    if not batch.options.check_offsite:
        return NOTHING_LINKED
    own, domain = host_of(site), domain_of(host_of(site))
    strangers = linked_hosts(directory, lambda url: unrelated(host_of(url), own), batch.gather.neighbours)
    inner = linked_hosts(directory, lambda url: _beside(host_of(url), own, domain), batch.gather.inner)
    return Linked(strangers, inner)


def _beside(host: str, own: str, domain: str) -> bool:
    return host != own and domain_of(host) == domain


def _record(plan: SitePlan, coverage: Coverage) -> SiteRecord | None:
    """Return what is known of a site that is about to be sealed; None where its pages cannot be read."""
    try:
        pages, links, targets = read_site_tables(plan.directory)
    except StorageError:  # a site without pages has none; what else is wrong, judging will tell
        return None
    return SiteRecord(plan.url, coverage.finished, pages, targets, links, coverage, read_looks(plan.directory))


def _joined(plan: SitePlan, coverage: Coverage) -> Coverage:
    """Join the segments of one site; what the disk refuses fails this site only: they stay for the next try."""
    return _or_failed(coverage, lambda: seal_segments(plan.directory))


def _sealed(plan: SitePlan, coverage: Coverage) -> Coverage:
    """Seal one site, unless it failed before."""
    if coverage.stopped_because == FAILED:
        return coverage
    return _or_failed(coverage, lambda: write_coverage(plan.directory / "coverage.json", coverage))


def _or_failed(coverage: Coverage, step: Callable[[], None]) -> Coverage:
    try:
        step()
    except (OSError, StorageError) as error:
        return replace(coverage, stopped_because=FAILED, notes=(*coverage.notes, str(error)))
    return coverage


def site_record(url: str, directory: Path, as_of: datetime) -> SiteRecord:
    """Return what is known of a sealed site at the monitoring point `as_of`.

    Raises StorageError when its facts are missing or damaged.
    """
    pages, links, targets = read_site_tables(directory)
    coverage = read_coverage(directory / "coverage.json")
    beside = read_looks(directory), read_readings(directory), read_visits(directory), read_browser(directory)
    rest = read_attachments(directory), read_shown(directory), read_earlier_sight(directory)
    return SiteRecord(url, as_of, pages, targets, links, coverage, *beside, *rest)
