"""A column that is still fresh, but will be stale within days unless something is published.

Why: a column past its period is deducted for; a warning in time costs nothing.
How to fix: publish what is due before the last day, or merge columns that have nothing to say.
"""

from collections.abc import Iterator
from datetime import timedelta

from kaoping.checks.library.column_freshness import STANDING
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="栏目即将超期未更新",
    matters="栏目超过规定期限不更新就会被扣分；现在还没有到期，及时发布一条应发的信息就可以避免。",
    advice="在最后期限之前发布应发的信息；确实没有内容可发的，合并或关闭栏目。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 栏目不更新（预警）；宿政办发〔2022〕1号 附件2 内容更新（预警）",
    stage="trial",
    outcomes=("suspected",),
    values=("column", "kind", "latest", "days", "days_left", "last_day"),
)
def column_expiring(
    columns: Columns,
    pages: Pages,
    record: SiteRecord,
    kinds: tuple[str, ...] = (),
    days: int = 14,
    warn: int = 4,
    level: int = 0,
    exclude_kinds: tuple[str, ...] = STANDING,
) -> Iterator[Said]:
    """Yield one warning per column of `kinds` that `column-freshness` will call stale in less than `warn` days.

    `days` is the period as in `column-freshness`; `days_left` counts the days on which the column still passes after
    the monitoring point (0: tomorrow it is stale), `last_day` is the last of them. Naming `kinds` lifts the default of
    `exclude_kinds`, the kinds whose content may rightly stand. Columns without dates are left to `column-freshness`.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    left_out = () if kinds and exclude_kinds == STANDING else exclude_kinds
    judged = [c for c in columns.of_kinds(kinds, left_out, level=level) if c.latest is not None]
    yield examined(len(judged))
    for column in judged:
        assert column.latest is not None
        age = (record.as_of.date() - column.latest).days
        days_left = days - age
        if 0 <= days_left < warn:
            yield suspected(
                column.url, column.url,
                {
                    "column": column.name, "kind": column.kind, "latest": column.latest, "days": age,
                    "days_left": days_left, "last_day": column.latest + timedelta(days=days),
                },
                page=PageKind.COLUMN, reason="expiring",
            )  # fmt: skip
