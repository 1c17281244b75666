"""Blocks of links that a visitor does not see (暗链): by style, by script, by size or by place."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from kaoping.facts.lexicon import lexicon, plain
from kaoping.facts.view import MAX_TEXT, PageView, node_text
from kaoping.model.pages import SeenLink

MAX_BLOCKS = 20
MAX_LINKS = 60
SHORT = 200  # characters of an inline style whose meaning is kept
MAX_STYLED = 3_000
MAX_FOLLOWING = 400
_STYLES = (
    ("display-none", re.compile(r"display\s*:\s*none")),
    ("visibility", re.compile(r"visibility\s*:\s*hidden")),
    ("off-screen", re.compile(r"(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3,}")),
    ("tiny", re.compile(r"(?:font-size|line-height)\s*:\s*[01](?:\.0*)?(?:px|pt|em|%)?\s*(?:;|!|$)")),
    ("transparent", re.compile(r"opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)")),
)
_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|!|$)")
_SUSPECT = re.compile(r"display|visib|opacity|background|overflow|-\d\d\d|(?:size|line-height)\s*:\s*[01]")
_COLOURS = re.compile(r"(?:^|[;\s])(background(?:-color)?|color)\s*:\s*(#[0-9a-f]{3,6}|[a-z]+)")
_RULE = re.compile(r"([.#][\w-]{1,60})\s*\{([^{}]{0,300})\}")
_WRITE = re.compile(r"document\.write(?:ln)?\s*\(\s*([\"'])(.{0,4000}?)\1\s*\)", re.DOTALL)
_BY_ID = re.compile(
    r"getElementById\s*\(\s*[\"']([\w-]{1,60})[\"']\s*\)\s*\.\s*style\s*\.\s*(?:display\s*=\s*[\"']none|visibility\s*=\s*[\"']hidden"
    r"|(?:left|top)\s*=\s*[\"']-\d{3,})"
)
_HREF = re.compile(r"href\s*=\s*\\?[\"']?\s*(https?://[^\s\"'\\>]{3,300})[^>]*>([^<]{0,80})", re.IGNORECASE)


class Block(msgspec.Struct, frozen=True):
    """One hidden block. `handled` says that it has an id or class, by which a menu or tab may show it.

    `links` are its links as (absolute address, text), at most MAX_LINKS; `count` is how many there are. `words` are
    terms of the spam lexicon in their texts.
    """

    technique: str
    handled: bool
    count: int
    links: tuple[tuple[str, str], ...]
    words: tuple[str, ...] = ()


def extract(page: PageView) -> list[Block] | None:
    """Return the page's hidden blocks of links, or None."""
    blocks: dict[tuple[tuple[str, str], ...], Block] = {}
    for block in _blocks(page):
        if block.links and len(blocks) < MAX_BLOCKS:
            blocks.setdefault(block.links, block)
    return list(blocks.values()) or None


def _blocks(page: PageView) -> Iterator[Block]:
    seen: set[int] = set()
    hidden = list(_hidden_nodes(page))
    written = "document.write" in page.scripts
    if not (hidden or written):
        return
    known = page.links_by_node
    for node, technique in hidden:
        if node.mem_id in seen:
            continue
        seen.add(node.mem_id)
        found = _links(node, known, seen)
        if found:
            yield _block(technique, _handled(node), found)
    if written:
        yield from _written(page, known)


def _hidden_nodes(page: PageView) -> Iterator[tuple[Any, str]]:
    for node in page.tree.css("[style]")[:MAX_STYLED]:
        technique = _hiding_inline(node.attrs.get("style") or "")
        if technique:
            yield node, technique
    for node in page.parts.get("marquee", ()):
        if _still(node.attributes):
            yield node, "marquee"
    for name in dict.fromkeys(_BY_ID.findall(page.scripts)):
        yield from _by_id(page, name)
    for node in page.parts.get("style", ()):
        yield from _by_rule(page, node.text())


