"""What a site's robots.txt permits us, read within limits."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from kaoping.crawl.fetch import Answer, Fetcher, wait
from kaoping.crawl.verdicts import judge
from kaoping.model.pages import Life

SIZE_LIMIT = 500 * 1024  # bytes; what RFC 9309 asks a crawler to read at least
LINE_LIMIT = 2000
MAX_SITEMAPS = 3


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us. `closed` says that robots.txt could not be read, so that nothing but the root may be asked."""

    rules: Protego | None
    agent: str
    closed: bool = False

    def permits(self, url: str) -> bool:
        if self.closed:
            return False
        return self.rules is None or self.rules.can_fetch(url, self.agent)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for (0: it does not say)."""
        if self.rules is None:
            return 0.0
        return float(self.rules.crawl_delay(self.agent) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self.rules.sitemaps)[:MAX_SITEMAPS] if self.rules is not None else ()


async def read_robots(fetcher: Fetcher, site: str, agent: str, second_look_after: float) -> Robots:
    """Fetch and parse robots.txt of `site` as RFC 9309 says.

    4xx means that everything may be asked for; 5xx or no answer, twice, that nothing may. A server that does not
    answer at all is not closed by this: its pages will tell.
    """
    parts = urlsplit(site)
    url = f"{parts.scheme}://{parts.netloc}/robots.txt"
    answer = await fetcher.fetch(url, limit=SIZE_LIMIT)
    if judge(answer).life is Life.SUSPECT:
        await wait(second_look_after)
        answer = await fetcher.fetch(url, limit=SIZE_LIMIT, second=True)
    return understand(answer, agent)


def understand(answer: Answer, agent: str) -> Robots:
    """Return what the answer for robots.txt permits `agent` (its product name counts)."""
    product = agent.partition("/")[0]
    if answer.status is not None and 500 <= answer.status < 600 and answer.status != 521:
        return Robots(None, product, closed=True)
    if answer.status != 200 or _is_html(answer):
        return Robots(None, product)
    text = answer.body[:SIZE_LIMIT]
    if len(answer.body) > SIZE_LIMIT or answer.truncated:
        text = text.rpartition(b"\n")[0]
    lines = (line for line in text.decode("utf-8", "replace").removeprefix("\ufeff").splitlines())
    return Robots(Protego.parse("\n".join(line for line in lines if len(line) <= LINE_LIMIT)), product)


def _is_html(answer: Answer) -> bool:
    """Tell whether a page came instead of a robots.txt, as sites do that answer everything with 200."""
    start = answer.body[:512].lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"<head"))
