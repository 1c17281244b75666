"""One parsed page with what several extractors need of it, each computed once: text, anchors, labels, scripts."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from kaoping.facts.parsed import ParsedPage
from kaoping.facts.text_shape import text_shape
from kaoping.model.pages import LinkKind, SeenLink

MAX_TEXT = 300_000  # characters of one page that are looked at; beyond lies machine output, not prose
MAX_ANCHORS = 4_000
NO_TARGET = -1
_PARTS = "title,meta,form,iframe,video,textarea,marquee,style,script,template"
_IMAGE = LinkKind.IMAGE  # looking it up for every link would cost more than the rest
_UNSEEN_TAGS = frozenset({"script", "style", "template"})


class Anchor(msgspec.Struct, frozen=True, gc=False):  # nothing it holds leads back to it
    """One `<a>` with its text's place in the page text; `start` is -1 when the text is empty or not found.

    `target` is NO_TARGET for one that the crawl does not follow (`javascript:` and the like).
    """

    target: int
    text: str
    start: int
    end: int
    node: Any


class PageView:
    """A `ParsedPage` plus shared, lazily computed views of it; valid only while the page is being extracted."""

    def __init__(self, page: ParsedPage) -> None:
        self._page = page
        self.url: str = page.url
        self.html: bytes = page.html
        self.tree: LexborHTMLParser = page.tree
        self.links: Sequence[SeenLink] = page.links
        self.nodes: Sequence[Any] = page.nodes
        self.level: int = page.level

    @property
    def page(self) -> ParsedPage:
        """The page that this is a view of."""
        return self._page

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Any]]:
        """Elements of the kinds in `_PARTS` by tag, found in one pass."""
        found: dict[str, list[Any]] = {}
        for node in self._parts:
            found.setdefault(node.tag or "", []).append(node)
        return found

    @cached_property
    def _parts(self) -> Sequence[Any]:
        return self.tree.css(_PARTS)

    @cached_property
    def scripts(self) -> str:
        """Inline scripts, one after the other; at most MAX_TEXT characters."""
        return "\n".join(filter(None, (node.text() for node in self.parts.get("script", ()))))[:MAX_TEXT]

    @cached_property
    def addresses(self) -> str:
        """Addresses of all links, pictures and resources, one a line, in lower case."""
        return "\n".join([link.url for link in self.links[:MAX_ANCHORS]]).lower()

    @cached_property
    def text(self) -> str:
        """Text of the body, one line per text node, without scripts and styles; at most MAX_TEXT characters."""
        body = self.tree.body
        if body is None:
            return ""
        text = node_text(body)
        cursor, kept = 0, []
        for node in self._parts:
            if node.tag not in _UNSEEN_TAGS:
                continue
            unseen = node_text(node)
            if not unseen:
                continue
            at = text.find(unseen, cursor)
            if at >= 0:
                kept.append(text[cursor:at])
                cursor = at + len(unseen)
        kept.append(text[cursor:])
        return "".join(kept)[:MAX_TEXT]

    @cached_property
    def utf8(self) -> bytes:
        """The text in UTF-8, which many scans read faster."""
        return self.text.encode("utf-8", "replace")

    @cached_property
    def shape(self) -> bytes:
        """The text's shape (see `text_shape`)."""
        return text_shape(self.text)

    @cached_property
    def links_by_node(self) -> Mapping[int, SeenLink]:
        """The links by the identity of their element."""
        return {node.mem_id: link for node, link in zip(self.nodes, self.links, strict=True)}

    @cached_property
    def pictures(self) -> Sequence[int]:
        """Which of the links are pictures, by their place among them."""
        return [place for place, link in enumerate(self.links) if link.kind is _IMAGE]

    @cached_property
    def anchors(self) -> list[Anchor]:
        """The page's `<a>` elements in document order, at most MAX_ANCHORS."""
        text, cursor = self.text, 0
        anchors: list[Anchor] = []
        links = self.links_by_node
        for node in self.tree.css("a")[:MAX_ANCHORS]:
            link = links.get(node.mem_id)
            words = node.text(separator="\n", strip=True, skip_empty=True)
            start = text.find(words, cursor) if words else -1
            end = -1
            if start >= 0:
                end = cursor = start + len(words)
            anchors.append(Anchor(link.target if link is not None else NO_TARGET, words, start, end, node))
        return anchors

    @cached_property
    def title(self) -> str:
        """Text of the first `<title>`, blanks squeezed."""
        heads = self.parts.get("title")
        return squeeze(heads[0].text()) if heads else ""

    @cached_property
    def metas(self) -> Mapping[str, str]:
        """Contents of `<meta name=…>` by lower-case name; the first non-empty one wins."""
        found: dict[str, str] = {}
        for node in self.parts.get("meta", ()):
            attributes = node.attributes
            name = (attributes.get("name") or "").strip().lower()
            if name and not found.get(name):
                found[name] = squeeze(attributes.get("content") or "")
        return found


def node_text(node: Any) -> str:
    """Return the text of a node: its non-empty text nodes, stripped, one a line."""
    text: str = node.text(separator="\n", strip=True, skip_empty=True)
    return text


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())
