"""Blocks of links that a visitor does not see (暗链): by style, by script, by size or by place."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import msgspec

from kaoping.facts.lexicon import lexicon, plain
from kaoping.facts.view import MAX_TEXT, PageView, node_text
from kaoping.model.pages import SeenLink

SHOWS = "all"
MAX_BLOCKS = 20
MAX_LINKS = 60
SHORT = 200  # characters of an inline style whose meaning is kept
MAX_STYLED = 3_000
MAX_FOLLOWING = 400
MAX_WRITES = 200  # in one script
_STYLES = (
    ("display-none", re.compile(r"display\s*:\s*none")),
    ("visibility", re.compile(r"visibility\s*:\s*hidden")),
    ("off-screen", re.compile(r"(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3,}")),
    ("tiny", re.compile(r"(?:font-size|line-height)\s*:\s*[01](?:\.0*)?(?:px|pt|em|%)?\s*(?:;|!|$)")),
    ("transparent", re.compile(r"opacity\s*[:=]\s*0(?:\.0*)?\s*(?:;|!|\)|$)")),
    (
        "clipped",
        re.compile(r"clip\s*:\s*rect\(\s*0(?:px)?[\s,]+0(?:px)?[\s,]|scale\(\s*0\s*\)|translate[xy]?\(\s*-\d{3,}"),
    ),
)
_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|!|$)")
_SUSPECT = re.compile(r"display|visib|opacity|background|overflow|clip|scale|-\d\d\d|(?:size|line-height)\s*:\s*[01]")
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
    yield from _frames(page)
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
    styles = page.inline_styles
    styled = page.tree.css("[style]") if styles is None or any(map(_hiding_inline, styles)) else ()
    for node in styled[:MAX_STYLED]:
        technique = _hiding_inline(node.attrs.get("style") or "")
        if technique:
            yield node, technique
    if page.hides and b" hidden" in page.html:
        for node in page.tree.css("[hidden]")[:MAX_STYLED]:
            yield node, "display-none"
    for node in page.parts.get("marquee", ()) if page.count("marquee") else ():
        if _still(node.attributes):
            yield node, "marquee"
    for name in dict.fromkeys(_BY_ID.findall(page.scripts)):
        yield from _by_id(page, name)
    for sheet in page.sheets:
        yield from _by_rule(page, sheet)


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


def _frames(page: PageView) -> Iterator[Block]:
    """Frames that show another page to nobody: a way to load what an intruder wants loaded."""
    for node in page.parts.get("iframe", ()) if page.count("iframe") else ():
        attributes = node.attributes
        sizes = [(attributes.get(name) or "").strip() for name in ("width", "height")]
        unseen = all(_NO_SIZE.fullmatch(size) for size in sizes) or _hiding_inline(attributes.get("style") or "")
        link = page.links_by_node.get(node.mem_id) if unseen else None
        if link is not None and not _counts_visitors(node):
            yield Block("frame", _handled(node), 1, ((link.url, ""),))


def _counts_visitors(node: Any) -> bool:
    """Whether a frame is the usual way of statistics to count visitors without scripts."""
    above = node.parent
    while above is not None and above.tag != "noscript":
        above = above.parent
    return above is not None


_NO_SIZE = re.compile(r"[01](?:px|%)?")


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
        if technique in ("display-none", "visibility", "off-screen", "tiny", "same-colour", "clipped")
        and not re.match(r"[.#]\d", selector)
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
        for inside in _hidden_writing(source[:MAX_TEXT]):
            links = list(inside) or list(_following(node, known))
            yield _block("written", False, links)


@lru_cache(maxsize=256)
def _hidden_writing(source: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the links of each hidden block that a script writes, none for one that is only opened.

    A site's pages share their scripts, which is why this is kept.
    """
    if sum(map(source.count, _WRITERS)) > MAX_WRITES:
        return ()  # no page of a site says so much this way; looking at all of it could take for ever
    found = []
    for match in _WRITE.finditer(_JOINED.sub("", _ESCAPED.sub(_unescaped, source))):
        markup = match[2]
        if not hiding(markup):
            continue
        inside = tuple((url, words.strip()) for url, words in _HREF.findall(markup))
        if inside or markup.lower().count("<div") > markup.lower().count("</div"):
            found.append(inside)
    return tuple(found)


_WRITERS = ("document.write", "unescape", "decodeURIComponent")
_ESCAPED = re.compile(r"(?:unescape|decodeURIComponent)\(\s*([\"'])(.{0,8000}?)\1\s*\)", re.DOTALL)
_JOINED = re.compile(r"([\"'])\s*\+\s*\1")


def _unescaped(match: "re.Match[str]") -> str:
    """A string literal of what `unescape` gives, in quotes that it does not hold."""
    text = unquote(match[2], errors="replace")
    quote = "'" if "'" not in text else '"'
    return quote + text.replace(quote, "&quot;") + quote


def _following(node: Any, known: Mapping[int, SeenLink]) -> Iterator[tuple[str, str]]:
    for _ in range(MAX_FOLLOWING):
        node = node.next
        if node is None or node.tag == "script":
            return
        if node.is_element_node:
            yield from _links(node, known, set())
