"""Judge one site: run checks with their parameters on its stored facts and stamp what they say as findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaoping.checks.discovery import Check, run_check
from kaoping.facts.record import SiteRecord
from kaoping.facts.store import FactStore
from kaoping.model.canonical import canonical_json
from kaoping.model.findings import CheckRecord, CheckRequest, Finding, Plain, Verdict, finding_key, sighting_id
from kaoping.model.pages import EvidencePointer

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all checks of a plan said about one site, in plan order."""

    findings: tuple[Finding, ...]
    records: tuple[CheckRecord, ...]


def judge_site(store: FactStore, plans: Sequence[CheckRequest], checks: Mapping[str, Check]) -> Judgement:
    """Run `plans` on one site's facts; pure: the same facts and plans give the same findings."""
    stamp = _Stamp(store.record)
    findings: list[Finding] = []
    records: list[CheckRecord] = []
    for plan in unique_plans(plans):
        check = checks[plan.check]
        done, verdicts = run_check(check, plan.params, store)
        records.append(done)
        findings.extend(stamp(verdict, done, check.version) for verdict in verdicts)
    return Judgement(tuple(findings), tuple(records))


def unique_plans(plans: Iterable[CheckRequest]) -> list[CheckRequest]:
    """Return the plans without repetitions, ordered by check and parameters."""
    return [plan for _, plan in sorted({(p.check, canonical_json(p.params)): p for p in plans}.items())]


class _Stamp:
    """Adds to a verdict what makes it a finding: identity, the time its page was seen, and the evidence for it."""

    def __init__(self, record: SiteRecord) -> None:
        self._site = record.site
        self._finished = record.coverage.finished
        self._pages = {row.record.url: row.record for row in record.pages}
        self._pages |= {row.record.final_url: row.record for row in record.pages}
        self._targets = {target.url: (target.evidence, target.checked_at) for target in record.targets}
        self._targets |= {each.url: (each.evidence, each.fetched_at) for each in record.attachments or ()}

    def __call__(self, verdict: Verdict, done: CheckRecord, version: str) -> Finding:
        key = finding_key(done.check, done.params, self._site, verdict.locus)
        pointers, at = self._proof(verdict)
        return Finding(
            id=sighting_id(key, at),
            key=key,
            check=done.check,
            check_version=version,
            params=done.params,
            outcome=verdict.outcome,
            site=self._site,
            url=verdict.url or self._site,
            page=verdict.page,
            values=verdict.values,
            fault=verdict.fault,
            reason=verdict.reason,
            snippet=verdict.snippet,
            evidence=pointers,
            at=at,
        )

    def _proof(self, verdict: Verdict) -> tuple[dict[str, Plain], datetime]:
        page = self._pages.get(verdict.url or self._site)
        target, seen = self._targets.get(str(verdict.values.get("target", "")), (None, None))
        evidence: dict[str, Plain] = {}
        if target is not None and target.warc:
            evidence |= _pointer(target)
            if page is not None:
                evidence["page"] = _pointer(page.evidence)
        elif page is not None:
            evidence |= _pointer(page.evidence)
        times = [page.fetched_at] if page else []
        if seen is not None:
            times.append(seen)
        return evidence, max(times, default=self._finished)


def _pointer(pointer: EvidencePointer) -> dict[str, Plain]:
    """Say where the record lies, or that it was dropped after an earlier judging that did not need it."""
    pointed: dict[str, Plain] = {"digest": pointer.digest, "warc": pointer.warc, "offset": pointer.offset}
    return pointed if pointer.warc else pointed | {DROPPED: True}
