"""A column that is no longer updated tells visitors that nobody is at home.

Why: schemes deduct per column without a new item within its period; 未注明发布时间的视为不更新.
How to fix: publish what is due, or merge and close columns that have nothing to say.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

SURE = 0.45  # below this confidence a person looks first
STANDING = ("overview", "leaders", "organisation", "services", "planning", "annual_report", "topics", "other")


@check(
    title="栏目更新不及时",
    matters=(
        "栏目长期不更新，群众看到的是过时的信息；超过规定期限的按栏目扣分，数量多的全站单项否决，没有注明发布"
        "时间的按不更新处理。"
    ),
    advice="按更新周期发布信息；长期没有内容可发的栏目，合并或关闭。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 栏目不更新；宿政办发〔2022〕1号 附件2 内容更新",
    outcomes=("fail", "suspected", "pass"),
    values=("column", "kind", "latest", "days", "in_browser"),
)
def column_freshness(
    columns: Columns,
    pages: Pages,
    record: SiteRecord,
    kinds: tuple[str, ...] = (),
    days: int = 14,
    level: int = 0,
    exclude_kinds: tuple[str, ...] = (),
) -> Iterator[Said]:
    """Yield one finding per column of `kinds` (all when empty) whose newest item is more than `days` days old.

    Kinds whose content may rightly stand for long (STANDING) are only suspected, unless the scheme chose the kinds.
    `level` 1 looks at first-level columns (一级栏目) only. Days count back from the monitoring point.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    judged = [column for column in columns.of_kinds(kinds, exclude_kinds, level=level) if column.items]
    yield examined(len(judged))
    today = record.as_of.date()
    for column in judged:
        values = _values(column)
        if column.latest is None:
            yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="no-date-shown")
            continue
        age = (today - column.latest).days
        values["days"] = age
        if age <= days:
            yield passed(column.url, column.url, values, page=PageKind.COLUMN)
        elif not (kinds or exclude_kinds) and column.kind in STANDING:
            yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="may-stand")
        elif column.confidence >= SURE:
            yield fail(column.url, column.url, values, page=PageKind.COLUMN, reason="stale")
        else:
            yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="stale-unsure")


def _values(column: Column) -> dict[str, Plain]:
    return {
        "column": column.name,
        "kind": column.kind,
        "latest": column.latest,
        "days": None,
        "in_browser": column.in_browser,
    }
