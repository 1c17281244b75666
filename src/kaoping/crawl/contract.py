"""What goes into a crawl and what it hands out: options, sites, and the sink that the conductor provides."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.crawl.earlier import EarlierSite
from kaoping.markup.outline import Outline
from kaoping.model.pages import PageRecord, SeenLink, TargetRecord


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Limits and manners of one crawl. Times in seconds, sizes in bytes, `pace` in requests a second per origin.

    `allow_private` lists CIDRs that may be fetched although they are private or loopback; `connect_to` entries are
    `HOST1:PORT1:HOST2:PORT2` as in curl. `canaries` are URLs of hosts known to be up: when none answers, everything
    off-site is not measured and the fault is ours. `trust` is a file of certificates (PEM) of authorities that are
    trusted beside the system's; empty for none. `max_seconds` is how long one site may take, 0 for as long as it
    takes: what is not looked at by then is never called a fault.
    """

    max_pages: int = 300
    max_seconds: float = 0.0
    pace: float = 5.0
    connections: int = 256
    per_origin: int = 4
    allow_private: tuple[str, ...] = ()
    connect_to: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ("https://www.gov.cn/", "https://www.baidu.com/", "https://www.miit.gov.cn/")
    timeout: float = 15.0
    connect_timeout: float = 10.0
    max_body: int = 8 * 1024 * 1024
    max_redirects: int = 8
    second_look_after: float = 2.0
    respect_robots: bool = True
    check_links: bool = True
    check_offsite: bool = True
    max_targets: int = 50_000
    segment_pages: int = 200
    trust: str = ""
    user_agent: str = "kaoping/0.1 (+https://github.com/kaoping/kaoping; government website assessment)"


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site to crawl. `directory` holds its frontier, WARC files and segments; `aliases` are further own hosts.

    `earlier` opens what an earlier run knew of the site, None where there was none. It is called in a thread.
    """

    url: str
    directory: Path
    aliases: tuple[str, ...] = ()
    earlier: Callable[[], EarlierSite | None] | None = None


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """One HTML page after its single parse (see `kaoping.facts.parsed`, which this satisfies)."""

    url: str
    html: bytes
    tree: LexborHTMLParser
    links: Sequence[SeenLink]
    nodes: Sequence[LexborNode]
    level: int
    outline: Outline | None = None
    carried: Sequence[SeenLink] = ()


class SiteSink(Protocol):
    """Receives what one site's crawl saw, in segments that are closed before the frontier forgets their pages.

    `unchanged` is told a page that was not read again, with the targets of its links, their kinds (as places in
    `list(LinkKind)`) and what extractors said of it in an earlier run.

    After `close_segment(n)` returns, everything handed over so far is on disk under number n; the crawl then commits
    its frontier. On resume the crawl calls `drop_after(n)` with the last committed number: later segments are void.
    """

    def page(self, record: PageRecord, parsed: ParsedPage | None) -> None: ...
    def unchanged(
        self, record: PageRecord, targets: "array[int]", kinds: bytearray, facts: Mapping[str, bytes]
    ) -> None: ...
    def target(self, record: TargetRecord) -> None: ...
    def close_segment(self, number: int) -> None: ...
    def drop_after(self, number: int) -> None: ...


class Progress(Protocol):
    """Told now and then how far the crawl of a site is."""

    def __call__(self, site: str, pages: int, queued: int, links_checked: int) -> None: ...
