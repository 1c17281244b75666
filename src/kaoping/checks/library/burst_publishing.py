"""Many items of one column dated on a few days just before the monitoring point, after a long silence （突击发布）.

Why: a column kept up only for the inspection is not kept up; dates entered afterwards are 弄虚作假.
How to fix: publish when something happens; correct dates that are not those of publication.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kaoping.checks.library.column_freshness import STANDING
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

BATCHED = (*STANDING, "finance", "personnel")  # kinds whose items rightly come many at once, once a year


@check(
    title="疑似突击发布",
    matters="长期不更新，检查前一天补发一批，说明栏目平时没有人维护；如果日期是后来补填的，就是弄虚作假。",
    advice="核实这些信息的实际发布时间；平时按更新周期发布，不在检查前集中补发。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 弄虚作假（核实线索）、栏目不更新",
    stage="trial",
    outcomes=("suspected",),
    values=("column", "kind", "items", "dates", "last_before", "silence"),
)
def burst_publishing(
    columns: Columns,
    pages: Pages,
    record: SiteRecord,
    kinds: tuple[str, ...] = (),
    window: int = 14,
    least: int = 6,
    spread: int = 2,
    silence: int = 60,
    exclude_kinds: tuple[str, ...] = BATCHED,
) -> Iterator[Said]:
    """Yield one finding per column with a burst: `least` items or more within the last `window` days before the
    monitoring point, all dated on at most `spread` different days, and before them nothing for `silence` days.

    A column whose visited pages show nothing older has no silence that could be measured: it is new, or its list goes
    on where the visit stopped, and is not told. Naming `kinds` lifts the default of `exclude_kinds`.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    left_out = () if kinds and exclude_kinds == BATCHED else exclude_kinds
    judged = [column for column in columns.of_kinds(kinds, left_out) if column.latest is not None]
    yield examined(len(judged))
    for column in judged:
        burst = _burst(column, record.as_of.date(), window)
        if burst is None or burst.items < least or len(burst.dates) > spread or burst.silence < silence:
            continue
        values: dict[str, Plain] = {
            "column": column.name, "kind": column.kind, "items": burst.items, "dates": burst.dates,
            "last_before": burst.last_before, "silence": burst.silence,
        }  # fmt: skip
        days = "、".join(day.isoformat() for day in burst.dates)
        said = f"{burst.items}条信息的日期为{days}；此前最近一条为{burst.last_before.isoformat()}"
        yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="burst", snippet=said)


@dataclass(frozen=True, slots=True)
class _Burst:
    """`items` dated on `dates` (days, oldest first); `silence` are the days between them and `last_before`."""

    items: int
    dates: list[date]
    last_before: date
    silence: int


def _burst(column: Column, today: date, window: int) -> _Burst | None:
    """Return what the column published within the window, or None when that, or what came before, is unknown."""
    dated = [item.dated for item in column.items if item.dated is not None and item.dated <= today]
    recent = [day for day in dated if (today - day).days < window]
    before = max((day for day in dated if (today - day).days >= window), default=None)
    if not recent or before is None:
        return None
    return _Burst(len(recent), sorted(set(recent)), before, (min(recent) - before).days)
