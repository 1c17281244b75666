"""Collect a batch: crawl every site not yet sealed, look around it, keep the facts, seal it."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kaoping.attachments.contract import AttachedSite
from kaoping.crawl.contract import Progress, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.crawl.strangers import linked_hosts
from kaoping.facts.discovery import page_extractors
from kaoping.facts.hosts import host_of, unrelated
from kaoping.facts.record import SiteRecord
from kaoping.facts.word_lists import WordLists, shipped_lists
from kaoping.gather.gather import run_gather
from kaoping.model.errors import StorageError
from kaoping.model.pages import Coverage
from kaoping.runs.attachments import NAME as ATTACHMENTS
from kaoping.runs.attachments import keep_attachments, read_attachments, wanted_attachments
from kaoping.runs.batch import Batch, BatchSite
from kaoping.runs.browser_file import read_browser
from kaoping.runs.browsing import browse_sites
from kaoping.runs.looks_file import read_looks, write_looks
from kaoping.runs.outputs import read_coverage, write_coverage
from kaoping.runs.readings import read_readings
from kaoping.runs.segments import SegmentSink, read_site_tables, seal_segments
from kaoping.runs.shown_file import read_shown
from kaoping.runs.visits_file import read_visits

FAILED = "error"  # how a crawl says that we, not the site, broke down


@dataclass(frozen=True, slots=True)
class Collected:
    """One site after collecting. A site we failed on is not sealed: the same command tries it again."""

    site: BatchSite
    coverage: Coverage

    @property
    def failed(self) -> bool:
        return not self.site.sealed


def collect(batch: Batch, progress: Progress | None = None) -> tuple[Collected, ...]:
    """Crawl what is not sealed yet and return all sites in the batch's order.

    A batch killed at any moment is gone on with by calling this again: sealed sites are left alone, the others
    continue from their frontier.
    """
    pending = [site for site in batch.sites if not site.sealed]
    fresh: dict[str, Coverage] = {}
    if pending:
        extractors = page_extractors()
        lists = WordLists((*shipped_lists().lists, *batch.word_lists))
        plans = [SitePlan(site.url, site.directory) for site in pending]
        with _rare_collection():
            coverages = run_crawl(
                plans, lambda plan: SegmentSink(plan.directory, extractors, lists), batch.options, progress
            )
        crawled = [each for each in zip(plans, coverages, strict=True) if each[1].stopped_because != FAILED]
        _look_around([plan for plan, _ in crawled], batch)
        joined = [(plan, _joined(plan, coverage)) for plan, coverage in crawled]
        whole = [each for each in joined if each[1].stopped_because != FAILED]
        _read_attachments([plan for plan, _ in whole], batch)
        _browse(whole, batch)
        fresh = {plan.url: coverage for plan, coverage in zip(plans, coverages, strict=True)}
        fresh |= {plan.url: _sealed(plan, coverage) for plan, coverage in joined}
    return tuple(
        Collected(site, fresh.get(site.url) or read_coverage(site.directory / "coverage.json")) for site in batch.sites
    )


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Look for cyclic garbage rarely: a crawl makes hardly any, and looking took a tenth of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _look_around(plans: Sequence[SitePlan], batch: Batch) -> None:
    """Keep what is to be seen of the sites beside their pages, for those that were not looked at before a kill."""
    if not batch.gather.enabled:
        return
    directories = {plan.url: plan.directory for plan in plans if read_looks(plan.directory) is None}
    if directories:
        options = batch.options, batch.gather
        strangers = {site: _strangers(site, directory, batch) for site, directory in directories.items()}
        run_gather(
            list(directories),
            options,
            lambda site, looks: write_looks(directories[site], looks),
            neighbours={site: found for site, found in strangers.items() if found is not None},
        )


def _strangers(site: str, directory: Path, batch: Batch) -> tuple[str, ...] | None:
    """Addresses of hosts that have nothing to do with the site and that it links to; None where none was looked at."""
    if not batch.options.check_offsite:
        return None
    own = host_of(site)
    return linked_hosts(directory, lambda url: unrelated(host_of(url), own), batch.gather.neighbours)


def _browse(sites: Sequence[tuple[SitePlan, Coverage]], batch: Batch) -> None:
    """Keep what a browser sees of the sites' chosen pages, for those that it was not sent to before a kill."""
    if batch.browse.enabled:
        records = ((plan, _record(plan, coverage)) for plan, coverage in sites if read_browser(plan.directory) is None)
        browse_sites([(plan.directory, record) for plan, record in records if record], (batch.options, batch.browse))


def _record(plan: SitePlan, coverage: Coverage) -> SiteRecord | None:
    """Return what is known of a site that is about to be sealed; None where its pages cannot be read."""
    try:
        pages, links, targets = read_site_tables(plan.directory)
    except StorageError:  # a site without pages has none; what else is wrong, judging will tell
        return None
    return SiteRecord(plan.url, coverage.finished, pages, targets, links, coverage)


def _read_attachments(plans: Sequence[SitePlan], batch: Batch) -> None:
    """Fetch and read the attachments of the sites whose pages are there and that have no table of them yet."""
    if not batch.attachments.enabled:
        return
    sites = []
    for plan in plans:
        if (plan.directory / ATTACHMENTS).exists():
            continue
        try:
            wanted = wanted_attachments(plan.directory, batch.attachments.files)
        except StorageError:  # the site's judging says so
            continue
        sites.append(AttachedSite(plan.url, plan.directory, wanted))
    keep_attachments(sites, (batch.options, batch.attachments))


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
    return SiteRecord(
        url, as_of, pages, targets, links, coverage, *beside, read_attachments(directory), read_shown(directory)
    )
