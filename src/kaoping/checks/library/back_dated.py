"""Items whose dates contradict one another: list, article, file, and the day on which an inspection first saw them.

Why: 弄虚作假（如伪造发稿日期） is a veto, and visitors cannot tell how old the information is.
How to fix: let lists show the publication date that the article shows; never alter it to look fresh.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.page.items import Item
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.pages import PageRecord


@check(
    title="列表日期与正文日期不一致",
    matters=(
        "同一条信息有几个不同的发布日期，群众无法判断新旧；"
        "为应付检查改动日期属于弄虚作假，是单项否决事项，必须核实清楚。"
    ),
    advice="核实实际发布时间，列表与正文显示同一个发布日期；不得为显得更新及时而改动日期。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 弄虚作假（伪造发稿日期，核实线索）",
    stage="trial",
    outcomes=("suspected",),
    values=("listed", "published", "days", "shown_on", "text", "modified", "first_seen"),
    version="2",
)
def back_dated(
    items: PerPage[list[Item]], dates: ItemDates, pages: Pages, record: SiteRecord, apart: int = 7
) -> Iterator[Said]:
    """Yield one finding per article whose dates are more than `apart` days away from each other, for the first reason.

    A list shows another date than the article; the article's file was last changed before the date that it shows; an
    inspection had seen its address before that date; a list that an earlier inspection had read shows it only now, with
    a date of before. Lists that leave the year out are not compared: which year they mean is told by the article
    itself. The first list that differs is named; `days` is positive where the later date is the one that is shown.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    articles = {pages.records[n].target: n for n in pages.of_kind(PageKind.ARTICLE) if n in dates.published}
    seen = _Seen(record, pages, {target: (number, dates.published[number]) for target, number in articles.items()})
    listed = list(_listed(items, pages))
    yield from _otherwise(seen, listed, apart)
    yield from _too_early(seen, apart)
    yield from _appeared(seen, listed, apart)
    yield examined(len(seen.compared))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The articles (target → number and date as published), which of them could be compared, and which were told."""

    record: SiteRecord
    pages: Pages
    articles: Mapping[int, tuple[int, date]]
    compared: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)


def _otherwise(seen: _Seen, listed: Sequence["_Listed"], apart: int) -> Iterator[Verdict]:
    """Tell of articles that a list dates otherwise than they do themselves."""
    for shown in listed:
        if shown.target not in seen.articles or shown.target in seen.told:
            continue
        seen.compared.add(shown.target)
        number, published = seen.articles[shown.target]
        days = (shown.dated - published).days
        if abs(days) > apart:
            seen.told.add(shown.target)
            url = seen.pages.records[number].final_url
            values: dict[str, Plain] = {
                "listed": shown.dated, "published": published, "days": days, "shown_on": shown.page, "text": shown.text,
            }  # fmt: skip
            said = f"列表显示{shown.dated.isoformat()}，正文显示{published.isoformat()}：{shown.text}"
            reason = "list-later" if days > 0 else "list-earlier"
            yield suspected(url, url, values, page=PageKind.ARTICLE, reason=reason, snippet=said)


def _too_early(seen: _Seen, apart: int) -> Iterator[Verdict]:
    """Tell of articles that were there before the date that they show; dates to come are another check's."""
    first_seen = seen.record.earlier.first_seen if seen.record.earlier is not None else {}
    for target, (number, published) in seen.articles.items():
        page = seen.pages.records[number]
        days = {"first_seen": first_seen.get(target), "modified": _modified(page)}
        known = {name: day for name, day in days.items() if day is not None}
        if not known or published > seen.record.as_of.date():
            continue
        seen.compared.add(target)
        name, day = min(known.items(), key=lambda pair: pair[1])
        if (published - day).days > apart and target not in seen.told:
            seen.told.add(target)
            values: dict[str, Plain] = {"published": published, name: day, "days": (published - day).days}
            reason = "seen-before" if name == "first_seen" else "file-older"
            yield suspected(page.final_url, page.final_url, values, page=PageKind.ARTICLE, reason=reason)


def _modified(page: PageRecord) -> date | None:
    """The day of Last-Modified; None for what is no date, or of before there was such a header."""
    try:
        day = parsedate_to_datetime(page.headers.get("last-modified", "")).date()
    except ValueError:
        return None
    return day if day.year > 1995 else None


def _appeared(seen: _Seen, listed: Sequence["_Listed"], apart: int) -> Iterator[Verdict]:
    """Tell of items that a list did not show at the earlier inspection, though they are dated within what it showed."""
    earlier = seen.record.earlier
    if earlier is None:
        return
    addresses = {target.number: target.url for target in seen.record.targets}
    for shown in listed:
        before = earlier.lists.get(shown.number)
        known = shown.target in seen.told or shown.target in earlier.first_seen
        if before is None or known or shown.text in before.titles:
            continue
        late = (earlier.at.date() - shown.dated).days
        if late > apart and shown.dated > before.oldest:
            seen.told.add(shown.target)
            url = addresses.get(shown.target, shown.page)
            first = seen.record.coverage.started.date()
            values: dict[str, Plain] = {
                "listed": shown.dated, "first_seen": first, "days": -late, "shown_on": shown.page, "text": shown.text,
            }  # fmt: skip
            yield suspected(url, url, values, page=PageKind.ARTICLE, reason="appeared-later", snippet=shown.text)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One item with a full date on the list page `number`, whose address is `page`."""

    target: int
    dated: date
    number: int
    page: str
    text: str


def _listed(items: PerPage[list[Item]], pages: Pages) -> Iterator[_Listed]:
    """Yield the items of lists; a date beside a link within an article is of what it speaks about."""
    for number in sorted(items):
        if number not in pages.records or pages.kinds.get(number) is PageKind.ARTICLE:
            continue
        for item in items[number]:
            if item.date[:1].isdigit():
                day = date.fromisoformat(item.date)
                yield _Listed(item.target, day, number, pages.records[number].final_url, item.text)
