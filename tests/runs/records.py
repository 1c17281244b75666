"""Records as a crawl would hand them over, for tests of what the conductor does with them."""

from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.contract import ParsedPage
from kaoping.model.pages import EvidencePointer, Life, LinkKind, PageRecord, SeenLink, TargetRecord

SITE = "http://www.example.gov.cn/"
NOON = datetime(2022, 12, 31, 4, tzinfo=UTC)


def page(number: int, **changes: Any) -> PageRecord:
    """Return a page record that opened, with `changes`."""
    address = f"{SITE}p{number}.html" if number else SITE
    values: dict[str, Any] = {
        "number": number,
        "target": number,
        "url": address,
        "final_url": address,
        "level": min(number, 1),
        "status": 200,
        "fault": None,
        "reason": "",
        "content_type": "text/html",
        "text_charset": "utf-8",
        "charset_source": "header",
        "size": 1234,
        "seconds": 0.25,
        "fetched_at": NOON,
        "digest": f"sha256:{number:064x}",
        "evidence": EvidencePointer(f"sha256:{number:064x}", "spool.warc.gz", number * 1000),
    }
    return PageRecord(**(values | changes))


def target(number: int, life: Life = Life.ALIVE, **changes: Any) -> TargetRecord:
    """Return a target record."""
    values: dict[str, Any] = {
        "number": number,
        "url": f"{SITE}p{number}.html" if number else SITE,
        "kind": LinkKind.LINK,
        "offsite": False,
        "life": life,
        "status": 200 if life is Life.ALIVE else 404,
        "fault": None,
        "reason": "" if life is Life.ALIVE else "http-404",
        "looks": 1,
        "text": f"链接{number}",
        "checked_at": NOON,
    }
    return TargetRecord(**(values | changes))


def parsed(record: PageRecord, html: str, targets: tuple[TargetRecord, ...] = ()) -> ParsedPage:
    """Return the parse of a page that links to `targets`."""
    body = html.encode()
    tree = LexborHTMLParser(body)
    links = [SeenLink(item.number, item.url, item.kind) for item in targets]
    nodes = [tree.css("body")[0]] * len(links)
    return ParsedPage(record.final_url, body, tree, links, nodes, record.level)