def _hiding_inline(style: str) -> str:
    return _hiding_short(style) if len(style) <= SHORT else hiding(style)


def hiding(style: str) -> str:
    """Return by which technique an inline style hides its element, or nothing."""
    style = style.lower()
    if _SUSPECT.search(style) is None:
        return ""
    for technique, pattern in _STYLES:
        if pattern.search(style):
            return technique
    if "overflow" in style and "hidden" in style and _SIZE.search(style):
        return "tiny"
    colours = dict(_COLOURS.findall(style))
    ground = colours.get("background-color") or colours.get("background")
    return "same-colour" if ground and ground == colours.get("color") else ""


_hiding_short = lru_cache(maxsize=4_096)(hiding)  # a site repeats the same few hundred inline styles


def _still(attributes: "dict[str, str | None]") -> bool:
    sizes = [attributes.get("width"), attributes.get("height")]
    tiny = any(size is not None and re.fullmatch(r"[0-5](?:px)?", size.strip()) for size in sizes)
    speed = attributes.get("scrollamount") or ""
    return tiny or (speed.isdigit() and int(speed) >= 1000)


def _by_id(page: PageView, name: str) -> Iterator[tuple[Any, str]]:
    for node in page.tree.css("[id]"):
        if node.attributes.get("id") == name:
            yield node, "script"


def _by_rule(page: PageView, sheet: str) -> Iterator[tuple[Any, str]]:
    for selector, technique in _hiding_rules(sheet[:100_000]):
        for node in page.tree.css(selector)[:50]:
            yield node, f"rule-{technique}"


@lru_cache(maxsize=64)
def _hiding_rules(sheet: str) -> tuple[tuple[str, str], ...]:
    """Return the selectors of a style sheet whose rules hide, and how; a site's pages share a few sheets."""
    rules = ((selector, hiding(text)) for selector, text in _RULE.findall(sheet))
    return tuple(
        (selector, technique)
        for selector, technique in rules
        if technique in ("display-none", "visibility", "off-screen", "tiny") and not re.match(r"[.#]\d", selector)
    )


def _links(node: Any, known: Mapping[int, SeenLink], seen: set[int]) -> list[tuple[str, str]]:
    found = []
    nodes = [node] if node.tag == "a" else []
    for element in nodes + node.css("a[href]"):
        seen.add(element.mem_id)
        link = known.get(element.mem_id)
        if link is not None:
            found.append((link.url, node_text(element).replace("\n", " ")[:60]))
    return found


def _handled(node: Any) -> bool:
    attributes = node.attributes
    return bool(attributes.get("id") or attributes.get("class"))


def _block(technique: str, handled: bool, links: list[tuple[str, str]]) -> Block:
    text = "|".join(words for _, words in links)
    terms = {term.text for term, _, _ in lexicon().find(plain(text)) if term.strong and term.group != "mojibake"}
    return Block(technique, handled, len(links), tuple(links[:MAX_LINKS]), tuple(sorted(terms)))


def _written(page: PageView, known: Mapping[int, SeenLink]) -> Iterator[Block]:
    """Hidden markup that a script writes: with its links in the script, or opened before links that follow it."""
    for node in page.parts.get("script", ()):
        source = node.text()
        if "document.write" not in source:
            continue
        for match in _WRITE.finditer(source[:MAX_TEXT]):
            markup = match[2]
            technique = hiding(markup)
            if not technique:
                continue
            inside = [(url, words.strip()) for url, words in _HREF.findall(markup)]
            if inside:
                yield _block("written", False, inside)
            elif markup.lower().count("<div") > markup.lower().count("</div"):
                yield _block("written", False, list(_following(node, known)))


def _following(node: Any, known: Mapping[int, SeenLink]) -> Iterator[tuple[str, str]]:
    for _ in range(MAX_FOLLOWING):
        node = node.next
        if node is None or node.tag == "script":
            return
        if node.is_element_node:
            yield from _links(node, known, set())
