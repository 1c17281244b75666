"""Statistics are kept up: the newest period whose figures are published is not long past.

Why: figures of last year are of no use to anybody this autumn; schemes deduct for statistics that are not kept up.
How to fix: publish each month's, quarter's or year's figures soon after its end, and name the period in the title.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, examined, passed, suspected
from kaoping.facts.data_periods import DataPeriod, data_period
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.titles import Titles
from kaoping.model.findings import Plain
from kaoping.model.outcomes import PageKind

REPEATED = 2  # items of a rhythm from which on a column has it


@check(
    title="统计数据更新不及时",
    matters="统计数据过了时效就没有参考价值；考评检查是否按月、按季、按年及时公布。",
    advice="按月、季、年及时公布统计数据，标题写明数据所属时期。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 办事统计；随州市2023年政务公开考评 统计；各类数据的天数为默认值，以考评方案为准",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("column", "rhythm", "latest", "days"),
)
def statistics_column(
    record: SiteRecord,
    columns: Columns,
    titles: Titles,
    monthly: int = 45,
    quarterly: int = 60,
    yearly: int = 240,
    undated: int = 92,
) -> Iterator[Said]:
    """Yield one finding per column of statistics whose newest figures are older than allowed.

    The rhythm is the shortest of which the titles show two periods or more; days count from the end of the newest
    period. Where titles tell no period, the newest publication counts, `undated` days at most.
    """
    judged = [column for column in columns.of_kinds(("statistics",)) if column.items]
    if not judged:
        yield check_not_applicable("no-statistics")
        return
    yield examined(len(judged))
    limits = {"month": monthly, "quarter": quarterly, "year": yearly, "": undated}
    for column in judged:
        rhythm, latest = _newest(column, titles, record.as_of.date())
        values: dict[str, Plain] = {"column": column.name, "rhythm": rhythm, "latest": latest, "days": None}
        if latest is None:
            yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="no-date-shown")
            continue
        days = (record.as_of.date() - latest).days
        values["days"] = days
        if days > limits[rhythm]:
            yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="data-stale")
        else:
            yield passed(column.url, column.url, values, page=PageKind.COLUMN)


def _newest(column: Column, titles: Titles, today: date) -> tuple[str, date | None]:
    told = (data_period(titles.of(item.target, item.text)) for item in column.items)
    periods = [period for period in told if period is not None]
    counts = Counter(period.rhythm for period in {*periods})
    rhythm = next((name for name in ("month", "quarter", "year") if counts[name] >= REPEATED), "")
    if not rhythm:
        return "", column.latest
    return rhythm, _last(periods, today)


def _last(periods: list[DataPeriod], today: date) -> date:
    """The end of the newest period; one that is not over yet (month so far) ends today."""
    return min(today, max(period.end for period in periods))
