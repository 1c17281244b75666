"""Site map and navigation against the real columns: what is not listed, and what is listed under another name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from kaoping.facts.page.article import Article
from kaoping.facts.page.labels import Labels
from kaoping.facts.reading.navigation import Menu, map_pages
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import NOT_NAMES, Column, Columns, list_address
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage, Readings
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life, TargetRecord

_NOT_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its name, its target, and what the page it leads to calls itself (empty: nothing)."""

    name: str
    target: TargetRecord
    called: tuple[str, ...]

    @property
    def dead(self) -> bool:
        return self.target.life is Life.DEAD

    @property
    def renamed(self) -> bool:
        """Whether the page's own names have nothing of the entry's: not even two characters in a row."""
        name = _letters(self.name)
        others = [_letters(each) for each in self.called]
        if len(name) < 2 or not others:
            return False
        pairs = {name[place : place + 2] for place in range(len(name) - 1)}
        return not any(pair in other for pair in pairs for other in others)


@dataclass(frozen=True, slots=True)
class Menus:
    """The site map (`map_page` None: no page is called so) and the home page's navigation.

    `unmapped` are columns of the first level, and `certain`, that the map does not lead to.
    """

    map_page: int | None
    map_entries: tuple[Entry, ...]
    unmapped: tuple[Column, ...]
    columns: int
    navigation: tuple[Entry, ...]

    @classmethod
    def derive(
        cls,
        record: SiteRecord,
        pages: Pages,
        columns: Columns,
        menus: Readings[Menu],
        labels: PerPage[Labels],
        articles: PerPage[Article],
    ) -> Self:
        maker = _Maker(record, pages, labels, articles)
        place = next((number for number in map_pages(record, pages) if number in menus), None)
        listed = menus[place].entries if place is not None else ()
        home = menus[pages.home].navigation if pages.home is not None and pages.home in menus else ()
        first = [column for column in columns.all if column.first_level and column.items]
        entries = tuple(maker.entries(listed))
        known = {list_address(entry.target.url) for entry in entries}
        unmapped = [column for column in first if list_address(column.url) not in known] if entries else []
        return cls(place, entries, tuple(unmapped), len(first), tuple(maker.entries(home)))


class _Maker:
    def __init__(self, record: SiteRecord, pages: Pages, labels: PerPage[Labels], articles: PerPage[Article]) -> None:
        self._pages, self._labels, self._articles = pages, labels, articles
        self._targets: Mapping[int, TargetRecord] = {target.number: target for target in record.targets}
        self._by_target = {page.target: number for number, page in pages.records.items()}
        home = labels.get(pages.home) if pages.home is not None else None
        self._home_title = home.title if home is not None else ""

    def entries(self, listed: Sequence[tuple[int, str]]) -> Iterator[Entry]:
        """Yield entries that lead somewhere on the site and have a name of their own.

        A heading often leads to the first column of its group, which stands below it under its own name.
        """
        found = []
        for number, name in listed:
            target = self._targets.get(number)
            if target is not None and not target.offsite and not NOT_NAMES.match(name):
                found.append(Entry(name, target, self._called(number)))
        named = {entry.target.number for entry in found if not entry.renamed}
        for entry in found:
            yield replace(entry, called=()) if entry.renamed and entry.target.number in named else entry

    def _called(self, target: int) -> tuple[str, ...]:
        number = self._by_target.get(target)
        if number is None or self._pages.kinds.get(number) is not PageKind.COLUMN:
            return ()
        labels, article = self._labels.get(number), self._articles.get(number)
        trail = article.trail if article is not None else ()
        if len(trail) > 1:
            return ()  # the heading of a group leads to the first column within it
        title = labels.title if labels is not None and labels.title != self._home_title else ""
        named = labels.metas.get("columnname", "") if labels is not None else ""
        return tuple(filter(None, (named, title, *trail)))


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", name)
