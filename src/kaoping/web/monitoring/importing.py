"""Takes over what a sealed, judged folder says of one site: findings, what became of them, the row of the site."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.checks.discovery import all_checks
from kaoping.crawl.reasons import MALFORMED_URL, ROBOTS, fault_of
from kaoping.measures.params import Pair, pair_of
from kaoping.measures.stakes import Stake
from kaoping.model.browser_looks import BrowserLooks
from kaoping.model.findings import CheckRecord, Plain
from kaoping.model.findings import Finding as Sighting
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.runs.browser_file import read_browser
from kaoping.runs.looked_at import SiteLook, Sought, read_look, was_looked_at
from kaoping.runs.outputs import coverage_object, finding_object, read_checks, read_coverage, read_findings
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.monitoring.becoming import KEPT, Change, Known, counts, distinct, what_became
from kaoping.web.monitoring.models import Finding, FindingEvent, RunSite

BATCH = 500
_CLOSED = ("unreachable", ROBOTS, MALFORMED_URL)
_SEEN = (
    "sighting", "check_version", "outcome", "severity", "page_kind", "url", "values", "fault", "reason", "snippet",
    "evidence", "state", "training", "run", "last_seen", "fixed_at",
)  # fmt: skip
_EVENTS = {
    Change.NEW: FindingEvent.Kind.NEW,
    Change.BACK: FindingEvent.Kind.BACK,
    Change.CHANGED: FindingEvent.Kind.CHANGED,
    Change.FIXED: FindingEvent.Kind.FIXED,
}


@dataclass(frozen=True, slots=True)
class SealedSite:
    """What a sealed and judged folder says of one site."""

    findings: Sequence[Sighting]
    records: Sequence[CheckRecord]
    coverage: Coverage
    look: SiteLook
    columns: Sequence[Mapping[str, Any]] = ()
    folder: str = ""
    looks: BrowserLooks | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a run's findings weigh: by its cycle's scheme (None: the run has none), and while people still learn."""

    stakes: Mapping[Pair, Stake] | None = None
    training: bool = False


def read_sealed(directory: Path) -> SealedSite:
    """Return what the folder says. Raises StorageError, OSError or ValueError where it cannot be read."""
    return SealedSite(
        tuple(read_findings(directory / "findings.jsonl")),
        read_checks(directory / "checks.json"),
        read_coverage(directory / "coverage.json"),
        read_look(directory),
        json.loads((directory / "columns.json").read_text(encoding="utf-8")),
        within_run(directory),
        read_browser(directory),
    )


def within_run(directory: Path) -> str:
    """Return a site's folder as its row has it: within the folder of the run."""
    return f"{directory.parent.name}/{directory.name}"


def take_over(row: RunSite, sealed: SealedSite, weighing: Weighing) -> None:
    """Write what the run saw of the site of `row`; the caller holds the transaction and the row's lock.

    What a later run has looked at since stays as that run left it.
    """
    note = _shrunk(row, sealed.coverage)
    if note:
        sealed = replace(sealed, look=replace(sealed.look, complete=False))
    known = _known(row.site_id, sealed.coverage.finished)
    seen = distinct((finding.key, finding.outcome) for finding in sealed.findings)
    places = _Places(sealed, {key: one for key, one in known.items() if one is not None})
    before = {key: Known(Outcome(one.outcome), one.state == Finding.State.OPEN) for key, one in places.rows.items()}
    later = known.keys() - before.keys()
    told = {key: outcome for key, outcome in seen.items() if key not in later}
    became = what_became(before, told, places.were_looked_at)
    outcomes = {key: told[key] if _is_seen(change) else before[key].outcome for key, change in became.items()}
    _write(row, _Sightings(sealed, weighing, row), became, places.rows)
    row.new_count, row.fixed_count, row.open_count = counts(became, outcomes)
    _cover(row, sealed)
    row.note = note


def _shrunk(row: RunSite, coverage: Coverage) -> str:
    """Say so where most of a site is gone: a page of maintenance that links to nothing is seen to the end, too."""
    earlier = RunSite.objects.filter(site=row.site_id, state=RunSite.State.IMPORTED).exclude(pk=row.pk)
    before = earlier.order_by("-finished_at").values_list("pages", flat=True).first() or 0
    if coverage.pages * 2 >= before:
        return ""
    said = {"now": coverage.pages, "before": before}
    return _("本次只看到 %(now)s 个网页（上次 %(before)s 个），没有再看到的页面上的问题不视为已消失。") % said


class _Places:
    """Where known findings were, and whether the run looked there."""

    def __init__(self, sealed: SealedSite, rows: Mapping[str, Finding]) -> None:
        self.rows = rows
        self._pairs = _PairKeys()
        self._records = {self._pairs(one.check, one.params): one for one in sealed.records}
        self._look = sealed.look
        self._tell_pass = {check.id for check in all_checks().values() if Outcome.PASS in check.entry.outcomes}

    def were_looked_at(self, key: str) -> bool:
        row = self.rows[key]
        record = self._records.get(self._pairs(row.check_id, row.params))
        sought = Sought(row.check_id, PageKind(row.page_kind), row.url, row.values, row.check_id in self._tell_pass)
        status = record.status if record else None
        return was_looked_at(sought, status, record.examined if record else 0, self._look)


