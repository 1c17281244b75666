"""Pornographic, gambling or other foreign content put into the site's pages by intruders.

Why: 发布或链接反动、暴力、色情等内容 and unhandled tampering are vetoes; injected titles show in search results first.
How to fix: restore the page from a clean copy, look for the intrusion in templates and scripts, report the incident.
"""

from collections.abc import Callable, Iterator, Sequence

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.labels import Labels
from kaoping.facts.page.spam import Hit, Spam
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import Fault, PageKind

BODY_MANY = 3  # different strong terms in text or links that are no accident
KANA = 4  # kana in a title of a site that is not Japanese
FOREIGN = ("ja", "jp")


@check(
    title="页面被植入违规内容",
    matters=(
        "网页被人植入了赌博、色情等内容，说明网站已经被入侵；这些内容会最先出现在搜索结果里，影响恶劣，属于单"
        "项否决事项。"
    ),
    advice="立即恢复页面，排查模板和脚本，按安全事件上报处置。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题",
    outcomes=("fail", "suspected"),
    values=("type", "terms", "zones", "title"),
)
def injected_spam(spam: PerPage[Spam], labels: PerPage[Labels], pages: Pages) -> Iterator[Said]:
    """Yield one finding per page with such words; those standing beside words of prosecution are left out."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    for number in sorted(spam):
        if number not in pages.records:
            continue
        page = _Page(pages, number, labels.get(number))
        yield from page.judge(spam[number])


class _Page:
    def __init__(self, pages: Pages, number: int, labels: Labels | None) -> None:
        self._url = pages.records[number].final_url
        self._kind = pages.kind(number)
        self._title = labels.title if labels is not None else ""
        self._language = labels.language.lower() if labels is not None else ""
        self._entities = labels.title_in_entities if labels is not None else False

    def judge(self, spam: Spam) -> Iterator[Verdict]:
        hits = [hit for hit in spam.hits if not hit.quoted and hit.group != "mojibake"]
        heads = [hit for hit in hits if hit.zone in ("title", "label")]
        strong_heads = [hit for hit in heads if hit.strong]
        body = [hit for hit in hits if hit.zone in ("text", "link")]
        strong_body = _different([hit for hit in body if hit.strong])
        defaced = self._kind is PageKind.HOME and any(hit.group == "defacement" for hit in body)
        if strong_heads or defaced:
            yield self._say(fail, "in-title" if strong_heads else "defaced", hits)
        elif len(strong_body) >= BODY_MANY or (self._entities and (heads or strong_body)):
            yield self._say(fail, "in-content", hits)
        elif len(_different(heads)) >= 2 or strong_body:
            yield self._say(suspected, "few-words", hits)
        elif spam.kana >= KANA and not self._japanese():
            yield suspected(self._url, self._url, self._values("foreign", []), page=self._kind, reason="kana-title")

    def _japanese(self) -> bool:
        return self._language[:2] in FOREIGN or any(
            f"/{name}" in self._url.lower() for name in (*FOREIGN, "rw", "riwen")
        )

    def _say(self, say: Callable[..., Verdict], reason: str, hits: Sequence[Hit]) -> Verdict:
        group = max({hit.group for hit in hits}, key=lambda name: (sum(h.group == name for h in hits), name))
        shown = next((hit for hit in hits if hit.strong), hits[0])
        values = self._values(group, hits)
        return say(self._url, self._url, values, page=self._kind, reason=reason, snippet=shown.around)

    def _values(self, group: str, hits: Sequence[Hit]) -> dict[str, Plain]:
        return {
            "type": group,
            "terms": _different(hits)[:20],
            "zones": sorted({hit.zone for hit in hits}),
            "title": self._title[:120],
        }


def _different(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.term for hit in hits))
