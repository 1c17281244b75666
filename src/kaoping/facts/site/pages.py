"""Every visited page with its kind: home, column, article or inner; and which pages count as the home page."""

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

from kaoping.facts.page.article import Article
from kaoping.facts.page.items import Item
from kaoping.facts.page.labels import Labels
from kaoping.facts.page.prose import Prose
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.store import PerPage, Shown
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life, PageRecord

_INDEX = re.compile(r"/(?:index|default|home|main)\.(?:s?html?|jhtml|php|aspx?|jsp|do)$", re.IGNORECASE)
_ARTICLE_URL = re.compile(
    r"/t?20\d{6}_\d+\.|/content[_/-]?\d*|/art/20\d\d/|/info/\d+/\d+\.|/20\d{4}/t?[0-9a-f_]{6,}\.|/20\d\d/\d\d/\d\d/"
    r"|(?:show|detail|view|article|info|news)[_-]?(?:\d{3,}|\.\w+\?)|/\d{5,}\.s?html?$|articleinfo",
    re.IGNORECASE,
)
_LIST_URL = re.compile(
    r"/(?:list|index|col|channel|lm|lanmu|more\w*|default)[_-]?\d*(?:\.\w+)?$|/$|[?&](?:page|catid|cid|colid)=",
    re.IGNORECASE,
)
FEW_ITEMS = 3
ENTRANCE = 1_000  # characters; a home page that says more is no mere entrance
SISTERS = 3  # columns of one file name from which on others of that name are columns
MOSTLY = 4  # times as many columns as articles of one file name: then the articles are short lists
LISTED = 4  # articles of its own folder from which on a page that links them is a column, dated or not
STUB = 1  # characters; a shorter text is none


@dataclass(frozen=True, slots=True)
class Pages:
    """`records` are the pages that answered with a document, by number; `home` is None when the root did not.

    `kinds` leaves out stubs: pages with nothing on them, which send visitors on by script or refresh.

    `navigation_only` says that the home page only leads on (首页仅为栏目导航入口): little text, no dated item on it and
    no link to an article; then the pages it links to (二级页面) are in `as_home` beside it.
    """

    records: Mapping[int, PageRecord]
    kinds: Mapping[int, PageKind]
    home: int | None
    navigation_only: bool
    as_home: frozenset[int]

    def kind(self, number: int) -> PageKind:
        """Return the kind under which findings on this page count: second-level pages may count as home."""
        return PageKind.HOME if number in self.as_home else self.kinds.get(number, PageKind.INNER)

    def address(self, number: int) -> str:
        """Return the final address of a page."""
        return self.records[number].final_url

    def of_kind(self, *kinds: PageKind) -> list[int]:
        """Return the numbers of the pages of these kinds, in order."""
        return [number for number in sorted(self.kinds) if self.kinds[number] in kinds]

    @classmethod
    def derive(
        cls,
        record: SiteRecord,
        labels: PerPage[Labels],
        items: PerPage[list[Item]],
        articles: PerPage[Article],
        prose: PerPage[Prose],
        shown: Shown[list[Item]],
        said: Shown[Prose],
    ) -> Self:
        records = {row.record.number: row.record for row in record.pages if opened(row.record) and row.facts}
        parts = {number: urlsplit(page.final_url) for number, page in records.items()}
        home = _home(records)
        same = _same_pages(records, parts, home)
        kinds: dict[int, PageKind] = {}
        for number, page in records.items():
            if number in same:
                kinds[number] = PageKind.HOME
            elif not _is_stub(said.get(number) or prose.get(number)):
                about = (page.final_url, parts[number].path), labels.get(number), articles.get(number)
                kinds[number] = _kind(*about, items.get(number))
                if kinds[number] is PageKind.INNER and number in shown:
                    kinds[number] = _kind(*about, shown[number])  # its list is written by a script
        alive = {target.number for target in record.targets if target.life is Life.ALIVE}
        paths = {number: each.path for number, each in parts.items()}
        kinds.update(_sisters_of_columns({n: paths[n] for n, page in records.items() if page.target in alive}, kinds))
        kinds.update(_lists_of_articles(record, records, kinds, paths))
        second = _second_level(record, kinds, items, prose)
        return cls(records, kinds, home, bool(second), frozenset(second | same))


def _is_stub(prose: Prose | None) -> bool:
    return prose is not None and prose.length < STUB and prose.media == 0


def opened(page: PageRecord) -> bool:
    """Whether the page answered with a document of its own."""
    return page.status is not None and page.status < 300 and page.fault is None


