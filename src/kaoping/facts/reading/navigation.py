"""What the site map (网站地图) and the home page's navigation list: names and where they lead."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.view import PageView

MOST = 3  # the home page, and at most two pages called site map
MAX_ENTRIES = 2_000
CLIMB = 12  # how many elements above a link are looked at
FEW = 5  # fewer links outside of head and foot than this are no map of their own
_MAP = re.compile(r"(?:网站|站点|本站)(?:地图|导航)|地图导航|site\s?map", re.IGNORECASE)
_NAVIGATION = re.compile(r"nav|menu|daohang|\bdh\b", re.IGNORECASE)
_FRAME = re.compile(r"nav|menu|head|foot|\btop\b|bottom|banner|daohang|copyright|crumb|location", re.IGNORECASE)
_FRAME_TAGS = frozenset({"nav", "header", "footer"})


class Menu(msgspec.Struct, frozen=True):
    """`entries` are (target, name) of the page's own links, outside of head, foot and navigation where it has such.

    `navigation` are those of its navigation. Names have no blanks.
    """

    entries: tuple[tuple[int, str], ...] = ()
    navigation: tuple[tuple[int, str], ...] = ()


def wanted(record: SiteRecord, pages: Pages) -> Sequence[int]:
    """The home page, then pages whose first link calls them a site map."""
    home = [pages.home] if pages.home is not None else []
    return [*home, *map_pages(record, pages)]


def map_pages(record: SiteRecord, pages: Pages) -> list[int]:
    """Return the numbers of the pages that links call a site map, in order."""
    called = {target.number for target in record.targets if len(target.text) <= 12 and _MAP.search(target.text)}
    return [number for number, page in sorted(pages.records.items()) if page.target in called and number != pages.home]


def extract(page: PageView) -> Menu:
    """Return what the page lists."""
    own: list[tuple[int, str]] = []
    navigation: list[tuple[int, str]] = []
    everything: list[tuple[int, str]] = []
    for target, name, node in _named(page):
        everything.append((target, name))
        if _within(node, _NAVIGATION, frozenset({"nav"})):
            navigation.append((target, name))
        if not _within(node, _FRAME, _FRAME_TAGS):
            own.append((target, name))
    listed = own if len(own) >= FEW else everything
    return Menu(tuple(dict.fromkeys(listed))[:MAX_ENTRIES], tuple(dict.fromkeys(navigation))[:MAX_ENTRIES])


def _named(page: PageView) -> Iterator[tuple[int, str, Any]]:
    for anchor in page.anchors[:MAX_ENTRIES]:
        name = "".join(anchor.text.split())
        if anchor.target >= 0 and name:
            yield anchor.target, name, anchor.node


def _within(node: Any, words: "re.Pattern[str]", tags: frozenset[str]) -> bool:
    """Whether an element above has one of the tags, or a class or id with one of the words."""
    for _ in range(CLIMB):
        node = node.parent
        if node is None or node.tag in ("body", "html"):
            return False
        if node.tag in tags:
            return True
        attributes = node.attributes
        if words.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
    return False
