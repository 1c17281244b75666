"""Assess: inspect all units' sites, judge them by the scheme, count, score, rank, and write every report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from kaoping.analysis.case import Case
from kaoping.attachments.contract import MODERATE, AttachmentOptions
from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import CrawlOptions, Progress
from kaoping.evidence.keys import KeyFile
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.sealing import seal_run
from kaoping.evidence.store import open_store
from kaoping.facts.word_lists import WordList
from kaoping.gather.contract import GatherOptions
from kaoping.measures.inputs import Decision, Given, Inspection, MeasureInputs
from kaoping.measures.media_accounts import MediaList, media_values
from kaoping.measures.plan import plan_checks
from kaoping.measures.table import build_table
from kaoping.model.catalogue import Catalogue
from kaoping.model.deferred import Deferred
from kaoping.model.findings import CheckRequest
from kaoping.model.measure_table import MeasureTable
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.view import AssessmentView, DecisionNote, InspectedSite, PreviousResults
from kaoping.runs.addresses import site_addresses
from kaoping.runs.assessed_draws import MADE_DRAW, draw_notes, keep_made, not_drawn
from kaoping.runs.assessed_sites import SiteJudging
from kaoping.runs.batch import ASSESSED, batch_lock, clear_batch, open_batch
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.earlier import examine_previous
from kaoping.runs.inputs.assessment import Assessment, InspectOptions, read_assessment
from kaoping.runs.inputs.decisions import read_decisions
from kaoping.runs.inputs.draws import AssessedDraws, read_draws
from kaoping.runs.inputs.imports import read_imports
from kaoping.runs.inputs.marks import read_marks
from kaoping.runs.inputs.media_accounts import read_media_accounts
from kaoping.runs.inputs.previous_results import read_previous
from kaoping.runs.inputs.word_lists import read_word_lists
from kaoping.runs.kept_inputs import KeptInputs
from kaoping.runs.kept_scoring import keep_scoring
from kaoping.runs.probed import given_shares, share_requests
from kaoping.runs.score_tables import write_results
from kaoping.runs.sharding.crew import Work, collect_over
from kaoping.runs.usable import usable_scheme
from kaoping.scoring.results import Results
from kaoping.worktime import BEIJING, WorkTime

if TYPE_CHECKING:
    from kaoping.runs import picturing
else:
    picturing = Deferred("kaoping.runs.picturing")


@dataclass(frozen=True, slots=True)
class AssessRequest:
    """What to assess and where to leave it; `fresh` fetches again what an earlier run had finished.

    `browse` says whether a browser is sent, and which, `processes` how many work on the sites (0: as many as are worth
    it): these depend on the machine, not on the assessment. `keys` are for evidence with personal data, the operator's
    where none are named. `previous` is the folder of an earlier inspection or assessment: what has not changed since
    is not read again. `store` is a folder shared by runs, in which bodies of kept pages lie once.
    """

    assessment: Path
    out: Path
    fresh: bool = False
    browse: BrowseOptions = OFF
    keys: KeyFile | None = None
    processes: int = 1
    previous: Path | None = None
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """A finished assessment: its results, the measures behind them, its sites as inspected, and what to look at."""

    assessment: Assessment
    results: Results
    table: MeasureTable
    sites: tuple[InspectedSite, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An assessment with everything that people handed in beside the sites, read and found good."""

    assessment: Assessment
    catalogue: Catalogue
    marks: tuple[Given, ...]
    decisions: tuple[Decision, ...]
    imports: tuple[Given, ...]
    media: MediaList
    draws: AssessedDraws
    previous: PreviousResults | None = None
    word_lists: tuple[WordList, ...] = ()


