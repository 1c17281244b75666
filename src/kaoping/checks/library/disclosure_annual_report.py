"""Last year's report on disclosure (政府信息公开工作年度报告) is published in time, with its six parts.

Why: the report is a duty by law and the measure of a body's openness; schemes look at its form, date and content.
How to fix: publish the report in time, with all parts of the prescribed form, in the column for yearly reports.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kaoping.checks.annual_reporting import Owed, owed_report
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said
from kaoping.facts.reading.annual_report_pages import AnnualReportPage
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.annual_reports import AnnualReports
from kaoping.facts.site.attachments import Attachments
from kaoping.facts.store import Readings

PARTS: Mapping[str, "re.Pattern[str]"] = MappingProxyType(
    {
        "总体情况": re.compile(r"总体情况|概述|总体工作"),
        "主动公开": re.compile(r"主动公开"),
        "收到和处理申请": re.compile(r"(?:收到|处理|受理|办理).{0,12}申请|依申请公开"),
        "行政复议、行政诉讼": re.compile(r"行政?复议.{0,12}诉讼"),
        "主要问题及改进": re.compile(r"(?:问题|不足).{0,20}(?:改进|整改|措施|打算)|改进(?:情况|措施)"),
        "其他需要报告的事项": re.compile(r"其他.{0,8}(?:报告|说明).{0,4}事项|其他事项"),
    }
)


@check(
    title="政府信息公开工作年度报告未按时发布或缺少内容",
    matters=(
        "政府信息公开工作年度报告是条例规定必须按时公布的，是衡量公开工作的主要依据；考评看是否按时发布、格式"
        "和内容是否完整。"
    ),
    advice="按规定时限和格式发布上一年度政府信息公开工作年度报告，六个部分齐全。",
    since="0.1",
    basis="随州市2023年政务公开考评 政府信息公开工作年度报告；六部分格式和期限为通行做法，以考评方案为准",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("year", "due", "title", "issued", "missing"),
    version="2",
)
def disclosure_annual_report(
    record: SiteRecord,
    reports: AnnualReports,
    readings: Readings[AnnualReportPage],
    attachments: Attachments,
    due: str = "01-31",
) -> Iterator[Said]:
    """Yield two verdicts: whether the report due last was published by `due`, and which of its six parts it lacks.

    Where a government reports for its whole area the scheme may set a later date. A report in a file is read where
    the file was.
    """
    yield from owed_report(record, reports, readings, Owed("disclosure", due, _lacking, attachments))


def _lacking(text: str) -> tuple[str, ...]:
    return tuple(name for name, words in PARTS.items() if words.search(text) is None)
