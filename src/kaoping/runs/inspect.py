"""Inspect sites without a scoring: collect, judge, and leave the published files in one folder per site."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kaoping.attachments.contract import MODERATE, AttachmentOptions
from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import CrawlOptions, Progress
from kaoping.crawl.crawl import examine_options
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.sealing import seal_run
from kaoping.evidence.store import EvidenceStore, open_store
from kaoping.facts.word_lists import WordList
from kaoping.gather.contract import EVERYTHING, GatherOptions
from kaoping.model.deferred import Deferred
from kaoping.model.errors import InputError
from kaoping.model.findings import CheckRequest
from kaoping.model.pages import Coverage
from kaoping.runs.batch import ASSESSED, MANIFEST, batch_lock, clear_batch, open_batch
from kaoping.runs.collect import Collected
from kaoping.runs.earlier import examine_previous
from kaoping.runs.judge import Judgement
from kaoping.runs.judging import JUDGED, USUAL, Shape, judge_and_write
from kaoping.runs.probed import RollingWindow
from kaoping.runs.profile import default_plans
from kaoping.runs.sharding.crew import Work, collect_over

if TYPE_CHECKING:
    from kaoping.runs import picturing
else:
    picturing = Deferred("kaoping.runs.picturing")

NOTHING_SAID = Judgement((), ())


@dataclass(frozen=True, slots=True)
class InspectedSite:
    """One inspected site: how much was seen and what was said."""

    url: str
    directory: Path
    coverage: Coverage
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class InspectRequest:
    """What to inspect and where to leave it, in how many processes (0: as many as are worth it).

    `previous` is the folder of an earlier inspection or assessment: what has not changed since is not read again.
    `through` are addresses of finished sites that need not be judged and sealed again.
    `store` is a folder shared by runs, in which bodies of kept pages lie once. `probes` is the series of an
    availability monitor, whose visits before the end of each site are kept with it.
    """

    urls: tuple[str, ...]
    out: Path
    options: CrawlOptions
    shape: Shape = USUAL
    fresh: bool = False
    gather: GatherOptions = EVERYTHING
    attachments: AttachmentOptions = MODERATE
    browse: BrowseOptions = OFF
    word_lists: tuple[WordList, ...] = ()
    processes: int = 1
    previous: Path | None = None
    through: frozenset[str] = frozenset()
    store: Path | None = None
    probes: Path | None = None


Plans = Sequence[CheckRequest] | Mapping[str, Sequence[CheckRequest]]  # for all sites, or by address


def inspect_sites(
    request: InspectRequest,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    plans: Plans | None = None,
    *,
    told: Callable[[InspectedSite], None] | None = None,
) -> tuple[InspectedSite, ...]:
    """Inspect the sites of a request and write their folders (contract: `kaoping inspect`).

    `told` is called with each site as soon as it is sealed, or has failed, in a thread of ours and for one site at a
    time; what was said of the site is then in its folder only, not in what is returned.

    The same request again goes on where a killed one stopped; a finished one is judged again without the network.
    Raises InputError when an option is wrong (nothing is written then), when the folder is in use, or when it holds
    another batch or an assessment.
    """
    examine_options(request.options)
    if (request.out / ASSESSED / MANIFEST).exists():
        raise InputError(f"{request.out}：这是一次考评的结果目录。请换一个 --out 目录。")
    examine_previous(request.previous, request.out)
    shared = open_store(request.store, request.out, keep_all=request.shape.keep_all)
    with batch_lock(request.out):
        if request.fresh:
            clear_batch(request.out)
        wishes = request.gather, request.attachments, request.browse
        batch = open_batch(
            request.out, request.urls, request.options, now(), wishes=wishes, word_lists=request.word_lists
        )
        chosen = default_plans(all_checks()) if plans is None else plans
        ledger = Ledger(request.out / LEDGER)

        def sealed(site: InspectedSite) -> InspectedSite:
            if (site.directory / JUDGED).exists() and site.url not in request.through:
                _seal(site, request.browse, ledger, now)
            if told is None:
                return site
            told(site)
            return replace(site, judgement=NOTHING_SAID)

        probed = RollingWindow(request.probes) if request.probes is not None else None
        judging = partial(_judged, plans=chosen, request=request, shared=shared, probed=probed)
        work = Work(judging, sealed, progress)
        return collect_over(replace(batch, previous=request.previous), work, request.processes)


def _seal(site: InspectedSite, browse: BrowseOptions, ledger: Ledger, now: Callable[[], datetime]) -> None:
    if browse.enabled:
        picturing.picture_if_possible(site.directory, browse, now())
    seal_run(site.url, site.directory, ledger, now())


def _judged(
    each: Collected,
    plans: Plans,
    request: InspectRequest,
    *,
    shared: EvidenceStore | None,
    probed: RollingWindow | None,
) -> InspectedSite:
    judgement = NOTHING_SAID
    if not each.failed and each.site.url not in request.through:
        own = plans[each.site.url] if isinstance(plans, Mapping) else plans
        if probed is not None:
            probed.keep(each.site.url, each.site.directory, each.coverage.finished, own)
        judgement = judge_and_write(each.site, each.coverage.finished, own, request.shape, shared=shared)
    return InspectedSite(each.site.url, each.site.directory, each.coverage, judgement)
