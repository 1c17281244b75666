"""Inspect sites without a scoring: collect, judge, and leave the published files in one folder per site."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import CrawlOptions, Progress
from kaoping.facts.site.columns import Columns
from kaoping.facts.store import FactStore
from kaoping.model.outcomes import Outcome
from kaoping.model.pages import Coverage
from kaoping.reports.site_page import write_site_page
from kaoping.runs.batch import BatchSite, batch_lock, clear_batch, open_batch
from kaoping.runs.collect import collect, site_record
from kaoping.runs.judge import CheckPlan, Judgement, judge_site
from kaoping.runs.outputs import write_checks, write_columns, write_findings
from kaoping.runs.profile import default_plans


@dataclass(frozen=True, slots=True)
class InspectedSite:
    """One inspected site: how much was seen and what was said."""

    url: str
    directory: Path
    coverage: Coverage
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class InspectRequest:
    """What to inspect and where to leave it. `plans` is None for the default profile."""

    urls: tuple[str, ...]
    out: Path
    options: CrawlOptions
    failures_only: bool = False
    fresh: bool = False


def inspect_sites(
    request: InspectRequest,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    plans: Sequence[CheckPlan] | None = None,
) -> tuple[InspectedSite, ...]:
    """Inspect the sites of a request and write their folders (contract: `kaoping inspect`).

    The same request again goes on where a killed one stopped; a finished one is judged again without the network.
    Raises InputError when the folder is in use or holds another batch.
    """
    with batch_lock(request.out):
        if request.fresh:
            clear_batch(request.out)
        batch = open_batch(request.out, request.urls, request.options, now())
        coverages = collect(batch, progress)
        checks = all_checks()
        chosen = default_plans(checks) if plans is None else list(plans)
        sites = []
        for site, coverage in zip(batch.sites, coverages, strict=True):
            judgement = judge_directory(site, coverage.finished, chosen, failures_only=request.failures_only)
            sites.append(InspectedSite(site.url, site.directory, coverage, judgement))
        return tuple(sites)


def judge_directory(
    site: BatchSite, as_of: datetime, plans: Sequence[CheckPlan], *, failures_only: bool = False
) -> Judgement:
    """Judge one sealed site from its stored facts and write findings, checks, columns and its page."""
    record = site_record(site.url, site.directory, as_of)
    judgement = judge_site(record, plans, all_checks())
    columns = FactStore(record).get(Columns).published()
    kept = tuple(f for f in judgement.findings if not (failures_only and f.outcome is Outcome.PASS))
    write_findings(site.directory / "findings.jsonl", kept)
    write_checks(site.directory / "checks.json", judgement.records)
    write_columns(site.directory / "columns.json", columns)
    titles = {check.id: check.entry.title for check in all_checks().values()}
    write_site_page(site.directory / "index.html", record.coverage, (judgement.findings, judgement.records), titles)
    return judgement
