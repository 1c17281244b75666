"""One parsed page with what several extractors need of it, each computed once: text, anchors, labels, scripts."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from kaoping.facts.known_links import KnownLinks
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.word_lists import WordLists, shipped_lists
from kaoping.markup.outline import ANCHOR_COLUMNS, NONE, Outline
from kaoping.markup.scanning import Shape, shape_of
from kaoping.model.pages import LinkKind, SeenLink

MAX_TEXT = 300_000  # characters of one page that are looked at; beyond lies machine output, not prose
MAX_ANCHORS = 4_000
BLOCK_LENGTH = 2_400  # characters of the text of an element above an anchor
LEVELS = 4  # above an anchor that are looked at
NO_TARGET = -1
_PARTS = "title,meta,form,iframe,video,textarea,marquee,noscript,style,script,template"
_IMAGE = LinkKind.IMAGE  # looking it up for every link would cost more than the rest
_UNSEEN = "script,style,template"
BODY = LexborHTMLParser("<body>").css("body")[0].tag_id  # the parser's number of this element
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


class _AnchorRows:
    """The anchors of an outline by columns, and the texts of the elements above them."""

    def __init__(self, outline: Outline, tree: LexborHTMLParser) -> None:
        rows = array("i", outline.anchors)  # in which bisecting is ten times faster than in a memory view
        self._rows = rows
        self._blocks = array("i", outline.blocks)
        self._whole = outline.whole
        self.starts: Sequence[int] = rows[0::ANCHOR_COLUMNS]
        self.ends: Sequence[int] = rows[1::ANCHOR_COLUMNS]
        self.carriers: Sequence[int] = rows[2::ANCHOR_COLUMNS]
        self.astray = outline.astray
        self.body = outline.body
        self.elements = _Elements(tree, "a")

    def above(self, place: int, level: int) -> int:
        """Return the place of a block: of the element `level` above the parent of an anchor, or NONE."""
        return self._rows[place * ANCHOR_COLUMNS + 3 + level]

    def text(self, block: int, most: int) -> str | None:
        """Return the beginning of a block's text; None where it has so many bytes that it is longer than `most`."""
        start, end = self._blocks[2 * block], self._blocks[2 * block + 1]
        if end - start > 4 * most and most < BLOCK_LENGTH:
            return None
        return self._whole[start : min(end, start + 4 * BLOCK_LENGTH)].decode("utf-8", "replace")[:BLOCK_LENGTH]


class PageView:
    """A `ParsedPage` plus shared, lazily computed views of it; valid only while the page is being extracted.

    `word_lists` are what its wordings are looked up in: those that come with the program when None. `known_links` are
    what is remembered from page to page of a site.
    """

    def __init__(
        self, page: ParsedPage, word_lists: WordLists | None = None, known_links: KnownLinks | None = None
    ) -> None:
        self._page = page
        self._outline = page.outline
        self._word_lists = word_lists
        self._known_links = known_links or KnownLinks()
        self._block_texts: dict[int, str] = {}
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

    @property
    def hides(self) -> bool:
        """Whether an element of the page may be marked `hidden`."""
        return self._outline is None or self._outline.hides

    def may_name(self, captions: Sequence[str], ids: Sequence[str]) -> bool:
        """Tell whether an `alt` or `title` may hold one of `captions`, or an `id` one of `ids` (in lower case)."""
        outline = self._outline
        if outline is None:
            return True
        names = outline.ids.lower()
        return any(word in outline.captions for word in captions) or any(word in names for word in ids)

    def link_attributes(self, place: int) -> Mapping[str, str | None]:
        """Return the attributes of the element that carries a link, by the link's place."""
        carrier = self._carriers_of_links[place] if self._outline is not None else None
        if isinstance(carrier, tuple):
            return carrier[1]  # type: ignore[no-any-return]
        return self.nodes[place].attributes  # type: ignore[no-any-return]

    @cached_property
    def _carriers_of_links(self) -> Sequence[Any]:
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
    def telling_addresses(self) -> str:
        """Those of `addresses` that may tell something of the page's foot."""
        return self._known_links.telling(self.links[:MAX_ANCHORS])

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
        if self._outline is not None and len(self._outline.text) <= MAX_TEXT:
            return self._outline.utf8
        return self.text.encode("utf-8", "replace")

    @cached_property
    def shape(self) -> Shape:
        """The text's shape."""
        return shape_of(self.utf8)

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
        if self._rows is not None:
            return [self._anchor_of(self._rows, place) for place in range(len(self._rows.ends))]
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

    def anchor(self, place: int) -> Anchor:
        """Return one of the page's anchors, by its place among them."""
        return self._anchor_of(self._rows, place) if self._rows is not None else self.anchors[place]

    @property
    def anchor_ends(self) -> Sequence[int]:
        """Where the anchors end in the text, never decreasing; one that is not there, where the one before it does."""
        if self._rows is not None:
            return self._rows.ends
        return list(accumulate((anchor.end for anchor in self.anchors), max))

    @cached_property
    def _rows(self) -> "_AnchorRows | None":
        outline = self._outline
        return _AnchorRows(outline, self.tree) if outline is not None and len(outline.text) <= MAX_TEXT else None

    def _anchor_of(self, rows: "_AnchorRows", place: int) -> Anchor:
        start, carrier = rows.starts[place], rows.carriers[place]
        target = self._page.carried[carrier].target if carrier != NONE else NO_TARGET
        if start == NONE:
            return Anchor(target, rows.astray.get(place, ""), -1, -1, place, rows.elements)
        end = rows.ends[place]
        return Anchor(target, self.text[start:end], start, end, place, rows.elements)

    def text_above(self, anchor: Anchor, level: int, most: int) -> str | None:
        """Return the text of an element above an anchor (level 0: its parent), None where there is none.

        None where it is longer than `most` characters, too; no more than BLOCK_LENGTH are looked at. There are LEVELS
        levels.
        """
        rows = self._rows
        if rows is not None:
            block = rows.above(anchor.place, level)
            text = rows.text(block, most) if block != NONE else None
        else:
            node = anchor.node
            for _ in range(level + 1):
                node = node.parent if node is not None else None
            text = self._block_text(node) if node is not None else None
        return text if text is not None and len(text) <= most else None

    def stands_in_body(self, anchor: Anchor) -> bool:
        """Tell whether an anchor's parent is the body."""
        if self._rows is not None:
            return self._rows.above(anchor.place, 0) == self._rows.body != NONE
        parent = anchor.node.parent
        return parent is not None and parent.tag_id == BODY

    def _block_text(self, node: Any) -> str:
        text = self._block_texts.get(node.mem_id)
        if text is None:
            text = self._block_texts[node.mem_id] = node_text(node)[:BLOCK_LENGTH]
        return text

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
        return (each[1] for each in self._outline.carriers if isinstance(each, tuple) and each[0] == "meta")


def node_text(node: Any) -> str:
    """Return the text of a node: its non-empty text nodes, stripped, one a line."""
    text: str = node.text(separator="\n", strip=True, skip_empty=True)
    return text


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())