def assess(
    request: AssessRequest,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    worktime: WorkTime | None = None,
) -> Assessed:
    """Carry out an assessment file (contract: `kaoping assess`) and leave results and reports in `request.out`.

    Everything people handed in is read first, so that a bad cell is told before a page is fetched. The same request
    again goes on where a killed one stopped; finished inspections are not repeated, so that new marks or decisions
    only cost a new scoring. Raises InputError with every problem of the files handed in.
    """
    examine_previous(request.previous, request.out)
    prepared = _prepare(request.assessment, now())
    assessment = prepared.assessment
    request.out.mkdir(parents=True, exist_ok=True)
    with batch_lock(request.out / ASSESSED):
        if request.fresh:
            clear_batch(request.out / ASSESSED)
        sites = _inspect(prepared, request, now(), progress)
        inputs = _measure_inputs(prepared, sites, worktime or WorkTime())
        table = build_table(assessment.scheme, assessment.roster, inputs, assessment.as_of)
        case = Case(assessment.scheme, assessment.roster, table, prepared.draws.book.indicators())
        results = case.results()
        remarks = (
            *decisions_without_effect(prepared, sites),
            *not_drawn(prepared.draws.missing),
            *media_without_effect(prepared, inputs),
        )
        assessed = Assessed(assessment, results, table, sites, remarks)
        draws = draw_notes(prepared.draws.book)
        write_results(request.out, assessment.scheme, results, draws)
        folders = {site.url: site.directory for site in sites if not site.note}
        keep_scoring(request.out, case, KeptInputs(folders, inputs))
        keep_made(request.out / MADE_DRAW, prepared.draws.made)
        write_assessment_reports(request.out, replace(_view(assessed, prepared, now()), draws=draws))
    return assessed


def decisions_without_effect(prepared: Prepared, sites: Sequence[InspectedSite]) -> tuple[str, ...]:
    """Return a sentence for every decision that changes nothing: no such finding, not yet or no longer in force."""
    known = {finding.key for site in sites for finding in site.findings}
    day = prepared.assessment.as_of
    said = []
    for decision in prepared.decisions:
        if decision.key not in known:
            said.append(f"决定 {decision.key}：本次巡检没有这个编号的问题，不起作用。请核对编号，或问题已经消失。")
        elif not decision.in_force(day):
            said.append(f"决定 {decision.key}：在监测时间点 {day} 不在有效期内，不起作用。")
    return tuple(said)


def media_without_effect(prepared: Prepared, inputs: MeasureInputs) -> tuple[str, ...]:
    """Return a sentence where a table of new media accounts was handed in and the scheme asks nothing of it."""
    if prepared.assessment.media is None or inputs.providers or not prepared.media.units:
        return ()
    return ("政务新媒体账号表没有用到：方案没有取自账号表（media.*）的测评值。",)


def monitoring_point(day: date) -> datetime:
    """Return the monitoring point (监测时间点) of a day: its last second in Beijing."""
    return datetime.combine(day, time(23, 59, 59), BEIJING)


def crawl_options(inspect: InspectOptions) -> CrawlOptions:
    """Return the crawl's options: what the assessment file says over the defaults."""
    said = {name: getattr(inspect, name) for name in ("max_pages", "pace", "timeout", "canaries")}
    said = {name: value for name, value in said.items() if value is not None}
    return CrawlOptions(
        **said,
        max_seconds=(inspect.max_minutes or 0) * 60,
        allow_private=inspect.allow_private,
        connect_to=inspect.connect_to,
        trust=str(inspect.trust or ""),
    )


def gather_options(inspect: InspectOptions) -> GatherOptions:
    """Return whether to look around the sites beside their pages, and whom to ask for their names."""
    return GatherOptions(enabled=inspect.availability, name_server=inspect.name_server)


def attachment_options(inspect: InspectOptions) -> AttachmentOptions:
    """Return how many attachments of each site are fetched."""
    return MODERATE if inspect.attachments is None else AttachmentOptions(files=inspect.attachments)


def _prepare(file: Path, now: datetime) -> Prepared:
    catalogue = build_catalogue()
    assessment = read_assessment(file, lambda reference: usable_scheme(reference, catalogue))
    scheme, roster = assessment.scheme, assessment.roster
    return Prepared(
        assessment,
        catalogue,
        marks=read_marks(assessment.marks, scheme, roster) if assessment.marks else (),
        decisions=read_decisions(assessment.decisions) if assessment.decisions else (),
        imports=read_imports(assessment.imports, scheme, roster) if assessment.imports else (),
        media=_media(assessment),
        draws=read_draws(assessment, now),
        previous=read_previous(assessment.previous, assessment.as_of) if assessment.previous else None,
        word_lists=read_word_lists(assessment.inspect.lexicons),
    )


