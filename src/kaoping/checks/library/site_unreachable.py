"""A site that does not open when people come has failed them before anything else is looked at.

Why: 站点无法访问 fails a site as a whole: over a week with at least 20 visits a day, 5 % and more that did not open
within 15 seconds.
How to fix: find the cause by the times and outcomes listed, restore the site, and have server, line and name watched.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, not_measured, passed
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.probe_series import NOT_MEASURED, Opening, ProbeSeries, ProbeVisit
from kaoping.worktime import MissingYearError, in_beijing, official_calendar

NOT_OPENED = ("timeout", "refused", "dns", "tls", "http-error")
MOST_TIMES = 60
DAY = timedelta(days=1)


@check(
    title="站点无法访问",
    matters="网站打不开，所有服务都中断；一周内打不开的次数超过规定比例的，全站单项否决。",
    advice="对照所列时间和现象查明原因，恢复网站，并对服务器、线路、域名和证书加以监测。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 站点无法访问",
    stage="trial",
    outcomes=("fail", "pass", "not_measured"),
    values=(
        *("visits", "failed", "share", "needed", "unmeasured", "by_outcome", "longest_minutes", "times"),
        *("segments", "played"),
    ),
)
def site_unreachable(
    record: SiteRecord,
    days: int = 7,
    visits_per_day: int = 20,
    seconds: Decimal = Decimal(15),
    share: Decimal = Decimal("0.05"),
    faults: tuple[str, ...] = NOT_OPENED,
    from_hour: int = 0,
    until_hour: int = 24,
    workdays: bool = False,
) -> Iterator[Said]:
    """Yield one finding when at least `share` of the visits of the last `days` days did not open within `seconds`.

    The visits are those of the probe series that the assessment names. `faults` are the outcomes that count as not
    opened: the document only speaks of time, so that a certificate, an empty page and a parked domain are left to the
    scheme. Every day must have `visits_per_day` visits that could be measured; visits on which our own network failed
    or a robot wall stood are in neither number. `from_hour`, `until_hour` (Beijing) and `workdays` narrow the visits.
    """
    series = record.series
    if series is None:
        yield check_not_measured("not-probed", Fault.US)
        return
    try:
        counted = _counted(series, record.as_of, days, _Hours(from_hour, until_hour, workdays))
    except MissingYearError:
        yield check_not_measured("no-calendar", Fault.US)
        return
    usable = [[visit for visit in day if _tells(visit, seconds)] for day in counted]
    visits = [visit for day in usable for visit in day]
    failed = [visit for visit in visits if visit.outcome in faults or visit.seconds >= seconds]
    unmeasured = [visit for day in counted for visit in day if not _tells(visit, seconds)]
    values = _values(series, visits, failed, unmeasured)
    values["needed"] = visits_per_day * len(counted)
    if not counted or any(len(day) < visits_per_day for day in usable):
        walls = sum(visit.outcome is Opening.ROBOT_WALL for visit in unmeasured)
        walled = bool(walls) and 2 * walls >= len(unmeasured)
        fault, reason = (Fault.ROBOT_WALL, "probed-behind-wall") if walled else (Fault.US, "too-few-visits")
        yield not_measured("home", record.site, values, page=PageKind.HOME, fault=fault, reason=reason)
        yield check_not_measured(reason, fault)
        return
    yield examined(len(visits))
    if len(failed) >= share * len(visits):
        yield fail("home", record.site, values, page=PageKind.HOME, reason="often-unreachable")
    else:
        yield passed("home", record.site, values, page=PageKind.HOME)


@dataclass(frozen=True, slots=True)
class _Hours:
    """Which times of which days count."""

    first: int
    until: int
    workdays: bool

    def hold(self, at: datetime) -> bool:
        moment = in_beijing(at)
        if not self.first <= moment.hour < self.until:
            return False
        return not self.workdays or official_calendar().is_working_day(moment.date())


def _counted(series: ProbeSeries, as_of: datetime, days: int, hours: _Hours) -> list[Sequence[ProbeVisit]]:
    """Return the visits of each of the last `days` times 24 hours; days off are left out where only work days count."""
    found: list[Sequence[ProbeVisit]] = []
    for number in range(days, 0, -1):
        first, last = as_of - number * DAY, as_of - (number - 1) * DAY
        if hours.workdays and not official_calendar().is_working_day(in_beijing(last).date()):
            continue
        found.append([visit for visit in series.visits if first < visit.at <= last and hours.hold(visit.at)])
    return found


def _tells(visit: ProbeVisit, seconds: Decimal) -> bool:
    """Tell whether a visit says that the site opens, or does not: one that gave up before `seconds` does not."""
    gave_up_early = visit.outcome is Opening.TIMEOUT and visit.limit < seconds
    return visit.outcome not in NOT_MEASURED and not gave_up_early


def _values(
    series: ProbeSeries, visits: Sequence[ProbeVisit], failed: Sequence[ProbeVisit], unmeasured: Sequence[ProbeVisit]
) -> dict[str, Plain]:
    share = Decimal(len(failed)) / len(visits) if visits else Decimal(0)
    by_outcome = Counter(visit.outcome.value for visit in (*visits, *unmeasured))
    times = [f"{in_beijing(visit.at):%Y-%m-%d %H:%M:%S} {visit.outcome.value}" for visit in failed[:MOST_TIMES]]
    return {
        "visits": len(visits),
        "failed": len(failed),
        "share": share.quantize(Decimal("0.000001")),
        "unmeasured": len(unmeasured),
        "by_outcome": dict(sorted(by_outcome.items())),
        "longest_minutes": _longest(visits, failed),
        "times": times,
        "segments": [f"{segment.name} sha256:{segment.sha256}" for segment in series.segments],
        "played": series.played or None,
    }


def _longest(visits: Sequence[ProbeVisit], failed: Sequence[ProbeVisit]) -> int:
    """Return the longest time from a failed visit to the last one of the same unbroken row, in minutes."""
    longest, begun = timedelta(), None
    bad = set(map(id, failed))
    for visit in visits:
        if id(visit) not in bad:
            begun = None
            continue
        begun = begun or visit.at
        longest = max(longest, visit.at - begun)
    return int(longest.total_seconds() // 60)
