"""When list items are dated: by the list, completed from the article or its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from kaoping.facts.page.article import Article
from kaoping.facts.page.items import Item
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.store import PerPage
from kaoping.facts.view import NO_TARGET
from kaoping.facts.written_dates import first_date, resolve

_URL_DATE = re.compile(
    r"[/_t](20\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)|/(20\d\d)[-/]?(0[1-9]|1[0-2])/"
)


@dataclass(frozen=True, slots=True)
class ItemDates:
    """`published` are the dates of visited pages by page number, from the label PubDate or as shown on the page."""

    published: Mapping[int, date]
    by_target: Mapping[int, date]
    years: Mapping[int, int]
    latest: date

    def of(self, target: int, shown: str) -> date | None:
        """Return the date of the item `target`, on whose list `shown` stands (an item date, or nothing)."""
        if shown and not shown.startswith("--"):
            return resolve(shown, self.latest)
        known = self.by_target.get(target)
        if not shown:
            return known
        return resolve(shown, self.latest, known.year if known else self.years.get(target))

    @classmethod
    def derive(
        cls, record: SiteRecord, labels: PerPage[Labels], articles: PerPage[Article], items: PerPage[list[Item]]
    ) -> Self:
        published: dict[int, date] = {}
        by_target: dict[int, date] = {}
        for row in record.pages:
            number = row.record.number
            when = _published(labels.get(number), articles.get(number))
            if when is not None:
                published[number] = when
                by_target[row.record.target] = when
        years = {}
        for target in record.targets:
            match = _URL_DATE.search(target.url)
            if match:
                years[target.number] = int(match[1] or match[4])
        for listed in items.values():  # where one list leaves the year out, another may show it
            for item in listed:
                if item.date[:1].isdigit():
                    years.setdefault(item.target, int(item.date[:4]))
        years.pop(NO_TARGET, None)
        return cls(published, by_target, years, record.as_of.date())


def _published(labels: Labels | None, article: Article | None) -> date | None:
    """The earlier of label and shown date: systems write into the label when they made the page again."""
    label = labels.metas.get("pubdate", "") if labels is not None else ""
    labelled = first_date(label) if label else None
    shown = date.fromisoformat(article.published) if article is not None and article.published else None
    return min(filter(None, (labelled, shown)), default=None)