def _media(assessment: Assessment) -> MediaList:
    if assessment.media is None:
        return MediaList(())
    return read_media_accounts(assessment.media, assessment.roster, assessment.as_of)


def _inspect(
    prepared: Prepared, request: AssessRequest, now: datetime, progress: Progress | None
) -> tuple[InspectedSite, ...]:
    assessment, directory = prepared.assessment, request.out / ASSESSED
    owners = {url: unit.id for unit in assessment.roster.units for url in unit.sites}
    if not owners:
        return ()
    requests: dict[str, list[CheckRequest]] = {}
    for plan in plan_checks(assessment.scheme, assessment.roster, prepared.catalogue, assessment.below):
        requests.setdefault(plan.site, []).extend(plan.checks)
    addresses = tuple(site_addresses([url])[0] for url in owners)
    wishes = gather_options(assessment.inspect), attachment_options(assessment.inspect), request.browse
    batch = open_batch(
        directory,
        addresses,
        crawl_options(assessment.inspect),
        now,
        wishes=wishes,
        word_lists=prepared.word_lists,
    )
    point = monitoring_point(assessment.as_of)
    shares = share_requests(assessment.scheme)
    for url in owners:
        requests.setdefault(url, []).extend(shares)
    collected = {f"{ASSESSED}/{site.directory.name}": site for site in batch.sites}
    whose = dict(zip((site.directory.name for site in batch.sites), owners.items(), strict=True))
    shared = open_store(request.store, request.out)
    judging = SiteJudging(whose, requests, point, assessment.probes, request.keys, shared)
    judging.window()  # what is wrong with the series is told before anything is fetched
    ledger = Ledger(directory / LEDGER)

    def sealed(site: InspectedSite) -> InspectedSite:
        if not site.note:
            folder = collected[site.directory]
            if request.browse.enabled:
                picturing.picture_if_possible(folder.directory, request.browse, now)
            seal_run(folder.url, folder.directory, ledger, now)
        return site

    batch = replace(batch, previous=request.previous)
    return collect_over(batch, Work(judging, sealed, progress), request.processes)


def _measure_inputs(prepared: Prepared, sites: Sequence[InspectedSite], worktime: WorkTime) -> MeasureInputs:
    assessment = prepared.assessment
    inspections: Mapping[str, tuple[Inspection, ...]] = {
        site.url: (Inspection(assessment.as_of, site.findings, site.records),) for site in sites if not site.note
    }
    return MeasureInputs(
        catalogue=prepared.catalogue,
        inspections=inspections,
        decisions=prepared.decisions,
        marks=prepared.marks,
        imports=prepared.imports,
        providers=(
            *media_values(assessment.scheme, prepared.media, assessment.as_of, worktime),
            *given_shares(assessment.scheme, assessment.roster, sites),
        ),
        draws=prepared.draws.book.samples(assessment.roster),
        below=assessment.below,
        counts_from=assessment.counts_from,
        worktime=worktime,
    )


def _view(assessed: Assessed, prepared: Prepared, generated_at: datetime) -> AssessmentView:
    assessment = assessed.assessment
    return AssessmentView(
        scheme=assessment.scheme,
        roster=assessment.roster,
        results=assessed.results,
        trace=assessed.results.trace,
        table=assessed.table,
        sites=assessed.sites,
        check_titles={check.id: check.entry.title for check in all_checks().values()},
        as_of=assessment.as_of,
        generated_at=generated_at,
        decisions=tuple(
            DecisionNote(d.key, d.kind.value, d.by, d.reason, d.from_, d.until) for d in prepared.decisions
        ),
        title=assessment.title,
        letter=assessment.letter,
        previous=prepared.previous,
    )


def _note(decision: Decision) -> DecisionNote:
    kind = decision.kind.value
    return DecisionNote(decision.key, kind, decision.by, decision.reason, decision.from_, decision.until)
