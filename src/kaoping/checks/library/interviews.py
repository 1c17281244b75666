"""Online interviews (在线访谈): how many were held in the last year.

Why: 提供在线访谈渠道并经常开展 earns bonus marks in national assessments.
How to fix: hold interviews regularly, announce them, and put their text online with a date.
"""

from collections.abc import Iterator
from datetime import timedelta

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="在线访谈次数不足",
    matters="在线访谈是政府直接回应群众关切的渠道，经常开展可以获得加分。",
    advice="定期开展在线访谈，及时在访谈栏目发布内容并注明日期。",
    since="0.2",
    basis="国办秘函〔2019〕19号 加分指标 提供在线访谈、征集渠道（前1年内不少于6次，见地方转载文本）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("count", "times"),
)
def interviews(columns: Columns, pages: Pages, record: SiteRecord, times: int = 6, window: int = 365) -> Iterator[Said]:
    """Yield one finding: the dated items of the site's interview columns within `window` days, fewer than `times`."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    chosen = columns.of_kinds(("interview",))
    if not chosen:
        yield check_not_applicable("no-interview-column")
        return
    upto = record.as_of.date()
    since = upto - timedelta(window)
    held = {item.url or item.text for c in chosen for item in c.items if item.dated and since <= item.dated <= upto}
    yield examined(len(held))
    values: dict[str, Plain] = {"count": len(held), "times": times}
    if len(held) < times:
        yield suspected("times", chosen[0].url, values, page=PageKind.COLUMN, reason="too-few-times")
    else:
        yield passed("times", chosen[0].url, values, page=PageKind.COLUMN)