def _home(records: Mapping[int, PageRecord]) -> int | None:
    roots = [number for number, page in records.items() if page.level == 0]
    return min(roots, default=None)


def _same_pages(records: Mapping[int, PageRecord], parts: Mapping[int, SplitResult], home: int | None) -> set[int]:
    """The home page and those that have its address but for the file name, or its bytes."""
    if home is None:
        return set()
    digest, bare = records[home].digest, _bare(parts[home])
    return {
        number
        for number, page in records.items()
        if (page.digest and page.digest == digest) or _bare(parts[number]) == bare
    }


def _bare(parts: SplitResult) -> tuple[str, str, str]:
    return parts.netloc.lower(), _INDEX.sub("/", parts.path) or "/", parts.query


def _kind(
    address: tuple[str, str], labels: Labels | None, article: Article | None, items: "list[Item] | None"
) -> PageKind:
    """Return the kind of a page by its address (in whole, and its path) and by what it says."""
    url, path = address
    metas = labels.metas if labels is not None else {}
    count = len(items or ())
    if _filled(metas, "articletitle") and (_filled(metas, "pubdate") or count < FEW_ITEMS):
        return PageKind.ARTICLE
    if _filled(metas, "columnname") and not _filled(metas, "pubdate"):
        return PageKind.COLUMN
    if _ARTICLE_URL.search(path) and not path.endswith("/"):
        return PageKind.ARTICLE
    if article is not None and article.published and (article.sourced or count < FEW_ITEMS):
        return PageKind.ARTICLE
    if count >= FEW_ITEMS or (count and _LIST_URL.search(url)):
        return PageKind.COLUMN
    return PageKind.INNER


def _sisters_of_columns(paths: Mapping[int, str], kinds: Mapping[int, PageKind]) -> dict[int, PageKind]:
    """Pages that share their file name with the site's columns, and with few articles, are columns too: short ones."""
    seen: dict[str, Counter[PageKind]] = {}
    names: dict[int, str] = {}
    for number, path in paths.items():
        if number in kinds:
            names[number] = posixpath.basename(path)
            seen.setdefault(names[number], Counter())[kinds[number]] += 1
    column = PageKind.COLUMN
    shared = {name for name, count in seen.items() if count[column] >= max(SISTERS, MOSTLY * count[PageKind.ARTICLE])}
    changed = (PageKind.INNER, PageKind.ARTICLE)
    return {number: column for number, name in names.items() if kinds[number] in changed and name in shared}


def _lists_of_articles(
    record: SiteRecord, records: Mapping[int, PageRecord], kinds: Mapping[int, PageKind], paths: Mapping[int, str]
) -> dict[int, PageKind]:
    """Pages that link several articles of their own folder are columns, though their lists show no dates."""
    inner = {number for number, kind in kinds.items() if kind is PageKind.INNER}
    articles = {page.target: _folder(paths[n]) for n, page in records.items() if kinds.get(n) is PageKind.ARTICLE}
    rows = among(inner, record.links.pages)
    count: Counter[int] = Counter()
    for number, target in zip(record.links.pages[rows].tolist(), record.links.targets[rows].tolist(), strict=True):
        if target in articles and articles[target].startswith(_folder(paths[number])):
            count[number] += 1
    return {number: PageKind.COLUMN for number, linked in count.items() if linked >= LISTED}


def _folder(path: str) -> str:
    """A path without its file name; that of a file at the top names no folder."""
    return path[: path.rfind("/") + 1] if path.count("/") > 1 else "//"


def _filled(metas: Mapping[str, str], name: str) -> bool:
    return metas.get(name, "").strip().lower() not in ("", "null", "undefined")


def _second_level(
    record: SiteRecord, kinds: Mapping[int, PageKind], items: PerPage[list[Item]], prose: PerPage[Prose]
) -> set[int]:
    """Pages that count as home because the home page is a navigation entry; empty when it is a real home page."""
    home = next((number for number in sorted(kinds) if kinds[number] is PageKind.HOME), None)
    if home is None or items.get(home) or (home in prose and prose[home].length > ENTRANCE):
        return set()
    by_target = {row.record.target: row.record.number for row in record.pages}
    targets = record.links.targets[record.links.pages == home]
    linked = {by_target[target] for target in targets.tolist() if target in by_target}
    linked = {number for number in linked if number in kinds and number != home}
    if any(kinds[number] is PageKind.ARTICLE for number in linked):
        return set()
    return linked
