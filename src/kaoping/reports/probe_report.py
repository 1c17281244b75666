"""The report of a probe series: a page with charts, a workbook and a table, for the days asked for."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from kaoping.model.probe_series import ProbeSeries, Unwatched
from kaoping.probe.certificates import SeenCertificate
from kaoping.probe.rollup import DayFigures, HourFigures, Outage, day_figures, hour_figures, outages, total_figures
from kaoping.reports.grid import Cell, Column, Grid, write_workbook
from kaoping.reports.pages import beijing, write_page
from kaoping.reports.probe_charts import calendar_svg, times_svg
from kaoping.reports.probe_data import write_report_data
from kaoping.reports.probe_words import gap_name, opening_name
from kaoping.worktime import in_beijing

_DAY_COLUMNS = (
    *(("网站", 34), ("日期", 12), ("测得次数", 10), ("打不开次数", 11), ("可用率（%）", 12), ("未能测得", 10)),
    *(("最长故障（分钟）", 16), ("中位用时（秒）", 14), ("95%用时（秒）", 14), ("现象", 40)),
)
_OUTAGE_COLUMNS = (("网站", 34), ("开始", 17), ("结束", 17), ("分钟", 9), ("访问次数", 10), ("现象", 18), ("说明", 24))


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site of the report, reckoned."""

    url: str
    total: DayFigures
    days: tuple[DayFigures, ...]
    outages: tuple[Outage, ...]
    calendar: str  # SVG, as is the next
    times: str
    faults: str
    hours: tuple[HourFigures, ...]
    certificate: SeenCertificate | None = None

    @property
    def share(self) -> str:
        return f"{100 * self.total.failed / self.total.visits:.2f}%" if self.total.visits else "—"

    @property
    def longest(self) -> str:
        return length_text(self.total.longest_outage)


def site_report(series: ProbeSeries, certificate: SeenCertificate | None = None) -> SiteReport:
    """Reckon what the report says of a site; `certificate` is the one last seen."""
    total = total_figures(series)
    first, last = in_beijing(series.since).date(), in_beijing(series.until - timedelta(seconds=1)).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return SiteReport(
        url=series.site,
        total=total,
        days=day_figures(series),
        outages=outages(series),
        calendar=calendar_svg(series.visits, series.unwatched, days),
        times=times_svg(series.visits, series.since, series.until),
        faults=_outcomes(total),
        hours=hour_figures(series),
        certificate=certificate,
    )


def write_probe_report(
    folder: Path, sites: Sequence[SiteReport], unwatched: Sequence[Unwatched], *, played: bool, now: datetime
) -> None:
    """Write `index.html`, `days.csv`, `outages.csv`, `probes.xlsx` and `report.json`; the worst sites come first."""
    folder.mkdir(parents=True, exist_ok=True)
    days, gone = list(_day_rows(sites)), list(_outage_rows(sites))
    _write_csv(folder / "days.csv", [name for name, _ in _DAY_COLUMNS], days)
    _write_csv(folder / "outages.csv", [name for name, _ in _OUTAGE_COLUMNS], gone)
    grids = [
        Grid("每日", [Column(name, width) for name, width in _DAY_COLUMNS], days, frozen=2),
        Grid("故障", [Column(name, width) for name, width in _OUTAGE_COLUMNS], gone),
        Grid("无人值守", [Column("开始", 17), Column("结束", 17), Column("原因", 20)], _gap_rows(unwatched)),
    ]
    write_workbook(folder / "probes.xlsx", grids, "拨测报告", now)
    worst = sorted(sites, key=lambda one: (-_failing(one), one.url))
    context = {"sites": worst, "gaps": list(_gap_rows(unwatched)), "played": played, "now": now, "length": length_text}
    write_report_data(folder / "report.json", worst, unwatched, played=played, now=now)
    write_page(folder / "index.html", "probes.html.j2", context | {"name": opening_name})


def length_text(length: timedelta) -> str:
    """Return a length of time in words."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 60:
        return f"{minutes // 60} 小时 {minutes % 60} 分"
    return f"{minutes} 分" if length >= timedelta(minutes=1) else "不足 1 分" if length else "—"


def _failing(site: SiteReport) -> float:
    return site.total.failed / site.total.visits if site.total.visits else 0.0


def _outcomes(figures: DayFigures) -> str:
    counts = sorted(figures.by_outcome.items(), key=lambda pair: -pair[1])
    return "、".join(f"{opening_name(outcome)} {count}" for outcome, count in counts)


def _day_rows(sites: Iterable[SiteReport]) -> Iterator[Sequence[Cell]]:
    for site in sites:
        for day in site.days:
            share = None if day.availability is None else _number(100 * day.availability, 2)
            longest = int(day.longest_outage.total_seconds() // 60)
            times = [None if seconds is None else _number(seconds, 2) for seconds in (day.median, day.p95)]
            counts: list[Cell] = [day.visits, day.failed, share, day.unmeasured, longest]
            yield [site.url, _day(day.day), *counts, *times, _outcomes(day)]


def _outage_rows(sites: Iterable[SiteReport]) -> Iterator[Sequence[Cell]]:
    for site in sites:
        for one in site.outages:
            note = "此后无人值守，或到末尾仍未恢复" if one.open else ""
            ends = [beijing(one.since), beijing(one.until)]
            yield [site.url, *ends, int(one.minutes), one.visits, opening_name(one.outcome), note]


def _gap_rows(unwatched: Iterable[Unwatched]) -> Iterator[Sequence[Cell]]:
    for gap in unwatched:
        if gap.until - gap.since >= timedelta(seconds=5):
            yield [beijing(gap.since), beijing(gap.until), gap_name(gap.reason)]


def _number(value: float, places: int) -> Decimal:
    return Decimal(str(round(value, places)))


def _day(day: date) -> str:
    return day.isoformat()


def _write_csv(path: Path, names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """With a byte order mark, as spreadsheets want it; addresses begin with http, so that none is a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
