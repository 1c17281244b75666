"""Collect a batch: crawl every site not yet sealed, look around it, keep the facts, seal it."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kaoping.crawl.contract import Progress, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.facts.discovery import page_extractors
from kaoping.facts.record import SiteRecord
from kaoping.gather.gather import run_gather
from kaoping.model.errors import StorageError
from kaoping.model.pages import Coverage
from kaoping.runs.batch import Batch, BatchSite
from kaoping.runs.looks_file import read_looks, write_looks
from kaoping.runs.outputs import read_coverage, write_coverage
from kaoping.runs.segments import SegmentSink, read_site_tables, seal_segments

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
        plans = [SitePlan(site.url, site.directory) for site in pending]
        with _rare_collection():
            coverages = run_crawl(plans, lambda plan: SegmentSink(plan.directory, extractors), batch.options, progress)
        crawled = zip(plans, coverages, strict=True)
        _look_around([plan for plan, coverage in crawled if coverage.stopped_because != FAILED], batch)
        for plan, coverage in zip(plans, coverages, strict=True):
            fresh[plan.url] = coverage if coverage.stopped_because == FAILED else _sealed(plan, coverage)
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
        run_gather(list(directories), options, lambda site, looks: write_looks(directories[site], looks))


def _sealed(plan: SitePlan, coverage: Coverage) -> Coverage:
    """Seal one site; what the disk refuses fails this site only, and its segments stay for the next try."""
    try:
        seal_segments(plan.directory)
        write_coverage(plan.directory / "coverage.json", coverage)
    except (OSError, StorageError) as error:
        return replace(coverage, stopped_because=FAILED, notes=(*coverage.notes, str(error)))
    return coverage


def site_record(url: str, directory: Path, as_of: datetime) -> SiteRecord:
    """Return what is known of a sealed site at the monitoring point `as_of`.

    Raises StorageError when its facts are missing or damaged.
    """
    pages, links, targets = read_site_tables(directory)
    coverage = read_coverage(directory / "coverage.json")
    return SiteRecord(url, as_of, pages, targets, links, coverage, read_looks(directory))
