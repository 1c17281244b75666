"""The same article more than once on one site, under different addresses.

Why: repeated items make columns look kept up, fill search results, and drift apart when only one copy is corrected.
How to fix: keep one article, and let other columns link to it.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.same_text import SameText
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="信息重复发布",
    matters="同一条信息反复发布，会让搜索结果充满重复内容，也会虚增更新数量；更正时漏掉一处，就会出现两种说法。",
    advice="同一信息只保留一份，其他栏目链接到它；更正时各处一并更正。",
    since="0.1",
    basis="国办发〔2017〕47号 信息发布（内容准确、一数一源）",
    stage="trial",
    outcomes=("suspected",),
    values=("copies", "urls", "bytes", "title"),
)
def duplicate_content(same: SameText, pages: Pages, record: SiteRecord, size: int = 600) -> Iterator[Said]:
    """Yield one finding per article that stands on the site more than once, at the copy that was found first.

    Compared are the paragraphs that are the page's own, which must be equal and `size` bytes long together (UTF-8: a
    Chinese character has three). What is moved word for word into an article with more text is not told.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.of_kind(PageKind.ARTICLE)))
    texts = {target.number: target.text for target in record.targets}
    for numbers, length in same.groups:
        urls = list(dict.fromkeys(pages.records[number].final_url for number in numbers))
        if length < size or len(urls) < 2:
            continue
        title = texts.get(pages.records[numbers[0]].target, "")
        values: dict[str, Plain] = {"copies": len(urls), "urls": urls, "bytes": length, "title": title}
        said = f"{title}：{'、'.join(urls)}"
        yield suspected(urls[0], urls[0], values, page=PageKind.ARTICLE, reason="same-text", snippet=said)
