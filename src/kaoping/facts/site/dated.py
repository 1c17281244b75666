"""Everything on the site that carries a publication date: articles and list items, each once."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from kaoping.facts.page.items import Item
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.outcomes import PageKind


@dataclass(frozen=True, slots=True)
class Dated:
    """One article or item: its address, the date shown, the page that shows it and that page's kind.

    Where an item leads nowhere, its address is that of the page and its text.
    """

    url: str
    dated: date
    shown_on: str
    page: PageKind
    text: str


@dataclass(frozen=True, slots=True)
class DatedThings:
    """All dated things, articles by their own page, other items by the first list that shows them.

    An item whose article is dated otherwise counts with the article's date.
    """

    all: tuple[Dated, ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, items: PerPage[list[Item]], dates: ItemDates) -> Self:
        targets = {target.number: target for target in record.targets}
        found: dict[int | str, Dated] = {}
        for number, when in dates.published.items():
            page = pages.records.get(number)
            heads = pages.kinds.get(number) is PageKind.COLUMN and items.get(number)  # 发布时间 is its items'
            if page is not None and not heads:
                text = targets[page.target].text if page.target in targets else ""
                found[page.target] = Dated(page.final_url, when, page.final_url, pages.kind(number), text)
        for number in sorted(items):
            if number not in pages.records or pages.kinds.get(number) is PageKind.ARTICLE:
                continue  # a date beside a link within an article is of what it speaks about
            for item in items[number]:
                when_shown = dates.of(item.target, item.date)
                if when_shown is None or item.key in found:
                    continue
                own = f"{pages.records[number].final_url}|{item.text}"
                url = targets[item.target].url if item.target in targets else own
                found[item.key] = Dated(url, when_shown, pages.records[number].final_url, pages.kind(number), item.text)
        return cls(tuple(found.values()))
