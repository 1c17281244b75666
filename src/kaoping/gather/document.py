"""An answer as a parsed page, with what looking around needs of it: its base, its links, where it sends visitors on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.addresses import join
from kaoping.crawl.fetch import Answer, Fetcher
from kaoping.crawl.links import LOCATION, REFRESH, STUB_LENGTH
from kaoping.crawl.page import read_document
from kaoping.crawl.verdicts import judge
from kaoping.model.pages import Life

MAX_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Document:
    """A page that opened: its address, what relative addresses on it start from, its charset and its one parse."""

    url: str
    base: str
    charset: str
    tree: LexborHTMLParser
    html: bytes

    def address(self, href: str | None) -> str:
        """Return the address that `href` means here in normal form; empty for what is no web address."""
        if not href or href.lstrip().startswith("#"):
            return ""
        try:
            address = join(href, self.base)
        except ValueError:
            return ""
        return address.url if address is not None else ""

    def links(self) -> Iterator[tuple[Any, str]]:
        """Yield the links, at most MAX_LINKS, with their addresses; what is no address is left out."""
        for node in self.tree.css("a[href]")[:MAX_LINKS]:
            if url := self.address(node.attributes.get("href")):
                yield node, url


def opened_document(answer: Answer) -> Document | None:
    """Return an answer as a parsed page; None when it is none that opened."""
    if answer.status != 200 or judge(answer).life is not Life.ALIVE:
        return None
    header = answer.headers.get("content-type", "").split("\n")[0]
    if header and "html" not in header.lower() and "text/plain" not in header.lower():
        return None
    text, _ = read_document(answer.body, header)
    tree = LexborHTMLParser(text.utf8)
    document = Document(answer.final_url, answer.final_url, text.charset, tree, text.utf8)
    named = tree.css_first("base[href]")
    base = document.address(named.attributes.get("href")) if named is not None else ""
    return Document(answer.final_url, base or answer.final_url, text.charset, tree, text.utf8)


async def followed(fetcher: Fetcher, answer: Answer, permitted: Callable[[str, str], bool]) -> Document | None:
    """Return the page that an answer brings, or the one that it sends visitors on to by refresh or script, once.

    `permitted` tells whether an address may be asked from another.
    """
    document = opened_document(answer)
    onward = _onward(document) if document is not None else ""
    if document is None or not onward or not permitted(onward, document.url):
        return document
    return opened_document(await fetcher.fetch(onward)) or document


def _onward(document: Document) -> str:
    if len(document.html) >= STUB_LENGTH:
        return ""
    for node in document.tree.css("meta[http-equiv]"):
        match = REFRESH.match(node.attributes.get("content") or "")
        if match and (node.attributes.get("http-equiv") or "").lower() == "refresh":
            return document.address(match[1])
    if document.tree.css_first("a[href]") is None and (script := LOCATION.search(document.html)):
        return document.address(script[1].decode("utf-8", "replace"))
    return ""
