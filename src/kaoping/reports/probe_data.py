"""`report.json` of a probe report: everything that a dashboard draws, as numbers and times, nothing as text."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaoping.model.probe_series import Unwatched
from kaoping.probe.certificates import SeenCertificate
from kaoping.probe.rollup import DayFigures, HourFigures, Outage
from kaoping.worktime import in_beijing

if TYPE_CHECKING:
    from kaoping.reports.probe_report import SiteReport


def write_report_data(
    path: Path, sites: "Sequence[SiteReport]", unwatched: Sequence[Unwatched], *, played: bool, now: datetime
) -> None:
    """Write the data of a report; times are ISO 8601 with their zone, lengths in seconds."""
    said = {
        "made": _time(now),
        "played": played,
        "sites": [_site(site, now) for site in sites],
        "unwatched": [{"since": _time(g.since), "until": _time(g.until), "reason": g.reason} for g in unwatched],
    }
    path.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")


def _site(site: "SiteReport", now: datetime) -> dict[str, Any]:
    return {
        "site": site.url,
        "total": _figures(site.total),
        "days": [{"day": day.day.isoformat(), **_figures(day)} for day in site.days],
        "hours": [_hour(hour) for hour in site.hours],
        "outages": [_outage(outage) for outage in site.outages],
        "certificate": site.certificate and _certificate(site.certificate, now),
    }


def _figures(figures: DayFigures) -> dict[str, Any]:
    return {
        "visits": figures.visits,
        "failed": figures.failed,
        "unmeasured": figures.unmeasured,
        "availability": figures.availability,
        "outcomes": {outcome.value: count for outcome, count in sorted(figures.by_outcome.items())},
        "longest_outage": figures.longest_outage.total_seconds(),
        "median": figures.median,
        "p95": figures.p95,
    }


def _hour(hour: HourFigures) -> dict[str, Any]:
    counts = {"visits": hour.visits, "failed": hour.failed, "unmeasured": hour.unmeasured}
    return {"at": _time(hour.at), **counts, "median": hour.median}


def _outage(outage: Outage) -> dict[str, Any]:
    return {
        "since": _time(outage.since),
        "until": _time(outage.until),
        "visits": outage.visits,
        "outcome": outage.outcome.value,
        "open": outage.open,
    }


def _certificate(seen: SeenCertificate, now: datetime) -> dict[str, Any]:
    certificate = seen.certificate
    return {
        "seen": _time(seen.at),
        "not_after": _time(certificate.not_after),
        "days_left": seen.days_left(now),
        "issuer": certificate.issuer,
        "subject": certificate.subject,
        "distrust": certificate.distrust,
    }


def _time(at: datetime) -> str:
    return in_beijing(at).isoformat(timespec="seconds")
