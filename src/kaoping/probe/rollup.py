"""What a series comes to: figures per day, and the outages from their first failed visit to the next good one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from kaoping.model.probe_series import FAILED, NOT_MEASURED, OPENED, Opening, ProbeSeries, ProbeVisit
from kaoping.worktime import BEIJING, in_beijing


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which every visit that could be measured failed.

    It begins at the first failed visit and ends at the next good one; where none followed, or where nobody watched
    afterwards, at the last failed one, and is then `open`. `outcome` is what most of its visits met.
    """

    since: datetime
    until: datetime
    visits: int
    outcome: Opening
    open: bool

    @property
    def minutes(self) -> float:
        return (self.until - self.since).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day (Beijing) of a site. `visits` are those measured, of which `failed` failed; times in seconds.

    `median` and `p95` are of the visits that opened; None where none did.
    """

    day: date
    visits: int
    failed: int
    unmeasured: int
    by_outcome: Mapping[Opening, int]
    longest_outage: timedelta
    median: float | None
    p95: float | None

    @property
    def availability(self) -> float | None:
        return (self.visits - self.failed) / self.visits if self.visits else None


@dataclass(frozen=True, slots=True)
class HourFigures:
    """One hour (Beijing, `at` its beginning) of a site, as in DayFigures."""

    at: datetime
    visits: int
    failed: int
    unmeasured: int
    median: float | None


def hour_figures(series: ProbeSeries) -> tuple[HourFigures, ...]:
    """Return the figures of each hour that has any visits."""
    by_hour = groupby(series.visits, key=lambda visit: in_beijing(visit.at).replace(minute=0, second=0, microsecond=0))
    return tuple(_hour(at, list(visits)) for at, visits in by_hour)


def outages(series: ProbeSeries) -> tuple[Outage, ...]:
    """Return the outages of a series in order of time; no outage reaches over a time in which nobody watched."""
    return tuple(_outages(series))


def day_figures(series: ProbeSeries) -> tuple[DayFigures, ...]:
    """Return the figures of each day that has any visits."""
    found = outages(series)
    by_day = groupby(series.visits, key=lambda visit: in_beijing(visit.at).date())
    return tuple(_figures(day, list(visits), max(timedelta(), _longest(found, day))) for day, visits in by_day)


def total_figures(series: ProbeSeries) -> DayFigures:
    """Return the figures of the whole series, under its first day."""
    longest = max((outage.until - outage.since for outage in outages(series)), default=timedelta())
    return _figures(in_beijing(series.since).date(), series.visits, longest)


def quantile(numbers: Sequence[float], share: float) -> float | None:
    """Return the smallest number that at least `share` of all do not exceed; None of none."""
    ordered = sorted(numbers)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else None


def _outages(series: ProbeSeries) -> Iterator[Outage]:
    failed: list[ProbeVisit] = []
    breaks = iter(sorted(gap.since for gap in series.unwatched))
    next_break = next(breaks, None)
    for visit in series.visits:
        broken = False
        while next_break is not None and next_break <= visit.at:
            broken = broken or not failed or next_break >= failed[0].at
            next_break = next(breaks, None)
        if broken and failed:
            yield _outage(failed, None)
            failed = []
        if visit.outcome in OPENED and failed:
            yield _outage(failed, visit.at)
            failed = []
        elif visit.outcome in FAILED:
            failed.append(visit)
    if failed:
        yield _outage(failed, None)


def _outage(failed: Sequence[ProbeVisit], until: datetime | None) -> Outage:
    ((outcome, _),) = Counter(visit.outcome for visit in failed).most_common(1)
    return Outage(failed[0].at, until or failed[-1].at, len(failed), outcome, until is None)


def _figures(day: date, visits: Sequence[ProbeVisit], longest: timedelta) -> DayFigures:
    counts = Counter(visit.outcome for visit in visits)
    unmeasured = sum(counts[outcome] for outcome in NOT_MEASURED)
    times = [visit.seconds for visit in visits if visit.outcome in OPENED]
    return DayFigures(
        day=day,
        visits=len(visits) - unmeasured,
        failed=sum(counts[outcome] for outcome in FAILED),
        unmeasured=unmeasured,
        by_outcome=dict(counts),
        longest_outage=longest,
        median=quantile(times, 0.5),
        p95=quantile(times, 0.95),
    )


def _hour(at: datetime, visits: Sequence[ProbeVisit]) -> HourFigures:
    unmeasured = sum(visit.outcome in NOT_MEASURED for visit in visits)
    failed = sum(visit.outcome in FAILED for visit in visits)
    times = [visit.seconds for visit in visits if visit.outcome in OPENED]
    return HourFigures(at, len(visits) - unmeasured, failed, unmeasured, quantile(times, 0.5))


def _longest(found: Iterable[Outage], day: date) -> timedelta:
    """Return the longest part of any outage that lies on a day."""
    begin = datetime.combine(day, time(), BEIJING)
    end = begin + timedelta(days=1)
    return max((min(outage.until, end) - max(outage.since, begin) for outage in found), default=timedelta())
