"""Addresses from a site's sitemap, for pages that no link leads to."""

import html
import re
from urllib.parse import urlsplit

from kaoping.crawl.decoding import decode_body
from kaoping.crawl.fetch import Answer, Fetcher
from kaoping.crawl.robots import Robots

LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{8,2000})", re.IGNORECASE)
MAX_FILES = 4
MAX_ADDRESSES = 20_000
SIZE_LIMIT = 8 * 1024 * 1024


async def read_sitemap(fetcher: Fetcher, site: str, robots: Robots) -> list[str]:
    """Return the pages that the sitemaps named by robots.txt (or /sitemap.xml) list, in their order, bounded."""
    parts = urlsplit(site)
    waiting = list(robots.sitemaps) or [f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
    found: dict[str, None] = {}
    for _ in range(MAX_FILES):
        if not waiting or len(found) >= MAX_ADDRESSES:
            break
        url = waiting.pop(0)
        if urlsplit(url).netloc != parts.netloc or not robots.permits(url):
            continue
        answer = await fetcher.fetch(url, limit=SIZE_LIMIT)
        pages, more = locations(answer)
        waiting.extend(more)
        found.update(dict.fromkeys(pages))
    return list(found)[:MAX_ADDRESSES]


def locations(answer: Answer) -> tuple[list[str], list[str]]:
    """Return the pages and the further sitemaps that one sitemap file lists; nothing when it is not one."""
    if answer.status != 200:
        return [], []
    body = answer.body
    if body.startswith(b"\x1f\x8b"):
        body, _ = decode_body(body, "gzip", SIZE_LIMIT)
    addresses = [html.unescape(match.decode("utf-8", "replace")) for match in LOCATION.findall(body)]
    is_index = b"<sitemapindex" in body[:4096].lower()
    return ([], addresses) if is_index else (addresses, [])