class _PairKeys:
    """Identities of checks with their parameters; most findings share a few sets of parameters."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Pair] = {}

    def __call__(self, check: str, params: Mapping[str, Plain]) -> Pair:
        written = check, repr(params)
        if written not in self._known:
            self._known[written] = pair_of(check, params, catalogue())
        return self._known[written]


class _Sightings:
    """The rows that the sightings of a run make."""

    def __init__(self, sealed: SealedSite, weighing: Weighing, row: RunSite) -> None:
        self.finished = sealed.coverage.finished
        self._of = {one.key: one for one in reversed(sealed.findings) if one.outcome in KEPT}
        self._weighing = weighing
        self._row = row
        self._pairs = _PairKeys()

    def row_of(self, key: str, known: Finding | None) -> Finding:
        """Return the row of a finding that was seen, with everything that the newest sighting says."""
        seen = self._of[key]
        plain = finding_object(seen)
        return Finding(
            site_id=self._row.site_id,
            key=key,
            sighting=seen.id,
            check_id=seen.check,
            check_version=seen.check_version,
            params=plain["params"],
            outcome=seen.outcome.value,
            severity=self._severity(seen, known),
            page_kind=seen.page.value,
            url=seen.url,
            values=plain["values"],
            fault=seen.fault.value if seen.fault else "",
            reason=seen.reason[:60],
            snippet=seen.snippet,
            evidence=plain["evidence"],
            state=Finding.State.OPEN,
            training=self._training(known),
            run_id=self._row.run_id,
            first_seen=known.first_seen if known else seen.at,
            last_seen=seen.at,
            fixed_at=None,
        )

    def _severity(self, seen: Sighting, known: Finding | None) -> str:
        """A run without a scheme does not know what hangs on a finding, and leaves what another run has said."""
        if self._weighing.stakes is None:
            return known.severity if known else Finding.Severity.NOTICE
        pair = self._pairs(seen.check, seen.params)
        return self._weighing.stakes.get(pair, Stake.NOTICE).value

    def _training(self, known: Finding | None) -> bool:
        if self._weighing.stakes is None and known:
            return known.training
        return self._weighing.training


def _known(site: int, finished: datetime) -> dict[str, Finding | None]:
    """Return what is known of the site's findings by key; None for those that a later run has looked at."""
    rows: QuerySet[Finding] = Finding.objects.filter(site=site).defer("snippet", "evidence", "sighting")
    found: dict[str, Finding | None] = {}
    for row in rows:
        looked = max(row.last_seen, row.fixed_at or row.last_seen)
        found[row.key] = row if looked <= finished else None
    return found


def _is_seen(change: Change) -> bool:
    return change in (Change.NEW, Change.STILL, Change.CHANGED, Change.BACK)


def _write(row: RunSite, sightings: _Sightings, became: Mapping[str, Change], known: Mapping[str, Finding]) -> None:
    seen = [sightings.row_of(key, known.get(key)) for key, change in became.items() if _is_seen(change)]
    written = Finding.objects.bulk_create(
        seen, batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=list(_SEEN)
    )
    gone = [known[key].pk for key, change in became.items() if change is Change.FIXED]
    for start in range(0, len(gone), BATCH):
        some = Finding.objects.filter(pk__in=gone[start : start + BATCH])
        some.update(state=Finding.State.FIXED, fixed_at=sightings.finished, run=row.run_id)
    rows = {**known, **{one.key: one for one in written}}
    events = [
        FindingEvent(
            finding_id=rows[key].pk,
            run_id=row.run_id,
            kind=_EVENTS[change],
            outcome=rows[key].outcome,
            at=sightings.finished,
        )
        for key, change in became.items()
        if change in _EVENTS
    ]
    FindingEvent.objects.bulk_create(events, batch_size=BATCH)


def _cover(row: RunSite, sealed: SealedSite) -> None:
    """Note how much was covered; checks that looked as they should need no line each."""
    coverage = sealed.coverage
    row.state = RunSite.State.IMPORTED
    row.pages, row.links_checked = coverage.pages, coverage.links_checked
    row.stopped_because = coverage.stopped_because[:40]
    row.queued = dict(coverage.skipped).get("max-pages", 0)
    row.reachable = coverage.stopped_because not in _CLOSED and coverage.pages > 0
    row.fault = _fault(coverage)
    row.folder = sealed.folder
    row.coverage = coverage_object(coverage)
    if sealed.looks is not None:
        row.browsed = sum(not page.reason for page in sealed.looks.pages)
        row.coverage["browser"] = _browsed(sealed.looks)
    row.checks = [_record(one) for one in sealed.records if one.status is not CheckStatus.DONE]
    row.finished_at = coverage.finished


def _fault(coverage: Coverage) -> str:
    """Return whose fault it was that the site was not seen; "" where it was."""
    if coverage.stopped_because == ROBOTS:
        return RunSite.Fault.ROBOT_WALL
    if coverage.stopped_because not in _CLOSED:
        return ""
    why = next((note.removeprefix("root: ") for note in coverage.notes if note.startswith("root: ")), "")
    return (fault_of(why) or Fault.SITE).value


def _browsed(looks: BrowserLooks) -> dict[str, Any]:
    """Note with which browser the site was looked at, how many pages as which device, and what could not be seen."""
    why = Counter(page.reason for page in looks.pages if page.reason)
    return {
        "browser": looks.browser,
        "rules": looks.rules,
        "reason": looks.reason,
        "devices": dict(sorted(Counter(page.device.value for page in looks.pages if not page.reason).items())),
        "unseen": [{"reason": reason, "count": count} for reason, count in sorted(why.items())],
    }


def _record(record: CheckRecord) -> dict[str, Any]:
    return {
        "check": record.check,
        "status": record.status.value,
        "examined": record.examined,
        "fault": record.fault.value if record.fault else "",
        "reason": record.reason,
    }
