"""Builds SiteRecords from HTML texts or a folder of files without the crawler."""

import hashlib
from array import array
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.crawl.links import LOADED
from kaoping.facts.discovery import page_extractors
from kaoping.facts.record import LinkTable, PageRow, SiteRecord
from kaoping.facts.view import PageView
from kaoping.markup.outline import Outline
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Coverage, Life, LinkKind, PageRecord, SeenLink, TargetRecord

NOW = datetime(2022, 12, 31, 12, tzinfo=UTC)
_ATTACHMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar")
_SOURCES = (
    ("a[href], area[href]", "href", LinkKind.LINK),
    ("img[src]", "src", LinkKind.IMAGE),
    ("script[src]", "src", LinkKind.RESOURCE),
    (", ".join(f'link[rel~="{rel}" i][href]' for rel in sorted(LOADED)), "href", LinkKind.RESOURCE),
    ("iframe[src]", "src", LinkKind.LINK),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One parsed page, as the crawl hands it over."""

    url: str
    html: bytes
    tree: LexborHTMLParser
    links: tuple[SeenLink, ...]
    nodes: tuple[LexborNode, ...]
    level: int
    outline: Outline | None = None
    carried: tuple[SeenLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page to serve: its bytes in UTF-8 and what differs from an ordinary answer."""

    html: bytes
    record: Mapping[str, Any] = field(default_factory=dict)


class SiteBuilder:
    """Visits pages from the root, level by level."""

    def __init__(self, root: str, as_of: datetime = NOW) -> None:
        self._root, self._as_of = root, as_of
        self._targets: dict[str, TargetRecord] = {}
        self._extractors = page_extractors()

    def build(
        self, pages: Mapping[str, PageSource], targets: Mapping[str, Mapping[str, Any]] | None = None
    ) -> SiteRecord:
        """Return the record of a site whose pages are given by absolute URL; `targets` overrides link targets."""
        levels = self._levels(pages)
        rows: list[PageRow] = []
        page_column, target_column, kinds = array("i"), array("i"), bytearray()
        for number, (url, level) in enumerate(levels.items()):
            parsed = self.parse(url, pages[url].html, level)
            record = self._record(number, url, level, pages[url])
            seen: dict[int, LinkKind] = {}
            for link in parsed.links:
                seen.setdefault(link.target, link.kind)
            page_column.extend([number] * len(seen))
            target_column.extend(seen)
            kinds.extend(list(LinkKind).index(kind) for kind in seen.values())
            rows.append(PageRow(record, self.extract(parsed)))
        for url, changes in (targets or {}).items():
            known = self._target(url, LinkKind.LINK, "")
            self._targets[url] = replace(self._targets[url], **_typed(changes)) if known is not None else known
        return SiteRecord(
            site=self._root,
            as_of=self._as_of,
            pages=rows,
            targets=sorted(self._targets.values(), key=lambda target: target.number),
            links=LinkTable(page_column, target_column, kinds),
            coverage=Coverage(self._root, self._as_of, self._as_of, len(rows), len(self._targets), 0, 0.0, (), "done"),
        )

    def parse(self, url: str, html: bytes, level: int = 0) -> Parsed:
        """Parse one page and number its links."""
        tree = LexborHTMLParser(html)
        links, nodes = [], []
        for selector, attribute, kind in _SOURCES:
            for node in tree.css(selector):
                target = self._link(url, node, attribute, kind)
                if target is not None:
                    links.append(target)
                    nodes.append(node)
        return Parsed(url, html, tree, tuple(links), tuple(nodes), level)

    def extract(self, parsed: Parsed) -> dict[str, bytes]:
        """Run all extractors on a page."""
        facts = {}
        view = PageView(parsed)
        for extractor in self._extractors.values():
            value = extractor.extract(view)
            if value is not None:
                facts[extractor.name] = extractor.encode(value)
        return facts

    def _link(self, base: str, node: Any, attribute: str, kind: LinkKind) -> SeenLink | None:
        raw = (node.attributes.get(attribute) or "").strip()
        if not raw or raw.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            return None
        try:
            url = urldefrag(urljoin(base, raw)).url
        except ValueError:
            return None
        if kind is LinkKind.LINK and urlsplit(url).path.lower().endswith(_ATTACHMENTS):
            kind = LinkKind.ATTACHMENT
        text = node.text(strip=True) or node.attributes.get("alt") or ""
        return SeenLink(self._target(url, kind, text).number, url, kind)

    def _target(self, url: str, kind: LinkKind, text: str) -> TargetRecord:
        known = self._targets.get(url)
        if known is None:
            offsite = urlsplit(url).netloc != urlsplit(self._root).netloc
            known = TargetRecord(
                len(self._targets), url, kind, offsite, Life.ALIVE, 200, None, "", 1, text[:200], self._as_of
            )
            self._targets[url] = known
        elif text and not known.text:
            known = self._targets[url] = replace(known, text=text[:200])
        return known

    def _levels(self, pages: Mapping[str, PageSource]) -> dict[str, int]:
        levels = {self._root: 0} if self._root in pages else {}
        queue = deque(levels)
        while queue:
            url = queue.popleft()
            for link in SiteBuilder(self._root).parse(url, pages[url].html).links if url in pages else ():
                if link.url in pages and link.url not in levels:
                    levels[link.url] = levels[url] + 1
                    queue.append(link.url)
        return levels | {url: int(page.record.get("level", 3)) for url, page in pages.items() if url not in levels}

    def _record(self, number: int, url: str, level: int, page: PageSource) -> PageRecord:
        record = PageRecord(
            number=number,
            target=self._target(url, LinkKind.LINK, "").number,
            url=url,
            final_url=url,
            level=level,
            status=200,
            fault=None,
            reason="",
            content_type="text/html",
            text_charset="utf-8",
            charset_source="meta",
            size=len(page.html),
            seconds=0.1,
            fetched_at=self._as_of,
            digest="sha256:" + hashlib.sha256(page.html).hexdigest(),
        )
        return replace(record, **_typed(page.record))


def build_folder(folder: Path, root: str, as_of: datetime = NOW, limit: int = 400) -> SiteRecord:
    """Return the record of a site whose files lie in `folder`; `index.html` answers for its folder too."""
    pages: dict[str, PageSource] = {}
    for path in sorted(folder.rglob("*"))[: limit * 20]:
        if path.suffix.lower() not in (".html", ".htm", ".shtml", ".jhtml") or len(pages) >= limit:
            continue
        relative = path.relative_to(folder).as_posix()
        source = PageSource(to_utf8(path.read_bytes()))
        pages[urljoin(root, unquote(relative))] = source
        if relative == "index.html":
            pages[root] = source
    return SiteBuilder(root, as_of).build(pages)


def to_utf8(data: bytes) -> bytes:
    """Return a page as UTF-8: a stand-in for the crawl's charset detection."""
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset).encode()
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace").encode()


def _typed(changes: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(changes)
    for name, make in (("life", Life), ("kind", LinkKind), ("fault", Fault)):
        if typed.get(name) is not None:
            typed[name] = make(typed[name])
    return typed
