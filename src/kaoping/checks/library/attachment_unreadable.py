"""An attachment that does not open is not published: the visitor gets an error instead of the form or the document.

Why: schemes count attachments that do not open like dead links, and no link check sees that a file is broken inside.
How to fix: upload the file again and open it once from the website; publish without a password.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, not_measured, suspected
from kaoping.facts.site.attachments import Attached, Attachments
from kaoping.model.attachments import Condition
from kaoping.model.outcomes import Fault

_INCOMPLETE = "incomplete-body"  # the server itself stops sending, twice


@check(
    title="附件打不开",
    matters=(
        "群众下载了表格、文件却打不开，办不成事；只看链接通不通发现不了这类问题，考评把打不开的附件与打不开的"
        "链接一样计算。"
    ),
    advice="重新上传附件，并从网站上下载、打开一次确认；公开的附件不要设打开密码。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 可用性",
    stage="trial",
    outcomes=("fail", "suspected", "not_measured"),
    values=("target", "title", "suffix", "format", "size"),
)
def attachment_unreadable(attachments: Attachments) -> Iterator[Said]:
    """Yield one finding per attachment that was fetched twice and does not open, and per one that could not be told.

    Damaged files fail; files that are another kind than they say, want a password or broke off are suspected. Empty
    ones are left to `empty-attachment`, those that are not there to `dead-link`.
    """
    if not attachments.fetched:
        yield check_not_measured("attachments-not-fetched", Fault.US)
        return
    yield examined(len(attachments.all))
    for attached in attachments.all:
        said = _said(attached)
        if said is not None:
            yield said


def _said(attached: Attached) -> Said | None:
    record, contents = attached.record, attached.record.contents
    where = record.url, attached.shown_on, attached.described
    match contents.condition:
        case Condition.DAMAGED:
            return fail(*where, page=attached.page, reason="attachment-damaged")
        case Condition.OTHER_KIND:
            return suspected(*where, page=attached.page, reason="attachment-other-kind")
        case Condition.ENCRYPTED:
            return suspected(*where, page=attached.page, reason="attachment-encrypted")
        case Condition.UNREAD if contents.reason == _INCOMPLETE:
            return suspected(*where, page=attached.page, reason=_INCOMPLETE)
        case Condition.UNREAD if contents.fault not in (None, Fault.SITE):
            return not_measured(*where, fault=contents.fault or Fault.US, page=attached.page, reason=contents.reason)
    return None
