"""Judge the sealed sites of a batch from their stored facts and leave the published files; no network."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.evidence.keys import KeyFile, operator_keys
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.sealing import seal_run
from kaoping.evidence.store import EvidenceStore
from kaoping.facts.site.columns import Columns
from kaoping.facts.store import FactStore
from kaoping.model.errors import InputError
from kaoping.model.findings import CheckRequest
from kaoping.model.outcomes import Outcome
from kaoping.reports.site_page import write_site_page
from kaoping.runs.batch import ASSESSED, MANIFEST, BatchSite, batch_lock, stored_sites, write_text
from kaoping.runs.collect import site_record
from kaoping.runs.evidence_pointers import moved_finding
from kaoping.runs.framed_findings import drop_gone, picture_links
from kaoping.runs.judge import Judgement, judge_site
from kaoping.runs.keeping import finish_moves, forget_the_rest, keep_what_proves
from kaoping.runs.outputs import read_checks, read_findings, write_checks, write_columns, write_findings
from kaoping.runs.readings import ensure_readings
from kaoping.worktime import in_beijing

JUDGED = "judged.json"


@dataclass(frozen=True, slots=True)
class Shape:
    """What judging leaves: `failures_only` without passes, `keep_all` with every page that was received."""

    failures_only: bool = False
    keep_all: bool = False


USUAL = Shape()


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What judging a site again changed: how many finding keys are as before, new, and gone."""

    url: str
    same: int
    new: int
    gone: int


def judge_and_write(
    site: BatchSite,
    as_of: datetime,
    plans: Sequence[CheckRequest],
    shape: Shape = USUAL,
    *,
    keys: KeyFile | None = None,
    shared: EvidenceStore | None = None,
) -> Judgement:
    """Judge one sealed site as of a monitoring point and write findings, checks, columns and its page.

    Afterwards only those WARC records are left that prove something, unless `shape` says otherwise; those with personal
    data are encrypted with `keys`, the operator's where none are named; bodies of others go to the `shared` store.
    """
    checks = all_checks()
    finish_moves(site.directory)
    record = site_record(site.url, site.directory, in_beijing(as_of))
    store = FactStore(record)
    ensure_readings(site.directory, store)
    judgement = judge_site(store, plans, checks)
    if not shape.keep_all:
        keys = keys or operator_keys(os.environ)
        moves = keep_what_proves(site.directory, store, judgement.findings, keys, shared=shared)
        judgement = replace(judgement, findings=tuple(moved_finding(f, moves) for f in judgement.findings))
    kept = tuple(f for f in judgement.findings if not (shape.failures_only and f.outcome is Outcome.PASS))
    write_findings(site.directory / "findings.jsonl", kept)
    write_checks(site.directory / "checks.json", judgement.records)
    write_columns(site.directory / "columns.json", store.get(Columns).all)
    titles = {check.id: check.entry.title for check in checks.values()}
    said = judgement.findings, judgement.records
    pictures = picture_links(drop_gone(site.directory, judgement.findings))
    write_site_page(site.directory / "index.html", record.coverage, said, titles, pictures=pictures)
    judged = {"as_of": in_beijing(as_of).isoformat(), **asdict(shape)}
    write_text(site.directory / JUDGED, json.dumps(judged))
    forget_the_rest(site.directory)
    return judgement


def rejudge(directory: Path, now: Callable[[], datetime]) -> tuple[Rejudged, ...]:
    """Judge every site of a finished inspection or assessment again, by the checks it was judged by.

    Raises InputError when `directory` holds none, or a site that was never collected to the end.
    """
    batch = directory if (directory / MANIFEST).exists() else directory / ASSESSED
    if not (batch / MANIFEST).exists():
        raise InputError(
            f"{directory}：这里没有巡检结果（缺 {MANIFEST}）。请给出 kaoping inspect 或 assess 的结果目录。"
        )
    with batch_lock(batch):
        sites = stored_sites(batch)
        unfinished = [site.url for site in sites if not (site.directory / JUDGED).exists()]
        if unfinished:
            raise InputError(f"{directory}：这些网站尚未巡检完：{'、'.join(unfinished)}。请先再次运行原来的命令。")
        ledger = Ledger(batch / LEDGER)
        return tuple(_judge_again(site, ledger, now()) for site in sites)


def _judge_again(site: BatchSite, ledger: Ledger, now: datetime) -> Rejudged:
    judged = json.loads((site.directory / JUDGED).read_text(encoding="utf-8"))
    plans = [CheckRequest(record.check, record.params) for record in read_checks(site.directory / "checks.json")]
    before = {finding.key for finding in read_findings(site.directory / "findings.jsonl")}
    shape = Shape(judged["failures_only"], judged.get("keep_all", False))
    judge_and_write(site, datetime.fromisoformat(judged["as_of"]), plans, shape)
    seal_run(site.url, site.directory, ledger, now)
    after = {finding.key for finding in read_findings(site.directory / "findings.jsonl")}
    return Rejudged(site.url, len(before & after), len(after - before), len(before - after))
