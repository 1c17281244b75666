"""Look at one page of each stranger's host that a site links to: its title and the beginning of its text."""

import asyncio
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaoping.crawl.charset import read_text
from kaoping.crawl.fetch import Answer, Fetcher
from kaoping.crawl.links import LOCATION, REFRESH
from kaoping.crawl.soft404 import TAGS, TITLE
from kaoping.crawl.verdicts import judge
from kaoping.model.site_looks import Neighbour

PEEK = 32 * 1024  # bytes of a page that are looked at
TITLE_KEPT, TEXT_KEPT = 200, 1_500  # characters
STUB = 4_096  # bytes; a longer page is no mere signpost
TOGETHER = 16
_META = re.compile(rb"<meta[^>]{0,80}http-equiv\s*=\s*[\"']?refresh[^>]{0,80}content\s*=\s*[\"']([^\"']{1,500})", re.I)


@dataclass(slots=True)
class Neighbours:
    """Looks at each address once for all sites of a batch."""

    fetcher: Fetcher
    _known: dict[str, "asyncio.Task[Neighbour]"] = field(default_factory=dict)
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOGETHER))

    async def look(self, urls: Sequence[str] | None) -> tuple[Neighbour, ...] | None:
        """Return what a site's neighbours show; None when nobody said which they are."""
        if urls is None:
            return None
        tasks = []
        for url in urls:
            if url not in self._known:
                self._known[url] = asyncio.create_task(self._one(url))
            tasks.append(self._known[url])
        return tuple(await asyncio.gather(*tasks))

    async def _one(self, url: str) -> Neighbour:
        async with self._gate:
            return _as_neighbour(await self.fetcher.fetch(url, limit=PEEK, second=True))


def _as_neighbour(answer: Answer) -> Neighbour:
    verdict = judge(answer)
    seen = Neighbour(answer.url, answer.at, answer.status, answer.final_url, verdict.reason, verdict.fault)
    content_type = answer.headers.get("content-type", "")
    if verdict.fault is not None or not answer.body or "html" not in content_type:
        return seen
    utf8 = read_text(answer.body, content_type).utf8
    title = TITLE.search(utf8)
    return Neighbour(
        answer.url,
        answer.at,
        answer.status,
        answer.final_url,
        title=_plain(title[1])[:TITLE_KEPT] if title else "",
        text=_plain(TAGS.sub(b" ", utf8))[:TEXT_KEPT],
        sends_to=_sends_to(utf8),
    )


def _sends_to(utf8: bytes) -> str:
    """Where a short page sends its visitors by script or refresh."""
    if len(utf8) > STUB:
        return ""
    meta = _META.search(utf8)
    if meta is not None and (there := REFRESH.search(meta[1].decode("utf-8", "replace"))):
        return there[1].strip()[:500]
    script = LOCATION.search(utf8)
    return script[1].decode("utf-8", "replace") if script else ""


def _plain(raw: bytes) -> str:
    return " ".join(html.unescape(raw.decode("utf-8", "replace")).split())
