"""The links of a parsed page: found in one pass, joined through a memo, registered in the site's frontier."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol, overload
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.crawl import reasons
from kaoping.crawl.addresses import Address, host_aliases, ignored, join, origin_of
from kaoping.crawl.frontier import Target
from kaoping.crawl.traps import TrapGuard
from kaoping.markup.outline import CARRIERS, Carrier, Outline, read_outline
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind, SeenLink

REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)""", re.IGNORECASE)
SHOWN = frozenset({"a", "area", "iframe", "frame", "meta"})  # what leads to a page rather than embeds something
LOADED = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"})
# fmt: off
ATTACHMENTS = frozenset((
    "doc", "docx", "docm", "dot", "xls", "xlsx", "xlsm", "csv", "ppt", "pptx", "pps", "pdf", "ofd", "wps", "et", "dps",
    "ceb", "cebx", "caj", "rtf", "txt", "zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "exe", "msi", "apk", "dmg",
    "iso", "mp3", "mp4", "wma", "wmv", "avi", "flv", "mov", "mpg", "mpeg", "rm", "rmvb", "swf", "wav", "m4a", "m4v",
    "mkv", "odt", "ods", "odp", "epub", "dwg",
))
IMAGES = frozenset(("jpg", "jpeg", "jpe", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff"))
RESOURCES = frozenset(("css", "js", "json", "xml", "rss", "atom", "woff", "woff2", "ttf", "eot", "map"))
# fmt: on
LOCATION = re.compile(rb"""location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*["']([^"'<>\s]{1,500})["']""")
STUB_LENGTH = 4096
HEAD_LENGTH = 8 * 1024  # bytes in which a base element is looked for
TEXT_LENGTH = 120
MEMO_LIMIT = 200_000
NOWHERE = SeenLink(-1, "", LinkKind.LINK)  # what is no link, or one too many
_PROBE = LexborHTMLParser("<a></a><area>")
A, AREA = (node.tag_id for node in _PROBE.css("a,area"))  # the parser's numbers of these elements
_Memos = dict[tuple[str, bool], dict[str, SeenLink]]  # by what an address is relative to, and whether it is shown


class Register(Protocol):
    """What a reader of links needs of the site's frontier."""

    targets: list[Target]

    def find(self, url: str) -> Target | None: ...
    def register(self, url: str, kind: LinkKind, offsite: bool) -> tuple[Target, bool]: ...
    def followed(self) -> Iterator[Target]: ...
    def enqueue(self, target: Target, level: int) -> None: ...
    def changed(self, target: Target) -> None: ...
    def skip(self, reason: str) -> None: ...


class LinkReader:
    """Reads the links of one site's pages. `hosts` are the site's own; `permitted` says what robots.txt allows."""

    def __init__(
        self, frontier: Register, traps: TrapGuard, permitted: Callable[[str], bool], max_targets: int
    ) -> None:
        self.hosts: set[str] = set()
        self._frontier = frontier
        self._traps = traps
        self._permitted = permitted
        self.max_targets = max_targets
        self._memos: _Memos = {}
        self._pages = {_page_key(target.url) for target in frontier.followed()}
        self._entries = 0
        for target in frontier.followed():
            if target.number and (address := join(target.url, target.url)):
                traps.reason(address)  # counts what was followed before the crawl was interrupted

    def own(self, host: str) -> None:
        """Count `host` (and its www. form) to the site."""
        self.hosts |= host_aliases(host.lower())

    def read(self, tree: LexborHTMLParser, html: bytes, page: "PageAddress") -> "PageLinks":
        """Return every link of the page in document order; new targets are registered and, if pages, queued."""
        place = _Place(page, _base(tree, html, page.url), self._memos, self._forget)
        outline = read_outline(tree, place.shown[0])
        found = self._of_tree(tree, place) if outline is None else self._of_outline(outline, tree, place)
        if not found.links and len(html) < STUB_LENGTH and (script := LOCATION.search(html)):
            self._script_redirect(script[1].decode("utf-8", "replace"), page)
        return found

    def _of_outline(self, outline: Outline, tree: LexborHTMLParser, place: "_Place") -> "PageLinks":
        carried: list[SeenLink] = list(outline.carriers)
        rooted = place.shown[0].get
        elements = _Carriers(tree)
        for number, words in outline.fresh.items():
            carrier: Carrier = outline.carriers[number]
            if isinstance(carrier, str):
                link = rooted(carrier) or self._look_up(partial(elements.text, number, words), "a", carrier, place)
            else:
                tag, attributes = carrier
                raw = attributes.get("href") if tag == "area" else _embedded(tag, attributes)
                link = self._look_up(partial(elements.text, number), tag, raw, place) if raw else NOWHERE
            carried[number] = link
        links = [link for link in carried if link is not NOWHERE]
        return PageLinks(links, _LinkNodes(elements, carried, len(links)), outline, carried)

    def _of_tree(self, tree: LexborHTMLParser, place: "_Place") -> "PageLinks":
        links: list[SeenLink] = []
        nodes: list[LexborNode] = []
        rooted = place.shown[0].get
        for node in tree.css(CARRIERS):
            if node.tag_id == A:
                raw = node.attrs.get("href")  # one attribute: the whole mapping would cost twice as much per link
                link = rooted(raw or "") or self._look_up(partial(_text, node), "a", raw, place)
            else:
                link = self._look_up_other(node, place)
            if link is not NOWHERE:
                links.append(link)
                nodes.append(node)
        return PageLinks(links, nodes)

    def _look_up_other(self, node: LexborNode, place: "_Place") -> SeenLink:
        tag = node.tag or ""
        raw = node.attrs.get("href") if node.tag_id == AREA else _embedded(tag, node.attributes)
        return self._look_up(partial(_text, node), tag, raw, place)

    def _look_up(self, text: "_GiveText", tag: str, raw: str | None, place: "_Place") -> SeenLink:
        """Return what `raw` leads to, from the memo where it has been seen before."""
        if not raw:
            return NOWHERE
        rooted, relative = place.shown if tag in SHOWN else place.embedded
        memo = rooted if raw[0] == "/" or raw[:4] == "http" else relative
        link = memo.get(raw)
        if link is None:
            link = self._first_seen(raw, text, tag, place)
            if raw[0] != "?" and len(raw) < 2048:
                memo[raw] = link
                self._entries += 1
        return link

    def expect(self, urls: Iterable[str]) -> None:
        """Take known addresses (in normal form) as read where they are written from the root on."""
        for url in urls:
            target = self._frontier.find(url)
            if target is not None:
                origin = origin_of(url)
                href = url[len(origin) :]
                kind = _kind("a", Address(url, "", href.partition("?")[0], "", False))
                self._memos.setdefault((origin, True), {})[href] = SeenLink(target.number, target.url, kind)

    def _script_redirect(self, raw: str, page: "PageAddress") -> None:
        """Follow what a page without links does: send the visitor on by script."""
        try:
            address = join(raw, page.url)
        except ValueError:
            return
        if address is not None:
            self.seed(address.url, page.level)

    def _forget(self) -> None:
        """Keep the memo from growing without bound on sites with endless addresses."""
        if self._entries > MEMO_LIMIT:
            self._memos.clear()
            self._entries = 0

    def _first_seen(self, raw: str, text: "_GiveText", tag: str, place: "_Place") -> SeenLink:
        """Work out what a raw href means; its answer is memoised."""
        if ignored(raw):
            return NOWHERE
        kind = _kind_by_tag(tag)
        try:
            address = join(_query_as_browsers_send_it(raw, place.page.charset), place.base)
        except ValueError:
            return NOWHERE
        if address is None:
            return self._malformed(raw, kind, text)
        kind = _kind(tag, address)
        offsite = address.host not in self.hosts
        target, new = self._register(address.url, kind, offsite)
        if target is None:
            return NOWHERE
        if new:
            target.text = text()
        if not offsite:
            # a frame or a refresh is the page itself by other means
            self.consider(target, address, tag, place.page.level + (tag not in ("frame", "meta")))
        return SeenLink(target.number, address.url, kind)

    def _register(self, url: str, kind: LinkKind, offsite: bool) -> tuple[Target | None, bool]:
        known = self._frontier.find(url)
        if known is not None:
            return known, False
        if len(self._frontier.targets) >= self.max_targets:
            self._frontier.skip(reasons.TOO_MANY_TARGETS)
            return None, False
        return self._frontier.register(url, kind, offsite)

    def seed(self, url: str, level: int) -> None:
        """Queue an address that no page links to (the sitemap's), if it is one of the site's pages."""
        try:
            address = join(url, url)
        except ValueError:
            return
        if address is None or address.host not in self.hosts:
            return
        target, _ = self._register(address.url, _kind("a", address), False)
        if target is not None:
            self.consider(target, address, "a", level)

    def consider(self, target: Target, address: Address, tag: str, level: int) -> None:
        """Queue an own address as a page, unless robots.txt or a trap guard says otherwise."""
        if target.place >= 0 or target.life is not None:
            return
        if not self._permitted(address.url):
            self._set_aside(target, reasons.ROBOTS)
            return
        if tag not in SHOWN or _kind("a", address) is not LinkKind.LINK:
            return
        key = _page_key(address.url)
        if key in self._pages:  # the same page by another scheme or with www.: checked as a link, not read twice
            return
        reason = self._traps.reason(address)
        if reason:
            self._set_aside(target, reason)
            return
        self._pages.add(key)
        self._frontier.enqueue(target, level)

    def _set_aside(self, target: Target, reason: str) -> None:
        target.life = Life.UNSEEN
        target.reason = reason
        self._frontier.changed(target)
        self._frontier.skip(reason)

    def _malformed(self, raw: str, kind: LinkKind, text: "_GiveText") -> SeenLink:
        target, new = self._register(raw.strip()[:2000], kind, False)
        if target is None:
            return NOWHERE
        if new:
            target.text = text()
            target.life, target.fault, target.reason = Life.DEAD, Fault.SITE, reasons.MALFORMED_URL
        return SeenLink(target.number, target.url, kind)


class PageLinks(NamedTuple):
    """The links of a page and the elements that carry them, side by side.

    Where the page has an outline, `carried` tells what each of its carriers leads to (target -1: nowhere).
    """

    links: Sequence[SeenLink]
    nodes: Sequence[LexborNode]
    outline: Outline | None = None
    carried: Sequence[SeenLink] = ()


_GiveText = Callable[[], str]  # what stands in an element is looked for only where a new target needs it


class _Carriers:
    """The elements that are an outline's carriers, queried when the first is asked for."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree

    @cached_property
    def all(self) -> list[LexborNode]:
        return [node for node in self._tree.css(CARRIERS) if node.tag_id != A or node.attrs.get("href")]

    def text(self, number: int, words: str = "") -> str:
        """Return the text of a carrier; `words` are what stands in it, if that is known."""
        return _shortened(words) or _text(self.all[number])


class _LinkNodes(Sequence[LexborNode]):
    """The elements of a page's links, queried when the first is asked for."""

    def __init__(self, carriers: _Carriers, carried: Sequence[SeenLink], length: int) -> None:
        self._carriers = carriers
        self._carried = carried
        self._length = length

    @cached_property
    def _nodes(self) -> list[LexborNode]:
        pairs = zip(self._carriers.all, self._carried, strict=True)
        return [node for node, link in pairs if link is not NOWHERE]

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> LexborNode: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[LexborNode]: ...
    def __getitem__(self, place: int | slice) -> LexborNode | Sequence[LexborNode]:
        return self._nodes[place]


class PageAddress:
    """Where a page stands: its final address, its level and the charset its queries are sent in."""

    __slots__ = ("charset", "level", "url")

    def __init__(self, url: str, level: int, charset: str) -> None:
        self.url = url
        self.level = level
        self.charset = charset


class _Place:
    """The base of one page and the memos that hold for it, `shown` for links and `embedded` for what is loaded.

    Each is a pair: of hrefs that depend on the origin only, and of those relative to the directory.
    """

    __slots__ = ("base", "embedded", "page", "shown")

    def __init__(self, page: PageAddress, base: str, memos: _Memos, forget: Callable[[], None]) -> None:
        forget()
        self.page = page
        self.base = base
        path = base.partition("?")[0]
        directory = path.rpartition("/")[0] + "/"
        origin = "/".join(path.split("/", 3)[:3])
        self.shown, self.embedded = (
            (memos.setdefault((origin, shown), {}), memos.setdefault((directory, shown), {})) for shown in (True, False)
        )


def _page_key(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _base(tree: LexborHTMLParser, html: bytes, url: str) -> str:
    if b"<base" not in html[:HEAD_LENGTH].lower():
        return url
    node = tree.css_first("base[href]")
    if node is None:
        return url
    try:
        address = join(node.attributes.get("href") or "", url)
    except ValueError:
        return url
    return address.url if address else url


def _embedded(tag: str, attributes: dict[str, Any]) -> str | None:
    """Return the raw address that an element other than a link makes the browser load, if any."""
    if tag == "img":
        return attributes.get("src") or attributes.get("data-src")
    if tag in ("script", "iframe", "frame", "source", "embed", "video", "audio"):
        return attributes.get("src")
    if tag == "object":
        return attributes.get("data")
    if tag == "link":
        loaded = LOADED.intersection((attributes.get("rel") or "").lower().split())
        return attributes.get("href") if loaded else None
    if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
        found = REFRESH.match(attributes.get("content") or "")
        return found[1].strip() if found else None
    return None


def _kind_by_tag(tag: str) -> LinkKind:
    if tag in ("a", "area", "meta"):
        return LinkKind.LINK
    return LinkKind.IMAGE if tag == "img" else LinkKind.RESOURCE


def _kind(tag: str, address: Address) -> LinkKind:
    kind = _kind_by_tag(tag)
    if kind is not LinkKind.LINK:
        return kind
    name = address.path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in ATTACHMENTS:
        return LinkKind.ATTACHMENT
    if extension in IMAGES:
        return LinkKind.IMAGE
    return LinkKind.RESOURCE if extension in RESOURCES else LinkKind.LINK


def _text(node: LexborNode) -> str:
    attributes = node.attributes
    text = " ".join((node.text() or "").split()) if node.tag in ("a", "area") else ""
    if not text:
        text = attributes.get("alt") or attributes.get("title") or ""
    if not text and (image := node.css_first("img[alt]")) is not None:
        text = image.attributes.get("alt") or ""
    return _shortened(text)


def _shortened(text: str) -> str:
    return " ".join(text.split())[:TEXT_LENGTH]


def _query_as_browsers_send_it(raw: str, charset: str) -> str:
    """Encode Chinese in a query in the page's charset, as browsers do; paths are always UTF-8."""
    if raw.isascii() or "?" not in raw or charset == "utf-8":
        return raw
    path, _, query = raw.partition("?")
    encoded = "".join(letter if letter.isascii() else quote(letter.encode(charset, "replace")) for letter in query)
    return f"{path}?{encoded}"
