"""Columns (栏目) of a site: list pages with pagination merged, their items with dates, kind, place and confidence."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlsplit

from kaoping.facts.column_kinds import column_kind, lists_letters, part_kind
from kaoping.facts.page.article import Article
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.listed_items import ListedItems
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.outcomes import PageKind

_PAGE_NUMBER = re.compile(
    r"(?:(?<=index)|(?<=list)|(?<=default)|(?<=\d))[_-]\d{1,4}(?=\.\w+$)|(?<=/)(?:page[_-]?)?\d{1,3}(?=\.s?html?$)"
    r"|/p(?:age)?/?\d{1,4}(?=/|$)",
    re.IGNORECASE,
)
_FRONT_PAGE = re.compile(r"/(?:index|default|list)?\.\w+$", re.IGNORECASE)
_STATIC = re.compile(r"\.[sj]?html?$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.\w{1,5}$")
_PAGE_QUERY = re.compile(
    r"(?:^|&)(?:page|pageno|pageindex|currentpage|curpage|p|pn|pageNum|PAGENUM)=\d*", re.IGNORECASE
)
_TITLE_SPLIT = re.compile(r"\s*[-_|—–·>]+\s*")
LONG_NAME = 12  # characters; a longer part of a title is no column's name
SHARED = 0.5  # an item on this share of all column pages (and on at least four) belongs to the template
MIN_SHARED = 4
NOT_NAMES = re.compile(
    r"^(?:更多|more|查看更多|[>》»+\s.…]*|详情|点击|首页|\d+|上一页|下一页|尾页|末页|\[?更多\]?\s*[>》»+]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnItem:
    """One item of a column; `url` is empty where it leads nowhere (`javascript:`).

    `dated` is None where neither the list nor the article shows a date.
    """

    target: int
    url: str
    text: str
    dated: date | None


@dataclass(frozen=True, slots=True)
class Column:
    """栏目. `pages` are page numbers, the first one first; `first_level` is 一级栏目.

    `latest` is the newest date up to the monitoring point (None: no item is dated); `confidence` 0 to 1 says how sure
    it is that this is a column of this kind. `dated_on_list` is False when dates come from the articles only;
    `in_browser` says that some of the items were written by a script and only seen in a browser.
    """

    url: str
    name: str
    kind: str
    first_level: bool
    pages: tuple[int, ...]
    items: tuple[ColumnItem, ...]
    latest: date | None
    dated_on_list: bool
    confidence: float
    in_browser: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a site, by address."""

    all: tuple[Column, ...]

    def of_kinds(self, kinds: Sequence[str], exclude: Sequence[str] = (), *, level: int = 0) -> list[Column]:
        """Return the columns of `kinds` (all when empty) that are none of `exclude`; `level` 1: 一级栏目 only."""
        chosen = [column for column in self.all if (not kinds or column.kind in kinds) and column.kind not in exclude]
        return [column for column in chosen if column.first_level or level != 1]

    @classmethod
    def derive(
        cls,
        record: SiteRecord,
        pages: Pages,
        labels: PerPage[Labels],
        articles: PerPage[Article],
        items: ListedItems,
        dates: ItemDates,
    ) -> Self:
        maker = _Maker(_Sources(record, pages, labels, articles, items, dates))
        groups: dict[str, list[int]] = {}
        for number in pages.of_kind(PageKind.COLUMN):
            groups.setdefault(list_address(pages.records[number].final_url), []).append(number)
        columns = sorted(map(maker.column, groups.values()), key=lambda column: column.url)
        by_folder: dict[str, list[Column]] = {}
        for column in columns:
            by_folder.setdefault(_folder(column.url), []).append(column)
        return cls(tuple(replace(column, kind=_placed_kind(column, by_folder)) for column in columns))


def _placed_kind(column: Column, by_folder: Mapping[str, Sequence[Column]]) -> str:
    """The kind of a column, with regard to the nearest folder above it that is one column's."""
    folder = _folder(column.url)
    while folder.count("/") > 1:
        folder = folder.rstrip("/").rpartition("/")[0] + "/"
        above = by_folder.get(folder, ())
        if len(above) == 1:
            return part_kind(column.kind, above[0].kind)
    return column.kind


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] + "/"


def list_address(url: str) -> str:
    """Return the address that all pages of one list share: page numbers taken out."""
    parts = urlsplit(url)
    query = _PAGE_QUERY.sub("", parts.query).strip("&")
    if query != parts.query and _STATIC.search(parts.path):
        query = ""  # a static page is one list; what stands beside the page number is for its script
    path = _EXTENSION.sub("", _FRONT_PAGE.sub("/", _PAGE_NUMBER.sub("", parts.path)))
    return f"{parts.netloc.lower()}{path.rstrip('/')}?{query}"


@dataclass(frozen=True, slots=True)
class _Sources:
    """The facts that columns are made of."""

    record: SiteRecord
    pages: Pages
    labels: PerPage[Labels]
    articles: PerPage[Article]
    items: ListedItems
    dates: ItemDates


