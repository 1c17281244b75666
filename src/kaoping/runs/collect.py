"""Collect a batch: crawl every site not yet sealed, keep its facts, seal it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kaoping.crawl.contract import Progress, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.facts.discovery import page_extractors
from kaoping.facts.record import SiteRecord
from kaoping.model.pages import Coverage
from kaoping.runs.batch import Batch
from kaoping.runs.outputs import read_coverage, write_coverage
from kaoping.runs.segments import SegmentSink, read_site_tables, seal_segments


def collect(batch: Batch, progress: Progress | None = None) -> tuple[Coverage, ...]:
    """Crawl what is not sealed yet and return the coverage of all sites, in the batch's order.

    A batch killed at any moment is gone on with by calling this again: sealed sites are left alone, the others
    continue from their frontier.
    """
    pending = [site for site in batch.sites if not site.sealed]
    if pending:
        extractors = page_extractors()
        plans = [SitePlan(site.url, site.directory) for site in pending]
        sinks = {plan.url: SegmentSink(plan.directory, extractors) for plan in plans}
        run_crawl(plans, sinks, batch.options, progress, on_finished=_seal)
    return tuple(read_coverage(site.directory / "coverage.json") for site in batch.sites)


def site_record(url: str, directory: Path, as_of: datetime) -> SiteRecord:
    """Return what is known of a sealed site at the monitoring point `as_of`.

    Raises StorageError when its facts are missing or damaged.
    """
    pages, links, targets = read_site_tables(directory)
    coverage = read_coverage(directory / "coverage.json")
    return SiteRecord(url, as_of, pages, targets, links, coverage)


def _seal(plan: SitePlan, coverage: Coverage) -> None:
    seal_segments(plan.directory)
    write_coverage(plan.directory / "coverage.json", coverage)


def finished_at(coverages: Sequence[Coverage]) -> datetime:
    """Return the moment the last site of the batch was finished."""
    return max(coverage.finished for coverage in coverages)
