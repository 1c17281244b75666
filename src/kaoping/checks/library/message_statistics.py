"""Statistics of messages (受理反馈情况统计) are published month by month.

Why: 应每月公开网民留言受理反馈情况统计数据; without them marks are taken for the public board.
How to fix: publish each month how many messages came, were answered, and within the limit.
"""

import re
from collections.abc import Iterator
from datetime import date

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.dated import DatedThings
from kaoping.facts.site.messages import Messages
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

_MESSAGES = r"留言|信件|来信|诉求|信箱|网民|咨询|投诉|问政|互动|热线"
_STATISTICS = re.compile(
    rf"(?:{_MESSAGES}).{{0,16}}(?:统计|分析报告|数据分析|受理情况|办理情况|反馈情况|答复情况)|(?:统计|办理情况).{{0,4}}(?:{_MESSAGES})"
)


@check(
    title="留言统计未公开",
    matters="定期公布收到多少留言、办结多少，群众才能了解办理情况并监督；考评要求每月公开。",
    advice="每月公开网民留言受理反馈情况统计数据（收到、办结、按时办结等）。",
    since="0.2",
    basis="宿政办发〔2022〕1号 附件1 定期公开、附件2 留言公开 4",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("latest", "days", "shown"),
)
def message_statistics(
    messages: Messages, dated: DatedThings, columns: Columns, pages: Pages, record: SiteRecord, days: int = 62
) -> Iterator[Said]:
    """Yield one finding: no statistics, or none newer than `days`; figures on the board itself are enough."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if not messages.boards:
        yield check_not_applicable("no-board")
        return
    yield examined(1)
    found = [(thing.dated, thing.url, thing.text) for thing in dated.all if _STATISTICS.search(thing.text)]
    for column in columns.all:
        if _STATISTICS.search(column.name):
            found += [(item.dated, item.url or column.url, item.text) for item in column.items if item.dated]
    upto = record.as_of.date()
    newest = max(((when, url, text) for when, url, text in found if when and when <= upto), default=None)
    if newest is not None and (upto - newest[0]).days <= days:
        yield passed("statistics", newest[1], _values(newest[0], upto, newest[2]), page=PageKind.ARTICLE)
    elif messages.statistics:
        url, said = messages.statistics[0]
        yield passed("statistics", url, {"shown": said}, page=PageKind.COLUMN)
    elif newest is not None:
        values = _values(newest[0], upto, newest[2])
        yield suspected("statistics", newest[1], values, page=PageKind.ARTICLE, reason="statistics-stale")
    else:
        yield suspected("statistics", messages.boards[0], page=PageKind.COLUMN, reason="no-statistics")


def _values(when: date, upto: date, shown: str) -> dict[str, Plain]:
    return {"latest": when.isoformat(), "days": (upto - when).days, "shown": shown}
