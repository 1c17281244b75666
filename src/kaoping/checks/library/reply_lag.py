"""How long the site's own board says that answers took, in working days, and which messages wait.

Why: 办理答复 is assessed by each message answered too late; three months without an answer fail a site outright.
How to fix: dispatch messages within the hour, watch the clock, and answer, or say why it takes longer, in time.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from kaoping.checks.registry import check
from kaoping.checks.verdicts import (
    Said,
    check_not_applicable,
    check_not_measured,
    examined,
    fail,
    not_measured,
    suspected,
)
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.messages import Messages, SeenMessage
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind
from kaoping.worktime import MissingYearError, WorkTime

_COMPLAINT = re.compile("投诉|举报|维权|曝光")
_QUESTION = re.compile("咨询|提问|询问|求助")


@check(
    title="留言答复超期",
    matters="群众的诉求迟迟得不到答复，会失去信任；超过时限的按条扣分，三个月以上没有答复的可能被单项否决。",
    advice="按规定时限答复留言；确需延长的，先答复办理进展。",
    since="0.2",
    basis="宿政办发〔2022〕1号 附件1 限时办结、附件2 办理答复；国办秘函〔2019〕19号 单项否决 互动回应差",
    stage="trial",
    outcomes=("fail", "suspected", "not_measured"),
    values=("title", "kind", "asked", "replied", "working_days", "limit"),
)
def reply_lag(
    messages: Messages,
    pages: Pages,
    record: SiteRecord,
    consultation: int = 1,
    complaint: int = 5,
    others: int = 5,
    window: int = 365,
    waiting: int = 90,
) -> Iterator[Said]:
    """Yield a finding per message that came within `window` days and was answered later than its kind's limit.

    Limits are in working days; the day a message came is not counted, so that one within N days took at most N. Only
    what the board itself calls 咨询 or 投诉 is of that kind. Messages of more than `waiting` days without an answer are
    suspected only: the answer may have been given elsewhere.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    since = record.as_of - timedelta(days=window)
    recent = [each for each in messages.all if each.asked and since <= each.asked <= record.as_of]
    if not recent:
        yield check_not_applicable("no-messages-seen")
        return
    yield examined(len(recent))
    worktime = WorkTime()
    for message in recent:
        limit = _limit(message.kind, consultation, complaint, others)
        if message.replied is not None:
            yield from _answered(message, message.replied, limit, worktime)
        elif not message.reply and (message.pending or message.whole):
            yield from _waiting(message, record, waiting)


def _limit(kind: str, consultation: int, complaint: int, others: int) -> int:
    return complaint if _COMPLAINT.search(kind) else consultation if _QUESTION.search(kind) else others


def _answered(message: SeenMessage, replied: datetime, limit: int, worktime: WorkTime) -> Iterator[Said]:
    values = _values(message) | {"limit": limit}
    try:
        took = worktime.working_days_between(message.asked or replied, replied)
    except MissingYearError:
        yield not_measured(
            message.url, message.url, values, fault=Fault.US, page=PageKind.ARTICLE, reason="calendar-missing"
        )
        return
    if took > limit:
        said = f"{message.title}（{values['asked']}—{values['replied']}，{took}个工作日）"
        yield (fail if message.whole else suspected)(
            _locus(message), message.url, values | {"working_days": took}, page=PageKind.ARTICLE,
            reason="answered-late", snippet=said,
        )  # fmt: skip


def _waiting(message: SeenMessage, record: SiteRecord, waiting: int) -> Iterator[Said]:
    if message.asked is not None and (record.as_of - message.asked).days > waiting:
        yield suspected(
            _locus(message), message.url, _values(message), page=PageKind.ARTICLE, reason="unanswered",
            snippet=message.title,
        )  # fmt: skip


def _values(message: SeenMessage) -> dict[str, Plain]:
    return {
        "title": message.title,
        "kind": message.kind,
        "asked": f"{message.asked:%Y-%m-%d %H:%M}" if message.asked else None,
        "replied": f"{message.replied:%Y-%m-%d %H:%M}" if message.replied else None,
    }


def _locus(message: SeenMessage) -> str:
    return message.url if message.whole else f"{message.url}|{message.title}"
