"""What the two checks of yearly reports share: which report is due, whether it is there in time, and what it lacks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kaoping.checks.verdicts import Said, check_not_measured, examined, not_measured, passed, suspected
from kaoping.facts.reading.annual_report_pages import AnnualReportPage
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.annual_reports import AnnualReport, AnnualReports
from kaoping.facts.site.attachments import Attachments
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

_DUE = re.compile(r"(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Owed:
    """Which report is asked for: its kind, the date (MM-DD) by which last year's has to be there, what it contains."""

    kind: str
    due: str
    lacking: Callable[[str], tuple[str, ...]]
    attachments: Attachments


def owed_report(
    record: SiteRecord, reports: AnnualReports, readings: Readings[AnnualReportPage], owed: Owed
) -> Iterator[Said]:
    """Yield what is to be said of the newest report that is due at the monitoring point.

    Not found, late, or incomplete is suspected: it may be on another site. Raises ValueError where `due` is no date.
    """
    if not record.coverage.pages:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    today = record.as_of.date()
    deadline = _deadline(today, owed.due)
    year = deadline.year - 1
    report = reports.of(owed.kind, year)
    values: dict[str, Plain] = {"year": year, "due": deadline, "title": None, "issued": None, "missing": ()}
    if report is None:
        if record.coverage.cut_short:
            yield check_not_measured("not-all-visited", Fault.US)
            return
        yield examined(1)
        yield suspected(f"{owed.kind}-{year}", record.site, values, reason="no-annual-report")
        return
    yield examined(1)
    values |= {"title": report.title, "issued": report.dated}
    yield from _timely(report, values, deadline)
    yield from _complete(report, values, _page(record, report, readings), owed)


def _deadline(today: date, due: str) -> date:
    match = _DUE.fullmatch(due)
    if match is None:
        raise ValueError(f"no date: {due}")
    month, day = int(match[1]), int(match[2])
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def _timely(report: AnnualReport, values: Mapping[str, Plain], deadline: date) -> Iterator[Said]:
    locus = f"{report.kind}-{report.year}"
    page = PageKind.ARTICLE
    if report.dated is None:
        yield not_measured(locus, report.url, values, fault=Fault.SITE, page=page, reason="no-date-shown")
    elif report.dated > deadline:
        yield suspected(locus, report.url, values, page=page, reason="report-late", snippet=report.title)
    else:
        yield passed(locus, report.url, values, page=page)


def _complete(
    report: AnnualReport, values: Mapping[str, Plain], page: AnnualReportPage | None, owed: Owed
) -> Iterator[Said]:
    locus = f"{report.kind}-{report.year}-content"
    kind = PageKind.ARTICLE
    files = _files(report, owed.attachments) if page is not None and page.attached else ""
    if page is None or (page.attached and not files):
        reason = "page-not-read" if page is None else "report-in-attachment"
        yield not_measured(locus, report.url, values, fault=Fault.US, page=kind, reason=reason)
        return
    missing = owed.lacking(page.text + files)
    shown = {**values, "missing": missing}
    if missing:
        snippet = "、".join(missing)
        yield suspected(locus, report.url, shown, page=kind, reason="report-incomplete", snippet=snippet)
    else:
        yield passed(locus, report.url, shown, page=kind)


def _files(report: AnnualReport, attachments: Attachments) -> str:
    """Return the text, without blanks, of the files on a report's page as far as they were read."""
    parts = (part.text for file, part in attachments.texts() if file.shown_on == report.url)
    return "".join(character for part in parts for character in part.split())


def _page(record: SiteRecord, report: AnnualReport, readings: Readings[AnnualReportPage]) -> AnnualReportPage | None:
    number = next((row.record.number for row in record.pages if row.record.target == report.target), None)
    return readings.get(number) if number is not None else None
