"""The message board (留言公开): there is one, its messages are public with their elements, and it is alive.

Why: without a channel for questions and advice a site fails outright; public answers spare others the question.
How to fix: open a board, publish every message with time, time of reply, unit and reply, and keep it going.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, manual, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.messages import Messages, SeenMessage
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

_FIELDS = ("asked", "replied", "unit", "reply")


@check(
    title="留言公开不规范",
    matters="群众要有地方提问和建议，公开答复还可以让有同样问题的人不必再问；没有留言渠道的网站会被单项否决。",
    advice="开设网民留言栏目，公开每条留言的留言时间、答复时间、答复单位和答复内容，并持续更新。",
    since="0.2",
    basis="宿政办发〔2022〕1号 附件2 留言公开；国办秘函〔2019〕19号 单项否决 互动回应差、互动交流 留言公开",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("field", "title", "latest", "days", "count"),
)
def message_board(
    messages: Messages,
    pages: Pages,
    record: SiteRecord,
    n: int = 5,
    seed: str = "",
    days: int = 62,
    fields: tuple[str, ...] = _FIELDS,
) -> Iterator[Said]:
    """Yield findings: no board, messages that cannot be read, nothing newer than `days`, missing elements of `n`.

    Only answered messages whose own page was read are drawn, fewer where there are fewer. `seed` draws others.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if not messages.boards:
        yield examined(0)
        yield suspected("board", record.site, reason="no-board")
        return
    if not messages.all:
        yield examined(0)
        yield manual("board", messages.boards[0], {"count": 0}, page=PageKind.COLUMN, reason="no-messages-seen")
        return
    latest = max((each.latest for each in messages.all if each.latest), default=None)
    age = (record.as_of.date() - latest).days if latest else None
    values: dict[str, Plain] = {
        "latest": latest.isoformat() if latest else None,
        "days": age,
        "count": len(messages.all),
    }
    if age is not None and age > days:
        yield suspected("update", messages.boards[0], values, page=PageKind.COLUMN, reason="messages-stale")
    else:
        yield passed("update", messages.boards[0], values, page=PageKind.COLUMN)
    answered = [each for each in messages.all if each.whole and not each.pending and (each.replied or each.reply)]
    drawn = sample(answered, n, seed or record.site, lambda each: each.url)
    yield examined(1 + len(drawn))
    for message in drawn:
        yield from _elements(message, fields)


def _elements(message: SeenMessage, fields: tuple[str, ...]) -> Iterator[Said]:
    shown = {"asked": message.asked, "replied": message.replied, "unit": message.unit, "reply": message.reply}
    for field in fields:
        if not shown[field]:
            yield suspected(
                f"{message.url}|{field}",
                message.url,
                {"field": field, "title": message.title},
                page=PageKind.ARTICLE,
                reason="element-missing",
                snippet=message.title,
            )
