"""What one check with one set of parameters has seen on one site over the runs that a measure looks at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoping.measures.decisions import DecisionBook, Standing
from kaoping.measures.filters import matches
from kaoping.measures.inputs import Inspection
from kaoping.measures.params import Pair, pair_of
from kaoping.model.catalogue import Catalogue
from kaoping.model.findings import CheckRecord, Finding, Plain
from kaoping.model.outcomes import CheckStatus, Outcome


@dataclass(frozen=True, slots=True)
class Selection:
    """Which runs and findings a measure is about, for one unit and period: days inclusive, filters resolved.

    `every_run` is 日常监测 (all runs between the days); else the last run that executed the pair counts. `items`, where
    given, are the only ones looked at (a draw).
    """

    pair: Pair
    first: date
    last: date
    as_of: date
    every_run: bool = False
    where: tuple[tuple[str, object], ...] = ()
    items: frozenset[str] | None = None


@dataclass(slots=True)
class SiteView:
    """Distinct faults of one site by standing (key → last sighting), what was left out, and how much was examined.

    `status` is None where the pair was never executed.
    """

    status: CheckStatus | None
    counted: dict[str, Finding] = field(default_factory=dict)
    pending: dict[str, Finding] = field(default_factory=dict)
    passing: dict[str, Finding] = field(default_factory=dict)
    left_out: list[tuple[Finding, str]] = field(default_factory=list)
    examined: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    as_of: date
    findings: Mapping[Pair, Sequence[Finding]]
    records: Mapping[Pair, CheckRecord]


class SiteHistory:
    """All runs of one site, findings indexed by check and parameters; runs in the order of their dates."""

    def __init__(self, inspections: Iterable[Inspection], catalogue: Catalogue) -> None:
        keys = PairKeys(catalogue)
        ordered = sorted(inspections, key=lambda inspection: inspection.as_of)
        self._runs = [_indexed(inspection, keys) for inspection in ordered]

    def view(self, wanted: Selection, book: DecisionBook) -> SiteView:
        """Return what the selected runs saw, each distinct fault once, with decisions applied."""
        runs = [
            run
            for run in self._runs
            if wanted.first <= run.as_of <= wanted.last and (wanted.pair in run.records or wanted.pair in run.findings)
        ]
        if not runs:
            return SiteView(None, note="尚未检查")
        runs = runs if wanted.every_run else runs[-1:]
        status, note = _status([run.records.get(wanted.pair) for run in runs])
        view = SiteView(status, note=note)
        if status is CheckStatus.DONE and _looked_at_nothing(runs, wanted):
            return SiteView(CheckStatus.NOT_APPLICABLE, note="没有可检查的对象")
        if status is CheckStatus.DONE:
            _collect(view, runs, wanted, book)
            view.examined = _examined(view, runs, wanted)
        return view


class PairKeys:
    """Identities of parameters, remembered per mapping object, because all findings of one check share one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[str, int], Pair] = {}

    def __call__(self, check: str, params: Mapping[str, Plain]) -> Pair:
        key = (check, id(params))
        if key not in self._known:
            self._known[key] = pair_of(check, params, self._catalogue)
        return self._known[key]


def _indexed(inspection: Inspection, keys: PairKeys) -> _Run:
    findings: dict[Pair, list[Finding]] = defaultdict(list)
    for finding in inspection.findings:
        findings[keys(finding.check, finding.params)].append(finding)
    records = {keys(record.check, record.params): record for record in inspection.records}
    return _Run(inspection.as_of, dict(findings), records)


def _status(records: Sequence[CheckRecord | None]) -> tuple[CheckStatus, str]:
    """A check measured in any of the runs is measured; else it applied in none, or could not be measured."""
    statuses = [record.status if record else CheckStatus.DONE for record in records]
    for status in (CheckStatus.DONE, CheckStatus.NOT_MEASURED, CheckStatus.NOT_APPLICABLE):
        if status in statuses:
            record = records[statuses.index(status)]
            return status, record.reason if record and status is not CheckStatus.DONE else ""
    raise AssertionError("no run was selected")


def _looked_at_nothing(runs: Sequence[_Run], wanted: Selection) -> bool:
    """No finding of a check that examined nothing is no proof that nothing is wrong; a scheme that counts what is there
    (`where: {outcome: pass}`) still learns that nothing is."""
    if any(name == "outcome" for name, _ in wanted.where):
        return False
    records = [run.records.get(wanted.pair) for run in runs]
    return not any(run.findings.get(wanted.pair) for run in runs) and not any(r and r.examined for r in records)


def _collect(view: SiteView, runs: Sequence[_Run], wanted: Selection, book: DecisionBook) -> None:
    by_outcome = any(name == "outcome" for name, _ in wanted.where)
    best: dict[str, tuple[Standing, Finding, str]] = {}
    for run in runs:
        # at the monitoring point a decision must hold on that day; over a period, on the day of each sighting
        day = run.as_of if wanted.every_run else wanted.as_of
        for finding in run.findings.get(wanted.pair, ()):
            if not matches(finding, wanted.where) or not _drawn(finding, wanted.items):
                continue
            standing, why = book.standing(finding, day)
            if by_outcome and standing is not Standing.LEFT_OUT:
                standing = Standing.COUNTED  # the scheme counts findings of this outcome, whatever it is
            if finding.outcome is Outcome.NOT_APPLICABLE and not by_outcome:
                continue
            if finding.key not in best or standing >= best[finding.key][0]:
                best[finding.key] = (standing, finding, why)
    groups = {Standing.COUNTED: view.counted, Standing.PENDING: view.pending, Standing.PASSING: view.passing}
    for key, (standing, finding, why) in best.items():
        if standing is Standing.LEFT_OUT:
            view.left_out.append((finding, why))
        else:
            groups[standing][key] = finding


def _drawn(finding: Finding, items: frozenset[str] | None) -> bool:
    if items is None:
        return True
    names = (finding.url, *(finding.values.get(name) for name in ("target", "item", "column")))
    return any(isinstance(name, str) and name in items for name in names)


def _examined(view: SiteView, runs: Sequence[_Run], wanted: Selection) -> int:
    """How many were examined: by the check's record, or the verdicts that match where only some are meant.

    What could not be measured or is waived is in neither the count nor the number examined; what was dismissed was
    examined and is no fault.
    """
    dismissed = sum(why == "dismissed" for _, why in view.left_out)
    seen = len(view.counted) + len(view.pending) + len(view.passing) + dismissed
    if wanted.where or wanted.items is not None:
        return seen
    recorded = max((record.examined for run in runs if (record := run.records.get(wanted.pair))), default=0)
    return max(seen, recorded - (len(view.left_out) - dismissed))
