"""An attachment without anything in it (空附件): no byte at all, or a document of blank pages.

Why: the page promises a form or a document and the visitor gets nothing; it is counted as content that is wrong.
How to fix: upload the file that was meant, and open it once from the website.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.site.attachments import Attachments
from kaoping.model.attachments import Condition
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault


@check(
    title="空附件",
    matters="页面上写着有表格或文件，群众下载下来却是空的，只能再跑一趟；考评按内容错误计算。",
    advice="上传有内容的附件，并从网站上下载、打开一次确认。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 可用性",
    stage="trial",
    outcomes=("fail", "suspected"),
    values=("target", "title", "suffix", "format", "size", "sheets"),
)
def empty_attachment(attachments: Attachments) -> Iterator[Said]:
    """Yield one finding per attachment of no bytes (fail, seen twice) or without text and pictures (suspected)."""
    if not attachments.fetched:
        yield check_not_measured("attachments-not-fetched", Fault.US)
        return
    told = [each for each in attachments.all if each.record.contents.condition is not Condition.UNREAD]
    yield examined(len(told))
    for attached in told:
        record, contents = attached.record, attached.record.contents
        values: dict[str, Plain] = {**attached.described, "sheets": contents.pages}
        if contents.condition is Condition.EMPTY:
            yield fail(record.url, attached.shown_on, values, page=attached.page, reason="attachment-no-bytes")
        elif contents.condition is Condition.BLANK:
            yield suspected(record.url, attached.shown_on, values, page=attached.page, reason="attachment-blank")
