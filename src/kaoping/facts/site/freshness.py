"""When the home page was last updated: the newest dated item on it, or on the pages that count as it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.listed_items import ListedItems
from kaoping.facts.site.pages import Pages


@dataclass(frozen=True, slots=True)
class HomeFreshness:
    """`latest` is the newest date up to the monitoring point; `items` counts the dated items looked at.

    `newest` is the text of that item and `pages` the addresses of the pages looked at.
    """

    latest: date | None
    newest: str
    items: int
    pages: tuple[str, ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, items: ListedItems, dates: ItemDates) -> Self:
        today = record.as_of.date()
        texts = {target.number: target.text for target in record.targets}
        seen: dict[int | str, tuple[date, str]] = {}
        for number in sorted(pages.as_home):
            for item in items.of(number):
                when = dates.of(item.target, item.date)
                if when is not None and when <= today:
                    seen[item.key] = (when, item.text)
        from_home = record.links.targets[among(pages.as_home, record.links.pages)]
        for target in from_home.tolist():
            published = dates.by_target.get(target) if target not in seen else None
            if published is not None and published <= today:
                seen[target] = (published, texts.get(target, ""))
        latest, newest = max(seen.values(), default=(None, ""))
        urls = tuple(pages.records[number].final_url for number in sorted(pages.as_home))
        return cls(latest, newest, len(seen), urls)
