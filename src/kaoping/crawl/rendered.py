"""A page's document as a browser left it, parsed as the crawl parses pages; links have the numbers of its targets."""

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.addresses import normalise
from kaoping.crawl.contract import ParsedPage
from kaoping.crawl.links import LinkReader, PageAddress
from kaoping.crawl.nesting import shallow
from kaoping.crawl.stored import NewTargets
from kaoping.crawl.traps import TrapGuard
from kaoping.model.pages import PageRecord, TargetRecord

MOST_NEW = 5_000  # addresses of one page that the crawl has not seen


def parse_rendered(record: PageRecord, targets: Sequence[TargetRecord], document: bytes) -> ParsedPage:
    """Return a document (UTF-8) as a parsed page; links the crawl has not seen have numbers of no target."""
    reader = LinkReader(NewTargets(targets), TrapGuard(0), lambda _: False, MOST_NEW)
    html = shallow(document)
    tree = LexborHTMLParser(html)
    final = record.url if record.final_url == record.url else normalise(record.final_url)
    links, nodes, outline, carried = reader.read(tree, html, PageAddress(final, record.level, "utf-8"))
    return ParsedPage(final, html, tree, links, nodes, record.level, outline, carried)
