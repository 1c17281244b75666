"""Items whose list shows another date than the article itself: one of the two is not the day of publication.

Why: 弄虚作假（如伪造发稿日期） is a veto, and visitors cannot tell how old the information is.
How to fix: let lists show the publication date that the article shows; never alter it to look fresh.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.page.items import Item
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="列表日期与正文日期不一致",
    matters=(
        "同一条信息有几个不同的发布日期，群众无法判断新旧；为应付检查改动日期属于弄虚作假，是单项否决事项，必"
        "须核实清楚。"
    ),
    advice="核实实际发布时间，列表与正文显示同一个发布日期；不得为显得更新及时而改动日期。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 弄虚作假（伪造发稿日期，核实线索）",
    stage="trial",
    outcomes=("suspected",),
    values=("listed", "published", "days", "shown_on", "text"),
)
def back_dated(items: PerPage[list[Item]], dates: ItemDates, pages: Pages, apart: int = 7) -> Iterator[Said]:
    """Yield one finding per visited article that a list dates more than `apart` days otherwise than the article does.

    Lists that leave the year out are not compared: which year they mean is told by the article itself. The first list
    that differs is named; `days` is positive where the list shows the later date.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    articles = {pages.records[n].target: n for n in pages.of_kind(PageKind.ARTICLE) if n in dates.published}
    compared: set[int] = set()
    told: set[int] = set()
    for shown in _listed(items, pages):
        number = articles.get(shown.target)
        if number is None or number in told:
            continue
        compared.add(number)
        published = dates.published[number]
        days = (shown.dated - published).days
        if abs(days) > apart:
            told.add(number)
            url = pages.records[number].final_url
            values: dict[str, Plain] = {
                "listed": shown.dated, "published": published, "days": days, "shown_on": shown.page, "text": shown.text,
            }  # fmt: skip
            said = f"列表显示{shown.dated.isoformat()}，正文显示{published.isoformat()}：{shown.text}"
            reason = "list-later" if days > 0 else "list-earlier"
            yield suspected(url, url, values, page=PageKind.ARTICLE, reason=reason, snippet=said)
    yield examined(len(compared))


@dataclass(frozen=True, slots=True)
class _Listed:
    """One item with a full date on the list page at the address `page`."""

    target: int
    dated: date
    page: str
    text: str


def _listed(items: PerPage[list[Item]], pages: Pages) -> Iterator[_Listed]:
    """Yield the items of lists; a date beside a link within an article is of what it speaks about."""
    for number in sorted(items):
        if number not in pages.records or pages.kinds.get(number) is PageKind.ARTICLE:
            continue
        for item in items[number]:
            if item.date[:1].isdigit():
                yield _Listed(item.target, date.fromisoformat(item.date), pages.records[number].final_url, item.text)
