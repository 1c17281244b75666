"""Last year's table of the site's work (政府网站工作年度报表) is published in time, with its fields.

Why: every site owes it by 31 January, with figures that readers and supervisors compare; schemes deduct if it is late.
How to fix: publish the table on the site by 31 January, linked from the home page, every field filled in.
"""

from collections.abc import Iterator

from kaoping.checks.annual_reporting import Owed, owed_report
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said
from kaoping.facts.reading.annual_report_pages import AnnualReportPage
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.annual_reports import AnnualReports
from kaoping.facts.site.attachments import Attachments
from kaoping.facts.store import Readings

CONTENTS = (
    "填报单位", "网站名称", "首页网址", "主办单位", "网站类型", "标识码", "独立用户访问总量", "网站总访问量",
    "信息发布", "专栏专题", "解读回应", "办事服务", "互动交流", "安全防护", "移动新媒体", "创新发展",
)  # fmt: skip


@check(
    title="政府网站工作年度报表未按时发布",
    matters="每个政府网站都要在每年 1 月 31 日前公布上一年度工作年度报表，接受社会监督；逾期不发布扣分。",
    advice="每年1月31日前在本网站发布上一年度政府网站工作年度报表，首页显著位置可见，逐项填写。",
    since="0.1",
    basis="国办函〔2018〕12号；随州市2023年绩效评估 政府网站年度报表发布",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("year", "due", "title", "issued", "missing"),
    version="2",
)
def site_annual_report(
    record: SiteRecord,
    reports: AnnualReports,
    readings: Readings[AnnualReportPage],
    attachments: Attachments,
    due: str = "01-31",
    contents: tuple[str, ...] = CONTENTS,
) -> Iterator[Said]:
    """Yield two verdicts: whether the report due last was published by `due`, and which of `contents` it lacks.

    A table in a file is read where the file was.
    """
    owed = Owed("site", due, lambda text: _lacking(text, contents), attachments)
    yield from owed_report(record, reports, readings, owed)


def _lacking(text: str, contents: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in contents if name not in text)
