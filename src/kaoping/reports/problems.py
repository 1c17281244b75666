"""Problems by kind: what the measures counted, what waits for a person, what was left out, and where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kaoping.model.canonical import digest
from kaoping.model.outcomes import CheckStatus, Outcome
from kaoping.reports.evidence import Evidence, EvidenceIndex
from kaoping.reports.standing import COUNTED, PENDING, FindingStandings
from kaoping.reports.view import AssessmentView


@dataclass(frozen=True, slots=True)
class Problem:
    """All faults that one check found.

    `counted` and `pending` are distinct things (one column that two indicators judge by different periods is one),
    ordered by unit as in the roster. `left_out` counts reasons why findings were left out of the counts; `unused` are
    faults of checks that the scheme gives no points for, or that none of its measures read.
    """

    check: str
    title: str
    counted: tuple[Evidence, ...]
    pending: tuple[Evidence, ...]
    left_out: Mapping[str, int]
    unused: tuple[Evidence, ...]
    examined: int
    sites_done: int
    sites_not_measured: int

    @property
    def units(self) -> tuple[str, ...]:
        """Names of the units with counted faults, most faults first."""
        counts = Counter(one.unit.name for one in self.counted)
        return tuple(name for name, _ in sorted(counts.items(), key=lambda pair: -pair[1]))


def find_problems(view: AssessmentView, evidence: EvidenceIndex, standings: FindingStandings) -> tuple[Problem, ...]:
    """Return one entry per check that was run, those with most units affected first.

    What counts is what the measure table says was counted, so that reports and scores cannot disagree.
    """
    states = standings.states
    order = {unit.id: place for place, unit in enumerate(view.roster.units)}
    bad = _by_check(evidence.of(key for key, state in states.items() if state == COUNTED), order)
    rest = [key for key in evidence.by_key if key not in states and _is_fault(evidence.by_key[key], view.as_of)]
    unused = _by_check(evidence.of(rest), order)
    open_ = _by_check(evidence.of(key for key, state in states.items() if state == PENDING), order)
    left = _reasons(evidence, {key: why for key, why in states.items() if why not in (COUNTED, PENDING)})
    problems = [
        _problem(view, check, (bad.get(check, ()), open_.get(check, ()), unused.get(check, ())), left.get(check, {}))
        for check in _checks(view, {*bad, *open_, *unused})
    ]
    return tuple(sorted(problems, key=lambda one: (-len(one.units), -len(one.counted), -len(one.pending), one.check)))


def _problem(
    view: AssessmentView,
    check: str,
    found: tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[Evidence, ...]],
    left: Mapping[str, int],
) -> Problem:
    records = [record for site in view.sites for record in site.records if record.check == check]
    statuses = [
        {record.status for record in site.records if record.check == check}
        for site in view.sites
        if any(record.check == check for record in site.records)
    ]
    return Problem(
        check=check,
        title=view.check_titles.get(check, check),
        counted=found[0],
        pending=found[1],
        left_out=left,
        unused=found[2],
        examined=sum(record.examined for record in records),
        sites_done=sum(CheckStatus.DONE in each for each in statuses),
        sites_not_measured=sum(each == {CheckStatus.NOT_MEASURED} for each in statuses),
    )


def _checks(view: AssessmentView, found: set[str]) -> list[str]:
    return sorted({record.check for site in view.sites for record in site.records} | found)


def _by_check(found: Iterable[Evidence], order: Mapping[str, int]) -> dict[str, tuple[Evidence, ...]]:
    groups: dict[str, dict[object, Evidence]] = defaultdict(dict)
    for one in sorted(found, key=lambda each: (order[each.unit.id], each.site.url, each.finding.url, each.finding.key)):
        groups[one.finding.check].setdefault(_thing(one), one)
    return {check: tuple(things.values()) for check, things in groups.items()}


def _is_fault(one: Evidence, as_of: date) -> bool:
    """What failed, or was confirmed by a person, and was not dismissed or waived since."""
    last = one.decided(as_of)
    return last in ("confirm", "uphold") or (one.finding.outcome is Outcome.FAIL and not last)


def _thing(one: Evidence) -> object:
    """What was found apart from the parameters it was judged by."""
    finding = one.finding
    return finding.site, finding.url, finding.page, digest(finding.values)


def _reasons(evidence: EvidenceIndex, left_out: Mapping[str, str]) -> dict[str, dict[str, int]]:
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for key, why in left_out.items():
        if key in evidence.by_key:
            reasons[evidence.by_key[key].finding.check][why] += 1
    return {check: dict(sorted(counts.items())) for check, counts in reasons.items()}


def unmeasured(view: AssessmentView) -> dict[str, int]:
    """Return how many single things could not be measured, by check."""
    counts = Counter(
        finding.check for site in view.sites for finding in site.findings if finding.outcome is Outcome.NOT_MEASURED
    )
    return dict(counts)
