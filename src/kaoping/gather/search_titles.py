"""The titles that a site's search is tried with: those by which the site links its own pages."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from kaoping.gather.document import Document
from kaoping.gather.search_results import plain

SHORTEST, LONGEST = 8, 60  # characters of a title, marks left out
BROKEN_OFF = re.compile(r"(?:…|\.{2,})\s*$")
_LISTS = re.compile("新闻|要闻|动态|公告|通知|信息公开")
_NO_PAGE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|jpe?g|png|gif|mp[34]|ofd|wps)$", re.IGNORECASE)


def shown_titles(page: Document, site: str) -> dict[str, str]:
    """Return whole titles of the site's own pages that `page` links, by address, each title once."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for node, url in page.links():
        title = " ".join((node.attributes.get("title") or node.text(strip=True)).split())
        key = plain(title)
        if key in seen or not SHORTEST <= len(key) <= LONGEST or BROKEN_OFF.search(title):
            continue
        if _own(url, page, site) and not _NO_PAGE.search(urlsplit(url).path):
            seen.add(key)
            found.setdefault(url, title)
    return found


def list_pages(page: Document, site: str) -> list[str]:
    """Return the site's own pages that are linked by the name of a column in which titles stand."""
    urls: dict[str, None] = {}
    for node, url in page.links():
        words = node.text(strip=True)
        if len(words) <= 8 and _LISTS.search(words) and _own(url, page, site):
            urls.setdefault(url)
    return list(urls)


def drawn(titles: Mapping[str, str], site: str, count: int) -> list[tuple[str, str]]:
    """Return `count` of the titles with their addresses; the draw depends on nothing but site and titles."""
    ranked = sorted(titles.items(), key=lambda each: hashlib.sha256(f"{site}\n{each[1]}".encode()).digest())
    return [(title, url) for url, title in ranked[:count]]


def _own(url: str, page: Document, site: str) -> bool:
    host = urlsplit(url).netloc
    return host in (urlsplit(site).netloc, urlsplit(page.url).netloc) and urlsplit(url).path not in ("", "/")
