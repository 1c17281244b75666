"""One parsed page with what several extractors need of it, each computed once: text, anchors, labels, scripts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from kaoping.facts.parsed import ParsedPage
from kaoping.facts.text_shape import text_shape
from kaoping.facts.word_lists import WordLists, shipped_lists
from kaoping.markup.outline import Carrier, Outline
from kaoping.model.pages import LinkKind, SeenLink

MAX_TEXT = 300_000  # characters of one page that are looked at; beyond lies machine output, not prose
MAX_ANCHORS = 4_000
NO_TARGET = -1
_PARTS = "title,meta,form,iframe,video,textarea,marquee,style,script,template"
_IMAGE = LinkKind.IMAGE  # looking it up for every link would cost more than the rest
_UNSEEN = "script,style,template"
_NOT_COUNTED = frozenset({"meta", "script", "style", "template"})  # by the walk of an outline


class Anchor(msgspec.Struct, frozen=True, gc=False):  # nothing it holds leads back to it
    """One `<a>` with its text's place in the page text; `start` is -1 when the text is empty or not found.

    `target` is NO_TARGET for one that the crawl does not follow (`javascript:` and the like).
    """

    target: int
    text: str
    start: int
    end: int
    place: int  # among the anchors of the page
    elements: Sequence[Any]

    @property
    def node(self) -> Any:
        """The element."""
        return self.elements[self.place]


class _Elements(Sequence[Any]):
    """Elements of a page by a selector, queried when the first is asked for."""

    def __init__(self, tree: LexborHTMLParser, selector: str) -> None:
        self._tree = tree
        self._selector = selector

    @cached_property
    def _all(self) -> Sequence[Any]:
        return self._tree.css(self._selector)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, place: Any) -> Any:
        return self._all[place]


class PageView:
    """A `ParsedPage` plus shared, lazily computed views of it; valid only while the page is being extracted.

    `word_lists` are what its wordings are looked up in: those that come with the program when None.
    """

    def __init__(self, page: ParsedPage, word_lists: WordLists | None = None) -> None:
        self._page = page
        self._outline = page.outline
        self._word_lists = word_lists
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

    @property
    def word_lists(self) -> WordLists:
        """The word lists (词库) in force."""
        return self._word_lists or shipped_lists()

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
        if self._outline is not None:
            return "\n".join(filter(None, self._outline.scripts))[:MAX_TEXT]
        return "\n".join(filter(None, (node.text() for node in self.parts.get("script", ()))))[:MAX_TEXT]

    @cached_property
    def sheets(self) -> Sequence[str]:
        """Texts of the `<style>` elements."""
        if self._outline is not None:
            return self._outline.sheets
        return [node.text() for node in self.parts.get("style", ())]

    @property
    def inline_styles(self) -> Sequence[str] | None:
        """The distinct inline styles of the page; None where they must be asked of its elements."""
        return None if self._outline is None else self._outline.styles

    def may_name(self, *words: str) -> bool:
        """Tell whether an `id`, `alt` or `title` may hold one of `words` (ASCII letters in lower case)."""
        return self._outline is None or any(word in self._named for word in words)

    @cached_property
    def _named(self) -> str:
        return f"{self._outline.captions}\n{self._outline.ids}".lower() if self._outline is not None else ""

    def link_attributes(self, place: int) -> Mapping[str, str | None]:
        """Return the attributes of the element that carries a link, by the link's place."""
        carrier = self._carriers_of_links[place] if self._outline is not None else ""
        if isinstance(carrier, str):
            return self.nodes[place].attributes  # type: ignore[no-any-return]
        return carrier[1]

    @cached_property
    def _carriers_of_links(self) -> Sequence[Carrier]:
        assert self._outline is not None
        pairs = zip(self._outline.carriers, self._page.carried, strict=True)
        return [carrier for carrier, link in pairs if link.target != NO_TARGET]

    def count(self, tag: str) -> int:
        """Return how many elements of a kind in `_PARTS` there are."""
        outline = self._outline
        if outline is not None and tag not in _NOT_COUNTED:
            return len(outline.titles) if tag == "title" else outline.counts.get(tag, 0)
        return len(self.parts.get(tag, ()))

    @cached_property
    def addresses(self) -> str:
        """Addresses of all links, pictures and resources, one a line, in lower case."""
        return "\n".join([link.url for link in self.links[:MAX_ANCHORS]]).lower()

    @cached_property
    def text(self) -> str:
        """Text of the body, one line per text node, without scripts and styles; at most MAX_TEXT characters."""
        if self._outline is not None:
            return self._outline.text[:MAX_TEXT]
        body = self.tree.body
        if body is None:
            return ""
        text = node_text(body)
        cursor, kept = 0, []
        for node in body.css(_UNSEEN):
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
        outline = self._outline
        if outline is not None and len(outline.text) <= MAX_TEXT:
            return self._anchors_of(outline)
        text, cursor = self.text, 0
        anchors: list[Anchor] = []
        links = self.links_by_node
        nodes = self.tree.css("a")
        for place, node in enumerate(nodes[:MAX_ANCHORS]):
            link = links.get(node.mem_id)
            words = node.text(separator="\n", strip=True, skip_empty=True)
            start = text.find(words, cursor) if words else -1
            end = -1
            if start >= 0:
                end = cursor = start + len(words)
            anchors.append(Anchor(link.target if link is not None else NO_TARGET, words, start, end, place, nodes))
        return anchors

    def _anchors_of(self, outline: Outline) -> list[Anchor]:
        targets = [link.target for link in self._page.carried]
        targets.append(NO_TARGET)  # what -1 stands for
        columns = zip(outline.anchors, outline.anchor_places, outline.anchor_carriers, strict=True)
        elements = _Elements(self.tree, "a")
        return [
            Anchor(targets[carrier], words, start, start + len(words) if start >= 0 else -1, place, elements)
            for place, (words, start, carrier) in enumerate(islice(columns, MAX_ANCHORS))
        ]

    @cached_property
    def title(self) -> str:
        """Text of the first `<title>`, blanks squeezed."""
        if self._outline is not None:
            return squeeze(self._outline.titles[0]) if self._outline.titles else ""
        heads = self.parts.get("title")
        return squeeze(heads[0].text()) if heads else ""

    @cached_property
    def metas(self) -> Mapping[str, str]:
        """Contents of `<meta name=…>` by lower-case name; the first non-empty one wins."""
        found: dict[str, str] = {}
        for attributes in self._metas():
            name = (attributes.get("name") or "").strip().lower()
            if name and not found.get(name):
                found[name] = squeeze(attributes.get("content") or "")
        return found

    def _metas(self) -> Iterator[Mapping[str, str | None]]:
        if self._outline is None:
            return (node.attributes for node in self.parts.get("meta", ()))
        return (each[1] for each in self._outline.carriers if not isinstance(each, str) and each[0] == "meta")


def node_text(node: Any) -> str:
    """Return the text of a node: its non-empty text nodes, stripped, one a line."""
    text: str = node.text(separator="\n", strip=True, skip_empty=True)
    return text


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())