class _Maker:
    def __init__(self, sources: _Sources) -> None:
        self._pages, self._labels, self._articles = sources.pages, sources.labels, sources.articles
        self._items, self._dates = sources.items, sources.dates
        record, home = sources.record, sources.pages.home
        self._as_of = record.as_of.date()
        self._targets = {target.number: target for target in record.targets}
        self._links = record.links.by_page()
        self._template = self._shared(self._pages.of_kind(PageKind.COLUMN))
        self._by_target = {row.record.target: row.record.number for row in record.pages}
        self._from_home = self._links.of(home) if home is not None else []
        self._site_heads = frozenset(self._heads(self._labels.get(home))) if home is not None else frozenset()

    def column(self, numbers: list[int]) -> Column:
        ordered = sorted(numbers, key=lambda number: (self._pages.records[number].level, number))
        first = ordered[0]
        record = self._pages.records[first]
        labels, article = self._labels.get(first), self._articles.get(first)
        name, kind, sureness = self._names(first, labels, article)
        dated, on_list = self._column_items(ordered)
        latest = max((item.dated for item in dated if item.dated and item.dated <= self._as_of), default=None)
        return Column(
            url=record.final_url,
            name=name,
            kind="consultation" if lists_letters([item.text for item in dated]) else kind,
            first_level=self._first_level(first, article),
            pages=tuple(ordered),
            items=tuple(dated),
            latest=latest,
            dated_on_list=on_list,
            confidence=_confidence(sureness, len(dated), on_list),
            in_browser=any(number in self._items.shown for number in ordered),
        )

    def _names(self, number: int, labels: Labels | None, article: Article | None) -> tuple[str, str, float]:
        metas = labels.metas if labels is not None else {}
        label_name, label_type = _real(metas.get("columnname")), _real(metas.get("columntype"))
        trail = article.trail if article is not None else ()
        link = self._link_text(number)
        # The site's own name tells nothing of a column.
        head = next((part for part in self._heads(labels) if part not in self._site_heads), "")
        # where title and navigation agree, a breadcrumb that has it otherwise is alone
        last = link if link and link == head else trail[-1] if trail else ""
        own = head if len(head) <= LONG_NAME and head != link else ""
        name = label_name or last or own or link or head
        clues = (label_name, last, link, label_type, head, *reversed(trail[:-1]))
        kind, place = column_kind(*clues)
        sureness = (
            1.0 if place == 0 else 0.9 if place == 1 else 0.8 if place <= 3 else 0.6 if place < len(clues) else 0.5
        )
        return name[:60], kind, sureness

    def _heads(self, labels: Labels | None) -> list[str]:
        """The parts of a page's title."""
        return _TITLE_SPLIT.split(labels.title) if labels is not None and labels.title else []

    def _link_text(self, number: int) -> str:
        target = self._targets.get(self._pages.records[number].target)
        text = target.text.strip() if target is not None else ""
        return "" if NOT_NAMES.match(text) or len(text) > 20 else text

    def _column_items(self, numbers: Sequence[int]) -> tuple[list[ColumnItem], bool]:
        """Return the column's items, and whether the list itself dates them."""
        listed = (item for number in numbers for item in self._items.of(number))
        found: dict[int | str, ColumnItem] = {}
        for item in listed:
            if item.target not in self._template and item.key not in found:
                when = self._dates.of(item.target, item.date)
                found[item.key] = ColumnItem(item.target, self._url(item.target), item.text, when)
        return (list(found.values()), True) if found else (self._linked_articles(numbers), False)

    def _linked_articles(self, numbers: Sequence[int]) -> list[ColumnItem]:
        """What a list without dates leads to: the articles it links, dated by themselves."""
        targets = dict.fromkeys(target for number in numbers for target in self._links.of(number))
        found = []
        for target in targets:
            page = self._by_target.get(target)
            if page is None or target in self._template or self._pages.kinds.get(page) is not PageKind.ARTICLE:
                continue
            text = self._targets[target].text
            found.append(ColumnItem(target, self._url(target), text, self._dates.of(target, "")))
        return found

    def _url(self, target: int) -> str:
        known = self._targets.get(target)
        return known.url if known is not None else ""

    def _first_level(self, number: int, article: Article | None) -> bool:
        """一级栏目: one step in the breadcrumb; without one, linked from the home page and at most one folder deep."""
        if article is not None and article.trail:
            return len(article.trail) == 1
        record = self._pages.records[number]
        depth = len([part for part in urlsplit(record.final_url).path.split("/")[:-1] if part])
        return depth <= 1 and record.target in self._from_home

    def _shared(self, numbers: Sequence[int]) -> frozenset[int]:
        """Targets that stand on so many column pages that they are part of the template (side lists, navigation)."""
        counts: Counter[int] = Counter()
        for number in numbers:
            counts.update(set(self._links.of(number)))
        least = max(MIN_SHARED, SHARED * len(numbers))
        return frozenset(target for target, count in counts.items() if count >= least)


def _real(label: str | None) -> str:
    text = (label or "").strip()
    return "" if text.lower() in ("null", "undefined") else text


def _confidence(sureness: float, items: int, on_list: bool) -> float:
    certain = 0.95 if items >= 5 and on_list else 0.85 if items >= 2 else 0.6 if items else 0.5
    return round(min(sureness, 1.0) * certain, 2)
