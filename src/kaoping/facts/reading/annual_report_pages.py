"""Pages of yearly reports: their words, in which fields and parts are looked for, and whether it is all attached."""

import re
from collections.abc import Sequence

import msgspec

from kaoping.facts.content_pictures import is_content
from kaoping.facts.main_lines import main_lines
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.annual_reports import AnnualReports
from kaoping.facts.view import PageView
from kaoping.model.pages import LinkKind

MOST = 40
LONGEST = 20_000  # characters
SHORT = 600  # characters; with something attached, a shorter page only leads to it
_BLANKS = re.compile(r"\s+")


class AnnualReportPage(msgspec.Struct, frozen=True):
    """`text` is the content without blanks; `attached` says that the report itself is in a file or picture."""

    text: str
    attached: bool


def wanted(record: SiteRecord, reports: AnnualReports) -> Sequence[int]:
    """The pages of all reports, the newest first."""
    by_target = {row.record.target: row.record.number for row in record.pages}
    newest = sorted(reports.all, key=lambda report: -report.year)
    return tuple(dict.fromkeys(by_target[report.target] for report in newest if report.target in by_target))


def extract(page: PageView) -> AnnualReportPage:
    """Return what a page says."""
    text = _BLANKS.sub("", "".join(main_lines(page)))[:LONGEST]
    files = any(link.kind is LinkKind.ATTACHMENT for link in page.links) or "附件" in text
    pictures = any(map(is_content, page.tree.css("img")))
    frames = bool(page.parts.get("iframe"))
    return AnnualReportPage(text, len(text) < SHORT and (files or pictures or frames))
