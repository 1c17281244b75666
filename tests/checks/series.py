"""Probe series for cases, up to the monitoring point: `days` of `per_day` visits, of which the first of `wrong` differ.

`wrong` gives outcome → how many visits, `seconds` how long a good visit takes, `limit` how long one would have waited,
`missing` which days (0 is the first) have no visits at all, `played` whether the series is not a measured one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kaoping.model.probe_series import Opening, ProbeSeries, ProbeVisit, Segment


def series_of(site: str, as_of: datetime, said: Mapping[str, Any]) -> ProbeSeries:
    """Return the series that a case describes."""
    days, per_day, limit = int(said.get("days", 7)), int(said.get("per_day", 24)), float(said.get("limit", 15))
    wrong = [Opening(name) for name, count in (said.get("wrong") or {}).items() for _ in range(count)]
    begin, step = as_of - timedelta(days=days), timedelta(days=1) / per_day
    visits = []
    for number in range(days * per_day):
        if number // per_day in said.get("missing", ()):
            continue
        outcome = wrong.pop(0) if wrong else Opening.UP
        took = limit if outcome is Opening.TIMEOUT else float(said.get("seconds", 0.3))
        visits.append(ProbeVisit(begin + step * (number + 0.5), outcome, took, limit))
    return ProbeSeries(site, begin, as_of, visits, (), (Segment("days/a.parquet", "0" * 64),), bool(said.get("played")))
