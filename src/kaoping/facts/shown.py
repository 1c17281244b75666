"""What a browser shows of a page, asked by the extractors of pages: what scripts write shows here."""

from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.facts.discovery import PageExtractor, Shows
from kaoping.facts.masked_page import hide_numbers
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.view import PageView

Parse = Callable[[bytes], ParsedPage]


def shown_facts(document: bytes, parse: Parse, extractors: Mapping[str, PageExtractor]) -> dict[str, bytes]:
    """Return what extractors say of a document (UTF-8) as a browser left it, encoded, by name.

    Numbers of persons are masked. What does not show has the attribute `hidden` in the document; only extractors that
    ask for all of it are given that.
    """
    views = {
        Shows.VISIBLE: PageView(parse(without_hidden(document))),
        Shows.ALL: PageView(parse(document)),
    }
    told: dict[str, bytes] = {}
    for name, extractor in extractors.items():
        value = extractor.extract(views[extractor.shows]) if extractor.shows else None
        if value is not None:
            told[name] = extractor.encode(value)
    hide_numbers(views[Shows.ALL], told)
    return told


def without_hidden(document: bytes) -> bytes:
    """Return a document without the elements that have the attribute `hidden`."""
    tree = LexborHTMLParser(document)
    found = {node.mem_id: node for node in tree.css("[hidden]")}
    if not found:
        return document
    for node in [node for node in found.values() if not _within(node, found)]:
        node.decompose()
    return (tree.html or "").encode("utf-8", "replace")


def _within(node: LexborNode, found: Mapping[int, LexborNode]) -> bool:
    """Whether an element stands within another one of `found`, and goes with it."""
    above = node.parent
    while above is not None:
        if above.mem_id in found:
            return True
        above = above.parent
    return False
