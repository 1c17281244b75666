"""Judge the sealed sites of a batch from their stored facts and leave the published files; no network."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.facts.site.columns import Columns
from kaoping.facts.store import FactStore
from kaoping.model.errors import InputError
from kaoping.model.findings import CheckRequest
from kaoping.model.outcomes import Outcome
from kaoping.reports.site_page import write_site_page
from kaoping.runs.batch import ASSESSED, MANIFEST, BatchSite, batch_lock, stored_sites, write_text
from kaoping.runs.collect import site_record
from kaoping.runs.judge import Judgement, judge_site
from kaoping.runs.outputs import read_checks, read_findings, write_checks, write_columns, write_findings
from kaoping.worktime import in_beijing

JUDGED = "judged.json"


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What judging a site again changed: how many finding keys are as before, new, and gone."""

    url: str
    same: int
    new: int
    gone: int


def judge_and_write(
    site: BatchSite, as_of: datetime, plans: Sequence[CheckRequest], *, failures_only: bool = False
) -> Judgement:
    """Judge one sealed site as of a monitoring point and write findings, checks, columns and its page."""
    checks = all_checks()
    record = site_record(site.url, site.directory, in_beijing(as_of))
    store = FactStore(record)
    judgement = judge_site(store, plans, checks)
    kept = tuple(f for f in judgement.findings if not (failures_only and f.outcome is Outcome.PASS))
    write_findings(site.directory / "findings.jsonl", kept)
    write_checks(site.directory / "checks.json", judgement.records)
    write_columns(site.directory / "columns.json", store.get(Columns).all)
    titles = {check.id: check.entry.title for check in checks.values()}
    write_site_page(site.directory / "index.html", record.coverage, (judgement.findings, judgement.records), titles)
    judged = {"as_of": in_beijing(as_of).isoformat(), "failures_only": failures_only}
    write_text(site.directory / JUDGED, json.dumps(judged))
    return judgement


def rejudge(directory: Path) -> tuple[Rejudged, ...]:
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
        return tuple(_judge_again(site) for site in sites)


def _judge_again(site: BatchSite) -> Rejudged:
    judged = json.loads((site.directory / JUDGED).read_text(encoding="utf-8"))
    plans = [CheckRequest(record.check, record.params) for record in read_checks(site.directory / "checks.json")]
    before = {finding.key for finding in read_findings(site.directory / "findings.jsonl")}
    as_of, failures_only = datetime.fromisoformat(judged["as_of"]), judged["failures_only"]
    judge_and_write(site, as_of, plans, failures_only=failures_only)
    after = {finding.key for finding in read_findings(site.directory / "findings.jsonl")}
    return Rejudged(site.url, len(before & after), len(after - before), len(before - after))
