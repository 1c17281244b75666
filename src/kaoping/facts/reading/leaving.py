"""Links of the home page that lead to strangers, and whether visitors are told before they leave (离站提示)."""

import re
from collections.abc import Sequence

import msgspec

from kaoping.facts.hosts import domain_of, host_of, unrelated
from kaoping.facts.site.pages import Pages
from kaoping.facts.view import PageView

MOST = 1  # the home page: its template and its friendly links are where prompts are
SHOWN = 20
MAX_SCRIPT = 100_000  # characters
_TOLD = re.compile(
    r"离站提示|(?:即将|将要|将|正在)(?:离开|跳转|访问)[^\n]{0,40}(?:网站|本站|门户|外部|链接)"
    r"|离开本(?:网)?站|非(?:政府|本)网?站[^\n]{0,20}(?:链接|离开|访问)"
)
_ASKS = re.compile(r"confirm\s*\(|layer\.|dialog|modal|alert\s*\(|prompt|showDiv|popup", re.IGNORECASE)
_CLICK = re.compile(r"confirm|leave|out(?:link|side|url)?\b|jump|external|tishi|layer|lizhan", re.IGNORECASE)
_THROUGH = re.compile(r"[?&](?:url|link|target|goto|redirect|to|u)=https?(?:%3a|:)", re.IGNORECASE)
_FILE = re.compile(r"/(?:outlink|out_link|exit|leave|lizhan|external|linktips?|lztx)[^/\s]{0,20}\.js")


class Leaving(msgspec.Struct, frozen=True):
    """`strangers` are addresses and texts of links to unrelated hosts (at most SHOWN), `count` is how many there are.

    `ways` are how visitors may be told: script (a script of the page speaks of leaving and asks), click (such links
    have a handler), redirect (they go through a page of the site), file (a script file named so), notice (words only).
    """

    strangers: tuple[tuple[str, str], ...] = ()
    count: int = 0
    ways: tuple[str, ...] = ()


def wanted(pages: Pages) -> Sequence[int]:
    """The home page."""
    return [pages.home] if pages.home is not None else []


def extract(page: PageView) -> Leaving:
    """Return the strangers that the page links to and how it may tell visitors that they leave."""
    own = host_of(page.url)
    known = page.links_by_node
    strangers: dict[str, str] = {}
    handled = through = 0
    for anchor in page.anchors:
        link = known.get(anchor.node.mem_id)
        if link is None:
            continue
        if unrelated(host_of(link.url), own):
            strangers.setdefault(link.url, " ".join(anchor.text.split())[:60])
            handled += _CLICK.search(anchor.node.attributes.get("onclick") or "") is not None
        elif domain_of(host_of(link.url)) == domain_of(own):
            through += _THROUGH.search(link.url) is not None
    return Leaving(tuple(strangers.items())[:SHOWN], len(strangers), _ways(page, handled > 0, through > 0))


def _ways(page: PageView, handled: bool, through: bool) -> tuple[str, ...]:
    scripts = page.scripts[:MAX_SCRIPT]
    told = _TOLD.search(scripts) is not None
    found = {
        "script": told and _ASKS.search(scripts) is not None,
        "click": handled,
        "redirect": through,
        "file": _FILE.search(page.addresses) is not None,
        "notice": _TOLD.search(page.text) is not None,
    }
    return tuple(way for way, there in found.items() if there)
